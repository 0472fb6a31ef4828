//! Mends trees where the parser, which never takes a move back, has lost its way.

use super::{Deprel, Feats, Parsed, Upos};
use crate::lexicon::cues::Cues;

/// Mends what hangs where nothing of its kind can.
pub(super) fn mend(parsed: &mut Parsed<'_>, cues: &Cues) {
    for at in 1..parsed.tokens.len() as u32 {
        let mended = mend_gerund(parsed, at)
            || mend_described(parsed, at)
            || mend_subject(parsed, at)
            || mend_far_subject(parsed, at)
            || mend_main_verb(parsed, at)
            || mend_hearer(parsed, cues, at)
            || mend_joined(parsed, at)
            || mend_number(parsed, at)
            || mend_relative(parsed, at)
            || mend_aside(parsed, at)
            || mend_joined_verb(parsed, at)
            || mend_last_words(parsed, cues, at);
        if mended {
            parsed.index_sentence(at);
        }
    }
}

/// How many words before it a gerund may be joined to.
const REACH: u32 = 30;

/// "Accused the army of killing ten and injuring five": a gerund is joined to the gerund before it, not to the verb that
/// says it.
fn mend_gerund(parsed: &mut Parsed<'_>, gerund: u32) -> bool {
    let bare = |t: u32| {
        parsed[t].upos == Upos::Verb
            && parsed.word(t).to_lowercase().ends_with("ing")
            && parsed.children(t).all(|c| !matches!(parsed[c].deprel, Deprel::Aux | Deprel::Cop))
    };
    let Some(verb) = parsed[gerund].head.filter(|h| *h < gerund && parsed[gerund].deprel == Deprel::Conj) else {
        return false;
    };
    if parsed[verb].upos != Upos::Verb || bare(verb) || !bare(gerund) || parsed.child(gerund, Deprel::Cc).is_none() {
        return false;
    }
    let from = gerund.saturating_sub(REACH).max(verb + 1);
    let joined = (from..gerund).rev().find(|t| {
        bare(*t) && matches!(parsed[*t].deprel, Deprel::Advcl | Deprel::Acl | Deprel::Xcomp) && parsed.governs(verb, *t)
    });
    let Some(joined) = joined.filter(|j| !parsed.governs(gerund, *j)) else { return false };
    parsed.tokens[gerund as usize].head = Some(joined);
    true
}

/// "The warden, the Belgian aristocrat Jan Maes, was shot": a noun describes no adjective before it, nor does anything
/// describe a comma; who is told of is the noun before that.
fn mend_described(parsed: &mut Parsed<'_>, noun: u32) -> bool {
    let (adjective, token) = (noun - 1, &parsed[noun]);
    let nominal = |t: u32| matches!(parsed[t].upos, Upos::Noun | Upos::Propn);
    let described = token.head == Some(adjective) && token.deprel == Deprel::Appos && nominal(noun);
    let comma = parsed[adjective].head.filter(|h| parsed[*h].upos == Upos::Punct);
    let (true, Upos::Adj, Some(comma)) = (described, parsed[adjective].upos, comma) else { return false };
    let before = |t: u32| t.checked_sub(1).filter(|b| parsed[*b].head == Some(comma) && parsed[*b].upos != Upos::Punct);
    let first = std::iter::successors(Some(adjective), |t| before(*t)).last().unwrap_or(adjective);
    let Some(who) = first.checked_sub(2).filter(|w| parsed.word(first - 1) == "," && nominal(*w)) else { return false };
    if parsed.governs(noun, who) {
        return false;
    }
    for modifier in first..noun {
        parsed.tokens[modifier as usize].head = Some(noun);
    }
    parsed.tokens[adjective as usize].deprel = Deprel::Amod;
    parsed.tokens[noun as usize].head = Some(who);
    true
}

