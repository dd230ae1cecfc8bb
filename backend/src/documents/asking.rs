//! **Share to Sign**: who can be asked, in which order they sign and until when; and what staff do about somebody who was asked: take them
//! back, ask somebody else, or countersign themselves.

use super::{
    SignatureOffer, StaffDocuments, lines,
    pdf::turn_to_sign,
    record,
    rights::Room,
    signers::{self, Person, access_of, asked},
    signing::{Hand, Names, Ready, make},
    table::{shares, signers as rows},
};
use crate::{
    actors::Staff,
    audit::Event,
    band, charts,
    dates::{self, Local},
    error::Error,
    in_chart::{InChart, Within},
    invites::{self, Grant},
    notices,
    sign_in::{self, Member},
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    Act, Reach, Rights,
    audit::AuditAct,
    documents::{Asking, AskingDraft, AskingPage, COUNTERSIGN_MEANING, Candidate, Refusal, ShareState, Signatory, SignerState},
    ids::{ChartId, DocumentId, GrantId, SignerId, StaffId},
    invites::Scope,
    sign_in::StepUpScope,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Somebody who can be asked.
pub(super) struct Known {
    pub signatory: Signatory,
    pub person: Person,
    pub registered: bool,
}

impl Known {
    pub fn candidate(&self) -> Candidate {
        let Person { name, role, .. } = self.person.clone();
        Candidate { value: self.signatory.to_string(), name, role, registered: self.registered }
    }
}

impl StaffDocuments<'_> {
    /// The page on which one says who signs. To who may not share, it is not there.
    pub async fn asking(&self, chart: ChartId, document: DocumentId) -> Result<AskingPage, Error> {
        let staff = self.0;
        let (room, row) = self.shareable(chart, document).await?;
        let at = self.local().await?;
        let page = AskingPage {
            banner: band::banner(&room.chart).await?,
            line: lines::of_row(&room, &row).await?,
            candidates: known(&room.chart, at.now).await?.iter().map(Known::candidate).collect(),
            today: dates::today(at.now, at.zone),
        };
        staff.record(Event::of(AuditAct::DocumentsListed).chart(chart).detail("to ask for signatures")).await?;
        Ok(page)
    }

    /// Shares a document, to be signed by these in this order. With `invite`, who has no access yet is invited first.
    pub async fn ask(&self, chart: ChartId, document: DocumentId, draft: &AskingDraft, invite: bool) -> Result<(), Error> {
        let at = self.local().await?;
        let mut draft = draft.clone();
        if invite {
            // Their access is made with the invitation: nobody can be named before.
            draft.signers.retain(|typed| !typed.trim().is_empty());
            if draft.signers.is_empty() {
                let asking = Asking { signers: Vec::new(), ..dates_of(&draft, dates::today(at.now, at.zone))? };
                return self.invite_and_ask(chart, document, &asking).await;
            }
        }
        let asking = draft.read(dates::today(at.now, at.zone))?;
        self.share_to_sign(chart, document, &asking).await
    }

    /// Somebody who has not signed is asked no more. Where nobody else is left to sign, the document counts as signed by those who did.
    pub async fn take_back_signer(&self, chart: ChartId, document: DocumentId, signer: SignerId) -> Result<(), Error> {
        let (room, share, signer) = self.waiting(chart, document, signer).await?;
        let settings = self.0.practice_settings().await?;
        let write = room.chart.change(None).await?;
        if !rows::answered(&write, signer.id, SignerState::TakenBack, write.at()).await? {
            return Err(Refusal::SignerAnswered.into());
        }
        notices::cancel_of_share(&write, share.id).await?;
        signers::forget_tasks(&write, share.document_id).await?;
        signers::settle(&write, &settings, &share).await?;
        write.commit(Event::of(AuditAct::SignerTakenBack).subject(document)).await?;
        self.0.practice.ring_for_mail();
        Ok(())
    }

    /// Somebody else is asked in the place of one who has not signed.
    pub async fn replace_signer(&self, chart: ChartId, document: DocumentId, signer: SignerId, with: &str) -> Result<(), Error> {
        let (room, share, signer) = self.waiting(chart, document, signer).await?;
        let settings = self.0.practice_settings().await?;
        let with: Signatory = with.parse()?;
        let person = find(&known(&room.chart, self.0.practice.clock.now()).await?, with)?;
        let write = room.chart.change(None).await?;
        let all = rows::of_share(&write, share.id).await?;
        if all.iter().any(|other| other.id != signer.id && (other.grant_id, other.staff_id) == (person.grant, person.staff)) {
            return Err(Refusal::SignerTwice.into());
        }
        if !rows::answered(&write, signer.id, SignerState::TakenBack, write.at()).await? {
            return Err(Refusal::SignerAnswered.into());
        }
        notices::cancel_of_share(&write, share.id).await?;
        signers::forget_tasks(&write, share.document_id).await?;
        signers::put_one(&write, share.id, signer.place, person).await?;
        signers::settle(&write, &settings, &share).await?;
        write.commit(Event::of(AuditAct::SignerReplaced).subject(document)).await?;
        self.0.practice.ring_for_mail();
        Ok(())
    }

    /// **Countersign**: with fresh proof, under what was shown, the signatures before it among that.
    pub async fn countersign(&self, chart: ChartId, document: DocumentId, offer: SignatureOffer) -> Result<(), Error> {
        let staff = self.0;
        let settings = staff.practice_settings().await?;
        let (room, share) = self.of_share(chart, document).await?;
        self.ready(&room.chart, share.id, &offer).await?;
        let member = &staff.member;
        let own = Names { own: format!("{} {}", member.signed_name(), member.full_name()), anothers: String::new() };
        let ink = offer.ink(&own).await?;
        // Asked last: who comes back from it finds nothing else wrong.
        staff.proved(StepUpScope::Signature)?;
        let turn = turn_to_sign().await?;
        let ready = self.ready(&room.chart, share.id, &offer).await?;
        let hand = Hand {
            account: None,
            staff: Some(member.id),
            name: member.signed_name(),
            role: ready.asked.as_ref().map_or_else(|| role_of(member), |asked| asked.signer.role.clone()),
            meaning: COUNTERSIGN_MEANING,
            handed_over: None,
            stamp: staff.stamp(),
        };
        let made = make(&staff.practice, &settings, turn, &ready, hand, ink).await?;
        let write = room.chart.change(StepUpScope::Signature).await?;
        let ready = self.ready(&write, share.id, &offer).await?;
        let hash = signers::sign(&write, &settings, ready, made).await?;
        write.commit(Event::of(AuditAct::DocumentSigned).subject(share.id).detail(hex::encode(hash))).await?;
        staff.practice.ring_for_mail();
        Ok(())
    }

    /// What somebody here is to countersign, under which fingerprint; nothing where it is not their turn.
    pub(super) async fn to_countersign(&self, chart: &impl Within, share: &shares::Model) -> Result<Option<String>, Error> {
        let (own, now) = (self.0.member.id, self.0.practice.clock.now());
        match asked(chart, share, now, |signer| signer.staff_id == Some(own)).await {
            Ok(asked) => Ok(Some(record::shown(&share.frozen_sha256, &asked.before))),
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn ready(&self, chart: &impl Within, share: Uuid, offer: &SignatureOffer) -> Result<Ready, Error> {
        let (own, now) = (self.0.member.id, self.0.practice.clock.now());
        let share = chart.find::<shares::Entity>(share).await?.ok_or(Error::NotFound)?;
        let asked = asked(chart, &share, now, |signer| signer.staff_id == Some(own)).await?;
        if offer.seen != record::shown(&share.frozen_sha256, &asked.before) {
            return Err(Refusal::ChangedSinceRead.into());
        }
        // The page that carries the fingerprint has shown it.
        Ok(Ready { asked_at: asked.since(&share), opened_at: now, share, consent: None, asked: Some(asked) })
    }

    async fn of_share(&self, chart: ChartId, document: DocumentId) -> Result<(Room<'_>, shares::Model), Error> {
        let room = Room::enter(self.0, chart).await?;
        let row = room.document(document).await?;
        match shares::live_of_document(&room.chart, row.id).await? {
            Some(share) => Ok((room, share)),
            None => Err(room.not_found().await),
        }
    }

    /// Somebody who has not answered, in the hands of who may share.
    async fn waiting(
        &self,
        chart: ChartId,
        document: DocumentId,
        signer: SignerId,
    ) -> Result<(Room<'_>, shares::Model, rows::Model), Error> {
        let (room, share) = self.of_share(chart, document).await?;
        let signer = room.chart.find::<rows::Entity>(signer.0).await?;
        let Some(signer) = signer.filter(|signer| room.may_share && signer.share_id == share.id) else {
            return Err(room.not_found().await);
        };
        if share.standing(self.0.practice.clock.now()) != ShareState::AwaitingSignature || signer.state.0 != SignerState::Waiting {
            return Err(Refusal::SignerAnswered.into());
        }
        Ok((room, share, signer))
    }

    pub(super) async fn local(&self) -> Result<Local, Error> {
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        Ok(Local { now: self.0.practice.clock.now(), zone })
    }
}

/// The dates alone.
fn dates_of(draft: &AskingDraft, today: NaiveDate) -> Result<Asking, Vec<Refusal>> {
    let anybody = Signatory::Holder(GrantId(Uuid::nil())).to_string();
    AskingDraft { signers: vec![anybody], ..draft.clone() }.read(today)
}

/// The moment after the last day.
pub(super) fn end_of(until: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let next = (until + Days::new(1)).and_hms_opt(0, 0, 0).unwrap_or_default();
    // Where the clocks skip midnight, the day begins with the first hour that there is.
    next.and_local_timezone(zone).earliest().map_or_else(|| next.and_utc(), |at| at.to_utc())
}

/// Who is asked where nobody is named: the Chart Owner. Otherwise these; or why one of them cannot be.
pub(super) async fn people(chart: &InChart<'_, Staff>, owner: &Grant, signers: &[Signatory]) -> Result<Vec<Person>, Error> {
    let known = known(chart, chart.practice().clock.now()).await?;
    if signers.is_empty() {
        return Ok(vec![find(&known, Signatory::Holder(GrantId(owner.id)))?]);
    }
    signers.iter().map(|signer| Ok(find(&known, *signer)?)).collect()
}

fn find(known: &[Known], signatory: Signatory) -> Result<Person, Refusal> {
    known.iter().find(|known| known.signatory == signatory).map(|known| known.person.clone()).ok_or(Refusal::SignerUnknown)
}

/// Who can be asked: the Chart Owner, others whose access reaches as far as documents, and clinicians who reach the chart.
pub(super) async fn known(chart: &InChart<'_, Staff>, now: DateTime<Utc>) -> Result<Vec<Known>, Error> {
    let mut grants: Vec<Grant> = invites::all_of(chart).await?;
    grants.retain(|grant| grant.term.is_living(now) && grant.has_scope(Scope::Documents));
    grants.sort_by_key(|grant| grant.linked);
    let accounts = sign_in::accounts(chart.db(), grants.iter().filter_map(|grant| grant.account_id)).await?;
    let names: HashMap<Uuid, String> = accounts.into_iter().map(|account| (account.id, account.full_name())).collect();
    let contacts = charts::around(chart).await?;
    let mut all = Vec::new();
    for grant in grants {
        let contact = grant.contact_id.and_then(|id| contacts.iter().find(|contact| contact.id == id));
        let recorded = contact.map_or_else(|| chart.row().full_name(), |contact| contact.full_name());
        let name = grant.account_id.and_then(|id| names.get(&id).cloned()).unwrap_or(recorded);
        let role = record::role_of(chart.row(), grant.contact_id, contact);
        let person = Person { grant: Some(grant.id), staff: None, name, role };
        all.push(Known { signatory: Signatory::Holder(GrantId(grant.id)), person, registered: grant.registered_at.is_some() });
    }
    for member in clinicians(chart).await? {
        let person = Person { grant: None, staff: Some(member.id), name: member.signed_name(), role: role_of(&member) };
        all.push(Known { signatory: Signatory::Staff(StaffId(member.id)), person, registered: true });
    }
    Ok(all)
}

/// Who writes notes in this chart: whoever treats the client, who supervises them, and clinical administrators.
async fn clinicians(chart: &InChart<'_, Staff>) -> Result<Vec<Member>, Error> {
    let mut treating = charts::in_care_team(chart).await?;
    treating.extend(chart.row().primary_clinician_id);
    let supervisors = sign_in::supervisors(chart.db()).await?;
    let supervises = |id: Uuid| supervisors.iter().any(|(supervisor, of)| *supervisor == id && treating.contains(of));
    let mut members = sign_in::at_work(chart.db()).await?;
    members.retain(|member| match Rights::of(&member.roles.0).reach(Act::WriteNotes) {
        Reach::Nobody => false,
        Reach::OwnCharts => treating.contains(&member.id),
        Reach::SupervisedCharts => treating.contains(&member.id) || supervises(member.id),
        Reach::Everybody => true,
    });
    Ok(members)
}

fn role_of(member: &Member) -> String {
    member.roles.0.first().map_or("clinician", |role| role.label()).to_lowercase()
}

/// Whether somebody who is asked cannot sign any more.
pub(super) fn is_gone(signer: &rows::Model, grants: &[Grant], at_work: &[Uuid], now: DateTime<Utc>) -> bool {
    match signer.staff_id {
        Some(member) => !at_work.contains(&member),
        None => access_of(signer, grants, now).is_none(),
    }
}
