//! The practice's logo: a picture alone in its form.

use super::uploads::{Form, MOST_FIELDS, Trouble, http_error, pieces, read_text};
use crate::{app_state::AppState, http_error::HttpError};
use axum::http::request::Parts;
use futures_util::{StreamExt, TryStreamExt, future::ready};

/// Where it is sent to.
pub(super) const UPLOAD: &str = "/office/settings/branding/logo";

/// Takes in the first picture: whoever may not is told before it is read.
pub(super) async fn taken(form: &mut Form, front: &AppState, head: &Parts) -> Result<(), Trouble> {
    let progress = form.progress.clone();
    let desk = front.desk(head);
    let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
    let settings = staff.settings().await?;
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
        let received = settings.receive_logo(&name, &mut sent).await;
        // What is left of one that was refused.
        while let Some(Ok(_)) = sent.next().await {}
        return if progress.was_too_slow() { Err(Trouble::Http(HttpError::TooSlow)) } else { Ok(received?) };
    }
    Ok(settings.receive_no_logo().await?)
}
