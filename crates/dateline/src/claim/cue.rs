//! Cues: where a word attributes, to whom, and which words.
//!
//! Works on trees in the manner of Universal Dependencies; the annotation guidelines of PARC 3.0 (Pareti 2015) and
//! PolNeAR (Newell et al. 2018) say what counts as source, cue and content.

use std::ops::Range;

use super::aside::{amid, as_said, closing, interposed};
use super::frame::frame;
use super::nonverbal::{adjective, adverb, noun, preposition};
use super::tree::{Trees, hull};
use crate::lexicon::cues::{Class, Cue, Cues, Frame, Slot};
use crate::syntax::{Deprel, Feats, Upos};

/// One attribution as the tree shows it.
#[derive(Clone, Debug)]
pub(super) struct Attribution {
    pub(super) class: Class,
    /// The word that heads the cue.
    pub(super) head: u32,
    pub(super) cue: Range<u32>,
    /// The head of the words that name the source, and these words.
    pub(super) source: Option<(u32, Range<u32>)>,
    /// None where only words in quotation marks nearby can be what is said.
    pub(super) content: Option<Range<u32>>,
    /// Whether a clause is, or could be, the content.
    pub(super) clausal: bool,
    /// Whether the content may reach beyond what hangs together in the tree.
    pub(super) stretches: bool,
    /// Whether the cue leaves open if the content is so: "did not say whether".
    pub(super) open: bool,
    /// Whether the cue is a participle that shares another verb's subject.
    pub(super) joint: bool,
}

/// Every attribution that a cue of the lexicon makes, in reading order.
pub(super) fn attributions(trees: &Trees<'_, '_>, cues: &Cues) -> Vec<Attribution> {
    let mut found = Vec::new();
    for token in 0..trees.parsed.tokens.len() as u32 {
        found.extend(preposition(trees, cues, token));
        if trees.upos(token) == Upos::Noun
            && let Some(said) = closing(trees, cues, token)
        {
            found.push(said);
            continue;
        }
        let entries = cues.headed_by(trees.lemma(token), trees.upos(token));
        let read = |cue: &Cue| match trees.upos(token) {
            Upos::Verb | Upos::Aux => verb(trees, cues, token, cue),
            Upos::Noun => noun(trees, cues, token, cue),
            Upos::Adj => adjective(trees, cues, token, cue),
            _ => adverb(trees, token, cue),
        };
        let mut without = None;
        let with = entries.iter().filter_map(read).find(|a| {
            let full = a.content.is_some();
            if !full && without.is_none() {
                without = Some(a.clone());
            }
            full
        });
        found.extend(with.or(without));
    }
    found
}

