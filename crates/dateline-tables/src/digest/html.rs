//! The digest as a page of its own. Every word is escaped, in text and in attributes; there is no script, and the page forbids
//! any.

use std::fmt::Write;

use super::{Digest, Item, Origin, counted};
use crate::escape::escape;

const HEAD: &str = "<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<meta name=\"referrer\" content=\"no-referrer\">
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { border-bottom: 1px solid; }
article { margin: 1.5rem 0; }
h3 { margin-bottom: .25rem; }
dl { display: grid; grid-template-columns: 8rem 1fr; gap: .15rem 1rem; margin: 0; }
dt { opacity: .7; }
dd { margin: 0; }
.disputed { font-weight: bold; }
</style>
";

pub(super) fn write(digest: &Digest) -> String {
    let title = text(&digest.title());
    let mut out =
        format!("<!doctype html>\n<html lang=\"en\">\n<head>\n{HEAD}<title>{title}</title>\n</head>\n<body>\n");
    let _ = write!(out, "<h1>{title}</h1>\n<p>{}</p>\n", text(&digest.summary()));
    for country in &digest.countries {
        let name = if country.name.is_empty() { "Country not known" } else { &country.name };
        let _ = write!(out, "<section>\n<h2>{}</h2>\n", text(name));
        country.items.iter().for_each(|item| out.push_str(&one(item)));
        out.push_str("</section>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn one(item: &Item) -> String {
    let head: Vec<&str> =
        [Some(item.what.as_str()), item.place.as_deref(), item.when.as_deref()].into_iter().flatten().collect();
    let mut out = format!("<article id=\"{}\">\n<h3>{}</h3>\n<dl>\n", text(&item.id), text(&head.join(" · ")));
    let mut line = |label: &str, class: &str, words: String| {
        let _ = writeln!(out, "<dt>{}</dt><dd{class}>{words}</dd>", text(label));
    };
    if let Some(disputed) = &item.disputed {
        line("Claims differ", " class=\"disputed\"", text(disputed));
    }
    if let Some(who) = &item.who {
        line("Who", "", text(who));
    }
    for toll in &item.tolls {
        let figures =
            if toll.figures.is_empty() { String::new() } else { format!(" – {}", text(&toll.figures.join("; "))) };
        line(&super::sentence(toll.kind), "", format!("{}{figures}", text(&toll.range)));
    }
    if let Some(outcome) = &item.outcome {
        line("Outcome", "", text(outcome));
    }
    if !item.said_by.is_empty() {
        line("According to", "", text(&item.said_by.join(", ")));
    }
    let sources: Vec<String> = item.sources.iter().map(origin).collect();
    line("Sources", "", format!("{}: {}", counted(sources.len(), "independent source"), sources.join(", ")));
    line("Review", "", item.review.words().to_owned());
    out.push_str("</dl>\n</article>\n");
    out
}

fn origin(origin: &Origin) -> String {
    let label = text(&origin.label);
    let label = match origin.link() {
        Some(url) => format!("<a href=\"{}\" rel=\"noreferrer noopener\">{label}</a>", text(url)),
        None => label,
    };
    if origin.copies == 0 { label } else { format!("{label} and {}", counted(origin.copies, "copy")) }
}

/// Words as they stand, in text and between double quotes.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            // Characters that steer, or turn the direction of writing.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c => escape(c, &mut out),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_word_is_markup() {
        for (words, expected) in [
            ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
            ("\" onclick='x'", "&quot; onclick=&#39;x&#39;"),
            ("a & b", "a &amp; b"),
            ("\u{202e}a\u{7}", "a"),
        ] {
            assert_eq!(super::text(words), expected);
        }
    }
}
