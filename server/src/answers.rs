//! The form layer: how a function's result reaches people without scripts, and programs.
//!
//! A form is answered by leading the browser to a page of this site, with no text in the address (T28). What was typed
//! into a refused form is kept, so that the page can give it back. Programs get the failure itself, with its true status.

mod forms;
mod once;
mod statuses;

use crate::{
    app_state::{AppState, wants_a_page},
    http_error::{HttpError, Reader},
};
use app::Went;
use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request, response::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Failure, files::FileLine};
use std::{collections::BTreeMap, error::Error as _, time::Duration};

/// More than this no form holds.
const LARGEST_BODY: usize = 1024 * 1024;
/// Longer than this nobody may take to send it.
const SLOWEST_BODY: Duration = Duration::from_secs(20);
/// The mark of an answer that carries a failure instead of a result; the browser's side of a function knows it as well.
const FAILED: HeaderName = HeaderName::from_static("serverfnerror");

/// Stands around every function.
pub(crate) async fn answer(State(front): State<AppState>, request: Request, next: Next) -> Response {
    let reader = Reader::of(request.uri(), request.headers());
    let (mut head, body) = request.into_parts();
    let body = match received(body).await {
        Ok(body) => body,
        Err(trouble) => return trouble.answer(&front, reader),
    };
    let form = wants_a_page(&head.headers).then(|| forms::Form::of(&front, &head, &body));
    let waiting = form.as_ref().and_then(forms::Form::waiting).map(|waiting| (waiting, head.clone(), next.clone()));
    // Leptos must not answer forms by itself: it would show bare codes, and lead to whatever page the browser names.
    head.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let work = next.run(Request::from_parts(head, Body::from(body.clone())));
    let answer = match form {
        Some(form) => once::answer(front.clone(), form, body, work).await,
        None => return Outcome::of(work.await).await.for_a_program(),
    };
    match waiting {
        Some((waiting, head, next)) => go_on(front, waiting, head, next, answer).await,
        None => answer,
    }
}

/// After proof the act goes on that asked for it, as if its form had been sent now.
async fn go_on(front: AppState, waiting: forms::Waiting, mut head: request::Parts, next: Next, proof: Response) -> Response {
    let led = proof.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    if proof.status() != StatusCode::SEE_OTHER || led.is_none_or(|to| to.contains("/prove?")) {
        return proof;
    }
    let sender = front.practice.visitor(front.origin(&head));
    let Some((path, fields)) = waiting.body(&sender).await else { return proof };
    let Ok(uri) = path.parse() else { return proof };
    head.uri = uri;
    head.headers.remove(header::CONTENT_LENGTH);
    let body = Bytes::from(fields);
    let form = forms::Form::of(&front, &head, &body);
    head.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let work = next.run(Request::from_parts(head, Body::from(body.clone())));
    let mut answer = once::answer(front, form, body, work).await;
    keep_cookies(proof.headers(), answer.headers_mut());
    answer
}

/// Answers files that were sent in a form of that name, with what was written into it.
pub(crate) async fn of_files(
    front: &AppState,
    head: &request::Parts,
    form: String,
    fields: BTreeMap<String, String>,
    taken: Result<Vec<FileLine>, Failure>,
) -> Response {
    let failed = |failure| Outcome::Failed(failure, HeaderMap::new());
    if !wants_a_page(&head.headers) {
        return match taken {
            Ok(lines) => Json(lines).into_response(),
            Err(failure) => failed(failure).for_a_program(),
        };
    }
    let form = forms::Form::with_files(front, head, form, fields);
    match taken {
        Ok(_) => form.stay(front).await,
        Err(failure) => form.answer(front, failed(failure)).await,
    }
}

/// Answers a form that came along with its file, and leads on like a function.
pub(crate) async fn of_form(
    front: &AppState,
    head: &request::Parts,
    form: String,
    fields: BTreeMap<String, String>,
    taken: Result<Went, Failure>,
) -> Response {
    let outcome = match taken {
        Ok(went) => {
            let (head, ()) = Response::new(()).into_parts();
            Outcome::Done(head, serde_json::to_vec(&went).unwrap_or_default().into())
        }
        Err(failure) => Outcome::Failed(failure, HeaderMap::new()),
    };
    match wants_a_page(&head.headers) {
        true => forms::Form::with_files(front, head, form, fields).answer(front, outcome).await,
        false => outcome.for_a_program(),
    }
}

