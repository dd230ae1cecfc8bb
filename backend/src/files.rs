//! Files: what people attach and upload, for all rooms. The bytes lie sealed in a store of their own (`store`), each file with a key
//! of its own; the row here says what it is, and who holds it.
//!
//! What arrives waits for the message or document that is being written: of its uploader alone, and for a day. The room that sends the
//! message takes it, in the transaction of the message ([`take`]); from then on whoever may read the message opens it ([`may_open`]).

mod gif;
mod heic;
mod kinds;
mod logo;
mod photos;
mod practice;
mod receive;
mod store;
mod sweep;
mod table;

pub(crate) use logo::{Picture, receive_logo};
pub(crate) use practice::{
    Laid, copy_of_practice, line_of_practice, open_of_practice, put_copy, put_of_practice, receive_pdf, remove_of_practice,
    whole_of_practice,
};
pub use store::{Bucket, FilesAt};
pub(crate) use store::{Store, within_folder};
#[cfg(test)]
pub(crate) use table::{ask_all_day, of_chart};

use crate::{
    actors::{Client, Staff},
    audit::Event,
    documents,
    error::Error,
    in_chart::{Change, Enters, InChart, Within},
    messages,
    practice::Practice,
    sealing::{
        Place,
        stream::{Opening, sealed_length},
    },
    stored::By,
};
use bytes::Bytes;
use domain::{
    Act,
    audit::AuditAct,
    files::{FileKind, FileLine, HeldBy},
    ids::{ChartId, FileId},
    invites::Scope,
};
use futures_util::{Stream, StreamExt, stream};
use std::{collections::HashMap, pin::Pin};
use store::Part;
use table::files::{self, Model, Uploader};
use uuid::Uuid;

impl Client {
    /// What conversations and documents hold, and what waits to be sent, with a form too: unless the practice has switched all off.
    pub async fn files(&self) -> Result<ClientFiles<'_>, Error> {
        let settings = self.practice_settings().await?;
        let scope = match self.reads_messages(&settings) {
            true => Scope::Messages,
            false if self.grant.has_scope(Scope::Documents) => Scope::Documents,
            false if self.grant.has_scope(Scope::Forms) => Scope::Forms,
            false => Scope::Documents,
        };
        // The pictures of an insurance card are the Chart Owner's own.
        if self.sees_information(&settings) {
            return Ok(ClientFiles(self.owned_chart("files").await?));
        }
        let chart = self.chart(scope).await?;
        if scope != Scope::Messages && !settings.features.documents {
            return Err(chart.not_found("files").await);
        }
        Ok(ClientFiles(chart))
    }
}

impl Staff {
    /// What is attached to a chart's conversations, and what waits to be.
    pub async fn files(&self, chart: ChartId) -> Result<StaffFiles<'_>, Error> {
        if !messages::reads_any(self) {
            self.record(Event::denied("files")).await?;
            return Err(Error::NotAllowed);
        }
        let chart = self.chart(chart, Act::OpenChart).await?;
        if messages::audiences_in(&chart).await?.is_empty() { Err(chart.not_found("files").await) } else { Ok(StaffFiles(chart)) }
    }
}

/// Gives both sides the same doors.
macro_rules! doors {
    ($($files:ident of $actor:ident),+) => {$(
        /// The files of a chart.
        pub struct $files<'a>(InChart<'a, $actor>);

        impl $files<'_> {
            /// Takes in what somebody sends, as it comes. It waits then, for what is being written under that id.
            pub async fn receive<E>(&self, draft: Uuid, name: &str, sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin) -> Result<FileLine, Error> {
                receive::receive(&self.0, draft, name, sent).await
            }

            /// What waits for it.
            pub async fn of_draft(&self, draft: Uuid) -> Result<Vec<FileLine>, Error> {
                of_draft(&self.0, draft).await
            }

            /// Takes one of one's own away that still waits.
            pub async fn remove(&self, file: FileId) -> Result<(), Error> {
                remove(&self.0, file).await
            }

            pub async fn open(&self, file: FileId) -> Result<OpenFile, Error> {
                open(&self.0, file).await
            }

            /// A small picture of it: a JPEG.
            pub async fn preview(&self, file: FileId) -> Result<Vec<u8>, Error> {
                preview(&self.0, file).await
            }
        }
    )+};
}
doors!(ClientFiles of Client, StaffFiles of Staff);

