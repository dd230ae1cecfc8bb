//! A link that opens nothing any more: what happened, and what to do. Never for whom it was.

use crate::{
    Answer,
    parts::{Drawing, Icon},
    reply::reply,
    routes,
    shell::call,
};
use domain::invites::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn DeadLink(phone: Option<String>, reason: Refusal) -> impl IntoView {
    reply(Answer::Status(if reason == Refusal::LinkUnknown { 404 } else { 410 }));
    let Words { title, happened, remedy } = words(reason);
    // Who has registered wants to sign in; who has not needs a new link.
    let sign_in_first = reason == Refusal::LinkUsed;
    view! {
        <Title text=title/>
        <Drawing name="draw-lost"/>
        <header class="head">
            <h1>{title}</h1>
            <p class="sub">{happened}</p>
        </header>
        <div class="block stack">
            <p>{remedy}</p>
            <div class="acts">
                {sign_in_first.then(|| view! { <a class="btn" href=routes::LOGIN>"Go to sign-in"</a> })}
                {phone.map(|phone| view! {
                    <a class=if sign_in_first { "btn quiet" } else { "btn" } href=call(&phone)><Icon name="phone"/>"Call " {phone.clone()}</a>
                })}
                {(!sign_in_first).then(|| view! { <a class="btn quiet" href=routes::LOGIN>"Go to sign-in"</a> })}
            </div>
        </div>
    }
}

struct Words {
    title: &'static str,
    happened: &'static str,
    remedy: &'static str,
}

fn words(reason: Refusal) -> Words {
    match reason {
        Refusal::LinkUsed => Words {
            title: "This link has been used",
            happened: "An invitation link works once, and someone has registered with it.",
            remedy: "Was it you? Then simply sign in. If not, please call the office now.",
        },
        Refusal::LinkExpired => Words {
            title: "This link has expired",
            happened: "Invitation links work for 7 days. This one is older than that.",
            remedy: "Ask the office for a new one. It takes a minute, and nothing is lost.",
        },
        Refusal::LinkReplaced => Words {
            title: "There is a newer link",
            happened: "The office sent you another invitation after this one. Only the newest link works.",
            remedy: "Look for the newest mail from the practice and open the link in it. Look in Spam or Junk too.",
        },
        Refusal::LinkRevoked => Words {
            title: "This link was closed",
            happened: "The practice has taken this invitation back.",
            remedy: "If you think that is a mistake, please call the office.",
        },
        Refusal::LinkLocked => Words {
            title: "This link is locked",
            happened: "Five tries did not match, so we closed the link to keep the record safe.",
            remedy: "Call the office. They check the details with you and send you a new link.",
        },
        _ => Words {
            title: "We do not know this link",
            happened: "It may be cut off. Open it again from the e-mail, or copy the whole address.",
            remedy: "Still this page? Ask the office for a new link.",
        },
    }
}
