//! `countries.tsv`: what countries are called, who lives there, and where their capitals are.

use std::collections::HashMap;

use super::{File, Problem, Row};
use crate::country::Country;
use crate::place::key;

const COLUMNS: &[&str] =
    &["alpha3", "alpha2", "name", "also", "adjectives", "people", "capitals", "lat", "lon", "geonames"];

/// Every country, with the words for it.
#[derive(Debug, Default)]
pub struct Countries {
    entries: Vec<Entry>,
    codes: HashMap<Country, usize>,
    alpha2: HashMap<String, usize>,
    /// By key of the name, for names with a small letter.
    names: HashMap<String, usize>,
    /// By the name as written, for names in capitals alone: `US` is a country and `us` is none.
    abbreviations: HashMap<String, usize>,
    adjectives: HashMap<String, usize>,
    people: HashMap<String, usize>,
}

/// What is known of a country.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its code.
    pub country: Country,
    /// ISO 3166-1 alpha-2.
    pub alpha2: String,
    /// Its usual English name.
    pub name: String,
    /// Other names, short forms and former names.
    pub also: Vec<String>,
    /// What stands before a noun: Malian.
    pub adjectives: Vec<String>,
    /// Its people: Malian, Malians.
    pub people: Vec<String>,
    /// Its capitals, the seat of government first.
    pub capitals: Vec<Capital>,
    /// A rough middle, in WGS 84 degrees: latitude, longitude.
    pub point: (f64, f64),
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// A country's capital.
#[derive(Clone, Debug, PartialEq)]
pub struct Capital {
    /// Its English name.
    pub name: String,
    /// Latitude and longitude in WGS 84 degrees.
    pub point: (f64, f64),
    /// GeoNames id.
    pub geonames: Option<u32>,
}

impl Countries {
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut countries = Self::default();
        for file in files.iter().filter(|f| f.path == "countries.tsv") {
            file.rows(COLUMNS, problems, |row| countries.add(row));
        }
        countries
    }

    fn add(&mut self, row: Row<'_>) -> Result<(), Problem> {
        let code = row.get("alpha3");
        let country = row.country("alpha3")?;
        let at = self.entries.len();
        if self.codes.insert(country, at).is_some() {
            return Err(row.problem(format!("{code} stands here twice")));
        }
        let lines = |column| row.list(column).map(str::to_owned).collect::<Vec<_>>();
        let number = |text: &str| text.parse::<f64>().map_err(|_| row.problem(format!("{text:?} is no coordinate")));
        let entry = Entry {
            country,
            alpha2: row.get("alpha2").to_owned(),
            name: row.get("name").to_owned(),
            also: lines("also"),
            adjectives: lines("adjectives"),
            people: lines("people"),
            capitals: row.list("capitals").map(|c| capital(&row, c)).collect::<Result<_, _>>()?,
            point: (number(row.get("lat"))?, number(row.get("lon"))?),
            geonames: row.get("geonames").parse().ok(),
        };
        // The first country to claim a word keeps it: rows stand in order of code, former countries last.
        for name in std::iter::once(&entry.name).chain(&entry.also) {
            if name.chars().any(char::is_lowercase) {
                self.names.entry(name_key(name)).or_insert(at);
            } else {
                self.abbreviations.entry(name.replace('.', "")).or_insert(at);
            }
        }
        for (words, map) in [(&entry.adjectives, &mut self.adjectives), (&entry.people, &mut self.people)] {
            for word in words {
                map.entry(word_key(word)).or_insert(at);
            }
        }
        self.alpha2.entry(entry.alpha2.clone()).or_insert(at);
        self.entries.push(entry);
        Ok(())
    }

    /// Every country, in order of code, former ones last.
    pub fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// What is known of a country.
    pub fn get(&self, country: Country) -> Option<&Entry> {
        self.codes.get(&country).map(|at| &self.entries[*at])
    }

    /// The country of an ISO 3166-1 alpha-2 code.
    pub fn by_alpha2(&self, code: &str) -> Option<Country> {
        self.alpha2.get(code).map(|at| self.entries[*at].country)
    }

    /// The country of a name: `Mali`, `the Ivory Coast`, `U.S.`, `DRC`. Abbreviations count in capitals only.
    pub fn by_name(&self, name: &str) -> Option<Country> {
        let at = if name.chars().any(char::is_lowercase) {
            self.names.get(&name_key(name))
        } else {
            self.abbreviations.get(&name.replace('.', "")).or_else(|| self.names.get(&name_key(name)))
        };
        at.map(|at| self.entries[*at].country)
    }

    /// An office without the country that it is of, where it is of one: `President` of `President of Mali`.
    pub fn office<'o>(&self, name: &'o str) -> (&'o str, Option<Country>) {
        let of = |(at, of): (usize, &str)| Some((&name[..at], Some(self.by_name(&name[at + of.len()..])?)));
        name.match_indices(" of ").find_map(of).unwrap_or((name, None))
    }

    /// The country of an adjective or of a word for its people: `Malian`, `Malians`, `Dutchman`, `U.S.`.
    pub fn by_demonym(&self, word: &str) -> Option<Country> {
        self.by_adjective(word).or_else(|| self.by_people(word))
    }

    /// The country of an adjective: `Malian`, `French`, `U.S.`.
    pub fn by_adjective(&self, word: &str) -> Option<Country> {
        self.adjectives.get(&word_key(word)).map(|at| self.entries[*at].country)
    }

    /// The country of a word for persons of it: `Malian`, `Malians`, `Frenchman`.
    pub fn by_people(&self, word: &str) -> Option<Country> {
        self.people.get(&word_key(word)).map(|at| self.entries[*at].country)
    }

    /// The country's capital: where it has several, the seat of government.
    pub fn capital(&self, country: Country) -> Option<&Capital> {
        self.get(country)?.capitals.first()
    }

    /// The country's usual English name.
    pub fn name(&self, country: Country) -> Option<&str> {
        self.get(country).map(|e| e.name.as_str())
    }
}

