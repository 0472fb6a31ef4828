//! `actors/*.tsv`: armed groups, forces, parties, organisations, media and leaders by name, with what is known of them.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::countries::Countries;
use super::{File, Problem, Row};
use crate::country::Country;
use crate::place::key;
use crate::reading::ActorKind;

const COLUMNS: &[&str] = &["name", "also", "kind", "country", "sector", "parent", "office", "from", "to", "source"];

/// The named actors that the program knows.
#[derive(Debug, Default)]
pub struct Actors {
    entries: Vec<Entry>,
    /// Names and other names by their first word.
    by_first: HashMap<Box<str>, Vec<Alias>>,
    by_name: HashMap<Box<str>, usize>,
    /// Offices of countries, and who held them when.
    held: HashMap<Country, Vec<Held>>,
}

/// Who held an office of a country, and when.
#[derive(Debug)]
struct Held {
    /// In small letters, without the country: "prime minister".
    title: Box<str>,
    years: RangeInclusive<i16>,
    entry: usize,
}

/// What is known of a named actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its usual name: its id.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Its abbreviation: of its other names the first in capitals alone.
    pub acronym: Option<String>,
    /// Where it belongs.
    pub country: Option<Country>,
    /// PLOVER sector code.
    pub sector: Option<String>,
    /// What it is a part of: index in [`Actors::entries`].
    pub parent: Option<usize>,
    /// The offices that a person holds or held, each with its years.
    pub offices: Vec<Office>,
    /// First year of the group, or of a person's first office.
    pub from: Option<i16>,
    /// Last year of the group, or of a person's last office.
    pub to: Option<i16>,
}

/// An office that a person holds or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Its name: "Prime Minister of Mali".
    pub name: String,
    /// Its first year.
    pub from: Option<i16>,
    /// Its last year.
    pub to: Option<i16>,
}

/// One way to write a name.
#[derive(Debug)]
struct Alias {
    /// Its words, by [`key`], with line ends between.
    keys: Box<str>,
    /// Its words as written, to compare capitals, likewise.
    forms: Box<str>,
    /// How many words it has.
    words: usize,
    /// The country that a report must be about where others elsewhere bear the name too.
    home: Option<Country>,
    entry: usize,
}

/// One word of a text, ready for [`Actors::longest`].
#[derive(Clone, Debug)]
pub struct Word<'t> {
    /// The word as written.
    pub form: &'t str,
    /// Its key: see [`key`].
    pub key: Box<str>,
}

impl<'t> Word<'t> {
    /// The words between blanks, hyphens, dots and the like.
    pub fn all(text: &'t str) -> impl Iterator<Item = (usize, Self)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let rest = &text[at..];
            let start = at + rest.find(char::is_alphanumeric)?;
            let end = text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |n| start + n);
            at = end;
            let form = &text[start..end];
            Some((start, Word { form, key: key(form).into() }))
        })
    }
}

impl Actors {
    /// Reads every table under `actors/`. A name that an earlier file has is told anew: a user's files come last.
    pub(super) fn load(files: &[File], countries: &Countries, problems: &mut Vec<Problem>) -> Self {
        let mut actors = Self::default();
        let mut parents = Vec::new();
        let mut files_of: Vec<String> = Vec::new();
        for file in files.iter().filter(|f| f.path.starts_with("actors/")) {
            file.rows(COLUMNS, problems, |row| {
                if !row.get("parent").is_empty() {
                    parents.push((actors.entries.len(), row.get("parent").to_owned(), row.problem("")));
                }
                actors.add(&row, countries, &mut files_of)
            });
        }
        for (child, parent, mut problem) in parents {
            match actors.by_name.get(parent.as_str()).filter(|p| **p != child) {
                Some(at) if child < actors.entries.len() => actors.entries[child].parent = Some(*at),
                _ => {
                    problem.message = format!("no row has the name {parent:?}");
                    problems.push(problem);
                }
            }
        }
        for aliases in actors.by_first.values_mut() {
            aliases.sort_by_key(|a| std::cmp::Reverse(a.words));
        }
        for (at, entry) in actors.entries.iter().enumerate() {
            for office in &entry.offices {
                if let ((title, Some(country)), Some(from)) = (countries.office(&office.name), office.from) {
                    let years = from..=office.to.unwrap_or(i16::MAX);
                    let held = Held { title: title.to_lowercase().into(), years, entry: at };
                    actors.held.entry(country).or_default().push(held);
                }
            }
        }
        actors
    }

