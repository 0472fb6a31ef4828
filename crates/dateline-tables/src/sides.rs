//! What the two sides are called by a profile's rules.

use dateline::Lexicon;
use dateline::country::Country;
use dateline::lexicon::export::{ActorRule, Profile};
use dateline::reading::{AcledType, ActorKind};

use crate::account::Side;

/// One of a side, as the profile calls it.
#[derive(Clone, Debug)]
pub(crate) struct Labelled<'a> {
    /// None for a side that no account names.
    pub(crate) side: Option<&'a Side>,
    pub(crate) label: String,
    pub(crate) code: String,
    pub(crate) associate: Option<String>,
}

/// Labels by a profile's rules, for events of one type in one country.
pub(crate) struct Labels<'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) profile: &'l Profile,
    pub(crate) country: Option<Country>,
    pub(crate) acled: Option<AcledType>,
}

/// The two sides of an incident.
#[derive(Clone, Debug, Default)]
pub(crate) struct Both<'a> {
    pub(crate) first: Vec<Labelled<'a>>,
    pub(crate) second: Vec<Labelled<'a>>,
}

impl Labels<'_> {
    /// Labels all of both sides; a side without a rule takes no part in the row.
    pub(crate) fn both<'a>(&self, first: &[&'a Side], second: &[&'a Side]) -> Both<'a> {
        let label = |sides: &[&'a Side]| sides.iter().filter_map(|s| self.label(s)).collect::<Vec<_>>();
        let mut both = Both { first: label(first), second: label(second) };
        if both.first.is_empty() {
            both.first.extend(self.nobody());
        }
        if both.first.is_empty() && self.profile.sides.filled {
            std::mem::swap(&mut both.first, &mut both.second);
        }
        let order = |side: &[Labelled<'_>]| side.first().map(|s| self.rank(&s.code));
        if self.profile.sides.ordered
            && let (Some(a), Some(b)) = (order(&both.first), order(&both.second))
            && b < a
        {
            std::mem::swap(&mut both.first, &mut both.second);
        }
        both
    }

    fn rank(&self, code: &str) -> usize {
        self.profile.sides.order.iter().position(|c| c == code).unwrap_or(usize::MAX)
    }

    /// What one who takes part is called.
    pub(crate) fn label<'a>(&self, side: &'a Side) -> Option<Labelled<'a>> {
        let country = side.country.or(self.country);
        let fill = |label: &str| self.fill(label, Some(side), country);
        for rule in self.profile.actors.iter().filter(|rule| !rule.nobody && self.fits(rule, side)) {
            // A rule without a label decides too: it takes no side. One whose label lacks something does not.
            let template = rule.label.as_ref()?;
            if let Some(label) = fill(template) {
                let associate = rule.associate.as_deref().and_then(fill);
                return Some(Labelled { side: Some(side), label, code: rule.code.clone(), associate });
            }
        }
        None
    }

    fn nobody(&self) -> Option<Labelled<'static>> {
        let rule = self.profile.actors.iter().find(|r| r.nobody && self.is_event(&r.event))?;
        let label = self.fill(rule.label.as_ref()?, None, self.country)?;
        Some(Labelled { side: None, label, code: rule.code.clone(), associate: None })
    }

    fn fits(&self, rule: &ActorRule, side: &Side) -> bool {
        let abroad = side.country.zip(self.country).is_some_and(|(own, here)| own != here);
        (rule.kind.is_empty() || rule.kind.contains(&side.kind))
            && (rule.sector.is_empty() || side.sector.as_ref().is_some_and(|s| rule.sector.contains(s)))
            && rule.named.is_none_or(|named| named == side.named)
            && rule.abroad.is_none_or(|asked| asked == abroad)
            && (rule.role.is_empty() || rule.role.contains(&side.role))
            && (rule.event.is_empty() || self.is_event(&rule.event))
    }

    /// Whether the event's type or sub-event type is among some.
    fn is_event(&self, types: &[String]) -> bool {
        self.acled.as_ref().is_some_and(|a| types.iter().any(|t| *t == a.event_type || *t == a.sub_event_type))
    }

    /// A label with its placeholders filled in. A part in brackets is left out where one in it is not known; a label with
    /// one outside brackets is none then.
    fn fill(&self, label: &str, side: Option<&Side>, country: Option<Country>) -> Option<String> {
        let mut out = String::new();
        let mut rest = label;
        while let Some(at) = rest.find('[') {
            let (before, after) = rest.split_at(at);
            out.push_str(&self.plain(before, side, country)?);
            let (part, tail) = after[1..].split_once(']').unwrap_or((&after[1..], ""));
            if let Some(part) = self.plain(part, side, country) {
                out.push_str(&part);
            }
            rest = tail;
        }
        out.push_str(&self.plain(rest, side, country)?);
        Some(out)
    }

    fn plain(&self, label: &str, side: Option<&Side>, country: Option<Country>) -> Option<String> {
        let mut out = String::new();
        let mut rest = label;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}')?;
            out.push_str(before);
            match name {
                "name" => out.push_str(&side?.name),
                "acronym" => {
                    let side = side?;
                    out.push_str(side.acronym.as_ref().filter(|acronym| **acronym != side.name)?);
                }
                _ => out.push_str(self.country_name(country?)?),
            }
            rest = tail;
        }
        out.push_str(rest);
        Some(out)
    }

    /// The country's name in the tables that labels come from: ACLED's where it has one.
    fn country_name(&self, country: Country) -> Option<&str> {
        let own = self.lexicon.exports.country(country).map(|c| c.acled_name.as_str()).filter(|name| !name.is_empty());
        own.or_else(|| self.lexicon.countries.name(country))
    }

    /// Both sides' codes together.
    pub(crate) fn pair(&self, both: &Both<'_>) -> Option<String> {
        let rules = &self.profile.sides;
        let code = |side: &[Labelled<'_>]| side.first().map(|s| s.code.clone());
        let joined = match (code(&both.first), code(&both.second)) {
            (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() => {
                let (a, b) = if self.rank(&b) < self.rank(&a) { (b, a) } else { (a, b) };
                format!("{a}-{b}")
            }
            (Some(one), None) | (None, Some(one)) if !one.is_empty() && !rules.alone.is_empty() => {
                format!("{one}{}", rules.alone)
            }
            _ => return None,
        };
        if rules.pairs.is_empty() { Some(joined) } else { rules.pairs.get(&joined).cloned() }
    }
}

impl Both<'_> {
    /// The labels beside the first one: others of the side, and the groups that they are of.
    pub(crate) fn associates(side: &[Labelled<'_>]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let first = side.first().map(|s| s.label.as_str());
        for one in side {
            let label = Some(&one.label).filter(|l| Some(l.as_str()) != first).cloned();
            for label in label.into_iter().chain(one.associate.clone()) {
                if Some(label.as_str()) != first && !all.contains(&label) {
                    all.push(label);
                }
            }
        }
        all
    }
}

/// Whether it is a state or its forces, which Gleditsch and Ward number.
pub(crate) fn is_state(side: &Side) -> bool {
    matches!(side.kind, ActorKind::State | ActorKind::StateForces)
}
