//! **Preview Welcome Email**: the mail itself, as a page of its own. It carries its style in itself, as mails do, so it gets a
//! policy that allows just that; it runs nothing and loads nothing.

use crate::{
    answers::see_other,
    app_state::AppState,
    http_error::{HttpError, Reader},
    pages,
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use backend::{Error, MailPreview};

pub(crate) const WELCOME: &str = "/office/settings/welcome/{form}";

/// As HTML at a desk, as HTML on a phone, or as text.
pub(crate) async fn welcome(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let form = head.uri.path().rsplit('/').next().unwrap_or_default().to_owned();
    if !["desk", "phone", "text"].contains(&form.as_str()) {
        return pages::missing(&front, head).await;
    }
    match letter(&front, &head).await {
        Ok(preview) if form == "text" => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{}\n\n{}", preview.subject, preview.text)).into_response()
        }
        Ok(preview) => shown(&preview, form == "phone"),
        Err(Error::SignedOut) => see_other("/office/login?next=%2Foffice%2Fsettings%2Fwelcome"),
        Err(Error::NotAllowed) => see_other("/office/not-yours"),
        Err(Error::NotFound | Error::ProofNeeded(_) | Error::Refused(_)) => pages::missing(&front, head).await,
        Err(Error::Unexpected(cause)) => {
            let incident = backend::incident();
            tracing::error!(%incident, %cause, "the welcome mail could not be shown");
            HttpError::Broken(incident).answer(&front, Reader::of(&head.uri, &head.headers))
        }
    }
}

async fn letter(front: &AppState, head: &Parts) -> Result<MailPreview, Error> {
    let desk = front.desk(head);
    let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
    staff.settings().await?.preview_welcome().await
}

fn shown(preview: &MailPreview, on_a_phone: bool) -> Response {
    // As wide as a phone's screen, in the middle of a grey desk.
    let narrow = "<style>html{background:#d9d5cd}body{max-width:360px;margin:0 auto!important;min-height:100vh}</style></head>";
    let html = if on_a_phone { preview.html.replacen("</head>", narrow, 1) } else { preview.html.clone() };
    let policy = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")), (header::CONTENT_SECURITY_POLICY, policy)];
    (headers, html).into_response()
}
