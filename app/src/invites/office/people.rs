//! Other people with access: each with a page of their own, and the way to give it to somebody else.

use super::reason::ReasonFields;
use crate::{
    invites::{AdmitContact, PortalTag},
    parts::{
        CancelButton, Dialog, DialogButton, Icon, Panel, calendar,
        form::{CheckField, Form, SelectField, TextField},
    },
    routes,
};
use domain::{
    Refusal,
    charts::{ContactLine, Owner},
    ids::ChartId,
    invites::{Communications, GrantLine},
};
use leptos::prelude::*;

#[component]
pub(super) fn PeoplePanel(page: Communications) -> impl IntoView {
    let (chart, nobody_left) = (page.banner.id, without_access(&page).is_empty());
    let admit = (!nobody_left).then(|| {
        view! { <DialogButton opens="admit" class="btn quiet small"><Icon name="plus"/>"Give somebody access"</DialogButton> }
    });
    let linked = page.linked;
    view! {
        <Panel title="Other people with access" acts=admit.into_any()>
            {if linked.is_empty() {
                view! { <p class="sub">"Nobody besides the Chart Owner."</p> }.into_any()
            } else {
                view! { <ul class="rows bare">{linked.into_iter().map(|line| view! { <PersonRow chart line/> }).collect_view()}</ul> }
                    .into_any()
            }}
            {nobody_left.then(|| view! { <AddFirst chart/> })}
        </Panel>
    }
}

#[component]
fn AddFirst(chart: ChartId) -> impl IntoView {
    view! {
        <p class="hint block">
            "To give somebody else access, "
            <a href=routes::in_state(routes::chart_demographics(chart), "dialog", "contact")>"add them as a related contact"</a>
            " under Demographics first."
        </p>
    }
}

#[component]
fn PersonRow(chart: ChartId, line: GrantLine) -> impl IntoView {
    let until = line.until.map(|day| format!("until {}", calendar().order.day(day)));
    let facts: Vec<String> = [Some(line.relationship), Some(line.scopes), until, line.email].into_iter().flatten().collect();
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <a class="row-name" href=routes::chart_grant(chart, line.id)>{line.name}</a>
                    <span class="row-fact num">{facts.join(", ")}</span>
                </span>
                <span class="row-end"><PortalTag status=line.status/></span>
            </div>
        </li>
    }
}

/// Other windows of the page have fields of the same names.
fn field_of_admit(refusal: Refusal) -> Option<&'static str> {
    refusal.field().map(|field| match field {
        "email" => "admit-email",
        "legal_basis" => "admit-legal_basis",
        "ends_on" => "admit-ends_on",
        field => field,
    })
}

/// Gives one of the related contacts access.
#[component]
pub(super) fn AdmitDialog(page: Communications) -> impl IntoView {
    let (chart, people, of_age) = (page.banner.id, without_access(&page), page.of_age);
    (!people.is_empty()).then(|| {
        view! {
            <Dialog id="admit">
                <header class="dialog-head"><h2 id="admit-head">"Give somebody access"</h2></header>
                <Form<AdmitContact> class="dialog-body" field=field_of_admit fields=vec![("chart", chart.to_string())]>
                    <p>"They are invited, and see appointments only, until you widen it."</p>
                    <SelectField name="contact" label="Who" options=options(people)/>
                    <TextField
                        id="admit-email"
                        name="email"
                        label="E-mail"
                        kind="email"
                        hint="Only if none is recorded for this person."
                        autocomplete="off"
                    />
                    {of_age.then(|| view! { <ReasonFields ids=("admit-legal_basis", "admit-ends_on")/> })}
                    <CheckField id="admit-link" name="link">"The address has a portal account already: offer it to that account"</CheckField>
                    <div class="acts">
                        <button class="btn">"Give access"</button>
                        <CancelButton/>
                    </div>
                </Form<AdmitContact>>
            </Dialog>
        }
    })
}

fn options(people: Vec<ContactLine>) -> Vec<(String, String)> {
    let words = |contact: &ContactLine| {
        let address = contact.email.as_deref().unwrap_or("no e-mail recorded");
        format!("{} ({}), {address}", contact.name, contact.relationship)
    };
    people.into_iter().map(|contact| (contact.id.to_string(), words(&contact))).collect()
}

/// The related contacts who neither own the chart nor have access to it. Who is meant is asked once more where it is given.
fn without_access(page: &Communications) -> Vec<ContactLine> {
    let linked = |contact: &ContactLine| {
        let same =
            |line: &GrantLine| line.name == contact.name && (line.relationship == contact.relationship || line.email == contact.email);
        page.linked.iter().any(same)
    };
    let owns = |contact: &ContactLine| page.owner_is == Some(Owner::Contact(contact.id));
    page.contacts.iter().filter(|contact| !owns(contact) && !linked(contact)).cloned().collect()
}
