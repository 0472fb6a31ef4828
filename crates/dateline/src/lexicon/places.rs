//! `places/*.tsv`, `famous_places.tsv`, `place_nouns.tsv`, `common_words.tsv`: places that the gazetteer lacks, which of
//! several is the famous one, and the words that say what kind of place a name names. The gazetteer itself is reached from
//! here too.

use std::collections::{HashMap, HashSet};

use super::countries::Countries;
use super::{File, Problem, Row};
use crate::country::Country;
use crate::place::gazetteer::{Block, Gazetteer, Record};
use crate::place::key;
use crate::reading::{PlaceKind, Precision};

const COLUMNS: &[&str] = &["name", "also", "kind", "country", "admin1", "lat", "lon", "source"];

/// What is known of places.
#[derive(Debug)]
pub struct Places {
    /// The rows of `places/*.tsv`.
    pub rows: Vec<Entry>,
    /// The world's places over 500 people.
    pub gazetteer: Gazetteer,
    /// Countries and rows by the key of each name.
    index: HashMap<String, Slot>,
    /// Rows by a short form that stands only after a place inside: `Tex.`, `TX`, without dots.
    short: HashMap<String, Vec<u32>>,
    /// The keys of each country's rows.
    of_country: HashMap<Country, Vec<(String, u32)>>,
    famous: HashMap<String, Country>,
    nouns: HashMap<String, Noun>,
    /// The most words that a noun has.
    noun_words: usize,
    common: HashSet<String>,
}

/// A row of `places/*.tsv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its usual name.
    pub name: String,
    /// Other names and spellings.
    pub also: Vec<String>,
    /// What it is.
    pub kind: PlaceKind,
    /// The country that it lies in; none for what crosses borders.
    pub country: Option<Country>,
    /// The first-level division that it lies in.
    pub admin1: Option<String>,
    /// Latitude and longitude in WGS 84 degrees.
    pub point: (f64, f64),
    /// Whether it is a line, of which the point is a rough middle that places nothing: a river, a border.
    pub line: bool,
    /// The first-level division that it is or lies in, where the gazetteer has it.
    pub division: Option<Record>,
}

/// What a name names, before context decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Known {
    /// A country.
    Country(Country),
    /// A row of [`Places::rows`].
    Row(u32),
}

#[derive(Debug, Default)]
struct Slot {
    known: Vec<Known>,
    /// Whether some longer name begins with this key and a blank.
    longer: bool,
}

/// A noun that says what kind of place a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// What it says.
    pub kind: NounKind,
    /// The name may stand before it: `X airport`.
    pub before: bool,
    /// The name may stand after it: `Lake X`.
    pub after: bool,
    /// The name may stand after it and `of`: `the city of X`.
    pub of: bool,
    /// The name before it may be a mere name, which says nothing of where it is: `Jackson Road`.
    pub name: bool,
    /// By itself it may refer to a place named earlier: `the town`.
    pub alone: bool,
}

/// What a [`Noun`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NounKind {
    /// A kind of the contract.
    Kind(PlaceKind),
    /// The seat of government.
    Capital,
    /// An office or body that is called after where it sits, and is itself no place: `Alexandria police`.
    Body,
}

impl Entry {
    /// How far the point may be trusted: a town lies where it lies, a region or a river is somewhere around.
    pub fn precision(&self) -> Precision {
        match self.kind {
            PlaceKind::City | PlaceKind::Facility => Precision::Exact,
            PlaceKind::Admin2 => Precision::Admin2,
            _ if self.country.is_none() => Precision::Country,
            _ => Precision::Admin1,
        }
    }
}

impl Places {
    pub(super) fn load(files: &[File], countries: &Countries, added: Vec<Block>, problems: &mut Vec<Problem>) -> Self {
        let mut places = Self {
            rows: Vec::new(),
            gazetteer: Gazetteer::with(added),
            index: HashMap::new(),
            short: HashMap::new(),
            of_country: HashMap::new(),
            famous: HashMap::new(),
            nouns: HashMap::new(),
            noun_words: 1,
            common: HashSet::new(),
        };
        for country in countries.all() {
            for name in std::iter::once(&country.name).chain(&country.also) {
                // Abbreviations are looked up as written: `US` is a country and `us` is none.
                if name.chars().any(char::is_lowercase) {
                    places.enter(&key(name), Known::Country(country.country));
                }
            }
        }
        for file in files {
            if file.path.starts_with("places/") {
                file.rows(COLUMNS, problems, |row| places.add(row));
            } else if file.path == "famous_places.tsv" {
                file.rows(&["name", "country"], problems, |row| {
                    places.famous.insert(key(row.get("name")), row.country("country")?);
                    Ok(())
                });
            } else if file.path == "place_nouns.tsv" {
                file.rows(&["noun", "kind", "use"], problems, |row| places.add_noun(row));
            } else if file.path == "common_words.tsv" {
                file.rows(&["word"], problems, |row| {
                    places.common.insert(row.get("word").to_owned());
                    Ok(())
                });
            }
        }
        places
    }

    /// The country of the place that a name's key names where nothing tells otherwise, for names that population misleads on.
    pub fn famous(&self, key: &str) -> Option<Country> {
        self.famous.get(key).copied()
    }

    fn enter(&mut self, key: &str, known: Known) {
        let key = key.strip_prefix("the ").unwrap_or(key);
        if key.is_empty() {
            return;
        }
        for (blank, _) in key.match_indices(' ') {
            self.index.entry(key[..blank].to_owned()).or_default().longer = true;
        }
        let slot = self.index.entry(key.to_owned()).or_default();
        if !slot.known.contains(&known) {
            slot.known.push(known);
        }
    }

