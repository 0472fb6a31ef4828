//! How many: the profile's rule for vague words, for conflicting figures and for what a party says of the other's dead.

use dateline::lexicon::export::{Pick, Tolls};
use dateline::reading::CasualtyKind;

use crate::account::{Side, Toll};
use crate::case::Case;

/// A number of people with its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) low: u32,
    pub(crate) best: u32,
    pub(crate) high: u32,
}

/// What one source says in one report.
struct Figure<'a> {
    count: Count,
    family: usize,
    by_party: bool,
    tolls: Vec<&'a Toll>,
}

/// The numbers of one incident.
pub(crate) struct Counted<'a> {
    figures: Vec<Figure<'a>>,
    chosen: Option<Count>,
}

impl<'a> Counted<'a> {
    /// Counts one kind of harm by a profile's rule.
    pub(crate) fn new(case: &Case<'a>, kind: CasualtyKind, rule: &Tolls) -> Self {
        let unknown = unknown(case, rule);
        let mut figures: Vec<Figure<'a>> = Vec::new();
        for (account, family) in case.told() {
            let tolls: Vec<&Toll> = account.tolls.iter().filter(|t| t.kind == kind).collect();
            let mut speakers: Vec<Option<&String>> = tolls.iter().map(|t| t.says.as_ref()).collect();
            speakers.sort();
            speakers.dedup();
            for speaker in speakers {
                let own = tolls.iter().copied().filter(|t| t.says.as_ref() == speaker);
                figures.extend(sums(own, rule, unknown, family));
            }
        }
        let chosen = choose(&figures, rule);
        Self { figures, chosen }
    }

    /// The number that stands, with its range over all figures; none where no figure is given.
    pub(crate) fn chosen(&self) -> Option<Count> {
        self.chosen
    }

    /// The chosen figure's dead by what `class` makes of those counted; none where no figure is given.
    pub(crate) fn split(&self, class: impl Fn(Option<&Side>) -> Victims) -> Option<[u32; 4]> {
        let chosen = self.chosen?;
        let figure = self.figures.iter().find(|f| f.count.best == chosen.best)?;
        let mut split = [0; 4];
        let mut left = chosen.best;
        for toll in &figure.tolls {
            let number = toll.best.or(toll.low).unwrap_or(0).min(left);
            split[class(toll.victims.as_ref()) as usize] += number;
            left -= number;
        }
        // What a rule made of words without a number is of those whom the words name.
        let last = figure.tolls.last().map_or(Victims::Unknown, |t| class(t.victims.as_ref()));
        split[last as usize] += left;
        Some(split)
    }
}

/// Whose dead they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Victims {
    First,
    Second,
    Civilians,
    Unknown,
}

/// What people without a number count as.
fn unknown(case: &Case<'_>, rule: &Tolls) -> Option<u32> {
    let country = case.spot().and_then(|s| s.country);
    let year = case.days().map(|d| d.from.year());
    let at_war = country.zip(year).is_some_and(|(country, year)| {
        rule.wars.iter().any(|w| w.country == country.code() && w.from <= year && w.to.is_none_or(|to| year <= to))
    });
    if at_war { rule.unknown_in_war.or(rule.unknown) } else { rule.unknown }
}

/// The figures of one source in one report. Numbers of different people are added up; a number that is part of another
/// ("three of them children") or that stands for the same people again is a figure of its own.
fn sums<'a>(
    tolls: impl Iterator<Item = &'a Toll>,
    rule: &Tolls,
    unknown: Option<u32>,
    family: usize,
) -> Vec<Figure<'a>> {
    let mut figures: Vec<Figure<'a>> = Vec::new();
    for toll in tolls {
        let count = count(toll, rule, unknown);
        let victims = toll.victims.as_ref().and_then(|v| v.actor.as_ref());
        let is_part = ["of them", "of whom", "including", "among"].iter().any(|words| toll.words.contains(words));
        let of_others =
            |t: &&Toll| t.victims.as_ref().and_then(|v| v.actor.as_ref()).is_some_and(|v| Some(v) != victims);
        let adds = |f: &Figure<'_>| victims.is_some() && !is_part && f.tolls.iter().all(&of_others);
        if is_part && !figures.is_empty() {
            continue;
        }
        match figures.first_mut().filter(|f| adds(f)) {
            Some(figure) => {
                figure.count.low = figure.count.low.saturating_add(count.low);
                figure.count.best = figure.count.best.saturating_add(count.best);
                figure.count.high = figure.count.high.saturating_add(count.high);
                figure.by_party &= toll.by_party;
                figure.tolls.push(toll);
            }
            None => figures.push(Figure { count, family, by_party: toll.by_party, tolls: vec![toll] }),
        }
    }
    figures
}

/// A toll as numbers.
fn count(toll: &Toll, rule: &Tolls, unknown: Option<u32>) -> Count {
    if let Some(best) = toll.best {
        return Count { low: toll.low.unwrap_or(best).min(best), best, high: toll.high.unwrap_or(best).max(best) };
    }
    let vague = rule.vague.iter().find(|v| v.words.iter().any(|w| has_words(&toll.words, w))).map(|v| v.count);
    // More than one and no word for how many: what the project takes for that.
    let bare = || if toll.low.is_none_or(|low| low <= 2) { unknown } else { None };
    let best = vague.or_else(bare).or(toll.low).or(toll.high).unwrap_or(1);
    Count { low: best, best, high: toll.high.unwrap_or(best).max(best) }
}

/// Whether some words stand in a text, whole.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        free(text[..at].chars().next_back()) && free(text[at + words.len()..].chars().next())
    })
}

fn choose(figures: &[Figure<'_>], rule: &Tolls) -> Option<Count> {
    let claims_aside = rule.party_claims_high && figures.iter().any(|f| !f.by_party);
    let weighed = || figures.iter().filter(|f| !(claims_aside && f.by_party));
    let best = match rule.pick {
        Pick::Least => weighed().map(|f| f.count.best).min()?,
        Pick::MostSources => {
            let sources = |best: u32| {
                let mut families: Vec<usize> = weighed().filter(|f| f.count.best == best).map(|f| f.family).collect();
                families.sort_unstable();
                families.dedup();
                families.len()
            };
            weighed().map(|f| f.count.best).max_by_key(|best| (sources(*best), std::cmp::Reverse(*best)))?
        }
    };
    Some(Count { low: weighed().map(|f| f.count.low).min()?, best, high: figures.iter().map(|f| f.count.high).max()? })
}
