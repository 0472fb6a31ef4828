//! The one query behind all views: which incidents are meant.

use dateline::country::Country;
use dateline::reading::Status;
use dateline_record::{Record, State};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::problem::Problem;
use crate::view::{Face, Found, Item, Name, View};

/// Which incidents are meant. Parameters that may repeat mean any of their values.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Query {
    /// Words that reports of it hold; "a phrase", or a stem*.
    #[param(max_length = 400)]
    pub(crate) q: Option<String>,
    /// It lasted to this day or longer.
    #[param(value_type = Option<String>, format = Date)]
    pub(crate) from: Option<String>,
    /// It began on this day or earlier.
    #[param(value_type = Option<String>, format = Date)]
    pub(crate) to: Option<String>,
    /// It was between these degrees: west,south,east,north; west may be greater than east.
    #[param(example = "-5.5,11.9,1.2,16.8")]
    #[param(pattern = r"^-?\d{1,3}(\.\d{1,12})?(,-?\d{1,3}(\.\d{1,12})?){3}$")]
    pub(crate) bbox: Option<String>,
    /// PLOVER types.
    #[param(style = Form, explode)]
    pub(crate) r#type: Vec<String>,
    /// Whether it happened, in the words of the reading.
    #[param(style = Form, explode, schema_with = crate::openapi::statuses)]
    pub(crate) status: Vec<String>,
    /// What people decided.
    #[param(style = Form, explode, schema_with = crate::openapi::states)]
    pub(crate) state: Vec<String>,
    /// ISO 3166-1 alpha-3.
    #[param(style = Form, explode, schema_with = crate::openapi::countries)]
    pub(crate) country: Vec<String>,
    /// Names of those who take part.
    #[param(style = Form, explode)]
    pub(crate) actor: Vec<String>,
    /// So many were killed, or more.
    #[param(maximum = 4_294_967_295_f64)]
    pub(crate) dead: Option<u32>,
    /// 1: somebody denies or doubts a part of it.
    #[param(maximum = 1)]
    pub(crate) disputed: Option<u8>,
    /// As the record stood at an instant, or at the end of a day.
    #[param(schema_with = crate::openapi::instant)]
    pub(crate) as_of: Option<String>,
}

/// What a filter looks at that lists count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facet {
    Type = 1,
    Status = 2,
    State = 4,
    Country = 8,
    Actor = 16,
}

/// What no facet counts.
const REST: u8 = 32;

/// A query put in the terms of a view.
pub(crate) struct Filter<'v> {
    view: &'v View,
    face: Face,
    found: Option<Found>,
    words: Vec<String>,
    from: Option<Date>,
    to: Option<Date>,
    bbox: Option<[f64; 4]>,
    kinds: Option<Vec<Name>>,
    statuses: Option<Vec<Status>>,
    states: Option<Vec<State>>,
    countries: Option<Vec<Country>>,
    actors: Option<Vec<Name>>,
    dead: u32,
    disputed: bool,
}

impl Query {
    /// The filter on a view. Readers' words are looked for in what readers see, others' in the reports.
    pub(crate) fn filter<'v>(&self, view: &'v View, face: Face, record: &Record) -> Result<Filter<'v>, Problem> {
        let words = self.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
        if words.is_some_and(|q| q.chars().count() > 400) {
            return Err(Problem::bad("q is longer than 400 characters: search for fewer words"));
        }
        let found = match (words, face) {
            (Some(words), Face::Open) => Some(view.search(words, record)?),
            _ => None,
        };
        let shown = words.filter(|_| face == Face::Shielded);
        let names = |words: &[String]| {
            (!words.is_empty()).then(|| words.iter().filter_map(|w| view.names.find(w)).collect::<Vec<_>>())
        };
        Ok(Filter {
            view,
            face,
            found,
            words: shown.iter().flat_map(|q| q.split_whitespace()).map(plain).collect(),
            from: day("from", self.from.as_deref())?,
            to: day("to", self.to.as_deref())?,
            bbox: self.bbox.as_deref().map(bbox).transpose()?,
            kinds: names(&self.r#type),
            statuses: each(&self.status, |word| word.parse().map_err(|e| Problem::bad(format!("status: {e}"))))?,
            states: each(&self.state, state)?,
            countries: each(&self.country, |word| {
                Country::parse(word)
                    .ok_or_else(|| Problem::bad(format!("country is {word:?}; expected three capital letters, as MLI")))
            })?,
            actors: names(&self.actor),
            dead: self.dead.unwrap_or(0),
            disputed: flag("disputed", self.disputed.unwrap_or(0))?,
        })
    }
}

