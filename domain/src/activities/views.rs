//! What pages show of activities.

use super::{ActivityKind, Outcome, Rhythm, Trend};
use crate::{
    charts::Banner,
    dates::Moment,
    documents::Content,
    forms::Status,
    ids::{ActivityAlertId, ActivitySeriesId, AssignmentId, FormId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What can be assigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignable {
    pub form: FormId,
    pub title: String,
    pub kind: ActivityKind,
}

/// One that was assigned, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedLine {
    pub id: AssignmentId,
    pub title: String,
    pub kind: ActivityKind,
    pub status: Status,
    pub due: Option<NaiveDate>,
    pub sent: Moment,
    pub sent_by: Option<String>,
    pub submitted: Option<Moment>,
    /// Of a measure: "4 of 9 answered", or its total and its band.
    pub answered: Option<(usize, usize)>,
    pub total: Option<(i32, String)>,
    /// Of a goal check-in.
    pub goal: Option<String>,
    pub may_withdraw: bool,
    pub may_review: bool,
}

/// What comes again by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesLine {
    pub id: ActivitySeriesId,
    pub title: String,
    pub rhythm: Rhythm,
    /// Of weekly ones.
    pub next: Option<NaiveDate>,
    pub since: Moment,
    pub by: Option<String>,
}

/// Somebody who was told of an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldLine {
    pub at: Moment,
    pub step: u32,
    pub who: Vec<String>,
}

/// What somebody said about an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeLine {
    pub at: Moment,
    pub outcome: Outcome,
    pub by: String,
    pub note: String,
}

/// An answer that needs somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertView {
    pub id: ActivityAlertId,
    pub assignment: AssignmentId,
    /// "PHQ-9", and the number of the question.
    pub measure: String,
    pub number: usize,
    /// The question, and what was answered: how much it counts of how much, and in which words.
    pub question: String,
    pub answer: String,
    pub score: i32,
    pub of: i32,
    pub at: Moment,
    pub minutes_ago: i64,
    pub told: Vec<ToldLine>,
    pub outcomes: Vec<OutcomeLine>,
    /// In so many minutes more people are told: these.
    pub next: Option<(i64, Vec<String>)>,
    /// How the client is called, and where.
    pub client: String,
    pub phone: Option<String>,
    pub open: bool,
}

/// Chart → **Activities**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartActivities {
    pub banner: Banner,
    /// What waits for an outcome.
    pub alerts: Vec<AlertView>,
    /// The one that is looked at, and the others by name.
    pub trend: Option<Trend>,
    pub measures: Vec<(FormId, String)>,
    /// The newest first.
    pub assigned: Vec<AssignedLine>,
    /// There are older ones.
    pub more: bool,
    pub series: Vec<SeriesLine>,
    pub assignable: Vec<Assignable>,
    /// What stands as goals in the newest plan.
    pub goals: Vec<String>,
    /// Who fills them in.
    pub readers: Vec<String>,
    /// How the client is called.
    pub client: String,
    pub today: NaiveDate,
}

/// One that was assigned, with what was answered, as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedPage {
    pub banner: Banner,
    pub line: AssignedLine,
    /// What was submitted, question by question.
    pub content: Option<Content>,
    pub alert: Option<AlertView>,
    pub comment: Option<(String, String, Moment)>,
    pub source: Option<(String, String)>,
}

/// One of the client's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyActivity {
    pub id: AssignmentId,
    pub title: String,
    pub kind: ActivityKind,
    pub status: Status,
    pub due: Option<NaiveDate>,
    pub sent_on: NaiveDate,
    pub from: Option<String>,
    pub submitted: Option<Moment>,
    pub goal: Option<String>,
    /// The clinician has written something about it.
    pub commented: bool,
}

/// The portal's **Activities**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyActivities {
    /// What waits, what is due first.
    pub to_do: Vec<MyActivity>,
    /// What was submitted, the newest first.
    pub done: Vec<MyActivity>,
    /// There are older ones.
    pub more: bool,
    /// What the clinician shows.
    pub trends: Vec<Trend>,
    pub today: NaiveDate,
}

/// One that the client has submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyActivityPage {
    pub activity: MyActivity,
    pub content: Content,
    /// An answer in it says that somebody should be there now: help, in the practice's words.
    pub crisis: Option<String>,
    pub comment: Option<(String, String, Moment)>,
    pub trend: Option<Trend>,
    pub source: Option<(String, String)>,
}

/// What stands beside a note while it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub name: String,
    pub latest: (i32, String, NaiveDate),
    pub previous: Option<(i32, String, NaiveDate)>,
    pub baseline: Option<(i32, String, NaiveDate)>,
    /// The newest answer to the question that needs somebody is above zero: which number.
    pub above_zero: Option<usize>,
}
