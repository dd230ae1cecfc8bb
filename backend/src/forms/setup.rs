//! Settings → **Forms**: what the practice asks. A change makes a new version; what was sent keeps the one that it was sent in.

use super::{
    StaffForms,
    table::{form_versions, forms},
};
use crate::{audit::Event, dates, db::Write, error::Error, practice::Practice, sign_in, system::System};
use chrono::{DateTime, Utc};
use domain::{
    Act,
    audit::AuditAct,
    forms::{Form, FormLine, FormPage, Refusal, may_send, ready},
    ids::FormId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr};
use std::collections::HashMap;
use uuid::Uuid;

/// So many forms has a practice at most.
const MOST_FORMS: u64 = 200;
/// One takes no more than this, in bytes.
const LONGEST: usize = 400_000;

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
        staff.record(Event::of(AuditAct::SettingsOpened).subject(id).detail("a form")).await?;
        Ok(FormPage {
            id,
            version: row.version,
            archived: row.archived_at.is_some(),
            may_change: staff.rights.may(Act::ChangeSettings),
            faults: form.check(),
            form,
        })
    }

    /// A new one, or the next version of one that stood as it was seen. It may still have faults: then it cannot be sent.
    pub async fn save(&self, id: Option<FormId>, version: i32, form: &Form) -> Result<FormId, Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms").await?;
        let body = serde_json::to_string(form).map_err(Error::unexpected)?;
        if body.len() > LONGEST {
            return Err(Refusal::TooLong.into());
        }
        let write = staff.write().await?;
        let id = match id {
            Some(id) => {
                let Some(row) = forms::for_update(&*write, id.0).await? else {
                    drop(write);
                    return Err(staff.not_found("forms", None).await);
                };
                if row.version != version {
                    return Err(Refusal::ChangedMeanwhile.into());
                }
                let now = forms::ActiveModel {
                    id: Set(row.id),
                    title: Set(form.title.clone()),
                    version: Set(version + 1),
                    changed_at: Set(write.at()),
                    changed_by: Set(Some(staff.member.id)),
                    ..Default::default()
                };
                now.update(&*write).await?;
                put_version(&write, row.id, version + 1, form).await?;
                row.id
            }
            None => {
                if forms::all(&*write, MOST_FORMS).await?.len() as u64 >= MOST_FORMS {
                    return Err(Refusal::TooManyForms.into());
                }
                put(&staff.practice, &write, None, form, Some(staff.member.id)).await?
            }
        };
        write.commit(Event::of(AuditAct::FormChanged).subject(id)).await?;
        Ok(FormId(id))
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
    let people = sign_in::members(practice.db.read(), rows.iter().filter_map(|row| row.changed_by).collect()).await?;
    let zone = dates::zone(zone);
    let line = |row: forms::Model| {
        let form = bodies.get(&row.id);
        FormLine {
            id: FormId(row.id),
            title: row.title,
            ready: row.slug.is_some(),
            version: row.version,
            archived: row.archived_at.is_some(),
            signed: form.is_some_and(Form::takes_signature),
            may_send: form.is_some_and(|form| may_send(form, row.archived_at.is_some()).is_ok()),
            changed: dates::moment(row.changed_at, zone),
            changed_by: row.changed_by.and_then(|id| people.iter().find(|member| member.id == id)).map(|member| member.signed_name()),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// A form in its newest version.
pub(super) async fn newest(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<(forms::Model, Form)>, Error> {
    let Some(row) = forms::by_id(db, id).await? else { return Ok(None) };
    let form = version(db, row.id, row.version).await?;
    Ok(Some((row, form)))
}

/// A form as it was in that version.
pub(super) async fn version(db: &impl ConnectionTrait, id: Uuid, version: i32) -> Result<Form, Error> {
    let row = form_versions::of(db, id, version).await?.ok_or(Error::NotFound)?;
    opened(&row.body)
}

fn opened(body: &str) -> Result<Form, Error> {
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
            put(practice, &write, Some(ready.slug), &ready.form, None).await?;
        }
    }
    write.commit(Event::of(AuditAct::FormChanged).detail("the ready ones")).await
}

/// One of those, by its name.
pub(crate) async fn ready_form(db: &impl ConnectionTrait, slug: &str) -> Result<Option<FormId>, Error> {
    Ok(forms::by_slug(db, slug).await?.map(|row| FormId(row.id)))
}

async fn put(practice: &Practice, write: &Write, slug: Option<&str>, form: &Form, by: Option<Uuid>) -> Result<Uuid, DbErr> {
    let id = practice.randomness.id();
    forms::ActiveModel {
        id: Set(id),
        slug: Set(slug.map(String::from)),
        title: Set(form.title.clone()),
        version: Set(1),
        changed_at: Set(write.at()),
        changed_by: Set(by),
        archived_at: Set(None),
    }
    .insert(&**write)
    .await?;
    put_version(write, id, 1, form).await?;
    Ok(id)
}

async fn put_version(write: &Write, form_id: Uuid, version: i32, form: &Form) -> Result<(), DbErr> {
    let body = serde_json::to_string(form).expect("plain data always has a JSON form");
    let row = form_versions::ActiveModel { form_id: Set(form_id), version: Set(version), body: Set(body), made_at: Set(write.at()) };
    row.insert(&**write).await?;
    Ok(())
}
