//! What comes from the network: nothing but what may be asked, nothing without end, and politely.

use std::sync::Arc;
use std::time::{Duration, Instant};

use dateline_intake::feed::{self, Articles, Memory, Source};
use dateline_intake::{Input, Intake, Options};

#[path = "common/server.rs"]
mod server;

use server::{Request, Response, Server};

/// Options under which a server of a test may be asked, and as fast as it can answer.
fn options(memory: Option<&Arc<Memory>>) -> Options {
    let feeds = feed::Options { delay: Duration::ZERO, memory: memory.cloned(), ..feed::Options::default() };
    Options { allow_private: true, feeds, ..Options::default() }
}

/// Each document as its address' path and its text, each error in words.
fn read(inputs: impl IntoIterator<Item = Input>, options: Options) -> Vec<Result<(String, String), String>> {
    let memory = options.feeds.memory.clone();
    let documents = Intake::new(inputs, options).map(|raw| {
        let mut raw = raw.map_err(|error| error.to_string())?;
        // As a record would.
        if let Some((memory, visit)) = memory.as_ref().zip(raw.take_visit()) {
            memory.learn(visit);
        }
        let document = raw.document().map_err(|error| error.to_string())?;
        let url = document.url.unwrap_or_default();
        let path = url.splitn(4, '/').nth(3).unwrap_or_default().to_owned();
        Ok((path, document.text))
    });
    documents.collect()
}

fn feed_of(server: &Server) -> Input {
    Input::Feed(Source { url: server.url("/feed"), ..Source::default() })
}

fn article(words: &str) -> Response {
    let text = "Gunmen on motorcycles opened fire at the market of Dokura on Monday morning, killing two traders and wounding at \
                least five other people, the district governor said, before they fled towards the hills in the north. ";
    let page = format!(
        "<html><head><title>A page</title></head><body><article><p>{words} {text}</p><p>{text}</p><p>{text}</p></article></body></html>"
    );
    Response::new("text/html", page)
}

/// An RSS feed of items, each with its link and what stands beside the title.
fn rss(items: &[(&str, &str)]) -> Response {
    let items: String = items
        .iter()
        .map(|(link, more)| format!("<item><title>A &amp;quot;title&amp;quot; of {link}</title><link>{link}</link>{more}<pubDate>Sat, 25 Apr 2026 08:00:00 GMT</pubDate></item>"))
        .collect();
    Response::new(
        "application/rss+xml",
        format!(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Herald</title>{items}</channel></rss>"
        ),
    )
}

#[test]
fn private_addresses_are_refused_and_so_is_who_leads_there() {
    let server = Server::start(|_, _| article("Secret."));
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"] {
        let read = read([Input::Url(format!("http://{host}:{port}/"))], Options::default());
        let error = read[0].as_ref().unwrap_err();
        assert!(
            error.contains("is not in the public internet; --allow-private") || error.contains("could not be fetched"),
            "{host}: {error}"
        );
    }
    let feed = Input::Feed(Source { url: server.url("/feed"), ..Source::default() });
    assert!(read([feed], Options::default())[0].as_ref().unwrap_err().contains("not in the public internet"));
    assert!(server.requests().is_empty(), "somebody was asked");
    for url in ["file:///etc/passwd", "ftp://news.example/a", "gopher://127.0.0.1/"] {
        let feed = Input::Feed(Source { url: url.into(), ..Source::default() });
        assert!(read([feed], options(None))[0].as_ref().unwrap_err().contains("not an address of the web"));
    }
}

