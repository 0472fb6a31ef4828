//! Puts what the layers found into the contract's words: bytes become code points, indices become ids.

use crate::claim::Source;
use crate::document::{Basis, Document};
use crate::pipeline::Analysis;
use crate::reading as out;
use crate::reading::{Coder, Quote, Reading};
use crate::relation::Object;
use crate::span::{CharIndex, Span};
use crate::time;

/// The reading of a document.
pub(crate) fn reading(document: &Document, analysis: &Analysis<'_>, coder: Coder) -> Reading {
    let assembler = Assembler { text: &document.text, index: CharIndex::new(&document.text), analysis };
    Reading {
        schema: out::SCHEMA.into(),
        document: assembler.document(document),
        coder,
        sentences: assembler.sentences(),
        times: assembler.times(),
        places: assembler.places(),
        actors: assembler.actors(),
        events: assembler.events(),
        claims: assembler.claims(),
        links: assembler.links(),
        relations: assembler.relations(),
        outlook: assembler.outlook(),
        notes: analysis.notes.clone(),
    }
}

/// Ids are a letter for the list and the position in it, from 1: `e3` is the third event.
fn id(letter: char, index: usize) -> String {
    format!("{letter}{}", index + 1)
}

struct Assembler<'a, 't> {
    text: &'a str,
    index: CharIndex<'a>,
    analysis: &'a Analysis<'t>,
}

impl Assembler<'_, '_> {
    fn quote(&self, span: Span) -> Quote {
        Quote {
            start: self.index.chars(span.start),
            end: self.index.chars(span.end),
            quote: span.of(self.text).to_owned(),
        }
    }

    fn optional(&self, span: Option<Span>) -> Option<Quote> {
        span.map(|s| self.quote(s))
    }

    /// An actor's id, `outlet`, or nothing where nobody is named.
    fn source(source: Source) -> Option<String> {
        match source {
            Source::Outlet => Some("outlet".into()),
            Source::Unnamed => None,
            Source::Actor(a) => Some(id('a', a)),
        }
    }

    fn document(&self, document: &Document) -> out::DocumentInfo {
        out::DocumentInfo {
            id: document.id.clone(),
            source_id: document.source_id.clone(),
            path: document.path.clone(),
            url: document.url.clone(),
            title: document.title.clone(),
            publisher: document.publisher.clone(),
            language: self.analysis.language.clone(),
            translated_from: self.analysis.translated_from.clone(),
            published: self.published(document),
        }
    }

    fn published(&self, document: &Document) -> Option<out::PublishedOn> {
        if let Some(known) = document.published {
            let basis = match known.basis {
                Basis::Given => "given",
                Basis::Metadata => "metadata",
            };
            return Some(out::PublishedOn {
                date: known.date,
                raw: None,
                span: None,
                basis: basis.into(),
                alternatives: Vec::new(),
                confidence: Some(1.0),
            });
        }
        let found = self.analysis.times.published.as_ref()?;
        Some(out::PublishedOn {
            date: found.date,
            raw: found.span.map(|s| s.of(self.text).to_owned()),
            span: self.optional(found.span),
            basis: found.basis.clone(),
            alternatives: found.alternatives.clone(),
            confidence: Some(found.confidence),
        })
    }

    fn sentences(&self) -> Vec<out::SentenceSpan> {
        let sentences = self.analysis.parsed.sentences.iter();
        sentences
            .map(|s| out::SentenceSpan {
                start: self.index.chars(s.span.start),
                end: self.index.chars(s.span.end),
                kind: s.kind,
            })
            .collect()
    }

    fn times(&self) -> Vec<out::Time> {
        let expressions = self.analysis.times.expressions.iter().enumerate();
        expressions
            .map(|(i, e)| out::Time {
                id: id('t', i),
                span: self.quote(e.span),
                kind: e.kind,
                value: e.value.clone(),
                from: e.bounds.0,
                to: e.bounds.1,
                anchor: e.anchor.map(|a| match a {
                    time::Anchor::Published => "published".into(),
                    time::Anchor::Expression(other) => id('t', other),
                }),
            })
            .collect()
    }

    fn places(&self) -> Vec<out::Place> {
        let places = &self.analysis.places;
        let mentions = |place| {
            let own = places.mentions.iter().filter(move |m| m.place == place);
            own.map(|m| self.quote(m.span)).collect()
        };
        let all = places.places.iter().enumerate();
        all.map(|(i, p)| out::Place {
            id: id('p', i),
            name: p.name.clone(),
            kind: p.kind,
            country: p.country.map(|c| c.to_string()),
            admin1: p.admin1.clone(),
            admin2: p.admin2.clone(),
            lat: p.point.map(|(lat, _)| lat),
            lon: p.point.map(|(_, lon)| lon),
            gazetteer: p.gazetteer.clone(),
            precision: p.precision,
            anchor: p.anchor.as_ref().map(|a| out::Anchor {
                place: id('p', a.place),
                bearing: a.bearing,
                distance_km: a.distance_km,
            }),
            alternatives: p.alternatives.clone(),
            confidence: Some(p.confidence),
            mentions: mentions(i),
        })
        .collect()
    }

