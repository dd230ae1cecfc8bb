//! The portal's **Activities**: what waits, what was submitted, and what the clinician says and shows.

use super::{
    ClientActivities, alerts, read,
    table::activity_shown,
    trend::{self, Seen},
};
use crate::{
    actors::Client,
    audit::Event,
    dates,
    error::Error,
    forms::{self, Assigned},
    in_chart::InChart,
    notices::{self, Task},
};
use domain::{
    activities::{MyActivities, MyActivityPage},
    audit::AuditAct,
    forms::{MyForm, Status},
    ids::AssignmentId,
    invites::Scope,
    notices::TaskKind,
    settings::PracticeSettings,
};

/// So many stand in the list.
const SHOWN: usize = 50;
/// So many are looked through for it.
const LOOKED_AT: u64 = 300;

impl ClientActivities<'_> {
    pub async fn list(&self) -> Result<MyActivities, Error> {
        let (practice, zone) = (&self.client.practice, dates::zone(&self.settings.zone));
        let rows = forms::assigned(&self.chart, practice, LOOKED_AT).await?;
        let (mut open, mut done): (Vec<Assigned>, Vec<Assigned>) = (Vec::new(), Vec::new());
        for row in rows {
            match row.status {
                status if status.is_open() => open.push(row),
                Status::Submitted | Status::Reviewed => done.push(row),
                _ => {}
            }
        }
        open.sort_by_key(|row| (row.due.is_none(), row.due, row.sent_at));
        done.sort_by_key(|row| std::cmp::Reverse(row.submitted_at));
        let more = done.len() > SHOWN;
        done.truncate(SHOWN);
        let mut trends = Vec::new();
        for form in activity_shown::forms(&self.chart).await? {
            trends.extend(trend::of_form(&self.chart, practice, form, zone, Seen::ByClient).await?);
        }
        trends.sort_by(|one, other| one.name.cmp(&other.name));
        let page = MyActivities {
            to_do: read::of_client(&self.chart, open, zone).await?,
            done: read::of_client(&self.chart, done, zone).await?,
            more,
            trends,
            today: dates::today(practice.clock.now(), zone),
        };
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::ActivitiesListed)).await?;
        }
        Ok(page)
    }

    /// One that was submitted: what was answered, and what the clinician says about it.
    pub async fn read(&self, id: AssignmentId) -> Result<MyActivityPage, Error> {
        let (practice, zone) = (&self.client.practice, dates::zone(&self.settings.zone));
        let assigned = forms::assigned_one(&self.chart, id).await?;
        if !matches!(assigned.status, Status::Submitted | Status::Reviewed) {
            return Err(self.chart.not_found("activities").await);
        }
        use crate::in_chart::Within;
        let form = forms::form_as_sent(self.chart.db(), assigned.form, assigned.version).await?;
        let answered = forms::answered(&self.chart, practice, vec![assigned.id]).await?.remove(&assigned.id);
        let answers = answered.map(|answered| answered.answers).unwrap_or_default();
        let shown = activity_shown::forms(&self.chart).await?.contains(&assigned.form);
        let trend = match shown {
            true => trend::of_form(&self.chart, practice, assigned.form, zone, Seen::ByClient).await?,
            false => None,
        };
        let page = MyActivityPage {
            content: forms::activity_content(&form, &answers, self.settings.dates),
            crisis: form.above_zero(&answers).map(|_| self.settings.help.crisis.clone()),
            comment: read::comment(&self.chart, practice, assigned.id, zone).await?,
            activity: read::of_client(&self.chart, vec![assigned], zone).await?.pop().ok_or(Error::NotFound)?,
            trend,
            source: form.measure.map(|measure| (measure.source, measure.licence)),
        };
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::ActivityRead).subject(id)).await?;
        }
        Ok(page)
    }

    /// **Submit**: exactly what was shown. Where an answer needs somebody, the first are told in the same act.
    pub async fn submit(&self, id: AssignmentId, seen: &str) -> Result<(), Error> {
        let practice = &self.client.practice;
        let forms = self.client.activity_forms().await?;
        let (write, submitted) = forms.submit_activity(id, seen).await?;
        let owner = submitted.sent_by.or(write.row().primary_clinician_id);
        let task = Task { assignment: Some(submitted.id), owner, ..Task::new(TaskKind::ActivitySubmitted, self.chart_id()) };
        notices::add_task(practice, &write, task).await?;
        let needs_you = submitted.form.above_zero(&submitted.answers).is_some();
        let event = Event::of(AuditAct::ActivitySubmitted).subject(id);
        let event = match needs_you {
            true => event.detail(format!("needs somebody: {} told", alerts::raise(&write, &submitted).await?)),
            false => event,
        };
        write.commit(event).await?;
        practice.ring_for_mail();
        Ok(())
    }

    fn chart_id(&self) -> uuid::Uuid {
        self.client.grant.chart_id
    }
}

/// What waits for this client, for the Dashboard.
pub(crate) async fn waiting(client: &Client, settings: &PracticeSettings) -> Result<Vec<MyForm>, Error> {
    if !client.grant.has_scope(Scope::Measures) {
        return Ok(Vec::new());
    }
    let chart: InChart<'_, Client> = client.chart(Scope::Measures).await?;
    let zone = dates::zone(&settings.zone);
    let mut open = forms::assigned(&chart, &client.practice, LOOKED_AT).await?;
    open.retain(|row| row.status.is_open());
    open.sort_by_key(|row| (row.due.is_none(), row.due, row.sent_at));
    let lines = read::of_client(&chart, open, zone).await?;
    let form = |line: domain::activities::MyActivity| MyForm {
        id: line.id,
        title: line.title,
        paper: false,
        status: line.status,
        due: line.due,
        closes: None,
        sent_on: line.sent_on,
        from: line.from,
    };
    Ok(lines.into_iter().map(form).collect())
}

/// How many wait.
pub(crate) async fn count_to_do(client: &Client, settings: &PracticeSettings) -> Result<u32, Error> {
    Ok(waiting(client, settings).await?.len() as u32)
}
