//! `export/`: how other projects write events down: a profile each (`acled.toml`, `ucdp.toml`, ...), what they call
//! countries (`countries.tsv`), and words that tables need: plain ones for loaded ones (`neutral.tsv`), roles for names
//! (`roles.tsv`), places that need protection (`sensitive.tsv`), capitalised words that are no names (`plain.tsv`).
//!
//! A profile is the project's list of columns, each with the field that fills it, and its coding rules: which incidents
//! make rows, what a side is called, what "dozens" counts as, which of two figures stands. Code knows how to apply a rule;
//! which rules hold is said here.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use toml::Spanned;

use super::{File, Problem, Row};
use crate::country::Country;
use crate::reading::{ActorKind, PlaceKind, Precision, Role, TimePrecision};

mod field;

pub use field::{Field, Form};

/// How one project writes events down.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Whose columns these are, in a sentence, with the source of the list.
    pub about: String,
    /// What stands between the cells of a text table.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// Whether the table's first line names the columns.
    #[serde(default = "yes")]
    pub header: bool,
    /// Whether the next line has the columns' tags.
    #[serde(default)]
    pub tags: bool,
    /// What stands in a cell that is not known.
    #[serde(default)]
    pub missing: String,
    /// What stands between the values of one cell.
    #[serde(default = "semicolon")]
    pub separator: String,
    /// Which incidents make a row.
    #[serde(default)]
    pub rows: Rows,
    /// How days are written, and what their precision is called.
    pub dates: Dates,
    /// What the precision of a place is called: the first rule that fits.
    #[serde(default)]
    pub places: Vec<PlaceRule>,
    /// What those who take part are called: the first rule that fits.
    #[serde(default)]
    pub actors: Vec<ActorRule>,
    /// How sides are written together.
    #[serde(default)]
    pub sides: Sides,
    /// How numbers of people are decided.
    #[serde(default)]
    pub tolls: Tolls,
    /// What PLOVER's four classes of types are called, by `verbal cooperation` and so on.
    #[serde(default)]
    pub quads: BTreeMap<String, String>,
    /// The columns, in order.
    pub columns: Vec<Column>,
}

fn comma() -> char {
    ','
}

fn semicolon() -> String {
    "; ".into()
}

fn yes() -> bool {
    true
}

/// One column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name, as the project publishes it. In JSON a dot makes an object: `cite_info.title`.
    pub name: String,
    /// The field that fills it.
    pub field: Option<Field>,
    /// The words that stand in each row.
    pub value: Option<String>,
    /// Its tag of the Humanitarian Exchange Language.
    pub tag: Option<String>,
    /// Why it stays empty, or what to know about it.
    pub why: Option<String>,
}

/// Which incidents make a row.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// Columns that must have a value.
    #[serde(default)]
    pub needs: Vec<Spanned<String>>,
    /// Columns that must have a number above zero.
    #[serde(default)]
    pub positive: Vec<Spanned<String>>,
    /// Columns that a PLOVER type must have a value in, beside the others.
    #[serde(default)]
    pub by_type: BTreeMap<String, Vec<Spanned<String>>>,
}

/// How days are written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// As `strftime` has it.
    pub form: String,
    /// What each precision is called.
    #[serde(default)]
    pub precision: HashMap<TimePrecision, String>,
    /// What a day is called that was concluded from the day of publication and not said.
    pub inferred: Option<String>,
    /// Columns of precision by how many days are covered, the first that is long enough; it goes before `precision`.
    #[serde(default)]
    pub spans: Vec<SpanRule>,
}

/// What a span of days is called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanRule {
    /// Up to so many days, the first and the last counted.
    pub days: i32,
    /// What it is called.
    pub code: String,
}

/// What the precision of a place is called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRule {
    /// How far its point may be trusted; any where empty.
    #[serde(default)]
    pub precision: Vec<Precision>,
    /// What it is; anything where empty.
    #[serde(default)]
    pub kind: Vec<PlaceKind>,
    /// ISO 3166-1 alpha-3; any where empty.
    #[serde(default)]
    pub country: Vec<String>,
    /// What it is called.
    pub code: String,
}

