//! What people send to a chart: scans, photos, papers of others. Files of it are held by a document, which is shared as every other is.

use super::{
    ClientDocuments, StaffDocuments,
    notes::{Written, sealed},
    rights::Room,
    sharing::{reader, reader_of, tell},
    table::{documents, openings, shares},
};
use crate::{
    actors::{Client, Staff},
    audit::Event,
    band, dates,
    error::Error,
    events::Happening,
    files::{self, Laid, Uploads},
    in_chart::{Change, Enters, InChart, Within},
    invites,
    notices::{self, Task},
    sealing::Place,
    secrets::sha256,
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    audit::AuditAct,
    charts::tidy,
    documents::{Content, DocumentKind, Fact, Frozen, LAYOUT, Refusal, Section, Sending, ShareState, Uploading},
    events::EventKind,
    files::{FileLine, HeldBy},
    ids::{ChartId, DocumentId, ShareId},
    lines,
    notices::TaskKind,
    settings::PracticeSettings,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

const LONGEST_TITLE: usize = 200;
const LONGEST_REMARK: usize = 2_000;

impl StaffDocuments<'_> {
    /// The page on which files are put into a chart: under its id they wait.
    pub async fn uploading(&self, chart: ChartId) -> Result<Uploading, Error> {
        let room = self.writing_room(chart).await?;
        let page = Uploading {
            banner: band::banner(&room.chart).await?,
            draft: place(&room.chart),
            pending: files::of_draft(&room.chart, place(&room.chart)).await?,
        };
        self.0.record(Event::of(AuditAct::DocumentsListed).chart(chart).detail("to upload")).await?;
        Ok(page)
    }

    /// Puts what waits into the chart, as a document of that title.
    pub async fn upload(&self, chart: ChartId, title: &str) -> Result<DocumentId, Error> {
        let room = self.writing_room(chart).await?;
        let draft = place(&room.chart);
        let write = room.chart.change(None).await?;
        let id = write.practice().randomness.id();
        let (title, content) = taken(&write, draft, id, title, "").await?;
        let member = &self.0.member;
        put(&write, id, title, (Some(member.id), member.signed_name()), content).await?;
        write.commit(Event::of(AuditAct::DocumentUploaded).subject(id)).await?;
        Ok(DocumentId(id))
    }

    /// Names what a client sent, or a colleague uploaded, so that others find it.
    pub async fn rename(&self, chart: ChartId, document: DocumentId, title: &str) -> Result<(), Error> {
        let room = self.writing_room(chart).await?;
        let row = room.document(document).await?;
        if row.kind.0 != DocumentKind::Upload {
            return Err(Refusal::AlreadyFinished.into());
        }
        let title = read_title(title)?;
        let write = room.chart.change(None).await?;
        documents::ActiveModel { id: Set(row.id), title: Set(title), ..Default::default() }.update(write.db()).await?;
        notices::close_tasks(&write, notices::About::Document(TaskKind::FilesReceived, row.id)).await?;
        write.commit(Event::of(AuditAct::DocumentRenamed).subject(document)).await
    }

    async fn writing_room(&self, chart: ChartId) -> Result<Room<'_>, Error> {
        let room = Room::enter(self.0, chart).await?;
        if room.may_write { Ok(room) } else { Err(room.not_found().await) }
    }
}

