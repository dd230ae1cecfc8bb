//! **Share**, **Share to Sign**, and taking a share back. A share freezes the document: these bytes, and no later ones.

use super::{
    StaffDocuments, addenda,
    asking::{end_of, people},
    letters, notes,
    rights::Room,
    signers,
    table::{documents, shares, signers as rows},
};
use crate::{
    actors::Staff,
    audit::Event,
    dates,
    error::{Error, taken},
    events::Happening,
    in_chart::{Change, Within},
    invites::{self, Activation, Grant},
    messages, notices,
    practice::Practice,
    sealing::Place,
    secrets::sha256,
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    audit::AuditAct,
    documents::{Asking, Frozen, LAYOUT, Refusal, ShareAction, ShareState, may_share},
    events::EventKind,
    ids::{ChartId, DocumentId, ShareId},
    invites::Scope,
    notices::MailKind,
    settings::PracticeSettings,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

impl StaffDocuments<'_> {
    /// Hands a document to the client, to read or to be signed by the Chart Owner, and mails them that there is something. Who is invited
    /// and has not registered gets no mail: it waits for them.
    pub async fn share(&self, chart: ChartId, document: DocumentId, action: ShareAction) -> Result<(), Error> {
        match action {
            ShareAction::Share => self.hand_over(chart, document, None).await,
            ShareAction::ShareToSign => self.share_to_sign(chart, document, &Asking::default()).await,
        }
    }

    /// Hands it over to be signed by these, one after the other.
    pub(super) async fn share_to_sign(&self, chart: ChartId, document: DocumentId, asking: &Asking) -> Result<(), Error> {
        self.hand_over(chart, document, Some(asking)).await
    }

    async fn hand_over(&self, chart: ChartId, document: DocumentId, asking: Option<&Asking>) -> Result<(), Error> {
        let staff = self.0;
        let practice = &staff.practice;
        let action = if asking.is_some() { ShareAction::ShareToSign } else { ShareAction::Share };
        let (room, row) = self.shareable(chart, document).await?;
        let settings = staff.practice_settings().await?;
        let now = practice.clock.now();
        let frozen = freeze(&room, &row, ShareId(practice.randomness.id()), &settings).await?;
        let mut share = as_share(staff, &row, &frozen, action);
        fits(&room, &row, &frozen, action, now).await?;
        let asked = match (asking, reader_of(&room.chart, &settings).await?) {
            (Some(asking), Ok(owner)) => people(&room.chart, &owner, &asking.signers).await?,
            (Some(_), Err(refusal)) => return Err(refusal.into()),
            (None, _) => Vec::new(),
        };
        if let Some(asking) = asking {
            share.due_on = Set(asking.due.map(|day| day.to_string()));
            share.expires_at = Set(asking.until.map(|day| end_of(day, dates::zone(&settings.zone))));
        }

        let write = room.chart.change(None).await?;
        let current = current(&write, &row, action, now).await?;
        let grant = reader_of(&write, &settings).await??;
        if let Some(current) = &current {
            give_way(&write, current).await?;
            share.replaces = Set(Some(current.id));
        }
        let laid = share.insert(write.db()).await;
        let laid = laid.map_err(taken(Refusal::AlreadyShared))?;
        self.let_go_of_the_version_before(&write, &settings, &row).await?;
        let signers = signers::put(&write, laid.id, asked).await?;
        match signers.first() {
            Some(first) => ask_first(&write, &grant, &settings, &laid, first).await?,
            None => tell(&write, &grant, frozen.share_id).await?,
        }
        let act = match action {
            ShareAction::Share => AuditAct::DocumentShared,
            ShareAction::ShareToSign => AuditAct::DocumentSharedToSign,
        };
        notices::close_tasks(&write, notices::About::Summary(write.chart())).await?;
        write.tell(Happening::of(EventKind::DocumentShared).subject(frozen.share_id));
        write.commit(Event::of(act).subject(document)).await?;
        practice.ring_for_mail();
        Ok(())
    }

    /// **Invite and queue** (TN-15): who has no access yet is invited, and what is shared waits until they register.
    pub async fn invite_and_share(&self, chart: ChartId, document: DocumentId, action: ShareAction) -> Result<(), Error> {
        self.invite(chart, document, action).await?;
        self.share(chart, document, action).await
    }

    /// The same, to be signed by the Chart Owner until those days.
    pub(super) async fn invite_and_ask(&self, chart: ChartId, document: DocumentId, asking: &Asking) -> Result<(), Error> {
        self.invite(chart, document, ShareAction::ShareToSign).await?;
        self.share_to_sign(chart, document, asking).await
    }

    async fn invite(&self, chart: ChartId, document: DocumentId, action: ShareAction) -> Result<(), Error> {
        let staff = self.0;
        let (room, row) = self.shareable(chart, document).await?;
        let settings = staff.practice_settings().await?;
        // Nobody is invited for a document that then cannot be shared.
        let frozen = freeze(&room, &row, ShareId(staff.practice.randomness.id()), &settings).await?;
        fits(&room, &row, &frozen, action, staff.practice.clock.now()).await?;
        match reader_of(&room.chart, &settings).await? {
            Err(Refusal::NoAccess) => {
                staff.invites().await?.activate(chart, Activation::default()).await?;
                Ok(())
            }
            Err(refusal) => Err(refusal.into()),
            Ok(_) => Ok(()),
        }
    }

    /// A document that this person may share, if it can be.
    pub(super) async fn shareable(&self, chart: ChartId, document: DocumentId) -> Result<(Room<'_>, documents::Model), Error> {
        let room = Room::enter(self.0, chart).await?;
        let row = room.document(document).await?;
        if room.may_share { Ok((room, row)) } else { Err(room.not_found().await) }
    }

    /// Takes a share back, as long as nobody has opened it. A mail about it that still waits does not leave.
    pub async fn unshare(&self, chart: ChartId, document: DocumentId) -> Result<(), Error> {
        let staff = self.0;
        let room = Room::enter(staff, chart).await?;
        let row = room.document(document).await?;
        let share = shares::live_of(&room.chart, [row.id]).await?.pop();
        let Some(share) = share.filter(|_| room.may_share) else { return Err(room.not_found().await) };
        let write = room.chart.change(None).await?;
        if !shares::withdrawn_unopened(&write, share.id, withdrawn(&write)).await? {
            return Err(Refusal::AlreadyOpened.into());
        }
        signers::forget(&write, share.id, document.0).await?;
        write.tell(Happening::of(EventKind::DocumentTakenBack).subject(share.id));
        write.commit(Event::of(AuditAct::DocumentUnshared).subject(document)).await
    }

    /// The version before is not signed any more, once this one is handed over. It stays to be read, and what was signed stays signed.
    async fn let_go_of_the_version_before(
        &self,
        write: &Change<'_, Staff>,
        settings: &PracticeSettings,
        row: &documents::Model,
    ) -> Result<(), Error> {
        let Some(before) = row.follows else { return Ok(()) };
        let Some(share) = shares::live_of_document(write, before).await?.filter(|share| share.state.0 == ShareState::AwaitingSignature)
        else {
            return Ok(());
        };
        signers::forget(write, share.id, before).await?;
        signers::settle(write, settings, &share).await
    }
}

