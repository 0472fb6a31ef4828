//! Which pairs of events are worth weighing: those of reports that share rare words, and those of one kind, day and
//! country. Each word and key brings together no more than a bounded number of reports, so the cost grows near-linearly.

use std::collections::HashMap;

use super::words::{ByWord, Vector, hash};
use super::{Entry, Report};
use crate::lexicon::merge::Profile;
use crate::time::calendar::days_between;

/// The words of a report that bring it together with others.
const KEYS: usize = 14;
/// How many of them two reports must share.
const SHARED: usize = 2;
/// How many earlier reports or events, the nearest in time, a word or key brings together with a later one; and with how
/// many reports, those that share the most, a report is held to tell one story.
const NEAREST: usize = 80;

/// Pairs of reports that may tell one story, and how much their words are alike: for each report those before it.
pub(super) struct Stories(Vec<Vec<(u32, f32)>>);

impl Stories {
    /// Finds reports that share rare words.
    pub(super) fn new(reports: &[Report], vectors: &[Vector]) -> Self {
        // Those that tell of one day stand side by side.
        let mut order: Vec<usize> = (0..reports.len()).collect();
        order.sort_by_key(|r| (reports[*r].published, *r));
        // Reports by their place in that order.
        let mut holders: ByWord<Vec<u32>> = HashMap::default();
        let mut before = vec![Vec::new(); reports.len()];
        let mut found = Vec::new();
        for (place, own) in order.iter().enumerate() {
            found.clear();
            for word in vectors[*own].heaviest(KEYS) {
                let with = holders.entry(word).or_default();
                found.extend(with.iter().rev().take(NEAREST));
                with.push(place as u32);
            }
            found.sort_unstable();
            let runs = found.chunk_by(|a, b| a == b).filter(|run| run.len() >= SHARED);
            let mut shared: Vec<(usize, u32)> = runs.map(|run| (run.len(), run[0])).collect();
            shared.sort_unstable_by(|a, b| b.cmp(a));
            for (_, place) in shared.into_iter().take(NEAREST) {
                let other = order[place as usize];
                let alike = vectors[*own].cosine(&vectors[other]);
                before[*own.max(&other)].push((other.min(*own) as u32, alike));
            }
        }
        before.iter_mut().for_each(|others| others.sort_unstable_by_key(|(other, _)| *other));
        Self(before)
    }

    /// Reports before one that may tell its story, in their order.
    fn before(&self, report: usize) -> &[(u32, f32)] {
        &self.0[report]
    }

    /// All pairs, the lower index first.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize, f32)> {
        let all = self.0.iter().enumerate();
        all.flat_map(|(own, others)| others.iter().map(move |(other, alike)| (*other as usize, own, *alike)))
    }

    /// How much the words of two reports are alike, where they are a pair.
    pub(super) fn alike(&self, a: usize, b: usize) -> Option<f32> {
        let (low, high) = (a.min(b) as u32, a.max(b));
        let others = self.before(high);
        others.binary_search_by_key(&low, |(other, _)| *other).ok().map(|at| others[at].1)
    }
}

/// Gives pairs of events, the lower index first, in the order of the higher one. No more of them are held at a time than
/// one event has.
pub(super) fn events(entries: &[Entry<'_>], stories: &Stories, profile: &Profile, mut give: impl FnMut(usize, usize)) {
    let may_be_one = |a: usize, b: usize| {
        let (x, y) = (&entries[a].case.plover, &entries[b].case.plover);
        x == y || profile.akin.iter().any(|group| group.contains(x) && group.contains(y))
    };
    // Entries stand in the order of their reports.
    let of =
        |report: usize| entries.partition_point(|e| e.report < report)..entries.partition_point(|e| e.report <= report);
    let mut holders: ByWord<Vec<u32>> = HashMap::default();
    let mut others: Vec<u32> = Vec::new();
    for (own, entry) in entries.iter().enumerate() {
        others.clear();
        for (report, _) in stories.before(entry.report) {
            others.extend(of(*report as usize).map(|other| other as u32));
        }
        for key in keys(entry) {
            let with = holders.entry(key).or_default();
            others.extend(with.iter().rev().take(NEAREST));
            with.push(own as u32);
        }
        others.sort_unstable();
        others.dedup();
        for other in others.iter().map(|other| *other as usize) {
            if entries[other].report != entry.report && may_be_one(other, own) {
                give(other, own);
            }
        }
    }
}

/// The days of an event that lasts no longer than three, each with every country that it is in.
fn keys(entry: &Entry<'_>) -> Vec<u64> {
    let Some((from, to)) = entry.case.days.filter(|(from, to)| days_between(*from, *to) < 3) else {
        return Vec::new();
    };
    let mut keys: Vec<u64> = entry
        .case
        .spots
        .iter()
        .filter_map(|spot| spot.country)
        .flat_map(|country| {
            let days = from.series(jiff::Span::new().days(1)).take_while(move |day| *day <= to);
            days.map(move |day| hash(format!("{country} {day}").into_bytes()))
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
