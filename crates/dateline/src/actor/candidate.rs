//! The nominals that may refer to actors: named, described, or pronouns.

use std::ops::Range;

use super::Form;
use super::label::{self, Label, LabelKind};
use super::link;
use super::slot;
use super::words::gathers;
use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::lexicon::agents::{Agent, Class, Unit};
use crate::place::Places;
use crate::reading::ParticipantKind;
use crate::syntax::{Deprel, Feats, Parsed, Upos};

/// Words that may refer to an actor.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'l> {
    /// The token that a verb's edge points to.
    pub head: u32,
    /// Its words up to its head and name.
    pub tokens: Range<u32>,
    /// Where the whole nominal ends, with what it is of: "the residents of the camp".
    pub end: u32,
    /// How it refers.
    pub form: Form,
    /// The name in it.
    pub name: Option<Label>,
    /// What its common noun or title denotes.
    pub agent: Option<&'l Agent>,
    /// That noun, in lower case; empty without one.
    pub noun: Box<str>,
    /// The title's or noun's own token.
    pub noun_token: u32,
    /// Content words before the noun, in lower case.
    pub modifiers: Vec<Box<str>>,
    /// Whether it is one person.
    pub person: bool,
    /// Whether it is many.
    pub many: bool,
    /// What its determiner says.
    pub reference: Reference,
    /// The country that its own words name.
    pub country: Option<Country>,
    /// A people that its own words name ("Kurdish").
    pub people: Option<Box<str>>,
    /// The head of another candidate that is the same actor: a name it is in apposition to, "members of".
    pub same: Option<u32>,
    /// The head of another candidate that it belongs to: "the army's spokesman".
    pub belongs: Option<u32>,
    /// He or she.
    pub gender: Option<Gender>,
    /// No actor, but a pronoun could mean it.
    pub thing: bool,
}

/// What a determiner says of a nominal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// the, this, these.
    Definite,
    /// a, some, several, another.
    Indefinite,
    /// A number: three, hundreds.
    Counted,
    /// its, the army's.
    Possessed,
    /// Nothing.
    Bare,
}

/// Grammatical gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Feminine,
    Masculine,
}

/// Finds the candidates, in the order of their heads.
pub(super) fn find<'l>(
    parsed: &Parsed<'_>,
    places: &Places,
    lexicon: &'l Lexicon,
    year: Option<i16>,
) -> Vec<Candidate<'l>> {
    let labels = label::find(parsed, places, lexicon, year);
    let mut label_at: Vec<u32> = vec![NONE; parsed.tokens.len()];
    for (i, label) in labels.iter().enumerate() {
        label_at[label.tokens.start as usize..label.tokens.end as usize].fill(i as u32);
    }
    let finder = Finder { parsed, places, lexicon, extents: extents(parsed), labels, label_at };
    let mut found: Vec<Candidate<'l>> = Vec::new();
    for token in 0..parsed.tokens.len() as u32 {
        let side = finder.other_side(token).or_else(|| finder.at(token).map(|it| finder.first_side(it)));
        found.extend(side.map(|it| finder.completed(it)));
    }
    link::tie(parsed, &mut found);
    found
}

const NONE: u32 = u32::MAX;

/// For each token, the ends of the tree below it.
fn extents(parsed: &Parsed<'_>) -> Vec<(u32, u32)> {
    let count = parsed.tokens.len();
    let mut extents: Vec<(u32, u32)> = (0..count as u32).map(|t| (t, t + 1)).collect();
    let mut waiting: Vec<u32> = (0..count as u32).map(|t| parsed.children(t).count() as u32).collect();
    let mut ready: Vec<u32> = (0..count as u32).filter(|t| waiting[*t as usize] == 0).collect();
    while let Some(token) = ready.pop() {
        let Some(head) = parsed[token].head else {
            continue;
        };
        let (low, high) = extents[token as usize];
        let above = &mut extents[head as usize];
        *above = (above.0.min(low), above.1.max(high));
        waiting[head as usize] -= 1;
        if waiting[head as usize] == 0 {
            ready.push(head);
        }
    }
    extents
}

