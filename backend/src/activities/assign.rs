//! Giving a client something to do: once or again and again, to one or to many.

use super::{
    StaffActivities,
    table::{activity_series, activity_times},
};
use crate::{
    actors::Staff,
    audit::Event,
    dates,
    error::Error,
    forms::{self, ActivityForm, Assigning},
    in_chart::{Change, Within},
    sealing::Place,
    stored::By,
};
use chrono::{Days, NaiveDate};
use domain::{
    Act,
    activities::{ActivityKind, AssignDraft, Refusal, Rhythm},
    audit::AuditAct,
    ids::{AssignmentId, ChartId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// To so many at once.
const MOST_CHARTS: usize = 50;

/// What became of each of many.
pub struct AssignedToMany {
    pub assigned: usize,
    /// It waits for these already, or comes again to them by itself.
    pub already: Vec<String>,
    /// They are not within reach.
    pub left_out: usize,
}

impl StaffActivities<'_> {
    /// Gives it to the client of a chart. What comes weekly comes at once for the first time.
    pub async fn assign(&self, chart: ChartId, draft: &AssignDraft) -> Result<Option<AssignmentId>, Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::SeeActivities).await?;
        let form = self.chosen(draft).await?;
        let today = self.today().await?;
        let (rhythm, due, goal) = draft.check(form.kind, today)?;
        let write = chart.change(None).await?;
        let put = put(&write, &form, Given { rhythm, due, goal }, today).await?;
        let event = Event::of(AuditAct::ActivityAssigned).detail(rhythm.name());
        write.commit(put.iter().fold(event, |event, id| event.subject(*id))).await?;
        staff.practice.ring_for_mail();
        Ok(put)
    }

    /// The same to many, chart by chart: what goes wrong with one keeps none of the others from it.
    pub async fn assign_to_many(&self, charts: &[ChartId], draft: &AssignDraft) -> Result<AssignedToMany, Error> {
        match charts.len() {
            0 => return Err(Refusal::NobodyChosen.into()),
            many if many > MOST_CHARTS => return Err(Refusal::TooMany.into()),
            _ => {}
        }
        let form = self.chosen(draft).await?;
        draft.check(form.kind, self.today().await?)?;
        let staff = self.0;
        let within = staff.charts_among(charts.iter().map(|id| id.0).collect(), Act::SeeActivities).await?;
        let mut done = AssignedToMany { assigned: 0, already: Vec::new(), left_out: charts.len() - within.len() };
        for chart in within {
            match self.assign(ChartId(chart.chart()), draft).await {
                Ok(_) => done.assigned += 1,
                Err(Error::Refused(_)) => done.already.push(chart.row().listed_name()),
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    async fn chosen(&self, draft: &AssignDraft) -> Result<ActivityForm, Error> {
        let Some(id) = draft.form else { return Err(Refusal::NoneChosen.into()) };
        let form = forms::activity_form(self.0.practice.db.read(), id).await?;
        form.ok_or_else(|| Refusal::NoneChosen.into())
    }

    async fn today(&self) -> Result<NaiveDate, Error> {
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        Ok(dates::today(self.0.practice.clock.now(), zone))
    }
}

/// How it is given.
struct Given {
    rhythm: Rhythm,
    due: Option<NaiveDate>,
    goal: Option<String>,
}

/// A measure waits for a client once at a time, and comes again in one way; worksheets and goals may be several.
async fn put(write: &Change<'_, Staff>, form: &ActivityForm, given: Given, today: NaiveDate) -> Result<Option<AssignmentId>, Error> {
    let Given { rhythm, due, goal } = given;
    if form.kind == ActivityKind::Measure {
        let comes = rhythm != Rhythm::Once && activity_series::going(write).await?.iter().any(|row| row.form_id == form.id.0);
        let waits = rhythm != Rhythm::BeforeAppointments && forms::open_activity(write, form.id.0).await?.is_some();
        if comes || waits {
            return Err(Refusal::AlreadyAssigned.into());
        }
    }
    let (by, title) = (write.actor().member.id, rhythm.title(&form.title));
    let series = match rhythm {
        Rhythm::Once => None,
        Rhythm::Weekly | Rhythm::BeforeAppointments => Some(begin(write, form, rhythm, &title, goal.as_deref(), today).await?),
    };
    if rhythm == Rhythm::BeforeAppointments {
        return Ok(None);
    }
    let due = if rhythm == Rhythm::Weekly { Some(today + Days::new(6)) } else { due };
    let id = forms::assign(write, Assigning { form: form.id, title, due, by: Some(by), goal }).await?;
    if let Some(series) = series {
        note_time(write, series, &today.to_string(), id).await?;
    }
    Ok(Some(id))
}

async fn begin(
    write: &Change<'_, Staff>,
    form: &ActivityForm,
    rhythm: Rhythm,
    title: &str,
    goal: Option<&str>,
    today: NaiveDate,
) -> Result<uuid::Uuid, Error> {
    let practice = write.practice();
    let id = practice.randomness.id();
    let row = activity_series::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        form_id: Set(form.id.0),
        rhythm: Set(By(rhythm)),
        title: Set(title.to_owned()),
        goal: Set(goal.map(|goal| practice.sealer.seal(Place("activity_series.goal", id), goal.as_bytes()))),
        next_on: Set((rhythm == Rhythm::Weekly).then(|| (today + Days::new(7)).to_string())),
        made_at: Set(write.at()),
        made_by: Set(write.actor().member.id),
        ended_at: Set(None),
        ended_by: Set(None),
    };
    row.insert(write.db()).await?;
    Ok(id)
}

/// It has come at that moment, and brought this.
pub(super) async fn note_time<A: crate::in_chart::Enters>(
    write: &Change<'_, A>,
    series: uuid::Uuid,
    moment: &str,
    brought: AssignmentId,
) -> Result<(), Error> {
    let row = activity_times::ActiveModel {
        series_id: Set(series),
        moment: Set(moment.to_owned()),
        chart_id: Set(write.chart()),
        assignment_id: Set(brought.0),
    };
    row.insert(write.db()).await?;
    Ok(())
}
