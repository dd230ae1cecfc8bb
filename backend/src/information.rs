//! My Information (IC-23 to IC-25): what of the chart the Chart Owner sees and proposes to change, and what staff answer.
//!
//! The chart's own tables are written by its room ([`charts::Keep`](crate::charts::Keep)); here are the insurances, and what is proposed.

mod answer;
mod apply;
mod lines;
mod office;
mod portal;
mod propose;
mod table;

#[cfg(test)]
pub(crate) use table::{ask_all_day, of_chart};

pub use answer::Answers;

use crate::{
    actors::{Client, Staff},
    error::Error,
    in_chart::{InChart, Within},
    practice::Practice,
    sealing::Place,
};
use domain::{
    Act,
    ids::{ChartId, InsuranceId},
    information::{Facts, InsuranceLine, Values},
    settings::PracticeSettings,
};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;
use table::{information_changes, insurances};
use uuid::Uuid;

impl Client {
    /// **My Information**: the Chart Owner's alone, whatever areas are open to a linked person.
    pub async fn information(&self) -> Result<ClientInformation<'_>, Error> {
        let chart = self.owned_chart("information").await?;
        let settings = self.practice_settings().await?;
        if !settings.features.information {
            return Err(chart.not_found("information").await);
        }
        Ok(ClientInformation { client: self, chart, settings })
    }
}

/// What is recorded of one client, before who holds their portal.
pub struct ClientInformation<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
}

impl Staff {
    /// What the client of a chart proposes, and what Demographics shows besides.
    pub async fn information(&self, chart: ChartId) -> Result<StaffInformation<'_>, Error> {
        self.may(Act::OpenChart, "information").await?;
        Ok(StaffInformation { staff: self, chart: self.chart(chart, Act::OpenChart).await? })
    }
}

/// The same, for one member of staff.
pub struct StaffInformation<'a> {
    staff: &'a Staff,
    chart: InChart<'a, Staff>,
}

/// How many proposed changes wait for the practice, and how many were declined of those answered last.
pub(crate) async fn standing(chart: &InChart<'_, Client>) -> Result<(u32, u32), Error> {
    Ok(information_changes::standing(chart).await?)
}

/// How many wait in each of these charts.
pub(crate) async fn count_waiting(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<HashMap<Uuid, u64>, DbErr> {
    if charts.is_empty() {
        return Ok(HashMap::new());
    }
    information_changes::count_waiting(db, charts).await
}

/// The places under which the pictures of a card wait, front and back: of an insurance, or of one that is to be added to the chart.
fn card_places(of: Uuid) -> [Uuid; 2] {
    [0xF0F0, 0xB0B0].map(|side| Uuid::from_u128(of.as_u128() ^ side))
}

/// Everything that is its client's own to see, without the pictures.
async fn facts(entered: &impl Within, practice: &Practice, chart: &crate::charts::Chart) -> Result<Facts, Error> {
    let own = crate::charts::own(entered, chart).await?;
    let insurances = insurances::all(entered).await?.into_iter().map(|row| {
        let values: Values = practice.sealer.open_value(Place("insurances.told", row.id), &row.told)?;
        Ok(InsuranceLine { id: InsuranceId(row.id), values, cards: Vec::new() })
    });
    Ok(Facts {
        insurances: insurances.collect::<Result<_, Error>>()?,
        about: own.about,
        phones: own.phones,
        address: own.address,
        may_post: own.may_post,
        people: own.people,
    })
}
