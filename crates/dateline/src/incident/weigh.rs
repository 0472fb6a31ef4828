//! How much speaks for two events being one, field by field, with the reasons in words.

use super::case::{Case, Side, Spot, Toll};
use super::words::Vocabulary;
use crate::lexicon::merge::Profile;
use crate::place::distance_km;
use crate::reading::{PlaceKind, Precision};
use crate::time::calendar::days_between;

/// The sum of the weights, and what they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Weight {
    pub(super) total: f32,
    /// Whether something shows that the events are two, whatever the sum.
    pub(super) never: bool,
    /// Only where they were asked for: millions of pairs are weighed, and few are told of.
    reasons: Option<Vec<String>>,
}

impl Weight {
    fn add(&mut self, weight: f32, reason: impl FnOnce() -> String) {
        self.total += weight;
        if weight.abs() >= 0.05
            && let Some(reasons) = &mut self.reasons
        {
            reasons.push(format!("{} {weight:+.1}", reason()));
        }
    }

    /// Why, in words.
    pub(super) fn reasons(self) -> Vec<String> {
        self.reasons.unwrap_or_default()
    }
}

/// How two places lie to each other.
#[derive(Clone, Copy)]
enum Lie {
    TwoCountries,
    Same,
    Apart(f64),
    OneProvince,
    OneCountry,
    Unknown,
}

/// Weighs pairs of events.
#[derive(Clone, Copy)]
pub(super) struct Scale<'a> {
    pub(super) profile: &'a Profile,
    pub(super) vocabulary: &'a Vocabulary,
}

