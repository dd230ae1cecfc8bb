//! The ladder: who is told that an answer needs somebody, at once and then more and more people, until somebody says what came of it.
//!
//! Each step is taken while the chart is held, and noted with it. So a step is taken once, whichever process comes to it, after a restart
//! and after a jump of the clock. The mails say neither who nor what.

use super::table::{activity_alerts, activity_told};
use crate::{
    audit::Event,
    dates,
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, Within},
    messages,
    notices::{self, Outgoing},
    settings,
    sign_in::{self, Member},
    system::System,
};
use chrono::{DateTime, Utc};
use domain::{
    Act, Rights, Role,
    activities::{Rung, due_steps, next_step_at, rung},
    audit::AuditAct,
    charts::EmailAddress,
    events::EventKind,
    notices::MailKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::collections::HashSet;
use uuid::Uuid;

/// So many are looked at together.
const PORTION: u64 = 100;

impl System {
    /// Takes the steps that have come. Done twice, or by two processes at once, it changes nothing more.
    pub async fn mind_answers(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let due = activity_alerts::due(practice.db.read(), practice.clock.now(), PORTION).await?;
        let mut any = false;
        for (chart, alert) in due {
            // One that goes wrong keeps none of the others from being told of.
            match self.climb(chart, alert).await {
                Ok(told) => any |= told,
                Err(error) => tracing::error!(%alert, %error, "nobody could be told of an answer that needs somebody"),
            }
        }
        if any {
            practice.ring_for_mail();
        }
        Ok(())
    }

    async fn climb(&self, chart: Uuid, alert: Uuid) -> Result<bool, Error> {
        let write = self.chart(chart).change(None).await?;
        // As it stands while the chart is held: another process may have been faster, and somebody may have answered.
        let Some(row) = write.find::<activity_alerts::Entity>(alert).await?.filter(|row| row.ended_at.is_none()) else { return Ok(false) };
        let (steps, told) = take_steps(&write, &row).await?;
        if steps.is_empty() {
            return Ok(false);
        }
        write.tell(Happening::of(EventKind::ActivitiesChanged).subject(row.assignment_id));
        let steps = steps.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        write.commit(Event::of(AuditAct::AnswerTold).subject(row.id).detail(format!("step {steps}: {told} told"))).await?;
        Ok(true)
    }
}

/// Takes the steps that have come: which, and how many people were told.
pub(super) async fn take_steps<A: Enters>(write: &Change<'_, A>, row: &activity_alerts::Model) -> Result<(Vec<u32>, usize), Error> {
    let (steps, done) = due_steps(row.raised_at, write.at(), u32::try_from(row.steps).unwrap_or_default());
    let mut many = 0;
    for step in &steps {
        let known: HashSet<Uuid> = activity_told::of(write, row.id).await?.into_iter().map(|told| told.staff_id).collect();
        for member in on_step(write, *step, &known, write.at()).await? {
            tell(write, row, *step, &member).await?;
            many += 1;
        }
    }
    if !steps.is_empty() {
        let taken = activity_alerts::ActiveModel {
            id: Set(row.id),
            steps: Set(done as i32),
            next_at: Set(next_step_at(row.raised_at, done)),
            ..Default::default()
        };
        taken.update(write.db()).await?;
    }
    Ok((steps, many))
}

async fn tell<A: Enters>(write: &Change<'_, A>, row: &activity_alerts::Model, step: u32, member: &Member) -> Result<(), Error> {
    let address = EmailAddress::lenient(&member.email)?;
    let path = format!("/office/charts/{}/activities", write.chart());
    let out = Outgoing { staff: Some(member.id), chart: Some(write.chart()), ..Outgoing::new(MailKind::NeedsYou, &address, path) };
    let mail = notices::queue_to(write.practice(), write, out).await?;
    let told = activity_told::ActiveModel {
        alert_id: Set(row.id),
        step: Set(step as i32),
        staff_id: Set(member.id),
        chart_id: Set(write.chart()),
        told_at: Set(write.at()),
        mail_id: Set(mail),
    };
    told.insert(write.db()).await?;
    Ok(())
}

/// Who is told on a step. Where nobody new stands on one, those of the next are told; at its end everybody once more.
pub(super) async fn on_step<A: Enters>(
    write: &Change<'_, A>,
    step: u32,
    told: &HashSet<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<Member>, Error> {
    people(write, write.practice(), write.row().primary_clinician_id, step, told, now).await
}

/// The same, before it comes.
pub(super) async fn people(
    within: &impl Within,
    practice: &crate::practice::Practice,
    clinician: Option<Uuid>,
    step: u32,
    told: &HashSet<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<Member>, Error> {
    let at_work = can_see(within.db()).await?;
    let today = dates::today(now, dates::zone(&settings::load(practice).await?.zone));
    let cover = match clinician {
        Some(clinician) => Some(messages::stands_in_on(within.db(), clinician, today).await?),
        None => None,
    };
    let supervisors = sign_in::supervisors(within.db()).await?;
    let supervises = |member: &Member| {
        let supervised = |of: Option<Uuid>| of.is_some_and(|of| supervisors.contains(&(member.id, of)));
        supervised(clinician) || supervised(cover)
    };
    let administers = |member: &Member| member.roles.0.contains(&Role::ClinicalAdministrator);
    let these = |which: &dyn Fn(&Member) -> bool| at_work.iter().filter(|member| which(member)).cloned().collect::<Vec<Member>>();
    let new = |which: &dyn Fn(&Member) -> bool| these(&|member: &Member| which(member) && !told.contains(&member.id));
    if step > 2 {
        return Ok(these(&|member| told.contains(&member.id) || administers(member)));
    }
    let first = match rung(step) {
        Rung::Clinician => new(&|member| Some(member.id) == cover),
        Rung::CoverAndSupervisors => new(&|member| Some(member.id) == cover || supervises(member)),
        Rung::ClinicalAdministrators => these(&administers),
    };
    let wider = [first, new(&supervises), these(&administers), these(&|member| told.contains(&member.id)), at_work.clone()];
    Ok(wider.into_iter().find(|people| !people.is_empty()).unwrap_or_default())
}

/// Whose work activities are.
async fn can_see(db: &impl ConnectionTrait) -> Result<Vec<Member>, Error> {
    let mut people = sign_in::at_work(db).await?;
    people.retain(|member| Rights::of(&member.roles.0).may(Act::SeeActivities));
    Ok(people)
}
