//! Mends base forms and attachments that the lexicon knows better than the models: treebanks are too small to hold every
//! verb of the field.

use super::{Deprel, Feats, Parsed, Upos};
use crate::lexicon::Lexicon;
use crate::lexicon::factuality::Factuality;

/// Mends a parse.
pub fn repair(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    mend_base_forms(parsed, lexicon);
    mend_infinitives(parsed, &lexicon.factuality);
}

fn mend_base_forms(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let mut lower = String::new();
    for token in parsed.tokens.iter_mut().filter(|t| t.upos == Upos::Verb) {
        lower.clear();
        lower.extend(token.span.of(parsed.text).chars().flat_map(char::to_lowercase));
        if let Some(base) = lexicon.verbs.base(&lower, &token.lemma) {
            token.lemma = base;
        }
    }
}

/// Hangs an infinitive on the noun before it where the noun asks for one: in "repelled attempts to storm the base" the
/// army does not storm.
fn mend_infinitives(parsed: &mut Parsed<'_>, nouns: &Factuality) {
    let mut mended = false;
    for verb in 0..parsed.tokens.len() as u32 {
        if let Some(noun) = asking_noun(parsed, verb, nouns) {
            let token = &mut parsed.tokens[verb as usize];
            token.head = Some(noun);
            token.deprel = Deprel::Acl;
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

fn asking_noun(parsed: &Parsed<'_>, verb: u32, nouns: &Factuality) -> Option<u32> {
    let token = &parsed[verb];
    if token.deprel != Deprel::Advcl || !token.feats.has(Feats::VERBFORM_INF) {
        return None;
    }
    let governor = token.head.filter(|h| *h < verb)?;
    let noun = parsed.child(governor, Deprel::Obj).filter(|o| *o > governor && *o < verb)?;
    let first = parsed.subtree(verb).start;
    let adjacent = parsed.subtree(noun).end == first;
    let asks = adjacent && parsed[noun].upos == Upos::Noun && !nouns.cues(&parsed[noun].lemma, Upos::Noun).is_empty();
    asks.then_some(noun)
}