/// "Cleared the town since the siege began": what opens a clause is no preposition of the clause's subject.
fn mend_subject(parsed: &mut Parsed<'_>, verb: u32) -> bool {
    let clause = parsed[verb].upos == Upos::Verb && parsed[verb].deprel == Deprel::Advcl && parsed.is_finite(verb);
    let whole = |c: u32| parsed[c].deprel == Deprel::Mark || parsed[c].deprel.is_subject();
    if !clause || parsed.is_passive(verb) || parsed.children(verb).any(|c| whole(c) || c < verb) {
        return false;
    }
    // The noun whose phrase ends right before the verb.
    let above = |t: &u32| parsed[*t].head.filter(|h| *h < verb && parsed.subtree(*h).end == verb);
    let opened = |t: &u32| {
        let case = parsed.child(*t, Deprel::Case).filter(|c| c < t);
        case.filter(|c| matches!(&*parsed.word(*c).to_lowercase(), "since" | "after" | "before" | "until" | "till"))
    };
    let subject = std::iter::successors(Some(verb - 1), above).take(REACH as usize).find(|t| opened(t).is_some());
    let Some((noun, opening)) = subject.and_then(|noun| Some((noun, opened(&noun)?))) else { return false };
    if !matches!(parsed[noun].deprel, Deprel::Nmod | Deprel::Obl) || parsed.governs(noun, verb) {
        return false;
    }
    (parsed.tokens[noun as usize].head, parsed.tokens[noun as usize].deprel) = (Some(verb), Deprel::Nsubj);
    let token = &mut parsed.tokens[opening as usize];
    (token.head, token.deprel, token.upos) = (Some(verb), Deprel::Mark, Upos::Sconj);
    true
}

/// "Gunmen who attacked a church killed three, police said": of two subjects around what is said, the first is that of what
/// is said.
fn mend_far_subject(parsed: &mut Parsed<'_>, said: u32) -> bool {
    if parsed[said].upos != Upos::Verb {
        return false;
    }
    let Some(content) = parsed.child(said, Deprel::Ccomp).filter(|c| *c < said && parsed.is_finite(*c)) else {
        return false;
    };
    let is_subject = |c: &u32| parsed[*c].deprel.is_subject();
    let first = parsed.children(said).find(|c| is_subject(c) && *c < content);
    let second = parsed.children(said).any(|c| is_subject(&c) && c > content);
    let Some(first) = first.filter(|_| second && !parsed.children(content).any(|c| is_subject(&c))) else {
        return false;
    };
    let passive = parsed.child(content, Deprel::AuxPass).is_some();
    let token = &mut parsed.tokens[first as usize];
    (token.head, token.deprel) = (Some(content), if passive { Deprel::NsubjPass } else { Deprel::Nsubj });
    true
}

/// "A lorry packed with dynamite exploded": no attribute has a participle of its own behind it; where the sentence has no other
/// verb, that is the sentence's.
fn mend_main_verb(parsed: &mut Parsed<'_>, verb: u32) -> bool {
    let token = &parsed[verb];
    let (Some(attribute), Upos::Verb, Deprel::Acl) = (token.head, token.upos, token.deprel) else { return false };
    let Some(noun) = parsed[attribute].head.filter(|n| *n < attribute && attribute < verb) else { return false };
    let participle = matches!(parsed[attribute].upos, Upos::Adj | Upos::Verb)
        && matches!(parsed[attribute].deprel, Deprel::Acl | Deprel::Amod)
        && parsed.word(attribute).ends_with("ed");
    let clausal = |c: u32| matches!(parsed[c].deprel, Deprel::Cop | Deprel::Nsubj | Deprel::Aux | Deprel::AuxPass);
    let bare = parsed[noun].deprel == Deprel::Root
        && matches!(parsed[noun].upos, Upos::Noun | Upos::Propn)
        && !parsed.children(noun).any(clausal);
    let finite = token.feats.has(Feats::TENSE_PAST)
        && !parsed.children(verb).any(|c| matches!(parsed[c].deprel, Deprel::Mark | Deprel::OblAgent | Deprel::Aux));
    if !participle || !bare || !finite {
        return false;
    }
    let after: Vec<u32> = [noun, attribute].iter().flat_map(|t| parsed.children(*t)).filter(|c| *c > verb).collect();
    for child in after {
        parsed.tokens[child as usize].head = Some(verb);
    }
    let attribute = &mut parsed.tokens[attribute as usize];
    (attribute.upos, attribute.deprel) = (Upos::Verb, Deprel::Acl);
    attribute.feats = Feats::TENSE_PAST.with(Feats::VERBFORM_PART);
    let token = &mut parsed.tokens[verb as usize];
    (token.head, token.deprel, token.feats) = (None, Deprel::Root, Feats::TENSE_PAST.with(Feats::VERBFORM_FIN));
    let token = &mut parsed.tokens[noun as usize];
    (token.head, token.deprel) = (Some(verb), Deprel::Nsubj);
    true
}