/// "X said that", "X was accused of".
fn verb(trees: &Trees<'_, '_>, cues: &Cues, head: u32, cue: &Cue) -> Option<Attribution> {
    let others = others(trees, head, cue)?;
    if cue.frames.first().is_some_and(Frame::is_clause)
        && let Some(found) =
            interposed(trees, head, cue).or_else(|| as_said(trees, head, cue)).or_else(|| amid(trees, cues, head, cue))
    {
        return Some(found);
    }
    let passive = trees.is_passive(head);
    let source = if passive {
        agent(trees, head)
    } else {
        inverted(trees, cues, head, cue).or_else(|| speaker(trees, cues, head))
    };
    // "none called for war", "neither confirmed nor denied it": nobody says so.
    let nobody = |s: u32| matches!(trees.lemma(s), "none" | "nobody" | "neither");
    let neither = trees.children(head).any(|c| c < head && matches!(trees.lemma(c), "neither" | "nor"));
    if cue.class == Class::Demand && trees.is_negated(head)
        || source.is_some_and(nobody)
        || neither && matches!(cue.class, Class::Say | Class::Deny | Class::Find)
    {
        return None;
    }
    let named = source.map(|s| (s, without_cue(trees, s, head))).filter(|(_, n)| !n.is_empty());
    // "whether this was": a clause says nothing.
    if named.as_ref().is_some_and(|(_, n)| trees.upos(n.start) == Upos::Sconj) {
        return None;
    }
    let mut words = cue_words(trees, head, &others);
    let mut clausal = !passive && cue.frames.first().is_some_and(Frame::is_clause);
    let mut stretches = false;
    let phrase = match &named {
        Some((_, n)) if !passive => hull(n, &words),
        _ => words.clone(),
    };
    let frame = cue.frames.iter().find_map(|f| {
        let found = frame(trees, cues, head, &others, f, passive, &phrase)?;
        clausal = f.is_clause();
        let ends_itself = f.0.contains(&Slot::Object);
        stretches = !ends_itself || cue.class == Class::Find;
        Some(found)
    });
    let content = match frame {
        Some((range, preposition)) => {
            // "called for": the preposition belongs to the cue.
            if let Some(p) = preposition.filter(|p| *p == words.end) {
                words.end = p + 1;
            }
            Some(range)
        }
        None if cue.class.is_speech() && !passive && named.is_some() && cue.frames.iter().any(Frame::is_clause) => None,
        None => return None,
    };
    // "to say", "Knowing that": nobody is there to say it; "left to say that": not yet.
    let purpose = matches!(trees.deprel(head), Deprel::Advcl | Deprel::Acl) && trees.marker(head, "to").is_some();
    if purpose {
        return None;
    }
    let joint = !passive && trees.is_participle(head) && trees.subject(head).is_none();
    let shares = joint && head > 0 && trees.upos(head - 1) == Upos::Punct;
    if named.is_none() && !passive && !shares && trees.parsed.child(head, Deprel::Expl).is_none() {
        return None;
    }
    let interrogative = content.as_ref().is_some_and(|c| {
        c.start < c.end && ["whether", "if"].iter().any(|w| trees.is_word(c.start, w)) && cue.class != Class::Doubt
    });
    Some(Attribution {
        class: cue.class,
        head,
        cue: words,
        joint,
        source: named,
        content,
        clausal,
        stretches,
        open: interrogative || trees.is_negated(head),
    })
}

/// The words that must stand beside the head; none if one is missing.
pub(super) fn others(trees: &Trees<'_, '_>, head: u32, cue: &Cue) -> Option<Vec<u32>> {
    let sentence = trees.sentence(head);
    let near = head + 1..(head + 4).min(sentence.end);
    cue.others
        .iter()
        .map(|word| {
            let is = |t: &u32| trees.lemma(*t) == &**word || trees.is_word(*t, word);
            near.clone().find(is).or_else(|| trees.children(head).filter(|c| *c > head).find(is))
        })
        .collect()
}

/// The cue with its auxiliaries, negation and adverbs before, and its particles after.
pub(super) fn cue_words(trees: &Trees<'_, '_>, head: u32, others: &[u32]) -> Range<u32> {
    let mut words = head..head + 1;
    while words.start > 0 {
        let before = words.start - 1;
        // "no longer wants": the adverb may have one of its own.
        let above = trees.head(before);
        let belongs = (above == Some(head) || above == Some(words.start) && words.start < head)
            && matches!(
                trees.deprel(before),
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Advmod | Deprel::Det
            )
            && !matches!(trees.lemma(before), "as" | "when" | "how" | "why" | "where");
        if !belongs {
            break;
        }
        words.start = before;
    }
    for other in others {
        if *other < words.end + 3 {
            words.end = words.end.max(other + 1);
        }
    }
    words
}

/// "by X" beside a passive.
pub(super) fn agent(trees: &Trees<'_, '_>, head: u32) -> Option<u32> {
    trees
        .children(head)
        .find(|c| matches!(trees.deprel(*c), Deprel::OblAgent | Deprel::Obl) && trees.marker(*c, "by").is_some())
}

