//! Who signs a share, one after the other: whose turn it is, what an answer makes of the share, and who is told.
//!
//! The chart is held while somebody answers, so nobody signs out of turn, twice, or after a decline.

use super::{
    ClientDocuments,
    signing::{Made, Ready, append},
    table::{shares, signatures, signers},
};
use crate::{
    dates,
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, Within},
    invites::{self, Grant},
    messages,
    notices::{self, About, Notice, Outgoing, Task},
    sign_in::{self, Member},
    stored::By,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    charts::EmailAddress,
    documents::{DueDay, Refusal, ShareState, SignerLine, SignerState, share_of_signers, turn},
    events::EventKind,
    ids::{ShareId, SignerId},
    invites::Scope,
    notices::{MailKind, TaskKind},
    settings::PracticeSettings,
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Whose turn it is, and what lies under the document already.
pub(super) struct Asked {
    pub signer: signers::Model,
    pub before: Vec<signatures::Mark>,
}

impl Asked {
    /// Since when it is their turn.
    pub fn since(&self, share: &shares::Model) -> DateTime<Utc> {
        self.signer.asked_at.unwrap_or(share.shared_at)
    }
}

impl ClientDocuments<'_> {
    /// Whether it is this person's turn to sign or decline; otherwise, why not.
    pub(super) async fn asked(&self, chart: &impl Within, share: &shares::Model) -> Result<Asked, Error> {
        let grants = invites::all_of(chart).await?;
        let grant = &self.client.grant;
        asked(chart, share, self.client.practice.clock.now(), |signer| is_held_by(signer, grant, &grants)).await
    }
}

/// Whether it is the turn of that person; otherwise, why not.
pub(super) async fn asked(
    chart: &impl Within,
    share: &shares::Model,
    now: DateTime<Utc>,
    is_own: impl Fn(&signers::Model) -> bool,
) -> Result<Asked, Error> {
    let all = signers::of_share(chart, share.id).await?;
    let own = all.iter().find(|signer| is_own(signer));
    if own.is_some_and(|own| own.state.0 == SignerState::Signed) {
        return Err(Refusal::AlreadySigned.into());
    }
    match share.standing(now) {
        ShareState::AwaitingSignature => {}
        ShareState::Signed => return Err(Refusal::AlreadySigned.into()),
        ShareState::Expired => return Err(Refusal::Expired.into()),
        ShareState::Open | ShareState::Declined | ShareState::Withdrawn => return Err(Refusal::NothingToSign.into()),
    }
    let Some(own) = own.map(|own| own.id) else { return Err(Refusal::NotAsked.into()) };
    match next(&all) {
        Some(next) if next.id == own => Ok(Asked { signer: next.clone(), before: signatures::marks_of(chart, share.id).await? }),
        _ => Err(Refusal::NotYourTurn.into()),
    }
}

/// Whose turn it is.
pub(super) fn next(all: &[signers::Model]) -> Option<&signers::Model> {
    turn(&states(all)).and_then(|place| all.get(place))
}

pub(super) fn states(all: &[signers::Model]) -> Vec<SignerState> {
    all.iter().map(|signer| signer.state.0).collect()
}

/// Whether somebody is the one who is asked: by this access, or by one that they had before.
pub(super) fn is_held_by(signer: &signers::Model, grant: &Grant, grants: &[Grant]) -> bool {
    let asked = signer.grant_id.and_then(|id| grants.iter().find(|known| known.id == id));
    asked.is_some_and(|asked| asked.id == grant.id || asked.account_id.is_some() && asked.account_id == grant.account_id)
}

/// The access with which somebody who is asked can sign, now or once they register; none where it has ended.
pub(super) fn access_of<'a>(signer: &signers::Model, grants: &'a [Grant], now: DateTime<Utc>) -> Option<&'a Grant> {
    grants.iter().find(|grant| grant.term.is_living(now) && grant.has_scope(Scope::Documents) && is_held_by(signer, grant, grants))
}

