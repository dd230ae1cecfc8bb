//! **New chart**.

use super::{owner::ChildField, people::clinician_options};
use crate::{
    charts::{CreateChart, list_clinicians},
    parts::{
        Icon, Loaded,
        form::{CheckField, Form, FormDraft, SelectField, TextField},
    },
    routes,
    shell::OfficePage,
};
use domain::{Refusal, charts::Refusal as ChartRefusal, ids::StaffId};
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
            <Loaded load=list_clinicians show=|(clinicians, forms)| view! { <NewChartForm clinicians forms/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn NewChartForm(clinicians: Vec<(StaffId, String)>, forms: Vec<String>) -> impl IntoView {
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
            <CheckField name="invite">"Send client an email to set up their portal account"</CheckField>
            {(!forms.is_empty()).then(|| view! { <CheckField name="forms" recorded=true>{format!("Send the forms for new clients: {}", forms.join(", "))}</CheckField> })}
            <ChildField/>
            <AnotherField/>
            <div class="acts">
                <button class="btn">"Create chart"</button>
                <a class="btn plain" href=routes::CHART_ROOM>"Cancel"</a>
            </div>
        </Form<CreateChart>>
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
