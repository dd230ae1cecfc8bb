//! How a form is worded: a draft beside the version that is in use, until it is published. Nobody did anything before that, so keeping it
//! leaves no line.

use super::{
    StaffForms,
    setup::{New, has_room, newest, opened, put, put_version, written},
    table::{form_drafts, forms},
};
use crate::{audit::Event, dates, db::Write, error::Error, sign_in};
use domain::{
    Act,
    audit::AuditAct,
    forms::{Form, Place, Refusal, Step, Worded, Wording},
    ids::FormId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One takes no more than this, in bytes.
const LONGEST: usize = 400_000;

/// What came from one page of the editor.
#[derive(Clone, Debug, Default)]
pub struct WordingDraft {
    /// The version and the revision that were on the screen.
    pub version: i32,
    pub revision: i32,
    /// Which section, by its key; none for the form as a whole.
    pub section: Option<String>,
    /// The button that was pressed.
    pub then: String,
    pub fields: BTreeMap<String, String>,
}

/// Where one goes on after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingStep {
    pub section: Option<String>,
    /// The field that one goes on with.
    pub at: Option<String>,
    pub published: bool,
    /// Something has to be put right before it can be published.
    pub faulty: bool,
}

/// A form as it is worded now.
struct Standing {
    row: forms::Model,
    form: Form,
    draft: Option<form_drafts::Model>,
}

impl Standing {
    fn revision(&self) -> i32 {
        self.draft.as_ref().map_or(0, |draft| draft.revision)
    }
}

