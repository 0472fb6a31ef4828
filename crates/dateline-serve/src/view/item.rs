//! One incident as lists, maps and timelines need it.

use std::collections::HashMap;
use std::sync::Arc;

use dateline::Lexicon;
use dateline::country::Country;
use dateline::incident::{Incident, Toll};
use dateline::reading::{ActorKind, CasualtyKind, Precision, Status};
use dateline_record::{Handle, Head, RecordedIncident, Review, State};
use dateline_tables::{Accounts, Outline, Party};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::names::{Name, Names};
use super::title::title;
use crate::graphic::is_in_account;
use crate::text::Characters;

/// Whose eyes see names: those who work on the record, or readers, who see what an export would show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Face {
    /// Names as reports have them.
    Open = 0,
    /// Names of private persons and victims replaced by the part they play.
    Shielded = 1,
}

/// What an item was made from: while it is the same, so is the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    row: i64,
    reports: Vec<Handle>,
    decisions: Vec<i64>,
}

impl Origin {
    pub(crate) fn new(head: &Head) -> Self {
        let decisions = head.review.decisions.iter().map(|d| d.seq).collect();
        Self { row: head.row, reports: head.reports.clone(), decisions }
    }

    /// The row of the incident.
    pub(crate) fn row(&self) -> i64 {
        self.row
    }

    /// What tells its place among others: the first of its reports.
    pub(crate) fn place(&self) -> (Option<Handle>, i64) {
        (self.reports.first().copied(), self.row)
    }

    /// The same, with what was decided since.
    pub(crate) fn with(&self, review: &Review) -> Self {
        Self { decisions: review.decisions.iter().map(|d| d.seq).collect(), ..self.clone() }
    }
}

/// One incident, corrected as people set it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) id: Arc<str>,
    pub(crate) origin: Origin,
    pub(crate) kind: Name,
    pub(crate) mode: Option<Name>,
    pub(crate) status: Status,
    pub(crate) state: State,
    pub(crate) days: Option<(Date, Date)>,
    pub(crate) days_inferred: bool,
    pub(crate) country: Option<Country>,
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) precision: Precision,
    /// One for each [`Face`]; the second is missing where nobody may be a reader.
    pub(crate) sides: Vec<Sides>,
    pub(crate) killed: Option<Count>,
    pub(crate) injured: Option<Count>,
    pub(crate) sources: u32,
    pub(crate) accounts: u32,
    pub(crate) accounts_since: u32,
    /// Appeals that nobody has answered.
    pub(crate) appeals: u32,
    pub(crate) disputed: bool,
    /// Whether words of its accounts show violence done to bodies.
    pub(crate) graphic: bool,
    pub(crate) confidence: Option<f64>,
    /// Positions of its reports among the view's documents.
    pub(crate) documents: Vec<u32>,
    /// The events that are its accounts.
    pub(crate) told: Vec<Told>,
}

/// An event that is an account of an incident.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Its id in the record.
    pub(crate) id: Box<str>,
    /// Its report, by position in [`Item::documents`].
    pub(crate) member: u32,
    /// Its number in the report's reading.
    pub(crate) event: Option<u16>,
}

/// Who takes part and where, and the line that says so.
#[derive(Clone, Debug)]
pub(crate) struct Sides {
    pub(crate) place: Option<Name>,
    pub(crate) title: Box<str>,
    pub(crate) initiators: Vec<Name>,
    pub(crate) recipients: Vec<Name>,
    pub(crate) denied_by: Vec<Name>,
}

impl Sides {
    /// All who take part.
    pub(crate) fn all(&self) -> impl Iterator<Item = Name> {
        self.initiators.iter().chain(&self.recipients).copied()
    }
}

/// A toll over all accounts. What no account gives is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Count {
    /// The least figure.
    pub(crate) low: Option<u32>,
    /// The greatest.
    pub(crate) high: Option<u32>,
    /// The figure that the most accounts give; of several the least.
    pub(crate) best: Option<u32>,
}

impl Count {
    fn of(incident: &Incident, kind: CasualtyKind) -> Option<Self> {
        let toll = incident.casualties.iter().find(|t| t.kind == kind)?;
        Some(Self { low: toll.low, high: toll.high, best: best(toll) })
    }
}

