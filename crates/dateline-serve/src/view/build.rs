//! Making a view from the record: all of it, or only what changed since an earlier one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use dateline::Lexicon;
use dateline_record::{Incidents, Last, Moment, Record, Result, Target};

use super::document::Document;
use super::item::{Face, Item, Maker, Origin};
use super::names::Name;
use super::{Counts, View, risk};

/// What a view is made with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Means<'a> {
    pub(crate) lexicon: &'a Lexicon,
    /// Whether there may be readers, who see no private names.
    pub(crate) shielded: bool,
}

impl View {
    /// The record as it stood at a moment. Of `before`, what is still so is taken over.
    pub(crate) fn new(record: &Record, moment: Moment, means: Means<'_>, before: Option<&Self>) -> Result<Self> {
        let mut view = Self::empty(moment, means.shielded);
        // What is written while this goes on is seen by the next.
        view.last = record.last()?;
        view.counts = counts(record, moment)?;
        if view.counts.merger.is_none() {
            return Ok(view);
        }
        let mut known: HashMap<&str, &Arc<Item>> = HashMap::new();
        if let Some(before) = before {
            view.names = before.names.clone();
            view.actors.clone_from(&before.actors);
            known.extend(before.items.iter().map(|item| (&*item.id, item)));
        }
        let mut incidents = record.incidents(moment)?;
        while let Some(head) = incidents.next_head() {
            let head = head?;
            let origin = Origin::new(&head);
            let members = head.incident.members.iter().zip(&head.reports);
            let mut recorded = None;
            let mut documents = Vec::with_capacity(head.reports.len());
            for (at, (member, handle)) in members.enumerate() {
                if let Some(position) = view.document(&member.source_id) {
                    documents.push(position as u32);
                    continue;
                }
                let same = before.and_then(|b| Some(&b.documents[b.document(&member.source_id)?]));
                let document = if let Some(document) = same.filter(|document| document.handle == *handle) {
                    document.clone()
                } else {
                    let recorded = match &mut recorded {
                        Some(recorded) => recorded,
                        none => none.insert(incidents.recorded(head.clone())?),
                    };
                    let (stored, Means { lexicon, shielded }) = (&recorded.accounts[at].report, means);
                    Arc::new(Document::new(stored, *handle, lexicon, shielded, &mut view.names))
                };
                let position = view.add_document(document);
                documents.push(position as u32);
            }
            if let Some(item) = known.get(&*head.incident.incident).filter(|item| item.origin == origin) {
                // Its documents may stand elsewhere now.
                let item = Item { documents, ..Item::clone(item) };
                view.add(Arc::new(item));
                continue;
            }
            if head.incident.plover.is_none() {
                continue;
            }
            let recorded = match recorded {
                Some(recorded) => recorded,
                None => incidents.recorded(head)?,
            };
            let mut maker = view.maker(means);
            if let Some(item) = maker.item(&recorded, origin, documents) {
                view.add(Arc::new(item));
            }
        }
        view.finish();
        Ok(view)
    }

    /// The view after what was written since; none where nothing was.
    pub(crate) fn renewed(&self, record: &Record, means: Means<'_>) -> Result<Option<Self>> {
        let last = record.last()?;
        if last == self.last {
            return Ok(None);
        }
        // Of what was taken down not even a name is to be left.
        if last.takedown != self.last.takedown {
            return Self::new(record, Moment::NOW, means, None).map(Some);
        }
        let mut view = self.copy(last, counts(record, Moment::NOW)?);
        if last.merger != self.last.merger {
            let most = self.items.len() / 8 + 32;
            match record.changed_since(self.last.merger, most)? {
                Some((ended, changed)) if self.counts.merger.is_some() => {
                    view.exchange(record, means, &ended, changed)?;
                }
                _ => return Self::new(record, Moment::NOW, means, Some(self)).map(Some),
            }
        }
        // Documents that came since are in no incident yet; decisions change those that they are about.
        if last.decision != self.last.decision {
            let decisions = record.decisions(Moment::NOW)?;
            let new = decisions.iter().filter(|d| d.seq > self.last.decision);
            let events = new.flat_map(|d| d.targets.iter().flat_map(Target::events));
            let about = events.filter_map(|event| view.by_event.get(event.as_str()).copied()).collect();
            view.review_anew(record, means, about)?;
        }
        view.finish();
        Ok(Some(view))
    }

    /// Makes some items anew, as people have decided about them since.
    fn review_anew(&mut self, record: &Record, means: Means<'_>, about: BTreeSet<u32>) -> Result<()> {
        for at in about {
            let item = self.items[at as usize].clone();
            let Some(recorded) = record.recorded(&item.id, Moment::NOW)? else { continue };
            let origin = item.origin.with(&recorded.review);
            if origin == item.origin {
                continue;
            }
            if let Some(new) = self.maker(means).item(&recorded, origin, item.documents.clone()) {
                self.items[at as usize] = Arc::new(new);
            }
        }
        Ok(())
    }

