//! Compass words: `north of`, `north-western`, `the center of`.

use crate::reading::Bearing;

/// The bearing of a noun or adverb: `north`, `northwest`.
pub(super) fn bearing(word: &str) -> Option<Bearing> {
    WORDS.iter().find(|(noun, _, _)| word.eq_ignore_ascii_case(noun)).map(|(_, _, b)| *b)
}

/// The bearing of an adjective: `northern`, `northwestern`.
pub(super) fn adjective(word: &str) -> Option<Bearing> {
    WORDS.iter().find(|(_, adjective, _)| word.eq_ignore_ascii_case(adjective)).map(|(_, _, b)| *b)
}

/// The side of a place that an adjective or a noun names, in words: `northern` for both `north` and `northern`.
pub(super) fn side(word: &str) -> Option<&'static str> {
    let compass = WORDS.iter().find(|(n, a, _)| word.eq_ignore_ascii_case(n) || word.eq_ignore_ascii_case(a));
    compass.map(|(_, adjective, _)| *adjective).or_else(|| {
        ["central", "center", "centre", "middle", "mid"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
            .then_some("central")
    })
}

const WORDS: &[(&str, &str, Bearing)] = &[
    ("north", "northern", Bearing::N),
    ("south", "southern", Bearing::S),
    ("east", "eastern", Bearing::E),
    ("west", "western", Bearing::W),
    ("northeast", "northeastern", Bearing::NE),
    ("northwest", "northwestern", Bearing::NW),
    ("southeast", "southeastern", Bearing::SE),
    ("southwest", "southwestern", Bearing::SW),
    ("north-east", "north-eastern", Bearing::NE),
    ("north-west", "north-western", Bearing::NW),
    ("south-east", "south-eastern", Bearing::SE),
    ("south-west", "south-western", Bearing::SW),
];

/// Two compass words that a hyphen or blank parted: `north` and `west`.
pub(super) fn joined(first: Bearing, second: Bearing) -> Bearing {
    match (first, second) {
        (Bearing::N, Bearing::E) => Bearing::NE,
        (Bearing::N, Bearing::W) => Bearing::NW,
        (Bearing::S, Bearing::E) => Bearing::SE,
        (Bearing::S, Bearing::W) => Bearing::SW,
        _ => second,
    }
}

/// Degrees from north, clockwise; none for `near`.
pub(super) fn degrees(bearing: Bearing) -> Option<f64> {
    Some(match bearing {
        Bearing::N => 0.0,
        Bearing::NE => 45.0,
        Bearing::E => 90.0,
        Bearing::SE => 135.0,
        Bearing::S => 180.0,
        Bearing::SW => 225.0,
        Bearing::W => 270.0,
        Bearing::NW => 315.0,
        Bearing::Near => return None,
    })
}
