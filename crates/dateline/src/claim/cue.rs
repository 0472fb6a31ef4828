//! Cues: where a word attributes, to whom, and which words.
//!
//! Works on trees in the manner of Universal Dependencies; the annotation guidelines of PARC 3.0 (Pareti 2015) and
//! PolNeAR (Newell et al. 2018) say what counts as source, cue and content.

use std::ops::Range;

use super::nonverbal::{adjective, adverb, beside, noun, preposition};
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
        let entries = cues.headed_by(trees.lemma(token), trees.upos(token));
        let read = |cue: &Cue| match trees.upos(token) {
            Upos::Verb | Upos::Aux => verb(trees, cues, token, cue),
            Upos::Noun => noun(trees, cues, token, cue),
            Upos::Adj => adjective(trees, token, cue),
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
        && let Some(found) = interposed(trees, head, cue).or_else(|| as_said(trees, head, cue))
    {
        return Some(found);
    }
    let passive = trees.is_passive(head);
    let source =
        if passive { agent(trees, head) } else { inverted(trees, head, cue).or_else(|| speaker(trees, cues, head)) };
    let named = source.map(|s| (s, trees.noun_phrase(s))).filter(|(_, n)| !n.is_empty());
    let mut words = cue_words(trees, head, &others);
    let mut clausal = !passive && cue.frames.first().is_some_and(Frame::is_clause);
    let mut stretches = false;
    let phrase = match &named {
        Some((_, n)) if !passive => hull(n, &words),
        _ => words.clone(),
    };
    let frame = cue.frames.iter().find_map(|f| {
        let found = frame(trees, head, &others, f, passive, &phrase)?;
        clausal = f.is_clause();
        let ends_itself = f.0.iter().any(|s| matches!(s, Slot::Object | Slot::Raising));
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
fn agent(trees: &Trees<'_, '_>, head: u32) -> Option<u32> {
    trees
        .children(head)
        .find(|c| matches!(trees.deprel(*c), Deprel::OblAgent | Deprel::Obl) && trees.marker(*c, "by").is_some())
}

/// "..., said the minister": a source after its cue, which a parser may take for the object.
fn inverted(trees: &Trees<'_, '_>, head: u32, cue: &Cue) -> Option<u32> {
    let after_mark = head > 0 && trees.upos(head - 1) == Upos::Punct;
    if !after_mark || cue.class != Class::Say || trees.subject(head).is_some() {
        return None;
    }
    trees.children(head).find(|c| {
        trees.extent(*c).start == head + 1
            && matches!(trees.upos(*c), Upos::Propn | Upos::Noun | Upos::Pron)
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
        let subject = trees.subject(at).or_else(|| trees.parsed.child(at, Deprel::Expl));
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

/// "which analysts say exposes", "whom the minister said had left": a source and a cue amid a relative clause, whatever
/// the tree makes of it.
fn interposed(trees: &Trees<'_, '_>, head: u32, cue: &Cue) -> Option<Attribution> {
    if !matches!(cue.class, Class::Say | Class::Think) || !cue.others.is_empty() {
        return None;
    }
    let words = cue_words(trees, head, &[]);
    let sentence = trees.sentence(head);
    let next = words.end;
    let goes_on = next < sentence.end
        && (trees.upos(next) == Upos::Aux
            || trees.upos(next) == Upos::Verb && trees.parsed[next].feats.has(Feats::VERBFORM_FIN));
    let last = words.start.checked_sub(1).filter(|t| *t > sentence.start)?;
    let is_name = matches!(trees.upos(last), Upos::Propn | Upos::Noun | Upos::Pron);
    if !goes_on || !is_name {
        return None;
    }
    // Back over the name to the relative pronoun.
    let mut start = last;
    while start > sentence.start
        && start + 7 > last
        && matches!(trees.upos(start - 1), Upos::Propn | Upos::Noun | Upos::Det | Upos::Adj | Upos::Num | Upos::Part)
        && !trees.is_word(start - 1, "that")
    {
        start -= 1;
    }
    let relative = start.checked_sub(1).filter(|t| *t >= sentence.start)?;
    if !["who", "which", "whom", "that"].iter().any(|w| trees.is_word(relative, w)) {
        return None;
    }
    let verb =
        if trees.upos(next) == Upos::Aux { trees.head(next).filter(|h| *h > next).unwrap_or(next) } else { next };
    let mut end = trees.extent(verb).end.max(verb + 1).min(sentence.end);
    // A relative clause at the end of a sentence goes on to it.
    if !(end..sentence.end).any(|t| trees.is_word(t, ",")) {
        end = sentence.end;
    }
    let content = trees.trimmed(next..end);
    (!content.is_empty()).then(|| Attribution {
        class: cue.class,
        head,
        cue: words,
        source: Some((last, start..last + 1)),
        content: Some(content),
        clausal: true,
        stretches: false,
        open: false,
        joint: false,
    })
}

/// "Y, as X says": the rest of the sentence.
fn as_said(trees: &Trees<'_, '_>, head: u32, cue: &Cue) -> Option<Attribution> {
    let subject = trees.subject(head).filter(|s| *s < head && trees.upos(*s) != Upos::Sconj)?;
    let named = trees.noun_phrase(subject);
    let words = cue_words(trees, head, &[]);
    let sentence = trees.sentence(head);
    let before = named.start.checked_sub(1).filter(|t| *t >= sentence.start && trees.is_word(*t, "as"))?;
    let apart = before == sentence.start || trees.upos(before - 1) == Upos::Punct;
    let ends = words.end >= sentence.end || trees.upos(words.end) == Upos::Punct;
    if !apart || !ends || !matches!(cue.class, Class::Say | Class::Think) || named.end > words.start {
        return None;
    }
    let content = beside(trees, &sentence, &(before..words.end))?;
    Some(Attribution {
        class: cue.class,
        head,
        cue: words,
        source: Some((subject, named)),
        content: Some(content),
        clausal: false,
        stretches: false,
        open: false,
        joint: false,
    })
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
}

/// The content where a frame has all its parts, and the preposition that introduces it.
pub(super) fn frame(
    trees: &Trees<'_, '_>,
    head: u32,
    others: &[u32],
    frame: &Frame,
    passive: bool,
    phrase: &Range<u32>,
) -> Option<(Range<u32>, Option<u32>)> {
    // "X was urged to leave": the subject is whom the words go to, and no part of them.
    let goes_to = |slot: &Slot| passive && *slot == Slot::Object && frame.0.len() > 1;
    let slots = || frame.0.iter().filter(|s| !goes_to(s));
    if let (Some(Slot::Preposition(word)), 1) = (slots().next(), slots().count()) {
        let noun = prepositional(trees, head, others, word)?;
        let marker = trees.marker(noun, word)?;
        let mut range = trees.extent(noun);
        // "reports of atrocities being committed": the participle may hang on the cue.
        if let Some(more) = trees.children(head).find(|c| {
            trees.deprel(*c) == Deprel::Acl && trees.extent(*c).start == range.end && trees.marker(*c, "to").is_none()
        }) {
            range.end = trees.extent(more).end;
        }
        let range = trees.trimmed(range.start.max(marker + 1)..range.end);
        return (!range.is_empty()).then_some((range, Some(marker)));
    }
    let mut whole: Option<Range<u32>> = None;
    for slot in slots() {
        let part = part(trees, head, others, slot, passive, phrase)?;
        whole = Some(whole.map_or(part.clone(), |w| hull(&w, &part)));
    }
    let range = trees.trimmed(whole?);
    (!range.is_empty()).then_some((range, None))
}

/// The noun or gerund after a preposition beside a cue.
fn prepositional(trees: &Trees<'_, '_>, head: u32, others: &[u32], word: &str) -> Option<u32> {
    let hosts = || std::iter::once(head).chain(others.iter().copied());
    hosts().flat_map(|h| trees.children(h)).find(|c| {
        *c > head
            && matches!(
                trees.deprel(*c),
                Deprel::Obl | Deprel::Nmod | Deprel::Advcl | Deprel::Acl | Deprel::Xcomp | Deprel::Ccomp
            )
            && trees.marker(*c, word).is_some()
    })
}

/// The words of one part of a frame.
fn part(
    trees: &Trees<'_, '_>,
    head: u32,
    others: &[u32],
    slot: &Slot,
    passive: bool,
    phrase: &Range<u32>,
) -> Option<Range<u32>> {
    let hosts = || std::iter::once(head).chain(others.iter().copied());
    let dependents = || hosts().flat_map(|h| trees.children(h));
    match slot {
        Slot::Clause => clause(trees, head, others, phrase),
        Slot::That => clause(trees, head, others, phrase).filter(|c| {
            let first = c.start.checked_sub(1);
            c.start >= head && first.is_some_and(|t| trees.is_word(t, "that")) || trees.is_word(c.start, "that")
        }),
        Slot::Infinitive => {
            dependents().find(|c| is_infinitive(trees, *c) && *c > head).map(|c| without_circumstance(trees, c))
        }
        Slot::Gerund => dependents()
            .find(|c| {
                matches!(trees.deprel(*c), Deprel::Xcomp | Deprel::Ccomp | Deprel::Obj)
                    && trees.upos(*c) == Upos::Verb
                    && trees.is_participle(*c)
            })
            .map(|c| trees.extent(c)),
        Slot::Object => {
            // "The team was denied visas": the object of a passive is given or withheld, not said.
            if passive && trees.parsed.child(head, Deprel::Obj).is_some() {
                return None;
            }
            let wanted = if passive { Deprel::NsubjPass } else { Deprel::Obj };
            let object = trees.children(head).find(|c| trees.deprel(*c) == wanted && !others.contains(c));
            object.filter(|o| trees.upos(*o) != Upos::Pron).map(|o| trees.extent(o))
        }
        Slot::Predicate => {
            // "a group called the Column": a name, and nobody's word.
            if passive && agent(trees, head).is_none() {
                return None;
            }
            let after = |wanted: Deprel| trees.children(head).find(|c| trees.deprel(*c) == wanted && *c > head);
            // A parser may take "called it a crime" for "gave him a book".
            let Some(said) = after(Deprel::Xcomp).filter(|c| !is_infinitive(trees, *c)) else {
                let (named, name) = (after(Deprel::Iobj)?, after(Deprel::Obj)?);
                return Some(hull(&trees.extent(named), &trees.extent(name)));
            };
            let object = after(Deprel::Obj);
            let said = trees.extent(said);
            Some(object.map_or(said.clone(), |o| hull(&trees.extent(o), &said)))
        }
        Slot::Raising => {
            let subject = trees.parsed.child(head, Deprel::NsubjPass)?;
            let infinitive = trees.children(head).find(|c| is_infinitive(trees, *c) && *c > head)?;
            Some(hull(&trees.extent(subject), &trees.extent(infinitive)))
        }
        Slot::Preposition(word) => prepositional(trees, head, others, word).map(|c| trees.extent(c)),
    }
}

/// An infinitive without the clause of time behind it: "vowed to act after crime had risen".
fn without_circumstance(trees: &Trees<'_, '_>, verb: u32) -> Range<u32> {
    let mut range = trees.extent(verb);
    let apart = trees.children(verb).filter(|c| *c > verb && trees.deprel(*c) == Deprel::Advcl).find(|c| {
        ["after", "as", "when", "while", "since", "amid"].iter().any(|m| trees.marker(*c, m).is_some())
            && trees.subject(*c).is_some()
    });
    if let Some(clause) = apart {
        range.end = range.end.min(trees.extent(clause).start.max(verb + 1));
    }
    range
}

/// Whether a clause is an infinitive with "to".
fn is_infinitive(trees: &Trees<'_, '_>, token: u32) -> bool {
    matches!(trees.deprel(token), Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl)
        && trees.subject(token).is_none()
        && trees.marker(token, "to").is_some()
}

/// The clause that is said.
fn clause(trees: &Trees<'_, '_>, head: u32, others: &[u32], phrase: &Range<u32>) -> Option<Range<u32>> {
    let hosts = || std::iter::once(head).chain(others.iter().copied());
    let mut clauses = hosts().flat_map(|h| trees.children(h)).filter(|c| {
        let clausal =
            matches!(trees.deprel(*c), Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::CsubjOuter);
        clausal && !is_infinitive(trees, *c) && !others.contains(c)
    });
    if let Some(said) = clauses.next() {
        // "that A, and that B"
        let more = trees
            .children(head)
            .filter(|c| *c > said && trees.deprel(*c) == Deprel::Conj && trees.marker(*c, "that").is_some());
        let whole = more.fold(trees.extent(said), |whole, c| hull(&whole, &trees.extent(c)));
        return without_phrase(trees, whole, phrase);
    }
    let own = trees.extent(head);
    let introduced = trees.children(head).any(|c| c < head && trees.is_word(c, "as"));
    let amid = match trees.deprel(head) {
        Deprel::Parataxis => trees.subject(head).is_some(),
        Deprel::Advcl => introduced && trees.subject(head).is_some(),
        _ => false,
    };
    if amid {
        let governor = trees.head(head)?;
        return without_phrase(trees, trees.extent(governor), &own);
    }
    // "X said: Y"
    let after = trees.children(head).find(|c| {
        *c > phrase.end
            && trees.deprel(*c) == Deprel::Parataxis
            && trees.upos(trees.extent(*c).start - 1) == Upos::Punct
    })?;
    Some(trees.extent(after))
}

/// A clause without the words that attribute it, where these stand at its edge; with them where they stand amid it.
/// "which X says exposes": the relative pronoun alone is no clause.
pub(super) fn without_phrase(trees: &Trees<'_, '_>, clause: Range<u32>, phrase: &Range<u32>) -> Option<Range<u32>> {
    let mut range = trees.trimmed(clause);
    if range.contains(&phrase.start) || range.contains(&phrase.end.saturating_sub(1)) {
        let before = trees.trimmed(range.start..phrase.start.max(range.start));
        let after = trees.trimmed(phrase.end.min(range.end)..range.end);
        let is_pronoun = before.len() == 1 && matches!(trees.upos(before.start), Upos::Pron | Upos::Sconj | Upos::Det);
        range = match (before.is_empty() || is_pronoun, after.is_empty()) {
            (true, true) => return None,
            (true, false) => after,
            (false, true) => before,
            (false, false) => range,
        };
    }
    if range.len() > 1 && trees.is_word(range.start, "that") && trees.upos(range.start) == Upos::Sconj {
        range.start += 1;
    }
    let range = trees.trimmed(range);
    (!range.is_empty()).then_some(range)
}
