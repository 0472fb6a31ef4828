//! `dateline archive`: the same input gives the same files, on any number of threads and however often it is killed.
//!
//! Six kills by default. `just archive-kill-test` sets `DATELINE_KILLS=50` and `DATELINE_KILL_DOCUMENTS` to JSON Lines of some
//! thousand reports.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dateline_archive::files::Manifest;

mod common;

use common::Random;

/// Reports, and lines that are none.
fn corpus(path: &Path, count: usize) {
    let mut random = Random(9);
    let mut lines = String::new();
    for number in 0..count {
        let mut pick = |words: &[&'static str]| words[random.below(words.len() as u64) as usize];
        let (who, did) = (pick(&["Gunmen", "Soldiers", "Militants"]), pick(&["attacked", "shelled", "entered"]));
        let (place, day) = (pick(&["Koro", "Dori", "Kaya", "Kidal"]), pick(&["Monday", "Tuesday", "Friday"]));
        if number % 40 == 17 {
            lines.push_str("{\"id\": \"no text\"}\n");
            continue;
        }
        writeln!(
            lines,
            r#"{{"id": "r{number}", "published": "2026-04-25", "text": "{who} {did} the village of {place} on {day}, killing {number} people. \"They fled,\" the mayor said."}}"#
        )
        .unwrap();
    }
    fs::write(path, lines).unwrap();
}

/// The program: that of this build, unless `DATELINE_BIN` names another, such as one built in release.
fn program() -> OsString {
    std::env::var_os("DATELINE_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_dateline").into())
}

fn dateline<S: AsRef<OsStr>>(args: &[S]) -> Output {
    Command::new(program()).args(args).output().unwrap()
}

fn archive(input: &Path, out: &Path, more: &[&str]) -> Output {
    let mut args = vec![OsStr::new("archive"), input.as_os_str(), OsStr::new("--out"), out.as_os_str()];
    args.extend(more.iter().map(OsStr::new));
    dateline(&args)
}

/// Every file of an archive but for how long it took, by its path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_path_buf()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() != "timings.json" {
                let name = entry.path().strip_prefix(folder).unwrap().to_owned();
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

fn assert_same(expected: &Path, found: &Path) {
    let (expected, found) = (files(expected), files(found));
    assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    for (name, bytes) in &expected {
        assert!(*bytes == found[name], "{} differs", name.display());
    }
}

fn manifest(folder: &Path) -> Manifest {
    serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap()
}

fn words(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

#[test]
fn one_thread_and_many_write_the_same_files() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("documents.jsonl");
    corpus(&input, 130);
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    let done = archive(&input, &one, &["--shard-size", "30", "--threads", "1"]);
    assert_eq!(done.status.code(), Some(1), "three lines are no documents");
    assert_eq!(words(&done.stdout), "127 documents, 3 could not be read, 127 events, 5 shards\n");
    assert!(words(&done.stderr).contains("documents.jsonl:18: expected"), "{}", words(&done.stderr));
    archive(&input, &many, &["--shard-size", "30", "--threads", "5"]);
    assert_same(&one, &many);
    let manifest = manifest(&one);
    assert_eq!((manifest.counts.documents, manifest.counts.failed), (127, 3));
    assert_eq!((manifest.rows["documents"], manifest.rows["errors"], manifest.rows["events"]), (127, 3, 127));
    assert_eq!(files(&one).len(), 12 * 5 + 1);
    // A finished archive is left as it is.
    let again = archive(&input, &one, &["--shard-size", "30", "--resume"]);
    assert_eq!(again.status.code(), Some(1));
    assert_same(&one, &many);
}

#[test]
fn what_was_begun_otherwise_does_not_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("documents.jsonl"), folder.path().join("out"));
    corpus(&input, 12);
    assert!(archive(&input, &out, &[]).status.success());
    for (more, problem) in [
        (vec![], "is not empty: --resume goes on"),
        (vec!["--resume", "--shard-size", "7"], "another option (shard_size): 10000, now: 7"),
        (vec!["--resume", "--published", "2026-01-01"], "another option (published): none, now: 2026-01-01"),
    ] {
        let refused = archive(&input, &out, &more);
        assert_eq!(refused.status.code(), Some(2));
        assert!(words(&refused.stderr).contains(problem), "{}", words(&refused.stderr));
    }
    corpus(&input, 13);
    let refused = archive(&input, &out, &["--resume"]);
    assert!(words(&refused.stderr).contains("begun with other inputs"), "{}", words(&refused.stderr));
    let refused = archive(&input, folder.path(), &["--resume"]);
    assert!(words(&refused.stderr).contains("holds no archive"), "{}", words(&refused.stderr));
}

