//! `actors/*.tsv`: armed groups, forces, parties, organisations, media and leaders by name, with what is known of them.

use std::collections::HashMap;

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
    /// Persons who hold or held an office, by country.
    in_office: HashMap<Country, Vec<usize>>,
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
    /// The office that a person holds or held.
    pub office: Option<String>,
    /// First year of the group or of the office.
    pub from: Option<i16>,
    /// Last year.
    pub to: Option<i16>,
}

/// One way to write a name.
#[derive(Debug)]
struct Alias {
    /// Its words, by [`key`].
    words: Vec<Box<str>>,
    /// Its words as written, to compare capitals.
    forms: Vec<Box<str>>,
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
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut actors = Self::default();
        let mut parents = Vec::new();
        let mut files_of: Vec<String> = Vec::new();
        for file in files.iter().filter(|f| f.path.starts_with("actors/")) {
            file.rows(COLUMNS, problems, |row| {
                if !row.get("parent").is_empty() {
                    parents.push((actors.entries.len(), row.get("parent").to_owned(), row.problem("")));
                }
                actors.add(&row, &mut files_of)
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
            aliases.sort_by_key(|a| std::cmp::Reverse(a.words.len()));
        }
        actors
    }

    /// Adds a row; `files_of` holds each entry's file.
    fn add(&mut self, row: &Row<'_>, files_of: &mut Vec<String>) -> Result<(), Problem> {
        let name = row.get("name");
        if name.is_empty() {
            return Err(row.problem("a row without a name"));
        }
        let country = row.country_or_none("country")?;
        let year = |column: &str| match row.get(column) {
            "" => Ok(None),
            year => year.parse().map(Some).map_err(|_| row.problem(format!("{column}: {year:?} is no year"))),
        };
        let optional = |column: &str| Some(row.get(column)).filter(|c| !c.is_empty()).map(str::to_owned);
        let entry = Entry {
            name: name.to_owned(),
            acronym: row.list("also").find(|also| is_acronym(also) && *also != name).map(str::to_owned),
            kind: row.get("kind").parse().map_err(|e: String| row.problem(e))?,
            country,
            sector: optional("sector"),
            parent: None,
            office: optional("office"),
            from: year("from")?,
            to: year("to")?,
        };
        let at = match self.by_name.get(name) {
            Some(at) if files_of[*at] == row.file() => {
                return Err(row.problem(format!("{name:?} stands here twice")));
            }
            Some(&at) => {
                for aliases in self.by_first.values_mut() {
                    aliases.retain(|a| a.entry != at);
                }
                if let Some(old) = self.entries[at].country.and_then(|c| self.in_office.get_mut(&c)) {
                    old.retain(|e| *e != at);
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
        if let (Some(country), Some(_)) = (country, &self.entries[at].office) {
            self.in_office.entry(country).or_default().push(at);
        }
        for alias in std::iter::once(name).chain(row.list("also")) {
            let (forms, words): (Vec<Box<str>>, Vec<Box<str>>) =
                Word::all(alias).map(|(_, w)| (Box::from(w.form), w.key)).unzip();
            let Some(first) = words.first() else {
                return Err(row.problem(format!("{alias:?} has no letters")));
            };
            self.by_first.entry(first.clone()).or_default().push(Alias { words, forms, entry: at });
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
    /// abbreviations, it is the one of the country that the report is about.
    pub fn longest(&self, words: &[Word<'_>], focus: Option<Country>) -> Option<(usize, usize)> {
        let aliases = self.by_first.get(&words.first()?.key)?;
        let first = aliases.iter().find(|a| a.fits(words))?;
        let others = aliases.iter().filter(|a| a.words.len() == first.words.len() && a.fits(words));
        let home = others.filter(|a| focus.is_some() && self.entries[a.entry].country == focus).map(|a| a.entry).next();
        Some((first.words.len(), home.unwrap_or(first.entry)))
    }

    /// Who holds an office of a country in a year, by its title in small letters ("prime minister"), where that is one
    /// person.
    pub fn holder(&self, title: &str, country: Country, year: i16) -> Option<&Entry> {
        let mut holders = self.in_office.get(&country)?.iter().map(|at| &self.entries[*at]).filter(|e| {
            let office = e.office.as_deref().unwrap_or_default().to_lowercase();
            let held = office.split_once(" of ").map_or(office.as_str(), |(held, _)| held);
            held == title && e.from.is_some_and(|from| from <= year) && e.to.is_none_or(|to| year <= to)
        });
        let one = holders.next()?;
        holders.next().is_none().then_some(one)
    }
}

impl Alias {
    fn fits(&self, words: &[Word<'_>]) -> bool {
        self.words.len() <= words.len()
            && self.words.iter().zip(&self.forms).zip(words).all(|((key, form), word)| {
                let abbreviation = !form.chars().any(char::is_lowercase);
                // Short particles go either way: al-Shabaab, Al Shabaab.
                let capital = form.starts_with(char::is_uppercase) && form.len() > 2;
                *key == word.key
                    && (!abbreviation || !word.form.chars().any(char::is_lowercase))
                    && (!capital || word.form.starts_with(char::is_uppercase))
            })
    }
}

/// Whether a name is an abbreviation: a few capitals.
fn is_acronym(name: &str) -> bool {
    (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "name\talso\tkind\tcountry\tsector\tparent\toffice\tfrom\tto\tsource\n";

    fn load(rows: &str) -> (Actors, Vec<String>) {
        let file = File { path: "actors/x.tsv".into(), text: format!("{HEADER}{rows}") };
        let mut problems = Vec::new();
        let actors = Actors::load(&[file], &mut problems);
        (actors, problems.iter().map(ToString::to_string).collect())
    }

    fn found(actors: &Actors, text: &str) -> Option<String> {
        let words: Vec<_> = Word::all(text).map(|(_, w)| w).collect();
        actors.longest(&words, None).map(|(n, at)| format!("{} ({n})", actors.entries[at].name))
    }

    #[test]
    fn names_are_found_longest_first_and_by_their_capitals() {
        let (actors, problems) = load(
            "Islamic State\tIS;so-called Islamic State\trebels\n\
             Islamic State West Africa Province\tISWAP\trebels\t\tREB\tIslamic State\n\
             al-Shabaab\tAl Shabab\trebels\tSOM\n",
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
        let actors = Actors::load(&files, &mut problems);
        assert_eq!(problems, []);
        assert_eq!(actors.entries[0].kind, ActorKind::Political);
        assert_eq!(found(&actors, "FFC said").as_deref(), Some("First Fire Corps (1)"));
        let actors = Actors::load(&files[..1], &mut problems);
        let words: Vec<_> = Word::all("FFC").map(|(_, w)| w).collect();
        for (focus, want) in [("MLI", 0), ("NER", 1), ("FRA", 0)] {
            assert_eq!(actors.longest(&words, Country::parse(focus)), Some((1, want)), "{focus}");
        }
    }

    #[test]
    fn an_office_is_held_by_one_person_in_a_year() {
        let (actors, _) = load(
            "A Ba\t\tperson\tMLI\tGOV\t\tPresident of Mali\t2001\t2010\nB Ba\t\tperson\tMLI\tGOV\t\tPresident of Mali\t2010\n",
        );
        let mali = Country::parse("MLI").unwrap();
        let name = |year| actors.holder("president", mali, year).map(|e| e.name.as_str());
        assert_eq!([name(2000), name(2005), name(2010), name(2020)], [None, Some("A Ba"), None, Some("B Ba")]);
        assert_eq!(actors.holder("minister", mali, 2005), None);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let (_, problems) = load("A\t\trebel\nB\t\trebels\tmli\nC\t\trebels\t\t\tNobody\nC\t\trebels\n");
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(problems[0].starts_with("actors/x.tsv:2: \"rebel\" is none of"));
        assert!(problems.contains(&"actors/x.tsv:4: no row has the name \"Nobody\"".to_owned()));
    }
}
