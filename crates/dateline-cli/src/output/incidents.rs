//! Incidents for people: what happened once, who reports it, and where the accounts differ.

use std::collections::BTreeMap;

use clap::ValueEnum;
use dateline::incident::{Incident, Spread};
use dateline_record::{RecordedIncident, Review, State, Verb};
use jiff::civil::Date;
use serde::Serialize;

use super::{DOUBT, FAINT, Look, STRONG, TOLL, WHEN, WHERE, WHO, clean, words};

/// The form that incidents are printed in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// One incident a line.
    Jsonl,
}

/// The incidents with the most independent sources first; reports of which no event was read are counted at the end.
pub(crate) fn table(incidents: &[Incident], look: Look, explain: bool) -> String {
    let mut page = Page { out: String::new(), look };
    let mut order: Vec<&Incident> = incidents.iter().filter(|i| i.plover.is_some()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(i.sources.len()));
    for (at, incident) in order.iter().enumerate() {
        if at > 0 {
            page.out.push('\n');
        }
        page.incident(incident, explain);
    }
    let silent: usize = incidents.iter().filter(|i| i.plover.is_none()).map(|i| i.members.len()).sum();
    if silent > 0 {
        page.out.push('\n');
        page.block("", "", &format!("No event was read from {}.", words::counted(silent, "other report")));
    }
    page.out
}

/// An incident of a record: its id, what people decided, and its accounts with their ids.
pub(crate) fn recorded(recorded: &RecordedIncident, look: Look, explain: bool) -> String {
    let RecordedIncident { incident, review, accounts } = recorded;
    let mut page = Page { out: String::new(), look };
    let state = look.paint(if review.state == State::Unreviewed { FAINT } else { STRONG }, review.state.word());
    let since = match review.accounts_since {
        0 => String::new(),
        more => format!("; {} since", words::counted(more, "further account")),
    };
    let asked = match review.appeals {
        0 => String::new(),
        open => format!("; {} open", words::counted(open, "appeal")),
    };
    page.block("", "    ", &format!("{} · {state}{since}{asked}", incident.incident));
    page.incident(&recorded.named(), explain);
    for (member, account) in incident.members.iter().zip(accounts) {
        let (Some(id), Some(span)) = (&member.event, &member.span) else { continue };
        let state = match account.review.state {
            State::Unreviewed => String::new(),
            state => format!(", {}", state.word()),
        };
        let revision = match account.report.revision {
            1 => String::new(),
            number => format!(", revision {number}"),
        };
        let name = clean(account.report.name());
        page.line("account", &format!("{id} {name}{revision} “{}”{state}", clean(&span.quote)));
    }
    let decisions = accounts.iter().map(|account| &account.review).chain([review]).flat_map(|review| &review.decisions);
    let mut decisions: Vec<_> = decisions.collect();
    decisions.sort_by_key(|decision| decision.seq);
    decisions.dedup_by_key(|decision| decision.seq);
    for decision in decisions {
        let field = decision.field.map(|field| format!(" {field}")).unwrap_or_default();
        let value = decision.value.as_ref().map(|value| match value.as_str() {
            "" => ": nothing known".into(),
            value => format!(": {}", clean(value)),
        });
        let (who, why) = (clean(&decision.who), clean(&decision.why));
        let label = match decision.verb {
            Verb::Appeal | Verb::Answer => "asked",
            _ => "decided",
        };
        page.line(label, &format!("{}{field}{} ({who}: {why})", decision.verb, value.unwrap_or_default()));
    }
    page.out
}

/// An incident of a record on a line of JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    #[serde(flatten)]
    incident: Incident,
    review: &'static str,
    /// How many accounts came after the review.
    accounts_since: usize,
    /// How many appeals about it nobody has answered.
    appeals: usize,
    /// What people set, by field.
    corrections: BTreeMap<&'static str, &'a str>,
    /// The members' ids in the record, in their order.
    accounts: Vec<AccountLine<'a>>,
}

#[derive(Serialize)]
struct AccountLine<'a> {
    document: &'a str,
    revision: u32,
    event: Option<&'a str>,
    review: &'static str,
}

/// See [`Line`].
pub(crate) fn line(recorded: &RecordedIncident) -> Line<'_> {
    let Review { state, corrections, accounts_since, appeals, .. } = &recorded.review;
    let accounts = recorded.incident.members.iter().zip(&recorded.accounts).map(|(member, account)| AccountLine {
        document: &account.report.id,
        revision: account.report.revision,
        event: member.event.as_deref(),
        review: account.review.state.word(),
    });
    Line {
        incident: recorded.named(),
        review: state.word(),
        accounts_since: *accounts_since,
        appeals: *appeals,
        corrections: corrections.iter().map(|(field, set)| (field.word(), set.value.as_str())).collect(),
        accounts: accounts.collect(),
    }
}

