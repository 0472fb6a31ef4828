//! Alerts as a feed (RSS 2.0). Every word is escaped, twice where a reader takes it for HTML.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Alert;
use crate::escape::escape;

/// A feed of alerts, in the order given.
pub fn rss<'a>(title: &str, alerts: impl IntoIterator<Item = &'a Alert>) -> String {
    let title = head(title);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\">\n<channel>\n<title>{title}</title>\n\
         <link>about:blank</link>\n<description>{title}: read from reports by a program; what nobody has reviewed says so.\
         </description>\n<generator>dateline {}</generator>\n",
        env!("CARGO_PKG_VERSION")
    );
    alerts.into_iter().for_each(|alert| out.push_str(&item(alert)));
    out.push_str("</channel>\n</rss>\n");
    out
}

fn item(alert: &Alert) -> String {
    let place = match (&alert.place, &alert.country) {
        (Some(place), Some(country)) if place != country => Some(format!("{place}, {country}")),
        (place, country) => place.clone().or_else(|| country.clone()),
    };
    let parts: Vec<&str> =
        [Some(alert.what.as_str()), place.as_deref(), alert.when.as_deref()].into_iter().flatten().collect();
    let marks = [
        (alert.update, "updated"),
        (alert.disputed.is_some(), "disputed"),
        (alert.review != "reviewed", &alert.review),
    ];
    let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
    let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
    let mut out = format!("<item>\n<title>{}{}</title>\n", head(&parts.join(" · ")), text(&marks));
    if let Some(url) = alert.sources.iter().find_map(|source| source.url.as_deref()) {
        let _ = writeln!(out, "<link>{}</link>", text(url));
    }
    let _ = writeln!(out, "<guid isPermaLink=\"false\">{}-{}</guid>", text(&alert.incident), text(&alert.revision));
    let _ = writeln!(out, "<category>{}</category>", text(&alert.rule));
    let _ = writeln!(out, "<pubDate>{}</pubDate>", date(alert.at));
    let _ = writeln!(out, "<description>{}</description>\n</item>", text(&description(alert)));
    out
}

/// What is told, as HTML.
fn description(alert: &Alert) -> String {
    let mut out = String::new();
    let mut line = |label: &str, words: &str| {
        if !words.is_empty() {
            let _ = write!(out, "<p><b>{label}:</b> {}</p>", text(words));
        }
    };
    line("Claims differ", alert.disputed.as_deref().unwrap_or_default());
    line("Who", alert.who.as_deref().unwrap_or_default());
    for toll in &alert.tolls {
        let figures = if toll.figures.is_empty() { String::new() } else { format!(" – {}", toll.figures.join("; ")) };
        line(&text(&toll.kind), &format!("{}{figures}", toll.range));
    }
    line("Outcome", alert.outcome.as_deref().unwrap_or_default());
    line("According to", &alert.said_by.join(", "));
    let sources: Vec<String> = alert
        .sources
        .iter()
        .map(|source| {
            if source.copies == 0 {
                source.name.clone()
            } else {
                format!("{} and {} copies", source.name, source.copies)
            }
        })
        .collect();
    line("Independent sources", &format!("{} ({})", sources.len(), sources.join(", ")));
    line("Review", &alert.review);
    out
}

/// As RSS writes a time.
fn date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Words of a title, which some readers take for HTML and some do not.
fn head(words: &str) -> String {
    text(&words.replace('<', "‹").replace('>', "›"))
}

/// Words as they stand, in text and in attributes.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            c if c.is_control() && !c.is_whitespace() => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => escape(c, &mut out),
        }
    }
    out
}
