//! What browsers load: styles, scripts, fonts, icons. Nothing of it is about anybody.

use crate::{
    app_state::AppState,
    http_error::{HttpError, Reader},
};
use app::Assets;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use std::{collections::BTreeMap, path::Path};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// A hashed file never changes under its name.
pub(crate) const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Reads which file stands for which name, as `script/build` wrote it. Under `cargo leptos watch` there is no such list.
pub(crate) fn listed(site: Option<&Path>) -> Assets {
    let Some(list) = site.map(|site| site.join("pkg/assets.json")) else { return Assets::default() };
    let Ok(text) = std::fs::read_to_string(&list) else { return Assets::default() };
    match serde_json::from_str::<BTreeMap<String, String>>(&text) {
        Ok(files) => Assets::new(files),
        Err(error) => {
            tracing::error!(list = %list.display(), %error, "the list of browser files cannot be read; please run script/build again");
            Assets::default()
        }
    }
}

/// Whether an address names a file: pages have no ending, so `/messages/x.css` must never be one (T29).
pub(crate) fn is_file(path: &str) -> bool {
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    path.starts_with("/pkg/") || path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// Gives out a file, compressed as the browser likes it best.
pub(crate) async fn file(State(front): State<AppState>, request: Request) -> Response {
    let reader = Reader::of(request.uri(), request.headers());
    let missing = |front: &AppState| HttpError::Missing.answer(front, reader);
    let Some(site) = front.site() else { return missing(&front) };
    let hashed = request.uri().path().strip_prefix("/pkg/").is_some_and(|name| front.assets.files.values().any(|file| file == name));
    let folder = ServeDir::new(site).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let Ok(mut answer) = folder.oneshot(request).await;
    if answer.status() == StatusCode::NOT_FOUND {
        return missing(&front);
    }
    if hashed && (answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED) {
        answer.headers_mut().insert(header::CACHE_CONTROL, FOREVER);
    }
    answer.map(Body::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_no_ending() {
        for file in ["/favicon.svg", "/pkg/x", "/messages/x.css", "/messages/x%2ecss", "/documents/..", "/.env"] {
            assert!(is_file(file), "{file}");
        }
        for page in ["/", "/messages", "/office/charts/0190b6a0/face", "/a.b/c"] {
            assert!(!is_file(page), "{page}");
        }
    }
}
