//! Lists of articles by their addresses: GDELT's tables and answers, tables with a column of addresses, and bare lists.

use jiff::civil::Date;
use serde::Deserialize;

use crate::bytes::{Line, read_bounded, read_line};
use crate::compress::Source;
use crate::error::{Error, Origin, Problem};

/// The most bytes of a line: GDELT's knowledge graph has lines of some hundred thousand.
const LONGEST_LINE: u64 = 4 << 20;

/// An article that a list names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) url: String,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) date: Option<Date>,
}

/// Where a table has what, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    delimiter: u8,
    url: usize,
    date: Option<usize>,
    title: Option<usize>,
    publisher: Option<usize>,
    /// The column and the word in it by which a row is of a page of the web.
    web: Option<(usize, &'static str)>,
}

const fn gdelt(url: usize, date: usize, publisher: Option<usize>, web: Option<(usize, &'static str)>) -> Columns {
    Columns { delimiter: b'\t', url, date: Some(date), title: None, publisher, web }
}

/// GDELT 2.0's tables, which have no header, by the number of their columns: events, mentions, and the knowledge graph.
const TABLES: [(usize, Columns); 3] = [
    (61, gdelt(60, 59, None, None)),
    (16, gdelt(5, 2, Some(4), Some((3, "1")))),
    (27, gdelt(4, 1, Some(3), Some((2, "1")))),
];

/// What the first line tells of a list.
enum Shape {
    /// An address a line.
    Bare,
    Table(Columns),
    /// The first line only names the columns.
    Headed(Columns),
    /// GDELT's answer in JSON.
    Answer,
}

fn shape(line: &[u8]) -> Option<Shape> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    // Tabs at the end part empty columns.
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.starts_with(b"{") {
        let inside = line[1..].trim_ascii_start();
        return inside.starts_with(b"\"articles\"").then_some(Shape::Answer);
    }
    if is_web(line) && !line.trim_ascii_end().contains(&b' ') && !line.contains(&b'\t') && !line.contains(&b',') {
        return Some(Shape::Bare);
    }
    let tabs = memchr::memchr_iter(b'\t', line).count();
    let has_address = |columns: &Columns| line.split(|b| *b == b'\t').any(is_web) || columns.web.is_some();
    if let Some((_, columns)) = TABLES.iter().find(|(count, columns)| *count == tabs + 1 && has_address(columns)) {
        return Some(Shape::Table(*columns));
    }
    let delimiter = if tabs > 0 { b'\t' } else { b',' };
    let names: Vec<String> = fields(line, delimiter).iter().map(|name| name.to_ascii_lowercase()).collect();
    let column = |known: &[&str]| names.iter().position(|name| known.contains(&name.trim()));
    let url = column(&["url", "link", "sourceurl", "documentidentifier", "mentionidentifier"])?;
    (names.len() > 1 || names[0].trim() == "url").then_some(())?;
    Some(Shape::Headed(Columns {
        delimiter,
        url,
        date: column(&["date", "published", "seendate", "dateadded", "mentiontimedate"]),
        title: column(&["title", "headline"]),
        publisher: column(&["publisher", "source", "domain", "sourcecommonname", "mentionsourcename"]),
        web: None,
    }))
}

/// Whether bytes begin as a list does.
pub(crate) fn is_list(head: &[u8]) -> bool {
    // Of a last line that is cut off it is not known how many columns it has.
    let Some(end) = memchr::memchr(b'\n', head).or_else(|| head.starts_with(b"{").then_some(head.len())) else {
        return is_web(head) && matches!(shape(head), Some(Shape::Bare));
    };
    shape(&head[..end]).is_some()
}

fn is_web(words: &[u8]) -> bool {
    words.starts_with(b"http://") || words.starts_with(b"https://")
}

/// The articles of a list.
pub(crate) struct List {
    origin: Origin,
    source: Source,
    line: u64,
    shape: Option<Shape>,
    /// Those of an answer that was read whole, last first.
    answered: Vec<Listed>,
    limit: u64,
    ended: bool,
}

