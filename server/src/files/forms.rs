//! Forms that are PDFs: in, as a file with what is said of it, and out again, blank, for staff and for the client to whom it was sent.

use super::{
    handed,
    uploads::{Form, MOST_FIELDS, Trouble, http_error, pieces, read_text},
};
use crate::{
    app_state::AppState,
    downloads::{acting_for, hand_out, id_at},
    http_error::HttpError,
};
use axum::{
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use backend::{Error, OpenFile, PaperDraft};
use domain::{
    forms::Purpose,
    ids::{AssignmentId, FormId},
    sign_in::{Side, side_of},
};
use futures_util::{StreamExt, TryStreamExt, future::ready};
use std::collections::BTreeMap;

/// Where a PDF is sent to, with what is said of it before it in the form.
pub(super) const UPLOAD: &str = "/office/settings/forms/files";
/// And where it is downloaded.
pub(crate) const PDFS: [&str; 2] = ["/forms/{assignment}/pdf", "/office/settings/forms/{sheet}/pdf"];

/// The blank one.
pub(crate) async fn pdf(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let file = opened(&front, &head).await;
    hand_out(&front, head, file, |file| handed(file, false)).await
}

async fn opened(front: &AppState, head: &Parts) -> Result<OpenFile, Error> {
    let desk = front.desk(head);
    if side_of(head.uri.path()) == Side::Office {
        let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
        return staff.forms().await?.open_paper(FormId(id_at(head, 4))).await;
    }
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    client.forms().await?.open_paper(AssignmentId(id_at(head, 2))).await
}

/// Takes in the first PDF: whoever may not is told before it is read.
pub(super) async fn taken(form: &mut Form, front: &AppState, head: &Parts) -> Result<FormId, Trouble> {
    let progress = form.progress.clone();
    while let Some(field) = form.parts.next_field().await.map_err(|error| Trouble::Http(http_error(&progress, &error)))? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            let (name, words) = read_text(field, &progress, form.room).await.map_err(Trouble::Http)?;
            form.room -= words.len();
            form.fields.insert(name, words);
            if form.fields.len() > MOST_FIELDS {
                return Err(Trouble::Http(HttpError::TooLarge));
            }
            continue;
        };
        let mut sent = Box::pin(pieces(field, progress.clone()).try_filter(|piece| ready(!piece.is_empty())).peekable());
        // Where nothing was chosen, browsers send a file without a name and without anything in it.
        if name.is_empty() && sent.as_mut().peek().await.is_none() {
            continue;
        }
        let desk = front.desk(head);
        let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
        let received = staff.forms().await?.upload(&draft(&form.fields), &name, &mut sent).await;
        // What is left of one that was refused.
        while let Some(Ok(_)) = sent.next().await {}
        return if progress.was_too_slow() { Err(Trouble::Http(HttpError::TooSlow)) } else { Ok(received?) };
    }
    let desk = front.desk(head);
    let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
    Ok(staff.forms().await?.upload_nothing().await?)
}

fn draft(fields: &BTreeMap<String, String>) -> PaperDraft {
    let said = |name: &str| fields.get(name).cloned().unwrap_or_default();
    PaperDraft {
        // What is no id stands for nothing there is.
        of: fields.get("of").map(|of| FormId(of.parse().unwrap_or_default())),
        title: said("title"),
        introduction: said("introduction"),
        purpose: Purpose::from_name(&said("purpose")),
    }
}
