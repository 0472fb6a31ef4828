//! Which candidates mean one actor: names first, then descriptions, then pronouns; precise rules before vague ones.
//!
//! The order follows the multi-pass sieve of Raghunathan et al. (2010), "A Multi-Pass Sieve for Coreference
//! Resolution": what a sure rule has joined lends its features to the rules after it.

use std::collections::HashMap;

use super::candidate::{Candidate, Gender, Reference};
use super::kin::{armed, at_home, calling, kin};
use super::label::LabelKind;
use super::names::{self, Names};
use super::{Actor, Actors, Form, Mention, pronoun};
use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::lexicon::agents::{Class, Unit};
use crate::place::Places;
use crate::reading::{ActorKind, PublicRole};
use crate::syntax::{Deprel, Feats, Parsed};

/// An actor while its mentions are gathered.
#[derive(Debug, Default)]
pub(super) struct Entity {
    /// Indices of candidates, in order of joining.
    pub mentions: Vec<usize>,
    pub person: bool,
    pub many: bool,
    pub named: bool,
    pub kind: Option<ActorKind>,
    pub classes: Vec<Class>,
    pub nouns: Vec<Box<str>>,
    pub modifiers: Vec<Box<str>>,
    pub country: Option<Country>,
    pub people: Option<Box<str>>,
    pub gender: Option<Gender>,
    pub known: Option<usize>,
    pub sector: Option<Box<str>>,
    pub role: Option<PublicRole>,
    /// Head of the nominal that names the office, and its last rank among titles.
    pub office: Option<u32>,
    /// Candidate head that it belongs to.
    pub belongs: Option<u32>,
    /// The last candidate that meant it, in reading order.
    pub last: usize,
    /// Whether that candidate has been reached.
    pub met: bool,
}

/// How many actors, from the last met, a description may mean.
const REMEMBERED: usize = 40;

pub(super) struct Resolver<'a, 't, 'l> {
    pub parsed: &'a Parsed<'t>,
    places: &'a Places,
    pub lexicon: &'l Lexicon,
    pub candidates: Vec<Candidate<'l>>,
    /// The entity of each candidate.
    pub of: Vec<Option<usize>>,
    pub entities: Vec<Entity>,
    names: Names,
    /// Entities in the order of their last mention, with older places of an entity left in.
    recent: Vec<usize>,
    pub by_head: HashMap<u32, usize>,
}

/// Resolves the candidates.
pub(super) fn resolve<'l>(
    parsed: &Parsed<'_>,
    places: &Places,
    lexicon: &'l Lexicon,
    candidates: Vec<Candidate<'l>>,
) -> Actors {
    let by_head = candidates.iter().enumerate().map(|(i, c)| (c.head, i)).collect();
    let of = vec![None; candidates.len()];
    let mut resolver = Resolver {
        parsed,
        places,
        lexicon,
        candidates,
        of,
        entities: Vec::new(),
        names: Names::default(),
        recent: Vec::new(),
        by_head,
    };
    resolver.name();
    resolver.appose();
    resolver.describe();
    resolver.finish()
}

