use proptest::prelude::*;

use super::*;
use crate::Reader;
use crate::document::Document;

/// What is read of places in a text, one line a mention: `words = name, kind, country, precision`.
fn read_text(text: &str) -> Vec<String> {
    let reader = Reader::new(Lexicon::built_in());
    let document = Document { language: Some("en".into()), ..Document::new(text) };
    let places = reader.analyse(&document).places;
    let line = |m: &Mention| {
        let p = &places.places[m.place];
        let country = p.country.map_or("-".into(), |c| c.to_string());
        format!("{} = {}, {}, {}, {}", m.span.of(text), p.name, p.kind, country, p.precision)
    };
    places.mentions.iter().map(line).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(read_text(text), expected, "{text}");
}

#[test]
fn names_mean_places_by_what_stands_around() {
    check(
        "Fighting broke out in Goma, North Kivu.",
        &["Goma = Goma, city, COD, exact", "North Kivu = North Kivu, admin1, COD, admin1"],
    );
    check(
        "Police in Paris, Texas, held a man.",
        &["Paris = Paris, city, USA, exact", "Texas = Texas, admin1, USA, admin1"],
    );
    check(
        "The French army left Paris for Mali.",
        &["Paris = Paris, city, FRA, exact", "Mali = Mali, country, MLI, country"],
    );
    check(
        "Gunmen attacked the city of Kidal in Mali.",
        &["the city of Kidal = Kidal, city, MLI, exact", "Mali = Mali, country, MLI, country"],
    );
}

#[test]
fn great_cities_are_known_by_their_english_names() {
    check("The envoy flew to Geneva.", &["Geneva = Geneva, city, CHE, exact"]);
}

#[test]
fn peoples_are_no_places() {
    check("The Malian army fired on French soldiers.", &[]);
}

#[test]
fn sides_and_distances_are_areas() {
    check(
        "Troops died 30 km north-west of Kidal in Mali.",
        &[
            "30 km north-west of Kidal = 30 km northwest of Kidal, area, MLI, near",
            "Kidal = Kidal, city, MLI, exact",
            "Mali = Mali, country, MLI, country",
        ],
    );
    check(
        "They hid in northern Mali.",
        &["northern Mali = northern Mali, area, MLI, unlocated", "Mali = Mali, country, MLI, country"],
    );
    check(
        "Clashes erupted near Kidal in Mali.",
        &["near Kidal = near Kidal, area, MLI, near", "Mali = Mali, country, MLI, country"],
    );
}

#[test]
fn descriptions_refer_back() {
    check(
        "Shells fell on Kharkiv in Ukraine. The city was dark. Power failed across the country and in the capital.",
        &[
            "Kharkiv = Kharkiv, city, UKR, exact",
            "Ukraine = Ukraine, country, UKR, country",
            "The city = Kharkiv, city, UKR, exact",
            "the country = Ukraine, country, UKR, country",
            "the capital = Kyiv, city, UKR, exact",
        ],
    );
}

#[test]
fn buildings_lie_where_their_name_says() {
    check(
        "Rebels shelled the Donetsk airport in Ukraine.",
        &["the Donetsk airport = Donetsk airport, facility, UKR, exact", "Ukraine = Ukraine, country, UKR, country"],
    );
    check(
        "The main Kinyoruba prison in Mali was attacked.",
        &[
            "The main Kinyoruba prison = main Kinyoruba prison, facility, MLI, near",
            "Mali = Mali, country, MLI, country",
        ],
    );
}

#[test]
fn what_nobody_knows_keeps_its_name_and_gets_no_point() {
    check(
        "Rebels in Mali burned the village of Zzarqqun.",
        &["Mali = Mali, country, MLI, country", "the village of Zzarqqun = Zzarqqun, city, -, unlocated"],
    );
}

#[test]
fn a_surname_is_no_town() {
    check("According to Jean Roland of the institute, talks failed. Roland did not say why.", &[]);
    check("Mr. Underwood and Ms. Clifford were released.", &[]);
}

#[test]
fn a_new_phrase_behind_a_comma_holds_nothing() {
    check(
        "Speaking in Paris, the US Defense Secretary praised the French troops.",
        &["Paris = Paris, city, FRA, exact", "US = United States, country, USA, country"],
    );
}

#[test]
fn halves_of_a_country_are_called_by_their_side() {
    let text = "North Korea and South Korea exchanged fire. The North fired first. Shells fell in the north.";
    let (north, south) = ("North Korea, country, PRK, country", "South Korea, country, KOR, country");
    check(
        text,
        &[
            &format!("North Korea = {north}"),
            &format!("South Korea = {south}"),
            &format!("North = {north}"),
            &format!("the north = {north}"),
        ],
    );
}

#[test]
fn a_river_has_no_point() {
    check("Bodies floated in the Tigris.", &["Tigris = Tigris, natural, -, unlocated"]);
}

#[test]
fn the_country_is_the_one_just_spoken_of() {
    check(
        "The United States sent envoys to Yemen, the country where the plot began.",
        &[
            "United States = United States, country, USA, country",
            "Yemen = Yemen, country, YEM, country",
            "the country = Yemen, country, YEM, country",
        ],
    );
}

#[test]
fn a_capital_is_no_town() {
    check(
        "In Mali, fighting broke out at Kati, a short drive from Bamako. Shots were heard in the town.",
        &[
            "Mali = Mali, country, MLI, country",
            "Kati = Kati, city, MLI, exact",
            "Bamako = Bamako, city, MLI, exact",
            "the town = Kati, city, MLI, exact",
        ],
    );
}

#[test]
fn a_series_shares_its_noun() {
    let county = |name: &str| format!("{name} = {name} County, admin2, USA, admin2");
    check(
        "Flooding closed roads in Otter Tail, Wilkin and Mahnomen counties.",
        &[&county("Otter Tail"), &county("Wilkin"), &county("Mahnomen")],
    );
}

#[test]
fn bodies_are_called_after_their_town() {
    check(
        "Police in Shreveport, La., made an arrest. The Shreveport Police Department gave no details.",
        &[
            "Shreveport = Shreveport, city, USA, exact",
            "La = Louisiana, admin1, USA, admin1",
            "Shreveport = Shreveport, city, USA, exact",
        ],
    );
}

#[test]
fn the_country_expected_decides_between_namesakes() {
    let reader = Reader::new(Lexicon::built_in());
    let text = "Police fired tear gas in Tripoli.";
    let country = |code: Option<&str>| {
        let document =
            Document { country: code.and_then(Country::parse), language: Some("en".into()), ..Document::new(text) };
        let places = reader.analyse(&document).places.places;
        places[0].country.map(|c| c.to_string())
    };
    assert_eq!(country(None).as_deref(), Some("LBY"));
    assert_eq!(country(Some("LBN")).as_deref(), Some("LBN"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_read(text in "(Mali|Kidal|the capital|north of|30 km|,|of|in|The|'s|Paris|Tex\\.|é|\n|\\PC| ){0,40}") {
        let reader = Reader::new(Lexicon::built_in());
        let document = Document::new(text.as_str());
        let places = reader.analyse(&document).places;
        for m in &places.mentions {
            prop_assert!(!m.span.of(&text).is_empty());
            prop_assert!(m.tokens.contains(&m.head));
            prop_assert!(m.place < places.places.len());
        }
        for p in &places.places {
            prop_assert!(p.point.is_some() || p.precision == Precision::Unlocated);
            prop_assert!(p.anchor.as_ref().is_none_or(|a| a.place < places.places.len()));
        }
    }
}
