//! What stands of proposals in lists, opened.

use super::table::information_changes::{self, Model};
use crate::{
    dates,
    error::Error,
    files,
    files::Uploads,
    in_chart::{InChart, Within},
    practice::Practice,
    sealing::Place,
    secrets::sha256,
    sign_in,
};
use chrono_tz::Tz;
use domain::{
    files::{FileLine, HeldBy},
    ids::ChangeId,
    information::{Change as Proposed, ChangeLine, Facts, Part, PartLine, Thing, Values},
};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) fn proposed(practice: &Practice, row: &Model) -> Result<Proposed, Error> {
    Ok(practice.sealer.open_value(Place("information_changes.proposed", row.id), &row.proposed)?)
}

/// The pictures beside the insurances.
pub(super) async fn with_cards<A: Uploads>(chart: &InChart<'_, A>, mut facts: Facts) -> Result<Facts, Error> {
    let ids = facts.insurances.iter().map(|insurance| insurance.id.0).collect();
    let mut held = files::held(chart, HeldBy::Insurance, ids).await?;
    for insurance in &mut facts.insurances {
        let files = held.remove(&insurance.id.0).unwrap_or_default();
        insurance.cards = cards(&insurance.values, files);
    }
    Ok(facts)
}

/// Front and back, of everything that is held.
fn cards(values: &Values, files: Vec<FileLine>) -> Vec<FileLine> {
    let sides = [Part::Front, Part::Back].map(|part| values.of(part).to_owned());
    sides.iter().filter_map(|side| files.iter().find(|file| file.id.to_string() == *side).cloned()).collect()
}

/// With staff's names where `by_staff`.
pub(super) async fn of_changes<A: Uploads>(
    chart: &InChart<'_, A>,
    rows: Vec<Model>,
    facts: &Facts,
    zone: Tz,
    by_staff: bool,
) -> Result<Vec<ChangeLine>, Error> {
    let practice = chart.practice();
    let accounts = sign_in::accounts(chart.db(), rows.iter().map(|row| row.account_id)).await?;
    let staff = sign_in::members(chart.db(), rows.iter().filter_map(|row| row.answered_by).collect()).await?;
    let opened = rows.into_iter().map(|row| Ok((proposed(practice, &row)?, row))).collect::<Result<Vec<_>, Error>>()?;
    let ids: Vec<Uuid> = opened.iter().map(|(_, row)| row.id).collect();
    let mut held = files::held(chart, HeldBy::Proposal, ids).await?;
    let of_insurances: HashMap<Uuid, Vec<FileLine>> =
        facts.insurances.iter().map(|insurance| (insurance.id.0, insurance.cards.clone())).collect();
    let line = |(change, row): (Proposed, Model)| -> Result<ChangeLine, Error> {
        let now = facts.values(&change.thing);
        let gone = !change.thing.is_new() && now == Values::default();
        let waits = row.answered_at.is_none();
        let mut pictures = held.remove(&row.id).unwrap_or_default();
        if let Thing::Insurance(Some(id)) = &change.thing {
            pictures.extend(of_insurances.get(&id.0).cloned().unwrap_or_default());
        }
        let reason = match &row.reason {
            Some(sealed) => {
                let words = practice.sealer.open(Place("information_changes.reason", row.id), sealed)?;
                Some(String::from_utf8_lossy(&words).into_owned())
            }
            None => None,
        };
        Ok(ChangeLine {
            id: ChangeId(row.id),
            name: name(&change, &now),
            removes: change.removes,
            parts: change
                .parts
                .iter()
                .map(|part| {
                    let standing = now.of(part.part).to_owned();
                    let differs = waits && !gone && standing != part.was && standing != part.to;
                    PartLine { part: part.part, was: part.was.clone(), now: differs.then_some(standing), to: part.to.clone() }
                })
                .collect(),
            thing: change.thing,
            cards: pictures,
            state: row.state.0,
            by: accounts.iter().find(|account| account.id == row.account_id).map(|account| account.full_name()).unwrap_or_default(),
            proposed: dates::moment(row.proposed_at, zone),
            answered: row.answered_at.map(|at| dates::moment(at, zone)),
            answered_by: row
                .answered_by
                .filter(|_| by_staff)
                .and_then(|id| staff.iter().find(|member| member.id == id).map(|member| member.signed_name())),
            reason,
            gone: gone && waits,
        })
    };
    opened.into_iter().map(line).collect()
}

/// Whom or what a change is about: as it is now, or else as it was, or as it is to be.
fn name(change: &Proposed, now: &Values) -> String {
    let said = |part: Part| {
        let proposed = change.parts.iter().find(|of| of.part == part);
        let known = [now.of(part), proposed.map_or("", |of| of.was.as_str()), proposed.map_or("", |of| of.to.as_str())];
        known.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    };
    match change.thing {
        Thing::About | Thing::Address => String::new(),
        Thing::Phone(_) => said(Part::Number),
        Thing::Person(_) => format!("{} {}", said(Part::GivenName), said(Part::FamilyName)).trim().to_owned(),
        Thing::Insurance(_) => said(Part::Payer),
    }
}

/// What was seen of what waits: the changes, and what each is about as it stands.
pub(super) fn seen(practice: &Practice, rows: &[Model], facts: &Facts) -> Result<String, Error> {
    let mut told = String::new();
    for row in rows {
        let change = proposed(practice, row)?;
        let now = facts.values(&change.thing);
        let parts = change.parts.iter().map(|part| (now.of(part.part), part));
        told.push_str(&serde_json::to_string(&(row.id, parts.collect::<Vec<_>>())).map_err(Error::unexpected)?);
    }
    Ok(hex::encode(sha256(told.as_bytes())))
}

/// So many answered ones stand in a list.
pub(super) const SHOWN: u64 = 30;

/// The newest of those that were answered, and whether there are more.
pub(super) async fn answered(chart: &impl Within) -> Result<(Vec<Model>, bool), Error> {
    let mut rows = information_changes::answered(chart, SHOWN + 1).await?;
    let more = rows.len() as u64 > SHOWN;
    rows.truncate(SHOWN as usize);
    Ok((rows, more))
}
