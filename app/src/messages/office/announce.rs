//! What is written to a group. Both buttons keep it: one goes on to who gets it, the other back to the people.

use super::{
    compose::ReadsHere,
    groups::{clients, named},
};
use crate::{
    Failure,
    messages::{WriteAnnouncement, read_announcing},
    parts::{
        Fetched, Icon, Trouble, address,
        form::{Form, SelectField, TextArea, TextField},
        param,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    ids::GroupId,
    messages::{Announcing, LONGEST_MESSAGE, LONGEST_SUBJECT},
};
use leptos::prelude::*;

#[component]
pub fn AnnouncePage() -> impl IntoView {
    let id: Option<GroupId> = param("group");
    let path = address();
    let load = move || async move {
        match id {
            Some(id) => read_announcing(id).await,
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    let show = move |found: Result<_, Failure>| match found {
        Ok(page) => view! { <AnnounceView page/> }.into_any(),
        Err(failure) => view! { <Trouble failure path/> }.into_any(),
    };
    view! { <OfficePage title="Announcement" narrow=true><Fetched load show/></OfficePage> }
}

#[component]
fn AnnounceView(page: Announcing) -> impl IntoView {
    let id = page.id;
    let audiences = page.audiences.iter().rev().map(|audience| (audience.name().to_owned(), audience.label().to_owned())).collect();
    let (audience, subject, body) = match page.letter {
        Some(letter) => (letter.audience.name().to_owned(), letter.subject, letter.body),
        None => Default::default(),
    };
    view! {
        <header class="head">
            <a class="back" href=routes::group(id)><Icon name="chevron-left"/>{named(page.name)}</a>
            <h1>"Announcement"</h1>
            <p class="sub">"To "<b class="num">{clients(page.people)}</b>", each in a conversation of their own. Nobody sees who else gets it. They get an e-mail that says only that there is a message."</p>
        </header>
        <Form<WriteAnnouncement> fields=vec![("group", id.to_string())]>
            <SelectField name="audience" label="Who reads along here" options=audiences recorded=audience/>
            <TextField name="subject" label="What it is about" recorded=subject longest=LONGEST_SUBJECT as u32 autocomplete="off"/>
            <TextArea name="body" label="Message" rows=10 recorded=body longest=LONGEST_MESSAGE as u32/>
            <ReadsHere expects=page.expects/>
            <div class="acts">
                <button class="btn" name="then" value="review">"Review who gets it"</button>
                <button class="btn quiet" name="then" value="people">"Keep it and add people"</button>
            </div>
        </Form<WriteAnnouncement>>
    }
}
