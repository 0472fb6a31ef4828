//! The orders in which incidents are listed.

use std::cmp::Reverse;

use serde::Deserialize;
use utoipa::ToSchema;

use super::View;
use super::item::Face;

/// An order; a minus turns it. What has no value stands last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub(crate) enum Sort {
    #[serde(rename = "date")]
    Date,
    #[default]
    #[serde(rename = "-date")]
    LastFirst,
    #[serde(rename = "dead")]
    Dead,
    #[serde(rename = "-dead")]
    MostDead,
    #[serde(rename = "sources")]
    Sources,
    #[serde(rename = "-sources")]
    MostSources,
    #[serde(rename = "risk")]
    Risk,
    #[serde(rename = "-risk")]
    MostRisk,
    #[serde(rename = "place")]
    Place,
}

impl Sort {
    pub(crate) const COUNT: usize = Self::Place as usize + 1;

    /// All positions, in this order.
    pub(super) fn order(self, view: &View) -> Vec<u32> {
        let mut order: Vec<u32> = (0..view.items.len() as u32).collect();
        let item = |at: &u32| &view.items[*at as usize];
        let day = |at: &u32| item(at).days.map(|(from, _)| from);
        match self {
            Self::Date => order.sort_by_key(|at| (day(at).is_none(), day(at))),
            Self::LastFirst => order.sort_by_key(|at| Reverse(day(at))),
            Self::Dead => order.sort_by_key(|at| (item(at).killed.is_none(), item(at).dead())),
            Self::MostDead => order.sort_by_key(|at| (item(at).killed.is_none(), Reverse(item(at).dead()))),
            Self::Sources => order.sort_by_key(|at| item(at).sources),
            Self::MostSources => order.sort_by_key(|at| Reverse(item(at).sources)),
            Self::Risk => order.sort_by_key(|at| view.risks[*at as usize]),
            Self::MostRisk => order.sort_by_key(|at| Reverse(view.risks[*at as usize])),
            Self::Place => {
                order.sort_by_cached_key(|at| {
                    let place = item(at).sides(Face::Open).place.map(|name| view.names.word(name).clone());
                    (place.is_none(), place)
                });
            }
        }
        order
    }
}
