//! `agents.tsv`: common nouns and titles for those who act, with what they are. Sector codes are PLOVER's
//! <https://github.com/openeventdata/PLOVER>.

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::{File, Problem, Row};
use crate::reading::{ActorKind, PublicRole};
use crate::syntax::Parsed;

/// The table of agent nouns.
#[derive(Debug, Default)]
pub struct Agents {
    by_noun: HashMap<Box<str>, Agent>,
}

/// What a noun says of the one it denotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Whether it denotes one person or a body.
    pub unit: Unit,
    /// What many of them are, or the body is; one person is always a person.
    pub kind: ActorKind,
    /// Nouns of one class may speak of the same actor.
    pub class: Class,
    /// PLOVER sector code.
    pub sector: Box<str>,
    /// What a person so called is in public.
    pub role: PublicRole,
}

/// Whether a noun denotes one person or a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A person: soldier, witness.
    Person,
    /// A person by the office held: minister. Stands before a name and alone.
    Office,
    /// A person by military or police rank: colonel.
    Rank,
    /// Many as one: army, government, gang.
    Body,
}

/// Nouns of one class may speak of the same actor: "the military", "the troops".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are the table's own")]
pub enum Class {
    Activists,
    Agency,
    ArmedGroups,
    Attackers,
    Civilians,
    Clergy,
    Coalition,
    Commission,
    Company,
    Court,
    Detainees,
    Education,
    Experts,
    Forces,
    Gang,
    Government,
    Governor,
    Group,
    Head,
    Health,
    Hostages,
    Igo,
    Intelligence,
    Journalists,
    Judge,
    Legislator,
    Media,
    Militants,
    Militia,
    Minister,
    Ministry,
    Ngo,
    Official,
    Opposition,
    Organisation,
    Parliament,
    Party,
    Peacekeepers,
    Police,
    President,
    PrimeMinister,
    PrivateMilitary,
    Protesters,
    Refugees,
    Relatives,
    Spokesman,
    States,
    Supporters,
    Union,
    Victims,
    Witnesses,
    Workers,
}

const COLUMNS: &[&str] = &["noun", "unit", "kind", "class", "sector", "role"];

impl Agents {
    /// Reads `agents.tsv` and what a user lays beside it under `agents/`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut agents = Self::default();
        for file in files.iter().filter(|f| f.path == "agents.tsv" || f.path.starts_with("agents/")) {
            file.rows(COLUMNS, problems, |row| {
                let noun = row.get("noun");
                if noun.is_empty() {
                    return Err(row.problem("a row without a noun"));
                }
                match agents.by_noun.insert(noun.into(), agent(&row)?) {
                    Some(_) => Err(row.problem(format!("{noun:?} stands here twice"))),
                    None => Ok(()),
                }
            });
        }
        agents
    }

    /// What a noun or compound denotes: its lower-case singular, as in `police officer`.
    pub fn get(&self, noun: &str) -> Option<&Agent> {
        self.by_noun.get(noun)
    }

    /// What the noun and the words just before it denote.
    pub fn at(&self, parsed: &Parsed<'_>, head: u32) -> Option<&Agent> {
        self.within(parsed, head.saturating_sub(LONGEST as u32), head)
    }

    /// What the noun phrase from token `low` to its head denotes. The longest compound decides: a "deputy prime
    /// minister" holds an office of his own, and a "head of state" is more than a head.
    pub fn within(&self, parsed: &Parsed<'_>, low: u32, head: u32) -> Option<&Agent> {
        let sentence = &parsed.sentence(head).tokens;
        let mut phrase = parsed[head].lemma.to_lowercase();
        if head + 2 < sentence.end && parsed[head + 1].lemma.as_ref() == "of" {
            let own = phrase.len();
            phrase.push_str(" of ");
            phrase.push_str(&parsed[head + 2].lemma.to_lowercase());
            if let Some(agent) = self.get(&phrase) {
                return Some(agent);
            }
            phrase.truncate(own);
        }
        // "The wounded", "the authorities": the table may have the word, not its base form.
        let word = parsed.word(head).to_lowercase();
        let before = low.max(sentence.start)..head;
        if word == phrase {
            return self.longest(parsed, before, phrase);
        }
        let base = self.longest(parsed, before.clone(), phrase);
        base.or_else(|| self.longest(parsed, before, word))
    }

    /// What the longest compound of a noun and words before it denotes.
    fn longest(&self, parsed: &Parsed<'_>, before: Range<u32>, noun: String) -> Option<&Agent> {
        let mut phrase = noun;
        let mut found = self.get(&phrase);
        for token in before.rev().take(LONGEST) {
            let word = parsed.word(token).to_lowercase();
            let joint = if phrase.starts_with('-') || word == "-" { "" } else { " " };
            phrase = format!("{word}{joint}{phrase}");
            found = self.get(&phrase).or(found);
        }
        found
    }
}

/// Words before the head of the longest compounds, their hyphens counted.
const LONGEST: usize = 4;

fn agent(row: &Row<'_>) -> Result<Agent, Problem> {
    Ok(Agent {
        unit: word(row, "unit")?,
        kind: row.get("kind").parse().map_err(|e: String| row.problem(e))?,
        class: word(row, "class")?,
        sector: row.get("sector").into(),
        role: row.get("role").parse().map_err(|e: String| row.problem(e))?,
    })
}

/// A cell that holds one of an enum's words.
pub(super) fn word<'a, T: Deserialize<'a>>(row: &Row<'a>, column: &str) -> Result<T, Problem> {
    let cell: StrDeserializer<'a, Error> = row.get(column).into_deserializer();
    T::deserialize(cell).map_err(|e| row.problem(format!("{column}: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_say_who_acts() {
        let agents = crate::Lexicon::built_in().agents;
        for (noun, unit, class) in [
            ("soldier", Unit::Person, Class::Forces),
            ("army", Unit::Body, Class::Forces),
            ("prime minister", Unit::Office, Class::PrimeMinister),
            ("colonel", Unit::Rank, Class::Forces),
            ("hostage", Unit::Person, Class::Hostages),
        ] {
            let agent = agents.get(noun).unwrap_or_else(|| panic!("{noun}"));
            assert_eq!((agent.unit, agent.class), (unit, class), "{noun}");
        }
        assert_eq!(agents.get("police station"), None);
    }

    #[test]
    fn a_wrong_word_is_told_with_its_line() {
        let text = "noun\tunit\tkind\tclass\tsector\trole\nelf\tperson\tgroup\telves\tCVL\tnone\n";
        let mut problems = Vec::new();
        Agents::load(&[File { path: "agents/mine.tsv".into(), text: text.into() }], &mut problems);
        assert!(
            problems[0].to_string().starts_with("agents/mine.tsv:2: class: unknown variant `elves`"),
            "{problems:?}"
        );
    }
}
