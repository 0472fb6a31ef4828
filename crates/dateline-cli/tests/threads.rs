//! The same input gives the same bytes, whatever the number of threads.

use std::fs;
use std::process::Command;

#[test]
fn one_thread_and_many_print_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.jsonl");
    let sentences: Vec<String> = ["wire.txt", "analysis.txt"]
        .iter()
        .map(|name| fs::read_to_string(format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap())
        .flat_map(|text| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>())
        .collect();
    // Documents of very different lengths, and some that cannot be read, so that threads finish out of turn.
    let mut lines = String::new();
    for at in 0..60 {
        let words: Vec<&str> = (0..=at % 5).map(|n| sentences[(at * 7 + n * 3) % sentences.len()].as_str()).collect();
        let text = serde_json::to_string(&words.join("\n\n")).unwrap();
        let line = format!("{{\"id\": \"{at}\", \"text\": {text}}}\n");
        lines.push_str(if at % 20 == 17 { "not a document\n" } else { &line });
    }
    fs::write(&path, lines).unwrap();
    for format in ["jsonl", "table"] {
        let read = |threads: &str| {
            let args = ["read", "--format", format, "--threads", threads];
            let output = Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).arg(&path).output().unwrap();
            assert_eq!(output.status.code(), Some(1));
            assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 3);
            output.stdout
        };
        let one = read("1");
        assert!(!one.is_empty());
        assert_eq!(one, read("5"), "{format}");
    }
}
