//! Who stands where in a clause, whatever its voice and however it hangs in the sentence.
//!
//! UD gives surface relations; these questions undo the passive, relative clauses, control and coordination, so that the
//! layers above ask once for "who did it".

use std::ops::Range;

use super::{Deprel, Feats, Parsed, Upos};
use crate::span::Span;

impl Parsed<'_> {
    /// Whether a verb is in the passive: "was attacked", "soldiers attacked by rebels".
    pub fn is_passive(&self, verb: u32) -> bool {
        let own = self.children(verb).any(|c| matches!(self[c].deprel, Deprel::NsubjPass | Deprel::AuxPass));
        // "Was found murdered".
        let found = self[verb].deprel == Deprel::Xcomp
            && self[verb].head.is_some_and(|h| self.children(h).any(|c| self[c].deprel == Deprel::AuxPass));
        own || ((found || matches!(self[verb].deprel, Deprel::Acl | Deprel::Amod | Deprel::Advcl))
            && self.is_past_participle(verb)
            && !self.children(verb).any(|c| matches!(self[c].deprel, Deprel::Nsubj | Deprel::Aux | Deprel::Obj)))
            || (self[verb].deprel == Deprel::Conj
                && self.is_past_participle(verb)
                && !self
                    .children(verb)
                    .any(|c| matches!(self[c].deprel, Deprel::Nsubj | Deprel::Aux | Deprel::Obj | Deprel::NsubjOuter))
                && self[verb].head.is_some_and(|h| self[h].upos == Upos::Verb && self.is_passive(h)))
    }

    /// Whether a verb is a past participle. UD marks it `Tense=Past|VerbForm=Part`.
    pub fn is_past_participle(&self, verb: u32) -> bool {
        self[verb].feats.has(Feats::VERBFORM_PART) && self[verb].feats.has(Feats::TENSE_PAST)
    }

    /// The surface subject: the verb's own, or the one it shares with the verb that governs it. A relative pronoun is
    /// resolved to the noun it stands for.
    pub fn subject(&self, verb: u32) -> Option<u32> {
        // Each step goes up the tree, so the walk ends.
        let mut at = verb;
        loop {
            if let Some(own) = self.children(at).find(|c| self[*c].deprel.is_subject()) {
                return Some(self.antecedent(own, at));
            }
            // "it was able to": a pronoun taken for an empty one, where nothing fills it.
            let clausal = |c: &u32| matches!(self[*c].deprel, Deprel::Csubj | Deprel::CsubjPass | Deprel::Ccomp);
            if let Some(it) = self.child(at, Deprel::Expl).filter(|_| !self.children(at).any(|c| clausal(&c))) {
                return Some(it);
            }
            let head = self[at].head?;
            // "accused Israel of bombing", "kept them from leaving": the object of the governor does it.
            let gerund = matches!(self[at].deprel, Deprel::Advcl | Deprel::Acl | Deprel::Ccomp | Deprel::Xcomp)
                && !self.is_finite(at)
                && self.children(at).any(|c| {
                    self[c].deprel == Deprel::Mark
                        && matches!(&*self[c].lemma, "of" | "from" | "for" | "into" | "against")
                });
            if gerund && let Some(object) = self.undergoer(head).filter(|o| *o != at) {
                return Some(object);
            }
            match self[at].deprel {
                // "Issued a declaration demanding": who issues it demands.
                Deprel::Acl if self.is_voice(head, at) => at = self[head].head?,
                Deprel::Acl => return Some(head),
                Deprel::AclRelcl if !self.has_relative_pronoun(at) => return None,
                Deprel::AclRelcl => return Some(head),
                Deprel::Xcomp => {
                    // "forced them to leave": the object of the governor does it.
                    if let Some(object) = self.child(head, Deprel::Obj).filter(|o| *o < at) {
                        return Some(object);
                    }
                    at = head;
                }
                Deprel::Conj | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis
                    if matches!(self[head].upos, Upos::Verb | Upos::Aux | Upos::Adj) || self.has_copula(head) =>
                {
                    // A finite complement or adverbial clause has its own subject or none that could be shared.
                    if matches!(self[at].deprel, Deprel::Ccomp | Deprel::Parataxis)
                        || (self[at].deprel == Deprel::Advcl && self.is_finite(at))
                    {
                        return None;
                    }
                    at = head;
                }
                _ => return None,
            }
        }
    }

    /// Who does it: the subject of an active verb, the by-phrase of a passive one.
    pub fn doer(&self, verb: u32) -> Option<u32> {
        if self.is_passive(verb) {
            return self.children(verb).find(|c| {
                self[*c].deprel == Deprel::OblAgent || (self[*c].deprel == Deprel::Obl && self.has_case(*c, "by"))
            });
        }
        // "the attack carried out on Monday" has no doer, "the rebels holding the town" has.
        self.subject(verb)
    }

    /// Whom it is done to: the object of an active verb, the subject of a passive one.
    pub fn undergoer(&self, verb: u32) -> Option<u32> {
        if self.is_passive(verb) {
            return self.subject(verb);
        }
        if let Some(object) = self.child(verb, Deprel::Obj) {
            return Some(self.antecedent(object, verb));
        }
        // "killed and injured residents": coordinated verbs share the object of the last.
        let shared = self.children(verb).filter(|c| self[*c].deprel == Deprel::Conj && self[*c].upos == Upos::Verb);
        for other in shared {
            let adjacent = other - verb <= 3 && !self.children(other).any(|c| self[c].deprel.is_subject());
            if let Some(object) = self.child(other, Deprel::Obj).filter(|_| adjacent) {
                return Some(object);
            }
        }
        // "Attacked and killed a trader": the tree may hang the object on the first.
        let first = self[verb].head.filter(|_| self[verb].deprel == Deprel::Conj && self[verb].upos == Upos::Verb);
        let joined = first.filter(|f| self[*f].upos == Upos::Verb && verb - f <= 3 && !self.is_passive(*f));
        if let Some(object) = joined.and_then(|f| self.child(f, Deprel::Obj)).filter(|o| *o > verb) {
            return Some(object);
        }
        // "the village they attacked": a relative clause with a gap where its object should be.
        let token = &self[verb];
        (token.deprel == Deprel::AclRelcl && !self.has_relative_pronoun(verb)).then_some(token.head).flatten()
    }

    /// Whether a noun is what somebody speaks by, in words or in the street, and a participle tells what he says by it: "sent
    /// a letter urging", "held a rally demanding".
    fn is_voice(&self, noun: u32, participle: u32) -> bool {
        const VOICES: &[&str] = &[
            "appeal",
            "bill",
            "campaign",
            "communique",
            "communiqué",
            "declaration",
            "decree",
            "demonstration",
            "law",
            "leaflet",
            "letter",
            "march",
            "memo",
            "memorandum",
            "message",
            "motion",
            "note",
            "order",
            "petition",
            "proclamation",
            "protest",
            "rally",
            "report",
            "resolution",
            "sit-in",
            "speech",
            "statement",
            "strike",
            "vigil",
        ];
        let of_verb = |verb: u32| self[verb].upos == Upos::Verb && !self.is_passive(verb);
        self[noun].deprel == Deprel::Obj
            && self[noun].head.is_some_and(of_verb)
            && self.word(participle).ends_with("ing")
            && VOICES.binary_search(&self[noun].lemma.to_lowercase().as_str()).is_ok()
    }

    /// The noun that a relative pronoun stands for; any other token stands for itself.
    fn antecedent(&self, token: u32, verb: u32) -> u32 {
        if !self[token].feats.has(Feats::PRONTYPE_REL) {
            return token;
        }
        let mut at = verb;
        loop {
            match (self[at].deprel, self[at].head) {
                (Deprel::AclRelcl, Some(head)) => return head,
                (Deprel::Conj | Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl, Some(head)) => at = head,
                _ => return token,
            }
        }
    }

    fn has_relative_pronoun(&self, verb: u32) -> bool {
        self.children(verb).any(|c| {
            self[c].feats.has(Feats::PRONTYPE_REL) || self.children(c).any(|d| self[d].feats.has(Feats::PRONTYPE_REL))
        })
    }

    /// Whether a predicate is an adjective or noun with a copula: "is ready".
    pub fn has_copula(&self, token: u32) -> bool {
        self.child(token, Deprel::Cop).is_some()
    }

    /// Whether a clause is finite: the verb or one of its auxiliaries carries tense.
    pub fn is_finite(&self, verb: u32) -> bool {
        self[verb].feats.has(Feats::VERBFORM_FIN)
            || self.children(verb).any(|c| {
                matches!(self[c].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
                    && self[c].feats.has(Feats::VERBFORM_FIN)
            })
    }

    /// Whether a preposition of this form marks the nominal.
    pub fn has_case(&self, nominal: u32, preposition: &str) -> bool {
        self.children(nominal).any(|c| self[c].deprel == Deprel::Case && self.word(c).eq_ignore_ascii_case(preposition))
    }

    /// The prepositions that mark a nominal, in order: "south", "of".
    pub fn cases(&self, nominal: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        self.children(nominal).filter(|c| self[*c].deprel == Deprel::Case)
    }

    /// A nominal or clause and what is coordinated with it, in order.
    pub fn conjuncts(&self, token: u32) -> Vec<u32> {
        let mut all = vec![token];
        let mut next = 0;
        while next < all.len() && all.len() < 64 {
            let conj = self.children(all[next]).filter(|c| self[*c].deprel == Deprel::Conj);
            all.extend(conj);
            next += 1;
        }
        all.sort_unstable();
        all
    }

    /// The words of a nominal without what is coordinated with it, its relative clauses, appositions and the
    /// prepositions and punctuation around it.
    pub fn nominal(&self, token: u32) -> Range<u32> {
        let (mut low, mut high) = (token, token + 1);
        for child in self.children(token) {
            match self[child].deprel {
                Deprel::Det
                | Deprel::DetPredet
                | Deprel::Amod
                | Deprel::Compound
                | Deprel::Nummod
                | Deprel::NmodPoss
                | Deprel::Flat
                | Deprel::NmodDesc
                | Deprel::Advmod
                    if self[child].deprel != Deprel::Advmod || child < token =>
                {
                    let part = self.subtree(child);
                    low = low.min(part.start);
                    high = high.max(part.end);
                }
                Deprel::Nmod | Deprel::NmodUnmarked if child > token && child < high + 12 => {
                    let part = self.subtree(child);
                    if self.has_case(child, "of") {
                        high = high.max(part.end);
                    }
                }
                _ => {}
            }
        }
        while high > token + 1 && self[high - 1].upos == Upos::Punct && !self.word(high - 1).ends_with('.') {
            high -= 1;
        }
        low..high
    }

    /// The words of the clause that a predicate heads, without the punctuation around it.
    pub fn clause(&self, predicate: u32) -> Span {
        let mut range = self.subtree(predicate);
        let sentence = self.sentence(predicate).tokens.clone();
        range = range.start.max(sentence.start)..range.end.min(sentence.end);
        while range.end - range.start > 1 && self[range.end - 1].upos == Upos::Punct {
            range.end -= 1;
        }
        while range.end - range.start > 1 && self[range.start].upos == Upos::Punct {
            range.start += 1;
        }
        self.span(&range)
    }

    /// The nearest verb or other clause head that governs a token, itself included.
    pub fn predicate(&self, token: u32) -> u32 {
        let mut at = token;
        loop {
            let clausal = matches!(
                self[at].deprel,
                Deprel::Root
                    | Deprel::Acl
                    | Deprel::AclRelcl
                    | Deprel::Advcl
                    | Deprel::AdvclRelcl
                    | Deprel::Ccomp
                    | Deprel::Xcomp
                    | Deprel::Csubj
                    | Deprel::CsubjPass
                    | Deprel::CsubjOuter
                    | Deprel::Parataxis
            ) || (self[at].deprel == Deprel::Conj && self[at].upos == Upos::Verb);
            match self[at].head {
                Some(head) if !clausal => at = head,
                _ => return at,
            }
        }
    }
}
