//! Downloads: PDF files of shared documents, for clients, and of a chart's documents, for staff.

use crate::{
    answers::see_other,
    app_state::AppState,
    guards::sandboxed,
    http_error::{HttpError, Reader},
    pages,
};
use app::next;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use backend::{Error, Pdf};
use domain::{
    charts::is_invisible,
    ids::{ChartId, DocumentId, GrantId, ShareId},
    sign_in::{Side, side_of},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

pub(crate) const SHARED: &str = "/documents/{share}/download";
pub(crate) const CHARTED: &str = "/office/charts/{chart}/documents/{document}/download";

/// What was shared with a client.
pub(crate) async fn shared(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let pdf = shared_pdf(&front, &head).await;
    hand_out(&front, head, pdf).await
}

/// What a chart holds.
pub(crate) async fn charted(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let pdf = charted_pdf(&front, &head).await;
    hand_out(&front, head, pdf).await
}

async fn shared_pdf(front: &AppState, head: &Parts) -> Result<Pdf, Error> {
    let desk = front.desk(head);
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    client.documents().await?.download(ShareId(id_at(head, 2))).await
}

async fn charted_pdf(front: &AppState, head: &Parts) -> Result<Pdf, Error> {
    let desk = front.desk(head);
    let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
    staff.documents().await?.download(ChartId(id_at(head, 3)), DocumentId(id_at(head, 5))).await
}

/// For whom one acts.
fn acting_for(head: &Parts) -> Option<GrantId> {
    let (_, id) = form_urlencoded::parse(head.uri.query()?.as_bytes()).find(|(name, _)| name == "for")?;
    Some(GrantId(id_or_nothing(&id)))
}

/// The id in that segment of the path.
fn id_at(head: &Parts, segment: usize) -> Uuid {
    id_or_nothing(head.uri.path().split('/').nth(segment).unwrap_or_default())
}

/// What is no id stands for nothing there is, and is refused and recorded like it.
fn id_or_nothing(text: &str) -> Uuid {
    text.parse().unwrap_or_default()
}

async fn hand_out(front: &AppState, head: Parts, pdf: Result<Pdf, Error>) -> Response {
    let side = side_of(head.uri.path());
    match pdf {
        Ok(pdf) => attached(pdf),
        Err(Error::SignedOut) => {
            let address = head.uri.path_and_query().map_or("/", |address| address.as_str());
            let login = if side == Side::Office { "/office/login" } else { "/login" };
            see_other(&next(login, address))
        }
        Err(Error::NotAllowed) if side == Side::Office => see_other("/office/not-yours"),
        Err(Error::NotFound | Error::NotAllowed | Error::ProofNeeded(_) | Error::Refused(_)) => pages::missing(front, head).await,
        Err(Error::Unexpected(cause)) => {
            let incident = backend::incident();
            tracing::error!(%incident, %cause, "a download went wrong");
            HttpError::Broken(incident).answer(front, Reader::of(&head.uri, &head.headers))
        }
    }
}

/// Saved by the browser, never shown within our pages (T23).
fn attached(pdf: Pdf) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition(&pdf.file_name)),
        (header::CONTENT_SECURITY_POLICY, sandboxed()),
    ];
    (headers, pdf.bytes).into_response()
}

/// The name under which a browser saves it: plain for old ones, in full for the rest (RFC 6266, RFC 8187; T25).
fn disposition(name: &str) -> HeaderValue {
    const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let name = safe_name(name);
    let ascii: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let line = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, UNRESERVED));
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static("attachment; filename=\"document.pdf\""))
}

/// A file name that means on every system what it shows: no path, no control or bidi marks, no device of Windows.
fn safe_name(name: &str) -> String {
    let stem = name.strip_suffix(".pdf").unwrap_or(name);
    let shown = |c: &char| {
        let joins = matches!(c, '\u{200C}' | '\u{200D}');
        !c.is_control() && !joins && !is_invisible(*c)
    };
    let stem: String = stem.chars().filter(shown).map(|c| if "/\\:*?\"<>|%;".contains(c) { '-' } else { c }).take(100).collect();
    let stem = stem.trim_matches(['.', ' ', '-']);
    let device = matches!(stem.to_ascii_uppercase().as_str(), "" | "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4 && ["COM", "LPT"].iter().any(|port| stem.to_ascii_uppercase().starts_with(port)));
    if device { "document.pdf".to_owned() } else { format!("{stem}.pdf") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_saved_as_it_is_shown() {
        assert_eq!(
            disposition("Progress Note – Zoë.pdf"),
            "attachment; filename=\"Progress Note _ Zo_.pdf\"; filename*=UTF-8''Progress%20Note%20%E2%80%93%20Zo%C3%AB.pdf"
        );
    }

    #[test]
    fn no_name_leads_anywhere_or_pretends() {
        for (given, saved) in [
            ("../../etc/passwd", "etc-passwd.pdf"),
            ("%2e%2e%2fx", "2e-2e-2fx.pdf"),
            ("a\u{202E}fdp.exe", "afdp.exe.pdf"),
            ("a\u{180E}b\u{200D}c\u{E0041}d\u{2028}", "abcd.pdf"),
            ("a\0b\r\nSet-Cookie: x=y", "abSet-Cookie- x=y.pdf"),
            ("C:\\autoexec.bat", "C--autoexec.bat.pdf"),
            ("CON.pdf", "document.pdf"),
            ("com1.pdf", "document.pdf"),
            ("\"; filename=\"x.html", "filename=-x.html.pdf"),
            ("", "document.pdf"),
            (" . ", "document.pdf"),
        ] {
            assert_eq!(safe_name(given), saved, "{given:?}");
        }
        assert!(safe_name(&"ü".repeat(4096)).chars().count() <= 104);
    }
}
