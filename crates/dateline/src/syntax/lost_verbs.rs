//! Puts a main verb back in its place that the parser took for a participle beside a noun: "Israel *renewed* talks",
//! "police *used* tear gas". Web text, which treebanks are full of, has few such bare objects; news is made of them.

use super::{Deprel, Feats, Parsed, Upos};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::Cues;

/// Participles that do stand after a noun and before the noun that both modify: "rebel held areas", "US led coalition".
pub(super) const JOINED: [&str; 14] = [
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
pub(super) fn mend(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    if mend_tags(parsed, lexicon) {
        parsed.index_children();
    }
    if mend_auxiliaries(parsed) {
        parsed.index_children();
    }
    if mend_attributes(parsed) {
        parsed.index_children();
    }
    // Each question is about a tree as it stands: one verb a sentence and pass, so that the trees are indexed anew but once a
    // pass, however long the document.
    for _ in 0..PASSES {
        let mut mended = false;
        for sentence in 0..parsed.sentences.len() {
            mended |= parsed.sentences[sentence].tokens.clone().any(|verb| mend_verb(parsed, verb));
        }
        if !mended {
            return;
        }
        parsed.index_children();
    }
}

/// How many lost verbs of one sentence are put back.
const PASSES: usize = 2;

fn mend_verb(parsed: &mut Parsed<'_>, verb: u32) -> bool {
    match parsed[verb].head {
        Some(head) if is_past(parsed, verb) => {
            // "Gunmen who held ten hostages negotiated their getaway": no verb has a participle for its attribute.
            let relative = parsed[head].upos == Upos::Verb && parsed[head].deprel == Deprel::AclRelcl;
            if let Some(subject) = parsed[head].head.filter(|_| relative && head < verb) {
                mend_after_subject(parsed, verb, subject)
            } else if head < verb {
                mend_after_subject(parsed, verb, head)
            } else {
                mend_before_object(parsed, verb, head)
            }
        }
        _ => false,
    }
}

/// "Gunmen *shot* and killed a man", "a man was *shot*": a verb that has the form of a noun, known by its auxiliary or by the
/// verb it is coordinated with.
fn mend_tags(parsed: &mut Parsed<'_>, lexicon: &Lexicon) -> bool {
    let mut mended = false;
    for at in 0..parsed.tokens.len() as u32 {
        let token = &parsed[at];
        if token.upos != Upos::Noun || matches!(token.deprel, Deprel::Compound | Deprel::Nmod | Deprel::Obl) {
            continue;
        }
        let passive =
            parsed.children(at).any(|c| matches!(parsed[c].deprel, Deprel::NsubjPass | Deprel::AuxPass | Deprel::Aux));
        let before = parsed.children(at).rfind(|c| *c < at && parsed[*c].deprel == Deprel::Compound);
        let people = before.filter(|b| b + 1 == at && parsed[*b].feats.has(Feats::NUMBER_PLUR));
        let joined = parsed
            .children(at)
            .any(|c| c > at && c <= at + 3 && parsed[c].deprel == Deprel::Conj && parsed[c].upos == Upos::Verb);
        // "The army *plans* to retake the city": a noun of which this is the whole sentence.
        let whole = token.deprel == Deprel::Root && token.feats.has(Feats::NUMBER_PLUR);
        // "Peace talks to end the war" are no such sentence.
        let acts = || before.is_some_and(|b| lexicon.agents.get(&parsed.word(b).to_lowercase()).is_some());
        let aim = |c: u32| match parsed[c].deprel {
            Deprel::Xcomp => true,
            Deprel::Acl => parsed[c].feats.has(Feats::VERBFORM_INF) && acts(),
            _ => false,
        };
        let aims = whole && parsed.children(at).any(|c| c > at && aim(c));
        let people = people.or_else(|| before.filter(|b| aims && b + 1 == at));
        // "Police *shot* dead three men": no noun has an object.
        let object = parsed.children(at).any(|c| c > at && parsed[c].deprel == Deprel::Obj);
        let people = people.or_else(|| before.filter(|b| object && b + 1 == at));
        if !(passive || ((joined || aims || object) && people.is_some())) {
            continue;
        }
        let lower = parsed.word(at).to_lowercase();
        let Some(base) = lexicon.verbs.base(&lower, "") else { continue };
        let token = &mut parsed.tokens[at as usize];
        (token.upos, token.lemma) = (Upos::Verb, base);
        token.feats = match passive {
            true => Feats::TENSE_PAST.with(Feats::VERBFORM_PART),
            false if aims => Feats::TENSE_PRES.with(Feats::VERBFORM_FIN),
            false => Feats::TENSE_PAST.with(Feats::VERBFORM_FIN),
        };
        if let Some(people) = people.filter(|_| !passive) {
            parsed.tokens[people as usize].deprel = Deprel::Nsubj;
            // "The" of "the army plans" is the army's.
            if let Some(det) = parsed.child(at, Deprel::Det).filter(|det| det + 1 == people) {
                parsed.tokens[det as usize].head = Some(people);
            }
            let plan = parsed.child(at, Deprel::Acl).filter(|c| aims && parsed[*c].feats.has(Feats::VERBFORM_INF));
            if let Some(plan) = plan {
                parsed.tokens[plan as usize].deprel = Deprel::Xcomp;
            }
        }
        mended = true;
    }
    mended
}

/// "Gunmen had *burned* houses": an auxiliary right before a participle governs no object of its own.
fn mend_auxiliaries(parsed: &mut Parsed<'_>) -> bool {
    let mut mended = false;
    for auxiliary in 0..(parsed.tokens.len() as u32).saturating_sub(1) {
        let token = &parsed[auxiliary];
        let verb = auxiliary + 1;
        if token.upos != Upos::Aux || matches!(token.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop) {
            continue;
        }
        let Some(object) = parsed.child(auxiliary, Deprel::Obj).filter(|o| parsed[verb].head == Some(*o)) else {
            continue;
        };
        if parsed[verb].deprel != Deprel::Amod || parsed[verb].upos != Upos::Verb {
            continue;
        }
        let below: Vec<u32> = parsed.children(auxiliary).filter(|c| *c != object).collect();
        let above = (token.head, token.deprel);
        for child in below {
            parsed.tokens[child as usize].head = Some(verb);
        }
        (parsed.tokens[verb as usize].head, parsed.tokens[verb as usize].deprel) = above;
        (parsed.tokens[auxiliary as usize].head, parsed.tokens[auxiliary as usize].deprel) = (Some(verb), Deprel::Aux);
        (parsed.tokens[object as usize].head, parsed.tokens[object as usize].deprel) = (Some(verb), Deprel::Obj);
        mended = true;
    }
    mended
}

/// "The soldiers had *subjected* villagers to abuse": what has a subject or an auxiliary is no attribute of a noun behind it.
fn mend_attributes(parsed: &mut Parsed<'_>) -> bool {
    let mut mended = false;
    for verb in 0..parsed.tokens.len() as u32 {
        let token = &parsed[verb];
        let (Some(object), Upos::Verb, Deprel::Amod) = (token.head, token.upos, token.deprel) else { continue };
        let clausal = |c: u32| c < verb && (parsed[c].deprel.is_subject() || parsed[c].deprel == Deprel::Aux);
        if object < verb || !parsed.children(verb).any(clausal) {
            continue;
        }
        let own = |c: &u32| *c < verb || parsed[*c].deprel == Deprel::Obl;
        let children: Vec<u32> = parsed.children(object).filter(|c| *c != verb && own(c)).collect();
        let above = (parsed[object].head, parsed[object].deprel);
        for child in children {
            parsed.tokens[child as usize].head = Some(verb);
        }
        (parsed.tokens[verb as usize].head, parsed.tokens[verb as usize].deprel) = above;
        (parsed.tokens[object as usize].head, parsed.tokens[object as usize].deprel) = (Some(verb), Deprel::Obj);
        mended = true;
    }
    mended
}

/// "A nurse who asked not to be named *told* reporters that ...": where a sentence has no verb but those of a relative
/// clause, the one of them that says something is the sentence's own.
pub(super) fn mend_speech(parsed: &mut Parsed<'_>, cues: &Cues) {
    let mut mended = false;
    for sentence in 0..parsed.sentences.len() {
        let tokens = parsed.sentences[sentence].tokens.clone();
        let Some(noun) = tokens.clone().find(|t| parsed[*t].head.is_none()) else { continue };
        let nominal = matches!(parsed[noun].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let clausal = |c: u32| matches!(parsed[c].deprel, Deprel::Cop | Deprel::Nsubj | Deprel::Aux);
        let relative = parsed.child(noun, Deprel::AclRelcl);
        let Some(relative) = relative.filter(|_| nominal && !parsed.children(noun).any(clausal)) else { continue };
        let says = |v: &u32| {
            let token = &parsed[*v];
            token.upos == Upos::Verb
                && parsed.word(*v) != &*token.lemma
                && !token.feats.has(Feats::VERBFORM_GER)
                && parsed.children(*v).any(|c| c > *v && parsed[c].deprel == Deprel::Ccomp)
                && cues.headed_by(&token.lemma, Upos::Verb).iter().any(|c| c.class.is_speech())
        };
        let Some(said) = parsed.subtree(relative).filter(|v| *v > relative).find(says) else { continue };
        // "gave his name as Omar *said*": the name is not who said it.
        let mark = parsed.child(said, Deprel::Mark).filter(|m| *m < said);
        let own: Vec<u32> = parsed.children(said).filter(|c| *c < said && Some(*c) != mark).collect();
        for child in own {
            let token = &mut parsed.tokens[child as usize];
            token.head = Some(relative);
            if let (Some(mark), true) = (mark, token.deprel.is_subject()) {
                token.deprel = Deprel::Obl;
                (parsed.tokens[mark as usize].head, parsed.tokens[mark as usize].deprel) = (Some(child), Deprel::Case);
            }
        }
        let stop: Vec<u32> =
            parsed.children(noun).filter(|c| *c > said && parsed[*c].deprel == Deprel::Punct).collect();
        for sign in stop {
            parsed.tokens[sign as usize].head = Some(said);
        }
        (parsed.tokens[said as usize].head, parsed.tokens[said as usize].deprel) = (None, Deprel::Root);
        (parsed.tokens[noun as usize].head, parsed.tokens[noun as usize].deprel) = (Some(said), Deprel::Nsubj);
        mended = true;
    }
    if mended {
        parsed.index_children();
    }
}

fn is_past(parsed: &Parsed<'_>, verb: u32) -> bool {
    let token = &parsed[verb];
    token.upos == Upos::Verb
        && (token.feats.has(Feats::TENSE_PAST) || parsed.word(verb).ends_with("ed"))
        && matches!(token.deprel, Deprel::Amod | Deprel::Acl)
        && !parsed.children(verb).any(|c| matches!(parsed[c].deprel, Deprel::Mark | Deprel::AuxPass))
}

/// "Police *used* tear gas": a participle after its noun is passive and has no object, so one that has is no participle.
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

/// "Israel and Lebanon *renewed* negotiations": nothing modifies a noun from between a noun phrase and the noun's own
/// words, so a participle there is the verb, the phrase its subject and the noun its object.
fn mend_before_object(parsed: &mut Parsed<'_>, verb: u32, object: u32) -> bool {
    if parsed[verb].deprel != Deprel::Amod || JOINED.contains(&&*parsed.word(verb).to_lowercase()) {
        return false;
    }
    let sentence = parsed.sentence(verb).tokens.clone();
    let auxiliary = parsed.children(verb).find(|c| parsed[*c].deprel == Deprel::Aux && *c < verb);
    let Some(before) = verb.checked_sub(1).filter(|t| *t >= sentence.start) else { return false };
    let Some(subject) = subject_before(parsed, auxiliary.unwrap_or(verb), object, before) else {
        return mend_stray_object(parsed, verb, object);
    };
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

/// "A group of students *blocked* traffic": the verb's noun hangs without a preposition on the noun phrase before the verb.
fn mend_stray_object(parsed: &mut Parsed<'_>, verb: u32, object: u32) -> bool {
    let Some(subject) = parsed[object].head.filter(|s| *s < verb) else { return false };
    let stray = matches!(
        parsed[object].deprel,
        Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Obj | Deprel::Dep | Deprel::Appos
    );
    let nominal = matches!(parsed[subject].upos, Upos::Noun | Upos::Propn);
    let cased = parsed.children(object).any(|c| parsed[c].deprel == Deprel::Case);
    let ends = parsed.children(subject).filter(|c| *c != object && *c < verb).map(|c| parsed.subtree(c).end).max();
    let adjacent = ends.unwrap_or(0).max(subject + 1) == parsed.subtree(object).start
        && parsed.subtree(verb).start == parsed.subtree(object).start;
    if !stray || !nominal || cased || !adjacent || parsed.subtree(object).start != verb {
        return false;
    }
    parsed.tokens[verb as usize].head = Some(subject);
    raise(parsed, verb, subject);
    let after: Vec<u32> = parsed
        .children(object)
        .filter(|c| *c != verb)
        .filter(|c| matches!(parsed[*c].deprel, Deprel::Punct | Deprel::Obl | Deprel::OblUnmarked | Deprel::Advcl))
        .collect();
    for child in after {
        parsed.tokens[child as usize].head = Some(verb);
    }
    let token = &mut parsed.tokens[object as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::Obj);
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
    // Nouns that modify a noun are singular: "truck drivers [blocked] roads".
    let spoken = parsed[found].deprel == Deprel::Nsubj
        || parsed[found].upos == Upos::Propn
        || parsed[found].feats.has(Feats::NUMBER_PLUR);
    (gap && ends <= before + 1 && spoken).then_some(found)
}

#[cfg(test)]
mod tests {
    use crate::{Lexicon, Reader};

    /// The words of the subject and the object that a verb has.
    fn check(sentence: &str, verb: &str, subject: &str, object: &str) {
        let reader = Reader::new(Lexicon::built_in());
        let parsed = reader.parse(sentence);
        let at = (0..parsed.tokens.len() as u32).find(|t| parsed.word(*t) == verb).unwrap();
        let word = |t: Option<u32>| t.map_or("", |t| parsed.word(t));
        assert_eq!((word(parsed.doer(at)), word(parsed.undergoer(at))), (subject, object), "{sentence}");
    }

    #[test]
    fn main_verbs_have_their_subjects_and_objects() {
        check("Lorry drivers blocked roads near the port.", "blocked", "drivers", "roads");
        check("Riot police used tear gas.", "used", "police", "gas");
    }

    #[test]
    fn who_says_it_is_found_behind_a_relative_clause() {
        let check = |sentence: &str, verb: &str, subject: &str| check(sentence, verb, subject, "");
        check("A nurse who asked not to be named told reporters that 17 bodies had been brought in.", "told", "nurse");
        check("A man who gave his name as Idrissa said the gunmen had left.", "said", "man");
    }

    #[test]
    fn trees_stay_trees() {
        let reader = Reader::new(Lexicon::built_in());
        for sentence in [
            "On Friday, policemen detained a farmer at his home and later tortured him in custody to extract forced \
             confession at the detention facility in connection with mass demonstrations days earlier.",
            "A group of residents organized in 12 societies blocked traffic on the bridges in protest, preventing the \
             movement of vehicles.",
            "Chad and Niger renewed negotiations on Monday.",
        ] {
            let parsed = reader.parse(sentence);
            for token in 0..parsed.tokens.len() as u32 {
                let steps = std::iter::successors(Some(token), |t| parsed[*t].head).take(200).count();
                assert!(steps < 200, "{sentence}: no root above {}", parsed.word(token));
            }
        }
    }

    #[test]
    fn participles_before_nouns_stay() {
        check("The army attacked rebel held areas.", "attacked", "army", "areas");
    }
}
