//! Writes what was accepted into the chart that is held: those parts, and no others.

use super::table::insurances;
use crate::{
    actors::Staff,
    charts::Keep,
    error::Error,
    files,
    in_chart::{Change, Within},
    sealing::Place,
};
use chrono::NaiveDate;
use domain::{
    files::HeldBy,
    information::{Change as Proposed, Facts, MOST_INSURANCES, MOST_PEOPLE, Part, Refusal, Thing, Values},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// One change, on top of what the chart says now. `held` is the proposal that holds its pictures.
pub(super) async fn apply(write: &Change<'_, Staff>, facts: &Facts, change: &Proposed, held: Uuid, today: NaiveDate) -> Result<(), Error> {
    let (keep, now) = (Keep(write), facts.values(&change.thing));
    if !change.thing.is_new() && now == Values::default() {
        // Staff have taken it out of the chart meanwhile.
        return if change.removes { Ok(()) } else { Err(Refusal::Gone.into()) };
    }
    let to = change.applied(&now);
    match &change.thing {
        Thing::About => keep.about(&to, today).await,
        Thing::Address => keep.address(&to).await,
        Thing::Phone(key) => keep.phone(key.as_deref(), (!change.removes).then_some(&to)).await,
        Thing::Person(Some(id)) => match facts.people.iter().find(|person| person.id == *id) {
            Some(person) if change.removes => keep.part_with(person).await,
            _ => keep.person(Some(id.0), &to).await.map(drop),
        },
        Thing::Person(None) if facts.people.len() >= MOST_PEOPLE => Err(Refusal::PeopleTooMany.into()),
        Thing::Person(None) => keep.person(None, &to).await.map(drop),
        Thing::Insurance(Some(id)) if change.removes => end_insurance(write, id.0).await,
        Thing::Insurance(Some(id)) => keep_insurance(write, Some(id.0), &to, Some(held)).await,
        Thing::Insurance(None) if facts.insurances.len() >= MOST_INSURANCES => Err(Refusal::InsurancesTooMany.into()),
        Thing::Insurance(None) => keep_insurance(write, None, &to, Some(held)).await,
    }
}

/// Writes an insurance down, or a new one. Its pictures were held by a proposal, or wait for it.
pub(super) async fn keep_insurance(write: &Change<'_, Staff>, id: Option<Uuid>, values: &Values, held: Option<Uuid>) -> Result<(), Error> {
    let practice = write.practice();
    let insurance = id.unwrap_or_else(|| practice.randomness.id());
    let told = practice.sealer.seal_value(Place("insurances.told", insurance), values);
    let row = insurances::ActiveModel { id: Set(insurance), told: Set(told), ..Default::default() };
    match id {
        Some(_) => drop(row.update(write.db()).await?),
        None => {
            let new = insurances::ActiveModel { chart_id: Set(write.chart()), added_at: Set(write.at()), ended_at: Set(None), ..row };
            new.insert(write.db()).await?;
        }
    }
    let cards = [Part::Front, Part::Back].into_iter().filter_map(|part| values.of(part).parse().ok()).collect::<Vec<Uuid>>();
    if held.is_some() {
        files::hand_on(write, cards, HeldBy::Proposal, HeldBy::Insurance, insurance).await?;
    } else {
        for place in super::card_places(id.unwrap_or(write.chart())) {
            files::take(write, place, HeldBy::Insurance, insurance).await?;
        }
    }
    Keep(write).touch().await
}

/// It counts no longer.
pub(super) async fn end_insurance(write: &Change<'_, Staff>, id: Uuid) -> Result<(), Error> {
    let row = insurances::ActiveModel { id: Set(id), ended_at: Set(Some(write.at())), ..Default::default() };
    row.update(write.db()).await?;
    Keep(write).touch().await
}
