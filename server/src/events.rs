//! Streams: what open pages are told while they stand, as server-sent events. A browser resumes by the number of the last one.

use crate::{
    app_state::{AppState, text},
    http_error::{HttpError, Reader},
};
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use backend::{EventStream, Next, StreamRefused};
use domain::{Failure, sign_in::side_of};
use futures_util::stream::unfold;
use std::{convert::Infallible, time::Duration};

pub(crate) const PORTAL: &str = "/events";
pub(crate) const OFFICE: &str = "/office/events";

/// So long a browser waits before it comes again.
const AGAIN: Duration = Duration::from_secs(2);

/// Our own pages alone listen: see `guards`.
pub(crate) fn is_stream(path: &str) -> bool {
    [PORTAL, OFFICE].contains(&path)
}

pub(crate) async fn stream(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let side = side_of(head.uri.path());
    let desk = front.desk(&head);
    let trouble = match front.practice.events(side, desk.token(side), after(&head)).await {
        Ok(events) => return told(events),
        // With any other status than 200 a browser does not come again by itself.
        Err(StreamRefused::SignedOut) => return (StatusCode::UNAUTHORIZED, Json(Failure::SignedOut)).into_response(),
        Err(StreamRefused::TooMany) => {
            let incident = backend::incident();
            tracing::warn!(%incident, "too many streams are open");
            HttpError::Busy(incident)
        }
        Err(StreamRefused::Unexpected(cause)) => {
            let incident = backend::incident();
            tracing::error!(%incident, %cause, "a stream could not begin");
            HttpError::Broken(incident)
        }
    };
    trouble.answer(&front, Reader::Program)
}

/// The number after which to go on: of the last one that the browser was told, or else of the page that it shows.
fn after(head: &Parts) -> Option<i64> {
    let told = text(&head.headers, "last-event-id").parse().ok();
    let shown = || {
        let (_, number) = form_urlencoded::parse(head.uri.query()?.as_bytes()).find(|(name, _)| name == "after")?;
        number.parse().ok()
    };
    told.or_else(shown)
}

fn told(events: EventStream) -> Response {
    let events = unfold(events, |mut events| async move {
        let next = events.next().await?;
        Some((Ok::<_, Infallible>(line(next)), events))
    });
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // A proxy that collects answers before it hands them on would hold everything back.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Sse::new(events)).into_response()
}

fn line(next: Next) -> Event {
    match next {
        Next::Told(seq, told) => {
            let kind = told.kind.map_or("reset", |kind| kind.name());
            Event::default().id(seq.to_string()).event(kind).data(serde_json::to_string(&told).unwrap_or_default())
        }
        Next::Reset(seq) => Event::default().id(seq.to_string()).event("reset").data("{}"),
        Next::SignedOut => Event::default().event("signed_out").data("{}"),
        // Without data no page hears of it, but the browser goes on from there.
        Next::Beat(seq) => Event::default().id(seq.to_string()).retry(AGAIN),
    }
}
