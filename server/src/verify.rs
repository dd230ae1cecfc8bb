//! **Verify**: a PDF that somebody holds is sent here, looked at, and kept nowhere. What was found waits for its page in the same browser,
//! so no address can say that something is genuine.

use crate::{
    answers::{failed_as, see_other},
    app_state::{AppState, wants_a_page},
    cookies::Cookie,
    http_error::{HttpError, Reader},
};
use axum::{
    Json,
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use backend::Error;
use domain::{
    documents::{CheckedPaper, LARGEST_PAPER, Refusal},
    sign_in::{Side, side_of},
};
use tokio::sync::Semaphore;

/// Where it is sent to, from the portal and from the office.
pub(crate) const ROUTES: [&str; 2] = ["/verify/file", "/office/verify/file"];
/// With what is around it in the form.
pub(crate) const LARGEST: usize = LARGEST_PAPER + 64 * 1024;
/// So many are held at a time: no crowd fills the memory.
const AT_ONCE: usize = 4;

/// Whether a paper is sent to that path.
pub(crate) fn takes(path: &str) -> bool {
    ROUTES.contains(&path)
}

/// Takes a paper in, says what it is, and forgets it.
pub(crate) async fn check(State(front): State<AppState>, request: Request) -> Response {
    static ROOM: Semaphore = Semaphore::const_new(AT_ONCE);
    let Ok(_room) = ROOM.acquire().await else { return HttpError::Broken(backend::incident()).answer(&front, Reader::Program) };
    let reader = Reader::of(request.uri(), request.headers());
    let (head, body) = request.into_parts();
    let Ok(mut parts) = Multipart::from_request(Request::from_parts(head.clone(), body), &()).await else {
        return HttpError::Unreadable.answer(&front, reader);
    };
    let mut paper = None;
    loop {
        match parts.next_field().await {
            Ok(Some(field)) if paper.is_none() && field.file_name().is_some() => match field.bytes().await {
                Ok(bytes) => paper = Some(Vec::from(bytes)),
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    return led_on(&front, head, Err(Refusal::PaperTooLarge.into())).await;
                }
                Err(_) => return HttpError::Unreadable.answer(&front, reader),
            },
            // What else stands in the form is nothing to us.
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return led_on(&front, head, Err(Refusal::PaperTooLarge.into())).await;
            }
            Err(_) => return HttpError::Unreadable.answer(&front, reader),
        }
    }
    let found = looked_at(&front, &head, paper.unwrap_or_default()).await;
    led_on(&front, head, found).await
}

async fn looked_at(front: &AppState, head: &Parts, paper: Vec<u8>) -> Result<CheckedPaper, Error> {
    let desk = front.desk(head);
    match side_of(head.uri.path()) {
        Side::Office => desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?.check_paper(paper).await,
        Side::Portal => desk.practice.visitor(desk.origin.clone()).check_paper(paper).await,
    }
}

/// Leads to the page that says it; a program is told at once.
async fn led_on(front: &AppState, head: Parts, found: Result<CheckedPaper, Error>) -> Response {
    let office = side_of(head.uri.path()) == Side::Office;
    let page = if office { "/office/verify" } else { "/verify" };
    let found = match found {
        Ok(paper) => Ok(paper),
        Err(Error::Refused(refusals)) => Err(refusals),
        Err(Error::SignedOut) if wants_a_page(&head.headers) => return see_other(&app::next("/office/login", page)),
        Err(error) => return failed_as(error),
    };
    if !wants_a_page(&head.headers) {
        return match found {
            Ok(paper) => Json(paper).into_response(),
            Err(refusals) => failed_as(Error::Refused(refusals)),
        };
    }
    let mut desk = front.desk(&head);
    let mut answer = see_other(&app::with(page, "looked", "1"));
    if desk.origin.browser.is_none() {
        let browser = front.randomness.token();
        let cookie: HeaderValue = front.cookies.set(Cookie::Browser, browser.reveal());
        answer.headers_mut().append(header::SET_COOKIE, cookie);
        desk.origin.browser = Some(browser.reveal().to_owned());
    }
    if let Err(error) = desk.practice.visitor(desk.origin).keep_checked(page, &found).await {
        return failed_as(error);
    }
    answer
}
