//! What is answered when no page can be: a heading, a sentence that says what to do, and a way on. Static words only.

use crate::app_state::{AppState, wants_a_page};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use domain::sign_in::{Side, side_of};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HttpError {
    /// Not HTTP as we understand it.
    Unreadable,
    /// Another host was asked for.
    WrongHost,
    /// The request was made by another site's page.
    ForeignPage,
    /// The address is there, but this is not how it is used. Holds what is.
    WrongMethod(&'static str),
    HeadersTooLarge,
    /// More was sent than any form holds.
    TooLarge,
    /// What was sent took too long to arrive.
    TooSlow,
    Missing,
    /// Our fault. The number finds it in the log.
    Broken(String),
    /// We took too long. The number finds it in the log.
    Busy(String),
}

/// Whom an answer is for: somebody who reads a page, on that side, or a program.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reader {
    Page(Side),
    Program,
}

impl Reader {
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        if wants_a_page(headers) { Self::Page(side_of(uri.path())) } else { Self::Program }
    }
}

impl HttpError {
    pub fn answer(self, front: &AppState, reader: Reader) -> Response {
        let (status, heading, sentence) = self.words();
        let incident = self.incident().map(|number| format!(" Tell us this number if you ask for help: {number}.")).unwrap_or_default();
        let body = match reader {
            Reader::Program => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{sentence}{incident}\n")).into_response(),
            Reader::Page(side) => {
                let home = if side == Side::Office { "/office" } else { "/" };
                let side = side.name();
                let css = front.assets.url(&format!("{side}.css"));
                let way_on =
                    if self == Self::WrongHost { String::new() } else { format!(r#"<p><a href="{home}">Go to the start page</a></p>"#) };
                Html(format!(
                    r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading}</title>
<link rel="stylesheet" href="{css}">
</head>
<body class="{side}">
<main id="main" class="page narrow">
<h1>{heading}</h1>
<p>{sentence}{incident}</p>
{way_on}
</main>
</body>
</html>
"#
                ))
                .into_response()
            }
        };
        let mut answer = (status, body).into_response();
        match self {
            Self::WrongMethod(allowed) => answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed)),
            Self::Busy(_) => answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5")),
            _ => None,
        };
        answer
    }

    fn incident(&self) -> Option<&str> {
        match self {
            Self::Broken(incident) | Self::Busy(incident) => Some(incident),
            _ => None,
        }
    }

    fn words(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Unreadable => (
                StatusCode::BAD_REQUEST,
                "This address cannot be read",
                "The address holds something that no address of ours holds. Please check it, or go to the start page.",
            ),
            Self::WrongHost => (
                StatusCode::MISDIRECTED_REQUEST,
                "Nobody of this name is here",
                "This server answers under another name. Please use the address that the practice gave you.",
            ),
            Self::ForeignPage => (
                StatusCode::FORBIDDEN,
                "This did not come from our pages",
                "Nothing was changed. Please open the page here and send it again.",
            ),
            Self::WrongMethod(_) => (
                StatusCode::METHOD_NOT_ALLOWED,
                "That is not how this works",
                "Nothing was changed. Please go back to the page you came from and use its buttons.",
            ),
            Self::HeadersTooLarge => (
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "Your browser sends too much along",
                "Please delete the cookies of this site in your browser, and try again.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is too much at once",
                "Nothing was saved. Please go back, make what you wrote shorter, and send it again.",
            ),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                "The connection was too slow",
                "What you sent did not arrive in time, and nothing was saved. Please go back and send it again.",
            ),
            Self::Missing => (StatusCode::NOT_FOUND, "There is nothing here", "Please check the address, or go to the start page."),
            Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong", "This is our fault. Please try again."),
            Self::Busy(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "This takes too long",
                "We could not finish in time. Please wait a moment, look whether it happened, and try again.",
            ),
        }
    }
}
