//! What becomes of a document once its author has signed it: the next version of a plan, and what is added below a note. Both are documents of
//! their own, drafted and signed like every other, so what was signed is never touched.

use super::{StaffDocuments, notes, rights::Room, table::documents};
use crate::{activities, actors::Staff, audit::Event, band, dates, error::Error, in_chart::InChart, practice::Practice};
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    dates::DateOrder,
    documents::{Addendum, NoteAbout, NoteBeginning, Section, may_amend, may_follow},
    ids::{ChartId, DocumentId, TemplateId},
};
use uuid::Uuid;

/// What a document comes after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum After {
    #[default]
    Nothing,
    /// It is the next version of that one.
    Version { of: Uuid, edition: i32 },
    /// It stands below that one.
    Addendum { of: Uuid },
}

impl After {
    pub fn follows(self) -> Option<Uuid> {
        if let Self::Version { of, .. } = self { Some(of) } else { None }
    }

    pub fn amends(self) -> Option<Uuid> {
        if let Self::Addendum { of } = self { Some(of) } else { None }
    }

    pub fn edition(self) -> i32 {
        if let Self::Version { edition, .. } = self { edition } else { 1 }
    }
}

impl StaffDocuments<'_> {
    /// What somebody writes after, if it may be; and what that one is.
    pub(super) async fn after(
        &self,
        room: &Room<'_>,
        follows: Option<DocumentId>,
        amends: Option<DocumentId>,
    ) -> Result<(After, Option<documents::Model>), Error> {
        let Some(id) = follows.or(amends) else { return Ok((After::Nothing, None)) };
        let row = room.document(id).await?;
        let written = documents::Line::from(&row).written();
        let after = if follows.is_some() {
            may_follow(row.kind.0, written, documents::next_of(&room.chart, row.id).await?.is_some())?;
            After::Version { of: row.id, edition: row.edition + 1 }
        } else {
            may_amend(row.kind.0, written, row.amends.is_some())?;
            After::Addendum { of: row.id }
        };
        Ok((after, Some(row)))
    }
}

impl StaffDocuments<'_> {
    /// The page on which one begins to write: from nothing, from a template, from the plan before, or below a note.
    pub async fn begin(
        &self,
        chart: ChartId,
        follows: Option<DocumentId>,
        amends: Option<DocumentId>,
        template: Option<TemplateId>,
    ) -> Result<NoteBeginning, Error> {
        let staff = self.0;
        let room = Room::enter(staff, chart).await?;
        if !room.may_write {
            return Err(room.not_found().await);
        }
        let mut page = NoteBeginning {
            banner: band::banner(&room.chart).await?,
            may_write: room.may_write,
            kind: None,
            title: String::new(),
            sections: Vec::new(),
            plan: Vec::new(),
            follows: None,
            amends: None,
            templates: self.to_begin_from().await?,
            kept: self.kept(&room, NoteAbout::of(None, follows, amends)).await?,
            beside: activities::beside(&room.chart, dates::zone(&staff.practice_settings().await?.zone)).await?,
        };
        if let Some(template) = page.templates.iter().find(|known| Some(known.id) == template) {
            (page.kind, page.sections) = (Some(template.kind), template.sections.clone());
        }
        let (after, of) = self.after(&room, follows, amends).await?;
        if let Some(of) = of {
            page.kind = Some(of.kind.0);
            let named = (DocumentId(of.id), of.title.clone());
            if after.follows().is_some() {
                let written = notes::opened(&staff.practice, &of)?;
                page.sections = written.as_typed();
                page.plan = written.plan;
                (page.title, page.follows) = (of.title, Some(named));
            } else {
                (page.title, page.amends) = (format!("Addendum to {}", of.title).chars().take(200).collect(), Some(named));
                page.sections = vec![(String::new(), String::new())];
            }
        }
        staff.record(Event::of(AuditAct::DocumentsListed).chart(chart).detail("to write")).await?;
        Ok(page)
    }
}

/// What stands below a note, the oldest first.
pub(super) async fn below(chart: &InChart<'_, Staff>, note: Uuid, zone: Tz) -> Result<Vec<Addendum>, Error> {
    let addendum = |row: documents::Model| {
        Ok(Addendum {
            id: DocumentId(row.id),
            content: notes::opened(chart.practice(), &row)?.content,
            signed_at: dates::moment(row.finished_at.unwrap_or(row.changed_at), zone),
            author: row.author_name,
        })
    };
    documents::addenda_of(chart, note).await?.into_iter().map(addendum).collect()
}

/// The same as sections of the note, for its paper and its share.
pub(super) fn sections(practice: &Practice, row: &documents::Model, order: DateOrder, zone: Tz) -> Result<Vec<Section>, Error> {
    let day = order.day(dates::day(row.finished_at.unwrap_or(row.changed_at), zone));
    let mut sections = notes::opened(practice, row)?.content.sections;
    let heading = format!("Addendum of {day}, by {}", row.author_name);
    match sections.first_mut() {
        Some(first) if first.heading.is_empty() => first.heading = heading,
        _ => sections.insert(0, Section { heading, blocks: Vec::new() }),
    }
    Ok(sections)
}

/// Whether somebody may begin the next version of a document, and an addendum to it.
pub(super) fn may_go_on(room: &Room<'_>, row: &documents::Model, followed: bool) -> (bool, bool) {
    let written = documents::Line::from(row).written();
    (
        room.may_write && may_follow(row.kind.0, written, followed).is_ok(),
        room.may_write && may_amend(row.kind.0, written, row.amends.is_some()).is_ok(),
    )
}
