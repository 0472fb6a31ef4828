//! Nothing is asked of the network that was not named: whatever a command would fetch goes to a proxy that counts.
#![cfg(feature = "record")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Counts who calls, and answers nobody.
fn trap() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, calls) = (format!("http://{}", listener.local_addr().unwrap()), Arc::new(AtomicUsize::new(0)));
    let counted = calls.clone();
    thread::spawn(move || {
        for call in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(call);
        }
    });
    (address, calls)
}

fn dateline(proxy: &str, folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"] {
        command.env(name, proxy);
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy").current_dir(folder).args(line.split(' ')).output().unwrap()
}

#[test]
fn no_command_asks_the_network_unasked() {
    let (proxy, calls) = trap();
    let folder = tempfile::tempdir().unwrap();
    let report =
        "Gunmen attacked Koro in Mali on 6 April 2026, killing 14 people. See https://news.example/more for pictures.";
    std::fs::write(folder.path().join("report.txt"), report).unwrap();
    let page = format!(
        "<html><head><link rel='stylesheet' href='http://news.example/a.css'></head><body><p>{report}</p>\
         <img src='http://news.example/b.png'></body></html>"
    );
    std::fs::write(folder.path().join("page.html"), page).unwrap();
    for line in [
        "read report.txt page.html",
        "merge report.txt page.html",
        "ingest --record war.db report.txt page.html",
        "merge --record war.db",
        "incidents --record war.db",
        "export --record war.db --unreviewed -o events.csv",
        "export --profile ucdp report.txt",
        "digest --record war.db --format html",
        "find --record war.db gunmen",
        "reread --record war.db",
        "verify --record war.db",
        "record war.db",
    ] {
        let output = dateline(&proxy, folder.path(), line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(calls.load(Ordering::SeqCst), 0, "{line}");
    }
    // The trap is one: what is named is asked for through it.
    dateline(&proxy, folder.path(), "read --allow-private http://127.0.0.1:9/story.html");
    assert!(calls.load(Ordering::SeqCst) > 0);
}
