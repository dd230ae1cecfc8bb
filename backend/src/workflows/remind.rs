//! The job that reminds of appointments: by mail whoever sees them in the portal, and by text where that was wanted and is allowed.

use super::{load, stopped, table::jobs};
use crate::{
    appointments::{self, Agreed},
    audit::Event,
    charts,
    error::Error,
    in_chart::{Change, Within},
    invites,
    notices::{self, Outgoing},
    sign_in,
    stored::By,
    system::System,
};
use chrono::Duration;
use domain::{
    audit::AuditAct,
    charts::EmailAddress,
    invites::Scope,
    notices::MailKind,
    workflows::{Channel, Due, EARLIEST, MOST_TEXTS, WhyNot, Workflow, WorkflowKind},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::HashSet;
use uuid::Uuid;

const KIND: WorkflowKind = WorkflowKind::AppointmentReminder;

impl System {
    /// Puts the reminders that are due into the outbox. Done twice, or by two processes at once, it changes nothing more.
    pub async fn remind_of_appointments(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let (db, now) = (practice.db.read(), practice.clock.now());
        let workflow = load(db, KIND).await?;
        let earliest = Duration::hours(workflow.hours.first().copied().unwrap_or(EARLIEST).into());
        if !workflow.on {
            return Ok(());
        }
        let ahead = appointments::agreed_between(db, now, now + earliest).await?;
        if ahead.is_empty() {
            return Ok(());
        }
        let done: HashSet<_> = jobs::done(db, KIND, ahead.iter().map(|agreed| agreed.id).collect()).await?.into_iter().collect();
        let mut any = false;
        for agreed in ahead {
            let Some(due) = workflow.due(agreed.starts_at, now) else { continue };
            if done.contains(&(agreed.id, agreed.starts_at, due.step.into())) {
                continue;
            }
            any = true;
            // One that goes wrong keeps none of the others from being reminded.
            if let Err(error) = self.remind(&workflow, &agreed).await {
                tracing::error!(appointment = %agreed.id, %error, "somebody could not be reminded");
            }
        }
        if any {
            practice.ring_for_mail();
        }
        Ok(())
    }

    async fn remind(&self, workflow: &Workflow, seen: &Agreed) -> Result<(), Error> {
        let write = self.chart(seen.chart_id).change(None).await?;
        // As it stands while the chart is held: another process may have been faster, and somebody may have moved it.
        let Some(agreed) = appointments::agreed(&write, seen.id).await? else { return Ok(()) };
        let Some(due) = workflow.due(agreed.starts_at, write.at()) else { return Ok(()) };
        let key = (agreed.id, agreed.starts_at, i32::from(due.step));
        if jobs::done(write.db(), KIND, vec![agreed.id]).await?.contains(&key) {
            return Ok(());
        }
        let job = Job { write: &write, agreed: &agreed, due };
        let told = if job.was_just_told().await? {
            job.note(Channel::Mail, write.chart(), Err(WhyNot::JustTold)).await?;
            0
        } else {
            job.mail().await? + job.text().await?
        };
        write.commit(Event::of(AuditAct::ReminderQueued).subject(seen.id).detail(format!("{told} queued"))).await
    }
}

/// One reminder, while the chart is held.
struct Job<'a> {
    write: &'a Change<'a, System>,
    agreed: &'a Agreed,
    due: Due,
}

impl Job<'_> {
    /// It was booked, or its time was told, when this reminder was due already.
    async fn was_just_told(&self) -> Result<bool, Error> {
        Ok(self.agreed.created_at > self.due.at || notices::was_told_of_appointment(self.write.db(), self.agreed.id, self.due.at).await?)
    }

    /// To whoever sees the appointment in the portal. The button leads there, through sign-in.
    async fn mail(&self) -> Result<usize, Error> {
        let write = self.write;
        let mut told = 0;
        for grant in invites::readers(write, Scope::Appointments, write.at()).await? {
            let Some(account) = grant.account_id else { continue };
            let Some(account) = sign_in::account(write.db(), account).await? else { continue };
            let address = EmailAddress::lenient(&account.email)?;
            let path = format!("/appointments/{}?for={}", self.agreed.id, grant.id);
            let mail = Outgoing {
                grant: Some(grant.id),
                account: Some(account.id),
                ..self.about(Outgoing::new(MailKind::AppointmentReminder, &address, path))
            };
            let mail = notices::queue_to(write.practice(), write, mail).await?;
            self.note(Channel::Mail, grant.id, Ok(mail)).await?;
            told += 1;
        }
        if told == 0 {
            self.note(Channel::Mail, write.chart(), Err(WhyNot::NobodyToTell)).await?;
        }
        Ok(told)
    }

    /// To the chart's own number, where texts about this appointment were wanted.
    async fn text(&self) -> Result<usize, Error> {
        if !self.agreed.texts_wanted {
            return Ok(0);
        }
        let write = self.write;
        let why_not = match charts::text_number(write).await? {
            None => WhyNot::NoNumber,
            Some(number) if stopped::is_there(write.db(), &number).await? => WhyNot::Stopped,
            Some(_) if jobs::count_texts(write.db(), KIND, self.agreed.id).await? >= MOST_TEXTS => WhyNot::TextsEnough,
            Some(_) if !notices::texts_can_leave(write.practice()).await? => WhyNot::NoGateway,
            Some(number) => {
                let text = self.about(Outgoing::text(MailKind::ReminderText, number, "/appointments".into()));
                let text = notices::queue_to(write.practice(), write, text).await?;
                self.note(Channel::Text, write.chart(), Ok(text)).await?;
                return Ok(1);
            }
        };
        self.note(Channel::Text, write.chart(), Err(why_not)).await?;
        Ok(0)
    }

    fn about(&self, mail: Outgoing) -> Outgoing {
        Outgoing { chart: Some(self.write.chart()), appointment: Some(self.agreed.id), ..mail }
    }

    async fn note(&self, channel: Channel, reader: Uuid, done: Result<Uuid, WhyNot>) -> Result<(), Error> {
        let row = jobs::ActiveModel {
            id: Set(self.write.practice().randomness.id()),
            kind: Set(By(KIND)),
            subject_id: Set(self.agreed.id),
            moment: Set(self.agreed.starts_at),
            step: Set(self.due.step.into()),
            channel: Set(By(channel)),
            reader_id: Set(reader),
            chart_id: Set(self.write.chart()),
            mail_id: Set(done.ok()),
            why_not: Set(done.err().map(By)),
            task_id: Set(None),
            made_at: Set(self.write.at()),
        };
        row.insert(self.write.db()).await?;
        Ok(())
    }
}