    /// Adds a row; `files_of` holds each entry's file.
    fn add(&mut self, row: &Row<'_>, countries: &Countries, files_of: &mut Vec<String>) -> Result<(), Problem> {
        let name = row.get("name");
        if name.is_empty() {
            return Err(row.problem("a row without a name"));
        }
        let country = row.country_or_none("country")?;
        let years = |column: &str| -> Result<Vec<Option<i16>>, Problem> {
            let year = |year: &str| match year.trim() {
                "" => Ok(None),
                year => year.parse().map(Some).map_err(|_| row.problem(format!("{column}: {year:?} is no year"))),
            };
            row.get(column).split(';').map(year).collect()
        };
        let (from, to) = (years("from")?, years("to")?);
        let offices: Vec<&str> = row.list("office").collect();
        let several = offices.len().max(1);
        if [&from, &to].iter().any(|years| years.len() > several) {
            return Err(row.problem(format!("more years than offices: {several}")));
        }
        let at = |years: &[Option<i16>], i: usize| years.get(i).copied().flatten();
        let optional = |column: &str| Some(row.get(column)).filter(|c| !c.is_empty()).map(str::to_owned);
        let entry = Entry {
            name: name.to_owned(),
            acronym: row
                .list("also")
                .map(|also| bare(also, country, countries).0)
                .find(|also| is_acronym(also) && *also != name)
                .map(str::to_owned),
            kind: row.get("kind").parse().map_err(|e: String| row.problem(e))?,
            country,
            sector: optional("sector"),
            parent: None,
            offices: offices
                .iter()
                .enumerate()
                .map(|(i, name)| Office { name: (*name).to_owned(), from: at(&from, i), to: at(&to, i) })
                .collect(),
            from: from[0],
            to: at(&to, several - 1),
        };
        let at = match self.by_name.get(name) {
            Some(at) if files_of[*at] == row.file() => {
                return Err(row.problem(format!("{name:?} stands here twice")));
            }
            Some(&at) => {
                for aliases in self.by_first.values_mut() {
                    aliases.retain(|a| a.entry != at);
                }
                row.file().clone_into(&mut files_of[at]);
                self.entries[at] = entry;
                at
            }
            None => {
                self.entries.push(entry);
                files_of.push(row.file().to_owned());
                self.by_name.insert(name.into(), self.entries.len() - 1);
                self.entries.len() - 1
            }
        };
        for alias in std::iter::once(name).chain(row.list("also")) {
            let (alias, home) = bare(alias, country, countries);
            let (mut keys, mut forms, mut words) = (String::new(), String::new(), 0);
            for (_, word) in Word::all(alias) {
                if words > 0 {
                    keys.push('\n');
                    forms.push('\n');
                }
                keys.push_str(&word.key);
                forms.push_str(word.form);
                words += 1;
            }
            let Some(first) = keys.lines().next() else {
                return Err(row.problem(format!("{alias:?} has no letters")));
            };
            let home = home.then_some(country).flatten();
            if !self.by_first.contains_key(first) {
                self.by_first.insert(first.into(), Vec::new());
            }
            if let Some(aliases) = self.by_first.get_mut(first) {
                aliases.push(Alias { keys: keys.into(), forms: forms.into(), words, home, entry: at });
            }
        }
        Ok(())
    }

    /// The entry of a name that is its id.
    pub fn by_name(&self, name: &str) -> Option<&Entry> {
        self.by_name.get(name).map(|at| &self.entries[*at])
    }

