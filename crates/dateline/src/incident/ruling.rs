//! What people have ruled about which events are one: it goes before all that is weighed.

use std::collections::{HashMap, HashSet};

use super::{Entry, Report};

/// An event by the id of its report and its own.
pub type EventRef = (String, String);

/// Rulings about events. Those of events that are not among the reports are passed over; where a group and a pair
/// contradict each other, the group holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulings {
    /// Events that are one incident, group by group.
    pub together: Vec<Vec<EventRef>>,
    /// Pairs of events that are two.
    pub apart: Vec<(EventRef, EventRef)>,
}

/// Rulings on entries.
#[derive(Debug, Default)]
pub(super) struct Ruled {
    /// Entries that are one, group by group, each sorted.
    pub(super) together: Vec<Vec<usize>>,
    /// Pairs that are two, the lower index first.
    apart: HashSet<(usize, usize)>,
}

impl Ruled {
    pub(super) fn new(rulings: &Rulings, reports: &[Report], entries: &[Entry<'_>]) -> Self {
        if *rulings == Rulings::default() {
            return Self::default();
        }
        let names: HashMap<(&str, &str), usize> = entries
            .iter()
            .enumerate()
            .map(|(at, e)| ((reports[e.report].id.as_str(), e.case.event.as_str()), at))
            .collect();
        let find = |(report, event): &EventRef| names.get(&(report.as_str(), event.as_str())).copied();
        let group = |events: &Vec<EventRef>| {
            let mut group: Vec<usize> = events.iter().filter_map(find).collect();
            group.sort_unstable();
            group.dedup();
            group
        };
        let pair = |(a, b): &(EventRef, EventRef)| {
            let (a, b) = (find(a)?, find(b)?);
            (a != b).then_some((a.min(b), a.max(b)))
        };
        Self {
            together: rulings.together.iter().map(group).filter(|g| g.len() > 1).collect(),
            apart: rulings.apart.iter().filter_map(pair).collect(),
        }
    }

    /// Whether two groups may not become one.
    pub(super) fn part(&self, a: &[usize], b: &[usize]) -> bool {
        !self.apart.is_empty() && a.iter().any(|x| b.iter().any(|y| self.apart.contains(&(*x.min(y), *x.max(y)))))
    }
}
