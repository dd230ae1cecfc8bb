//! What went wrong with a page, and the way on.

use crate::{
    Answer, Failure,
    parts::{Drawing, Icon, address, asked, form::PostButton, sentences::sentence},
    reply::reply,
    routes,
    sign_in::SignOut,
};
use domain::{
    ids::GrantId,
    sign_in::{Side, side_of},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What stands on a page that could not be shown, with its true status.
#[component]
pub fn Trouble(failure: Failure, path: String) -> impl IntoView {
    use domain::Failure::*;
    let side = side_of(&path);
    match failure.0 {
        SignedOut => view! { <SignInFirst side path/> }.into_any(),
        NotFound => view! { <Missing side/> }.into_any(),
        // No page asks for fresh proof, only what is done on it.
        NotAllowed | ProofNeeded(_) => {
            reply(Answer::Status(403));
            view! {
                <Explained title="This is not part of your work here">
                    <p>"Your role does not open this page. If you need it, ask your practice administrator."</p>
                    <div class="acts"><a class="btn" href=home_of(side)>{home_name(side)}</a></div>
                </Explained>
            }
            .into_any()
        }
        Refused(refusals) => {
            reply(Answer::Status(422));
            // Without what could not be read; for whom one acts was.
            let before = path.split_once('?').map(|(page, _)| acting_here(page));
            let home = if before.is_some() { "btn quiet" } else { "btn" };
            view! {
                <Explained title="We could not read that">
                    {if refusals.is_empty() {
                        view! { <p>"Please go back and try once more."</p> }.into_any()
                    } else {
                        refusals.into_iter().map(|refusal| view! { <p>{sentence(refusal)}</p> }).collect_view().into_any()
                    }}
                    <div class="acts">
                        {before.map(|page| view! { <a class="btn" href=page>"Begin again"</a> })}
                        <a class=home href=home_of(side)>{home_name(side)}</a>
                    </div>
                </Explained>
            }
            .into_any()
        }
        Unexpected { incident } => {
            reply(Answer::Status(500));
            view! {
                <Explained title="That did not work, and it is our fault">
                    <p>
                        "Nothing of yours is lost. Please try again in a minute. If it happens again, "
                        {whom_to_tell(side)} " this number: " <b class="num">{incident}</b>
                    </p>
                    <div class="acts"><a class="btn" href=path>"Try again"</a></div>
                </Explained>
            }
            .into_any()
        }
        Unreachable => view! {
            <Explained title="We could not reach the practice">
                <p>"Check your connection, then load this page again."</p>
                <div class="acts"><a class="btn" href=path>"Try again"</a></div>
            </Explained>
        }
        .into_any(),
    }
}

/// Leads to sign-in, and from there back to the page.
#[component]
fn SignInFirst(side: Side, path: String) -> impl IntoView {
    let to = routes::next(routes::login(side), &path);
    reply(Answer::GoTo(to.clone()));
    view! { <Title text="Sign in"/> <p class="sub">"Please " <a href=to>"sign in"</a> " to go on."</p> }
}

/// The page for everything that is not there, and for everything that is not for this person.
#[component]
pub fn Missing(side: Side) -> impl IntoView {
    reply(Answer::Status(404));
    match side {
        Side::Portal => match use_context::<SignedInAs>() {
            // A link from a mail to somebody else who uses this device looks like any other that is not there.
            Some(SignedInAs(name)) => view! {
                <Explained title="This page is not here" named="Page not found">
                    <p>"You are signed in as " <b>{name}</b> ". Is the link for somebody else? Then sign in as that person."</p>
                    <p>"Otherwise the address may be old or mistyped. Nothing is lost."</p>
                    <div class="acts">
                        <a class="btn" href=home_of(side)>{home_name(side)}</a>
                        <PostButton<SignOut> class="btn quiet" fields=vec![("next", address())]>"Sign in as somebody else"</PostButton<SignOut>>
                    </div>
                </Explained>
            },
            None => view! {
                <Explained title="This page is not here" named="Page not found">
                    <p>"The address may be old or mistyped. Nothing is lost."</p>
                    <div class="acts"><a class="btn" href=home_of(side)>{home_name(side)}</a></div>
                </Explained>
            },
        },
        Side::Office => view! {
            <Explained title="There is nothing at this address" named="Page not found · Anteroom">
                <p>"The chart may not be yours to open, or the address is mistyped."</p>
                <div class="acts">
                    <a class="btn" href=routes::CHART_ROOM>"Chart Room"</a>
                    <a class="btn quiet" href=routes::home(side)>"To-do"</a>
                </div>
            </Explained>
        },
    }
}

/// What `children` show, below the notice that the last click did not work, if it did not.
#[component]
pub fn WithIncident(side: Side, children: Children) -> impl IntoView {
    if asked("incident").is_none() {
        return children();
    }
    view! { <div class="stack"><Incident side/><div>{children()}</div></div> }.into_any()
}

/// Says at the head of a page that the last click did not work, and under which number we find out why.
#[component]
pub fn Incident(side: Side) -> impl IntoView {
    // The number is ours, eight hexadecimal digits: nobody puts other words on this page.
    let number = asked("incident").filter(|number| number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit()));
    number.map(|number| {
        view! {
            <div class="notice bad" role="alert" tabindex="-1" autofocus>
                <Icon name="alert"/>
                <div>
                    <p class="notice-head">"That did not work, and it is our fault"</p>
                    <p>"Please try again in a minute. If it happens again, " {whom_to_tell(side)} " this number: " <b class="num">{number}</b></p>
                </div>
            </div>
        }
    })
}

#[component]
fn Explained(
    title: &'static str,
    /// What the window is called, where that is not the title: never what the page would have been.
    #[prop(optional)]
    named: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=if named.is_empty() { title } else { named }/>
        <div class="empty">
            <Drawing name="draw-lost"/>
            <h1>{title}</h1>
            {children()}
        </div>
    }
}

/// Who is signed in, where the page around knows.
#[derive(Clone)]
pub struct SignedInAs(pub String);

/// For whom the frame around this page acts. Where there is none, nobody has looked whether the address may name them.
#[derive(Clone, Copy)]
pub struct ActingHere(pub GrantId);

fn acting_here(page: &str) -> String {
    let here = asked("for").and(use_context::<ActingHere>());
    routes::acting(page, here.map(|here| here.0))
}

fn home_of(side: Side) -> String {
    acting_here(routes::home(side))
}

fn home_name(side: Side) -> &'static str {
    match side {
        Side::Portal => "Go to the Dashboard",
        Side::Office => "Go to To-do",
    }
}

fn whom_to_tell(side: Side) -> &'static str {
    match side {
        Side::Portal => "call the office and give them",
        Side::Office => "tell your administrator",
    }
}
