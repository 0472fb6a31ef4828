//! Mends attachments that the lexicon knows better than the parser.

use super::{Deprel, Feats, Parsed, Upos};
use crate::lexicon::factuality::Factuality;

/// Hangs an infinitive on the noun before it where the noun asks for one: in "repelled attempts to storm the base" the
/// army does not storm. Treebanks are too small to teach which nouns these are; the table of governing words has them.
pub fn repair(parsed: &mut Parsed<'_>, nouns: &Factuality) {
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
