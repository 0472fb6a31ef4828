//! Who acts, and how actors stand to each other: reports in our own words, and what is read from them.

use dateline::reading::Reading;
use dateline::{Basis, Document, Lexicon, Published, Reader};
use proptest::prelude::*;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(Lexicon::built_in()));

fn read(text: &str) -> Reading {
    READER.read(&Document::new(text))
}

/// Each line of `expected` lists words that one actor is called by, with `|` between; no actor may have words of two.
fn check(text: &str, expected: &[&str]) {
    let reading = read(text);
    let mut found = Vec::new();
    for line in expected {
        let words: Vec<&str> = line.split('|').map(str::trim).collect();
        let actor = reading.actors.iter().position(|a| words.iter().all(|w| a.mentions.iter().any(|m| m.quote == *w)));
        let Some(actor) = actor else {
            let all: Vec<Vec<&str>> =
                reading.actors.iter().map(|a| a.mentions.iter().map(|m| m.quote.as_str()).collect()).collect();
            panic!("{text}\nno actor is called {line}; there are {all:?}");
        };
        found.push(actor);
    }
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), expected.len(), "{text}\ntwo of {expected:?} are one actor");
}

/// `subject kind object` as the actors' names.
fn relations(text: &str) -> Vec<String> {
    let reading = read(text);
    let name = |id: &str| {
        let actor = reading.actors.iter().find(|a| a.id == id).map(|a| a.name.clone());
        actor.or_else(|| reading.places.iter().find(|p| p.id == id).map(|p| p.name.clone())).unwrap_or_default()
    };
    reading.relations.iter().map(|r| format!("{} {} {}", name(&r.subject), r.kind, name(&r.object))).collect()
}

#[test]
fn one_person_under_several_names() {
    check(
        "Defense Minister Moussa Dembélé visited the front on Monday. Dembélé said the army would hold the town. \
         He praised the soldiers.",
        &["Defense Minister Moussa Dembélé | Dembélé | He"],
    );
    check(
        "Clara Rolland, a senior researcher at the Institute for Peace, said talks would resume. Roland warned of delays.",
        &["Clara Rolland | Roland"],
    );
}

#[test]
fn an_organisation_and_its_abbreviation() {
    check(
        "The Front for River Rights (FRR) signed the deal on Friday. The FRR said it would disarm.",
        &["The Front for River Rights | The FRR"],
    );
    check("Human Rights Watch called for an inquiry. HRW said the army was to blame.", &["Human Rights Watch | HRW"]);
}

#[test]
fn descriptions_find_who_was_named() {
    check(
        "The Malian army said on Monday that gunmen attacked a village near Mopti. The army killed four of the attackers.",
        &["The Malian army | The army", "gunmen | the attackers"],
    );
    check(
        "Fighters of the Kivu Freedom Front and soldiers of the Ugandan army clashed on Sunday.",
        &["the Ugandan army"],
    );
}

#[test]
fn places_act_only_where_they_stand_for_a_government() {
    let acting = read("France rejected the plan on Tuesday.");
    assert!(acting.actors.iter().any(|a| a.name == "France"), "{:?}", acting.actors);
    let place = read("Heavy rain fell in Mali on Tuesday.");
    assert!(place.actors.is_empty(), "{:?}", place.actors);
}

#[test]
fn a_name_is_always_the_texts_own() {
    let reading = read("Jihadist militants attacked an army base in northern Mali on Monday.");
    assert!(reading.actors.iter().all(|a| a.known_as.is_none()), "{:?}", reading.actors);
    let reading = read("JNIM attacked an army base in Mali on Monday.");
    let group = reading.actors.iter().find(|a| a.name == "JNIM").expect("the group");
    assert_eq!(group.known_as.as_deref(), Some("Jama'at Nusrat al-Islam wal-Muslimin"));
}

#[test]
fn the_year_says_who_held_an_office_and_who_bears_a_name() {
    let known = |text: &str, published: &str| {
        let mut document = Document::new(text);
        document.published = Some(Published { date: published.parse().expect("a date"), basis: Basis::Given });
        READER.read(&document).actors.iter().find_map(|a| a.known_as.clone())
    };
    for (text, published, want) in [
        ("The president of Mali arrived in Dakar.", "1995-06-01", Some("Alpha Oumar Konaré")),
        ("The president of Mali arrived in Dakar.", "2015-06-01", Some("Ibrahim Boubacar Keïta")),
        // Two held it in that year.
        ("The president of Mali arrived in Dakar.", "2013-06-01", None),
        ("The Turkish prime minister arrived in Ankara.", "2005-06-01", Some("Recep Tayyip Erdoğan")),
        ("The Turkish president arrived in Ankara.", "2005-06-01", Some("Ahmet Necdet Sezer")),
        ("The Turkish president arrived in Ankara.", "2016-06-01", Some("Recep Tayyip Erdoğan")),
        ("The president of a Malian company arrived in Dakar.", "2015-06-01", None),
        ("The Colombian leader arrived in Quito.", "1990-06-01", None),
        ("Assad arrived in Goma.", "1998-06-01", Some("Hafez al-Assad")),
        ("Assad arrived in Goma.", "2010-06-01", Some("Bashar al-Assad")),
        ("Bukele arrived in Goma.", "1990-06-01", None),
    ] {
        assert_eq!(known(text, published).as_deref(), want, "{text} in {published}");
    }
}

#[test]
fn statements_relate_actors() {
    for (text, want) in [
        ("Russia supports the Malian government.", "Russia supports Malian government"),
        ("Hezbollah fought a war with Israel in 2006.", "Hezbollah hostile Israel"),
        ("The junta has expelled the French forces.", "junta expelled French forces"),
    ] {
        let found = relations(text);
        assert!(found.iter().any(|r| r == want), "{text}\n{want} is not among {found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text, every mention lies in it and every reference is to something that is there.
    #[test]
    fn any_text_has_sound_actors(text in "([A-Z][a-z]{1,6}|the|army|of|Mali|,|'s|said|they|\\(|\\)|-|attacked|\\.|is|gunmen|é|\u{200e}| ){0,60}") {
        let analysis_text = text.clone();
        let document = Document::new(&analysis_text);
        let analysis = READER.analyse(&document);
        let count = analysis.actors.actors.len();
        for mention in &analysis.actors.mentions {
            prop_assert!(mention.actor < count);
            prop_assert!(mention.tokens.contains(&mention.head));
            prop_assert!(document.text.get(mention.span.start as usize..mention.span.end as usize).is_some());
        }
        for actor in &analysis.actors.actors {
            prop_assert!(!actor.name.is_empty());
            prop_assert!(actor.affiliation.is_none_or(|a| a < count) && actor.members.iter().all(|m| *m < count));
        }
        for relation in &analysis.relations {
            prop_assert!(relation.subject < count);
        }
    }
}
