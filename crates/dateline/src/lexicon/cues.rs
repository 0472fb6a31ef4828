//! Words that attribute a statement to somebody: `cues/*.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{File, Problem};
use crate::syntax::Upos;

/// The words that attribute, by the lemma that heads them.
#[derive(Debug, Default)]
pub struct Cues {
    verbs: HashMap<Box<str>, Vec<Cue>>,
    nouns: HashMap<Box<str>, Vec<Cue>>,
    adjectives: HashMap<Box<str>, Vec<Cue>>,
    adverbs: HashMap<Box<str>, Vec<Cue>>,
    /// Verbs that lend a noun their subject ("*issued* a denial").
    light: HashSet<Box<str>>,
    /// Verbs whose object speaks ("*quoted* the minister as saying").
    relays: HashSet<Box<str>>,
    /// When, where and by what means people speak: "said in a *statement* on *Friday*".
    occasions: HashSet<Box<str>>,
    /// Nouns for what is not believed ("the *pretext* that").
    fictions: HashSet<Box<str>>,
    /// Verbs of seeing and hearing.
    perceptions: HashSet<Box<str>>,
    /// Those who were there.
    witnesses: HashSet<Box<str>>,
    /// Prepositions of one or more words ("according to"), by their first word.
    prepositions: HashMap<Box<str>, Vec<Preposition>>,
}

/// One word, or some, that attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Words that must stand beside the head ("point *out*").
    pub others: Vec<Box<str>>,
    /// What kind of statement it makes.
    pub class: Class,
    /// Where its content stands, best first.
    pub frames: Vec<Frame>,
}

/// Words before the name of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preposition {
    /// All its words, lower case.
    pub words: Vec<Box<str>>,
    /// What kind of statement it makes.
    pub class: Class,
}

/// What kind of statement a cue makes of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Says, and stands for it.
    Say,
    /// A document, a count or an inquiry shows.
    Find,
    /// Thinks, believes.
    Think,
    /// Says that it is not so.
    Deny,
    /// Says that what another said is not so.
    Dispute,
    /// Holds it for uncertain.
    Doubt,
    /// Lays it to somebody's charge.
    Accuse,
    /// Praises or condemns what is.
    Judge,
    /// Asks whether or what.
    Ask,
    /// Wants another to do it.
    Demand,
    /// Binds oneself to do it.
    Promise,
    /// Means to do it.
    Intend,
    /// Says that one will not do it.
    Refuse,
    /// Expects it.
    Predict,
    /// Hopes for it.
    Hope,
    /// Warns of it.
    Warn,
    /// Fears it.
    Fear,
    /// Claims an act as one's own.
    Responsibility,
    /// Says the same as another.
    Agree,
    /// Somebody unnamed says.
    Hearsay,
}

impl Cue {
    /// Whether each of its frames has two parts ("described it *as* a trap").
    fn is_double(&self) -> bool {
        self.frames.iter().all(|f| f.0.len() > 1)
    }

    fn is_raising(&self) -> bool {
        self.frames.iter().any(|f| f.0.contains(&Slot::Raising))
    }
}

impl Class {
    /// Whether the content is held to be so, and not merely asked, wanted, foreseen or feared.
    pub fn is_assertion(self) -> bool {
        matches!(
            self,
            Self::Say
                | Self::Find
                | Self::Think
                | Self::Accuse
                | Self::Judge
                | Self::Responsibility
                | Self::Agree
                | Self::Hearsay
                | Self::Warn
        )
    }

    /// Whether it is an act of speech, so that words in quotation marks can be its content.
    pub fn is_speech(self) -> bool {
        !matches!(self, Self::Find | Self::Hearsay | Self::Intend | Self::Refuse | Self::Responsibility)
    }
}

/// Where the content of a cue stands: all of the parts, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame(pub Vec<Slot>);

/// One part of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A finite clause or a quotation.
    Clause,
    /// A finite clause after "that".
    That,
    /// An infinitive.
    Infinitive,
    /// A gerund.
    Gerund,
    /// The object.
    Object,
    /// The object and what is said of it.
    Predicate,
    /// The subject and the infinitive of a passive.
    Raising,
    /// A noun or a gerund after this preposition.
    Preposition(Box<str>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    #[serde(default)]
    light_verbs: Vec<Box<str>>,
    #[serde(default)]
    relays: Vec<Box<str>>,
    #[serde(default)]
    occasions: Vec<Box<str>>,
    #[serde(default)]
    fictions: Vec<Box<str>>,
    #[serde(default)]
    perceptions: Vec<Box<str>>,
    #[serde(default)]
    witnesses: Vec<Box<str>>,
    cue: Vec<toml::Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    class: Class,
    frames: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    adverbs: Vec<String>,
    #[serde(default)]
    prepositions: Vec<String>,
}

