//! Files of the practice itself, such as the PDF of a form: sealed into the same store, each under its own id and key. What one of them
//! gives to a chart is a copy, which is that chart's own.

use super::{
    OpenFile, files, kinds, opened,
    receive::{Arrival, begin_of},
    store::Part,
    table::practice_files::{self, Model},
};
use crate::{
    actors::Staff,
    db::Write,
    error::Error,
    in_chart::{Change, Within},
    practice::Practice,
    sealing::{Place, stream::Opening, stream::sealed_length},
    stored::By,
};
use bytes::Bytes;
use domain::{
    files::{self as rules, FileKind, FileLine, HeldBy},
    forms::Refusal,
    ids::FileId,
};
use futures_util::{Stream, StreamExt};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// What lies in the store, and has no row yet.
pub(crate) struct Laid {
    pub id: Uuid,
    pub(super) kind: FileKind,
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sealed_sha256: [u8; 32],
    pub(super) data_key: Vec<u8>,
}

impl Laid {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it does not come to a row. What cannot be taken away now is swept out later.
    pub async fn give_up(&self, practice: &Practice) {
        let _ = practice.files.remove(self.id, &[Part::Whole]).await;
    }
}

/// Takes in a PDF as it comes, and keeps what `look` makes of it. One is looked at at a time, so slow senders hold no memory.
pub(crate) async fn receive_pdf<E, T: Send + 'static>(
    staff: &Staff,
    name: &str,
    mut sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
    look: impl FnOnce(&[u8]) -> Result<(Vec<u8>, T), Refusal> + Send + 'static,
) -> Result<(Laid, T), Error> {
    let practice = &staff.practice;
    let _arriving = practice.files.arriving(staff.member.id)?;
    if !practice.files.has_room() {
        return Err(rules::Refusal::StoreFull.into());
    }
    let id = practice.randomness.id();
    let work = Arrival { store: &practice.files, sealer: &practice.sealer, id };
    let laid = async {
        let head = begin_of(&mut sent).await?;
        let kind = kinds::kind_of(&head, name).filter(|kind| *kind == FileKind::Pdf).ok_or(Refusal::PdfOnly)?;
        let (key, _) = work.key();
        let (bytes, _) = work.arrive(&key, Part::Arrived, kind, head, sent).await?;
        let turn = practice.files.picture().await?;
        let plain = work.read_back(key, bytes).await?;
        // It goes on, and keeps its turn, even if its sender hangs up.
        let looked = tokio::task::spawn_blocking(move || look(&plain).map(|looked| (looked, turn)));
        let ((clean, told), _turn) = looked.await.map_err(Error::unexpected)??;
        let (sealed_sha256, data_key) = work.seal(&clean).await?;
        work.store.remove(id, &[Part::Arrived]).await?;
        Ok((Laid { id, kind, name: kind.name_of_upload(name), bytes: clean.len() as u64, sealed_sha256, data_key }, told))
    }
    .await;
    if laid.is_err() {
        let _ = practice.files.remove(id, &[Part::Whole, Part::Arrived]).await;
    }
    laid
}

/// From now on there is a row that tells of it.
pub(crate) async fn put_of_practice(practice: &Practice, write: &Write, laid: &Laid, by: Uuid) -> Result<(), Error> {
    practice_files::ActiveModel {
        id: Set(laid.id),
        kind: Set(By(laid.kind)),
        name: Set(practice.sealer.seal(Place("practice_files.name", laid.id), laid.name.as_bytes())),
        bytes: Set(laid.bytes.cast_signed()),
        sealed_sha256: Set(laid.sealed_sha256.to_vec()),
        data_key: Set(laid.data_key.clone()),
        uploaded_by: Set(by),
        uploaded_at: Set(write.at()),
    }
    .insert(&**write)
    .await?;
    Ok(())
}