    /// Puts a few incidents in the place of those that ended.
    fn exchange(&mut self, record: &Record, means: Means<'_>, ended: &[i64], mut new: Incidents<'_>) -> Result<()> {
        let ended: HashSet<i64> = ended.iter().copied().collect();
        let mut items = std::mem::take(&mut self.items);
        // A decision may now go with another of the incidents that hold its events.
        let gone = items.iter().filter(|item| ended.contains(&item.origin.row()));
        let mut touched: HashSet<Box<str>> = gone.flat_map(|item| &item.told).map(|told| told.id.clone()).collect();
        items.retain(|item| !ended.contains(&item.origin.row()));
        while let Some(head) = new.next_head() {
            let head = head?;
            let origin = Origin::new(&head);
            let recorded = new.recorded(head.clone())?;
            touched.extend(recorded.incident.members.iter().filter_map(|m| m.event.as_deref()).map(Into::into));
            let mut documents = Vec::with_capacity(head.reports.len());
            for (at, (member, handle)) in head.incident.members.iter().zip(&head.reports).enumerate() {
                let position = self.document(&member.source_id).filter(|at| self.documents[*at].handle == *handle);
                let position = position.unwrap_or_else(|| {
                    let (stored, Means { lexicon, shielded }) = (&recorded.accounts[at].report, means);
                    let document = Document::new(stored, *handle, lexicon, shielded, &mut self.names);
                    self.add_document(Arc::new(document))
                });
                documents.push(position as u32);
            }
            items.extend(self.maker(means).item(&recorded, origin, documents).map(Arc::new));
        }
        // In the order of their first accounts, as all together would stand.
        items.sort_by_key(|item| item.origin.place());
        self.by_id.clear();
        self.by_event.clear();
        self.by_account.clear();
        items.into_iter().for_each(|item| self.add(item));
        let decisions = record.standing_decisions(Moment::NOW)?;
        let all = decisions.iter().map(|d| d.targets.iter().flat_map(Target::events).collect::<Vec<_>>());
        let met = all.filter(|events| events.iter().any(|event| touched.contains(event.as_str())));
        let about = met.flatten().filter_map(|event| self.by_event.get(event.as_str()).copied()).collect();
        self.review_anew(record, means, about)
    }

    fn empty(moment: Moment, shielded: bool) -> Self {
        Self {
            last: Last::default(),
            moment,
            items: Vec::new(),
            documents: Vec::new(),
            names: super::Names::default(),
            actors: HashMap::new(),
            counts: Counts::default(),
            by_id: HashMap::new(),
            by_event: HashMap::new(),
            by_account: HashMap::new(),
            document_by_id: HashMap::new(),
            risks: Vec::new(),
            appearances: Vec::new(),
            orders: Default::default(),
            searches: Mutex::default(),
            answers: Mutex::default(),
            shielded,
        }
    }

    /// The same items, to be changed.
    fn copy(&self, last: Last, counts: Counts) -> Self {
        Self {
            last,
            counts,
            items: self.items.clone(),
            documents: self.documents.clone(),
            names: self.names.clone(),
            actors: self.actors.clone(),
            by_id: self.by_id.clone(),
            by_event: self.by_event.clone(),
            by_account: self.by_account.clone(),
            document_by_id: self.document_by_id.clone(),
            ..Self::empty(self.moment, self.shielded)
        }
    }

    fn maker<'a>(&'a mut self, Means { lexicon, shielded }: Means<'a>) -> Maker<'a> {
        Maker { lexicon, shielded, names: &mut self.names, actors: &mut self.actors }
    }

    fn add_document(&mut self, document: Arc<Document>) -> usize {
        let at = self.documents.len();
        self.document_by_id.insert(document.id.clone(), at as u32);
        self.documents.push(document);
        at
    }

    fn add(&mut self, item: Arc<Item>) {
        let at = self.items.len() as u32;
        self.by_id.insert(item.id.clone(), at);
        for told in &item.told {
            self.by_event.insert(told.id.clone(), at);
            if let Some(event) = told.event {
                self.by_account.insert((item.documents[told.member as usize], event), at);
            }
        }
        self.items.push(item);
    }

    /// Counts what depends on all items.
    fn finish(&mut self) {
        let mut appearances = vec![0; self.names.len()];
        for item in &self.items {
            for name in item.sides(Face::Open).all() {
                appearances[name.index()] += 1;
            }
        }
        let of = |name: Name| appearances[name.index()];
        self.risks = self.items.iter().map(|item| risk::score(item, &self.names, of)).collect();
        self.appearances = appearances;
    }
}

fn counts(record: &Record, moment: Moment) -> Result<Counts> {
    let status = record.status(moment)?;
    let merger = record.last_merger(moment)?;
    Ok(Counts { documents: status.documents, withdrawn: status.withdrawn, events: status.events.unwrap_or(0), merger })
}
