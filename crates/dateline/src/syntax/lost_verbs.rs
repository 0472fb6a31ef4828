//! Puts a main verb back in its place that the parser took for a participle beside a noun: "Israel [renewed] talks",
//! "police [used] tear gas". Web text, which treebanks are full of, has few such bare objects; news is made of them.

use super::{Deprel, Feats, Parsed, Upos};

/// Participles that do stand after a noun and before the noun that both modify: "rebel held areas", "US led coalition".
const JOINED: [&str; 14] = [
    "allied",
    "armed",
    "backed",
    "based",
    "born",
    "controlled",
    "dominated",
    "funded",
    "held",
    "led",
    "linked",
    "owned",
    "run",
    "sponsored",
];

/// Mends a parse.
pub(super) fn mend(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for verb in 0..parsed.tokens.len() as u32 {
        if !is_past(parsed, verb) {
            continue;
        }
        let Some(head) = parsed[verb].head else { continue };
        if head < verb {
            mended |= mend_after_subject(parsed, verb, head);
        } else {
            mended |= mend_before_object(parsed, verb, head);
        }
        // Later questions are about the mended tree.
        if mended {
            parsed.index_children();
        }
    }
}

fn is_past(parsed: &Parsed<'_>, verb: u32) -> bool {
    let token = &parsed[verb];
    token.upos == Upos::Verb
        && (token.feats.has(Feats::TENSE_PAST) || parsed.word(verb).ends_with("ed"))
        && matches!(token.deprel, Deprel::Amod | Deprel::Acl)
        && !parsed.children(verb).any(|c| matches!(parsed[c].deprel, Deprel::Mark | Deprel::AuxPass))
}

