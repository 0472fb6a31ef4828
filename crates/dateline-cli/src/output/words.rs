//! How the fields of a reading are said in words.

use std::collections::HashMap;

use dateline::country::Country;
use dateline::lexicon::Lexicon;
use dateline::reading::{
    Actor, Casualties, Event, Participant, Place, Precision, Reading, Role, Stance, Status, TimePrecision, When,
};
use jiff::civil::Date;

use super::clean;

/// Finds what an id of a reading stands for.
pub(crate) struct Names<'a> {
    actors: HashMap<&'a str, &'a Actor>,
    places: HashMap<&'a str, &'a Place>,
    lexicon: &'a Lexicon,
}

impl<'a> Names<'a> {
    pub(crate) fn new(reading: &'a Reading, lexicon: &'a Lexicon) -> Self {
        Self {
            actors: reading.actors.iter().map(|a| (a.id.as_str(), a)).collect(),
            places: reading.places.iter().map(|p| (p.id.as_str(), p)).collect(),
            lexicon,
        }
    }

    /// A source by its id: an actor, or the article itself.
    pub(crate) fn source(&self, id: &str) -> String {
        match self.actors.get(id) {
            Some(actor) => clean(&actor.name),
            None if id == "outlet" => "the article itself".into(),
            None => clean(id),
        }
    }

    /// A speaker with office and side, as a person would introduce them.
    pub(crate) fn introduced(&self, id: Option<&str>) -> String {
        let Some(id) = id else {
            return "somebody the text does not name".into();
        };
        let mut words = self.source(id);
        let actor = self.actors.get(id);
        if let Some(office) = actor.and_then(|a| a.office.as_deref()).filter(|o| !words.eq_ignore_ascii_case(o)) {
            words = format!("{words}, {}", clean(office));
        }
        let side = actor.and_then(|a| a.affiliation.as_deref()).and_then(|a| self.actors.get(a));
        if let Some(side) = side {
            words = format!("{words} ({})", clean(&side.name));
        }
        words
    }

    /// Whoever or whatever took part: by name where it is an actor, else in the text's words.
    pub(crate) fn participant(&self, participant: &Participant) -> String {
        let name = participant.actor.as_deref().and_then(|id| self.actors.get(id)).map(|a| a.name.as_str());
        let words = clean(name.or(participant.span.as_ref().map(|s| s.quote.as_str())).unwrap_or("?"));
        if participant.inferred { format!("{words} (inferred)") } else { words }
    }

    /// All participants of a role, once each.
    pub(crate) fn of_role(&self, event: &Event, role: Role) -> Vec<String> {
        let mut all: Vec<_> =
            event.participants.iter().filter(|p| p.role == role).map(|p| self.participant(p)).collect();
        let mut seen = std::collections::HashSet::new();
        all.retain(|name| seen.insert(name.clone()));
        all
    }

    pub(crate) fn place(&self, id: &str) -> Option<&'a Place> {
        self.places.get(id).copied()
    }

    /// A place's name, country, and how far its point may be trusted.
    pub(crate) fn located(&self, place: &Place, inferred: bool) -> String {
        let mut words = clean(&place.name);
        let country = place.country.as_deref().and_then(Country::parse).and_then(|c| self.lexicon.countries.name(c));
        if let Some(country) = country.filter(|c| *c != place.name) {
            words = format!("{words}, {country}");
        }
        let precision = match place.precision {
            Precision::Exact => "exact",
            Precision::Near => "nearby",
            Precision::Admin2 => "district",
            Precision::Admin1 => "region",
            Precision::Country => "country",
            Precision::Unlocated => "not located",
        };
        format!("{words} ({precision}{})", if inferred { ", inferred" } else { "" })
    }
}

/// A day as people write it.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// When something took place, as finely as the text tells.
pub(crate) fn when(when: &When) -> String {
    let fine = |date: Date| match when.precision {
        TimePrecision::Year => date.strftime("%Y").to_string(),
        TimePrecision::Month => date.strftime("%b %Y").to_string(),
        _ => day(date),
    };
    let mut words = match (when.from, when.to) {
        (Some(from), Some(to)) if fine(from) == fine(to) => fine(from),
        (Some(from), Some(to)) if from.year() == to.year() => {
            let (first, last) = (fine(from), fine(to));
            format!("{} – {last}", first.strip_suffix(&format!(" {}", from.year())).unwrap_or(&first))
        }
        (Some(from), Some(to)) => format!("{} – {}", fine(from), fine(to)),
        (Some(from), None) => format!("since {}", fine(from)),
        (None, Some(to)) => format!("until {}", fine(to)),
        (None, None) => return String::new(),
    };
    if let Some(time) = &when.time {
        words = format!("{words}, {}", clean(time));
    }
    if when.inferred { format!("{words} (inferred)") } else { words }
}

