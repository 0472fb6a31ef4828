//! The complete monthly panel that forecasters use: a row for each unit and month, zeros written, and null where nothing was
//! covered ([`Coverage`]).
//!
//! Conventions are those of ViEWS (Hegre and others 2019; the fatalities models of 2022): an event belongs to the month in which
//! it ends, months are numbered from January 1980, cells are those of PRIO-GRID, and an event whose place is known only to a
//! first-level division or a country (UCDP's `where_prec` 4 and 6) is in no cell. In one thing we differ: where an event is spread
//! over its months, the shares add up to it, and are not each rounded up.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use dateline::Lexicon;
use dateline::lexicon::export::Form;

mod coverage;
mod fact;
pub mod ged;
mod month;
mod note;
mod unit;
mod write;

pub use coverage::{Coverage, named};
pub use fact::{Fact, Toll, Violence, facts};
pub use month::Month;
pub use note::note;
pub use unit::{CELLS, Key, Unit, cell, centre};
pub use write::write;

use crate::Value;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Events.
    Events,
    /// The dead, by the best figure of each event.
    Killed,
    /// The least that sources give.
    KilledLow,
    /// The most that sources give.
    KilledHigh,
    /// Events of which nobody says how many died: they add nothing to the dead, which is not to say that there were none.
    Uncounted,
}

impl Measure {
    /// Every measure, in the order of the columns.
    pub const ALL: [Self; 5] = [Self::Events, Self::Killed, Self::KilledLow, Self::KilledHigh, Self::Uncounted];

    /// The column's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Killed => "killed",
            Self::KilledLow => "killed_low",
            Self::KilledHigh => "killed_high",
            Self::Uncounted => "uncounted",
        }
    }
}

/// What goes into a panel.
#[derive(Clone, Debug)]
pub struct Options {
    /// What there are rows for.
    pub unit: Unit,
    /// What is counted.
    pub measures: Vec<Measure>,
    /// Kinds of event that are counted: `sb`, `ns`, `os` (UCDP's types of violence) and PLOVER's types.
    pub kinds: Vec<String>,
    /// The units there are rows for; without a list, those in which the input places an event that is counted.
    pub units: Option<BTreeSet<Key>>,
    /// Whether the dead of an event of several months are spread evenly over those covered; else all are in the last.
    pub spread: bool,
}

/// A complete panel.
#[derive(Clone, Debug)]
pub struct Panel {
    /// As asked for.
    pub options: Options,
    /// What is covered.
    pub coverage: Coverage,
    /// What made it and from what: the last column.
    pub vintage: String,
    /// The units, in order.
    pub units: BTreeSet<Key>,
    /// How many events are counted.
    pub counted: u64,
    /// How many of them touch more than one month.
    pub long: u64,
    /// How many are not, by why.
    pub left_out: BTreeMap<&'static str, u64>,
    sums: BTreeMap<(Key, Month), Sums>,
}

/// What one unit has in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    events: u64,
    killed: u64,
    low: u64,
    high: u64,
    uncounted: u64,
}

impl Panel {
    /// Counts facts. The order of the facts does not matter, but of several with one id only the first is taken.
    pub fn new(facts: &[Fact], coverage: Coverage, options: Options, vintage: String) -> Self {
        let units = options.units.clone().unwrap_or_default();
        let (left_out, sums) = (BTreeMap::new(), BTreeMap::new());
        let mut panel = Self { options, coverage, vintage, units, counted: 0, long: 0, left_out, sums };
        let mut seen = HashSet::new();
        for fact in facts {
            let done = if seen.insert(fact.id.as_str()) { panel.add(fact) } else { Err("a second row of one id") };
            if let Err(why) = done {
                *panel.left_out.entry(why).or_default() += 1;
            }
        }
        panel
    }

