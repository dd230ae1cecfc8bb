//! Where the client is reached: telephone numbers with what is safe on each, and the postal address.

use super::{Editing, change_link, page as here};
use crate::{
    information::ProposeReach,
    parts::{
        acting_for,
        form::{CheckField, Form, FormDraft, SelectField, TextField},
    },
};
use domain::{
    charts::{LONGEST_PHONE, MOST_PHONES, PHONE_FIELDS, Phone, PhoneKind},
    information::{Facts, MyInformation},
};
use leptos::prelude::*;

const KINDS: [&str; MOST_PHONES] = ["phones[0][kind]", "phones[1][kind]", "phones[2][kind]", "phones[3][kind]", "phones[4][kind]"];
const TEXTS: [&str; MOST_PHONES] =
    ["phones[0][may_text]", "phones[1][may_text]", "phones[2][may_text]", "phones[3][may_text]", "phones[4][may_text]"];
const VOICEMAIL: [&str; MOST_PHONES] = [
    "phones[0][may_voicemail]",
    "phones[1][may_voicemail]",
    "phones[2][may_voicemail]",
    "phones[3][may_voicemail]",
    "phones[4][may_voicemail]",
];

#[component]
pub(super) fn ReachPart(page: MyInformation, editing: Editing) -> impl IntoView {
    let facts = page.facts;
    view! {
        <section id="reach" aria-label="Phone and address">
            {if editing == Editing::Reach { view! { <ReachForm facts/> }.into_any() } else { view! { <ReachFacts facts/> }.into_any() }}
        </section>
    }
}

#[component]
fn ReachFacts(facts: Facts) -> impl IntoView {
    let phone = |phone: Phone| {
        let safe = match (phone.may_voicemail, phone.may_text) {
            (true, true) => "Safe to leave voicemail and to text",
            (true, false) => "Safe to leave voicemail, not to text",
            (false, true) => "Safe to text, not to leave voicemail",
            (false, false) => "Not safe to leave voicemail or to text",
        };
        view! { <div><dt>{phone.kind.label()}</dt><dd>{phone.number}<p class="sub">{safe}</p></dd></div> }
    };
    let lines = facts.address.lines();
    let none = facts.phones.is_empty();
    let address = match lines.is_empty() {
        true => "None on file".into_any(),
        false => {
            let safe = if facts.may_post { "Safe to send letters here" } else { "Not safe to send letters here" };
            view! { {lines.into_iter().map(|line| view! { <div>{line}</div> }).collect_view()} <p class="sub">{safe}</p> }.into_any()
        }
    };
    view! {
        <div class="panel-head"><h3>"Phone and address"</h3><a class="btn quiet small" href=change_link("reach", None)>"Change"<span class="sr">" phone and address"</span></a></div>
        <dl class="facts num">
            {none.then(|| view! { <div><dt>"Phone"</dt><dd>"None on file"</dd></div> })}
            {facts.phones.into_iter().map(phone).collect_view()}
            <div><dt>"Address"</dt><dd>{address}</dd></div>
        </dl>
    }
}

#[component]
fn ReachForm(facts: Facts) -> impl IntoView {
    let grant = acting_for();
    let seen = facts.reach().text();
    let Facts { phones, address, may_post, .. } = facts;
    view! {
        <h3>"Phone and address"</h3>
        <Form<ProposeReach> grant>
            <input type="hidden" name="seen" value=FormDraft::here().value("seen", &seen)/>
            <PhoneLines phones/>
            <TextField name="street" label="Street address" recorded=address.street autocomplete="address-line1" longest=100/>
            <TextField name="street_2" label="Apartment or unit (optional)" recorded=address.street_2 autocomplete="address-line2" longest=100/>
            <div class="fields">
                <TextField name="city" label="City" recorded=address.city autocomplete="address-level2" longest=100/>
                <TextField name="state" label="State or region" recorded=address.state autocomplete="address-level1" longest=100/>
            </div>
            <div class="fields">
                <TextField name="postal_code" label="Postal code" recorded=address.postal_code autocomplete="postal-code" longest=100/>
                <TextField name="country" label="Country (if another)" recorded=address.country autocomplete="country-name" longest=100/>
            </div>
            <CheckField name="may_post" recorded=may_post>"It is safe to send letters to this address"</CheckField>
            <div class="acts main">
                <button class="btn">"Send for review"</button>
                <a class="btn plain" href=here()>"Cancel"</a>
            </div>
        </Form<ProposeReach>>
    }
}

/// One line more than there are numbers. The others wait behind a click, which needs no script, unless something is typed there.
#[component]
fn PhoneLines(phones: Vec<Phone>) -> impl IntoView {
    let kept = FormDraft::here();
    let shown = (phones.len() + 1).min(MOST_PHONES);
    let goes_on = PHONE_FIELDS.iter().skip(shown).any(|name| !kept.value(name, "").is_empty());
    let line = |place: usize| view! { <PhoneLine place phone=phones.get(place).cloned()/> };
    view! {
        {(0..shown).map(line).collect_view()}
        {(shown < MOST_PHONES).then(|| view! {
            <details open=goes_on>
                <summary>"More numbers"</summary>
                <div class="form">{(shown..MOST_PHONES).map(line).collect_view()}</div>
            </details>
        })}
    }
}

#[component]
fn PhoneLine(place: usize, phone: Option<Phone>) -> impl IntoView {
    let kinds: Vec<(String, String)> = PhoneKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).into();
    let usual = PhoneKind::ALL.get(place).copied().unwrap_or(PhoneKind::Mobile);
    let kind = phone.as_ref().map_or(usual, |phone| phone.kind).name();
    let (may_text, may_voicemail) = phone.as_ref().map_or((false, false), |phone| (phone.may_text, phone.may_voicemail));
    let hint = if phone.is_some() { "Clear it to ask for its removal." } else { "" };
    let number = phone.map(|phone| phone.number).unwrap_or_default();
    view! {
        <fieldset class="group">
            <legend>"Number "{place + 1}</legend>
            <div class="fields">
                <SelectField name=KINDS[place] label="Type" options=kinds recorded=kind/>
                <TextField name=PHONE_FIELDS[place] label="Number" kind="tel" recorded=number hint autocomplete="off" longest=LONGEST_PHONE as u32/>
            </div>
            <CheckField name=VOICEMAIL[place] recorded=may_voicemail>"It is safe to leave voicemail"</CheckField>
            <CheckField name=TEXTS[place] recorded=may_text>"It is safe to text"</CheckField>
        </fieldset>
    }
}
