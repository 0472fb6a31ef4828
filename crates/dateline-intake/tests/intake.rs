//! What comes in, good and bad: each case gives a document or a clear error, and the others go on.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use dateline::Document;
use dateline::document::{Basis, content_id};
use dateline_intake::{Format, Input, Intake, Options, Raw};
use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

/// The documents and errors of some inputs below `root`, each as one line that a test can name.
fn read_with(options: Options, inputs: &[Input]) -> Vec<Result<Document, String>> {
    let intake = Intake::new(inputs.iter().cloned(), options);
    intake.map(|raw| raw.and_then(Raw::document).map_err(|e| e.to_string())).collect()
}

fn read(paths: &[&Path]) -> Vec<Result<Document, String>> {
    let inputs: Vec<_> = paths.iter().map(|p| Input::Path(p.to_path_buf())).collect();
    read_with(Options::default(), &inputs)
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Two killed at Dokura market - The Lakeside Herald</title>
<meta property="og:site_name" content="The Lakeside Herald">
<meta property="article:published_time" content="2026-03-09T21:15:00+01:00">
<link rel="canonical" href="https://herald.example/dokura"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Two killed at Dokura market</h1>
<p>Gunmen on motorcycles opened fire at the market of Dokura on Monday morning, killing two traders and wounding at
least five other people, the district governor said, before they fled towards the hills in the north.</p>
<p>The army said its soldiers had chased the attackers for several hours. A spokesman, who did not give his name, denied
that any soldiers had been hurt, though residents told the newspaper that they had seen two ambulances.</p>
<p>Nobody has claimed responsibility for the attack, which was the third on a market in the district since January, and
traders said that they would stay at home until the government sends more police to the town.</p></article>
<footer><p>Copyright The Lakeside Herald. <a href="/terms">Terms</a></p></footer></body></html>"#;

#[test]
fn a_text_is_taken_exactly_as_it_stands() {
    let text = "First line\r\n\r\n  Sévaré \u{a0}– end\n\n";
    let folder = folder(&[("a.txt", text.as_bytes()), ("b.txt.gz", &gzip(text.as_bytes()))]);
    let read = read(&[folder.path()]);
    for document in &read {
        let document = document.as_ref().unwrap();
        assert_eq!(document.text, text);
        assert_eq!(document.id, content_id(text.as_bytes()));
    }
    assert_eq!(read.len(), 2);
}

#[test]
fn a_page_gives_its_main_text_and_what_it_says_of_itself() {
    let folder = folder(&[("page.html", PAGE.as_bytes())]);
    let page = read(&[&folder.path().join("page.html")]).remove(0).unwrap();
    assert_eq!(page.id, content_id(PAGE.as_bytes()));
    assert_eq!(page.title.as_deref(), Some("Two killed at Dokura market"));
    assert_eq!(page.publisher.as_deref(), Some("The Lakeside Herald"));
    assert_eq!(page.url.as_deref(), Some("https://herald.example/dokura"));
    let published = page.published.unwrap();
    assert_eq!((published.date.to_string().as_str(), published.basis), ("2026-03-09", Basis::Metadata));
    assert!(page.text.starts_with("Gunmen on motorcycles opened fire"), "{:?}", page.text);
    assert!(page.text.contains("in the north.\n\nThe army said its soldiers"), "{:?}", page.text);
    assert!(page.text.trim_end().ends_with("more police to the town."), "{:?}", page.text);
    assert!(page.notes.is_empty());
}

#[test]
fn a_given_date_goes_before_a_pages_own_but_not_before_a_lines() {
    let line = br#"{"id": "a", "text": "x", "published": "1989-04-19"}
{"id": "b", "text": "y"}"#;
    let folder = folder(&[("a.jsonl", line), ("page.html", PAGE.as_bytes())]);
    let options = Options { published: Some("2020-02-02".parse().unwrap()), ..Options::default() };
    let read = read_with(options, &[Input::Path(folder.path().into())]);
    let dates: Vec<_> = read.into_iter().map(|d| d.unwrap().published.unwrap()).collect();
    assert_eq!(
        dates.iter().map(|p| p.date.to_string()).collect::<Vec<_>>(),
        ["1989-04-19", "2020-02-02", "2020-02-02"]
    );
    assert!(dates.iter().all(|p| p.basis == Basis::Given));
}

#[test]
fn pages_date_themselves_in_many_ways() {
    for (tag, date) in [
        (r#"<meta itemprop="datePublished" content="2026-04-25">"#, Some("2026-04-25")),
        (r#"<meta name="date" content="Sat, 25 Apr 2026 23:30:00 +0200">"#, Some("2026-04-25")),
        (
            r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"x","datePublished":"2026-04-25T10:00:00Z"}</script>"#,
            Some("2026-04-25"),
        ),
        (r#"<time datetime="2026-04-25T06:00">on Saturday</time>"#, Some("2026-04-25")),
        (r#"<meta name="date" content="yesterday">"#, None),
        ("", None),
    ] {
        let page = PAGE.replace(r#"<meta property="article:published_time" content="2026-03-09T21:15:00+01:00">"#, tag);
        let folder = folder(&[("page.html", page.as_bytes())]);
        let page = read(&[folder.path()]).remove(0).unwrap();
        assert_eq!(page.published.map(|p| p.date.to_string()).as_deref(), date, "{tag}");
    }
}

#[test]
fn a_page_is_decoded_as_it_declares() {
    let arabic = "قال الجيش إنه صد هجوما على مواقعه في شمال البلاد ووسطها فجر السبت، وقتل عددا من المهاجمين. ".repeat(8);
    let page = format!(
        r#"<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"></head><body><article><p>{arabic}</p></article></body></html>"#
    );
    let bytes = encoding_rs::WINDOWS_1256.encode(&page).0.into_owned();
    let folder = folder(&[("page.htm", &bytes)]);
    let page = read(&[folder.path()]).remove(0).unwrap();
    assert!(page.text.contains("قال الجيش إنه صد هجوما"), "{:?}", page.text);
}

#[test]
fn broken_pages_give_what_can_be_found() {
    let deep = "<div>".repeat(50_000);
    let unclosed = PAGE.replace("</p>", "").replace("</article>", "").replace("</body></html>", "<table><tr><p");
    let long = format!("<html><body>{}</body></html>", "<p><b>a".repeat(60_000));
    for page in [deep.as_str(), &unclosed, &long, "<html>", "<html><body></html>", "<script>while(1){}</script>"] {
        let folder = folder(&[("page.html", page.as_bytes())]);
        let read = read(&[folder.path()]).remove(0).unwrap();
        assert!(!read.text.is_empty() || !read.notes.is_empty());
        assert!(page != unclosed || read.text.contains("Gunmen on motorcycles"), "{:?}", read.text);
    }
}

#[test]
fn a_folder_is_read_in_order_and_no_further() {
    let outside = folder(&[("secret.txt", b"not asked for")]);
    let folder = folder(&[
        ("b.txt", b"third"),
        ("a/z.md", b"second"),
        ("a/b/c.text", b"first"),
        ("picture.png", b"\x89PNG"),
        ("c.ndjson", b"{\"id\": 4, \"text\": \"fourth\"}\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let texts: Vec<_> = read(&[folder.path()]).into_iter().map(|d| d.unwrap().text).collect();
    assert_eq!(texts, ["first", "second", "third", "fourth"]);
    assert_eq!(fs::read_to_string(outside.path().join("secret.txt")).unwrap(), "not asked for");
}

#[test]
fn bad_inputs_are_named_and_the_others_go_on() {
    let packed = gzip(b"{\"id\": \"a\", \"text\": \"one\"}\n{\"id\": \"b\", \"text\": \"two\"}\n");
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("empty.txt", b"", &["ok"]),
        ("blank.jsonl", b"\n\n  \n", &[]),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0", &["picture.txt: a picture, not text"]),
        ("paper.pdf", b"%PDF-1.4", &["paper.pdf: a PDF file, not text"]),
        ("zeros.txt", &[0; 64], &["zeros.txt: a binary file, not text"]),
        ("lines.jsonl", b"{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\"}\nnews\n{\"id\":7,\"text\":\"y\",\"published\":\"soon\"}\n{\"id\":\"c\",\"text\":\"z\"}",
            &["ok", "lines.jsonl:2: expected", "lines.jsonl:3: expected", "\"published\" is \"soon\"", "ok"]),
        ("latin.jsonl", b"{\"id\":\"a\",\"text\":\"S\xe9var\xe9\"}", &["latin.jsonl:1: expected"]),
        ("wide.jsonl", b"\xff\xfe{\0\"\0", &["JSON Lines in UTF-16"]),
        ("cut.jsonl.gz", &packed[..packed.len() - 12], &["end too early or are damaged"]),
        ("bad.txt.gz", b"\x1f\x8b\x08\0nonsense", &["end too early or are damaged"]),
        ("good.jsonl.gz", &packed, &["ok", "ok"]),
    ];
    for (name, bytes, expected) in cases {
        let folder = folder(&[(name, bytes), ("~last.txt", b"The last one.")]);
        let mut read =
            read(&[&folder.path().join(name), &folder.path().join("none.txt"), &folder.path().join("~last.txt")]);
        assert_eq!(read.pop().unwrap().unwrap().text, "The last one.");
        assert!(read.pop().unwrap().unwrap_err().ends_with("none.txt: no such file or folder"));
        // A line before the damage may have come through; what counts is that the damage is told.
        read.retain(|r| r.is_err() || expected.contains(&"ok"));
        assert_eq!(read.len(), expected.len(), "{name}: {read:?}");
        for (read, expected) in read.iter().zip(*expected) {
            match read {
                Ok(_) => assert_eq!(*expected, "ok", "{name}"),
                Err(error) => assert!(error.contains(expected), "{name}: {error}"),
            }
        }
    }
}

#[test]
fn what_is_empty_is_noted() {
    let folder = folder(&[("empty.txt", b""), ("page.html", b"<html><body></body></html>")]);
    let notes: Vec<_> = read(&[folder.path()]).into_iter().flat_map(|d| d.unwrap().notes).collect();
    assert_eq!(notes, ["the document is empty", "no main text was found on this page"]);
    let bare = tempfile::tempdir().unwrap();
    assert!(read(&[bare.path()])[0].as_ref().unwrap_err().contains("no documents in this folder"));
}

#[test]
fn documents_are_bounded() {
    let folder = folder(&[
        ("a.txt", &[b'a'; 100]),
        (
            "b.jsonl",
            br#"{"id":"long","text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}
{"id":"short","text":"a"}"#,
        ),
        ("c.txt.gz", &gzip(&vec![b'a'; 100_000])),
    ]);
    let options = Options { limit: 64, ..Options::default() };
    let read = read_with(options, &[Input::Path(folder.path().into())]);
    let ids: Vec<_> = read
        .iter()
        .map(|r| r.as_ref().map(|d| d.source_id.clone()).map_err(|e| e.contains("one document of more than")))
        .collect();
    assert_eq!(ids, [Err(true), Err(true), Ok(Some("short".into())), Err(true)]);
}

/// Answers each request with the next of some responses, and gives the address to ask.
fn serve(responses: Vec<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 2048];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(&response);
        }
    });
    address
}

fn response(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[test]
fn addresses_are_fetched() {
    let latin = encoding_rs::WINDOWS_1252.encode("Deux soldats tués à Sévaré").0.into_owned();
    let moved = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec();
    let address = serve(vec![
        response("200 OK", "text/html; charset=utf-8", PAGE.as_bytes()),
        response("200 OK", "text/plain; charset=windows-1252", &latin),
        response("404 Not Found", "text/html", b"gone"),
        moved,
        response("200 OK", "application/x-ndjson", b"{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n"),
        response("200 OK", "text/plain", &[b'a'; 3000]),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 900\r\nConnection: close\r\n\r\nshort"
            .to_vec(),
        b"nothing of the kind".to_vec(),
    ]);
    let page = |name: &str| Input::Url(format!("{address}/{name}"));
    let inputs = [page("a"), page("b"), page("c"), page("d"), page("e"), page("f"), page("g")];
    let read = read_with(Options { limit: 2999, allow_private: true, ..Options::default() }, &inputs);
    let first = read[0].as_ref().unwrap();
    assert_eq!(first.url, Some(format!("{address}/a")));
    assert!(first.text.starts_with("Gunmen on motorcycles"));
    assert_eq!(read[1].as_ref().unwrap().text, "Deux soldats tués à Sévaré");
    assert!(read[2].as_ref().unwrap_err().contains("the server has no such page"));
    assert_eq!((read[3].as_ref().unwrap().text.as_str(), read[4].as_ref().unwrap().text.as_str()), ("x", "y"));
    assert!(read[5].as_ref().unwrap_err().contains("one document of more than"));
    assert!(read[6].as_ref().unwrap_err().contains("cannot be read"));
    assert!(read[7].as_ref().unwrap_err().contains("could not be fetched"));
}

#[test]
fn an_unreachable_address_is_told() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let options = Options { allow_private: true, ..Options::default() };
    let read = read_with(options, &[Input::Url(format!("http://{closed}/"))]);
    assert!(read[0].as_ref().unwrap_err().contains("could not be fetched"), "{read:?}");
}

#[test]
fn a_named_form_goes_before_the_ending() {
    let folder = folder(&[("odd.dat", br#"{"id": "a", "text": "x"}"#)]);
    let path = Input::Path(folder.path().join("odd.dat"));
    let text = read_with(Options { format: Format::Text, ..Options::default() }, std::slice::from_ref(&path))
        .remove(0)
        .unwrap();
    assert_eq!(text.text, r#"{"id": "a", "text": "x"}"#);
    assert_eq!(read_with(Options::default(), &[path]).remove(0).unwrap().text, "x");
}