#[test]
fn a_redirect_without_end_and_one_to_elsewhere_are_errors() {
    let server = Server::start(|request, own| match request.path.as_str() {
        "/elsewhere" => Response::status(302).with("Location", "file:///etc/passwd"),
        "/nowhere" => Response::status(302),
        "/feed" => {
            rss(&[(&format!("{own}/circle"), ""), (&format!("{own}/elsewhere"), ""), (&format!("{own}/nowhere"), "")])
        }
        "/robots.txt" => Response::status(404),
        _ => Response::status(301).with("Location", "/circle"),
    });
    let circle = read([Input::Url(server.url("/circle"))], options(None));
    assert!(circle[0].as_ref().unwrap_err().contains("more than 5 times, perhaps in a circle"), "{circle:?}");
    assert_eq!(server.take_paths().len(), 6);
    let errors: Vec<String> = read([feed_of(&server)], options(None)).into_iter().map(Result::unwrap_err).collect();
    assert!(errors[0].contains("more than 5 times, perhaps in a circle"), "{errors:?}");
    assert!(errors[1].contains("not an address of the web"), "{errors:?}");
    assert!(errors[2].contains("sends us on to no address"), "{errors:?}");
}

#[test]
fn articles_are_fetched_or_taken_from_the_feed() {
    let server = Server::start(|request, own| match request.path.as_str() {
        "/feed" => {
            let long = "<p>Soldiers entered the town of Koro on Friday, the mayor said.</p> ".repeat(20);
            let whole = format!("<content:encoded><![CDATA[<script>x()</script>{long}]]></content:encoded>");
            let cut = "<content:encoded><![CDATA[<p>Soldiers entered the town ...</p>]]></content:encoded>";
            rss(&[
                (&format!("{own}/a"), "<description>A teaser.</description>"),
                (&format!("{own}/b"), &whole),
                (&format!("{own}/c"), cut),
            ])
        }
        "/robots.txt" => Response::status(404),
        path => article(&format!("This is {path}.")),
    });
    let read_all = |articles| {
        let mut options = options(None);
        options.feeds.articles = articles;
        let read = read([feed_of(&server)], options);
        let read: Vec<String> = read.into_iter().map(|r| r.unwrap().1.chars().take(30).collect()).collect();
        (read, server.take_paths())
    };
    let (texts, paths) = read_all(Articles::Auto);
    assert_eq!(
        texts,
        ["This is /a. Gunmen on motorcyc", "Soldiers entered the town of K", "This is /c. Gunmen on motorcyc"]
    );
    assert_eq!(paths, ["/feed", "/robots.txt", "/a", "/c"]);
    let (texts, paths) = read_all(Articles::Feed);
    assert_eq!(texts, ["A teaser.", "Soldiers entered the town of K", "Soldiers entered the town ..."]);
    assert_eq!(paths, ["/feed"]);
    assert_eq!(read_all(Articles::Page).1, ["/feed", "/robots.txt", "/a", "/b", "/c"]);
}

