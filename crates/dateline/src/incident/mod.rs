//! Many reports, one incident: events that are told in several reports are merged, each merge with its weight and
//! reasons; copies of one text count as one source; what the accounts disagree on is kept side by side.
//!
//! Pure, as reading is: the same reports in the same order give the same incidents.

use std::collections::HashMap;

use jiff::civil::Date;

mod account;
mod block;
mod case;
mod cluster;
mod copies;
mod ruling;
mod weigh;
mod words;

pub use account::{Figure, Incident, Member, Merger, Spread, Toll};
pub use ruling::{EventRef, Rulings};
pub use words::{Frequencies, distinct_words};

use crate::lexicon::merge::Profile;
use crate::reading::Reading;
use account::Tellers;
use block::Stories;
use case::Case;
use cluster::Join;
use copies::Shingles;
use ruling::Ruled;
use weigh::Scale;
use words::{Vector, Vocabulary, Word};

/// One report, as far as merging looks at it; its text and its reading are not needed any more.
#[derive(Clone, Debug)]
pub struct Report {
    /// The caller's id of the document, or else the document's own.
    pub id: String,
    /// The day of its publication.
    pub published: Option<Date>,
    words: Vec<Word>,
    shingles: Shingles,
    cases: Vec<Case>,
    /// Whether nothing was read from it, neither what happened nor what may.
    silent: bool,
}

impl Report {
    /// What merging needs of a document's text and its reading.
    pub fn new(text: &str, reading: &Reading) -> Self {
        let words = words::words(text);
        Self {
            id: reading.document.source_id.clone().unwrap_or_else(|| reading.document.id.clone()),
            published: reading.document.published.as_ref().map(|p| p.date),
            shingles: Shingles::new(&words),
            words,
            cases: Case::all(reading),
            silent: reading.events.is_empty() && reading.outlook.is_empty(),
        }
    }
}

/// One event and the index of its report.
#[derive(Clone, Copy, Debug)]
struct Entry<'r> {
    report: usize,
    case: &'r Case,
}

/// Two reports whose words are so much alike tell one story, events or not.
const ONE_STORY: f32 = 0.3;

/// Merges the events of some reports into incidents, in the order of their first accounts. Every report is in one at
/// least: one from which no event was read joins the reports that tell the same story, or stands alone. One that tells of
/// nothing that happened, but of what is feared or planned, always stands alone.
pub fn merge(reports: &[Report], profile: &Profile) -> Vec<Incident> {
    merge_ruled(reports, profile, &Rulings::default())
}

/// The same, where people have ruled on some events.
pub fn merge_ruled(reports: &[Report], profile: &Profile, rulings: &Rulings) -> Vec<Incident> {
    let mut frequencies = Frequencies::default();
    reports.iter().for_each(|report| frequencies.add(&words::distinct(&report.words)));
    merged(reports, profile, rulings, frequencies)
}

/// The same for some reports of an archive, whose words are as rare as they are in the archive.
pub fn merge_part(reports: &[Report], profile: &Profile, frequencies: Frequencies) -> Vec<Incident> {
    merged(reports, profile, &Rulings::default(), frequencies)
}

