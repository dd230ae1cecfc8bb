//! The people of a chart: the client, those who care for them, and those around them.

use super::demographics::Editing;
use crate::{
    charts::{AddContact, ChangeDemographics},
    information::PeoplePanel,
    parts::{
        CancelButton, Dialog, DialogButton, EditLink, Fact, Icon, Panel, born,
        form::{Form, FormDraft, SelectField, TextField},
    },
    routes,
};
use domain::{
    charts::Demographics,
    ids::{ChartId, StaffId},
    information::{Part, PersonLine},
};
use leptos::prelude::*;

#[component]
pub(super) fn PersonPanel(page: Demographics, editing: Editing) -> impl IntoView {
    if editing == Editing::Person {
        return view! { <Panel title="Person" id="person"><PersonForm page/></Panel> }.into_any();
    }
    let edit = editing.may_begin(&page).then(|| view! { <EditLink page=routes::chart_demographics(page.banner.id) part="person"/> });
    view! {
        <Panel title="Person" id="person" acts=edit.into_any()>
            <dl class="facts num">
                <Fact label="Last name">{page.last_name}</Fact>
                <Fact label="First name">{page.first_name}</Fact>
                <Fact label="Preferred name">{or_none(page.preferred_name)}</Fact>
                <Fact label="Pronouns">{or_none(page.pronouns)}</Fact>
                <Fact label="Language">{or_none(page.language)}</Fact>
                <Fact label="Date of birth">{born(page.banner.born)}</Fact>
                <Fact label="Chart">{page.banner.number}</Fact>
            </dl>
        </Panel>
    }
    .into_any()
}

#[component]
fn PersonForm(page: Demographics) -> impl IntoView {
    let clinicians = clinician_options(&page.clinicians);
    let clinician = page.primary_clinician.map(|id| id.to_string()).unwrap_or_default();
    let here = routes::chart_demographics(page.banner.id);
    view! {
        <Form<ChangeDemographics> fields=vec![("chart", page.banner.id.to_string())]>
            <input type="hidden" name="version" value=FormDraft::here().version(&page.version.to_string())/>
            <div class="fields">
                <TextField name="last_name" label="Last name" recorded=page.last_name autocomplete="off"/>
                <TextField name="first_name" label="First name" recorded=page.first_name autocomplete="off"/>
            </div>
            <div class="fields">
                <TextField name="preferred_name" label="Preferred name" recorded=page.preferred_name autocomplete="off"/>
                <TextField name="pronouns" label="Pronouns" recorded=page.pronouns autocomplete="off"/>
            </div>
            <div class="fields">
                <TextField name="birth_date" label="Date of birth" kind="date" recorded=page.birth_date short=true/>
                <TextField name="language" label="Language" recorded=page.language autocomplete="off"/>
            </div>
            <SelectField name="primary_clinician" label="Primary clinician" options=clinicians recorded=clinician/>
            <div class="acts">
                <button class="btn">"Save"</button>
                <a class="btn plain" href=here>"Cancel"</a>
            </div>
        </Form<ChangeDemographics>>
    }
}

#[component]
pub(super) fn ContactsPanel(page: Demographics, people: Vec<PersonLine>, editing: Editing) -> impl IntoView {
    let (chart, begins, edits) = (page.banner.id, editing.may_begin(&page), editing == Editing::Contact);
    let (emergency, others): (Vec<PersonLine>, Vec<PersonLine>) =
        people.into_iter().partition(|person| person.values.ticked(Part::Emergency));
    let (none_to_call, nobody, contacts) = (emergency.is_empty(), others.is_empty(), page.contacts);
    let list = |people| view! { <PeoplePanel chart people contacts=contacts.clone() begins editing=edits/> };
    view! {
        <section class="panel" id="people" aria-label="Emergency contacts">
            <header class="panel-head"><h3>"Emergency contacts"</h3></header>
            {if none_to_call {
                view! { <p class="sub">"Nobody yet. Tick “Call in an emergency” on a related contact."</p> }.into_any()
            } else {
                list(emergency).into_any()
            }}
        </section>
        <section class="panel" aria-label="Related contacts">
            <header class="panel-head">
                <h3>"Related contacts"</h3>
                {begins.then(|| view! {
                    <div class="acts">
                        <DialogButton opens="contact" class="btn quiet small"><Icon name="plus"/>"Add"<span class="sr">" related contact"</span></DialogButton>
                    </div>
                })}
            </header>
            {if nobody {
                view! { <p class="sub">"Nobody yet. Add a parent, guardian, partner or doctor here, also to make them Chart Owner."</p> }.into_any()
            } else {
                list(others).into_any()
            }}
        </section>
    }
}

/// The minimal form for a person around the client (IC-70).
#[component]
pub(super) fn ContactDialog(chart: ChartId) -> impl IntoView {
    view! {
        <Dialog id="contact">
            <header class="dialog-head"><h2 id="contact-head">"Add a related contact"</h2></header>
            <Form<AddContact> class="dialog-body" fields=vec![("chart", chart.to_string())]>
                <div class="fields">
                    <TextField name="first_name" label="First name" autocomplete="off"/>
                    <TextField name="last_name" label="Last name" autocomplete="off"/>
                </div>
                <TextField name="relationship" label="Relationship" hint="Such as mother, guardian or partner." autocomplete="off"/>
                <TextField name="email" label="E-mail" kind="email" autocomplete="off"/>
                <TextField name="phone" label="Phone" kind="tel" autocomplete="off"/>
                <div class="acts">
                    <button class="btn">"Add contact"</button>
                    <CancelButton/>
                </div>
            </Form<AddContact>>
        </Dialog>
    }
}

/// The clinicians to choose from, and the choice of none.
pub(super) fn clinician_options(clinicians: &[(StaffId, String)]) -> Vec<(String, String)> {
    let none = (String::new(), "Nobody yet".to_owned());
    std::iter::once(none).chain(clinicians.iter().map(|(id, name)| (id.to_string(), name.clone()))).collect()
}

fn or_none(text: String) -> String {
    if text.is_empty() { "None on file".into() } else { text }
}
