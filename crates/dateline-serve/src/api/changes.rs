//! Telling of changes as they come.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use crate::app::App;
use crate::problem::{ErrorBody, Problem};

/// Server-Sent Events: `record` with the last entry of the journal and the number of incidents, at once and after each
/// change; comments in between keep the connection.
#[utoipa::path(get, path = "/changes",
    responses((status = 200, description = "Each event's data is a Change.", body = crate::app::Change, content_type = "text/event-stream"),
        (status = 429, body = ErrorBody)))]
pub(crate) async fn changes(
    State(app): State<Arc<App>>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let listening = app.listening.clone().try_acquire_owned();
    let listening = listening.map_err(|_| Problem::busy("too many pages listen for changes: close some"))?;
    let stream = WatchStream::new(app.changes.subscribe()).map(move |change| {
        // Held as long as the stream is.
        let _ = &listening;
        let event = Event::default().event("record").id(change.seq.to_string());
        Ok(event.json_data(change).unwrap_or_default())
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}