/// The key of a country's name, without its article.
fn name_key(name: &str) -> String {
    let key = key(name);
    key.strip_prefix("the ").map(str::to_owned).unwrap_or(key)
}

/// The key of an adjective or a word for people; abbreviations keep their capitals, so that `us` is no adjective.
fn word_key(word: &str) -> String {
    if word.len() <= 4 && !word.chars().any(char::is_lowercase) { word.replace('.', "") } else { key(word) }
}

fn capital(row: &Row<'_>, text: &str) -> Result<Capital, Problem> {
    let wrong = || row.problem(format!("{text:?} is no name, latitude, longitude and GeoNames id"));
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = words.iter().position(|w| w.parse::<f64>().is_ok()).ok_or_else(wrong)?;
    let (name, numbers) = words.split_at(first);
    let (lat, lon, id) = match numbers {
        [lat, lon] => (lat, lon, None),
        [lat, lon, id] => (lat, lon, Some(id.parse().map_err(|_| wrong())?)),
        _ => return Err(wrong()),
    };
    let point = (lat.parse().map_err(|_| wrong())?, lon.parse().map_err(|_| wrong())?);
    if name.is_empty() { Err(wrong()) } else { Ok(Capital { name: name.join(" "), point, geonames: id }) }
}

#[cfg(test)]
mod tests {
    use crate::country::Country;
    use crate::lexicon::{File, Lexicon};

    #[test]
    fn names_and_people_lead_to_countries() {
        let lexicon = Lexicon::built_in();
        let countries = &lexicon.countries;
        for (name, code) in [
            ("Mali", "MLI"),
            ("MALI", "MLI"),
            ("the Ivory Coast", "CIV"),
            ("Côte d’Ivoire", "CIV"),
            ("Burma", "MMR"),
            ("U.S.", "USA"),
            ("US", "USA"),
            ("UNITED STATES", "USA"),
            ("DRC", "COD"),
            ("DR Congo", "COD"),
            ("Congo-Brazzaville", "COG"),
            ("USSR", "SUN"),
            ("St. Lucia", "LCA"),
            ("Türkiye", "TUR"),
        ] {
            assert_eq!(countries.by_name(name).map(|c| c.to_string()).as_deref(), Some(code), "{name}");
        }
        for (word, code) in
            [("Malian", "MLI"), ("Malians", "MLI"), ("NIGERIENS", "NER"), ("Dutch", "NLD"), ("U.S.", "USA")]
        {
            assert_eq!(countries.by_demonym(word).map(|c| c.to_string()).as_deref(), Some(code), "{word}");
        }
        assert_eq!(countries.by_name("us"), None);
        assert_eq!(countries.by_demonym("us"), None);
        let mali = Country::parse("MLI").unwrap();
        assert_eq!(countries.name(mali), Some("Mali"));
        assert_eq!(countries.capital(mali).map(|c| c.name.as_str()), Some("Bamako"));
    }

    #[test]
    fn every_country_of_the_world_is_there() {
        let lexicon = Lexicon::built_in();
        assert!(lexicon.countries.all().len() >= 250);
        for entry in lexicon.countries.all() {
            assert!(entry.point.0.abs() <= 90.0 && entry.point.1.abs() <= 180.0, "{entry:?}");
            assert_eq!(lexicon.countries.by_name(&entry.name), Some(entry.country), "{}", entry.name);
        }
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let row = "alpha3\talpha2\tname\talso\tadjectives\tpeople\tcapitals\tlat\tlon\tgeonames\n\
                   MLI\tML\tMali\t\t\t\tBamako 12.6\t17\t-4\t\nmli\n";
        let problems = Lexicon::with(vec![File { path: "countries.tsv".into(), text: row.into() }]).unwrap_err();
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "countries.tsv:2: \"Bamako 12.6\" is no name, latitude, longitude and GeoNames id",
                "countries.tsv:3: \"mli\" is no alpha-3 code"
            ]
        );
    }
}
