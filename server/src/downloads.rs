//! Downloads: PDF files of shared documents, for clients, and of a chart's documents, for staff; and the history of appointments.

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
use backend::{CalendarFile, Error, Pdf, Sheet};
use domain::{
    appointments::{HistoryFilter, Refusal, SheetKind},
    files::FileKind,
    ids::{AppointmentId, ChartId, DocumentId, GrantId, ShareId},
    sign_in::{Side, side_of},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

pub(crate) const SHARED: &str = "/documents/{share}/download";
pub(crate) const CALENDAR: &str = "/appointments/{appointment}/calendar.ics";
pub(crate) const CHARTED: &str = "/office/charts/{chart}/documents/{document}/download";

/// **Appointment History**, as CSV and for Excel, of a client and of everything within reach.
pub(crate) const HISTORIES: [&str; 4] =
    ["/appointments/history/csv", "/appointments/history/xlsx", "/office/calendar/history/csv", "/office/calendar/history/xlsx"];

/// What was shared with a client.
pub(crate) async fn shared(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let pdf = shared_pdf(&front, &head).await;
    hand_out(&front, head, pdf, attached).await
}

/// What a chart holds.
pub(crate) async fn charted(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let pdf = charted_pdf(&front, &head).await;
    hand_out(&front, head, pdf, attached).await
}

/// One of a client's appointments, for their own calendar.
pub(crate) async fn calendar(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let file = calendar_file(&front, &head).await;
    hand_out(&front, head, file, for_a_calendar).await
}

async fn calendar_file(front: &AppState, head: &Parts) -> Result<CalendarFile, Error> {
    let desk = front.desk(head);
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    client.appointments().await?.calendar_file(AppointmentId(id_at(head, 2))).await
}

/// Exactly the rows that the page with the same parameters shows, all pages of them.
pub(crate) async fn history(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let sheet = history_sheet(&front, &head).await;
    match sheet {
        // The page says why.
        Err(Error::Refused(refusals)) => see_page(&head, refusals.contains(&Refusal::TooManyRows.into())),
        sheet => hand_out(&front, head, sheet, saved).await,
    }
}

/// Back to the page of an export, which says whether it was too much.
pub(crate) fn see_page(head: &Parts, too_many: bool) -> Response {
    let page = head.uri.path().rsplit_once('/').map_or("/", |(page, _)| page);
    let mut asked = form_urlencoded::Serializer::new(String::new());
    asked.extend_pairs(asked_for(head).filter(|(name, _)| name != "export"));
    if too_many {
        asked.append_pair("export", app::TOO_MANY);
    }
    see_other(&format!("{page}?{}", asked.finish()))
}

async fn history_sheet(front: &AppState, head: &Parts) -> Result<Sheet, Error> {
    let desk = front.desk(head);
    let path = head.uri.path();
    let kind = path.rsplit('/').next().and_then(SheetKind::from_name).ok_or(Error::NotFound)?;
    let (filter, wrong) = HistoryFilter::read(|name| asked_for(head).find(|(known, _)| known == name).map(|(_, value)| value.into_owned()));
    let check = || wrong.map_or(Ok(()), |refusal| Err(Error::from(refusal)));
    if side_of(path) == Side::Office {
        let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
        let appointments = staff.appointments().await?;
        check()?;
        return appointments.export_as(kind, None, &filter).await;
    }
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    let appointments = client.appointments().await?;
    check()?;
    appointments.export_as(kind, &filter).await
}

pub(crate) fn asked_for(head: &Parts) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes())
}

pub(crate) fn saved(sheet: Sheet) -> Response {
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", sheet.file_name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(sheet.kind.media_type())),
        (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CONTENT_SECURITY_POLICY, sandboxed()),
    ];
    (headers, sheet.bytes).into_response()
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
pub(crate) fn acting_for(head: &Parts) -> Option<GrantId> {
    let (_, id) = form_urlencoded::parse(head.uri.query()?.as_bytes()).find(|(name, _)| name == "for")?;
    Some(GrantId(id_or_nothing(&id)))
}

/// The id in that segment of the path.
pub(crate) fn id_at(head: &Parts, segment: usize) -> Uuid {
    id_or_nothing(head.uri.path().split('/').nth(segment).unwrap_or_default())
}

/// What is no id stands for nothing there is, and is refused and recorded like it.
fn id_or_nothing(text: &str) -> Uuid {
    text.parse().unwrap_or_default()
}

/// Hands out what was found, or says why not.
pub(crate) async fn hand_out<T>(front: &AppState, head: Parts, found: Result<T, Error>, handed: impl FnOnce(T) -> Response) -> Response {
    let side = side_of(head.uri.path());
    match found {
        Ok(found) => handed(found),
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
pub(crate) fn attached(pdf: Pdf) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition("attachment", FileKind::Pdf, &pdf.file_name)),
        (header::CONTENT_SECURITY_POLICY, sandboxed()),
    ];
    (headers, pdf.bytes).into_response()
}

fn for_a_calendar(file: CalendarFile) -> Response {
    let kind = HeaderValue::from_str(&format!("text/calendar; charset=utf-8; method={}", file.method));
    let headers = [
        (header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("text/calendar; charset=utf-8"))),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"appointment.ics\"")),
        (header::CONTENT_SECURITY_POLICY, sandboxed()),
    ];
    (headers, file.text).into_response()
}

/// The name under which a browser saves it: plain for old ones, in full for the rest (RFC 6266, RFC 8187; T25).
pub(crate) fn disposition(how: &str, kind: FileKind, name: &str) -> HeaderValue {
    const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let name = kind.file_name(name);
    let ascii: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let line = format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(&name, UNRESERVED));
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static("attachment; filename=\"document\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_saved_as_it_is_shown() {
        assert_eq!(
            disposition("attachment", FileKind::Pdf, "Progress Note – Zoë.pdf"),
            "attachment; filename=\"Progress Note _ Zo_.pdf\"; filename*=UTF-8''Progress%20Note%20%E2%80%93%20Zo%C3%AB.pdf"
        );
        assert_eq!(disposition("inline", FileKind::Png, "a\"b.png"), "inline; filename=\"a-b.png\"; filename*=UTF-8''a-b.png");
    }
}