/// What is frozen, as it is handed over.
pub(super) fn as_share(staff: &Staff, row: &documents::Model, frozen: &Frozen, action: ShareAction) -> shares::ActiveModel {
    let (id, bytes) = (frozen.share_id.0, frozen.canonical());
    let state = match action {
        ShareAction::Share => ShareState::Open,
        ShareAction::ShareToSign => ShareState::AwaitingSignature,
    };
    shares::ActiveModel {
        id: Set(id),
        document_id: Set(row.id),
        chart_id: Set(row.chart_id),
        version: Set(row.version),
        kind: Set(row.kind),
        title: Set(row.title.clone()),
        author_name: Set(row.author_name.clone()),
        frozen_sha256: Set(sha256(&bytes).to_vec()),
        frozen: Set(staff.practice.sealer.seal(Place("shares.frozen", id), &bytes)),
        state: Set(By(state)),
        shared_at: Set(staff.practice.clock.now()),
        shared_by: Set(staff.member.id),
        opened_at: Set(None),
        withdrawn_at: Set(None),
        declined_at: Set(None),
        decline_reason: Set(None),
        replaces: Set(None),
        due_on: Set(None),
        expires_at: Set(None),
        expired_at: Set(None),
        edition: Set(row.edition),
    }
}

/// Whether it can be shared in this way, and be printed as it is read.
pub(super) async fn fits(
    room: &Room<'_>,
    row: &documents::Model,
    frozen: &Frozen,
    action: ShareAction,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    current(&room.chart, row, action, now).await?;
    letters::check_finished(&frozen.title, &frozen.content).await
}

/// What is to be read comes as itself. The mail says only that much.
pub(super) async fn tell(write: &Change<'_, Staff>, grant: &Grant, share: ShareId) -> Result<(), Error> {
    if grant.registered_at.is_none() {
        // Its link would lead to a sign-in that does not exist yet.
        return Ok(());
    }
    let path = format!("/documents/{share}?for={}", grant.id);
    let notice = notices::Notice { kind: MailKind::NewDocument, chart_id: write.chart(), share, grant, path };
    notices::queue(write.practice(), write, notice).await
}

