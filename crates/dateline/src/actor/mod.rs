//! Actors: who is named, described or referred to, resolved within the document.

mod ahead;
mod build;
mod candidate;
mod deeds;
mod describe;
mod kin;
mod label;
mod link;
mod named;
mod names;
mod pronoun;
mod resolve;
mod shared;
mod slot;
mod words;

use std::ops::Range;

use jiff::civil::Date;

pub use self::deeds::tell;
use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::place::Places;
use crate::reading::{ActorKind, PublicRole};
use crate::span::Span;
use crate::syntax::{Deprel, Parsed};

/// The actors of a document.
#[derive(Debug, Default)]
pub struct Actors {
    /// Each actor once.
    pub actors: Vec<Actor>,
    /// The words that refer to them, in reading order. Mentions may be nested ("the spokesman of the army").
    pub mentions: Vec<Mention>,
    /// Heads of mentions with the mentions' indices, sorted, for [`Actors::at`].
    heads: Vec<(u32, u32)>,
}

/// One actor; see [`crate::reading::Actor`] for the meaning of the fields.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Actor {
    pub name: String,
    pub kind: ActorKind,
    pub country: Option<Country>,
    pub sector: Option<String>,
    pub known_as: Option<String>,
    pub office: Option<String>,
    /// Index in [`Actors::actors`].
    pub affiliation: Option<usize>,
    /// Indices in [`Actors::actors`].
    pub members: Vec<usize>,
    pub public_role: PublicRole,
}

/// Words that refer to an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index in [`Actors::actors`].
    pub actor: usize,
    /// The words.
    pub span: Span,
    /// The words, as tokens.
    pub tokens: Range<u32>,
    /// The token that the rest depends on: what a verb's subject or object edge points to.
    pub head: u32,
    /// How it refers.
    pub form: Form,
}

/// How words refer to an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// By name.
    Name,
    /// By description ("the attackers").
    Description,
    /// By pronoun.
    Pronoun,
}

impl Actors {
    /// Actors with their mentions.
    pub fn new(actors: Vec<Actor>, mentions: Vec<Mention>) -> Self {
        let mut heads: Vec<(u32, u32)> = mentions.iter().enumerate().map(|(i, m)| (m.head, i as u32)).collect();
        heads.sort_unstable();
        Self { actors, mentions, heads }
    }

    /// The mention whose head is `token`, if there is one; the longest where there are several.
    pub fn at(&self, token: u32) -> Option<&Mention> {
        let from = self.heads.partition_point(|(head, _)| *head < token);
        let here = self.heads[from..].iter().take_while(|(head, _)| *head == token);
        here.map(|(_, i)| &self.mentions[*i as usize]).max_by_key(|m| m.span.len())
    }

    /// A nominal and what is joined with it: its conjuncts, and the nationalities that share its noun ("Thai and Cambodian
    /// troops"), where each is an actor of its own.
    pub fn sides(&self, parsed: &Parsed<'_>, token: u32) -> Vec<u32> {
        let mut sides = parsed.conjuncts(token);
        for at in 0..sides.len() {
            let before =
                parsed.children(sides[at]).filter(|c| matches!(parsed[*c].deprel, Deprel::Amod | Deprel::Compound));
            let joined = before.flat_map(|c| parsed.conjuncts(c).into_iter().skip(1));
            sides.extend(joined.filter(|c| self.at(*c).is_some()).collect::<Vec<_>>());
        }
        sides
    }
}

/// Says who held the office that the text tells alone, where the year of publication leaves one person: outside knowledge,
/// which goes into `known_as` and never into a name.
fn identify(actors: &mut Actors, year: i16, lexicon: &Lexicon) {
    let named: std::collections::HashSet<usize> =
        actors.mentions.iter().filter(|m| m.form == Form::Name).map(|m| m.actor).collect();
    for (i, actor) in actors.actors.iter_mut().enumerate() {
        let unnamed = actor.kind == ActorKind::Person && actor.known_as.is_none() && !named.contains(&i);
        if let (Some(office), Some(country), true) = (&actor.office, actor.country, unnamed) {
            let title = title(office, lexicon);
            actor.known_as = lexicon.actors.holder(&title, country, year).map(|e| e.name.clone());
        }
    }
}

/// The title of an office without whose it is: "president" of "the Russian president".
fn title(office: &str, lexicon: &Lexicon) -> String {
    let here =
        [" of the country", " of the nation", " of the republic"].iter().find_map(|tail| office.strip_suffix(tail));
    let own = here.unwrap_or_else(|| lexicon.countries.office(office).0);
    let words = own.split_whitespace().filter(|w| {
        let word = w.trim_end_matches("'s").trim_end_matches("’s");
        let country = || lexicon.countries.by_adjective(word).or_else(|| lexicon.countries.by_name(word));
        !matches!(word, "the" | "The" | "a" | "its" | "Its" | "their") && country().is_none()
    });
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ").replace("defense", "defence")
}

/// Finds every actor and resolves every mention. The year of publication says who is known by a name, and who holds an office.
pub fn read(parsed: &Parsed<'_>, places: &Places, published: Option<Date>, lexicon: &Lexicon) -> Actors {
    let year = published.map(Date::year);
    let candidates = candidate::find(parsed, places, lexicon, year);
    let mut actors = resolve::resolve(parsed, places, lexicon, candidates);
    if let Some(year) = year {
        identify(&mut actors, year, lexicon);
    }
    actors
}