impl List {
    pub(crate) fn new(origin: Origin, source: Source, limit: u64) -> Self {
        Self { origin, source, line: 0, shape: None, answered: Vec::new(), limit, ended: false }
    }

    /// Whether all of it was given.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended && self.answered.is_empty()
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    fn next_listed(&mut self) -> Result<Option<Listed>, Problem> {
        loop {
            if let Some(listed) = self.answered.pop() {
                return Ok(Some(listed));
            }
            if self.ended {
                return Ok(None);
            }
            if self.shape.is_none() && self.source.fill_buf().map_err(Problem::Io)?.starts_with(b"{") {
                self.ended = true;
                self.answered = answer(&mut self.source, self.limit)?;
                continue;
            }
            self.line += 1;
            let line = match read_line(&mut self.source, LONGEST_LINE).map_err(Problem::Io)? {
                Line::Bytes(line) => line,
                Line::TooLong => return Err(Problem::List("a line of more than 4 MiB".into())),
                Line::End => {
                    self.ended = true;
                    return Ok(None);
                }
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            let columns = match &self.shape {
                Some(Shape::Table(columns) | Shape::Headed(columns)) => Some(*columns),
                Some(_) => None,
                None => match self.shape.insert(shape(&line).ok_or_else(|| Problem::List("no addresses".into()))?) {
                    Shape::Headed(_) => continue,
                    Shape::Table(columns) => Some(*columns),
                    _ => None,
                },
            };
            match columns {
                None if is_web(line.trim_ascii()) => {
                    let url = String::from_utf8_lossy(line.trim_ascii()).into_owned();
                    return Ok(Some(Listed { url, title: None, publisher: None, date: None }));
                }
                None => return Err(Problem::List("expected an address of the web".into())),
                Some(columns) => {
                    if let Some(listed) = row(&line, columns)? {
                        return Ok(Some(listed));
                    }
                }
            }
        }
    }
}

impl Iterator for List {
    type Item = Result<Listed, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_listed().transpose().map(|listed| {
            listed.map_err(|problem| {
                // What is no list in its first line is none at all.
                self.ended |= matches!(problem, Problem::Io(_)) || self.shape.is_none();
                problem.at(&Origin { line: Some(self.line.max(1)), ..self.origin.clone() })
            })
        })
    }
}

/// The article of a row; nothing where it is of no page of the web.
fn row(line: &[u8], columns: Columns) -> Result<Option<Listed>, Problem> {
    let fields = fields(line, columns.delimiter);
    let field = |at: usize| fields.get(at).map(|field| field.trim()).filter(|field| !field.is_empty());
    if columns.web.is_some_and(|(at, word)| field(at) != Some(word)) {
        return Ok(None);
    }
    let url = field(columns.url).filter(|url| is_web(url.as_bytes()));
    let Some(url) = url else {
        return Err(Problem::List(format!("expected an address of the web in column {}", columns.url + 1)));
    };
    let words = |at: Option<usize>| at.and_then(field).map(str::to_owned);
    Ok(Some(Listed {
        url: url.to_owned(),
        title: words(columns.title),
        publisher: words(columns.publisher),
        date: columns.date.and_then(field).and_then(day),
    }))
}

/// The fields of a line; quotation marks mean something between commas only.
fn fields(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).delimiter(delimiter).quoting(delimiter == b',').flexible(true);
    let record = reader.from_reader(line).into_byte_records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()
}

/// A day as 20260425, 20260425093000, 20260425T093000Z or 2026-04-25, with or without more after it.
fn day(words: &str) -> Option<Date> {
    if let Some(date) = crate::jsonl::date_of(words) {
        return Some(date);
    }
    let digits = words.get(..8).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    Date::new(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?).ok()
}

#[derive(Deserialize)]
struct Answer {
    articles: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    url: String,
    title: Option<String>,
    seendate: Option<String>,
    domain: Option<String>,
}

