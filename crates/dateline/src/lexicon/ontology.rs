//! `ontology/`: the ontologies of the field, and the crosswalk between them.
//!
//! PLOVER's types and modes are the reader's own (see [`super::frames::PLOVER`]); ACLED's sub-event types, CAMEO's codes and
//! what belongs to each are tables, with their sources at the head.

use std::collections::HashMap;

use super::{File, Problem, Row, frames};
use crate::reading::{AcledType, ActorKind, OutcomeValue};

/// What belongs to a PLOVER type and mode.
#[derive(Clone, Debug, PartialEq)]
pub struct PloverCode {
    /// The class of the type: `verbal cooperation`, `material conflict`, ...
    pub quad: String,
    /// PLOVER's score, from conflict (-10) to cooperation (10), where the manual has one.
    pub score: Option<f64>,
    /// The CAMEO code that stands nearest.
    pub cameo: String,
}

/// What belongs to a CAMEO code.
#[derive(Clone, Debug, PartialEq)]
pub struct CameoCode {
    /// The class of its root.
    pub quad: String,
    /// Goldstein's score, from conflict (-10) to cooperation (10).
    pub goldstein: f64,
}

/// A row of the crosswalk from PLOVER to ACLED.
#[derive(Clone, Debug)]
struct Crossing {
    plover: String,
    modes: Vec<String>,
    outcomes: Vec<OutcomeValue>,
    initiators: Vec<ActorKind>,
    /// None where ACLED does not code such an act.
    sub: Option<String>,
}

/// The ontologies of the field.
#[derive(Debug, Default)]
pub struct Ontology {
    /// ACLED's sub-event types: event type, sub-event type, disorder type.
    acled: Vec<(AcledType, String)>,
    crossings: Vec<Crossing>,
    plover: HashMap<(String, String), PloverCode>,
    cameo: HashMap<String, CameoCode>,
    sectors: HashMap<String, String>,
}

impl Ontology {
    /// Reads `ontology/*.tsv`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut ontology = Self::default();
        // ACLED's types come first by name: the crosswalk is checked against them.
        for file in files.iter().filter(|f| f.path.starts_with("ontology/")) {
            match file.path.as_str() {
                "ontology/acled.tsv" => {
                    file.rows(&["event_type", "sub_event_type", "disorder_type"], problems, |row| {
                        let event_type = row.get("event_type").to_owned();
                        let sub_event_type = row.get("sub_event_type").to_owned();
                        if ontology.acled(&sub_event_type).is_some() {
                            return Err(row.problem(format!("{sub_event_type} stands here twice")));
                        }
                        let disorder = row.get("disorder_type").to_owned();
                        ontology.acled.push((AcledType { event_type, sub_event_type }, disorder));
                        Ok(())
                    });
                }
                "ontology/cameo.tsv" => file.rows(&["code", "quad", "goldstein"], problems, |row| {
                    let score = row.get("goldstein");
                    let goldstein = score.parse().map_err(|_| row.problem(format!("{score:?} is no number")))?;
                    let code = CameoCode { quad: row.get("quad").to_owned(), goldstein };
                    match ontology.cameo.insert(row.get("code").to_owned(), code) {
                        None => Ok(()),
                        Some(_) => Err(row.problem(format!("{} stands here twice", row.get("code")))),
                    }
                }),
                "ontology/plover.tsv" => {
                    file.rows(&["type", "mode", "quad", "score", "cameo"], problems, |row| ontology.add_plover(&row));
                }
                "ontology/plover_to_acled.tsv" => {
                    file.rows(&["type", "mode", "outcome", "initiator", "sub_event_type"], problems, |row| {
                        ontology.add_crossing(&row)
                    });
                }
                "ontology/sectors.tsv" => file.rows(&["sector", "cameo"], problems, |row| {
                    ontology.sectors.insert(row.get("sector").to_owned(), row.get("cameo").to_owned());
                    Ok(())
                }),
                _ => problems.push(file.problem(1, "no table of this name belongs to the ontologies")),
            }
        }
        ontology
    }

    fn add_plover(&mut self, row: &Row<'_>) -> Result<(), Problem> {
        let (plover, mode) = (row.get("type"), row.get("mode"));
        let modes = modes(row, plover)?;
        if !mode.is_empty() && !modes.contains(&mode) {
            return Err(row.problem(format!("{plover} has no mode {mode:?}; it has {}", modes.join(", "))));
        }
        let score = match row.get("score") {
            "" => None,
            text => Some(text.parse().map_err(|_| row.problem(format!("{text:?} is no number")))?),
        };
        let code = PloverCode { quad: row.get("quad").to_owned(), score, cameo: row.get("cameo").to_owned() };
        match self.plover.insert((plover.to_owned(), mode.to_owned()), code) {
            None => Ok(()),
            Some(_) => Err(row.problem(format!("{plover} {mode} stands here twice"))),
        }
    }

    fn add_crossing(&mut self, row: &Row<'_>) -> Result<(), Problem> {
        let plover = row.get("type");
        let known = modes(row, plover)?;
        if let Some(mode) = row.list("mode").find(|m| !known.contains(m)) {
            return Err(row.problem(format!("{plover} has no mode {mode:?}; it has {}", known.join(", "))));
        }
        let sub = Some(row.get("sub_event_type")).filter(|s| !s.is_empty());
        if let Some(sub) = sub.filter(|s| self.acled(s).is_none()) {
            return Err(row.problem(format!("{sub:?} is no ACLED sub-event type")));
        }
        let words = |column| row.list(column).map(|word| word.parse().map_err(|message: String| row.problem(message)));
        let initiators = row.list("initiator").map(|word| word.parse().map_err(|message: String| row.problem(message)));
        self.crossings.push(Crossing {
            plover: plover.to_owned(),
            modes: row.list("mode").map(str::to_owned).collect(),
            outcomes: words("outcome").collect::<Result<_, _>>()?,
            initiators: initiators.collect::<Result<_, _>>()?,
            sub: sub.map(str::to_owned),
        });
        Ok(())
    }

    /// ACLED's event type and sub-event type, by the latter's name.
    pub fn acled(&self, sub_event_type: &str) -> Option<&AcledType> {
        self.acled.iter().map(|(codes, _)| codes).find(|codes| codes.sub_event_type == sub_event_type)
    }

    /// ACLED's disorder type of a sub-event type.
    pub fn disorder(&self, sub_event_type: &str) -> Option<&str> {
        self.acled
            .iter()
            .find(|(codes, _)| codes.sub_event_type == sub_event_type)
            .map(|(_, disorder)| disorder.as_str())
    }

    /// ACLED's sub-event type of an act by its PLOVER type and mode, its outcome, and whether an actor of a kind did it.
    pub fn crossed(
        &self,
        plover: &str,
        mode: Option<&str>,
        outcome: Option<OutcomeValue>,
        by: impl Fn(ActorKind) -> bool,
    ) -> Option<&str> {
        let fits = |row: &&Crossing| {
            row.plover == plover
                && (row.modes.is_empty() || mode.is_some_and(|mode| row.modes.iter().any(|m| m == mode)))
                && (row.outcomes.is_empty() || outcome.is_some_and(|outcome| row.outcomes.contains(&outcome)))
                && (row.initiators.is_empty() || row.initiators.iter().any(|kind| by(*kind)))
        };
        self.crossings.iter().find(fits)?.sub.as_deref()
    }

    /// What belongs to a PLOVER type and mode; to the type alone where the mode has no row.
    pub fn plover(&self, plover: &str, mode: Option<&str>) -> Option<&PloverCode> {
        let row = |mode: &str| self.plover.get(&(plover.to_owned(), mode.to_owned()));
        mode.and_then(row).or_else(|| row(""))
    }

    /// What belongs to a CAMEO code; to the code above it where it has no row.
    pub fn cameo(&self, code: &str) -> Option<&CameoCode> {
        (2..=code.len()).rev().find_map(|length| self.cameo.get(code.get(..length)?))
    }

    /// CAMEO's type code of a PLOVER sector.
    pub fn cameo_sector(&self, sector: &str) -> Option<&str> {
        self.sectors.get(sector).map(String::as_str)
    }
}

