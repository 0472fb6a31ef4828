//! Which pairs of events are worth weighing: those of reports that share rare words, and those of one kind, day and
//! country. Each word and key brings together no more than a bounded number of reports, so the cost grows near-linearly.

use std::collections::{HashMap, HashSet};

use super::words::{Vector, Word, hash};
use super::{Entry, Report};
use crate::lexicon::merge::Profile;
use crate::time::calendar::days_between;

/// The words of a report that bring it together with others.
const KEYS: usize = 14;
/// How many of them two reports must share.
const SHARED: usize = 2;
/// How many earlier reports, the nearest in time, a word or key brings together with a later one.
const NEAREST: usize = 80;

/// Pairs of reports that may tell one story, and how much their words are alike.
pub(super) type Stories = HashMap<(usize, usize), f32>;

/// Pairs of reports, the lower index first, that share rare words.
pub(super) fn stories(reports: &[Report], vectors: &[Vector]) -> Stories {
    // Those that tell of one day stand side by side.
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|r| (reports[*r].published, *r));
    let mut holders: HashMap<Word, Vec<usize>> = HashMap::new();
    let mut pairs = Stories::new();
    for own in order {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for word in vectors[own].heaviest(KEYS) {
            let with = holders.entry(word).or_default();
            with.iter().rev().take(NEAREST).for_each(|other| *shared.entry(*other).or_default() += 1);
            with.push(own);
        }
        for (other, _) in shared.into_iter().filter(|(_, count)| *count >= SHARED) {
            pairs.insert((own.min(other), own.max(other)), vectors[own].cosine(&vectors[other]));
        }
    }
    pairs
}

/// Pairs of events, the lower index first, in order.
pub(super) fn events(entries: &[Entry<'_>], stories: &Stories, profile: &Profile) -> Vec<(usize, usize)> {
    let may_be_one = |a: usize, b: usize| {
        let (x, y) = (&entries[a].case.plover, &entries[b].case.plover);
        x == y || profile.akin.iter().any(|group| group.contains(x) && group.contains(y))
    };
    let mut pairs = HashSet::new();
    let mut add = |a: usize, b: usize| {
        if entries[a].report != entries[b].report && may_be_one(a, b) {
            pairs.insert((a.min(b), a.max(b)));
        }
    };
    // Entries stand in the order of their reports.
    let of =
        |report: usize| entries.partition_point(|e| e.report < report)..entries.partition_point(|e| e.report <= report);
    for (one, other) in stories.keys() {
        of(*one).for_each(|a| of(*other).for_each(|b| add(a, b)));
    }
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (own, entry) in entries.iter().enumerate() {
        for key in keys(entry) {
            let with = holders.entry(key).or_default();
            with.iter().rev().take(NEAREST).for_each(|other| add(own, *other));
            with.push(own);
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable();
    pairs
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
