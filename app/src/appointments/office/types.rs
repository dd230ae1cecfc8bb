//! Settings → **Appointments** → a type, and its rules.

use super::{hours::KindBoxes, scheduling_doors::SaveType};
use crate::parts::{
    Panel,
    form::{FieldErrors, Form, FormDraft, SelectField, TextField},
};
use domain::appointments::{ClientBooking, TypeLine, TypeRules};
use leptos::prelude::*;

#[component]
pub fn TypeFormPage(line: Option<TypeLine>) -> impl IntoView {
    let fields = line.iter().map(|line| ("id", line.id.to_string())).collect::<Vec<_>>();
    let rules = line.map_or_else(TypeRules::default, |line| line.rules);
    view! { <Form<SaveType> fields><TypeFields rules/></Form<SaveType>> }
}

#[component]
fn TypeFields(rules: TypeRules) -> impl IntoView {
    let number = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
    let price = rules.price_cents.map(|cents| format!("{}.{:02}", cents / 100, cents % 100)).unwrap_or_default();
    view! {
        <Panel title="Type">
            <div class="form">
                <TextField name="name" label="Name" recorded=rules.name hint="Clients see it" longest=80 autocomplete="off"/>
                <div class="fields">
                    <TextField name="minutes" label="Minutes" kind="number" recorded=rules.minutes.to_string() autocomplete="off"/>
                    <TextField name="before" label="Minutes free before it" kind="number" recorded=rules.before.to_string() autocomplete="off"/>
                    <TextField name="after" label="Minutes free after it" kind="number" recorded=rules.after.to_string() autocomplete="off"/>
                </div>
                <KindBoxes kinds=rules.kinds/>
                <HueChoice hue=rules.hue/>
            </div>
        </Panel>
        <Panel title="Clients">
            <div class="form">
                <SelectField name="booking" label="Who books it" options=bookings() recorded=rules.booking.name()/>
                <div class="fields">
                    <TextField name="notice_hours" label="At least so many hours ahead" kind="number" recorded=rules.notice_hours.to_string() autocomplete="off"/>
                    <TextField name="horizon_days" label="At most so many days ahead" kind="number" recorded=rules.horizon_days.to_string() autocomplete="off"/>
                    <TextField name="cancel_hours" label="Cancelled until so many hours before" kind="number" recorded=rules.cancel_hours.to_string() autocomplete="off"/>
                </div>
                <div class="fields">
                    <TextField name="most_per_day" label="Most in a clinician’s day" kind="number" recorded=number(rules.most_per_day) hint="Empty: no limit" autocomplete="off"/>
                    <TextField name="most_per_client" label="Most that a client has ahead" kind="number" recorded=number(rules.most_per_client) hint="Empty: no limit" autocomplete="off"/>
                </div>
            </div>
        </Panel>
        <Panel title="Billing">
            <div class="fields">
                <TextField name="price" label="Price in dollars" recorded=price autocomplete="off"/>
                <TextField name="code" label="Code" recorded=rules.code.unwrap_or_default() longest=20 autocomplete="off"/>
            </div>
        </Panel>
        <div class="acts"><button class="btn">"Save"</button></div>
    }
}

fn bookings() -> Vec<(String, String)> {
    let words = |booking| match booking {
        ClientBooking::StaffOnly => "Only staff",
        ClientBooking::ByRequest => "Clients ask for it, staff approve",
        ClientBooking::AtOnce => "Clients, at once",
    };
    ClientBooking::ALL.map(|booking| (booking.name().to_owned(), words(booking).to_owned())).to_vec()
}

const HUES: [&str; 8] = ["Teal", "Violet", "Green", "Yellow", "Blue", "Rose", "Orange", "Mint"];

/// Its colour on the Calendar, by name too.
#[component]
fn HueChoice(hue: u8) -> impl IntoView {
    let kept = FormDraft::here();
    let chosen = kept.value("hue", &hue.to_string());
    let choices = (1..=8).zip(HUES).map(|(number, name): (u8, _)| {
        let checked = number.to_string() == chosen;
        view! {
            <label class="check">
                <input type="radio" name="hue" value=number.to_string() checked=checked/>
                <span class=format!("cal-mark t{number}")></span>
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group" id="hue">
            <legend>"Color on the Calendar"</legend>
            <div class="acts">{choices.collect_view()}</div>
            <FieldErrors name="hue" errors=kept.errors("hue")/>
        </fieldset>
    }
}
