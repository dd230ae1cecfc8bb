//! **Request records**: asking, and what became of it.

use super::{AskedFacts, what_words};
use crate::{
    Done,
    parts::{
        Day, Empty, Fact, Icon, Lines, Notice, Spelled, When, acting_for,
        form::{FieldErrors, Form, FormDraft, TextArea, TextField},
    },
    records::{AskForRecords, list_my_requests, read_asking},
    routes,
    shell::{NavItem, OfficeLine, PortalPage},
};
use domain::records::{Delivery, LONGEST_WORDS, MyRelease, MyRequest, MyRequests, RequestState, What};
use leptos::prelude::*;

#[component]
pub fn MyRecordsPage() -> impl IntoView {
    view! { <PortalPage title=|_| "Request records" place=NavItem::Documents load=list_my_requests show=|page: MyRequests| view! { <RecordsView page/> }.into_any()/> }
}

#[component]
fn RecordsView(page: MyRequests) -> impl IntoView {
    let grant = acting_for();
    let asked = Done::here() == Some(Done::Asked);
    let ask = routes::acting(routes::ASK_FOR_RECORDS, grant);
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::DOCUMENTS, grant)><Icon name="chevron-left"/>"My Documents"</a>
            <h1>"Request records"</h1>
            <p class="sub">{format!("You have a right to your records. The practice answers within {} days.", page.within)}</p>
        </header>
        {asked.then(|| view! {
            <Notice head="Your request is sent">
                <p>"The practice has it now. You see here how far it is, and you get an e-mail when it is answered."</p>
            </Notice>
        })}
        <div class="acts block"><a class="btn" href=ask.clone()>"Ask for records"</a></div>
        {if page.requests.is_empty() {
            view! { <Empty drawing="draw-documents" title="No requests yet" words="Ask for all of your record, for parts of it, or for a document that you miss here."/> }.into_any()
        } else {
            page.requests.into_iter().map(|request| view! { <RequestView request/> }).collect_view().into_any()
        }}
        {page.phone.map(|phone| view! { <p class="fine block">"Questions? " <OfficeLine phone/> "."</p> })}
    }
}

#[component]
fn RequestView(request: MyRequest) -> impl IntoView {
    let grant = acting_for();
    let (asked, open, what) = (request.asked.clone(), request.state.is_open(), what_words(&request.asked));
    let heading = what.clone();
    let talk = request.conversation.map(|id| routes::conversation(id, grant));
    view! {
        <section class="panel" id=format!("request-{}", request.id) aria-label=what>
            <header class="panel-head"><h2>{heading}</h2><StateTag state=request.state/></header>
            <dl class="facts">
                <Fact label="Asked for"><When at=request.asked_at/></Fact>
                {open.then(|| view! { <Fact label="The practice answers by"><Day on=request.due spelled=Spelled::WithWeekday/></Fact> })}
            <AskedFacts asked=asked/>
                {request.answered.map(|at| view! { <Fact label="Answered"><When at/></Fact> })}
            </dl>
            {request.reason.map(|reason| view! { <Notice kind="info" head="Why it was declined"><Lines text=reason/></Notice> })}
            {request.releases.into_iter().map(|release| view! { <ReleaseView release/> }).collect_view()}
            {talk.map(|href| view! { <p class="block"><a class="link" href=href>"Messages about this request"</a></p> })}
        </section>
    }
}

#[component]
fn ReleaseView(release: MyRelease) -> impl IntoView {
    let grant = acting_for();
    let documents = release.documents.into_iter().map(|(title, share)| match share {
        Some(share) => view! { <li><a class="link" href=routes::document(share, grant)>{title}</a></li> }.into_any(),
        None => view! { <li>{title}</li> }.into_any(),
    });
    let documents: Vec<_> = documents.collect();
    view! {
        <div class="block">
            <p><b>"Released on "<Day on=release.on/></b>", "{first_small(release.how.label())}". To: "{release.whom}</p>
            {(!documents.is_empty()).then(|| view! { <ul>{documents}</ul> })}
            {(!release.released.is_empty()).then(|| view! { <Lines text=release.released/> })}
        </div>
    }
}

