//! Settings → **Billing**: what clients may do, what stands on bills, the fee schedule, and identifiers.

use super::doors::{ChangeBilling, SaveFee, SaveProvider, UseFee, read_billing_settings};
use crate::{
    Done,
    parts::{
        Icon, Loaded, Money, Notice, Panel, SwitchField, asked,
        form::{Form, PostButton, Refused, SelectField, TextArea, TextField},
    },
    routes,
    shell::OfficePage,
};
use domain::{
    billing::{BillingRules, Fee, PlaceOfService, Provider, SettingsPage, amount},
    ids::FeeId,
};
use leptos::prelude::*;

#[component]
pub fn BillingSettingsPage() -> impl IntoView {
    let (fee, provider) = (asked("fee"), asked("provider"));
    let within = fee.is_some() || provider.is_some();
    let (back, words) = if within { (routes::BILLING_SETTINGS, "Billing") } else { (routes::SETTINGS, "Settings") };
    let done = match Done::here() {
        Some(Done::Saved) => Some("Saved. It holds from now on."),
        Some(Done::Changed) => Some("Changed. What is charged stays as it is."),
        _ => None,
    };
    view! {
        <OfficePage title="Billing" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=back><Icon name="chevron-left"/>{words}</a>
                    <h1>"Billing"</h1>
                </div>
            </header>
            {done.filter(|_| !within).map(|head| view! { <Notice head/> })}
            <Refused<UseFee>/>
            <Loaded load=read_billing_settings show=move |page: SettingsPage| match (fee, provider) {
                (Some(id), _) => view! { <FeeForm line=page.fees.into_iter().find(|(known, ..)| known.to_string() == id).map(|(id, fee, _)| (id, fee))/> }.into_any(),
                (None, Some(id)) => match page.providers.into_iter().find(|of| of.staff.to_string() == id) {
                    Some(of) => view! { <ProviderForm of/> }.into_any(),
                    None => ().into_any(),
                },
                (None, None) => view! { <Overview page/> }.into_any(),
            }/>
        </OfficePage>
    }
}

#[component]
fn Overview(page: SettingsPage) -> impl IntoView {
    let add = view! { <a class="btn quiet small" href=routes::with(routes::BILLING_SETTINGS, "fee", "new")><Icon name="plus"/>"Add"</a> }
        .into_any();
    view! {
        {page.sandbox.then(|| view! { <Notice kind="info" head="Payments go to the sandbox"><p>"No money moves. Clients pick a test card, and see that it is one."</p></Notice> })}
        <RulesPanel rules=page.rules/>
        <Panel title="Fee schedule" acts=add>
            {page.fees.is_empty().then(|| view! { <p class="sub">"Nothing stands here yet. Until then appointments are charged by the price of their type."</p> })}
            <ul class="rows bare">{page.fees.into_iter().map(|(id, fee, used)| view! { <FeeRow id fee used/> }).collect_view()}</ul>
        </Panel>
        <Panel title="Providers">
            <p class="sub">"Their credentials stand under Team. Superbills need their NPI."</p>
            <ul class="rows bare">{page.providers.into_iter().map(|of| view! { <ProviderRow of/> }).collect_view()}</ul>
        </Panel>
    }
}

#[component]
fn RulesPanel(rules: BillingRules) -> impl IntoView {
    view! {
        <Panel title="Clients and bills">
            <Form<ChangeBilling>>
                <SwitchField name="payments" label="Pay Now" recorded=rules.payments hint="Clients pay what is open in the portal"/>
                <SwitchField name="cards" label="Credit/Debit Cards on File" recorded=rules.cards hint="Clients keep cards for the next time. Their numbers never come to you."/>
                <SwitchField name="invoices" label="Invoices" recorded=rules.invoices hint="Clients save their invoices as PDF"/>
                <SwitchField name="superbills" label="Superbills" recorded=rules.superbills hint="Clients save superbills for their insurance. They name diagnoses."/>
                <SwitchField name="reminders" label="Remind by mail" recorded=rules.reminders hint="On the day on which an invoice is due, and a week later. The mail says neither how much nor for what."/>
                <TextField name="due_days" label="An invoice is due after so many days" kind="number" recorded=rules.due_days.to_string() short=true autocomplete="off"/>
                <div class="fields">
                    <TextField name="tax_id" label="Tax ID" recorded=rules.tax_id.unwrap_or_default() hint="Such as 12-3456789" autocomplete="off"/>
                    <TextField name="npi" label="NPI of the practice" recorded=rules.npi.unwrap_or_default() autocomplete="off"/>
                </div>
                <TextArea name="address" label="Address on bills" rows=3 recorded=rules.address hint="As on an envelope"/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeBilling>>
        </Panel>
    }
}