async fn row(db: &impl ConnectionTrait, id: Uuid) -> Result<Model, Error> {
    practice_files::by_id(db, id).await?.ok_or(Error::NotFound)
}

fn name_of(practice: &Practice, row: &Model) -> Result<String, Error> {
    let name = practice.sealer.open(Place("practice_files.name", row.id), &row.name)?;
    Ok(String::from_utf8_lossy(&name).into_owned())
}

/// What it is called, and how large it is.
pub(crate) async fn line_of_practice(practice: &Practice, id: Uuid) -> Result<FileLine, Error> {
    let row = row(practice.db.read(), id).await?;
    Ok(FileLine { id: FileId(id), name: name_of(practice, &row)?, kind: row.kind.0, bytes: row.bytes.unsigned_abs(), preview: false })
}

/// Opens one. Who may is asked before, and told in the trail.
pub(crate) async fn open_of_practice(practice: &Practice, id: Uuid) -> Result<OpenFile, Error> {
    let row = row(practice.db.read(), id).await?;
    let bytes = row.bytes.unsigned_abs();
    let key = practice.sealer.open_stream_key(Place("files.data_key", id), &row.data_key)?;
    let sealed = practice.files.read(id, Part::Whole, sealed_length(bytes)).await?;
    let content = Box::pin(opened(Opening::of(key, Place("files.content", id)), sealed));
    Ok(OpenFile { name: name_of(practice, &row)?, kind: row.kind.0, bytes, content })
}

/// All of a small one.
pub(crate) async fn whole_of_practice(practice: &Practice, id: Uuid) -> Result<Vec<u8>, Error> {
    let OpenFile { bytes, mut content, .. } = open_of_practice(practice, id).await?;
    let mut whole = Vec::with_capacity(bytes as usize);
    while let Some(piece) = content.next().await {
        whole.extend_from_slice(&piece?);
    }
    Ok(whole)
}

/// Forgets one, in the transaction of what does not need it any more. Its bytes have no row then, and are swept out.
pub(crate) async fn remove_of_practice(write: &Write, id: Uuid) -> Result<(), Error> {
    Ok(practice_files::remove(&**write, id).await?)
}

/// Lays a copy into the store, for a chart.
pub(crate) async fn copy_of_practice(practice: &Practice, file: Uuid) -> Result<Laid, Error> {
    if !practice.files.has_room() {
        return Err(rules::Refusal::StoreFull.into());
    }
    let OpenFile { name, kind, bytes, mut content } = open_of_practice(practice, file).await?;
    let id = practice.randomness.id();
    let work = Arrival { store: &practice.files, sealer: &practice.sealer, id };
    let (key, data_key) = work.key();
    let mut sealed = work.begin(&key, Part::Whole).await?;
    while let Some(piece) = content.next().await {
        sealed.put(&piece?).await?;
    }
    Ok(Laid { id, kind, name, bytes, sealed_sha256: sealed.end().await?, data_key })
}

/// The copy is that chart's own, held by one of its documents.
pub(crate) async fn put_copy(write: &Change<'_, Staff>, laid: &Laid, by: HeldBy, held: Uuid) -> Result<(), Error> {
    let practice = write.practice();
    files::ActiveModel {
        id: Set(laid.id),
        chart_id: Set(write.chart()),
        kind: Set(By(laid.kind)),
        name: Set(practice.sealer.seal(Place("files.name", laid.id), laid.name.as_bytes())),
        bytes: Set(laid.bytes.cast_signed()),
        sealed_sha256: Set(laid.sealed_sha256.to_vec()),
        data_key: Set(laid.data_key.clone()),
        preview_bytes: Set(None),
        uploaded_by_account: Set(None),
        uploaded_by_staff: Set(Some(write.actor().member.id)),
        uploaded_at: Set(write.at()),
        draft_id: Set(held),
        held_by: Set(Some(By(by))),
        held_id: Set(Some(held)),
    }
    .insert(write.db())
    .await?;
    Ok(())
}
