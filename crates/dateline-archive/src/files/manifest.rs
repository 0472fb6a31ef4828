//! What an archive says of itself. Nothing in it depends on when, where or on how many threads it was made.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use dateline::reading::Coder;
use serde::{Deserialize, Serialize};

/// The name of the contract that a manifest follows.
const MANIFEST: &str = "dateline/archive-manifest/1";

/// What decides what an archive holds. The same plan gives the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    schema: String,
    /// The contract of the tables.
    tables: String,
    /// The program, lexicon and models that read.
    pub coder: Coder,
    /// The options that decide what is read, by name.
    pub options: BTreeMap<String, String>,
    /// What is read.
    pub inputs: Vec<Input>,
}

/// An input by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// As it was named.
    pub name: String,
    /// How many files it has; none for what is no file.
    pub files: Option<u64>,
    /// How many bytes these have.
    pub bytes: Option<u64>,
    /// SHA-256 of the file; of a folder, of the lines `<hash of the file>  <path in the folder>` in the order in which they are
    /// read. None for what is no file.
    pub sha256: Option<String>,
}

impl Plan {
    /// A plan.
    pub fn new(coder: Coder, options: BTreeMap<String, String>, inputs: Vec<Input>) -> Self {
        Self { schema: MANIFEST.into(), tables: crate::SCHEMA.into(), coder, options, inputs }
    }

    /// What differs between this plan and another, if anything does: what it is, how it is here, and how there.
    pub(super) fn difference(&self, other: &Self) -> Option<(String, String, String)> {
        let simple = [
            ("another kind of archive", &self.schema, &other.schema),
            ("another schema of tables", &self.tables, &other.tables),
            ("another version of the program", &self.coder.version, &other.coder.version),
            ("another lexicon", &self.coder.lexicon, &other.coder.lexicon),
        ];
        let simple = simple.into_iter().map(|(what, here, there)| (what.to_owned(), here.clone(), there.clone()));
        let models = all(&self.coder.models, &other.coder.models, "another model");
        let options = all(&self.options, &other.options, "another option");
        let found = simple.chain(models).chain(options).find(|(_, here, there)| here != there);
        found.or_else(|| {
            let place = (0..self.inputs.len().max(other.inputs.len()))
                .find(|at| self.inputs.get(*at) != other.inputs.get(*at))?;
            let words = |input: Option<&Input>| {
                let hash = |input: &Input| input.sha256.clone().unwrap_or_else(|| "no file".into());
                input.map_or_else(|| "none".into(), |input| format!("{} ({})", input.name, hash(input)))
            };
            Some(("other inputs".into(), words(self.inputs.get(place)), words(other.inputs.get(place))))
        })
    }
}

/// The values of two maps side by side.
fn all<'a>(
    here: &'a BTreeMap<String, String>,
    there: &'a BTreeMap<String, String>,
    what: &'a str,
) -> impl Iterator<Item = (String, String, String)> + 'a {
    let names: std::collections::BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let value = |map: &BTreeMap<String, String>, name: &str| map.get(name).cloned().unwrap_or_else(|| "none".into());
    names.into_iter().map(move |name| (format!("{what} ({name})"), value(here, name), value(there, name)))
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Documents that could be read.
    pub documents: u64,
    /// Documents that could not.
    pub failed: u64,
    /// Code points of the texts.
    pub characters: u64,
}

impl Counts {
    /// How many documents the input had.
    pub fn all(&self) -> u64 {
        self.documents + self.failed
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.documents += more.documents;
        self.failed += more.failed;
        self.characters += more.characters;
    }
}

/// A shard that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Its number, from 0.
    pub shard: u32,
    /// How much was read.
    pub counts: Counts,
    /// Its file of each table.
    pub parts: BTreeMap<String, Part>,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How many rows it has.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// What a finished archive is: `manifest.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What decided it.
    #[serde(flatten)]
    pub plan: Plan,
    /// How much was read.
    pub counts: Counts,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Its shards, in their order.
    pub shards: Vec<Shard>,
}

impl Manifest {
    pub(super) fn new(plan: Plan, shards: Vec<Shard>) -> Self {
        let mut counts = Counts::default();
        let mut rows: BTreeMap<String, u64> = BTreeMap::new();
        for shard in &shards {
            counts += shard.counts;
            shard.parts.iter().for_each(|(table, part)| *rows.entry(table.clone()).or_default() += part.rows);
        }
        Self { plan, counts, rows, shards }
    }
}
