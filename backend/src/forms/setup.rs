//! Settings → **Forms**: what the practice asks. What is published is a new version; what was sent keeps the one that it was sent in.

use super::{
    StaffForms, papers,
    table::{form_drafts, form_versions, forms},
};
use crate::{audit::Event, dates, db::Write, error::Error, practice::Practice, sign_in, stored::By, system::System};
use chrono::{DateTime, Utc};
use domain::{
    Act,
    activities::ActivityKind,
    audit::AuditAct,
    forms::{Form, FormLine, FormPage, Purpose, Refusal, may_send, ready},
    ids::FormId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr};
use std::collections::HashMap;
use uuid::Uuid;

/// So many forms has a practice at most.
const MOST_FORMS: u64 = 200;

impl StaffForms<'_> {
    /// All of them, those that are archived too.
    pub async fn list(&self) -> Result<Vec<FormLine>, Error> {
        let staff = self.0;
        let lines = all(&staff.practice, staff.practice.db.read(), &staff.practice_settings().await?.zone).await?;
        staff.record(Event::of(AuditAct::SettingsOpened).detail("forms")).await?;
        Ok(lines)
    }

    /// One, to look at or to change.
    pub async fn read(&self, id: FormId) -> Result<FormPage, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let Some((row, form)) = newest(db, id.0).await? else { return Err(staff.not_found("forms", None).await) };
        let draft = form_drafts::of(db, id.0).await?;
        let paper = papers::of(&staff.practice, &row, row.version).await?;
        staff.record(Event::of(AuditAct::SettingsOpened).subject(id).detail("a form")).await?;
        Ok(FormPage {
            id,
            version: row.version,
            archived: row.archived_at.is_some(),
            may_change: staff.rights.may(Act::ChangeSettings),
            may_send: staff.rights.may(Act::SendForms) && sendable(&row, Some(&form)).is_ok(),
            faults: if row.version == 0 || row.purpose.is_some() { Vec::new() } else { form.check() },
            // What was never published is shown as it is worded.
            form: match &draft {
                Some(draft) if row.version == 0 => opened(&draft.body)?,
                _ => form,
            },
            draft: draft.is_some(),
            paper,
        })
    }

    /// Takes one out of use, or back into it. What was sent is not touched.
    pub async fn archive(&self, id: FormId, archived: bool) -> Result<(), Error> {
        let word = if archived { "archived" } else { "used again" };
        self.change(id, |at| forms::ActiveModel { archived_at: Set(archived.then_some(at)), ..Default::default() }, word).await
    }

    async fn change(&self, id: FormId, to: impl FnOnce(DateTime<Utc>) -> forms::ActiveModel, word: &str) -> Result<(), Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms").await?;
        let write = staff.write().await?;
        if forms::for_update(&*write, id.0).await?.is_none() {
            drop(write);
            return Err(staff.not_found("forms", None).await);
        }
        forms::ActiveModel { id: Set(id.0), ..to(write.at()) }.update(&*write).await?;
        Ok(write.commit(Event::of(AuditAct::FormChanged).subject(id).detail(word)).await?)
    }
}

