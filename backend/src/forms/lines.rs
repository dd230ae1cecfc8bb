//! What stands in lists: in the chart, and in **My Documents**.

use super::table::{
    form_answers,
    form_assignments::{self, Line},
};
use crate::{
    actors::{Client, Staff},
    dates,
    error::Error,
    in_chart::{InChart, Within},
    invites,
    practice::Practice,
    sealing::Place,
    sign_in, workflows,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{
    dates::Moment,
    forms::{FormLine, MyForm, SentForm, Status, may_return, may_review, may_withdraw},
    ids::{AssignmentId, DocumentId, FormId},
    invites::Scope,
    settings::PracticeSettings,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// So many stand in one list.
const SHOWN: u64 = 200;
/// So long a client reads of a form that was closed.
const SHOWN_CLOSED: Duration = Duration::days(60);

pub(super) fn due(line: &Option<String>) -> Option<NaiveDate> {
    line.as_ref().and_then(|day| day.parse().ok())
}

/// Of a chart, as staff see it. `reads` says whether they read what was answered.
pub(super) async fn of_chart(
    chart: &InChart<'_, Staff>,
    settings: &PracticeSettings,
    reads: bool,
    forms: &[FormLine],
) -> Result<Vec<SentForm>, Error> {
    let (practice, zone) = (chart.practice(), dates::zone(&settings.zone));
    let rows = form_assignments::live(chart, SHOWN).await?;
    let begun = begun(chart).await?;
    let (expiry, sendable) = (workflows::form_expiry(chart.db()).await?, sendable(forms));
    let waiting: HashSet<Uuid> = rows.iter().filter(|row| row.state.0 != Status::Withdrawn).map(|row| row.form_id).collect();
    let people = sign_in::members(chart.db(), rows.iter().filter_map(|row| row.sent_by).collect()).await?;
    let moment = |at: DateTime<Utc>| -> Moment { dates::moment(at, zone) };
    let line = |row: Line| -> Result<SentForm, Error> {
        let status = status(&row, begun.contains_key(&row.id));
        let filed = row.submitted_at.is_some() && matches!(status, Status::Submitted | Status::Reviewed);
        Ok(SentForm {
            id: AssignmentId(row.id),
            title: row.title,
            paper: row.paper,
            status,
            due: due(&row.due_on),
            due_days: row.due_days.and_then(|days| u16::try_from(days).ok()),
            closes: due(&row.due_on).and_then(|due| expiry.last_day(due)),
            again: (status == Status::Expired && sendable.contains(&row.form_id) && !waiting.contains(&row.form_id))
                .then_some(FormId(row.form_id)),
            sent: moment(row.sent_at),
            sent_by: row.sent_by.and_then(|id| people.iter().find(|member| member.id == id)).map(|member| member.signed_name()),
            saved: begun.get(&row.id).copied().map(moment),
            submitted: row.submitted_at.map(moment),
            document: (filed && reads).then_some(DocumentId(row.document_id)),
            question: if reads { question(practice, row.id, &row.question)? } else { None },
            may_withdraw: may_withdraw(status).is_ok(),
            may_return: reads && may_return(status).is_ok(),
            may_review: reads && may_review(status).is_ok(),
        })
    };
    rows.into_iter().map(line).collect()
}

/// How it stands, told from what was answered.
pub(super) fn status(row: &Line, begun: bool) -> Status {
    match row.expired_at {
        Some(_) => Status::Expired,
        None if begun => row.state.0.once_saved(),
        None => row.state.0,
    }
}

fn sendable(forms: &[FormLine]) -> HashSet<Uuid> {
    forms.iter().filter(|form| form.may_send).map(|form| form.id.0).collect()
}

async fn begun(chart: &impl Within) -> Result<HashMap<Uuid, DateTime<Utc>>, Error> {
    Ok(form_answers::begun(chart).await?.into_iter().collect())
}

pub(super) fn question(practice: &Practice, id: Uuid, sealed: &Option<Vec<u8>>) -> Result<Option<String>, Error> {
    let Some(sealed) = sealed else { return Ok(None) };
    let question = practice.sealer.open(Place("form_assignments.question", id), sealed)?;
    Ok(Some(String::from_utf8_lossy(&question).into_owned()))
}

/// Who may fill in what is sent into this chart.
pub(super) async fn readers(chart: &InChart<'_, Staff>, settings: &PracticeSettings) -> Result<Vec<String>, Error> {
    if !settings.features.documents {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for grant in invites::readers(chart, Scope::Forms, chart.practice().clock.now()).await? {
        let Some(account) = grant.account_id else { continue };
        names.extend(sign_in::account(chart.db(), account).await?.map(|account| account.full_name()));
    }
    Ok(names)
}

/// Everything that was sent to this client and not taken back, the newest first, and what was closed lately. What was submitted stands
/// among the documents.
pub(crate) async fn waiting(chart: &InChart<'_, Client>, settings: &PracticeSettings) -> Result<Vec<MyForm>, Error> {
    let zone = dates::zone(&settings.zone);
    let begun = begun(chart).await?;
    let rows = form_assignments::live(chart, SHOWN).await?;
    let rows = rows.into_iter().map(|row| {
        let status = status(&row, begun.contains_key(&row.id));
        (row, status)
    });
    let (open, rest): (Vec<(Line, Status)>, Vec<_>) = rows.partition(|(_, status)| status.is_open());
    let since = chart.practice().clock.now() - SHOWN_CLOSED;
    let closed = rest.into_iter().filter(|(row, _)| row.expired_at.is_some_and(|at| at > since));
    // What was sent once more waits above.
    let closed: Vec<_> = closed.filter(|(row, _)| open.iter().all(|(open, _)| open.form_id != row.form_id)).collect();
    let (open, expiry): (Vec<_>, _) = (open.into_iter().chain(closed).collect(), workflows::form_expiry(chart.db()).await?);
    let people = sign_in::members(chart.db(), open.iter().filter_map(|(row, _)| row.sent_by).collect()).await?;
    let line = |(row, status): (Line, Status)| MyForm {
        id: AssignmentId(row.id),
        title: row.title,
        paper: row.paper,
        status,
        due: due(&row.due_on),
        closes: due(&row.due_on).and_then(|due| expiry.last_day(due)),
        sent_on: dates::day(row.sent_at, zone),
        from: row.sent_by.and_then(|id| people.iter().find(|member| member.id == id)).map(|member| member.signed_name()),
    };
    Ok(open.into_iter().map(line).collect())
}