/// Who is asked under a share, as both sides see it. Of one alone who has signed, the signature says all.
pub(super) fn lines(
    all: &[signers::Model],
    share: ShareState,
    zone: Tz,
    is_own: impl Fn(&signers::Model) -> bool,
    is_gone: impl Fn(&signers::Model) -> bool,
) -> Vec<SignerLine> {
    if all.len() < 2 && share != ShareState::AwaitingSignature {
        return Vec::new();
    }
    let waits = share == ShareState::AwaitingSignature;
    let next = next(all).filter(|_| waits).map(|signer| signer.id);
    all.iter()
        .map(|signer| SignerLine {
            id: SignerId(signer.id),
            name: signer.name.clone(),
            role: signer.role.clone(),
            state: signer.state.0,
            at: signer.answered_at.map(|at| dates::moment(at, zone)),
            turn: next == Some(signer.id),
            gone: waits && signer.state.0 == SignerState::Waiting && is_gone(signer),
            own: is_own(signer),
        })
        .collect()
}

/// Until when something that waits should be signed.
pub(super) fn due(due_on: Option<&str>, share: ShareState, now: DateTime<Utc>, zone: Tz) -> Result<Option<DueDay>, Error> {
    let Some(on) = due_on.filter(|_| share == ShareState::AwaitingSignature) else { return Ok(None) };
    let on = dates::read(on)?;
    Ok(Some(DueDay { on, overdue: dates::today(now, zone) > on }))
}

/// The signature, the signer's answer, and what comes of it: the next one's turn, or the share as signed. All of it, or nothing.
pub(super) async fn sign<A: Enters>(
    write: &Change<'_, A>,
    settings: &PracticeSettings,
    ready: Ready,
    made: Made,
) -> Result<[u8; 32], Error> {
    let share = &ready.share;
    if let Some(asked) = &ready.asked
        && !signers::answered(write, asked.signer.id, SignerState::Signed, made.at).await?
    {
        return Err(Refusal::AlreadySigned.into());
    }
    notices::close_tasks(write, About::Document(TaskKind::ToCountersign, share.document_id)).await?;
    let hash = append(write, share, made).await?;
    settle(write, settings, share).await?;
    Ok(hash)
}

/// After an answer, or after somebody was taken back: whose turn it is now, or what the share has become.
pub(super) async fn settle<A: Enters>(write: &Change<'_, A>, settings: &PracticeSettings, share: &shares::Model) -> Result<(), Error> {
    let all = signers::of_share(write, share.id).await?;
    let state = share_of_signers(&states(&all));
    if state == ShareState::AwaitingSignature {
        write.tell(Happening::of(EventKind::DocumentAnswered).subject(share.id));
        let Some(next) = next(&all).filter(|next| next.asked_at.is_none()) else { return Ok(()) };
        return call(write, settings, share, next).await;
    }
    let change = shares::ActiveModel {
        state: Set(By(state)),
        declined_at: Set((state == ShareState::Declined).then(|| write.at())),
        ..Default::default()
    };
    if !shares::moved(write, share.id, ShareState::AwaitingSignature, change).await? {
        return Err(Refusal::NothingToSign.into());
    }
    notices::cancel_of_share(write, share.id).await?;
    messages::settle(write, share.id).await?;
    write.tell(Happening::of(EventKind::DocumentAnswered).subject(share.id));
    if state == ShareState::Signed {
        let (document, owner) = (Some(share.document_id), Some(share.shared_by));
        let task = Task { document, owner, ..Task::new(TaskKind::SignedDocument, write.chart()) };
        notices::add_task(write.practice(), write, task).await?;
    }
    Ok(())
}

/// It is somebody's turn: they are told by mail, which says no more than that, and staff on the To-do too.
pub(super) async fn call<A: Enters>(
    write: &Change<'_, A>,
    settings: &PracticeSettings,
    share: &shares::Model,
    next: &signers::Model,
) -> Result<(), Error> {
    let practice = write.practice();
    signers::called(write, next.id).await?;
    if let Some(member) = next.staff_id {
        let Some(member) = sign_in::member(write.db(), member).await?.filter(|member| member.disabled_at.is_none()) else { return Ok(()) };
        return call_member(write, share, &member).await;
    }
    let grants = invites::all_of(write).await?;
    let Some(grant) = access_of(next, &grants, write.at()).filter(|grant| grant.registered_at.is_some() && settings.features.documents)
    else {
        return Ok(());
    };
    let path = format!("/documents/{}?for={}", share.id, grant.id);
    notices::queue(practice, write, Notice { kind: MailKind::ToSign, chart_id: write.chart(), share: ShareId(share.id), grant, path }).await
}