    fn actors(&self) -> Vec<out::Actor> {
        let actors = &self.analysis.actors;
        let mentions = |actor| {
            let own = actors.mentions.iter().filter(move |m| m.actor == actor);
            own.map(|m| self.quote(m.span)).collect()
        };
        let all = actors.actors.iter().enumerate();
        all.map(|(i, a)| out::Actor {
            id: id('a', i),
            name: a.name.clone(),
            kind: a.kind,
            country: a.country.map(|c| c.to_string()),
            sector: a.sector.clone(),
            known_as: a.known_as.clone(),
            office: a.office.clone(),
            affiliation: a.affiliation.map(|o| id('a', o)),
            members: a.members.iter().map(|m| id('a', *m)).collect(),
            public_role: a.public_role,
            mentions: mentions(i),
        })
        .collect()
    }

    fn events(&self) -> Vec<out::Event> {
        let all = self.analysis.events.iter().enumerate();
        all.map(|(i, e)| {
            let assertions: Vec<_> = self.assertions(i);
            let whose = |field| {
                let speaker = assertions.iter().find(|a| a.field == field && a.stance == out::Stance::Asserts);
                speaker.map_or_else(|| "outlet".to_owned(), |a| a.source.clone())
            };
            let mut evidence = vec![self.quote(self.analysis.parsed.span(&e.trigger)), self.quote(e.clause)];
            evidence.extend(e.accounts.iter().map(|(_, clause)| self.quote(*clause)));
            out::Event {
                id: id('e', i),
                kind: out::EventType {
                    plover: e.plover.into(),
                    mode: e.mode.clone(),
                    contexts: e.contexts.clone(),
                    cameo: e.cameo.clone(),
                    acled: e.acled.clone(),
                },
                status: e.status,
                when: e.when.clone(),
                places: e.places.iter().map(|w| out::Where { place: id('p', w.place), inferred: w.inferred }).collect(),
                participants: e
                    .participants
                    .iter()
                    .map(|p| out::Participant {
                        role: p.role,
                        kind: p.kind,
                        actor: p.actor.map(|a| id('a', a)),
                        span: self.optional(p.span),
                        inferred: p.inferred,
                    })
                    .collect(),
                casualties: e
                    .casualties
                    .iter()
                    .map(|t| out::Casualties {
                        kind: t.kind,
                        low: t.low,
                        best: t.best,
                        high: t.high,
                        victims: t.victims.map(|a| id('a', a)),
                        source: Some(whose(out::AssertedField::Casualties)),
                        span: Some(self.quote(t.span)),
                    })
                    .collect(),
                part_of: e.part_of.map(|p| id('e', p)),
                outcome: e
                    .outcome
                    .filter(|o| came(e.status, o.0))
                    .map(|(value, span)| out::Outcome { value, span: Some(self.quote(span)) }),
                evidence,
                confidence: Some(e.confidence),
                rule: Some(e.rule.clone()),
                assertions,
            }
        })
        .collect()
    }

    fn assertions(&self, event: usize) -> Vec<out::Assertion> {
        // The assertions are in the order of events.
        let all = &self.analysis.claims.assertions;
        let from = all.partition_point(|(e, _)| *e < event);
        all[from..]
            .iter()
            .take_while(|(e, _)| *e == event)
            .map(|(_, a)| out::Assertion {
                field: a.field,
                stance: a.stance,
                source: Self::source(a.source).unwrap_or_else(|| "outlet".into()),
                claim: a.claim.map(|c| id('c', c)),
            })
            .collect()
    }

    fn claims(&self) -> Vec<out::Claim> {
        let all = self.analysis.claims.claims.iter().enumerate();
        all.map(|(i, c)| out::Claim {
            id: id('c', i),
            source: Self::source(c.source),
            source_span: self.optional(c.source_span),
            cue: self.optional(c.cue),
            content: Some(self.quote(c.content)),
            kind: c.kind,
            direct: c.direct,
            within: c.within.map(|w| id('c', w)),
            events: c.events.iter().map(|e| id('e', *e)).collect(),
        })
        .collect()
    }

    fn links(&self) -> Vec<out::Link> {
        let all = self.analysis.claims.links.iter();
        all.map(|l| out::Link { kind: l.kind, from: id('c', l.from), to: id('c', l.to) }).collect()
    }

    fn relations(&self) -> Vec<out::Relation> {
        let all = self.analysis.relations.iter();
        all.map(|r| out::Relation {
            subject: id('a', r.subject),
            kind: r.kind,
            object: match r.object {
                Object::Actor(a) => id('a', a),
                Object::Place(p) => id('p', p),
                Object::Event(e) => id('e', e),
            },
            tense: r.tense,
            source: Self::source(r.source),
            evidence: Some(self.quote(r.evidence)),
        })
        .collect()
    }

    fn outlook(&self) -> Vec<out::Outlook> {
        let all = self.analysis.outlook.iter().enumerate();
        all.map(|(i, o)| out::Outlook {
            id: id('o', i),
            speaker: Self::source(o.speaker),
            evidence: Some(self.quote(o.evidence)),
            modality: o.modality,
            polarity: o.polarity,
            horizon: o.horizon.map(|(from, to)| out::Horizon { from, to }),
            events: o.events.iter().map(|e| id('e', *e)).collect(),
        })
        .collect()
    }
}

/// Whether an outcome is one of something that took place: what is only planned or tried has taken nothing.
fn came(status: out::Status, outcome: out::OutcomeValue) -> bool {
    status.is_live() && status != out::Status::Attempted
        || status == out::Status::Background
        || outcome != out::OutcomeValue::Taken
}
