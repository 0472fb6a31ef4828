//! Texts that nobody has annotated, of corpora that weights may be trained on: news of every sort, and of conflict.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::corpus::{self, Sentence};

/// Longer sentences are lists and tables for the most part.
const LONGEST: usize = 80;

/// The sentences of ECB+, of the development stories of MUC-4, of WikiGold and of CrossNER's politics.
pub(crate) fn sentences(data: &Path) -> Result<Vec<Sentence>> {
    let mut out = ecb(&data.join("ecbplus/ecbplus.jsonl"))?;
    for first in (1..1300).step_by(100) {
        out.extend(muc(&data.join(format!("muc4/dev-muc3-{first:04}-{:04}", first + 99)))?);
    }
    for file in ["ner/wikigold/wikigold.conll.txt", "ner/crossner_politics/train.txt", "ner/crossner_politics/dev.txt"]
    {
        out.extend(corpus::names(&data.join(file), 0)?.into_iter().map(|s| of(s.words)));
    }
    out.retain(|s| (3..=LONGEST).contains(&s.words.len()));
    Ok(out)
}

fn of(words: Vec<String>) -> Sentence {
    Sentence { words, ..Sentence::default() }
}

/// A story of ECB+, cut into words and sentences.
#[derive(Deserialize)]
struct Story {
    /// Number of the sentence, word.
    tokens: Vec<(u32, String)>,
}

fn ecb(path: &Path) -> Result<Vec<Sentence>> {
    let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for line in file.lines() {
        let story: Story = serde_json::from_str(line).with_context(|| path.display().to_string())?;
        for words in story.tokens.chunk_by(|a, b| a.0 == b.0) {
            // Quotation marks as treebanks of the eighties have them.
            let plain =
                |word: &String| if matches!(word.as_str(), "``" | "''") { "\"".to_owned() } else { word.clone() };
            out.push(of(words.iter().map(|(_, word)| plain(word)).collect()));
        }
    }
    Ok(out)
}

/// Stories in capitals, which the library cuts.
fn muc(path: &Path) -> Result<Vec<Sentence>> {
    let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let body: Vec<&str> = file.lines().map(|line| if line.starts_with("DEV-MUC3") { "" } else { line }).collect();
    let body = body.join("\n");
    let parsed = dateline::text::segment(&body);
    let words = |range: std::ops::Range<u32>| {
        parsed.tokens[range.start as usize..range.end as usize].iter().map(|t| t.span.of(&body).to_owned()).collect()
    };
    Ok(parsed.sentences.iter().map(|s| of(words(s.tokens.clone()))).collect())
}
