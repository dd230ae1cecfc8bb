//! Who in the practice may do what with the documents of one chart.

use super::table::documents::{self, Reader};
use crate::{
    actors::Staff,
    charts::{self, covers, table::charts::Model as Chart},
    error::Error,
};
use domain::{
    Act, Role,
    ids::{ChartId, DocumentId},
};

/// One chart's documents, before one member of staff.
pub(super) struct Room<'a> {
    pub staff: &'a Staff,
    pub chart: Chart,
    pub reader: Reader,
    pub may_write: bool,
    pub may_share: bool,
}

impl<'a> Room<'a> {
    /// Opens the room. To who reads nothing in it, it is not there.
    pub async fn enter(staff: &'a Staff, chart: ChartId) -> Result<Self, Error> {
        let chart = charts::reachable(staff, chart, Act::OpenChart).await?;
        let room = Self::of(staff, chart).await?;
        if room.reader.reads_nothing() { Err(room.not_found().await) } else { Ok(room) }
    }

    /// The same, for a chart that was opened before.
    pub async fn of(staff: &'a Staff, chart: Chart) -> Result<Self, Error> {
        let administers = staff.rights.roles().contains(&Role::ClinicalAdministrator);
        let reader = Reader {
            clinical: covers(staff, &chart, Act::ReadClinicalDocuments).await?,
            billing: covers(staff, &chart, Act::ReadBillingDocuments).await?,
            psychotherapy_of: (!administers).then_some(staff.member.id),
        };
        let may_write = covers(staff, &chart, Act::WriteNotes).await?;
        let may_share = covers(staff, &chart, Act::ShareDocuments).await?;
        Ok(Self { staff, chart, reader, may_write, may_share })
    }

    /// A document of this chart that this person reads.
    pub async fn document(&self, id: DocumentId) -> Result<documents::Model, Error> {
        let found = documents::by_id(self.staff.practice.db.read(), self.chart.id, id.0).await?;
        match found {
            Some(row) if self.reader.reads(documents::kind(&row.kind)?, row.author_id) => Ok(row),
            _ => Err(self.not_found().await),
        }
    }

    /// Missing and forbidden are one answer, and leave one row.
    pub async fn not_found(&self) -> Error {
        self.staff.not_found("documents", Some(ChartId(self.chart.id))).await
    }
}