impl Candidate<'_> {
    /// Words of which nothing is known yet.
    pub(super) fn new(head: u32, tokens: Range<u32>, form: Form) -> Self {
        Self {
            head,
            end: tokens.end,
            tokens,
            form,
            name: None,
            agent: None,
            noun: Box::from(""),
            noun_token: head,
            modifiers: Vec::new(),
            person: false,
            many: false,
            reference: Reference::Bare,
            country: None,
            people: None,
            same: None,
            belongs: None,
            gender: None,
            thing: false,
        }
    }
}

/// A document with what tells who is referred to in it.
pub(super) struct Finder<'a, 't, 'l> {
    pub(super) parsed: &'a Parsed<'t>,
    pub(super) places: &'a Places,
    pub(super) lexicon: &'l Lexicon,
    pub(super) extents: Vec<(u32, u32)>,
    labels: Vec<Label>,
    label_at: Vec<u32>,
}

impl<'l> Finder<'_, '_, 'l> {
    pub(super) fn label(&self, token: u32) -> Option<&Label> {
        self.labels.get(self.label_at[token as usize] as usize)
    }

    /// The candidate whose head is `token`.
    pub(super) fn at(&self, token: u32) -> Option<Candidate<'l>> {
        let parsed = self.parsed;
        if parsed[token].upos == Upos::Pron
            && self.label(token).is_none()
            && let Some(pronoun) = self.pronoun(token)
        {
            return Some(pronoun);
        }
        if let Some(label) = self.label(token) {
            // The name's own top word stands for all of it; the last of them, where the tree tears it apart.
            let top = |t: u32| parsed[t].head.is_none_or(|h| !label.tokens.contains(&h));
            if !top(token) || (token + 1..label.tokens.end).any(top) {
                return None;
            }
            return self.named(token, label);
        }
        if parsed[token].deprel == Deprel::Amod && parsed.word(token).starts_with(char::is_uppercase) {
            return self.acting_modifier(token, parsed[token].head?);
        }
        self.described(token)
    }

    /// A description with the end of its nominal.
    fn completed(&self, mut it: Candidate<'l>) -> Candidate<'l> {
        let parsed = self.parsed;
        it.end = it.tokens.end;
        if it.form != Form::Description || it.thing {
            return it;
        }
        for child in parsed.children(it.head).filter(|c| *c > it.head) {
            let (low, high) = self.extents[child as usize];
            if low > it.end {
                break;
            }
            // Where an office is belongs to it; where other people are is told of what they do. A clause tells one apart who
            // is not known yet.
            let office = it.person && it.agent.is_some_and(|a| a.unit == Unit::Office);
            let unknown = it.person && it.reference == Reference::Indefinite;
            let own = match parsed[child].deprel {
                Deprel::Nmod => {
                    ["of", "for", "from"].iter().any(|p| parsed.has_case(child, p))
                        || office && ["at", "in"].iter().any(|p| parsed.has_case(child, p))
                }
                Deprel::Acl | Deprel::AclRelcl => unknown && parsed[low].upos != Upos::Punct,
                _ => false,
            };
            if own && low == it.end {
                let comma = (low..high).find(|t| matches!(parsed.word(*t), "," | ";" | ":" | "–" | "—" | "("));
                it.end = comma.unwrap_or(high);
                if comma.is_some() {
                    break;
                }
            }
        }
        it
    }

    fn pronoun(&self, token: u32) -> Option<Candidate<'l>> {
        let parsed = self.parsed;
        // "it is said", but "it said": what says is somebody.
        let says = |verb: u32| {
            parsed[verb].upos == Upos::Verb
                && !parsed.is_passive(verb)
                && self.lexicon.cues.headed_by(&parsed[verb].lemma, Upos::Verb).iter().any(|c| c.class.is_speech())
        };
        if parsed[token].deprel == Deprel::Expl && !parsed[token].head.is_some_and(says) {
            return None;
        }
        let mut it = Candidate::new(token, token..token + 1, Form::Pronoun);
        match parsed.word(token).to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => (it.person, it.gender) = (true, Some(Gender::Masculine)),
            "she" | "her" | "hers" | "herself" => (it.person, it.gender) = (true, Some(Gender::Feminine)),
            "they" | "them" | "their" | "theirs" | "themselves" => it.many = true,
            "it" | "its" | "itself" => {}
            "who" | "whom" | "whose" | "which" | "that" => {
                it.same = Some(self.relative(token).or_else(|| self.beside(token))?);
            }
            _ => return None,
        }
        Some(it)
    }

    /// The noun that a relative pronoun stands for.
    fn relative(&self, token: u32) -> Option<u32> {
        let parsed = self.parsed;
        let mut at = token;
        for _ in 0..8 {
            let head = parsed[at].head?;
            if parsed[at].deprel == Deprel::AclRelcl {
                return (head < token).then_some(head);
            }
            at = head;
        }
        None
    }

    /// The noun just before ", who" and ", which", where the tree does not tell.
    fn beside(&self, token: u32) -> Option<u32> {
        let parsed = self.parsed;
        let comma = token.checked_sub(1).filter(|t| parsed.word(*t) == "," && parsed.word(token) != "that")?;
        let noun = comma.checked_sub(1).filter(|t| *t >= parsed.sentence(token).tokens.start)?;
        let label = self.label(noun).map_or(noun..noun + 1, |l| l.tokens.clone());
        let top = label.clone().find(|t| parsed[*t].head.is_none_or(|h| !label.contains(&h)))?;
        (self.label(noun).is_some() || matches!(parsed[noun].upos, Upos::Noun | Upos::Propn)).then_some(top)
    }

    /// The words of the nominal under `head` up to its head: what modifies it from before, and its name.
    pub(super) fn nominal(&self, head: u32) -> Range<u32> {
        let parsed = self.parsed;
        let own = self.label(head).map_or(head..head + 1, |l| l.tokens.clone());
        let (mut low, mut high) = (own.start, own.end);
        for child in parsed.children(head).rev().filter(|c| *c < own.start) {
            let before = matches!(
                parsed[child].deprel,
                Deprel::Det
                    | Deprel::DetPredet
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::Nummod
                    | Deprel::NmodPoss
                    | Deprel::NmodDesc
                    | Deprel::NmodUnmarked
                    | Deprel::Flat
                    | Deprel::Advmod
                    | Deprel::Nmod
                    | Deprel::Acl
            );
            // "According to the police, alleged gunmen": what a comma parts is beside the noun.
            let (first, end) = self.extents[child as usize];
            let comma = |t: &u32| parsed.word(*t) == ",";
            let aside = matches!(parsed[child].deprel, Deprel::Nmod | Deprel::Acl | Deprel::Advmod)
                && (end - 1..=end).any(|t| comma(&t));
            if !before || aside {
                break;
            }
            let own = self.label(child).map_or(child, |l| l.tokens.start);
            let first = (first..child).rev().find(comma).map_or(first, |t| t + 1);
            low = low.min(first).min(own);
        }
        for child in parsed.children(head).filter(|c| *c >= own.end) {
            let after =
                matches!(parsed[child].deprel, Deprel::Flat | Deprel::Compound | Deprel::NmodDesc | Deprel::Goeswith)
                    || (parsed[child].deprel == Deprel::Appos
                        && self.label(child).is_some_and(|l| l.tokens.start == high));
            if !after {
                break;
            }
            let inner = self.label(child).map_or(child + 1, |l| l.tokens.end);
            high = high.max(inner.max(if parsed[child].deprel == Deprel::Appos {
                inner
            } else {
                self.extents[child as usize].1
            }));
        }
        let sentence = &parsed.sentence(head).tokens;
        low = low.max(sentence.start);
        while low < own.start && parsed[low].upos == Upos::Punct {
            low += 1;
        }
        low..high.min(sentence.end)
    }

    pub(super) fn agent_of(&self, head: u32) -> Option<&'l Agent> {
        let low = self.nominal_low(head);
        self.lexicon.agents.within(self.parsed, low, head)
    }

    /// First token of the modifiers before `head`, cheaply.
    fn nominal_low(&self, head: u32) -> u32 {
        self.extents[head as usize].0.max(head.saturating_sub(6))
    }

    pub(super) fn is_many(&self, head: u32) -> bool {
        let token = &self.parsed[head];
        token.feats.has(Feats::NUMBER_PLUR) || (token.lemma.to_lowercase() == "people")
    }

    fn described(&self, head: u32) -> Option<Candidate<'l>> {
        let parsed = self.parsed;
        let token = &parsed[head];
        if matches!(token.deprel, Deprel::Flat | Deprel::Fixed | Deprel::Goeswith | Deprel::Amod | Deprel::NmodDesc) {
            return None;
        }
        let nominal = match token.upos {
            Upos::Noun | Upos::Propn => true,
            // "the wounded", "the French"; "one of the gunmen".
            Upos::Adj | Upos::Verb => {
                parsed.child(head, Deprel::Det).is_some() && token.deprel != Deprel::AclRelcl
                    || gathers(&token.lemma.to_lowercase())
            }
            Upos::Num | Upos::Pron | Upos::Det => true,
            _ => false,
        };
        if !nominal {
            return None;
        }
        let word = token.lemma.to_lowercase();
        if token.deprel == Deprel::Compound {
            return self.compound(head);
        }
        let tokens = self.nominal(head);
        let mut it = Candidate::new(head, tokens, Form::Description);
        it.many = self.is_many(head);
        it.reference = self.reference(head, it.tokens.start);
        if self.negated(head) {
            return None;
        }
        if let Some(of) = self.gathered(head, &word) {
            it.same = Some(of);
            it.many = !matches!(word.as_str(), "one" | "member" | "each") || self.is_many(head);
            it.tokens.end = it.tokens.end.max(self.nominal(of).end);
            it.noun = word.into();
            it.person = !it.many;
            let agent = self.agent_of(of);
            // "Members of the army" may be the army; eight of them are not.
            if &*it.noun == "member" && it.many && agent.is_some_and(|a| a.unit == Unit::Body) && self.is_some_of(&it) {
                it.same = None;
                it.belongs = Some(of);
            }
            if let Some(agent) = agent {
                it.agent = Some(agent);
            }
            return Some(it);
        }
        if matches!(token.upos, Upos::Num | Upos::Pron | Upos::Det) {
            return None;
        }
        self.describe_noun(&mut it);
        // A name that follows its title or class noun within the nominal.
        let inner = it.tokens.clone().find_map(|t| {
            let label = self.label(t)?;
            (!label.kind.is_place() && self.absorbs(head, label)).then_some(label)
        });
        if let Some(label) = inner {
            it.form = Form::Name;
            self.describe_name(&mut it, label);
        }
        let inner = inner.or_else(|| {
            let before = head.checked_sub(1).and_then(|t| self.label(t));
            before.filter(|l| matches!(l.kind, LabelKind::Known(_)) && self.adjoins(l, head))
        });
        if let Some(label) = inner {
            it.tokens.start = it.tokens.start.min(label.tokens.start);
        }
        if let Some(label) = inner.filter(|_| it.name.is_none()) {
            it.form = Form::Name;
            self.describe_name(&mut it, label);
        }
        let thing = inner.is_none() && self.lexicon.things.at(parsed, head).is_some();
        let agent = self.lexicon.agents.within(parsed, it.tokens.start, head).filter(|_| !thing);
        // "press director Colonel Ali Traore": the office says more than the rank beside the name.
        if let Some((token, title)) = inner
            .filter(|l| self.names_person(l) && l.tokens.start > it.tokens.start)
            .and_then(|l| self.title(it.tokens.start, l.tokens.start))
        {
            self.set_agent(&mut it, token, title);
            return Some(it);
        }
        if let Some(agent) = agent {
            if inner.is_none() && !self.counts_as_actor(head, agent, &it) {
                return None;
            }
            self.set_agent(&mut it, head, agent);
            return Some(it);
        }
        if inner.is_some() {
            return Some(it);
        }
        let text = parsed.word(head);
        if !thing && text.chars().any(char::is_uppercase) && it.reference != Reference::Indefinite {
            // "the Iraqis", "the Kurds".
            if let Some(country) = self.lexicon.countries.by_people(text) {
                it.country = Some(country);
                it.many = true;
                it.noun = word.into();
                return Some(it);
            }
            if let Some(country) = self.lexicon.peoples.by_people(text) {
                it.country = country;
                it.people = Some(word.as_str().into());
                it.many = true;
                it.noun = word.into();
                return Some(it);
            }
        }
        if token.upos == Upos::Noun && !thing && self.is_somebody(head) {
            it.person = !it.many;
            it.noun = word.into();
            return Some(it);
        }
        it.thing = true;
        (token.upos == Upos::Noun).then_some(it)
    }

    /// Whether a noun that no table has is somebody: who does something, or whom a name beside it names.
    fn is_somebody(&self, noun: u32) -> bool {
        let parsed = self.parsed;
        let acts = parsed.children(noun).any(|c| {
            parsed[c].deprel == Deprel::AclRelcl
                && parsed.children(c).any(|s| parsed[s].deprel.is_subject() && parsed[s].lemma.as_ref() == "who")
        });
        let named = parsed[noun].deprel == Deprel::Appos
            && parsed.child(noun, Deprel::Det).is_some()
            && parsed[noun].head.and_then(|h| self.label(h)).is_some_and(|l| self.names_person(l));
        acts || named
    }

    /// A body of people that modifies a noun: "coalition air strikes", "rebel positions".
    fn compound(&self, head: u32) -> Option<Candidate<'l>> {
        let parsed = self.parsed;
        let governor = parsed[head].head?;
        if self
            .agent_of(governor)
            .is_some_and(|a| !matches!(a.unit, Unit::Person | Unit::Office) || a.class == Class::Forces)
        {
            return None;
        }
        let agent = self.lexicon.agents.within(parsed, self.nominal_low(head), head)?;
        let thing = self.lexicon.things.at(parsed, governor).is_some();
        // "Fighter jets" are jets.
        let pair = format!("{} {}", parsed[head].lemma.to_lowercase(), parsed[governor].lemma.to_lowercase());
        let craft = self.lexicon.things.get(&pair);
        if matches!(craft, Some(ParticipantKind::Vehicle | ParticipantKind::Weapon)) {
            return None;
        }
        let body = match agent.class {
            Class::Forces | Class::Militants | Class::Militia | Class::Coalition | Class::Government => true,
            Class::Police | Class::Opposition | Class::Protesters | Class::Ministry | Class::Parliament => !thing,
            _ => false,
        };
        // "army officer" is one noun; "army spokesman" names the army.
        let one = self.lexicon.agents.get(&format!("{} {}", parsed[head].lemma, parsed[governor].lemma)).is_some();
        if !body || (one && agent.class != Class::Forces) {
            return None;
        }
        let mut it = Candidate::new(head, self.extents[head as usize].0..head + 1, Form::Description);
        it.country = self.modifier_country(governor).or(self.modifier_country(head));
        it.many = true;
        self.set_agent(&mut it, head, agent);
        Some(it)
    }

    /// Whether a noun of the table denotes somebody here: not in "by force", "in the country", "a power".
    fn counts_as_actor(&self, head: u32, agent: &Agent, it: &Candidate<'_>) -> bool {
        let parsed = self.parsed;
        let bare = it.reference == Reference::Bare && !it.many;
        if agent.class == Class::States {
            return slot::acts(parsed, self.lexicon, head, LabelKind::Place)
                || (it.many && parsed[head].deprel.is_subject());
        }
        if !bare {
            return true;
        }
        let named_class = matches!(
            agent.class,
            Class::Police
                | Class::Government
                | Class::Parliament
                | Class::Opposition
                | Class::Media
                | Class::Court
                | Class::Coalition
                | Class::Civilians
        ) || (agent.class == Class::Forces && parsed[head].lemma.as_ref() != "force");
        named_class
            || it.country.is_some()
            || matches!(parsed[head].deprel, Deprel::Appos | Deprel::Root)
            || (agent.unit != Unit::Body && parsed[head].deprel.is_subject())
            || agent.class == Class::Militants && agent.unit == Unit::Body
    }

    fn negated(&self, head: u32) -> bool {
        self.parsed
            .children(head)
            .any(|c| self.parsed[c].deprel == Deprel::Det && self.parsed[c].lemma.eq_ignore_ascii_case("no"))
    }

    /// Whether a nominal is of some among many.
    fn is_some_of(&self, it: &Candidate<'_>) -> bool {
        it.reference == Reference::Indefinite || self.parsed.child(it.head, Deprel::Nummod).is_some()
    }

    /// The nominal that a counting noun gathers: "a number of the attackers".
    fn gathered(&self, head: u32, word: &str) -> Option<u32> {
        if !gathers(word) && self.parsed[head].upos != Upos::Num {
            return None;
        }
        let of = self.parsed.children(head).find(|c| *c > head && self.parsed.has_case(*c, "of"))?;
        let known = self.label(of).is_some_and(|l| !l.kind.is_place())
            || self.agent_of(of).is_some()
            || self.lexicon.peoples.by_people(self.parsed.word(of)).is_some()
            || self.lexicon.countries.by_people(self.parsed.word(of)).is_some();
        known.then_some(of)
    }
}
