//! Sentences with their trees, and the claims expected of them.

use proptest::prelude::*;

use super::{Claims, read};
use crate::actor::Actors;
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::outlook::{self, Outlook};
use crate::reading::{SentenceKind, Status};
use crate::span::Span;
use crate::syntax::{Deprel, Feats, Parsed, Sentence, Token, Upos};
use crate::time::Times;

/// The text of sentences given as rows of `form lemma UPOS head deprel [features]`, a blank line between sentences.
fn text(rows: &str) -> String {
    let mut text = String::new();
    for form in rows.lines().filter_map(|row| row.split_whitespace().next()) {
        let glued = matches!(form, "," | "." | "?" | ":" | "'s" | "”" | "n't") || text.ends_with('“');
        if !text.is_empty() && !glued {
            text.push(' ');
        }
        text.push_str(form);
    }
    text
}

/// The trees of such rows over their text.
fn parse<'t>(rows: &str, text: &'t str) -> Parsed<'t> {
    let mut parsed = Parsed::new(text);
    let mut at = 0;
    for sentence in rows.trim().split("\n\n") {
        let first = parsed.tokens.len() as u32;
        for row in sentence.lines() {
            let cells: Vec<&str> = row.split_whitespace().collect();
            let start = at + text[at..].find(cells[0]).unwrap();
            at = start + cells[0].len();
            let mut token = Token::new(Span::new(start, at), text);
            token.lemma = cells[1].into();
            token.upos = Upos::parse(cells[2]).unwrap();
            token.head = cells[3].parse::<u32>().unwrap().checked_sub(1).map(|h| h + first);
            token.deprel = Deprel::parse(cells[4]).unwrap();
            token.feats = cells.get(5).map_or(Feats::default(), |f| Feats::parse(f));
            parsed.tokens.push(token);
        }
        let tokens = first..parsed.tokens.len() as u32;
        let span = parsed.span(&tokens);
        parsed.sentences.push(Sentence { span, tokens, kind: SentenceKind::Body });
    }
    parsed.index_children();
    parsed
}

fn claims(parsed: &Parsed<'_>, lexicon: &Lexicon) -> (Claims, Vec<Outlook>) {
    let actors = Actors::default();
    let claims = read(parsed, &actors, &[], lexicon);
    let outlook = outlook::read(parsed, &Times::default(), &actors, &[], &claims, lexicon);
    (claims, outlook)
}

