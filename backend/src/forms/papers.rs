//! Forms that are PDFs, as the practice keeps them: uploaded, cleaned of what acts by itself, sent to be filled in or to be read.

use super::{
    StaffForms, pdf,
    setup::{New, has_room, newest, put, put_version},
    table::{form_versions, forms},
};
use crate::{
    audit::Event,
    error::Error,
    files::{self, Laid, OpenFile},
    practice::Practice,
    stored::By,
};
use bytes::Bytes;
use domain::{
    Act,
    audit::AuditAct,
    charts::tidy,
    forms::{Form, Paper, Purpose, Refusal, Words},
    ids::FormId,
    lines,
};
use futures_util::Stream;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// What is said of a PDF that is uploaded.
#[derive(Clone, Debug, Default)]
pub struct PaperDraft {
    /// The form that it is the next version of.
    pub of: Option<FormId>,
    /// Empty: the name of the file.
    pub title: String,
    /// What the client reads above it.
    pub introduction: String,
    pub purpose: Option<Purpose>,
}

impl StaffForms<'_> {
    /// The page on which a PDF becomes a form, for whoever may do that.
    pub async fn uploading(&self) -> Result<(), Error> {
        self.0.may(Act::ChangeSettings, "forms").await?;
        self.0.record(Event::of(AuditAct::SettingsOpened).detail("a new PDF")).await
    }

    /// Takes in a PDF, as it comes: a new form, or the next version of one.
    pub async fn upload<E>(
        &self,
        draft: &PaperDraft,
        name: &str,
        sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
    ) -> Result<FormId, Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms").await?;
        let (title, introduction) = (tidy(&draft.title), lines::trimmed(&draft.introduction));
        if title.chars().count() > Words::Title.most() || introduction.chars().count() > Words::Introduction.most() {
            return Err(Refusal::WordsTooLong.into());
        }
        let (laid, fields) =
            files::receive_pdf(staff, name, sent, |bytes| pdf::clean(bytes).map(|clean| (clean.bytes, clean.fields))).await?;
        let stem = || laid.name().trim_end_matches(".pdf").chars().take(Words::Title.most()).collect();
        let title = if title.is_empty() { stem() } else { title };
        let form = Form { title, introduction, ..Form::default() };
        let kept = self.put_paper(draft, &form, &laid, fields).await;
        if kept.is_err() {
            laid.give_up(&staff.practice).await;
        }
        kept
    }

    async fn put_paper(&self, draft: &PaperDraft, form: &Form, laid: &Laid, fields: u32) -> Result<FormId, Error> {
        let staff = self.0;
        let (practice, by) = (&staff.practice, staff.member.id);
        let write = staff.write().await?;
        files::put_of_practice(practice, &write, laid, by).await?;
        let (id, version) = match draft.of {
            None => {
                has_room(&*write).await?;
                let purpose = Some(draft.purpose.unwrap_or(Purpose::Fill));
                (put(practice, &write, New { slug: None, form, purpose, by: Some(by), version: 1, activity: None }).await?, 1)
            }
            Some(of) => {
                let row = forms::for_update(&*write, of.0).await?.filter(|row| row.purpose.is_some());
                let Some(row) = row else {
                    drop(write);
                    return Err(staff.not_found("forms", None).await);
                };
                let version = row.version + 1;
                forms::ActiveModel {
                    id: Set(row.id),
                    title: Set(form.title.clone()),
                    version: Set(version),
                    changed_at: Set(write.at()),
                    changed_by: Set(Some(by)),
                    ..Default::default()
                }
                .update(&*write)
                .await?;
                (row.id, version)
            }
        };
        put_version(&write, id, version, form, Some((laid.id, fields))).await?;
        write.commit(Event::of(AuditAct::FormUploaded).subject(FormId(id)).detail(format!("version {version}"))).await?;
        Ok(FormId(id))
    }

    /// Where a form was sent without the file.
    pub async fn upload_nothing(&self) -> Result<FormId, Error> {
        self.0.may(Act::ChangeSettings, "forms").await?;
        Err(Refusal::NothingAttached.into())
    }

    /// The PDF of a form, in its newest version.
    pub async fn open_paper(&self, id: FormId) -> Result<OpenFile, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let found = newest(db, id.0).await?.filter(|(row, _)| row.purpose.is_some());
        let Some((row, _)) = found else { return Err(staff.not_found("forms", None).await) };
        staff.record(Event::of(AuditAct::SettingsOpened).subject(id).detail("the PDF of a form")).await?;
        file(&staff.practice, row.id, row.version).await
    }
}

/// The file of a form, as it was in that version.
pub(super) async fn file(practice: &Practice, form: Uuid, version: i32) -> Result<OpenFile, Error> {
    files::open_of_practice(practice, file_id(practice.db.read(), form, version).await?).await
}

async fn file_id(db: &impl ConnectionTrait, form: Uuid, version: i32) -> Result<Uuid, Error> {
    form_versions::of(db, form, version).await?.and_then(|row| row.file_id).ok_or(Error::NotFound)
}

/// What there is of a form that is a PDF.
pub(super) async fn of(practice: &Practice, row: &forms::Model, version: i32) -> Result<Option<Paper>, Error> {
    let Some(By(purpose)) = row.purpose else { return Ok(None) };
    let found = form_versions::of(practice.db.read(), row.id, version).await?.ok_or(Error::NotFound)?;
    let line = files::line_of_practice(practice, found.file_id.ok_or(Error::NotFound)?).await?;
    Ok(Some(Paper { purpose, name: line.name, bytes: line.bytes, fields: found.fields.unsigned_abs() }))
}

/// A copy for a chart, of what is only read; nothing, where it is filled in.
pub(super) async fn copy_to_read(practice: &Practice, row: &forms::Model) -> Result<Option<Laid>, Error> {
    match row.purpose {
        Some(By(Purpose::Read)) => {
            let file = file_id(practice.db.read(), row.id, row.version).await?;
            Ok(Some(files::copy_of_practice(practice, file).await?))
        }
        _ => Ok(None),
    }
}