impl StaffForms<'_> {
    /// Begins one: from nothing, or as another is worded.
    pub async fn begin_wording(&self, like: Option<FormId>) -> Result<FormId, Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms").await?;
        let form = match like {
            None => Form::begun(),
            Some(like) => {
                let standing = self.standing(staff.practice.db.read(), like).await?;
                Form { title: format!("{} (copy)", standing.form.title).trim_start().to_owned(), ..standing.form }
            }
        };
        let write = staff.write().await?;
        has_room(&*write).await?;
        let id = put(
            &staff.practice,
            &write,
            New { slug: None, form: &form, purpose: None, by: Some(staff.member.id), version: 0, activity: None },
        )
        .await?;
        form_drafts::keep(&*write, self.draft(id, 1, &form), 0).await?;
        write.commit(Event::of(AuditAct::FormChanged).subject(FormId(id)).detail("begun")).await?;
        Ok(FormId(id))
    }

    /// One that is worded as a whole already, as the demo practice has them.
    pub(crate) async fn word_whole(&self, form: &Form) -> Result<FormId, Error> {
        let id = self.begin_wording(None).await?;
        let standing = self.standing(self.0.practice.db.read(), id).await?;
        self.keep(&standing, form).await?;
        self.publish(id, 0, standing.revision() + 1, form).await?;
        Ok(id)
    }

    /// The editor's page.
    pub async fn wording(&self, id: FormId) -> Result<Wording, Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms").await?;
        let standing = self.standing(staff.practice.db.read(), id).await?;
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let changed = match &standing.draft {
            None => None,
            Some(draft) => {
                let by = sign_in::member(staff.practice.db.read(), draft.changed_by).await?.map(|member| member.signed_name());
                Some((dates::moment(draft.changed_at, zone), by.unwrap_or_default()))
            }
        };
        if staff.origin.by_hand {
            staff.record(Event::of(AuditAct::SettingsOpened).subject(id).detail("wording of a form")).await?;
        }
        Ok(Wording {
            id,
            version: standing.row.version,
            revision: standing.revision(),
            archived: standing.row.archived_at.is_some(),
            changed,
            faults: standing.form.check(),
            form: standing.form,
        })
    }

    /// Keeps what stands on a page of the editor, and takes the step of the button that was pressed.
    pub async fn word(&self, id: FormId, typed: &WordingDraft) -> Result<WordingStep, Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms").await?;
        let standing = self.standing(staff.practice.db.read(), id).await?;
        let step = Step::read(&typed.then);
        let Worded { form, section, at } = standing.form.step(typed.section.as_deref(), &typed.fields, &step);
        if written(&form).len() > LONGEST {
            return Err(Refusal::TooLong.into());
        }
        let overtaken = standing.row.version != typed.version || standing.revision() != typed.revision;
        let changed = form != standing.form;
        // Who has changed nothing has nothing to lose.
        if overtaken && (changed || step == Step::Publish) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if changed {
            self.keep(&standing, &form).await?;
        }
        let stays = WordingStep { section, at, published: false, faulty: false };
        if step != Step::Publish {
            return Ok(stays);
        }
        if let Some(fault) = form.check().first() {
            let section = match fault.at {
                Place::Form => None,
                Place::Section(at) | Place::Question(at, _) | Place::Inner(at, ..) => {
                    form.sections.get(at).map(|section| section.key.clone())
                }
            };
            return Ok(WordingStep { section, at: None, faulty: true, ..stays });
        }
        self.publish(id, standing.row.version, standing.revision() + i32::from(changed), &form).await?;
        Ok(WordingStep { published: true, ..stays })
    }

    /// Throws away what was worded and not published; what was never published, as a whole.
    pub async fn discard(&self, id: FormId, revision: i32) -> Result<bool, Error> {
        let (write, row) = self.held(id).await?;
        if !form_drafts::forget(&*write, id.0, revision).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let never = row.version == 0;
        if never {
            forms::forget(&*write, id.0).await?;
        }
        write.commit(Event::of(AuditAct::FormChanged).subject(id).detail("draft thrown away")).await?;
        Ok(never)
    }

    /// It is the next version from now on. What was sent keeps its own.
    async fn publish(&self, id: FormId, version: i32, revision: i32, form: &Form) -> Result<(), Error> {
        let (write, row) = self.held(id).await?;
        // Nothing was changed since the version that is in use.
        if row.version == version && version > 0 && revision == 0 {
            return Ok(());
        }
        if row.version != version || !form_drafts::forget(&*write, id.0, revision).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let now = forms::ActiveModel {
            id: Set(row.id),
            title: Set(form.title.clone()),
            version: Set(version + 1),
            changed_at: Set(write.at()),
            changed_by: Set(Some(self.0.member.id)),
            ..Default::default()
        };
        now.update(&*write).await?;
        put_version(&write, row.id, version + 1, form, None).await?;
        Ok(write.commit(Event::of(AuditAct::FormChanged).subject(id).detail(format!("version {}", version + 1))).await?)
    }

    async fn held(&self, id: FormId) -> Result<(Write, forms::Model), Error> {
        let staff = self.0;
        staff.may(Act::ChangeSettings, "forms").await?;
        let write = staff.write().await?;
        match forms::for_update(&*write, id.0).await? {
            Some(row) => Ok((write, row)),
            None => {
                drop(write);
                Err(staff.not_found("forms", None).await)
            }
        }
    }

    async fn keep(&self, standing: &Standing, form: &Form) -> Result<(), Error> {
        let (row, revision) = (&standing.row, standing.revision());
        let tx = self.0.practice.db.housekeeping().await?;
        // It may have been published a moment ago.
        let now = forms::for_update(&*tx, row.id).await?;
        let stands = now.is_some_and(|now| now.version == row.version);
        if !stands || !form_drafts::keep(&*tx, self.draft(row.id, revision + 1, form), revision).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if row.version == 0 {
            // Under this it stands in the list.
            forms::ActiveModel { id: Set(row.id), title: Set(form.title.clone()), ..Default::default() }.update(&*tx).await?;
        }
        Ok(tx.commit().await?)
    }

    fn draft(&self, id: Uuid, revision: i32, form: &Form) -> form_drafts::ActiveModel {
        form_drafts::ActiveModel {
            form_id: Set(id),
            revision: Set(revision),
            body: Set(written(form)),
            changed_at: Set(self.0.practice.clock.now()),
            changed_by: Set(self.0.member.id),
        }
    }

    async fn standing(&self, db: &impl ConnectionTrait, id: FormId) -> Result<Standing, Error> {
        // A PDF has no wording.
        let found = newest(db, id.0).await?.filter(|(row, _)| row.purpose.is_none());
        let Some((row, form)) = found else { return Err(self.0.not_found("forms", None).await) };
        let draft = form_drafts::of(db, id.0).await?;
        let form = match &draft {
            Some(draft) => opened(&draft.body)?,
            None => form,
        };
        Ok(Standing { row, form, draft })
    }
}