/// The failure as functions answer it. Also what is answered where there is no such function, or it broke down.
pub(crate) fn failed(failure: &Failure) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, [(FAILED, "")], Json(failure)).into_response()
}

/// What went wrong past the functions, as a program is told it.
pub(crate) fn failed_as(error: backend::Error) -> Response {
    Outcome::Failed(app::Failure::from(error).0, HeaderMap::new()).for_a_program()
}

async fn received(body: Body) -> Result<Bytes, HttpError> {
    match tokio::time::timeout(SLOWEST_BODY, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) if error.source().is_some_and(|cause| cause.is::<http_body_util::LengthLimitError>()) => Err(HttpError::TooLarge),
        Ok(Err(_)) => Err(HttpError::Unreadable),
        Err(_) => Err(HttpError::TooSlow),
    }
}

/// What a function made of the request.
enum Outcome {
    Done(Parts, Bytes),
    Failed(Failure, HeaderMap),
}

impl Outcome {
    async fn of(answer: Response) -> Self {
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await;
        match body {
            Ok(body) if !head.headers.contains_key(&FAILED) => Self::Done(head, body),
            body => {
                let failure = body.ok().and_then(|body| serde_json::from_slice(&body).ok());
                Self::Failed(failure.unwrap_or(Failure::Unreachable), head.headers)
            }
        }
    }

    fn for_a_program(self) -> Response {
        match self {
            Self::Done(head, body) => Response::from_parts(head, Body::from(body)),
            Self::Failed(failure, brought) => {
                let mut answer = failed(&failure);
                *answer.status_mut() = statuses::status(&failure);
                if let Some(seconds) = statuses::seconds_to_wait(&failure) {
                    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                }
                keep_cookies(&brought, answer.headers_mut());
                answer
            }
        }
    }
}

/// Cookies set and forgotten go along, wherever the answer leads.
fn keep_cookies(from: &HeaderMap, to: &mut HeaderMap) {
    for name in [header::SET_COOKIE, HeaderName::from_static("clear-site-data")] {
        for value in from.get_all(&name) {
            to.append(name.clone(), value.clone());
        }
    }
}

/// A path of this site, fit to be led to: never one that a browser reads as another host.
pub(crate) fn own_path(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    // Browsers take segments of dots out: what is left could begin with two slashes, and be another host.
    let place = path.split(['?', '#']).next().unwrap_or_default();
    let leads_away = place.contains("//") || place.split('/').any(|segment| [".", ".."].contains(&segment));
    (path.starts_with('/') && !leads_away && plain && path.len() <= 2000).then_some(path)
}

/// Leads the browser on, by GET.
pub(crate) fn see_other(path: &str) -> Response {
    let path = HeaderValue::from_str(own_path(path).unwrap_or("/")).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response()
}

/// The path and query of a page that a form names, if it is ours.
fn page_of(named: &str) -> Option<String> {
    own_path(named.split('#').next().unwrap_or_default()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_led_to_paths_of_this_site_only() {
        for evil in [
            "//evil.com",
            "/.//evil.com",
            "/..//evil.com",
            "/a/../..//evil.com",
            "/a//b",
            "https://evil.com",
            "/\\evil.com",
            "/a\r\nb",
            "/ü",
            "",
            "evil",
        ] {
            assert_eq!(see_other(evil).headers()[header::LOCATION], "/", "{evil}");
        }
        assert_eq!(see_other("/messages?for=1").headers()[header::LOCATION], "/messages?for=1");
    }

    #[test]
    fn a_form_names_pages_of_this_site_only() {
        assert_eq!(page_of("/documents/1?for=2#x").as_deref(), Some("/documents/1?for=2"));
        assert_eq!(page_of("/").as_deref(), Some("/"));
        for foreign in ["", "#x", "https://portal.example.com/", "//evil.net", "/a/..//evil.net", "/\\evil.net", "about:blank"] {
            assert_eq!(page_of(foreign), None, "{foreign}");
        }
    }
}
