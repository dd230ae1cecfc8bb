//! **My Documents**: what was shared with a client, read, agreed to and declined. Signing has its own file.

use super::{
    ClientDocuments, consent, record,
    sharing::thaw,
    signers,
    table::{consents, documents, openings, shares, signatures, signers as rows},
    uploads,
};
use crate::{
    actors::Client,
    audit::Event,
    dates,
    error::Error,
    events::Happening,
    in_chart::{InChart, Within},
    invites::{self, Grant},
    sealing::Place,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    documents::{Content, DocumentPage, MyDocument, MyDocuments, ReaderState, Refusal, ShareState},
    events::EventKind,
    ids::ShareId,
    lines,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// So many documents stand in one list.
const PAGE_LIMIT: u64 = 500;
const LONGEST_REASON: usize = 2_000;

impl ClientDocuments<'_> {
    /// **My Documents**, newest first.
    pub async fn list(&self) -> Result<MyDocuments, Error> {
        let documents = mine(&self.chart, self.zone()).await?;
        self.client.record(Event::of(AuditAct::DocumentsListed)).await?;
        let forms = self.client.waiting_forms(&self.settings).await?;
        let agreed = consents::standing(self.chart.db(), self.client.account.id, consent::VERSION).await?;
        let agreed_on = agreed.map(|consent| dates::day(consent.given_at, self.zone()));
        Ok(MyDocuments { documents, forms, downloads: self.settings.features.downloads, agreed_on, reads: true })
    }

    /// Opens a document. The first time is noted: what was opened stays shared, and only what was opened is signed.
    pub async fn open(&self, share: ShareId) -> Result<DocumentPage, Error> {
        let share = self.share(share).await?;
        let page = self.page(&share).await?;
        self.note_opening(&share, AuditAct::DocumentOpened).await?;
        Ok(page)
    }

    /// Opens it to sign. Before the first signature somebody reads what signing electronically means, and nothing of the document: then
    /// it is not opened.
    pub async fn open_to_sign(&self, share: ShareId) -> Result<DocumentPage, Error> {
        let found = self.share(share).await?;
        let consented = consents::standing(self.client.practice.db.read(), self.client.account.id, consent::VERSION).await?.is_some();
        if consented || self.is_refused(self.asked(&self.chart, &found).await)? {
            return self.open(share).await;
        }
        let page = DocumentPage { content: Content::default(), ..self.page(&found).await? };
        self.client.record(event(AuditAct::ConsentRead, &found).detail(consent::VERSION)).await?;
        Ok(page)
    }

    /// Agrees to sign electronically, in the current wording. Agreeing twice changes nothing.
    pub async fn consent(&self, share: ShareId, agreed: bool) -> Result<(), Error> {
        let share = self.share(share).await?;
        self.agree(share.id, agreed).await
    }

    /// Declines to sign, and says why. The reason goes to the staff, sealed.
    pub async fn decline(&self, share: ShareId, reason: &str) -> Result<(), Error> {
        let practice = &self.client.practice;
        let share = self.share(share).await?;
        self.asked(&self.chart, &share).await?;
        // Browsers send a line's end as two characters, and count it as one.
        let reason = lines::trimmed(reason);
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        if reason.chars().count() > LONGEST_REASON {
            return Err(Refusal::ReasonTooLong.into());
        }
        let write = self.chart.change(None).await?;
        // As it stands while the chart is held: somebody else may have been faster.
        let share = write.find::<shares::Entity>(share.id).await?.ok_or(Error::NotFound)?;
        let asked = self.asked(&write, &share).await?;
        let because = practice.sealer.seal_value(Place("shares.decline_reason", share.id), &reason);
        shares::declined_because(&write, share.id, because).await?;
        signers::decline(&write, &self.settings, &share, &asked.signer, &reason).await?;
        write.commit(event(AuditAct::DocumentDeclined, &share)).await?;
        practice.ring_for_mail();
        Ok(())
    }

    /// Whether it was no: what else goes wrong is no answer.
    fn is_refused<T>(&self, answer: Result<T, Error>) -> Result<bool, Error> {
        match answer {
            Ok(_) => Ok(false),
            Err(Error::Refused(_)) => Ok(true),
            Err(error) => Err(error),
        }
    }

    pub(super) fn zone(&self) -> Tz {
        dates::zone(&self.settings.zone)
    }

    /// A share that lies before this client. Another's is not there.
    pub(super) async fn share(&self, id: ShareId) -> Result<shares::Model, Error> {
        match shares::standing(&self.chart, id.0).await? {
            Some(share) => Ok(share),
            None => Err(self.chart.not_found("documents").await),
        }
    }

    /// Notes that this person has it before their eyes. Staff may have taken it back a moment ago: then it is not there.
    pub(super) async fn note_opening(&self, share: &shares::Model, act: AuditAct) -> Result<(), Error> {
        if !self.client.origin.by_hand {
            // A browser that looks ahead has shown nothing to anybody.
            return self.client.record(event(act, share).detail("not by hand")).await;
        }
        let write = self.chart.change(None).await?;
        if !shares::opened(&write, share.id).await? {
            return Err(write.not_found("documents").await);
        }
        if openings::note(write.db(), share.id, self.client.account.id, write.at()).await? {
            write.tell(Happening::of(EventKind::DocumentAnswered).subject(share.id).account(self.client.account.id));
        }
        write.commit(event(act, share)).await
    }

    async fn page(&self, share: &shares::Model) -> Result<DocumentPage, Error> {
        let (client, practice) = (self.client, &self.client.practice);
        let (db, zone) = (practice.db.read(), self.zone());
        let frozen = thaw(practice, share)?;
        let marks = signatures::marks_of(&self.chart, share.id).await?;
        let desk = Desk::of(&self.chart, [share.id], zone).await?;
        let withdrawn = consents::newest_withdrawn(db, client.account.id).await?;
        Ok(DocumentPage {
            document: desk.document(&shares::Line::from(share), true)?,
            client_name: frozen.client_name,
            client_birth_date: frozen.client_birth_date,
            written_on: dates::day(frozen.written_at, zone),
            content: frozen.content,
            files: uploads::files_of(&self.chart, share.document_id).await?,
            seen: match share.standing(practice.clock.now()) {
                ShareState::AwaitingSignature => record::shown(&share.frozen_sha256, &marks),
                _ => hex::encode(&share.frozen_sha256),
            },
            downloads: self.settings.features.downloads,
            signer: client.account.full_name(),
            today: dates::today(practice.clock.now(), zone),
            consented: consents::standing(db, client.account.id, consent::VERSION).await?.is_some(),
            consent: consent::text(&self.settings),
            consent_withdrawn: withdrawn.map(|at| dates::day(at, zone)),
            signatures: marks.iter().map(|mark| record::line(practice, mark, zone)).collect::<Result<_, _>>()?,
            practice_phone: self.settings.help.phone.clone().unwrap_or_default(),
        })
    }
}

