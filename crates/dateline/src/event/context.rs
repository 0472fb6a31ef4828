//! What the event layer looks at, with indexes by token, so that each question is one lookup.

use crate::actor::{Actors, Form};
use crate::lexicon::Lexicon;
use crate::place::Places;
use crate::reading::{ActorKind, ParticipantKind, PublicRole};
use crate::syntax::{Deprel, Parsed, Upos};
use crate::time::Times;

/// A document's lower layers, indexed by token.
pub(super) struct Context<'a, 't> {
    pub parsed: &'a Parsed<'t>,
    pub times: &'a Times,
    pub places: &'a Places,
    pub actors: &'a Actors,
    pub lexicon: &'a Lexicon,
    /// Mention of an actor by its head token; the longest where there are several. Index + 1, 0 for none.
    actor_at: Vec<u32>,
    /// Mention of an actor by name that covers a proper noun, likewise.
    name_over: Vec<u32>,
    /// Mention of a place by its head token, likewise.
    place_at: Vec<u32>,
    /// The first mention of each actor that is no pronoun, likewise.
    nominal_of: Vec<u32>,
    /// Whether a token stands inside a named entity.
    named: Vec<bool>,
    /// Whether a token stands inside an expression of time.
    timed: Vec<bool>,
}

impl<'a, 't> Context<'a, 't> {
    pub(super) fn new(
        parsed: &'a Parsed<'t>,
        times: &'a Times,
        places: &'a Places,
        actors: &'a Actors,
        lexicon: &'a Lexicon,
    ) -> Self {
        let count = parsed.tokens.len();
        let mut context = Self {
            parsed,
            times,
            places,
            actors,
            lexicon,
            actor_at: vec![0; count],
            name_over: vec![0; count],
            place_at: vec![0; count],
            nominal_of: vec![0; actors.actors.len()],
            named: vec![false; count],
            timed: vec![false; count],
        };
        for expression in &times.expressions {
            context.timed[expression.tokens.start as usize..expression.tokens.end as usize].fill(true);
        }
        for (i, mention) in actors.mentions.iter().enumerate() {
            let slot = &mut context.actor_at[mention.head as usize];
            if *slot == 0 || actors.mentions[*slot as usize - 1].span.len() < mention.span.len() {
                *slot = i as u32 + 1;
            }
            let nominal = &mut context.nominal_of[mention.actor];
            if *nominal == 0 && mention.form != Form::Pronoun {
                *nominal = i as u32 + 1;
            }
            if mention.form == Form::Name {
                for token in mention.tokens.clone().filter(|t| parsed[*t].upos == Upos::Propn) {
                    context.name_over[token as usize] = i as u32 + 1;
                }
            }
        }
        for (i, mention) in places.mentions.iter().enumerate() {
            let slot = &mut context.place_at[mention.head as usize];
            if *slot == 0 || places.mentions[*slot as usize - 1].span.len() < mention.span.len() {
                *slot = i as u32 + 1;
            }
        }
        for name in &parsed.names {
            for token in name.tokens.clone() {
                context.named[token as usize] = true;
            }
        }
        context
    }

