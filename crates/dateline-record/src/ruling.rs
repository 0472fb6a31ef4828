//! What decisions say about which events are one: for the next merger.

use std::collections::{BTreeSet, HashMap, HashSet};

use dateline::incident;

use crate::decide::{Decision, Target, Verb};

/// Which events belong together, which apart, and which are none; later decisions go before earlier ones.
#[derive(Debug, Default)]
pub(crate) struct Rulings {
    /// The group of each event that is in one.
    group: HashMap<String, usize>,
    groups: Vec<BTreeSet<String>>,
    /// Pairs, the lesser id first.
    apart: BTreeSet<(String, String)>,
    rejected: HashSet<String>,
    /// The document of each event that is there.
    documents: HashMap<String, String>,
}

impl Rulings {
    pub(crate) fn of(decisions: &[Decision]) -> Self {
        let mut rulings = Self::default();
        decisions.iter().for_each(|decision| rulings.apply(decision));
        rulings
    }

    fn apply(&mut self, decision: &Decision) {
        let all = || decision.targets.iter().flat_map(Target::events).cloned().collect::<Vec<_>>();
        match decision.verb {
            Verb::Merge => self.join(&all()),
            Verb::Split => self.split(&decision.targets),
            Verb::Accept | Verb::Reject | Verb::Correct => {
                for target in &decision.targets {
                    match target {
                        // Who speaks about an incident takes its accounts for one.
                        Target::Incident { events, .. } => self.join(events),
                        Target::Event { id } => match decision.verb {
                            Verb::Reject => self.rejected.extend([id.clone()]),
                            Verb::Accept => self.rejected.retain(|rejected| rejected != id),
                            _ => {}
                        },
                        Target::Decision { .. } | Target::Document { .. } => {}
                    }
                }
            }
            // What was taken back is not among the decisions that hold, and what is asked for is not done by that.
            Verb::Undo | Verb::Appeal | Verb::Answer | Verb::Takedown => {}
        }
    }

    /// Makes events and the groups that they are in one group.
    fn join(&mut self, events: &[String]) {
        let mut all: BTreeSet<String> = events.iter().cloned().collect();
        for event in events {
            if let Some(group) = self.group.get(event) {
                all.append(&mut self.groups[*group]);
            }
        }
        let named: HashSet<&String> = events.iter().collect();
        self.apart.retain(|(a, b)| !(named.contains(a) && named.contains(b)));
        self.group.extend(all.iter().map(|event| (event.clone(), self.groups.len())));
        self.groups.push(all);
    }

    /// Takes events out of an incident, as one other incident; where none are named, each of its events is one of its own.
    fn split(&mut self, targets: &[Target]) {
        let Some((Target::Incident { events, .. }, rest)) = targets.split_first() else {
            return;
        };
        let out: Vec<String> = rest.iter().flat_map(Target::events).cloned().collect();
        let parts: Vec<Vec<String>> = if out.is_empty() {
            events.iter().map(|event| vec![event.clone()]).collect()
        } else {
            vec![events.iter().filter(|event| !out.contains(event)).cloned().collect(), out]
        };
        // What was joined to the incident earlier stays with its first part.
        for event in parts.iter().skip(1).flatten() {
            if let Some(group) = self.group.remove(event) {
                self.groups[group].remove(event);
            }
        }
        for (at, part) in parts.iter().enumerate() {
            self.join(part);
            for a in part {
                for b in parts[at + 1..].iter().flatten() {
                    self.apart.insert(if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) });
                }
            }
        }
    }

    /// Says in which document an event is.
    pub(crate) fn place(&mut self, event: &str, document: &str) {
        self.documents.insert(event.to_owned(), document.to_owned());
    }

    pub(crate) fn is_rejected(&self, event: &str) -> bool {
        self.rejected.contains(event)
    }

    /// In the words of the library.
    pub(crate) fn into_inner(self) -> incident::Rulings {
        let named = |event: &String| Some((self.documents.get(event)?.clone(), event.clone()));
        let together = self.groups.iter().filter(|g| g.len() > 1).map(|g| g.iter().filter_map(named).collect());
        let apart = self.apart.iter().filter_map(|(a, b)| Some((named(a)?, named(b)?)));
        incident::Rulings { together: together.collect(), apart: apart.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(verb: Verb, targets: &[&str]) -> Decision {
        let target = |words: &&str| match words.strip_prefix('i') {
            Some(events) => {
                Target::Incident { id: "i".into(), events: events.split_whitespace().map(str::to_owned).collect() }
            }
            None => Target::Event { id: (*words).to_owned() },
        };
        let targets = targets.iter().map(target).collect();
        let (at, who, why) = (String::new(), String::new(), String::new());
        Decision { seq: 0, at, verb, targets, field: None, value: None, who, why }
    }

    fn check(decisions: &[(Verb, &[&str])], together: &[&str], apart: &[&str]) {
        let decisions: Vec<Decision> = decisions.iter().map(|(verb, targets)| decision(*verb, targets)).collect();
        let rulings = Rulings::of(&decisions);
        let groups = rulings.groups.iter().filter(|g| g.len() > 1);
        let groups: Vec<String> = groups.map(|g| g.iter().cloned().collect::<Vec<_>>().join(" ")).collect();
        let pairs: Vec<String> = rulings.apart.iter().map(|(a, b)| format!("{a} {b}")).collect();
        assert_eq!(
            (groups, pairs),
            (together.iter().map(|s| (*s).to_owned()).collect(), apart.iter().map(|s| (*s).to_owned()).collect())
        );
    }

    #[test]
    fn later_decisions_go_before_earlier_ones() {
        use Verb::{Accept, Merge, Split};
        check(&[(Merge, &["a", "b"])], &["a b"], &[]);
        check(&[(Merge, &["a", "b"]), (Merge, &["b", "c"])], &["a b c"], &[]);
        check(&[(Accept, &["i a b c"])], &["a b c"], &[]);
        check(&[(Split, &["i a b c", "c"])], &["a b"], &["a c", "b c"]);
        check(&[(Split, &["i a b c"])], &[], &["a b", "a c", "b c"]);
        check(&[(Split, &["i a b c", "c"]), (Merge, &["a", "c"])], &["a b c"], &["b c"]);
        check(&[(Accept, &["i a b c"]), (Split, &["i a b c", "b", "c"])], &["b c"], &["a b", "a c"]);
        check(&[(Split, &["i a b"]), (Merge, &["a", "b"])], &["a b"], &[]);
    }

    #[test]
    fn an_event_may_be_rejected_and_taken_back() {
        let rejected = decision(Verb::Reject, &["a"]);
        assert!(Rulings::of(std::slice::from_ref(&rejected)).is_rejected("a"));
        assert!(!Rulings::of(&[rejected, decision(Verb::Accept, &["a"])]).is_rejected("a"));
    }
}