/// Changes a file without changing its length: its second half becomes zeros.
fn pad(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0);
    fs::write(path, bytes).unwrap();
}

#[test]
fn shards_that_are_not_as_they_were_written_are_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    corpus(&at("documents.jsonl"), 110);
    let with = ["--shard-size", "20"];
    let resume = [with.as_slice(), &["--resume"]].concat();
    archive(&at("documents.jsonl"), &at("whole"), &with);
    // A finished archive: one file cut and padded, one altered in a byte, one gone; each in a shard of its own.
    archive(&at("documents.jsonl"), &at("out"), &with);
    pad(&at("out/claims/part-000000.parquet"));
    let altered = at("out/events/part-000002.parquet");
    let mut bytes = fs::read(&altered).unwrap();
    bytes[9] ^= 1;
    fs::write(&altered, bytes).unwrap();
    fs::remove_file(at("out/errors/part-000005.parquet")).unwrap();
    let again = archive(&at("documents.jsonl"), &at("out"), &resume);
    let told = words(&again.stderr);
    for file in ["claims/part-000000", "events/part-000002", "errors/part-000005"] {
        assert!(told.contains(&format!("{file}.parquet is not as it was written; its shard is read again")), "{told}");
    }
    assert_same(&at("whole"), &at("out"));
    let timings: serde_json::Value = serde_json::from_slice(&fs::read(at("out/timings.json")).unwrap()).unwrap();
    assert_eq!(
        (&timings["before"], &timings["documents"]),
        (&60.into(), &48.into()),
        "no more than those three shards"
    );
    // One that was killed, whose first shard is damaged, and the record of whose second.
    let mut child = Command::new(program())
        .args(["archive", "--shard-size", "20", "--threads", "1", "--out"])
        .args([at("killed"), at("documents.jsonl")])
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while !at("killed/.progress/000001.json").exists() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!at("killed/manifest.json").exists(), "it was killed too late");
    pad(&at("killed/documents/part-000000.parquet"));
    pad(&at("killed/.progress/000001.json"));
    let again = archive(&at("documents.jsonl"), &at("killed"), &resume);
    assert!(words(&again.stderr).contains("documents/part-000000.parquet is not as"), "{}", words(&again.stderr));
    assert_same(&at("whole"), &at("killed"));
}

#[test]
fn no_documents_are_an_archive_too() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("documents.jsonl"), folder.path().join("out"));
    fs::write(&input, "\n").unwrap();
    assert!(archive(&input, &out, &[]).status.success());
    assert_eq!((manifest(&out).counts.all(), files(&out).len()), (0, 13));
}

/// A table gives the documents that lines of JSON give: the same keys, events and so on. Parquet files are those of an archive.
#[test]
fn tables_are_inputs_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    corpus(&at("documents.jsonl"), 16);
    let mut table = String::from("\u{feff}Key;Day;Body\n");
    for line in fs::read_to_string(at("documents.jsonl")).unwrap().lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let word = |name: &str| value[name].as_str().unwrap().replace('"', "\"\"");
        writeln!(table, "{};{};\"{}\"", word("id"), word("published"), word("text")).unwrap();
    }
    fs::write(at("documents.csv"), table).unwrap();
    assert!(archive(&at("documents.jsonl"), &at("lines"), &[]).status.success());
    let columns = ["--text-column", "Body", "--id-column", "Key", "--published-column", "Day"];
    let done = archive(&at("documents.csv"), &at("rows"), &columns);
    assert!(done.status.success(), "{}", words(&done.stderr));
    let done = archive(&at("lines/documents"), &at("parquet"), &[]);
    assert!(done.status.success(), "{}", words(&done.stderr));
    let tables = ["events", "participants", "casualties", "claims", "actors", "places", "times"];
    for other in ["rows", "parquet"] {
        for table in tables {
            let file = |folder: &str| fs::read(at(folder).join(table).join("part-000000.parquet")).unwrap();
            assert!(file("lines") == file(other), "{table} of {other} differ");
        }
    }
}

