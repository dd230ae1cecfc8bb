//! How a client is reached besides by e-mail: telephone numbers, the postal address, and by which clock.

use super::{
    StaffCharts,
    chart::Chart,
    table::{chart_phones, charts, filled},
};
use crate::{
    actors::Staff,
    audit::Event,
    dates,
    error::Error,
    in_chart::{Change, Within},
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{MOST_PHONES, Phone, PhoneEntry, PhoneKind, PostalAddress, Refusal, text_number as number_for_texts},
    ids::ChartId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// What the form holds.
#[derive(Clone, Debug, Default)]
pub struct PhonesChange {
    pub phones: Vec<PhoneEntry>,
    pub address: PostalAddress,
    /// Whether letters may go there.
    pub may_post: bool,
    /// Nothing: the practice's.
    pub time_zone: String,
    /// The version that was on the screen.
    pub version: i32,
}

impl StaffCharts<'_> {
    /// Changes numbers, address and zone, unless somebody else changed the chart meanwhile.
    pub async fn change_phones(&self, id: ChartId, change: PhonesChange) -> Result<(), Error> {
        let entered = self.0.chart(id, Act::EditDemographics).await?;
        let zone = tidy_zone(&change.time_zone);
        let (phones, address, zone) = match (Phone::read_all(&change.phones), change.address.read(), zone) {
            (Ok(phones), Ok(address), Ok(zone)) => (phones, address, zone),
            (phones, address, zone) => {
                let mut refusals = phones.err().unwrap_or_default();
                refusals.extend(address.err().unwrap_or_default());
                refusals.extend(zone.err());
                return Err(refusals.into());
            }
        };
        let is_as_shown = |chart: &Chart| if chart.version == change.version { Ok(()) } else { Err(Refusal::ChangedMeanwhile) };
        is_as_shown(entered.row())?;
        let write = entered.change(None).await?;
        is_as_shown(write.row())?;
        let chart = write.chart();
        chart_phones::remove_of(write.db(), vec![chart]).await?;
        let random = &write.practice().randomness;
        let rows = phones.into_iter().enumerate().map(|(place, phone)| chart_phones::row(random.id(), chart, place, phone));
        chart_phones::insert_all(write.db(), rows.collect()).await?;
        let change = charts::ActiveModel {
            id: Set(chart),
            street: Set(filled(address.street)),
            street_2: Set(filled(address.street_2)),
            city: Set(filled(address.city)),
            state: Set(filled(address.state)),
            postal_code: Set(filled(address.postal_code)),
            country: Set(filled(address.country)),
            may_post: Set(change.may_post),
            time_zone: Set(zone),
            version: Set(change.version + 1),
            ..Default::default()
        };
        change.update(write.db()).await?;
        write.commit(Event::of(AuditAct::DemographicsChanged).detail("telephone numbers, address and time zone")).await
    }
}

/// A zone that there is, or none.
fn tidy_zone(typed: &str) -> Result<Option<String>, Refusal> {
    match typed.trim() {
        "" => Ok(None),
        name if dates::is_zone(name) => Ok(Some(name.to_owned())),
        _ => Err(Refusal::TimeZoneUnknown),
    }
}

/// The numbers of a chart, in their order.
pub(super) async fn phones(chart: &impl Within) -> Result<Vec<Phone>, Error> {
    let phone = |row: chart_phones::Model| Phone {
        kind: row.kind.0,
        number: row.number,
        key: row.number_key,
        may_text: row.may_text,
        may_voicemail: row.may_voicemail,
    };
    Ok(chart_phones::all(chart).await?.into_iter().map(phone).collect())
}

/// Writes down the number that somebody has told of themselves, unless it stands in the chart. What they allow is not known yet.
pub(crate) async fn record_phone(write: &Change<'_, Staff>, number: &str) -> Result<(), Error> {
    let known = phones(write).await?;
    let Ok(phone) = Phone::read(known.len(), PhoneKind::Mobile, number, false, false) else { return Ok(()) };
    if known.len() < MOST_PHONES && known.iter().all(|there| there.key != phone.key) {
        let row = chart_phones::row(write.practice().randomness.id(), write.chart(), known.len(), phone);
        chart_phones::insert_all(write.db(), vec![row]).await?;
    }
    Ok(())
}

/// The number to which texts for the client go ("+14105550134"). Where none may be texted, there is none.
pub(crate) async fn text_number(chart: &impl Within) -> Result<Option<String>, Error> {
    Ok(number_for_texts(&phones(chart).await?).map(|phone| phone.key.clone()))
}

/// Where the client is called first.
pub(crate) async fn first_phone(chart: &impl Within) -> Result<Option<String>, Error> {
    Ok(phones(chart).await?.into_iter().next().map(|phone| phone.number))
}
