//! The page on which a client begins a conversation, or asks for something.

use super::ExpectationsNote;
use crate::{
    Failure,
    files::{AttachField, EnterSends, FilesOf, PendingFiles},
    messages::{BeginConversation, keep::Kept, read_beginning},
    parts::{
        Icon, Notice, acting_for, asked,
        form::{Form, SelectField, TextArea, TextField},
    },
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    messages::{Audience, Beginning, LONGEST_MESSAGE, LONGEST_SUBJECT, Letter, Purpose, Recipient},
    sign_in::Side,
};
use leptos::prelude::*;

#[component]
pub fn BeginPage() -> impl IntoView {
    let purpose = asked("about").map_or(Some(Purpose::Talk), |name| Purpose::from_name(&name));
    view! {
        <PortalPage
            title=|_| "A message to the practice"
            place=NavItem::Messages
            load=move |grant| async move {
                match purpose {
                    Some(purpose) => read_beginning(grant, purpose).await,
                    None => Err(Failure(domain::Failure::NotFound)),
                }
            }
            show=|page| view! { <BeginView page/> }.into_any()
        />
    }
}

fn head(purpose: Purpose) -> (&'static str, &'static str, &'static str) {
    match purpose {
        Purpose::AppointmentRequest => {
            ("Ask for an appointment", "When would suit you?", "Days and times that work, by telephone, video or here, and with whom.")
        }
        Purpose::RecordRequest => {
            ("Ask for your records", "Which records do you need?", "What it is for, from which time, and to whom it shall go.")
        }
        Purpose::BillingQuestion => ("Ask about a bill", "What is your question?", "Name the invoice or the date, if you have it."),
        _ => ("New message", "Your message", ""),
    }
}

#[component]
fn BeginView(page: Beginning) -> impl IntoView {
    let grant = acting_for();
    let (title, label, hint) = head(page.purpose);
    let talk = page.purpose == Purpose::Talk;
    let (draft, of) = (page.draft.unwrap_or_default(), FilesOf::Client(grant));
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::MESSAGES, grant)><Icon name="chevron-left"/>"Messages"</a>
            <h1>{title}</h1>
        </header>
        {if talk && page.to.is_empty() {
            view! {
                <Notice kind="info" head="New conversations begin with the practice">
                    <p>"You can answer what the practice has written to you, and ask for an appointment, for records, or about a bill under Messages."</p>
                </Notice>
            }
            .into_any()
        } else {
            view! {
                <ExpectationsNote expects=page.expects/>
                <PendingFiles of draft=page.place.to_string() files=page.pending/>
                <Form<BeginConversation> grant fields=vec![("purpose", page.purpose.name().to_owned())]>
                    <EnterSends/>
                    {talk.then(|| view! { <WhomAndWhat to=page.to draft=draft.clone()/> })}
                    <TextArea name="body" label hint rows=7 recorded=draft.body longest=LONGEST_MESSAGE as u32/>
                    <Kept side=Side::Portal/>
                    <AttachField<BeginConversation> of draft=page.place.to_string()/>
                    <div class="acts"><button class="btn main"><Icon name="send"/>"Send"</button></div>
                </Form<BeginConversation>>
            }
            .into_any()
        }}
    }
}

#[component]
fn WhomAndWhat(to: Vec<Recipient>, draft: Letter) -> impl IntoView {
    let options = to.into_iter().map(|recipient| (recipient.value(), name(recipient))).collect();
    view! {
        <SelectField name="to" label="To" options recorded=draft.to/>
        <TextField name="subject" label="What it is about" recorded=draft.subject longest=LONGEST_SUBJECT as u32 autocomplete="off"/>
    }
}

fn name(recipient: Recipient) -> String {
    match recipient {
        Recipient::Person(_, name) => name,
        Recipient::Desk(Audience::Billing) => "Billing".to_owned(),
        Recipient::Desk(_) => "The front desk".to_owned(),
    }
}
