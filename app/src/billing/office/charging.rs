//! What is to be charged: completed appointments by one click, anything else by hand; and the diagnoses that charges carry.

use super::doors::{AddDiagnosis, ChargeAppointment, ChargeByHand, EndDiagnosis};
use crate::{
    parts::{
        Money, Panel, calendar,
        form::{Form, PostButton, SelectField, TextField},
    },
    routes,
};
use domain::{
    billing::{ChartBilling, Diagnosis, PlaceOfService, Uncharged, money},
    ids::ChartId,
};
use leptos::prelude::*;

#[component]
pub(super) fn ToChargePanel(chart: ChartId, lines: Vec<Uncharged>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let order = calendar().order;
        let row = move |of: Uncharged| {
            let fields = vec![("chart", chart.to_string()), ("appointment", of.appointment.to_string())];
            let when = format!("{}, {}", order.weekday(of.at.day()), of.at.clock());
            let price = of.fee.as_ref().map(|fee| format!("{}, {}", fee.code, fee.description));
            let cents = of.fee.as_ref().map(|fee| fee.price_cents * i64::from(fee.units));
            view! {
                <li>
                    <div class="row">
                        <span class="row-main">
                            <a class="row-name num" href=routes::office_appointment(of.appointment)>{when.clone()}</a>
                            <span class="row-fact num">{of.type_name} ", " {of.clinician} {price.map(|price| format!(". {price}"))}</span>
                        </span>
                        <span class="row-end">
                            {match cents {
                                Some(cents) => view! { <PostButton<ChargeAppointment> class="btn quiet small" fields>"Charge " <Money cents/><span class="sr">" for "{when}</span></PostButton<ChargeAppointment>> }.into_any(),
                                None => view! { <span class="fine">"No price: charge it by hand"</span> }.into_any(),
                            }}
                        </span>
                    </div>
                </li>
            }
        };
        view! {
            <Panel title="To charge">
                <p class="sub">"Appointments that took place and are not charged yet."</p>
                <ul class="rows bare">{lines.into_iter().map(row).collect_view()}</ul>
            </Panel>
        }
    })
}

/// A charge by hand. What is left empty is as the schedule says.
#[component]
pub(super) fn ChargePanel(page: ChartBilling) -> impl IntoView {
    let chart = page.banner.id;
    let nothing = |words: &str| [(String::new(), words.to_owned())];
    let fees = page.fees.iter().map(|(id, fee)| {
        let modifiers = if fee.modifiers.is_empty() { String::new() } else { format!(" {}", fee.modifiers) };
        (id.to_string(), format!("{}{modifiers}, {}, {}", fee.code, fee.description, money(fee.price_cents)))
    });
    let fees = nothing("Not from the schedule").into_iter().chain(fees).collect::<Vec<_>>();
    let places = PlaceOfService::ALL.map(|place| (place.name().to_owned(), format!("{} {}", place.name(), place.label())));
    let places = nothing("As the schedule says").into_iter().chain(places).collect::<Vec<_>>();
    let people = page.clinicians.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    let primary = page.clinician.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <Panel title="Charge by hand" id="act">
            <Form<ChargeByHand> fields=vec![("chart", chart.to_string())]>
                <SelectField name="clinician" label="Provided by" options=people recorded=primary/>
                <div class="fields">
                    <TextField name="day" label="Day" kind="date" recorded=page.today.to_string()/>
                    <TextField name="time" label="Time" kind="time" autocomplete="off"/>
                </div>
                <SelectField name="fee" label="Fee schedule" options=fees/>
                <p class="hint">"What you write below counts more than the schedule."</p>
                <div class="fields">
                    <TextField name="code" label="Code" longest=10 autocomplete="off"/>
                    <TextField name="price" label="Price of one unit, in dollars" autocomplete="off"/>
                </div>
                <TextField name="description" label="Description" longest=120 autocomplete="off"/>
                <div class="fields">
                    <TextField name="units" label="Units" autocomplete="off"/>
                    <TextField name="modifiers" label="Modifiers" hint="Such as 95" autocomplete="off"/>
                </div>
                <div class="fields">
                    <SelectField name="place" label="Place of service" options=places/>
                    <TextField name="location" label="Where, as the client reads it" hint="Such as Harbor Street" longest=120 autocomplete="off"/>
                </div>
                <div class="acts">
                    <button class="btn">"Charge"</button>
                    <a class="btn plain" href=routes::chart_billing(chart)>"Cancel"</a>
                </div>
            </Form<ChargeByHand>>
        </Panel>
    }
}

#[component]
pub(super) fn DiagnosesPanel(chart: ChartId, lines: Vec<Diagnosis>, may_charge: bool) -> impl IntoView {
    let row = move |of: Diagnosis| {
        let fields = vec![("chart", chart.to_string()), ("diagnosis", of.id.to_string())];
        let code = of.code.clone();
        view! {
            <li>
                <div class="row">
                    <span class="row-main"><span class="row-name num">{of.code}</span><span class="row-fact">{of.words}</span></span>
                    {may_charge.then(|| view! {
                        <span class="row-end"><PostButton<EndDiagnosis> class="btn plain small" fields>"End"<span class="sr">": "{code}</span></PostButton<EndDiagnosis>></span>
                    })}
                </div>
            </li>
        }
    };
    view! {
        <Panel title="Diagnoses">
            <p class="sub">"What is charged from now on carries them, for superbills (ICD-10)."</p>
            {(!lines.is_empty()).then(|| view! { <ul class="rows bare">{lines.into_iter().map(row).collect_view()}</ul> })}
            {may_charge.then(|| view! {
                <Form<AddDiagnosis> fields=vec![("chart", chart.to_string())]>
                    <div class="fields">
                        <TextField name="diagnosis" label="ICD-10 code" hint="Such as F41.1" longest=10 autocomplete="off"/>
                        <TextField name="words" label="What it is called" longest=120 autocomplete="off"/>
                    </div>
                    <div class="acts"><button class="btn quiet">"Add"</button></div>
                </Form<AddDiagnosis>>
            })}
        </Panel>
    }
}
