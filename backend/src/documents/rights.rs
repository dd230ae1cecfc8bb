//! Who in the practice may do what with the documents of one chart.

use super::table::documents::{self, Reader};
use crate::{
    actors::Staff,
    error::Error,
    in_chart::{InChart, Within},
};
use domain::{
    Act, Role,
    ids::{ChartId, DocumentId},
};

/// One chart's documents, before one member of staff.
pub(super) struct Room<'a> {
    pub chart: InChart<'a, Staff>,
    pub reader: Reader,
    pub may_write: bool,
    pub may_share: bool,
}

impl<'a> Room<'a> {
    /// Opens the room. To who reads nothing in it, it is not there.
    pub async fn enter(staff: &'a Staff, chart: ChartId) -> Result<Self, Error> {
        let room = Self::of(staff.chart(chart, Act::OpenChart).await?).await?;
        if room.reader.reads_nothing() { Err(room.not_found().await) } else { Ok(room) }
    }

    /// The same, for a chart that was opened before.
    pub async fn of(chart: InChart<'a, Staff>) -> Result<Self, Error> {
        let staff = chart.actor();
        let administers = staff.rights.roles().contains(&Role::ClinicalAdministrator);
        let reader = Reader {
            clinical: chart.may(Act::ReadClinicalDocuments).await?,
            billing: chart.may(Act::ReadBillingDocuments).await?,
            psychotherapy_of: (!administers).then_some(staff.member.id),
        };
        let may_write = chart.may(Act::WriteNotes).await?;
        let may_share = chart.may(Act::ShareDocuments).await?;
        Ok(Self { chart, reader, may_write, may_share })
    }

    /// A document of this chart that this person reads.
    pub async fn document(&self, id: DocumentId) -> Result<documents::Model, Error> {
        match self.chart.find::<documents::Entity>(id.0).await? {
            Some(row) if self.reader.reads(row.kind.0, row.author_id) => Ok(row),
            _ => Err(self.not_found().await),
        }
    }

    /// Missing and forbidden are one answer, and leave one row.
    pub async fn not_found(&self) -> Error {
        self.chart.not_found("documents").await
    }
}
