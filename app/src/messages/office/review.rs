//! Who gets an announcement and who does not, before it is sent.

use super::groups::{HiddenNote, clients, named};
use crate::{
    Failure,
    messages::{SendAnnouncement, review_announcement, sentence},
    parts::{
        Empty, Fetched, Icon, Lines, Notice, Trouble, address, born,
        form::{Form, Refused},
        param,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    ids::GroupId,
    messages::{AnnouncementReview, GroupPerson, Refusal},
};
use leptos::prelude::*;

#[component]
pub fn ReviewPage() -> impl IntoView {
    let id: Option<GroupId> = param("group");
    let path = address();
    let load = move || async move {
        match id {
            Some(id) => review_announcement(id).await.map(|review| (id, review)),
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    let show = move |found: Result<_, Failure>| match found {
        Ok((_, Some(review))) => view! { <ReviewView review/> }.into_any(),
        Ok((id, None)) => view! { <NothingWritten id/> }.into_any(),
        Err(failure) => view! { <Trouble failure path/> }.into_any(),
    };
    view! { <OfficePage title="Review" narrow=true><Fetched load show/></OfficePage> }
}

/// It was sent, or never written.
#[component]
fn NothingWritten(id: GroupId) -> impl IntoView {
    view! {
        <Refused<SendAnnouncement>/>
        <Empty drawing="draw-messages" title="Nothing waits to be sent" words="It was sent already, or its subject or text is missing.">
            <div class="acts">
                <a class="btn" href=routes::announce(id)>"Write announcement"</a>
                <a class="btn quiet" href=routes::GROUPS>"What was announced"</a>
            </div>
        </Empty>
    }
}

#[component]
fn ReviewView(review: AnnouncementReview) -> impl IntoView {
    let (id, many) = (review.id, review.gets.len() as u64);
    let everybody = review.left_out.is_empty() && review.hidden == 0;
    let send = if everybody { format!("Send to {}", clients(many)) } else { format!("Send to the {many} who can get it") };
    let audience = review.letter.audience.label();
    let gets = review.gets.into_iter().map(|person| view! { <Row person/> }).collect::<Vec<_>>();
    let left_out = review.left_out.into_iter().map(|(person, refusal)| view! { <Row person why=refusal/> }).collect::<Vec<_>>();
    view! {
        <header class="head">
            <a class="back" href=routes::announce(id)><Icon name="chevron-left"/>"Announcement"</a>
            <h1>"Review"</h1>
            <p class="sub">{named(review.name)}". Who reads along here: "<b>{audience}</b></p>
        </header>
        <Refused<SendAnnouncement>/>
        <section class="block" aria-labelledby="letter-head">
            <h2 id="letter-head">{review.letter.subject}</h2>
            <Lines text=review.letter.body/>
        </section>
        {(!everybody).then(|| view! {
            <section class="block" aria-labelledby="left-out-head">
                <h2 id="left-out-head">"Does not get it"</h2>
                <ul class="rows bare">{left_out}</ul>
                <HiddenNote hidden=review.hidden words="They do not get it."/>
            </section>
        })}
        <section class="block" aria-labelledby="gets-head">
            <h2 id="gets-head">{format!("Gets it: {}", clients(many))}</h2>
            <ul class="rows bare">{gets}</ul>
        </section>
        {if many == 0 {
            view! { <Notice kind="info" head="Nobody in this group can get it"><p><a class="link" href=routes::group(id)>"Change who is in the group"</a></p></Notice> }.into_any()
        } else {
            view! {
                <Form<SendAnnouncement> fields=vec![("group", id.to_string()), ("seen", review.seen)]>
                    <div class="acts">
                        <button class="btn"><Icon name="send"/>{send}</button>
                        <a class="btn plain" href=routes::group(id)>"Change who gets it"</a>
                    </div>
                </Form<SendAnnouncement>>
            }
            .into_any()
        }}
    }
}

#[component]
fn Row(person: GroupPerson, #[prop(optional)] why: Option<Refusal>) -> impl IntoView {
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name light">{person.name}</span>
                    <span class="row-fact num">{born(person.born)}</span>
                    {why.map(|refusal| view! { <span class="row-fact">{reason(refusal)}</span> })}
                </span>
            </div>
        </li>
    }
}

/// In few words why somebody does not get it.
fn reason(refusal: Refusal) -> String {
    match refusal {
        Refusal::NoReader => "Nobody has portal access yet.".to_owned(),
        Refusal::NotOnRoster => "Not your client: the practice lets staff write to their own clients only.".to_owned(),
        other => sentence(other),
    }
}
