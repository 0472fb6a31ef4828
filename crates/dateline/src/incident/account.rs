//! What an incident's accounts say, side by side: agreement as one value, disagreement as a range with its sources.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Entry, Report};
use crate::document::content_id;
use crate::reading::{CasualtyKind, Precision, Quote, Role, Status};

/// What happened once, and all accounts of it. The form of `dateline merge --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// A hash of the first account, so that later accounts leave it as it is.
    pub incident: String,
    /// The PLOVER type and mode that most accounts give it; none where no event was read.
    #[serde(rename = "type")]
    pub plover: Option<String>,
    /// See `plover`.
    pub mode: Option<String>,
    /// Whether it happened: what most accounts say.
    pub status: Option<Status>,
    /// Whether somebody denies or doubts a part of it, or an account says that it did not happen.
    pub disputed: bool,
    /// The days that the accounts give, those with the most independent sources first.
    pub days: Vec<Spread<(Date, Date)>>,
    /// The places that the accounts give, the most precise first.
    pub places: Vec<Spread<String>>,
    /// Who did it, those named by the most independent sources first.
    pub initiators: Vec<Spread<String>>,
    /// To whom it was done, in the same order.
    pub recipients: Vec<Spread<String>>,
    /// The figures, as a range for each kind, with who gives which.
    pub casualties: Vec<Toll>,
    /// The events that were merged; a report without an event tells the same story.
    pub members: Vec<Member>,
    /// Its reports by independent source: copies of one text together.
    pub sources: Vec<Vec<String>>,
    /// Why events were taken for one.
    pub joins: Vec<Merger>,
}

/// One event of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The report.
    pub source_id: String,
    /// The event's id in the report's reading.
    pub event: Option<String>,
    /// The words that name it.
    pub span: Option<Quote>,
}

/// A value and the reports that give it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread<T> {
    /// What they say.
    pub value: T,
    /// How many independent sources say so.
    pub sources: usize,
    /// The reports that say so.
    pub said_by: Vec<String>,
}

/// The figures for one kind of harm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Toll {
    /// What happened to the people.
    pub kind: CasualtyKind,
    /// The least and the greatest figure; none where none is given.
    pub low: Option<u32>,
    /// See `low`.
    pub high: Option<u32>,
    /// Each figure, its report, and who gives it there.
    pub figures: Vec<Figure>,
}

/// A figure in one report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The report.
    pub source_id: String,
    /// The number, or the least and most.
    pub low: Option<u32>,
    /// See `low`.
    pub best: Option<u32>,
    /// See `low`.
    pub high: Option<u32>,
    /// Who gives it; none where the outlet itself does.
    pub says: Option<String>,
}

/// Why two events were taken for one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merger {
    /// One event.
    pub event: Member,
    /// The other.
    pub with: Member,
    /// The sum of the weights.
    pub score: f32,
    /// The weights, in words.
    pub reasons: Vec<String>,
}

impl Incident {
    /// What is left of it without the accounts of some reports; none where nothing is. Type, status and dispute stay as they
    /// were, until the reports that are left are merged anew.
    pub fn without(&self, is_gone: impl Fn(&str) -> bool) -> Option<Self> {
        fn spreads<T>(
            mut all: Vec<Spread<T>>,
            sources: &[Vec<String>],
            is_gone: &impl Fn(&str) -> bool,
        ) -> Vec<Spread<T>> {
            for spread in &mut all {
                spread.said_by.retain(|report| !is_gone(report));
                let says = |source: &&Vec<String>| source.iter().any(|report| spread.said_by.contains(report));
                spread.sources = sources.iter().filter(says).count();
            }
            all.retain(|spread| !spread.said_by.is_empty());
            all
        }
        let mut left = self.clone();
        left.members.retain(|member| !is_gone(&member.source_id));
        left.joins.retain(|join| !is_gone(&join.event.source_id) && !is_gone(&join.with.source_id));
        left.sources.iter_mut().for_each(|source| source.retain(|report| !is_gone(report)));
        left.sources.retain(|source| !source.is_empty());
        left.days = spreads(left.days, &left.sources, &is_gone);
        left.places = spreads(left.places, &left.sources, &is_gone);
        left.initiators = spreads(left.initiators, &left.sources, &is_gone);
        left.recipients = spreads(left.recipients, &left.sources, &is_gone);
        for toll in &mut left.casualties {
            toll.figures.retain(|figure| !is_gone(&figure.source_id));
            (toll.low, toll.high) = range(&toll.figures);
        }
        left.casualties.retain(|toll| !toll.figures.is_empty());
        (!left.members.is_empty()).then_some(left)
    }

    /// The same under the id that its first account gives, where it lost the one that it was named by.
    pub fn renamed(self) -> Self {
        Self { incident: self.members.first().map_or(self.incident, name), ..self }
    }
}

/// The least and the greatest of some figures.
fn range(figures: &[Figure]) -> (Option<u32>, Option<u32>) {
    let low = figures.iter().filter_map(|f| f.best.or(f.low)).min();
    (low, figures.iter().filter_map(|f| f.best.or(f.high)).max())
}

/// The id of an incident: a hash of its first account.
fn name(first: &Member) -> String {
    let id = content_id(format!("{} {}", first.source_id, first.event.as_deref().unwrap_or("-")).as_bytes());
    format!("i{}", &id["sha256:".len()..][..12])
}

