//! What a nominal's own words say of whom they mean: name, noun, determiner, country, people.

use super::candidate::{Candidate, Finder, Reference};
use super::kin::at_home;
use super::label::{Label, LabelKind};
use super::words::{COLLECTIVE, GENDERED, HONORIFICS};
use crate::country::Country;
use crate::lexicon::agents::{Agent, Class, Unit};
use crate::syntax::Deprel;

impl<'l> Finder<'_, '_, 'l> {
    pub(super) fn set_agent(&self, it: &mut Candidate<'l>, token: u32, agent: &'l Agent) {
        it.agent = Some(agent);
        it.noun = self.joined(token).into();
        it.noun_token = token;
        if it.name.is_none() {
            it.many |= COLLECTIVE.contains(&it.noun.as_ref());
            it.person = agent.unit != Unit::Body && !it.many;
        }
        it.gender = it.gender.or_else(|| GENDERED.iter().find(|(n, _)| *n == it.noun.as_ref()).map(|(_, g)| *g));
        it.country = it.country.or_else(|| self.modifier_country(token));
        if at_home(agent.class) && it.name.is_none() {
            it.country = it.country.or_else(|| self.country_beside(token));
        }
    }

    /// A noun in small letters with what hangs on it by hyphens, which are left out: "bomb-maker" is a "bombmaker".
    fn joined(&self, token: u32) -> String {
        let parsed = self.parsed;
        let mut noun = parsed[token].lemma.to_lowercase().replace('-', "");
        let touches = |t: u32| parsed[t].span.end == parsed[t + 1].span.start;
        let mut at = token;
        while at >= 2 && parsed.word(at - 1) == "-" && touches(at - 1) && touches(at - 2) && noun.len() < 40 {
            at -= 2;
            noun.insert_str(0, &parsed[at].lemma.to_lowercase());
        }
        noun
    }

    pub(super) fn describe_name(&self, it: &mut Candidate<'l>, label: &Label) {
        let parsed = self.parsed;
        it.name = Some(label.clone());
        it.person = match label.kind {
            LabelKind::Known(entry) => self.lexicon.actors.entries()[entry].kind == crate::reading::ActorKind::Person,
            kind => kind == LabelKind::Person,
        };
        for token in it.tokens.start..label.tokens.end {
            let word = parsed.word(token).to_lowercase();
            if let Some((_, gender)) = HONORIFICS.iter().find(|(h, _)| *h == word) {
                it.gender = it.gender.or(*gender);
                it.person |= !label.kind.is_place();
            }
        }
        // An organisation's own words say what it is: the University of X, the Y Liberation Front.
        if !it.person && matches!(label.kind, LabelKind::Organisation) {
            let last = label.tokens.end - 1;
            let of = label.tokens.clone().find(|t| matches!(parsed.word(*t), "of" | "for"));
            let noun = of.filter(|t| *t > label.tokens.start).map_or(last, |t| t - 1);
            if let Some(agent) = self.lexicon.agents.within(parsed, label.tokens.start, noun) {
                it.agent = Some(agent);
                it.noun = parsed.word(noun).to_lowercase().into();
                it.noun_token = noun;
            }
        }
    }

    /// What a nominal's modifiers say: determiner, country, people, other words.
    pub(super) fn describe_noun(&self, it: &mut Candidate<'l>) {
        let parsed = self.parsed;
        it.reference = self.reference(it.head, it.tokens.start);
        it.country = it.country.or_else(|| self.modifier_country(it.head));
        for child in parsed.children(it.head).filter(|c| *c < it.head && *c >= it.tokens.start) {
            if !matches!(parsed[child].deprel, Deprel::Amod | Deprel::Compound | Deprel::Nmod) {
                continue;
            }
            let word = parsed.word(child);
            if let Some(people) = self.people_of(child) {
                it.country = it.country.or(self.lexicon.peoples.by_adjective(word).flatten());
                it.people = Some(people);
            } else if self.lexicon.countries.by_adjective(word).is_none() {
                it.modifiers.push(parsed[child].lemma.to_lowercase().into());
            }
        }
        it.modifiers.sort_unstable();
    }

    /// The people that a modifier names: "Kurdish".
    pub(super) fn people_of(&self, token: u32) -> Option<Box<str>> {
        let word = self.parsed.word(token);
        let known = word.starts_with(char::is_uppercase) && self.lexicon.peoples.by_adjective(word).is_some();
        known.then(|| word.to_lowercase().into())
    }

    /// The country that modifies a noun: "Malian", "South Korean", "Mali's", "of Mali".
    pub(super) fn modifier_country(&self, head: u32) -> Option<Country> {
        let parsed = self.parsed;
        parsed.children(head).find_map(|child| {
            let after = child > head;
            match parsed[child].deprel {
                Deprel::NmodPoss if !after => self.country_of(child),
                Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::Flat if !after => {
                    // "Panamanian army officers": the adjective hangs on the noun between.
                    // A coalition that a country leads is not its own.
                    let own = self.agent_of(head).is_none_or(|a| a.class != Class::Coalition);
                    let nested = parsed.children(child).filter(|c| *c < child && own);
                    let nested = nested.filter(|c| matches!(parsed[*c].deprel, Deprel::Amod | Deprel::Compound));
                    std::iter::once(child).chain(nested).find_map(|c| self.country_of(c))
                }
                Deprel::Nmod if after && parsed.has_case(child, "of") => self.country_of(child),
                Deprel::Nmod if after && parsed.has_case(child, "from") && !self.leaves(head) => self.country_of(child),
                Deprel::Nmod if after && parsed.has_case(child, "in") && self.is_local(head) => self.country_of(child),
                Deprel::Nmod if !after => self.country_of(child),
                _ => None,
            }
        })
    }

