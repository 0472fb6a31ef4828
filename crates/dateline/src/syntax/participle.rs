//! Mends participles that the tree takes for finite verbs, and the other way round. English writes both alike ("troops sent
//! north were killed", "five soldiers killed"); what stands around them tells which is meant.

use super::{Deprel, Feats, Parsed, Upos};
use crate::lexicon::frames::{Frames, Slot};

/// Mends the participles of a parse.
pub(super) fn mend(parsed: &mut Parsed<'_>, frames: &Frames) {
    for verb in 0..parsed.tokens.len() as u32 {
        if parsed[verb].upos != Upos::Verb {
            continue;
        }
        mend_trial(parsed, verb);
        if mend_harm(parsed, frames, verb) {
            parsed.index_sentence(verb);
            continue;
        }
        if mend_gerund_noun(parsed, verb) || mend_state(parsed, verb) || mend_active(parsed, frames, verb) {
            continue;
        }
        if mend_outbreak(parsed, verb) || mend_reduced_relative(parsed, verb) || mend_gapped(parsed, verb) {
            parsed.index_sentence(verb);
        } else {
            mend_victim(parsed, frames, verb);
        }
    }
}

/// "Fled fighting between rebels and the army": what people flee, and what is between two sides, is a noun.
fn mend_gerund_noun(parsed: &mut Parsed<'_>, gerund: u32) -> bool {
    let Some(head) = parsed[gerund].head.filter(|h| *h < gerund) else { return false };
    let word = parsed.word(gerund).to_lowercase();
    let ing = word.ends_with("ing");
    let flees = parsed[head].upos == Upos::Verb
        && matches!(&*parsed[head].lemma.to_lowercase(), "flee" | "escape" | "survive")
        && matches!(parsed[gerund].deprel, Deprel::Xcomp | Deprel::Advcl)
        && head + 1 == gerund;
    let preposition = parsed.children(gerund).find(|c| parsed[*c].deprel == Deprel::Mark);
    let between = matches!(parsed[gerund].deprel, Deprel::Acl | Deprel::Advcl)
        && preposition.is_some()
        && parsed.children(gerund).any(|c| parsed[c].deprel == Deprel::Obl && parsed.has_case(c, "between"));
    let bare = parsed.children(gerund).all(|c| !matches!(parsed[c].deprel, Deprel::Obj | Deprel::Aux | Deprel::Nsubj));
    if !ing || !bare || !(flees || between) {
        return false;
    }
    for child in parsed.children(gerund).collect::<Vec<_>>() {
        let token = &mut parsed.tokens[child as usize];
        match token.deprel {
            Deprel::Obl => token.deprel = Deprel::Nmod,
            Deprel::Mark => (token.deprel, token.upos) = (Deprel::Case, Upos::Adp),
            _ => {}
        }
    }
    let nominal = parsed[head].upos != Upos::Verb;
    let token = &mut parsed.tokens[gerund as usize];
    (token.upos, token.feats) = (Upos::Noun, Feats::NUMBER_SING);
    token.lemma = word.into();
    token.deprel = match () {
        () if flees => Deprel::Obj,
        () if nominal => Deprel::Nmod,
        () => Deprel::Obl,
    };
    true
}

/// "A bomb was used to try to kill him": the trying is told of as a fact, and no mere aim.
fn mend_trial(parsed: &mut Parsed<'_>, trial: u32) {
    let used = |v: u32| &*parsed[v].lemma == "use" && parsed.is_passive(v) && v + 2 == trial;
    let tries = matches!(&*parsed[trial].lemma, "try" | "attempt") && parsed.child(trial, Deprel::Xcomp).is_some();
    if tries && parsed[trial].deprel == Deprel::Advcl && parsed[trial].head.is_some_and(used) {
        parsed.tokens[trial as usize].deprel = Deprel::Xcomp;
    }
}

/// "Is opposed to talks", "is prepared to help": what somebody is, and nothing that is done to him.
fn mend_state(parsed: &mut Parsed<'_>, participle: u32) -> bool {
    let word = parsed.word(participle).to_lowercase();
    if !matches!(&*word, "opposed" | "prepared" | "determined" | "committed" | "concerned" | "worried" | "convinced") {
        return false;
    }
    let part = |deprel| parsed.children(participle).find(|c| parsed[*c].deprel == deprel && *c < participle);
    let (Some(subject), Some(copula)) = (part(Deprel::NsubjPass), part(Deprel::AuxPass)) else { return false };
    let done = parsed.children(participle).any(|c| parsed[c].deprel == Deprel::OblAgent || parsed.has_case(c, "by"));
    if done || &*parsed[copula].lemma != "be" {
        return false;
    }
    parsed.tokens[subject as usize].deprel = Deprel::Nsubj;
    parsed.tokens[copula as usize].deprel = Deprel::Cop;
    let token = &mut parsed.tokens[participle as usize];
    (token.upos, token.feats, token.lemma) = (Upos::Adj, Feats::DEGREE_POS, word.into());
    true
}

