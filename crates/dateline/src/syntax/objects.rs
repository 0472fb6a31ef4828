//! Gives each verb its own objects, where the tree makes two of them one or gives a verb the object of the next.

use super::{Deprel, Parsed, Upos};

/// Verbs of giving to somebody without a preposition.
const GIVING: &[&str] = &[
    "award", "deny", "give", "grant", "hand", "lend", "loan", "offer", "owe", "pay", "pledge", "promise", "sell",
    "send", "ship", "supply",
];

/// Mends a parse.
pub(super) fn mend(parsed: &mut Parsed<'_>) {
    for object in 0..parsed.tokens.len() as u32 {
        let Some(verb) = parsed[object].head else { continue };
        let mended = match parsed[object].deprel {
            Deprel::Obj => {
                mend_result(parsed, verb, object)
                    || mend_receiver(parsed, verb, object)
                    || mend_second_object(parsed, verb, object)
                    || mend_predicate(parsed, verb, object)
            }
            Deprel::Nummod => mend_count(parsed, verb, object),
            Deprel::Obl => mend_handed_over(parsed, verb, object),
            _ => false,
        };
        if mended {
            parsed.index_sentence(object);
        }
    }
}

/// "Shot dead a trader": what somebody is made has no object; the verb that makes him has.
fn mend_result(parsed: &mut Parsed<'_>, result: u32, object: u32) -> bool {
    let verb =
        parsed[result].head.filter(|_| parsed[result].upos == Upos::Adj && parsed[result].deprel == Deprel::Xcomp);
    let Some(verb) = verb.filter(|v| parsed[*v].upos == Upos::Verb && parsed.child(*v, Deprel::Obj).is_none()) else {
        return false;
    };
    parsed.tokens[object as usize].head = Some(verb);
    true
}

/// "One Taliban local commander", "two Kenyan army officers": the number before a name counts those whom the name modifies.
fn mend_count(parsed: &mut Parsed<'_>, name: u32, number: u32) -> bool {
    let modifies = matches!(parsed[name].deprel, Deprel::Compound | Deprel::Amod | Deprel::NmodDesc)
        && parsed.word(name).starts_with(char::is_uppercase);
    let noun = parsed[name].head.filter(|n| modifies && *n > name && number < name && parsed[*n].upos == Upos::Noun);
    let Some(noun) = noun.filter(|n| parsed.child(*n, Deprel::Nummod).is_none()) else { return false };
    parsed.tokens[number as usize].head = Some(noun);
    true
}

/// "Gave the Ivory Coast 5.1 million dollars": a name before the number of a noun does not modify the noun: it is who is given
/// what is counted.
fn mend_receiver(parsed: &mut Parsed<'_>, verb: u32, object: u32) -> bool {
    if GIVING.binary_search(&parsed[verb].lemma.to_lowercase().as_str()).is_err() {
        return false;
    }
    let Some(number) = parsed.child(object, Deprel::Nummod).filter(|n| *n < object) else { return false };
    let count = parsed.subtree(number).start;
    let name = parsed.children(object).find(|c| {
        *c < count
            && matches!(parsed[*c].deprel, Deprel::Compound | Deprel::NmodDesc | Deprel::NmodUnmarked)
            && parsed[*c].upos == Upos::Propn
            && parsed.subtree(*c).end == count
    });
    let Some(name) = name else { return false };
    let article = parsed.child(object, Deprel::Det).filter(|d| *d < parsed.subtree(name).start);
    let token = &mut parsed.tokens[name as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::Iobj);
    if let Some(article) = article {
        parsed.tokens[article as usize].head = Some(name);
    }
    true
}

/// "Fired tear gas and beat protesters with batons": a verb has one object, and what stands after the next verb is that one's.
fn mend_second_object(parsed: &mut Parsed<'_>, verb: u32, object: u32) -> bool {
    let first = parsed.child(verb, Deprel::Obj).filter(|first| *first < object);
    let next = parsed.children(verb).find(|c| {
        first.is_some_and(|first| first < *c)
            && *c < object
            && parsed[*c].deprel == Deprel::Conj
            && parsed[*c].upos == Upos::Verb
            && parsed.subtree(*c).end == parsed.subtree(object).start
    });
    let Some(next) = next.filter(|n| parsed.child(*n, Deprel::Obj).is_none()) else { return false };
    let after: Vec<u32> =
        parsed.children(verb).filter(|c| *c >= object && parsed[*c].deprel != Deprel::Punct).collect();
    for token in after {
        parsed.tokens[token as usize].head = Some(next);
    }
    true
}

/// "Called the commander a liar": a noun has no object; what somebody is called or made is told of him beside it.
fn mend_predicate(parsed: &mut Parsed<'_>, noun: u32, predicate: u32) -> bool {
    let nominal = |t: u32| matches!(parsed[t].upos, Upos::Noun | Upos::Propn);
    let Some(verb) = parsed[noun].head.filter(|v| *v < noun && parsed[*v].upos == Upos::Verb) else { return false };
    let object = parsed[noun].deprel == Deprel::Obj && nominal(noun) && nominal(predicate) && noun < predicate;
    let names = matches!(
        &*parsed[verb].lemma,
        "appoint"
            | "brand"
            | "call"
            | "consider"
            | "declare"
            | "deem"
            | "dub"
            | "elect"
            | "label"
            | "name"
            | "proclaim"
    );
    if !object || !names {
        return false;
    }
    let token = &mut parsed.tokens[predicate as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::Xcomp);
    true
}

/// "Handed over four villages to the army": what is handed over is the verb's object, and who gets it is told beside it.
fn mend_handed_over(parsed: &mut Parsed<'_>, verb: u32, object: u32) -> bool {
    let over = verb + 1;
    let particle = over < object
        && parsed[over].head == Some(object)
        && parsed[over].deprel == Deprel::Case
        && parsed.word(over).eq_ignore_ascii_case("over")
        && matches!(&*parsed[verb].lemma.to_lowercase(), "hand" | "turn");
    if !particle || parsed.child(verb, Deprel::Obj).is_some() {
        return false;
    }
    let to = parsed.children(object).find(|c| parsed[*c].deprel == Deprel::Nmod && parsed.has_case(*c, "to"));
    parsed.tokens[object as usize].deprel = Deprel::Obj;
    let token = &mut parsed.tokens[over as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::CompoundPrt);
    if let Some(to) = to {
        let token = &mut parsed.tokens[to as usize];
        (token.head, token.deprel) = (Some(verb), Deprel::Obl);
    }
    true
}
