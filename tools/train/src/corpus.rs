//! Treebanks and name corpora, and what is done to their sentences before a network sees them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use dateline::syntax::{Deprel, Feats, Upos};

use crate::random::Random;

/// A sentence with everything that may be learnt of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) words: Vec<String>,
    pub(crate) tags: Vec<(Upos, Feats)>,
    pub(crate) lemmas: Vec<String>,
    /// Governors; the root's number is the count of words.
    pub(crate) heads: Vec<u32>,
    pub(crate) deprels: Vec<Deprel>,
    /// Name labels, as indices into [`NAME_LABELS`]; empty where not annotated.
    pub(crate) names: Vec<u8>,
    /// Which corpus it is of, where corpora differ on what they annotate; that of choice is number 0.
    pub(crate) corpus: u8,
    /// GUM's genre, or EWT's.
    pub(crate) genre: String,
}

/// Genres of GUM whose texts may not be used commercially.
const NON_COMMERCIAL: &[&str] = &["whow", "fiction", "essay", "letter", "podcast"];

/// The sentences of a treebank in CoNLL-U, less GUM's non-commercial genres.
pub(crate) fn treebank(path: &Path) -> Result<Vec<Sentence>> {
    let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    let mut sentence = Sentence::default();
    let mut genre = String::new();
    let mut mentions = Mentions::default();
    for line in file.lines().chain([""]) {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            let mut parts = id.split(['_', '-']);
            let first = parts.next().unwrap_or_default();
            mentions = Mentions::default();
            if first == "GUM" { parts.next().unwrap_or_default() } else { first }.clone_into(&mut genre);
        }
        if line.is_empty() {
            if !sentence.words.is_empty() && !NON_COMMERCIAL.contains(&genre.as_str()) {
                let count = sentence.words.len() as u32;
                sentence.heads.iter_mut().for_each(|h| *h = if *h == 0 { count } else { *h - 1 });
                sentence.genre.clone_from(&genre);
                sentence.names = mentions.names(&sentence);
                out.push(std::mem::take(&mut sentence));
            }
            sentence = Sentence::default();
            mentions.closed.clear();
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || columns.len() < 10 || columns[0].contains(['-', '.']) {
            continue;
        }
        let upos = Upos::parse(columns[3]).with_context(|| format!("no part of speech: {line}"))?;
        let feats = Feats(Feats::parse(columns[5]).0 & !Feats::TYPO.0);
        let entity = columns[9].split('|').find_map(|m| m.strip_prefix("Entity="));
        mentions.read(entity.unwrap_or_default(), sentence.words.len());
        sentence.words.push(columns[1].to_owned());
        sentence.lemmas.push(columns[2].to_owned());
        sentence.tags.push((upos, feats));
        sentence.heads.push(columns[6].parse().with_context(|| format!("no head: {line}"))?);
        sentence.deprels.push(Deprel::parse(columns[7]).unwrap_or(Deprel::Dep));
    }
    Ok(out)
}

/// GUM's mentions of entities, which nest and may cross sentences.
#[derive(Default)]
struct Mentions {
    /// Group, kind as in [`names`], first word.
    open: Vec<(String, Option<u8>, usize)>,
    /// First word, last word, kind.
    closed: Vec<(usize, usize, u8)>,
}

impl Mentions {
    /// Reads one word's `Entity=`: `(3-person-...` opens, `3)` closes, `(4-place-...)` does both.
    fn read(&mut self, column: &str, word: usize) {
        let mut rest = column;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('(') {
                let end = inner.find(['(', ')']).unwrap_or(inner.len());
                let mut parts = inner[..end].split('-');
                let group = parts.next().unwrap_or_default().to_owned();
                let kind = match parts.next() {
                    Some("person") => Some(0),
                    Some("organization") => Some(1),
                    Some("place") => Some(2),
                    _ => None,
                };
                rest = &inner[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    self.closed.extend(kind.map(|kind| (word, word, kind)));
                    rest = after;
                } else {
                    self.open.push((group, kind, word));
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |at| at + 1);
                let group = rest[..end].trim_end_matches(')');
                rest = &rest[end..];
                if let Some(at) = self.open.iter().rposition(|o| o.0 == group) {
                    let (_, kind, first) = self.open.remove(at);
                    self.closed.extend(kind.filter(|_| first <= word).map(|kind| (first, word, kind)));
                }
            }
        }
    }

    /// Name labels: of each mention that is headed by a proper noun, or has one flat below its head, the run of proper
    /// nouns around that word; outermost mentions first; titles of persons left out.
    fn names(&mut self, sentence: &Sentence) -> Vec<u8> {
        let count = sentence.words.len();
        let mut labels = vec![0; count];
        self.open.iter_mut().for_each(|o| o.2 = usize::MAX);
        self.closed.sort_unstable_by_key(|(first, last, _)| (std::cmp::Reverse(last - first), *first));
        let proper = |i: usize| sentence.tags[i].0 == Upos::Propn;
        for (first, last, kind) in self.closed.drain(..).filter(|m| m.1 < count) {
            let inside = first..=last;
            let head = inside.clone().find(|i| !inside.contains(&(sentence.heads[*i] as usize)));
            let Some(head) = head else { continue };
            let flat =
                |i: &usize| proper(*i) && sentence.heads[*i] as usize == head && sentence.deprels[*i] == Deprel::Flat;
            let Some(core) = Some(head).filter(|h| proper(*h)).or_else(|| inside.clone().find(flat)) else { continue };
            let joins =
                |i: usize| matches!(sentence.words[i].as_str(), "of" | "the" | "for" | "and" | "&" | "-" | "de" | "al");
            let (mut start, mut end) = (core, core + 1);
            // "United Nations", "New York", "Democratic Republic": treebanks tag what the first word is by itself.
            let part = |i: usize| {
                let word = sentence.words[i].as_str();
                let capital =
                    word.starts_with(char::is_uppercase) && !matches!(sentence.tags[i].0, Upos::Det | Upos::Pron);
                kind != 0
                    && capital
                    && (i > 0 || matches!(word, "United" | "New" | "North" | "South" | "East" | "West"))
            };
            while start > first && (proper(start - 1) || part(start - 1)) {
                start -= 1;
            }
            loop {
                let gap = (end..=last).take_while(|i| joins(*i)).count();
                let reach = if gap <= 2 && kind != 0 { end + gap } else { end };
                if reach > last || !proper(reach) {
                    break;
                }
                end = reach + 1;
            }
            let title = |i: usize| {
                kind == 0 && TITLES.contains(&sentence.words[i].trim_end_matches('.').to_lowercase().as_str())
            };
            while start + 1 < end && title(start) {
                start += 1;
            }
            if labels[start..end].iter().all(|l| *l == 0) {
                labels[start..end].fill(2 + 2 * kind);
                labels[start] = 1 + 2 * kind;
            }
        }
        labels
    }
}

