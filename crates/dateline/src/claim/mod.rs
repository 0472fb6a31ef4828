//! Claims: who says what, and how it bears on the events.
//!
//! Cues of the lexicon find source and content in the tree (`cue`, `nonverbal`), quotations tell how far direct speech
//! reaches (`quote`, `speech`), mentions tell who the source is (`source`). What a claim is about, who asserts or
//! denies which field of an event (`assertion`), and how claims bear on each other (`link`) follow from that.

mod aside;
mod assertion;
mod cue;
mod frame;
mod kind;
mod label;
mod link;
mod nonverbal;
mod quote;
mod reach;
pub(crate) mod source;
mod speech;
#[cfg(test)]
mod tests;
pub(crate) mod tree;
mod voice;

use std::ops::Range;

use crate::actor::Actors;
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::lexicon::cues::Class;
use crate::reading::{AssertedField, ClaimKind, LinkKind, Stance};
use crate::span::Span;
use crate::syntax::{Feats, Parsed, Upos};
pub(crate) use kind::predicate;
use source::Speakers;
use speech::Statement;
use tree::Trees;
use voice::Voices;

/// What a document's voices say.
#[derive(Debug, Default)]
pub struct Claims {
    /// Claims in the order of their contents.
    pub claims: Vec<Claim>,
    /// How claims bear on each other.
    pub links: Vec<Link>,
    /// Who speaks to which field of which event: the event's index, then what is said of it.
    pub assertions: Vec<(usize, Assertion)>,
    voices: Voices,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The article's own voice.
    Outlet,
    /// Somebody whom the text does not name.
    Unnamed,
    /// Index in [`Actors::actors`].
    Actor(usize),
}

/// One claim; see [`crate::reading::Claim`] for the meaning of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Claim {
    pub source: Source,
    pub source_span: Option<Span>,
    pub cue: Option<Span>,
    pub content: Span,
    pub kind: ClaimKind,
    pub direct: bool,
    /// Index in [`Claims::claims`].
    pub within: Option<usize>,
    /// Indices of events.
    pub events: Vec<usize>,
    /// What kind of statement its cue makes.
    pub class: Class,
    /// Whether the cue leaves open if the content is so: "did not say whether".
    pub open: bool,
}

/// How one claim bears on another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Link {
    pub kind: LinkKind,
    pub from: usize,
    pub to: usize,
}

/// What a source says of one field of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The field.
    pub field: AssertedField,
    /// How the source stands to it.
    pub stance: Stance,
    /// Who.
    pub source: Source,
    /// Index in [`Claims::claims`].
    pub claim: Option<usize>,
}

impl Claims {
    /// The innermost claim whose content the first of some words stand in: whose words they are.
    pub fn holding(&self, words: Span) -> Option<usize> {
        self.voices.at(words.start)
    }

    /// The claim whose source speaks some words: the innermost act of speech of somebody named; where there is none, the
    /// innermost claim, whose source may only think, want or fear.
    pub fn speech_holding(&self, words: Span) -> Option<usize> {
        let innermost = self.holding(words);
        let mut at = innermost;
        while let Some(index) = at {
            let claim = &self.claims[index];
            let felt = !claim.class.is_speech() || matches!(claim.class, Class::Fear | Class::Hope | Class::Judge);
            if !felt && claim.source != Source::Unnamed {
                return at;
            }
            at = claim.within;
        }
        innermost
    }
}

/// Reads every claim and what follows from it.
pub fn read(parsed: &Parsed<'_>, actors: &Actors, events: &[Event], lexicon: &Lexicon) -> Claims {
    let trees = Trees::new(parsed);
    let quotations = quote::quotations(parsed.text);
    let mut attributions = cue::attributions(&trees, &lexicon.cues);
    reach::widen(&trees, &lexicon.cues, &mut attributions);
    let mut statements = speech::statements(&trees, &lexicon.cues, attributions, &quotations);
    statements.extend(label::statements(&trees, actors));
    // Punctuation between the quotation and its cue can be all that is left of a content.
    statements.retain(|s| s.content.start < s.content.end);
    statements.sort_by_key(|s| (s.content.start, std::cmp::Reverse(s.content.end)));
    let speakers = Speakers::new(actors);
    let (statements, mut claims) = heard(&trees, &speakers, &statements);
    nest(&mut claims);
    about(parsed, events, &mut claims);
    let voices = Voices::new(&claims);
    let mut claims = Claims { claims, voices, ..Claims::default() };
    claims.assertions = assertion::assertions(&trees, events, &claims);
    claims.links = link::links(&trees, &lexicon.cues, &speakers, actors, &statements, events, &claims);
    claims
}

