//! **Phone and address**: numbers with what may be done with them, where letters go, and by which clock the client lives.

use super::demographics::Editing;
use crate::{
    charts::ChangePhones,
    parts::{
        EditLink, Fact,
        form::{CheckField, Form, FormDraft, SelectField, TextField},
        zone_words,
    },
    routes,
    settings::zones,
};
use domain::charts::{Demographics, LONGEST_PHONE, MOST_PHONES, PHONE_FIELDS, Phone, PhoneKind};
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
pub(super) fn PhonesPanel(page: Demographics, editing: Editing) -> impl IntoView {
    let here = routes::chart_demographics(page.banner.id);
    let edit =
        editing.may_begin(&page).then(|| view! { <div class="acts"><EditLink page=here part="phones" what="phone and address"/></div> });
    view! {
        <section class="panel" id="phones" aria-label="Phone and address">
            <header class="panel-head"><h3>"Phone and address"</h3>{edit}</header>
            {if editing == Editing::Phones { view! { <PhonesForm page/> }.into_any() } else { view! { <PhonesFacts page/> }.into_any() }}
        </section>
    }
}

#[component]
fn PhonesFacts(page: Demographics) -> impl IntoView {
    let phone = |phone: Phone| {
        let may = match (phone.may_text, phone.may_voicemail) {
            (true, true) => "Texts and voicemail",
            (true, false) => "Texts, no voicemail",
            (false, true) => "Voicemail, no texts",
            (false, false) => "No texts, no voicemail",
        };
        view! { <Fact label=phone.kind.label()>{phone.number}<p class="sub">{may}</p></Fact> }
    };
    let lines = page.address.lines();
    let posts =
        (!lines.is_empty()).then(|| view! { <p class="sub">{if page.may_post { "Letters may go there" } else { "No letters" }}</p> });
    let address = match lines.is_empty() {
        true => "None on file".into_any(),
        false => lines.into_iter().map(|line| view! { <div>{line}</div> }).collect_view().into_any(),
    };
    view! {
        {page.phones.is_empty().then(|| view! { <p class="sub">"No telephone number is recorded."</p> })}
        <dl class="facts num">
            {page.phones.into_iter().map(phone).collect_view()}
            <Fact label="Address">{address}{posts}</Fact>
            <Fact label="Time zone">{page.time_zone.map_or_else(|| "The practice’s".into(), |zone| zone_words(&zone))}</Fact>
        </dl>
    }
}

#[component]
fn PhonesForm(page: Demographics) -> impl IntoView {
    let here = routes::chart_demographics(page.banner.id);
    let zone = page.time_zone.unwrap_or_default();
    let of_practice = (String::new(), "The practice’s".to_owned());
    let zones: Vec<(String, String)> = std::iter::once(of_practice).chain(zones(&zone)).collect();
    let (phones, address) = (page.phones, page.address);
    view! {
        <Form<ChangePhones> fields=vec![("chart", page.banner.id.to_string())]>
            <input type="hidden" name="version" value=FormDraft::here().version(&page.version.to_string())/>
            <PhoneLines phones/>
            <TextField name="street" label="Street address" recorded=address.street autocomplete="off" longest=100/>
            <TextField name="street_2" label="Apartment or unit (optional)" recorded=address.street_2 autocomplete="off" longest=100/>
            <div class="fields">
                <TextField name="city" label="City" recorded=address.city autocomplete="off" longest=100/>
                <TextField name="state" label="State or region" recorded=address.state autocomplete="off" longest=100/>
            </div>
            <div class="fields">
                <TextField name="postal_code" label="Postal code" recorded=address.postal_code autocomplete="off" longest=100/>
                <TextField name="country" label="Country (if another)" recorded=address.country autocomplete="off" longest=100/>
            </div>
            <CheckField name="may_post" recorded=page.may_post>"Letters may go to this address"</CheckField>
            <SelectField name="time_zone" label="Time zone" options=zones recorded=zone hint="Where the client lives by another clock, the portal names that time too."/>
            <div class="acts">
                <button class="btn">"Save"<span class="sr">" phone and address"</span></button>
                <a class="btn plain" href=here>"Cancel"</a>
            </div>
        </Form<ChangePhones>>
    }
}

/// One line more than there are numbers. The others wait behind a click, which needs no script, unless something is typed there.
#[component]
fn PhoneLines(phones: Vec<Phone>) -> impl IntoView {
    let kept = FormDraft::here();
    let shown = (phones.len() + 1).min(MOST_PHONES);
    let goes_on = PHONE_FIELDS.iter().skip(shown).any(|name| !kept.value(name, "").is_empty());
    let line = |place: usize| view! { <PhoneFields place phone=phones.get(place).cloned()/> };
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
fn PhoneFields(place: usize, phone: Option<Phone>) -> impl IntoView {
    let kinds: Vec<(String, String)> = PhoneKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).into();
    let usual = PhoneKind::ALL.get(place).copied().unwrap_or(PhoneKind::Mobile);
    let kind = phone.as_ref().map_or(usual, |phone| phone.kind).name();
    let (may_text, may_voicemail) = phone.as_ref().map_or((false, false), |phone| (phone.may_text, phone.may_voicemail));
    let hint = if phone.is_some() { "Clear it to take the number away." } else { "" };
    let number = phone.map(|phone| phone.number).unwrap_or_default();
    view! {
        <fieldset class="group">
            <legend>"Number "{place + 1}</legend>
            <div class="fields">
                <SelectField name=KINDS[place] label="Type" options=kinds recorded=kind/>
                <TextField name=PHONE_FIELDS[place] label="Number" kind="tel" recorded=number hint autocomplete="off" longest=LONGEST_PHONE as u32/>
            </div>
            <CheckField name=TEXTS[place] recorded=may_text>"May get texts"</CheckField>
            <CheckField name=VOICEMAIL[place] recorded=may_voicemail>"May get voicemail"</CheckField>
        </fieldset>
    }
}
