//! **My Information** in the portal: what is recorded, and what became of proposals.

use super::{ClientInformation, card_places, facts, lines, table::information_changes};
use crate::{
    audit::Event,
    charts, dates,
    error::Error,
    files,
    in_chart::Within,
    notices::{self, About},
    stored::By,
};
use domain::{
    audit::AuditAct,
    ids::{ChangeId, InsuranceId},
    information::{ChangeState, MyInformation, Refusal},
};
use sea_orm::ActiveValue::Set;

impl ClientInformation<'_> {
    /// Everything on the page; `entry` is the insurance that is being changed there.
    pub async fn read(&self, entry: Option<InsuranceId>) -> Result<MyInformation, Error> {
        let (client, practice) = (self.client, &self.client.practice);
        let chart = self.chart.row().await?;
        let facts = lines::with_cards(&self.chart, facts(&self.chart, practice, chart).await?).await?;
        let zone = dates::zone(&self.settings.zone);
        let (answered, more) = lines::answered(&self.chart).await?;
        let rows = information_changes::waiting(&self.chart).await?.into_iter().chain(answered).collect();
        let [front, back] = card_places(entry.map_or(self.chart.chart(), |id| id.0));
        let page = MyInformation {
            changes: lines::of_changes(&self.chart, rows, &facts, zone, false).await?,
            more,
            waiting: [(front, files::of_draft(&self.chart, front).await?), (back, files::of_draft(&self.chart, back).await?)],
            sign_in_email: client.account.email.clone(),
            emails: charts::own_emails(&self.chart).await?,
            phone: self.settings.help.phone.clone(),
            for_other: client.grant.contact_id.is_some(),
            facts,
        };
        if client.origin.by_hand {
            client.record(Event::of(AuditAct::InformationOpened)).await?;
        }
        Ok(page)
    }

    /// Takes a proposed change back, as long as it waits.
    pub async fn take_back(&self, change: ChangeId) -> Result<(), Error> {
        let (write, row) = self.chart.change(None).await?.one::<information_changes::Entity>(change).await?;
        let withdrawn = information_changes::ActiveModel { state: Set(By(ChangeState::Withdrawn)), ..Default::default() };
        if !information_changes::moved(&write, row.id, withdrawn).await? {
            return Err(Refusal::AnsweredAlready.into());
        }
        if information_changes::waiting(&write).await?.is_empty() {
            notices::close_tasks(&write, About::Information(write.chart())).await?;
        }
        write.commit(Event::of(AuditAct::InformationTakenBack).subject(row.id)).await
    }
}