fn best(toll: &Toll) -> Option<u32> {
    let mut figures: Vec<u32> = toll.figures.iter().filter_map(|f| f.best.or(f.low)).collect();
    figures.sort_unstable();
    let runs = figures.chunk_by(|a, b| a == b);
    // The first of the longest: the least of those that are given as often.
    runs.rev().max_by_key(|run| run.len()).map(|run| run[0]).or(toll.low).or(toll.high)
}

/// What makes items.
pub(crate) struct Maker<'a> {
    pub(crate) lexicon: &'a Lexicon,
    /// Whether there may be readers.
    pub(crate) shielded: bool,
    pub(crate) names: &'a mut Names,
    pub(crate) actors: &'a mut HashMap<Name, (ActorKind, Option<Country>)>,
}

impl Maker<'_> {
    /// The item of an incident; none where no event was read.
    pub(crate) fn item(&mut self, recorded: &RecordedIncident, origin: Origin, documents: Vec<u32>) -> Option<Item> {
        let mut accounts = Accounts::default();
        let incident = accounts.add_recorded(recorded, self.lexicon, true);
        let kind = self.names.add(incident.plover.as_deref()?);
        let outline = Outline::new(&incident, &accounts);
        let mut sides = vec![self.sides(&incident, &outline)];
        if self.shielded {
            let mut accounts = Accounts::default();
            let incident = accounts.add_recorded(recorded, self.lexicon, false);
            sides.push(self.sides(&incident, &Outline::new(&incident, &accounts)));
        }
        Some(Item {
            id: incident.incident.as_str().into(),
            origin,
            kind,
            mode: incident.mode.as_deref().map(|mode| self.names.add(mode)),
            status: incident.status.unwrap_or(Status::Happened),
            state: recorded.review.state,
            days: outline.days,
            days_inferred: outline.days_inferred,
            country: outline.country,
            point: outline.point,
            precision: outline.precision,
            sides,
            killed: Count::of(&incident, CasualtyKind::Killed),
            injured: Count::of(&incident, CasualtyKind::Injured),
            sources: incident.sources.len() as u32,
            accounts: incident.members.len() as u32,
            accounts_since: recorded.review.accounts_since as u32,
            appeals: recorded.review.appeals as u32,
            disputed: incident.disputed,
            graphic: is_graphic(recorded, self.lexicon),
            confidence: outline.confidence,
            documents,
            told: told(recorded),
        })
    }

    fn sides(&mut self, incident: &Incident, outline: &Outline) -> Sides {
        let titles = &self.lexicon.titles;
        let place = outline.place.as_deref().map(|place| self.names.add(place));
        let mut names = |parties: &[Party]| {
            let mut add = |party: &Party| {
                let name = self.names.add(&party.name);
                self.actors.entry(name).or_insert((party.kind, party.country));
                name
            };
            parties.iter().map(&mut add).collect()
        };
        Sides {
            place,
            title: title(incident, outline, titles).into(),
            initiators: names(&outline.initiators),
            recipients: names(&outline.recipients),
            denied_by: outline.denied_by.iter().map(|name| self.names.add(name)).collect(),
        }
    }
}

fn is_graphic(recorded: &RecordedIncident, lexicon: &Lexicon) -> bool {
    recorded.accounts.iter().any(|account| {
        let event = account.event.and_then(|event| account.report.reading.events.get(event));
        let text = Characters::new(&account.report.document.text);
        event.is_some_and(|event| is_in_account(&account.report, event, &text, lexicon))
    })
}

fn told(recorded: &RecordedIncident) -> Vec<Told> {
    let all = recorded.incident.members.iter().zip(&recorded.accounts).enumerate();
    all.filter_map(|(at, (member, account))| {
        let event = account.event.and_then(|event| u16::try_from(event).ok());
        Some(Told { id: member.event.as_deref()?.into(), member: at as u32, event })
    })
    .collect()
}

impl Item {
    pub(crate) fn sides(&self, face: Face) -> &Sides {
        // Where nobody may be a reader, nobody asks for the second.
        &self.sides[(face as usize).min(self.sides.len() - 1)]
    }

    /// Whether its place is a land and not a point.
    pub(crate) fn is_area(&self) -> bool {
        !matches!(self.precision, Precision::Exact | Precision::Near | Precision::Unlocated)
    }

    /// The number of dead that lists show and sort by.
    pub(crate) fn dead(&self) -> u32 {
        self.killed.and_then(|k| k.best.or(k.low).or(k.high)).unwrap_or(0)
    }
}
