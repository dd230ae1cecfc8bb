//! Chart → Documents → **Records**: what the client asks for, the answer to it, and the log of what was released.

use super::{
    StaffRecords, lines,
    table::{
        record_releases,
        record_requests::{self, Model},
    },
};
use crate::{
    actors::Staff,
    audit::Event,
    band, dates,
    documents::StaffDocuments,
    error::Error,
    in_chart::{Change, InChart, Within},
    invites, messages,
    notices::{self, About, Outgoing},
    sealing::Place,
    sign_in,
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::EmailAddress,
    ids::{ChartId, RecordRequestId},
    invites::Scope,
    notices::MailKind,
    records::{ChartRecords, Delivery, Refusal, ReleaseDraft, RequestPage, RequestState, check_reason},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// So many requests and releases stand on one page.
const SHOWN: u64 = 200;

/// What the conversation about a request says at its end. What was released stands under the request.
const RELEASED: &str = "Your request is answered: the records were released. You find them, or how they went, under Request records.";
const DECLINED: &str = "Your request is answered: we cannot release these records. You find the reason under Request records.";

impl StaffRecords<'_> {
    /// What was asked for, and everything that was released.
    pub async fn of_chart(&self, id: ChartId) -> Result<ChartRecords, Error> {
        let staff = self.0;
        let chart = self.enter(id).await?;
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let (requests, releases) = (record_requests::newest(&chart, SHOWN).await?, record_releases::newest(&chart, SHOWN).await?);
        let page = ChartRecords {
            banner: band::banner(&chart).await?,
            requests: lines::of_requests(&chart, &staff.practice, requests, zone).await?,
            releases: lines::of_releases(&chart, &staff.practice, releases, zone).await?,
            documents: StaffDocuments(staff).releasable(&chart).await?,
            today: dates::today(staff.practice.clock.now(), zone),
        };
        staff.record(Event::of(AuditAct::RecordRequestsListed).chart(id)).await?;
        Ok(page)
    }

    /// One request, to answer it.
    pub async fn read(&self, id: ChartId, request: RecordRequestId) -> Result<RequestPage, Error> {
        let staff = self.0;
        let chart = self.enter(id).await?;
        let row = chart.one::<record_requests::Entity>(request).await?;
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let releases = record_releases::of_requests(&chart, vec![row.id]).await?;
        let page = RequestPage {
            banner: band::banner(&chart).await?,
            request: lines::of_requests(&chart, &staff.practice, vec![row], zone).await?.pop().ok_or(Error::NotFound)?,
            releases: lines::of_releases(&chart, &staff.practice, releases, zone).await?,
            documents: StaffDocuments(staff).releasable(&chart).await?,
            today: dates::today(staff.practice.clock.now(), zone),
        };
        staff.record(Event::of(AuditAct::RecordRequestOpened).chart(id).subject(request)).await?;
        Ok(page)
    }

    /// Begins to work on it: the client sees that.
    pub async fn take(&self, id: ChartId, request: RecordRequestId) -> Result<(), Error> {
        let (write, row) = self.begin(id, request).await?;
        if row.state.0 == RequestState::InProgress {
            return Err(Refusal::TakenAlready.into());
        }
        let taken = record_requests::ActiveModel {
            state: Set(By(RequestState::InProgress)),
            taken_by: Set(Some(self.0.member.id)),
            ..Default::default()
        };
        moved(&write, &row, taken).await?;
        write.commit(Event::of(AuditAct::RecordRequestTaken).subject(row.id)).await
    }

    /// Says that it is not released, and why. The client reads the reason.
    pub async fn decline(&self, id: ChartId, request: RecordRequestId, reason: &str) -> Result<(), Error> {
        let (write, row) = self.begin(id, request).await?;
        let reason = check_reason(reason)?;
        let sealed = write.practice().sealer.seal(Place("record_requests.reason", row.id), reason.as_bytes());
        let declined = record_requests::ActiveModel { reason: Set(Some(sealed)), ..self.answered(&write, RequestState::Declined) };
        moved(&write, &row, declined).await?;
        self.tell(&write, &row, DECLINED).await?;
        write.commit(Event::of(AuditAct::RecordRequestDeclined).subject(row.id)).await?;
        self.0.practice.ring_for_mail();
        Ok(())
    }

    /// Releases documents of the chart and notes it in the log: what, to whom, how and when. In the portal they are shared in the same act;
    /// what goes another way is noted here, and sent by hand. Where it answers a request, the client is told.
    pub async fn release(&self, id: ChartId, request: Option<RecordRequestId>, draft: &ReleaseDraft) -> Result<(), Error> {
        let staff = self.0;
        let practice = &staff.practice;
        let chart = self.enter(id).await?;
        let today = dates::today(practice.clock.now(), dates::zone(&staff.practice_settings().await?.zone));
        let release = draft.read(today)?;
        // Frozen before anything is held.
        let ready = StaffDocuments(staff).to_release(&chart, &release.documents, release.how == Delivery::Portal).await?;
        let (write, row) = match request {
            Some(request) => {
                let (write, row) = chart.change(None).await?.one::<record_requests::Entity>(request).await?;
                row.state.0.may_answer()?;
                (write, Some(row))
            }
            None => (chart.change(None).await?, None),
        };
        let documents = ready.hand_over(&write).await?;
        let (release_id, told) = (practice.randomness.id(), format!("{}, {} documents", release.how.name(), documents.len()));
        let told_of = lines::Told { documents, released: release.released, whom: release.whom };
        record_releases::ActiveModel {
            id: Set(release_id),
            chart_id: Set(write.chart()),
            request_id: Set(row.as_ref().map(|row| row.id)),
            released_on: Set(release.on.to_string()),
            how: Set(By(release.how)),
            noted_at: Set(write.at()),
            noted_by: Set(staff.member.id),
            told: Set(practice.sealer.seal_value(Place("record_releases.told", release_id), &told_of)),
        }
        .insert(write.db())
        .await?;
        if let Some(row) = &row {
            moved(&write, row, self.answered(&write, RequestState::Released)).await?;
            self.tell(&write, row, RELEASED).await?;
        }
        write.commit(Event::of(AuditAct::RecordsReleased).subject(release_id).detail(told)).await?;
        practice.ring_for_mail();
        Ok(())
    }

    async fn enter(&self, id: ChartId) -> Result<InChart<'_, Staff>, Error> {
        self.0.chart(id, Act::ReleaseRecords).await
    }

    /// A request that can still be answered, while the chart is held.
    async fn begin(&self, id: ChartId, request: RecordRequestId) -> Result<(Change<'_, Staff>, Model), Error> {
        let (write, row) = self.enter(id).await?.change(None).await?.one::<record_requests::Entity>(request).await?;
        row.state.0.may_answer()?;
        Ok((write, row))
    }

    fn answered(&self, write: &Change<'_, Staff>, state: RequestState) -> record_requests::ActiveModel {
        record_requests::ActiveModel {
            state: Set(By(state)),
            answered_at: Set(Some(write.at())),
            answered_by: Set(Some(self.0.member.id)),
            ..Default::default()
        }
    }

    /// It is done, and whoever asked hears that there is an answer: by mail, and where one talked about it.
    async fn tell(&self, write: &Change<'_, Staff>, row: &Model, words: &str) -> Result<(), Error> {
        notices::close_tasks(write, About::Records(row.id)).await?;
        if let Some(conversation) = row.conversation_id {
            messages::answer_request(write, conversation, words).await?;
        }
        let grants = invites::readers(write, Scope::Documents, write.at()).await?;
        let Some(grant) = grants.into_iter().find(|grant| grant.account_id == Some(row.account_id)) else { return Ok(()) };
        let Some(account) = sign_in::account(write.db(), row.account_id).await? else { return Ok(()) };
        let path = format!("/records?for={}#request-{}", grant.id, row.id);
        let mail = Outgoing {
            chart: Some(write.chart()),
            grant: Some(grant.id),
            account: Some(account.id),
            ..Outgoing::new(MailKind::RecordsAnswered, &EmailAddress::lenient(&account.email)?, path)
        };
        notices::queue_to(write.practice(), write, mail).await?;
        Ok(())
    }
}

async fn moved(write: &Change<'_, Staff>, row: &Model, to: record_requests::ActiveModel) -> Result<(), Error> {
    if record_requests::moved(write, row, to).await? { Ok(()) } else { Err(Refusal::AnsweredAlready.into()) }
}
