//! The names of a source that English reports may use.

use crate::country::Country;
use crate::place::key;

/// Whether an English report may use a name: in Latin letters, no code, no address, no transliteration in small letters.
pub fn usable(name: &str) -> bool {
    let first = name.chars().next().is_some_and(char::is_uppercase);
    let latin = name.chars().all(|c| {
        matches!(c, '\0'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ')
    });
    let code = name.len() <= 4 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let address = name.bytes().any(|b| b.is_ascii_digit() || b == b'/' || b == b':' || b == b';');
    first && latin && !code && !address && name.len() <= 40
}

/// Where names carry the Arabic article, with and without which reports write them.
const ARABIC: &[&str] = &[
    "ARE", "BHR", "DZA", "EGY", "ERI", "ESH", "IRQ", "ISR", "JOR", "KWT", "LBN", "LBY", "MAR", "MRT", "OMN", "PSE",
    "QAT", "SAU", "SDN", "SOM", "SYR", "TCD", "TUN", "YEM",
];

/// `Hasakah` for `Al-Hasakah`.
pub fn without_article(name: &str) -> Option<String> {
    let key = key(name);
    let (article, rest) = key.split_once(' ')?;
    let is_article = matches!(
        article,
        "al" | "el"
            | "ad"
            | "ed"
            | "an"
            | "en"
            | "ar"
            | "er"
            | "as"
            | "es"
            | "ash"
            | "esh"
            | "at"
            | "et"
            | "az"
            | "ez"
            | "adh"
    );
    (is_article && rest.len() > 3).then(|| rest.to_owned())
}

/// What a division's name carries beside the name proper.
const TYPES: &[&str] = &[
    "province",
    "state",
    "governorate",
    "region",
    "oblast",
    "department",
    "district",
    "county",
    "prefecture",
    "krai",
    "kray",
    "republic",
    "territory",
    "voivodeship",
    "municipality",
    "division",
    "city",
    "parish",
    "borough",
    "area",
    "local government area",
    "lga",
    "raion",
    "wilaya",
    "canton",
    "emirate",
    "muhafazat",
    "cercle",
    "zone",
    "woreda",
    "commune",
    "departement",
];

/// Whether the places of a country are called with and without the Arabic article.
pub fn has_articles(country: Country) -> bool {
    ARABIC.contains(&country.code())
}

/// A division's name without the word for its kind: `Mopti` for `Mopti Region`. Counties of the United States are always
/// called so, since most are namesakes of a town.
pub fn without_kind(name: &str) -> String {
    const BEFORE: &[&str] =
        &["republic of ", "muhafazat ", "province of ", "state of ", "departement de ", "provincia de "];
    let key = key(name);
    let after = TYPES.iter().find_map(|t| key.strip_suffix(t).and_then(|k| k.strip_suffix(' ')));
    after.or_else(|| BEFORE.iter().find_map(|b| key.strip_prefix(b))).unwrap_or(&key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_an_english_report() {
        for name in ["Sévaré", "N'Djamena", "Al-Hasakah"] {
            assert!(usable(name), "{name}");
        }
        for name in ["Москва", "BKO", "https://example.org", "kidal", "Route 66"] {
            assert!(!usable(name), "{name}");
        }
        assert_eq!(without_article("Al-Hasakah").as_deref(), Some("hasakah"));
        assert_eq!(without_article("Kidal"), None);
        assert_eq!(without_kind("Mopti Region"), "mopti");
        assert_eq!(without_kind("Province of Zambales"), "zambales");
    }
}
