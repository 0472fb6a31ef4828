//! Sources: which actor the words that name a speaker refer to.

use std::collections::HashMap;
use std::ops::Range;

use super::Source;
use super::tree::Trees;
use crate::actor::Actors;
use crate::syntax::Deprel;

/// Actors by the token that heads their mention.
pub(crate) struct Speakers {
    by_head: HashMap<u32, (u32, usize)>,
    /// The shortest mention that each token stands in, for heads on which tree and mention differ.
    by_token: HashMap<u32, (u32, usize)>,
}

/// Mentions longer than this, in tokens, are not found by a token inside them.
const LONGEST: usize = 10;

impl Speakers {
    /// Indexes the mentions; the longest counts where several have one head.
    pub(crate) fn new(actors: &Actors) -> Self {
        let mut by_head = HashMap::with_capacity(actors.mentions.len());
        for mention in &actors.mentions {
            let length = mention.span.end - mention.span.start;
            let entry = by_head.entry(mention.head).or_insert((length, mention.actor));
            if entry.0 < length {
                *entry = (length, mention.actor);
            }
        }
        let mut by_token: HashMap<u32, (u32, usize)> = HashMap::new();
        for mention in actors.mentions.iter().filter(|m| m.tokens.len() <= LONGEST) {
            let length = mention.span.end - mention.span.start;
            for token in mention.tokens.clone() {
                let entry = by_token.entry(token).or_insert((length, mention.actor));
                if entry.0 > length {
                    *entry = (length, mention.actor);
                }
            }
        }
        Self { by_head, by_token }
    }

    /// The actor whose mention has this head.
    pub(crate) fn at(&self, head: u32) -> Option<usize> {
        self.by_head.get(&head).map(|(_, actor)| *actor)
    }

    /// Who the words `named` with the head `head` refer to: the actor they name, else whom they depend on ("the army's
    /// statement", "a report by the ministry"), else nobody named.
    pub(super) fn resolve(&self, trees: &Trees<'_, '_>, head: u32, named: &Range<u32>) -> Source {
        if let Some(actor) = self.at(head) {
            return Source::Actor(actor);
        }
        let named_by = trees.children(head).filter(|c| {
            let relation = trees.deprel(*c);
            matches!(relation, Deprel::Flat | Deprel::Appos | Deprel::Compound | Deprel::NmodPoss)
                || (relation.is_modifier() && ["by", "from", "of", "for"].iter().any(|p| trees.marker(*c, p).is_some()))
        });
        named_by
            .filter(|c| named.contains(c))
            .find_map(|c| self.at(c))
            .or_else(|| self.by_token.get(&head).map(|(_, actor)| *actor))
            .map_or(Source::Unnamed, Source::Actor)
    }
}
