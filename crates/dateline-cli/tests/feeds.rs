//! Feeds into a record: what is new is fetched, what did not change is not, an edit is a revision.
#![cfg(feature = "record")]

use std::path::Path;
use std::process::{Command, Output};

use dateline_record::{Moment, Record};

#[path = "../../dateline-intake/tests/common/server.rs"]
mod server;

use server::{Response, Server};

fn dateline(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).output().unwrap()
}

fn ingest(record: &Path, url: &str) -> (String, String) {
    let output = dateline(&["ingest", "--allow-private", "--record", record.to_str().unwrap(), url]);
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn page(words: &str) -> Response {
    let more = "The mayor said that the attackers came on motorcycles at dawn and left towards the hills in the north of the district, \
                and that the army had sent soldiers to the village, where the market stayed closed all day.";
    Response::new(
        "text/html",
        format!(
            "<html><head><title>Raid</title></head><body><article><p>{words} {more}</p><p>{more}</p></article></body></html>"
        ),
    )
}

#[test]
fn a_feed_is_taken_in_once_and_an_edit_is_a_revision() {
    let mut asked = 0;
    let server = Server::start(move |request, own| match request.path.as_str() {
        "/feed" => {
            asked += 1;
            let edited = if asked > 2 { "<description>Four dead.</description>" } else { "" };
            let rss = format!(
                "<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title><item><title>Raid</title><link>{own}/raid?utm_source=rss</link>{edited}</item></channel></rss>"
            );
            if request.header("if-none-match") == Some("\"1\"") && asked == 2 {
                return Response::status(304);
            }
            Response::new("application/rss+xml", rss).with("ETag", "\"1\"")
        }
        "/robots.txt" => Response::status(404),
        _ if asked > 2 => page("Gunmen attacked Koro in Mali on Monday, killing four people."),
        _ => page("Gunmen attacked Koro in Mali on Monday, killing two people."),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("war.db");
    let feed = server.url("/feed");
    let (out, err) = ingest(&path, &feed);
    assert!(
        out.starts_with(
            "1 document: 1 new
"
        ) && out.contains("incidents (standard)"),
        "{out}"
    );
    assert_eq!(err, "");
    server.take_paths();
    // The first time it was an address like any other; from now on it is known to be a feed.
    assert_eq!(ingest(&path, &feed).0, "0 documents\n");
    assert_eq!(server.take_paths(), ["/feed"]);
    assert!(ingest(&path, &feed).0.starts_with(
        "1 document: 1 revised
"
    ));
    assert_eq!(server.take_paths(), ["/feed", "/robots.txt", "/raid?utm_source=rss"]);
    let record = Record::open(&path).unwrap();
    let status = record.status(Moment::NOW).unwrap();
    assert_eq!((status.documents, status.revisions), (1, 2));
    assert_eq!(record.verify().unwrap().flaws, []);
    let document = record.document(record.documents(Moment::NOW).unwrap()[0]).unwrap().document;
    assert!(document.text.contains("killing four people"), "{}", document.text);
    assert_eq!(document.publisher.as_deref(), Some("Wire"));
}
