//! Lines of lists, and comments, opened.

use super::table::activity_comments;
use crate::{
    dates,
    error::Error,
    forms::{self, Assigned},
    in_chart::Within,
    practice::Practice,
    sealing::Place,
    sign_in::{self, Member},
};
use chrono_tz::Tz;
use domain::{
    activities::{ActivityKind, AssignedLine, MyActivity},
    dates::Moment,
    forms::{Status, may_review, may_withdraw},
    ids::AssignmentId,
};
use std::collections::{HashMap, hash_map::Entry};
use uuid::Uuid;

fn name(people: &[Member], id: Option<Uuid>) -> Option<String> {
    people.iter().find(|member| Some(member.id) == id).map(|member| member.signed_name())
}

/// As staff see them.
pub(super) async fn of_staff(chart: &impl Within, practice: &Practice, rows: &[Assigned], zone: Tz) -> Result<Vec<AssignedLine>, Error> {
    let people = sign_in::members(chart.db(), rows.iter().filter_map(|row| row.sent_by).collect()).await?;
    let measures = rows.iter().filter(|row| row.kind == ActivityKind::Measure);
    let mut answered = forms::answered(chart, practice, measures.map(|row| row.id).collect()).await?;
    let mut forms_of = HashMap::new();
    let mut lines = Vec::new();
    for row in rows {
        let (mut many, mut total) = (None, None);
        if let Some(answers) = answered.remove(&row.id) {
            let key = (row.form, row.version);
            let form = match forms_of.entry(key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(forms::form_as_sent(chart.db(), row.form, row.version).await?),
            };
            if let Some(measure) = &form.measure {
                let score = measure.score(form, &answers.answers);
                many = Some((score.answered, score.of));
                let submitted = matches!(row.status, Status::Submitted | Status::Reviewed);
                let of = score.total.filter(|_| submitted);
                total = of.map(|total| (total, measure.band(total).map(|band| band.label.clone()).unwrap_or_default()));
            }
        }
        lines.push(AssignedLine {
            id: AssignmentId(row.id),
            title: row.title.clone(),
            kind: row.kind,
            status: row.status,
            due: row.due,
            sent: dates::moment(row.sent_at, zone),
            sent_by: name(&people, row.sent_by),
            submitted: row.submitted_at.map(|at| dates::moment(at, zone)),
            answered: many,
            total,
            goal: row.goal.clone(),
            may_withdraw: may_withdraw(row.status).is_ok(),
            may_review: may_review(row.status).is_ok(),
        });
    }
    Ok(lines)
}

/// As their client sees them.
pub(super) async fn of_client(chart: &impl Within, rows: Vec<Assigned>, zone: Tz) -> Result<Vec<MyActivity>, Error> {
    let people = sign_in::members(chart.db(), rows.iter().filter_map(|row| row.sent_by).collect()).await?;
    let about = activity_comments::about(chart, rows.iter().map(|row| row.id).collect()).await?;
    let line = |row: Assigned| MyActivity {
        id: AssignmentId(row.id),
        kind: row.kind,
        status: row.status,
        due: row.due,
        sent_on: dates::day(row.sent_at, zone),
        from: name(&people, row.sent_by),
        submitted: row.submitted_at.map(|at| dates::moment(at, zone)),
        commented: about.contains(&row.id),
        title: row.title,
        goal: row.goal,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What a clinician said about what was submitted: the words, by whom, when.
pub(super) async fn comment(
    chart: &impl Within,
    practice: &Practice,
    id: Uuid,
    zone: Tz,
) -> Result<Option<(String, String, Moment)>, Error> {
    let Some(row) = chart.find::<activity_comments::Entity>(id).await? else { return Ok(None) };
    let words = practice.sealer.open(Place("activity_comments.words", row.assignment_id), &row.words)?;
    let by = sign_in::member(chart.db(), row.written_by).await?.map(|member| member.signed_name()).unwrap_or_default();
    Ok(Some((String::from_utf8_lossy(&words).into_owned(), by, dates::moment(row.written_at, zone))))
}