/// As it stands in the middle of a line.
fn first_small(words: &str) -> String {
    let mut words = words.to_owned();
    words[..1].make_ascii_lowercase();
    words
}

#[component]
fn StateTag(state: RequestState) -> impl IntoView {
    let class = match state {
        RequestState::Received => "tag",
        RequestState::InProgress => "tag accent",
        RequestState::Released => "tag ok",
        RequestState::Declined => "tag bad",
    };
    view! { <span class=class>{state.label()}</span> }
}

#[component]
pub fn AskForRecordsPage() -> impl IntoView {
    view! { <PortalPage title=|_| "Ask for records" place=NavItem::Documents load=read_asking show=|page: MyRequests| view! { <AskView page/> }.into_any()/> }
}

#[component]
fn AskView(page: MyRequests) -> impl IntoView {
    let grant = acting_for();
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::RECORDS, grant)><Icon name="chevron-left"/>"Request records"</a>
            <h1>"Ask for records"</h1>
            <p class="sub">{format!("The practice answers within {} days, and you can follow it here.", page.within)}</p>
        </header>
        <Form<AskForRecords> grant>
            <WhatChoice/>
            <TextArea name="details" label="Tell us more (if you like)" rows=3 longest=LONGEST_WORDS as u32 hint="Which letter, which document, or what about."/>
            <div class="fields">
                <TextField name="from" label="From (optional)" kind="date" short=true autocomplete="off"/>
                <TextField name="to" label="To (optional)" kind="date" short=true autocomplete="off"/>
            </div>
            <TextArea name="purpose" label="What is it for? (optional)" rows=2 longest=LONGEST_WORDS as u32 hint="For example: a new doctor, school, insurance. You need not say."/>
            <DeliveryChoice portal=page.portal/>
            <TextArea name="address" label="Name and address" rows=3 longest=LONGEST_WORDS as u32 hint="Only if it goes by mail or to another provider."/>
            <div class="acts main"><button class="btn">"Send request"</button></div>
        </Form<AskForRecords>>
    }
}

/// What is needed, as many as one likes.
#[component]
fn WhatChoice() -> impl IntoView {
    let kept = FormDraft::here();
    let boxes = What::ALL.into_iter().enumerate().map(|(place, what)| {
        let name = format!("what[{place}]");
        let ticked = kept.value(&name, "") == what.name();
        view! {
            <label class="check">
                <input type="checkbox" name=name value=what.name() checked=ticked/>
                <span>{what.label()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group" id="what" tabindex="-1">
            <legend>"What do you need?"</legend>
            {boxes.collect_view()}
            <FieldErrors name="what" errors=kept.errors("what")/>
        </fieldset>
    }
}

#[component]
fn DeliveryChoice(portal: bool) -> impl IntoView {
    let kept = FormDraft::here();
    let typed = kept.value("delivery", if portal { Delivery::Portal.name() } else { "" });
    let offered = Delivery::ALL.into_iter().filter(|way| portal || *way != Delivery::Portal);
    let radios = offered.map(|way| {
        let checked = typed == way.name();
        let label = match way {
            Delivery::Portal => "Here, in the portal",
            Delivery::Mail => "By mail, to the address below",
            Delivery::PickUp => "I pick it up at the practice",
            Delivery::Provider => "To another provider, with the address below",
        };
        view! {
            <label class="check">
                <input type="radio" name="delivery" value=way.name() checked=checked/>
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group" id="delivery" tabindex="-1">
            <legend>"How do you want to get it?"</legend>
            {radios.collect_view()}
            <FieldErrors name="delivery" errors=kept.errors("delivery")/>
        </fieldset>
    }
}
