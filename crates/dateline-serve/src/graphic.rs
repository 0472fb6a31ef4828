//! Graphic words: whoever reviews is spared them until they ask. Which words these are is the lexicon's affair (`graphic.tsv`).

use dateline::Lexicon;
use dateline::reading::{Event, Reading};
use dateline_record::Stored;
use serde::Serialize;
use utoipa::ToSchema;

use crate::text::Characters;
use crate::view::document_title;

/// Words of a text, by its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Stretch {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Where a text has graphic words.
pub(crate) fn stretches(text: &str, lexicon: &Lexicon) -> Vec<Stretch> {
    let (mut byte, mut character) = (0, 0);
    let mut at = |upto: usize| {
        character += text[byte..upto].chars().count() as u32;
        byte = upto;
        character
    };
    lexicon.graphic.find(text).map(|words| Stretch { start: at(words.start), end: at(words.end) }).collect()
}

/// Whether what is shown of an account has graphic words: its headline, the sentence that tells it, and what is said of it.
pub(crate) fn is_in_account(stored: &Stored, event: &Event, text: &Characters<'_>, lexicon: &Lexicon) -> bool {
    let reading = &stored.reading;
    let claims: Vec<&str> = event.assertions.iter().filter_map(|a| a.claim.as_deref()).collect();
    let contents = reading.claims.iter().filter(|claim| claims.contains(&claim.id.as_str()));
    let mut contents = contents.filter_map(|claim| claim.content.as_ref()).map(|content| content.quote.as_str());
    let sentence = sentence(reading, event).map(|(start, end)| text.slice(start, end));
    let is_graphic = |words: &str| lexicon.graphic.is_in(words);
    sentence.is_some_and(is_graphic)
        || contents.any(is_graphic)
        || document_title(stored).is_some_and(|t| is_graphic(&t))
}

/// The sentence of an event's trigger, or else the trigger.
pub(crate) fn sentence(reading: &Reading, event: &Event) -> Option<(u32, u32)> {
    let trigger = event.evidence.first()?;
    let sentence = reading.sentences.iter().find(|s| s.start <= trigger.start && trigger.start < s.end);
    Some(sentence.map_or((trigger.start, trigger.end), |s| (s.start, s.end)))
}
