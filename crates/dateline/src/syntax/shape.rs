//! Mends trees where the lexicon tells better than the models what a clause is (what is denied, said, owned), and where a
//! phrase hangs far from the like phrase beside it: English joins like to like, and late words to the last clause.

use super::lost_verbs::JOINED;
use super::{Deprel, Feats, Name, NameKind, Parsed, Upos, objects, opening, participle};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::Cues;
use crate::lexicon::factuality::Factuality;
use crate::lexicon::frames::Entry;

/// Mends the trees of a parse.
pub(super) fn mend(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    opening::mend(parsed);
    mend_speakers(parsed);
    mend_joined_speakers(parsed, &lexicon.cues);
    mend_appositions(parsed);
    mend_described(parsed);
    mend_doubled_subjects(parsed);
    mend_meanwhile(parsed, lexicon);
    mend_results(parsed);
    mend_halves(parsed);
    participle::mend(parsed, &lexicon.frames);
    objects::mend(parsed);
    mend_nouns(parsed);
    mend_joined_participles(parsed);
    mend_particles(parsed);
    mend_contents(parsed, &lexicon.cues);
    mend_gerunds(parsed, &lexicon.factuality);
    mend_conjuncts(parsed);
    mend_facts(parsed);
    mend_series_of_places(parsed, lexicon);
    mend_times(parsed);
}

/// "\"They left,\" Col. Ali Keita, said.": what hangs on a sign is no part of it, and before a verb without a subject it is
/// that.
fn mend_speakers(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let Some(sign) = token.head.filter(|h| parsed[*h].upos == Upos::Punct && *h < noun) else { continue };
        if !matches!(token.upos, Upos::Noun | Upos::Propn) {
            continue;
        }
        let Some(said) = parsed[sign].head.and_then(|clause| parsed[clause].head) else { continue };
        let subject = parsed.children(said).any(|c| parsed[c].deprel.is_subject());
        if parsed[said].upos != Upos::Verb || said < noun || subject {
            continue;
        }
        (parsed.tokens[noun as usize].head, parsed.tokens[noun as usize].deprel) = (Some(said), Deprel::Nsubj);
        mended = true;
    }
    if mended {
        parsed.index_children();
    }
}

/// "They took the town from the rebels, residents and the army said": who stands after a comma and before a verb of saying
/// that has no subject is its subject, and no more of those before the comma.
fn mend_joined_speakers(parsed: &mut Parsed<'_>, cues: &Cues) {
    for said in 1..parsed.tokens.len() as u32 {
        let token = &parsed[said];
        let says = token.upos == Upos::Verb
            && token.feats.has(Feats::VERBFORM_FIN)
            && cues.headed_by(&token.lemma, Upos::Verb).iter().any(|c| c.class.is_speech());
        let content = parsed.child(said, Deprel::Ccomp).filter(|c| *c < said);
        let (true, Some(content)) = (says, content) else { continue };
        if parsed.children(said).any(|c| parsed[c].deprel.is_subject()) {
            continue;
        }
        // The first of the row that ends right before the verb and has a comma before it.
        let above = |t: &u32| parsed[*t].head.filter(|h| *h > content);
        let mut row = std::iter::successors(Some(said - 1), above).filter(|t| parsed[*t].deprel == Deprel::Conj);
        let Some(last) = row.next().filter(|t| parsed.subtree(*t).end == said) else { continue };
        let Some(joined) = parsed[last].head else { continue };
        let comma = |t: u32| {
            let start = parsed.subtree(t).start;
            parsed.word(start) == "," || start > 0 && parsed.word(start - 1) == ","
        };
        let speakers: Vec<u32> = parsed
            .children(joined)
            .filter(|c| parsed[*c].deprel == Deprel::Conj && *c > joined && *c <= last)
            .collect();
        let nominal = |t: &u32| matches!(parsed[*t].upos, Upos::Noun | Upos::Propn);
        let Some(first) = speakers.iter().copied().find(|t| comma(*t)) else { continue };
        if !speakers.iter().all(nominal) {
            continue;
        }
        for speaker in speakers.into_iter().filter(|s| *s > first) {
            parsed.tokens[speaker as usize].head = Some(first);
        }
        (parsed.tokens[first as usize].head, parsed.tokens[first as usize].deprel) = (Some(said), Deprel::Nsubj);
        parsed.index_sentence(said);
    }
}

