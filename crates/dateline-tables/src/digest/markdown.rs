//! The digest in Markdown. Words from reports are escaped: none of them makes a link, a heading or a tag.

use std::fmt::Write;

use super::{Digest, Item, Origin, counted};

pub(super) fn write(digest: &Digest) -> String {
    let mut out = format!("# {}\n\n{}\n", text(&digest.title()), text(&digest.summary()));
    for country in &digest.countries {
        let name = if country.name.is_empty() { "Country not known" } else { &country.name };
        let _ = write!(out, "\n## {}\n", text(name));
        for item in &country.items {
            out.push_str(&one(item));
        }
    }
    out
}

fn one(item: &Item) -> String {
    let head: Vec<&str> =
        [Some(item.what.as_str()), item.place.as_deref(), item.when.as_deref()].into_iter().flatten().collect();
    let mut out = format!("\n### {}\n\n", text(&head.join(" · ")));
    let mut line = |label: &str, words: String| {
        let _ = writeln!(out, "- **{label}** {words}");
    };
    if let Some(disputed) = &item.disputed {
        line("Claims differ:", text(disputed));
    }
    if let Some(who) = &item.who {
        line("Who:", text(who));
    }
    for toll in &item.tolls {
        let figures =
            if toll.figures.is_empty() { String::new() } else { format!(" – {}", text(&toll.figures.join("; "))) };
        line(&format!("{}:", super::sentence(toll.kind)), format!("{}{figures}", text(&toll.range)));
    }
    if let Some(outcome) = &item.outcome {
        line("Outcome:", text(outcome));
    }
    if !item.said_by.is_empty() {
        line("According to:", text(&item.said_by.join(", ")));
    }
    let sources: Vec<String> = item.sources.iter().map(origin).collect();
    line("Sources:", format!("{}: {}", counted(sources.len(), "independent source"), sources.join(", ")));
    line("Review:", format!("{} ({})", item.review.words(), text(&item.id)));
    out
}

fn origin(origin: &Origin) -> String {
    let label = text(&origin.label);
    let label = match origin.link() {
        Some(url) => format!("[{label}](<{}>)", address(url)),
        None => label,
    };
    if origin.copies == 0 { label } else { format!("{label} and {}", counted(origin.copies, "copy")) }
}

/// Words as they stand: what Markdown or HTML would read as its own is escaped.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    // "http://" alone becomes a link in some dialects.
    out.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

/// An address within angle brackets.
fn address(url: &str) -> String {
    url.chars()
        .map(|c| match c {
            '<' => "%3C".into(),
            '>' => "%3E".into(),
            '\\' => "%5C".into(),
            c if c.is_whitespace() || c.is_control() => "%20".into(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_stay_words() {
        for (words, expected) in [
            ("a *b* _c_", "a \\*b\\* \\_c\\_"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("<script>", "&lt;script&gt;"),
            ("line\n# two", "line \\# two"),
            ("see http://a.example", "see http:&#47;&#47;a.example"),
        ] {
            assert_eq!(super::text(words), expected);
        }
        assert_eq!(super::address("https://a.example/x y>"), "https://a.example/x%20y%3E");
    }
}
