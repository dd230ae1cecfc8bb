//! The headers of every answer, whoever gave it (T13, T29).

use crate::front::Front;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), \
     geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), picture-in-picture=(), screen-wake-lock=(), serial=(), storage-access=(), usb=(), xr-spatial-tracking=()";

/// A year.
const TRANSPORT_SECURITY: HeaderValue = HeaderValue::from_static("max-age=31536000");

const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");

const FIXED: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
];

/// Puts them on. Only the content policy of a page or a download, and the caching of hashed files, may have been chosen
/// before.
pub(crate) async fn on_every_answer(State(front): State<Front>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in fixed(front.public_url().is_secure()) {
        headers.insert(name, value);
    }
    or_else(headers, header::CONTENT_SECURITY_POLICY, || policy(""));
    or_else(headers, header::CACHE_CONTROL, || NOT_KEPT);
    answer
}

/// The same as they stand on the wire, for answers that never come by here.
pub(crate) fn on_the_wire(secure: bool) -> Vec<u8> {
    let chosen = [(header::CONTENT_SECURITY_POLICY, policy("")), (header::CACHE_CONTROL, NOT_KEPT)];
    let line = |(name, value): (HeaderName, HeaderValue)| [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat();
    fixed(secure).chain(chosen).flat_map(line).collect()
}

fn fixed(secure: bool) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    FIXED.into_iter().chain(secure.then_some((header::STRICT_TRANSPORT_SECURITY, TRANSPORT_SECURITY)))
}

/// The policy of a page: its own inline script is known by the nonce.
pub(crate) fn nonced_policy(nonce: &str) -> HeaderValue {
    policy(&format!(" 'nonce-{nonce}'"))
}

/// The policy of a download: whatever it is, it runs nothing and loads nothing (T23).
pub(crate) fn sandboxed() -> HeaderValue {
    HeaderValue::from_static("sandbox; default-src 'none'")
}

fn policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self'{nonce} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
         connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}

fn or_else(headers: &mut HeaderMap, name: HeaderName, value: impl FnOnce() -> HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_asked_for_on_the_wire_only_where_it_is() {
        for secure in [true, false] {
            let lines = String::from_utf8(on_the_wire(secure)).unwrap();
            assert_eq!(lines.contains("strict-transport-security: max-age=31536000\r\n"), secure);
            assert!(lines.contains("content-security-policy: default-src 'none'") && lines.ends_with("no-store\r\n"), "{lines}");
        }
    }
}
