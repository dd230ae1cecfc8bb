//! Templates: from what one begins to write a note or a plan. The practice's are for everybody who writes, one's own for oneself.

use super::{StaffDocuments, notes::NoteDraft, table::templates};
use crate::{actors::Staff, audit::Event, error::Error, settings::StaffSettings, stored::By};
use domain::{
    audit::AuditAct,
    charts::tidy,
    documents::{DocumentKind, NOTE_KINDS, NoteTemplate, Refusal},
    ids::TemplateId,
    lines,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// So many there are at most, of the practice's and of each member's.
const MOST: u64 = 100;
const LONGEST_NAME: usize = 100;
const LONGEST_TEXT: usize = 20_000;

/// The practice's templates, or somebody's own, in the hands of who may change them.
pub struct Templates<'a> {
    staff: &'a Staff,
    owner: Option<Uuid>,
}

impl StaffSettings<'_> {
    /// The practice's.
    pub fn templates(&self) -> Templates<'_> {
        Templates { staff: self.0, owner: None }
    }
}

impl StaffDocuments<'_> {
    /// One's own: of who writes.
    pub async fn templates(&self) -> Result<Templates<'_>, Error> {
        self.0.may(domain::Act::WriteNotes, "documents.templates").await?;
        Ok(Templates { staff: self.0, owner: Some(self.0.member.id) })
    }

    /// Those from which this person can begin.
    pub(super) async fn to_begin_from(&self) -> Result<Vec<NoteTemplate>, Error> {
        let rows = templates::for_member(self.0.practice.db.read(), self.0.member.id, 2 * MOST).await?;
        rows.into_iter().map(read).collect()
    }
}

impl Templates<'_> {
    pub async fn list(&self) -> Result<Vec<NoteTemplate>, Error> {
        let rows = templates::of(self.staff.practice.db.read(), self.owner, MOST).await?;
        self.staff.record(Event::of(AuditAct::TemplatesOpened).detail(self.whose())).await?;
        rows.into_iter().map(read).collect()
    }

    /// A new one; or, where there is one of that id, in its place. The title of the draft is its name.
    pub async fn save(&self, id: Option<TemplateId>, draft: NoteDraft) -> Result<(), Error> {
        let (kind, name, sections) = check(&draft)?;
        let write = self.staff.write().await?;
        let known = templates::of(&*write, self.owner, MOST).await?;
        if id.is_none() && known.len() as u64 >= MOST {
            return Err(Refusal::TemplatesEnough.into());
        }
        if let Some(TemplateId(id)) = id
            && !known.iter().any(|row| row.id == id)
        {
            drop(write);
            return Err(self.staff.not_found("documents.template", None).await);
        }
        let row = templates::ActiveModel {
            id: Set(id.map_or_else(|| self.staff.practice.randomness.id(), Into::into)),
            staff_id: Set(self.owner),
            kind: Set(By(kind)),
            name: Set(name),
            sections: Set(serde_json::to_string(&sections).map_err(Error::unexpected)?),
            changed_at: Set(self.staff.practice.clock.now()),
        };
        let row = if id.is_some() { row.update(&*write).await? } else { row.insert(&*write).await? };
        Ok(write.commit(Event::of(AuditAct::TemplateSaved).subject(row.id).detail(self.whose())).await?)
    }

    pub async fn remove(&self, id: TemplateId) -> Result<(), Error> {
        let write = self.staff.write().await?;
        if !templates::forget(&*write, self.owner, id.0).await? {
            drop(write);
            return Err(self.staff.not_found("documents.template", None).await);
        }
        Ok(write.commit(Event::of(AuditAct::TemplateDeleted).subject(id).detail(self.whose())).await?)
    }

    fn whose(&self) -> &'static str {
        if self.owner.is_some() { "own" } else { "practice" }
    }
}

type Sections = Vec<(String, String)>;

/// Names everything that is wrong with it.
fn check(draft: &NoteDraft) -> Result<(DocumentKind, String, Sections), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let kind = DocumentKind::from_name(&draft.kind).filter(|kind| NOTE_KINDS.contains(kind));
    if kind.is_none() {
        refusals.push(Refusal::KindUnknown);
    }
    let name = tidy(&draft.title);
    if name.is_empty() {
        refusals.push(Refusal::TemplateNameMissing);
    } else if name.chars().count() > LONGEST_NAME {
        refusals.push(Refusal::TemplateNameTooLong);
    }
    let typed = draft.text.iter().map(|(heading, text)| (tidy(heading), lines::as_typed(text)));
    let sections: Sections = typed.filter(|(heading, text)| !heading.is_empty() || !text.trim().is_empty()).collect();
    let length: usize = sections.iter().map(|(heading, text)| heading.chars().count() + text.chars().count()).sum();
    if sections.is_empty() {
        refusals.push(Refusal::NothingWritten);
    } else if length > LONGEST_TEXT {
        refusals.push(Refusal::TextTooLong);
    }
    match kind {
        Some(kind) if refusals.is_empty() => Ok((kind, name, sections)),
        _ => Err(refusals),
    }
}

fn read(row: templates::Model) -> Result<NoteTemplate, Error> {
    let sections = serde_json::from_str(&row.sections).map_err(Error::unexpected)?;
    Ok(NoteTemplate { id: TemplateId(row.id), own: row.staff_id.is_some(), kind: row.kind.0, name: row.name, sections })
}