/// What one who takes part is called. Every condition that is given must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorRule {
    /// What it is.
    #[serde(default)]
    pub kind: Vec<ActorKind>,
    /// PLOVER sector codes.
    #[serde(default)]
    pub sector: Vec<String>,
    /// Whether it has a proper name.
    pub named: Option<bool>,
    /// Whether it is known to belong to another country than that of the event.
    pub abroad: Option<bool>,
    /// ACLED event types or sub-event types of the event.
    #[serde(default)]
    pub event: Vec<String>,
    /// The part it plays.
    #[serde(default)]
    pub role: Vec<Role>,
    /// Nobody: for the first side where the text names none. Only such rules are asked there.
    #[serde(default)]
    pub nobody: bool,
    /// Its label. `{name}`, `{acronym}` and `{country}` are filled in; a part in brackets is left out where one of them in
    /// it is not known: `Military Forces[ of {country}]`. Without a label it takes no side.
    pub label: Option<String>,
    /// Its kind in the project's words.
    #[serde(default)]
    pub code: String,
    /// The label of the group that it is of, in a column beside.
    pub associate: Option<String>,
}

/// How sides are written together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// The codes of sides in their order: of two, the first named here stands first in the pair.
    #[serde(default)]
    pub order: Vec<String>,
    /// What the pair of a side without another is made with.
    #[serde(default)]
    pub alone: String,
    /// What pairs are called; where there are none, the codes with a hyphen between.
    #[serde(default)]
    pub pairs: BTreeMap<String, String>,
    /// Whether the first side of a pair is also the first side of the row, so that direction is lost.
    #[serde(default)]
    pub ordered: bool,
    /// Whether the one side that is known stands first, whatever it did: where sides have no direction.
    #[serde(default)]
    pub filled: bool,
}

/// How numbers of people are decided.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolls {
    /// Which of the figures that reports give stands.
    #[serde(default)]
    pub pick: Pick,
    /// Whether a figure that a party to the fighting gives of the other side's dead only lifts the highest.
    #[serde(default)]
    pub party_claims_high: bool,
    /// What words without a number count as, the first that fits.
    #[serde(default)]
    pub vague: Vec<Vague>,
    /// What people without any number count as; they are no number where it is not given.
    pub unknown: Option<u32>,
    /// What they count as in a war.
    pub unknown_in_war: Option<u32>,
    /// Which countries are at war, by ISO 3166-1 alpha-3, and from which year to which.
    #[serde(default)]
    pub wars: Vec<War>,
    /// What stands where no report tells of any dead. ACLED reports only what is told; its column has then a zero.
    pub none: Option<u32>,
}

/// Which of several figures stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// The least.
    #[default]
    Least,
    /// The one that the most independent sources give; of those the least.
    MostSources,
}

/// What words count as.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vague {
    /// The words, in lower case.
    pub words: Vec<String>,
    /// The number.
    pub count: u32,
}

/// A country at war.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct War {
    /// ISO 3166-1 alpha-3.
    pub country: String,
    /// First year.
    pub from: i16,
    /// Last year.
    pub to: Option<i16>,
}

/// What other projects call a country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountryCodes {
    /// ISO 3166-1 numeric.
    pub numeric: Option<u16>,
    /// FIPS 10-4.
    pub fips: String,
    /// Correlates of War.
    pub cow: Option<u16>,
    /// Gleditsch and Ward.
    pub gw: Option<u16>,
    /// ACLED's region.
    pub acled_region: String,
    /// UCDP's region.
    pub ucdp_region: String,
    /// ACLED's name, where it is not ours.
    pub acled_name: String,
}

/// All that is known of other projects' tables.
#[derive(Debug, Default)]
pub struct Exports {
    profiles: BTreeMap<String, Profile>,
    countries: HashMap<Country, CountryCodes>,
    neutral: HashMap<String, String>,
    roles: HashMap<String, String>,
    sensitive: Vec<String>,
    plain: HashSet<String>,
}