#[test]
fn what_a_feed_says_of_its_articles_is_kept() {
    let server = Server::start(|request, own| match request.path.as_str() {
        "/feed" => rss(&[(&format!("{own}/a"), "")]),
        "/json" => Response::new(
            "application/json",
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "items": [{"id": "n1", "content_text": "Gunmen attacked Koro.", "date_published": "2026-04-25T08:00:00Z"}]}"#,
        ),
        "/atom" => Response::new(
            "application/atom+xml",
            format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><id>urn:1</id><title>Raid</title><link rel='alternate' href='{own}/a'/><updated>2026-04-26T00:00:00Z</updated></entry></feed>"
            ),
        ),
        "/robots.txt" => Response::status(404),
        _ => article("Words."),
    });
    for (path, url, id, title, publisher, published) in [
        ("/feed", Some("/a"), None, Some("A page"), Some("The Herald"), "2026-04-25"),
        ("/json", None, Some("n1"), None, Some("Notes"), "2026-04-25"),
        ("/atom", Some("/a"), None, Some("A page"), Some("Wire"), "2026-04-26"),
    ] {
        let raw = Intake::new([Input::Url(server.url(path))], options(None)).next().unwrap().unwrap();
        let document = raw.document().unwrap();
        if let Some(url) = url {
            assert_eq!(document.url, Some(server.url(url)), "{path}");
        }
        assert_eq!(document.source_id.as_deref(), id, "{path}");
        assert_eq!(document.title.as_deref(), title, "{path}");
        assert_eq!(document.publisher.as_deref(), publisher, "{path}");
        assert_eq!(document.published.unwrap().date.to_string(), published, "{path}");
    }
    let named = Source { url: server.url("/feed"), publisher: Some("Herald".into()), ..Source::default() };
    let document = Intake::new([Input::Feed(named)], options(None)).next().unwrap().unwrap().document().unwrap();
    assert_eq!(document.publisher.as_deref(), Some("Herald"));
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let server = Server::start(|request, own| {
        let same = |tag: &str| {
            request.header("if-none-match") == Some(tag) || request.header("if-modified-since") == Some(tag)
        };
        match request.path.as_str() {
            "/feed" if same("\"f1\"") => Response::status(304),
            "/feed" => rss(&[(&format!("{own}/a"), ""), (&format!("{own}/b"), "")]).with("ETag", "\"f1\""),
            "/robots.txt" => Response::status(404),
            "/a" => article("One.").with("Last-Modified", "Sat, 25 Apr 2026 08:00:00 GMT"),
            _ => article("Two."),
        }
    });
    let memory = Arc::new(Memory::default());
    assert_eq!(read([feed_of(&server)], options(Some(&memory))).len(), 2);
    assert_eq!(server.take_paths(), ["/feed", "/robots.txt", "/a", "/b"]);
    assert_eq!(memory.take_finished().len(), 1);
    assert!(read([feed_of(&server)], options(Some(&memory))).is_empty());
    assert_eq!(server.take_paths(), ["/feed"]);
    // A feed that was named as an address only is known again.
    assert!(read([Input::Url(server.url("/feed"))], options(Some(&memory))).is_empty());
    let last = server.requests().pop().unwrap();
    assert_eq!(last.header("if-none-match"), Some("\"f1\""));
}

#[test]
fn an_edited_article_is_read_again_and_a_failed_one_tried_again() {
    let (mut round, mut failed) = (0, false);
    let server = Server::start(move |request: &Request, own: &str| match request.path.as_str() {
        "/feed" => {
            round += 1;
            let edited = if round > 1 { "<description>Now with more dead.</description>" } else { "" };
            rss(&[(&format!("{own}/a"), edited), (&format!("{own}/b"), ""), (&format!("{own}/gone"), "")])
                .with("ETag", "\"f1\"")
        }
        "/robots.txt" => Response::status(404),
        "/b" if !failed => {
            failed = true;
            Response::status(503).with("Retry-After", "100")
        }
        "/gone" => Response::status(410),
        path => article(&format!("This is {path}.")),
    });
    let memory = Arc::new(Memory::default());
    let first = read([feed_of(&server)], options(Some(&memory)));
    assert_eq!(first[0].as_ref().unwrap().0, "a");
    assert!(first[1].as_ref().unwrap_err().contains("status 503; try again in 100 seconds"), "{first:?}");
    // The host is left alone.
    assert!(first[2].as_ref().unwrap_err().contains("status 503; try again in"), "{first:?}");
    assert_eq!(server.take_paths(), ["/feed", "/robots.txt", "/a", "/b"]);
    let second = read([feed_of(&server)], options(Some(&memory)));
    assert_eq!(second.len(), 3);
    assert_eq!((&second[0].as_ref().unwrap().0, &second[1].as_ref().unwrap().0), (&"a".into(), &"b".into()));
    assert!(second[2].as_ref().unwrap_err().contains("no such page"));
    // Told once is enough.
    assert!(read([feed_of(&server)], options(Some(&memory))).is_empty());
}