/// "Told reporters that bodies had been found": a verb of telling right before who is told is no attribute of his, nor what is
/// told.
fn mend_hearer(parsed: &mut Parsed<'_>, cues: &Cues, hearer: u32) -> bool {
    let told = hearer - 1;
    let token = &parsed[told];
    let attribute = token.upos == Upos::Verb && token.deprel == Deprel::Amod && token.head == Some(hearer);
    if !attribute || !token.feats.has(Feats::TENSE_PAST) || !cues.takes_addressee(&token.lemma) {
        return false;
    }
    let marked = |c: &u32| {
        parsed[*c].deprel == Deprel::Acl
            && parsed.children(*c).any(|d| parsed[d].deprel == Deprel::Mark && parsed.word(d) == "that")
            && parsed.children(*c).any(|d| parsed[d].deprel.is_subject())
    };
    let Some(clause) = parsed.children(hearer).find(|c| *c > hearer && marked(c)) else { return false };
    let above = (parsed[hearer].head, parsed[hearer].deprel);
    let mut hang = |token: u32, head: Option<u32>, deprel: Deprel| {
        let token = &mut parsed.tokens[token as usize];
        (token.head, token.deprel) = (head, deprel);
    };
    hang(told, above.0, above.1);
    hang(hearer, Some(told), Deprel::Iobj);
    hang(clause, Some(told), Deprel::Ccomp);
    parsed.tokens[told as usize].feats = Feats::TENSE_PAST.with(Feats::VERBFORM_FIN);
    true
}

/// "Iraqi forces and allied militias have been accused": a participle is joined to no noun; the noun that it describes is.
fn mend_joined(parsed: &mut Parsed<'_>, participle: u32) -> bool {
    let token = &parsed[participle];
    let Some(first) = token.head.filter(|h| *h < participle && token.deprel == Deprel::Conj) else { return false };
    let nominal = |t: u32| matches!(parsed[t].upos, Upos::Noun | Upos::Propn);
    let joint = parsed.child(participle, Deprel::Cc).filter(|c| c + 1 == participle);
    let described = token.upos == Upos::Verb && parsed.is_past_participle(participle) && nominal(first);
    let (true, Some(joint), true) = (described, joint, parsed[first].deprel.is_subject()) else { return false };
    // The next subject of the same verb, whose words begin right behind the participle.
    let second = parsed[first].head.and_then(|verb| {
        parsed.children(verb).find(|c| *c > participle && parsed[*c].deprel.is_subject() && nominal(*c))
    });
    let Some(second) = second.filter(|s| parsed.subtree(*s).start == participle + 1) else { return false };
    let mut hang = |token: u32, head: u32, deprel: Deprel| {
        let token = &mut parsed.tokens[token as usize];
        (token.head, token.deprel) = (Some(head), deprel);
    };
    hang(second, first, Deprel::Conj);
    hang(participle, second, Deprel::Amod);
    hang(joint, second, Deprel::Cc);
    let lemma = parsed.word(participle).to_lowercase().into();
    let token = &mut parsed.tokens[participle as usize];
    (token.upos, token.feats, token.lemma) = (Upos::Adj, Feats::DEGREE_POS, lemma);
    true
}

/// "Gave Chad 400 tons": a number right before a noun counts it, and is no part of the name before it.
fn mend_number(parsed: &mut Parsed<'_>, noun: u32) -> bool {
    let number = noun - 1;
    let token = &parsed[number];
    let Some(name) = token.head.filter(|n| *n + 1 == number) else { return false };
    let apart = parsed[noun].upos == Upos::Noun
        && parsed[noun].feats.has(Feats::NUMBER_PLUR)
        && parsed[noun].head == parsed[name].head
        && parsed[noun].head.is_some();
    let misread = token.upos == Upos::Num && matches!(token.deprel, Deprel::Flat | Deprel::Nummod | Deprel::NmodDesc);
    if !apart || !misread || parsed[name].upos != Upos::Propn || parsed.child(noun, Deprel::Nummod).is_some() {
        return false;
    }
    let token = &mut parsed.tokens[number as usize];
    (token.head, token.deprel) = (Some(noun), Deprel::Nummod);
    true
}