/// Titles that GUM takes into a person's mention and name corpora do not.
const TITLES: &[&str] = &[
    "president",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "king",
    "queen",
    "prince",
    "general",
    "gen",
    "col",
    "colonel",
    "captain",
    "judge",
    "justice",
    "senator",
    "sen",
    "rep",
    "professor",
    "prof",
    "minister",
    "chief",
    "director",
    "secretary",
    "lord",
    "saint",
    "st",
    "pope",
    "governor",
    "mayor",
    "chancellor",
    "miss",
    "the",
];

/// BIO labels of names.
pub(crate) const NAME_LABELS: usize = 7;

/// The sentences of a name corpus: one word a line, its label in the last column (or the third, after a number); IOB1 and
/// IOB2 alike. Types other than persons, organisations and locations are left out.
pub(crate) fn names(path: &Path, corpus: u8) -> Result<Vec<Sentence>> {
    let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut labels: Vec<(bool, Option<u8>)> = Vec::new();
    for line in file.lines().chain([""]) {
        let columns: Vec<&str> =
            if line.contains('\t') { line.split('\t').collect() } else { line.split(' ').collect() };
        if line.trim().is_empty() {
            if !words.is_empty() {
                let mut previous = None;
                let mut names = Vec::new();
                for (begins, kind) in labels.drain(..) {
                    names.push(match kind {
                        None => 0,
                        Some(kind) if begins || previous != Some(kind) => 1 + 2 * kind,
                        Some(kind) => 2 + 2 * kind,
                    });
                    previous = kind;
                }
                out.push(Sentence { words: std::mem::take(&mut words), names, corpus, ..Sentence::default() });
            }
            continue;
        }
        if line.starts_with("# ") && line.contains('=') {
            continue;
        }
        let numbered = columns.len() > 2 && columns[0].bytes().all(|b| b.is_ascii_digit());
        if columns[0].contains('-') && columns.len() > 4 {
            continue;
        }
        let (word, label) =
            if numbered { (columns[1], columns[2]) } else { (columns[0], columns[columns.len() - 1].trim()) };
        if word.trim().is_empty() {
            continue;
        }
        words.push(word.to_owned());
        let kind = label.split_once('-').map_or("", |(_, kind)| kind).to_lowercase();
        let kind = match kind.as_str() {
            "per" | "person" | "politician" => Some(0),
            "org" | "organisation" | "organization" | "politicalparty" | "corporation" | "group" => Some(1),
            "loc" | "location" | "country" | "gpe" | "facility" => Some(2),
            _ => None,
        };
        labels.push((label.starts_with("B-"), kind));
    }
    Ok(out)
}

/// How a sentence is dressed for one pass of training: mostly as it is, now and then in capitals, as a headline or in
/// small letters, so that such text is read nearly as well.
pub(crate) fn dress(words: &[String], random: &mut Random) -> Vec<String> {
    let capitalise = |word: &String| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    };
    match random.unit() {
        x if x < 0.12 => upper(words),
        x if x < 0.17 => {
            let small = |w: &str| w.len() <= 3 && w.chars().all(char::is_lowercase);
            words.iter().enumerate().map(|(i, w)| if i > 0 && small(w) { w.clone() } else { capitalise(w) }).collect()
        }
        x if x < 0.20 => words.iter().map(|w| w.to_lowercase()).collect(),
        _ => words.to_vec(),
    }
}

/// In capitals.
pub(crate) fn upper(words: &[String]) -> Vec<String> {
    words.iter().map(|w| w.to_uppercase()).collect()
}
