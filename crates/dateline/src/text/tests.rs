use proptest::prelude::*;

use super::segment;
use crate::reading::SentenceKind::{Body, Dateline, Heading, Headline};

/// Words joined by blanks, one sentence a line.
fn words(text: &str) -> String {
    let parsed = segment(text);
    let line = |s: &crate::syntax::Sentence| s.tokens.clone().map(|t| parsed.word(t)).collect::<Vec<_>>().join(" ");
    parsed.sentences.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(words(text), expected, "{text}");
}

#[test]
fn clitics_come_off() {
    check("They don't know; the army's men cannot.", "They do n't know ; the army 's men can not .");
    check("We’re sure he’s in Sana'a.", "We ’re sure he ’s in Sana'a .");
    check("the soldiers' camp in Cote d'Ivoire", "the soldiers ' camp in Cote d'Ivoire");
    check("It'll fall in the '90s, I'd say.", "It 'll fall in the '90s , I 'd say .");
}

#[test]
fn hyphens_part_words_but_not_prefixes() {
    check("a well-known anti-tank Russian-made AK-47", "a well - known anti-tank Russian - made AK - 47");
    check("from 1969-1970, on 2026-05-03, call 713-853-3989", "from 1969 - 1970 , on 2026-05-03 , call 713-853-3989");
}

#[test]
fn numbers_times_and_addresses() {
    check("$5.2 million, 80% of 1,200 at 10:30 a.m.", "$ 5.2 million , 80 % of 1,200 at 10:30 a.m.");
    check(
        "See https://example.org/a?b=1. Mail desk@example.org.",
        "See https://example.org/a?b=1 .\nMail desk@example.org .",
    );
    check("about 30km away on 4/7/2026", "about 30 km away on 4/7/2026");
}

#[test]
fn full_stops() {
    check("Lt. Col. Ali met Gen. Diallo. He left.", "Lt. Col. Ali met Gen. Diallo .\nHe left .");
    check("The U.S. Army left the U.S. The rest stayed.", "The U.S. Army left the U.S.\nThe rest stayed .");
    check("John F. Smith of Acme Inc. said no. It did not.", "John F. Smith of Acme Inc. said no .\nIt did not .");
    check("Route No. 4 is shut. No. They said no.", "Route No. 4 is shut .\nNo .\nThey said no .");
    check("UNIT NO.4 CAME. IT LEFT.", "UNIT NO. 4 CAME .\nIT LEFT .");
    check("Shells fell inside.Under the deal, they stop.", "Shells fell inside .\nUnder the deal , they stop .");
    check("on Jan. 3 and in Sept. Then", "on Jan. 3 and in Sept. Then");
    check("they left. we stayed. approx. five came :)", "they left .\nwe stayed . approx. five came :)");
    check("Well... Maybe. So… who knows?", "Well ...\nMaybe .\nSo … who knows ?");
}

#[test]
fn quotes_close_with_their_sentence() {
    check("\"We won.\" He left. “They lost.” She stayed.", "\" We won . \"\nHe left .\n“ They lost . ”\nShe stayed .");
    check("\"Who?\" he asked.", "\" Who ? \" he asked .");
    check("He said \"it is over.\"Under fire, they ran.", "He said \" it is over . \"\nUnder fire , they ran .");
    check("(It was late.) They slept.", "( It was late . )\nThey slept .");
}

#[test]
fn pages_have_parts() {
    let text = "Rebels Seize Town in North\n\nBAMAKO, 3 May (Agency) -- Rebels took a town.\n\nWhat comes next\n\n\
                The army said nothing.";
    let kinds: Vec<_> = segment(text).sentences.iter().map(|s| s.kind).collect();
    assert_eq!(kinds, [Headline, Dateline, Body, Heading, Body]);
}

#[test]
fn datelines_of_wires() {
    check(
        "SAN SALVADOR, 3 JAN 90 -- [REPORT] [TEXT] THE BATTALION LEFT.",
        "SAN SALVADOR , 3 JAN 90 -- [ REPORT ] [ TEXT ]\nTHE BATTALION LEFT .",
    );
    check("KABUL (Agency) - A bomb went off.", "KABUL ( Agency ) -\nA bomb went off .");
    check("The town – a ruin – fell.", "The town – a ruin – fell .");
}

#[test]
fn wrapped_lines_are_one_paragraph() {
    let wrapped = "   THE COMMAND HAS REPORTED THAT ABOUT 50 PEASANTS OF VARIOUS AGES HAVE\nBEEN TAKEN. \
                   THE GARRISON ADDED THAT THEY WERE FORCED OUT OF\nTHEIR HOMES.\n";
    assert_eq!(segment(wrapped).sentences.len(), 2);
    let headed = format!(
        "{}\nShells fell on the harbour through the night, the port's\nmaster said, and two ships burned \
                          there until the rain\ncame. No sailor was hurt, and the fire brigade of the town\nleft at dawn.",
        "# ".repeat(45)
    );
    assert_eq!(segment(&headed).sentences.len(), 3);
    assert_eq!(segment("Rebels take the town\nThe army fled in the night\n- one\n- two").sentences.len(), 4);
}

#[test]
fn endless_lines_take_linear_time() {
    for piece in ["a", "word ", "\"", "(.", "A.", ". ", "-", "é", "'", "x,", "1-"] {
        let parsed_len = segment(&piece.repeat(200_000)).tokens.len();
        assert!(parsed_len > 0);
    }
}

proptest! {
    #[test]
    fn every_character_is_in_one_word(text in "(\\PC|[ .,\"'\\-A-Za-z0-9\n]){0,120}") {
        let parsed = segment(&text);
        let mut at = 0;
        for token in &parsed.tokens {
            prop_assert!(token.span.start as usize >= at && !token.span.is_empty());
            prop_assert!(text[at..token.span.start as usize].chars().all(super::tokens::blank));
            prop_assert!(!token.span.of(&text).chars().any(super::tokens::blank));
            at = token.span.end as usize;
        }
        prop_assert!(text[at..].chars().all(super::tokens::blank));
        let mut next = 0;
        for sentence in &parsed.sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            prop_assert!(!sentence.tokens.is_empty());
            next = sentence.tokens.end;
        }
        prop_assert_eq!(next as usize, parsed.tokens.len());
    }
}
