//! A measure over time: its totals, from what was answered, each by the version that it was asked in.

use super::table::activity_shown;
use crate::{
    actors::Staff,
    appointments, dates,
    error::Error,
    forms::{self, Answered, Assigned},
    in_chart::{InChart, Within},
    practice::Practice,
};
use chrono_tz::Tz;
use domain::{
    activities::{ActivityKind, Beside, Point, Trend},
    forms::{Form, Status},
    ids::{AssignmentId, FormId},
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many times stand in one chart: more than five years of weeks.
const MOST_POINTS: u64 = 300;
/// And so many sessions below it.
const MOST_SESSIONS: u64 = 400;

/// For whom it is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    ByStaff,
    /// Without what is marked for staff.
    ByClient,
}

/// One measure of a chart; nothing where it was never begun, or is none.
pub(super) async fn of_form(chart: &impl Within, practice: &Practice, form: Uuid, zone: Tz, seen: Seen) -> Result<Option<Trend>, Error> {
    let (rows, all) = forms::assigned_of(chart, practice, form, MOST_POINTS).await?;
    let (points, forms) = points(chart, practice, &rows, zone, seen).await?;
    // The newest words and bands stand beside it.
    let Some((form_now, measure)) =
        forms.iter().max_by_key(|(version, _)| **version).and_then(|(_, form)| Some((form, form.measure.as_ref()?)))
    else {
        return Ok(None);
    };
    if points.is_empty() {
        return Ok(None);
    }
    let (first, last) = (points[0].day(), points[points.len() - 1].day());
    let mut sessions = appointments::held_on(chart, zone, MOST_SESSIONS).await?;
    sessions.retain(|day| (first..=last).contains(day));
    Ok(Some(Trend {
        form: FormId(form),
        name: measure.short.clone(),
        most: measure.most(form_now),
        bands: measure.bands.clone(),
        alert_number: measure.alert_number().filter(|_| seen == Seen::ByStaff),
        older: all.saturating_sub(rows.len() as u64),
        sessions,
        shown: activity_shown::forms(chart).await?.contains(&form),
        source: measure.source.clone(),
        licence: measure.licence.clone(),
        points,
    }))
}

type Points = (Vec<Point>, HashMap<i32, Form>);

async fn points(chart: &impl Within, practice: &Practice, rows: &[Assigned], zone: Tz, seen: Seen) -> Result<Points, Error> {
    let Some(form) = rows.first().map(|row| row.form) else { return Ok((Vec::new(), HashMap::new())) };
    let answered = forms::answered(chart, practice, rows.iter().map(|row| row.id).collect()).await?;
    let mut versions: Vec<i32> = rows.iter().map(|row| row.version).collect();
    versions.sort_unstable();
    versions.dedup();
    let forms = forms::form_versions_of(chart.db(), form, versions).await?;
    let mut points: Vec<(chrono::DateTime<chrono::Utc>, Point)> = rows
        .iter()
        .filter_map(|row| {
            let (form, answered) = (forms.get(&row.version)?, answered.get(&row.id)?);
            let at = row.submitted_at.unwrap_or(answered.saved_at);
            Some((at, point(row, form, answered, zone, seen)?))
        })
        .collect();
    points.sort_by_key(|(at, point)| (*at, point.id));
    Ok((points.into_iter().map(|(_, point)| point).collect(), forms))
}

/// Nothing where nothing was answered.
fn point(row: &Assigned, form: &Form, answered: &Answered, zone: Tz, seen: Seen) -> Option<Point> {
    let measure = form.measure.as_ref()?;
    let mut score = measure.score(form, &answered.answers);
    let submitted = matches!(row.status, Status::Submitted | Status::Reviewed);
    if score.answered == 0 {
        return None;
    }
    // What was not submitted is nobody's to read: how much of it was answered is all that is said.
    score.total = score.total.filter(|_| submitted);
    let alert = measure.alert_answer(form, &answered.answers).filter(|_| submitted && seen == Seen::ByStaff);
    Some(Point {
        id: AssignmentId(row.id),
        at: dates::moment(row.submitted_at.unwrap_or(answered.saved_at), zone),
        status: if submitted { row.status } else { row.status.once_saved() },
        band: score.total.and_then(|total| measure.band(total)).map(|band| band.label.clone()),
        alert: alert.and_then(|choice| Some((choice.score?, choice.label.clone()))),
        besides: measure.besides(form, &answered.answers).filter(|_| submitted).map(|choice| choice.label.clone()),
        reviewed: row.reviewed_at.map(|at| dates::day(at, zone)),
        score,
    })
}

/// Which measures a chart has, by name.
pub(super) async fn measures(chart: &impl Within, rows: &[Assigned]) -> Result<Vec<(FormId, String)>, Error> {
    let mut of: Vec<Uuid> = rows.iter().filter(|row| row.kind == ActivityKind::Measure).map(|row| row.form).collect();
    of.sort_unstable();
    of.dedup();
    let forms = forms::activity_forms(chart.db()).await?;
    Ok(forms.into_iter().filter(|form| of.contains(&form.id.0)).map(|form| (form.id, form.title)).collect())
}

/// What stands beside a note while it is written: of each measure the newest total, the one before, and the first. Nothing for who reads
/// none of it.
pub(crate) async fn beside(chart: &InChart<'_, Staff>, zone: Tz) -> Result<Vec<Beside>, Error> {
    if !chart.may(domain::Act::SeeActivities).await? {
        return Ok(Vec::new());
    }
    let practice = chart.practice();
    let rows = forms::assigned(chart, practice, MOST_POINTS).await?;
    let mut all = Vec::new();
    for (form, _) in measures(chart, &rows).await? {
        let Some(trend) = of_form(chart, practice, form.0, zone, Seen::ByStaff).await? else { continue };
        let figure = |point: &Point| Some((point.total()?, point.band.clone().unwrap_or_default(), point.day()));
        let Some(figures) = trend.figures() else { continue };
        let Some(latest) = figure(figures.latest) else { continue };
        all.push(Beside {
            latest,
            previous: figures.previous.and_then(figure),
            baseline: figures.baseline.and_then(figure),
            above_zero: trend.alert_number.filter(|_| figures.latest.is_above_zero()),
            name: trend.name.clone(),
        });
    }
    Ok(all)
}