impl<'v> Filter<'v> {
    /// Whose eyes look.
    pub(crate) fn face(&self) -> Face {
        self.face
    }

    /// The positions of the items that are meant, in the view's order.
    pub(crate) fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.view.items.len()).filter(|at| self.has(*at))
    }

    /// The items that are meant.
    pub(crate) fn items(&self) -> impl Iterator<Item = &'v Item> + '_ {
        let items = &self.view.items;
        items.iter().map(AsRef::as_ref).filter(|item| self.against(item) == 0)
    }

    /// The positions of the documents of the items that are meant, the newest first; where nothing is chosen, of all.
    pub(crate) fn documents(&self) -> Vec<usize> {
        let mut has = vec![self.is_open(); self.view.documents.len()];
        for item in self.items() {
            for at in &item.documents {
                has[*at as usize] = true;
            }
        }
        let mut found: Vec<usize> = (0..has.len()).filter(|at| has[*at]).collect();
        found.sort_by_key(|at| std::cmp::Reverse(self.view.documents[*at].published));
        found
    }

    /// Whether nothing is chosen.
    fn is_open(&self) -> bool {
        let Self { found, words, from, to, bbox, kinds, statuses, states, countries, actors, dead, disputed, .. } =
            self;
        let facets = kinds.is_none() && statuses.is_none() && states.is_none() && countries.is_none();
        let rest = found.is_none() && words.is_empty() && from.is_none() && to.is_none() && bbox.is_none();
        facets && rest && actors.is_none() && *dead == 0 && !*disputed
    }

    /// Whether the item at a position is meant.
    pub(crate) fn has(&self, at: usize) -> bool {
        self.against(&self.view.items[at]) == 0
    }

    /// Whether an item is meant when a facet's own choice is left out.
    pub(crate) fn has_but_for(against: u8, facet: Facet) -> bool {
        against & !(facet as u8) == 0
    }

    /// What speaks against an item: facets and the rest, as bits.
    pub(crate) fn against(&self, item: &Item) -> u8 {
        fn outside<T: PartialEq>(chosen: Option<&Vec<T>>, value: Option<T>) -> bool {
            chosen.is_some_and(|chosen| value.is_none_or(|value| !chosen.contains(&value)))
        }
        let sides = item.sides(self.face);
        let mut against = 0;
        if self.is_elsewhere(item) {
            against |= REST;
        }
        if outside(self.kinds.as_ref(), Some(item.kind)) {
            against |= Facet::Type as u8;
        }
        if outside(self.statuses.as_ref(), Some(item.status)) {
            against |= Facet::Status as u8;
        }
        if outside(self.states.as_ref(), Some(item.state)) {
            against |= Facet::State as u8;
        }
        if outside(self.countries.as_ref(), item.country) {
            against |= Facet::Country as u8;
        }
        if self.actors.as_ref().is_some_and(|actors| !sides.all().any(|name| actors.contains(&name))) {
            against |= Facet::Actor as u8;
        }
        against
    }

    fn is_elsewhere(&self, item: &Item) -> bool {
        let lasts = |from: Date| item.days.is_some_and(|(_, to)| to >= from);
        let begins = |to: Date| item.days.is_some_and(|(from, _)| from <= to);
        (self.disputed && !item.disputed)
            || (self.dead > 0 && item.dead() < self.dead)
            || self.from.is_some_and(|from| !lasts(from))
            || self.to.is_some_and(|to| !begins(to))
            || self.bbox.is_some_and(|bbox| !item.point.is_some_and(|point| within(bbox, point)))
            || self.found.as_ref().is_some_and(|found| !item.documents.iter().any(|at| found[*at as usize]))
            || (!self.words.is_empty() && !self.says(item))
    }

    /// Whether what readers see of an item holds all words.
    fn says(&self, item: &Item) -> bool {
        let sides = item.sides(self.face);
        let names = sides.all().chain(sides.place).map(|name| self.view.names.word(name).to_lowercase());
        let all: Vec<String> = names.chain([sides.title.to_lowercase()]).collect();
        self.words.iter().all(|word| all.iter().any(|text| text.contains(word.as_str())))
    }
}