/// What is to be signed comes as a message that asks for it, where the Chart Owner signs first. The others hear of it when it is their turn.
async fn ask_first(
    write: &Change<'_, Staff>,
    owner: &Grant,
    settings: &PracticeSettings,
    share: &shares::Model,
    first: &rows::Model,
) -> Result<(), Error> {
    if first.grant_id != Some(owner.id) {
        return signers::call(write, settings, share, first).await;
    }
    rows::called(write, first.id).await?;
    let id = ShareId(share.id);
    let mut notice = notices::Notice {
        kind: MailKind::NewDocument,
        chart_id: write.chart(),
        share: id,
        grant: owner,
        path: format!("/documents/{id}?for={}", owner.id),
    };
    let conversation = messages::request_record(write, id).await?;
    if settings.features.messages && owner.has_scope(Scope::Messages) {
        notice.kind = MailKind::NewMessage;
        notice.path = format!("/messages/{conversation}?for={}#{id}", owner.id);
    }
    if owner.registered_at.is_none() {
        // Its link would lead to a sign-in that does not exist yet.
        return Ok(());
    }
    notices::queue(write.practice(), write, notice).await
}

/// Everything that the reader will see, as it is at this moment: what was added to it, too.
pub(super) async fn freeze(
    room: &Room<'_>,
    row: &documents::Model,
    share_id: ShareId,
    settings: &PracticeSettings,
) -> Result<Frozen, Error> {
    let zone = dates::zone(&settings.zone);
    let mut content = notes::opened(room.chart.practice(), row)?.content;
    for addendum in documents::addenda_of(&room.chart, row.id).await? {
        content.sections.extend(addenda::sections(room.chart.practice(), &addendum, settings.dates, zone)?);
    }
    Ok(Frozen {
        layout: LAYOUT,
        share_id,
        document_id: DocumentId(row.id),
        version: row.version,
        kind: row.kind.0,
        title: row.title.clone(),
        practice: settings.name.clone(),
        client_name: room.chart.row().full_name(),
        client_birth_date: room.chart.row().born()?,
        author: row.author_name.clone(),
        written_at: row.written_at,
        zone: zone.name().to_owned(),
        content,
        dates: settings.dates,
        edition: row.edition,
    })
}

/// What was shared, as it was: other bytes than those are not shown, not printed and not signed.
pub(super) fn thaw(practice: &Practice, share: &shares::Model) -> Result<Frozen, Error> {
    let bytes = practice.sealer.open(Place("shares.frozen", share.id), &share.frozen)?;
    if sha256(&bytes).as_slice() != share.frozen_sha256 {
        return Err(Error::unexpected(Damaged));
    }
    serde_json::from_slice(&bytes).map_err(Error::unexpected)
}

/// What was shared or signed is not there any more, or not as it was.
#[derive(Debug, thiserror::Error)]
#[error("what was shared or signed is gone, or was changed")]
pub(super) struct Damaged;

/// Who gets what is shared from this chart: the holder of its portal, invited or registered; or why nobody does.
pub(super) async fn reader_of(chart: &impl Within, settings: &PracticeSettings) -> Result<Result<Grant, Refusal>, Error> {
    Ok(reader(invites::open_grant(chart).await?, settings))
}

/// The same, of the access that is not revoked.
pub(super) fn reader(grant: Option<Grant>, settings: &PracticeSettings) -> Result<Grant, Refusal> {
    match grant {
        _ if !settings.features.documents => Err(Refusal::DocumentsOff),
        None => Err(Refusal::NoAccess),
        Some(grant) if !grant.has_scope(Scope::Documents) => Err(Refusal::AccessWithoutDocuments),
        Some(grant) => Ok(grant),
    }
}

/// The share that this one takes the place of, if there is one; or why the document is not shared in this way now.
pub(super) async fn current(
    chart: &impl Within,
    row: &documents::Model,
    action: ShareAction,
    now: DateTime<Utc>,
) -> Result<Option<shares::Line>, Error> {
    let current = shares::live_of(chart, [row.id]).await?.pop();
    let state = current.as_ref().map(|share| share.standing(now));
    may_share(action, row.kind.0, documents::Line::from(row).written(), state)?;
    Ok(current)
}

/// An earlier share steps aside for the one that takes its place; links to it lead on to the new one.
async fn give_way(write: &Change<'_, Staff>, current: &shares::Line) -> Result<(), Error> {
    if !shares::moved(write, current.id, current.state.0, withdrawn(write)).await? {
        return Err(Refusal::AlreadyShared.into());
    }
    signers::forget(write, current.id, current.document_id).await
}

fn withdrawn(write: &Change<'_, Staff>) -> shares::ActiveModel {
    let state = Set(By(ShareState::Withdrawn));
    shares::ActiveModel { state, withdrawn_at: Set(Some(write.at())), ..Default::default() }
}
