//! What the practice looks like: its colours as a stylesheet, and its logo. Each stands under a name made of its content, so a browser
//! keeps it for good; what it was before is there no more. Nothing of it is about anybody.

use crate::{
    app_state::AppState,
    assets::FOREVER,
    guards::sandboxed,
    http_error::{HttpError, Reader},
};
use app::{BrandHere, LogoHere};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use backend::{Brand, BrandFile, Error};

pub(crate) const FILES: &str = "/brand/{token}";

/// Gives out one of its files.
pub(crate) async fn file(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let name = head.uri.path().rsplit('/').next().unwrap_or_default();
    match front.practice.visitor(front.origin(&head)).brand_file(name).await {
        Ok(BrandFile::Sheet(sheet)) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("text/css")), (header::CACHE_CONTROL, FOREVER)], sheet).into_response()
        }
        Ok(BrandFile::Logo(png)) => {
            let kind = HeaderValue::from_static("image/png");
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOREVER), (header::CONTENT_SECURITY_POLICY, sandboxed())], png)
                .into_response()
        }
        Err(Error::Unexpected(cause)) => {
            let incident = backend::incident();
            tracing::error!(%incident, %cause, "a file of the brand could not be given out");
            HttpError::Broken(incident).answer(&front, Reader::of(&head.uri, &head.headers))
        }
        Err(_) => HttpError::Missing.answer(&front, Reader::of(&head.uri, &head.headers)),
    }
}

/// As pages know it.
pub(crate) fn here(brand: Brand) -> BrandHere {
    let logo = brand.logo.map(|logo| LogoHere { address: logo.address, width: logo.width, height: logo.height });
    BrandHere { sheet: brand.sheet, logo, welcome: brand.welcome }
}