impl Resolver<'_, '_, '_> {
    /// Names: whole ones over the whole document first, so that a headline's surname finds its bearer.
    fn name(&mut self) {
        let mut order: Vec<usize> = (0..self.candidates.len()).filter(|i| self.candidates[*i].name.is_some()).collect();
        let words = |r: &Self, i: usize| r.candidates[i].name.as_ref().map_or(0, |n| n.words.len());
        let whole = |r: &Self, i: usize| {
            let known = r.candidates[i].name.as_ref().is_some_and(|n| matches!(n.kind, LabelKind::Known(_)));
            known || words(r, i) > 1
        };
        order.sort_by_key(|i| (!whole(self, *i), *i));
        for i in order {
            let Some(label) = self.candidates[i].name.clone() else {
                continue;
            };
            let person = self.candidates[i].person;
            let position = i;
            let entities = &self.entities;
            // The nearest bearer before the name, else the nearest after it.
            let near = |at: usize| {
                let last = entities[at].mentions.iter().rev().take(REMEMBERED);
                last.copied().filter(|m| *m < position).max().map_or(0, |m| m as u32 + 1)
            };
            let mut found = self.names.find(&label, person, near);
            if found.is_none() {
                found = self.defined(i);
                if let Some(at) = found {
                    self.names.define(&label, at);
                }
            }
            let at = found.filter(|at| self.entities[*at].person == person).unwrap_or_else(|| self.open());
            self.names.add(&label, person, at);
            self.join(i, at);
            // The abbreviation in the brackets that follow: "Islamic State of Iraq and the Levant (ISIL)".
            if let Some(short) = self.short_after(i)
                && self.of[short].is_none()
                && let Some(label) = self.candidates[short].name.clone()
            {
                self.names.define(&label, at);
                self.join(short, at);
            }
        }
    }

    /// The actor whose name a bracketed abbreviation shortens, when the long name stands just before.
    fn defined(&self, short: usize) -> Option<usize> {
        let long = (0..short).rev().take(3).find(|i| self.candidates[*i].name.is_some())?;
        self.shortens(long, short).then(|| self.of[long]).flatten()
    }

    fn short_after(&self, long: usize) -> Option<usize> {
        let short = (long + 1..self.candidates.len()).take(3).find(|i| self.candidates[*i].name.is_some())?;
        self.shortens(long, short).then_some(short)
    }

    fn shortens(&self, long: usize, short: usize) -> bool {
        let (long, short) = (&self.candidates[long], &self.candidates[short]);
        let (Some(a), Some(b)) = (&long.name, &short.name) else {
            return false;
        };
        if a.tokens.end >= b.tokens.start || long.person || short.person {
            return false;
        }
        let between = self.parsed.span(&(a.tokens.end..b.tokens.start)).of(self.parsed.text);
        let text = self.parsed.span(&b.tokens).of(self.parsed.text);
        text.chars().filter(|c| c.is_uppercase()).count() >= 2 && names::defines(b, between)
    }

    fn open(&mut self) -> usize {
        self.entities.push(Entity::default());
        self.entities.len() - 1
    }

    /// Adds a candidate to an entity, which learns what the candidate's words say.
    pub(super) fn join(&mut self, i: usize, at: usize) {
        self.of[i] = Some(at);
        let it = &self.candidates[i];
        let entity = &mut self.entities[at];
        entity.mentions.push(i);
        entity.gender = entity.gender.or(it.gender);
        if it.form == Form::Pronoun {
            return;
        }
        let first = entity.mentions.len() == 1;
        if first {
            entity.person = it.person;
            entity.many = it.many;
        }
        if let Some(label) = &it.name {
            entity.named = true;
            match label.kind {
                LabelKind::Known(entry) => {
                    let known = &self.lexicon.actors.entries()[entry];
                    entity.known = Some(entry);
                    entity.kind = Some(known.kind);
                    entity.country = known.country.or(entity.country);
                    entity.sector = known.sector.as_deref().map(Box::from).or(entity.sector.take());
                    entity.many = false;
                    // "the troops" may mean the army that was named, "the coalition" the coalition.
                    let noun = label.words.last().and_then(|word| self.lexicon.agents.get(word));
                    let class = match (noun.filter(|n| n.unit == Unit::Body), known.sector.as_deref()) {
                        (Some(noun), _) => noun.class,
                        (None, Some("COP")) => Class::Police,
                        (None, _) => Class::Forces,
                    };
                    if known.kind == ActorKind::StateForces && !entity.classes.contains(&class) {
                        entity.classes.push(class);
                    }
                }
                LabelKind::Country(country) | LabelKind::Capital(country) => {
                    entity.kind = Some(ActorKind::State);
                    entity.country = Some(country);
                    entity.sector = Some("GOV".into());
                    entity.classes.push(Class::Government);
                }
                LabelKind::Person => entity.kind = Some(ActorKind::Person),
                LabelKind::Organisation => entity.kind = entity.kind.or(Some(ActorKind::Organisation)),
                LabelKind::Place => entity.kind = entity.kind.or(Some(ActorKind::Group)),
            }
        }
        entity.country = entity.country.or(it.country);
        entity.people = entity.people.take().or_else(|| it.people.clone());
        entity.belongs = entity.belongs.or(it.belongs);
        if it.same.is_some()
            && it.agent.is_some()
            && !it.noun.is_empty()
            && it.name.is_none()
            && it.person != entity.person
        {
            return;
        }
        if let Some(agent) = it.agent {
            if !entity.classes.contains(&agent.class) {
                entity.classes.push(agent.class);
            }
            if !entity.nouns.contains(&it.noun) && entity.nouns.len() < 16 {
                entity.nouns.push(it.noun.clone());
            }
            for modifier in &it.modifiers {
                if !entity.modifiers.contains(modifier) && entity.modifiers.len() < 16 {
                    entity.modifiers.push(modifier.clone());
                }
            }
            let own = if it.person { ActorKind::Person } else { agent.kind };
            if entity.known.is_none()
                && (entity.kind.is_none() || entity.kind == Some(ActorKind::Organisation) && !entity.person)
            {
                entity.kind = Some(own);
            }
            entity.sector = entity.sector.take().or_else(|| Some(agent.sector.clone()));
            // What only a later guess joins says nothing of the office.
            if entity.person && (first || it.name.is_some() || it.same.is_some()) {
                entity.role = Some(stronger(entity.role, agent.role));
                if agent.unit != Unit::Body
                    && entity.office.is_none()
                    && !matches!(agent.role, PublicRole::Private | PublicRole::None)
                {
                    entity.office = Some(it.noun_token);
                }
            }
        } else if entity.kind.is_none() {
            entity.kind = Some(if it.person { ActorKind::Person } else { ActorKind::Group });
        }
    }

    /// What stands in apposition to a name, or entitles it, is who is named.
    fn appose(&mut self) {
        for i in 0..self.candidates.len() {
            let it = &self.candidates[i];
            if self.of[i].is_some() || it.thing || it.form != Form::Description {
                continue;
            }
            let Some(&same) = it.same.and_then(|head| self.by_head.get(&head)) else {
                continue;
            };
            let named = self.candidates[same].name.is_some() && it.person == self.candidates[same].person;
            if let Some(at) = self.of[same].filter(|_| named) {
                self.join(i, at);
            }
        }
    }

    /// Descriptions and pronouns, in reading order.
    fn describe(&mut self) {
        for i in 0..self.candidates.len() {
            if self.of[i].is_none()
                && !self.candidates[i].thing
                && let Some(at) = self.antecedent(i)
            {
                self.join(i, at);
            }
            if let Some(at) = self.of[i] {
                self.entities[at].last = i;
                self.entities[at].met = true;
                self.recent.push(at);
                if self.recent.len() > 8 * REMEMBERED {
                    self.recent.drain(..4 * REMEMBERED);
                }
            }
        }
    }

    /// The entity that a candidate means; a new one where it means nobody met before.
    fn antecedent(&mut self, i: usize) -> Option<usize> {
        let it = &self.candidates[i];
        if let Some(same) = it.same.and_then(|head| self.by_head.get(&head)).copied() {
            let one_of_many = it.person && self.candidates[same].many;
            if let Some(at) = self.of[same].filter(|_| !one_of_many) {
                return Some(at);
            }
            if same > i && !one_of_many && !self.candidates[same].thing && it.form != Form::Pronoun {
                // What it gathers comes after it: they are one.
                let at = self.antecedent(same)?;
                if self.of[same].is_none() {
                    self.join(same, at);
                }
                return Some(at);
            }
        }
        let it = &self.candidates[i];
        match it.form {
            Form::Pronoun => {
                if it.same.is_some() {
                    return None;
                }
                pronoun::antecedent(self, i)
            }
            _ => Some(self.described(i).or_else(|| super::ahead::antecedent(self, i)).unwrap_or_else(|| self.open())),
        }
    }

    /// The actor met before that a description means.
    fn described(&mut self, i: usize) -> Option<usize> {
        let it = &self.candidates[i];
        let class = it.agent.map(|a| a.class);
        let spoken = || self.forces_spoken_of(i).filter(|_| class == Some(Class::Forces));
        let home = || spoken().or(self.places.focus);
        let country = it.country.or_else(|| class.filter(|c| at_home(*c)).and_then(|_| home()));
        if class == Some(Class::Government)
            && it.people.is_none()
            && let Some(at) = country.and_then(|c| self.names.country(c))
        {
            return Some(at);
        }
        let doer = self.doer_beside(i);
        let mut best: Option<(i32, usize)> = None;
        let mut seen = Vec::new();
        for &at in self.recent.iter().rev() {
            if seen.contains(&at) {
                continue;
            }
            if seen.len() >= REMEMBERED {
                break;
            }
            seen.push(at);
            if doer == Some(at) {
                continue;
            }
            let score = self.fit(i, at, country);
            if score > best.map_or(0, |(s, _)| s) {
                best = Some((score, at));
            }
        }
        let found = best.map(|(_, at)| at);
        if let (None, Some(Class::Government), Some(country)) = (found, class, country) {
            let at = self.open();
            self.names.add_country(country, at);
            return Some(at);
        }
        found
    }

    /// The country of the forces that the sentence has named last before a nominal: "Commanders of the Malian army were
    /// sent to the front-line troops".
    fn forces_spoken_of(&self, i: usize) -> Option<Country> {
        let sentence = self.parsed.sentence(self.candidates[i].head).tokens.start;
        let spoken = self.recent.iter().rev().map(|at| &self.entities[*at]);
        let mut here = spoken.take_while(|entity| self.candidates[entity.last].head >= sentence);
        here.find_map(|entity| entity.country.filter(|_| entity.kind == Some(ActorKind::StateForces)))
    }

    /// How well a description fits an actor: nothing where it cannot mean it.
    fn fit(&self, i: usize, at: usize, country: Option<Country>) -> i32 {
        let it = &self.candidates[i];
        let entity = &self.entities[at];
        let Some(agent) = it.agent else {
            // "the Iraqis", "the Kurds".
            let alike = !entity.person && entity.nouns.contains(&it.noun);
            return i32::from(alike && entity.country == it.country) * 2;
        };
        // "Eight members of the army" are not the army.
        if entity.belongs == Some(it.head)
            || it.person != entity.person
            || clash(country, entity.country)
            || clash(it.people.as_ref(), entity.people.as_ref())
        {
            return 0;
        }
        // A nationality narrows: "French forces" are not the forces met before without one.
        let home =
            || self.places.focus.filter(|_| entity.classes.iter().all(|c| at_home(*c)) && entity.people.is_none());
        if it.country.is_some() && entity.country.is_none() && !entity.named && it.country != home() {
            return 0;
        }
        // "Their armies" are several; four officers are not the army.
        let body = matches!(&*it.noun, "army" | "military" | "navy" | "government" | "parliament");
        let several = !it.person && body && self.parsed[it.noun_token].feats.has(Feats::NUMBER_PLUR);
        let counted = || entity.mentions.iter().any(|m| self.candidates[*m].reference == Reference::Counted);
        if several || (body || &*it.noun == "armed force") && counted() {
            return 0;
        }
        let class = entity.classes.contains(&agent.class);
        let noun = class && entity.nouns.contains(&it.noun);
        let new_modifiers = it.modifiers.iter().filter(|m| !entity.modifiers.contains(m)).count() as i32;
        if it.person {
            return match it.reference {
                Reference::Indefinite | Reference::Counted => 0,
                Reference::Possessed if !(noun || class && calling(agent.class)) => 0,
                _ if it.belongs.is_some()
                    && entity.belongs.is_some()
                    && !self.may_share_owner(it.belongs, entity.belongs) =>
                {
                    0
                }
                _ if noun => 4 - new_modifiers.min(3),
                _ if class && (agent.unit == Unit::Office || calling(agent.class)) => 2 - new_modifiers.min(1),
                // "the previous spokesman", of somebody who has been quoted: no spokesman else is known.
                _ if agent.class == Class::Spokesman && it.belongs.is_none() && quotable(entity) => 1,
                _ => 0,
            };
        }
        let one_body = matches!(agent.class, Class::Forces | Class::Police | Class::Government | Class::Parliament);
        match it.reference {
            Reference::Counted | Reference::Indefinite => {
                let count = |c: &Candidate<'_>| self.number(c);
                let same_count = entity.nouns.contains(&it.noun)
                    && entity
                        .mentions
                        .iter()
                        .take(4)
                        .any(|m| count(&self.candidates[*m]) == count(it) && count(it).is_some());
                if same_count
                    || (one_body && class && agent.unit == Unit::Body && it.reference == Reference::Indefinite)
                {
                    3
                } else {
                    0
                }
            }
            Reference::Bare => {
                if one_body && class && (noun || it.modifiers.is_empty() || agent.class == Class::Forces) {
                    return 3 + i32::from(noun);
                }
                if new_modifiers > 0 || (!noun && !class) {
                    return 0;
                }
                if noun { 3 } else { i32::from(armed(agent.class)) * 2 }
            }
            Reference::Definite | Reference::Possessed => {
                let kin = kin(agent.class, &it.noun, entity);
                let base = match (noun, class, kin) {
                    (true, ..) => 4,
                    (_, true, _) => 3,
                    (_, _, true) => 2,
                    _ => return 0,
                };
                if it.reference == Reference::Possessed && !noun && !one_body {
                    return 0;
                }
                (base - new_modifiers.min(if noun { 3 } else { base - 1 })).max(i32::from(noun))
            }
        }
    }

    /// Whether two persons may belong to one body: it is the same, or one of the two is named and the other described.
    fn may_share_owner(&self, a: Option<u32>, b: Option<u32>) -> bool {
        let of = |head: Option<u32>| head.and_then(|h| self.by_head.get(&h)).and_then(|i| self.of[*i]);
        let (Some(a), Some(b)) = (of(a), of(b)) else {
            return false;
        };
        let (named, other) = if self.entities[a].named {
            (&self.entities[a], &self.entities[b])
        } else {
            (&self.entities[b], &self.entities[a])
        };
        a == b
            || (named.named
                && !other.named
                && !other.classes.iter().any(|c| at_home(*c))
                && !clash(named.country, other.country))
    }

    /// The actor that does what is done to, or with, the nominal `i`: it is not that nominal.
    fn doer_beside(&self, i: usize) -> Option<usize> {
        let parsed = self.parsed;
        let head = self.candidates[i].head;
        let verb = parsed[head].head?;
        let beside = matches!(parsed[head].deprel, Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblAgent);
        let subject = parsed.children(verb).find(|c| beside && parsed[*c].deprel.is_subject())?;
        self.by_head.get(&subject).and_then(|j| self.of[*j])
    }

    /// The words of a candidate's number.
    fn number(&self, it: &Candidate<'_>) -> Option<String> {
        let number = self.parsed.child(it.head, Deprel::Nummod)?;
        Some(self.parsed.word(number).to_lowercase())
    }

    fn finish(self) -> Actors {
        super::build::actors(
            self.parsed,
            self.places,
            self.lexicon,
            &self.candidates,
            &self.of,
            &self.entities,
            &self.by_head,
        )
    }
}

