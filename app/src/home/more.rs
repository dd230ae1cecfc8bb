//! **More**: for whom one acts, how to reach the practice, and the way out.

use crate::{
    home::read_frame,
    parts::{Fetched, Icon, acting_for, form::PostButton},
    routes,
    shell::{NavItem, PortalFrame, PortalTrouble, ReachList},
    sign_in::SignOut,
};
use domain::{
    home::{Acting, Frame},
    sign_in::Side,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn MorePage() -> impl IntoView {
    let grant = acting_for();
    view! {
        <Title text="More"/>
        <Fetched load=move || read_frame(grant) show=|found| match found {
            Ok(frame) => view! { <MoreView frame/> }.into_any(),
            Err(failure) => view! { <PortalTrouble failure/> }.into_any(),
        }/>
    }
}

#[component]
fn MoreView(frame: Frame) -> impl IntoView {
    let (practice, name, help, record) = (frame.practice.clone(), frame.name.clone(), frame.help.clone(), frame.record);
    let (account, information) = (frame.account, frame.information);
    let people = (!frame.others.is_empty() || !frame.acting_for.oneself).then(|| (frame.acting_for.clone(), frame.others.clone()));
    view! {
        <PortalFrame frame place=NavItem::More>
            <header class="head">
                <h1>"More"</h1>
                <p class="sub">"Signed in as " {name}</p>
            </header>
            {people.map(|(acting_for, others)| view! { <PeopleList acting_for others/> })}
            {account.then(|| view! {
                <section class="block" aria-labelledby="money">
                    <h2 id="money">"Bills and payments"</h2>
                    <ul class="rows">
                        <li>
                            <a class="row" href=routes::acting(routes::ACCOUNT, acting_for())>
                                <span class="row-icon"><Icon name="card"/></span>
                                <span class="row-main"><span class="row-name">"My Account"</span></span>
                                <Icon name="chevron-right" class="icon go"/>
                            </a>
                        </li>
                    </ul>
                </section>
            })}
            <section class="block" aria-labelledby="record">
                <h2 id="record">"Your privacy"</h2>
                <ul class="rows">
                    {information.then(|| view! {
                        <li>
                            <a class="row" href=routes::acting(routes::INFORMATION, acting_for())>
                                <span class="row-icon"><Icon name="person"/></span>
                                <span class="row-main"><span class="row-name">"My Information"</span></span>
                                <Icon name="chevron-right" class="icon go"/>
                            </a>
                        </li>
                    })}
                    <li>
                        <a class="row" href=routes::acting(routes::security(Side::Portal), acting_for())>
                            <span class="row-icon"><Icon name="lock"/></span>
                            <span class="row-main"><span class="row-name">"Sign-in and security"</span></span>
                            <Icon name="chevron-right" class="icon go"/>
                        </a>
                    </li>
                    {record.then(|| view! {
                        <li>
                            <a class="row" href=routes::acting(routes::RECORD_ACCESS, acting_for())>
                                <span class="row-icon"><Icon name="eye"/></span>
                                <span class="row-main"><span class="row-name">"Who can see and who opened my record"</span></span>
                                <Icon name="chevron-right" class="icon go"/>
                            </a>
                        </li>
                    })}
                </ul>
            </section>
            <section class="block" aria-labelledby="reach">
                <h2 id="reach">"How to reach " {practice}</h2>
                <ReachList help/>
            </section>
            <section class="block" aria-labelledby="leave">
                <h2 id="leave">"Leaving"</h2>
                <p>"Log out when you share this phone or computer with others."</p>
                <PostButton<SignOut> class="btn quiet"><Icon name="logout"/> "Logout"</PostButton<SignOut>>
            </section>
        </PortalFrame>
    }
}

/// The people in one's care, and the switch between them.
#[component]
fn PeopleList(acting_for: Acting, others: Vec<Acting>) -> impl IntoView {
    view! {
        <section class="block" aria-labelledby="people">
            <h2 id="people">"For whom are you here?"</h2>
            <ul class="rows">
                <li>
                    <div class="row">
                        <span class="row-icon accent"><Icon name="person"/></span>
                        <span class="row-main">
                            <span class="row-name">{acting_for.name.clone()}</span>
                            <span class="row-fact num">{whom(&acting_for)}</span>
                        </span>
                        <span class="tag ok">"Here now"</span>
                    </div>
                </li>
                {others.into_iter().map(|other| view! { <PersonRow other/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn PersonRow(other: Acting) -> impl IntoView {
    view! {
        <li>
            <a class="row" href=routes::acting(routes::DASHBOARD, Some(other.grant))>
                <span class="row-icon"><Icon name="person"/></span>
                <span class="row-main">
                    <span class="row-name"><span class="sr">"Switch to "</span>{other.name.clone()}</span>
                    <span class="row-fact num">{whom(&other)}</span>
                </span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

/// Who it is, and how much waits there.
fn whom(acting: &Acting) -> String {
    let who = if acting.oneself { "Yourself" } else { "In your care" };
    match acting.waits {
        0 => who.to_owned(),
        1 => format!("{who}. 1 thing needs you"),
        many => format!("{who}. {many} things need you"),
    }
}
