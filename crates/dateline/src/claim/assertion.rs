//! Who asserts, denies or doubts which field of an event.

use super::tree::Trees;
use super::{Assertion, Claim, Claims, Source};
use crate::event::Event;
use crate::lexicon::cues::Class;
use crate::reading::{AssertedField, ClaimKind, Stance, Status};
use crate::span::Span;

/// What the document's voices say of each event, in the order of events.
pub(super) fn assertions(trees: &Trees<'_, '_>, events: &[Event], claims: &Claims) -> Vec<(usize, Assertion)> {
    let mut found = Vec::new();
    for (i, event) in events.iter().enumerate() {
        let from = found.len();
        let mut add = |assertion: Assertion| {
            let entry = (i, assertion);
            if !found[from..].contains(&entry) {
                found.push(entry);
            }
        };
        let heads = std::iter::once(event.head).chain(event.accounts.iter().map(|(head, _)| *head));
        for head in heads {
            of_occurrence(trees, claims, event, trees.parsed[head].span, &mut add);
        }
        if let Some((_, words)) = event.outcome {
            of_field(claims, AssertedField::Outcome, words, &mut add);
        }
        for toll in &event.casualties {
            of_field(claims, AssertedField::Casualties, toll.span, &mut add);
        }
    }
    found
}

/// Who speaks to an event's having occurred, by the words that name it.
fn of_occurrence(trees: &Trees<'_, '_>, claims: &Claims, event: &Event, words: Span, add: &mut impl FnMut(Assertion)) {
    let mut at = claims.holding(words);
    let mut heard = false;
    let unreal = matches!(event.status, Status::Planned | Status::Possible | Status::Hypothetical | Status::Denied);
    while let Some(index) = at {
        let claim = &claims.claims[index];
        at = claim.within;
        let Some(stance) = stance(claim) else { continue };
        // What one says that another denies, the first does not assert; what nobody says has happened, nobody asserts.
        if stance == Stance::Asserts && (heard || unreal) {
            break;
        }
        heard = true;
        let field = if claim.class == Class::Accuse || claim.class == Class::Responsibility {
            add(Assertion { field: AssertedField::Initiator, stance, source: claim.source, claim: Some(index) });
            AssertedField::Occurred
        } else if stance == Stance::Denies && is_of_involvement(trees, claim) {
            AssertedField::Initiator
        } else {
            AssertedField::Occurred
        };
        add(Assertion { field, stance, source: claim.source, claim: Some(index) });
        if field == AssertedField::Initiator {
            heard = false; // that it happened is still somebody's word
            break;
        }
    }
    if !heard && !unreal {
        add(Assertion { field: AssertedField::Occurred, stance: Stance::Asserts, source: Source::Outlet, claim: None });
    }
}

/// Whose word a field is: that of the innermost claim that holds its words.
fn of_field(claims: &Claims, field: AssertedField, words: Span, add: &mut impl FnMut(Assertion)) {
    let mut at = claims.holding(words);
    while let Some(index) = at {
        let claim = &claims.claims[index];
        if let Some(stance) = stance(claim) {
            add(Assertion { field, stance, source: claim.source, claim: Some(index) });
            return;
        }
        at = claim.within;
    }
    add(Assertion { field, stance: Stance::Asserts, source: Source::Outlet, claim: None });
}

/// How the source of a claim stands to its content; none where the claim leaves it open.
fn stance(claim: &Claim) -> Option<Stance> {
    if claim.open {
        return None;
    }
    match claim.class {
        Class::Deny | Class::Dispute => Some(Stance::Denies),
        Class::Doubt => Some(Stance::Doubts),
        _ if claim.kind == ClaimKind::Demand => None,
        Class::Warn if claim.kind == ClaimKind::Prediction => None,
        class if class.is_assertion() => Some(Stance::Asserts),
        _ => None,
    }
}

/// "denied any involvement in the attack": that it happened is not denied.
fn is_of_involvement(trees: &Trees<'_, '_>, claim: &Claim) -> bool {
    let content = super::tokens(trees.parsed, claim.content);
    super::predicate(trees, &content).is_some_and(|t| {
        matches!(
            trees.lemma(t),
            "involvement"
                | "responsibility"
                | "role"
                | "link"
                | "part"
                | "hand"
                | "complicity"
                | "involve"
                | "behind"
                | "responsible"
                | "participation"
                | "knowledge"
                | "connection"
        )
    })
}
