//! Which incidents rules ask for, and what is told of them.

mod common;

use common::{READER, document, merged, raid};
use dateline::country::Country;
use dateline_tables::{Alert, Alerts, Bounds, Review, Rule, rss};

fn alerts(rule: Rule, review: Review) -> Alerts {
    let mut reports = raid();
    reports.extend([document(
        "herald",
        "2026-03-05",
        "Thousands of people demonstrated in Nairobi on Wednesday against rising prices.",
    )]);
    let (incidents, accounts) = merged(&reports, false);
    let (since, at) = ("2026-03-04".parse().unwrap(), "2026-03-11T12:00:00Z".parse().unwrap());
    Alerts::new(&incidents, &accounts, READER.lexicon(), &[rule], since, at, |_| review)
}

/// What is told, in short.
fn told(rule: Rule) -> Vec<String> {
    let alerts = alerts(Rule { unreviewed: true, ..rule }, Review::Unreviewed).alerts;
    alerts.into_iter().map(|alert| format!("{} in {}", alert.what, alert.country.unwrap_or_default())).collect()
}

#[test]
fn a_rule_narrows_by_what_it_speaks_of() {
    let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let (raid, loot, protest) = ("Attack in Mali", "Looting/property destruction in Mali", "Peaceful protest in Kenya");
    let all = told(Rule::default());
    assert!(all.contains(&raid.to_owned()) && all.contains(&protest.to_owned()), "{all:?}");
    let mali = Bounds { south: 13.0, west: -6.0, north: 16.0, east: -2.0 };
    for (rule, expected) in [
        (Rule { countries: vec![Country::parse("KEN").unwrap()], ..Rule::default() }, vec![protest]),
        (Rule { types: words(&["protest"]), ..Rule::default() }, vec![protest]),
        (Rule { types: words(&["PROTEST:riot"]), ..Rule::default() }, vec![]),
        (Rule { types: words(&["Peaceful protest", "AID"]), ..Rule::default() }, vec![protest]),
        (Rule { killed: Some(21), ..Rule::default() }, vec![raid]),
        (Rule { killed: Some(22), ..Rule::default() }, vec![]),
        (Rule { sources: 2, ..Rule::default() }, vec![raid]),
        (Rule { places: words(&["nairobi"]), ..Rule::default() }, vec![protest]),
        (Rule { bounds: Some(mali), types: words(&["ASSAULT"]), ..Rule::default() }, vec![raid]),
        (Rule { actors: words(&["gunmen"]), killed: Some(1), ..Rule::default() }, vec![raid]),
        (Rule { actors: words(&["JNIM"]), ..Rule::default() }, vec![]),
    ] {
        let mut told = told(rule.clone());
        told.retain(|what| what != loot);
        assert_eq!(told, expected, "{rule:?}");
    }
}

#[test]
fn what_nobody_reviewed_is_told_only_where_asked_for_and_says_so() {
    let rule = Rule { killed: Some(1), ..Rule::default() };
    let silent = alerts(rule.clone(), Review::Unreviewed);
    assert_eq!((silent.alerts.len(), silent.unreviewed), (0, 1));
    assert_eq!(alerts(rule.clone(), Review::Rejected).alerts, []);
    let reviewed = alerts(rule.clone(), Review::Reviewed).alerts.remove(0);
    assert_eq!(reviewed.review, "reviewed");
    let asked = alerts(Rule { unreviewed: true, ..rule }, Review::Unreviewed).alerts.remove(0);
    assert_eq!(asked.review, "not reviewed");
    assert!(rss("Alerts", [&asked]).contains("(not reviewed)"));
    assert_ne!(asked.revision, reviewed.revision);
}

#[test]
fn hostile_words_stay_words() {
    let mut alert =
        alerts(Rule { unreviewed: true, killed: Some(1), ..Rule::default() }, Review::Unreviewed).alerts.remove(0);
    for words in ["<script>alert(1)</script>", "]]><item>", "\"' & \u{0} \u{1b}", "</title>"] {
        alert.place = Some(words.into());
        alert.who = Some(words.into());
        alert.said_by = vec![words.into()];
        alert.sources[0].name = words.into();
        let feed = rss(words, [&alert]);
        assert!(!feed.contains("<script") && !feed.contains("]]>") && feed.matches("<item>").count() == 1, "{feed}");
        assert!(!feed.chars().any(|c| c.is_control() && c != '\n'), "{feed:?}");
        // A reader takes the description for HTML once it is unescaped.
        assert!(!feed.contains("&lt;script"), "{feed}");
        let json = serde_json::to_string(&alert).unwrap();
        let back: Alert = serde_json::from_str(&json).unwrap();
        assert_eq!(back.place, alert.place);
    }
}
