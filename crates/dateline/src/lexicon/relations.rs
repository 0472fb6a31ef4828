//! `relations.tsv`: words that state how one actor stands to another.

use std::collections::HashMap;

use serde::Deserialize;

use super::agents::word;
use super::{File, Problem, Row};
use crate::reading::RelationKind;

/// The words, by base form.
#[derive(Debug, Default)]
pub struct Relations {
    by_word: HashMap<Box<str>, Vec<Statement>>,
}

/// One word with the slots of its two sides.
#[derive(Debug)]
pub struct Statement {
    /// What kind of word it is here.
    pub pos: Pos,
    /// What it states.
    pub kind: RelationKind,
    /// Where the subject stands.
    pub subject: Box<str>,
    /// Where the object stands: slots to try, in order.
    pub object: Vec<Box<str>>,
    /// Words of which one must modify a noun.
    pub needs: Vec<Box<str>>,
}

/// The kinds of words that state relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pos {
    /// "supports".
    Verb,
    /// "ally".
    Noun,
    /// "loyal".
    Adj,
    /// "alongside".
    Adp,
    /// The second half of "US-backed".
    Suffix,
}

impl Relations {
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut relations = Self::default();
        for file in files.iter().filter(|f| f.path == "relations.tsv") {
            file.rows(&["word", "pos", "kind", "subject", "object", "needs"], problems, |row| {
                let statement = statement(&row)?;
                relations.by_word.entry(row.get("word").into()).or_default().push(statement);
                Ok(())
            });
        }
        relations
    }

    /// What a word may state, in the order of the table.
    pub fn get(&self, lemma: &str) -> &[Statement] {
        self.by_word.get(lemma).map_or(&[], Vec::as_slice)
    }
}

fn statement(row: &Row<'_>) -> Result<Statement, Problem> {
    let object: Vec<Box<str>> = row.list("object").map(Box::from).collect();
    if row.get("subject").is_empty() || object.is_empty() {
        return Err(row.problem("a relation needs the slots of its subject and its object"));
    }
    Ok(Statement {
        pos: word(row, "pos")?,
        kind: row.get("kind").parse().map_err(|e: String| row.problem(e))?,
        subject: row.get("subject").into(),
        object,
        needs: row.list("needs").map(Box::from).collect(),
    })
}
