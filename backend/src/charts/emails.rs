//! The addresses of a client: as many as there are, each kept exactly as it was written (IC-02).

use super::{StaffCharts, table::chart_emails};
use crate::{
    actors::Staff,
    audit::Event,
    error::Error,
    in_chart::{Change, InChart, Within},
    invites, sign_in,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{EmailAddress, EmailChanges, EmailKind, EmailLine, Refusal},
    ids::{ChartId, EmailId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ModelTrait};
use std::collections::HashSet;

impl StaffCharts<'_> {
    /// **Add**: refuses an address that the chart has already. Nothing changes before **Save**.
    pub async fn check_emails(&self, id: ChartId, changes: &EmailChanges) -> Result<(), Error> {
        let chart = self.0.chart(id, Act::EditDemographics).await?;
        let stay = |row: &chart_emails::Model| !changes.removed.contains(&EmailId(row.id));
        let keys: HashSet<String> = chart_emails::all(&chart).await?.into_iter().filter(stay).map(|row| row.address_key).collect();
        if changes.added.iter().any(|(_, email)| keys.contains(&email.key())) { Err(Refusal::EmailTwice.into()) } else { Ok(()) }
    }

    /// **Save** of the list of addresses: all of it, or nothing (IC-01). The chart is held, so that nobody adds the same address at this
    /// moment.
    pub async fn change_emails(&self, id: ChartId, changes: &EmailChanges) -> Result<(), Error> {
        let mut write = self.0.chart(id, Act::EditDemographics).await?.change(None).await?;
        for email in &changes.removed {
            let (change, row) = write.one::<chart_emails::Entity>(email.0).await?;
            write = change;
            let address = row.address.clone();
            row.delete(write.db()).await?;
            // An invitation on its way to the wrong person opens nothing any more.
            invites::take_back(&write, &address).await?;
        }
        let mut keys: HashSet<String> = chart_emails::all(&write).await?.into_iter().map(|row| row.address_key).collect();
        for (kind, email) in &changes.added {
            if !keys.insert(email.key()) {
                return Err(Refusal::EmailTwice.into());
            }
            insert(&write, *kind, email).await?;
        }
        let told = format!("{} added, {} removed", changes.added.len(), changes.removed.len());
        write.commit(Event::of(AuditAct::EmailsChanged).detail(told)).await
    }
}

/// The list in Demographics.
pub(super) async fn lines(chart: &InChart<'_, Staff>) -> Result<Vec<EmailLine>, Error> {
    let rows = chart_emails::all(chart).await?;
    let addresses: Vec<&str> = rows.iter().map(|row| row.address.as_str()).collect();
    let of_staff = sign_in::members_among(chart.db(), &addresses).await?;
    let line = |row: chart_emails::Model| EmailLine {
        id: EmailId(row.id),
        kind: row.kind.0,
        staff_address: of_staff.contains(&row.address),
        address: row.address,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The addresses of the client, in the order in which they were added: not those of somebody around them.
pub(crate) async fn own_emails(chart: &impl Within) -> Result<Vec<String>, Error> {
    let rows = chart_emails::all(chart).await?;
    Ok(rows.into_iter().filter(|row| row.kind.0 != EmailKind::RelatedContact).map(|row| row.address).collect())
}

/// The address of the client to which mail for them goes.
pub(crate) async fn first_email(chart: &impl Within) -> Result<Option<String>, Error> {
    Ok(own_emails(chart).await?.into_iter().next())
}

/// Records an address of the client, in the place of the wrong one before it, if there was one. Where the right one is on the chart
/// already, the wrong one goes.
pub(crate) async fn record_email(write: &Change<'_, Staff>, wrong: Option<&str>, right: &EmailAddress) -> Result<(), Error> {
    let rows = if wrong.is_some() { chart_emails::all(write).await? } else { Vec::new() };
    let known = rows.iter().any(|row| row.address_key == right.key() && Some(row.address.as_str()) != wrong);
    match rows.into_iter().find(|row| Some(row.address.as_str()) == wrong) {
        Some(row) if known => {
            row.delete(write.db()).await?;
            Ok(())
        }
        Some(row) => {
            let right = chart_emails::ActiveModel {
                id: Set(row.id),
                address: Set(right.to_string()),
                address_key: Set(right.key()),
                ..Default::default()
            };
            right.update(write.db()).await?;
            Ok(())
        }
        None => insert(write, EmailKind::Personal, right).await,
    }
}

async fn insert(write: &Change<'_, Staff>, kind: EmailKind, email: &EmailAddress) -> Result<(), Error> {
    let id = write.practice().randomness.id();
    let row = chart_emails::row(id, write.chart(), kind, email, write.at(), Some(write.actor().member.id));
    row.insert(write.db()).await?;
    Ok(())
}
