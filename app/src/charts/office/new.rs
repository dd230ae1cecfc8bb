//! **New chart**.

use super::{owner::ChildField, people::clinician_options};
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
    let NewChart { clinicians, packages, usual, invites } = new;
    let owners = vec![("client".to_owned(), "The client".to_owned()), ("later".to_owned(), "A related contact, added later".to_owned())];
    view! {
        <Form<CreateChart>>
            <div class="fields">
                <TextField name="last_name" label="Last name" autocomplete="off"/>
                <TextField name="first_name" label="First name" autocomplete="off"/>
            </div>
            <TextField name="birth_date" label="Date of birth" kind="date" short=true/>
            <TextField name="email" label="E-mail" kind="email" hint="The portal invitation goes here." autocomplete="off"/>
            <div class="fields">
                <SelectField name="primary_clinician" label="Primary clinician" options=clinician_options(&clinicians)/>
                <SelectField name="owner" label="Chart Owner" options=owners/>
            </div>
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