/// A word as it is looked for: without the signs of a search.
fn plain(word: &str) -> String {
    word.trim_matches(['"', '*']).to_lowercase()
}

/// Whether something is chosen.
pub(crate) fn flag(name: &str, value: u8) -> Result<bool, Problem> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Problem::bad(format!("{name} is {value}; expected 0 or 1"))),
    }
}

/// A day.
pub(crate) fn day(name: &str, words: Option<&str>) -> Result<Option<Date>, Problem> {
    let Some(words) = words else { return Ok(None) };
    words.parse().map(Some).map_err(|_| Problem::bad(format!("{name} is {words:?}; expected a day, as 2026-04-25")))
}

fn bbox(words: &str) -> Result<[f64; 4], Problem> {
    let wrong = || Problem::bad(format!("bbox is {words:?}; expected west,south,east,north in degrees"));
    let parts: Vec<f64> = words.split(',').map_while(|part| part.trim().parse().ok()).collect();
    let [west, south, east, north]: [f64; 4] = parts.try_into().map_err(|_| wrong())?;
    if [west, south, east, north].iter().any(|d| !d.is_finite()) {
        return Err(wrong());
    }
    Ok([west, south.min(north), east, south.max(north)])
}

fn within([west, south, east, north]: [f64; 4], (lat, lon): (f64, f64)) -> bool {
    let wide = east - west >= 360.0;
    // A map that was turned around the world counts on; a box may cross the line where the day changes.
    let turn = |lon: f64| (lon + 180.0).rem_euclid(360.0) - 180.0;
    let (west, east) = (turn(west), turn(east));
    let across = if west <= east { (west..=east).contains(&lon) } else { lon >= west || lon <= east };
    (south..=north).contains(&lat) && (wide || across)
}

fn each<T>(words: &[String], parse: impl Fn(&str) -> Result<T, Problem>) -> Result<Option<Vec<T>>, Problem> {
    let all: Vec<T> = words.iter().map(|word| parse(word)).collect::<Result<_, _>>()?;
    Ok((!all.is_empty()).then_some(all))
}

fn state(word: &str) -> Result<State, Problem> {
    match word {
        "unreviewed" => Ok(State::Unreviewed),
        "accepted" => Ok(State::Accepted),
        "rejected" => Ok(State::Rejected),
        _ => Err(Problem::bad(format!("state is {word:?}; expected unreviewed, accepted or rejected"))),
    }
}

/// The word of a state in the API.
pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::Unreviewed => "unreviewed",
        State::Accepted => "accepted",
        State::Rejected => "rejected",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_may_cross_the_line_where_the_day_changes() {
        for (words, point, expected) in [
            ("-5,10,5,20", (15.0, 0.0), true),
            ("-5,20,5,10", (15.0, 0.0), true),
            ("-5,10,5,20", (15.0, 6.0), false),
            ("-5,10,5,20", (25.0, 0.0), false),
            ("170,-20,-170,0", (-10.0, 175.0), true),
            ("170,-20,-170,0", (-10.0, -175.0), true),
            ("170,-20,-170,0", (-10.0, 0.0), false),
            ("-200,-20,-170,0", (-10.0, 175.0), true),
            ("-180,-90,180,90", (-10.0, 175.0), true),
        ] {
            assert_eq!(within(bbox(words).unwrap(), point), expected, "{words} {point:?}");
        }
        for words in ["", "1,2,3", "1,2,3,x", "nan,0,1,2", "1,2,3,4,5"] {
            assert!(bbox(words).is_err(), "{words}");
        }
    }
}
