//! The record in memory, as far as lists, maps and timelines need it: one line an incident, made once when the record
//! changes and shared by all requests. A query looks at every line; at tens of thousands that is a fraction of a
//! millisecond, and needs no index that could be wrong.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use dateline::country::Country;
use dateline::reading::{ActorKind, Stance};
use dateline_record::{Last, Moment, Record};

mod build;
mod document;
mod item;
mod names;
mod risk;
mod sort;
mod title;

use document::Says;

pub(crate) use build::Means;
pub(crate) use document::{Claim, Document, title as document_title};
pub(crate) use item::{Count, Face, Item};
pub(crate) use names::{Name, Names};
pub(crate) use sort::Sort;

/// The record at one moment.
#[derive(Debug)]
pub(crate) struct View {
    /// What was written last when the view was made.
    pub(crate) last: Last,
    /// The moment that it shows.
    pub(crate) moment: Moment,
    pub(crate) items: Vec<Arc<Item>>,
    pub(crate) documents: Vec<Arc<Document>>,
    pub(crate) names: Names,
    /// What those who take part are, and where they are from.
    pub(crate) actors: HashMap<Name, (ActorKind, Option<Country>)>,
    pub(crate) counts: Counts,
    /// Items by id.
    by_id: HashMap<Arc<str>, u32>,
    /// Items by the events that are their accounts.
    by_event: HashMap<Box<str>, u32>,
    /// Items by report and the number of its event.
    by_account: HashMap<(u32, u16), u32>,
    document_by_id: HashMap<Arc<str>, u32>,
    /// How urgently a person should look at each, from 0 to 100.
    pub(crate) risks: Vec<u8>,
    /// In how many incidents each name takes part.
    appearances: Vec<u32>,
    orders: [OnceLock<Vec<u32>>; Sort::COUNT],
    searches: Mutex<HashMap<String, Found>>,
    /// Answers that depend on the view alone, by what was asked and whose eyes see them.
    answers: Mutex<HashMap<(Face, String), Arc<str>>>,
    shielded: bool,
}

/// Which documents a search found.
pub(crate) type Found = Arc<Vec<bool>>;

/// How much there is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) documents: u64,
    pub(crate) withdrawn: u64,
    pub(crate) events: u64,
    /// The rule of the last merger, and how many documents came since.
    pub(crate) merger: Option<(String, u64)>,
}

impl View {
    /// How many searches and how many answers one view remembers.
    const SEARCHES: usize = 64;
    const ANSWERS: usize = 64;
    /// With how many claims of other reports one claim is shown to be at odds.
    const DISPUTES: usize = 20;

    /// The position of an incident.
    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).map(|at| *at as usize)
    }

    /// The id of the incident that holds an event.
    pub(crate) fn holder(&self, event: &str) -> Option<String> {
        Some(self.items[*self.by_event.get(event)? as usize].id.to_string())
    }

    /// The position of a document.
    pub(crate) fn document(&self, id: &str) -> Option<usize> {
        self.document_by_id.get(id).map(|at| *at as usize)
    }

    /// The incident that an event of a document is an account of.
    pub(crate) fn of_account(&self, document: usize, event: u16) -> Option<usize> {
        self.by_account.get(&(document as u32, event)).map(|at| *at as usize)
    }

    /// The claims of other reports that dispute a claim, or that it disputes: one denies or doubts what another asserts of the
    /// same field of the same incident. Each is a position among the documents and a number there.
    fn disputed_elsewhere(&self, document: usize, number: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let claim = &self.documents[document].claims[number];
        for own in &claim.says {
            let Some(incident) = self.of_account(document, own.event) else { continue };
            let others = self.items[incident].documents.iter().map(|at| *at as usize).filter(|at| *at != document);
            for at in others.collect::<std::collections::BTreeSet<_>>() {
                let stands_against = |theirs: &Says| {
                    theirs.field == own.field
                        && (theirs.stance == Stance::Asserts) != (own.stance == Stance::Asserts)
                        && self.of_account(at, theirs.event) == Some(incident)
                };
                let claims = self.documents[at].claims.iter().enumerate();
                found.extend(claims.filter(|(_, c)| c.says.iter().any(stands_against)).map(|(number, _)| (at, number)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(Self::DISPUTES);
        found
    }

    /// The claims that dispute a claim, or that it disputes, in its own report and in others.
    pub(crate) fn disputes(&self, (document, number): (usize, usize)) -> Vec<(usize, usize)> {
        let own = self.documents[document].claims[number].disputes.iter().map(|other| (document, usize::from(*other)));
        own.chain(self.disputed_elsewhere(document, number)).collect()
    }

    /// The positions of the incidents that a document tells of.
    pub(crate) fn of_document(&self, document: usize) -> Vec<usize> {
        let document = document as u32;
        (0..self.items.len()).filter(|at| self.items[*at].documents.contains(&document)).collect()
    }

    /// The items' positions in an order.
    pub(crate) fn order(&self, sort: Sort) -> &[u32] {
        self.orders[sort as usize].get_or_init(|| sort.order(self))
    }

    /// In how many incidents a name takes part.
    fn appearances(&self, name: Name) -> u32 {
        self.appearances.get(name.index()).copied().unwrap_or(0)
    }

    /// Why a person should look at an item, in words.
    pub(crate) fn reasons(&self, at: usize, face: Face) -> Vec<String> {
        risk::marks(self, &self.items[at], face).into_iter().map(|(_, words)| words).collect()
    }

    /// An answer that looks at all items, made once: pages ask for the same map and the same counts again and again.
    pub(crate) fn answer<E>(
        &self,
        face: Face,
        asked: &str,
        make: impl FnOnce() -> Result<String, E>,
    ) -> Result<Arc<str>, E> {
        let answers = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (face, asked.to_owned());
        if let Some(answer) = answers().get(&key) {
            return Ok(answer.clone());
        }
        let answer: Arc<str> = make()?.into();
        let mut answers = answers();
        if answers.len() >= Self::ANSWERS {
            answers.clear();
        }
        answers.insert(key, answer.clone());
        Ok(answer)
    }

    /// The documents that a search finds, in the record; remembered.
    pub(crate) fn search(&self, words: &str, record: &Record) -> dateline_record::Result<Found> {
        let searches = || self.searches.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = searches().get(words) {
            return Ok(found.clone());
        }
        let mut found = vec![false; self.documents.len()];
        for id in record.documents_with(words)? {
            if let Some(at) = self.document(&id) {
                found[at] = true;
            }
        }
        let found = Arc::new(found);
        let mut searches = searches();
        if searches.len() >= Self::SEARCHES {
            searches.clear();
        }
        searches.insert(words.to_owned(), found.clone());
        Ok(found)
    }
}
