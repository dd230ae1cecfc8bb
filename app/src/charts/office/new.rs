//! **New chart**.

use super::{
    owner::ChildField,
    people::{SameField, clinician_options, site_options},
};
use crate::{
    charts::{CreateChart, NewChart, read_new_chart},
    parts::{
        Icon, Loaded,
        form::{CheckField, Form, FormDraft, SelectField, TextField},
    },
    routes,
    shell::OfficePage,
};
use domain::{Refusal, charts::Refusal as ChartRefusal, forms::PackageLine, ids::PackageId};
use leptos::prelude::*;

#[component]
pub fn NewChartPage() -> impl IntoView {
    view! {
        <OfficePage title="New chart" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::CHART_ROOM><Icon name="chevron-left"/>"Chart Room"</a>
                    <h1>"New chart"</h1>
                </div>
            </header>
            <Loaded load=read_new_chart show=|new: NewChart| {
                view! { <NewChartForm new/> }.into_any()
            }/>
        </OfficePage>
    }
}

#[component]
fn NewChartForm(new: NewChart) -> impl IntoView {
    let NewChart { clinicians, packages, usual, invites, sites } = new;
    let owners = [("client", "The client"), ("contact", "A parent, guardian or somebody else"), ("later", "Decide later")];
    let owners = owners.map(|(value, words)| (value.to_owned(), words.to_owned())).into();
    let somewhere = !sites.is_empty();
    view! {
        <Form<CreateChart>>
            <div class="fields">
                <TextField name="last_name" label="Last name" autocomplete="off"/>
                <TextField name="first_name" label="First name" autocomplete="off"/>
            </div>
            <TextField name="birth_date" label="Date of birth" kind="date" short=true/>
            <TextField name="email" label="Client’s e-mail" kind="email" autocomplete="off"/>
            <div class="fields">
                <SelectField name="primary_clinician" label="Primary clinician" options=clinician_options(&clinicians)/>
                {somewhere.then(|| view! { <SelectField name="site" label="Site" options=site_options(&sites)/> })}
            </div>
            <SelectField name="owner" label="Chart Owner" options=owners hint="Who holds the portal: the invitation goes to them."/>
            <OwnerFields/>
            <CheckField name="invite" recorded=invites>"Send client an email to set up their portal account"</CheckField>
            {(!packages.is_empty()).then(|| view! { <PackageField packages usual/> })}
            <ChildField/>
            <AnotherField/>
            <div class="acts">
                <button class="btn">"Create chart"</button>
                <a class="btn plain" href=routes::CHART_ROOM>"Cancel"</a>
            </div>
        </Form<CreateChart>>
    }
}

/// Who holds the portal for the client, and is entered with them. They show where that is chosen.
#[component]
fn OwnerFields() -> impl IntoView {
    view! {
        <fieldset class="group owner-fields">
            <legend>"Who holds the portal"</legend>
            <div class="fields">
                <TextField name="owner_last_name" label="Their last name" autocomplete="off"/>
                <TextField name="owner_first_name" label="Their first name" autocomplete="off"/>
            </div>
            <TextField name="owner_relationship" label="Relationship" hint="Such as mother, guardian or partner." autocomplete="off"/>
            <div class="fields">
                <TextField name="owner_email" label="Their e-mail" kind="email" autocomplete="off"/>
                <TextField name="owner_phone" label="Their phone" kind="tel" autocomplete="off"/>
            </div>
            <SameField/>
        </fieldset>
    }
}

/// Which package of forms goes along. It waits in the chart until somebody has access.
#[component]
fn PackageField(packages: Vec<PackageLine>, usual: Option<PackageId>) -> impl IntoView {
    let words = |line: &PackageLine| {
        let forms = if line.forms.len() == 1 { "1 form".to_owned() } else { format!("{} forms", line.forms.len()) };
        format!("{}: {forms}{}", line.title, if line.for_new_clients { ", goes to every new client" } else { "" })
    };
    let options = packages.iter().map(|line| (line.id.to_string(), words(line)));
    let options = [(String::new(), "None: leave it out".to_owned())].into_iter().chain(options).collect();
    view! {
        <SelectField name="package" label="Form & Assessment Package" options recorded=usual.map(|id| id.to_string()).unwrap_or_default()
            hint="It waits in the portal until somebody has registered. They are told then, and its days begin."/>
    }
}

/// Where a chart has this name and date of birth already: the way to it, and the box that makes another one all the same.
#[component]
fn AnotherField() -> impl IntoView {
    let kept = FormDraft::here();
    let there = kept.refusals().into_iter().find_map(|refusal| match refusal {
        Refusal::Charts(ChartRefusal::ChartTwice { number, chart }) => Some((number, chart)),
        _ => None,
    });
    (there.is_some() || kept.ticked("another", false)).then(|| view! {
        {there.map(|(number, chart)| view! { <p><a class="link num" href=routes::chart_face(chart)>{format!("Open chart {number}")}</a></p> })}
        <CheckField name="another">"Create another one anyway"</CheckField>
    })
}
