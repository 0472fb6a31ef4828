//! Mends trees where the lexicon tells better than the models what a clause is: what is denied, what is said, what is owned.

use super::{Deprel, Feats, Parsed, Upos};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::Cues;
use crate::lexicon::factuality::Factuality;

/// Mends the trees of a parse.
pub(super) fn mend(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    mend_nouns(parsed);
    mend_contents(parsed, &lexicon.cues);
    mend_gerunds(parsed, &lexicon.factuality);
}

/// "The rebels' fight against the army": what has an owner and is an object is a noun.
fn mend_nouns(parsed: &mut Parsed<'_>) {
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let nominal =
            matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl | Deprel::Nmod);
        let clausal = |c: u32| parsed[c].deprel.is_subject() || parsed[c].deprel == Deprel::Aux;
        let owned = |c: u32| matches!(parsed[c].deprel, Deprel::NmodPoss | Deprel::Det);
        if token.upos != Upos::Verb
            || !nominal
            || !parsed.children(noun).any(owned)
            || parsed.children(noun).any(clausal)
        {
            continue;
        }
        let modifiers: Vec<u32> = parsed
            .children(noun)
            .filter(|c| matches!(parsed[*c].deprel, Deprel::Obj | Deprel::Obl) && parsed.cases(*c).next().is_some())
            .collect();
        for modifier in modifiers {
            parsed.tokens[modifier as usize].deprel = Deprel::Nmod;
        }
        let token = &mut parsed.tokens[noun as usize];
        (token.upos, token.feats) = (Upos::Noun, Feats::NUMBER_SING);
    }
}

/// "Told reporters that bodies had been found", "said in a statement that they had left": the clause is what was said, no
/// attribute of the hearers or of the statement.
fn mend_contents(parsed: &mut Parsed<'_>, cues: &Cues) {
    let mut mended = false;
    for clause in 0..parsed.tokens.len() as u32 {
        let token = &parsed[clause];
        let (Some(noun), Deprel::Acl) = (token.head, token.deprel) else { continue };
        let that = parsed.child(clause, Deprel::Mark).is_some_and(|m| parsed.word(m) == "that");
        let subject = |c: u32| parsed[c].deprel.is_subject();
        let Some(verb) = parsed[noun].head.filter(|v| that && *v < noun && parsed.children(clause).any(subject)) else {
            continue;
        };
        let lemma = &parsed[verb].lemma;
        let hearer = match parsed[noun].deprel {
            Deprel::Iobj | Deprel::Obj => {
                cues.takes_addressee(lemma) && cues.headed_by(&parsed[noun].lemma, Upos::Noun).is_empty()
            }
            Deprel::Obl => cues.headed_by(lemma, parsed[verb].upos).iter().any(|c| c.class.is_speech()),
            _ => false,
        };
        if hearer && parsed.child(verb, Deprel::Ccomp).is_none() {
            let token = &mut parsed.tokens[clause as usize];
            (token.head, token.deprel) = (Some(verb), Deprel::Ccomp);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// "Denied attacking the convoy": a gerund right behind a verb that says whether something happens is what it says that of.
fn mend_gerunds(parsed: &mut Parsed<'_>, verbs: &Factuality) {
    for gerund in 1..parsed.tokens.len() as u32 {
        let (token, before) = (&parsed[gerund], &parsed[gerund - 1]);
        if token.deprel == Deprel::Advcl
            && token.head == Some(gerund - 1)
            && token.feats.has(Feats::VERBFORM_GER)
            && !verbs.cues(&before.lemma, before.upos).is_empty()
        {
            parsed.tokens[gerund as usize].deprel = Deprel::Xcomp;
        }
    }
}