pub(super) fn clash<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

fn quotable(entity: &Entity) -> bool {
    entity.named && matches!(entity.role, Some(PublicRole::Expert | PublicRole::Official | PublicRole::Journalist))
}

/// Of two public roles the one that says more.
fn stronger(a: Option<PublicRole>, b: PublicRole) -> PublicRole {
    let rank = |r: PublicRole| match r {
        PublicRole::Official => 4,
        PublicRole::Journalist => 3,
        PublicRole::Expert => 3,
        PublicRole::Private => 1,
        PublicRole::None => 0,
    };
    a.filter(|a| rank(*a) >= rank(b)).unwrap_or(b)
}

/// The mention that a candidate becomes.
pub(super) fn mention(parsed: &Parsed<'_>, it: &Candidate<'_>, actor: usize) -> Mention {
    let whole = it.tokens.start..it.end.max(it.tokens.end);
    Mention { actor, span: parsed.span(&whole), tokens: it.tokens.clone(), head: it.head, form: it.form }
}

/// An actor without anything known of it.
pub(super) fn blank(name: String) -> Actor {
    Actor {
        name,
        kind: ActorKind::Unknown,
        country: None,
        sector: None,
        known_as: None,
        office: None,
        affiliation: None,
        members: Vec::new(),
        public_role: PublicRole::None,
    }
}