#[cfg(feature = "record")]
#[test]
fn an_archive_is_loaded_into_a_record_once() {
    use dateline_record::{Moment, Record};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    corpus(&at("documents.jsonl"), 30);
    archive(&at("documents.jsonl"), &at("out"), &["--shard-size", "8"]);
    let load = || {
        let done =
            dateline(&[OsStr::new("load"), at("out").as_os_str(), OsStr::new("--record"), at("a.db").as_os_str()]);
        assert!(done.status.success(), "{}", words(&done.stderr));
        words(&done.stdout)
    };
    assert_eq!(load(), "29 documents: 29 new\n");
    assert_eq!(load(), "29 documents: 29 unchanged\n");
    let ingest = |record: &str| {
        let done = dateline(&[
            OsStr::new("ingest"),
            OsStr::new("--no-merge"),
            OsStr::new("--record"),
            at(record).as_os_str(),
            at("documents.jsonl").as_os_str(),
        ]);
        words(&done.stdout)
    };
    // One changed byte is found.
    let path = at("out/documents/part-000001.parquet");
    let mut bytes = fs::read(&path).unwrap();
    bytes[300] ^= 1;
    fs::write(&path, bytes).unwrap();
    let refused =
        dateline(&[OsStr::new("load"), at("out").as_os_str(), OsStr::new("--record"), at("a.db").as_os_str()]);
    assert!(words(&refused.stderr).contains("its SHA-256 is not that of the manifest"), "{}", words(&refused.stderr));
    // Nor does reading the same documents again add anything: what was loaded is what would be read.
    assert_eq!(ingest("a.db"), "29 documents: 29 unchanged; 1 could not be read\n");
    ingest("b.db");
    let everything = |record: &str| -> Vec<String> {
        let record = Record::open(at(record)).unwrap();
        assert_eq!(record.verify().unwrap().flaws, []);
        let handles = record.documents(Moment::NOW).unwrap();
        let stored = handles.into_iter().map(|handle| record.document(handle).unwrap());
        stored.map(|stored| format!("{} {:?} {:?}", stored.id, stored.document, stored.reading)).collect()
    };
    // All but the original, which an archive does not keep.
    assert!(everything("a.db") == everything("b.db"));
}

#[test]
fn killed_at_any_moment_it_ends_with_the_same_files() {
    let folder = tempfile::tempdir().unwrap();
    let kills: u64 = std::env::var("DATELINE_KILLS").map_or(6, |number| number.parse().unwrap());
    let input = std::env::var("DATELINE_KILL_DOCUMENTS").map_or_else(
        |_| {
            let path = folder.path().join("documents.jsonl");
            corpus(&path, 600);
            path
        },
        PathBuf::from,
    );
    let size = std::env::var("DATELINE_KILL_SHARD").unwrap_or_else(|_| "20".into());
    let (undisturbed, killed) = (folder.path().join("undisturbed"), folder.path().join("killed"));
    let begun = Instant::now();
    archive(&input, &undisturbed, &["--shard-size", &size]);
    let whole = begun.elapsed();
    let mut random = Random(2026);
    let (mut inside, mut ended) = (0, 0);
    for _ in 0..kills {
        let mut child = Command::new(program())
            .args(["archive", "--resume", "--shard-size", &size, "--out"])
            .args([&killed, &input])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Some before anything is written, most while shards are; what each run adds leaves work for those after it.
        let longest = (whole.as_micros() as u64 * 3 / kills).max(600_000.min(whole.as_micros() as u64));
        thread::sleep(Duration::from_micros(random.below(longest)));
        ended += u64::from(child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        child.wait().unwrap();
        let done = fs::read_dir(killed.join(".progress")).map_or(0, Iterator::count);
        inside += u64::from(done > 2);
    }
    archive(&input, &killed, &["--resume", "--shard-size", &size]);
    assert_same(&undisturbed, &killed);
    let shards = manifest(&killed).shards.len();
    println!(
        "{kills} kills, {inside} of them while shards were being written, {ended} after the end; {shards} shards, all files equal; \
         undisturbed {:.1} s",
        whole.as_secs_f64()
    );
}
