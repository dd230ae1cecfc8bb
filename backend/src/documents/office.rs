//! A chart's documents, as the office reads and writes them.

use super::{
    After, StaffDocuments,
    addenda::{below, may_go_on},
    asking::{Known, is_gone, known},
    letters, lines,
    notes::{self, Arrival, NoteDraft},
    record,
    rights::Room,
    sharing::{reader, thaw},
    table::{documents, shares, signers},
    uploads,
};
use crate::{
    activities,
    actors::Staff,
    appointments,
    audit::Event,
    band,
    dates::{self, Local},
    error::Error,
    forms,
    in_chart::{InChart, Within},
    invites, messages,
    sealing::Place,
    sign_in,
    stored::By,
};
use chrono::Duration;
use domain::{
    audit::AuditAct,
    charts::Owner,
    documents::{
        Candidate, ChartDocuments, DocumentLine, NoteAbout, OFFERED_FOR, OfficeDocument, Refusal, SessionOffer, ShareState, SignatureLine,
        SignerLine, offered_after,
    },
    ids::{ChartId, DocumentId},
    sign_in::StepUpScope,
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// So many documents stand in one list.
const PAGE_LIMIT: u64 = 500;

impl StaffDocuments<'_> {
    /// The **Documents** tab, newest first.
    pub async fn list(&self, chart: ChartId) -> Result<ChartDocuments, Error> {
        let staff = self.0;
        let room = Room::enter(staff, chart).await?;
        let settings = staff.practice_settings().await?;
        let (newest, portal) = invites::newest(&room.chart).await?;
        let grant = reader(newest.filter(|grant| grant.term.revoked_at.is_none()), &settings).ok();
        let owner = match room.chart.row().owner {
            Some(Owner::Contact(id)) => Some(id.0),
            _ => None,
        };
        let contact = grant.as_ref().map_or(owner, |grant| grant.contact_id);
        let lines = lines::of_room(&room, PAGE_LIMIT).await?;
        let list = ChartDocuments {
            offer: self.offer(&room, &lines).await?,
            banner: band::banner_with(&room.chart, portal).await?,
            lines,
            may_write: room.may_write,
            portal_ready: grant.is_some(),
            registered: grant.is_some_and(|grant| grant.registered_at.is_some()),
            holder: record::holder(&room.chart, room.chart.row(), contact).await?,
        };
        staff.record(Event::of(AuditAct::DocumentsListed).chart(chart)).await?;
        Ok(list)
    }

    /// One document: what it says, and who signed it.
    pub async fn read(&self, chart: ChartId, document: DocumentId) -> Result<OfficeDocument, Error> {
        let staff = self.0;
        let room = Room::enter(staff, chart).await?;
        let row = room.document(document).await?;
        let written = notes::opened(&staff.practice, &row)?;
        let share = shares::live_of_document(&room.chart, row.id).await?;
        let at = self.local().await?;
        let zone = at.zone;
        let next = documents::next_of(&room.chart, row.id).await?;
        let (may_follow, may_amend) = may_go_on(&room, &row, next.is_some());
        let under = self.under(&room, share.as_ref(), at).await?;
        let read = OfficeDocument {
            beside: match is_own_draft(&room, &row) {
                true => activities::beside(&room.chart, zone).await?,
                false => Vec::new(),
            },
            banner: band::banner(&room.chart).await?,
            line: lines::of_row(&room, &row).await?,
            chart,
            version: row.version,
            changed_at: dates::moment(row.changed_at, zone),
            // What was shared is what one speaks of: it is shown as it was then.
            content: share.as_ref().map(|share| thaw(&staff.practice, share)).transpose()?.map_or(written.content, |frozen| frozen.content),
            files: uploads::files_of(&room.chart, row.id).await?,
            text: written.typed,
            plan: written.plan,
            signatures: under.signatures,
            signers: under.signers,
            until: share.as_ref().and_then(|share| share.expires_at).map(|end| dates::last_day(end, zone)),
            countersign: under.countersign,
            replacements: under.replacements,
            addenda: below(&room.chart, row.id, zone).await?,
            next: next.map(DocumentId),
            may_follow,
            may_amend,
            declined_because: self.declined_because(share.as_ref())?,
            may_edit: is_own_draft(&room, &row),
            kept: if is_own_draft(&room, &row) { self.kept(&room, NoteAbout::Draft(document)).await? } else { None },
            from: messages::filed_from(&room.chart, row.id).await?,
            form: forms::of_document(&room.chart, row.id).await?,
        };
        staff.record(Event::of(AuditAct::DocumentOpened).chart(chart).subject(document)).await?;
        Ok(read)
    }

    /// Writes a draft. It is its author's until it is signed.
    pub async fn write(&self, chart: ChartId, draft: NoteDraft) -> Result<DocumentId, Error> {
        let staff = self.0;
        let room = Room::enter(staff, chart).await?;
        if !room.may_write {
            return Err(room.not_found().await);
        }
        let about = NoteAbout::of(None, draft.follows, draft.amends);
        let (after, of) = self.after(&room, draft.follows, draft.amends).await?;
        let note = draft.read()?;
        note.check_letters().await?;
        let write = room.chart.change(None).await?;
        let arrival = Arrival {
            // What follows a plan is a plan; what amends a psychotherapy note stays as private.
            kind: of.map_or(note.kind, |of| of.kind.0),
            title: note.title,
            author: Some(&staff.member),
            office: "",
            content: note.written.content,
            typed: note.written.typed,
            plan: note.written.plan,
            written_at: staff.practice.clock.now(),
            finished: false,
            after,
        };
        let id = notes::file(&write, arrival).await?;
        self.saved(write.db(), chart, about).await?;
        let act = match after {
            After::Nothing => AuditAct::NoteWritten,
            After::Version { .. } => AuditAct::VersionBegun,
            After::Addendum { .. } => AuditAct::AddendumBegun,
        };
        write.commit(Event::of(act).subject(id)).await?;
        Ok(id)
    }

    /// Changes the version of a draft that its author had before them. Signed notes do not change any more.
    pub async fn change(&self, chart: ChartId, document: DocumentId, version: i32, draft: NoteDraft) -> Result<(), Error> {
        let staff = self.0;
        let (room, row) = self.own_draft(chart, document, version).await?;
        let note = draft.read()?;
        note.check_letters().await?;
        let change = documents::ActiveModel {
            kind: Set(if row.follows.or(row.amends).is_some() { row.kind } else { By(note.kind) }),
            title: Set(note.title),
            version: Set(version + 1),
            content: Set(notes::sealed(&staff.practice, row.id, &note.written)),
            changed_at: Set(staff.practice.clock.now()),
            ..Default::default()
        };
        save(&room, None, &row, change, AuditAct::NoteChanged).await?;
        let tx = staff.practice.db.housekeeping().await?;
        self.saved(&*tx, chart, NoteAbout::Draft(document)).await?;
        Ok(tx.commit().await?)
    }

    /// The author signs the version that was shown. From now on the note stays as it is, and can be shared.
    pub async fn finish(&self, chart: ChartId, document: DocumentId, version: i32) -> Result<(), Error> {
        let staff = self.0;
        // Asked first: who comes back from it finds what else is wrong.
        staff.proved(StepUpScope::Signature)?;
        let (chart, row) = self.own_draft(chart, document, version).await?;
        let written = notes::opened(&staff.practice, &row)?;
        if written.content.is_blank() {
            return Err(Refusal::NothingWritten.into());
        }
        letters::check_note(&row.title, &written.plan, written.typed.iter().enumerate()).await?;
        let change = documents::ActiveModel {
            finished_at: Set(Some(staff.practice.clock.now())),
            finished_by: Set(Some(staff.member.id)),
            ..Default::default()
        };
        save(&chart, Some(StepUpScope::Signature), &row, change, AuditAct::NoteFinished).await
    }

    async fn own_draft(&self, chart: ChartId, document: DocumentId, version: i32) -> Result<(InChart<'_, Staff>, documents::Model), Error> {
        let room = Room::enter(self.0, chart).await?;
        let row = room.document(document).await?;
        if !room.may_write || row.author_id != Some(self.0.member.id) {
            return Err(room.not_found().await);
        }
        match row.finished_at {
            Some(_) => Err(Refusal::AlreadyFinished.into()),
            None if row.version != version => Err(Refusal::ChangedMeanwhile.into()),
            None => Ok((room.chart, row)),
        }
    }

    /// The last session of which a summary can be shared.
    async fn offer(&self, room: &Room<'_>, lines: &[DocumentLine]) -> Result<Option<SessionOffer>, Error> {
        if !room.may_write || !room.may_share {
            return Ok(None);
        }
        let at = self.local().await?;
        let since = at.now - Duration::days(OFFERED_FOR);
        let Some((started, with)) = appointments::last_completed(&room.chart, since, at.now).await? else { return Ok(None) };
        let offered = offered_after(dates::day(started, at.zone), lines);
        Ok(offered.map(|note| SessionOffer {
            at: dates::moment(started, at.zone),
            with,
            summary: note.map(|note| (note.id, note.title.clone())),
        }))
    }

    /// Who has signed, who is asked to, and what may be done about them.
    async fn under(&self, room: &Room<'_>, share: Option<&shares::Model>, at: Local) -> Result<Under, Error> {
        let Some(share) = share else { return Ok(Under::default()) };
        let (chart, state) = (&room.chart, share.standing(at.now));
        let mut under = Under { signatures: record::lines(chart, chart.practice(), share.id, at.zone).await?, ..Under::default() };
        let all = signers::of_share(chart, share.id).await?;
        if all.is_empty() {
            return Ok(under);
        }
        let grants = invites::all_of(chart).await?;
        let at_work: Vec<Uuid> = sign_in::at_work(chart.db()).await?.into_iter().map(|member| member.id).collect();
        let own = |signer: &signers::Model| signer.staff_id == Some(self.0.member.id);
        under.signers = super::signers::lines(&all, state, at.zone, own, |signer| is_gone(signer, &grants, &at_work, at.now));
        if state == ShareState::AwaitingSignature {
            under.countersign = self.to_countersign(chart, share).await?;
            if room.may_share {
                under.replacements = known(chart, at.now).await?.iter().map(Known::candidate).collect();
            }
        }
        Ok(under)
    }

    fn declined_because(&self, share: Option<&shares::Model>) -> Result<Option<String>, Error> {
        let Some((share, reason)) = share.and_then(|share| Some((share, share.decline_reason.as_ref()?))) else { return Ok(None) };
        Ok(Some(self.0.practice.sealer.open_value(Place("shares.decline_reason", share.id), reason)?))
    }
}

