//! A chart and the people around it, as other rooms know them.

use super::table::{care_team, chart_contacts, charts, contacts};
use crate::{actors::Staff, dates, error::Error, stored::By};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Act,
    charts::{Owner, OwnerKind, PostalAddress},
    ids::ContactId,
    information::PersonKind,
};
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{IntoColumnRef, SimpleExpr},
};
use uuid::Uuid;

/// Who a client is, who treats them, and who holds the portal for them.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    pub id: Uuid,
    pub number: i64,
    pub last_name: String,
    pub first_name: String,
    pub preferred_name: Option<String>,
    pub pronouns: Option<String>,
    /// `YYYY-MM-DD`
    pub birth_date: String,
    pub search_last: String,
    pub search_first: String,
    pub primary_clinician_id: Option<Uuid>,
    pub owner: Option<Owner>,
    pub discreet_since: Option<DateTime<Utc>>,
    pub address: PostalAddress,
    /// Whether letters may go there.
    pub may_post: bool,
    pub language: Option<String>,
    /// The client's own, where it is not the practice's.
    pub time_zone: Option<String>,
    /// Since when nothing is booked for this client, because of what is open.
    pub account_frozen_at: Option<DateTime<Utc>>,
    /// Where the client usually comes to.
    pub site_id: Option<Uuid>,
    pub version: i32,
}

impl From<charts::Model> for Chart {
    fn from(row: charts::Model) -> Self {
        let owner = row.owner_kind.and_then(|By(kind)| match kind {
            OwnerKind::Client => Some(Owner::Client),
            OwnerKind::Contact => row.owner_contact_id.map(|id| Owner::Contact(ContactId(id))),
        });
        Self {
            owner,
            id: row.id,
            number: row.number,
            last_name: row.last_name,
            first_name: row.first_name,
            preferred_name: row.preferred_name,
            pronouns: row.pronouns,
            birth_date: row.birth_date,
            search_last: row.search_last,
            search_first: row.search_first,
            primary_clinician_id: row.primary_clinician_id,
            discreet_since: row.discreet_since,
            address: PostalAddress {
                street: row.street.unwrap_or_default(),
                street_2: row.street_2.unwrap_or_default(),
                city: row.city.unwrap_or_default(),
                state: row.state.unwrap_or_default(),
                postal_code: row.postal_code.unwrap_or_default(),
                country: row.country.unwrap_or_default(),
            },
            may_post: row.may_post,
            language: row.language,
            time_zone: row.time_zone,
            account_frozen_at: row.account_frozen_at,
            site_id: row.site_id,
            version: row.version,
        }
    }
}

impl Chart {
    /// "Maya Lindqvist"
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// "Maya", as she goes by.
    pub fn first_called(&self) -> String {
        self.preferred_name.as_ref().unwrap_or(&self.first_name).clone()
    }

    /// "Lindqvist, Maya"
    pub fn listed_name(&self) -> String {
        format!("{}, {}", self.last_name, self.first_name)
    }

    /// "Maya Lindqvist", with the first name that she goes by.
    pub fn called(&self) -> String {
        format!("{} {}", self.preferred_name.as_ref().unwrap_or(&self.first_name), self.last_name)
    }

    pub fn born(&self) -> Result<NaiveDate, Error> {
        dates::read(&self.birth_date)
    }
}

/// A person around a client.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// "mother"
    pub relationship: String,
    pub kind: PersonKind,
    /// Where they work.
    pub organization: Option<String>,
    /// They are called in an emergency.
    pub emergency: bool,
}

impl Contact {
    pub(super) fn of((row, link): (contacts::Model, chart_contacts::Model)) -> Self {
        let contacts::Model { id, first_name, last_name, email, phone, organization, .. } = row;
        let chart_contacts::Model { relationship, kind, emergency, .. } = link;
        Self { id, first_name, last_name, email, phone, relationship, kind: kind.0, organization, emergency }
    }

    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

pub(crate) async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Chart>, DbErr> {
    Ok(charts::by_id(db, id).await?.map(Chart::from))
}

/// The chart, held until the transaction ends: nobody else changes it meanwhile.
pub(crate) async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Chart>, DbErr> {
    Ok(charts::for_update(db, id).await?.map(Chart::from))
}

pub(crate) async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Chart>, DbErr> {
    Ok(charts::by_ids(db, ids).await?.into_iter().map(Chart::from).collect())
}

/// Somebody around the client of a chart, for who has not entered it yet.
pub(crate) async fn contact_of(db: &impl ConnectionTrait, chart: Uuid, id: Uuid) -> Result<Option<Contact>, DbErr> {
    Ok(chart_contacts::one(db, chart, id).await?.map(Contact::of))
}

/// Whether this person's reach for that act covers the chart.
pub(crate) async fn covers(db: &impl ConnectionTrait, staff: &Staff, chart: &Chart, act: Act) -> Result<bool, DbErr> {
    covers_all(db, staff, std::slice::from_ref(chart), act).await
}

/// The same, of several charts.
pub(crate) async fn covers_all(db: &impl ConnectionTrait, staff: &Staff, charts: &[Chart], act: Act) -> Result<bool, DbErr> {
    let Some(people) = staff.clinicians_for(act) else { return Ok(true) };
    let others = charts.iter().filter(|chart| chart.primary_clinician_id.is_none_or(|id| !people.contains(&id)));
    let others: Vec<Uuid> = others.map(|chart| chart.id).collect();
    if people.is_empty() || others.is_empty() {
        return Ok(others.is_empty());
    }
    let with_team = care_team::with_any(db, &others, people).await?;
    Ok(others.iter().all(|chart| with_team.contains(chart)))
}

/// Whether the chart that a column of another table names is one of theirs.
pub(crate) fn is_of_clinicians(people: &[Uuid], chart: impl IntoColumnRef) -> SimpleExpr {
    charts::is_of_clinicians(people, chart)
}

/// Whether there is one, seen or not.
pub(crate) async fn any(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    charts::any(db).await
}
