//! One line of log for each request: enough to find a fault, nothing about a person. No query, no body, no secret (T29, T30).

use crate::front::{Front, text};
use axum::{
    extract::{Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use backend::Token;
use percent_encoding::percent_decode_str;
use std::time::Instant;
use tracing::Instrument;

/// Gives the request a number, under which all that is logged about it is found.
pub(crate) async fn record(State(front): State<Front>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (head, body) = request.into_parts();
    let number = front.randomness.id().simple().to_string()[..12].to_owned();
    let method: String = head.method.as_str().chars().take(10).collect();
    let path = without_secrets(head.uri.path());
    let agent: String = text(&head.headers, "user-agent").chars().take(120).collect();
    let address = front.address(&head);
    let span = tracing::info_span!("request", number);
    let mut answer = next.run(Request::from_parts(head, body)).instrument(span.clone()).await;
    let _in = span.enter();
    let status = answer.status().as_u16();
    let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    // Strings are fields, never part of the message: both forms of the log then escape them (T22).
    if path == "/healthz" || path == "/readyz" {
        tracing::debug!(method, path, status, took, "answered");
    } else {
        tracing::info!(method, path, status, took, address, agent, "answered");
    }
    if let Ok(number) = HeaderValue::from_str(&number) {
        answer.headers_mut().insert("x-request-id", number);
    }
    answer
}

/// A path fit for the log: what follows `/register/` or `/reset/`, and whatever else looks like a secret, is left out.
fn without_secrets(path: &str) -> String {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let mut secret = false;
    let segments = path.split('/').map(|segment| {
        let hidden = (secret && !segment.is_empty()) || Token::read(segment).is_some();
        secret |= matches!(segment.to_ascii_lowercase().as_str(), "register" | "reset");
        if hidden { "…" } else { segment }
    });
    let path: Vec<&str> = segments.collect();
    path.join("/").chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend::Randomness;

    #[test]
    fn links_are_logged_without_their_secret() {
        let token = Randomness::system().token();
        let token = token.reveal();
        assert_eq!(without_secrets(&format!("/register/{token}")), "/register/…");
        assert_eq!(without_secrets(&format!("/register/{token}/password")), "/register/…/…");
        assert_eq!(without_secrets("/reset/half-a-token"), "/reset/…");
        assert_eq!(without_secrets("/Register/half%2Da-token"), "/Register/…");
        assert_eq!(without_secrets(&format!("/register%2F{token}")), "/register/…");
        assert_eq!(without_secrets(&format!("/elsewhere/{token}")), "/elsewhere/…");
        assert_eq!(without_secrets("/register/"), "/register/");
    }

    #[test]
    fn other_paths_stay_as_they_are() {
        for path in ["/", "/office/charts/0190b6a0-0000-7000-8000-000000000000/face", "/pkg/portal.669ff3d1f85a.css"] {
            assert_eq!(without_secrets(path), path);
        }
    }
}