/// GDELT's answer to a question, in JSON.
fn answer(source: &mut Source, limit: u64) -> Result<Vec<Listed>, Problem> {
    let bytes = read_bounded(source, limit).map_err(Problem::Io)?.ok_or(Problem::TooLarge(limit))?;
    let answer: Answer = serde_json::from_slice(&bytes).map_err(|error| Problem::List(error.to_string()))?;
    let listed = answer.articles.into_iter().filter(|article| is_web(article.url.as_bytes())).map(|article| Listed {
        date: article.seendate.as_deref().and_then(day),
        url: article.url,
        title: article.title,
        publisher: article.domain,
    });
    let mut listed: Vec<Listed> = listed.collect();
    listed.reverse();
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    /// Each article of a list in short, or what is wrong.
    fn read(text: &str) -> Vec<String> {
        let list = List::new(Origin::path("list"), Box::new(io::Cursor::new(text.as_bytes().to_vec())), 1 << 20);
        list.take(20)
            .map(|listed| match listed {
                Ok(l) => format!(
                    "{} {} {} {}",
                    l.url,
                    l.date.map(|d| d.to_string()).unwrap_or_default(),
                    l.title.unwrap_or_default(),
                    l.publisher.unwrap_or_default()
                )
                .trim()
                .to_owned(),
                Err(error) => format!("! {error}"),
            })
            .collect()
    }

    fn columns(count: usize, filled: &[(usize, &str)]) -> String {
        let mut row = vec![""; count];
        filled.iter().for_each(|(at, words)| row[*at] = words);
        row.join("\t") + "\n"
    }

    #[test]
    fn gdelts_tables_and_answers_are_known() {
        let mention =
            |kind, url| columns(16, &[(0, "1"), (2, "20260425093000"), (3, kind), (4, "news.example"), (5, url)]);
        let mentions = mention("2", "BBC Monitoring/x") + &mention("1", "https://news.example/a") + &mention("1", "");
        assert!(is_list(mentions.as_bytes()));
        assert_eq!(
            read(&mentions),
            [
                "https://news.example/a 2026-04-25  news.example",
                "! list:3: not a list that can be read (expected an address of the web in column 6)"
            ]
        );
        let graph = columns(27, &[(1, "20260425093000"), (2, "1"), (3, "news.example"), (4, "https://news.example/a")]);
        assert_eq!(read(&graph), ["https://news.example/a 2026-04-25  news.example"]);
        let events = columns(61, &[(59, "20260425093000"), (60, "https://news.example/a")]);
        assert_eq!(read(&events), ["https://news.example/a 2026-04-25"]);
        let answer = r#"{"articles": [{"url": "https://news.example/a", "url_mobile": "", "title": "Raid", "seendate": "20260425T093000Z", "domain": "news.example"}, {"url": "ftp://x"}]}"#;
        assert!(is_list(answer.as_bytes()));
        assert_eq!(read(answer), ["https://news.example/a 2026-04-25 Raid news.example"]);
        let table = "URL,MobileURL,Date,Title\n\"https://news.example/a?b=1,2\",,2026-04-25 09:30:00,\"A \"\"raid\"\", told\"\n";
        assert_eq!(read(table), ["https://news.example/a?b=1,2 2026-04-25 A \"raid\", told"]);
    }

    #[test]
    fn bare_lists_are_known_and_articles_are_not_taken_for_them() {
        assert_eq!(
            read("https://a.example/1\n\nhttps://a.example/2\nnonsense\n"),
            [
                "https://a.example/1",
                "https://a.example/2",
                "! list:4: not a list that can be read (expected an address of the web)"
            ]
        );
        assert!(
            is_list(b"https://a.example/1\n") && is_list(b"https://a.example/1") && is_list(b"url\nhttps://a.example/")
        );
        for text in [
            "Gunmen attacked Koro.\n",
            "https://a.example/1 was attacked\n",
            "{\"id\": \"articles\", \"text\": \"x\"}\n",
            "",
            "a,b\n1,2\n",
            "The link, he said, was broken.\n",
        ] {
            assert!(!is_list(text.as_bytes()), "{text}");
        }
    }
}