    /// The mention of an actor that a nominal is: the one that its head heads, else the name that the head is a part of,
    /// else the name that stands beside it ("rights watchdog Amnesty International").
    pub(super) fn actor(&self, token: u32) -> Option<&'a crate::actor::Mention> {
        let of = |index: u32| (index as usize).checked_sub(1).map(|i| &self.actors.mentions[i]);
        of(self.actor_at[token as usize]).or_else(|| of(self.name_over[token as usize])).or_else(|| {
            let beside = self
                .parsed
                .children(token)
                .filter(|c| matches!(self.parsed[*c].deprel, Deprel::Flat | Deprel::Appos | Deprel::NmodDesc));
            beside.map(|c| self.actor_at[c as usize]).find_map(of)
        })
    }

    /// The words that a mention stands for: for a pronoun, those that tell first who it is.
    pub(super) fn nominal_of(&self, mention: &'a crate::actor::Mention) -> &'a crate::actor::Mention {
        let first = (self.nominal_of[mention.actor] as usize).checked_sub(1).filter(|_| mention.form == Form::Pronoun);
        first.map_or(mention, |i| &self.actors.mentions[i])
    }

    /// The mention of a place that a token heads.
    pub(super) fn place(&self, token: u32) -> Option<&'a crate::place::Mention> {
        (self.place_at[token as usize] as usize).checked_sub(1).map(|i| &self.places.mentions[i])
    }

    /// Whether a preposition or conjunction says that one thing was before or after another.
    pub(super) fn orders(&self, word: u32) -> bool {
        ["after", "before", "since", "until"].iter().any(|w| self.parsed.word(word).eq_ignore_ascii_case(w))
    }

    /// Whether a token stands inside an expression of time.
    pub(super) fn is_time(&self, token: u32) -> bool {
        self.timed[token as usize]
    }

    /// Whether a token stands inside a named entity.
    pub(super) fn is_named(&self, token: u32) -> bool {
        self.named[token as usize]
    }

    /// Whether somebody governs, commands or leads: who can be asked to do or leave something.
    pub(super) fn is_authority(&self, actor: usize) -> bool {
        let actor = &self.actors.actors[actor];
        match actor.kind {
            ActorKind::State
            | ActorKind::StateForces
            | ActorKind::InternationalOrganisation
            | ActorKind::Organisation
            | ActorKind::Political => true,
            ActorKind::Person => actor.public_role == PublicRole::Official,
            _ => false,
        }
    }

    /// What kind of thing a nominal names, if it names a thing.
    pub(super) fn thing(&self, token: u32) -> Option<ParticipantKind> {
        if self.actor(token).is_some() {
            return None;
        }
        self.lexicon.things.at(self.parsed, token)
    }

    /// Whether a common noun names something that is nobody: a thing, an idea, another event.
    pub(super) fn is_nobody(&self, token: u32) -> bool {
        let lemma = self.lemma(token);
        let upos = self.parsed[token].upos;
        match upos {
            Upos::Pron => matches!(&*lemma, "it" | "this" | "that" | "what" | "itself"),
            Upos::Noun => {
                let frames = &self.lexicon.frames;
                self.actor(token).is_none()
                    && self.lexicon.agents.at(self.parsed, token).is_none()
                    && (self.thing(token).is_some()
                        || ["hazard", "sport", "figure"].iter().any(|class| frames.is_of_class(class, &lemma))
                        || frames.entries(&lemma, upos).iter().any(|e| e.others.is_empty()))
            }
            _ => false,
        }
    }

    /// A token's lemma in lower case.
    pub(super) fn lemma(&self, token: u32) -> std::borrow::Cow<'a, str> {
        let lemma = &*self.parsed[token].lemma;
        if lemma.chars().any(char::is_uppercase) { lemma.to_lowercase().into() } else { lemma.into() }
    }

    /// Whether a word may name an event, whatever company it keeps here.
    pub(super) fn names_event(&self, token: u32) -> bool {
        !self.lexicon.frames.entries(&self.lemma(token), self.parsed[token].upos).is_empty()
    }

    /// Finds the other words of a phrase below its head, at most two steps down.
    pub(super) fn others(&self, head: u32, others: &[Box<str>], found: &mut Vec<u32>) -> bool {
        found.clear();
        for word in others {
            let below = |t: &u32| !found.contains(t) && (*self.lemma(*t) == **word || self.parsed.word(*t) == &**word);
            // "Troops withdrew" is not "withdrew troops".
            let child = self.parsed.children(head).filter(|c| self.parsed[*c].deprel != Deprel::Nsubj).find(below);
            let hit = child.or_else(|| {
                self.parsed
                    .children(head)
                    .filter(|c| !matches!(self.parsed[*c].deprel, Deprel::Conj | Deprel::AclRelcl | Deprel::Advcl))
                    .flat_map(|c| self.parsed.children(c))
                    .find(below)
            });
            match hit {
                Some(token) => found.push(token),
                None => return false,
            }
        }
        true
    }

    /// The word that keeps an event word company and is in `list`; `@weapon` and the like name classes.
    pub(super) fn company(&self, head: u32, extra: &[u32], list: &[Box<str>]) -> Option<u32> {
        if list.is_empty() {
            return None;
        }
        let parsed = self.parsed;
        let near = |t: u32| parsed.children(t).filter(move |c| *c != head);
        let dependents = near(head)
            .chain(extra.iter().copied().flat_map(near))
            .filter(|c| !matches!(parsed[*c].deprel, Deprel::Conj | Deprel::Parataxis | Deprel::Ccomp));
        // "a bomb exploded": a parser may make the verb a modifier of its subject.
        let governor = parsed[head].head.filter(|_| matches!(parsed[head].deprel, Deprel::Acl | Deprel::AclRelcl));
        for dependent in dependents.chain(governor) {
            if self.is_listed(dependent, list) {
                return Some(dependent);
            }
            // "detonated a powerful car bomb": the noun or its modifiers may be the ones that decide.
            let inner = parsed.children(dependent).find(|c| {
                matches!(
                    parsed[*c].deprel,
                    Deprel::Compound | Deprel::Amod | Deprel::Conj | Deprel::Nmod | Deprel::Flat
                ) && self.is_listed(*c, list)
            });
            if inner.is_some() {
                return inner;
            }
        }
        None
    }

    pub(super) fn is_listed(&self, token: u32, list: &[Box<str>]) -> bool {
        let lemma = self.lemma(token);
        list.iter().any(|word| match &**word {
            "@place" => self.place(token).is_some(),
            "@actor" => self.actor(token).is_some(),
            "@clause" => matches!(self.parsed[token].deprel, Deprel::Xcomp | Deprel::Ccomp),
            word => match word.strip_prefix('@') {
                Some(class) => {
                    self.thing(token).is_some_and(|k| k.word() == class)
                        || self.lexicon.frames.is_of_class(class, &lemma)
                }
                None => *lemma == *word,
            },
        })
    }

    /// Whether a token is a verb or a noun that acts as a predicate.
    pub(super) fn is_verb(&self, token: u32) -> bool {
        self.parsed[token].upos == Upos::Verb
    }
}
