//! Files that people attach: in by `uploads`, streamed and past the functions, and out again here.

mod forms;
mod logo;
mod pace;
mod uploads;

pub(crate) use forms::{PDFS, pdf};
pub(crate) use uploads::{is_upload, take_in};

use crate::{
    app_state::AppState,
    downloads::{acting_for, disposition, hand_out, id_at},
    guards::sandboxed,
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use backend::{Client, ClientFiles, Error, OpenFile, Staff, StaffFiles};
use bytes::Bytes;
use domain::{
    files::{FileKind, FileLine},
    ids::{ChartId, FileId},
    sign_in::{Side, side_of},
};
use futures_util::Stream;
use uuid::Uuid;

/// Where files are sent to.
pub(crate) const UPLOADS: [&str; 4] = ["/files", "/office/charts/{chart}/files", forms::UPLOAD, logo::UPLOAD];
/// Where they are opened, and looked at in small.
pub(crate) const OPENED: [&str; 2] = ["/files/{file}", "/office/charts/{chart}/files/{file}"];
pub(crate) const PREVIEWS: [&str; 2] = ["/files/{file}/preview", "/office/charts/{chart}/files/{file}/preview"];

/// Who stands before the files of a chart.
enum Actor {
    Client(Box<Client>),
    Staff(Box<Staff>, ChartId),
}

enum Files<'a> {
    OfClient(ClientFiles<'a>),
    OfStaff(StaffFiles<'a>),
}

impl Actor {
    async fn of(front: &AppState, head: &Parts) -> Result<Self, Error> {
        let desk = front.desk(head);
        Ok(match side_of(head.uri.path()) {
            Side::Portal => {
                Self::Client(Box::new(desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?))
            }
            Side::Office => {
                let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
                Self::Staff(Box::new(staff), ChartId(id_at(head, 3)))
            }
        })
    }

    async fn files(&self) -> Result<Files<'_>, Error> {
        Ok(match self {
            Self::Client(client) => Files::OfClient(client.files().await?),
            Self::Staff(staff, chart) => Files::OfStaff(staff.files(*chart).await?),
        })
    }
}

impl Files<'_> {
    async fn receive<E>(
        &self,
        draft: Uuid,
        name: &str,
        sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
    ) -> Result<FileLine, Error> {
        match self {
            Self::OfClient(files) => files.receive(draft, name, sent).await,
            Self::OfStaff(files) => files.receive(draft, name, sent).await,
        }
    }

    async fn open(&self, file: FileId) -> Result<OpenFile, Error> {
        match self {
            Self::OfClient(files) => files.open(file).await,
            Self::OfStaff(files) => files.open(file).await,
        }
    }

    async fn preview(&self, file: FileId) -> Result<Vec<u8>, Error> {
        match self {
            Self::OfClient(files) => files.preview(file).await,
            Self::OfStaff(files) => files.preview(file).await,
        }
    }
}

/// The id of the file in the path.
fn file_at(head: &Parts) -> FileId {
    FileId(id_at(head, if side_of(head.uri.path()) == Side::Office { 5 } else { 2 }))
}

/// Opens a file: saved by the browser, or shown where the address asks for it and what it is may be shown (T23).
pub(crate) async fn open(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let opened = async { Actor::of(&front, &head).await?.files().await?.open(file_at(&head)).await }.await;
    let shown = head.uri.query().is_some_and(|query| query.split('&').any(|word| word == "inline" || word == "inline=1"));
    hand_out(&front, head, opened, |file| handed(file, shown)).await
}

pub(super) fn handed(file: OpenFile, shown: bool) -> Response {
    let how = if shown && file.kind.may_be_shown() { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type())),
        (header::CONTENT_LENGTH, HeaderValue::from(file.bytes)),
        (header::CONTENT_DISPOSITION, disposition(how, file.kind, &file.name)),
        (header::CONTENT_SECURITY_POLICY, sandboxed()),
    ];
    (headers, Body::from_stream(file.content)).into_response()
}

/// A small picture of it.
pub(crate) async fn preview(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let small = async { Actor::of(&front, &head).await?.files().await?.preview(file_at(&head)).await }.await;
    let shown = |jpeg: Vec<u8>| {
        let kind = HeaderValue::from_static(FileKind::Jpeg.media_type());
        ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, sandboxed())], jpeg).into_response()
    };
    hand_out(&front, head, small, shown).await
}