/// The statements worth keeping, with their claims: a claim inside another's words is left out where the same source
/// speaks ("he said that he believes"), or where somebody only wants, praises or shows ("she said that they want").
fn heard(trees: &Trees<'_, '_>, speakers: &Speakers, statements: &[Statement]) -> (Vec<Statement>, Vec<Claim>) {
    let mut claims: Vec<Claim> = statements.iter().map(|s| claim(trees, speakers, s)).collect();
    // "he said", where nobody was found whom "he" could be: whoever spoke last.
    let mut last = Source::Unnamed;
    for (claim, statement) in claims.iter_mut().zip(statements) {
        let third = |(head, _): &(u32, Range<u32>)| matches!(trees.lemma(*head), "he" | "she" | "they");
        if claim.source == Source::Unnamed && statement.source.as_ref().is_some_and(third) {
            claim.source = last;
        } else if claim.class.is_speech() && matches!(claim.source, Source::Actor(_)) {
            last = claim.source;
        }
    }
    nest(&mut claims);
    first_persons(trees, statements, &mut claims);
    let keep: Vec<bool> = claims
        .iter()
        .zip(statements)
        .map(|(c, statement)| {
            // A verb amid another's words whose subject nobody found.
            if c.within.is_some()
                && statement.source.is_none()
                && statement.cue.as_ref().is_some_and(|cue| stray(trees, cue))
            {
                return false;
            }
            // "agreed with the minister": whom a cue names has said nothing by that; `link` reads it.
            let person =
                matches!(c.class, Class::Agree | Class::Say | Class::Find) && addressed(trees, speakers, c.content);
            !person
                && c.within.is_none_or(|outer| {
                    let same = matches!(c.source, Source::Actor(_)) && c.source == claims[outer].source;
                    !same
                        && !matches!(c.class, Class::Intend | Class::Judge | Class::Refuse | Class::Find | Class::Hope)
                })
        })
        .collect();
    let kept = |i: &usize| keep[*i];
    let order: Vec<usize> = (0..claims.len()).filter(kept).collect();
    let claims = order.iter().map(|i| claims[*i].clone()).collect();
    (order.iter().map(|i| statements[*i].clone()).collect(), claims)
}

/// "“We demand talks,” she said": in another's words, "we" is whoever speaks. Outside them it is whose statement the text is:
/// who condemns, urges or promises there in the present ("The ministry condemns the raid. We call on").
fn first_persons(trees: &Trees<'_, '_>, statements: &[Statement], claims: &mut [Claim]) {
    let mut issuer = Source::Unnamed;
    for i in 0..claims.len() {
        let statement = &statements[i];
        let first = |(head, _): &(u32, Range<u32>)| {
            ["I", "we", "our", "my"].iter().any(|w| trees.lemma(*head) == *w || trees.is_word(*head, w))
        };
        let performs =
            matches!(claims[i].class, Class::Accuse | Class::Judge | Class::Demand | Class::Promise | Class::Deny);
        let now = || statement.cue.as_ref().is_some_and(|c| trees.parsed[c.end - 1].feats.has(Feats::TENSE_PRES));
        if statement.source.as_ref().is_some_and(first) && claims[i].source == Source::Unnamed {
            claims[i].source = claims[i].within.map_or(issuer, |outer| claims[outer].source);
        } else if performs && claims[i].within.is_none() && matches!(claims[i].source, Source::Actor(_)) && now() {
            issuer = claims[i].source;
        }
    }
}

/// Whether a cue is a verb in the active.
fn stray(trees: &Trees<'_, '_>, cue: &Range<u32>) -> bool {
    let verb = cue.clone().rev().find(|t| trees.upos(*t) == Upos::Verb);
    verb.is_some_and(|v| !trees.is_passive(v) && !trees.parsed[v].feats.has(Feats::VOICE_PASS))
}