const COUNTRY_COLUMNS: &[&str] =
    &["alpha3", "numeric", "fips", "cow", "gw", "acled_region", "ucdp_region", "acled_name"];

impl Exports {
    /// Reads `export/`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut exports = Self::default();
        for file in files.iter().filter(|f| f.path.starts_with("export/")) {
            match file.path.as_str() {
                "export/countries.tsv" => {
                    file.rows(COUNTRY_COLUMNS, problems, |row| exports.add_country(&row));
                }
                "export/neutral.tsv" => file.rows(&["word", "neutral"], problems, |row| {
                    exports.neutral.insert(row.get("word").to_lowercase(), row.get("neutral").to_owned());
                    Ok(())
                }),
                "export/roles.tsv" => file.rows(&["sector", "role"], problems, |row| {
                    exports.roles.insert(row.get("sector").to_owned(), row.get("role").to_owned());
                    Ok(())
                }),
                "export/sensitive.tsv" => file.rows(&["word"], problems, |row| {
                    exports.sensitive.push(row.get("word").to_lowercase());
                    Ok(())
                }),
                "export/plain.tsv" => file.rows(&["word"], problems, |row| {
                    exports.plain.insert(row.get("word").to_lowercase());
                    Ok(())
                }),
                _ if file.is_in("export", "toml") => {
                    let name = file.path["export/".len()..].trim_end_matches(".toml");
                    if let Some(profile) = file.toml::<Profile>(problems) {
                        profile.check(file, problems);
                        exports.profiles.insert(name.to_owned(), profile);
                    }
                }
                _ => problems.push(file.problem(1, "no table of this name belongs to exports")),
            }
        }
        exports
    }

    fn add_country(&mut self, row: &Row<'_>) -> Result<(), Problem> {
        let country = row.country("alpha3")?;
        let number = |column: &str| match row.get(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| row.problem(format!("{column}: {text:?} is no number"))),
        };
        let codes = CountryCodes {
            numeric: number("numeric")?,
            fips: row.get("fips").to_owned(),
            cow: number("cow")?,
            gw: number("gw")?,
            acled_region: row.get("acled_region").to_owned(),
            ucdp_region: row.get("ucdp_region").to_owned(),
            acled_name: row.get("acled_name").to_owned(),
        };
        match self.countries.insert(country, codes) {
            None => Ok(()),
            Some(_) => Err(row.problem(format!("{} stands here twice", row.get("alpha3")))),
        }
    }

    /// The profile of a name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.get(name)
    }

    /// All profiles, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Profile)> {
        self.profiles.iter().map(|(name, profile)| (name.as_str(), profile))
    }

    /// What other projects call a country.
    pub fn country(&self, country: Country) -> Option<&CountryCodes> {
        self.countries.get(&country)
    }

    /// The plain word for a loaded one, by its lower case.
    pub fn neutral(&self, word: &str) -> Option<&str> {
        self.neutral.get(word).map(String::as_str)
    }

    /// What a person of a PLOVER sector is called who is not named; by `""`, one of none.
    pub fn role(&self, sector: &str) -> Option<&str> {
        self.roles.get(sector).map(String::as_str)
    }

    /// Whether a word, in lower case, is an ordinary one that may be written with a capital.
    pub fn is_plain(&self, word: &str) -> bool {
        self.plain.contains(word)
    }

    /// Whether a place's name says that people who need protection are there.
    pub fn is_sensitive(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.sensitive.iter().any(|word| {
            name.match_indices(word.as_str()).any(|(at, _)| {
                let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let rest = name[at + word.len()..].trim_start_matches('s');
                free(name[..at].chars().next_back()) && free(rest.chars().next())
            })
        })
    }
}

