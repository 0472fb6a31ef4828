//! The fields that a person may correct, and what may stand in each.

use std::fmt;
use std::str::FromStr;

use dateline::reading::{CasualtyKind, Status};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A field of an incident or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Field {
    /// PLOVER type.
    Type,
    /// PLOVER mode.
    Mode,
    /// Whether it happened.
    Status,
    /// A day, or first and last: `2026-04-25`, `2026-04-25/2026-04-27`.
    Date,
    /// The name of the place.
    Place,
    /// Its latitude and longitude: `14.35,-3.61`.
    Point,
    /// Who did it.
    Initiator,
    /// To whom.
    Recipient,
    /// How many people: `12`, or the least and the most, `10-15`.
    Toll(CasualtyKind),
}

impl Field {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let plain = [Self::Type, Self::Mode, Self::Status, Self::Date, Self::Place, Self::Point];
        let sides = [Self::Initiator, Self::Recipient];
        plain.into_iter().chain(sides).chain(CasualtyKind::ALL.iter().map(|kind| Self::Toll(*kind)))
    }

    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Mode => "mode",
            Self::Status => "status",
            Self::Date => "date",
            Self::Place => "place",
            Self::Point => "point",
            Self::Initiator => "initiator",
            Self::Recipient => "recipient",
            Self::Toll(kind) => kind.word(),
        }
    }

    /// A value in the one form that it is kept in; empty where the field should hold nothing.
    ///
    /// # Errors
    /// The field cannot hold it; in words.
    pub fn parse_value(self, value: &str) -> Result<String, String> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(String::new());
        }
        let expected = |what: &str| format!("{} is {value:?}; expected {what}", self.word());
        match self {
            Self::Type => {
                let word = value.to_ascii_uppercase();
                PLOVER.contains(&word.as_str()).then_some(word).ok_or_else(|| expected(&PLOVER.join(", ")))
            }
            Self::Status => Ok(value.parse::<Status>()?.word().into()),
            Self::Date => {
                let (from, to) = days(value).ok_or_else(|| expected("2026-04-25 or 2026-04-25/2026-04-27"))?;
                Ok(if from == to { from.to_string() } else { format!("{from}/{to}") })
            }
            Self::Point => {
                let (lat, lon) = point(value).ok_or_else(|| expected("degrees as 14.35,-3.61"))?;
                Ok(format!("{lat},{lon}"))
            }
            Self::Toll(_) => {
                let (low, high) = numbers(value).ok_or_else(|| expected("a number, or two as 10-15"))?;
                Ok(if low == high { low.to_string() } else { format!("{low}-{high}") })
            }
            Self::Mode | Self::Place | Self::Initiator | Self::Recipient => Ok(value.to_owned()),
        }
    }
}

/// The types of PLOVER (Halterman et al. 2023), of cooperation and of conflict.
const PLOVER: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "RETREAT",
    "ASSAULT",
];

/// One day or two, the first not after the last.
pub fn days(value: &str) -> Option<(Date, Date)> {
    let (from, to) = value.split_once('/').unwrap_or((value, value));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from <= to).then_some((from, to))
}

/// One number or two, the least not above the most.
pub fn numbers(value: &str) -> Option<(u32, u32)> {
    let (low, high) = value.split_once('-').unwrap_or((value, value));
    let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (low <= high).then_some((low, high))
}

/// Latitude and longitude in degrees.
pub fn point(value: &str) -> Option<(f64, f64)> {
    let (lat, lon) = value.split_once(',')?;
    let (lat, lon): (f64, f64) = (lat.trim().parse().ok()?, lon.trim().parse().ok()?);
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some((lat, lon))
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::all().find(|field| field.word() == word).ok_or_else(|| {
            let all: Vec<_> = Self::all().map(Self::word).collect();
            format!("{word:?} is none of {}", all.join(", "))
        })
    }
}

impl TryFrom<String> for Field {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        word.parse()
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.word().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_one_form() {
        for (field, value, expected) in [
            (Field::Type, "assault", Some("ASSAULT")),
            (Field::Type, "attack", None),
            (Field::Status, "denied", Some("denied")),
            (Field::Status, "true", None),
            (Field::Date, " 2026-04-25 ", Some("2026-04-25")),
            (Field::Date, "2026-04-25/2026-04-25", Some("2026-04-25")),
            (Field::Date, "2026-04-25/2026-04-24", None),
            (Field::Point, "14.350, -3.61", Some("14.35,-3.61")),
            (Field::Point, "91,0", None),
            (Field::Point, "NaN,0", None),
            (Field::Toll(CasualtyKind::Killed), "10 - 15", Some("10-15")),
            (Field::Toll(CasualtyKind::Killed), "dozens", None),
            (Field::Toll(CasualtyKind::Killed), "", Some("")),
            (Field::Place, " Koro ", Some("Koro")),
        ] {
            assert_eq!(field.parse_value(value).ok().as_deref(), expected, "{field} {value}");
        }
    }

    #[test]
    fn every_field_is_found_by_its_word() {
        for field in Field::all() {
            assert_eq!(field.word().parse(), Ok(field));
        }
        assert!("colour".parse::<Field>().unwrap_err().contains("killed"));
    }
}