/// "The murder of the minister Ana Perez": the preposition before what a name is described by is the name's, and the name
/// with it no apposition.
fn mend_described(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for description in 0..parsed.tokens.len() as u32 {
        let (Some(name), Deprel::NmodDesc) = (parsed[description].head, parsed[description].deprel) else { continue };
        let Some(case) = parsed.child(description, Deprel::Case).filter(|c| *c < description && description < name)
        else {
            continue;
        };
        // "Said" and "'s" after the noun are no prepositions of what follows.
        let first = parsed.children(name).all(|c| c >= description || parsed[c].upos == Upos::Punct);
        if !first || parsed.child(name, Deprel::Case).is_some_and(|c| c < name) {
            continue;
        }
        parsed.tokens[case as usize].head = Some(name);
        if parsed[name].deprel == Deprel::Appos {
            parsed.tokens[name as usize].deprel = Deprel::Nmod;
        }
        mended = true;
    }
    if mended {
        parsed.index_children();
    }
}

/// "The warden, the aristocrat Jan Maes, was shot": no noun phrase between commas is a part of the verb's own word; it
/// tells who the one before it is.
fn mend_appositions(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let (Some(verb), Deprel::Compound | Deprel::Nmod) = (token.head, token.deprel) else { continue };
        let nominal = |t: u32| matches!(parsed[t].upos, Upos::Noun | Upos::Propn);
        if parsed[verb].upos != Upos::Verb || verb < noun || !nominal(noun) {
            continue;
        }
        let subject = parsed.children(verb).rfind(|c| *c < noun && parsed[*c].deprel.is_subject() && nominal(*c));
        let Some(subject) = subject else { continue };
        let comma = parsed.subtree(subject).end.max(subject + 1);
        let after = parsed.subtree(noun).end;
        if parsed.word(comma - 1) != "," && parsed.word(comma) != ","
            || parsed.word(after - 1) != "," && parsed.word(after) != ","
        {
            continue;
        }
        let determiner = parsed.children(verb).find(|c| parsed[*c].deprel == Deprel::Det && *c < noun && *c > subject);
        if let Some(determiner) = determiner {
            parsed.tokens[determiner as usize].head = Some(noun);
        }
        (parsed.tokens[noun as usize].head, parsed.tokens[noun as usize].deprel) = (Some(subject), Deprel::Appos);
        mended = true;
    }
    if mended {
        parsed.index_children();
    }
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

