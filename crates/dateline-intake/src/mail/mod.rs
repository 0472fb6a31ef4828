//! Mail: messages and mailboxes.

mod mbox;

use dateline::document::{Basis, Document, Published};
use jiff::civil::Date;
use mail_parser::{Address, Message, MessageParser, PartType};

use crate::error::Problem;
use crate::html;

pub(crate) use mbox::Mailbox;

/// Whether bytes begin as a message does: with a field that news articles do not begin with.
pub(crate) fn is_message(head: &[u8]) -> bool {
    const FIELDS: [&str; 7] = [
        "return-path:",
        "received:",
        "delivered-to:",
        "mime-version:",
        "message-id:",
        "x-mozilla-status:",
        "dkim-signature:",
    ];
    FIELDS.iter().any(|field| head.get(..field.len()).is_some_and(|own| own.eq_ignore_ascii_case(field.as_bytes())))
}

/// Whether bytes begin as a mailbox does: `From`, an address, and a time of day.
pub(crate) fn is_mailbox(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_time = |w: &[u8]| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit();
    line.starts_with(b"From ") && line.len() < 200 && line.windows(3).any(is_time) && ends_in_year(line)
}

/// Whether a line ends in a year, or in a time zone.
fn ends_in_year(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    line.len() > 4 && line[line.len() - 4..].iter().all(u8::is_ascii_digit)
}

/// The document of a message: its words, its subject, its sender and its day. Who it was sent to is not taken in.
pub(crate) fn document(bytes: &[u8], document: Document) -> Result<Document, Problem> {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Err(Problem::Binary("no message that can be read"));
    };
    let text = text(&message);
    let mut notes = Vec::new();
    match message.attachment_count() {
        0 => {}
        1 => notes.push("an attachment was not read".into()),
        more => notes.push(format!("{more} attachments were not read")),
    }
    Ok(Document {
        source_id: message.message_id().map(str::to_owned),
        title: message.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned),
        publisher: message.from().and_then(sender),
        published: day(&message).map(|date| Published { date, basis: Basis::Metadata }),
        text,
        notes,
        ..document
    })
}

/// The plain text of a message, or the text of its HTML.
fn text(message: &Message<'_>) -> String {
    let parts: Vec<String> = message
        .text_bodies()
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.replace("\r\n", "\n")),
            PartType::Html(page) => Some(html::fragment(page)),
            _ => None,
        })
        .collect();
    parts.join("\n\n")
}

/// The sender's name, or else the host of the address.
fn sender(from: &Address<'_>) -> Option<String> {
    let first = from.first()?;
    let name = first.name().map(str::trim).filter(|name| !name.is_empty());
    let host = || first.address().and_then(|address| address.rsplit_once('@')).map(|(_, host)| host);
    name.or_else(host).map(str::to_owned)
}

/// The day by the sender's clock.
fn day(message: &Message<'_>) -> Option<Date> {
    let at = message.date()?;
    Date::new(i16::try_from(at.year).ok()?, i8::try_from(at.month).ok()?, i8::try_from(at.day).ok()?).ok()
}
