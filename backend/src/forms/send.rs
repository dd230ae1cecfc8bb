//! A chart's forms: sent, taken back, given back with a question, reviewed.

use super::{
    StaffForms, lines, packages, papers,
    setup::{all, newest, sendable},
    table::{
        form_answers,
        form_assignments::{self, Model},
        form_mails, forms,
    },
};
use crate::{
    actors::Staff,
    audit::Event,
    band, dates,
    db::Write,
    documents,
    error::Error,
    events::Happening,
    files::Laid,
    in_chart::{Change, Enters, InChart, Within},
    invites,
    notices::{self, Outgoing},
    practice::Practice,
    sealing::Place,
    settings, sign_in,
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::EmailAddress,
    events::EventKind,
    forms::{ChartForms, Refusal, Status, check_question, may_return, may_review, may_withdraw, read_due},
    ids::{AssignmentId, ChartId, FormId},
    invites::Scope,
    notices::MailKind,
    settings::PracticeSettings,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// So many are sent at once.
const MOST_AT_ONCE: usize = 20;

impl StaffForms<'_> {
    /// What was sent into a chart and how it stands, and what could be.
    pub async fn of_chart(&self, id: ChartId) -> Result<ChartForms, Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SendForms).await?;
        let settings = staff.practice_settings().await?;
        let reads = chart.may(Act::ReadClinicalDocuments).await?;
        let forms = all(&staff.practice, chart.db(), &settings.zone).await?;
        let page = ChartForms {
            banner: band::banner(&chart).await?,
            sent: lines::of_chart(&chart, &settings, reads, &forms).await?,
            packages: packages::lines(chart.db(), &forms).await?.into_iter().filter(|line| line.may_send).collect(),
            forms: forms.into_iter().filter(|line| line.may_send).collect(),
            readers: lines::readers(&chart, &settings).await?,
            today: dates::today(staff.practice.clock.now(), dates::zone(&settings.zone)),
        };
        staff.record(Event::of(AuditAct::FormsListed).chart(id)).await?;
        Ok(page)
    }

    /// Sends forms: they wait in the portal, and whoever may fill them in is told by one mail.
    pub async fn send(&self, chart: ChartId, chosen: &[FormId], due: &str) -> Result<Vec<AssignmentId>, Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::SendForms).await?;
        let settings = staff.practice_settings().await?;
        if !settings.features.documents {
            return Err(Refusal::FormsOff.into());
        }
        let today = dates::today(staff.practice.clock.now(), dates::zone(&settings.zone));
        let due_on = read_due(due, today)?;
        match chosen.len() {
            0 => return Err(Refusal::NoneChosen.into()),
            many if many > MOST_AT_ONCE => return Err(Refusal::TooManyForms.into()),
            _ => {}
        }
        let laid = self.laid(chosen).await?;
        let sent = self.put_all(&chart, &settings, chosen, &laid, due_on.map(|day| day.to_string())).await;
        if sent.is_err() {
            give_up(&staff.practice, &laid).await;
        }
        staff.practice.ring_for_mail();
        sent
    }

    /// Of what is only read a copy for this chart, laid into the store before anything is held.
    async fn laid(&self, chosen: &[FormId]) -> Result<Vec<Option<Laid>>, Error> {
        let practice = &self.0.practice;
        let mut laid = Vec::new();
        for id in chosen {
            let copy = match newest(practice.db.read(), id.0).await? {
                Some((row, form)) if sendable(&row, Some(&form)).is_ok() => papers::copy_to_read(practice, &row).await,
                _ => Ok(None),
            };
            match copy {
                Ok(copy) => laid.push(copy),
                Err(error) => {
                    give_up(practice, &laid).await;
                    return Err(error);
                }
            }
        }
        Ok(laid)
    }

    async fn put_all(
        &self,
        chart: &InChart<'_, Staff>,
        settings: &PracticeSettings,
        chosen: &[FormId],
        laid: &[Option<Laid>],
        due_on: Option<String>,
    ) -> Result<Vec<AssignmentId>, Error> {
        let write = chart.change(None).await?;
        let mut sent = Vec::new();
        for (id, laid) in chosen.iter().zip(laid) {
            match laid {
                Some(laid) => {
                    let (row, form) = newest(write.db(), id.0).await?.ok_or(Refusal::FormArchived)?;
                    sendable(&row, Some(&form))?;
                    documents::hand_out(&write, settings, laid, form.title, &form.introduction).await?;
                }
                None => sent.push(put_in(&write, *id, due_on.clone(), Some(self.0.member.id)).await?),
            }
        }
        if !sent.is_empty() {
            tell(&write, &sent, Scope::Forms).await?;
        }
        let event = Event::of(AuditAct::FormsSent).detail(format!("{} sent", chosen.len()));
        write.commit(sent.iter().take(1).fold(event, |event, id| event.subject(*id))).await?;
        Ok(sent)
    }

    /// Takes one back that was not submitted: nobody fills it in any more, and nobody reads what was answered in it.
    pub async fn withdraw(&self, chart: ChartId, id: AssignmentId) -> Result<(), Error> {
        let (write, row) = self.begin(chart, id, Act::SendForms).await?;
        may_withdraw(row.status())?;
        form_answers::erase(write.db(), row.id).await?;
        let withdrawn =
            form_assignments::ActiveModel { state: Set(By(Status::Withdrawn)), withdrawn_at: Set(Some(write.at())), ..Default::default() };
        self.move_on(write, row, withdrawn, AuditAct::FormWithdrawn).await
    }

    /// Gives back what was submitted, with a question about it. What was submitted stays in the chart as it is.
    pub async fn give_back(&self, chart: ChartId, id: AssignmentId, question: &str) -> Result<(), Error> {
        let question = check_question(question)?;
        let (write, row) = self.begin(chart, id, Act::ReadClinicalDocuments).await?;
        may_return(row.status())?;
        let practice = write.practice();
        let returned = form_assignments::ActiveModel {
            state: Set(By(Status::Returned)),
            question: Set(Some(practice.sealer.seal(Place("form_assignments.question", row.id), question.as_bytes()))),
            returned_at: Set(Some(write.at())),
            due_on: Set(None),
            // What is submitted next is another document.
            document_id: Set(practice.randomness.id()),
            share_id: Set(practice.randomness.id()),
            ..Default::default()
        };
        tell(&write, &[id], Scope::Forms).await?;
        self.move_on(write, row, returned, AuditAct::FormReturned).await?;
        self.0.practice.ring_for_mail();
        Ok(())
    }

    /// Says that what was submitted was read.
    pub async fn review(&self, chart: ChartId, id: AssignmentId) -> Result<(), Error> {
        let (write, row) = self.begin(chart, id, Act::ReadClinicalDocuments).await?;
        may_review(row.status())?;
        let reviewed = form_assignments::ActiveModel {
            state: Set(By(Status::Reviewed)),
            reviewed_at: Set(Some(write.at())),
            reviewed_by: Set(Some(self.0.member.id)),
            ..Default::default()
        };
        self.move_on(write, row, reviewed, AuditAct::FormReviewed).await
    }

    async fn begin(&self, chart: ChartId, id: AssignmentId, act: Act) -> Result<(Change<'_, Staff>, Model), Error> {
        let chart = self.0.chart(chart, act).await?;
        let (write, row) = chart.change(None).await?.one::<form_assignments::Entity>(id).await?;
        // An activity is not theirs who send forms.
        if row.activity.is_some() { Err(write.not_found("forms").await) } else { Ok((write, row)) }
    }

    /// The chart is held, so nobody else moves it meanwhile. What was on the To-do because of it is done.
    async fn move_on(
        &self,
        write: Change<'_, Staff>,
        row: Model,
        change: form_assignments::ActiveModel,
        act: AuditAct,
    ) -> Result<(), Error> {
        form_assignments::ActiveModel { id: Set(row.id), ..change }.update(write.db()).await?;
        take_mails_back(&write, row.id).await?;
        notices::close_tasks(&write, notices::About::Form(row.id)).await?;
        write.tell(Happening::of(EventKind::FormsChanged).subject(row.id));
        write.commit(Event::of(act).subject(row.id)).await
    }
}