/// "A raid, during which Sadio Keita was killed", "the raid, which analysts say was planned": after a comma "which" asks for
/// none of several; it is a word of its own, and the noun behind it the subject.
fn mend_relative(parsed: &mut Parsed<'_>, which: u32) -> bool {
    let Some(noun) = parsed[which].head.filter(|n| *n > which && parsed[which].deprel == Deprel::Det) else {
        return false;
    };
    // "Minister" before a name.
    let noun = parsed[noun].head.filter(|name| parsed[noun].deprel == Deprel::NmodDesc && *name > noun).unwrap_or(noun);
    if !parsed.word(which).eq_ignore_ascii_case("which") || !matches!(parsed[noun].upos, Upos::Noun | Upos::Propn) {
        return false;
    }
    let modified = parsed[which].head.unwrap_or(noun);
    let case = parsed.cases(noun).chain(parsed.cases(modified)).find(|c| c + 1 == which);
    let comma = case.unwrap_or(which).checked_sub(1).filter(|c| parsed.word(*c) == ",");
    let Some(above) = parsed[noun].head.filter(|_| comma.is_some()) else { return false };
    // The noun may have been hung on the comma.
    let astray = Some(above) == comma;
    let verb = if astray { parsed[above].head } else { Some(above) };
    let Some(verb) = verb.filter(|v| *v > noun && parsed[*v].deprel == Deprel::AclRelcl) else { return false };
    let subject = parsed.children(verb).find(|c| parsed[*c].deprel.is_subject());
    if subject.is_some_and(|s| s != noun) || subject.is_none() && !astray {
        return false;
    }
    let passive = parsed.child(verb, Deprel::AuxPass).is_some();
    let token = &mut parsed.tokens[noun as usize];
    (token.head, token.deprel) = (Some(verb), if passive { Deprel::NsubjPass } else { Deprel::Nsubj });
    let token = &mut parsed.tokens[which as usize];
    (token.head, token.upos, token.feats) = (Some(verb), Upos::Pron, Feats::PRONTYPE_REL);
    token.deprel = if case.is_some() { Deprel::Obl } else { Deprel::Nsubj };
    if let Some(case) = case {
        parsed.tokens[case as usize].head = Some(which);
    }
    true
}

/// "The army announced that it had repelled the attack, while explosions were heard": what goes on beside, after a comma, is
/// told by whoever tells of the announcement.
fn mend_aside(parsed: &mut Parsed<'_>, aside: u32) -> bool {
    let token = &parsed[aside];
    let (Some(content), Deprel::Advcl, Upos::Verb) = (token.head, token.deprel, token.upos) else { return false };
    let said = parsed[content].head.filter(|s| *s < content && content < aside);
    let told = parsed[content].deprel == Deprel::Ccomp
        && parsed
            .children(content)
            .any(|c| c < content && parsed[c].deprel == Deprel::Mark && parsed.word(c) == "that");
    let Some(said) = said.filter(|_| told) else { return false };
    let mark = parsed.child(aside, Deprel::Mark).filter(|m| matches!(parsed.word(*m), "while" | "whereas"));
    let apart = mark.is_some_and(|m| parsed.word(m - 1) == ",");
    if !apart || !parsed.is_finite(aside) || !parsed.children(aside).any(|c| parsed[c].deprel.is_subject()) {
        return false;
    }
    let after: Vec<u32> = parsed.children(content).filter(|c| *c > aside).collect();
    for child in after {
        parsed.tokens[child as usize].head = Some(aside);
    }
    parsed.tokens[aside as usize].head = Some(said);
    true
}

/// "Burned tyres and threw stones": what somebody did is joined to what he did, not to what he did it to.
fn mend_joined_verb(parsed: &mut Parsed<'_>, verb: u32) -> bool {
    let told = |t: u32| {
        let feats = parsed[t].feats;
        parsed[t].upos == Upos::Verb && feats.has(Feats::VERBFORM_FIN) && feats.has(Feats::TENSE_PAST)
    };
    let Some(object) = parsed[verb].head.filter(|o| *o < verb && parsed[verb].deprel == Deprel::Conj) else {
        return false;
    };
    let nominal = parsed[object].upos == Upos::Noun && parsed[object].deprel == Deprel::Obj;
    let first = parsed[object].head.filter(|first| nominal && *first < object && told(*first) && told(verb));
    let own = parsed.children(verb).any(|c| parsed[c].deprel.is_subject());
    let Some(first) = first.filter(|_| !own && parsed.child(verb, Deprel::Cc).is_some()) else { return false };
    let after: Vec<u32> = parsed.children(object).filter(|c| *c >= verb).collect();
    for token in after {
        parsed.tokens[token as usize].head = Some(first);
    }
    true
}