impl ClientDocuments<'_> {
    /// The page on which one sends files to the practice.
    pub async fn sending(&self) -> Result<Sending, Error> {
        let draft = place(&self.chart);
        let page = Sending { draft, pending: files::of_draft(&self.chart, draft).await?, phone: self.settings.help.phone.clone() };
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::DocumentsListed).detail("to send")).await?;
        }
        Ok(page)
    }

    /// Sends what waits. It stands in **My Documents** too, and staff are told.
    pub async fn send(&self, title: &str, remark: &str) -> Result<ShareId, Error> {
        let (client, practice) = (self.client, &self.client.practice);
        let remark = lines::trimmed(remark);
        if remark.chars().count() > LONGEST_REMARK {
            return Err(Refusal::ReasonTooLong.into());
        }
        let draft = place(&self.chart);
        let write = self.chart.change(None).await?;
        let (id, share) = (practice.randomness.id(), practice.randomness.id());
        let (title, content) = taken(&write, draft, id, title, &remark).await?;
        let author = client.account.full_name();
        put(&write, id, title.clone(), (None, author.clone()), content.clone()).await?;
        // Nobody of the practice: whoever sent it has it before their eyes.
        let by = Before { id, share, title, author, by: Uuid::nil(), opened_at: Some(write.at()) };
        lay_before(&write, &self.settings, by, content).await?;
        openings::note(write.db(), share, client.account.id, write.at()).await?;
        let task =
            Task { document: Some(id), owner: write.row().primary_clinician_id, ..Task::new(TaskKind::FilesReceived, write.chart()) };
        notices::add_task(practice, &write, task).await?;
        write.tell(Happening::of(EventKind::DocumentShared).subject(share));
        write.commit(Event::of(AuditAct::DocumentSent).subject(share)).await?;
        Ok(ShareId(share))
    }
}

/// Who lays what before a client.
struct Before {
    id: Uuid,
    share: Uuid,
    title: String,
    author: String,
    by: Uuid,
    opened_at: Option<DateTime<Utc>>,
}

/// Freezes files as a share, to be read.
async fn lay_before<A: Enters>(write: &Change<'_, A>, settings: &PracticeSettings, of: Before, content: Content) -> Result<(), Error> {
    let practice = write.practice();
    let frozen = Frozen {
        layout: LAYOUT,
        share_id: ShareId(of.share),
        document_id: DocumentId(of.id),
        version: 1,
        kind: DocumentKind::Upload,
        title: of.title.clone(),
        practice: settings.name.clone(),
        client_name: write.row().full_name(),
        client_birth_date: write.row().born()?,
        author: of.author.clone(),
        written_at: write.at(),
        zone: dates::zone(&settings.zone).name().to_owned(),
        content,
        dates: settings.dates,
        edition: 1,
    };
    let bytes = frozen.canonical();
    shares::ActiveModel {
        id: Set(of.share),
        document_id: Set(of.id),
        chart_id: Set(write.chart()),
        version: Set(1),
        kind: Set(By(DocumentKind::Upload)),
        title: Set(of.title),
        author_name: Set(of.author),
        frozen: Set(practice.sealer.seal(Place("shares.frozen", of.share), &bytes)),
        frozen_sha256: Set(sha256(&bytes).to_vec()),
        state: Set(By(ShareState::Open)),
        shared_at: Set(write.at()),
        shared_by: Set(of.by),
        opened_at: Set(of.opened_at),
        withdrawn_at: Set(None),
        declined_at: Set(None),
        decline_reason: Set(None),
        replaces: Set(None),
        ..Default::default()
    }
    .insert(write.db())
    .await?;
    Ok(())
}

/// Hands out an information sheet of the practice: a document of the chart, with a copy of the file, and shared at once. Who has no access
/// yet finds it when they register; everybody else is told.
pub(crate) async fn hand_out(
    write: &Change<'_, Staff>,
    settings: &PracticeSettings,
    laid: &Laid,
    title: String,
    words: &str,
) -> Result<ShareId, Error> {
    let (practice, member) = (write.practice(), &write.actor().member);
    let (id, share) = (practice.randomness.id(), practice.randomness.id());
    let facts = vec![Fact { label: "File".into(), value: laid.name().to_owned() }];
    let sections = if words.is_empty() { Vec::new() } else { vec![Section::from_text("", words)] };
    let (content, author) = (Content { facts, sections }, member.signed_name());
    put(write, id, title.clone(), (Some(member.id), author.clone()), content.clone()).await?;
    files::put_copy(write, laid, HeldBy::Document, id).await?;
    lay_before(write, settings, Before { id, share, title, author, by: member.id, opened_at: None }, content).await?;
    if let Ok(grant) = reader_of(write, settings).await? {
        tell(write, &grant, ShareId(share)).await?;
    }
    write.tell(Happening::of(EventKind::DocumentShared).subject(ShareId(share)));
    Ok(ShareId(share))
}

