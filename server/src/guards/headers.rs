//! The headers of every answer, whoever gave it (T13, T29).

use crate::app_state::AppState;
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
pub(crate) async fn on_every_answer(State(front): State<AppState>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers.extend(FIXED);
    if front.public_url().is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TRANSPORT_SECURITY);
    }
    or_else(headers, header::CONTENT_SECURITY_POLICY, || policy("", ""));
    or_else(headers, header::CACHE_CONTROL, || HeaderValue::from_static("no-store"));
    answer
}

/// The policy of a page: its own inline script is known by the nonce. Forms lead to our own pages, and to where a card is typed.
pub(crate) fn nonced_policy(nonce: &str, card_pages: &str) -> HeaderValue {
    policy(&format!(" 'nonce-{nonce}'"), card_pages)
}

/// The policy of a download: whatever it is, it runs nothing and loads nothing (T23).
pub(crate) fn sandboxed() -> HeaderValue {
    HeaderValue::from_static("sandbox; default-src 'none'")
}

fn policy(nonce: &str, forms: &str) -> HeaderValue {
    let forms = if forms.is_empty() { String::new() } else { format!(" {forms}") };
    let policy = format!(
        "default-src 'none'; script-src 'self'{nonce} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
         connect-src 'self'; form-action 'self'{forms}; frame-ancestors 'none'; base-uri 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}

fn or_else(headers: &mut HeaderMap, name: HeaderName, value: impl FnOnce() -> HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value());
    }
}