async fn call_member<A: Enters>(write: &Change<'_, A>, share: &shares::Model, member: &Member) -> Result<(), Error> {
    let (document, owner) = (Some(share.document_id), Some(member.id));
    let task = Task { document, owner, ..Task::new(TaskKind::ToCountersign, write.chart()) };
    notices::add_task(write.practice(), write, task).await?;
    let path = format!("/office/charts/{}/documents/{}", write.chart(), share.document_id);
    let mail = Outgoing {
        chart: Some(write.chart()),
        share: Some(share.id),
        staff: Some(member.id),
        ..Outgoing::new(MailKind::ToCountersign, &EmailAddress::lenient(&member.email)?, path)
    };
    notices::queue_to(write.practice(), write, mail).await?;
    Ok(())
}

/// Somebody declined: it ends for all. Staff are told why; those who have signed, that it ended.
pub(super) async fn decline<A: Enters>(
    write: &Change<'_, A>,
    settings: &PracticeSettings,
    share: &shares::Model,
    signer: &signers::Model,
    reason: &str,
) -> Result<(), Error> {
    if !signers::answered(write, signer.id, SignerState::Declined, write.at()).await? {
        return Err(Refusal::AlreadySigned.into());
    }
    settle(write, settings, share).await?;
    notices::close_tasks(write, About::Document(TaskKind::ToCountersign, share.document_id)).await?;
    let (document, owner) = (Some(share.document_id), Some(share.shared_by));
    let task = Task { document, owner, remark: Some(reason), ..Task::new(TaskKind::DeclinedDocument, write.chart()) };
    notices::add_task(write.practice(), write, task).await?;
    let grants = invites::all_of(write).await?;
    for other in signers::of_share(write, share.id).await?.iter().filter(|other| other.id != signer.id && other.asked_at.is_some()) {
        let Some(grant) = access_of(other, &grants, write.at()).filter(|grant| grant.registered_at.is_some()) else { continue };
        let path = format!("/documents/{}?for={}", share.id, grant.id);
        let notice = Notice { kind: MailKind::SigningEnded, chart_id: write.chart(), share: ShareId(share.id), grant, path };
        notices::queue(write.practice(), write, notice).await?;
    }
    Ok(())
}

/// A share steps aside, or was taken back: nobody is asked any more, and what waited for them goes.
pub(super) async fn forget<A: Enters>(write: &Change<'_, A>, share: Uuid, document: Uuid) -> Result<(), Error> {
    for signer in signers::of_share(write, share).await? {
        signers::answered(write, signer.id, SignerState::TakenBack, write.at()).await?;
    }
    notices::cancel_of_share(write, share).await?;
    forget_tasks(write, document).await
}

/// Staff need do nothing about a document's signers any more.
pub(super) async fn forget_tasks<A: Enters>(write: &Change<'_, A>, document: Uuid) -> Result<(), Error> {
    for kind in [TaskKind::ToCountersign, TaskKind::SignerGone, TaskKind::SignatureExpired] {
        notices::close_tasks(write, About::Document(kind, document)).await?;
    }
    Ok(())
}

/// Puts down who is asked, in their order, and tells nobody yet.
pub(super) async fn put<A: Enters>(write: &Change<'_, A>, share: Uuid, asked: Vec<Person>) -> Result<Vec<signers::Model>, Error> {
    let mut rows = Vec::new();
    for (place, person) in (1_i32..).zip(asked) {
        rows.push(put_one(write, share, place, person).await?);
    }
    Ok(rows)
}

/// Somebody who is asked, as they are called now.
#[derive(Clone)]
pub(super) struct Person {
    pub grant: Option<Uuid>,
    pub staff: Option<Uuid>,
    pub name: String,
    pub role: String,
}

pub(super) async fn put_one<A: Enters>(write: &Change<'_, A>, share: Uuid, place: i32, person: Person) -> Result<signers::Model, Error> {
    let row = signers::Model {
        id: write.practice().randomness.id(),
        chart_id: write.chart(),
        share_id: share,
        place,
        grant_id: person.grant,
        staff_id: person.staff,
        name: person.name,
        role: person.role,
        state: By(SignerState::Waiting),
        asked_at: None,
        answered_at: None,
        told_gone_at: None,
    };
    signers::insert(write, row.clone()).await?;
    Ok(row)
}
