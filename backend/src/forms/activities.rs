//! What the room of activities needs of forms: the forms that are activities, what of them was sent into a chart, and what was answered.

use super::{
    ClientForms, lines, paper,
    portal::Begun,
    send::{assignment, take_mails_back, tell},
    setup::{New, opened, put, put_version, version},
    table::{
        form_answers,
        form_assignments::{self, Model},
        form_versions, forms,
    },
};
use crate::{
    db::Write,
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, InChart, Within},
    practice::Practice,
    sealing::Place,
    stored::By,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    activities::{ActivityKind, Ready},
    dates::DateOrder,
    documents::Content,
    events::EventKind,
    forms::{Answers, Form, Refusal, Status},
    ids::{AssignmentId, FormId},
    invites::Scope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr};
use std::collections::HashMap;
use uuid::Uuid;

/// One that was sent into a chart.
#[derive(Clone, Debug)]
pub(crate) struct Assigned {
    pub id: Uuid,
    pub form: Uuid,
    pub version: i32,
    pub title: String,
    pub kind: ActivityKind,
    /// What was ended without being submitted is expired.
    pub status: Status,
    pub due: Option<NaiveDate>,
    pub sent_at: DateTime<Utc>,
    pub sent_by: Option<Uuid>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub reviewed_at: Option<DateTime<Utc>>,
    pub goal: Option<String>,
}

/// What was answered in one, and when something was last saved.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub answers: Answers,
    pub saved_at: DateTime<Utc>,
}

/// How it is put into a chart.
pub(crate) struct Assigning {
    pub form: FormId,
    /// What the client reads.
    pub title: String,
    pub due: Option<NaiveDate>,
    pub by: Option<Uuid>,
    pub goal: Option<String>,
}

/// One of the forms that are activities.
pub(crate) struct ActivityForm {
    pub id: FormId,
    pub title: String,
    pub kind: ActivityKind,
}

/// Puts one in that comes with the program, or its newer version. What was sent keeps the one that it was sent in.
pub(crate) async fn ensure_activity(practice: &Practice, write: &Write, ready: &Ready) -> Result<(), DbErr> {
    let id = match forms::by_slug(&**write, ready.slug).await? {
        Some(row) if row.version >= ready.version => return Ok(()),
        Some(row) => {
            let newer = forms::ActiveModel {
                id: Set(row.id),
                title: Set(ready.form.title.clone()),
                version: Set(ready.version),
                changed_at: Set(write.at()),
                ..Default::default()
            };
            newer.update(&**write).await?.id
        }
        None => {
            let (slug, activity) = (Some(ready.slug), Some(ready.kind));
            put(practice, write, New { slug, form: &ready.form, purpose: None, by: None, version: ready.version, activity }).await?
        }
    };
    put_version(write, id, ready.version, &ready.form, None).await
}

/// In which versions they are there, by their names in the program.
pub(crate) async fn activity_versions(db: &impl ConnectionTrait) -> Result<HashMap<String, i32>, DbErr> {
    Ok(forms::activities(db).await?.into_iter().filter_map(|row| Some((row.slug?, row.version))).collect())
}

/// Those that can be given to clients.
pub(crate) async fn activity_forms(db: &impl ConnectionTrait) -> Result<Vec<ActivityForm>, Error> {
    let rows = forms::activities(db).await?.into_iter().filter(|row| row.archived_at.is_none());
    let one = |row: forms::Model| Some(ActivityForm { id: FormId(row.id), title: row.title, kind: row.activity?.0 });
    Ok(rows.filter_map(one).collect())
}

/// One of them.
pub(crate) async fn activity_form(db: &impl ConnectionTrait, id: FormId) -> Result<Option<ActivityForm>, Error> {
    Ok(activity_forms(db).await?.into_iter().find(|form| form.id == id))
}