/// Under what files wait in a chart until they are put into it: a place that no message has.
fn place(chart: &impl Within) -> Uuid {
    let mut bytes = *chart.chart().as_bytes();
    bytes[15] ^= 1;
    Uuid::from_bytes(bytes)
}

fn read_title(typed: &str) -> Result<String, Refusal> {
    match tidy(typed) {
        title if title.is_empty() => Err(Refusal::TitleMissing),
        title if title.chars().count() > LONGEST_TITLE => Err(Refusal::TitleTooLong),
        title => Ok(title),
    }
}

/// Takes what waits under `draft`, as what the document holds. Without a title it is called after its first file.
async fn taken<A: Uploads>(write: &Change<'_, A>, draft: Uuid, id: Uuid, title: &str, remark: &str) -> Result<(String, Content), Error> {
    let pending = files::of_draft_in(write, draft).await?;
    let Some(first) = pending.first() else { return Err(Refusal::NothingAttached.into()) };
    let title = match tidy(title) {
        none if none.is_empty() => tidy(first.name.rsplit_once('.').map_or(first.name.as_str(), |(stem, _)| stem)),
        _ => read_title(title)?,
    };
    let fact = |file: &FileLine| Fact { label: "File".into(), value: file.name.clone() };
    let sections = if remark.is_empty() { Vec::new() } else { vec![Section::from_text("", remark)] };
    let content = Content { facts: pending.iter().map(fact).collect(), sections };
    files::take(write, draft, HeldBy::Document, id).await?;
    Ok((title, content))
}

async fn put<A: Enters>(
    write: &Change<'_, A>,
    id: Uuid,
    title: String,
    (author, name): (Option<Uuid>, String),
    content: Content,
) -> Result<(), Error> {
    documents::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        kind: Set(By(DocumentKind::Upload)),
        title: Set(title),
        author_id: Set(author),
        author_name: Set(name),
        version: Set(1),
        content: Set(sealed(write.practice(), id, &Written { content, typed: Vec::new(), plan: Vec::new() })),
        written_at: Set(write.at()),
        changed_at: Set(write.at()),
        finished_at: Set(Some(write.at())),
        finished_by: Set(author),
        ..Default::default()
    }
    .insert(write.db())
    .await?;
    Ok(())
}

/// The files of a document.
pub(super) async fn files_of<A: Enters>(chart: &InChart<'_, A>, document: Uuid) -> Result<Vec<FileLine>, Error> {
    Ok(files::held(chart, HeldBy::Document, vec![document]).await?.remove(&document).unwrap_or_default())
}

/// Whether a client may open the files of a document: it lies before them.
pub(crate) async fn client_reads(chart: &InChart<'_, Client>, document: Uuid) -> Result<bool, Error> {
    let settings = chart.actor().practice_settings().await?;
    let grant = invites::Grant::clone(&chart.actor().grant);
    if reader(Some(grant), &settings).is_err() {
        return Ok(false);
    }
    Ok(shares::live_of_document(chart, document).await?.is_some())
}

/// Whether a member of staff may: they read the document.
pub(crate) async fn staff_reads(chart: &InChart<'_, Staff>, document: Uuid) -> Result<bool, Error> {
    let room = Room::of(chart.clone()).await?;
    let row = chart.find::<documents::Entity>(document).await?;
    Ok(row.is_some_and(|row| room.reader.reads(row.kind.0, row.author_id)))
}
