//! The page: built beforehand, and part of the program.

use std::collections::HashMap;
use std::io::Write;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use include_dir::{Dir, DirEntry, include_dir};
use sha2::{Digest, Sha256};

/// What the page's build made.
static BUILT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");

/// A file of the page.
struct File {
    plain: &'static [u8],
    /// Where that is shorter.
    packed: Option<Bytes>,
    kind: &'static str,
    tag: String,
}

static FILES: LazyLock<HashMap<String, File>> = LazyLock::new(|| {
    let mut files = HashMap::new();
    gather(&BUILT, &mut files);
    files
});

fn gather(folder: &'static Dir<'static>, files: &mut HashMap<String, File>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => gather(inner, files),
            DirEntry::File(file) => {
                let name = file.path().to_string_lossy().replace('\\', "/");
                let plain = file.contents();
                let packed = packed(plain).filter(|packed| packed.len() < plain.len());
                let tag: String = Sha256::digest(plain).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
                files.insert(name.clone(), File { plain, packed, kind: kind(&name), tag: format!("\"{tag}\"") });
            }
        }
    }
}

fn packed(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A file of the page by its exact name; all addresses without an ending are the page itself, which knows its views.
pub(crate) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let name = uri.path().trim_start_matches('/');
    let is_view = !name.rsplit('/').next().unwrap_or_default().contains('.');
    let found = FILES.get(name).or_else(|| FILES.get("index.html").filter(|_| is_view));
    let Some(file) = found else {
        return (StatusCode::NOT_FOUND, "There is no such page; begin at /\n").into_response();
    };
    // Names of assets hold a hash of what is in them.
    let caching = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let base = [(header::ETAG, file.tag.as_str()), (header::CACHE_CONTROL, caching), (header::VARY, "accept-encoding")];
    let says = |name, word: &str| headers.get(name).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains(word));
    if says(header::IF_NONE_MATCH, &file.tag) {
        return (StatusCode::NOT_MODIFIED, base).into_response();
    }
    let kind = [(header::CONTENT_TYPE, file.kind)];
    match &file.packed {
        Some(packed) if says(header::ACCEPT_ENCODING, "gzip") => {
            (base, kind, [(header::CONTENT_ENCODING, "gzip")], packed.clone()).into_response()
        }
        _ => (base, kind, Bytes::from_static(file.plain)).into_response(),
    }
}
