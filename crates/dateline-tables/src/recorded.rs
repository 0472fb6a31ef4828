//! Incidents of a record, put in the terms of tables: what people set goes before what reports say.

use dateline::Lexicon;
use dateline::incident::Incident;
use dateline_record::{Field, RecordedIncident, State, field};

use crate::{Accounts, Correction, Report, Review};

impl From<State> for Review {
    fn from(state: State) -> Self {
        match state {
            State::Unreviewed => Self::Unreviewed,
            State::Accepted => Self::Reviewed,
            State::Rejected => Self::Rejected,
        }
    }
}

impl Accounts {
    /// Adds the reports of a recorded incident and sets in them what people set; the incident as it is then, with the
    /// sources' own ids of reports. Unless `names`, names that must not be said are replaced.
    pub fn add_recorded(&mut self, recorded: &RecordedIncident, lexicon: &Lexicon, names: bool) -> Incident {
        for report in recorded.accounts.iter().map(|account| &account.report) {
            if self.source(report.name()).is_none() {
                self.add(Report::new(report.name(), &report.document.text, &report.reading, lexicon, names));
            }
        }
        let mut incident = recorded.named();
        for correction in corrections(recorded) {
            self.correct(&mut incident, &correction, lexicon);
        }
        incident
    }
}

/// What people set, type and mode first: what follows from them is not to overwrite the rest.
fn corrections(recorded: &RecordedIncident) -> Vec<Correction> {
    let set = recorded.review.corrections.iter();
    set.filter_map(|(field, correction)| {
        let value = correction.value.as_str();
        let known = Some(value).filter(|v| !v.is_empty());
        let name = known.map(str::to_owned);
        Some(match field {
            Field::Type => Correction::Type(name?),
            Field::Mode => Correction::Mode(name),
            Field::Status => Correction::Status(value.parse().ok()?),
            Field::Date => Correction::Days(known.and_then(field::days)),
            Field::Place => Correction::Place(name),
            Field::Point => Correction::Point(known.and_then(field::point)),
            Field::Initiator => Correction::Initiator(name),
            Field::Recipient => Correction::Recipient(name),
            Field::Toll(kind) => Correction::Toll(*kind, known.and_then(field::numbers)),
        })
    })
    .collect()
}
