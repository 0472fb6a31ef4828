//! `metonymy.tsv`: where the name of a place stands for those who govern it.

use std::collections::{HashMap, HashSet};

use super::{File, Problem};

/// The slots in which a place's name names an actor.
#[derive(Debug, Default)]
pub struct Metonymy {
    slots: HashMap<Box<str>, Governors>,
}

#[derive(Debug, Default)]
struct Governors {
    countries: Words,
    capitals: Words,
}

#[derive(Debug, Default)]
struct Words {
    any: bool,
    some: HashSet<Box<str>>,
}

impl Words {
    fn has(&self, lemma: &str) -> bool {
        self.any || self.some.contains(lemma)
    }
}

impl Metonymy {
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut metonymy = Self::default();
        for file in files.iter().filter(|f| f.path == "metonymy.tsv") {
            file.rows(&["slot", "governors", "who"], problems, |row| {
                let slot = metonymy.slots.entry(row.get("slot").into()).or_default();
                let words = match row.get("who") {
                    "country" => &mut slot.countries,
                    "capital" => &mut slot.capitals,
                    other => return Err(row.problem(format!("{other:?} is neither country nor capital"))),
                };
                for governor in row.list("governors") {
                    if governor == "*" {
                        words.any = true;
                    } else {
                        words.some.insert(governor.into());
                    }
                }
                Ok(())
            });
        }
        metonymy
    }

    /// Whether a country's name in this slot of this governor stands for its government.
    pub fn country(&self, slot: &str, governor: &str) -> bool {
        self.slots.get(slot).is_some_and(|g| g.countries.has(governor) || g.capitals.has(governor))
    }

    /// Whether a capital's name in this slot of this governor stands for the government that sits there.
    pub fn capital(&self, slot: &str, governor: &str) -> bool {
        self.slots.get(slot).is_some_and(|g| g.capitals.has(governor))
    }
}
