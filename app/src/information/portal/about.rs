//! **Demographics** in the portal: who the client is, and where they are reached.

use super::{Editing, Fold, change_link, page as here, reach::ReachPart};
use crate::{
    information::{ProposeAbout, words::words},
    parts::{
        acting_for,
        form::{Form, FormDraft, SelectField, TextField},
    },
    routes,
    settings::zones,
};
use domain::{
    information::{MyInformation, Part, Values},
    sign_in::Side,
};
use leptos::prelude::*;

/// What is shown of the client, in this order.
const SHOWN: [Part; 7] =
    [Part::FirstName, Part::LastName, Part::PreferredName, Part::Pronouns, Part::BirthDate, Part::Language, Part::TimeZone];

#[component]
pub(super) fn AboutSection(page: MyInformation, editing: Editing) -> impl IntoView {
    let about = page.facts.about.clone();
    let edits = editing == Editing::About;
    let (emails, own) = (page.emails.clone(), (!page.for_other).then(|| page.sign_in_email.clone()));
    let open = matches!(editing, Editing::Nothing | Editing::About | Editing::Reach);
    view! {
        <Fold id="about" title="Demographics" open>
            {if edits {
                view! { <AboutForm about/> }.into_any()
            } else {
                view! { <AboutFacts about/> }.into_any()
            }}
            <ReachPart page editing/>
            <EmailPart emails own/>
        </Fold>
    }
}

#[component]
fn AboutFacts(about: Values) -> impl IntoView {
    let facts = SHOWN.map(|part| view! { <div><dt>{part.label()}</dt><dd>{words(part, about.of(part))}</dd></div> });
    view! {
        <div class="panel-head"><h3>"Name and birth date"</h3><a class="btn quiet small" href=change_link("about", None)>"Change"<span class="sr">" name and birth date"</span></a></div>
        <dl class="facts num">{facts.into_iter().collect_view()}</dl>
    }
}

#[component]
fn AboutForm(about: Values) -> impl IntoView {
    let grant = acting_for();
    let (seen, zone) = (about.text(), about.of(Part::TimeZone).to_owned());
    let of = move |part| about.of(part).to_owned();
    let practice = (String::new(), "The practice’s".to_owned());
    let all: Vec<(String, String)> = std::iter::once(practice).chain(zones(&zone)).collect();
    view! {
        <h3>"Name and birth date"</h3>
        <Form<ProposeAbout> grant>
            <input type="hidden" name="seen" value=FormDraft::here().value("seen", &seen)/>
            <div class="fields">
                <TextField name="first_name" label="First name" recorded=of(Part::FirstName) autocomplete="given-name"/>
                <TextField name="last_name" label="Last name" recorded=of(Part::LastName) autocomplete="family-name"/>
            </div>
            <div class="fields">
                <TextField name="preferred_name" label="Preferred name (optional)" recorded=of(Part::PreferredName) hint="What people should call you." autocomplete="off"/>
                <TextField name="pronouns" label="Pronouns (optional)" recorded=of(Part::Pronouns) autocomplete="off"/>
            </div>
            <TextField name="birth_date" label="Date of birth" kind="date" recorded=of(Part::BirthDate) short=true autocomplete="bday"/>
            <TextField name="language" label="Language (optional)" recorded=of(Part::Language) hint="The one in which you like to be spoken to." autocomplete="off"/>
            <SelectField name="time_zone" label="Time zone" options=all recorded=zone hint="Choose one if your clocks show another time than the practice’s."/>
            <div class="acts main">
                <button class="btn">"Send for review"</button>
                <a class="btn plain" href=here()>"Cancel"</a>
            </div>
        </Form<ProposeAbout>>
    }
}

/// Where mail goes, and with which address one signs in: that is confirmed at both addresses, and is no proposal.
#[component]
fn EmailPart(emails: Vec<String>, own: Option<String>) -> impl IntoView {
    let grant = acting_for();
    let none = emails.is_empty();
    view! {
        <h3>"E-mail"</h3>
        <dl class="facts">
            <div>
                <dt>"On file"</dt>
                <dd>{if none { "None on file".into_any() } else { emails.into_iter().map(|email| view! { <div>{email}</div> }).collect_view().into_any() }}</dd>
            </div>
            {own.map(|email| view! { <div><dt>"You sign in with"</dt><dd>{email}</dd></div> })}
        </dl>
        <p class="block"><a class="link" href=routes::acting(routes::security(Side::Portal), grant)>"Change your sign-in e-mail"</a></p>
    }
}