#[component]
fn FeeRow(id: FeeId, fee: Fee, used: bool) -> impl IntoView {
    let mut fields = vec![("fee", id.to_string())];
    fields.extend((!used).then(|| ("used", "true".to_owned())));
    let modifiers = if fee.modifiers.is_empty() { String::new() } else { format!(" {}", fee.modifiers) };
    let name = format!("{}{modifiers}", fee.code);
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <a class="row-name num" href=routes::with(routes::BILLING_SETTINGS, "fee", &id.to_string())>{name.clone()}</a>
                    <span class="row-fact num">{fee.description} ", " <Money cents=fee.price_cents/></span>
                </span>
                <span class="row-end">
                    {(!used).then(|| view! { <span class="tag">"Not used"</span> })}
                    <PostButton<UseFee> class="btn plain small" fields>{if used { "Stop using" } else { "Use again" }}<span class="sr">": "{name}</span></PostButton<UseFee>>
                </span>
            </div>
        </li>
    }
}

#[component]
fn FeeForm(line: Option<(FeeId, Fee)>) -> impl IntoView {
    let fields = line.iter().map(|(id, _)| ("fee", id.to_string())).collect::<Vec<_>>();
    let fee = line.map(|(_, fee)| fee);
    let text = move |of: fn(&Fee) -> String| fee.as_ref().map(of).unwrap_or_default();
    let places = PlaceOfService::ALL.map(|place| (place.name().to_owned(), format!("{} {}", place.name(), place.label())));
    let places = [(String::new(), "As the appointment was".to_owned())].into_iter().chain(places).collect::<Vec<_>>();
    view! {
        <Panel title="Fee">
            <Form<SaveFee> fields>
                <div class="fields">
                    <TextField name="code" label="Code" recorded=text(|fee| fee.code.clone()) hint="CPT or HCPCS, such as 90834" longest=10 autocomplete="off"/>
                    <TextField name="price" label="Price of one unit, in dollars" recorded=text(|fee| amount(fee.price_cents)) autocomplete="off"/>
                </div>
                <TextField name="description" label="Description" recorded=text(|fee| fee.description.clone()) longest=120 autocomplete="off"/>
                <div class="fields">
                    <TextField name="units" label="Units" recorded=text(|fee| fee.units.to_string()) autocomplete="off"/>
                    <TextField name="modifiers" label="Modifiers" recorded=text(|fee| fee.modifiers.clone()) hint="Such as 95" autocomplete="off"/>
                </div>
                <SelectField name="place" label="Place of service" options=places recorded=text(|fee| fee.place.map(|place| place.name().to_owned()).unwrap_or_default())/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<SaveFee>>
        </Panel>
    }
}

#[component]
fn ProviderRow(of: Provider) -> impl IntoView {
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <a class="row-name" href=routes::with(routes::BILLING_SETTINGS, "provider", &of.staff.to_string())>{of.name}</a>
                    <span class="row-fact num">{of.npi.map_or_else(|| "No NPI yet".to_owned(), |npi| format!("NPI {npi}"))}</span>
                </span>
            </div>
        </li>
    }
}

#[component]
fn ProviderForm(of: Provider) -> impl IntoView {
    view! {
        <Panel title="Provider">
            <p><b>{of.name}</b></p>
            <Form<SaveProvider> fields=vec![("member", of.staff.to_string())]>
                <TextField name="npi" label="NPI" recorded=of.npi.unwrap_or_default() hint="Ten digits; empty, where there is none" longest=10 short=true autocomplete="off"/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<SaveProvider>>
        </Panel>
    }
}