/// What stands below a document that was shared.
#[derive(Default)]
struct Under {
    signatures: Vec<SignatureLine>,
    signers: Vec<SignerLine>,
    countersign: Option<String>,
    replacements: Vec<Candidate>,
}

async fn save(
    chart: &InChart<'_, Staff>,
    step_up: Option<StepUpScope>,
    row: &documents::Model,
    change: documents::ActiveModel,
    act: AuditAct,
) -> Result<(), Error> {
    let write = chart.change(step_up).await?;
    if !documents::change_draft(&write, row.id, row.version, change).await? {
        let signed = write.find::<documents::Entity>(row.id).await?.is_some_and(|row| row.finished_at.is_some());
        return Err(if signed { Refusal::AlreadyFinished } else { Refusal::ChangedMeanwhile }.into());
    }
    write.commit(Event::of(act).subject(row.id)).await
}

fn is_own_draft(room: &Room<'_>, row: &documents::Model) -> bool {
    room.may_write && row.finished_at.is_none() && row.author_id == Some(room.chart.actor().member.id)
}

/// Whether something was shared with the client since that moment.
pub(crate) async fn was_shared_since(chart: &impl Within, since: chrono::DateTime<chrono::Utc>) -> Result<bool, Error> {
    Ok(shares::any_since(chart, since).await?)
}
