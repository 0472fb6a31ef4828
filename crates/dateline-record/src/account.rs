//! Ids of events that stay when a document is read again or another part of it is edited.

use std::collections::HashMap;

use dateline::Reading;

use crate::pack::{hash, hex};

/// How many characters on either side of the trigger tell it from others.
const AROUND: usize = 32;

/// An id for each event of a reading, in their order: a hash of the document, the trigger and the words around it, and of
/// how many events before it have the same.
pub(crate) fn event_ids(document: &str, text: &str, reading: &Reading) -> Vec<String> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |character: usize| starts[character.min(starts.len() - 1)];
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut id = |event: &dateline::reading::Event| {
        let trigger = &event.evidence[0];
        let (start, end) = (trigger.start as usize, trigger.end as usize);
        let around = &text[byte(start.saturating_sub(AROUND))..byte(end + AROUND)];
        let around = around.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = format!("{document}\n{}\n{around}", trigger.quote);
        let same = seen.entry(words.clone()).or_default();
        *same += 1;
        format!("e{}", &hex(&hash(format!("{words}\n{same}").as_bytes()))[..16])
    };
    reading.events.iter().map(&mut id).collect()
}