pub(super) fn event(act: AuditAct, share: &shares::Model) -> Event {
    Event::of(act).subject(share.id)
}

/// Everything that lies before this client, newest first.
pub(crate) async fn mine(chart: &InChart<'_, Client>, zone: Tz) -> Result<Vec<MyDocument>, Error> {
    let rows = shares::live(chart, PAGE_LIMIT).await?;
    let opened = openings::among(chart.db(), rows.iter().map(|row| row.id), chart.actor().account.id).await?;
    let opened: HashSet<Uuid> = opened.into_iter().collect();
    let asked = rows.iter().filter(|row| row.kind.0.takes_signature()).map(|row| row.id);
    let desk = Desk::of(chart, asked, zone).await?;
    let documents = rows.iter().map(|row| desk.document(row, opened.contains(&row.id)));
    below_their_newer(chart, &rows, documents.collect::<Result<_, _>>()?).await
}

/// Says of each older version of a plan which later one lies here too.
async fn below_their_newer(
    chart: &InChart<'_, Client>,
    rows: &[shares::Line],
    mut documents: Vec<MyDocument>,
) -> Result<Vec<MyDocument>, Error> {
    if rows.iter().all(|row| row.edition == 1) {
        return Ok(documents);
    }
    let later: HashMap<Uuid, Uuid> = documents::successions(chart).await?.into_iter().map(|(later, before)| (before, later)).collect();
    for (row, document) in rows.iter().zip(&mut documents) {
        let mut newer = later.get(&row.document_id);
        // The next version may not have been shared, and the one after it may.
        for _ in 0..later.len() {
            let Some(id) = newer else { break };
            if let Some(share) = rows.iter().find(|other| other.document_id == *id) {
                document.newer = Some(ShareId(share.id));
            }
            newer = later.get(id);
        }
    }
    Ok(documents)
}

/// What one has to know to say how documents stand with this client.
struct Desk<'a> {
    client: &'a Client,
    zone: Tz,
    now: DateTime<Utc>,
    signers: Vec<rows::Model>,
    grants: Vec<Grant>,
}

impl<'a> Desk<'a> {
    /// With who is asked under these shares.
    async fn of(chart: &InChart<'a, Client>, shares: impl IntoIterator<Item = Uuid>, zone: Tz) -> Result<Self, Error> {
        let now = chart.practice().clock.now();
        let signers = rows::of_shares(chart, shares).await?;
        let grants = if signers.is_empty() { Vec::new() } else { invites::all_of(chart).await? };
        Ok(Self { client: chart.actor(), zone, now, signers, grants })
    }

    fn document(&self, share: &shares::Line, opened: bool) -> Result<MyDocument, Error> {
        let state = share.standing(self.now);
        let own = |signer: &rows::Model| signers::is_held_by(signer, &self.client.grant, &self.grants);
        let asked: Vec<rows::Model> = self.signers.iter().filter(|signer| signer.share_id == share.id).cloned().collect();
        let is_turn = signers::next(&asked).is_some_and(own);
        Ok(MyDocument {
            share: ShareId(share.id),
            title: share.title.clone(),
            kind: share.kind.0,
            author: share.author_name.clone(),
            shared_on: dates::day(share.shared_at, self.zone),
            state: match state {
                ShareState::Open if !opened => ReaderState::New,
                ShareState::Open | ShareState::Withdrawn => ReaderState::Read,
                ShareState::AwaitingSignature if is_turn => ReaderState::PendingReview,
                ShareState::AwaitingSignature => ReaderState::Waiting,
                ShareState::Signed => ReaderState::Signed,
                ShareState::Declined => ReaderState::Declined,
                ShareState::Expired => ReaderState::Expired,
            },
            edition: share.edition,
            signers: signers::lines(&asked, state, self.zone, own, |_| false),
            due: signers::due(share.due_on.as_deref(), state, self.now, self.zone)?,
            until: share.expires_at.map(|end| dates::last_day(end, self.zone)),
            newer: None,
        })
    }
}