async fn give_up(practice: &Practice, laid: &[Option<Laid>]) {
    for laid in laid.iter().flatten() {
        laid.give_up(practice).await;
    }
}

/// One form, in its newest version, unless one of it waits already.
pub(super) async fn put_in<A: Enters>(
    write: &Change<'_, A>,
    form: FormId,
    due_on: Option<String>,
    by: Option<Uuid>,
) -> Result<AssignmentId, Error> {
    let (row, body) = newest(write.db(), form.0).await?.ok_or(Refusal::FormArchived)?;
    sendable(&row, Some(&body))?;
    if form_assignments::open_of(write, row.id).await? {
        return Err(Refusal::AlreadySent.into());
    }
    let sent = assignment(write.practice(), write, write.chart(), row, due_on, by).insert(write.db()).await?;
    write.tell(Happening::of(EventKind::FormsChanged).subject(sent.id));
    Ok(AssignmentId(sent.id))
}

/// A form as it is sent into a chart now.
pub(super) fn assignment(
    practice: &Practice,
    write: &Write,
    chart: Uuid,
    form: forms::Model,
    due_on: Option<String>,
    by: Option<Uuid>,
) -> form_assignments::ActiveModel {
    let random = &practice.randomness;
    form_assignments::ActiveModel {
        id: Set(random.id()),
        chart_id: Set(chart),
        form_id: Set(form.id),
        version: Set(form.version),
        title: Set(form.title),
        state: Set(By(Status::Sent)),
        due_on: Set(due_on),
        sent_at: Set(write.at()),
        sent_by: Set(by),
        document_id: Set(random.id()),
        share_id: Set(random.id()),
        submitted_at: Set(None),
        submitted_by: Set(None),
        question: Set(None),
        returned_at: Set(None),
        reviewed_at: Set(None),
        reviewed_by: Set(None),
        withdrawn_at: Set(None),
        due_days: Set(None),
        told_at: Set(None),
        expired_at: Set(None),
        paper: Set(form.purpose.is_some()),
        activity: Set(form.activity),
        goal: Set(None),
    }
}

