//! Names with what stands around them: titles, and the common nouns that a name belongs with.

use super::Form;
use super::candidate::{Candidate, Finder};
use super::label::{Label, LabelKind};
use super::slot;
use crate::lexicon::agents::{Agent, Class, Unit};
use crate::reading::ActorKind;
use crate::syntax::{Deprel, Upos};

/// Words of the longest stack of titles before a name.
const STACKED: u32 = 10;

impl<'l> Finder<'_, '_, 'l> {
    pub(super) fn named(&self, head: u32, label: &Label) -> Option<Candidate<'l>> {
        let parsed = self.parsed;
        let deprel = parsed[head].deprel;
        let modifier = matches!(deprel, Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat);
        // "IS fighters", whatever the tree makes of the abbreviation.
        let beside = label.tokens.end;
        if matches!(label.kind, LabelKind::Known(_)) && parsed[head].head != Some(beside) && self.adjoins(label, beside)
        {
            return None;
        }
        if let Some(governor) = parsed[head].head.filter(|_| modifier) {
            if label.kind.is_place() {
                return self.acting_modifier(head, governor);
            }
            // "IS fighters", "President Obama": the whole nominal is the mention, with its own head.
            if self.absorbs(governor, label) {
                return None;
            }
            let mut name = Candidate::new(head, label.tokens.clone(), Form::Name);
            self.describe_name(&mut name, label);
            return Some(name);
        }
        if deprel == Deprel::Appos
            && parsed[head].head.is_some_and(|h| h + 1 == label.tokens.start && self.absorbs(h, label))
        {
            return None;
        }
        if label.kind.is_place() && !slot::acts(parsed, self.lexicon, head, label.kind) {
            return None;
        }
        let mut tokens = self.nominal(head);
        if self.names_person(label) {
            tokens.start = tokens.start.min(self.titles(label.tokens.start));
        }
        let mut it = Candidate::new(head, tokens, Form::Name);
        self.describe_name(&mut it, label);
        self.describe_noun(&mut it);
        // A title before the name, or an agent noun that the name belongs with: "researcher Chris Ogun".
        if let Some((token, agent)) = self.title(it.tokens.start, label.tokens.start) {
            self.set_agent(&mut it, token, agent);
        }
        Some(it)
    }

    /// Who acts through the noun that a country's name or adjective modifies: the country ("Israeli air strikes"), or its
    /// people ("Chadian riots").
    pub(super) fn acting_modifier(&self, modifier: u32, noun: u32) -> Option<Candidate<'l>> {
        if modifier > noun {
            return None;
        }
        let country = self.country_of(modifier)?;
        if self.lexicon.metonymy.country("people", &self.parsed[noun].lemma.to_lowercase()) {
            let mut it = Candidate::new(modifier, modifier..modifier + 1, Form::Description);
            (it.country, it.many, it.noun) = (Some(country), true, self.parsed.word(modifier).to_lowercase().into());
            return Some(it);
        }
        if !slot::acts_through(self.parsed, self.lexicon, noun) {
            return None;
        }
        let tokens = match self.label(modifier) {
            Some(label) => label.tokens.clone(),
            None => modifier - u32::from(self.country_of_two(modifier).is_some())..modifier + 1,
        };
        let words = vec![crate::place::key(self.lexicon.countries.name(country)?).into()];
        let mut it = Candidate::new(modifier, tokens.clone(), Form::Name);
        self.describe_name(&mut it, &Label { tokens, words, kind: LabelKind::Country(country) });
        it.country = Some(country);
        Some(it)
    }

    /// The agent noun of a name in its nominal: the office nearest before it, else the rank or calling just before it.
    pub(super) fn title(&self, low: u32, name: u32) -> Option<(u32, &'l Agent)> {
        let nouns = (low..name).rev().filter(|t| matches!(self.parsed[*t].upos, Upos::Noun | Upos::Propn));
        let mut titles =
            nouns.filter_map(|t| Some((t, self.lexicon.agents.within(self.parsed, low, t)?))).filter(|(t, agent)| {
                // A body stands before a title, as in "army chief"; only next to the name is it what the name is.
                agent.unit != Unit::Body || (*t + 1..name).all(|n| self.parsed[n].upos == Upos::Punct)
            });
        let nearest = titles.next()?;
        if nearest.1.unit != Unit::Rank {
            return Some(nearest);
        }
        Some(titles.find(|(_, agent)| agent.unit == Unit::Office).unwrap_or(nearest))
    }

    /// Where the titles stacked before a person's name begin, whatever the tree makes of them: "defence ministry press
    /// officer Captain Jeff Davis". The name itself where there are none.
    fn titles(&self, name: u32) -> u32 {
        let parsed = self.parsed;
        let sentence = parsed.sentence(name).tokens.start;
        let mut low = name;
        let mut titled = false;
        while low > sentence && name - low < STACKED {
            let before = low - 1;
            let stands = match parsed[before].upos {
                Upos::Noun | Upos::Propn | Upos::Adj => !self.label(before).is_some_and(|l| self.names_person(l)),
                Upos::Det => true,
                Upos::Punct => {
                    parsed.word(before) == "-" && parsed[before].span.end == parsed[low].span.start
                        || parsed.word(before) == "." && low == name
                }
                _ => false,
            };
            // They hang together with the rest of the nominal.
            let joined = parsed[before].head.is_some_and(|h| (low..name + 2).contains(&h))
                || (low..name + 2).any(|t| parsed.tokens.get(t as usize).is_some_and(|t| t.head == Some(before)));
            let agent = self.lexicon.agents.within(parsed, before.saturating_sub(3).max(sentence), before);
            let agent = agent.filter(|_| !self.is_many(before) && parsed[before].upos != Upos::Det);
            if !stands || !(joined || agent.is_some()) {
                break;
            }
            low = before;
            titled |= agent.is_some_and(|a| a.unit != Unit::Body);
            if parsed[before].upos == Upos::Det {
                break;
            }
        }
        if titled { low } else { name }
    }

    /// Whether a noun just after a name is what the name names: "IS fighters".
    pub(super) fn adjoins(&self, label: &Label, noun: u32) -> bool {
        let sentence = &self.parsed.sentence(label.tokens.start).tokens;
        noun == label.tokens.end
            && noun < sentence.end
            && self.parsed[noun].upos == Upos::Noun
            && self.is_many(noun)
            && self.label(noun).is_none()
            && self.absorbs(noun, label)
    }

    /// Whether the nominal under `governor` is the one mention of what a name inside it names.
    pub(super) fn absorbs(&self, governor: u32, label: &Label) -> bool {
        if self.label(governor).is_some_and(|l| l.tokens == label.tokens) {
            return true;
        }
        if self.label(governor).is_some() {
            return false;
        }
        let Some(agent) = self.agent_of(governor) else {
            return false;
        };
        if governor < label.tokens.start {
            // A title before a name, or "the group Ansar Dine"; a person is named as one, and a body as a body.
            let person = self.names_person(label);
            return matches!(self.parsed[governor].upos, Upos::Noun | Upos::Propn)
                && (!person || agent.unit != Unit::Body)
                && (person || matches!(agent.unit, Unit::Body) || self.is_many(governor));
        }
        let rebel = |kind| {
            use ActorKind as K;
            matches!(
                kind,
                K::Rebels | K::Militia | K::PrivateMilitary | K::Criminals | K::StateForces | K::Group | K::Political
            )
        };
        match label.kind {
            LabelKind::Known(entry) => {
                let kind = self.lexicon.actors.entries()[entry].kind;
                // "Macri's government" is not Macri.
                kind != ActorKind::Person
                    && same_body(agent, self.is_many(governor))
                    && (rebel(kind) || agent.unit == Unit::Body && agent.class != Class::Forces)
            }
            LabelKind::Organisation => same_body(agent, self.is_many(governor)),
            LabelKind::Person | LabelKind::Country(_) | LabelKind::Capital(_) | LabelKind::Place => false,
        }
    }

    pub(super) fn names_person(&self, label: &Label) -> bool {
        match label.kind {
            LabelKind::Known(entry) => self.lexicon.actors.entries()[entry].kind == ActorKind::Person,
            kind => kind == LabelKind::Person,
        }
    }
}

/// Whether an agent noun and a name before it are one body: "IS fighters", "Reuters news agency".
fn same_body(agent: &Agent, many: bool) -> bool {
    agent.unit == Unit::Body
        || (many
            && matches!(
                agent.class,
                Class::Militants
                    | Class::Militia
                    | Class::PrivateMilitary
                    | Class::Gang
                    | Class::Attackers
                    | Class::Forces
            ))
}
