//! Charts: finding them, opening them, keeping them right. The room's functions.
//!
//! Nothing here decides who may open which chart: the backend does, and a chart out of reach is not found.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

mod office;
mod refusals;

pub(crate) use office::of_chart;
pub use office::{
    ChartFacePage, ChartFrame, ChartPage, ChartRoomPage, ChartTab, ChildField, CommunicationsNav, DemographicsPage, DocumentsNav,
    NewChartPage, OfChart,
};
pub use refusals::sentence;

use crate::{Done, Failure, Went, routes};
use domain::{
    charts::{ChartFace, ChartRoom, Demographics, PhoneEntry},
    forms::PackageLine,
    ids::{ChartId, PackageId, SiteId, StaffId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What **New chart** offers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewChart {
    pub clinicians: Vec<(StaffId, String)>,
    /// The packages of forms that can go along, and the one that does by itself.
    pub packages: Vec<PackageLine>,
    pub usual: Option<PackageId>,
    /// The practice invites every new client, unless the box is cleared.
    pub invites: bool,
    /// Where clients come to, once the practice has said where that is.
    pub sites: Vec<(SiteId, String)>,
}

/// One page of the **Chart Room**: the first, unless another is named. They count from 1. Pages far down are reached by turning:
/// `after` the last line of one, or `before` its first.
#[server(prefix = "/api", endpoint = "staff/charts/list")]
pub async fn list_charts(
    #[server(default)] search: String,
    #[server(default)] page: Option<u32>,
    #[server(default)] after: Option<ChartId>,
    #[server(default)] before: Option<ChartId>,
) -> Result<ChartRoom, Failure> {
    use domain::charts::Turn;
    let staff = crate::actor::staff().await?;
    let charts = staff.charts().await?;
    let turn = after.map(Turn::After).or(before.map(Turn::Before));
    Ok(charts.room_beside(&search, page.unwrap_or(1), turn).await?)
}

loader! {
    /// What **New chart** offers.
    pub async fn read_new_chart() -> Result<NewChart, Failure> {
        let staff = crate::actor::staff().await?;
        let charts = staff.charts().await?;
        let (packages, usual) = charts.packages_for_new().await?;
        let (clinicians, sites) = (charts.clinicians_for_new().await?, charts.sites_for_new().await?);
        Ok(NewChart { clinicians, packages, usual, invites: charts.invites_new().await?, sites })
    }
}

/// Creates a chart and opens it. With `invite`, its owner is invited to the portal at once; where that is refused, the
/// chart stays, and its **Communications** tab says what is missing.
#[server(prefix = "/api", endpoint = "staff/charts/create")]
pub async fn create_chart(
    last_name: String,
    first_name: String,
    birth_date: String,
    #[server(default)] email: String,
    #[server(default)] owner: String,
    #[server(default)] primary_clinician: Option<StaffId>,
    #[server(default)] invite: bool,
    #[server(default)] another: bool,
    #[server(default)] child: bool,
    #[server(default)] package: Option<PackageId>,
    #[server(default)] site: Option<SiteId>,
    #[server(default)] owner_first_name: String,
    #[server(default)] owner_last_name: String,
    #[server(default)] owner_relationship: String,
    #[server(default)] owner_email: String,
    #[server(default)] owner_phone: String,
    #[server(default)] same: String,
) -> Result<Went, Failure> {
    use backend::NewOwner;
    let staff = crate::actor::staff().await?;
    let owner = match owner.as_str() {
        "client" => NewOwner::Client,
        "contact" => NewOwner::Contact(backend::ContactDraft {
            first_name: owner_first_name,
            last_name: owner_last_name,
            relationship: owner_relationship,
            email: owner_email,
            phone: owner_phone,
            same,
        }),
        _ => NewOwner::Later,
    };
    let package = package.map_or(backend::NewClientPackage::None, backend::NewClientPackage::This);
    let draft =
        backend::ChartDraft { last_name, first_name, birth_date, email, owner, site, primary_clinician, invite, another, child, package };
    let new = staff.charts().await?.create(draft).await?;
    let chart = new.id();
    if !new.is_to_be_invited() {
        return Ok(Went::to(routes::chart_face(chart)).done(Done::Created));
    }
    // The chart is there, whatever becomes of the invitation: the page behind says what is missing.
    let invited = match staff.invites().await {
        Ok(invites) => invites.invite_new(new).await.map(drop),
        Err(error) => Err(error),
    };
    if let Err(error) = &invited {
        tracing::warn!(%chart, %error, "a new client was not invited");
    }
    let done = if invited.is_ok() { Done::Activated } else { Done::NotInvited };
    Ok(Went::to(routes::chart_communications(chart)).done(done))
}

loader! {
    /// The **Chart Face**.
    pub async fn read_face(chart: ChartId) -> Result<ChartFace, Failure> {
        let staff = crate::actor::staff().await?;
        let charts = staff.charts().await?;
        Ok(charts.face(chart).await?)
    }
}

loader! {
    /// **Demographics**.
    pub async fn read_demographics(chart: ChartId) -> Result<Demographics, Failure> {
        let staff = crate::actor::staff().await?;
        let charts = staff.charts().await?;
        Ok(charts.demographics(chart).await?)
    }
}

/// Changes names, pronouns, birth date and primary clinician, unless somebody else did so after `version`.
#[server(prefix = "/api", endpoint = "staff/charts/change_demographics")]
pub async fn change_demographics(
    chart: ChartId,
    version: i32,
    last_name: String,
    first_name: String,
    #[server(default)] preferred_name: String,
    #[server(default)] pronouns: String,
    #[server(default)] language: String,
    birth_date: String,
    #[server(default)] primary_clinician: Option<StaffId>,
    #[server(default)] site: Option<SiteId>,
) -> Result<Went, Failure> {
    let change = backend::DemographicsChange {
        last_name,
        first_name,
        preferred_name,
        pronouns,
        language,
        birth_date,
        primary_clinician,
        site,
        version,
    };
    let staff = crate::actor::staff().await?;
    let still_there = staff.charts().await?.change_demographics(chart, change).await?;
    Ok(changed(chart, still_there, Done::Saved))
}

/// Changes telephone numbers, postal address and time zone, unless somebody else changed the chart after `version`.
#[server(prefix = "/api", endpoint = "staff/charts/change_phones")]
pub async fn change_phones(
    chart: ChartId,
    version: i32,
    #[server(default)] phones: Vec<PhoneEntry>,
    #[server(default)] street: String,
    #[server(default)] street_2: String,
    #[server(default)] city: String,
    #[server(default)] state: String,
    #[server(default)] postal_code: String,
    #[server(default)] country: String,
    #[server(default)] may_post: bool,
    #[server(default)] time_zone: String,
) -> Result<Went, Failure> {
    let address = domain::charts::PostalAddress { street, street_2, city, state, postal_code, country };
    let change = backend::PhonesChange { phones, address, may_post, time_zone, version };
    let staff = crate::actor::staff().await?;
    staff.charts().await?.change_phones(chart, change).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Phones).at("phones"))
}

