//! What an incident's accounts say together, field by field: what the most independent sources say stands.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use dateline::country::Country;
use dateline::incident::Incident;
use dateline::reading::{AcledType, PlaceKind, Precision, Role, TimePrecision};
use jiff::civil::Date;

use crate::account::{Account, Accounts, Side, Source, Spot};

/// An incident and its accounts.
pub(crate) struct Case<'a> {
    pub(crate) incident: &'a Incident,
    pub(crate) accounts: Vec<&'a Account>,
    /// For each account which independent source it is of: copies of one text are one.
    families: Vec<usize>,
    /// Every report that tells of it, also without an event of its own.
    pub(crate) sources: Vec<&'a Source>,
}

/// The days of an incident.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Days {
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) precision: TimePrecision,
    pub(crate) inferred: bool,
}

impl<'a> Case<'a> {
    pub(crate) fn new(incident: &'a Incident, accounts: &'a Accounts) -> Self {
        let copies = incident.sources.iter().enumerate();
        let families: HashMap<&str, usize> = copies
            .rev()
            .flat_map(|(family, copies)| copies.iter().map(move |report| (report.as_str(), family)))
            .collect();
        let found: Vec<&Account> =
            incident.members.iter().filter_map(|m| accounts.get(&m.source_id, m.event.as_deref()?)).collect();
        let mut seen = HashSet::new();
        let sources = incident.members.iter().filter(|m| seen.insert(m.source_id.as_str()));
        let sources: Vec<&Source> = sources.filter_map(|m| accounts.source(&m.source_id)).map(AsRef::as_ref).collect();
        let family = |report: &str| families.get(report).copied().unwrap_or(usize::MAX);
        let families = found.iter().map(|a| family(&a.source.id)).collect();
        Self { incident, accounts: found, families, sources }
    }

