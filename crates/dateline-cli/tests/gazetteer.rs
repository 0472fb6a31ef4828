//! `dateline gazetteer`: an extract in GeoNames' layout (its places are invented) is added from a file and from an address,
//! and used from then on.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

use zip::write::SimpleFileOptions;

/// One line of the dump.
fn place(id: u32, name: &str, class: &str, lat: f64, lon: f64, admin1: &str, people: u32) -> String {
    format!(
        "{id}\t{name}\t\t\t{lat}\t{lon}\t{class}\tML\t\t{admin1}\t\t\t\t{people}\t\t280\tAfrica/Bamako\t2024-02-01\n"
    )
}

fn extract() -> String {
    [
        place(15_000_001, "Kassoumbara", "P\tPPL", 18.25, 1.5, "90", 0),
        place(15_000_002, "Camp Kassoumbara", "S\tMILB", 18.3, 1.55, "90", 0),
        place(15_000_003, "Oued Kassoumbara", "H\tWAD", 18.3, 1.55, "90", 0),
        place(15_000_090, "Région de Tiborag", "A\tADM1", 18.5, 1.4, "90", 0),
    ]
    .concat()
}

const NAMES: &str = "1\t15000001\ten\tKassumbara\t\t\t\t\t\t\n2\t15000001\tlink\thttps://example.org\t\t\t\t\t\t\n";

fn zipped(name: &str, table: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("readme.txt", "What the columns are. ".repeat(900).as_str()), (name, table)] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Answers one request with `status` and some bytes; gives the address.
fn serve(path: &str, status: &'static str, bytes: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/{path}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", bytes.len()).unwrap();
        stream.write_all(&bytes).unwrap();
    });
    address
}

fn dateline(data: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).env("DATELINE_DATA", data).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The places read from a report, as `name lat precision`.
fn places(data: &Path, report: &str) -> Vec<String> {
    let file = data.join("report.txt");
    fs::write(&file, report).unwrap();
    let output = dateline(data, &["read", "--format", "json", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let reading: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let line = |p: &serde_json::Value| format!("{} {} {}", p["name"].as_str().unwrap(), p["lat"], p["precision"]);
    reading["places"].as_array().unwrap().iter().map(line).collect()
}

const REPORT: &str = "Soldiers entered the village of Kassoumbara in Mali on Monday, residents of Kassumbara said.";

#[test]
fn what_is_added_is_used_from_then_on() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path();
    let known = || places(folder, REPORT).iter().any(|place| place.starts_with("Kassoumbara 18.25"));
    assert!(!known());

    let names = folder.join("alternateNamesV2.txt");
    fs::write(&names, NAMES).unwrap();
    let address = serve("export/ML.zip", "200 OK", zipped("ML.txt", &extract()));
    let added =
        dateline(folder, &["gazetteer", "add", &address, "--names", names.to_str().unwrap(), "--allow-private"]);
    assert!(added.status.success(), "{}", text(&added.stderr));
    assert!(text(&added.stdout).starts_with("ML: 3 places"), "{}", text(&added.stdout));

    assert!(known());
    let listed = text(&dateline(folder, &["gazetteer", "list"]).stdout);
    assert!(listed.starts_with("ML\t3 places\t"), "{listed}");

    // Added anew, it takes its own place; removed, it is gone.
    let file = folder.join("ML.txt");
    fs::write(&file, extract()).unwrap();
    assert!(dateline(folder, &["gazetteer", "add", file.to_str().unwrap()]).status.success());
    assert_eq!(text(&dateline(folder, &["gazetteer", "list"]).stdout).lines().count(), 1);
    assert!(dateline(folder, &["gazetteer", "remove", "ML"]).status.success());
    assert_eq!(dateline(folder, &["gazetteer", "remove", "ML"]).status.code(), Some(1));
    assert!(!known());
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_leaves_nothing_behind() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path();
    let file = folder.join("ML.txt");
    let path = file.to_str().unwrap();
    let check = |table: &[u8], expected: &str| {
        fs::write(&file, table).unwrap();
        let output = dateline(folder, &["gazetteer", "add", path]);
        assert_eq!(output.status.code(), Some(1));
        let told = text(&output.stderr);
        assert!(told.contains(expected), "{told}");
        assert_eq!(text(&dateline(folder, &["gazetteer", "list"]).stdout), "");
    };
    let bad = extract().replace("18.3\t", "north\t");
    check(bad.as_bytes(), &format!("{path}:2: latitude: \"north\" is no coordinate"));
    check(b"name,lat,lon\nKidal,18,1\n", &format!("{path}:1: expected the 19 columns of a GeoNames dump"));
    check(NAMES.as_bytes(), &format!("{path}:1: this is a table of names, without places; give it with --names"));
    check(b"", "no places in 0 lines; nothing was added");
    check(b"\xff\xfe\t\n", &format!("{path}:1: not UTF-8"));
    let whole = zipped("ML.txt", &extract());
    check(&whole[..whole.len() / 2], "damaged");

    let private = dateline(folder, &["gazetteer", "add", "http://127.0.0.1:9/ML.zip"]);
    assert!(text(&private.stderr).contains("not in the public internet; --allow-private"), "{}", text(&private.stderr));
    let address = serve("ML.zip", "404 Not Found", Vec::new());
    let gone = dateline(folder, &["gazetteer", "add", &address, "--allow-private"]);
    assert!(text(&gone.stderr).contains("could not be fetched: the server has no such page"), "{}", text(&gone.stderr));
    let missing = dateline(folder, &["gazetteer", "add", "nowhere/ML.txt"]);
    assert!(text(&missing.stderr).contains("nowhere/ML.txt: no such file or folder"), "{}", text(&missing.stderr));
}

#[test]
fn a_damaged_gazetteer_names_its_file_and_the_way_out() {
    let data = tempfile::tempdir().unwrap();
    fs::create_dir_all(data.path().join("gazetteer")).unwrap();
    fs::write(data.path().join("gazetteer/ML-00.bin"), b"GIF89a").unwrap();
    let output = dateline(data.path(), &["read", "README.md"]);
    let told = text(&output.stderr);
    assert!(!output.status.success() && told.contains("dateline gazetteer remove ML"), "{told}");
}