fn merged(reports: &[Report], profile: &Profile, rulings: &Rulings, frequencies: Frequencies) -> Vec<Incident> {
    let vocabulary = Vocabulary::new(frequencies);
    let vectors: Vec<Vector> = reports.iter().map(|r| vocabulary.vector(&r.words)).collect();
    let families = copies::families(&reports.iter().map(|r| &r.shingles).collect::<Vec<_>>());
    let stories = Stories::new(reports, &vectors);
    let entries: Vec<Entry<'_>> = reports
        .iter()
        .enumerate()
        .flat_map(|(report, r)| r.cases.iter().map(move |case| Entry { report, case }))
        .collect();
    let clauses: Vec<Vector> = entries.iter().map(|e| vocabulary.vector(&e.case.clause)).collect();

    let scale = Scale { profile, vocabulary: &vocabulary };
    let weigh = |a: usize, b: usize, told: bool| {
        let (x, y) = (&entries[a], &entries[b]);
        let alike = || vectors[x.report].cosine(&vectors[y.report]);
        let story = stories.alike(x.report, y.report).unwrap_or_else(alike);
        scale.weigh(x.case, y.case, clauses[a].cosine(&clauses[b]), story, told)
    };
    let mut joins = Vec::new();
    block::events(&entries, &stories, profile, |a, b| {
        let weight = weigh(a, b, false);
        if weight.total >= profile.threshold && !weight.never {
            joins.push(Join { a: a as u32, b: b as u32, weight: weight.total, ruled: false });
        }
    });
    let ruled = Ruled::new(rulings, reports, &entries);
    let groups = cluster::groups(&entries, joins, profile.threshold, &ruled, |a, b| weigh(a, b, false));

    let (groups, joins): (Vec<Vec<usize>>, Vec<Vec<Join>>) = groups.into_iter().unzip();
    let incidents = without_events(reports, &families, &stories, &entries, groups);
    let tellers = Tellers { reports, families: &families };
    let told = |join: Join| {
        let (a, b) = (join.a as usize, join.b as usize);
        let mut reasons = weigh(a, b, true).reasons();
        reasons.extend(join.ruled.then(|| "ruled one by a person".to_owned()));
        let (event, with) = (tellers.member(&entries[a]), tellers.member(&entries[b]));
        Merger { event, with, score: join.weight, reasons }
    };
    // Stories of which no event was read stand at the end, and nothing made them one.
    let joins = joins.into_iter().chain(std::iter::repeat_with(Vec::new));
    let made = incidents.iter().zip(joins).map(|((group, others), joins)| {
        tellers.incident(&entries, group, others, joins.into_iter().map(told).collect())
    });
    made.collect()
}

/// Groups of events with the reports that tell the same story without an event of their own; stories of which no event was
/// read stand at the end. Copies go where their family is. A report of what may happen is no account of what did, and
/// joins only such stories.
fn without_events(
    reports: &[Report],
    families: &[usize],
    stories: &Stories,
    entries: &[Entry<'_>],
    groups: Vec<Vec<usize>>,
) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut incidents: Vec<(Vec<usize>, Vec<usize>)> = groups.into_iter().map(|group| (group, Vec::new())).collect();
    // The incident that a report tells foremost: of its incidents the one with the most accounts.
    let mut own: Vec<Option<usize>> = vec![None; reports.len()];
    for (at, (group, _)) in incidents.iter().enumerate() {
        for report in group.iter().map(|entry| entries[*entry].report) {
            if own[report].is_none_or(|best: usize| incidents[best].0.len() < group.len()) {
                own[report] = Some(at);
            }
        }
    }
    let told = incidents.len();
    let mut of_family: HashMap<usize, usize> = HashMap::new();
    for (report, at) in own.iter().enumerate() {
        at.map(|at| of_family.entry(families[report]).or_insert(at));
    }
    let mut near: Vec<Vec<(f32, usize)>> = vec![Vec::new(); reports.len()];
    for (a, b, alike) in stories.pairs().filter(|(_, _, alike)| *alike >= ONE_STORY) {
        near[a].push((alike, b));
        near[b].push((alike, a));
    }
    for report in 0..reports.len() {
        if own[report].is_some() {
            continue;
        }
        near[report].sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let may_join = |at: &usize| reports[report].silent || *at >= told;
        let similar = || near[report].iter().find_map(|(_, other)| own[*other].filter(may_join));
        let at = of_family.get(&families[report]).copied().or_else(similar).unwrap_or_else(|| {
            incidents.push((Vec::new(), Vec::new()));
            incidents.len() - 1
        });
        own[report] = Some(at);
        of_family.insert(families[report], at);
        incidents[at].1.push(report);
    }
    incidents
}
