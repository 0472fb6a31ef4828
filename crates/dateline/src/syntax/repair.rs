//! Mends base forms and attachments that the lexicon knows better than the models: treebanks are too small to hold every
//! verb of the field.

use super::{Deprel, Feats, Parsed, Upos};
use crate::lexicon::Lexicon;
use crate::lexicon::factuality::Factuality;
use crate::text::numeral;

/// Mends a parse.
pub fn repair(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    crate::entity::mend(parsed, lexicon);
    mend_base_forms(parsed, lexicon);
    mend_capitals(parsed, lexicon);
    mend_acronym(parsed);
    mend_nouns(parsed, lexicon);
    mend_numerals(parsed);
    mend_counts(parsed);
    super::frayed::mend(parsed, &lexicon.cues);
    // Once nouns are known for nouns.
    super::lost_verbs::mend(parsed, lexicon);
    super::shape::mend(parsed, lexicon);
    // Once contents are known for contents.
    super::lost_verbs::mend_speech(parsed, &lexicon.cues);
    mend_attributions(parsed);
    mend_infinitives(parsed, lexicon);
}

/// "Gunmen raided the market, killing ten, officials said": a participle before the words of speech hangs on what is said
/// before it, not on the speech.
fn mend_attributions(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for participle in 0..parsed.tokens.len() as u32 {
        let token = &parsed[participle];
        let (Some(speech), Deprel::Advcl) = (token.head, token.deprel) else { continue };
        let said = &parsed[speech];
        // "..., a nurse said": no clause of circumstance, for nothing marks it as one.
        let loose = said.deprel == Deprel::Advcl
            && parsed.is_finite(speech)
            && parsed.children(speech).any(|c| parsed[c].deprel.is_subject() && c > participle)
            && parsed.children(speech).all(|c| !matches!(parsed[c].deprel, Deprel::Mark | Deprel::Obj));
        let postposed = speech > participle && (loose || matches!(said.deprel, Deprel::Parataxis | Deprel::Dep));
        let beside = said.head.filter(|main| postposed && *main < participle);
        let content = || parsed.children(speech).find(|c| speech > participle && parsed[*c].deprel == Deprel::Ccomp);
        let Some(main) = beside.or_else(|| content().filter(|c| *c < participle)) else { continue };
        if parsed[main].upos == Upos::Verb && !parsed.is_finite(participle) {
            parsed.tokens[participle as usize].head = Some(main);
            if loose {
                parsed.tokens[speech as usize].deprel = Deprel::Parataxis;
            }
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// "IS had carried out an attack", "IS fighters": capitals tell the group from the verb, where not all words have them.
fn mend_acronym(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for sentence in 0..parsed.sentences.len() {
        let tokens = parsed.sentences[sentence].tokens.clone();
        // A sentence of any length must cost no more than its words.
        if tokens.len() > LONGEST || is_shouted(parsed, tokens.clone()) {
            continue;
        }
        for at in tokens.clone() {
            if parsed.word(at) != "IS" || !matches!(parsed[at].upos, Upos::Aux | Upos::Verb) || at + 1 >= tokens.end {
                continue;
            }
            let next = &parsed[at + 1];
            let (governor, deprel) = match next.upos {
                Upos::Noun | Upos::Propn => (at + 1, Deprel::Compound),
                Upos::Verb => (at + 1, Deprel::Nsubj),
                Upos::Aux => (next.head.filter(|h| *h > at && *h < tokens.end).unwrap_or(at + 1), Deprel::Nsubj),
                _ => continue,
            };
            let (head, relation) = (parsed[at].head, parsed[at].deprel);
            let below: Vec<u32> = tokens.clone().filter(|t| parsed[*t].head == Some(at)).collect();
            let inside = parsed.governs(at, governor);
            for child in below {
                parsed.tokens[child as usize].head = Some(governor).filter(|g| *g != child);
            }
            if inside {
                parsed.tokens[governor as usize].head = head;
                parsed.tokens[governor as usize].deprel = relation;
            }
            let token = &mut parsed.tokens[at as usize];
            (token.head, token.deprel, token.upos) = (Some(governor), deprel, Upos::Propn);
            token.lemma = "IS".into();
            token.feats = Feats::NUMBER_SING;
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// Tokens of the longest sentence in which a name is looked for among the verbs.
const LONGEST: usize = 200;

fn mend_base_forms(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let mut lower = String::new();
    for token in &mut parsed.tokens {
        match token.upos {
            Upos::Verb => {
                lower.clear();
                lower.extend(token.span.of(parsed.text).chars().flat_map(char::to_lowercase));
                if let Some(base) = lexicon.verbs.base(&lower, &token.lemma) {
                    token.lemma = base;
                }
            }
            // "Troops": treebanks take some plurals for words of their own.
            Upos::Noun if lexicon.agents.get(&token.lemma).is_none() => {
                if let Some(one) = token.lemma.strip_suffix('s').filter(|one| lexicon.agents.get(one).is_some()) {
                    token.lemma = one.into();
                    token.feats = Feats::NUMBER_PLUR;
                }
            }
            _ => {}
        }
    }
}

/// Takes a capital for what it is where every sentence or word has one: "Gunmen attacked", "GUERRILLAS KILLED". A word
/// that the lexicon knows as a noun and that is no part of a name is one.
fn mend_capitals(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let mut named = vec![false; parsed.tokens.len()];
    for name in &parsed.names {
        named[name.tokens.start as usize..name.tokens.end as usize].fill(true);
    }
    for sentence in 0..parsed.sentences.len() {
        let tokens = parsed.sentences[sentence].tokens.clone();
        let shouted = is_shouted(parsed, tokens.clone());
        for at in tokens.clone() {
            let token = &parsed.tokens[at as usize];
            let alone = !matches!(token.deprel, Deprel::Flat | Deprel::Compound)
                && parsed.children(at).all(|c| !matches!(parsed[c].deprel, Deprel::Flat | Deprel::Compound));
            if token.upos != Upos::Propn || named[at as usize] || !(shouted || (at == tokens.start && alone)) {
                continue;
            }
            let lower = token.span.of(parsed.text).to_lowercase();
            if let Some((base, plural)) = noun(&lower, lexicon) {
                let token = &mut parsed.tokens[at as usize];
                token.upos = Upos::Noun;
                token.lemma = base.into();
                token.feats = if plural { Feats::NUMBER_PLUR } else { Feats::NUMBER_SING };
            }
        }
    }
}

/// Takes for a noun what stands where only a noun can and what the lexicon has as one: "took out a protest *rally*",
/// "killed a *civilian*", "that *protests* could resume".
fn mend_nouns(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    for at in 0..parsed.tokens.len() as u32 {
        let token = &parsed[at];
        if !matches!(token.upos, Upos::Adv | Upos::Verb | Upos::Adj | Upos::Adp) {
            continue;
        }
        let nominal = match token.deprel {
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::OblAgent | Deprel::Nmod => true,
            Deprel::Xcomp => token.upos == Upos::Adj,
            _ => false,
        };
        let determined =
            nominal && parsed.children(at).any(|c| c < at && matches!(parsed[c].deprel, Deprel::Det | Deprel::Nummod));
        // "That protests in Lagos could resume": a plural that looks like a verb, in a subject's place and with no subject.
        let bare = token.upos == Upos::Verb
            && token.deprel.is_subject()
            && token.span.of(parsed.text).ends_with(['s', 'S'])
            && parsed.children(at).all(|c| matches!(parsed[c].deprel, Deprel::Nmod | Deprel::Amod | Deprel::Compound));
        if !determined && !bare {
            continue;
        }
        let lower = token.span.of(parsed.text).to_lowercase();
        let Some((base, plural)) = noun(&lower, lexicon) else { continue };
        // "killed a civilian" has an object; "considered a civilian" has two.
        let object = token.deprel == Deprel::Xcomp
            && token.head.is_some_and(|h| parsed.child(h, Deprel::Obj).is_none() && parsed[h].upos == Upos::Verb);
        let base = base.into();
        let token = &mut parsed.tokens[at as usize];
        token.feats = if plural { Feats::NUMBER_PLUR } else { Feats::NUMBER_SING };
        (token.upos, token.lemma) = (Upos::Noun, base);
        if object {
            token.deprel = Deprel::Obj;
        }
    }
}

/// "Fourteen villagers": a word that names a number counts the noun behind it.
fn mend_numerals(parsed: &mut Parsed<'_>) {
    for at in 0..parsed.tokens.len() as u32 {
        let token = &parsed[at];
        let modifier = matches!(token.deprel, Deprel::Amod | Deprel::Compound | Deprel::Det | Deprel::Advmod);
        let counts = modifier && token.head.is_some_and(|h| h > at && parsed[h].upos == Upos::Noun);
        if counts && token.upos != Upos::Num && numeral(parsed.word(at)).is_some_and(|n| n > 1) {
            let token = &mut parsed.tokens[at as usize];
            (token.upos, token.deprel, token.feats) = (Upos::Num, Deprel::Nummod, Feats::default());
            token.lemma = token.lemma.to_lowercase().into();
        }
    }
}

/// Gives a verb the object that the parser took "more than" or "up to" before its number for a preposition of: "killed more
/// than twenty militants".
fn mend_counts(parsed: &mut Parsed<'_>) {
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let (Deprel::Obl, Some(verb)) = (token.deprel, token.head) else { continue };
        let counted = parsed.children(noun).find(|c| parsed[*c].deprel == Deprel::Nummod);
        let case = parsed.children(noun).find(|c| parsed[*c].deprel == Deprel::Case);
        let (Some(number), Some(case)) = (counted, case) else { continue };
        let says = |at: u32, words: &[&str]| words.iter().any(|w| parsed.word(at).eq_ignore_ascii_case(w));
        let before = case.checked_sub(1).filter(|b| *b >= parsed.sentence(noun).tokens.start);
        let compared = before.is_some_and(|b| {
            (says(case, &["than"]) && says(b, &["more", "less", "fewer"])) || (says(case, &["to"]) && says(b, &["up"]))
        });
        let bare = parsed[verb].upos == Upos::Verb && verb < noun && parsed.child(verb, Deprel::Obj).is_none();
        if compared && bare && number > case && number - case <= 2 {
            parsed.tokens[noun as usize].deprel = Deprel::Obj;
            parsed.tokens[case as usize].deprel = Deprel::Fixed;
        }
    }
}

fn is_shouted(parsed: &Parsed<'_>, tokens: std::ops::Range<u32>) -> bool {
    let words = tokens.map(|t| parsed.word(t)).filter(|w| w.len() > 1 && w.chars().any(char::is_alphabetic));
    let (mut all, mut upper) = (0, 0);
    for word in words {
        all += 1;
        upper += usize::from(!word.chars().any(char::is_lowercase));
    }
    all >= 4 && upper * 10 >= all * 9
}

/// The singular of a noun that the lexicon knows, and whether the word is its plural.
fn noun(lower: &str, lexicon: &Lexicon) -> Option<(String, bool)> {
    let known = |noun: &str| {
        lexicon.agents.get(noun).is_some()
            || lexicon.things.get(noun).is_some()
            || lexicon.frames.entries(noun, Upos::Noun).iter().any(|e| e.others.is_empty())
    };
    if known(lower) {
        return Some((lower.to_owned(), false));
    }
    let singulars = [
        lower.strip_suffix("men").map(|stem| format!("{stem}man")),
        lower.strip_suffix("ies").map(|stem| format!("{stem}y")),
        lower.strip_suffix("es").map(str::to_owned),
        lower.strip_suffix('s').map(str::to_owned),
    ];
    singulars.into_iter().flatten().find(|s| known(s)).map(|singular| (singular, true))
}

/// Hangs an infinitive on the noun before it where the noun asks for one, and else on the verb: in "repelled attempts to storm
/// the base" the army does not storm; who "launched an operation to retake Mosul" is to retake it.
fn mend_infinitives(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let mut mended = false;
    for verb in 0..parsed.tokens.len() as u32 {
        let asked = asking_noun(parsed, verb, &lexicon.factuality).map(|noun| (noun, Deprel::Acl));
        if let Some((head, deprel)) = asked.or_else(|| Some((launching_verb(parsed, verb, lexicon)?, Deprel::Advcl))) {
            let token = &mut parsed.tokens[verb as usize];
            (token.head, token.deprel) = (Some(head), deprel);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// The verb whose object is the act that an infinitive gives the purpose of.
fn launching_verb(parsed: &Parsed<'_>, infinitive: u32, lexicon: &Lexicon) -> Option<u32> {
    let token = &parsed[infinitive];
    let to = |c: u32| parsed[c].deprel == Deprel::Mark && &*parsed[c].lemma == "to";
    let act = token.head.filter(|_| token.deprel == Deprel::Acl && parsed.children(infinitive).any(to))?;
    let lemma = &*parsed[act].lemma;
    let is_act = parsed[act].upos == Upos::Noun
        && parsed[act].deprel == Deprel::Obj
        && lexicon.agents.get(lemma).is_none()
        && lexicon.factuality.cues(lemma, Upos::Noun).is_empty()
        && lexicon.frames.entries(lemma, Upos::Noun).iter().any(|e| e.others.is_empty());
    parsed[act].head.filter(|v| is_act && *v < act && parsed[*v].upos == Upos::Verb)
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
