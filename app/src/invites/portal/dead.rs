//! A link that opens nothing any more: what happened, and what to do. Never for whom it was.

use crate::{
    parts::{DeadEnd, Icon, acting_for, asked},
    routes,
    shell::call,
};
use domain::invites::Refusal;
use leptos::prelude::*;

/// Behind the link in an invitation.
#[component]
pub fn DeadLink(phone: Option<String>, reason: Refusal) -> impl IntoView {
    // Somebody who has just sent a form with it, while another window was faster.
    let elsewhere = reason == Refusal::LinkUsed && asked("refused").is_some();
    let Words { title, happened, remedy } = if elsewhere { FINISHED_ELSEWHERE } else { words(reason) };
    // Who has registered wants to sign in; who has not needs a new link.
    let sign_in_first = reason == Refusal::LinkUsed;
    view! {
        <DeadEnd status=status(reason) title happened remedy>
            {sign_in_first.then(|| view! { <a class="btn" href=routes::LOGIN>"Go to sign-in"</a> })}
            {phone.map(|phone| view! { <CallLink phone first=!sign_in_first/> })}
            {(!sign_in_first).then(|| view! { <a class="btn quiet" href=routes::LOGIN>"Go to sign-in"</a> })}
        </DeadEnd>
    }
}

/// Behind the link in a mail to somebody who has an account, and is signed in.
#[component]
pub fn DeadOffer(phone: Option<String>, reason: Refusal) -> impl IntoView {
    let Words { title, happened, remedy } = words_of_offer(reason);
    view! {
        <DeadEnd status=status(reason) title happened remedy>
            {phone.map(|phone| view! { <CallLink phone first=true/> })}
            <a class="btn quiet" href=routes::acting(routes::DASHBOARD, acting_for())>"Go to the Dashboard"</a>
        </DeadEnd>
    }
}

#[component]
fn CallLink(phone: String, first: bool) -> impl IntoView {
    view! { <a class=if first { "btn" } else { "btn quiet" } href=call(&phone)><Icon name="phone"/>"Call " <span class="keep">{phone.clone()}</span></a> }
}

fn status(reason: Refusal) -> u16 {
    if reason == Refusal::LinkUnknown { 404 } else { 410 }
}

struct Words {
    title: &'static str,
    happened: &'static str,
    remedy: &'static str,
}

const FINISHED_ELSEWHERE: Words = Words {
    title: "Registration is finished already",
    happened: "It was finished in another window, with the password chosen there. What was typed in this one does not count.",
    remedy: "Sign in with the password from the other window. Was that not you? Then please call the office now.",
};

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

fn words_of_offer(reason: Refusal) -> Words {
    match reason {
        Refusal::LinkExpired => Words {
            title: "This link has expired",
            happened: "You had 7 days to confirm who is to be added to your account. They are over.",
            remedy: "Ask the office to send it again. It takes a minute, and nothing is lost.",
        },
        Refusal::LinkLocked => Words {
            title: "This link is locked",
            happened: "Five tries did not match, so we closed the link to keep the record safe.",
            remedy: "Call the office. They check the details with you and send it again.",
        },
        Refusal::LinkUsed => Words {
            title: "This is done already",
            happened: "You have confirmed who was added to your account.",
            remedy: "You find everybody in your care under More.",
        },
        _ => Words {
            title: "This link was closed",
            happened: "The practice has taken it back, or sent you a newer one.",
            remedy: "Look at your Dashboard first. If nothing waits for you there, please call the office.",
        },
    }
}