/// "Police [used] tear gas": a participle after its noun is passive and has no object, so one that has is no participle.
fn mend_after_subject(parsed: &mut Parsed<'_>, verb: u32, subject: u32) -> bool {
    let nominal = matches!(parsed[subject].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    // "a man called Omar", "refugees given food": two objects, of which the passive keeps one.
    let ditransitive = matches!(
        &*parsed[verb].lemma,
        "give" | "call" | "name" | "offer" | "show" | "teach" | "send" | "grant" | "pay" | "deem" | "award" | "charge"
    );
    let object = parsed.children(verb).find(|c| parsed[*c].deprel == Deprel::Obj && *c > verb);
    // "shelled positions": the noun after it may have been taken for one of a row of nouns.
    let stray = parsed.children(subject).find(|c| {
        let follows = parsed[*c].deprel == Deprel::Conj && *c > verb && parsed.subtree(*c).start == verb + 1;
        follows && !parsed.children(*c).any(|d| parsed[d].deprel == Deprel::Cc)
    });
    let governs = parsed[subject].deprel == Deprel::Root
        || matches!(parsed[subject].deprel, Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj | Deprel::Advcl);
    if !nominal || ditransitive || !governs || (object.is_none() && stray.is_none()) {
        return false;
    }
    if parsed[verb].deprel == Deprel::Acl && parsed.children(subject).any(|c| parsed[c].deprel == Deprel::Cop) {
        return false;
    }
    raise(parsed, verb, subject);
    if let Some(object) = stray {
        parsed.tokens[object as usize].head = Some(verb);
        parsed.tokens[object as usize].deprel = Deprel::Obj;
    }
    true
}

/// Gives the verb the place of its subject, and the subject one below it.
fn raise(parsed: &mut Parsed<'_>, verb: u32, subject: u32) {
    let (head, deprel) = (parsed[subject].head, parsed[subject].deprel);
    let moved: Vec<u32> = parsed
        .children(subject)
        .filter(|c| {
            *c != verb && {
                let own = matches!(parsed[*c].deprel, Deprel::Appos | Deprel::Flat | Deprel::NmodPoss | Deprel::Case);
                (*c > verb && !own) || matches!(parsed[*c].deprel, Deprel::Mark | Deprel::Punct | Deprel::Aux)
            }
        })
        .collect();
    for child in moved {
        let token = &mut parsed.tokens[child as usize];
        token.head = Some(verb);
        token.deprel = match token.deprel {
            Deprel::Nmod | Deprel::NmodDesc => Deprel::Obl,
            Deprel::NmodUnmarked => Deprel::OblUnmarked,
            other => other,
        };
    }
    let token = &mut parsed.tokens[verb as usize];
    (token.head, token.deprel) = (head, deprel);
    let token = &mut parsed.tokens[subject as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::Nsubj);
}

/// "Israel and Lebanon [renewed] negotiations": nothing modifies a noun from between a noun phrase and the noun's own
/// words, so a participle there is the verb, the phrase its subject and the noun its object.
fn mend_before_object(parsed: &mut Parsed<'_>, verb: u32, object: u32) -> bool {
    if parsed[verb].deprel != Deprel::Amod || JOINED.contains(&&*parsed.word(verb).to_lowercase()) {
        return false;
    }
    let sentence = parsed.sentence(verb).tokens.clone();
    let auxiliary = parsed.children(verb).find(|c| parsed[*c].deprel == Deprel::Aux && *c < verb);
    let Some(before) = verb.checked_sub(1).filter(|t| *t >= sentence.start) else { return false };
    let Some(subject) = subject_before(parsed, auxiliary.unwrap_or(verb), object, before) else { return false };
    if auxiliary.is_none() && (parsed[object].upos == Upos::Propn || parsed.subtree(object).start > subject) {
        // A name does not begin a bare object phrase often enough to be sure.
        let bare = parsed.children(object).all(|c| c > verb || c == subject || parsed[c].deprel != Deprel::Det);
        if !bare {
            return false;
        }
    }
    let (head, deprel) = (parsed[object].head, parsed[object].deprel);
    // Where the noun was itself the subject of a verb that has words of speech, the clause is what is said.
    let (head, deprel) = match (head, deprel) {
        (Some(head), Deprel::Nsubj | Deprel::NsubjPass) => {
            let said = parsed.children(head).any(|c| parsed[c].deprel.is_subject() && c > object);
            (Some(head), if said { Deprel::Ccomp } else { Deprel::Dep })
        }
        other => other,
    };
    if deprel == Deprel::Dep || matches!(deprel, Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::Compound) {
        return false;
    }
    let moved: Vec<u32> = parsed
        .children(object)
        .filter(|c| {
            *c != verb
                && (*c < verb
                    || matches!(parsed[*c].deprel, Deprel::Punct | Deprel::Obl | Deprel::OblUnmarked | Deprel::Advcl))
        })
        .collect();
    for child in moved {
        parsed.tokens[child as usize].head = Some(verb);
    }
    let token = &mut parsed.tokens[verb as usize];
    (token.head, token.deprel) = (head, deprel);
    let token = &mut parsed.tokens[object as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::Obj);
    let token = &mut parsed.tokens[subject as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::Nsubj);
    true
}

/// The head of the noun phrase that ends right before the verb, adverbs aside, where it hangs on the verb's noun.
fn subject_before(parsed: &Parsed<'_>, verb: u32, object: u32, before: u32) -> Option<u32> {
    let found = parsed.children(object).filter(|c| *c < verb).rev().find(|c| {
        matches!(parsed[*c].upos, Upos::Noun | Upos::Propn | Upos::Pron)
            && matches!(parsed[*c].deprel, Deprel::Nsubj | Deprel::Compound | Deprel::NmodDesc | Deprel::NsubjPass)
    })?;
    let ends = parsed.subtree(found).end;
    let gap = (ends..verb).all(|t| matches!(parsed[t].upos, Upos::Adv | Upos::Aux | Upos::Part));
    let spoken = parsed[found].deprel == Deprel::Nsubj || parsed[found].upos == Upos::Propn;
    (gap && ends <= before + 1 && spoken).then_some(found)
}