#[track_caller]
fn check(rows: &str, expected: &[&str]) {
    let text = text(rows.trim());
    let parsed = parse(rows.trim(), &text);
    let (claims, outlook) = claims(&parsed, lexicon());
    let words = |s: Option<Span>| s.map_or("-", |s| s.of(&text));
    let mut found: Vec<String> = claims
        .claims
        .iter()
        .map(|c| {
            let direct = if c.direct { ", direct" } else { "" };
            format!("{} | {} | {} | {}{direct}", words(c.source_span), words(c.cue), c.content.of(&text), c.kind)
        })
        .collect();
    found.extend(outlook.iter().map(|o| format!("{}, {}: {}", o.modality, o.polarity, o.evidence.of(&text))));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn indirect_speech() {
    check(
        "
The the DET 2 det
army army NOUN 3 nsubj
said say VERB 0 root Tense=Past|VerbForm=Fin
that that SCONJ 7 mark
it it PRON 7 nsubj
had have AUX 7 aux Tense=Past|VerbForm=Fin
repelled repel VERB 3 ccomp Tense=Past|VerbForm=Part
the the DET 9 det
raid raid NOUN 7 obj
. . PUNCT 3 punct
",
        &["The army | said | it had repelled the raid | report"],
    );
}

#[test]
fn the_source_after_what_is_said() {
    check(
        "
Both both DET 2 det
roads road NOUN 4 nsubj
are be AUX 4 cop Tense=Pres|VerbForm=Fin
open open ADJ 0 root
, , PUNCT 7 punct
residents resident NOUN 7 nsubj
say say VERB 4 parataxis Tense=Pres|VerbForm=Fin
. . PUNCT 4 punct
",
        &["residents | say | Both roads are open | assessment"],
    );
}

#[test]
fn a_relative_clause_in_which_somebody_speaks() {
    check(
        "
The the DET 2 det
strike strike NOUN 0 root
, , PUNCT 7 punct
which which PRON 7 nsubj
aides aide NOUN 6 nsubj
say say VERB 7 parataxis Tense=Pres|VerbForm=Fin
hit hit VERB 2 acl:relcl Tense=Past|VerbForm=Fin
a a DET 9 det
depot depot NOUN 7 obj
. . PUNCT 2 punct
",
        &["aides | say | hit a depot | report"],
    );
}

#[test]
fn according_to() {
    check(
        "
According accord VERB 4 case
to to ADP 1 fixed
the the DET 4 det
ministry ministry NOUN 8 obl
, , PUNCT 4 punct
two two NUM 7 nummod
soldiers soldier NOUN 8 nsubj
died die VERB 0 root Tense=Past|VerbForm=Fin
. . PUNCT 8 punct
",
        &["the ministry | According to | two soldiers died | report"],
    );
}

#[test]
fn passives_have_an_agent_or_nobody() {
    check(
        "
The the DET 2 det
rebels rebel NOUN 4 nsubj:pass
are be AUX 4 aux:pass Tense=Pres|VerbForm=Fin
accused accuse VERB 0 root Tense=Past|VerbForm=Part|Voice=Pass
of of SCONJ 6 mark
killing kill VERB 4 advcl VerbForm=Ger
three three NUM 8 nummod
farmers farmer NOUN 6 obj
. . PUNCT 4 punct
",
        &["- | are accused of | killing three farmers | accusation"],
    );
    check(
        "
The the DET 2 det
column column NOUN 4 nsubj:pass
is be AUX 4 aux:pass Tense=Pres|VerbForm=Fin
expected expect VERB 0 root Tense=Past|VerbForm=Part|Voice=Pass
to to PART 6 mark
leave leave VERB 4 xcomp VerbForm=Inf
. . PUNCT 4 punct
",
        &[
            "- | is expected | The column is expected to leave | prediction",
            "likely, positive: The column is expected to leave",
        ],
    );
}

#[test]
fn direct_speech_and_a_participle_after_it() {
    check(
        "
“ “ PUNCT 4 punct
We we PRON 4 nsubj
will will AUX 4 aux VerbForm=Fin
leave leave VERB 8 ccomp VerbForm=Inf
, , PUNCT 4 punct
” ” PUNCT 4 punct
she she PRON 8 nsubj
said say VERB 0 root Tense=Past|VerbForm=Fin
, , PUNCT 10 punct
adding add VERB 8 advcl VerbForm=Part
that that SCONJ 14 mark
talks talk NOUN 14 nsubj
had have AUX 14 aux Tense=Past|VerbForm=Fin
failed fail VERB 10 ccomp Tense=Past|VerbForm=Part
. . PUNCT 8 punct
",
        &[
            "she | said | We will leave, | prediction, direct",
            "she | adding | talks had failed | report",
            "certain, positive: We will leave",
        ],
    );
}

#[test]
fn a_quotation_over_two_sentences() {
    check(
        "
“ “ PUNCT 3 punct
Nobody nobody PRON 3 nsubj
came come VERB 0 root Tense=Past|VerbForm=Fin
. . PUNCT 3 punct

We we PRON 2 nsubj
waited wait VERB 6 ccomp Tense=Past|VerbForm=Fin
, , PUNCT 2 punct
” ” PUNCT 2 punct
he he PRON 6 nsubj
said say VERB 0 root Tense=Past|VerbForm=Fin
. . PUNCT 6 punct
",
        &["he | said | Nobody came. We waited, | report, direct"],
    );
}

#[test]
fn nouns_attribute_too() {
    check(
        "
Nobody nobody PRON 2 nsubj
believes believe VERB 0 root Tense=Pres|VerbForm=Fin
the the DET 4 det
army army NOUN 6 nmod:poss
's 's PART 4 case
claim claim NOUN 2 obj
that that SCONJ 9 mark
it it PRON 9 nsubj
won win VERB 6 acl Tense=Past|VerbForm=Fin
. . PUNCT 2 punct
",
        &["the army | claim | it won | report"],
    );
}

#[test]
fn a_negated_prospect_is_negative() {
    check(
        "
They they PRON 4 nsubj
will will AUX 4 aux VerbForm=Fin
not not PART 4 advmod
talk talk VERB 0 root VerbForm=Inf
. . PUNCT 4 punct
",
        &["certain, negative: They will not talk"],
    );
}

/// An event named by one token.
fn event(parsed: &Parsed<'_>, head: u32, status: Status) -> Event {
    Event {
        trigger: head..head + 1,
        head,
        plover: "ASSAULT",
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        acled: None,
        status,
        when: None,
        places: Vec::new(),
        participants: Vec::new(),
        casualties: Vec::new(),
        outcome: None,
        part_of: None,
        clause: parsed.sentences[0].span,
        accounts: Vec::new(),
        confidence: 1.0,
        rule: String::new(),
    }
}

/// Who says what of the event named by the token `head` of a sentence.
#[track_caller]
fn check_assertions(rows: &str, head: u32, status: Status, expected: &[&str]) {
    let text = text(rows.trim());
    let parsed = parse(rows.trim(), &text);
    let events = [event(&parsed, head, status)];
    let claims = read(&parsed, &Actors::default(), &events, lexicon());
    let found: Vec<String> =
        claims.assertions.iter().map(|(_, a)| format!("{:?} {} {}", a.source, a.stance, a.field)).collect();
    assert_eq!(found, expected, "{text}");
}

const DENIAL: &str = "
Officers officer NOUN 2 nsubj
denied deny VERB 0 root Tense=Past|VerbForm=Fin
that that SCONJ 5 mark
troops troop NOUN 5 nsubj
fired fire VERB 2 ccomp Tense=Past|VerbForm=Fin
. . PUNCT 2 punct
";

const NO_PART: &str = "
Officers officer NOUN 2 nsubj
denied deny VERB 0 root Tense=Past|VerbForm=Fin
involvement involvement NOUN 2 obj
in in ADP 6 case
the the DET 6 det
shelling shelling NOUN 3 nmod
. . PUNCT 2 punct
";

const REPORT: &str = "
Officers officer NOUN 2 nsubj
said say VERB 0 root Tense=Past|VerbForm=Fin
troops troop NOUN 4 nsubj
fired fire VERB 2 ccomp Tense=Past|VerbForm=Fin
. . PUNCT 2 punct
";

#[test]
fn each_field_is_somebody_s_word() {
    check_assertions(REPORT, 3, Status::Happened, &["Unnamed asserts occurred"]);
    check_assertions(DENIAL, 4, Status::Denied, &["Unnamed denies occurred"]);
    check_assertions(NO_PART, 5, Status::Happened, &["Unnamed denies initiator", "Outlet asserts occurred"]);
}

#[test]
fn nobody_asserts_what_has_not_happened() {
    check_assertions(REPORT, 3, Status::Planned, &[]);
}

#[test]
fn a_relative_clause_whatever_the_tree_makes_of_it() {
    check(
        "
Rebels rebel NOUN 0 root
, , PUNCT 5 punct
who who PRON 5 nsubj
Rolland Rolland PROPN 3 flat
said say VERB 1 acl:relcl Tense=Past|VerbForm=Fin
had have AUX 7 aux Tense=Past|VerbForm=Fin
left leave VERB 5 ccomp Tense=Past|VerbForm=Part
, , PUNCT 9 punct
returned return VERB 1 acl Tense=Past|VerbForm=Fin
. . PUNCT 1 punct
",
        &["Rolland | said | had left | report"],
    );
}

#[test]
fn as_somebody_says() {
    check(
        "
The the DET 2 det
war war NOUN 4 nsubj
is be AUX 4 cop Tense=Pres|VerbForm=Fin
lost lose VERB 0 root Tense=Past|VerbForm=Part
, , PUNCT 8 punct
as as SCONJ 8 mark
Amina Amina PROPN 8 nsubj
says say VERB 4 advcl Tense=Pres|VerbForm=Fin
. . PUNCT 4 punct
",
        &["Amina | says | The war is lost | report"],
    );
}

/// Words that steer the rules, in trees that make no sense.
fn nonsense() -> impl Strategy<Value = (String, Vec<(usize, usize, usize)>)> {
    const WORDS: &[&str] = &[
        "said",
        "that",
        "“",
        "”",
        "\"",
        ",",
        ".",
        "according",
        "to",
        "army",
        "denied",
        "claim",
        "will",
        "reportedly",
        "be",
        "who",
        "accused",
        "of",
        "adding",
        "likely",
        "fears",
        "as",
        ":",
        "\n",
    ];
    proptest::collection::vec((0..WORDS.len(), 0..Upos::ALL.len(), 0..Deprel::ALL.len(), any::<usize>()), 1..24)
        .prop_map(|picks| {
            let words: Vec<&str> = picks.iter().map(|p| WORDS[p.0]).collect();
            (words.join(" "), picks.iter().map(|p| (p.1, p.2, p.3)).collect())
        })
}

proptest! {
    #[test]
    fn nonsense_does_no_harm((text, picks) in nonsense()) {
        let lexicon = lexicon();
        let mut parsed = Parsed::new(&text);
        let mut at = 0;
        let count = picks.len();
        for (i, (word, (upos, deprel, head))) in text.split(' ').zip(&picks).enumerate() {
            let mut token = Token::new(Span::new(at, at + word.len()), &text);
            at += word.len() + 1;
            token.upos = Upos::ALL[*upos];
            token.deprel = Deprel::ALL[*deprel];
            // Trees whose heads all stand to one side are trees.
            token.head = if count % 2 == 0 { (i > 0).then(|| (head % i.max(1)) as u32) } else {
                (i + 1 < count).then(|| (i + 1 + head % (count - i - 1).max(1)).min(count - 1) as u32)
            };
            token.lemma = match word { "said" => "say", "denied" => "deny", "accused" => "accuse", "adding" => "add", other => other }.into();
            parsed.tokens.push(token);
        }
        let span = Span::new(0, text.len());
        parsed.sentences.push(Sentence { span, tokens: 0..count as u32, kind: SentenceKind::Body });
        parsed.index_children();
        let (claims, outlook) = claims(&parsed, lexicon);
        for (i, claim) in claims.claims.iter().enumerate() {
            prop_assert!(!claim.content.of(&text).is_empty());
            prop_assert!(claim.within != Some(i));
            prop_assert!(claim.cue.is_none_or(|c| !c.of(&text).is_empty()));
            prop_assert!(claim.source_span.is_none_or(|c| !c.of(&text).is_empty()));
        }
        for entry in outlook {
            prop_assert!(!entry.evidence.of(&text).is_empty());
        }
    }
}

/// One lexicon for all cases.
fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(Lexicon::built_in)
}