/// Who can send files.
pub(crate) trait Uploads: Enters {
    fn uploader(&self) -> Uploader;
    /// Whether they read the message that holds a file.
    fn reads_message(chart: &InChart<'_, Self>, message: Uuid) -> impl Future<Output = Result<bool, Error>> + Send;
    /// Whether they read the document that holds a file.
    fn reads_document(chart: &InChart<'_, Self>, document: Uuid) -> impl Future<Output = Result<bool, Error>> + Send;
    /// Whether they see the pictures of an insurance card.
    fn reads_information(chart: &InChart<'_, Self>) -> impl Future<Output = Result<bool, Error>> + Send;
}

impl Uploads for Client {
    fn uploader(&self) -> Uploader {
        Uploader::Account(self.account.id)
    }

    /// Everything in a conversation is for the client, and for who reads the client's messages.
    async fn reads_message(chart: &InChart<'_, Self>, _message: Uuid) -> Result<bool, Error> {
        Ok(chart.actor().reads_messages(&chart.actor().practice_settings().await?))
    }

    async fn reads_document(chart: &InChart<'_, Self>, document: Uuid) -> Result<bool, Error> {
        documents::client_reads(chart, document).await
    }

    async fn reads_information(chart: &InChart<'_, Self>) -> Result<bool, Error> {
        Ok(chart.actor().sees_information(&chart.actor().practice_settings().await?))
    }
}

impl Uploads for Staff {
    fn uploader(&self) -> Uploader {
        Uploader::Staff(self.member.id)
    }

    async fn reads_message(chart: &InChart<'_, Self>, message: Uuid) -> Result<bool, Error> {
        messages::is_read_by(chart, message).await
    }

    async fn reads_document(chart: &InChart<'_, Self>, document: Uuid) -> Result<bool, Error> {
        documents::staff_reads(chart, document).await
    }

    /// Whoever opens the chart sees them in Demographics.
    async fn reads_information(chart: &InChart<'_, Self>) -> Result<bool, Error> {
        chart.may(Act::OpenChart).await
    }
}

/// A file that is being read.
pub struct OpenFile {
    pub name: String,
    pub kind: FileKind,
    pub bytes: u64,
    /// The file itself. It ends with an error where what lies in the store is not what was put there.
    pub content: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
}

/// What waits for what is being written under that id.
pub(crate) async fn of_draft<A: Uploads>(chart: &InChart<'_, A>, draft: Uuid) -> Result<Vec<FileLine>, Error> {
    let rows = files::of_draft(chart, draft, chart.actor().uploader()).await?;
    rows.iter().map(|row| line(chart.practice(), row)).collect()
}

/// The same, in the transaction that takes it.
pub(crate) async fn of_draft_in<A: Uploads>(change: &Change<'_, A>, draft: Uuid) -> Result<Vec<FileLine>, Error> {
    let rows = files::of_draft(change, draft, change.actor().uploader()).await?;
    rows.iter().map(|row| line(change.practice(), row)).collect()
}

/// Hands what waits to what was sent, in its own transaction.
pub(crate) async fn take<A: Uploads>(change: &Change<'_, A>, draft: Uuid, by: HeldBy, id: Uuid) -> Result<Vec<FileId>, Error> {
    let rows = files::of_draft(change, draft, change.actor().uploader()).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    files::take(change, ids.clone(), by, id).await?;
    Ok(ids.into_iter().map(FileId).collect())
}

/// What was held for a proposal is held by what came of it.
pub(crate) async fn hand_on<A: Enters>(change: &Change<'_, A>, ids: Vec<Uuid>, from: HeldBy, by: HeldBy, id: Uuid) -> Result<(), Error> {
    Ok(files::hand_on(change, ids, from, by, id).await?)
}

/// What each of these holds.
pub(crate) async fn held<A: Enters>(chart: &InChart<'_, A>, by: HeldBy, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<FileLine>>, Error> {
    let mut held: HashMap<Uuid, Vec<FileLine>> = HashMap::new();
    for row in files::held(chart, by, ids).await? {
        held.entry(row.held_id.unwrap_or_default()).or_default().push(line(chart.practice(), &row)?);
    }
    Ok(held)
}

/// Takes one of one's own away that still waits.
pub(crate) async fn remove<A: Uploads>(chart: &InChart<'_, A>, file: FileId) -> Result<(), Error> {
    let (write, row) = chart.change(None).await?.one::<files::Entity>(file).await?;
    if !row.is_of(chart.actor().uploader()) || !files::forget(&write, row.id).await? {
        return Err(write.not_found("files").await);
    }
    write.commit(Event::of(AuditAct::FileRemoved).subject(row.id)).await?;
    // What cannot be taken away now is swept out later.
    if let Err(error) = chart.practice().files.remove(row.id, &[Part::Whole, Part::Preview]).await {
        tracing::warn!(%error, "a removed file still lies in the store");
    }
    Ok(())
}

/// Whether they may: what waits is its uploader's alone, and what is held is for whoever reads what holds it.
async fn may_open<A: Uploads>(chart: &InChart<'_, A>, row: &Model) -> Result<bool, Error> {
    match (row.held_by, row.held_id) {
        (Some(By(HeldBy::Message)), Some(message)) => A::reads_message(chart, message).await,
        (Some(By(HeldBy::Document)), Some(document)) => A::reads_document(chart, document).await,
        (Some(By(HeldBy::Proposal | HeldBy::Insurance)), Some(_)) => A::reads_information(chart).await,
        _ => Ok(row.is_of(chart.actor().uploader())),
    }
}

async fn found<A: Uploads>(chart: &InChart<'_, A>, file: FileId) -> Result<Model, Error> {
    let row = chart.one::<files::Entity>(file).await?;
    if may_open(chart, &row).await? { Ok(row) } else { Err(chart.not_found("files").await) }
}

/// Opens a file, and says so in the trail.
pub(crate) async fn open<A: Uploads>(chart: &InChart<'_, A>, file: FileId) -> Result<OpenFile, Error> {
    let practice = chart.practice();
    let row = found(chart, file).await?;
    let name = name(practice, &row)?;
    let bytes = row.bytes.unsigned_abs();
    let key = practice.sealer.open_stream_key(Place("files.data_key", row.id), &row.data_key)?;
    let sealed = practice.files.read(row.id, Part::Whole, sealed_length(bytes)).await?;
    told(chart, &row, None).await?;
    let opening = Opening::of(key, Place("files.content", row.id));
    Ok(OpenFile { name, kind: row.kind.0, bytes, content: Box::pin(opened(opening, sealed)) })
}

/// A small picture, if there is one: it shows what the file shows, and so it is told of alike.
pub(crate) async fn preview<A: Uploads>(chart: &InChart<'_, A>, file: FileId) -> Result<Vec<u8>, Error> {
    let practice = chart.practice();
    let row = found(chart, file).await?;
    if row.preview_bytes.is_none() {
        return Err(chart.not_found("files").await);
    }
    let sealed = practice.files.whole(row.id, Part::Preview).await?;
    let plain = practice.sealer.open(Place("files.preview", row.id), &sealed)?;
    told(chart, &row, Some("preview")).await?;
    Ok(plain)
}

async fn told<A: Uploads>(chart: &InChart<'_, A>, row: &Model, how: Option<&str>) -> Result<(), Error> {
    let event = Event::of(AuditAct::FileOpened).subject(row.id).chart(chart.chart());
    let event = match how {
        Some(how) => event.detail(how),
        None => event,
    };
    Ok(chart.practice().db.record(chart.actor().stamp(), event).await?)
}

/// The plain bytes of what is sealed, as they come.
fn opened(
    opening: Opening,
    sealed: impl Stream<Item = Result<Bytes, Error>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    let state = (Some(opening), Box::pin(sealed));
    stream::try_unfold(state, |(opening, mut sealed)| async move {
        let Some(mut opening) = opening else { return Ok(None) };
        match sealed.next().await.transpose()? {
            Some(bytes) => Ok(Some((opening.take(&bytes)?.into(), (Some(opening), sealed)))),
            None => Ok(Some((opening.end()?.into(), (None, sealed)))),
        }
    })
}

fn line(practice: &Practice, row: &Model) -> Result<FileLine, Error> {
    Ok(FileLine {
        id: FileId(row.id),
        name: name(practice, row)?,
        kind: row.kind.0,
        bytes: row.bytes.unsigned_abs(),
        preview: row.preview_bytes.is_some(),
    })
}

fn name(practice: &Practice, row: &Model) -> Result<String, Error> {
    let name = practice.sealer.open(Place("files.name", row.id), &row.name)?;
    Ok(String::from_utf8_lossy(&name).into_owned())
}

#[cfg(test)]
mod tests;
