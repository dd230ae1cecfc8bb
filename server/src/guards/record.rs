//! One line of log for each request: enough to find a fault, nothing about a person. No query, no body, no secret (T29, T30).

use crate::app_state::{AppState, text};
use axum::{
    extract::{Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use percent_encoding::percent_decode_str;
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

/// What follows one of these is a secret, whole or half.
const BEFORE_SECRETS: [&str; 4] = ["register", "reset", "stop", "address"];
/// A secret of ours has 43 signs, and no word has as many.
const LONGEST_WORD: usize = 42;

/// Gives the request a number, under which all that is logged about it is found.
pub(crate) async fn record(State(front): State<AppState>, request: Request, next: Next) -> Response {
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

/// A path fit for the log: the words of our addresses, ids, and hashed files. Secrets, and whatever else somebody typed, are
/// left out.
fn without_secrets(path: &str) -> String {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let mut secret = false;
    let segments = path.split('/').map(|segment| {
        let hidden = secret || !is_of_ours(segment);
        secret |= BEFORE_SECRETS.contains(&segment.to_ascii_lowercase().as_str());
        if hidden && !segment.is_empty() { "…" } else { segment }
    });
    let path: Vec<&str> = segments.collect();
    path.join("/").chars().take(300).collect()
}

/// Whether a part of a path has the shape that ours have: a word, an id, or a file with its hash.
fn is_of_ours(segment: &str) -> bool {
    let word = |text: &str| text.len() <= LONGEST_WORD && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'-' | b'_'));
    let name =
        |text: &str| text.len() <= LONGEST_WORD && text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte));
    match segment.split('.').collect::<Vec<_>>()[..] {
        [text] => word(text) || (text.len() == 36 && Uuid::try_parse(text).is_ok()),
        [file, hash, ending] => name(file) && hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) && name(ending),
        _ => false,
    }
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
        assert_eq!(without_secrets("/Register/half%2Da-token"), "/…/…");
        assert_eq!(without_secrets("/stop/half-a-token"), "/stop/…");
        assert_eq!(without_secrets(&format!("/register%2F{token}")), "/register/…");
        assert_eq!(without_secrets(&format!("/elsewhere/{token}")), "/elsewhere/…");
        assert_eq!(without_secrets("/register/"), "/register/");
    }

    /// T6, T29
    #[test]
    fn a_secret_is_left_out_whatever_clings_to_it() {
        let token = Randomness::system().token();
        let token = token.reveal();
        for path in [
            format!("/stop/{token},"),
            format!("/address/{token}."),
            format!("/register;{token}"),
            format!("/register{token}"),
            format!("/x/{token}.css"),
            format!("/pkg/{token}.0123456789ab.css"),
            format!("/{}/a", token.to_lowercase()),
            format!("/elsewhere/{}/{}", &token[..20], &token[20..]),
            format!("/elsewhere/%2541{token}"),
            format!("/%20{token}%20"),
        ] {
            let logged = without_secrets(&path);
            assert!(!logged.contains(&token[5..18]) && !logged.contains(&token[22..42]), "{path}: {logged}");
            assert!(!logged.contains(&token.to_lowercase()), "{path}: {logged}");
        }
    }

    /// T30
    #[test]
    fn what_somebody_typed_into_the_address_is_left_out() {
        for (typed, logged) in [
            ("/Maya%20Lindqvist%201991-03-14", "/…"),
            ("/1991-03-14", "/…"),
            ("/office/maya@example.com/face", "/office/…/face"),
            ("/messages/Maya.txt", "/messages/…"),
            ("/443-555-0142", "/…"),
            ("/n\u{fc}nez", "/…"),
        ] {
            assert_eq!(without_secrets(typed), logged);
        }
    }

    #[test]
    fn other_paths_stay_as_they_are() {
        for path in [
            "/",
            "/readyz",
            "/login/code",
            "/record-access",
            "/api/visitor/sign_in_staff",
            "/office/charts/0190b6a0-0000-7000-8000-000000000000/face",
            "/pkg/portal.669ff3d1f85a.css",
            "/pkg/fonts/latin-600.0123456789ab.woff2",
        ] {
            assert_eq!(without_secrets(path), path);
        }
    }
}
