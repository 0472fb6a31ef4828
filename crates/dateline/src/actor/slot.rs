//! Where a nominal stands in its clause, and whether a place's name that stands there names those who govern it.

use super::label::LabelKind;
use crate::lexicon::Lexicon;
use crate::lexicon::frames::Slot;
use crate::syntax::{Deprel, Parsed, Upos};

/// A nominal's slot: `subject`, `object`, `agent`, `owner` or its preposition; and the word that it depends on there.
pub(super) fn of(parsed: &Parsed<'_>, head: u32) -> Option<(String, u32)> {
    let mut at = head;
    loop {
        let governor = parsed[at].head?;
        let slot = match parsed[at].deprel {
            // A conjunct shares its first sibling's slot, unless it has a preposition of its own.
            Deprel::Conj | Deprel::Appos | Deprel::Flat if parsed.cases(at).next().is_none() => {
                at = governor;
                continue;
            }
            Deprel::Nsubj | Deprel::NsubjOuter => "subject".to_owned(),
            Deprel::NsubjPass | Deprel::Obj => "object".to_owned(),
            Deprel::Iobj => "indirect".to_owned(),
            Deprel::OblAgent => "agent".to_owned(),
            Deprel::NmodPoss => "owner".to_owned(),
            _ => parsed.cases(at).map(|c| parsed.word(c).to_lowercase()).next()?,
        };
        return Some((slot, governor));
    }
}

/// Whether the name of a place under `head` stands for an actor there.
pub(super) fn acts(parsed: &Parsed<'_>, lexicon: &Lexicon, head: u32, kind: LabelKind) -> bool {
    let Some((slot, governor)) = of(parsed, head) else {
        return false;
    };
    let lemma = parsed[governor].lemma.to_lowercase();
    if slot == "indirect" {
        // "Gave France arms" says what "gave arms to France" says; "warned France" may look like it.
        return ["to", "object"].iter().any(|slot| stands_for_government(lexicon, slot, &lemma, kind));
    }
    if slot == "owner"
        && matches!(kind, LabelKind::Country(_))
        && is_act_of_state(lexicon, &lemma, parsed[governor].upos)
    {
        return true;
    }
    // "Continue aid to Chad": the tree may hang on the verb what belongs to its object.
    let object = parsed.child(governor, Deprel::Obj).filter(|o| *o < head && parsed[head].deprel == Deprel::Obl);
    stands_for_government(lexicon, &slot, &lemma, kind)
        || object.is_some_and(|o| stands_for_government(lexicon, &slot, &parsed[o].lemma.to_lowercase(), kind))
}

/// "Serbia's crackdown", "Chad's expulsion of the envoy": nouns for what only those do who have power or a voice.
fn is_act_of_state(lexicon: &Lexicon, lemma: &str, upos: Upos) -> bool {
    let frames = &lexicon.frames;
    frames.entries(lemma, upos).iter().any(|entry| {
        let frame = &frames.frames[entry.frame];
        entry.others.is_empty()
            && frame.is_open()
            && frame.initiator.contains(&Slot::Possessive)
            && !frame.recipient.contains(&Slot::Possessive)
            && !matches!(frame.plover, "ASSAULT" | "PROTEST")
    })
}

/// Whether a name in a slot of a governor stands for an actor.
fn stands_for_government(lexicon: &Lexicon, slot: &str, lemma: &str, kind: LabelKind) -> bool {
    match kind {
        LabelKind::Capital(_) => lexicon.metonymy.capital(slot, lemma),
        LabelKind::Country(_) => lexicon.metonymy.country(slot, lemma),
        // A region acts where even a capital would: "negotiate with Azawad".
        LabelKind::Place => lexicon.metonymy.capital(slot, lemma),
        LabelKind::Known(_) | LabelKind::Person | LabelKind::Organisation => true,
    }
}

/// Whether a country's name or adjective just before a noun stands for its government: "Israeli strikes", "US sanctions",
/// and "Russian jets" where they do something.
pub(super) fn acts_through(parsed: &Parsed<'_>, lexicon: &Lexicon, noun: u32) -> bool {
    if lexicon.metonymy.country("adjective", &parsed[noun].lemma.to_lowercase()) {
        // "A French rail strike": who strikes stands between.
        return parsed.children(noun).all(|c| {
            parsed[c].deprel != Deprel::Compound
                || lexicon.metonymy.country("means", &parsed[c].lemma.to_lowercase())
                || parsed.word(c).starts_with(char::is_uppercase)
        });
    }
    lexicon.metonymy.country("means", &parsed[noun].lemma.to_lowercase())
        && (parsed[noun].deprel.is_subject() || parsed[noun].deprel == Deprel::OblAgent)
}
