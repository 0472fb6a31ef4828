//! `dateline watch`: what is new is stored, merged and told once, whatever happens between.
#![cfg(feature = "record")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use dateline_record::{Moment, Record};
use jiff::Timestamp;

#[path = "../../dateline-intake/tests/common/server.rs"]
mod server;

use server::{Response, Server};

fn watch(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).arg("watch").args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// When all articles were published.
static NOW: LazyLock<Timestamp> = LazyLock::new(Timestamp::now);

/// A feed of whole articles, each with its number and its words, published now.
fn feed(own: &str, articles: &[(u32, String)]) -> Response {
    let date = NOW.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let items: String = articles
        .iter()
        .map(|(n, words)| format!("<item><title>Report {n}</title><link>{own}/{n}</link><description>{words}</description><pubDate>{date}</pubDate></item>"))
        .collect();
    Response::new(
        "application/rss+xml",
        format!("<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>"),
    )
}

fn raid(place: &str, dead: u32) -> String {
    format!(
        "Gunmen attacked the market of {place} in northern Burkina Faso today, killing {dead} traders, the mayor said. Awa Ouedraogo, 31, was among the dead."
    )
}

const CLASH: &str =
    "Soldiers shelled a camp of militants near Djibo in Burkina Faso today, the army said in a statement.";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(plan: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("feeds.toml"), plan).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn once(&self) -> Output {
        let (record, plan) = (self.path("war.db"), self.path("feeds.toml"));
        watch(&["--once", "--allow-private", "--record", record.to_str().unwrap(), plan.to_str().unwrap()])
    }

    fn record(&self) -> Record {
        Record::open(self.path("war.db")).unwrap()
    }
}

#[test]
fn what_is_new_is_told_once_and_what_changed_is_told_again() {
    let articles = Arc::new(Mutex::new(vec![(1, raid("Dori", 14)), (2, CLASH.to_owned())]));
    let (shown, refuse) = (articles.clone(), Arc::new(Mutex::new(2)));
    let server = Server::start(move |request, own| match request.path.as_str() {
        "/feed" => feed(own, &shown.lock().unwrap()),
        "/broken" => Response::new("application/rss+xml", "<rss><channel"),
        "/hook" => {
            let mut left = refuse.lock().unwrap();
            let status = if *left > 0 { 503 } else { 204 };
            *left = u32::saturating_sub(*left, 1);
            Response::status(status)
        }
        _ => Response::status(404),
    });
    let desk = Desk::new(&format!(
        "delay = \"0s\"\n[[feed]]\nurl = \"{0}/broken\"\n[[feed]]\nurl = \"{0}/feed\"\narticles = \"feed\"\n\
         [[alert]]\nname = \"Ten dead\"\ncountries = [\"Burkina Faso\"]\ntypes = [\"ASSAULT\"]\nkilled = 10\nunreviewed = true\nrss = \"out.xml\"\nwebhook = \"{0}/hook\"\n\
         [[alert]]\nname = \"Reviewed\"\ncountries = [\"BF\"]\nrss = \"reviewed.xml\"\n",
        server.address
    ));
    let first = desk.once();
    let (out, err) = (text(&first.stdout), text(&first.stderr));
    assert!(out.starts_with("2 feeds; 2 documents: 2 new; 1 could not be read; 2 incidents: 2 new"), "{out} {err}");
    assert!(out.contains("1 alert (2 more if somebody reviewed them)"), "{out}");
    assert!(err.contains("/broken: not a feed that can be read"), "{err}");
    assert_eq!(first.status.code(), Some(1));

    // It failed twice, was taken the third time, and is not sent again.
    let posts = || server.requests().into_iter().filter(|r| r.method == "POST").collect::<Vec<_>>();
    assert_eq!(posts().len(), 3);
    let (keys, body) = (
        posts().iter().map(|r| r.header("idempotency-key").unwrap().to_owned()).collect::<Vec<_>>(),
        posts()[2].body.clone(),
    );
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    let sent: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (&sent["schema"], &sent["rule"], &sent["review"]),
        (&"dateline/alert/1".into(), &"Ten dead".into(), &"not reviewed".into())
    );
    assert_eq!(sent["tolls"][0]["range"], "14");
    assert_eq!(sent["update"], false);
    let rss = fs::read_to_string(desk.path("out.xml")).unwrap();
    // Never more than a table may say: no names of victims, no full text.
    for words in [&body, &rss] {
        assert!(words.contains("14") && words.contains("not reviewed") && words.contains("Dori"), "{words}");
        assert!(!words.contains("Awa") && !words.contains("Ouedraogo"), "{words}");
    }
    assert!(feed_rs_reads(&rss) == 1 && feed_rs_reads(&fs::read_to_string(desk.path("reviewed.xml")).unwrap()) == 0);
    let written = fs::metadata(desk.path("out.xml")).unwrap().modified().unwrap();
    let second = text(&desk.once().stdout);
    assert!(second.starts_with("2 feeds; 0 documents"), "{second}");
    assert_eq!(posts().len(), 3);
    assert_eq!(fs::metadata(desk.path("out.xml")).unwrap().modified().unwrap(), written);

    // An edited article: a revision, and an update of the alert.
    articles.lock().unwrap()[0].1 = raid("Dori", 21);
    let third = text(&desk.once().stdout);
    assert!(third.contains("1 document: 1 revised") && third.contains("1 alert"), "{third}");
    assert_eq!(posts().len(), 4);
    let sent: serde_json::Value = serde_json::from_str(&posts()[3].body).unwrap();
    assert_eq!((&sent["update"], &sent["tolls"][0]["range"]), (&true.into(), &"21".into()));
    let record = desk.record();
    assert_eq!(record.verify().unwrap().flaws, []);
    let status = record.status(Moment::NOW).unwrap();
    assert_eq!((status.documents, status.revisions), (2, 3));
}