/// Everybody who may fill them in: that something waits, and never what. Where there is nobody yet, they are told once there is. Which
/// mail went to whom comes back.
pub(super) async fn tell<A: Enters>(write: &Change<'_, A>, sent: &[AssignmentId], scope: Scope) -> Result<Vec<(Uuid, Uuid)>, Error> {
    let told = mail_of(write, sent, MailKind::NewForm, scope).await?;
    if !told.is_empty() {
        let practice = write.practice();
        let today = dates::today(write.at(), dates::zone(&settings::load(practice).await?.zone));
        let ids: Vec<Uuid> = sent.iter().map(|id| id.0).collect();
        form_assignments::told(write, &ids, today).await?;
    }
    Ok(told)
}

/// One mail to each of those who may fill them in, which leaves as long as one of them waits.
pub(super) async fn mail_of<A: Enters>(
    write: &Change<'_, A>,
    forms: &[AssignmentId],
    kind: MailKind,
    scope: Scope,
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    let mut told = Vec::new();
    for grant in invites::readers(write, scope, write.at()).await? {
        let Some(account) = grant.account_id else { continue };
        let Some(account) = sign_in::account(write.db(), account).await? else { continue };
        let path = match forms {
            [only] => format!("/forms/{only}?for={}", grant.id),
            _ if scope == Scope::Measures => format!("/activities?for={}", grant.id),
            _ => format!("/documents?show=forms&for={}", grant.id),
        };
        let out = Outgoing {
            chart: Some(write.chart()),
            grant: Some(grant.id),
            account: Some(account.id),
            ..Outgoing::new(kind, &EmailAddress::lenient(&account.email)?, path)
        };
        let mail = notices::queue_to(write.practice(), write, out).await?;
        let ids: Vec<Uuid> = forms.iter().map(|id| id.0).collect();
        form_mails::note(write.db(), mail, &ids).await?;
        told.push((grant.id, mail));
    }
    Ok(told)
}

/// What tells of a form that nobody waits for any more does not leave, unless it tells of others too.
pub(super) async fn take_mails_back<A: Enters>(write: &Change<'_, A>, form: Uuid) -> Result<(), Error> {
    let mut useless = Vec::new();
    for mail in form_mails::of(write.db(), form).await? {
        if !form_mails::waits(write.db(), mail).await? {
            useless.push(mail);
        }
    }
    if useless.is_empty() { Ok(()) } else { notices::cancel_these(write, useless).await }
}

/// The form that a document was submitted as, and whether it is to be reviewed.
pub(crate) async fn of_document(chart: &InChart<'_, Staff>, document: Uuid) -> Result<Option<(AssignmentId, bool)>, Error> {
    let found = form_assignments::of_document(chart, document).await?;
    Ok(found.map(|(id, By(state))| (AssignmentId(id), may_review(state).is_ok())))
}
