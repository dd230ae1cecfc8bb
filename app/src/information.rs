//! My Information: what the Chart Owner sees of the chart and proposes to change, and what staff answer. The room's functions.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

mod cards;
mod office;
mod portal;
mod refusals;
mod words;

pub use office::{InsurancePanel, PeoplePanel, ProposalsPanel};
pub use portal::MyInformationPage;
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    charts::PhoneEntry,
    ids::{ChangeId, ChartId, ContactId, GrantId, InsuranceId},
    information::{AnswerEntry, ChartInformation, MyInformation},
};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::{
    charts::PostalAddress,
    information::{AboutDraft, InsuranceDraft, PersonDraft, ReachDraft},
};
use leptos::prelude::*;

// Portal

loader! {
    /// **My Information**; `entry` is the insurance that is being changed.
    pub async fn read_my_information(grant: Option<GrantId>, entry: Option<InsuranceId>) -> Result<MyInformation, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.information().await?.read(entry).await?)
    }
}

/// Back to the page, at what waits there.
#[allow(dead_code, reason = "only the server leads there")]
fn proposed(grant: Option<GrantId>) -> Went {
    Went::to(routes::acting(routes::INFORMATION, grant)).done(Done::Sent).at("changes")
}

/// Proposes other names, another birth date, language or time zone.
#[server(prefix = "/api", endpoint = "client/information/propose_about")]
pub async fn propose_about(
    grant: Option<GrantId>,
    #[server(default)] seen: String,
    #[server(default)] last_name: String,
    #[server(default)] first_name: String,
    #[server(default)] preferred_name: String,
    #[server(default)] pronouns: String,
    #[server(default)] birth_date: String,
    #[server(default)] language: String,
    #[server(default)] time_zone: String,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let draft = AboutDraft { seen, last_name, first_name, preferred_name, pronouns, birth_date, language, time_zone };
    client.information().await?.propose_about(&draft).await?;
    Ok(proposed(grant))
}

/// Proposes other telephone numbers, or another address, and what is safe there.
#[server(prefix = "/api", endpoint = "client/information/propose_reach")]
pub async fn propose_reach(
    grant: Option<GrantId>,
    #[server(default)] seen: String,
    #[server(default)] phones: Vec<PhoneEntry>,
    #[server(default)] street: String,
    #[server(default)] street_2: String,
    #[server(default)] city: String,
    #[server(default)] state: String,
    #[server(default)] postal_code: String,
    #[server(default)] country: String,
    #[server(default)] may_post: bool,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let address = PostalAddress { street, street_2, city, state, postal_code, country };
    client.information().await?.propose_reach(&ReachDraft { seen, phones, address, may_post }).await?;
    Ok(proposed(grant))
}

/// Proposes somebody new around the client, or something else about somebody.
#[server(prefix = "/api", endpoint = "client/information/propose_person")]
pub async fn propose_person(
    grant: Option<GrantId>,
    #[server(default)] person: Option<ContactId>,
    #[server(default)] seen: String,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] relationship: String,
    #[server(default)] kind: String,
    #[server(default)] organization: String,
    #[server(default)] phone: String,
    #[server(default)] emergency: bool,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let draft = PersonDraft { seen, first_name, last_name, relationship, kind, organization, phone, emergency };
    client.information().await?.propose_person(person, &draft).await?;
    Ok(proposed(grant))
}

/// Proposes that somebody is no longer around the client.
#[server(prefix = "/api", endpoint = "client/information/propose_parting")]
pub async fn propose_parting(grant: Option<GrantId>, person: ContactId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.information().await?.propose_parting(person).await?;
    Ok(proposed(grant))
}