/// Back to **Demographics**; or to the **Chart Room**, for who has just lost sight of the chart.
#[allow(dead_code, reason = "only the server leads there")]
fn changed(chart: ChartId, still_there: bool, done: Done) -> Went {
    if still_there { Went::to(routes::chart_demographics(chart)).done(done) } else { Went::to(routes::CHART_ROOM).done(Done::Gone) }
}

/// Lets somebody who treats clients work with this one.
#[server(prefix = "/api", endpoint = "staff/charts/add_to_care_team")]
pub async fn add_to_care_team(chart: ChartId, #[server(default)] member: Option<StaffId>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.charts().await?.add_to_care_team(chart, member).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Team))
}

/// Takes somebody out of the care team. Who takes out themselves may have lost sight of the chart.
#[server(prefix = "/api", endpoint = "staff/charts/remove_from_care_team")]
pub async fn remove_from_care_team(chart: ChartId, member: StaffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let still_there = staff.charts().await?.remove_from_care_team(chart, member).await?;
    Ok(changed(chart, still_there, Done::Team))
}

/// **Add**, **Remove** and **Save** of the list of addresses. Only **Save** changes the chart: until then the form comes back
/// with what stands in it, and **Cancel** leaves that behind (IC-01).
#[server(prefix = "/api", endpoint = "staff/charts/change_emails")]
pub async fn change_emails(
    chart: ChartId,
    #[server(default)] removed: String,
    #[server(default)] added: String,
    #[server(default)] kind: String,
    #[server(default)] email: String,
    #[server(default)] then: String,
) -> Result<Went, Failure> {
    use domain::charts::{EmailChanges, EmailStep};
    let staff = crate::actor::staff().await?;
    let charts = staff.charts().await?;
    let step = EmailStep::read(&then);
    let changes = EmailChanges::read(&removed, &added).after(&step, &kind, &email).map_err(backend::Error::from)?;
    if step == EmailStep::Add {
        charts.check_emails(chart, &changes).await?;
    }
    if step != EmailStep::Save {
        return Err(Failure(domain::Failure::Refused(Vec::new())));
    }
    charts.change_emails(chart, &changes).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Emails).at("emails"))
}

/// Records a person around the client.
#[server(prefix = "/api", endpoint = "staff/charts/add_contact")]
pub async fn add_contact(
    chart: ChartId,
    first_name: String,
    last_name: String,
    relationship: String,
    #[server(default)] email: String,
    #[server(default)] phone: String,
    #[server(default)] same: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = backend::ContactDraft { first_name, last_name, relationship, email, phone, same };
    staff.charts().await?.add_contact(chart, &draft).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Contact))
}

/// Assigns the **Chart Owner**: "client", or the id of a related contact.
#[server(prefix = "/api", endpoint = "staff/charts/assign_owner")]
pub async fn assign_owner(chart: ChartId, #[server(default)] owner: String, child: Option<String>) -> Result<Went, Failure> {
    let owner = owner_named(&owner)?;
    let staff = crate::actor::staff().await?;
    staff.charts().await?.assign_owner(chart, owner, child.is_some()).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Owner))
}

/// The owner that a form names: "client", or the id of a related contact.
#[allow(dead_code, reason = "only the server reads forms")]
pub fn owner_named(owner: &str) -> Result<domain::charts::Owner, Failure> {
    use domain::charts::{Owner, Refusal};
    match owner {
        "client" => Ok(Owner::Client),
        contact => contact.parse().map(Owner::Contact).map_err(|_| Failure::refused(Refusal::OwnerUnknown)),
    }
}