    fn add(&mut self, row: Row<'_>) -> Result<(), Problem> {
        let number = |column| {
            let text = row.get(column);
            text.parse::<f64>().map_err(|_| row.problem(format!("{column}: {text:?} is no coordinate")))
        };
        let country = row.country_or_none("country")?;
        let entry = Entry {
            name: row.get("name").to_owned(),
            also: row.list("also").map(str::to_owned).collect(),
            kind: match row.get("kind") {
                "line" => PlaceKind::Natural,
                kind => kind.parse().map_err(|e: String| row.problem(e))?,
            },
            line: row.get("kind") == "line",
            division: None,
            country,
            admin1: Some(row.get("admin1").to_owned()).filter(|a| !a.is_empty()),
            point: (number("lat")?, number("lon")?),
        };
        if entry.name.is_empty() {
            return Err(row.problem("a place without a name"));
        }
        if entry.point.0.abs() > 90.0 || entry.point.1.abs() > 180.0 {
            return Err(row.problem("no point of the globe has these coordinates"));
        }
        let entry = Entry { division: self.division(&entry), ..entry };
        let at = self.rows.len() as u32;
        for name in std::iter::once(&entry.name).chain(&entry.also) {
            if name.ends_with('.') || (name.len() <= 3 && !name.chars().any(char::is_lowercase)) {
                self.short.entry(name.replace('.', "")).or_default().push(at);
            } else {
                let key = key(name);
                self.enter(&key, Known::Row(at));
                if let Some(country) = entry.country {
                    self.of_country.entry(country).or_default().push((key, at));
                }
            }
        }
        self.rows.push(entry);
        Ok(())
    }

    /// The gazetteer's record of the division that a row is, or says that it lies in.
    fn division(&self, entry: &Entry) -> Option<Record> {
        let name = if entry.kind == PlaceKind::Admin1 { &entry.name } else { entry.admin1.as_ref()? };
        let fits = |record: &Record| {
            let found = self.gazetteer.entry(*record);
            found.kind == PlaceKind::Admin1 && Some(found.country) == entry.country
        };
        self.gazetteer.find(&key(name)).find(fits)
    }

    fn add_noun(&mut self, row: Row<'_>) -> Result<(), Problem> {
        let kind = match row.get("kind") {
            "capital" => NounKind::Capital,
            "body" => NounKind::Body,
            kind => NounKind::Kind(kind.parse().map_err(|e: String| row.problem(e))?),
        };
        let mut noun = Noun { kind, before: false, after: false, of: false, name: false, alone: false };
        for word in row.list("use") {
            match word {
                "before" => noun.before = true,
                "after" => noun.after = true,
                "of" => noun.of = true,
                "name" => noun.name = true,
                "alone" => noun.alone = true,
                _ => return Err(row.problem(format!("{word:?} is none of before, after, of, name, alone"))),
            }
        }
        let key = key(row.get("noun"));
        self.noun_words = self.noun_words.max(1 + key.matches(' ').count());
        self.nouns.insert(key, noun);
        Ok(())
    }

    /// The countries and rows of a name, and whether a longer name begins with it.
    pub fn known(&self, key: &str) -> (&[Known], bool) {
        self.index.get(key).map_or((&[], false), |slot| (&slot.known, slot.longer))
    }

    /// The rows of a short form as written: `Tex.`, `TX`.
    pub fn short(&self, word: &str) -> &[u32] {
        if word.len() > 6 {
            return &[];
        }
        let found = if word.contains('.') { self.short.get(&word.replace('.', "")) } else { self.short.get(word) };
        found.map_or(&[], Vec::as_slice)
    }

    /// The rows that lie in a country, by each of their keys.
    pub fn rows_of(&self, country: Country) -> &[(String, u32)] {
        self.of_country.get(&country).map_or(&[], Vec::as_slice)
    }

    /// The noun of a key.
    pub fn noun(&self, key: &str) -> Option<Noun> {
        self.nouns.get(key).copied()
    }

    /// The most words that a noun has.
    pub fn noun_words(&self) -> usize {
        self.noun_words
    }

    /// Whether a word in lower case is an ordinary one, though some place is called so.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn rows_are_found_by_any_name() {
        let lexicon = Lexicon::built_in();
        let (known, _) = lexicon.places.known("sevare");
        let [Known::Row(row)] = known else { panic!("{known:?}") };
        let row = &lexicon.places.rows[*row as usize];
        assert_eq!((row.name.as_str(), row.admin1.as_deref()), ("Sévaré", Some("Mopti")));
        assert!(matches!(lexicon.places.known("ivory coast").0, [Known::Country(_), ..]));
        assert!(lexicon.places.known("ivory").1);
    }

    #[test]
    fn every_row_stands_in_a_country_of_the_lexicon() {
        let lexicon = Lexicon::built_in();
        for row in &lexicon.places.rows {
            assert!(row.country.is_none_or(|c| lexicon.countries.get(c).is_some()), "{row:?}");
        }
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let text = "name\talso\tkind\tcountry\tadmin1\tlat\tlon\tsource\nA\t\ttown\tMLI\t\t1\t1\t\nB\t\tcity\tMLI\t\t91\t1\t\n";
        let problems = Lexicon::with(vec![File { path: "places/x.tsv".into(), text: text.into() }]).unwrap_err();
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert!(told[0].starts_with("places/x.tsv:2: \"town\" is none of country,"), "{told:?}");
        assert_eq!(told[1], "places/x.tsv:3: no point of the globe has these coordinates");
    }
}
