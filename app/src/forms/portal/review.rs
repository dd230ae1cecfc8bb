//! The last page of a form: all of it as it will be filed, and the button that sends it.

use super::summary::AnotherLook;
use crate::{
    Failure,
    activities::{CrisisHelp, SubmitActivity},
    documents::{ConsentPaper, SignatureSheet},
    door::Door,
    forms::{ConsentInForm, SubmitForm, look_over_form, sentence},
    parts::{
        Icon, Paper, ShowIsland, acting_for,
        form::{CheckField, Form, RefusedAt, WithDraft},
        param,
    },
    routes,
    shell::{NavItem, PortalPage, Top},
};
use domain::{Refusal, forms::ReviewPage, ids::AssignmentId};
use leptos::prelude::*;

/// What there is to look over; or why there is nothing any more.
enum Looked {
    Over(Box<ReviewPage>),
    Closed(AssignmentId, Vec<Refusal>),
}

#[component]
pub fn LookOverPage() -> impl IntoView {
    let id: Option<AssignmentId> = param("assignment");
    let load = move |grant| async move {
        match (look_over_form(grant, id).await, id) {
            (Err(Failure(domain::Failure::Refused(refusals))), Some(id)) => Ok(Looked::Closed(id, refusals)),
            (looked, _) => looked.map(|page| Looked::Over(Box::new(page))),
        }
    };
    let title = |looked: &Looked| match looked {
        Looked::Over(page) if page.signed => "Look it over and sign",
        Looked::Over(_) => "Look it over",
        Looked::Closed(..) => "A form",
    };
    let show = |looked: Looked| match looked {
        Looked::Over(page) => view! { <ReviewView page=*page/> }.into_any(),
        Looked::Closed(id, refusals) => view! { <ClosedView id refusals/> }.into_any(),
    };
    view! { <PortalPage title place=NavItem::Documents top=|_| Top::Documents(None) load show/> }
}

#[component]
fn ClosedView(id: AssignmentId, refusals: Vec<Refusal>) -> impl IntoView {
    let why = refusals.into_iter().filter_map(|refusal| if let Refusal::Forms(refusal) = refusal { Some(sentence(refusal)) } else { None });
    view! {
        <header class="head"><h1>"Nothing to send"</h1></header>
        {why.map(|words| view! { <p>{words}</p> }).collect_view()}
        <div class="acts block"><a class="btn" href=routes::form(id, acting_for())>"See the form"</a></div>
    }
}

#[component]
fn ReviewView(page: ReviewPage) -> impl IntoView {
    let (grant, id, activity) = (acting_for(), page.id, page.activity);
    let troubles = page.troubles.iter().map(|(section, trouble)| {
        let to = routes::in_state(routes::form_section(id, section, grant), "look", "again");
        (format!("{to}#{}", trouble.field), trouble.clone())
    });
    let troubles: Vec<_> = troubles.collect();
    let (whole, blank) = (troubles.is_empty(), page.blank);
    // Below stands the form that sends it: that says itself what was wrong with it.
    let sends = whole && !blank && (page.consented || !page.signed);
    let words = match (whole && !blank, page.signed) {
        (true, true) => "This is exactly what you sign and send. Is everything right?",
        (true, false) => "This is exactly what you send. Is everything right?",
        (false, _) => "This is what you answered so far.",
    };
    let back = page.last.as_ref().map_or_else(|| routes::form(id, grant), |last| routes::form_section(id, last, grant));
    view! {
        <div class="flow"><p class="fine">{page.title.clone()} ", last page"</p></div>
        <header class="head">
            <h1>"Look it over"</h1>
            <p class="sub">{words}</p>
        </header>
        {page.crisis.clone().map(|crisis| view! { <CrisisHelp crisis/> })}
        {(!sends).then(|| view! { <RefusedAt of={Door::of::<SubmitForm>()}/> })}
        {(!whole && !blank).then(|| view! { <AnotherLook troubles kept="All that you typed is saved."/> })}
        <div class="block"><Paper facts=Vec::new() content=page.content.clone()/></div>
        <div class="acts"><a class="btn quiet" href=format!("{}#sections", routes::form(id, grant))><Icon name="pen"/>"Change an answer"</a></div>
        {if blank {
            view! { <p class="block">"Nothing is answered yet, so there is nothing to send. Answer at least one question first."</p> }.into_any()
        } else if !whole {
            view! { <p class="block">"You can send the form once the answers named above are there."</p> }.into_any()
        } else if page.activity {
            view! { <SubmitIt page/> }.into_any()
        } else if !page.signed {
            view! { <SendIt page/> }.into_any()
        } else if !page.consented {
            view! { <AgreeFirst page/> }.into_any()
        } else {
            view! { <SignIt page/> }.into_any()
        }}
        <div class="sofar block">
            <a class="back" href=back><Icon name="chevron-left"/>"Back"</a>
            <a class="link" href=routes::acting(if activity { routes::ACTIVITIES } else { routes::DOCUMENTS }, grant)>"Finish later"</a>
        </div>
    }
}

/// What one should know before.
const AFTERWARDS: &str =
    "Once it is sent, you cannot change it any more. If something is not right, tell the practice: they can give it back to you.";

#[component]
fn SendIt(page: ReviewPage) -> impl IntoView {
    let fields = vec![("id", page.id.to_string()), ("seen", page.seen)];
    view! {
        <section class="block" aria-label="Send it">
            <Form<SubmitForm> grant=acting_for() fields>
                <div class="acts main"><button class="btn">"Submit"</button></div>
                <p class="fine">{AFTERWARDS}</p>
            </Form<SubmitForm>>
        </section>
    }
}

/// An activity is no document: it is submitted to who gave it.
#[component]
fn SubmitIt(page: ReviewPage) -> impl IntoView {
    let fields = vec![("id", page.id.to_string()), ("seen", page.seen)];
    view! {
        <section class="block" aria-label="Submit it">
            <Form<SubmitActivity> grant=acting_for() fields>
                <div class="acts main"><button class="btn">"Submit"</button></div>
                <p class="fine">"Once it is submitted, you cannot change it any more. Your clinician reads it."</p>
            </Form<SubmitActivity>>
        </section>
    }
}

/// Before the first signature: what signing electronically means.
#[component]
fn AgreeFirst(page: ReviewPage) -> impl IntoView {
    view! {
        <section class="block" id="sign" aria-labelledby="agree-h">
            <h2 id="agree-h">"Before you sign"</h2>
            <p>"Before your first signature, please read this once. It takes a minute."</p>
            <ConsentPaper consent=page.consent.clone()/>
            <div class="block">
                <Form<ConsentInForm> grant=acting_for() fields=vec![("id", page.id.to_string())]>
                    <CheckField name="agree">"I can open and read this page, and I agree to sign documents electronically."</CheckField>
                    <div class="acts main"><button class="btn">"Agree and continue"</button></div>
                    <p class="fine num">"Version " {page.consent.version} ". Prefer paper? Ask the practice for a paper copy of this form."</p>
                </Form<ConsentInForm>>
            </div>
        </section>
    }
}

#[component]
fn SignIt(page: ReviewPage) -> impl IntoView {
    view! {
        <WithDraft of={Door::of::<SubmitForm>()} show=move |kept| {
            view! { <ShowIsland part=SignatureSheet::of_form(page, acting_for(), AFTERWARDS, kept)/> }.into_any()
        }/>
    }
}