    /// Every entry; its index is its name within the program.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The longest name that begins with the first of `words`: how many words it has, and its entry. Capitals must
    /// agree where the name has them, so that `IS` is found and `is` is not. Of several that bear one name, as with
    /// abbreviations, it is the one of the country that the report is about, then one of the year of the report, and
    /// never one of whom nobody could know yet.
    pub fn longest(&self, words: &[Word<'_>], focus: Option<Country>, year: Option<i16>) -> Option<(usize, usize)> {
        let aliases = self.by_first.get(&words.first()?.key)?;
        let fits = |a: &&Alias| {
            a.fits(words)
                && (a.home.is_none() || a.home == focus)
                && year.is_none_or(|year| self.entries[a.entry].is_known_in(year))
        };
        let first = aliases.iter().find(fits)?;
        let mut best = first.entry;
        let rank = |entry: usize| {
            let entry = &self.entries[entry];
            (focus.is_some() && entry.country == focus, year.is_some_and(|year| entry.is_active_in(year)))
        };
        for other in aliases.iter().filter(|a| a.words == first.words).filter(fits) {
            if rank(other.entry) > rank(best) {
                best = other.entry;
            }
        }
        Some((first.words, best))
    }

    /// Who holds an office of a country in a year, by its title in small letters ("prime minister"), where that is one
    /// person.
    pub fn holder(&self, title: &str, country: Country, year: i16) -> Option<&Entry> {
        let held = self.held.get(&country)?.iter();
        let mut holders =
            held.filter(|h| *h.title == *title && h.years.contains(&year)).map(|h| h.entry).collect::<Vec<_>>();
        holders.dedup();
        match holders[..] {
            [one] => Some(&self.entries[one]),
            _ => None,
        }
    }
}

impl Entry {
    /// Whether a report of that year can name it: a group is not named before it was founded, a person seldom long before
    /// the first office.
    fn is_known_in(&self, year: i16) -> bool {
        /// Years that the founding of a group may be told too late.
        const GROUP: i16 = 2;
        /// Years that a person may be in the news before the first office.
        const PERSON: i16 = 12;
        let before = if self.kind == ActorKind::Person { PERSON } else { GROUP };
        self.from.is_none_or(|from| from <= year.saturating_add(before))
    }