/// "Soldiers mutinied": a verb that nothing is done by has a subject that does it, unless an auxiliary says otherwise.
fn mend_active(parsed: &mut Parsed<'_>, frames: &Frames, verb: u32) -> bool {
    let Some(subject) = parsed.child(verb, Deprel::NsubjPass) else { return false };
    let auxiliary = parsed.children(verb).any(|c| matches!(parsed[c].deprel, Deprel::AuxPass | Deprel::Aux));
    let own: Vec<_> = frames.entries(&parsed[verb].lemma.to_lowercase(), Upos::Verb).iter().collect();
    let done_to = own.iter().any(|e| {
        let frame = &frames.frames[e.frame];
        frame.recipient.contains(&Slot::Object) || frame.initiator.contains(&Slot::Object)
    });
    if auxiliary || own.is_empty() || done_to {
        return false;
    }
    parsed.tokens[subject as usize].deprel = Deprel::Nsubj;
    true
}

/// "Clashes erupted after the vote": a verb that has no passive is no participle of the noun before it.
fn mend_outbreak(parsed: &mut Parsed<'_>, verb: u32) -> bool {
    let Some(noun) = parsed[verb].head.filter(|n| *n + 1 == verb && parsed[verb].deprel == Deprel::Acl) else {
        return false;
    };
    let breaks_out = matches!(
        &*parsed[verb].lemma.to_lowercase(),
        "erupt" | "occur" | "happen" | "continue" | "rage" | "resume" | "intensify" | "flare" | "persist" | "escalate"
    );
    if !breaks_out || !parsed[verb].feats.has(Feats::TENSE_PAST) || parsed[noun].deprel != Deprel::Root {
        return false;
    }
    let after: Vec<u32> = parsed.children(noun).filter(|c| *c > verb).collect();
    for token in after {
        parsed.tokens[token as usize].head = Some(verb);
    }
    (parsed.tokens[verb as usize].head, parsed.tokens[verb as usize].deprel) = (None, Deprel::Root);
    (parsed.tokens[noun as usize].head, parsed.tokens[noun as usize].deprel) = (Some(verb), Deprel::Nsubj);
    true
}

/// "Troops sent to the border were killed": a verb right after its subject, with a clause below it that has an auxiliary
/// and no subject of its own, is a participle, and the clause is the sentence.
fn mend_reduced_relative(parsed: &mut Parsed<'_>, participle: u32) -> bool {
    let Some(subject) = participle.checked_sub(1) else { return false };
    let own = parsed[subject].head == Some(participle) && parsed[subject].deprel == Deprel::Nsubj;
    let past = parsed[participle].feats.has(Feats::TENSE_PAST);
    if !own || !past || !matches!(parsed[subject].upos, Upos::Noun | Upos::Propn) {
        return false;
    }
    // "They said to the press they were ready" has a subject of its own, unless a preposition stands before it.
    let misplaced = |parsed: &Parsed<'_>, t: u32| parsed[t].deprel.is_subject() && parsed.cases(t).next().is_some();
    let clause = parsed.children(participle).find(|c| {
        let finite = |a: u32| {
            matches!(parsed[a].deprel, Deprel::AuxPass | Deprel::Aux)
                && parsed[a].feats.has(Feats::VERBFORM_FIN)
                && a > participle
        };
        let bound = |d: u32| {
            parsed[d].deprel == Deprel::Mark
                || parsed[d].deprel == Deprel::Expl
                || parsed[d].deprel.is_subject() && !misplaced(parsed, d)
        };
        *c > participle
            && matches!(parsed[*c].deprel, Deprel::Ccomp | Deprel::Dep)
            && parsed[*c].upos == Upos::Verb
            && parsed.children(*c).any(finite)
            && !parsed.children(*c).any(bound)
            && (participle..*c).all(|t| parsed[t].upos != Upos::Punct)
    });
    let Some(clause) = clause else { return false };
    let passive = parsed.child(clause, Deprel::AuxPass).is_some();
    let (head, deprel) = (parsed[participle].head, parsed[participle].deprel);
    let strays: Vec<u32> = parsed.children(clause).filter(|c| misplaced(parsed, *c)).collect();
    let after: Vec<u32> = parsed.children(participle).filter(|c| *c > clause).collect();
    let mut hang = |token: u32, head: Option<u32>, deprel: Deprel| {
        let token = &mut parsed.tokens[token as usize];
        (token.head, token.deprel) = (head, deprel);
    };
    hang(clause, head, deprel);
    hang(participle, Some(subject), Deprel::Acl);
    hang(subject, Some(clause), if passive { Deprel::NsubjPass } else { Deprel::Nsubj });
    for stray in strays {
        hang(stray, Some(participle), Deprel::Obl);
    }
    for token in after {
        parsed.tokens[token as usize].head = Some(clause);
    }
    true
}

