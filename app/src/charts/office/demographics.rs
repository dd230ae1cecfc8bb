//! **Demographics**: who the client is, how to reach them, who holds the portal for them.
//!
//! One part is edited at a time, as the page's address says, so that a half-finished change never hides behind another.

use super::{
    band::{ChartPage, ChartTab, of_chart},
    emails::EmailsPanel,
    owner::OwnerPanel,
    people::{ContactDialog, ContactsPanel, PersonPanel},
    phones::PhonesPanel,
    team::CareTeamPanel,
};
use crate::{
    Done,
    charts::read_demographics,
    parts::{Notice, asked},
};
use domain::charts::Demographics;
use leptos::prelude::*;

/// The part that is being edited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Editing {
    Nothing,
    Person,
    Emails,
    Phones,
    Owner,
}

impl Editing {
    fn now() -> Self {
        match asked("edit").as_deref() {
            Some("person") => Self::Person,
            Some("emails") => Self::Emails,
            Some("phones") => Self::Phones,
            Some("owner") => Self::Owner,
            _ => Self::Nothing,
        }
    }

    /// Whether parts offer to be edited: not while one is, or what is typed in it would be lost without a word.
    pub(super) fn may_begin(self, page: &Demographics) -> bool {
        page.may_edit && self == Self::Nothing
    }
}

of_chart!(Demographics);

#[component]
pub fn DemographicsPage() -> impl IntoView {
    // What went well before is no news beside what has just been refused.
    let (edited, done) = (Editing::now(), Done::here().filter(|_| asked("refused").is_none()));
    view! {
        <ChartPage title="Demographics" tab=ChartTab::Demographics load=read_demographics show=move |page: Demographics| {
            let editing = if page.may_edit { edited } else { Editing::Nothing };
            let (chart, adds) = (page.banner.id, editing.may_begin(&page));
            view! {
                <DoneNotice done/>
                <div class="panels">
                    <div class="column">
                        <PersonPanel page=page.clone() editing/>
                        <OwnerPanel page=page.clone() editing/>
                        <CareTeamPanel page=page.clone() editing/>
                    </div>
                    <div class="column">
                        <section class="panel" aria-label="Contacts">
                            <header class="panel-head"><h2>"Contacts"</h2></header>
                            <EmailsPanel page=page.clone() editing/>
                            <PhonesPanel page=page.clone() editing/>
                            <ContactsPanel page editing/>
                        </section>
                    </div>
                </div>
                {adds.then(|| view! { <ContactDialog chart/> })}
            }
            .into_any()
        }/>
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
        _ => return ().into_any(),
    };
    view! { <Notice head/> }.into_any()
}
