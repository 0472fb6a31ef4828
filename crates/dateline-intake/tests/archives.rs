//! Web archives, mail and lists of articles.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dateline::Document;
use dateline_intake::feed::{self, Memory};
use dateline_intake::{Input, Intake, Options};
use flate2::Compression;
use flate2::write::GzEncoder;

#[path = "common/server.rs"]
mod server;

use server::{Response, Server};

fn read(options: Options, path: &Path) -> Vec<Result<Document, String>> {
    let intake = Intake::new([Input::Path(path.into())], options);
    intake.map(|raw| raw.and_then(dateline_intake::Raw::document).map_err(|e| e.to_string())).collect()
}

fn read_bytes(name: &str, bytes: &[u8]) -> Vec<Result<Document, String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(Options { limit: 20_000, ..Options::default() }, &path)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn record(kind: &str, url: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-04-25T08:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 ", head.as_bytes(), b"\r\n\r\n", body].concat()
}

fn page(words: &str) -> Vec<u8> {
    let text = "Gunmen on motorcycles opened fire at the market of Dokura on Monday morning, killing two traders and wounding five. ".repeat(3);
    format!("<html><head><title>A page</title></head><body><article><p>{words} {text}</p><p>{text}</p></article></body></html>").into_bytes()
}

fn archive() -> Vec<u8> {
    let response = |url: &str, head: &str, body: &[u8]| {
        record("response", url, "application/http; msgtype=response", &answer(head, body))
    };
    let chunked =
        [format!("{:x}\r\n", page("Chunked.").len()).as_bytes(), &page("Chunked."), b"\r\n0\r\n\r\n"].concat();
    [
        record("warcinfo", "", "application/warc-fields", b"software: a crawler\r\n"),
        record("request", "https://a.example/1", "application/http; msgtype=request", b"GET /1 HTTP/1.1\r\n\r\n"),
        response("https://a.example/1", "200 OK\r\nContent-Type: text/html; charset=utf-8", &page("Plain.")),
        response("https://a.example/2", "404 Not Found\r\nContent-Type: text/html", &page("Gone.")),
        response("https://a.example/3", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response(
            "https://a.example/4",
            "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
            &gzip(&page("Packed.")),
        ),
        response("https://a.example/5", "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", &chunked),
        response("https://a.example/6", "200 OK\r\nContent-Type: text/html", &b"a".repeat(600_000)),
        response(
            "https://a.example/7",
            "200 OK\r\nContent-Type: text/plain; charset=windows-1252",
            b"S\xe9var\xe9 a \xe9t\xe9 attaqu\xe9e.",
        ),
        record("conversion", "https://a.example/8", "text/plain", "Sévaré was attacked.".as_bytes()),
        record("resource", "https://a.example/9", "text/html", &page("Saved.")),
        record(
            "revisit",
            "https://a.example/1",
            "application/http; msgtype=response",
            &answer("304 Not Modified", b""),
        ),
    ]
    .concat()
}

#[test]
fn the_pages_of_an_archive_are_read() {
    let expected = [
        ("https://a.example/1", "Plain. Gunmen"),
        ("https://a.example/4", "Packed. Gunmen"),
        ("https://a.example/5", "Chunked. Gunmen"),
        ("", "one document of more than"),
        ("https://a.example/7", "Sévaré a été attaquée."),
        ("https://a.example/8", "Sévaré was attacked."),
        ("https://a.example/9", "Saved. Gunmen"),
    ];
    // Each record may be packed for itself, or the whole.
    let records: Vec<u8> = archive()
        .split_inclusive(|b| *b == b'\n')
        .collect::<Vec<_>>()
        .chunks(40)
        .flat_map(|c| gzip(&c.concat()))
        .collect();
    for (name, bytes) in
        [("a.warc", archive()), ("a.warc.gz", gzip(&archive())), ("b.warc.gz", records), ("odd.bin", archive())]
    {
        let read = read_bytes(name, &bytes);
        assert_eq!(read.len(), expected.len(), "{name}: {read:?}");
        for (read, (url, words)) in read.iter().zip(expected) {
            match read {
                Ok(document) => {
                    assert_eq!(document.url.as_deref(), Some(url));
                    assert!(document.text.starts_with(words), "{}", document.text);
                    assert_eq!(document.published.unwrap().date.to_string(), "2026-04-25");
                    assert!(document.notes.iter().any(|note| note.contains("archived")), "{:?}", document.notes);
                }
                Err(error) => {
                    assert!(url.is_empty() && error.contains(words) && error.contains("a.example/6"), "{error}");
                }
            }
        }
    }
}

#[test]
fn a_damaged_archive_tells_so_after_what_was_whole() {
    let whole = archive();
    for (bytes, words) in [
        (whole[..whole.len() - 300].to_vec(), "it ends within"),
        ([&whole[..], b"nonsense\r\n"].concat(), "does not begin with WARC/"),
        ([&whole[..], b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"].concat(), "does not tell its length"),
        ([&whole[..], b"WARC/1.0\r\nContent-Length: 99999999999999\r\nContent-Type: application/http\r\nWARC-Type: response\r\n\r\n"].concat(), "it ends within"),
    ] {
        let read = read_bytes("a.warc", &bytes);
        assert!(read.iter().filter(|r| r.is_ok()).count() >= 5, "{read:?}");
        assert!(read.last().unwrap().as_ref().unwrap_err().contains(words), "{read:?}");
    }
    let packed = gzip(&whole);
    let cut = read_bytes("a.warc.gz", &packed[..packed.len() - 20]);
    assert!(cut.last().unwrap().as_ref().unwrap_err().contains("ends too early or is damaged"), "{cut:?}");
}

/// An archive of so many bytes that is made while it is read, and is never anywhere as a whole.
struct Endless {
    part: Vec<u8>,
    at: usize,
    left: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.part.len() {
            if self.left < self.part.len() as u64 {
                return Ok(0);
            }
            self.left -= self.part.len() as u64;
            self.at = 0;
        }
        let count = (&self.part[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_memory_does_not_grow_with_an_archive() {
    let megabytes: u64 = std::env::var("DATELINE_ARCHIVE_MIB").map_or(300, |number| number.parse().unwrap());
    let film = record(
        "response",
        "https://a.example/film",
        "application/http",
        &answer("200 OK\r\nContent-Type: video/mp4", &vec![7; 8 << 20]),
    );
    let part = [film, archive()].concat();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.warc.gz");
    let mut packed = GzEncoder::new(fs::File::create(&path).unwrap(), Compression::fast());
    io::copy(&mut Endless { at: part.len(), part, left: megabytes << 20 }, &mut packed).unwrap();
    packed.finish().unwrap();
    let peak = || {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
    };
    let before = peak();
    let pages = Intake::new([Input::Path(path)], Options::default()).flatten().count();
    assert!(pages as u64 >= megabytes / 10 * 6, "{pages}");
    assert!(peak() - before < 60, "{} MiB more", peak() - before);
    println!("{megabytes} MiB, {pages} pages, peak {} MiB", peak());
}

const LETTER: &str = "Return-Path: <desk@herald.example>\r\nFrom: =?utf-8?q?The_H=C3=A9rald?= <desk@herald.example>\r\nTo: Private Person <reader@mail.example>\r\nSubject: =?utf-8?b?UmFpZCBpbiBTw6l2YXLDqQ==?=\r\nDate: Sat, 25 Apr 2026 23:30:00 +0200\r\nMessage-ID: <1@herald.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGunmen attacked S=E9var=E9 on Friday.\r\n\r\nFrom there they fled.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Gunmen</p>\r\n--b--\r\n";

#[test]
fn messages_are_read() {
    for name in ["a.eml", "a.txt.gz", "odd"] {
        let bytes = if name.contains(".gz") { gzip(LETTER.as_bytes()) } else { LETTER.as_bytes().to_vec() };
        let read = read_bytes(name, &bytes);
        if name == "a.txt.gz" {
            // A name goes before the first bytes.
            assert!(read[0].as_ref().unwrap().text.starts_with("Return-Path"));
            continue;
        }
        let document = read[0].as_ref().unwrap();
        assert_eq!(document.text.trim(), "Gunmen attacked Sévaré on Friday.\n\nFrom there they fled.");
        assert_eq!(document.title.as_deref(), Some("Raid in Sévaré"));
        assert_eq!(document.publisher.as_deref(), Some("The Hérald"));
        assert_eq!(document.published.unwrap().date.to_string(), "2026-04-25");
        assert_eq!(document.source_id.as_deref(), Some("1@herald.example"));
    }
    let html = "From: desk@herald.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><p>Gunmen attacked <b>Koro</b>.</p><p>Two died.</p>";
    let read = read_bytes("a.eml", html.as_bytes());
    assert_eq!(read[0].as_ref().unwrap().text, "Gunmen attacked Koro.\n\nTwo died.");
    assert_eq!(read[0].as_ref().unwrap().publisher.as_deref(), Some("herald.example"));
    for bytes in [&b""[..], b"\0\x01\x02", b"Subject: only\r\n"] {
        let _ = read_bytes("a.eml", bytes);
    }
}

#[test]
fn mailboxes_are_read_message_by_message() {
    let message = |id: u32, words: &str| {
        format!(
            "From desk@herald.example Sat Apr 25 08:00:00 2026\nFrom: Desk <desk@herald.example>\nSubject: {id}\nMessage-ID: <{id}@x>\n\n{words}\n\n"
        )
    };
    let long = "many words ".repeat(4000);
    let mailbox = message(1, "One.\n>From Koro came news.\n>>From afar.")
        + &message(2, &long)
        + &message(3, "Three.\nFrom nowhere in a paragraph.");
    for name in ["a.mbox", "a.mbox.gz", "odd"] {
        let bytes = if name.contains(".gz") { gzip(mailbox.as_bytes()) } else { mailbox.clone().into_bytes() };
        let read = read_bytes(name, &bytes);
        assert_eq!(read.len(), 3, "{name}: {read:?}");
        assert_eq!(read[0].as_ref().unwrap().text.trim(), "One.\nFrom Koro came news.\n>From afar.");
        assert!(read[1].as_ref().unwrap_err().contains("one document of more than"), "{read:?}");
        let last = read[2].as_ref().unwrap();
        assert_eq!(
            (last.text.trim(), last.source_id.as_deref()),
            ("Three.\nFrom nowhere in a paragraph.", Some("3@x"))
        );
    }
    assert!(read_bytes("a.mbox", b"").is_empty());
}

#[test]
fn the_articles_of_a_list_are_fetched_once_each() {
    let server = Server::start(|request, _| match request.path.as_str() {
        "/robots.txt" => Response::status(404),
        path => Response::new("text/html", page(&format!("This is {path}."))),
    });
    let (a, b) = (server.url("/a"), server.url("/b"));
    let list = format!(
        "URL,MobileURL,Date,Title\n{a},,2026-04-25 08:00:00,Raid\n{b},,20260424,Other\n{a},,2026-04-25 08:15:00,Raid\nnonsense,,,\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    fs::write(&path, &list).unwrap();
    let memory = Arc::new(Memory::default());
    let feeds = feed::Options { delay: Duration::ZERO, memory: Some(memory.clone()), ..feed::Options::default() };
    let options = Options { allow_private: true, feeds, ..Options::default() };
    let read_all = read(options.clone(), &path);
    assert_eq!(read_all.len(), 3, "{read_all:?}");
    // What is wrong with the list itself is told first.
    let first = read_all[1].as_ref().unwrap();
    assert_eq!(
        (first.url.as_deref(), first.published.unwrap().date.to_string().as_str()),
        (Some(a.as_str()), "2026-04-25")
    );
    assert!(read_all[0].as_ref().unwrap_err().contains("list.csv:5: not a list that can be read"), "{read_all:?}");
    assert_eq!(server.take_paths(), ["/robots.txt", "/a", "/b"]);

    // GDELT packs its tables.
    let path = folder.path().join("20260425.mentions.CSV.zip");
    let mut row = vec!["1"; 16];
    row[2] = "20260425080000";
    row[5] = &b;
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("20260425.mentions.CSV", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, row.join("\t").as_bytes()).unwrap();
    zip.finish().unwrap();
    let feeds = feed::Options { delay: Duration::ZERO, ..feed::Options::default() };
    let packed = read(Options { allow_private: true, feeds, ..Options::default() }, &path);
    assert_eq!(packed.len(), 1, "{packed:?}");
    assert_eq!(packed[0].as_ref().unwrap().url.as_deref(), Some(b.as_str()));
}
