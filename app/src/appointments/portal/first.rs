//! **Request an appointment**: for people without an account. The steps are those of **Book an Appointment**; the last one asks who they
//! are. What they read afterwards is the same, whoever they are.

use super::{
    CallLine,
    book::{BookView, Chosen, SoFar},
    last::ChosenTime,
};
#[allow(unused_imports, reason = "only the server leads there")]
use crate::routes;
use crate::{
    Done, Failure, Went,
    parts::form::{Form, TextArea, TextField},
    shell::EntryPage,
};
use domain::{
    Refusal,
    appointments::{Bookable, BookingWish, ContactKind},
    ids::AppointmentTypeId,
};
use leptos::prelude::*;
use leptos_meta::Title;

loader! {
    /// What can be chosen, with what was chosen so far.
    pub async fn read_first_bookable(wish: BookingWish) -> Result<Bookable, Failure> {
        let visitor = crate::actor::visitor()?;
        Ok(visitor.first_appointments().await?.bookable(wish).await?)
    }
}

/// **Request Appointment**, by somebody without an account: the same answer for everybody.
#[server(prefix = "/api", endpoint = "visitor/appointments/ask")]
pub async fn ask_for_first_appointment(
    kind_of: AppointmentTypeId,
    contact: ContactKind,
    #[server(default)] time: String,
    #[server(default)] last_name: String,
    #[server(default)] first_name: String,
    #[server(default)] birth_date: String,
    #[server(default)] email: String,
    #[server(default)] phone: String,
    #[server(default)] reason: String,
    #[server(default)] website: String,
) -> Result<Went, Failure> {
    let visitor = crate::actor::visitor()?;
    let first = visitor.first_appointments().await?;
    // No person sees that field. What fills it in is thanked, and forgotten.
    if website.is_empty() {
        let slot = time.parse().map_err(|refusal: domain::appointments::Refusal| Failure::refused(refusal))?;
        let ask = domain::appointments::FirstAsk {
            type_id: kind_of,
            kind: contact,
            slot,
            last_name,
            first_name,
            birth_date,
            email,
            phone,
            reason,
        };
        first.ask(&ask).await?;
    }
    Ok(Went::to(routes::REQUEST_APPOINTMENT).done(Done::Asked))
}

#[component]
pub fn RequestAppointmentPage() -> impl IntoView {
    let wish = Chosen::here(true).wish();
    let asked = Done::here() == Some(Done::Asked);
    view! {
        <Title text="Request an appointment"/>
        <EntryPage load=move || read_first_bookable(wish) show=move |page: Bookable| match asked {
            true => view! { <Thanks phone=page.phone/> }.into_any(),
            false => view! { <BookView page by_stranger=true/> }.into_any(),
        }/>
    }
}

#[component]
pub(super) fn FirstLastStep(page: Bookable, chosen: Chosen) -> impl IntoView {
    let fields = vec![
        ("kind_of", chosen.type_id.map(|id| id.to_string()).unwrap_or_default()),
        ("contact", chosen.kind.map(|kind| kind.name().to_owned()).unwrap_or_default()),
    ];
    let sofar = view! { <SoFar page=page.clone() chosen=chosen.clone()/> };
    view! {
        <header class="head"><h1>"Who are you?"</h1>{sofar}</header>
        <Form<AskForFirstAppointment> fields field=beside>
            <ChosenTime page chosen/>
            <TextField name="first_name" label="First name" autocomplete="given-name"/>
            <TextField name="last_name" label="Last name" autocomplete="family-name"/>
            <TextField name="birth_date" label="Date of birth" kind="date" short=true autocomplete="bday"/>
            <TextField name="email" label="E-mail" kind="email" hint="The answer comes here" autocomplete="email"/>
            <TextField name="phone" label="Phone" kind="tel" hint="In case the practice has a question" autocomplete="tel" longest=40/>
            <TextArea name="reason" label="What brings you here?" rows=3 hint="A few words are enough. The practice alone reads them." longest=1_000/>
            <div class="sr" aria-hidden="true">
                <label for="website">"Leave this empty"</label>
                <input id="website" name="website" type="text" tabindex="-1" autocomplete="off"/>
            </div>
            <p class="sub">"This is a request. The time is held for you until the practice answers, for two days at most."</p>
            <div class="acts"><button class="btn main">"Request Appointment"</button></div>
        </Form<AskForFirstAppointment>>
    }
}

/// What is wrong with what was chosen before stands at the time.
fn beside(refusal: Refusal) -> Option<&'static str> {
    match refusal.field() {
        Some("kind_of" | "contact" | "staff" | "site") => Some("time"),
        other => other,
    }
}

#[component]
fn Thanks(phone: Option<String>) -> impl IntoView {
    view! {
        <header class="head">
            <h1>"Thank you"</h1>
            <p class="sub">"Your request is sent. The practice answers by e-mail, within two days."</p>
        </header>
        <div class="block stack">
            <p>"Until then the time is held for you. Look in Spam or Junk too."</p>
            <p><CallLine before="Something to change?" phone/></p>
        </div>
    }
}