/// Puts one into a chart, in its newest version, and tells whoever may fill it in.
pub(crate) async fn assign<A: Enters>(write: &Change<'_, A>, what: Assigning) -> Result<AssignmentId, Error> {
    let form = forms::activity(write.db(), what.form.0).await?.ok_or(Refusal::FormArchived)?;
    let practice = write.practice();
    let row = assignment(practice, write, write.chart(), form, what.due.map(|day| day.to_string()), what.by);
    let id = row.id.clone().unwrap();
    let goal = what.goal.map(|goal| practice.sealer.seal(Place("form_assignments.goal", id), goal.as_bytes()));
    form_assignments::ActiveModel { title: Set(what.title), goal: Set(goal), ..row }.insert(write.db()).await?;
    tell(write, &[AssignmentId(id)], Scope::Measures).await?;
    write.tell(Happening::of(EventKind::ActivitiesChanged).subject(id));
    Ok(AssignmentId(id))
}

/// The one of this form that waits for the client.
pub(crate) async fn open_activity(chart: &impl Within, form: Uuid) -> Result<Option<Uuid>, Error> {
    Ok(form_assignments::open_of_form(chart, form).await?.map(|row| row.id))
}

/// What was assigned in a chart, the newest first.
pub(crate) async fn assigned(chart: &impl Within, practice: &Practice, many: u64) -> Result<Vec<Assigned>, Error> {
    let rows = form_assignments::newest_activities(chart, many).await?;
    let begun: HashMap<Uuid, DateTime<Utc>> = form_answers::begun(chart).await?.into_iter().collect();
    rows.into_iter().map(|row| plain(practice, begun.contains_key(&row.id), row)).collect()
}

/// What was assigned of one form, the newest first, and how many there are of it.
pub(crate) async fn assigned_of(chart: &impl Within, practice: &Practice, form: Uuid, many: u64) -> Result<(Vec<Assigned>, u64), Error> {
    let (rows, all) = form_assignments::newest_of_form(chart, form, many).await?;
    let rows: Result<_, Error> = rows.into_iter().map(|row| plain(practice, false, row)).collect();
    Ok((rows?, all))
}

/// One of them. Another chart's, and what is no activity, is not there.
pub(crate) async fn assigned_one<A: Enters>(chart: &InChart<'_, A>, id: AssignmentId) -> Result<Assigned, Error> {
    let row = chart.one::<form_assignments::Entity>(id).await?;
    if row.activity.is_none() || row.state.0 == Status::Withdrawn && row.expired_at.is_none() {
        return Err(chart.not_found("activities").await);
    }
    let begun = chart.find::<form_answers::Entity>(row.id).await?.is_some();
    plain(chart.practice(), begun, row)
}

fn plain(practice: &Practice, begun: bool, row: Model) -> Result<Assigned, Error> {
    let goal = match &row.goal {
        Some(sealed) => Some(goal_of(practice, row.id, sealed)?),
        None => None,
    };
    let status = if begun { row.status().once_saved() } else { row.status() };
    Ok(Assigned {
        id: row.id,
        form: row.form_id,
        version: row.version,
        kind: row.activity.ok_or(Error::NotFound)?.0,
        status,
        due: lines::due(&row.due_on),
        sent_at: row.sent_at,
        sent_by: row.sent_by,
        submitted_at: row.submitted_at,
        reviewed_at: row.reviewed_at,
        title: row.title,
        goal,
    })
}

pub(super) fn goal_of(practice: &Practice, id: Uuid, sealed: &[u8]) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(&practice.sealer.open(Place("form_assignments.goal", id), sealed)?).into_owned())
}

/// What was answered in these.
pub(crate) async fn answered(chart: &impl Within, practice: &Practice, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Answered>, Error> {
    let one = |row: form_answers::Model| {
        let answers = practice.sealer.open_value(Place("form_answers.answers", row.assignment_id), &row.answers)?;
        Ok((row.assignment_id, Answered { answers, saved_at: row.saved_at }))
    };
    form_answers::of(chart, ids).await?.into_iter().map(one).collect()
}

/// A form in these of its versions.
pub(crate) async fn form_versions_of(db: &impl ConnectionTrait, form: Uuid, versions: Vec<i32>) -> Result<HashMap<i32, Form>, Error> {
    let rows = form_versions::these(db, form, versions).await?;
    rows.into_iter().map(|row| Ok((row.version, opened(&row.body)?))).collect()
}

/// A form as it was in that version.
pub(crate) async fn form_as_sent(db: &impl ConnectionTrait, form: Uuid, of: i32) -> Result<Form, Error> {
    version(db, form, of).await
}

/// What was answered, question by question.
pub(crate) fn activity_content(form: &Form, answers: &Answers, order: DateOrder) -> Content {
    Content { facts: Vec::new(), ..paper::content(form, 0, "", answers, order) }
}

/// How an activity moves on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moved {
    /// Nobody fills it in any more, and what was answered is erased.
    Withdrawn,
    /// The next one has come. What was answered stays, to be counted: nobody reads it.
    Ended,
    Reviewed(Uuid),
}

