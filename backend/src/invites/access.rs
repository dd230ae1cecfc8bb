//! How things stand between a chart and the portal.

use super::table::{grants, invites};
use crate::{
    actors::Staff,
    charts::{
        owner_of,
        table::{chart_contacts, charts, contacts},
    },
    dates,
    error::Error,
    notices,
    practice::Practice,
    settings,
    sign_in::table::accounts,
};
use domain::{
    charts::Owner,
    invites::{Access, GrantFacts, PortalStatus, check_ready, portal_status},
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// Who holds, or would hold, the portal for a chart.
pub(crate) struct ChartOwner {
    /// "Maya Lindqvist", "Ingrid Lindqvist (mother)"
    pub label: String,
    pub email: Option<String>,
    pub contact: Option<contacts::Model>,
}

pub(crate) async fn owner(db: &impl ConnectionTrait, chart: &charts::Model) -> Result<Option<ChartOwner>, Error> {
    match owner_of(chart) {
        None => Ok(None),
        Some(Owner::Client) => {
            let email = super::first_email(db, chart.id).await?;
            Ok(Some(ChartOwner { label: chart.full_name(), email, contact: None }))
        }
        Some(Owner::Contact(id)) => {
            let people = chart_contacts::of_chart(db, chart.id).await?;
            Ok(people.into_iter().find(|(person, _)| person.id == id.0).map(|(person, relationship)| ChartOwner {
                label: format!("{} ({relationship})", person.full_name()),
                email: person.email.clone(),
                contact: Some(person),
            }))
        }
    }
}

/// Where an invitation goes: to the owner, or, while there is none yet, to what the chart has.
pub(super) async fn address(db: &impl ConnectionTrait, chart: &charts::Model, owner: Option<&ChartOwner>) -> Result<Option<String>, Error> {
    match owner {
        Some(owner) => Ok(owner.email.clone()),
        None => super::first_email(db, chart.id).await,
    }
}

/// The access that the chart's owner has or is invited to.
pub(crate) async fn open_grant(db: &impl ConnectionTrait, chart: Uuid) -> Result<Option<grants::Model>, Error> {
    Ok(grants::open_of_chart(db, chart).await?)
}

/// The tag of one chart.
pub(crate) async fn status(practice: &Practice, chart: Uuid) -> Result<PortalStatus, Error> {
    Ok(statuses(practice, &[chart]).await?.remove(&chart).unwrap_or(PortalStatus::NoPortalAccess))
}

/// The tags of many charts, in two queries.
pub(crate) async fn statuses(practice: &Practice, charts: &[Uuid]) -> Result<HashMap<Uuid, PortalStatus>, Error> {
    let db = practice.db.read();
    let now = practice.clock.now();
    let newest: HashMap<Uuid, grants::Model> =
        grants::of_charts(db, charts).await?.into_iter().map(|grant| (grant.chart_id, grant)).collect();
    let links = invites::of_grants(db, newest.values().map(|grant| grant.id).collect()).await?;
    let ends: HashMap<Uuid, _> = links.into_iter().map(|link| (link.grant_id, link.ends_at)).collect();
    Ok(newest
        .into_iter()
        .map(|(chart, grant)| {
            let facts = GrantFacts {
                granted: true,
                registered: grant.registered_at.is_some(),
                revoked: grant.revoked_at.is_some(),
                link_ends_at: ends.get(&grant.id).copied(),
            };
            (chart, portal_status(facts, now))
        })
        .collect())
}

/// Everything in the section **Client Portal**.
pub(crate) async fn access(staff: &Staff, chart: &charts::Model) -> Result<Access, Error> {
    let practice = &staff.practice;
    let db = practice.db.read();
    let zone = dates::zone(&settings::load(practice).await?.zone);
    let owner = owner(db, chart).await?;
    let address = address(db, chart, owner.as_ref()).await?;
    let missing = check_ready(address.is_some(), owner.is_some(), !chart.birth_date.is_empty()).err().unwrap_or_default();
    let grant = grants::of_charts(db, &[chart.id]).await?.pop();
    let account = match grant.as_ref().and_then(|grant| grant.account_id) {
        Some(id) => accounts::by_id(db, id).await?,
        None => None,
    };
    let link = match &grant {
        Some(grant) => invites::of_grants(db, vec![grant.id]).await?.pop(),
        None => None,
    };
    let mail = match &link {
        Some(link) => notices::invitation(db, link.id, zone).await?,
        None => None,
    };
    let moment = |at| dates::moment(at, zone);
    Ok(Access {
        status: status(practice, chart.id).await?,
        owner_is_contact: owner.as_ref().is_some_and(|owner| owner.contact.is_some()),
        owner: owner.map(|owner| owner.label),
        address,
        missing,
        activated_at: grant.as_ref().map(|grant| moment(grant.activated_at)),
        mail,
        link_ends: link.map(|link| moment(link.ends_at)),
        registered_at: grant.as_ref().and_then(|grant| grant.registered_at).map(moment),
        last_sign_in: account.as_ref().and_then(|account| account.last_sign_in_at).map(moment),
        sign_in_email: account.map(|account| account.email),
    })
}