#[test]
fn a_server_that_stumbles_is_asked_again_and_rules_are_kept() {
    let mut tries = 0;
    let server = Server::start(move |request, own| match request.path.as_str() {
        "/feed" => rss(&[(&format!("{own}/open"), ""), (&format!("{own}/closed/a"), ""), (&format!("{own}/way"), "")]),
        "/robots.txt" => {
            Response::new("text/plain", "User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /closed\n")
        }
        "/open" => {
            tries += 1;
            if tries < 3 { Response::status(429).with("Retry-After", "0") } else { article("Open.") }
        }
        "/way" => Response::status(302).with("Location", "/closed/b"),
        _ => article("Closed."),
    });
    let read = read([feed_of(&server)], options(None));
    assert_eq!(read[0].as_ref().unwrap().0, "open");
    assert!(read[1].as_ref().unwrap_err().contains("robots.txt does not let"), "{read:?}");
    assert!(read[2].as_ref().unwrap_err().contains("robots.txt does not let"), "{read:?}");
    assert_eq!(server.take_paths(), ["/feed", "/robots.txt", "/open", "/open", "/open", "/way"]);
    let agent = |server: &Server| {
        server.requests().iter().all(|r| r.header("user-agent").is_some_and(|a| a.starts_with("dateline/")))
    };
    assert!(agent(&server));
}

#[test]
fn hosts_are_asked_in_turn_and_not_too_often() {
    let other = Server::start(
        |request, _| if request.path == "/robots.txt" { Response::status(404) } else { article("There.") },
    );
    let there = other.address.clone();
    let server = Server::start(move |request, own| match request.path.as_str() {
        "/feed" => {
            let links: Vec<String> =
                ["1", "2"].iter().flat_map(|n| [format!("{own}/{n}"), format!("{there}/{n}")]).collect();
            rss(&[(&links[0], ""), (&links[2], ""), (&links[1], ""), (&links[3], "")])
        }
        "/robots.txt" => Response::status(404),
        _ => article("Here."),
    });
    let mut options = options(None);
    options.feeds.delay = Duration::from_millis(120);
    let begun = Instant::now();
    let read = read([feed_of(&server)], options);
    let order: Vec<bool> = read.iter().map(|r| r.as_ref().unwrap().1.starts_with("Here")).collect();
    assert_eq!(order, [true, false, true, false]);
    // Feed, rules and two pages of the one host: three pauses.
    assert!(begun.elapsed() >= Duration::from_millis(360), "{:?}", begun.elapsed());
}

#[test]
fn corrupt_feeds_are_told_and_the_others_go_on() {
    let server = Server::start(|request, own| match request.path.as_str() {
        "/cut" => Response::new("application/rss+xml", "<?xml version='1.0'?><rss><channel><item><title>A"),
        "/page" => article("No feed."),
        "/zeros" => Response::new("application/rss+xml", vec![0; 500]),
        "/empty" => Response::new("application/rss+xml", ""),
        "/json" => Response::new("application/feed+json", "{\"version\": \"https://jsonfeed.org/version/1.1\", "),
        "/bomb" => Response::new(
            "application/rss+xml",
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><rss version='2.0'><channel><title>&b;</title></channel></rss>",
        ),
        "/feed" => rss(&[(&format!("{own}/a"), "")]),
        "/robots.txt" => Response::status(404),
        _ => article("Good."),
    });
    let bad = ["/cut", "/page", "/zeros", "/empty", "/json", "/bomb", "/feed"];
    let inputs = bad.map(|path| Input::Feed(Source { url: server.url(path), ..Source::default() }));
    let read = read(inputs, options(None));
    let (good, bad): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    assert_eq!(good.len(), 1, "{bad:?}");
    let told = bad.iter().filter(|e| e.as_ref().unwrap_err().contains("not a feed that can be read")).count();
    assert!(told >= 5 && told == bad.len(), "{bad:?}");
}