/// The reports, and which of them are copies of one text.
pub(super) struct Tellers<'r> {
    pub(super) reports: &'r [Report],
    /// For each report the first of its family.
    pub(super) families: &'r [usize],
}

impl Tellers<'_> {
    /// The incident of some events and of `others`, reports that tell the same story without an event.
    pub(super) fn incident(
        &self,
        entries: &[Entry<'_>],
        group: &[usize],
        others: &[usize],
        joins: Vec<Merger>,
    ) -> Incident {
        let members: Vec<Entry<'_>> = group.iter().map(|e| entries[*e]).collect();
        let silent = |report: &usize| Member { source_id: self.reports[*report].id.clone(), event: None, span: None };
        let accounts: Vec<Member> = members.iter().map(|e| self.member(e)).chain(others.iter().map(silent)).collect();
        Incident {
            incident: name(&accounts[0]),
            plover: self.most(&members, |e| vec![e.case.plover.clone()]).into_iter().next().map(|s| s.value),
            mode: self.most(&members, |e| e.case.mode.iter().cloned().collect()).into_iter().next().map(|s| s.value),
            status: self.most(&members, |e| vec![e.case.status]).into_iter().next().map(|s| s.value),
            disputed: members.iter().any(|e| e.case.disputed || e.case.status == Status::Denied),
            days: self.days(&members),
            places: self.places(&members),
            initiators: self.sides(&members, Role::Initiator),
            recipients: self.sides(&members, Role::Recipient),
            casualties: self.casualties(&members),
            sources: self.sources(members.iter().map(|e| e.report).chain(others.iter().copied())),
            members: accounts,
            joins,
        }
    }

    /// The independent sources among some reports.
    fn sources(&self, reports: impl Iterator<Item = usize>) -> Vec<Vec<String>> {
        let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for report in reports {
            let family = families.entry(self.families[report]).or_default();
            if !family.contains(&report) {
                family.push(report);
            }
        }
        let ids = |family: Vec<usize>| family.into_iter().map(|r| self.reports[r].id.clone()).collect();
        families.into_values().map(ids).collect()
    }

    /// An event by the ids of its report and its own.
    pub(super) fn member(&self, entry: &Entry<'_>) -> Member {
        Member {
            source_id: self.reports[entry.report].id.clone(),
            event: Some(entry.case.event.clone()),
            span: Some(entry.case.span.clone()),
        }
    }

    /// The values that accounts give, those of the most independent sources first.
    fn most<T: Ord + Clone>(&self, members: &[Entry<'_>], of: impl Fn(&Entry<'_>) -> Vec<T>) -> Vec<Spread<T>> {
        let mut reports: BTreeMap<T, Vec<usize>> = BTreeMap::new();
        for entry in members {
            for value in of(entry) {
                let own = reports.entry(value).or_default();
                if !own.contains(&entry.report) {
                    own.push(entry.report);
                }
            }
        }
        let mut spreads: Vec<Spread<T>> = reports
            .into_iter()
            .map(|(value, reports)| {
                let mut families: Vec<usize> = reports.iter().map(|r| self.families[*r]).collect();
                families.sort_unstable();
                families.dedup();
                let said_by = reports.iter().map(|r| self.reports[*r].id.clone()).collect();
                Spread { value, sources: families.len(), said_by }
            })
            .collect();
        spreads.sort_by(|a, b| b.sources.cmp(&a.sources).then_with(|| a.value.cmp(&b.value)));
        spreads
    }

    /// The days, those that are said before those that were concluded.
    fn days(&self, members: &[Entry<'_>]) -> Vec<Spread<(Date, Date)>> {
        let days = |inferred: bool| {
            self.most(members, |e| e.case.days.filter(|_| e.case.days_inferred == inferred).into_iter().collect())
        };
        let said = days(false);
        if said.is_empty() { days(true) } else { said }
    }

    /// The places, those known most precisely first; a place that contains another says nothing against it.
    fn places(&self, members: &[Entry<'_>]) -> Vec<Spread<String>> {
        let named = self.most(members, |e| e.case.spots.iter().map(|s| (s.precision, s.name.clone())).collect());
        let mut places: Vec<Spread<(Precision, String)>> = named;
        places.sort_by(|a, b| a.value.0.cmp(&b.value.0).then(b.sources.cmp(&a.sources)));
        let name = |s: Spread<(Precision, String)>| Spread { value: s.value.1, sources: s.sources, said_by: s.said_by };
        places.into_iter().map(name).collect()
    }

    fn sides(&self, members: &[Entry<'_>], role: Role) -> Vec<Spread<String>> {
        self.most(members, |e| e.case.sides.iter().filter(|s| s.role == role).map(|s| s.name.clone()).collect())
    }

    fn casualties(&self, members: &[Entry<'_>]) -> Vec<Toll> {
        let mut kinds: BTreeMap<CasualtyKind, Vec<Figure>> = BTreeMap::new();
        for entry in members {
            for toll in &entry.case.tolls {
                let (low, best, high) = (toll.low, toll.best, toll.high);
                let source_id = self.reports[entry.report].id.clone();
                let figure = Figure { source_id, low, best, high, says: toll.says.clone() };
                let figures = kinds.entry(toll.kind).or_default();
                if !figures.contains(&figure) {
                    figures.push(figure);
                }
            }
        }
        let toll = |(kind, figures): (CasualtyKind, Vec<Figure>)| {
            let (low, high) = range(&figures);
            Toll { kind, low, high, figures }
        };
        kinds.into_iter().map(toll).collect()
    }
}
