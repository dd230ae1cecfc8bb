//! The frame around every page of a signed-in client.

use super::{
    entry::PortalTrouble,
    help::{HelpBlock, Skips},
};
use crate::{
    Failure,
    home::read_frame,
    parts::{
        ActingHere, Badge, BrandMark, Fetched, Icon, Leaving, SignedInAs, Trouble, WithIncident, acting_for, address, form::PostButton,
        stream,
    },
    routes,
    sign_in::SignOut,
};
use domain::{
    home::{Acting, Frame},
    ids::GrantId,
    sign_in::Side,
};
use leptos::prelude::*;
use leptos_meta::{Body, Title};
use std::future::Future;

/// Where a page belongs: what the bar at the foot of a phone marks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NavItem {
    Home,
    Messages,
    Appointments,
    Documents,
    More,
    Nowhere,
}

/// What stands at the top of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Top {
    /// The practice, and who is signed in.
    Practice,
    /// The way back to **My Documents**, and how far one is with signing.
    Documents(Option<Step>),
}

/// How far one is with signing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Read,
    Sign,
    Done,
}

impl Step {
    const ALL: [(Self, &'static str); 3] = [(Self::Read, "Read"), (Self::Sign, "Sign"), (Self::Done, "Done")];
}

/// A page of the portal: what `load` brings, in its frame; or what went wrong with it.
#[component]
pub fn PortalPage<T, F, Fut, V>(
    /// Kind and state of what is shown. Static words, never a name: it stands in the browser's history, and is not escaped.
    title: fn(&T) -> &'static str,
    place: NavItem,
    #[prop(default = |_| Top::Practice)] top: fn(&T) -> Top,
    load: F,
    show: V,
) -> impl IntoView
where
    T: Send + 'static,
    F: FnOnce(Option<GrantId>) -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: FnOnce(T) -> AnyView + Send + 'static,
{
    let (grant, path) = (acting_for(), address());
    // The frame comes second: what the page has just shown is no longer unread.
    let load_both = move || {
        let page = load(grant);
        async move {
            let page = page.await;
            Ok((read_frame(grant).await?, page))
        }
    };
    let show = move |found: Result<(Frame, Result<T, Failure>), Failure>| match found {
        Ok((frame, Ok(page))) => {
            let (title, top, shown) = (title(&page), top(&page), show(page));
            view! { <Title text=title/> <PortalFrame frame place top>{shown}</PortalFrame> }.into_any()
        }
        Ok((frame, Err(failure))) => view! { <PortalFrame frame place><Trouble failure path/></PortalFrame> }.into_any(),
        Err(failure) => view! { <PortalTrouble failure/> }.into_any(),
    };
    view! { <Fetched load=load_both show/> }
}

/// The frame itself.
#[component]
pub fn PortalFrame(frame: Frame, place: NavItem, #[prop(default = Top::Practice)] top: Top, children: Children) -> impl IntoView {
    provide_context(ActingHere(frame.acting_for.grant));
    provide_context(SignedInAs(frame.name.clone()));
    let in_care = !frame.others.is_empty() || !frame.acting_for.oneself;
    // More lists everybody anyway.
    let others = if place == NavItem::More { Vec::new() } else { frame.others.clone() };
    view! {
        <Body {..} class="portal"/>
        <Skips crisis=frame.help.crisis.clone()/>
        <header class="top">
            <div class="top-in">
                {match top {
                    Top::Practice => view! { <PracticeTop practice=frame.practice.clone() name=frame.name.clone()/> }.into_any(),
                    Top::Documents(step) => view! { <DocumentsTop practice=frame.practice.clone() step/> }.into_any(),
                }}
            </div>
        </header>
        {in_care.then(|| view! { <ActingLine acting=frame.acting_for.clone() others/> })}
        <main id="main" class="page" tabindex="-1">
            <WithIncident side=Side::Portal>{children()}</WithIncident>
        </main>
        <HelpBlock help=frame.help.clone()/>
        <Leaving side=Side::Portal seconds=frame.session_seconds/>
        <PlaceBar place frame/>
    }
}

#[component]
fn PracticeTop(practice: String, name: String) -> impl IntoView {
    let grant = acting_for();
    view! {
        <a class="brand" href=routes::acting(routes::DASHBOARD, grant)>
            <BrandMark/>
            <span><span class="sr no-print">"Home, "</span>{practice}</span>
        </a>
        <div class="top-end">
            <a class="top-who" href=routes::acting(routes::MORE, grant)>{name}</a>
            <LogoutButton/>
        </div>
    }
}

#[component]
fn DocumentsTop(practice: String, step: Option<Step>) -> impl IntoView {
    let grant = acting_for();
    view! {
        <a class="brand only-wide" href=routes::acting(routes::DASHBOARD, grant)>
            <BrandMark/>
            <span class="sr"><span class="no-print">"Home, "</span>{practice}</span>
        </a>
        <a class="back" href=routes::acting(routes::DOCUMENTS, grant)><Icon name="chevron-left"/>"My Documents"</a>
        {step.map(|step| view! { <StepList step/> })}
        <div class="top-end"><LogoutButton/></div>
    }
}

#[component]
fn StepList(step: Step) -> impl IntoView {
    view! {
        <ol class="steps" aria-label="Progress">
            {Step::ALL
                .into_iter()
                .map(|(each, name)| view! { <li aria-current=(each == step).then_some("step")>{name}</li> })
                .collect_view()}
        </ol>
    }
}

#[component]
fn LogoutButton() -> impl IntoView {
    view! { <PostButton<SignOut> class="btn quiet small">"Logout"</PostButton<SignOut>> }
}

/// With more people than this in one's care, their list is a page away.
const MOST_SWITCHES: usize = 3;

/// For whom one acts, on every page of somebody who acts for others: and the way to each of them.
#[component]
fn ActingLine(acting: Acting, others: Vec<Acting>) -> impl IntoView {
    let many = others.len() > MOST_SWITCHES;
    let people = routes::acting(routes::MORE, acting_for());
    view! {
        <section class="acting" aria-label="For whom you act">
            <span>"You are acting for " <b>{acting.name}</b> {acting.oneself.then_some(" (yourself)")}</span>
            {if many {
                view! { <a class="link" href=people>"Switch"<span class="sr">" to somebody else"</span></a> }.into_any()
            } else {
                others.into_iter().map(|other| view! { <SwitchLink other/> }).collect_view().into_any()
            }}
        </section>
    }
}

#[component]
fn SwitchLink(other: Acting) -> impl IntoView {
    let to = routes::acting(routes::DASHBOARD, Some(other.grant));
    let waits = (other.waits > 0).then(|| {
        let things = if other.waits == 1 { " thing needs you" } else { " things need you" };
        view! { <span class="num">" ("{other.waits}<span class="sr">{things}</span>")"</span> }
    });
    view! { <a class="link" href=to>"Switch to "{other.name}{waits}</a> }
}

/// The bar at the foot of a phone: the areas that there are.
#[component]
fn PlaceBar(place: NavItem, frame: Frame) -> impl IntoView {
    let unread = Some(frame.unread);
    view! {
        <nav class="bar" aria-label="Main" data-live=routes::EVENTS data-after=stream::after() data-for=frame.acting_for.grant.to_string()>
            <PlaceLink at=NavItem::Home place to=routes::DASHBOARD icon="home" name="Home"/>
            {frame.messages.then(|| view! { <PlaceLink at=NavItem::Messages place to=routes::MESSAGES icon="message" name="Messages" unread/> })}
            {frame.appointments.then(|| view! { <PlaceLink at=NavItem::Appointments place to=routes::APPOINTMENTS icon="calendar" name="Appointments"/> })}
            {frame.documents.then(|| view! { <PlaceLink at=NavItem::Documents place to=routes::DOCUMENTS icon="document" name="Documents"/> })}
            <PlaceLink at=NavItem::More place to=routes::MORE icon="more" name="More"/>
        </nav>
    }
}

#[component]
fn PlaceLink(
    at: NavItem,
    place: NavItem,
    to: &'static str,
    icon: &'static str,
    name: &'static str,
    #[prop(default = None)] unread: Option<u32>,
) -> impl IntoView {
    view! {
        <a href=routes::acting(to, acting_for()) aria-current=(at == place).then_some("page")>
            <Icon name=icon/>
            <span>{name}</span>
            {unread.map(|unread| view! { <Badge of="unread" many=unread.into() words="unread"/> })}
        </a>
    }
}