/// "Attacked rebel held areas": the areas are what was attacked, and the participle with its noun is their attribute.
fn mend_joined_participles(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for participle in 1..(parsed.tokens.len() as u32).saturating_sub(1) {
        let (before, behind) = (participle - 1, participle + 1);
        let joined = JOINED.iter().any(|word| parsed.word(participle).eq_ignore_ascii_case(word));
        let noun = |at: u32| matches!(parsed[at].upos, Upos::Noun | Upos::Propn);
        let object = parsed[behind].head == Some(participle) && parsed[behind].deprel == Deprel::Obj;
        let Some(verb) = parsed[before].head.filter(|_| parsed[before].deprel == Deprel::Obj) else { continue };
        let below = parsed[participle].head == Some(verb) || parsed[participle].head == Some(before);
        if joined && object && below && noun(before) && noun(behind) {
            (parsed.tokens[behind as usize].head, parsed.tokens[behind as usize].deprel) = (Some(verb), Deprel::Obj);
            let token = &mut parsed.tokens[participle as usize];
            (token.head, token.deprel) = (Some(behind), Deprel::Amod);
            let token = &mut parsed.tokens[before as usize];
            (token.head, token.deprel) = (Some(participle), Deprel::Compound);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// "Called on all parties": what stands right before a noun that hangs on the verb by no preposition is its preposition.
fn mend_particles(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let (Some(verb), Deprel::Obl, Upos::Noun | Upos::Propn) = (token.head, token.deprel, token.upos) else {
            continue;
        };
        let particle = parsed.subtree(noun).start.checked_sub(1).filter(|p| *p > verb);
        let Some(particle) = particle.filter(|p| parsed[*p].deprel == Deprel::CompoundPrt) else { continue };
        if parsed[particle].head == Some(verb) && parsed.cases(noun).next().is_none() {
            let token = &mut parsed.tokens[particle as usize];
            (token.head, token.deprel) = (Some(noun), Deprel::Case);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// "Told reporters that bodies had been found", "said in a statement that they had left": the clause is what was said, no
/// attribute of the hearers or of the statement.
fn mend_contents(parsed: &mut Parsed<'_>, cues: &Cues) {
    let mut mended = false;
    for clause in 0..parsed.tokens.len() as u32 {
        let token = &parsed[clause];
        let (Some(noun), Deprel::Acl | Deprel::AclRelcl) = (token.head, token.deprel) else { continue };
        let relative = token.deprel == Deprel::AclRelcl;
        // A conjunction is nobody's object.
        let that = parsed.children(clause).find(|c| {
            let marks = if relative { parsed[*c].upos == Upos::Sconj } else { parsed[*c].deprel == Deprel::Mark };
            marks && parsed.is_one_of(*c, &["that"])
        });
        let Some(that) = that else { continue };
        let subject = |c: u32| parsed[c].deprel.is_subject();
        let Some(verb) = parsed[noun].head.filter(|v| *v < noun && parsed.children(clause).any(subject)) else {
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
            parsed.tokens[that as usize].deprel = Deprel::Mark;
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

/// "Accused the junta of failing to protect them and called for elections": a clause that tells a fact is joined to the one
/// that tells a fact, and not to an infinitive or gerund inside it.
fn mend_facts(parsed: &mut Parsed<'_>) {
    for verb in 0..parsed.tokens.len() as u32 {
        let (Some(inner), Deprel::Conj, Upos::Verb) = (parsed[verb].head, parsed[verb].deprel, parsed[verb].upos)
        else {
            continue;
        };
        let told = |t: u32| parsed[t].feats.has(Feats::VERBFORM_FIN) && parsed[t].feats.has(Feats::TENSE_PAST);
        let bare = |t: u32| {
            let feats = parsed[t].feats;
            parsed[t].upos == Upos::Verb
                && (feats.has(Feats::VERBFORM_INF) || feats.has(Feats::VERBFORM_GER) || parsed.word(t).ends_with("ing"))
                && !parsed.children(t).any(|c| matches!(parsed[c].deprel, Deprel::Aux | Deprel::Nsubj))
        };
        let own = parsed.children(verb).any(|c| parsed[c].deprel.is_subject());
        if own || !told(verb) || !bare(inner) || inner > verb {
            continue;
        }
        let above = std::iter::successors(parsed[inner].head, |t| parsed[*t].head).take_while(|t| *t < inner);
        let Some(fact) = above.take(4).find(|t| !bare(*t)).filter(|t| parsed[*t].upos == Upos::Verb && told(*t)) else {
            continue;
        };
        parsed.tokens[verb as usize].head = Some(fact);
        parsed.index_sentence(verb);
    }
}

/// How many words before it a noun may be joined to.
const REACH: usize = 40;

/// "Attacks in the capital and in the north": a noun with a preposition is joined to the nearest noun with the same, not
/// to a verb.
fn mend_conjuncts(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let (Some(verb), Deprel::Conj, Upos::Noun | Upos::Propn) = (token.head, token.deprel, token.upos) else {
            continue;
        };
        let Some(case) = parsed.cases(noun).next().filter(|_| parsed[verb].upos == Upos::Verb && verb < noun) else {
            continue;
        };
        let preposition = parsed.word(case);
        let first = parsed.subtree(noun).start;
        let alike = |before: &u32| {
            let found = &parsed[*before];
            matches!(found.upos, Upos::Noun | Upos::Propn)
                && parsed.cases(*before).any(|c| parsed.word(c).eq_ignore_ascii_case(preposition))
        };
        if let Some(joined) = (verb + 1..first).rev().take(REACH).find(alike) {
            parsed.tokens[noun as usize].head = Some(joined);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// "Led to rebels taking areas in the capital and the north": a side of a place is joined to the place just before it, not
/// to what is no place.
fn mend_series_of_places(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let is_place = |parsed: &Parsed<'_>, token: u32| {
        let named = |n: &Name| n.tokens.contains(&token) && n.kind == NameKind::Location;
        let at = parsed.names.partition_point(|n| n.tokens.end <= token);
        let word = parsed.word(token).to_lowercase();
        parsed.names.get(at).is_some_and(named) || lexicon.places.noun(&word).is_some() || is_side(&word)
    };
    let mut mended = false;
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let (Some(head), Deprel::Conj) = (token.head, token.deprel) else { continue };
        if head > noun || !is_side(&parsed.word(noun).to_lowercase()) || is_place(parsed, head) {
            continue;
        }
        let first = parsed.subtree(noun).start;
        let before = first.checked_sub(1).filter(|b| *b > head && is_place(parsed, *b));
        if let Some(before) = before {
            parsed.tokens[noun as usize].head = Some(before);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// Whether a word names the side or the middle of a place.
fn is_side(word: &str) -> bool {
    matches!(
        word,
        "north"
            | "south"
            | "east"
            | "west"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "center"
            | "centre"
    )
}

/// "Was killed before the rebels resumed their attack, today": a time behind a clause is that clause's, unless a verb
/// stands between.
fn mend_times(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for time in 0..parsed.tokens.len() as u32 {
        let token = &parsed[time];
        let (Some(head), Deprel::OblUnmarked) = (token.head, token.deprel) else { continue };
        if head > time || parsed[head].upos != Upos::Verb {
            continue;
        }
        let clause = |c: &u32| {
            *c > head
                && *c < time
                && parsed[*c].deprel == Deprel::Advcl
                && parsed[*c].upos == Upos::Verb
                && parsed.child(*c, Deprel::Mark).is_some()
                && parsed.is_finite(*c)
        };
        let clause = parsed.children(head).rfind(clause);
        if let Some(clause) = clause {
            parsed.tokens[time as usize].head = Some(clause);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// "A spokesman denied that they had killed": of two subjects around a mark, the first is that of the verb between.
fn mend_doubled_subjects(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for inner in 0..parsed.tokens.len() as u32 {
        if parsed[inner].upos != Upos::Verb || mended && stale(parsed, inner) {
            continue;
        }
        let Some(mark) = parsed.child(inner, Deprel::Mark).filter(|m| *m < inner) else { continue };
        let subject = |c: &u32| parsed[*c].deprel.is_subject();
        let first = parsed.children(inner).find(subject);
        let (Some(first), Some(second)) = (first, parsed.children(inner).rfind(subject)) else { continue };
        if first >= mark || second <= mark || parsed.word(mark) != "that" {
            continue;
        }
        let outer = (first + 1..mark).rev().find(|t| {
            let token = &parsed[*t];
            token.deprel == Deprel::Acl && token.upos == Upos::Verb && token.head.is_some_and(|h| h >= first && h < *t)
        });
        let Some(outer) = outer else { continue };
        let before: Vec<u32> = parsed.children(inner).filter(|c| *c < mark).collect();
        for child in before {
            parsed.tokens[child as usize].head = Some(outer);
        }
        let above = (parsed[inner].head, parsed[inner].deprel);
        (parsed.tokens[outer as usize].head, parsed.tokens[outer as usize].deprel) = above;
        (parsed.tokens[inner as usize].head, parsed.tokens[inner as usize].deprel) = (Some(outer), Deprel::Ccomp);
        mended = true;
    }
    if mended {
        parsed.index_children();
    }
}

/// "He ran as the gunmen fired": after the conjunction stand a subject and its verb, no phrase with a participle.
fn mend_meanwhile(parsed: &mut Parsed<'_>, lexicon: &Lexicon) {
    let mut mended = false;
    for noun in 0..parsed.tokens.len() as u32 {
        let token = &parsed[noun];
        let (Some(main), Deprel::Obl | Deprel::Nmod) = (token.head, token.deprel) else { continue };
        if mend_subject_of_next(parsed, noun) {
            mended = true;
            continue;
        }
        let marks = |c: &u32| {
            parsed[*c].upos == Upos::Sconj || parsed.word(*c).eq_ignore_ascii_case("as") && acts(parsed, lexicon, noun)
        };
        let mark = parsed.cases(noun).find(marks);
        let main = if parsed[main].upos == Upos::Verb { Some(main) } else { parsed[main].head };
        let (Some(mark), Some(main)) = (mark.filter(|m| *m < noun), main.filter(|m| parsed[*m].upos == Upos::Verb))
        else {
            continue;
        };
        let verb = parsed
            .children(noun)
            .find(|c| *c > noun && parsed[*c].deprel == Deprel::Acl && parsed[*c].feats.has(Feats::TENSE_PAST));
        let Some(verb) = verb else { continue };
        // "As a group backed by Iran".
        if (noun + 1..verb).any(|t| parsed[t].upos == Upos::Punct)
            || parsed.children(verb).any(|c| parsed.has_case(c, "by"))
        {
            continue;
        }
        let tree = &mut parsed.tokens;
        (tree[mark as usize].head, tree[mark as usize].deprel) = (Some(verb), Deprel::Mark);
        (tree[verb as usize].head, tree[verb as usize].deprel) = (Some(main), Deprel::Advcl);
        (tree[noun as usize].head, tree[noun as usize].deprel) = (Some(verb), Deprel::Nsubj);
        mended = true;
    }
    if mended {
        parsed.index_children();
    }
}

/// "Gunmen fired at him": people who are told of by what they did to somebody by a preposition did it; it was not done to them.
fn acts(parsed: &Parsed<'_>, lexicon: &Lexicon, people: u32) -> bool {
    let to_somebody = |verb: u32| {
        let lemma = parsed[verb].lemma.to_lowercase();
        parsed.children(verb).filter(|c| parsed[*c].deprel == Deprel::Obl).flat_map(|c| parsed.cases(c)).any(|case| {
            let preposition = parsed.word(case).to_lowercase();
            // "Fire at somebody" is listed as one expression.
            let listed = |e: &Entry| e.others.len() == 1 && *e.others[0] == *preposition;
            preposition != "by" && lexicon.frames.entries(&lemma, Upos::Verb).iter().any(listed)
        })
    };
    lexicon.agents.at(parsed, people).is_some()
        && parsed.children(people).any(|c| c > people && parsed[c].deprel == Deprel::Acl && to_somebody(c))
}

/// "After gunmen attacked a market": a verb with an object right behind the noun is its verb, where it has no subject yet.
fn mend_subject_of_next(parsed: &mut Parsed<'_>, noun: u32) -> bool {
    let verb = noun + 1;
    let Some(token) = parsed.tokens.get(verb as usize) else { return false };
    let clause = token.upos == Upos::Verb && matches!(token.deprel, Deprel::Advcl | Deprel::Acl);
    let marks = |c: &u32| {
        *c < noun && ["after", "before", "since", "until", "as"].iter().any(|w| parsed.word(*c).eq_ignore_ascii_case(w))
    };
    let Some(mark) = parsed.cases(noun).find(marks).filter(|_| clause) else { return false };
    let bare = parsed.children(verb).all(|c| !parsed[c].deprel.is_subject() && parsed[c].deprel != Deprel::Mark);
    let object = parsed.children(verb).any(|c| c > verb && parsed[c].deprel == Deprel::Obj);
    if !bare || !object || !token.feats.has(Feats::TENSE_PAST) {
        return false;
    }
    let above = parsed[noun].head.filter(|_| token.head == Some(noun));
    // Deeper below the noun it is somebody else's.
    if above.is_none() && token.head.is_none_or(|h| h == verb || parsed.subtree(noun).contains(&h)) {
        return false;
    }
    let tree = &mut parsed.tokens;
    if let Some(above) = above {
        tree[verb as usize].head = Some(above);
    }
    tree[verb as usize].deprel = Deprel::Advcl;
    (tree[mark as usize].head, tree[mark as usize].deprel) = (Some(verb), Deprel::Mark);
    (tree[noun as usize].head, tree[noun as usize].deprel) = (Some(verb), Deprel::Nsubj);
    true
}

/// "Shot dead three men": no attribute stands before the article or the number; it tells what became of them.
fn mend_results(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for result in 1..parsed.tokens.len() as u32 {
        let token = &parsed[result];
        let (Some(noun), Deprel::Amod, Upos::Adj) = (token.head, token.deprel, token.upos) else { continue };
        let verb = result - 1;
        let counted = |c: u32| c > result && c < noun && matches!(parsed[c].deprel, Deprel::Det | Deprel::Nummod);
        if parsed[verb].upos == Upos::Verb
            && parsed[noun].head == Some(verb)
            && parsed[noun].deprel == Deprel::Obj
            && parsed.children(noun).any(counted)
        {
            (parsed.tokens[result as usize].head, parsed.tokens[result as usize].deprel) = (Some(verb), Deprel::Xcomp);
            mended = true;
        }
    }
    if mended {
        parsed.index_children();
    }
}

/// "North and South Korea": two countries that share their last word, not one with a doubled attribute.
fn mend_halves(parsed: &mut Parsed<'_>) {
    let mut mended = false;
    for first in 0..(parsed.tokens.len() as u32).saturating_sub(3) {
        let (joint, second, name) = (first + 1, first + 2, first + 3);
        let joined = is_half(parsed.word(first)) && is_half(parsed.word(second)) && parsed[joint].upos == Upos::Cconj;
        let below = parsed[first].head == Some(name) && parsed[first].deprel == Deprel::Compound;
        if !joined || !below || parsed[name].upos != Upos::Propn {
            continue;
        }
        let above = (parsed[name].head, parsed[name].deprel);
        let before: Vec<u32> = parsed.children(name).filter(|c| *c < first).collect();
        let tree = &mut parsed.tokens;
        for child in before {
            tree[child as usize].head = Some(first);
        }
        (tree[first as usize].head, tree[first as usize].deprel) = above;
        (tree[joint as usize].head, tree[joint as usize].deprel) = (Some(name), Deprel::Cc);
        (tree[second as usize].head, tree[second as usize].deprel) = (Some(name), Deprel::Compound);
        (tree[name as usize].head, tree[name as usize].deprel) = (Some(first), Deprel::Conj);
        mended = true;
    }
    if mended {
        parsed.index_children();
    }
}

/// Whether a word before a country's name makes it the name of one half: "North Korea".
pub(crate) fn is_half(word: &str) -> bool {
    matches!(word, "North" | "South" | "East" | "West")
}

/// Whether a child of a token hangs elsewhere by now.
fn stale(parsed: &Parsed<'_>, token: u32) -> bool {
    parsed.children(token).any(|c| parsed[c].head != Some(token))
}