impl Profile {
    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }

    /// What `toml` cannot see: columns that stand twice or that nothing fills without a word why, names of columns that are
    /// none, unknown codes.
    fn check(&self, file: &File, problems: &mut Vec<Problem>) {
        let line_of = |words: &str| file.text.find(words).map_or(1, |at| file.line(at));
        for (at, column) in self.columns.iter().enumerate() {
            let line = line_of(&format!("name = \"{}\"", column.name));
            let mut wrong = |message: String| problems.push(file.problem(line, message));
            if self.columns[..at].iter().any(|c| c.name == column.name) {
                wrong(format!("column {} stands here twice", column.name));
            }
            match (&column.field, &column.value, &column.why) {
                (None, None, None) => wrong(format!(
                    "column {}: say which field fills it, which value it has, or why it stays empty",
                    column.name
                )),
                (Some(_), Some(_), _) => wrong(format!("column {}: a field and a value", column.name)),
                _ => {}
            }
            if self.tags && column.tag.is_none() {
                wrong(format!("column {}: it has no tag", column.name));
            }
        }
        let named = self.rows.needs.iter().chain(&self.rows.positive).chain(self.rows.by_type.values().flatten());
        for name in named.filter(|name| self.column(name.get_ref()).is_none()) {
            let line = file.line(name.span().start);
            problems.push(file.problem(line, format!("no column has the name {:?}", name.get_ref())));
        }
        for rule in &self.actors {
            let label = rule.label.as_deref().into_iter().chain(rule.associate.as_deref());
            for placeholder in label.flat_map(placeholders) {
                if !matches!(placeholder, "name" | "acronym" | "country") {
                    let line = line_of(&format!("{{{placeholder}}}"));
                    problems.push(file.problem(line, format!("{{{placeholder}}} is none of name, acronym, country")));
                }
            }
            if !self.sides.order.is_empty() && !rule.code.is_empty() && !self.sides.order.contains(&rule.code) {
                let line = line_of(&format!("code = \"{}\"", rule.code));
                problems.push(file.problem(line, format!("the code {:?} is not among sides.order", rule.code)));
            }
        }
    }
}

/// The words in braces.
fn placeholders(label: &str) -> impl Iterator<Item = &str> {
    label.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let file = File { path: "export/mine.toml".into(), text: text.into() };
        let mut problems = Vec::new();
        Exports::load(&[file], &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn mistakes_in_a_profile_are_told_with_their_line() {
        let head = "about = \"x\"\ndates = { form = \"%F\" }\n";
        for (text, expected) in [
            ("columns = [{ name = \"a\", field = \"year\" }]\n", vec![]),
            (
                "columns = [{ name = \"a\" }]\n",
                vec!["3: column a: say which field fills it, which value it has, or why it stays empty"],
            ),
            (
                "columns = [\n  { name = \"a\", field = \"year\" },\n  { name = \"a\", why = \"twice\" }\n]\n",
                vec!["4: column a stands here twice"],
            ),
            (
                "columns = [{ name = \"a\", field = \"year\" }]\n[rows]\nneeds = [\"b\"]\n",
                vec!["5: no column has the name \"b\""],
            ),
            (
                "columns = [{ name = \"a\", field = \"year\" }]\n[[actors]]\nlabel = \"{nation}\"\n",
                vec!["5: {nation} is none of name, acronym, country"],
            ),
        ] {
            let found = problems(&format!("{head}{text}"));
            let expected: Vec<_> = expected.iter().map(|e| format!("export/mine.toml:{e}")).collect();
            assert_eq!(found, expected, "{text}");
        }
        let unknown = problems(&format!("{head}columns = [{{ name = \"a\", field = \"weather\" }}]\n"));
        assert!(unknown[0].starts_with("export/mine.toml:3:") && unknown[0].contains("weather"), "{unknown:?}");
    }

    #[test]
    fn sensitive_places_are_known_by_a_word_of_their_name() {
        let exports = Exports { sensitive: vec!["hospital".into(), "refugee camp".into()], ..Exports::default() };
        for (name, sensitive) in [
            ("Al-Noor Hospital", true),
            ("two hospitals in Homs", true),
            ("Dadaab refugee camp", true),
            ("Hospitality Street", false),
            ("Camp Lemonnier", false),
        ] {
            assert_eq!(exports.is_sensitive(name), sensitive, "{name}");
        }
    }
}
