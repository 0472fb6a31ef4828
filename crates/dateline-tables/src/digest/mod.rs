//! A desk's digest: what happened, where, at what cost, how many independent sources say so, and what is disputed.
//!
//! [`Digest::new`] decides what is said; `markdown.rs` and `html.rs` only write it down.

use std::collections::BTreeMap;

use dateline::Lexicon;
use dateline::incident::Incident;
use dateline::reading::{CasualtyKind, Precision, Status};
use jiff::civil::Date;

use crate::account::{Accounts, Side};
use crate::case::Case;
use crate::notes::figures;
use crate::{Episodes, Review};

mod html;
mod markdown;

/// The incidents of some days, by country.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// The first day whose reports are told.
    pub since: Option<Date>,
    /// How many reports it rests on.
    pub reports: usize,
    /// Countries in the order of the alphabet; incidents without one stand last.
    pub countries: Vec<Country>,
}

/// The incidents of one country, those with the most dead first, then those of the most independent sources.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Its name; empty where it is not known.
    pub name: String,
    /// Its incidents.
    pub items: Vec<Item>,
}

/// One incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The incident's id.
    pub id: String,
    /// What happened.
    pub what: String,
    /// Where, as finely as it is known.
    pub place: Option<String>,
    /// When.
    pub when: Option<String>,
    /// Who did it to whom.
    pub who: Option<String>,
    /// Each kind of harm, the range of its figures, and who gives which.
    pub tolls: Vec<Harm>,
    /// How it ended.
    pub outcome: Option<String>,
    /// Who gives the account, where outlets quote somebody.
    pub said_by: Vec<String>,
    /// What is disputed, where something is.
    pub disputed: Option<String>,
    /// Its independent sources.
    pub sources: Vec<Origin>,
    /// Whether a person has reviewed it.
    pub review: Review,
}

/// The people that one kind of harm was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harm {
    /// Killed, injured, ...
    pub kind: &'static str,
    /// The number, or the least and the greatest; words where none is given.
    pub range: String,
    /// Each figure with those who give it.
    pub figures: Vec<String>,
}

/// An independent source: an outlet, and how many others copied it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The outlet.
    pub label: String,
    /// Its address.
    pub url: Option<String>,
    /// How many copies of its text there are.
    pub copies: usize,
}

impl Origin {
    /// Its address, where it is one of the web: nothing else is made a link.
    pub(crate) fn link(&self) -> Option<&str> {
        self.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    }
}

impl Digest {
    /// The incidents that were reported on a day from `since` on. What did not happen, and what a person rejected, is left
    /// out.
    pub fn new(
        incidents: &[Incident],
        accounts: &Accounts,
        lexicon: &Lexicon,
        since: Option<Date>,
        review: impl Fn(&Incident) -> Review,
    ) -> Self {
        let episodes = Episodes::new(incidents, accounts);
        let mut countries: BTreeMap<(bool, String), Vec<(Item, u32)>> = BTreeMap::new();
        let mut reports: Vec<&str> = Vec::new();
        for incident in incidents {
            let live = incident.plover.is_some() && incident.status.is_some_and(Status::is_live);
            let review = review(incident);
            let case = Case::new(incident, accounts);
            if !live || review == Review::Rejected || episodes.is_told_by_parts(incident) || !is_new(&case, since) {
                continue;
            }
            reports.extend(case.sources.iter().map(|s| s.id.as_str()));
            let country = case.spot().and_then(|s| s.country).and_then(|c| lexicon.countries.name(c));
            let name = country.unwrap_or_default().to_owned();
            let dead = incident.casualties.iter().find(|t| t.kind == CasualtyKind::Killed).and_then(|t| t.high);
            countries.entry((name.is_empty(), name)).or_default().push((item(&case, review), dead.unwrap_or(0)));
        }
        reports.sort_unstable();
        reports.dedup();
        let sorted = |mut items: Vec<(Item, u32)>| {
            items.sort_by(|(a, dead), (b, other)| {
                other.cmp(dead).then(b.sources.len().cmp(&a.sources.len())).then_with(|| a.id.cmp(&b.id))
            });
            items.into_iter().map(|(item, _)| item).collect()
        };
        let countries =
            countries.into_iter().map(|((_, name), items)| Country { name, items: sorted(items) }).collect();
        Self { since, reports: reports.len(), countries }
    }