/// Moves it, if it stands as it was seen. The chart is held.
pub(crate) async fn move_activity<A: Enters>(write: &Change<'_, A>, id: Uuid, to: Moved) -> Result<bool, Error> {
    let Some(row) = write.find::<form_assignments::Entity>(id).await?.filter(|row| row.activity.is_some()) else { return Ok(false) };
    let at = Set(Some(write.at()));
    let change = match to {
        Moved::Withdrawn | Moved::Ended if !row.status().is_open() => return Ok(false),
        Moved::Reviewed(_) if row.state.0 != Status::Submitted => return Ok(false),
        Moved::Withdrawn => {
            form_answers::erase(write.db(), row.id).await?;
            form_assignments::ActiveModel { state: Set(By(Status::Withdrawn)), withdrawn_at: at, ..Default::default() }
        }
        Moved::Ended => form_assignments::ActiveModel {
            state: Set(By(Status::Withdrawn)),
            withdrawn_at: at.clone(),
            expired_at: at,
            ..Default::default()
        },
        Moved::Reviewed(by) => form_assignments::ActiveModel {
            state: Set(By(Status::Reviewed)),
            reviewed_at: at,
            reviewed_by: Set(Some(by)),
            ..Default::default()
        },
    };
    if !form_assignments::moved(write, &row, change).await? {
        return Ok(false);
    }
    take_mails_back(write, row.id).await?;
    write.tell(Happening::of(EventKind::ActivitiesChanged).subject(row.id));
    Ok(true)
}

/// What was submitted, in the change that does it: whoever needs to know is told in the same.
pub(crate) struct Submitted {
    pub id: Uuid,
    pub form: Form,
    pub answers: Answers,
    pub sent_by: Option<Uuid>,
}

impl ClientForms<'_> {
    /// **Submit**, of an activity: what was looked over is what is submitted, or nothing is. It is no document: who reads those need not
    /// read this. Of two who submit at once one does.
    pub(crate) async fn submit_activity(&self, id: AssignmentId, seen: &str) -> Result<(Change<'_, crate::Client>, Submitted), Error> {
        let practice = &self.client.practice;
        let begun = self.begun(id).await?;
        self.whole_and_looked_at(&begun)?;
        if seen != seen_as(&begun) {
            return Err(Refusal::ChangedSinceShown.into());
        }
        let write = self.chart.change(None).await?;
        let (write, row) = write.one::<form_assignments::Entity>(id).await?;
        let submitted = form_assignments::ActiveModel {
            state: Set(By(Status::Submitted)),
            submitted_at: Set(Some(write.at())),
            submitted_by: Set(Some(self.client.account.id)),
            ..Default::default()
        };
        if !form_assignments::moved(&write, &row, submitted).await? {
            return Err(Refusal::AlreadySubmitted.into());
        }
        let now = self.whole(&write, row).await?;
        self.whole_and_looked_at(&now)?;
        if now.revision != begun.revision {
            return Err(Refusal::ChangedSinceShown.into());
        }
        let shown = now.answers.without_hidden(&now.form);
        let sealed = practice.sealer.seal_value(Place("form_answers.answers", now.row.id), &shown);
        form_answers::replace(write.db(), now.row.id, sealed).await?;
        take_mails_back(&write, now.row.id).await?;
        write.tell(Happening::of(EventKind::ActivitiesChanged).subject(now.row.id));
        Ok((write, Submitted { id: now.row.id, form: now.form, answers: shown, sent_by: now.row.sent_by }))
    }
}

/// What stands for the answers as they were shown: each change makes another.
pub(super) fn seen_as(begun: &Begun) -> String {
    format!("{}.{}", begun.row.id, begun.revision.max(1))
}
