//! Incidents of a record, put in the terms of tables: what people set goes before what reports say.

use dateline::Lexicon;
use dateline::incident::Incident;
use dateline::reading::Reading;
use dateline_record::{Field, RecordedIncident, State, field};

use crate::{Accounts, Correction, Redaction, Report, Review};

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
        let seen = (!names).then(|| Seen::new(recorded, lexicon));
        for correction in corrections(recorded, seen.as_ref()) {
            self.correct(&mut incident, &correction, lexicon);
        }
        incident
    }
}

/// An incident as readers may see it, in what does not stand in one report alone: names of private persons and of victims are
/// withheld there too.
pub struct Seen<'r> {
    lexicon: &'r Lexicon,
    reports: Vec<(&'r Reading, Redaction<'r>)>,
}

impl<'r> Seen<'r> {
    /// By all that its reports say.
    pub fn new(recorded: &'r RecordedIncident, lexicon: &'r Lexicon) -> Self {
        let reports = recorded.accounts.iter().map(|account| {
            let reading = &account.report.reading;
            (reading, Redaction::new(&account.report.document.text, reading, lexicon))
        });
        Self { lexicon, reports: reports.collect() }
    }

    /// What a person set.
    pub fn set(&self, field: Field, value: &str) -> String {
        match field {
            Field::Initiator | Field::Recipient => self.actor(value),
            Field::Place => self.place(value),
            _ => value.to_owned(),
        }
    }

    /// The name of a place.
    pub fn place(&self, name: &str) -> String {
        let mut places = self.reports.iter().flat_map(|(reading, _)| &reading.places);
        if places.any(|place| place.name == name && place.gazetteer.is_some()) {
            return name.to_owned();
        }
        self.known(name)
    }

    /// Whoever takes part: an actor of the field or of a report, or words that no report has, of which none may be a name.
    fn actor(&self, name: &str) -> String {
        if self.lexicon.actors.by_name(name).is_some() {
            return name.to_owned();
        }
        let own = self.reports.iter().find_map(|(reading, redaction)| {
            reading.actors.iter().find(|actor| actor.name == name).map(|actor| redaction.actor(actor))
        });
        if let Some(own) = own {
            return own;
        }
        let known = self.known(name);
        let may_be_said = self.reports.iter().any(|(_, redaction)| redaction.words(&known) == known);
        match self.reports.first() {
            Some((_, redaction)) if !may_be_said => redaction.words(&known),
            _ => known,
        }
    }

    fn known(&self, name: &str) -> String {
        self.reports.iter().fold(name.to_owned(), |name, (_, redaction)| redaction.known(&name))
    }
}

/// What people set, type and mode first: what follows from them is not to overwrite the rest.
fn corrections(recorded: &RecordedIncident, seen: Option<&Seen<'_>>) -> Vec<Correction> {
    let set = recorded.review.corrections.iter();
    set.filter_map(|(field, correction)| {
        let shielded = seen.map(|seen| seen.set(*field, &correction.value));
        let value = shielded.as_deref().unwrap_or(&correction.value);
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