struct Page {
    out: String,
    look: Look,
}

impl Page {
    fn incident(&mut self, incident: &Incident, explain: bool) {
        let look = self.look;
        let act = [incident.plover.as_deref(), incident.mode.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        let mut head = vec![look.paint(STRONG, &act.join(" "))];
        head.extend(incident.status.and_then(words::status).map(|status| look.paint(DOUBT, status)));
        head.extend(incident.places.first().map(|place| look.paint(WHERE, &clean(&place.value))));
        head.extend(incident.days.first().map(|days| look.paint(WHEN, &span(days.value))));
        head.extend(incident.disputed.then(|| look.paint(DOUBT, "disputed")));
        self.block("", "    ", &head.join(" · "));
        let who = |side: &[Spread<String>]| {
            let names: Vec<_> = side.iter().take(3).map(|s| look.paint(WHO, &clean(&s.value))).collect();
            // Different accounts' words for what may be one.
            names.join(" / ")
        };
        match (incident.initiators.is_empty(), incident.recipients.is_empty()) {
            (true, true) => {}
            (false, true) => self.line("who", &who(&incident.initiators)),
            (true, false) => self.line("who", &format!("→ {}", who(&incident.recipients))),
            (false, false) => {
                self.line("who", &format!("{} → {}", who(&incident.initiators), who(&incident.recipients)));
            }
        }
        for toll in &incident.casualties {
            let range = match (toll.low, toll.high) {
                (Some(low), Some(high)) if low < high => format!("{low} to {high}"),
                (Some(one), _) | (None, Some(one)) => one.to_string(),
                (None, None) => "some".into(),
            };
            let figure = |f: &dateline::incident::Figure| {
                let number = f.best.or(f.low).map_or_else(|| "some".into(), |n| n.to_string());
                let says = f.says.as_deref().map(|who| format!(", {}", clean(who))).unwrap_or_default();
                format!("{number} ({}{says})", clean(&f.source_id))
            };
            let differ = toll.figures.len() > 1 && toll.low != toll.high;
            let figures: Vec<_> = toll.figures.iter().filter(|_| differ).take(6).map(figure).collect();
            let figures = if figures.is_empty() { String::new() } else { format!(": {}", figures.join(", ")) };
            self.line("toll", &format!("{}{figures}", look.paint(TOLL, &format!("{range} {}", toll.kind))));
        }
        if incident.days.len() > 1 {
            let others: Vec<_> = incident.days[1..].iter().take(3).map(|days| span(days.value)).collect();
            self.line("or", &look.paint(DOUBT, &others.join(", ")));
        }
        let sources: Vec<_> = incident
            .sources
            .iter()
            .map(|copies| match copies.len() {
                1 => clean(&copies[0]),
                more => format!("{} and {}", clean(&copies[0]), words::counted(more - 1, "copy")),
            })
            .collect();
        let count = words::counted(sources.len(), "independent source");
        self.line("told by", &format!("{count}: {}", sources.join(", ")));
        for joined in incident.joins.iter().filter(|_| explain) {
            let event = |m: &dateline::incident::Member| {
                let quote = m.span.as_ref().map(|s| clean(&s.quote)).unwrap_or_default();
                format!("{} {} “{quote}”", clean(&m.source_id), m.event.as_deref().unwrap_or_default())
            };
            let reasons: Vec<_> = joined.reasons.iter().map(|r| clean(r)).collect();
            let pair = format!("{} is {}: {:.1}", event(&joined.event), event(&joined.with), joined.score);
            self.line("one", &look.paint(FAINT, &format!("{pair} = {}", reasons.join(", "))));
        }
    }

    fn line(&mut self, label: &str, words: &str) {
        let before = format!("    {}", self.look.paint(FAINT, &format!("{label:<9}")));
        self.block(&before, "             ", words);
    }

    fn block(&mut self, first: &str, further: &str, words: &str) {
        self.out.push_str(&self.look.wrapped(first, further, words));
    }
}

/// One day, or the first and the last.
fn span((from, to): (Date, Date)) -> String {
    if from == to { words::day(from) } else { format!("{} to {}", words::day(from), words::day(to)) }
}
