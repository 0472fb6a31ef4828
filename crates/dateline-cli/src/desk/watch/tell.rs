//! Alerts on their way out: into files that feed readers follow, and to addresses that were named for it. What was told is
//! remembered in the record, so that nothing is told twice.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use dateline::Lexicon;
use dateline_intake::post_json;
use dateline_record::Record;
use dateline_tables::{Alert, Alerts, Rule, rss};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::plan::Telling;
use crate::desk::file::replace;
use crate::desk::gather::Gathered;

/// The kind of notes that alerts are.
const KIND: &str = "alert";
/// The alerts that a file holds.
const MOST_IN_FILE: usize = 100;
/// How often a webhook is tried before an alert is given up: over about two days.
const MOST_TRIES: u32 = 12;
/// How long it is remembered what was told.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Tells what rules ask for.
pub(super) struct Teller<'a> {
    pub(super) tellings: &'a [Telling],
    pub(super) lexicon: &'a Lexicon,
    pub(super) allow_private: bool,
    pub(super) stop: &'a AtomicBool,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Told {
    new: usize,
    unreviewed: usize,
    pub(super) problems: Vec<String>,
}

impl Told {
    pub(super) fn summary(&self) -> Option<String> {
        let unreviewed = match self.unreviewed {
            0 => String::new(),
            n => format!(" ({n} more if somebody reviewed them)"),
        };
        let alerts = crate::output::record::counted(self.new as u64, "alert");
        (self.new > 0 || self.unreviewed > 0).then(|| format!("{alerts}{unreviewed}"))
    }
}

/// An alert as the record remembers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Note {
    alert: Alert,
    /// The events it was made of.
    events: Vec<String>,
    /// The next try, while an address has not taken it.
    next: Option<Timestamp>,
    tries: u32,
}

impl Note {
    fn key(&self) -> String {
        let Alert { rule, incident, revision, .. } = &self.alert;
        format!("{rule}/{incident}/{revision}")
    }

    /// Whether this tells of the incident of an alert.
    fn is_of(&self, alert: &Alert) -> bool {
        let own = &self.alert;
        own.rule == alert.rule
            && (own.incident == alert.incident || self.events.iter().any(|event| alert.events.contains(event)))
    }
}

