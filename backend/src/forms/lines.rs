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
    sign_in,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    dates::Moment,
    forms::{MyForm, SentForm, Status, may_return, may_review, may_withdraw},
    ids::{AssignmentId, DocumentId},
    invites::Scope,
    settings::PracticeSettings,
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many stand in one list.
const SHOWN: u64 = 200;

pub(super) fn due(line: &Option<String>) -> Option<NaiveDate> {
    line.as_ref().and_then(|day| day.parse().ok())
}

/// Of a chart, as staff see it. `reads` says whether they read what was answered.
pub(super) async fn of_chart(chart: &InChart<'_, Staff>, settings: &PracticeSettings, reads: bool) -> Result<Vec<SentForm>, Error> {
    let (practice, zone) = (chart.practice(), dates::zone(&settings.zone));
    let rows = form_assignments::live(chart, SHOWN).await?;
    let begun = begun(chart).await?;
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
    if begun { row.state.0.once_saved() } else { row.state.0 }
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

/// Everything that was sent to this client and not taken back, the newest first. What was submitted stands among the documents.
pub(crate) async fn waiting(chart: &InChart<'_, Client>, settings: &PracticeSettings) -> Result<Vec<MyForm>, Error> {
    let zone = dates::zone(&settings.zone);
    let begun = begun(chart).await?;
    let rows = form_assignments::live(chart, SHOWN).await?;
    let rows = rows.into_iter().map(|row| {
        let status = status(&row, begun.contains_key(&row.id));
        (row, status)
    });
    let open: Vec<(Line, Status)> = rows.filter(|(_, status)| status.is_open()).collect();
    let people = sign_in::members(chart.db(), open.iter().filter_map(|(row, _)| row.sent_by).collect()).await?;
    let line = |(row, status): (Line, Status)| MyForm {
        id: AssignmentId(row.id),
        title: row.title,
        paper: row.paper,
        status,
        due: due(&row.due_on),
        sent_on: dates::day(row.sent_at, zone),
        from: row.sent_by.and_then(|id| people.iter().find(|member| member.id == id)).map(|member| member.signed_name()),
    };
    Ok(open.into_iter().map(line).collect())
}
