//! What comes in from the service that sends texts. No page of ours sends it, and nobody is signed in: its signature says who it is.

use crate::{
    app_state::{AppState, text},
    http_error::{HttpError, Reader},
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use backend::Error;

pub(crate) const INCOMING: &str = "/texts/incoming";
/// No text is longer, with everything that the service says beside it.
pub(crate) const LARGEST: usize = 16 * 1024;

pub(crate) async fn incoming(State(front): State<AppState>, head: Parts, body: Bytes) -> Response {
    let (uri, headers): (&Uri, &HeaderMap) = (&head.uri, &head.headers);
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let desk = front.desk(&head);
    match desk.practice.visitor(desk.origin).text_came_in(INCOMING, &fields, text(headers, "x-twilio-signature")).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(Error::Unexpected(cause)) => {
            let incident = backend::incident();
            tracing::error!(%incident, %cause, "a text that came in could not be read");
            HttpError::Broken(incident).answer(&front, Reader::of(uri, headers))
        }
        Err(_) => HttpError::ForeignPage.answer(&front, Reader::of(uri, headers)),
    }
}
