//! What is in a record, for people.

use dateline_record::Status;

use super::{FAINT, Look, STRONG, words};

/// "1 document", "12,345 documents".
pub(crate) fn counted(count: u64, noun: &str) -> String {
    let words = words::counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
    words.replacen(&count.to_string(), &grouped(count), 1)
}

/// The counts of a record, one a line.
pub(crate) fn status(status: &Status, look: Look) -> String {
    let mut out = String::new();
    let mut line = |label: &str, words: &str| {
        out.push_str(&look.wrapped(&look.paint(FAINT, &format!("{label:<12}")), "            ", words));
    };
    let documents = look.paint(STRONG, &counted(status.documents, "document"));
    let revisions = counted(status.revisions, "revision");
    line("documents", &format!("{documents}, {revisions}, {}", counted(status.readings, "reading")));
    if status.withdrawn > 0 {
        line("withdrawn", &counted(status.withdrawn, "document"));
    }
    let drawn =
        [(status.events, "event"), (status.claims, "claim"), (status.actors, "actor"), (status.places, "place")];
    let drawn: Vec<String> = drawn.iter().filter_map(|(n, noun)| n.map(|n| counted(n, noun))).collect();
    if !drawn.is_empty() {
        line("read", &drawn.join(", "));
    }
    for (version, lexicon, count) in &status.coders {
        line("read by", &format!("dateline {version}, lexicon {lexicon}: {}", counted(*count, "document")));
    }
    line("originals", &format!("{}; the file has {}", bytes(status.original_bytes), bytes(status.file_bytes)));
    if let (Some(from), Some(to)) = (&status.from, &status.to) {
        line("journal", &format!("{}, {from} to {to}", counted(status.entries, "entry")));
    }
    out
}

/// A number with commas between the thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size as people say it.
fn bytes(count: u64) -> String {
    match count {
        0..10_000 => format!("{} bytes", grouped(count)),
        10_000..10_000_000 => format!("{} kB", grouped(count / 1000)),
        _ => format!("{} MB", grouped(count / 1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_a_glance() {
        assert_eq!(counted(1, "entry"), "1 entry");
        assert_eq!(counted(1_234_567, "entry"), "1,234,567 entries");
        for (count, words) in [(0, "0 bytes"), (9_999, "9,999 bytes"), (65_536, "65 kB"), (12_345_678_901, "12,345 MB")]
        {
            assert_eq!(bytes(count), words);
        }
    }
}