    /// Accounts with their independent sources.
    pub(crate) fn told(&self) -> impl Iterator<Item = (&'a Account, usize)> + '_ {
        self.accounts.iter().copied().zip(self.families.iter().copied())
    }

    /// The value that the most independent sources give; of several the least, so that the choice does not hang on the order
    /// of the reports.
    pub(crate) fn most<T: Ord + Clone>(&self, of: impl Fn(&'a Account) -> Vec<T>) -> Option<T> {
        self.ranked(of).into_iter().next()
    }

    /// The values that accounts give, those of the most independent sources first.
    pub(crate) fn ranked<T: Ord + Clone>(&self, of: impl Fn(&'a Account) -> Vec<T>) -> Vec<T> {
        let mut families: BTreeMap<T, Vec<usize>> = BTreeMap::new();
        for (account, family) in self.told() {
            for value in of(account) {
                let own = families.entry(value).or_default();
                if !own.contains(&family) {
                    own.push(family);
                }
            }
        }
        let mut ranked: Vec<(T, usize)> = families.into_iter().map(|(value, own)| (value, own.len())).collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked.into_iter().map(|(value, _)| value).collect()
    }

    /// Accounts that read the same PLOVER type as the incident has.
    fn of_type(&self, account: &Account) -> bool {
        self.incident.plover.as_deref() == Some(account.kind.plover.as_str())
    }

    /// ACLED's type and sub-event type.
    pub(crate) fn acled(&self) -> Option<AcledType> {
        let key = |a: &AcledType| (a.event_type.clone(), a.sub_event_type.clone());
        let of = |all: bool| self.most(|a| a.kind.acled.iter().filter(|_| all || self.of_type(a)).map(key).collect());
        let (event_type, sub_event_type) = of(false).or_else(|| of(true))?;
        Some(AcledType { event_type, sub_event_type })
    }

    /// The CAMEO code.
    pub(crate) fn cameo(&self) -> Option<String> {
        self.most(|a| a.kind.cameo.iter().filter(|_| self.of_type(a)).cloned().collect())
    }

    /// PLOVER's contexts, all that are told.
    pub(crate) fn contexts(&self) -> Vec<String> {
        let mut contexts: Vec<String> = self.accounts.iter().flat_map(|a| a.kind.contexts.iter().cloned()).collect();
        contexts.sort();
        contexts.dedup();
        contexts
    }

    /// The days that the most independent sources give, those said before those concluded.
    pub(crate) fn days(&self) -> Option<Days> {
        let (from, to) = self.incident.days.first()?.value;
        let same = |a: &&&Account| {
            a.when.as_ref().is_some_and(|w| w.from.or(w.to) == Some(from) && w.to.or(w.from) == Some(to))
        };
        let whens: Vec<_> = self.accounts.iter().filter(same).filter_map(|a| a.when.as_ref()).collect();
        Some(Days {
            from,
            to,
            precision: whens.iter().map(|w| w.precision).min().unwrap_or(TimePrecision::Unknown),
            inferred: whens.iter().all(|w| w.inferred),
        })
    }

    /// The time of day, where a clock's is given: `HH:MM`.
    pub(crate) fn time(&self) -> Option<String> {
        let clock = |t: &String| t.len() == 5 && t.as_bytes()[2] == b':' && t.as_bytes()[0].is_ascii_digit();
        self.most(|a| a.when.iter().filter_map(|w| w.time.clone()).filter(clock).collect())
    }

    /// The place that is known most precisely, one that is said before one that was concluded.
    pub(crate) fn spot(&self) -> Option<&'a Spot> {
        let key =
            |s: &Spot| (s.precision == Precision::Unlocated && s.kind == PlaceKind::Unknown, s.precision, s.inferred);
        let mut families: HashMap<(&str, Option<Country>), BTreeSet<usize>> = HashMap::new();
        for (account, family) in self.told() {
            for spot in &account.spots {
                families.entry((&spot.name, spot.country)).or_default().insert(family);
            }
        }
        let counted = |spot: &Spot| families.get(&(spot.name.as_str(), spot.country)).map_or(0, BTreeSet::len);
        let spots = self.accounts.iter().flat_map(|a| &a.spots);
        spots.min_by(|a, b| {
            key(a).cmp(&key(b)).then_with(|| counted(b).cmp(&counted(a))).then_with(|| a.name.cmp(&b.name))
        })
    }

    /// Those of one part, each once: proper names first, then those of the most independent sources.
    pub(crate) fn sides(&self, role: Role) -> Vec<&'a Side> {
        let key = |s: &Side| s.known.clone().unwrap_or_else(|| s.name.to_lowercase());
        let names = self.ranked(|a| a.sides.iter().filter(|s| s.role == role).map(key).collect());
        let mut sides: Vec<&Side> = Vec::new();
        for name in names {
            let all = self.accounts.iter().flat_map(|a| &a.sides).filter(|s| s.role == role && key(s) == name);
            // Of the accounts of one actor the one that tells most of it.
            sides.extend(all.max_by_key(|s| (s.named, s.country.is_some(), s.sector.is_some())));
        }
        sides.sort_by_key(|s| !s.named);
        sides
    }

    /// The two sides: those who did it and to whom; of two-sided acts the parties in order.
    pub(crate) fn both(&self) -> (Vec<&'a Side>, Vec<&'a Side>) {
        let (mut first, mut second) = (self.sides(Role::Initiator), self.sides(Role::Recipient));
        for party in self.sides(Role::Party) {
            let has = |side: &[&Side]| side.iter().any(|s| s.name == party.name);
            if has(&first) || has(&second) {
                continue;
            }
            if first.is_empty() { first.push(party) } else { second.push(party) }
        }
        (first, second)
    }

    /// Who gives the account, where the outlets quote somebody, each once.
    pub(crate) fn said_by(&self) -> Vec<String> {
        self.ranked(|a| a.says.clone())
    }

    /// Who denies or doubts a part of it.
    pub(crate) fn denied_by(&self) -> Vec<String> {
        self.ranked(|a| a.denies.clone())
    }
}
