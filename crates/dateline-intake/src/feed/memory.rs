//! What is remembered of addresses between runs.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::fetch::polite::Validators;

/// What is remembered of an address: when it was visited, and how to ask whether it changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The address.
    pub url: String,
    /// Whether it is a feed.
    #[serde(default)]
    pub feed: bool,
    /// The server's `ETag`.
    #[serde(default)]
    pub etag: Option<String>,
    /// The server's `Last-Modified`.
    #[serde(default)]
    pub modified: Option<String>,
    /// A hash of what the feed said of it.
    #[serde(default)]
    pub stamp: String,
    /// The first visit.
    pub first: Timestamp,
    /// The last one.
    pub last: Timestamp,
    /// How often in a row it could not be read.
    #[serde(default)]
    pub failures: u32,
    /// When the server asked to be asked again, at the earliest.
    #[serde(default)]
    pub not_before: Option<Timestamp>,
}

impl Visit {
    /// A first visit.
    pub fn new(url: impl Into<String>, at: Timestamp) -> Self {
        Self {
            url: url.into(),
            feed: false,
            etag: None,
            modified: None,
            stamp: String::new(),
            first: at,
            last: at,
            failures: 0,
            not_before: None,
        }
    }

    pub(crate) fn validators(&self) -> Validators {
        Validators { etag: self.etag.clone(), modified: self.modified.clone() }
    }

    /// Whether an article that its feed tells nothing new of is looked at again: outlets edit what they have just published,
    /// so after an hour, and then each time when it has become twice as old.
    pub(crate) fn is_stale(&self, now: Timestamp) -> bool {
        let age = self.last.duration_since(self.first).max(SignedDuration::from_hours(1));
        // A clock that was put back does not keep us waiting.
        now < self.last || now.duration_since(self.last) >= age
    }
}

/// What is known from earlier visits, and what is to be kept of the present ones.
#[derive(Debug, Default)]
pub struct Memory {
    known: Mutex<HashMap<String, Visit>>,
    later: Mutex<Vec<Visit>>,
}

impl Memory {
    /// What was kept of earlier visits.
    pub fn new(visits: impl IntoIterator<Item = Visit>) -> Self {
        let known = visits.into_iter().map(|visit| (visit.url.clone(), visit)).collect();
        Self { known: Mutex::new(known), later: Mutex::default() }
    }

    /// What is known of an address.
    pub fn visit(&self, url: &str) -> Option<Visit> {
        lock(&self.known).get(url).cloned()
    }

    /// Learns of a visit.
    pub fn learn(&self, visit: Visit) {
        lock(&self.known).insert(visit.url.clone(), visit);
    }

    /// Visits that brought no document, of feeds for instance: to be kept once all documents that came before are safe. They are
    /// given once.
    pub fn take_finished(&self) -> Vec<Visit> {
        std::mem::take(&mut lock(&self.later))
    }

    /// Forgets addresses that were not visited since; gives them.
    pub fn forget_before(&self, since: Timestamp) -> Vec<String> {
        let mut known = lock(&self.known);
        let old: Vec<String> =
            known.values().filter(|visit| visit.last < since).map(|visit| visit.url.clone()).collect();
        old.iter().for_each(|url| drop(known.remove(url)));
        old
    }

    pub(crate) fn finished(&self, visit: Visit) {
        self.learn(visit.clone());
        lock(&self.later).push(visit);
    }
}

/// What is guarded is never left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_looked_at_again_ever_more_seldom() {
        let start: Timestamp = "2026-04-25T08:00:00Z".parse().unwrap();
        let after = |minutes: i64| start + SignedDuration::from_mins(minutes);
        let mut visit = Visit::new("https://news.example/a", start);
        let mut looks = Vec::new();
        for minute in 0..24 * 60 {
            if visit.is_stale(after(minute)) {
                looks.push(minute);
                visit.last = after(minute);
            }
        }
        assert_eq!(looks, [60, 120, 240, 480, 960]);
        assert!(visit.is_stale(start), "the clock went back");
    }
}