impl Scale<'_> {
    /// Weighs two events whose clauses, and whose reports, use words that are so much alike; says why where that is `told`.
    pub(super) fn weigh(&self, a: &Case, b: &Case, clause: f32, story: f32, told: bool) -> Weight {
        let mut weight = Weight { reasons: told.then(Vec::new), ..Weight::default() };
        self.kind(a, b, &mut weight);
        self.time(a, b, &mut weight);
        self.place(a, b, &mut weight);
        self.actors(a, b, &mut weight);
        self.tolls(a, b, &mut weight);
        self.words(a, b, clause, story, &mut weight);
        weight
    }

    fn kind(&self, a: &Case, b: &Case, weight: &mut Weight) {
        let rule = &self.profile.kind;
        if a.plover == b.plover {
            weight.add(rule.same, || format!("both {}", a.plover));
            if let (Some(mode), true) = (&a.mode, a.mode == b.mode) {
                weight.add(rule.mode, || format!("both {mode}"));
            }
        } else if self.profile.akin.iter().any(|group| group.contains(&a.plover) && group.contains(&b.plover)) {
            weight.add(rule.akin, || format!("{} is akin to {}", a.plover, b.plover));
        } else {
            weight.add(rule.other, || format!("{} and {}", a.plover, b.plover));
        }
    }

    fn time(&self, a: &Case, b: &Case, weight: &mut Weight) {
        let rule = &self.profile.time;
        let (Some(x), Some(y)) = (a.days, b.days) else { return };
        let said = !a.days_inferred && !b.days_inferred;
        let gap = days_between(x.1, y.0).max(days_between(y.1, x.0)).max(0);
        match gap {
            0 if said && x == y && x.0 == x.1 => weight.add(rule.same, || format!("both on {}", x.0)),
            0 => weight.add(rule.overlap, || "days overlap".into()),
            1 => weight.add(rule.next, || "a day apart".into()),
            _ => {
                #[expect(clippy::cast_precision_loss, reason = "days")]
                let doublings = (gap as f32).log2();
                weight.add(rule.apart * doublings, || format!("{gap} days apart"));
            }
        }
        weight.never |= said && gap > rule.most;
    }

    fn place(&self, a: &Case, b: &Case, weight: &mut Weight) {
        let pairs = a.spots.iter().flat_map(|x| b.spots.iter().map(move |y| (x, y)));
        let best = pairs.map(|(x, y)| (self.spots(x, y), x, y)).max_by(|p, q| p.0.0.total_cmp(&q.0.0));
        let Some(((value, lie), x, y)) = best else { return };
        weight.add(value, || match lie {
            Lie::TwoCountries => format!("{} and {}, in two countries", x.name, y.name),
            Lie::Same => format!("both at {}", x.name),
            Lie::Apart(km) => format!("{} and {} lie {km:.0} km apart", x.name, y.name),
            Lie::OneProvince => format!("both in {}", x.admin1.as_deref().unwrap_or_default()),
            Lie::OneCountry => format!("{} and {}", x.name, y.name),
            Lie::Unknown => String::new(),
        });
        let far = |x: &Spot, y: &Spot| {
            is_local(x) && is_local(y) && !x.inferred && !y.inferred && kilometres(x, y).is_some_and(|km| km > 150.0)
        };
        weight.never |= !a.spots.is_empty() && a.spots.iter().all(|x| b.spots.iter().all(|y| far(x, y)));
    }

    fn spots(&self, x: &Spot, y: &Spot) -> (f32, Lie) {
        let rule = &self.profile.place;
        // A place that was concluded says half as much.
        let share = if x.inferred || y.inferred { 0.5 } else { 1.0 };
        let same_country = x.country.is_some() && x.country == y.country;
        let local = is_local(x) && is_local(y);
        let same = x.name == y.name || (x.gazetteer.is_some() && x.gazetteer == y.gazetteer);
        let (value, lie) = if x.country.zip(y.country).is_some_and(|(p, q)| p != q) {
            (rule.country, Lie::TwoCountries)
        } else if same && local {
            (rule.same, Lie::Same)
        } else if let Some(km) = kilometres(x, y).filter(|_| local) {
            (if km <= rule.radius { rule.near } else { rule.other }, Lie::Apart(km))
        } else if same_country && x.admin1.is_some() && x.admin1 == y.admin1 {
            (rule.admin1, Lie::OneProvince)
        } else if same_country || same {
            (rule.within, Lie::OneCountry)
        } else {
            (0.0, Lie::Unknown)
        };
        (value * share, lie)
    }

    fn actors(&self, a: &Case, b: &Case, weight: &mut Weight) {
        let rule = &self.profile.actor;
        for x in &a.sides {
            let in_role = |y: &&Side| y.role == x.role;
            let alike = |y: &Side| self.names(x, y);
            let own = b.sides.iter().filter(in_role).map(|y| (alike(y), y)).max_by(|p, q| p.0.total_cmp(&q.0));
            let across = b.sides.iter().filter(|y| !in_role(y)).map(alike).fold(0.0, f32::max);
            match own {
                Some((alike, _)) if alike > 0.5 => weight.add(rule.same * alike, || format!("both {}", x.name)),
                _ if across > 0.5 => weight.add(rule.role * across, || format!("{} in both", x.name)),
                Some((_, y)) if x.country.is_some() && y.country.is_some() => {
                    let (value, what) = if x.country == y.country {
                        (rule.country, "one country")
                    } else {
                        (rule.other, "two countries")
                    };
                    weight.add(value, || format!("{} and {}, of {what}", x.name, y.name));
                }
                _ => {}
            }
        }
    }

    /// How much two names are one: the share of their words' rarity that they share, and less where these are common.
    fn names(&self, x: &Side, y: &Side) -> f32 {
        let sum = |words: &[u64]| words.iter().map(|w| self.vocabulary.rarity(*w)).sum::<f32>();
        let shared = x.words.iter().filter(|w| y.words.contains(w)).map(|w| self.vocabulary.rarity(*w)).sum::<f32>();
        let least = sum(&x.words).min(sum(&y.words));
        if least <= 0.0 {
            return 0.0;
        }
        (shared / least) * (shared / 4.0).min(1.0)
    }

    fn tolls(&self, a: &Case, b: &Case, weight: &mut Weight) {
        let rule = &self.profile.toll;
        for x in &a.tolls {
            let other = b.tolls.iter().find(|y| y.kind == x.kind);
            let Some((own, other)) = x.number().zip(other.and_then(Toll::number)) else { continue };
            if own == other && own > 0 {
                weight.add(if own > 3 { rule.same } else { rule.small }, || format!("both {own} {}", x.kind));
            } else if own.max(other) > own.min(other).saturating_mul(2) {
                weight.add(rule.other, || format!("{own} and {other} {}", x.kind));
            }
        }
    }

    fn words(&self, a: &Case, b: &Case, clause: f32, story: f32, weight: &mut Weight) {
        let rule = &self.profile.words;
        if a.trigger.iter().any(|w| b.trigger.contains(w)) {
            weight.add(rule.trigger, || "named with the same word".into());
        }
        weight.add(rule.clause * clause, || format!("the clauses share words ({clause:.2})"));
        let story = story - rule.common;
        weight.add((rule.story * story).min(rule.story / 2.0), || {
            format!(
                "the reports {} ({:.2})",
                if story > 0.0 { "tell much the same" } else { "tell other things" },
                story + rule.common
            )
        });
    }
}

/// Whether a place is a town or nearer, or a name that no gazetteer has, as villages have.
fn is_local(spot: &Spot) -> bool {
    matches!(spot.precision, Precision::Exact | Precision::Near | Precision::Unlocated)
        && !matches!(spot.kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::Admin1)
}

fn kilometres(x: &Spot, y: &Spot) -> Option<f64> {
    Some(distance_km(x.point?, y.point?))
}
