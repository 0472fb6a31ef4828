//! The kill test: `dateline ingest` is killed at random moments, and nothing that it reported is lost, nothing is half done,
//! and in the end the record is the one that an undisturbed run makes. The same of the merger at its end, which is killed by itself.
//!
//! Ten kills by default. `just kill-test` sets `DATELINE_KILLS=100` and `DATELINE_KILL_DOCUMENTS` to JSON Lines of 2,000
//! reports.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dateline_record::{Moment, Record};

mod common;

use common::Random;

/// Reports that differ, some under the same id: these are revisions.
fn corpus(path: &Path, random: &mut Random) {
    let mut lines = String::new();
    for number in 0..600 {
        let mut pick = |words: &[&'static str]| words[random.below(words.len() as u64) as usize];
        let (who, did) = (pick(&["Gunmen", "Soldiers", "Militants"]), pick(&["attacked", "shelled", "entered"]));
        let (place, day) = (pick(&["Koro", "Dori", "Kaya", "Kidal"]), pick(&["Monday", "Tuesday", "Friday"]));
        let id = if number % 10 == 9 { number - 9 } else { number };
        writeln!(
            lines,
            r#"{{"id": "r{id}", "text": "{who} {did} the village of {place} on {day}, killing {number} people. The mayor said so."}}"#
        )
        .unwrap();
    }
    fs::write(path, lines).unwrap();
}

fn ingest(record: &Path, documents: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["ingest", "--format", "jsonl", "--record"])
        .args([record, documents])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The ids of documents that a line each reported as done. A line that was cut off reported nothing.
fn reported(child: &mut Child) -> thread::JoinHandle<BTreeSet<String>> {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || {
        let (mut ids, mut line) = (BTreeSet::new(), String::new());
        while out.read_line(&mut line).is_ok_and(|length| length > 0) {
            if line.ends_with('\n') {
                let value: serde_json::Value = serde_json::from_str(&line).unwrap();
                ids.insert(value["document"].as_str().unwrap().to_owned());
            }
            line.clear();
        }
        ids
    })
}

/// Everything of a record that does not depend on when it was made: documents in their order, with text and reading, and
/// the incidents that were made of them.
fn everything(path: &Path) -> Vec<String> {
    let record = Record::open(path).unwrap();
    let handles = record.documents(Moment::NOW).unwrap();
    let mut all: Vec<String> = handles.into_iter().map(|h| format!("{:?}", record.document(h).unwrap())).collect();
    let status = record.status(Moment::NOW).unwrap();
    let drawn = (status.events, status.claims, status.actors, status.places);
    all.push(format!("{} {} {} {drawn:?}", status.documents, status.revisions, status.readings));
    all.extend(record.incidents(Moment::NOW).unwrap().map(|incident| format!("{:?}", incident.unwrap().incident)));
    all
}

#[test]
fn killed_at_any_moment_nothing_is_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let kills: u64 = std::env::var("DATELINE_KILLS").map_or(10, |number| number.parse().unwrap());
    let mut random = Random(2026);
    let documents = std::env::var("DATELINE_KILL_DOCUMENTS").map_or_else(
        |_| {
            let path = folder.path().join("documents.jsonl");
            corpus(&path, &mut random);
            path
        },
        PathBuf::from,
    );
    let undisturbed = folder.path().join("undisturbed.db");
    let begun = Instant::now();
    let mut child = ingest(&undisturbed, &documents);
    let all = reported(&mut child);
    assert!(child.wait().unwrap().success());
    let (all, whole) = (all.join().unwrap(), begun.elapsed());
    assert_eq!(Record::open(&undisturbed).unwrap().verify().unwrap().flaws, []);

    let killed = folder.path().join("killed.db");
    let (mut safe, mut ended, mut inside) = (BTreeSet::new(), 0, 0);
    for _ in 0..kills {
        let mut child = ingest(&killed, &documents);
        let ids = reported(&mut child);
        // Some before the record is opened, most while it is written; what each run adds leaves work for those after it.
        let longest = (whole.as_micros() as u64 * 3 / kills).max(1_200_000.min(whole.as_micros() as u64));
        thread::sleep(Duration::from_micros(random.below(longest)));
        if child.try_wait().unwrap().is_some() {
            ended += 1;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        safe.extend(ids.join().unwrap());
        let Ok(record) = Record::open(&killed) else {
            assert_eq!(safe.len(), 0, "a record that reported documents must open");
            continue;
        };
        let done = record.verify().unwrap();
        assert_eq!(done.flaws, []);
        inside += usize::from(done.entries > 0 && safe.len() < all.len());
        for id in &safe {
            assert!(record.find(id, Moment::NOW).unwrap().is_some(), "{id} was reported and is lost");
        }
    }
    let mut child = ingest(&killed, &documents);
    let last = reported(&mut child);
    assert!(child.wait().unwrap().success());
    assert_eq!(last.join().unwrap(), all);
    let record = Record::open(&killed).unwrap();
    assert_eq!(record.verify().unwrap().flaws, []);
    let (expected, found) = (everything(&undisturbed), everything(&killed));
    assert_eq!(expected.len(), found.len());
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(expected, found);
    }
    println!(
        "{kills} kills, {inside} of them while documents were being stored, {ended} after the end; {} documents, \
         0 lost, 0 doubled, 0 flaws; undisturbed {:.1} s",
        all.len(),
        whole.as_secs_f64()
    );
}

#[test]
fn killed_while_merging_nothing_is_half_merged() {
    let folder = tempfile::tempdir().unwrap();
    let kills: u64 = std::env::var("DATELINE_KILLS").map_or(10, |number| number.parse().unwrap());
    let mut random = Random(2027);
    let documents = folder.path().join("documents.jsonl");
    corpus(&documents, &mut random);
    let (before, merged) = (folder.path().join("before.db"), folder.path().join("merged.db"));
    let dateline = |command: &str, record: &Path| {
        let mut dateline = Command::new(env!("CARGO_BIN_EXE_dateline"));
        dateline.args([command, "--record"]).arg(record).stdout(Stdio::null()).stderr(Stdio::null());
        dateline
    };
    assert!(dateline("ingest", &before).arg("--no-merge").arg(&documents).status().unwrap().success());
    let copy = |to: &Path| {
        // What is left of the last time goes with it.
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", to.display()));
        }
        fs::copy(&before, to).unwrap();
    };
    copy(&merged);
    let begun = Instant::now();
    assert!(dateline("merge", &merged).status().unwrap().success());
    let (whole, expected) = (begun.elapsed(), everything(&merged));
    assert!(expected.len() > everything(&before).len(), "the merger made no incidents");

    let killed = folder.path().join("killed.db");
    let (mut unmerged, mut done) = (0, 0);
    for _ in 0..kills {
        copy(&killed);
        let mut child = dateline("merge", &killed).spawn().unwrap();
        // Most of the time goes by before anything is written.
        let half = whole.as_micros() as u64 / 2;
        thread::sleep(Duration::from_micros(half + random.below(half + half / 4)));
        child.kill().unwrap();
        child.wait().unwrap();
        let record = Record::open(&killed).unwrap();
        assert_eq!(record.verify().unwrap().flaws, []);
        if record.last_merger(Moment::NOW).unwrap().is_none() {
            assert_eq!(record.incidents(Moment::NOW).unwrap().count(), 0);
            unmerged += 1;
            drop(record);
            assert!(dateline("merge", &killed).status().unwrap().success());
        } else {
            done += 1;
        }
        assert_eq!(everything(&killed), expected);
    }
    println!("{kills} kills, {unmerged} before the merger was on the disk, {done} after; merging takes {whole:?}");
}