/// Whether some words only name an actor, whom the source then agrees with: no clause, and nothing said of the actor
/// ("called the minister a liar").
fn addressed(trees: &Trees<'_, '_>, speakers: &Speakers, words: Span) -> bool {
    let content = tokens(trees.parsed, words);
    let clause = content.clone().any(|t| matches!(trees.upos(t), Upos::Verb | Upos::Aux));
    !clause
        && kind::predicate(trees, &content)
            .is_some_and(|t| speakers.at(t).is_some() && !is_said_of(trees, trees.extent(t).end..content.end))
}

/// Whether some words behind a name say something of it.
fn is_said_of(trees: &Trees<'_, '_>, mut words: Range<u32>) -> bool {
    words.any(|t| matches!(trees.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num))
}

fn claim(trees: &Trees<'_, '_>, speakers: &Speakers, statement: &Statement) -> Claim {
    let parsed = trees.parsed;
    let source = statement.source.as_ref();
    let content = tokens(parsed, statement.content);
    Claim {
        source: source.map_or(Source::Unnamed, |(head, named)| speakers.resolve(trees, *head, named)),
        source_span: source.filter(|_| !statement.goes_on).map(|(_, named)| parsed.span(named)),
        cue: statement.cue.as_ref().map(|c| parsed.span(c)),
        content: statement.content,
        kind: kind::kind(trees, statement.class, &before_cue(trees, statement, content)),
        direct: statement.direct,
        within: None,
        events: Vec::new(),
        class: statement.class,
        open: statement.open,
    }
}

/// What is said before a cue that stands amid it, which tells its mood: "“We must leave,” she said. “It is over.”"
fn before_cue(trees: &Trees<'_, '_>, statement: &Statement, content: Range<u32>) -> Range<u32> {
    let cue = statement.cue.as_ref().map_or(content.end, |c| c.start);
    let named = statement.source.as_ref().map_or(content.end, |(_, named)| named.start);
    let end = cue.min(if named + 12 > cue { named } else { cue });
    let before = content.start..end.clamp(content.start, content.end);
    let is_clause = before.clone().any(|t| matches!(trees.upos(t), Upos::Verb | Upos::Aux));
    if is_clause { before } else { content }
}

/// The tokens that begin inside some words.
pub(crate) fn tokens(parsed: &Parsed<'_>, words: Span) -> Range<u32> {
    let from = parsed.tokens.partition_point(|t| t.span.start < words.start) as u32;
    let to = parsed.tokens.partition_point(|t| t.span.start < words.end) as u32;
    from..to.max(from)
}

/// Finds for each claim the innermost other whose content holds its cue (or, where it has none, its content).
fn nest(claims: &mut [Claim]) {
    let mut open: Vec<usize> = Vec::new();
    for i in 0..claims.len() {
        let content = claims[i].content;
        open.retain(|o| claims[*o].content.end > content.start);
        let own = claims[i].cue.unwrap_or(content);
        claims[i].within = open.iter().rev().copied().find(|o| {
            let outer = claims[*o].content;
            outer.contains(own)
                && outer != content
                && !claims[*o].cue.is_some_and(|c| content.contains(c) && outer.len() <= content.len())
        });
        open.push(i);
    }
}

/// Lists for each claim the events whose triggers, or accounts, stand in its content.
fn about(parsed: &Parsed<'_>, events: &[Event], claims: &mut [Claim]) {
    let mut heads: Vec<(u32, usize)> = Vec::new();
    for (i, event) in events.iter().enumerate() {
        heads.push((parsed[event.head].span.start, i));
        heads.extend(event.accounts.iter().map(|(head, _)| (parsed[*head].span.start, i)));
    }
    heads.sort_unstable();
    for claim in claims {
        let from = heads.partition_point(|(at, _)| *at < claim.content.start);
        let inside = heads[from..].iter().take_while(|(at, _)| *at < claim.content.end);
        claim.events = inside.map(|(_, event)| *event).collect();
        claim.events.sort_unstable();
        claim.events.dedup();
    }
}