impl Cues {
    /// Reads the files of cues.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut cues = Self::default();
        let is_ours = |f: &&File| f.path.strip_prefix("cues/").is_some_and(|name| name.strip_suffix(".toml").is_some());
        for file in files.iter().filter(is_ours) {
            let Some(entries) = file.toml::<Entries>(problems) else { continue };
            cues.light.extend(entries.light_verbs);
            cues.relays.extend(entries.relays);
            cues.occasions.extend(entries.occasions);
            cues.fictions.extend(entries.fictions);
            cues.perceptions.extend(entries.perceptions);
            cues.witnesses.extend(entries.witnesses);
            for entry in entries.cue {
                let line = file.line(entry.span().start);
                if let Err(message) = cues.add(entry.get_ref()) {
                    problems.push(file.problem(line, message));
                }
            }
        }
        // Longer cues are tried first, "point out" before "point"; then those that ask most of the tree.
        for table in [&mut cues.verbs, &mut cues.nouns, &mut cues.adjectives, &mut cues.adverbs] {
            for list in table.values_mut() {
                list.sort_by_key(|c| (std::cmp::Reverse(c.others.len()), !c.is_raising(), !c.is_double()));
            }
        }
        for list in cues.prepositions.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
        }
        cues
    }

    fn add(&mut self, entry: &Entry) -> Result<(), String> {
        let frames = entry.frames.iter().map(|f| Frame::parse(f)).collect::<Result<Vec<_>, _>>()?;
        let lists = [
            (&mut self.verbs, &entry.verbs),
            (&mut self.nouns, &entry.nouns),
            (&mut self.adjectives, &entry.adjectives),
            (&mut self.adverbs, &entry.adverbs),
        ];
        for (table, words) in lists {
            for phrase in words {
                let mut words = phrase.split_whitespace().map(Box::<str>::from);
                let head = words.next().ok_or("an empty word")?;
                let cue = Cue { others: words.collect(), class: entry.class, frames: frames.clone() };
                let list = table.entry(head).or_default();
                if !list.contains(&cue) {
                    list.push(cue);
                }
            }
        }
        for phrase in &entry.prepositions {
            let words: Vec<Box<str>> = phrase.split_whitespace().map(|w| w.to_lowercase().into()).collect();
            let first = words.first().ok_or("an empty word")?.clone();
            self.prepositions.entry(first).or_default().push(Preposition { words, class: entry.class });
        }
        Ok(())
    }

    /// The cues that a word heads.
    pub fn headed_by(&self, lemma: &str, upos: Upos) -> &[Cue] {
        let table = match upos {
            Upos::Verb | Upos::Aux => &self.verbs,
            Upos::Noun => &self.nouns,
            Upos::Adj => &self.adjectives,
            Upos::Adv => &self.adverbs,
            _ => return &[],
        };
        table.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether the object of a verb is whom the words go to: "*told* the crowd that".
    pub fn takes_addressee(&self, lemma: &str) -> bool {
        let frames = self.headed_by(lemma, Upos::Verb).iter().flat_map(|c| &c.frames);
        frames.into_iter().any(|f| f.0.len() > 1 && f.0[0] == Slot::Object)
    }

    /// Whether a verb lends its subject to the noun that is its object: "the army *issued* a denial".
    pub fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }

    /// Whether a verb's object speaks: "the agency *quoted* the minister as saying".
    pub fn is_relay(&self, lemma: &str) -> bool {
        self.relays.contains(lemma)
    }

    /// Whether a noun names when, where or by what means somebody speaks, and neither a speaker nor what is said.
    pub fn is_occasion(&self, lemma: &str) -> bool {
        self.occasions.contains(lemma)
    }

    /// Whether a noun attributes what its speaker does not believe: "the *pretext* that".
    pub fn is_fiction(&self, lemma: &str) -> bool {
        self.fictions.contains(lemma)
    }

    /// Whether a verb tells of seeing or hearing.
    pub fn is_perception(&self, lemma: &str) -> bool {
        self.perceptions.contains(lemma)
    }

    /// Whether a noun is for those who were there: witnesses, residents.
    pub fn is_witness(&self, lemma: &str) -> bool {
        self.witnesses.contains(lemma)
    }

    /// The prepositions that begin with a word, lower case; longest first.
    pub fn prepositions(&self, first: &str) -> &[Preposition] {
        self.prepositions.get(first).map_or(&[], Vec::as_slice)
    }
}

impl Frame {
    /// Whether the frame is a clause alone.
    pub fn is_clause(&self) -> bool {
        matches!(&*self.0, [Slot::Clause])
    }

    fn parse(text: &str) -> Result<Self, String> {
        let slots = text.split('+').map(|part| match part.trim() {
            "" => Err(format!("{text:?} has an empty part")),
            "clause" => Ok(Slot::Clause),
            "that" => Ok(Slot::That),
            "to" => Ok(Slot::Infinitive),
            "to_obj" => Ok(Slot::Preposition("to".into())),
            "ing" => Ok(Slot::Gerund),
            "obj" => Ok(Slot::Object),
            "pred" => Ok(Slot::Predicate),
            "raise" => Ok(Slot::Raising),
            word if word.chars().all(char::is_lowercase) => Ok(Slot::Preposition(word.into())),
            word => Err(format!("{word:?} is no part of a frame")),
        });
        Ok(Self(slots.collect::<Result<_, _>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_cues_come_first() {
        let text = "[[cue]]\nclass = 'say'\nframes = ['clause']\nverbs = ['point', 'point out']\n";
        let file = File { path: "cues/a.toml".into(), text: text.into() };
        let mut problems = Vec::new();
        let cues = Cues::load(&[file], &mut problems);
        assert!(problems.is_empty());
        let found = cues.headed_by("point", Upos::Verb);
        assert_eq!(found[0].others, [Box::from("out")]);
        assert_eq!(found.len(), 2);
        assert!(cues.headed_by("point", Upos::Noun).is_empty());
    }

    #[test]
    fn a_wrong_frame_is_named() {
        let text = "\n[[cue]]\nclass = 'say'\nframes = ['clause+']\nverbs = ['say']\n";
        let mut problems = Vec::new();
        Cues::load(&[File { path: "cues/a.toml".into(), text: text.into() }], &mut problems);
        assert!(problems[0].to_string().starts_with("cues/a.toml:"), "{}", problems[0]);
        assert!(problems[0].message.contains("clause+"), "{}", problems[0]);
    }
}
