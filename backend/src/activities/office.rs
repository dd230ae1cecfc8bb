//! Chart → **Activities**: what was given, how far it is, what it comes to; reviewed, commented, shown.

use super::{
    StaffActivities, alerts, read,
    table::{activity_comments, activity_series, activity_shown},
    trend::{self, Seen},
};
use crate::{
    actors::Staff,
    audit::Event,
    band, dates, documents,
    error::Error,
    events::Happening,
    forms::{self, Moved},
    in_chart::{InChart, Within},
    invites,
    notices::{self, About},
    sealing::Place,
    sign_in,
};
use chrono_tz::Tz;
use domain::{
    Act,
    activities::{Assignable, AssignedPage, ChartActivities, Refusal, SeriesLine, check_comment},
    audit::AuditAct,
    events::EventKind,
    forms::{Refusal as FormRefusal, Status},
    ids::{ActivitySeriesId, AssignmentId, ChartId, FormId},
    invites::Scope,
    notices::TaskKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// So many stand in the list.
const SHOWN: u64 = 50;

impl StaffActivities<'_> {
    /// What was given to the client of a chart, and one of its measures over time: that one, or the one that was given last.
    pub async fn of_chart(&self, id: ChartId, measure: Option<FormId>) -> Result<ChartActivities, Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SeeActivities).await?;
        let settings = staff.practice_settings().await?;
        let (practice, zone) = (&staff.practice, dates::zone(&settings.zone));
        let mut rows = forms::assigned(&chart, practice, 300).await?;
        let measures = trend::measures(&chart, &rows).await?;
        // What was answered last is drawn, whatever was given since.
        let is_measure = |form: &FormId| measures.iter().any(|(id, _)| id == form);
        let answered = rows.iter().filter(|row| row.submitted_at.is_some()).max_by_key(|row| row.submitted_at).map(|row| FormId(row.form));
        let newest = answered.filter(is_measure).or_else(|| rows.iter().map(|row| FormId(row.form)).find(is_measure));
        let one = measure.filter(|form| measures.iter().any(|(id, _)| id == form)).or(newest);
        let trend = match one {
            Some(form) => trend::of_form(&chart, practice, form.0, zone, Seen::ByStaff).await?,
            None => None,
        };
        let more = rows.len() as u64 > SHOWN;
        rows.truncate(SHOWN as usize);
        let assignable = forms::activity_forms(chart.db()).await?;
        let page = ChartActivities {
            banner: band::banner(&chart).await?,
            alerts: alerts::open(&chart, zone).await?,
            trend,
            measures,
            assigned: read::of_staff(&chart, practice, &rows, zone).await?,
            more,
            series: series(&chart, zone).await?,
            assignable: assignable.into_iter().map(|form| Assignable { form: form.id, title: form.title, kind: form.kind }).collect(),
            goals: documents::goals(&chart).await?,
            readers: readers(&chart).await?,
            client: chart.row().first_called(),
            today: dates::today(practice.clock.now(), zone),
        };
        staff.record(Event::of(AuditAct::ActivitiesListed).chart(id)).await?;
        Ok(page)
    }

    /// One of them, with what was submitted.
    pub async fn read(&self, id: ChartId, assignment: AssignmentId) -> Result<AssignedPage, Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SeeActivities).await?;
        let settings = staff.practice_settings().await?;
        let (practice, zone) = (&staff.practice, dates::zone(&settings.zone));
        let assigned = forms::assigned_one(&chart, assignment).await?;
        let form = forms::form_as_sent(chart.db(), assigned.form, assigned.version).await?;
        let submitted = matches!(assigned.status, Status::Submitted | Status::Reviewed);
        let answered = match submitted {
            true => forms::answered(&chart, practice, vec![assigned.id]).await?.remove(&assigned.id),
            false => None,
        };
        let lines = read::of_staff(&chart, practice, std::slice::from_ref(&assigned), zone).await?;
        let page = AssignedPage {
            banner: band::banner(&chart).await?,
            line: lines.into_iter().next().ok_or(Error::NotFound)?,
            content: answered.map(|answered| forms::activity_content(&form, &answered.answers, settings.dates)),
            alert: alerts::of_assignment(&chart, assigned.id, zone).await?,
            comment: read::comment(&chart, practice, assigned.id, zone).await?,
            source: form.measure.map(|measure| (measure.source, measure.licence)),
        };
        staff.record(Event::of(AuditAct::ActivityRead).chart(id).subject(assignment)).await?;
        Ok(page)
    }

    /// Takes one back that was not submitted: nobody reads what was answered in it.
    pub async fn withdraw(&self, id: ChartId, assignment: AssignmentId) -> Result<(), Error> {
        self.move_on(id, assignment, Moved::Withdrawn, AuditAct::ActivityWithdrawn).await
    }

    /// Says that what was submitted was read. What it has raised still waits for what came of it.
    pub async fn review(&self, id: ChartId, assignment: AssignmentId) -> Result<(), Error> {
        let by = self.0.member.id;
        self.move_on(id, assignment, Moved::Reviewed(by), AuditAct::ActivityReviewed).await
    }

    async fn move_on(&self, id: ChartId, assignment: AssignmentId, to: Moved, act: AuditAct) -> Result<(), Error> {
        let chart = self.0.chart(id, Act::SeeActivities).await?;
        let assigned = forms::assigned_one(&chart, assignment).await?;
        let write = chart.change(None).await?;
        if !forms::move_activity(&write, assigned.id, to).await? {
            return Err(match assigned.status {
                Status::Reviewed => FormRefusal::AlreadyReviewed.into(),
                Status::Submitted => FormRefusal::AlreadySubmitted.into(),
                _ => Refusal::NotSubmitted.into(),
            });
        }
        notices::close_tasks(&write, About::Activity(TaskKind::ActivitySubmitted, assigned.id)).await?;
        write.commit(Event::of(act).subject(assignment)).await
    }

    /// Writes what the client reads about what was submitted.
    pub async fn comment(&self, id: ChartId, assignment: AssignmentId, comment: &str) -> Result<(), Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SeeActivities).await?;
        let comment = check_comment(comment)?;
        let assigned = forms::assigned_one(&chart, assignment).await?;
        if !matches!(assigned.status, Status::Submitted | Status::Reviewed) {
            return Err(Refusal::NotSubmitted.into());
        }
        let write = chart.change(None).await?;
        let words = write.practice().sealer.seal(Place("activity_comments.words", assigned.id), comment.as_bytes());
        let (chart_id, written_at, written_by) = (write.chart(), write.at(), staff.member.id);
        activity_comments::say(
            write.db(),
            activity_comments::Model { assignment_id: assigned.id, chart_id, words, written_at, written_by },
        )
        .await?;
        write.tell(Happening::of(EventKind::ActivitiesChanged).subject(assigned.id));
        write.commit(Event::of(AuditAct::ActivityCommented).subject(assignment)).await
    }

    /// Shows the client the chart of a measure, or hides it again.
    pub async fn show_trend(&self, id: ChartId, form: FormId, shown: bool) -> Result<(), Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SeeActivities).await?;
        if forms::activity_form(chart.db(), form).await?.is_none() {
            return Err(chart.not_found("activities.trend").await);
        }
        let write = chart.change(None).await?;
        activity_shown::hide(&write, form.0).await?;
        if shown {
            let row = activity_shown::ActiveModel {
                chart_id: Set(write.chart()),
                form_id: Set(form.0),
                shown_at: Set(write.at()),
                shown_by: Set(staff.member.id),
            };
            row.insert(write.db()).await?;
        }
        write.tell(Happening::of(EventKind::ActivitiesChanged).subject(form));
        write.commit(Event::of(AuditAct::TrendShown).subject(form).detail(if shown { "shown" } else { "hidden" })).await
    }

    /// Ends what comes again. What has come stays.
    pub async fn end_series(&self, id: ChartId, series: ActivitySeriesId) -> Result<(), Error> {
        let chart = self.0.chart(id, Act::SeeActivities).await?;
        let (write, row) = chart.change(None).await?.one::<activity_series::Entity>(series).await?;
        if row.ended_at.is_none() {
            let ended = activity_series::ActiveModel {
                id: Set(row.id),
                ended_at: Set(Some(write.at())),
                ended_by: Set(Some(self.0.member.id)),
                ..Default::default()
            };
            ended.update(write.db()).await?;
        }
        write.tell(Happening::of(EventKind::ActivitiesChanged).subject(row.id));
        write.commit(Event::of(AuditAct::SeriesEnded).subject(series)).await
    }
}

/// What comes again in a chart.
async fn series(chart: &InChart<'_, Staff>, zone: Tz) -> Result<Vec<SeriesLine>, Error> {
    let rows = activity_series::going(chart).await?;
    let people = sign_in::members(chart.db(), rows.iter().map(|row| row.made_by).collect()).await?;
    let line = |row: activity_series::Model| SeriesLine {
        id: ActivitySeriesId(row.id),
        rhythm: row.rhythm.0,
        next: row.next_on.and_then(|day| day.parse().ok()),
        since: dates::moment(row.made_at, zone),
        by: people.iter().find(|member| member.id == row.made_by).map(|member| member.signed_name()),
        title: row.title,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Who fills in what is given.
async fn readers(chart: &InChart<'_, Staff>) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for grant in invites::readers(chart, Scope::Measures, chart.practice().clock.now()).await? {
        let Some(account) = grant.account_id else { continue };
        names.extend(sign_in::account(chart.db(), account).await?.map(|account| account.full_name()));
    }
    Ok(names)
}