    /// In Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }

    /// As a page of its own: no scripts, no addresses but those of the sources.
    pub fn html(&self) -> String {
        html::write(self)
    }

    /// The heading.
    fn title(&self) -> String {
        self.since.map_or_else(|| "Digest".to_owned(), |since| format!("Digest since {}", day(since)))
    }

    /// What it rests on, in a sentence.
    fn summary(&self) -> String {
        let items = || self.countries.iter().flat_map(|c| &c.items);
        let unreviewed = items().filter(|i| i.review == Review::Unreviewed).count();
        let reviewed = match (items().count(), unreviewed) {
            (all, none) if all == none => "not reviewed by a person".to_owned(),
            (_, 0) => "all reviewed by a person".to_owned(),
            (_, some) => format!("{some} of them not reviewed by a person"),
        };
        format!("{} from {}, {reviewed}.", counted(items().count(), "incident"), counted(self.reports, "report"))
    }
}

/// Whether one of its reports is from `since` or later; where none has a date, whether it happened then.
pub(crate) fn is_new(case: &Case<'_>, since: Option<Date>) -> bool {
    let Some(since) = since else { return true };
    let last = case.sources.iter().filter_map(|s| s.published).max();
    last.or_else(|| case.days().map(|d| d.to)).is_none_or(|last| last >= since)
}

pub(crate) fn item(case: &Case<'_>, review: Review) -> Item {
    let incident = case.incident;
    let act = || {
        let words = [incident.plover.as_deref(), incident.mode.as_deref()].into_iter().flatten();
        sentence(&words.collect::<Vec<_>>().join(", ").to_lowercase())
    };
    let what = case.acled().map_or_else(act, |acled| acled.sub_event_type);
    let attempted = if incident.status == Some(Status::Attempted) { " (attempted)" } else { "" };
    let (first, second) = case.both();
    let names = |sides: &[&Side]| sides.iter().take(3).map(|s| s.name.as_str()).collect::<Vec<_>>().join(" / ");
    let who = match (first.is_empty(), second.is_empty()) {
        (true, true) => None,
        (false, true) => Some(names(&first)),
        (true, false) => Some(format!("not named → {}", names(&second))),
        (false, false) => Some(format!("{} → {}", names(&first), names(&second))),
    };
    let disputed = incident.disputed.then(|| {
        let by = case.denied_by();
        if by.is_empty() { "disputed".to_owned() } else { format!("disputed by {}", by.join(", ")) }
    });
    Item {
        id: incident.incident.clone(),
        what: format!("{what}{attempted}"),
        place: case.spot().map(|spot| {
            let near = if spot.precision == Precision::Near { "near " } else { "" };
            let within =
                spot.admin1.as_ref().filter(|a| **a != spot.name).map(|a| format!(", {a}")).unwrap_or_default();
            format!("{near}{}{within}", spot.name)
        }),
        when: case.days().map(|days| {
            let span =
                if days.from == days.to { day(days.from) } else { format!("{} to {}", day(days.from), day(days.to)) };
            if days.inferred { format!("{span} (concluded)") } else { span }
        }),
        who,
        tolls: incident.casualties.iter().map(|toll| harm(case, toll)).collect(),
        outcome: case.most(|a| a.outcome.into_iter().collect()).map(|o| o.to_string()),
        said_by: case.said_by(),
        disputed,
        sources: origins(case),
        review,
    }
}

fn harm(case: &Case<'_>, toll: &dateline::incident::Toll) -> Harm {
    let range = match (toll.low, toll.high) {
        (Some(low), Some(high)) if low < high => format!("{low} to {high}"),
        (Some(one), _) | (None, Some(one)) => one.to_string(),
        (None, None) => "no number given".into(),
    };
    Harm { kind: toll.kind.word(), range, figures: figures(case, toll.kind) }
}

fn origins(case: &Case<'_>) -> Vec<Origin> {
    let source = |id: &String| case.sources.iter().find(|s| s.id == *id);
    let origin = |copies: &Vec<String>| {
        let first = source(copies.first()?)?;
        Some(Origin { label: first.label.clone(), url: first.url.clone(), copies: copies.len() - 1 })
    };
    case.incident.sources.iter().filter_map(origin).collect()
}

fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// With a capital at its head.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {noun}s"),
    }
}
