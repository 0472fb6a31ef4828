//! `merge/*.toml`: the named rules by which events of many reports become one incident.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{File, Problem};

/// How much each agreement or difference of two events weighs, as the logarithm of how much likelier it is where they are
/// one than where they are two: the record linkage of Fellegi and Sunter (1969).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What the rule is for, in a sentence.
    pub about: String,
    /// The least sum of weights at which two events are one incident.
    pub threshold: f32,
    /// Types that different reports give to one event.
    pub akin: Vec<Vec<String>>,
    /// What type and mode weigh.
    pub kind: Kind,
    /// What the days weigh.
    pub time: Time,
    /// What the places weigh.
    pub place: Place,
    /// What those who take part weigh.
    pub actor: Actor,
    /// What the figures weigh.
    pub toll: Toll,
    /// What the words of the events and of the whole reports weigh.
    pub words: Words,
}

/// Weights of type and mode.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The same type.
    pub same: f32,
    /// The same mode of it, on top.
    pub mode: f32,
    /// Types that are akin.
    pub akin: f32,
    /// Other types.
    pub other: f32,
}

/// Weights of the days.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// The same day, both said.
    pub same: f32,
    /// Days or longer spans that overlap, or that are concluded from the day of publication.
    pub overlap: f32,
    /// A day apart: the night between, another time zone, a careless report.
    pub next: f32,
    /// Further apart, for each doubling of the distance.
    pub apart: f32,
    /// Two days that are said, and that lie further apart than so many days, are never one event.
    pub most: i32,
}

/// Weights of the places.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The same town, village or facility.
    pub same: f32,
    /// Two within `radius`.
    pub near: f32,
    /// In kilometres.
    pub radius: f64,
    /// The same first-level division.
    pub admin1: f32,
    /// One place within the other, or the same country and no nearer place.
    pub within: f32,
    /// Two different places in one country.
    pub other: f32,
    /// Two countries.
    pub country: f32,
}

/// Weights of those who take part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The same name in the same role, times how rare its words are.
    pub same: f32,
    /// The same name in another role.
    pub role: f32,
    /// Two of one country in one role.
    pub country: f32,
    /// Two of different countries in one role.
    pub other: f32,
}

/// Weights of the figures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toll {
    /// The same number, above three.
    pub same: f32,
    /// The same number up to three, which many events share.
    pub small: f32,
    /// Numbers of which one is more than twice the other.
    pub other: f32,
}

/// Weights of the words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The same word names the event.
    pub trigger: f32,
    /// The clauses, times the cosine of their words.
    pub clause: f32,
    /// The whole reports, times how far the cosine of their words is above `common`.
    pub story: f32,
    /// The cosine of two reports of one country and week that tell different things.
    pub common: f32,
}

/// Merge rules by name.
#[derive(Debug, Default)]
pub struct Profiles(BTreeMap<String, Profile>);

impl Profiles {
    /// The name of the rule that is used where none is asked for.
    pub const STANDARD: &str = "standard";

    /// Reads `merge/*.toml`; a file's name is its rule's.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut profiles = BTreeMap::new();
        for file in files.iter().filter(|f| f.is_in("merge", "toml")) {
            let name = file.path["merge/".len()..].trim_end_matches(".toml");
            profiles.extend(file.toml(problems).map(|profile| (name.to_owned(), profile)));
        }
        Self(profiles)
    }

    /// The rule of a name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.0.get(name)
    }

    /// All rules, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Profile)> {
        self.0.iter().map(|(name, profile)| (name.as_str(), profile))
    }
}
