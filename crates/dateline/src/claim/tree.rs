//! Questions that claims ask of trees.

use std::ops::Range;

use crate::syntax::{Deprel, Parsed, Upos};

/// Trees with the extent of every token's subtree, found in one pass.
pub(crate) struct Trees<'a, 't> {
    pub(crate) parsed: &'a Parsed<'t>,
    low: Vec<u32>,
    high: Vec<u32>,
}

impl<'a, 't> Trees<'a, 't> {
    /// Finds the extents, from the leaves up.
    pub(crate) fn new(parsed: &'a Parsed<'t>) -> Self {
        let count = parsed.tokens.len();
        let mut low: Vec<u32> = (0..count as u32).collect();
        let mut high = low.clone();
        let mut waiting = vec![0u32; count];
        for head in parsed.tokens.iter().filter_map(|t| t.head) {
            waiting[head as usize] += 1;
        }
        let mut ready: Vec<u32> = (0..count as u32).filter(|t| waiting[*t as usize] == 0).collect();
        while let Some(token) = ready.pop() {
            let Some(head) = parsed[token].head else { continue };
            let (t, h) = (token as usize, head as usize);
            low[h] = low[h].min(low[t]);
            high[h] = high[h].max(high[t]);
            waiting[h] -= 1;
            if waiting[h] == 0 {
                ready.push(head);
            }
        }
        Self { parsed, low, high }
    }

    /// From the leftmost to the rightmost token of the tree below `token`, itself included.
    pub(crate) fn extent(&self, token: u32) -> Range<u32> {
        self.low[token as usize]..self.high[token as usize] + 1
    }

    pub(crate) fn deprel(&self, token: u32) -> Deprel {
        self.parsed[token].deprel
    }

    pub(crate) fn upos(&self, token: u32) -> Upos {
        self.parsed[token].upos
    }

    pub(crate) fn lemma(&self, token: u32) -> &'a str {
        &self.parsed[token].lemma
    }

    pub(crate) fn head(&self, token: u32) -> Option<u32> {
        self.parsed[token].head
    }

    pub(crate) fn children(&self, token: u32) -> impl DoubleEndedIterator<Item = u32> + Clone + use<'_, 'a, 't> {
        self.parsed.children(token)
    }

    /// Whether a token's characters are `word`, without regard to case.
    pub(crate) fn is_word(&self, token: u32, word: &str) -> bool {
        self.parsed.word(token).eq_ignore_ascii_case(word)
    }

    /// The tokens of the sentence that `token` stands in.
    pub(crate) fn sentence(&self, token: u32) -> Range<u32> {
        self.parsed.sentence(token).tokens.clone()
    }

    /// The subject of a verb or predicate, of any voice.
    pub(crate) fn subject(&self, token: u32) -> Option<u32> {
        self.children(token).find(|c| self.deprel(*c).is_subject())
    }

    /// Whether a verb stands in the passive.
    pub(crate) fn is_passive(&self, token: u32) -> bool {
        // "A man told the group that": without an auxiliary, and with what he told, whatever its subject is taken for.
        let has = |wanted: &[Deprel]| self.children(token).any(|c| wanted.contains(&self.deprel(c)));
        let active =
            has(&[Deprel::NsubjPass]) && !has(&[Deprel::AuxPass]) && has(&[Deprel::Obj, Deprel::Iobj, Deprel::Ccomp]);
        !active && (self.parsed.is_passive(token) || self.parsed.child(token, Deprel::CsubjPass).is_some())
    }

    /// Whether a verb is a participle or gerund in -ing without an auxiliary.
    pub(crate) fn is_participle(&self, token: u32) -> bool {
        self.parsed.word(token).ends_with("ing")
            && !self.children(token).any(|c| matches!(self.deprel(c), Deprel::Aux | Deprel::AuxPass))
    }

    /// The dependent that introduces a token: the preposition, or the conjunction, with the given word.
    pub(crate) fn marker(&self, token: u32, word: &str) -> Option<u32> {
        let introduces = |c: u32| match self.deprel(c) {
            Deprel::Case | Deprel::Mark => true,
            // "described as largely calm"
            Deprel::Advmod => c < token && word == "as" && self.extent(token).start == c,
            _ => false,
        };
        self.children(token).find(|c| introduces(*c) && self.is_word(*c, word))
    }

    /// Whether a predicate is negated.
    pub(crate) fn is_negated(&self, token: u32) -> bool {
        self.children(token).any(|c| {
            matches!(self.deprel(c), Deprel::Advmod | Deprel::Aux | Deprel::Det)
                && matches!(self.lemma(c), "not" | "n't" | "never" | "no" | "hardly" | "neither" | "nor")
        })
    }

    /// Without the punctuation at both ends.
    pub(crate) fn trimmed(&self, mut range: Range<u32>) -> Range<u32> {
        while !range.is_empty() && self.upos(range.start) == Upos::Punct {
            range.start += 1;
        }
        while !range.is_empty() && self.upos(range.end - 1) == Upos::Punct {
            range.end -= 1;
        }
        range
    }

    /// The words of a noun phrase that name somebody: without punctuation around, without a relative clause after a
    /// comma or what follows it.
    pub(crate) fn noun_phrase(&self, head: u32) -> Range<u32> {
        let mut range = self.extent(head);
        for child in self.children(head).filter(|c| *c > head) {
            let own = self.extent(child);
            let apart = own.start > 0 && self.upos(own.start - 1) == Upos::Punct || self.upos(own.start) == Upos::Punct;
            let cut = match self.deprel(child) {
                Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl => apart,
                Deprel::Parataxis => true,
                _ => false,
            };
            if cut && own.start > head {
                range.end = range.end.min(own.start);
            }
        }
        // ", who said": wherever the tree hangs it.
        let relative = |t: u32| ["who", "which", "whose", "where"].iter().any(|w| self.is_word(t, w));
        if let Some(cut) =
            (head + 1..range.end.saturating_sub(1)).find(|t| self.upos(*t) == Upos::Punct && relative(*t + 1))
        {
            range.end = cut;
        }
        // "by the army", "the army's"
        let is_case = |t: u32| self.deprel(t) == Deprel::Case && self.head(t) == Some(head);
        while range.start < head && is_case(range.start) {
            range.start += 1;
        }
        while range.end > head + 1 && is_case(range.end - 1) {
            range.end -= 1;
        }
        self.trimmed(range)
    }
}

/// The smallest range that holds both.
pub(crate) fn hull(a: &Range<u32>, b: &Range<u32>) -> Range<u32> {
    a.start.min(b.start)..a.end.max(b.end)
}