    /// "The withdrawal of troops from Chad": whether "from" tells where a nominal leaves and not where it is of.
    fn leaves(&self, head: u32) -> bool {
        let Some(governor) = self.parsed[head].head else { return false };
        matches!(
            &*self.parsed[governor].lemma.to_lowercase(),
            "withdrawal"
                | "pullout"
                | "removal"
                | "departure"
                | "evacuation"
                | "expulsion"
                | "withdraw"
                | "pull"
                | "remove"
                | "evacuate"
                | "expel"
                | "return"
                | "deport"
                | "recall"
        )
    }

    /// Whether those whom a noun names are at home where they are: "workers in Chad", but not "troops in Chad".
    fn is_local(&self, head: u32) -> bool {
        self.agent_of(head).is_some_and(|agent| {
            matches!(
                agent.class,
                Class::Activists
                    | Class::Civilians
                    | Class::Militants
                    | Class::Militia
                    | Class::Opposition
                    | Class::Party
                    | Class::Protesters
                    | Class::Union
                    | Class::Workers
            )
        })
    }

    /// The country that a modifier names.
    pub(super) fn country_of(&self, token: u32) -> Option<Country> {
        let parsed = self.parsed;
        let word = parsed.word(token);
        if word == "country" && parsed[token].deprel == Deprel::NmodPoss {
            return self.country_before(token).or(self.places.focus);
        }
        if let Some(label) = self.label(token) {
            match label.kind {
                LabelKind::Country(country) => return Some(country),
                LabelKind::Person => return None,
                LabelKind::Known(entry) => return self.lexicon.actors.entries()[entry].country,
                // The recogniser may take an adjective for a place's name.
                LabelKind::Capital(_) | LabelKind::Place | LabelKind::Organisation => {}
            }
        }
        let two = self.country_of_two(token);
        if two.is_some() {
            return two;
        }
        // "US-backed": the noun is not the country's own; who is led by a country acts for it.
        let after = |n: usize| parsed.tokens.get(token as usize + n).map(|t| t.span.of(parsed.text));
        let backed = after(1) == Some("-") && after(2) != Some("led");
        if backed || !word.starts_with(char::is_uppercase) {
            return None;
        }
        self.lexicon.countries.by_adjective(word).or_else(|| self.lexicon.countries.by_name(word))
    }

    /// The country that a modifier names with the word before it: "South Korean".
    pub(super) fn country_of_two(&self, token: u32) -> Option<Country> {
        let before = token.checked_sub(1).filter(|_| self.extents[token as usize].0 < token)?;
        let two = self.parsed.span(&(before..token + 1)).of(self.parsed.text);
        self.lexicon.countries.by_demonym(two).or_else(|| self.lexicon.countries.by_name(two))
    }

    /// The country that a sentence speaks of before a token: its subject, or the owner of something.
    fn country_before(&self, token: u32) -> Option<Country> {
        let parsed = self.parsed;
        let sentence = parsed.sentence(token).tokens.start;
        (sentence.max(token.saturating_sub(40))..token).rev().find_map(|t| {
            let speaks = parsed[t].deprel.is_subject() || parsed[t].deprel == Deprel::NmodPoss;
            self.label(t).filter(|_| speaks).and_then(|l| match l.kind {
                LabelKind::Country(country) => Some(country),
                _ => None,
            })
        })
    }

    /// The country whose forces a bare noun means beside a verb that the country is the subject of: "Mali puts army on
    /// alert", "Mali deploys its army".
    pub(super) fn country_beside(&self, head: u32) -> Option<Country> {
        let parsed = self.parsed;
        // "In Mali the government fell": the place of the clause is its country.
        let clause = parsed.predicate(head);
        let inside = parsed.children(clause).find(|c| {
            matches!(parsed[*c].deprel, Deprel::Obl | Deprel::Nmod) && *c < head && parsed.has_case(*c, "in")
        });
        if let Some(LabelKind::Country(country)) = inside.and_then(|t| self.label(t)).map(|l| l.kind) {
            return Some(country);
        }
        let own = parsed[head].deprel == Deprel::Obj
            && parsed.children(head).all(|c| {
                parsed[c].deprel != Deprel::Det
                    && (parsed[c].deprel != Deprel::NmodPoss || parsed.is_one_of(c, &["its"]))
            });
        let verb = parsed[head].head.filter(|_| own)?;
        let subject = parsed.children(verb).find(|c| parsed[*c].deprel.is_subject())?;
        match self.label(subject)?.kind {
            LabelKind::Country(country) => Some(country),
            _ => None,
        }
    }

    pub(super) fn reference(&self, head: u32, low: u32) -> Reference {
        let parsed = self.parsed;
        let mut reference = Reference::Bare;
        for child in parsed.children(head).filter(|c| *c >= low && *c < head) {
            match parsed[child].deprel {
                Deprel::Det | Deprel::DetPredet => {
                    let definite = matches!(
                        parsed.word(child).to_lowercase().as_str(),
                        "the" | "this" | "that" | "these" | "those" | "both"
                    );
                    if definite {
                        return Reference::Definite;
                    }
                    reference = Reference::Indefinite;
                }
                Deprel::Nummod => reference = Reference::Counted,
                Deprel::NmodPoss => return Reference::Possessed,
                Deprel::Amod
                    if matches!(
                        parsed.word(child).to_lowercase().as_str(),
                        "several" | "many" | "another" | "some" | "more" | "few" | "various" | "numerous"
                    ) =>
                {
                    reference = Reference::Indefinite;
                }
                _ => {}
            }
        }
        reference
    }
}
