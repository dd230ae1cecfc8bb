//! Sending files: a multipart form, taken as it comes. Not within the 30 seconds of everything else, but at a pace; no larger than is
//! told beforehand; from our own pages and by whoever is signed in, like every form.

use super::{
    Actor, UPLOADS, forms, logo,
    pace::{PACE, Progress, paced},
};
use crate::{
    answers,
    app_state::{AppState, text},
    http_error::{HttpError, Reader},
};
use app::{Done, Went, settings_form};
use axum::{
    body::Body,
    extract::{
        FromRequest, Multipart, Request, State,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header, request::Parts},
    response::Response,
};
use backend::Error;
use bytes::Bytes;
use domain::{
    Failure,
    files::{FileLine, LARGEST, MOST_OF_A_DRAFT, Refusal},
};
use futures_util::{Stream, StreamExt, TryStreamExt, future::ready, stream};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use uuid::Uuid;

/// What a message may be written into beside its files.
const LARGEST_TEXT: usize = 1024 * 1024;
pub(super) const MOST_FIELDS: usize = 50;
/// No form is larger: as many files as may go along, and what was written.
const LARGEST_FORM: u64 = MOST_OF_A_DRAFT as u64 * LARGEST + 2 * LARGEST_TEXT as u64;
/// What is still on its way when the answer is known is let pass so long, so that the browser comes to read the answer.
const LINGER: Duration = Duration::from_secs(10);

/// What is being written, and waits for its files.
const DRAFT: &str = "draft";
/// The same of a form with two places: what is chosen after it waits there. No form says one name twice, or its function takes nothing.
const DRAFT_BACK: &str = "draft_back";
/// The function whose form the files stand in: there what was typed is given back.
const FORM: &str = "form";

/// Whether files are sent to that path.
pub(crate) fn is_upload(path: &str) -> bool {
    let fits = |word: &str, given: &str| word == given || word.starts_with('{');
    let same_length = |route: &str| route.split('/').count() == path.split('/').count();
    UPLOADS.iter().any(|route| same_length(route) && route.split('/').zip(path.split('/')).all(|(word, given)| fits(word, given)))
}

/// Takes in what is sent, on either side.
pub(crate) async fn take_in(State(front): State<AppState>, request: Request) -> Response {
    let front = &front;
    let (head, body) = request.into_parts();
    let reader = Reader::of(&head.uri, &head.headers);
    let told = text(&head.headers, header::CONTENT_LENGTH.as_str()).parse::<u64>();
    if told.is_ok_and(|told| told > LARGEST_FORM) {
        return HttpError::TooLarge.answer(front, reader);
    }
    let progress = Arc::new(Progress::default());
    let body = Body::from_stream(paced(body, PACE, progress.clone()));
    let Ok(parts) = Multipart::from_request(Request::from_parts(head.clone(), body), &()).await else {
        return HttpError::Unreadable.answer(front, reader);
    };
    let mut form = Form { parts, progress, fields: BTreeMap::new(), room: LARGEST_TEXT };
    if head.uri.path() == forms::UPLOAD {
        let taken = forms::taken(&mut form, front, &head).await;
        return match form.ended(taken).await {
            Ok(id) => {
                answers::of_form(front, &head, form.name(), form.fields, id.map(|id| Went::to(settings_form(id)).done(Done::Saved))).await
            }
            Err(trouble) => trouble.answer(front, reader),
        };
    }
    if head.uri.path() == logo::UPLOAD {
        let taken = logo::taken(&mut form, front, &head).await;
        return match form.ended(taken).await {
            Ok(taken) => answers::of_form(front, &head, form.name(), form.fields, taken.map(|()| app::branding().done(Done::Sent))).await,
            Err(trouble) => trouble.answer(front, reader),
        };
    }
    let taken = form.taken(front, &head).await;
    match form.ended(taken).await {
        Ok(lines) => answers::of_files(front, &head, form.name(), form.fields, lines).await,
        Err(trouble) => trouble.answer(front, reader),
    }
}

/// Why nothing, or not all, was taken.
pub(super) enum Trouble {
    Http(HttpError),
    Of(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Of(error)
    }
}

/// A form that is being read.
pub(super) struct Form {
    pub parts: Multipart,
    pub progress: Arc<Progress>,
    /// What was written into it, as far as it was read.
    pub fields: BTreeMap<String, String>,
    /// So much more text is read.
    pub room: usize,
}

impl Form {
    /// Lets the rest pass. What is wrong with the form is told there, and what is wrong with the request otherwise.
    async fn ended<T>(&mut self, taken: Result<T, Trouble>) -> Result<Result<T, Failure>, HttpError> {
        if !self.progress.was_too_slow() {
            let _ = tokio::time::timeout(LINGER, self.let_pass()).await;
        }
        match taken {
            Ok(taken) => Ok(Ok(taken)),
            Err(Trouble::Http(trouble)) => Err(trouble),
            Err(Trouble::Of(error)) => Ok(Err(app::Failure::from(error).0)),
        }
    }

