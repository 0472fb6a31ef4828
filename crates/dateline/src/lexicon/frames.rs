//! Frames: the words that name events, the PLOVER type and mode they mean, and where the roles stand in the tree.
//!
//! `lexicon/frames/*.toml`, one file a PLOVER type:
//!
//! ```toml
//! type = "ASSAULT"
//!
//! [[frame]]
//! mode = "aerial"
//! acled = "Air/drone strike"
//! verbs = ["bomb", "carpet bomb"]
//! nouns = ["air strike", "airstrike"]
//! initiator = ["subject", "by", "possessive", "compound"]
//! recipient = ["object", "on", "against"]
//! without = ["rumour"]
//! ```
//!
//! `with` and `without` name words that must, or must not, keep the event's word company; `subjects` and `objects` whom it
//! must be done by or to; `own` the types of which an act of the speaker's own must be what is said. `@force` and the like
//! are the classes of `frames/classes.toml`.
//!
//! A verb or noun of several words begins (verb) or ends (noun) with the word that the tree hangs on: `open fire` is the
//! verb *open* with *fire* below it, `air strike` the noun *strike* with *air* below it. Everything is a lemma.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use toml::Spanned;

use super::ontology::Ontology;
use super::{File, Problem};
use crate::syntax::Upos;

/// PLOVER's event types with their modes (PLOVER manual, 2023).
pub const PLOVER: &[(&str, &[&str])] = &[
    ("AGREE", &[]),
    ("CONSULT", &["visit", "third-party", "multilateral", "phone"]),
    ("SUPPORT", &[]),
    ("CONCEDE", &[]),
    ("COOPERATE", &[]),
    ("AID", &[]),
    ("RETREAT", &["withdraw", "release", "disarm", "ceasefire", "access", "resign"]),
    ("REQUEST", &["assist", "change", "yield", "meet"]),
    ("ACCUSE", &["disapprove", "investigate", "allege"]),
    ("REJECT", &["assist", "change", "yield", "meet"]),
    ("THREATEN", &["restrict", "arrest", "relations", "expel", "territory", "violence"]),
    ("PROTEST", &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"]),
    ("SANCTION", &["convict", "expel", "withdraw", "discontinue"]),
    ("MOBILIZE", &["troops", "weapons", "police", "militia"]),
    (
        "COERCE",
        &[
            "seize",
            "restrict",
            "ban",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ],
    ),
    (
        "ASSAULT",
        &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ],
    ),
];

/// Where a role's words stand, seen from the word that names the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Who does it, whatever the voice.
    Subject,
    /// Whom it is done to, whatever the voice.
    Object,
    /// The second object ("gave the rebels arms").
    Indirect,
    /// "their attack", "the army's attack".
    Possessive,
    /// "rebel attack", "Syrian air strike": a noun or an adjective of nationality before the event noun.
    Compound,
    /// The object of a preposition.
    Preposition(Box<str>),
}

impl Slot {
    fn parse(word: &str) -> Self {
        match word {
            "subject" => Self::Subject,
            "object" => Self::Object,
            "indirect" => Self::Indirect,
            "possessive" => Self::Possessive,
            "compound" => Self::Compound,
            _ => Self::Preposition(word.into()),
        }
    }

    /// Whether it stands before an event noun, where either side may stand: "the rebels' murder", "the senator's murder".
    pub fn precedes(&self) -> bool {
        matches!(self, Self::Possessive | Self::Compound)
    }
}

impl std::fmt::Display for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Subject => "subject",
            Self::Object => "object",
            Self::Indirect => "indirect",
            Self::Possessive => "possessive",
            Self::Compound => "compound",
            Self::Preposition(word) => word,
        })
    }
}

