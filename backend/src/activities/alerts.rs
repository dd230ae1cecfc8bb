//! An answer that needs somebody: raised with what was submitted, shown until somebody says what came of it.

use super::{
    StaffActivities, ladder,
    table::{activity_alerts, activity_outcomes, activity_told},
};
use crate::{
    actors::Staff,
    audit::Event,
    charts, dates,
    error::Error,
    events::Happening,
    forms::{self, Submitted},
    in_chart::{Change, Enters, InChart, Within},
    notices::{self, About, Task},
    sealing::Place,
    sign_in,
    stored::By,
};
use chrono_tz::Tz;
use domain::{
    Act,
    activities::{AlertView, OutcomeLine, Refusal, ToldLine, check_outcome},
    audit::AuditAct,
    events::EventKind,
    ids::{ActivityAlertId, AssignmentId, ChartId},
    notices::TaskKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::HashSet;
use uuid::Uuid;

/// Raises it with what was submitted, and takes the first step. How many people were told comes back.
pub(super) async fn raise<A: Enters>(write: &Change<'_, A>, submitted: &Submitted) -> Result<usize, Error> {
    let row = activity_alerts::ActiveModel {
        id: Set(write.practice().randomness.id()),
        chart_id: Set(write.chart()),
        assignment_id: Set(submitted.id),
        raised_at: Set(write.at()),
        steps: Set(0),
        next_at: Set(write.at()),
        ended_at: Set(None),
    };
    let row = row.insert(write.db()).await?;
    let (_, told) = ladder::take_steps(write, &row).await?;
    let owner = write.row().primary_clinician_id;
    let task = Task { assignment: Some(submitted.id), owner, ..Task::new(TaskKind::AnswerNeedsYou, write.chart()) };
    notices::add_task(write.practice(), write, task).await?;
    Ok(told)
}

/// Whether an answer of this chart waits for somebody.
pub(crate) async fn needs_anybody(chart: &InChart<'_, Staff>) -> Result<bool, Error> {
    Ok(!activity_alerts::open(chart).await?.is_empty())
}

/// Those that wait for somebody.
pub(super) async fn open(chart: &InChart<'_, Staff>, zone: Tz) -> Result<Vec<AlertView>, Error> {
    let mut views = Vec::new();
    for row in activity_alerts::open(chart).await? {
        views.push(view(chart, row, zone).await?);
    }
    Ok(views)
}

/// The one that an assignment has raised.
pub(super) async fn of_assignment(chart: &InChart<'_, Staff>, id: Uuid, zone: Tz) -> Result<Option<AlertView>, Error> {
    match activity_alerts::of_assignment(chart, id).await? {
        Some(row) => Ok(Some(view(chart, row, zone).await?)),
        None => Ok(None),
    }
}

async fn view(chart: &InChart<'_, Staff>, row: activity_alerts::Model, zone: Tz) -> Result<AlertView, Error> {
    let (practice, db) = (chart.practice(), chart.db());
    let now = practice.clock.now();
    let assigned = forms::assigned_one(chart, AssignmentId(row.assignment_id)).await?;
    let form = forms::form_as_sent(db, assigned.form, assigned.version).await?;
    let answers = forms::answered(chart, practice, vec![row.assignment_id]).await?.remove(&row.assignment_id);
    let measure = form.measure.clone().ok_or(Error::NotFound)?;
    let answers = answers.map(|answered| answered.answers).unwrap_or_default();
    let choice = measure.above_zero(&form, &answers);
    let question = measure.alert.as_ref().and_then(|key| form.question(key));
    let told = activity_told::of(chart, row.id).await?;
    let outcomes = activity_outcomes::of(chart, row.id).await?;
    let people = told.iter().map(|told| told.staff_id).chain(outcomes.iter().map(|said| said.said_by)).collect();
    let people = sign_in::members(db, people).await?;
    let name = |id: Uuid| people.iter().find(|member| member.id == id).map(|member| member.signed_name()).unwrap_or_default();
    let known: HashSet<Uuid> = told.iter().map(|told| told.staff_id).collect();
    let mut lines: Vec<ToldLine> = Vec::new();
    for told in &told {
        match lines.last_mut() {
            Some(line) if line.step == told.step as u32 => line.who.push(name(told.staff_id)),
            _ => lines.push(ToldLine { at: dates::moment(told.told_at, zone), step: told.step as u32, who: vec![name(told.staff_id)] }),
        }
    }
    let next = match row.ended_at {
        Some(_) => None,
        None => {
            let step = u32::try_from(row.steps).unwrap_or_default();
            let clinician = chart.row().primary_clinician_id;
            let people = ladder::people(chart, practice, clinician, step, &known, row.next_at).await?;
            let minutes = (row.next_at - now).num_seconds().max(0).div_euclid(60);
            Some((minutes, people.into_iter().map(|member| member.signed_name()).collect()))
        }
    };
    let said = |said: &activity_outcomes::Model| -> Result<OutcomeLine, Error> {
        let note = match &said.note {
            Some(sealed) => practice.sealer.open(Place("activity_outcomes.note", said.id), sealed)?,
            None => Vec::new(),
        };
        let note = String::from_utf8_lossy(&note).into_owned();
        Ok(OutcomeLine { at: dates::moment(said.said_at, zone), outcome: said.outcome.0, by: name(said.said_by), note })
    };
    Ok(AlertView {
        id: ActivityAlertId(row.id),
        assignment: AssignmentId(row.assignment_id),
        number: measure.alert_number().unwrap_or_default(),
        question: question.map(|question| question.label.clone()).unwrap_or_default(),
        answer: choice.map(|choice| choice.label.clone()).unwrap_or_default(),
        score: choice.and_then(|choice| choice.score).unwrap_or_default(),
        of: measure.alert_values(&form).len() as i32,
        at: dates::moment(row.raised_at, zone),
        minutes_ago: (now - row.raised_at).num_minutes().max(0),
        told: lines,
        outcomes: outcomes.iter().map(said).collect::<Result<_, _>>()?,
        next,
        client: chart.row().first_called(),
        phone: charts::first_phone(chart).await?,
        open: row.ended_at.is_none(),
        measure: measure.short,
    })
}

impl StaffActivities<'_> {
    /// Says what came of it. Who was not reached still needs somebody: then it goes on.
    pub async fn answer(&self, id: ChartId, alert: ActivityAlertId, outcome: &str, note: &str) -> Result<(), Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SeeActivities).await?;
        let (outcome, note) = check_outcome(outcome, note)?;
        let (write, row) = chart.change(None).await?.one::<activity_alerts::Entity>(alert).await?;
        if row.ended_at.is_some() {
            return Err(Refusal::AnsweredAlready.into());
        }
        let said = write.practice().randomness.id();
        let sealed = (!note.is_empty()).then(|| write.practice().sealer.seal(Place("activity_outcomes.note", said), note.as_bytes()));
        let line = activity_outcomes::ActiveModel {
            id: Set(said),
            chart_id: Set(write.chart()),
            alert_id: Set(row.id),
            outcome: Set(By(outcome)),
            note: Set(sealed),
            said_at: Set(write.at()),
            said_by: Set(staff.member.id),
        };
        line.insert(write.db()).await?;
        if outcome.ends() {
            let ended = activity_alerts::ActiveModel { id: Set(row.id), ended_at: Set(Some(write.at())), ..Default::default() };
            ended.update(write.db()).await?;
            let mails = activity_told::of(&write, row.id).await?.into_iter().map(|told| told.mail_id).collect();
            notices::cancel_these(&write, mails).await?;
            notices::close_tasks(&write, About::Activity(TaskKind::AnswerNeedsYou, row.assignment_id)).await?;
        }
        write.tell(Happening::of(EventKind::ActivitiesChanged).subject(row.assignment_id));
        write.commit(Event::of(AuditAct::AnswerAnswered).subject(row.id).detail(outcome.name())).await
    }
}
