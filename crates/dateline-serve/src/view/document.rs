//! One report as lists need it: what it is, and what is said, foreseen and related in it. Words stay in the record.

use std::sync::Arc;

use dateline::Lexicon;
use dateline::reading::{Actor, AssertedField, Event, LinkKind, Reading, Stance};
use dateline_record::{Handle, Stored};
use dateline_tables::Redaction;
use jiff::civil::Date;

use super::item::Face;
use super::names::{Name, Names};

/// One report.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Its id in the record.
    pub(crate) id: Arc<str>,
    pub(crate) handle: Handle,
    pub(crate) source_id: Option<Box<str>>,
    pub(crate) published: Option<Date>,
    /// One for each [`Face`], as in [`super::Item`].
    pub(crate) about: Vec<About>,
    pub(crate) claims: Vec<Claim>,
    /// How much is foreseen in it.
    pub(crate) outlooks: u16,
    pub(crate) relations: Vec<Relation>,
}

/// What may hold names.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) title: Option<Box<str>>,
    pub(crate) publisher: Option<Box<str>>,
    pub(crate) url: Option<Box<str>>,
}

/// A name for each face.
pub(crate) type Names2 = [Name; 2];

/// Who said something in the report, and how it stands to what happened. Its number is its place in the list.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// Its id in the reading.
    pub(crate) id: Box<str>,
    pub(crate) speaker: Option<Names2>,
    pub(crate) stance: Stance,
    /// Numbers of the events it is about.
    pub(crate) events: Vec<u16>,
    /// Numbers of the claims that dispute it, or that it disputes.
    pub(crate) disputes: Vec<u16>,
    /// What it says of which fields of which events, by their numbers.
    pub(crate) says: Vec<Says>,
}

/// How a claim stands to a field of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Says {
    pub(crate) event: u16,
    pub(crate) field: AssertedField,
    pub(crate) stance: Stance,
}

/// How one actor stands to another.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) subject: Names2,
    pub(crate) kind: dateline::reading::RelationKind,
    pub(crate) object: Names2,
}

impl Document {
    pub(crate) fn new(stored: &Stored, handle: Handle, lexicon: &Lexicon, shielded: bool, names: &mut Names) -> Self {
        let (reading, document) = (&stored.reading, &stored.document);
        let redaction = shielded.then(|| Redaction::new(&document.text, reading, lexicon));
        let publisher = reading.document.publisher.as_deref();
        let mut about = vec![About {
            title: title(stored).map(Into::into),
            publisher: publisher.map(Into::into),
            url: document.url.as_deref().map(Into::into),
        }];
        if let Some(redaction) = &redaction {
            about.push(About {
                title: title(stored).map(|title| redaction.words(&title).into()),
                publisher: publisher.map(|name| redaction.known(name).into()),
                url: document.url.as_deref().and_then(|url| redaction.address(url)).map(Into::into),
            });
        }
        let mut both = |actor: &Actor| {
            let open = names.add(&actor.name);
            let shown = redaction.as_ref().map_or(open, |redaction| names.add(&redaction.actor(actor)));
            [open, shown]
        };
        let actor = |id: &str| reading.actors.iter().find(|a| a.id == id);
        let events = |ids: &[String]| numbers(&reading.events, |event: &Event| ids.contains(&event.id));
        let claims = reading.claims.iter().map(|claim| Claim {
            id: claim.id.as_str().into(),
            speaker: claim.source.as_deref().and_then(actor).map(&mut both),
            stance: stance(reading, &claim.id),
            events: events(&claim.events),
            disputes: disputes(reading, &claim.id),
            says: says(reading, &claim.id),
        });
        let claims = claims.collect();
        let relations = reading.relations.iter().filter_map(|relation| {
            Some(Relation {
                subject: both(actor(&relation.subject)?),
                kind: relation.kind,
                object: both(actor(&relation.object)?),
            })
        });
        let relations = relations.collect();
        Self {
            id: stored.id.as_str().into(),
            handle,
            source_id: document.source_id.as_deref().map(Into::into),
            published: reading.document.published.as_ref().map(|p| p.date),
            about,
            claims,
            outlooks: u16::try_from(reading.outlook.len()).unwrap_or(u16::MAX),
            relations,
        }
    }

    pub(crate) fn about(&self, face: Face) -> &About {
        &self.about[(face as usize).min(self.about.len() - 1)]
    }
}

/// The headline: as it came, or else the first line.
pub(crate) fn title(stored: &Stored) -> Option<String> {
    let given = stored.reading.document.title.clone();
    let first = || stored.document.text.lines().map(str::trim).find(|line| !line.is_empty());
    given.or_else(|| first().map(|line| line.chars().take(160).collect()))
}

fn numbers<T>(all: &[T], is: impl Fn(&T) -> bool) -> Vec<u16> {
    let found = all.iter().enumerate().filter(|(_, one)| is(one));
    found.map_while(|(at, _)| u16::try_from(at).ok()).collect()
}

/// How a claim stands to the events it is about: what speaks against them goes first.
fn stance(reading: &Reading, claim: &str) -> Stance {
    let all = reading.events.iter().flat_map(|e| &e.assertions).filter(|a| a.claim.as_deref() == Some(claim));
    let stances = all.map(|a| a.stance);
    let is_denial = |c: &&dateline::reading::Claim| c.id == claim && c.kind == dateline::reading::ClaimKind::Denial;
    let denial = reading.claims.iter().find(is_denial).map(|_| Stance::Denies);
    let against = |s: &Stance| match s {
        Stance::Denies => 2,
        Stance::Doubts => 1,
        Stance::Asserts => 0,
    };
    stances.chain(denial).max_by_key(against).unwrap_or(Stance::Asserts)
}

fn says(reading: &Reading, claim: &str) -> Vec<Says> {
    let events = reading.events.iter().enumerate().map_while(|(at, event)| Some((u16::try_from(at).ok()?, event)));
    let of = |(event, read): (u16, &Event)| {
        let own = read.assertions.iter().filter(|a| a.claim.as_deref() == Some(claim));
        own.map(|a| Says { event, field: a.field, stance: a.stance }).collect::<Vec<_>>()
    };
    events.flat_map(of).collect()
}

fn disputes(reading: &Reading, claim: &str) -> Vec<u16> {
    let links = reading.links.iter().filter(|link| link.kind == LinkKind::Disputes);
    let others: Vec<&str> = links
        .filter_map(|link| match (link.from == claim, link.to == claim) {
            (true, _) => Some(link.to.as_str()),
            (_, true) => Some(link.from.as_str()),
            _ => None,
        })
        .collect();
    numbers(&reading.claims, |c| others.contains(&c.id.as_str()))
}