/// The lines of the list.
pub(super) async fn all(practice: &Practice, db: &impl ConnectionTrait, zone: &str) -> Result<Vec<FormLine>, Error> {
    let rows = forms::all(db, MOST_FORMS).await?;
    let bodies: HashMap<Uuid, Form> = form_versions::of_each(db, &rows)
        .await?
        .into_iter()
        .map(|row| Ok((row.form_id, opened(&row.body)?)))
        .collect::<Result<_, Error>>()?;
    let drafts = form_drafts::all(db).await?;
    let people = sign_in::members(practice.db.read(), rows.iter().filter_map(|row| row.changed_by).collect()).await?;
    let zone = dates::zone(zone);
    let line = |row: forms::Model| {
        let form = bodies.get(&row.id);
        FormLine {
            id: FormId(row.id),
            may_send: sendable(&row, form).is_ok(),
            title: row.title,
            ready: row.slug.is_some(),
            version: row.version,
            draft: drafts.contains(&row.id),
            purpose: row.purpose.map(|By(purpose)| purpose),
            archived: row.archived_at.is_some(),
            signed: form.is_some_and(Form::takes_signature),
            changed: dates::moment(row.changed_at, zone),
            changed_by: row.changed_by.and_then(|id| people.iter().find(|member| member.id == id)).map(|member| member.signed_name()),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// A form in its newest version. What was never published says nothing yet.
pub(super) async fn newest(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<(forms::Model, Form)>, Error> {
    let Some(row) = forms::by_id(db, id).await? else { return Ok(None) };
    let form = if row.version == 0 { Form::default() } else { version(db, row.id, row.version).await? };
    Ok(Some((row, form)))
}

/// Whether it can be sent to anybody. In a PDF nothing is looked for that could be wrong.
pub(super) fn sendable(row: &forms::Model, form: Option<&Form>) -> Result<(), Refusal> {
    match (row.version, row.purpose, form) {
        (0, ..) => Err(Refusal::NotPublished),
        (_, Some(_), _) if row.archived_at.is_some() => Err(Refusal::FormArchived),
        (_, Some(_), _) => Ok(()),
        (_, None, Some(form)) => may_send(form, row.archived_at.is_some()),
        (_, None, None) => Err(Refusal::FormFaulty),
    }
}

/// Whether there is room for one more.
pub(super) async fn has_room(db: &impl ConnectionTrait) -> Result<(), Error> {
    let full = forms::all(db, MOST_FORMS).await?.len() as u64 >= MOST_FORMS;
    if full { Err(Refusal::TooManyForms.into()) } else { Ok(()) }
}

/// A form as it was in that version.
pub(super) async fn version(db: &impl ConnectionTrait, id: Uuid, version: i32) -> Result<Form, Error> {
    let row = form_versions::of(db, id, version).await?.ok_or(Error::NotFound)?;
    opened(&row.body)
}

pub(super) fn opened(body: &str) -> Result<Form, Error> {
    serde_json::from_str(body).map_err(Error::unexpected)
}

/// The forms that come with the program, each once. What a practice has made of one stays as it is.
pub(crate) async fn ensure_ready_forms(practice: &Practice, system: &System) -> Result<(), DbErr> {
    let there = forms::slugs(practice.db.read()).await?;
    let missing: Vec<_> = ready().into_iter().filter(|ready| !there.iter().any(|slug| slug == ready.slug)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let write = practice.db.write(system.stamp()).await?;
    for ready in missing {
        // Another process of this practice may open it at the same moment.
        if forms::by_slug(&*write, ready.slug).await?.is_none() {
            let form = New { slug: Some(ready.slug), form: &ready.form, purpose: None, by: None, version: 1, activity: None };
            let id = put(practice, &write, form).await?;
            put_version(&write, id, 1, &ready.form, None).await?;
        }
    }
    write.commit(Event::of(AuditAct::FormChanged).detail("the ready ones")).await
}

/// One of those, by its name.
pub(crate) async fn ready_form(db: &impl ConnectionTrait, slug: &str) -> Result<Option<FormId>, Error> {
    Ok(forms::by_slug(db, slug).await?.map(|row| FormId(row.id)))
}

/// What is put in as a form.
pub(super) struct New<'a> {
    pub slug: Option<&'static str>,
    pub form: &'a Form,
    pub purpose: Option<Purpose>,
    pub by: Option<Uuid>,
    pub version: i32,
    pub activity: Option<ActivityKind>,
}

pub(super) async fn put(practice: &Practice, write: &Write, new: New<'_>) -> Result<Uuid, DbErr> {
    let id = practice.randomness.id();
    forms::ActiveModel {
        id: Set(id),
        slug: Set(new.slug.map(String::from)),
        title: Set(new.form.title.clone()),
        version: Set(new.version),
        changed_at: Set(write.at()),
        changed_by: Set(new.by),
        archived_at: Set(None),
        purpose: Set(new.purpose.map(By)),
        activity: Set(new.activity.map(By)),
    }
    .insert(&**write)
    .await?;
    Ok(id)
}

/// Of a PDF with its file, and how many fields are in it.
pub(super) async fn put_version(write: &Write, form_id: Uuid, version: i32, form: &Form, file: Option<(Uuid, u32)>) -> Result<(), DbErr> {
    form_versions::ActiveModel {
        form_id: Set(form_id),
        version: Set(version),
        body: Set(written(form)),
        made_at: Set(write.at()),
        file_id: Set(file.map(|(id, _)| id)),
        fields: Set(file.map_or(0, |(_, fields)| fields as i32)),
    }
    .insert(&**write)
    .await?;
    Ok(())
}

pub(super) fn written(form: &Form) -> String {
    serde_json::to_string(form).expect("plain data always has a JSON form")
}
