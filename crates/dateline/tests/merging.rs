//! Literate merging tests: `tests/merging/*.md` hold reports and the incidents that must be made of them.
//!
//! A case is a quoted list of reports, each `NAME DATE: TEXT` on a line of its own, and a block with a line for each
//! incident: its type, the words that name it in each report, how many independent sources it has, its days, its place,
//! its figures. The block's `profile=` names the merge rule.

use std::fmt::Write;

use dateline::incident::{self, Incident, Report};
use dateline::{Basis, Document, Lexicon, Published, Reader};

mod literate;

fn render(incident: &Incident) -> String {
    let mut line = incident.plover.clone().unwrap_or_else(|| "nothing".into());
    for member in &incident.members {
        write!(line, " {}", member.source_id).unwrap();
        if let Some(span) = &member.span {
            write!(line, " \"{}\"", span.quote).unwrap();
        }
    }
    match incident.sources.len() {
        1 => line.push_str("; 1 source"),
        more => write!(line, "; {more} sources").unwrap(),
    }
    for days in &incident.days {
        let (from, to) = days.value;
        write!(line, "; {from}").unwrap();
        if from != to {
            write!(line, "/{to}").unwrap();
        }
    }
    if let Some(place) = incident.places.first() {
        write!(line, "; {}", place.value).unwrap();
    }
    for toll in &incident.casualties {
        let number = |n: Option<u32>| n.map_or("?".into(), |n| n.to_string());
        write!(line, "; {} {}", toll.kind, number(toll.low)).unwrap();
        if toll.low != toll.high {
            write!(line, "-{}", number(toll.high)).unwrap();
        }
    }
    if incident.disputed {
        line.push_str("; disputed");
    }
    line
}

fn report(reader: &Reader, line: &str) -> Report {
    let (head, text) = line.split_once(": ").expect("NAME DATE: TEXT");
    let (name, date) = head.split_once(' ').expect("NAME DATE");
    let mut document = Document::new(text);
    document.source_id = Some(name.to_owned());
    document.published = Some(Published { date: date.parse().expect("a date"), basis: Basis::Given });
    Report::new(text, &reader.read(&document))
}

#[test]
fn every_case_is_merged_as_written() {
    let reader = Reader::new(Lexicon::built_in());
    literate::every_case("merging", |text, info, expected| {
        let reports: Vec<Report> = text.lines().filter(|l| !l.is_empty()).map(|l| report(&reader, l)).collect();
        let profile = info.split_whitespace().find_map(|word| word.strip_prefix("profile=")).unwrap_or("standard");
        let profile = reader.lexicon().merge.get(profile).expect("a merge rule");
        (incident::merge(&reports, profile).iter().map(render).collect(), expected.to_vec())
    });
}

#[test]
fn the_order_of_reports_changes_no_group() {
    let reader = Reader::new(Lexicon::built_in());
    let mut reports: Vec<Report> = [
        "a 2026-03-10: Gunmen killed 14 villagers in Toro, near Mopti in Mali, on Monday, the army said.",
        "b 2026-03-10: At least 20 people died when gunmen attacked Toro village in the Mopti region of Mali on Monday.",
        "c 2026-03-12: Three soldiers were killed in an ambush near Gao in Mali on Wednesday.",
        "d 2026-03-11: By our correspondent. Gunmen killed 14 villagers in Toro, near Mopti in Mali, on Monday, the army said.",
    ]
    .iter()
    .map(|line| report(&reader, line))
    .collect();
    let profile = reader.lexicon().merge.get("standard").unwrap();
    let mut groups = |turn: usize| {
        reports.rotate_left(turn);
        let mut groups: Vec<Vec<String>> = incident::merge(&reports, profile)
            .iter()
            .map(|i| {
                let mut names: Vec<String> = i.members.iter().map(|m| m.source_id.clone()).collect();
                names.sort();
                names
            })
            .collect();
        groups.sort();
        groups
    };
    let first = groups(0);
    assert!(first.iter().any(|g| g == &["a", "b", "d"]), "{first:?}");
    for turn in 1..4 {
        assert_eq!(groups(turn), first);
    }
}