/// How many items a reader of feeds finds.
fn feed_rs_reads(rss: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alerts.rss");
    fs::write(&path, rss).unwrap();
    let read = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["read", "--format", "jsonl", "--articles", "feed"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", text(&read.stderr));
    text(&read.stdout).lines().count()
}

#[test]
fn a_webhook_that_does_not_answer_is_tried_again_in_a_later_round() {
    let open = Arc::new(Mutex::new(false));
    let is_open = open.clone();
    let server = Server::start(move |request, own| match request.path.as_str() {
        "/feed" => feed(own, &[(1, raid("Dori", 14))]),
        "/hook" if *is_open.lock().unwrap() => Response::status(200),
        "/hook" => Response::status(500),
        _ => Response::status(404),
    });
    let desk = Desk::new(&format!(
        "delay = \"0s\"\n[[feed]]\nurl = \"{0}/feed\"\narticles = \"feed\"\n[[alert]]\nname = \"All\"\nunreviewed = true\nwebhook = \"{0}/hook\"\n",
        server.address
    ));
    let first = desk.once();
    assert!(
        text(&first.stderr).contains("the alert \"All\" was not taken: the server answered with status 500"),
        "{}",
        text(&first.stderr)
    );
    assert_eq!(first.status.code(), Some(1));
    *open.lock().unwrap() = true;
    // Not before its time; then once.
    server.take_paths();
    assert!(desk.once().status.success());
    assert_eq!(server.take_paths(), ["/feed"]);
    let mut record = desk.record();
    let notes: Vec<(String, serde_json::Value)> = record.notes("alert").unwrap();
    let (key, mut note) = notes[0].clone();
    note["next"] = "2020-01-01T00:00:00Z".into();
    record.note("alert", &[(key.as_str(), Some(&note))]).unwrap();
    drop(record);
    assert!(desk.once().status.success());
    assert_eq!(server.take_paths(), ["/feed", "/hook"]);
    assert!(desk.once().status.success());
    assert_eq!(server.take_paths(), ["/feed"]);
}

/// Starts a watch that goes on until it is ended.
#[cfg(unix)]
fn start(desk: &Desk) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["watch", "--allow-private", "--record"])
        .args([desk.path("war.db"), desk.path("feeds.toml")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[cfg(unix)]
fn wait_until(what: &str, is: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
fn documents(path: &Path) -> u64 {
    Record::open(path).and_then(|record| record.status(Moment::NOW)).map_or(0, |status| status.documents)
}

#[test]
#[cfg(unix)]
fn killed_or_ended_it_takes_up_where_it_stopped() {
    let server = Server::start(|request, own| match request.path.as_str() {
        "/feed" => feed(own, &(0..40).map(|n| (n, String::new())).collect::<Vec<_>>()),
        "/robots.txt" => Response::status(404),
        path => {
            let n = path.trim_start_matches('/').parse().unwrap_or(0);
            Response::new(
                "text/html",
                format!(
                    "<html><body><article><p>{}</p><p>{}</p></article></body></html>",
                    raid("Dori", n),
                    raid("Djibo", n)
                ),
            )
        }
    });
    let desk = Desk::new(&format!("delay = \"60ms\"\n[[feed]]\nurl = \"{}/feed\"\n", server.address));
    let path = desk.path("war.db");
    let mut child = start(&desk);
    wait_until("documents come", || documents(&path) > 3);
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = documents(&path);
    assert!(kept < 40, "it was killed too late to tell");

    // Ended in order, it says so and is soon gone.
    let mut child = start(&desk);
    wait_until("more documents come", || documents(&path) > kept + 3);
    let begun = Instant::now();
    let ended = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(ended.success() && child.wait().unwrap().success());
    assert!(begun.elapsed() < Duration::from_secs(20));
    let kept = documents(&path);
    server.take_paths();
    assert!(desk.once().status.success());
    let pages = server.take_paths().into_iter().filter(|path| path != "/feed" && path != "/robots.txt").count() as u64;
    assert_eq!(pages, 40 - kept, "only what was missing is fetched");
    assert_eq!(documents(&path), 40);
    let record = desk.record();
    assert_eq!(record.verify().unwrap().flaws, []);
    assert_eq!(record.status(Moment::NOW).unwrap().revisions, 40);
}

#[test]
#[cfg(unix)]
fn a_record_that_another_program_holds_is_told_and_taken_up_when_it_is_free() {
    let server = Server::start(|request, own| match request.path.as_str() {
        "/feed" => feed(own, &[(1, raid("Dori", 14))]),
        _ => Response::status(404),
    });
    let desk = Desk::new(&format!("[[feed]]\nurl = \"{}/feed\"\narticles = \"feed\"\n", server.address));
    let path = desk.path("war.db");
    let mut other = Record::open_or_create(&path).unwrap();
    let held = other.batch().unwrap();
    let mut child = start(&desk);
    let mut told = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stderr.take().unwrap()), &mut told).unwrap();
    assert!(told.contains("war.db: another program is writing to this record"), "{told}");
    assert!(child.try_wait().unwrap().is_none(), "it goes on");
    drop(held);
    wait_until("the document comes", || documents(&path) == 1);
    let ended = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(ended.success() && child.wait().unwrap().success());
    let record = desk.record();
    assert_eq!((record.verify().unwrap().flaws, record.status(Moment::NOW).unwrap().revisions), (vec![], 1));

    // For cron it is an error, and the next run takes it up.
    let held = other.batch().unwrap();
    server.take_paths();
    let once = desk.once();
    assert_eq!(once.status.code(), Some(2), "{}", text(&once.stderr));
    assert!(text(&once.stderr).contains("another program is writing"), "{}", text(&once.stderr));
    drop(held);
    assert!(desk.once().status.success());
}

#[test]
fn mistakes_in_a_watch_file_are_told_with_their_lines() {
    let good = "[[feed]]\nurl = \"https://news.example/rss\"\n";
    for (plan, expected) in [
        (String::new(), "no feeds"),
        ("[[feed]]\nurl = \"news.example\"".into(), ":2: \"news.example\" is no address of the web"),
        (format!("{good}every = \"often\""), ":3: \"often\" is no time as 90s, 15m or 2h"),
        (format!("{good}colour = \"red\""), ":3: unknown field `colour`"),
        (format!("{good}[[alert]]\nname = \"a\""), ":4: the alert \"a\" goes nowhere: say rss or webhook"),
        (
            format!("{good}[[alert]]\nname = \"a\"\nrss = \"x\"\ncountries = [\"Mali\", \"Atlantis\"]"),
            ":6: \"Atlantis\" is no code",
        ),
        (format!("{good}[[alert]]\nname = \"a\"\nrss = \"x\"\ntypes = [\"WAR\"]"), ":6: \"WAR\" is no type of PLOVER"),
        (
            format!("{good}[[alert]]\nname = \"a\"\nrss = \"x\"\nbounds = [20.0, 1.0, 10.0, 2.0]"),
            ":6: bounds are [south, west, north, east]",
        ),
        (format!("merge = \"none\"\n{good}"), "no merge rule \"none\""),
        ("<opml><body></opml>".into(), "line 1"),
        ("<opml><body></body></opml>".into(), "no feeds"),
    ] {
        let desk = Desk::new(&plan);
        let output = desk.once();
        assert_eq!(output.status.code(), Some(2), "{plan}");
        assert!(text(&output.stderr).contains(expected), "{plan}: {}", text(&output.stderr));
    }
}

#[test]
fn opml_lists_are_watched_and_private_feeds_are_not_asked() {
    let server = Server::start(|request, own| match request.path.as_str() {
        "/feed" => feed(own, &[]),
        _ => Response::status(404),
    });
    let desk =
        Desk::new(&format!("<opml version=\"2.0\"><body><outline xmlUrl=\"{}/feed\"/></body></opml>", server.address));
    assert_eq!(text(&desk.once().stdout), "1 feed; 0 documents\n");
    let (record, plan) = (desk.path("war.db"), desk.path("feeds.toml"));
    let refused = watch(&["--once", "--record", record.to_str().unwrap(), plan.to_str().unwrap()]);
    assert!(text(&refused.stderr).contains("not in the public internet"), "{}", text(&refused.stderr));
    assert_eq!(server.take_paths(), ["/feed"]);
}