/// The modes of a PLOVER type.
fn modes(row: &Row<'_>, plover: &str) -> Result<&'static [&'static str], Problem> {
    let known = frames::PLOVER.iter().find(|(name, _)| *name == plover);
    known.map(|(_, modes)| *modes).ok_or_else(|| row.problem(format!("{plover:?} is no PLOVER type")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn every_type_and_mode_has_its_codes() {
        let ontology = Lexicon::built_in().ontology;
        for (plover, modes) in frames::PLOVER {
            for mode in modes.iter().map(|m| Some(*m)).chain([None]) {
                let key = (plover.to_string(), mode.unwrap_or_default().to_owned());
                let code = ontology.plover.get(&key).unwrap_or_else(|| panic!("{plover} {mode:?} has no row"));
                let cameo = ontology.cameo(&code.cameo).unwrap_or_else(|| panic!("{} is no code", code.cameo));
                // What CAMEO has as accusation (a conviction) and as material (to yield) PLOVER has moved.
                let moved = code.cameo == "116" || *plover == "CONCEDE";
                assert!(moved || cameo.quad == code.quad, "{plover} {mode:?}: {code:?}, {cameo:?}");
            }
        }
        assert_eq!(ontology.acled.len(), 25);
    }

    #[test]
    fn acts_cross_to_the_first_row_that_fits() {
        let ontology = Lexicon::built_in().ontology;
        let taken = Some(OutcomeValue::Taken);
        for (plover, mode, outcome, by, expected) in [
            ("ASSAULT", Some("drone"), taken, None, Some("Air/drone strike")),
            ("ASSAULT", Some("firearms"), taken, Some(ActorKind::StateForces), Some("Government regains territory")),
            ("ASSAULT", None, taken, Some(ActorKind::Rebels), Some("Non-state actor overtakes territory")),
            ("ASSAULT", Some("beat"), None, Some(ActorKind::Protesters), Some("Violent demonstration")),
            ("ASSAULT", None, Some(OutcomeValue::Repelled), None, Some("Armed clash")),
            ("PROTEST", Some("boycott"), None, None, None),
            ("PROTEST", None, None, None, Some("Peaceful protest")),
            ("COERCE", Some("curfew"), None, None, None),
            ("AID", None, None, None, None),
        ] {
            let found = ontology.crossed(plover, mode, outcome, |kind| by == Some(kind));
            assert_eq!(found, expected, "{plover} {mode:?} {outcome:?} {by:?}");
        }
    }
}