    /// The function whose form it is.
    fn name(&mut self) -> String {
        self.fields.remove(FORM).unwrap_or_else(|| "files".into())
    }

    /// What is written before the first file is read first, and by whom it is asked then: so it is kept for whoever has to sign in again.
    async fn taken(&mut self, front: &AppState, head: &Parts) -> Result<Vec<FileLine>, Trouble> {
        let (mut taken, mut refusals, mut many) = (Vec::new(), Vec::new(), 0);
        let progress = self.progress.clone();
        let trouble = |error: &MultipartError| Trouble::Http(http_error(&progress, error));
        while let Some(field) = self.parts.next_field().await.map_err(|error| trouble(&error))? {
            let Some(name) = field.file_name().map(str::to_owned) else {
                let read = read_text(field, &progress, self.room).await.map_err(Trouble::Http)?;
                self.room -= read.1.len();
                if read.0 == DRAFT_BACK {
                    self.fields.insert(DRAFT.to_owned(), read.1.clone());
                }
                self.fields.insert(read.0, read.1);
                if self.fields.len() > MOST_FIELDS {
                    return Err(Trouble::Http(HttpError::TooLarge));
                }
                continue;
            };
            let draft = self.fields.get(DRAFT).and_then(|draft| draft.parse::<Uuid>().ok());
            // Anew for each: the one before may have taken hours.
            let actor = Actor::of(front, head).await?;
            let files = actor.files().await?;
            let draft = draft.ok_or(Trouble::Http(HttpError::Unreadable))?;
            let mut sent = Box::pin(pieces(field, progress.clone()).try_filter(|piece| ready(!piece.is_empty())).peekable());
            // Where nothing was chosen, browsers send a file without a name and without anything in it.
            if name.is_empty() && sent.as_mut().peek().await.is_none() {
                continue;
            }
            many += 1;
            let received = match many {
                1..=MOST_OF_A_DRAFT => files.receive(draft, &name, &mut sent).await,
                ..MOST_FIELDS => Err(Refusal::TooMany.into()),
                _ => return Err(Trouble::Http(HttpError::TooLarge)),
            };
            // What is left of one that was refused.
            while let Some(Ok(_)) = sent.next().await {}
            match received {
                _ if progress.was_too_slow() => return Err(Trouble::Http(HttpError::TooSlow)),
                Ok(line) => taken.push(line),
                Err(Error::Refused(of_it)) => refusals.extend(of_it),
                Err(error) => return Err(error.into()),
            }
            if refusals.contains(&Refusal::CutOff.into()) {
                break;
            }
        }
        if many == 0 {
            // Nobody learns here what they may not do.
            Actor::of(front, head).await?.files().await?;
            refusals.push(Refusal::NothingChosen.into());
        }
        refusals.dedup();
        if refusals.is_empty() { Ok(taken) } else { Err(Error::Refused(refusals).into()) }
    }

    async fn let_pass(&mut self) {
        while let Ok(Some(mut field)) = self.parts.next_field().await {
            while let Ok(Some(piece)) = field.chunk().await {
                self.progress.taken(piece.len());
            }
        }
    }
}

pub(super) fn http_error(progress: &Progress, error: &MultipartError) -> HttpError {
    match error.status() {
        _ if progress.was_too_slow() => HttpError::TooSlow,
        StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge,
        _ => HttpError::Unreadable,
    }
}

/// What is in a file, piece by piece.
pub(super) fn pieces(field: Field<'_>, progress: Arc<Progress>) -> impl Stream<Item = Result<Bytes, MultipartError>> + Send {
    stream::try_unfold((field, progress), |(mut field, progress)| async move {
        let piece = field.chunk().await;
        piece.map(|piece| {
            piece.map(|piece| {
                progress.taken(piece.len());
                (piece, (field, progress))
            })
        })
    })
}

/// A field's name, and what was written into it.
pub(super) async fn read_text(mut field: Field<'_>, progress: &Progress, room: usize) -> Result<(String, String), HttpError> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| http_error(progress, &error))? {
        progress.taken(piece.len());
        text.extend_from_slice(&piece);
        if text.len() > room {
            return Err(HttpError::TooLarge);
        }
    }
    String::from_utf8(text).map(|text| (name, text)).map_err(|_| HttpError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sent_to_these_paths_only() {
        for path in ["/files", "/office/charts/x/files", "/office/settings/forms/files", "/office/settings/branding/logo"] {
            assert!(is_upload(path), "{path}");
        }
        for path in
            ["/", "/files/", "/files/x", "/office/charts/files", "/office/charts/x/files/y", "/office/charts/x/documents", "/api/files"]
        {
            assert!(!is_upload(path), "{path}");
        }
    }
}
