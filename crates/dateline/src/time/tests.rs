//! Expressions and what they mean on the calendar. Every case reads: where the text was published (Wednesday, 8 July 2026
//! where nothing else is said), the text, and the expressions as `words = value`.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Relation, Times};
use crate::{Basis, Document, Lexicon, Published, Reader};

/// Reads a text that was published on a given day.
fn times(published: Option<Date>, text: &str) -> (Times, String) {
    thread_local! {
        static READER: Reader = Reader::new(Lexicon::built_in());
    }
    READER.with(|reader| {
        let mut document = Document::new(text);
        document.published = published.map(|date| Published { date, basis: Basis::Given });
        let parsed = reader.parse(&document.text);
        let times = super::read(&parsed, &document, reader.lexicon());
        (times, document.text)
    })
}

fn expressions(published: Option<Date>, text: &str) -> Vec<String> {
    let (times, text) = times(published, text);
    times.expressions.iter().map(|e| format!("{} = {}", e.span.of(&text), e.value)).collect()
}

/// Checks `cases` of (text, expressions) as of Wednesday, 8 July 2026.
fn check(cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found = expressions(Some(date(2026, 7, 8)), text);
        if found != *expected {
            wrong.push(format!("{text}\n     expected {expected:?}\n        found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn explicit_dates() {
    check(&[
        ("The raid took place on 25 April 2026.", &["25 April 2026 = 2026-04-25"]),
        ("The raid took place on April 25, 2026, near the border.", &["April 25, 2026 = 2026-04-25"]),
        ("It was signed on Saturday, April 25, 2026.", &["Saturday, April 25, 2026 = 2026-04-25"]),
        ("It was signed on the 25th of April 2026.", &["the 25th of April 2026 = 2026-04-25"]),
        ("Dated 2026-04-25, the order was secret.", &["2026-04-25 = 2026-04-25"]),
        ("Dated 25/04/2026, the order was secret.", &["25/04/2026 = 2026-04-25"]),
        ("Dated 25.04.26, the order was secret.", &["25.04.26 = 2026-04-25"]),
        ("He was detained on Sept. 3, 2021.", &["Sept. 3, 2021 = 2021-09-03"]),
        ("The war began in March 2011.", &["March 2011 = 2011-03"]),
        ("The war began in 2011 and ended in 2019.", &["2011 = 2011", "2019 = 2019"]),
        ("Fighting flared in the 1990s.", &["the 1990s = 199"]),
        ("Fighting flared in the nineties.", &["the nineties = 199"]),
        ("It was a fort of the 19th century.", &["the 19th century = 18"]),
    ]);
}

#[test]
fn dates_without_a_year() {
    check(&[
        ("On April 25, the army was attacked.", &["April 25 = 2026-04-25"]),
        ("On December 25, the army was attacked.", &["December 25 = 2025-12-25"]),
        ("A vote will be held on December 25.", &["December 25 = 2026-12-25"]),
        ("The army was attacked on Saturday morning.", &["Saturday morning = 2026-07-04TMO"]),
        ("Talks will resume on Saturday.", &["Saturday = 2026-07-11"]),
        ("Gunmen attacked a village on Wednesday.", &["Wednesday = 2026-07-08"]),
        ("Gunmen attacked a village in October.", &["October = 2025-10"]),
        ("Gunmen attacked a village last October.", &["last October = 2025-10"]),
        ("Troops left on the 3rd.", &["the 3rd = 2026-07-03"]),
    ]);
}

#[test]
fn relative_times() {
    check(&[
        ("Rebels struck again yesterday.", &["yesterday = 2026-07-07"]),
        ("The shelling resumed last week.", &["last week = 2026-W27"]),
        ("They were expelled years ago.", &["years ago = PAST_REF"]),
        ("They were expelled three years ago.", &["three years ago = 2023"]),
        ("The town fell two months ago.", &["two months ago = 2026-05"]),
        (
            "The town fell on 3 May. Three days earlier the road was cut.",
            &["3 May = 2026-05-03", "Three days earlier = 2026-04-30"],
        ),
        (
            "The town fell on 3 May. The next morning the mayor fled.",
            &["3 May = 2026-05-03", "The next morning = 2026-05-04TMO"],
        ),
        (
            "The town fell on 3 May. The previous day it was shelled.",
            &["3 May = 2026-05-03", "The previous day = 2026-05-02"],
        ),
        ("He was shot last night.", &["last night = 2026-07-07TNI"]),
    ]);
}

#[test]
fn lengths_and_sets() {
    check(&[
        ("The siege lasted for two weeks.", &["two weeks = P2W"]),
        ("A two-year truce held.", &["two-year = P2Y"]),
        ("Over the past 24 hours ten people died.", &["the past 24 hours = PT24H"]),
        ("Prayers are held every Friday.", &["every Friday = XXXX-WXX-5"]),
        ("Shells fall daily.", &["daily = P1D"]),
        ("They marched for five and a half hours.", &["five and a half hours = PT5H30M"]),
    ]);
}

#[test]
fn what_belongs_to_the_words_around() {
    // The article, the preposition, and the noun after are not the expression's.
    check(&[
        ("The January 2018 bombing killed ten.", &["January 2018 = 2018-01"]),
        ("The two-week siege ended.", &["two-week = P2W"]),
        ("They fled over the past two weeks.", &["the past two weeks = P2W"]),
        ("At least three weeks passed.", &["At least three weeks = P3W"]),
        ("A siege likely to last over a week began.", &["over a week = P1W"]),
        ("Following last month's raid they left.", &["last month = 2026-06"]),
        ("The 20-year-old was shot.", &[]),
        ("It costs five dollars a day.", &[]),
        ("They may march on the capital.", &[]),
        ("A second attack followed.", &[]),
        ("A quarter of the town was burnt.", &[]),
        ("Some 2,014 people fled.", &[]),
        ("At 0200 GMT shells fell.", &["0200 GMT = 2026-07-08T02:00"]),
        ("Around 3am (0200 GMT) shells fell.", &["3am (0200 GMT) = 2026-07-08T03:00"]),
        ("The raid began at 9 a.m. EST Monday.", &["9 a.m. EST Monday = 2026-07-06T09:00"]),
        ("It was taken on the night of April 25.", &["the night of April 25 = 2026-04-25TNI"]),
    ]);
}

#[test]
fn the_ends_of_a_range_share_the_year_that_is_told() {
    check(&[
        ("The siege ran from January to September 1984.", &["January = 1984-01", "September 1984 = 1984-09"]),
        ("It lasted from December to January 1984.", &["December = 1983-12", "January 1984 = 1984-01"]),
        ("They met between 28 May and 3 June 2019.", &["28 May = 2019-05-28", "3 June 2019 = 2019-06-03"]),
        // No year is told: both ends are near the time of writing.
        ("The siege ran from January to March.", &["January = 2026-01", "March = 2026-03"]),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("It was shelled between 3 and 5 May.", &["3 and 5 May = 2026-05-03/2026-05-05"]),
        ("It was shelled on May 3-5.", &["May 3-5 = 2026-05-03/2026-05-05"]),
        ("It was shelled from 28 April to 3 May.", &["28 April = 2026-04-28", "3 May = 2026-05-03"]),
    ]);
    let (times, _) = times(Some(date(2026, 7, 8)), "It was shelled from 28 April to 3 May.");
    assert_eq!(times.extent(0), Some((date(2026, 4, 28), date(2026, 5, 3))));
    assert_eq!(times.extent(1), times.extent(0));
}

#[test]
fn named_days() {
    check(&[
        ("A truce held through Ramadan 2024.", &["Ramadan 2024 = 2024-03-11/2024-04-09"]),
        ("Shelling stopped for Eid al-Fitr.", &["Eid al-Fitr = 2026-03-20"]),
        ("It happened on Christmas Day 2014.", &["Christmas Day 2014 = 2014-12-25"]),
        ("He was killed on Easter Sunday.", &["Easter Sunday = 2026-04-05"]),
        ("It happened two days before Christmas.", &["two days before Christmas = 2025-12-23"]),
        ("Tents stood on Easter Island.", &[]),
    ]);
}

#[test]
fn edges_of_periods() {
    let interval = |text: &str| {
        let (times, _) = times(Some(date(2026, 7, 8)), text);
        times.expressions.first().and_then(|e| e.interval).map(|(a, b)| format!("{a} {b}"))
    };
    assert_eq!(interval("It fell in early May.").as_deref(), Some("2026-05-01 2026-05-10"));
    assert_eq!(interval("It fell in late June.").as_deref(), Some("2026-06-21 2026-06-30"));
    assert_eq!(interval("It fell earlier this month.").as_deref(), Some("2026-07-01 2026-07-08"));
    assert_eq!(interval("It fell in the past week.").as_deref(), Some("2026-07-01 2026-07-08"));
    assert_eq!(interval("In the past 24 hours it fell.").as_deref(), Some("2026-07-07 2026-07-08"));
    let (times, _) = times(Some(date(2026, 7, 8)), "They were expelled years ago.");
    assert_eq!(times.expressions[0].bounds, (None, Some(date(2025, 12, 31))));
}

#[test]
fn offsets_from_events() {
    let (times, text) = times(Some(date(2026, 7, 4)), "Two months after a massive attack, rebels struck on Saturday.");
    let [offset, saturday] = &times.expressions[..] else { panic!("two expressions: {times:?}") };
    assert_eq!((offset.span.of(&text), offset.value.as_str()), ("Two months", "P2M"));
    let offset = offset.offset.expect("an offset");
    assert!(offset.after);
    assert_eq!(saturday.interval, Some((date(2026, 7, 4), date(2026, 7, 4))));
    assert_eq!(offset.other(date(2026, 7, 4)), Some((date(2026, 4, 19), date(2026, 5, 19))));
}

#[test]
fn relations() {
    let relations = |text: &str| -> Vec<Relation> {
        times(Some(date(2026, 7, 8)), text).0.expressions.iter().map(|e| e.relation).collect()
    };
    assert_eq!(relations("Fighting has gone on since 2011."), [Relation::Since]);
    assert_eq!(relations("They held out until Friday."), [Relation::Until]);
    assert_eq!(relations("It fell before dawn."), [Relation::Before]);
    assert_eq!(relations("It fell on Monday."), [Relation::At]);
    assert_eq!(relations("It was shelled from Monday to Wednesday."), [Relation::From, Relation::To]);
    assert_eq!(relations("It was shelled for two weeks."), [Relation::Throughout]);
    assert_eq!(relations("In the past 24 hours ten people died."), [Relation::Throughout]);
}

/// The publication date of a text that comes without one, and the reason.
fn published(url: Option<&str>, text: &str) -> Option<(Date, String, Vec<Date>)> {
    let reader = Reader::new(Lexicon::built_in());
    let mut document = Document::new(text);
    document.url = url.map(str::to_owned);
    let parsed = reader.parse(&document.text);
    let found = super::read(&parsed, &document, reader.lexicon()).published?;
    if let Some(span) = found.span {
        assert!(!span.of(&document.text).is_empty());
    }
    Some((found.date, found.basis, found.alternatives))
}

#[test]
fn publication_dates() {
    let day = |url, text| published(url, text).map(|(date, ..)| date.to_string());
    for (text, expected) in [
        ("Published: 3 May 2021\nGunmen attacked a village on Monday.", Some("2021-05-03")),
        ("Posted on May 3, 2021 at 14:05 GMT\nGunmen attacked a village on Monday.", Some("2021-05-03")),
        ("Village attacked\nMonday, 3 May 2021\nGunmen attacked a village.", Some("2021-05-03")),
        ("By Jane Roe, 3 May 2021\nGunmen attacked a village.", Some("2021-05-03")),
        ("KABUL, Sept 3, 2021 (Agency) -- Gunmen attacked a village.", Some("2021-09-03")),
        ("KABUL, Sept 3 (Agency) -- Gunmen attacked a village, the worst raid since 2021.", Some("2021-09-03")),
        ("Gunmen attacked a village today, May 3, 2021.", Some("2021-05-03")),
        ("Published 3 May 2021\nUpdated 5 May 2021\nGunmen attacked a village.", Some("2021-05-03")),
        ("Gunmen attacked a village on Monday.", None),
        ("Gunmen attacked a village on 3 May 2021.", None),
    ] {
        assert_eq!(day(None, text).as_deref(), expected, "{text}");
    }
    let url = Some("https://news.example/2021/05/03/village");
    assert_eq!(day(url, "Gunmen attacked a village on Monday.").as_deref(), Some("2021-05-03"));
}

#[test]
fn day_and_month_by_the_evidence() {
    let check = |text: &str, expected: &str, reason: &str| {
        let (date, basis, alternatives) = published(None, text).unwrap_or_else(|| panic!("no date in {text}"));
        assert_eq!(date.to_string(), expected, "{text}: {basis}");
        assert!(basis.contains(reason), "{basis:?} does not say {reason:?}");
        assert_eq!(alternatives.len(), 1, "{text}");
    };
    check(
        "Published On 4/7/2026\nRebels struck again today, Saturday.",
        "2026-07-04",
        "DMY: 2026-07-04 is a Saturday, as the text says",
    );
    check(
        "Published On 4/7/2026\nRebels struck again today, Tuesday.",
        "2026-04-07",
        "MDY: 2026-04-07 is a Tuesday, as the text says",
    );
    check(
        "Published On 4/7/2026\nRebels struck on Saturday morning. On April 25, they took a town.",
        "2026-07-04",
        "Saturday",
    );
    check("Posted 2/3/2020\nThe army said on 25/02/2020 it had left.", "2020-03-02", "DMY");
    check("Posted 2/3/2020\nThe army said on 01/25/2020 it had left.", "2020-02-03", "MDY");
    check(
        "Posted 5/6/2020\nRebels raided the town on 1 June 2020.",
        "2020-06-05",
        "2020-06-01, which is after 2020-05-06",
    );
}

#[test]
fn the_order_of_numbers_where_the_date_is_given() {
    let (times, _) = times(Some(date(2020, 6, 5)), "The army left on 4/6/2020 and came back on 25/6/2019.");
    assert_eq!(times.expressions[0].value, "2020-06-04");
}

#[test]
fn a_weekday_without_a_year_stays_open() {
    assert_eq!(expressions(None, "Rebels struck on Saturday."), ["Saturday = XXXX-WXX-6"]);
    assert_eq!(expressions(None, "Rebels struck on April 25."), ["April 25 = XXXX-04-25"]);
    assert_eq!(expressions(None, "Rebels struck yesterday."), ["yesterday = XXXX-XX-XX"]);
}

proptest! {
    #[test]
    fn never_panics_and_keeps_its_spans(text in ".{0,200}") {
        let (times, text) = times(None, &text);
        for e in &times.expressions {
            prop_assert!(text.is_char_boundary(e.span.start as usize) && text.is_char_boundary(e.span.end as usize));
            prop_assert!(e.interval.is_none_or(|(first, last)| first <= last));
        }
    }

    #[test]
    fn never_panics_on_words_of_time(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "the", "last", "Friday", "April", "25", "2026", ",", "-", "/", "two", "hundred", "years", "ago", "of",
                "early", "mid", "week", "3", "am", ":", "30", "and", "a", "half", "Ramadan", "before", "after", "9999",
                "February", "29", "next", "century", "1990s", "'", "s", "quarter", "third", "99999999999", "0000", "next year",
            ]),
            0..24,
        ),
        (year, month) in (-9999i16..=9999, 1i8..=12),
    ) {
        let (times, _) = times(Some(date(year, month, 28)), &words.join(" "));
        for e in &times.expressions {
            prop_assert!(e.interval.is_none_or(|(first, last)| first <= last), "{e:?}");
        }
    }
}
