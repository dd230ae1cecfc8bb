//! **New chart**.

use super::{owner::ChildField, people::clinician_options};
use crate::{
    charts::list_clinicians,
    parts::{
        Icon, Loaded,
        form::{CheckField, Form, Kept, SelectField, TextField},
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
            <Loaded load=list_clinicians show=|clinicians| view! { <NewChartForm clinicians/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn NewChartForm(clinicians: Vec<(StaffId, String)>) -> impl IntoView {
    let owners = vec![("client".to_owned(), "The client".to_owned()), ("later".to_owned(), "A related contact, added later".to_owned())];
    view! {
        <Form to="staff/charts/create" children=move |kept: Kept| view! {
            <div class="fields">
                <TextField kept=kept.clone() name="last_name" label="Last name" autocomplete="off"/>
                <TextField kept=kept.clone() name="first_name" label="First name" autocomplete="off"/>
            </div>
            <TextField kept=kept.clone() name="birth_date" label="Date of birth" kind="date" short=true/>
            <TextField kept=kept.clone() name="email" label="E-mail" kind="email" hint="The portal invitation goes here." autocomplete="off"/>
            <div class="fields">
                <SelectField kept=kept.clone() name="primary_clinician" label="Primary clinician" options=clinician_options(&clinicians)/>
                <SelectField kept=kept.clone() name="owner" label="Chart Owner" options=owners/>
            </div>
            <CheckField kept=kept.clone() name="invite">"Send client an email to set up their portal account"</CheckField>
            <ChildField kept=kept.clone()/>
            <AnotherField kept/>
            <div class="acts">
                <button class="btn">"Create chart"</button>
                <a class="btn plain" href=routes::CHART_ROOM>"Cancel"</a>
            </div>
        }
        .into_any()/>
    }
}

/// Where a chart has this name and date of birth already: the way to it, and the box that makes another one all the same.
#[component]
fn AnotherField(kept: Kept) -> impl IntoView {
    let there = kept.refusals().into_iter().find_map(|refusal| match refusal {
        Refusal::Charts(ChartRefusal::ChartTwice { number, chart }) => Some((number, chart)),
        _ => None,
    });
    (there.is_some() || kept.ticked("another", false)).then(|| view! {
        {there.map(|(number, chart)| view! { <p><a class="link num" href=routes::chart_face(chart)>{format!("Open chart {number}")}</a></p> })}
        <CheckField kept name="another">"Create another one anyway"</CheckField>
    })
}