/// One frame; its words stand in [`Frames::entries`].
#[derive(Debug)]
pub struct Frame {
    /// PLOVER type.
    pub plover: &'static str,
    /// PLOVER mode.
    pub mode: Option<Box<str>>,
    /// ACLED sub-event type, where the words themselves decide it.
    pub acled: Option<Box<str>>,
    /// CAMEO code.
    pub cameo: Option<Box<str>>,
    /// PLOVER contexts.
    pub contexts: Vec<Box<str>>,
    /// Where the initiator stands, best first.
    pub initiator: Vec<Slot>,
    /// Where the recipient stands, best first.
    pub recipient: Vec<Slot>,
    /// Where the parties of a two-sided act stand; such a frame has no initiator and no recipient.
    pub party: Vec<Slot>,
    /// Whoever does it, where the words tell, must be one of these lemmas (or classes).
    pub subjects: Vec<Box<str>>,
    /// Whom or what it is done to must be one of these lemmas (or classes).
    pub objects: Vec<Box<str>>,
    /// One of these lemmas (or classes, `@weapon`) must be among the dependents.
    pub with: Vec<Box<str>>,
    /// None of these lemmas (or classes) may be.
    pub without: Vec<Box<str>>,
    /// Its complement clause must tell of an act of one of these types, done by whoever says so ("said it would withdraw").
    pub own: Vec<Box<str>>,
    /// What the toll of the people in the recipient slot is ("kill": killed).
    pub toll: Option<crate::reading::CasualtyKind>,
    /// How it ended, where the words themselves say so ("capture": taken).
    pub outcome: Option<crate::reading::OutcomeValue>,
    /// A noun that names an event only with somebody or something to hang it on ("operation").
    pub vague: bool,
    /// Whether it holds other acts, told beside it: an offensive, a battle for a city, an exchange of fire.
    pub episode: bool,
    /// Whether it is done to people alone: "killed the bill" is another matter.
    pub animate: bool,
    /// Its verbs, nouns and adjectives as written, for the explanation.
    pub phrases: Vec<Box<str>>,
    /// `file:line` of the frame, for `--explain`.
    pub source: String,
}

impl Frame {
    /// Whether its words name the event whatever company they keep.
    pub fn is_open(&self) -> bool {
        self.with.is_empty() && self.objects.is_empty() && self.own.is_empty()
    }
}

/// One word or phrase that names an event.
#[derive(Debug)]
pub struct Entry {
    /// Index in [`Frames::frames`].
    pub frame: usize,
    /// The other words of the phrase, in order; empty for most.
    pub others: Vec<Box<str>>,
}

/// What a supporting verb's subject is to the event that its object names ("launch an attack").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// "carry out an attack": the subject does it.
    Initiator,
    /// "come under attack": it is done to the subject.
    Recipient,
    /// "the attack took place": the subject is the event.
    Event,
}

/// One supporting verb.
#[derive(Debug)]
pub struct SupportVerb {
    /// The other words of the phrase, in order; empty for most.
    pub others: Vec<Box<str>>,
    /// What its subject is to the event.
    pub subject: Support,
    /// How it says that the event ended ("repel": repelled).
    pub outcome: Option<crate::reading::OutcomeValue>,
}

