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
}

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
        Self { by_head }
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
        named_by.filter(|c| named.contains(c)).find_map(|c| self.at(c)).map_or(Source::Unnamed, Source::Actor)
    }
}