#[test]
fn a_feed_in_a_file_names_articles_to_fetch_and_a_folder_does_not_ask_the_network() {
    let server = Server::start(
        |request, _| if request.path == "/robots.txt" { Response::status(404) } else { article("Fetched.") },
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saved.rss");
    std::fs::write(&path, rss(&[(&server.url("/a"), "")]).body).unwrap();
    std::fs::write(folder.path().join("b.txt"), "Gunmen attacked Koro.").unwrap();
    let read_ = read([Input::Path(path)], options(None));
    assert_eq!(read_[0].as_ref().unwrap().0, "a");
    server.take_paths();
    assert_eq!(read([Input::Path(folder.path().into())], options(None)).len(), 1);
    assert!(server.requests().is_empty());
}

/// A table of GDELT's mentions that names some addresses.
fn mentions(urls: &[String]) -> String {
    let row = |url: &String| {
        let mut row = [""; 16];
        (row[0], row[2], row[3], row[4], row[5]) = ("1", "20260425093000", "1", "news.example", url);
        row.join("\t") + "\n"
    };
    urls.iter().map(row).collect()
}

#[test]
fn a_list_of_files_is_followed_to_the_articles_that_they_name() {
    let zipped = |name: &str, words: &str| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, words.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    let server = Server::start(move |request, own| {
        let table = |names: [&str; 2]| mentions(&names.map(|name| format!("{own}{name}")));
        let named = [
            ("1.mentions.CSV.zip", zipped("1.mentions.CSV", &table(["/a", "/b"]))),
            ("2.mentions.CSV", table(["/b", "/c"]).into_bytes()),
            ("3.mentions.CSV", table(["/d", "/e"]).into_bytes()),
            ("4.mentions.CSV", table(["/f", "/g"]).into_bytes()),
        ];
        let line = |(name, bytes): &(&str, Vec<u8>)| {
            let hash: String =
                <md5::Md5 as md5::Digest>::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{} {hash} {own}/{name}\n", bytes.len())
        };
        match request.path.trim_start_matches('/') {
            "robots.txt" => Response::status(404),
            "lastupdate.txt" => {
                let abc = "900150983cd24fb0d6963f7d28e17f72";
                let (third, fourth) = (line(&named[2]), line(&named[3]));
                let mut altered: Vec<&str> = third.split(' ').collect();
                altered[1] = abc;
                let lines = [
                    format!("7 {abc} {own}/1.export.CSV.zip\n"),
                    line(&named[0]),
                    format!("7 {abc} {own}/1.gkg.csv.zip\n"),
                    line(&named[1]),
                    "nonsense\n".into(),
                    // One that was altered on its way, one that was cut off, one that is gone.
                    altered.join(" "),
                    format!("1{fourth}"),
                    format!("7 {abc} {own}/5.mentions.CSV\n"),
                ];
                Response::new("text/plain", lines.concat())
            }
            "5.mentions.CSV" => Response::status(404),
            other => match named.iter().find(|(name, _)| *name == other) {
                Some((_, bytes)) => Response::new("application/zip", bytes.clone()),
                None => article(other),
            },
        }
    });
    let read = read([Input::Url(server.url("/lastupdate.txt"))], options(None));
    let paths: Vec<&str> = read.iter().flatten().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["a", "b", "c"]);
    let wrong: Vec<&String> = read.iter().filter_map(|read| read.as_ref().err()).collect();
    assert_eq!(wrong.len(), 4, "{wrong:#?}");
    for (told, words) in wrong.iter().zip(["txt:5: ", "txt:6: ", "not what the list states", "no such page"]) {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    let asked: Vec<String> = server.requests().iter().map(|request| request.path.clone()).collect();
    assert!(!asked.iter().any(|path| path.contains("export") || path.contains("gkg")), "{asked:?}");

    // Saved to a file it is the same; in a folder it asks nobody.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("masterfilelist.txt");
    let md5: String = <md5::Md5 as md5::Digest>::digest(b"x").iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(&path, format!("1 {md5} {}\n", server.url("/4.mentions.CSV"))).unwrap();
    server.take_paths();
    let told = read_words(&path);
    assert!(told.contains("more than 1 bytes"), "{told}");
    assert!(!server.requests().is_empty());
    server.take_paths();
    let found = Intake::new([Input::Path(folder.path().into())], options(None)).count();
    assert_eq!((found, server.requests().len()), (1, 0));
}

fn read_words(path: &std::path::Path) -> String {
    let read = read([Input::Path(path.into())], options(None));
    read.into_iter().map(|read| read.map_or_else(|error| error, |(path, _)| path)).collect::<Vec<_>>().join("\n")
}
