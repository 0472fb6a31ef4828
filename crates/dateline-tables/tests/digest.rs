//! Digests of invented reports.

mod common;

use common::{READER, document, merged, raid};
use dateline::Document;
use dateline_tables::{Correction, Country, Digest, Harm, Item, Origin, Review};

fn digest(documents: &[Document], since: Option<&str>) -> Digest {
    let (incidents, accounts) = merged(documents, false);
    let since = since.map(|day| day.parse().unwrap());
    Digest::new(&incidents, &accounts, READER.lexicon(), since, |_| Review::Unreviewed)
}

fn reports() -> Vec<Document> {
    let mut reports = raid();
    reports.extend([document(
        "herald",
        "2026-03-05",
        "Thousands of people demonstrated in Nairobi on Wednesday against rising prices.",
    )]);
    reports
}

#[test]
fn a_digest_tells_ranges_sources_and_what_nobody_reviewed() {
    let all = digest(&reports(), None);
    let names: Vec<&str> = all.countries.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["Kenya", "Mali"]);
    let attack = &all.countries[1].items[0];
    assert_eq!(attack.what, "Attack");
    assert_eq!(attack.tolls[0].range, "14 to 21");
    assert_eq!(attack.sources.len(), 2);
    for page in [all.markdown(), all.html()] {
        for words in [
            "14 to 21",
            "2 independent sources",
            "not reviewed",
            "near Mopti",
            "9 Mar 2026",
            "Kenya",
            "army in The agency",
        ] {
            assert!(page.contains(words), "{words} is not in\n{page}");
        }
    }
    let late = digest(&reports(), Some("2026-03-09"));
    assert_eq!(late.countries.len(), 1);
    assert!(late.markdown().starts_with("# Digest since 9 Mar 2026"));
    assert!(digest(&reports(), Some("2027-01-01")).markdown().contains("0 incidents from 0 reports"));
}

/// Words that would be markup, a link or a script somewhere.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "](javascript:alert(1)) [x",
    "</dd></dl><iframe src=//evil.example>",
    "# heading\n\n![x](https://evil.example/pixel)",
    "<!-- & --> &lt;b&gt; https://evil.example/",
    "\u{202e}`code` **bold** | cell |",
];

#[test]
fn nothing_from_a_report_is_markup() {
    for words in HOSTILE {
        for url in ["javascript:alert(1)", "data:text/html,x", "https://agency.example/\"><script>x</script> )"] {
            let words = (*words).to_owned();
            let item = Item {
                id: words.clone(),
                what: words.clone(),
                place: Some(words.clone()),
                when: Some(words.clone()),
                who: Some(words.clone()),
                tolls: vec![Harm { kind: "killed", range: words.clone(), figures: vec![words.clone()] }],
                outcome: Some(words.clone()),
                said_by: vec![words.clone()],
                disputed: Some(words.clone()),
                sources: vec![Origin { label: words.clone(), url: Some(url.into()), copies: 1 }],
                review: Review::Unreviewed,
            };
            let countries = vec![Country { name: words, items: vec![item] }];
            let digest = Digest { since: None, reports: 1, countries };
            no_foreign_tag(&digest.html());
            let markdown = digest.markdown();
            // Links are ours alone: `](<https://...>)`.
            let rest = markdown.replace("](<https://agency.example/", "").replace("\\](", "");
            assert!(!rest.contains("](") && !rest.contains('<') && !rest.contains("://"), "{markdown}");
            assert!(markdown.lines().all(|l| !l.trim_start().starts_with("![")), "{markdown}");
        }
    }
}

/// Every tag is one of the page's own, every attribute's value is closed where it should, and no address but a source's.
fn no_foreign_tag(html: &str) {
    let tags = html.split('<').skip(1).map(|rest| rest.split_once('>').map_or(rest, |(tag, _)| tag));
    for tag in tags {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let known = [
            "", "html", "head", "meta", "style", "title", "body", "h1", "h2", "h3", "p", "section", "article", "dl",
            "dt", "dd", "a",
        ];
        assert!(known.contains(&name.as_str()) && (!name.is_empty() || tag == "!doctype html"), "<{tag}> in {html}");
        let quotes = tag.matches('"').count();
        assert!(quotes % 2 == 0, "<{tag}> in {html}");
        if name == "a" && !tag.starts_with('/') {
            assert!(
                tag.starts_with("a href=\"https://agency.example/") && tag.ends_with("rel=\"noreferrer noopener\""),
                "<{tag}>"
            );
        }
        if name == "dd" {
            assert!(["dd", "/dd", "dd class=\"disputed\""].contains(&tag), "<{tag}>");
        }
    }
}

#[test]
fn what_people_set_goes_first() {
    let lexicon = READER.lexicon();
    let (mut incidents, mut accounts) = merged(&reports(), false);
    let at = incidents.iter().position(|i| i.members.len() == 2 && i.plover.as_deref() == Some("ASSAULT")).unwrap();
    for correction in [
        Correction::Type("COERCE".into()),
        Correction::Mode(Some("arrest".into())),
        Correction::Days(Some(("2026-03-08".parse().unwrap(), "2026-03-08".parse().unwrap()))),
        Correction::Place(Some("Kanaga".into())),
        Correction::Point(Some((14.5, -4.25))),
        Correction::Initiator(Some("al-Shabaab".into())),
        Correction::Recipient(None),
        Correction::Toll(dateline::reading::CasualtyKind::Killed, None),
        Correction::Toll(dateline::reading::CasualtyKind::Arrested, Some((3, 5))),
    ] {
        accounts.correct(&mut incidents[at], &correction, lexicon);
    }
    let profile = lexicon.exports.get("acled").unwrap();
    let table = dateline_tables::Table::new(
        &incidents[at..=at],
        &accounts,
        lexicon,
        profile,
        dateline_tables::Options::default(),
        |_| Review::Reviewed,
    );
    let cell = |name: &str| format!("{:?}", table.rows[0].cells[profile.column(name).unwrap()]);
    for (column, value) in [
        ("sub_event_type", "Arrests"),
        ("event_date", "2026-03-08"),
        ("location", "Kanaga"),
        ("latitude", "14.5"),
        ("geo_precision", "1"),
        ("actor1", "al-Shabaab"),
        ("actor2", "Null"),
        ("fatalities", "0"),
        ("notes", "Reported arrested: 3 to 5"),
        ("notes", "[reviewed]"),
    ] {
        assert!(cell(column).contains(value), "{column}: {}", cell(column));
    }
}
