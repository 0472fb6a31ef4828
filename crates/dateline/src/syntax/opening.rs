//! Mends the opening of a report's first sentence: "On 28 May 2022, around 50 workers gathered". Treebanks of web text hold few
//! sentences that begin with a date and go on with a number.

use super::{Deprel, Feats, Parsed, Upos};

/// Words that make a number less exact and that the tree may take for prepositions.
const ABOUT: [&str; 7] = ["about", "around", "between", "nearly", "over", "roughly", "some"];

/// Mends a parse.
pub(super) fn mend(parsed: &mut Parsed<'_>) {
    for sentence in 0..parsed.sentences.len() {
        let tokens = parsed.sentences[sentence].tokens.clone();
        if mend_root(parsed, tokens.start, tokens.end) {
            parsed.index_sentence(tokens.start);
        }
        for token in tokens {
            if mend_number(parsed, token) {
                parsed.index_sentence(token);
            }
        }
    }
}

/// "On 28 May 2022, an unknown number of people gathered": the day is no sentence; who is told of after it and what they did is.
fn mend_root(parsed: &mut Parsed<'_>, start: u32, end: u32) -> bool {
    let Some(day) = (start..end.min(start + 4)).find(|t| parsed[*t].head.is_none()) else { return false };
    let dated = parsed[day].upos == Upos::Num && parsed.cases(day).any(|c| c == start);
    let comma = (day..end.min(day + 5)).find(|t| parsed.word(*t) == ",");
    let (true, Some(comma)) = (dated, comma) else { return false };
    let nominal = |t: &u32| *t > comma && matches!(parsed[*t].upos, Upos::Noun | Upos::Propn);
    let Some(subject) = parsed.children(day).find(nominal).filter(|s| parsed.cases(*s).next().is_none()) else {
        return false;
    };
    let verb = std::iter::once(subject)
        .chain(parsed.children(subject).filter(|c| parsed[*c].deprel == Deprel::Nmod))
        .flat_map(|noun| parsed.children(noun))
        .find(|c| {
            *c > subject
                && parsed[*c].deprel == Deprel::Acl
                && parsed[*c].feats.has(Feats::TENSE_PAST)
                && !parsed.children(*c).any(|d| matches!(parsed[d].deprel, Deprel::Mark | Deprel::OblAgent))
        });
    let Some(verb) = verb else { return false };
    let rest: Vec<u32> =
        [day, subject].into_iter().flat_map(|t| parsed.children(t).filter(|c| *c > verb).collect::<Vec<_>>()).collect();
    let mut hang = |token: u32, head: Option<u32>, deprel: Option<Deprel>| {
        let token = &mut parsed.tokens[token as usize];
        token.head = head;
        token.deprel = deprel.unwrap_or(token.deprel);
    };
    rest.into_iter().for_each(|token| hang(token, Some(verb), None));
    hang(verb, None, Some(Deprel::Root));
    hang(day, Some(verb), Some(Deprel::Obl));
    hang(subject, Some(verb), Some(Deprel::Nsubj));
    true
}

/// "Around 50 workers held a protest": a word that makes a number less exact is no preposition, and those who are counted do
/// what the verb says that has nobody else to do it.
fn mend_number(parsed: &mut Parsed<'_>, noun: u32) -> bool {
    let (Some(verb), Deprel::Obl) = (parsed[noun].head, parsed[noun].deprel) else { return false };
    let Some(number) = parsed.child(noun, Deprel::Nummod).filter(|n| *n < noun) else { return false };
    let cases: Vec<u32> = parsed.cases(noun).collect();
    let [about] = cases[..] else { return false };
    let vague = ABOUT.contains(&parsed.word(about).to_lowercase().as_str());
    let subject = parsed.children(verb).any(|c| parsed[c].deprel.is_subject());
    let finite = parsed[verb].upos == Upos::Verb && parsed[verb].feats.has(Feats::VERBFORM_FIN);
    let passive = parsed.child(verb, Deprel::AuxPass).is_some();
    if !vague || noun > verb || subject || !(finite || passive) || parsed.subtree(number).start != about + 1 {
        return false;
    }
    parsed.tokens[noun as usize].deprel = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
    let token = &mut parsed.tokens[about as usize];
    (token.head, token.deprel, token.upos) = (Some(number), Deprel::Advmod, Upos::Adv);
    true
}
