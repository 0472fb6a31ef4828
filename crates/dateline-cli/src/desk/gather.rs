//! Incidents with all that tables and digests need of them: from reports, or from a record.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use dateline::incident::{self, Incident};
use dateline::lexicon::merge::Profiles;
use dateline::{Lexicon, Reader};
use dateline_intake::Options;
use dateline_record::{Handle, Moment, Record};
use dateline_tables::{Accounts, Report, Review};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::desk::record::as_of;
use crate::inputs::{Inputs, guarded};

/// Where incidents come from, and whose names may be said of them.
#[derive(clap::Args)]
pub(crate) struct Gather {
    /// Take the incidents that this record holds, with what people decided about them.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["names", "merge"])]
    pub(crate) record: Option<PathBuf>,

    /// As the record stood at the end of a day or at an instant, UTC: 2026-04-25 or 2026-04-25T12:00:00Z.
    #[arg(long, value_name = "WHEN", value_parser = as_of, conflicts_with = "names")]
    pub(crate) as_of: Option<Timestamp>,

    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// The rule by which events are merged: a file of the lexicon's folder `merge`.
    #[arg(long, value_name = "NAME", default_value = Profiles::STANDARD)]
    merge: String,

    /// Keep the names of private persons and of victims, which are otherwise replaced by the part they play.
    #[arg(long = "names")]
    pub(crate) keep_names: bool,
}

/// Incidents, their accounts, and what people decided about them.
pub(crate) struct Gathered {
    pub(crate) incidents: Vec<Incident>,
    pub(crate) accounts: Accounts,
    reviews: HashMap<String, Review>,
    pub(crate) code: ExitCode,
}

impl Gathered {
    /// Whether a person has looked at an incident.
    pub(crate) fn review(&self, incident: &Incident) -> Review {
        self.reviews.get(&incident.incident).copied().unwrap_or_default()
    }
}

impl Gathered {
    /// The incidents of a record that may be news to those who know what was reported before a day.
    pub(super) fn recent(record: &Record, since: Date, lexicon: &Lexicon) -> anyhow::Result<Self> {
        let (mut incidents, mut accounts, mut reviews) = (Vec::new(), Accounts::default(), HashMap::new());
        // What the record held before that day was published before it too, and need not be unpacked.
        let begun = since.to_zoned(TimeZone::UTC)?.timestamp();
        let older: HashSet<Handle> = record.documents(record.moment(begun)?)?.into_iter().collect();
        let mut all = record.incidents(Moment::NOW)?;
        while let Some(head) = all.next_head() {
            let head = head?;
            if head.reports.iter().all(|report| older.contains(report)) {
                continue;
            }
            let recorded = all.recorded(head)?;
            let days = |account: &dateline_record::Account| account.report.document.published.map(|p| p.date);
            let last = recorded.accounts.iter().filter_map(days).max();
            if last.is_some_and(|last| last < since) {
                continue;
            }
            let incident = accounts.add_recorded(&recorded, lexicon, false);
            reviews.insert(incident.incident.clone(), recorded.review.state.into());
            incidents.push(incident);
        }
        Ok(Self { incidents, accounts, reviews, code: ExitCode::SUCCESS })
    }
}

impl Gather {
    /// Reads and merges the reports, or takes what the record holds.
    pub(crate) fn all(&self, reader: &Reader) -> anyhow::Result<Gathered> {
        match &self.record {
            Some(path) => self.of_record(path, reader.lexicon()),
            None => self.of_reports(reader),
        }
    }

    fn of_reports(&self, reader: &Reader) -> anyhow::Result<Gathered> {
        let lexicon = reader.lexicon();
        let rule = lexicon.merge.get(&self.merge).with_context(|| {
            let names: Vec<&str> = lexicon.merge.iter().map(|(name, _)| name).collect();
            format!("no merge rule {:?}; there are {}", self.merge, names.join(", "))
        })?;
        let (mut reports, mut accounts) = (Vec::new(), Accounts::default());
        let read = |raw| {
            guarded(raw, |document| {
                let reading = reader.read(document);
                let report = incident::Report::new(&document.text, &reading);
                let own = Report::new(&report.id, &document.text, &reading, lexicon, self.keep_names);
                (report, own)
            })
        };
        let code = self.inputs.for_each(self.inputs.intake(Options::default()), read, |read| {
            Ok(match read {
                Ok((report, own)) => {
                    reports.push(report);
                    accounts.add(own);
                    None
                }
                Err(error) => Some(error.to_string()),
            })
        })?;
        let incidents = incident::merge(&reports, rule);
        Ok(Gathered { incidents, accounts, reviews: HashMap::new(), code })
    }

    fn of_record(&self, path: &Path, lexicon: &Lexicon) -> anyhow::Result<Gathered> {
        let in_record = || path.display().to_string();
        let record = Record::open(path).with_context(in_record)?;
        let moment = self.as_of.map_or(Ok(Moment::NOW), |at| record.moment(at)).with_context(in_record)?;
        let merger = record.last_merger(moment).with_context(in_record)?;
        let Some((_, since)) = merger else {
            anyhow::bail!("{}: nothing was merged yet; `dateline merge --record` does", path.display());
        };
        if since > 0 {
            eprintln!("dateline: {since} readings came after the last merger; `dateline merge --record` takes them in");
        }
        let (mut incidents, mut accounts, mut reviews) = (Vec::new(), Accounts::default(), HashMap::new());
        for recorded in record.incidents(moment).with_context(in_record)? {
            let recorded = recorded.with_context(in_record)?;
            let incident = accounts.add_recorded(&recorded, lexicon, self.keep_names);
            reviews.insert(incident.incident.clone(), recorded.review.state.into());
            incidents.push(incident);
        }
        Ok(Gathered { incidents, accounts, reviews, code: ExitCode::SUCCESS })
    }
}
