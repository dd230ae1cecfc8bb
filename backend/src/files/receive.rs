//! Taking a file in: it is sealed as it comes and never lies anywhere in the plain. A picture is looked at once it has arrived, one at
//! a time, so that slow senders hold no memory.

use super::{
    Part, Store, Uploads, files, kinds, line,
    photos::{self, Looked},
    store::Writing,
};
use crate::{
    audit::Event,
    error::Error,
    in_chart::{InChart, Within},
    sealing::{
        Place, Sealer,
        stream::{Opening, Sealing, StreamKey, sealed_length},
    },
    stored::By,
};
use bytes::Bytes;
use domain::{
    audit::AuditAct,
    files::{FileKind, FileLine, MOST_OF_A_DRAFT, MOST_WAITING, Refusal},
};
use futures_util::{Stream, StreamExt, TryStreamExt};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

pub(super) async fn receive<A: Uploads, E>(
    chart: &InChart<'_, A>,
    draft: Uuid,
    name: &str,
    sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
) -> Result<FileLine, Error> {
    let (practice, who) = (chart.practice(), chart.actor().uploader());
    let _arriving = practice.files.arriving(who.id())?;
    if !practice.files.has_room() {
        return Err(Refusal::StoreFull.into());
    }
    has_room_for_one(chart, draft, who).await?;
    let id = practice.randomness.id();
    let work = Arrival { store: &practice.files, sealer: &practice.sealer, id };
    let kept = match work.kept(name, sent).await {
        Ok(kept) => store_row(chart, draft, name, id, kept).await,
        Err(error) => Err(error),
    };
    if kept.is_err() {
        // What cannot be taken away now is swept out later.
        let _ = practice.files.remove(id, &[Part::Whole, Part::Preview, Part::Arrived]).await;
    }
    kept
}

async fn has_room_for_one(chart: &impl Within, draft: Uuid, who: files::Uploader) -> Result<(), Error> {
    let of_draft = files::of_draft(chart, draft, who).await?.len();
    let at_all = files::count_waiting(chart.db(), who).await?;
    if of_draft >= MOST_OF_A_DRAFT || at_all >= MOST_WAITING as i64 { Err(Refusal::TooMany.into()) } else { Ok(()) }
}

/// What lies in the store now.
struct Kept {
    kind: FileKind,
    bytes: u64,
    sealed_sha256: [u8; 32],
    data_key: Vec<u8>,
    preview_bytes: Option<i64>,
}

/// File and folder are on the disk: the row tells of them.
async fn store_row<A: Uploads>(chart: &InChart<'_, A>, draft: Uuid, name: &str, id: Uuid, kept: Kept) -> Result<FileLine, Error> {
    let (practice, who) = (chart.practice(), chart.actor().uploader());
    let write = chart.change(None).await?;
    has_room_for_one(&write, draft, who).await?;
    let name = kept.kind.name_of_upload(name);
    let (account, staff) = match who {
        files::Uploader::Account(id) => (Some(id), None),
        files::Uploader::Staff(id) => (None, Some(id)),
    };
    let row = files::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        kind: Set(By(kept.kind)),
        name: Set(practice.sealer.seal(Place("files.name", id), name.as_bytes())),
        bytes: Set(kept.bytes.cast_signed()),
        sealed_sha256: Set(kept.sealed_sha256.to_vec()),
        data_key: Set(kept.data_key),
        preview_bytes: Set(kept.preview_bytes),
        uploaded_by_account: Set(account),
        uploaded_by_staff: Set(staff),
        uploaded_at: Set(write.at()),
        draft_id: Set(draft),
        held_by: Set(None),
        held_id: Set(None),
    };
    let row = row.insert(write.db()).await?;
    write.commit(Event::of(AuditAct::FileReceived).subject(id)).await?;
    line(practice, &row)
}

pub(super) struct Arrival<'a> {
    pub store: &'a Store,
    pub sealer: &'a Sealer,
    pub id: Uuid,
}