/// The words that name a source, without the clause in which it speaks: "a letter that says".
fn without_cue(trees: &Trees<'_, '_>, source: u32, cue: u32) -> Range<u32> {
    let named = trees.noun_phrase(source);
    if !named.contains(&cue) {
        return named;
    }
    let clause = trees.children(source).map(|c| trees.extent(c)).find(|c| c.contains(&cue));
    let cut = clause.map_or(cue, |c| c.start).max(source + 1);
    trees.trimmed(named.start..cut.min(named.end))
}

/// "..., said the minister": a source after its cue, which a parser may take for the object.
fn inverted(trees: &Trees<'_, '_>, cues: &Cues, head: u32, cue: &Cue) -> Option<u32> {
    let after_mark = head > 0 && trees.upos(head - 1) == Upos::Punct;
    if !after_mark || cue.class != Class::Say || trees.is_participle(head) || trees.subject(head).is_some() {
        return None;
    }
    trees.children(head).find(|c| {
        trees.extent(*c).start == head + 1
            && matches!(trees.upos(*c), Upos::Propn | Upos::Noun | Upos::Pron)
            && !cues.is_occasion(trees.lemma(*c))
            && matches!(
                trees.deprel(*c),
                Deprel::Obj | Deprel::Obl | Deprel::OblUnmarked | Deprel::Iobj | Deprel::Xcomp | Deprel::Dep
            )
    })
}

/// Who does what a verb in the active says: its subject, or that of the verb it depends on.
fn speaker(trees: &Trees<'_, '_>, cues: &Cues, head: u32) -> Option<u32> {
    let mut at = head;
    for _ in 0..6 {
        // Of two subjects that a parser gives a verb, the nearer speaks.
        let nearest = trees.children(at).rfind(|c| *c < at && trees.deprel(*c).is_subject());
        let subject = nearest.or_else(|| trees.subject(at)).or_else(|| trees.parsed.child(at, Deprel::Expl));
        let subject = match subject.filter(|s| !cues.is_occasion(trees.lemma(*s)) || *s < at) {
            None if at == head => set_apart(trees, cues, head),
            subject => subject,
        };
        if let Some(subject) = subject {
            // "who said that": the pronoun stands for the noun that the clause belongs to.
            let is_relative = matches!(trees.lemma(subject), "who" | "which" | "that")
                && trees.deprel(at) == Deprel::AclRelcl
                && trees.upos(subject) != Upos::Noun;
            // "it is said", but "it said": what says is somebody.
            let expletive =
                trees.deprel(subject) == Deprel::Expl && (trees.is_passive(at) || trees.upos(at) != Upos::Verb);
            return if expletive {
                None
            } else if is_relative {
                trees.head(at)
            } else {
                Some(antecedent(trees, subject))
            };
        }
        let above = trees.head(at)?;
        // "Reuters quoted the minister as saying", "the minister was quoted as saying": who is quoted speaks.
        if cues.is_relay(trees.lemma(above)) && trees.deprel(at) != Deprel::Conj {
            let passive = trees.is_passive(above);
            return if passive { trees.subject(above) } else { trees.parsed.child(above, Deprel::Obj) };
        }
        match trees.deprel(at) {
            Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis | Deprel::Dep => {
                at = above;
            }
            // "a statement saying that": whose statement it is.
            // "agreed with him by saying"
            Deprel::Acl if trees.marker(at, "by").is_some() => {
                at = trees.head(above)?;
            }
            Deprel::Acl | Deprel::AclRelcl => {
                let spoken = !cues.headed_by(trees.lemma(above), trees.upos(above)).is_empty();
                return if spoken { owner(trees, cues, above).or(Some(above)) } else { Some(above) };
            }
            _ => return None,
        }
    }
    None
}

