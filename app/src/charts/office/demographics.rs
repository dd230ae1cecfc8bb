//! **Demographics**: who the client is, how to reach them, who holds the portal for them.
//!
//! One part is edited at a time, as the page's address says, so that a half-finished change never hides behind another.

use super::{
    band::{ChartPage, ChartTab, OfChart, of_chart},
    emails::EmailsPanel,
    owner::OwnerPanel,
    people::{ContactDialog, ContactsPanel, PersonPanel},
    phones::PhonesPanel,
    team::CareTeamPanel,
};
use crate::{
    Done, Failure,
    charts::read_demographics,
    information::{EndInsurance, InsurancePanel, ProposalsPanel, RemovePerson, read_chart_information},
    parts::{Notice, asked, form::Refused},
};
use domain::{
    charts::{Banner, Demographics},
    ids::{ChartId, InsuranceId},
    information::ChartInformation,
};
use leptos::prelude::*;

/// The part that is being edited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Editing {
    Nothing,
    Person,
    Emails,
    Phones,
    Owner,
    /// Somebody around the client.
    Contact,
    Insurance,
}

impl Editing {
    fn now() -> Self {
        match asked("edit").as_deref() {
            Some("person") => Self::Person,
            Some("emails") => Self::Emails,
            Some("phones") => Self::Phones,
            Some("owner") => Self::Owner,
            Some("contact") => Self::Contact,
            Some("insurance") => Self::Insurance,
            _ => Self::Nothing,
        }
    }

    /// Whether parts offer to be edited: not while one is, or what is typed in it would be lost without a word.
    pub(super) fn may_begin(self, page: &Demographics) -> bool {
        page.may_edit && self == Self::Nothing
    }
}

of_chart!(Demographics);

/// The tab, with what the room of My Information has to it.
struct Tab(Demographics, ChartInformation);

impl OfChart for Tab {
    fn banner(&self) -> &Banner {
        self.0.banner()
    }
}

async fn read_tab(chart: ChartId, insurance: Option<InsuranceId>) -> Result<Tab, Failure> {
    Ok(Tab(read_demographics(chart).await?, read_chart_information(chart, insurance).await?))
}

#[component]
pub fn DemographicsPage() -> impl IntoView {
    // What went well before is no news beside what has just been refused.
    let (edited, done) = (Editing::now(), Done::here().filter(|_| asked("refused").is_none()));
    let entry = asked("entry").and_then(|entry| entry.parse().ok()).filter(|_| edited == Editing::Insurance);
    let load = move |chart| read_tab(chart, entry);
    view! { <ChartPage title="Demographics" tab=ChartTab::Demographics load show=move |tab: Tab| view! { <TabView tab edited done/> }.into_any()/> }
}

#[component]
fn TabView(tab: Tab, edited: Editing, done: Option<Done>) -> impl IntoView {
    let Tab(page, information) = tab;
    let editing = if page.may_edit { edited } else { Editing::Nothing };
    let (chart, begins) = (page.banner.id, editing.may_begin(&page));
    let ChartInformation { facts, proposals, may_edit, waiting } = information;
    let waiting = waiting.map(|(place, files)| (place.to_string(), files));
    view! {
        <DoneNotice done/>
        <Refused<RemovePerson>/>
        <Refused<EndInsurance>/>
        <div class="panels">
            <ProposalsPanel chart proposals may_edit/>
            <div class="column">
                <PersonPanel page=page.clone() editing/>
                <OwnerPanel page=page.clone() editing/>
                <CareTeamPanel page=page.clone() editing/>
                <InsurancePanel chart insurances=facts.insurances waiting begins editing=editing == Editing::Insurance/>
            </div>
            <div class="column">
                <section class="panel" aria-label="Contacts">
                    <header class="panel-head"><h2>"Contacts"</h2></header>
                    <EmailsPanel page=page.clone() editing/>
                    <PhonesPanel page=page.clone() editing/>
                    <ContactsPanel page people=facts.people editing/>
                </section>
            </div>
        </div>
        {begins.then(|| view! { <ContactDialog chart/> })}
    }
}

#[component]
fn DoneNotice(done: Option<Done>) -> impl IntoView {
    let head = match done {
        Some(Done::Saved) => "The changes are saved.",
        Some(Done::Emails) => "The e-mail addresses are saved.",
        Some(Done::Phones) => "The telephone numbers, address and time zone are saved.",
        Some(Done::Owner) => "The Chart Owner is assigned.",
        Some(Done::Team) => "The care team is changed. It counts at once.",
        Some(Done::Contact) => "The related contact is added.",
        Some(Done::Changed) => "The related contact is saved.",
        Some(Done::Removed) => "The related contact is removed from this chart.",
        Some(Done::Recorded) => "The insurance is saved.",
        Some(Done::Ended) => "The insurance is removed.",
        Some(Done::Settled) => "Answered. The client is told by e-mail, and sees each answer in the portal.",
        _ => return ().into_any(),
    };
    view! { <Notice head/> }.into_any()
}