impl Teller<'_> {
    /// Finds what is new, remembers it, and tells it.
    pub(super) fn tell(&self, record: &mut Record) -> anyhow::Result<Told> {
        let now = Timestamp::now();
        let mut notes: BTreeMap<String, Note> = record.notes(KIND)?.into_iter().collect();
        let mut told = Told::default();
        for alert in self.found(record, now, &mut told)? {
            let before: Vec<&Note> = notes.values().filter(|note| note.is_of(&alert)).collect();
            if before.iter().any(|note| note.alert.revision == alert.revision) {
                continue;
            }
            let alert = Alert { update: !before.is_empty(), ..alert };
            let goes_out = self.telling(&alert.rule).is_some_and(|telling| telling.webhook.is_some());
            let note = Note { events: alert.events.clone(), next: goes_out.then_some(now), tries: 0, alert };
            // Remembered before it is told: a program that is killed between tells it in the next round.
            record.note(KIND, &[(&note.key(), Some(&note))])?;
            notes.insert(note.key(), note);
            told.new += 1;
        }
        self.files(&notes, &mut told);
        self.send(record, &mut notes, &mut told)?;
        let old: Vec<String> =
            notes.iter().filter(|(_, note)| note.alert.at < now - KEPT).map(|(key, _)| key.clone()).collect();
        let old: Vec<(&str, Option<&Note>)> = old.iter().map(|key| (key.as_str(), None)).collect();
        record.note(KIND, &old)?;
        Ok(told)
    }

    fn telling(&self, rule: &str) -> Option<&Telling> {
        self.tellings.iter().find(|telling| telling.rule.name == rule)
    }

    /// Every incident that a rule asks for, as it stands.
    fn found(&self, record: &Record, now: Timestamp, told: &mut Told) -> anyhow::Result<Vec<Alert>> {
        let mut by_days: BTreeMap<i64, Vec<Rule>> = BTreeMap::new();
        for telling in self.tellings {
            by_days.entry(telling.days).or_default().push(telling.rule.clone());
        }
        let day =
            |days: i64| (now - SignedDuration::from_hours(24 * days.clamp(0, 36_500))).to_zoned(TimeZone::UTC).date();
        let longest = by_days.keys().next_back().copied().unwrap_or_default();
        let gathered = Gathered::recent(record, day(longest), self.lexicon)?;
        let mut all = Vec::new();
        for (days, rules) in &by_days {
            let Gathered { incidents, accounts, .. } = &gathered;
            let found = Alerts::new(incidents, accounts, self.lexicon, rules, day(*days), now, |i| gathered.review(i));
            told.unreviewed += found.unreviewed;
            all.extend(found.alerts);
        }
        Ok(all)
    }

    /// Writes the files anew that would be other than they are.
    fn files(&self, notes: &BTreeMap<String, Note>, told: &mut Told) {
        let mut files: BTreeMap<&Path, Vec<&str>> = BTreeMap::new();
        for telling in self.tellings {
            if let Some(path) = &telling.rss {
                files.entry(path).or_default().push(&telling.rule.name);
            }
        }
        for (path, rules) in files {
            let mut alerts: Vec<&Alert> =
                notes.values().map(|note| &note.alert).filter(|alert| rules.contains(&alert.rule.as_str())).collect();
            alerts.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.incident.cmp(&b.incident)));
            alerts.truncate(MOST_IN_FILE);
            let words = rss(&format!("Alerts: {}", rules.join(", ")), alerts);
            if std::fs::read_to_string(path).is_ok_and(|there| there == words) {
                continue;
            }
            if let Err(error) = replace(path, |out| Ok(out.write_all(words.as_bytes())?)) {
                told.problems.push(format!("{error:#}"));
            }
        }
    }

    /// Sends what addresses have not taken yet. One that does not answer is tried again, at once and then ever more seldom; once it
    /// has answered, it is never sent the same again.
    fn send(&self, record: &mut Record, notes: &mut BTreeMap<String, Note>, told: &mut Told) -> anyhow::Result<()> {
        const AT_ONCE: [Duration; 3] = [Duration::ZERO, Duration::from_millis(300), Duration::from_secs(1)];
        let mut silent: Vec<&str> = Vec::new();
        for (key, note) in notes.iter_mut() {
            let due = note.next.is_some_and(|at| at <= Timestamp::now() || note.tries == 0);
            if !due || self.stop.load(Ordering::Relaxed) {
                continue;
            }
            let Some(webhook) = self.telling(&note.alert.rule).and_then(|telling| telling.webhook.as_deref()) else {
                continue;
            };
            let body = serde_json::to_vec(&note.alert).expect("words and numbers");
            let mut sent = Err(String::new());
            // One that was silent a moment ago is not asked for each alert anew.
            let pauses = if silent.contains(&webhook) { &AT_ONCE[..0] } else { &AT_ONCE[..] };
            for pause in pauses {
                thread::sleep(*pause);
                sent = post_json(webhook, &body, key, self.allow_private);
                if sent.is_ok() {
                    break;
                }
            }
            match sent {
                Ok(()) => note.next = None,
                Err(why) => {
                    note.tries += 1;
                    let wait = SignedDuration::from_secs(60 << note.tries.min(9));
                    note.next = (note.tries < MOST_TRIES).then(|| Timestamp::now() + wait);
                    if !silent.contains(&webhook) {
                        silent.push(webhook);
                        told.problems.push(format!("{webhook}: the alert {:?} was not taken: {why}", note.alert.rule));
                    }
                }
            }
            record.note(KIND, &[(key, Some(&*note))])?;
        }
        Ok(())
    }
}
