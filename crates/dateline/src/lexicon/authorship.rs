//! How a text says whose act an event was: `authorship.toml`.

use std::collections::HashMap;

use serde::Deserialize;
use toml::Spanned;

use super::{File, Problem};

/// Where one of the two, the actor or the act, stands in a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Before the verb or adjective, as its subject.
    Subject,
    /// Right after it, as its object.
    Object,
    /// After this preposition.
    After(Box<str>),
}

/// Whose word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Told {
    /// The actor's own: "claimed responsibility for".
    #[serde(rename = "self")]
    OfOneself,
    /// Somebody else's: "blamed the brigade for".
    #[serde(rename = "other")]
    OfAnother,
    /// The actor's own, that he did not do it.
    Denied,
}

/// One phrase, under the base form of its head: a verb, an adjective or, for "the group behind the attack", a preposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its other words but prepositions: "responsibility".
    pub others: Vec<Box<str>>,
    /// Where the actor stands.
    pub who: Stand,
    /// Where the act stands.
    pub act: Stand,
    /// Whose word it is.
    pub told: Told,
}

/// The phrases that tell whose act an event was.
#[derive(Debug, Default)]
pub struct Authorship {
    by_head: HashMap<Box<str>, Vec<Phrase>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    authorship: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    by: Told,
    patterns: Vec<Spanned<String>>,
}

impl Authorship {
    /// Reads `authorship.toml` and what a user lays beside it under `authorship/`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut table = Self::default();
        for file in files.iter().filter(|f| f.path == "authorship.toml" || f.is_in("authorship", "toml")) {
            let Some(entries) = file.toml::<Entries>(problems) else { continue };
            for entry in entries.authorship {
                for pattern in entry.patterns {
                    match parse(pattern.get_ref(), entry.by) {
                        Some((head, phrase)) => table.by_head.entry(head).or_default().push(phrase),
                        None => problems.push(file.problem(
                            file.line(pattern.span().start),
                            format!(
                                "{:?} is no pattern such as \"WHO claim responsibility for ACT\"",
                                pattern.get_ref()
                            ),
                        )),
                    }
                }
            }
        }
        table
    }

    /// The phrases that a base form heads.
    pub fn phrases(&self, lemma: &str) -> &[Phrase] {
        self.by_head.get(lemma).map_or(&[], Vec::as_slice)
    }
}

/// "blame WHO for ACT": its head, and where the two stand.
fn parse(pattern: &str, told: Told) -> Option<(Box<str>, Phrase)> {
    let words: Vec<&str> = pattern.split_whitespace().collect();
    let slot = |w: &str| matches!(w, "WHO" | "ACT");
    let head = words.iter().position(|w| !slot(w))?;
    let stand = |name: &str| {
        let mut all = words.iter().enumerate().filter(|(_, w)| **w == name).map(|(i, _)| i);
        let at = all.next().filter(|_| all.next().is_none())?;
        match at {
            at if at < head => Some(Stand::Subject),
            at if at == head + 1 => Some(Stand::Object),
            at => Some(Stand::After(words[at - 1].into())).filter(|_| !slot(words[at - 1])),
        }
    };
    let (who, act) = (stand("WHO")?, stand("ACT")?);
    let preposition = |w: &str| [&who, &act].iter().any(|s| matches!(s, Stand::After(p) if **p == *w));
    let others = words[head + 1..].iter().filter(|w| !slot(w) && !preposition(w)).map(|w| (*w).into()).collect();
    (who != act).then(|| (words[head].into(), Phrase { others, who, act, told }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_tells_where_the_two_stand() {
        let after = |p: &str| Stand::After(p.into());
        let told = Told::OfOneself;
        let (others, who, act) = (vec!["responsibility".into()], Stand::Subject, after("for"));
        let claims = ("claim".into(), Phrase { others, who, act, told });
        assert_eq!(parse("WHO claim responsibility for ACT", told), Some(claims));
        let blames = ("blame".into(), Phrase { others: vec![], who: after("on"), act: Stand::Object, told });
        assert_eq!(parse("blame ACT on WHO", told), Some(blames));
        let behind = ("behind".into(), Phrase { others: vec![], who: Stand::Subject, act: Stand::Object, told });
        assert_eq!(parse("WHO behind ACT", told), Some(behind));
        assert_eq!(parse("claim responsibility", told), None);
        assert_eq!(parse("WHO ACT", told), None);
    }

    #[test]
    fn a_pattern_without_both_is_named_with_its_line() {
        let text = "[[authorship]]\nby = \"self\"\npatterns = [\n  \"WHO claim\",\n]\n";
        let mut problems = Vec::new();
        Authorship::load(&[File { path: "authorship/mine.toml".into(), text: text.into() }], &mut problems);
        assert!(problems[0].to_string().starts_with("authorship/mine.toml:4: \"WHO claim\" is no pattern"));
    }
}