    /// Whether it is told to be there, or in office, in that year.
    fn is_active_in(&self, year: i16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

impl Alias {
    fn fits(&self, words: &[Word<'_>]) -> bool {
        self.words <= words.len()
            && self
                .keys
                .split('\n')
                .zip(self.forms.split('\n'))
                .zip(words)
                .all(|((key, form), word)| *key == *word.key && has_capitals_of(word.form, form))
    }
}

/// Whether a word of the text has capitals where the form of a name has them.
fn has_capitals_of(word: &str, form: &str) -> bool {
    let small = |word: &str| word.chars().any(char::is_lowercase);
    let abbreviation = !small(form);
    // Short particles go either way: al-Shabaab, Al Shabaab.
    let capital = form.starts_with(char::is_uppercase) && form.len() > 2;
    // "LeT" is not the word that begins a request.
    let mixed = !abbreviation && form.len() <= 4 && form.chars().skip(1).any(char::is_uppercase);
    (!abbreviation || !small(word))
        && (!capital || word.starts_with(char::is_uppercase))
        && (!mixed || word == form || !small(word))
}

/// A name without the country in brackets behind it, and whether there was one: `Labour Party (Norway)` stands for the
/// `Labour Party` of which reports about Norway tell.
fn bare<'a>(alias: &'a str, country: Option<Country>, countries: &Countries) -> (&'a str, bool) {
    let parts = alias.strip_suffix(')').and_then(|alias| alias.rsplit_once(" ("));
    let home = parts.filter(|(_, place)| country.is_some() && countries.by_name(place) == country);
    home.map_or((alias, false), |(bare, _)| (bare, true))
}

/// Whether a name is an abbreviation: a few capitals.
fn is_acronym(name: &str) -> bool {
    (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "name\talso\tkind\tcountry\tsector\tparent\toffice\tfrom\tto\tsource\n";

    fn countries() -> Countries {
        let columns = "alpha3\talpha2\tname\talso\tadjectives\tpeople\tcapitals\tlat\tlon\tgeonames\n";
        let text = format!("{columns}MLI\tML\tMali\t\tMalian\tMalian\tBamako 12.6 -8.0\t17\t-4\t\n");
        Countries::load(&[File { path: "countries.tsv".into(), text }], &mut Vec::new())
    }

    fn load(rows: &str) -> (Actors, Vec<String>) {
        let file = File { path: "actors/x.tsv".into(), text: format!("{HEADER}{rows}") };
        let mut problems = Vec::new();
        let actors = Actors::load(&[file], &countries(), &mut problems);
        (actors, problems.iter().map(ToString::to_string).collect())
    }

    fn found(actors: &Actors, text: &str) -> Option<String> {
        let words: Vec<_> = Word::all(text).map(|(_, w)| w).collect();
        actors.longest(&words, None, None).map(|(n, at)| format!("{} ({n})", actors.entries[at].name))
    }

    #[test]
    fn names_are_found_longest_first_and_by_their_capitals() {
        let (actors, problems) = load(
            "Islamic State\tIS;so-called Islamic State\trebels\n\
             Islamic State West Africa Province\tISWAP\trebels\t\tREB\tIslamic State\n\
             al-Shabaab\tAl Shabab\trebels\tSOM\n\
             Lashkar-e-Taiba\tLeT\trebels\n",
        );
        assert_eq!(problems, [""; 0]);
        for (text, want) in [
            ("Islamic State fighters", Some("Islamic State (2)")),
            ("Islamic State West Africa Province men", Some("Islamic State West Africa Province (5)")),
            ("IS fighters", Some("Islamic State (1)")),
            ("is fighting", None),
            ("Is it so", None),
            ("Al-Shabaab said", Some("al-Shabaab (2)")),
            ("al-Shabab said", Some("al-Shabaab (2)")),
            ("LeT men", Some("Lashkar-e-Taiba (1)")),
            ("LET MEN", Some("Lashkar-e-Taiba (1)")),
            ("Let the men go", None),
            ("an islamic state", None),
            ("islamic state", None),
            ("", None),
        ] {
            assert_eq!(found(&actors, text).as_deref(), want, "{text}");
        }
        assert_eq!(actors.entries[1].parent, Some(0));
    }

    #[test]
    fn a_later_file_tells_an_actor_anew_and_shared_names_go_by_country() {
        let files = [
            ("actors/a.tsv", "Front for Change\tFFC\trebels\tMLI\nFirst Fire Corps\tFFC\tstate_forces\tNER\n"),
            ("actors/b.tsv", "Front for Change\tThe Front\tpolitical\tMLI\n"),
        ]
        .map(|(path, rows)| File { path: path.into(), text: format!("{HEADER}{rows}") });
        let mut problems = Vec::new();
        let actors = Actors::load(&files, &countries(), &mut problems);
        assert_eq!(problems, []);
        assert_eq!(actors.entries[0].kind, ActorKind::Political);
        assert_eq!(found(&actors, "FFC said").as_deref(), Some("First Fire Corps (1)"));
        let actors = Actors::load(&files[..1], &countries(), &mut problems);
        let words: Vec<_> = Word::all("FFC").map(|(_, w)| w).collect();
        for (focus, want) in [("MLI", 0), ("NER", 1), ("FRA", 0)] {
            assert_eq!(actors.longest(&words, Country::parse(focus), None), Some((1, want)), "{focus}");
        }
    }

    #[test]
    fn a_shared_name_is_theirs_who_are_known_in_the_year_of_the_report() {
        let (actors, problems) = load(
            "Awa Ba\tBa\tperson\tMLI\tGOV\t\tPresident of Mali\t2000\t2009\n\
             Issa Ba\tBa\tperson\tMLI\tGOV\t\tPresident of Mali\t1970\t1990\n\
             Fire Front\tFF\trebels\tMLI\tREB\t\t\t2012\n",
        );
        assert_eq!(problems, [""; 0]);
        let found = |name: &str, year: Option<i16>| {
            let words: Vec<_> = Word::all(name).map(|(_, w)| w).collect();
            actors.longest(&words, None, year).map(|(_, at)| actors.entries[at].name.as_str())
        };
        for (name, year, want) in [
            ("Ba", None, Some("Awa Ba")),
            ("Ba", Some(2005), Some("Awa Ba")),
            ("Ba", Some(1985), Some("Issa Ba")),
            ("Ba", Some(1992), Some("Awa Ba")),
            ("Ba", Some(2020), Some("Awa Ba")),
            ("Awa Ba", Some(1980), None),
            ("Awa Ba", Some(1995), Some("Awa Ba")),
            ("FF", Some(2011), Some("Fire Front")),
            ("FF", Some(1987), None),
            ("FF", Some(i16::MAX), Some("Fire Front")),
        ] {
            assert_eq!(found(name, year), want, "{name} {year:?}");
        }
    }

    #[test]
    fn a_name_with_a_country_in_brackets_counts_in_reports_about_that_country() {
        let (actors, problems) =
            load("Unity Party (Mali)\tUP (Mali);Parti Uni\tpolitical\tMLI\nParty of God (armed)\t\trebels\tMLI\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(actors.entries[0].acronym.as_deref(), Some("UP"));
        let found = |name: &str, focus: &str| {
            let words: Vec<_> = Word::all(name).map(|(_, w)| w).collect();
            actors.longest(&words, Country::parse(focus), None).map(|(_, at)| at)
        };
        for (name, focus, want) in [
            ("Unity Party", "MLI", Some(0)),
            ("UP", "MLI", Some(0)),
            ("Unity Party", "FRA", None),
            ("UP", "", None),
            ("Parti Uni", "FRA", Some(0)),
            ("Party of God armed", "FRA", Some(1)),
        ] {
            assert_eq!(found(name, focus), want, "{name} in {focus}");
        }
    }

    #[test]
    fn an_office_is_held_by_one_person_in_a_year() {
        let (actors, _) = load(
            "A Ba\t\tperson\tMLI\tGOV\t\tPrime Minister of Mali;President of Mali;President of Mali\t1998;2001;2018\t2000;2010;2019\n\
             B Ba\t\tperson\tMLI\tGOV\t\tPresident of Mali\t2010\t2015\nC Ba\t\tperson\tMLI\tGOV\t\tPresident of Mali\t2020\n\
             D Ba\t\tperson\tMLI\tREB\t\tleader of the Front of Fire\t2001\n",
        );
        let mali = Country::parse("MLI").unwrap();
        let name = |year| actors.holder("president", mali, year).map(|e| e.name.as_str());
        for (year, want) in [
            (2000, None),
            (2005, Some("A Ba")),
            (2010, None),
            (2015, Some("B Ba")),
            (2016, None),
            (2019, Some("A Ba")),
            (2026, Some("C Ba")),
        ] {
            assert_eq!(name(year), want, "{year}");
        }
        assert_eq!(actors.holder("prime minister", mali, 1998).map(|e| (e.from, e.to)), Some((Some(1998), Some(2019))));
        assert_eq!(actors.holder("leader", mali, 2005), None, "of a group, not of the country");
        assert_eq!(actors.holder("minister", mali, 2005), None);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let (_, problems) = load(
            "A\t\trebel\nB\t\trebels\tmli\nC\t\trebels\t\t\tNobody\nC\t\trebels\nD\t\tperson\t\t\t\tPresident\t1990;1999\n",
        );
        assert_eq!(problems.len(), 5, "{problems:?}");
        assert!(problems[0].starts_with("actors/x.tsv:2: \"rebel\" is none of"));
        assert!(problems.contains(&"actors/x.tsv:4: no row has the name \"Nobody\"".to_owned()));
    }
}