/// "The driver was killed and his guard wounded": the second participle has the auxiliary of the first, and a subject.
fn mend_gapped(parsed: &mut Parsed<'_>, participle: u32) -> bool {
    let Some(noun) = parsed[participle].head.filter(|n| *n + 1 == participle) else { return false };
    let Some(verb) = parsed[noun].head.filter(|_| parsed[noun].deprel == Deprel::Conj) else { return false };
    let nominal = matches!(parsed[noun].upos, Upos::Noun | Upos::Propn | Upos::Num);
    let first = parsed[verb].upos == Upos::Verb && verb < noun && parsed.is_passive(verb);
    if parsed[participle].deprel != Deprel::Acl || !parsed.is_past_participle(participle) || !nominal || !first {
        return false;
    }
    let conjunction = parsed.children(noun).find(|c| parsed[*c].deprel == Deprel::Cc);
    (parsed.tokens[participle as usize].head, parsed.tokens[participle as usize].deprel) = (Some(verb), Deprel::Conj);
    (parsed.tokens[noun as usize].head, parsed.tokens[noun as usize].deprel) = (Some(participle), Deprel::NsubjPass);
    if let Some(conjunction) = conjunction {
        parsed.tokens[conjunction as usize].head = Some(participle);
    }
    true
}

/// Whether a verb without more tells of killing, wounding or taking whom its object names.
fn harms(parsed: &Parsed<'_>, frames: &Frames, verb: u32) -> bool {
    let lemma = parsed[verb].lemma.to_lowercase();
    let entry = frames.entries(&lemma, Upos::Verb).iter().find(|e| e.others.is_empty());
    entry.is_some_and(|e| {
        let frame = &frames.frames[e.frame];
        frame.toll.is_some() && frame.is_open() && frame.recipient.first() == Some(&Slot::Object)
    })
}

/// "Denied killing civilians", "killing ten and wounding dozens": a verb of killing or wounding describes nobody who is killed
/// or wounded.
fn mend_harm(parsed: &mut Parsed<'_>, frames: &Frames, gerund: u32) -> bool {
    let attribute = parsed[gerund].deprel == Deprel::Amod && parsed.word(gerund).to_lowercase().ends_with("ing");
    let Some(whom) = parsed[gerund].head.filter(|n| attribute && *n > gerund && harms(parsed, frames, gerund)) else {
        return false;
    };
    let joint = parsed.child(whom, Deprel::Cc).filter(|c| c + 1 == gerund);
    let before = gerund - u32::from(joint.is_some());
    if parsed.subtree(whom).start != before || parsed[whom].feats.has(Feats::NUMBER_SING) {
        return false;
    }
    let Some(above) = parsed[whom].head.filter(|h| *h < before) else { return false };
    let (head, deprel) = match (parsed[whom].deprel, joint) {
        (Deprel::Obj, None) if above + 1 == gerund && parsed[above].upos == Upos::Verb => (above, Deprel::Xcomp),
        (Deprel::Conj, Some(_)) if parsed[above].deprel == Deprel::Obj => match parsed[above].head {
            Some(first) if parsed[first].upos == Upos::Verb && first < above => (first, Deprel::Conj),
            _ => return false,
        },
        _ => return false,
    };
    let token = &mut parsed.tokens[gerund as usize];
    (token.head, token.deprel) = (Some(head), deprel);
    let token = &mut parsed.tokens[whom as usize];
    (token.head, token.deprel) = (Some(gerund), Deprel::Obj);
    if let Some(joint) = joint {
        parsed.tokens[joint as usize].head = Some(gerund);
    }
    true
}

/// "Five soldiers killed in the north", "... and his guard wounded": a verb of killing, wounding or taking with nobody it is
/// done to tells it of its subject.
fn mend_victim(parsed: &mut Parsed<'_>, frames: &Frames, verb: u32) {
    let Some(subject) = parsed.children(verb).find(|c| parsed[*c].deprel == Deprel::Nsubj && *c < verb) else { return };
    let pronoun = parsed[subject].upos == Upos::Pron;
    let object = |t: u32| {
        parsed.children(t).any(|c| {
            matches!(parsed[c].deprel, Deprel::Obj | Deprel::Iobj | Deprel::Aux | Deprel::AuxPass | Deprel::Ccomp)
        })
    };
    let joined = || parsed.children(verb).any(|c| parsed[c].deprel == Deprel::Conj && object(c));
    // What stands next may be the object, wherever the tree hangs it.
    let ends = match parsed.tokens.get(verb as usize + 1).map(|t| t.upos) {
        None | Some(Upos::Punct | Upos::Cconj) => true,
        Some(Upos::Adp) => parsed.children(verb).any(|c| parsed[c].deprel == Deprel::Obl),
        _ => false,
    };
    let past = parsed[verb].feats.has(Feats::TENSE_PAST);
    let relative = parsed[verb].deprel == Deprel::AclRelcl;
    if past && !pronoun && !relative && ends && !object(verb) && !joined() && harms(parsed, frames, verb) {
        parsed.tokens[subject as usize].deprel = Deprel::NsubjPass;
    }
}
