//! Requests for records (IC-19, IC-54): a client asks, staff answer by releasing documents of the chart or say why not, and what left the
//! chart, to whom, how and when, stands in a log.
//!
//! A request is talked about in a conversation of its own, as before there was a form for it (`Purpose::RecordRequest`).

mod lines;
mod office;
mod portal;
mod table;

#[cfg(test)]
pub(crate) use table::of_chart;

use crate::{
    actors::{Client, Staff},
    error::Error,
    in_chart::InChart,
};
use domain::{Act, invites::Scope, settings::PracticeSettings};

impl Staff {
    /// What clients ask for of their records, and what was released.
    pub async fn records(&self) -> Result<StaffRecords<'_>, Error> {
        self.may(Act::ReleaseRecords, "records").await?;
        Ok(StaffRecords(self))
    }
}

/// Requests and releases, for one member of staff.
pub struct StaffRecords<'a>(&'a Staff);

impl Client {
    /// **Request records**: whoever reads the documents of a chart may ask for them, in every messaging mode.
    pub async fn records(&self) -> Result<ClientRecords<'_>, Error> {
        let chart = self.chart(Scope::Documents).await?;
        let settings = self.practice_settings().await?;
        Ok(ClientRecords { client: self, chart, settings })
    }
}

/// The requests of one chart, before its client.
pub struct ClientRecords<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
}