    fn add(&mut self, fact: &Fact) -> Result<(), &'static str> {
        if !fact.kinds.iter().any(|kind| self.options.kinds.contains(kind)) {
            return Err("of another kind");
        }
        let (from, to) = fact.days.ok_or("day not known")?;
        let key = self.options.unit.of(fact)?;
        let (first, last) = (Month::of(from), Month::of(to));
        let covered: Vec<Month> = if self.options.spread {
            // Whatever a damaged table says, no more months than there are in the panel.
            let bounds = self.coverage.bounds().ok_or("outside the months covered")?;
            first.max(bounds.0).to(last.min(bounds.1)).filter(|m| self.coverage.covers(*m)).collect()
        } else {
            Some(last).into_iter().filter(|m| self.coverage.covers(*m)).collect()
        };
        let Some(end) = covered.last().copied() else {
            return Err("outside the months covered");
        };
        match &self.options.units {
            Some(units) if !units.contains(&key) => return Err("in none of the units asked for"),
            Some(_) => {}
            None => _ = self.units.insert(key.clone()),
        }
        if let (Key::Cell(cell), Some(country)) = (&key, &fact.country) {
            self.coverage.place(*cell, country.clone());
        }
        self.counted += 1;
        self.long += u64::from(first < last);
        let parts = covered.len() as u64;
        for (at, month) in (0..).zip(&covered) {
            let sums = self.sums.entry((key.clone(), *month)).or_default();
            if let Some(toll) = fact.toll {
                // Shares that differ by one at most and add up to the whole.
                let share = |whole: u32| u64::from(whole) * (at + 1) / parts - u64::from(whole) * at / parts;
                sums.killed += share(toll.best);
                sums.low += share(toll.low);
                sums.high += share(toll.high);
            }
            if *month == end {
                sums.events += 1;
                sums.uncounted += u64::from(fact.toll.is_none());
            }
        }
        Ok(())
    }

    /// The columns with their forms.
    pub fn columns(&self) -> Vec<(&'static str, Form)> {
        let measures = self.options.measures.iter().map(|m| (m.name(), Form::Integer));
        self.options
            .unit
            .columns()
            .iter()
            .copied()
            .chain([("month", Form::Text), ("month_id", Form::Integer), ("documents", Form::Integer)])
            .chain(measures)
            .chain([("vintage", Form::Text)])
            .collect()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.coverage.bounds().map_or(0, |(first, last)| self.units.len() * first.to(last).count())
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, by unit and then month: every unit has every month from the first covered to the last.
    pub fn rows(&self, lexicon: &Lexicon) -> impl Iterator<Item = Vec<Value>> {
        let bounds = self.coverage.bounds();
        let of_unit = move |key| {
            let unit = Key::cells(key, lexicon);
            let months = bounds.into_iter().flat_map(|(first, last)| first.to(last));
            months.map(move |month| self.row(key, &unit, month))
        };
        self.units.iter().flat_map(of_unit)
    }

    fn row(&self, key: &Key, unit: &[Value], month: Month) -> Vec<Value> {
        let integer = |n: u64| Value::Integer(n as i64);
        let mut row = unit.to_vec();
        row.extend([month.to_string().into(), Value::Integer(month.id().into())]);
        row.push(self.coverage.documents(key, month).map_or(Value::Null, integer));
        // Where an event is known somebody looked, if only later.
        let sums = self.sums.get(&(key.clone(), month)).copied();
        let sums = sums.or_else(|| self.coverage.covers_unit(key, month).then(Sums::default));
        row.extend(self.options.measures.iter().map(|measure| {
            sums.map_or(Value::Null, |sums| {
                integer(match measure {
                    Measure::Events => sums.events,
                    Measure::Killed => sums.killed,
                    Measure::KilledLow => sums.low,
                    Measure::KilledHigh => sums.high,
                    Measure::Uncounted => sums.uncounted,
                })
            })
        }));
        row.push(self.vintage.as_str().into());
        row
    }
}

#[cfg(test)]
mod tests;