/// Proposes a new insurance, or something else about one.
#[server(prefix = "/api", endpoint = "client/information/propose_insurance")]
pub async fn propose_insurance(
    grant: Option<GrantId>,
    #[server(default)] insurance: Option<InsuranceId>,
    #[server(default)] seen: String,
    #[server(default)] payer: String,
    #[server(default)] member_id: String,
    #[server(default)] group_number: String,
    #[server(default)] holder: String,
    #[server(default)] front_file: String,
    #[server(default)] back_file: String,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let draft = InsuranceDraft { seen, payer, member_id, group_number, holder };
    // A browser that was not asked to send the files says only what they are called.
    let chosen = !front_file.is_empty() || !back_file.is_empty();
    client.information().await?.propose_insurance(insurance, &draft, chosen).await?;
    Ok(proposed(grant))
}

/// Proposes that an insurance counts no longer.
#[server(prefix = "/api", endpoint = "client/information/propose_ending")]
pub async fn propose_ending(grant: Option<GrantId>, insurance: InsuranceId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.information().await?.propose_ending(insurance).await?;
    Ok(proposed(grant))
}

/// Takes a proposed change back.
#[server(prefix = "/api", endpoint = "client/information/take_back")]
pub async fn take_back_change(grant: Option<GrantId>, change: ChangeId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.information().await?.take_back(change).await?;
    Ok(Went::to(routes::acting(routes::INFORMATION, grant)).done(Done::Undone).at("changes"))
}

// Office

loader! {
    /// What Demographics shows of people, insurances and proposals; `entry` is the insurance that is being changed.
    pub async fn read_chart_information(chart: ChartId, entry: Option<InsuranceId>) -> Result<ChartInformation, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.information(chart).await?.read(entry).await?)
    }
}

/// Answers what waits: each as it was chosen, or everything alike, as `then` says.
#[server(prefix = "/api", endpoint = "staff/information/answer")]
pub async fn answer_changes(
    chart: ChartId,
    #[server(default)] seen: String,
    #[server(default)] answers: Vec<AnswerEntry>,
    #[server(default)] reason: String,
    #[server(default)] then: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let all = domain::information::Verdict::from_name(&then);
    staff.information(chart).await?.answer(&backend::Answers { all, reason, each: answers, seen }).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Settled))
}

/// Changes somebody around the client, or adds somebody. `version` is what the form showed of them.
#[server(prefix = "/api", endpoint = "staff/information/save_person")]
pub async fn save_person(
    chart: ChartId,
    #[server(default)] person: Option<ContactId>,
    #[server(default)] version: String,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] relationship: String,
    #[server(default)] kind: String,
    #[server(default)] organization: String,
    #[server(default)] phone: String,
    #[server(default)] emergency: bool,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = PersonDraft { seen: version, first_name, last_name, relationship, kind, organization, phone, emergency };
    staff.information(chart).await?.save_person(person, &draft).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Changed).at("people"))
}

/// Takes somebody off the chart.
#[server(prefix = "/api", endpoint = "staff/information/remove_person")]
pub async fn remove_person(chart: ChartId, person: ContactId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.information(chart).await?.remove_person(person).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Removed).at("people"))
}

/// Changes an insurance, or adds one. `version` is what the form showed of it.
#[server(prefix = "/api", endpoint = "staff/information/save_insurance")]
pub async fn save_insurance(
    chart: ChartId,
    #[server(default)] insurance: Option<InsuranceId>,
    #[server(default)] version: String,
    #[server(default)] payer: String,
    #[server(default)] member_id: String,
    #[server(default)] group_number: String,
    #[server(default)] holder: String,
    #[server(default)] front_file: String,
    #[server(default)] back_file: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = InsuranceDraft { seen: version, payer, member_id, group_number, holder };
    let chosen = !front_file.is_empty() || !back_file.is_empty();
    staff.information(chart).await?.save_insurance(insurance, &draft, chosen).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Recorded).at("insurance"))
}

/// An insurance counts no longer.
#[server(prefix = "/api", endpoint = "staff/information/end_insurance")]
pub async fn end_insurance(chart: ChartId, insurance: InsuranceId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.information(chart).await?.end_insurance(insurance).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Ended).at("insurance"))
}