/// A toll as a number or range, or in the text's own words where these give none.
pub(crate) fn toll(toll: &Casualties) -> String {
    let number = match (toll.low, toll.best, toll.high) {
        (Some(low), _, Some(high)) if low == high => low.to_string(),
        (Some(low), Some(best), None) if low == best => format!("at least {low}"),
        (None, Some(best), Some(high)) if high == best => format!("up to {high}"),
        (Some(low), Some(best), Some(high)) => format!("{best} ({low} to {high})"),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        (Some(low), None, None) => format!("at least {low}"),
        (None, None, Some(high)) => format!("up to {high}"),
        (_, Some(best), _) => best.to_string(),
        (None, None, None) => String::new(),
    };
    let quote = toll.span.as_ref().map(|s| clean(&s.quote)).unwrap_or_default();
    // The text's words say more than an open range, and are all there is where there is no number.
    match number.as_str() {
        "" => format!("{} (“{quote}”)", toll.kind),
        _ if toll.best.is_none() => format!("{number} {} (“{quote}”)", toll.kind),
        _ => format!("{number} {}", toll.kind),
    }
}

/// PLOVER's type and mode in running words.
pub(crate) fn act(event: &Event) -> String {
    let mut words = event.kind.plover.to_lowercase();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match &event.kind.mode {
        Some(mode) => format!("{words}: {}", mode.replace(['-', '_'], " ")),
        None => words,
    }
}

/// A status that needs saying; that something happened goes without.
pub(crate) fn status(status: Status) -> Option<&'static str> {
    (status != Status::Happened).then(|| status.word())
}

/// Each source that takes a stance, with the fields it speaks to; that it speaks to the event itself goes without saying.
pub(crate) fn sources(event: &Event, stance: Stance, names: &Names<'_>) -> Vec<String> {
    let mut sources: Vec<(&str, Vec<&str>)> = Vec::new();
    for assertion in event.assertions.iter().filter(|a| a.stance == stance) {
        let at = sources.iter().position(|(source, _)| *source == assertion.source).unwrap_or_else(|| {
            sources.push((&assertion.source, Vec::new()));
            sources.len() - 1
        });
        let field = assertion.field.word();
        if !sources[at].1.contains(&field) {
            sources[at].1.push(field);
        }
    }
    let said = |(source, fields): (&str, Vec<&str>)| {
        let name = names.source(source);
        if fields.contains(&"occurred") || fields.is_empty() {
            name
        } else {
            format!("{name} ({})", fields.join(", ").replace("casualties", "toll"))
        }
    };
    sources.into_iter().map(said).collect()
}

/// "1 copy", "2 copies".
#[cfg(feature = "record")]
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::reading::{CasualtyKind, Quote};

    #[test]
    fn tolls_keep_what_is_open() {
        for (low, best, high, expected) in [
            (Some(14), Some(14), Some(14), "14 killed"),
            (Some(14), Some(14), None, "at least 14 killed"),
            (None, Some(14), Some(14), "up to 14 killed"),
            (Some(12), Some(14), Some(17), "14 (12 to 17) killed"),
            (Some(24), None, None, "at least 24 killed (“their words”)"),
            (None, None, None, "killed (“their words”)"),
        ] {
            let span = Some(Quote { start: 0, end: 11, quote: "their words".into() });
            let casualties =
                Casualties { kind: CasualtyKind::Killed, low, best, high, victims: None, source: None, span };
            assert_eq!(toll(&casualties), expected);
        }
    }

    #[test]
    fn dates_are_told_as_finely_as_the_text_does() {
        let date = |words: &str| Some(words.parse().unwrap());
        for (from, to, precision, inferred, expected) in [
            (date("2026-04-25"), date("2026-04-25"), TimePrecision::Day, false, "25 Apr 2026"),
            (date("2026-04-25"), date("2026-04-27"), TimePrecision::Day, false, "25 Apr – 27 Apr 2026"),
            (date("2025-12-31"), date("2026-01-02"), TimePrecision::Day, false, "31 Dec 2025 – 2 Jan 2026"),
            (date("2026-04-01"), date("2026-04-30"), TimePrecision::Month, false, "Apr 2026"),
            (date("2026-01-01"), date("2026-12-31"), TimePrecision::Year, true, "2026 (inferred)"),
            (date("2026-01-01"), None, TimePrecision::Month, false, "since Jan 2026"),
            (None, None, TimePrecision::Unknown, false, ""),
        ] {
            assert_eq!(when(&When { from, to, precision, time: None, inferred }), expected);
        }
    }
}
