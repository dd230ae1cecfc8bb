//! Whether the process lives, and whether it can serve.

use crate::app_state::AppState;
use axum::{extract::State, http::StatusCode};

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers and takes writes.
pub(crate) async fn ready(State(front): State<AppState>) -> (StatusCode, &'static str) {
    if front.practice.is_ready().await { (StatusCode::OK, "ready\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready\n") }
}