impl Arrival<'_> {
    async fn kept<E>(&self, name: &str, mut sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin) -> Result<Kept, Error> {
        let head = begin_of(&mut sent).await?;
        let kind = kinds::kind_of(&head, name).ok_or(Refusal::WrongKind)?;
        let part = if kind.is_image() { Part::Arrived } else { Part::Whole };
        let (key, data_key) = self.key();
        let (bytes, sealed_sha256) = self.arrive(&key, part, kind, head, sent).await?;
        if !kind.is_image() {
            return Ok(Kept { kind, bytes, sealed_sha256, data_key, preview_bytes: None });
        }
        self.looked_at(kind, key, bytes).await
    }

    /// Seals what comes into the store. Gives how much it was.
    pub(super) async fn arrive<E>(
        &self,
        key: &StreamKey,
        part: Part,
        kind: FileKind,
        head: Vec<u8>,
        sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
    ) -> Result<(u64, [u8; 32]), Error> {
        let mut sealed = self.begin(key, part).await?;
        match self.take_all(kind, head.into(), sent, &mut sealed).await {
            Ok(bytes) => Ok((bytes, sealed.end().await?)),
            Err(error) => {
                sealed.writing.give_up().await;
                Err(error)
            }
        }
    }

    /// All of it, no more than it may be. Gives how much it was.
    async fn take_all<E>(
        &self,
        kind: FileKind,
        head: Bytes,
        mut sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
        sealed: &mut Sealed,
    ) -> Result<u64, Error> {
        let mut total = 0;
        let mut next = Some(head);
        while let Some(bytes) = next {
            total += bytes.len() as u64;
            if total > kind.largest() {
                return Err(Refusal::TooLarge.into());
            }
            if kind == FileKind::Text && !kinds::is_plain(&bytes) {
                return Err(Refusal::WrongKind.into());
            }
            sealed.put(&bytes).await?;
            next = sent.next().await.transpose().map_err(|_| Refusal::CutOff)?;
        }
        Ok(total)
    }

    /// The picture without what it tells of its maker, under a key of its own, and its preview.
    async fn looked_at(&self, kind: FileKind, arrived: StreamKey, bytes: u64) -> Result<Kept, Error> {
        let turn = self.store.picture().await?;
        let plain = self.read_back(arrived, bytes).await?;
        // It goes on, and keeps its turn, even if its sender hangs up.
        let look = move || photos::look_at(kind, plain.into()).map(|looked| (looked, turn));
        let (Looked { clean, preview }, _turn) = tokio::task::spawn_blocking(look).await.map_err(Error::unexpected)??;
        let (sealed_sha256, data_key) = self.seal(&clean).await?;
        let preview_bytes = preview.as_ref().map(|preview| preview.len() as i64);
        if let Some(preview) = preview {
            let sealed = self.sealer.seal(Place("files.preview", self.id), &preview);
            self.store.put(self.id, Part::Preview, sealed).await?;
        }
        self.store.remove(self.id, &[Part::Arrived]).await?;
        Ok(Kept { kind, bytes: clean.len() as u64, sealed_sha256, data_key, preview_bytes })
    }

    /// What has arrived, in the plain.
    pub(super) async fn read_back(&self, key: StreamKey, bytes: u64) -> Result<Vec<u8>, Error> {
        let mut opening = Opening::of(key, Place("files.content", self.id));
        let mut plain = Vec::with_capacity(bytes as usize);
        let mut sealed = Box::pin(self.store.read(self.id, Part::Arrived, sealed_length(bytes)).await?);
        while let Some(piece) = sealed.try_next().await? {
            plain.extend(opening.take(&piece)?);
        }
        plain.extend(opening.end()?);
        Ok(plain)
    }

    /// Puts it into the store, under a key of its own.
    pub(super) async fn seal(&self, plain: &[u8]) -> Result<([u8; 32], Vec<u8>), Error> {
        let (key, data_key) = self.key();
        let mut sealed = self.begin(&key, Part::Whole).await?;
        for piece in plain.chunks(kinds::ENOUGH) {
            sealed.put(piece).await?;
        }
        Ok((sealed.end().await?, data_key))
    }

    pub(super) fn key(&self) -> (StreamKey, Vec<u8>) {
        self.sealer.stream_key(Place("files.data_key", self.id))
    }

    pub(super) async fn begin(&self, key: &StreamKey, part: Part) -> Result<Sealed, Error> {
        let sealing = self.sealer.seal_stream(key, Place("files.content", self.id));
        Ok(Sealed { sealing, writing: self.store.begin(self.id, part).await? })
    }
}

/// So much of it as tells what it is.
pub(super) async fn begin_of<E>(sent: &mut (impl Stream<Item = Result<Bytes, E>> + Send + Unpin)) -> Result<Vec<u8>, Error> {
    let mut head = Vec::new();
    while head.len() < kinds::ENOUGH {
        match sent.next().await {
            Some(bytes) => head.extend_from_slice(&bytes.map_err(|_| Refusal::CutOff)?),
            None => break,
        }
    }
    if head.is_empty() { Err(Refusal::Empty.into()) } else { Ok(head) }
}

/// A file that is being sealed into the store.
pub(super) struct Sealed {
    sealing: Sealing,
    writing: Writing,
}

impl Sealed {
    pub(super) async fn put(&mut self, plain: &[u8]) -> Result<(), Error> {
        self.writing.put(self.sealing.take(plain)).await
    }

    pub(super) async fn end(mut self) -> Result<[u8; 32], Error> {
        let last = self.sealing.end();
        self.writing.put(last).await?;
        self.writing.end().await
    }
}
