//! How far two coders agree, who decided on the same reports in two records: first whether they see the same incidents, then
//! what they say of those that both see.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dateline::incident::Incident;
use dateline::reading::CasualtyKind;
use jiff::civil::Date;

use crate::alpha::{Metric, alpha};
use crate::error::Result;
use crate::field::{self, Field};
use crate::incidents::RecordedIncident;
use crate::open::Record;
use crate::read::Moment;
use crate::review::State;

/// The agreement of two coders.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The incidents that each accepted.
    pub units: (usize, usize),
    /// Those that both did: two that share an event, the pairs that share most first.
    pub both: usize,
    /// The harmonic mean of the shares that the other sees too: 2 both / (a + b). None where nobody accepted any.
    pub f1: Option<f64>,
    /// Whether incidents that both judged were accepted or rejected, then each field of those that both accepted.
    pub fields: Vec<FieldAgreement>,
}

/// Agreement on one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldAgreement {
    /// `decision`, or the word of a [`Field`].
    pub field: &'static str,
    /// Incidents for which both give a value.
    pub units: usize,
    /// Of them, those with the same value.
    pub same: usize,
    /// Krippendorff's alpha; none where all values are the same or there are none.
    pub alpha: Option<f64>,
}

/// An incident that a coder judged.
struct Unit {
    events: BTreeSet<String>,
    accepted: bool,
    values: BTreeMap<Field, Value>,
}

/// A value, to be compared.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    /// By name, without case; empty for none.
    Name(String),
    /// By number.
    Number(f64),
}

/// Compares what two coders decided in two records of the same reports.
///
/// # Errors
/// One of the records cannot be read.
pub fn agree(a: &Record, b: &Record) -> Result<Agreement> {
    let (a, b) = (units(a)?, units(b)?);
    let pairs = pairs(&a, &b);
    let accepted = |units: &[Unit]| units.iter().filter(|unit| unit.accepted).count();
    let decisions: Vec<_> = pairs
        .iter()
        .map(|(x, y)| [x, y].map(|unit| Value::Name(if unit.accepted { "accepted" } else { "rejected" }.into())))
        .collect();
    let both: Vec<_> = pairs.iter().filter(|(x, y)| x.accepted && y.accepted).collect();
    let of = |field: Field| {
        let values =
            both.iter().filter_map(|(x, y)| Some([x.values.get(&field)?.clone(), y.values.get(&field)?.clone()]));
        agreement(field.word(), &values.collect::<Vec<_>>())
    };
    let (in_a, in_b) = (accepted(&a), accepted(&b));
    let fields = Field::all().filter(|field| *field != Field::Point).map(of).filter(|of| of.units > 0);
    Ok(Agreement {
        units: (in_a, in_b),
        both: both.len(),
        f1: (in_a + in_b > 0).then(|| 2.0 * both.len() as f64 / (in_a + in_b) as f64),
        fields: [agreement("decision", &decisions)].into_iter().chain(fields).collect(),
    })
}

/// The incidents of a record that its coder judged.
fn units(record: &Record) -> Result<Vec<Unit>> {
    let mut units = Vec::new();
    for recorded in record.incidents(Moment::NOW)? {
        let recorded = recorded?;
        if recorded.review.state != State::Unreviewed {
            units.push(Unit {
                events: recorded.incident.members.iter().filter_map(|member| member.event.clone()).collect(),
                accepted: recorded.review.state == State::Accepted,
                values: values(&recorded),
            });
        }
    }
    Ok(units)
}

/// What an incident's fields say: what a person set, or else what the accounts say first.
fn values(recorded: &RecordedIncident) -> BTreeMap<Field, Value> {
    let mut values = BTreeMap::new();
    for field in Field::all() {
        let set = recorded.review.corrections.get(&field).map(|set| set.value.as_str());
        let value = match field {
            Field::Date => set
                .map_or_else(
                    || recorded.incident.days.first().map(|days| days.value.0),
                    |set| field::days(set).map(|(from, _)| from),
                )
                .map(|day| Value::Number(day_number(day))),
            Field::Toll(kind) => set
                .map_or_else(|| toll(&recorded.incident, kind), field::numbers)
                .map(|(low, high)| Value::Number(f64::midpoint(low.into(), high.into()))),
            _ => Some(Value::Name(set.map_or_else(|| name(&recorded.incident, field), str::to_owned).to_lowercase())),
        };
        values.extend(value.map(|value| (field, value)));
    }
    values
}

fn name(incident: &Incident, field: Field) -> String {
    let first = |spreads: &[dateline::incident::Spread<String>]| spreads.first().map(|spread| spread.value.clone());
    let name = match field {
        Field::Type => incident.plover.clone(),
        Field::Mode => incident.mode.clone(),
        Field::Status => incident.status.map(|status| status.word().to_owned()),
        Field::Place => first(&incident.places),
        Field::Initiator => first(&incident.initiators),
        Field::Recipient => first(&incident.recipients),
        Field::Date | Field::Point | Field::Toll(_) => None,
    };
    name.unwrap_or_default()
}

fn toll(incident: &Incident, kind: CasualtyKind) -> Option<(u32, u32)> {
    let toll = incident.casualties.iter().find(|toll| toll.kind == kind)?;
    toll.low.or(toll.high).zip(toll.high.or(toll.low))
}

/// A day as a number of days.
fn day_number(day: Date) -> f64 {
    let since = day.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days());
    f64::from(since)
}

/// The units that are one: those that share the greatest part of their events first.
fn pairs<'u>(a: &'u [Unit], b: &'u [Unit]) -> Vec<(&'u Unit, &'u Unit)> {
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, unit) in b.iter().enumerate() {
        unit.events.iter().for_each(|event| holders.entry(event).or_default().push(at));
    }
    let mut shared = Vec::new();
    for (i, unit) in a.iter().enumerate() {
        let others: BTreeSet<usize> =
            unit.events.iter().filter_map(|event| holders.get(event.as_str())).flatten().copied().collect();
        for j in others {
            let common = unit.events.intersection(&b[j].events).count() as f64;
            let all = unit.events.union(&b[j].events).count() as f64;
            shared.push((common / all, i, j));
        }
    }
    shared.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut taken_a, mut taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in shared {
        if !taken_a[i] && !taken_b[j] {
            (taken_a[i], taken_b[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs.sort_unstable();
    pairs.into_iter().map(|(i, j)| (&a[i], &b[j])).collect()
}

fn agreement(field: &'static str, values: &[[Value; 2]]) -> FieldAgreement {
    let mut names: BTreeMap<&str, f64> = BTreeMap::new();
    for value in values.iter().flatten() {
        if let Value::Name(name) = value {
            let next = names.len() as f64;
            names.entry(name).or_insert(next);
        }
    }
    let number = |value: &Value| match value {
        Value::Name(name) => names[name.as_str()],
        Value::Number(number) => *number,
    };
    let metric = if names.is_empty() { Metric::Interval } else { Metric::Nominal };
    let units: Vec<Vec<f64>> = values.iter().map(|pair| pair.iter().map(number).collect()).collect();
    let same = values.iter().filter(|[x, y]| x == y).count();
    FieldAgreement { field, units: values.len(), same, alpha: alpha(&units, metric) }
}
