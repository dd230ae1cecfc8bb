//! What stands of requests and releases in lists, opened; and the letter with which a conversation about one begins.

use super::table::{record_releases, record_requests};
use crate::{dates, error::Error, in_chart::Within, practice::Practice, sealing::Place, sign_in};
use chrono_tz::Tz;
use domain::{
    dates::DateOrder,
    ids::{ConversationId, DocumentId, RecordRequestId},
    records::{Asked, ReleaseLine, RequestLine},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a release says, as it is sealed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Told {
    pub documents: Vec<(DocumentId, String)>,
    pub released: String,
    pub whom: String,
}

pub(super) fn asked(practice: &Practice, row: &record_requests::Model) -> Result<Asked, Error> {
    Ok(practice.sealer.open_value(Place("record_requests.asked", row.id), &row.asked)?)
}

pub(super) fn reason(practice: &Practice, row: &record_requests::Model) -> Result<Option<String>, Error> {
    let Some(sealed) = &row.reason else { return Ok(None) };
    let reason = practice.sealer.open(Place("record_requests.reason", row.id), sealed)?;
    Ok(Some(String::from_utf8_lossy(&reason).into_owned()))
}

pub(super) fn told(practice: &Practice, row: &record_releases::Model) -> Result<Told, Error> {
    Ok(practice.sealer.open_value(Place("record_releases.told", row.id), &row.told)?)
}

/// As the office lists them: those that wait first, the one that is due next at their head; then the newest.
pub(super) async fn of_requests(
    chart: &impl Within,
    practice: &Practice,
    rows: Vec<record_requests::Model>,
    zone: Tz,
) -> Result<Vec<RequestLine>, Error> {
    let accounts = sign_in::accounts(chart.db(), rows.iter().map(|row| row.account_id)).await?;
    let staff = rows.iter().flat_map(|row| [row.taken_by, row.answered_by]).flatten().collect();
    let staff = sign_in::members(chart.db(), staff).await?;
    let name = |id: Uuid| staff.iter().find(|member| member.id == id).map(|member| member.signed_name()).unwrap_or_default();
    let line = |row: record_requests::Model| -> Result<RequestLine, Error> {
        Ok(RequestLine {
            id: RecordRequestId(row.id),
            by: accounts.iter().find(|account| account.id == row.account_id).map(|account| account.full_name()).unwrap_or_default(),
            asked_at: dates::moment(row.asked_at, zone),
            asked: asked(practice, &row)?,
            state: row.state.0,
            due: dates::read(&row.due_on)?,
            taken_by: row.taken_by.map(name),
            answered: row.answered_by.zip(row.answered_at).map(|(by, at)| (name(by), dates::moment(at, zone))),
            reason: reason(practice, &row)?,
            conversation: row.conversation_id.map(ConversationId),
        })
    };
    let lines = rows.into_iter().map(line).collect::<Result<Vec<RequestLine>, Error>>()?;
    let (mut open, answered): (Vec<RequestLine>, Vec<RequestLine>) = lines.into_iter().partition(|line| line.state.is_open());
    open.sort_by_key(|line| line.due);
    Ok(open.into_iter().chain(answered).collect())
}

/// The log, as the office reads it.
pub(super) async fn of_releases(
    chart: &impl Within,
    practice: &Practice,
    rows: Vec<record_releases::Model>,
    zone: Tz,
) -> Result<Vec<ReleaseLine>, Error> {
    let staff = sign_in::members(chart.db(), rows.iter().map(|row| row.noted_by).collect()).await?;
    let line = |row: record_releases::Model| -> Result<ReleaseLine, Error> {
        let Told { documents, released, whom } = told(practice, &row)?;
        let by = staff.iter().find(|member| member.id == row.noted_by).map(|member| member.signed_name()).unwrap_or_default();
        Ok(ReleaseLine {
            on: dates::read(&row.released_on)?,
            how: row.how.0,
            whom,
            released,
            documents,
            noted: (by, dates::moment(row.noted_at, zone)),
            request: row.request_id.map(RecordRequestId),
        })
    };
    rows.into_iter().map(line).collect()
}

/// What a request says in the conversation about it.
pub(super) fn letter(asked: &Asked, order: DateOrder) -> String {
    let what = asked.what.iter().map(|what| what.label()).collect::<Vec<_>>().join("; ");
    let time = match (asked.from, asked.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("Since {}", order.day(from))),
        (None, Some(to)) => Some(format!("Until {}", order.day(to))),
        (Some(from), Some(to)) => Some(format!("From {} to {}", order.day(from), order.day(to))),
    };
    let said = |label: &str, words: &str| (!words.is_empty()).then(|| format!("{label}: {words}"));
    let lines = [
        Some(format!("I ask for: {what}")),
        said("More about it", &asked.details),
        time,
        said("What it is for", &asked.purpose),
        Some(format!("Delivery: {}", asked.delivery.label())),
        said("To", &asked.address),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
