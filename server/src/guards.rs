//! What every request passes, whatever it asks for: may it come in at all?

mod headers;
mod record;

pub(crate) use headers::{nonced_policy, on_every_answer, sandboxed};
pub(crate) use record::record;

use crate::{
    app_state::{AppState, text},
    cards, events, files,
    http_error::{HttpError, Reader},
    side_work::unless_broken,
    texts, verify,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use percent_encoding::percent_decode_str;
use std::time::Duration;

/// Longer than this nothing may take.
pub(crate) const LONGEST: Duration = Duration::from_secs(30);
/// More than this no browser sends along, unless something is wrong with its cookies.
const LARGEST_HEADERS: usize = 32 * 1024;

/// Lets in what is well formed, meant for us, used as intended, and sent by our own pages.
pub(crate) async fn admit(State(front): State<AppState>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let verdict = well_formed(&head)
        .and_then(|()| used_as_intended(&head))
        .and_then(|()| meant_for_us(&front, &head))
        .and_then(|host| sent_by_our_pages(&front, &head, host));
    match verdict {
        Ok(()) => next.run(Request::from_parts(head, body)).await,
        Err(trouble) => {
            tracing::warn!(reason = ?trouble, "turned away");
            trouble.answer(&front, Reader::of(&head.uri, &head.headers))
        }
    }
}

/// Gives up on what takes too long, or broke down on the side.
pub(crate) async fn in_time(State(front): State<AppState>, request: Request, next: Next) -> Response {
    let reader = Reader::of(request.uri(), request.headers());
    match tokio::time::timeout(LONGEST, unless_broken(next.run(request))).await {
        Ok(Some(answer)) => answer,
        Ok(None) => HttpError::Broken(broken()).answer(&front, reader),
        Err(_) => {
            let incident = backend::incident();
            tracing::error!(%incident, "took longer than {} seconds", LONGEST.as_secs());
            HttpError::Busy(incident).answer(&front, reader)
        }
    }
}

/// Where a request broke down stands in the log already (see `logs`); here it gets the number that people are told.
pub(crate) fn broken() -> String {
    let incident = backend::incident();
    tracing::error!(%incident, "a request broke down");
    incident
}

/// Readable text in the address, and neither too much nor anything ambiguous in the headers (T31).
fn well_formed(head: &Parts) -> Result<(), HttpError> {
    let readable = |part: &str| percent_decode_str(part).decode_utf8().is_ok_and(|text| !text.chars().any(char::is_control));
    if !readable(head.uri.path()) || head.uri.query().is_some_and(|query| percent_decode_str(query).decode_utf8().is_err()) {
        return Err(HttpError::Unreadable);
    }
    if head.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>() > LARGEST_HEADERS {
        return Err(HttpError::HeadersTooLarge);
    }
    let twice = |name| head.headers.get_all(name).iter().nth(1).is_some();
    // Browsers and proxies tell a length. Without one, two readers could see the end of a request in different places.
    let without_length = head.headers.contains_key(header::TRANSFER_ENCODING);
    if without_length || [header::HOST, header::ORIGIN, header::CONTENT_LENGTH, header::CONTENT_TYPE].into_iter().any(twice) {
        return Err(HttpError::Unreadable);
    }
    Ok(())
}

/// Pages and files are read; only functions are called, and files sent, and only by POST (T12).
fn used_as_intended(head: &Parts) -> Result<(), HttpError> {
    let path = head.uri.path();
    let function =
        path.starts_with("/api/") || files::is_upload(path) || verify::takes(path) || path == texts::INCOMING || path == cards::TOLD;
    match (function, &head.method) {
        (false, &Method::GET | &Method::HEAD) | (true, &Method::POST) => Ok(()),
        (false, _) => Err(HttpError::WrongMethod("GET, HEAD")),
        (true, _) => Err(HttpError::WrongMethod("POST")),
    }
}

/// The host that was asked for, if it is ours (T31).
fn meant_for_us<'a>(front: &AppState, head: &'a Parts) -> Result<&'a str, HttpError> {
    let named = text(&head.headers, "host");
    let asked = head.uri.authority().map_or(named, |authority| authority.as_str());
    match asked {
        "" => Err(HttpError::Unreadable),
        asked if front.public_url().admits_host(asked) && (named.is_empty() || named.eq_ignore_ascii_case(asked)) => Ok(asked),
        _ => Err(HttpError::WrongHost),
    }
}

/// What changes something, or listens, was sent by a page of this very origin: scheme, host and port (T12). No origin is a foreign one.
fn sent_by_our_pages(front: &AppState, head: &Parts, host: &str) -> Result<(), HttpError> {
    let ours = match head.method {
        // It has no pages, and signs what it sends.
        _ if [texts::INCOMING, cards::TOLD].contains(&head.uri.path()) => true,
        Method::GET | Method::HEAD => !events::is_stream(head.uri.path()) || may_listen(front, &head.headers, host),
        _ => is_ours(front, &head.headers, host),
    };
    if ours { Ok(()) } else { Err(HttpError::ForeignPage) }
}

/// Streams are read by pages of this very origin. Their browsers name no origin then, but most say that it is the same.
fn may_listen(front: &AppState, headers: &HeaderMap, host: &str) -> bool {
    let origin = text(headers, "origin");
    let same = !headers.contains_key(header::ORIGIN) || origin == front.public_url().origin_at(host);
    same && matches!(text(headers, "sec-fetch-site"), "" | "same-origin")
}

fn is_ours(front: &AppState, headers: &HeaderMap, host: &str) -> bool {
    // Browsers that say more than the origin must not contradict it.
    let said = text(headers, "sec-fetch-site");
    text(headers, "origin") == front.public_url().origin_at(host) && matches!(said, "" | "same-origin" | "none")
}