/// Every frame.
#[derive(Debug, Default)]
pub struct Frames {
    /// The frames.
    pub frames: Vec<Frame>,
    verbs: HashMap<Box<str>, Vec<Entry>>,
    nouns: HashMap<Box<str>, Vec<Entry>>,
    adjectives: HashMap<Box<str>, Vec<Entry>>,
    support: HashMap<Box<str>, Vec<SupportVerb>>,
    classes: HashMap<String, HashSet<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FramesFile {
    #[serde(rename = "type")]
    plover: Spanned<String>,
    #[serde(default)]
    frame: Vec<Spanned<FrameEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameEntry {
    mode: Option<Spanned<String>>,
    acled: Option<Spanned<String>>,
    cameo: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    verbs: Vec<Spanned<String>>,
    #[serde(default)]
    nouns: Vec<Spanned<String>>,
    #[serde(default)]
    adjectives: Vec<Spanned<String>>,
    #[serde(default)]
    own: Vec<String>,
    initiator: Option<Vec<String>>,
    recipient: Option<Vec<String>>,
    #[serde(default)]
    party: Vec<String>,
    #[serde(default)]
    subjects: Vec<String>,
    #[serde(default)]
    objects: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    toll: Option<crate::reading::CasualtyKind>,
    outcome: Option<crate::reading::OutcomeValue>,
    #[serde(default)]
    vague: bool,
    #[serde(default)]
    episode: bool,
    #[serde(default)]
    animate: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SupportFile {
    support: Vec<SupportEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SupportEntry {
    subject: Support,
    outcome: Option<crate::reading::OutcomeValue>,
    verbs: Vec<Spanned<String>>,
}

const SUPPORT: &str = "frames/light_verbs.toml";
const CLASSES: &str = "frames/classes.toml";

/// Classes that come from elsewhere than `frames/classes.toml`.
const KNOWN_CLASSES: &[&str] = &["actor", "place", "clause", "weapon", "facility", "vehicle", "property"];

impl Frames {
    /// Reads `frames/*.toml`.
    pub(super) fn load(files: &[File], ontology: &Ontology, problems: &mut Vec<Problem>) -> Self {
        let mut frames = Self::default();
        if let Some(file) = files.iter().find(|f| f.path == CLASSES) {
            frames.classes = file.toml(problems).unwrap_or_default();
        }
        for file in files.iter().filter(|f| f.is_in("frames", "toml")) {
            match file.path.as_str() {
                CLASSES => {}
                SUPPORT => frames.add_support(file, problems),
                _ => frames.add(file, ontology, problems),
            }
        }
        // The longest phrase is tried first; among equals one that asks for company, then the first written.
        for entries in frames.verbs.values_mut().chain(frames.nouns.values_mut()).chain(frames.adjectives.values_mut())
        {
            entries.sort_by_key(|e| (std::cmp::Reverse(e.others.len()), frames.frames[e.frame].is_open()));
        }
        frames
    }

    fn add(&mut self, file: &File, ontology: &Ontology, problems: &mut Vec<Problem>) {
        let Some(read) = file.toml::<FramesFile>(problems) else {
            return;
        };
        let Some((plover, modes)) = PLOVER.iter().find(|(name, _)| *name == read.plover.get_ref()) else {
            let line = file.line(read.plover.span().start);
            let names: Vec<_> = PLOVER.iter().map(|(name, _)| *name).collect();
            problems.push(file.problem(line, format!("type is none of {}", names.join(", "))));
            return;
        };
        for entry in read.frame {
            let line = file.line(entry.span().start);
            let entry = entry.into_inner();
            if entry.verbs.is_empty() && entry.nouns.is_empty() && entry.adjectives.is_empty() {
                problems.push(file.problem(line, "a frame needs verbs, nouns or adjectives"));
            }
            if let Some(mode) = entry.mode.as_ref().filter(|m| !modes.contains(&m.get_ref().as_str())) {
                let message = format!("{plover} has no mode {:?}; it has {}", mode.get_ref(), modes.join(", "));
                problems.push(file.problem(file.line(mode.span().start), message));
            }
            if let Some(own) = entry.own.iter().find(|own| !PLOVER.iter().any(|(name, _)| name == own)) {
                problems.push(file.problem(line, format!("{own:?} is no type")));
            }
            if let Some(acled) = entry.acled.as_ref().filter(|a| ontology.acled(a.get_ref()).is_none()) {
                let message = format!("{:?} is no ACLED sub-event type", acled.get_ref());
                problems.push(file.problem(file.line(acled.span().start), message));
            }
            for class in [&entry.subjects, &entry.objects, &entry.with, &entry.without]
                .into_iter()
                .flatten()
                .filter_map(|w| w.strip_prefix('@'))
            {
                if !KNOWN_CLASSES.contains(&class) && !self.classes.contains_key(class) {
                    problems.push(file.problem(line, format!("no class @{class}; name it in {CLASSES}")));
                }
            }
            let frame = self.frames.len();
            for (table, phrases, head_first) in [
                (&mut self.verbs, &entry.verbs, true),
                (&mut self.nouns, &entry.nouns, false),
                (&mut self.adjectives, &entry.adjectives, true),
            ] {
                for phrase in phrases {
                    let mut words: Vec<Box<str>> = phrase.get_ref().split_whitespace().map(Into::into).collect();
                    if words.is_empty() {
                        problems.push(file.problem(file.line(phrase.span().start), "an empty phrase"));
                        continue;
                    }
                    let head = words.remove(if head_first { 0 } else { words.len() - 1 });
                    // Treebanks cut words at hyphens, and parsers may hang either part of "sit-in" on the other.
                    if let Some((first, last)) = head.split_once('-').filter(|_| !head_first) {
                        for (head, other) in [(first, last), (last, first)] {
                            let others = words.iter().cloned().chain([other.into()]).collect();
                            table.entry(head.into()).or_default().push(Entry { frame, others });
                        }
                    }
                    table.entry(head).or_default().push(Entry { frame, others: words });
                }
            }
            let slots = |given: Option<Vec<String>>, default: &[&str]| -> Vec<Slot> {
                match given {
                    Some(words) => words.iter().map(|w| Slot::parse(w)).collect(),
                    None if entry.party.is_empty() => default.iter().map(|w| Slot::parse(w)).collect(),
                    None => Vec::new(),
                }
            };
            let boxed = |words: &[String]| words.iter().map(|w| w.as_str().into()).collect();
            self.frames.push(Frame {
                plover,
                mode: entry.mode.map(|m| m.into_inner().into()),
                acled: entry.acled.map(|a| a.into_inner().into()),
                cameo: entry.cameo.map(Into::into),
                contexts: boxed(&entry.contexts),
                initiator: slots(entry.initiator, &["subject", "by", "possessive", "compound"]),
                recipient: slots(entry.recipient, &["object", "on", "against", "of"]),
                party: entry.party.iter().map(|w| Slot::parse(w)).collect(),
                subjects: boxed(&entry.subjects),
                objects: boxed(&entry.objects),
                with: boxed(&entry.with),
                without: boxed(&entry.without),
                toll: entry.toll,
                outcome: entry.outcome,
                vague: entry.vague,
                episode: entry.episode,
                animate: entry.animate,
                own: boxed(&entry.own),
                phrases: entry
                    .verbs
                    .iter()
                    .chain(&entry.nouns)
                    .chain(&entry.adjectives)
                    .map(|p| p.get_ref().as_str().into())
                    .collect(),
                source: format!("{}:{line}", file.path),
            });
        }
    }

    fn add_support(&mut self, file: &File, problems: &mut Vec<Problem>) {
        let Some(read) = file.toml::<SupportFile>(problems) else {
            return;
        };
        for entry in read.support {
            for phrase in &entry.verbs {
                let mut words = phrase.get_ref().split_whitespace().map(Box::<str>::from);
                if let Some(head) = words.next() {
                    self.support.entry(head).or_default().push(SupportVerb {
                        others: words.collect(),
                        subject: entry.subject,
                        outcome: entry.outcome,
                    });
                }
            }
        }
    }

    /// The phrases that a lemma heads as a verb or as a noun, longest first.
    pub fn entries(&self, lemma: &str, upos: Upos) -> &[Entry] {
        let table = match upos {
            Upos::Verb => &self.verbs,
            Upos::Noun | Upos::Propn => &self.nouns,
            Upos::Adj => &self.adjectives,
            _ => return &[],
        };
        table.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The base forms of all its verbs, in no order.
    pub(super) fn verbs(&self) -> impl Iterator<Item = &str> {
        self.verbs.keys().chain(self.support.keys()).map(AsRef::as_ref)
    }

    /// Whether a lemma is of a class of `frames/classes.toml`.
    pub fn is_of_class(&self, class: &str, lemma: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(lemma))
    }

    /// The supporting verbs that a lemma heads.
    pub fn support(&self, lemma: &str) -> &[SupportVerb] {
        self.support.get(lemma).map_or(&[], Vec::as_slice)
    }
}
