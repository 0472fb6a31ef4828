//! The contract's words: what its fields may hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An enum of the contract, written in lower case there.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the words are the contract's own")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The contract's word for it.
            pub fn word(self) -> &'static str {
                const WORDS: &[&str] = &[$(stringify!($variant)),+];
                // One table for all: the contract's word is the variant's name in snake case.
                static LOWER: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
                &LOWER.get_or_init(|| WORDS.iter().map(|w| snake(w)).collect())[self as usize]
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|v| v.word() == word).ok_or_else(|| {
                    let all: Vec<_> = Self::ALL.iter().map(|v| v.word()).collect();
                    format!("{word:?} is none of {}", all.join(", "))
                })
            }
        }
    };
}

/// `StateForces` to `state_forces`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for (i, c) in name.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

words!(
    /// What part a sentence plays on the page.
    SentenceKind { Body, Headline, Heading, Dateline, Caption, Boilerplate }
);

words!(
    /// What a place is.
    PlaceKind { Country, Region, Admin1, Admin2, City, Facility, Natural, Area, Unknown }
);

words!(
    /// How far a place's coordinates may be trusted; an area is never given city precision.
    Precision { Exact, Near, Admin2, Admin1, Country, Unlocated }
);

words!(
    /// What an actor is.
    ActorKind {
        Person, Organisation, State, StateForces, Rebels, Militia, PrivateMilitary, Political, Protesters, Civilians,
        Criminals, Media, InternationalOrganisation, Group, Unknown,
    }
);

words!(
    /// The part a person plays in public.
    PublicRole { Official, Expert, Journalist, Private, None }
);

words!(
    /// Whether an event happened; only the first three are exported as events.
    Status { Happened, Ongoing, Attempted, Planned, Possible, Hypothetical, Denied, Background }
);

impl Status {
    /// Whether an event of this status belongs in an export.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Happened | Self::Ongoing | Self::Attempted)
    }

    /// Whether an event of this status took place, now or long ago, if only as an attempt.
    pub fn is_real(self) -> bool {
        self.is_live() || self == Self::Background
    }
}

words!(
    /// How fine a time is told.
    TimePrecision { Hour, Day, Week, Month, Year, Unknown }
);

words!(
    /// The part a participant plays; `party` is two-sided, without direction.
    Role { Initiator, Recipient, Instrument, Party }
);

words!(
    /// Whether a participant is somebody or something.
    ParticipantKind { Person, Group, Organisation, State, Facility, Vehicle, Property, Weapon, Unknown }
);

words!(
    /// What happened to the people counted.
    CasualtyKind { Killed, Injured, Abducted, Arrested, Missing, Displaced }
);

words!(
    /// The field of an event that somebody speaks to.
    AssertedField { Occurred, Outcome, Casualties, Initiator, Recipient, When, Where }
);

words!(
    /// How a source stands to a field.
    Stance { Asserts, Denies, Doubts }
);

words!(
    /// How an event ended.
    OutcomeValue { Repelled, Succeeded, Failed, Taken, Lost, Unknown }
);

words!(
    /// What kind of statement a claim is.
    ClaimKind { Report, Assessment, Denial, Responsibility, Prediction, Demand, Accusation }
);

words!(
    /// How one claim bears on another.
    LinkKind { Disputes, Supports, Repeats }
);

words!(
    /// How one actor stands to another.
    RelationKind {
        Hostile, Allied, Supports, Opposes, Mediates, Controls, MemberOf, Expelled, HoldsOffice, AffiliatedWith,
        Cooperates, Negotiates,
    }
);

words!(
    /// When a relation holds.
    Tense { Past, Present, Future }
);

words!(
    /// The chance that a speaker gives to what is foreseen.
    Modality { Certain, Likely, Possible, Unlikely, Conditional, Intended, Feared }
);

words!(
    /// Whether a proposition is worded as a yes or a no.
    Polarity { Positive, Negative }
);