/// "Mr Traore, who owns the mine, said", "four out of ten voters said": a subject that a parser took for somebody spoken to
/// or for a circumstance.
fn set_apart(trees: &Trees<'_, '_>, cues: &Cues, verb: u32) -> Option<u32> {
    if !trees.parsed[verb].feats.has(Feats::VERBFORM_FIN) {
        return None;
    }
    if let Some(before) = just_before(trees, cues, verb) {
        return Some(before);
    }
    trees.children(verb).filter(|c| *c < verb).rev().find(|c| {
        let apart = match trees.deprel(*c) {
            Deprel::Vocative | Deprel::Dislocated | Deprel::Dep => true,
            Deprel::Obl => trees.extent(*c).end == verb && !cues.is_occasion(trees.lemma(*c)),
            _ => false,
        };
        apart && matches!(trees.upos(*c), Upos::Propn | Upos::Noun)
    })
}

/// "An analyst meanwhile reported", "Captain Ali Keita said": the head of the name or noun that ends just before a verb and
/// its adverbs.
fn just_before(trees: &Trees<'_, '_>, cues: &Cues, verb: u32) -> Option<u32> {
    let first = trees.sentence(verb).start;
    let mut last = verb.checked_sub(1)?;
    while last > first && trees.upos(last) == Upos::Adv {
        last -= 1;
    }
    let is_name = |t: u32| matches!(trees.upos(t), Upos::Propn | Upos::Noun);
    let run = (first..=last).rev().take_while(|t| trees.upos(*t) != Upos::Punct).last()?;
    let mut head = Some(last).filter(|t| is_name(*t))?;
    while let Some(above) = trees.head(head).filter(|h| *h >= run && *h < last && is_name(*h)) {
        head = above;
    }
    let within = trees.children(head).any(|c| trees.deprel(c) == Deprel::Case && c < head);
    (!within && !cues.is_occasion(trees.lemma(head))).then_some(head)
}

/// The noun before a relative "who" that stands as a subject; any other subject itself.
fn antecedent(trees: &Trees<'_, '_>, subject: u32) -> u32 {
    if trees.lemma(subject) != "who" || subject == 0 {
        return subject;
    }
    let before = (1..=2).filter_map(|back| subject.checked_sub(back)).find(|t| trees.upos(*t) != Upos::Punct);
    let Some(mut noun) = before.filter(|t| matches!(trees.upos(*t), Upos::Propn | Upos::Noun)) else { return subject };
    while let Some(head) = trees.head(noun).filter(|h| {
        matches!(trees.upos(*h), Upos::Propn | Upos::Noun)
            && *h < subject
            && matches!(trees.deprel(noun), Deprel::Flat | Deprel::Compound | Deprel::NmodPoss | Deprel::Nmod)
    }) {
        noun = head;
    }
    noun
}

/// Whose a noun is: "the army's claim", "a claim by the army", "the army issued a claim".
pub(super) fn owner(trees: &Trees<'_, '_>, cues: &Cues, noun: u32) -> Option<u32> {
    let own = trees.children(noun).find(|c| {
        trees.deprel(*c) == Deprel::NmodPoss
            || (trees.deprel(*c).is_modifier() && ["by", "from", "among"].iter().any(|p| trees.marker(*c, p).is_some()))
    });
    own.or_else(|| {
        let verb = trees.head(noun).filter(|h| matches!(trees.upos(*h), Upos::Verb | Upos::Aux))?;
        let light = cues.is_light(trees.lemma(verb));
        match trees.deprel(noun) {
            Deprel::Obj if light => speaker(trees, cues, verb),
            Deprel::NsubjPass if light => agent(trees, verb),
            _ => None,
        }
    })
    .or_else(|| {
        // "Paris plans to": a verb that a parser took for a noun, as headlines have it for a name's.
        let before = noun.checked_sub(1)?;
        let named = trees.children(noun).find(|c| *c <= before && trees.extent(*c).end == noun)?;
        let compound = matches!(trees.deprel(named), Deprel::Compound | Deprel::NmodDesc | Deprel::Flat);
        (compound && trees.upos(named) == Upos::Propn).then_some(named)
    })
}
