//! A record made in the test, a server for it on loopback, and a client.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use dateline::{Basis, Document, Lexicon, Published, Reader};
use dateline_record::{Entry, Form, Record};
use dateline_serve::{Let, Options, Server, Users};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;
use ureq::Agent;
use ureq::http::Response;

/// A server that ends with the test.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) record: PathBuf,
    agent: Agent,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _folder: TempDir,
}

/// A reader for all tests of a file.
pub(crate) fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::new(Lexicon::built_in()))
}

pub(crate) fn report(id: &str, title: &str, text: &str) -> Document {
    Document {
        source_id: Some(id.into()),
        title: Some(title.into()),
        publisher: Some("Lakeside Wire".into()),
        published: Some(Published { date: "2026-03-10".parse().unwrap(), basis: Basis::Given }),
        ..Document::new(text)
    }
}

/// Puts reports into a record, as another process would.
pub(crate) fn ingest(path: &PathBuf, reports: Vec<Document>) {
    let mut record = Record::open_or_create(path).unwrap();
    let mut batch = record.batch().unwrap();
    for document in reports {
        let reading = reader().read(&document);
        let original = document.text.clone();
        batch.store(&Entry::new(original.as_bytes(), Form::Text, document, reading)).unwrap();
    }
    batch.commit().unwrap();
}

pub(crate) fn merge(path: &PathBuf) {
    let rule = reader().lexicon().merge.get("standard").unwrap();
    Record::open(path).unwrap().merge("standard", rule).unwrap();
}

impl Served {
    /// The invented reports of the program.
    pub(crate) fn demo() -> Self {
        Self::new(|path| dateline_serve::demo::record(path, reader()).unwrap(), Let::Local("Ann".into()))
    }

    pub(crate) fn with_users(make: impl FnOnce(&PathBuf), users: &[(&str, dateline_serve::Role)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.toml");
        for (name, role) in users {
            Users::add(&path, name, *role, &password(name)).unwrap();
        }
        Self::new(make, Let::Users(Users::load(&path).unwrap()))
    }

    pub(crate) fn new(make: impl FnOnce(&PathBuf), let_in: Let) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("war.db");
        make(&record);
        let bind = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let options = Options { record: record.clone(), bind, hosts: vec![], let_in, https: false };
        let server = Server::new(options, Reader::new(Lexicon::built_in())).unwrap();
        let address = server.address().unwrap();
        let (end, ended) = oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            server.run(async {
                let _ = ended.await;
            });
        });
        let config = Agent::config_builder().http_status_as_error(false).proxy(None);
        let agent = config.timeout_global(Some(Duration::from_mins(1))).build().new_agent();
        Self { address, record, agent, end: Some(end), thread: Some(thread), _folder: folder }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What is answered to a GET with some headers.
    pub(crate) fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Response<ureq::Body> {
        let request = headers.iter().fold(self.agent.get(self.url(path)), |r, (name, value)| r.header(*name, *value));
        request.call().unwrap()
    }

    pub(crate) fn send(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Response<ureq::Body> {
        let request = self.agent.post(self.url(path)).header("Content-Type", "application/json");
        let request = headers.iter().fold(request, |r, (name, value)| r.header(*name, *value));
        request.send(body.to_string()).unwrap()
    }

    /// The status and the data under a part of the API.
    pub(crate) fn ask(&self, path: &str) -> (u16, Value) {
        answer(self.fetch(&format!("/api/v1{path}"), &[]))
    }

    /// The data under a part of the API.
    pub(crate) fn get(&self, path: &str) -> Value {
        let mut response = self.fetch(&format!("/api/v1{path}"), &[]);
        let body = response.body_mut().read_to_string().unwrap();
        assert_eq!(response.status(), 200, "{path}: {body}");
        assert_eq!(response.headers()["content-type"], "application/json", "{path}");
        serde_json::from_str(&body).unwrap()
    }

    /// The status and the data after a POST as the page sends it.
    pub(crate) fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        answer(self.send(&format!("/api/v1{path}"), &[("X-Dateline", "1")], body))
    }

    /// The status after the same, where the server may end the connection before it has all of it.
    pub(crate) fn try_post(&self, path: &str, body: &Value) -> Result<u16, ureq::Error> {
        let request = self.agent.post(self.url(&format!("/api/v1{path}"))).header("Content-Type", "application/json");
        Ok(request.header("X-Dateline", "1").send(body.to_string())?.status().as_u16())
    }

    /// Waits until something is so.
    pub(crate) fn until(&self, path: &str, is: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let value = self.get(path);
            if is(&value) {
                return value;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{path} is still {value}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn incident(&self, query: &str) -> String {
        let found = self.get(&format!("/incidents?{query}"));
        found["items"][0]["id"].as_str().unwrap_or_else(|| panic!("{query}: {found}")).to_owned()
    }
}

pub(crate) fn answer(mut response: Response<ureq::Body>) -> (u16, Value) {
    let body = response.body_mut().read_to_string().unwrap();
    (response.status().as_u16(), serde_json::from_str(&body).unwrap_or(Value::Null))
}

pub(crate) fn password(name: &str) -> String {
    format!("the long word of {name}")
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
