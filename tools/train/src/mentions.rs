//! Names put in the place of other names of their kind (mention replacement, Dai and Adel 2020): the corpora are small
//! and tell little of armed groups, their leaders and the towns they fight for; the lexicon and the gazetteer know many.

use dateline::Lexicon;
use dateline::reading::ActorKind;

use crate::corpus::Sentence;
use crate::random::Random;

/// Names by kind.
pub(crate) struct Mentions {
    leaders: Vec<Vec<String>>,
    given: Vec<String>,
    bodies: Vec<Vec<String>>,
    /// Towns, rows of the lexicon, and countries, which are drawn from alike.
    places: [Vec<Vec<String>>; 3],
}

/// Towns of fewer people are left out: rare names look like any word.
const POPULATION: f64 = 20_000.0;

impl Mentions {
    /// The names that the lexicon and its gazetteer know, and `given` names, one a line.
    pub(crate) fn of(lexicon: &Lexicon, given: &str) -> Self {
        let actors = |person: bool| {
            let entries = lexicon.actors.entries().iter();
            entries.filter(|e| (e.kind == ActorKind::Person) == person).map(|e| words(&e.name)).collect()
        };
        let gazetteer = &lexicon.places.gazetteer;
        let towns = (0..gazetteer.len() as u32).map(|record| gazetteer.entry(record));
        let towns = towns.filter(|t| t.population >= POPULATION).map(|t| words(t.name)).collect();
        let rows = lexicon.places.rows.iter().map(|row| words(&row.name)).collect();
        let countries = lexicon.countries.all().iter().map(|c| words(&c.name)).collect();
        let given = given.lines().map(|line| line.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        Self { leaders: actors(true), given, bodies: actors(false), places: [towns, rows, countries] }
    }

    /// A name of a kind, in the order of the labels.
    fn name(&self, kind: u8, random: &mut Random) -> Vec<String> {
        match kind {
            0 if random.unit() < 0.3 => pick(&self.leaders, random).clone(),
            // A surname may be any word that is not known, as a town may be: what stands around must tell.
            0 => {
                let mut name = Vec::new();
                if random.unit() < 0.5 {
                    name.push(pick(&self.given, random).clone());
                }
                name.extend(pick(&self.places[0], random).last().cloned());
                name
            }
            1 => pick(&self.bodies, random).clone(),
            _ => pick(&self.places[random.below(3)], random).clone(),
        }
    }

    /// The sentence with a share of its names replaced.
    pub(crate) fn replace(&self, sentence: &Sentence, share: f32, random: &mut Random) -> Sentence {
        let mut out = Sentence { corpus: sentence.corpus, ..Sentence::default() };
        let mut at = 0;
        while at < sentence.words.len() {
            let label = sentence.names[at];
            let mut end = at + 1;
            if label > 0 {
                let inside = label + label % 2;
                end += sentence.names[end..].iter().take_while(|l| **l == inside).count();
                if random.unit() < share {
                    let name = self.name((label - 1) / 2, random);
                    out.names.extend((0..name.len()).map(|i| inside - u8::from(i == 0)));
                    out.words.extend(name);
                    at = end;
                    continue;
                }
            }
            out.words.extend_from_slice(&sentence.words[at..end]);
            out.names.extend_from_slice(&sentence.names[at..end]);
            at = end;
        }
        out
    }
}

fn pick<'a, T>(from: &'a [T], random: &mut Random) -> &'a T {
    &from[random.below(from.len())]
}

/// The words of a name as the library cuts them.
fn words(name: &str) -> Vec<String> {
    let parsed = dateline::text::segment(name);
    parsed.tokens.iter().map(|t| t.span.of(name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_and_all_else_stays() {
        let mentions = Mentions::of(&Lexicon::built_in(), "Ann\nJoe");
        let sentence = Sentence {
            words: ["Ann", "Lee", "left", "Rome", "."].map(str::to_owned).to_vec(),
            names: vec![1, 2, 0, 5, 0],
            ..Sentence::default()
        };
        let mut random = Random::new(1);
        assert_eq!(mentions.replace(&sentence, 0.0, &mut random).words, sentence.words);
        for _ in 0..100 {
            let other = mentions.replace(&sentence, 1.0, &mut random);
            assert_eq!(other.words.len(), other.names.len());
            assert_eq!((other.names[0], other.names.last()), (1, Some(&0)));
            let plain: Vec<&str> =
                other.words.iter().zip(&other.names).filter(|(_, l)| **l == 0).map(|(w, _)| w.as_str()).collect();
            assert_eq!(plain, ["left", "."]);
        }
    }
}