/// "They marched against a plan to hold elections, witnesses and organisers said": who stands after a comma and before a verb of
/// saying that ends the sentence says it, and is no more of those before the comma.
fn mend_last_words(parsed: &mut Parsed<'_>, cues: &Cues, said: u32) -> bool {
    let token = &parsed[said];
    let says = token.upos == Upos::Verb
        && matches!(token.deprel, Deprel::Dep | Deprel::Conj | Deprel::Parataxis)
        && token.feats.has(Feats::TENSE_PAST)
        && cues.headed_by(&token.lemma, Upos::Verb).iter().any(|c| c.class.is_speech());
    let ends = (said + 1..parsed.sentence(said).tokens.end).all(|t| parsed[t].upos == Upos::Punct);
    let bare = parsed.children(said).all(|c| parsed[c].upos == Upos::Punct);
    let (true, Some(last)) = (says && ends && bare, said.checked_sub(1)) else { return false };
    let nominal = |t: u32| matches!(parsed[t].upos, Upos::Noun | Upos::Propn);
    let Some(joined) = parsed[last].head.filter(|j| parsed[last].deprel == Deprel::Conj && nominal(last) && *j < last)
    else {
        return false;
    };
    let above = std::iter::successors(token.head, |t| parsed[*t].head).take_while(|t| *t < last).take(REACH as usize);
    let Some(told) = above.filter(|t| parsed[*t].upos == Upos::Verb).last() else { return false };
    let row: Vec<u32> =
        parsed.children(joined).filter(|c| *c > joined && *c <= last && parsed[*c].deprel == Deprel::Conj).collect();
    let comma = |t: &u32| {
        let start = parsed.subtree(*t).start;
        parsed.word(start) == "," || start > 0 && parsed.word(start - 1) == ","
    };
    let Some(first) = row.iter().copied().find(comma).filter(|_| row.iter().all(|t| nominal(*t))) else { return false };
    for speaker in row.into_iter().filter(|s| *s > first) {
        parsed.tokens[speaker as usize].head = Some(first);
    }
    (parsed.tokens[first as usize].head, parsed.tokens[first as usize].deprel) = (Some(said), Deprel::Nsubj);
    (parsed.tokens[said as usize].head, parsed.tokens[said as usize].deprel) = (Some(told), Deprel::Parataxis);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Feats;

    /// Words with part of speech, head (from 1, 0 for none) and relation; a word, and the head it is to have.
    fn check(rows: &[(&str, Upos, u32, Deprel)], token: u32, head: u32) {
        let text: Vec<&str> = rows.iter().map(|row| row.0).collect();
        let text = text.join(" ");
        let mut parsed = crate::text::segment(&text);
        for (token, (_, upos, head, deprel)) in parsed.tokens.iter_mut().zip(rows) {
            (token.upos, token.head, token.deprel) = (*upos, head.checked_sub(1), *deprel);
            if token.span.of(&text) == "said" {
                token.lemma = "say".into();
            }
            token.feats = match (*upos, *deprel) {
                (Upos::Verb, Deprel::Conj) if token.head == Some(0) => Feats::TENSE_PAST.with(Feats::VERBFORM_PART),
                (Upos::Verb, Deprel::Advcl | Deprel::Acl | Deprel::Ccomp | Deprel::Conj | Deprel::Dep) => {
                    Feats::TENSE_PAST.with(Feats::VERBFORM_FIN)
                }
                (Upos::Noun, _) => Feats::NUMBER_PLUR,
                _ => Feats::default(),
            };
        }
        parsed.index_children();
        mend(&mut parsed, &crate::Lexicon::built_in().cues);
        assert_eq!(parsed[token].head, Some(head), "{text}: {}", rows[token as usize].0);
    }

    #[test]
    fn what_hangs_wrong_hangs_right() {
        use Deprel::{Acl, AclRelcl, Advcl, Amod, Appos, AuxPass, Case, Cc, Ccomp, Conj, Dep, Det, Flat, Mark, Nmod};
        use Deprel::{Nsubj, NsubjPass, Obj, Obl, Punct, Root};
        let accused = [
            ("accused", Upos::Verb, 0, Root),
            ("them", Upos::Pron, 1, Obj),
            ("of", Upos::Sconj, 4, Mark),
            ("killing", Upos::Verb, 1, Advcl),
            ("ten", Upos::Num, 4, Obj),
            ("and", Upos::Cconj, 7, Cc),
            ("injuring", Upos::Verb, 1, Conj),
            ("five", Upos::Num, 7, Obj),
        ];
        check(&accused, 6, 3);
        let fled = [
            ("warden", Upos::Noun, 7, Nsubj),
            (",", Upos::Punct, 1, Punct),
            ("the", Upos::Det, 6, Det),
            ("tall", Upos::Adj, 6, Amod),
            ("aristocrat", Upos::Noun, 4, Appos),
            (",", Upos::Punct, 1, Punct),
            ("fled", Upos::Verb, 0, Root),
        ];
        check(&fled, 4, 0);
        check(&fled, 3, 4);
        let began = [
            ("They", Upos::Pron, 2, Nsubj),
            ("cleared", Upos::Verb, 0, Root),
            ("towns", Upos::Noun, 2, Obj),
            ("since", Upos::Adp, 5, Case),
            ("sieges", Upos::Noun, 3, Nmod),
            ("began", Upos::Verb, 2, Advcl),
        ];
        check(&began, 4, 5);
        check(&began, 3, 5);
        let during = [
            ("attacks", Upos::Noun, 2, Nsubj),
            ("followed", Upos::Verb, 0, Root),
            (",", Upos::Punct, 8, Punct),
            ("during", Upos::Adp, 6, Case),
            ("which", Upos::Pron, 6, Det),
            ("Keita", Upos::Propn, 3, Nmod),
            ("was", Upos::Aux, 8, AuxPass),
            ("killed", Upos::Verb, 2, AclRelcl),
        ];
        check(&during, 5, 7);
        check(&during, 3, 4);
        let gave = [
            ("They", Upos::Pron, 2, Nsubj),
            ("gave", Upos::Verb, 0, Root),
            ("Chad", Upos::Propn, 2, Obj),
            ("400", Upos::Num, 3, Flat),
            ("tons", Upos::Noun, 2, Obj),
        ];
        check(&gave, 3, 4);
        let burned = [
            ("They", Upos::Pron, 2, Nsubj),
            ("burned", Upos::Verb, 0, Ccomp),
            ("tyres", Upos::Noun, 2, Obj),
            ("and", Upos::Cconj, 5, Cc),
            ("threw", Upos::Verb, 3, Conj),
            ("stones", Upos::Noun, 5, Obj),
        ];
        check(&burned, 4, 1);
        let marched = [
            ("They", Upos::Pron, 2, Nsubj),
            ("marched", Upos::Verb, 0, Root),
            ("against", Upos::Adp, 4, Case),
            ("plans", Upos::Noun, 2, Obl),
            (",", Upos::Punct, 6, Punct),
            ("witnesses", Upos::Noun, 4, Conj),
            ("and", Upos::Cconj, 8, Cc),
            ("organisers", Upos::Noun, 4, Conj),
            ("said", Upos::Verb, 4, Dep),
        ];
        check(&marched, 5, 8);
        check(&marched, 7, 5);
        check(&marched, 8, 1);
        let said = [
            ("Gunmen", Upos::Noun, 6, Nsubj),
            ("killed", Upos::Verb, 6, Ccomp),
            ("three", Upos::Num, 2, Obj),
            (",", Upos::Punct, 2, Punct),
            ("police", Upos::Noun, 6, Nsubj),
            ("said", Upos::Verb, 0, Root),
        ];
        check(&said, 0, 1);
        let lorry = [
            ("A", Upos::Det, 2, Det),
            ("lorry", Upos::Noun, 0, Root),
            ("packed", Upos::Adj, 2, Amod),
            ("with", Upos::Adp, 5, Case),
            ("dynamite", Upos::Noun, 3, Obl),
            ("exploded", Upos::Verb, 3, Acl),
        ];
        check(&lorry, 1, 5);
        let allied = [
            ("forces", Upos::Noun, 6, NsubjPass),
            ("and", Upos::Cconj, 3, Cc),
            ("allied", Upos::Verb, 1, Conj),
            ("militias", Upos::Noun, 6, NsubjPass),
            ("were", Upos::Aux, 6, AuxPass),
            ("accused", Upos::Verb, 0, Root),
        ];
        check(&allied, 3, 0);
        check(&allied, 2, 3);
    }
}
