//! The people of a chart: the client, those who care for them, and those around them.

use super::demographics::Editing;
use crate::{
    charts::{AddContact, ChangeDemographics},
    information::PeoplePanel,
    parts::{
        CancelButton, Dialog, DialogButton, EditLink, Fact, Icon, Panel, born,
        form::{FieldErrors, Form, FormDraft, SelectField, TextField, described_by},
    },
    routes,
};
use domain::{
    Refusal,
    charts::{Demographics, Owner, Refusal as ChartRefusal},
    ids::{ChartId, SiteId, StaffId},
    information::{Part, PersonLine},
};
use leptos::prelude::*;

#[component]
pub(super) fn PersonPanel(page: Demographics, editing: Editing) -> impl IntoView {
    if editing == Editing::Person {
        return view! { <Panel title="Person" id="person"><PersonForm page/></Panel> }.into_any();
    }
    let edit = editing.may_begin(&page).then(|| view! { <EditLink page=routes::chart_demographics(page.banner.id) part="person"/> });
    let site = page.site.and_then(|id| page.sites.iter().find(|(known, _)| *known == id)).map(|(_, name)| name.clone());
    view! {
        <Panel title="Person" id="person" acts=edit.into_any()>
            <dl class="facts num">
                <Fact label="Last name">{page.last_name}</Fact>
                <Fact label="First name">{page.first_name}</Fact>
                <Fact label="Preferred name">{or_none(page.preferred_name)}</Fact>
                <Fact label="Pronouns">{or_none(page.pronouns)}</Fact>
                <Fact label="Language">{or_none(page.language)}</Fact>
                <Fact label="Date of birth">{born(page.banner.born)}</Fact>
                {site.map(|name| view! { <Fact label="Site">{name}</Fact> })}
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
    let (somewhere, sites) = (!page.sites.is_empty(), site_options(&page.sites));
    let site = page.site.map(|id| id.to_string()).unwrap_or_default();
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
            <div class="fields">
                <SelectField name="primary_clinician" label="Primary clinician" options=clinicians recorded=clinician/>
                {somewhere.then(|| view! { <SelectField name="site" label="Site" options=sites recorded=site/> })}
            </div>
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
    let owner = match page.owner {
        Some(Owner::Contact(id)) => Some(id),
        _ => None,
    };
    let list = |people| view! { <PeoplePanel chart people contacts=contacts.clone() owner begins editing=edits/> };
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
                <SameField/>
                <div class="acts">
                    <button class="btn">"Add contact"</button>
                    <CancelButton/>
                </div>
            </Form<AddContact>>
        </Dialog>
    }
}

/// Where somebody of this name is known already: whether they are one person (IC-70).
#[component]
pub(super) fn SameField() -> impl IntoView {
    let kept = FormDraft::here();
    let known: Vec<_> = kept
        .refusals()
        .into_iter()
        .filter_map(|refusal| match refusal {
            Refusal::Charts(ChartRefusal::PersonKnown { person, chart, number }) => Some((person, chart, number)),
            _ => None,
        })
        .collect();
    (!known.is_empty()).then(|| {
        let (chosen, errors) = (kept.value("same", ""), kept.errors("same"));
        let described = described_by("same", false, true);
        view! {
            <fieldset class="group" aria-describedby=described>
                <legend>"Is it the same person?"</legend>
                {known
                    .into_iter()
                    .enumerate()
                    .map(|(place, (person, chart, number))| {
                        let (id, value) = ((place == 0).then_some("same"), person.to_string());
                        let checked = value == chosen;
                        view! {
                            <label class="check">
                                <input type="radio" id=id name="same" value=value checked=checked/>
                                <span>"Yes, as in "<a class="link num" href=routes::chart_demographics(chart)>{format!("chart {number}")}</a></span>
                            </label>
                        }
                    })
                    .collect_view()}
                <label class="check">
                    <input type="radio" name="same" value="other" checked=chosen == "other"/>
                    <span>"No, somebody else of that name"</span>
                </label>
                <FieldErrors name="same" errors/>
            </fieldset>
        }
    })
}

/// Where clients come to, and the choice of none.
pub(super) fn site_options(sites: &[(SiteId, String)]) -> Vec<(String, String)> {
    let none = (String::new(), "No usual one".to_owned());
    std::iter::once(none).chain(sites.iter().map(|(id, name)| (id.to_string(), name.clone()))).collect()
}

/// The clinicians to choose from, and the choice of none.
pub(super) fn clinician_options(clinicians: &[(StaffId, String)]) -> Vec<(String, String)> {
    let none = (String::new(), "Nobody yet".to_owned());
    std::iter::once(none).chain(clinicians.iter().map(|(id, name)| (id.to_string(), name.clone()))).collect()
}

fn or_none(text: String) -> String {
    if text.is_empty() { "None on file".into() } else { text }
}
