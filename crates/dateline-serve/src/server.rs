//! Waiting for requests: connections, limits, and the end.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use dateline::Reader;
use dateline_record::Record;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;

use crate::access::{Access, Let};
use crate::app::App;
use crate::guard::{self, Hosts};
use crate::{Options, api, page};

/// Why nothing could be served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The record cannot be opened or read.
    #[error(transparent)]
    Record(#[from] dateline_record::Error),
    /// The address is not to be had.
    #[error("cannot wait for requests at {0}: {1}")]
    Bind(SocketAddr, #[source] io::Error),
    /// Who is to be let in is not said.
    #[error(
        "{0} can be reached from other machines: say who may come with --users FILE (`dateline users add` makes it) or \
         --token"
    )]
    Open(SocketAddr),
    /// The machine does not give what a server needs.
    #[error("the server cannot be started: {0}")]
    Io(#[from] io::Error),
}

/// How often it is looked whether somebody else wrote to the record.
const LOOK: Duration = Duration::from_millis(500);
/// The longest that an answer may take to begin.
const PATIENCE: Duration = Duration::from_mins(1);
/// The longest that a request's head may take to come.
const HEAD: Duration = Duration::from_secs(10);
/// The most bytes that a request may send.
const BODY: usize = 1 << 20;
/// The most connections at a time.
const CONNECTIONS: usize = 512;
/// The longest that answers may take to end when the server stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// A server that waits for requests once it runs.
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    app: Arc<App>,
}

impl Server {
    /// Takes the address and looks through the record.
    ///
    /// # Errors
    /// The record cannot be read, or the address is not to be had.
    pub fn new(options: Options, reader: Reader) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(64).build()?;
        let bind = options.bind;
        if !bind.ip().is_loopback() && matches!(options.let_in, Let::Local(_)) {
            return Err(Error::Open(bind));
        }
        let listener = runtime.block_on(TcpListener::bind(bind)).map_err(|error| Error::Bind(bind, error))?;
        let record = Record::open(&options.record)?;
        let app = App::new(record, reader, Access::new(options.let_in), Hosts::new(options.hosts), options.https)?;
        Ok(Self { runtime, listener, app: Arc::new(app) })
    }

    /// Where it waits.
    ///
    /// # Errors
    /// The machine does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// The record.
    pub fn record(&self) -> &Path {
        &self.app.path
    }

    /// Answers requests until `end` is ready, and then ends those that are begun.
    pub fn run(self, end: impl Future<Output = ()>) {
        let Self { runtime, listener, app } = self;
        runtime.block_on(async {
            let watch = tokio::spawn(watch(app.clone()));
            serve(listener, router(app.clone()), end).await;
            watch.abort();
        });
        runtime.shutdown_timeout(FAREWELL);
    }

    /// Answers requests until the program is told to stop.
    pub fn run_until_stopped(self) {
        self.run(stopped());
    }
}

/// Looks now and then whether somebody else wrote to the record.
async fn watch(app: Arc<App>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let app = app.clone();
        let renewed = tokio::task::spawn_blocking(move || app.renew()).await;
        if let Ok(Err(error)) = renewed {
            eprintln!("dateline: {error}");
            tokio::time::sleep(LOOK * 10).await;
        }
    }
}

/// All that is answered.
fn router(app: Arc<App>) -> Router {
    let (api, description) = api::router();
    let api = api
        .fallback(|| async {
            crate::problem::Problem::missing("there is no such part of the API: see /api/v1/openapi.json")
        })
        .layer(from_fn_with_state(app.clone(), guard::fresh))
        .layer(from_fn_with_state(app.clone(), guard::enter))
        .merge(api::open(description))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, PATIENCE))
        // What trickles out is not packed: it would wait for more.
        .layer(CompressionLayer::new().compress_when(
            SizeAbove::new(1024).and(NotForContentType::SSE).and(NotForContentType::const_new("text/html")),
        ));
    Router::new()
        .nest("/api/v1", api)
        .fallback(get(page::file))
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .layer(from_fn(guard::unharmed))
        .with_state(app)
}

async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(32 << 10);
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let farewell = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let Ok(turn) = connections.clone().acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let Ok((stream, from)) = accepted else {
            // As when no more files may be open: what is open ends first.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = tower::service_fn(move |mut request: Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(guard::From(from));
            let router = router.clone();
            async move {
                let request = request.map(axum::body::Body::new);
                Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {}))
            }
        });
        let builder = builder.clone();
        let watcher = farewell.watcher();
        tokio::spawn(async move {
            let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
            // A connection that breaks off is the other side's affair.
            let _ = watcher.watch(connection).await;
            drop(turn);
        });
    }
    let _ = tokio::time::timeout(FAREWELL, farewell.shutdown()).await;
}

async fn stopped() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    interrupt.await;
}
