//! When a document was published, where it does not come with the date.
//!
//! [`candidates`] collects the dates that could be it, each with the words it stands on; a date such as 4/7/2026 gives
//! two days. [`evidence`] asks the whole document which of the days agrees with what it says: weekdays, distances in
//! time, other dates, their order. The best one is taken, with the reason in words; the others stay as alternatives.

mod candidates;
mod evidence;

use jiff::civil::Date;

use super::PublicationDate;
use super::atom::Atoms;
use super::phrase::Phrase;
use crate::document::{Basis, Document};
use crate::lexicon::times::TimeWords;
use crate::span::Span;
use crate::syntax::Parsed;
use evidence::Evidence;

/// Other days than the chosen one that are named.
const ALTERNATIVES: usize = 3;

/// The publication date, and what was learnt about the document's dates on the way.
#[derive(Debug)]
pub(crate) struct Dated {
    pub published: Option<PublicationDate>,
    /// Whether the day comes first in dates such as 4/7/2026.
    pub day_first: bool,
}

impl Dated {
    pub(crate) fn date(&self) -> Option<Date> {
        self.published.as_ref().map(|p| p.date)
    }
}

/// One day that may be that of publication.
#[derive(Clone, Debug)]
struct Candidate {
    day: Date,
    /// The words that name it; none for an address.
    span: Option<Span>,
    /// How much speaks for it, before the evidence of the text.
    weight: f64,
    /// Where it was found, in words.
    source: &'static str,
    /// Which order of day and month gives it, where both are possible.
    order: Option<Order>,
}

/// Which of day and month comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "DMY",
            Self::MonthFirst => "MDY",
        }
    }

    /// The order's name in the lexicon.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::DayFirst, Self::MonthFirst].into_iter().find(|o| o.name() == name)
    }
}

/// Decides.
pub(crate) fn decide(
    parsed: &Parsed<'_>,
    document: &Document,
    atoms: &Atoms<'_>,
    phrases: &[Phrase],
    words: &TimeWords,
) -> Dated {
    let signs = candidates::signs(parsed, atoms, phrases);
    let evidence = Evidence::gather(parsed, atoms, phrases, &signs);
    let usual = words.order(document.publisher.as_deref(), document.url.as_deref());
    if let Some(published) = document.published {
        let basis = match published.basis {
            Basis::Given => "given",
            Basis::Metadata => "metadata",
        };
        let published = PublicationDate {
            date: published.date,
            span: None,
            basis: basis.into(),
            alternatives: Vec::new(),
            confidence: 1.0,
        };
        let day_first = evidence.order(usual, Some(published.date)) == Order::DayFirst;
        return Dated { published: Some(published), day_first };
    }
    let options = candidates::collect(document, atoms, phrases, &signs, &evidence);
    let mut scored: Vec<(f64, Vec<evidence::Reason>, Candidate)> = options
        .into_iter()
        .map(|option| {
            let (mut score, reasons) = evidence.judge(option.day);
            if let Some(order) = option.order {
                let likely = evidence.order(usual, None);
                // What is usual where the outlet writes, or in most of the world, decides where nothing else does.
                score += if order == likely { evidence.order_weight(usual) } else { 0.0 };
            }
            (score + option.weight, reasons, option)
        })
        .collect();
    // Of equal scores the first found stays first.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some((best, reasons, chosen)) = scored.first() else {
        return Dated { published: None, day_first: evidence.order(usual, None) == Order::DayFirst };
    };
    let mut total = 0.0;
    let mut alternatives: Vec<Date> = Vec::new();
    let mut days: Vec<Date> = Vec::new();
    for (score, _, option) in &scored {
        if days.contains(&option.day) {
            continue;
        }
        days.push(option.day);
        total += (score - best).exp();
        if option.day != chosen.day && alternatives.len() < ALTERNATIVES {
            alternatives.push(option.day);
        }
    }
    // Even one sure reading of a weak sign is no certainty.
    let trust = (chosen.weight / candidates::STATED).clamp(0.3, 1.0);
    let rival = scored.iter().find(|(_, _, o)| o.day != chosen.day && o.span == chosen.span);
    let basis = basis(chosen, reasons, rival.map(|(_, reasons, _)| reasons.as_slice()));
    let published = PublicationDate {
        date: chosen.day,
        span: chosen.span,
        basis,
        alternatives,
        confidence: ((trust / total).min(0.99) * 100.0).round() / 100.0,
    };
    let day_first = match chosen.order {
        Some(order) => order == Order::DayFirst,
        None => evidence.order(usual, Some(chosen.day)) == Order::DayFirst,
    };
    Dated { published: Some(published), day_first }
}

/// How it was decided, in words: where it was found, and what of the text speaks for this day and not for its rival.
fn basis(chosen: &Candidate, reasons: &[evidence::Reason], rival: Option<&[evidence::Reason]>) -> String {
    let Some(rival) = rival else { return chosen.source.into() };
    let order = chosen.order.map_or(String::new(), |o| format!("{}: ", o.name()));
    let telling = reasons.iter().filter(|r| r.weight > 0.0 && !rival.iter().any(|other| other.says(r)));
    let against = rival.iter().filter(|r| r.weight < 0.0 && !reasons.iter().any(|other| other.says(r)));
    let mut said: Vec<&evidence::Reason> = telling.chain(against).collect();
    said.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    if said.is_empty() {
        return match chosen.order {
            Some(Order::DayFirst) => format!(
                "{order}{}; nothing in the text decides, and most of the world writes the day first",
                chosen.source
            ),
            Some(Order::MonthFirst) => format!(
                "{order}{}; nothing in the text decides, and the outlet's country writes the month first",
                chosen.source
            ),
            None => chosen.source.into(),
        };
    }
    let said: Vec<&str> = said.iter().take(2).map(|r| r.words.as_str()).collect();
    format!("{order}{}", said.join("; "))
}
