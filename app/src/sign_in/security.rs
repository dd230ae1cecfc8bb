//! **Sign-in and security**: one's own second step, recovery codes, and the browsers that are signed in.

use super::{
    address::AddressPanel,
    passkey::{For, PasskeyButton},
    step::{CodeField, SetupView},
};
use crate::{
    Done, Failure, Went,
    parts::{
        Fetched, Icon, Loaded, Notice, Panel, ShowIsland, When, acting_for, asked, calendar,
        form::{Form, FormMarks, PasswordForm, PasswordUse, PostButton, Refused, WithDraft},
    },
    routes,
    shell::{NavItem, OfficePage, PortalPage},
};
use domain::{
    ids::{FactorId, SessionId},
    sign_in::{AuthenticatorSetup, FactorLine, Security, SessionLine, Side},
};
use leptos::prelude::*;

/// Does something with one's own sign-in, on whichever side one is.
#[allow(unused_macros, reason = "only the server acts")]
macro_rules! own {
    ($side:expr, |$security:ident| $what:expr) => {
        match $side {
            domain::sign_in::Side::Portal => {
                let holder = crate::actor::holder().await?;
                let $security = holder.security();
                $what
            }
            domain::sign_in::Side::Office => {
                let staff = crate::actor::staff().await?;
                let $security = staff.security();
                $what
            }
        }
    };
}
#[allow(unused_imports, reason = "only the server acts")]
pub(super) use own;

loader! {
    pub async fn read_security(side: Side) -> Result<Security, Failure> {
        own!(side, |security| Ok(security.page().await?))
    }
}

/// **Stay signed in**: says how many seconds the session lasts from now on.
#[server(prefix = "/api", endpoint = "own/session/stay")]
pub async fn stay(side: Side) -> Result<i64, Failure> {
    own!(side, |security| Ok(security.seconds_left()))
}

/// Begins to set up an authenticator app.
#[server(prefix = "/api", endpoint = "own/security/begin_authenticator")]
pub async fn begin_authenticator(side: Side) -> Result<Went, Failure> {
    own!(side, |security| security.begin_authenticator().await?);
    done(side, Done::Begun)
}

loader! {
    /// The app that is being set up.
    pub async fn read_authenticator(side: Side) -> Result<Option<AuthenticatorSetup>, Failure> {
        own!(side, |security| Ok(security.authenticator().await?))
    }
}

/// **Change password**. Everywhere else one is signed out.
#[server(prefix = "/api", endpoint = "own/security/change_password")]
pub async fn change_password(
    side: Side,
    #[server(default)] old_password: String,
    #[server(default)] password: String,
) -> Result<Went, Failure> {
    own!(side, |security| security.change_password(&old_password, &password).await?);
    done(side, Done::NewPassword)
}

/// The first code of a new app.
#[server(prefix = "/api", endpoint = "own/security/confirm_authenticator")]
pub async fn confirm_authenticator(side: Side, #[server(default)] code: String) -> Result<Went, Failure> {
    own!(side, |security| security.confirm_authenticator(&code).await?);
    done(side, Done::Added)
}

/// Removes an app or a passkey.
#[server(prefix = "/api", endpoint = "own/security/remove_factor")]
pub async fn remove_factor(side: Side, factor: FactorId) -> Result<Went, Failure> {
    own!(side, |security| security.remove_factor(factor).await?);
    done(side, Done::Removed)
}

#[server(prefix = "/api", endpoint = "own/security/new_recovery_codes")]
pub async fn new_recovery_codes(side: Side) -> Result<Went, Failure> {
    own!(side, |security| security.new_recovery_codes().await?);
    done(side, Done::Codes)
}

loader! {
    /// The codes that were made a moment ago: they are shown once.
    pub async fn read_recovery_codes(side: Side) -> Result<Vec<String>, Failure> {
        own!(side, |security| Ok(security.recovery_codes().await?))
    }
}

/// Signs out one of one's other browsers.
#[server(prefix = "/api", endpoint = "own/security/end_session")]
pub async fn end_session(side: Side, session: SessionId) -> Result<Went, Failure> {
    own!(side, |security| security.end_session(session).await?);
    done(side, Done::Ended)
}

/// Signs out everywhere else.
#[server(prefix = "/api", endpoint = "own/security/end_other_sessions")]
pub async fn end_other_sessions(side: Side) -> Result<Went, Failure> {
    own!(side, |security| security.end_other_sessions().await?);
    done(side, Done::Ended)
}

#[allow(dead_code, reason = "only the server leads there")]
fn done(side: Side, done: Done) -> Result<Went, Failure> {
    Ok(Went::to(routes::security(side)).done(done))
}

#[component]
pub fn SecurityPage() -> impl IntoView {
    view! {
        <PortalPage title=|_| "Sign-in and security" place=NavItem::More load=|_| read_security(Side::Portal) show=|security: Security| view! {
            <SecurityView side=Side::Portal security/>
        }
        .into_any()/>
    }
}

#[component]
pub fn OfficeSecurityPage() -> impl IntoView {
    view! {
        <OfficePage title="Sign-in and security" narrow=true>
            <Loaded load=|| read_security(Side::Office) show=|security: Security| view! { <SecurityView side=Side::Office security/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn SecurityView(side: Side, security: Security) -> impl IntoView {
    let done = Done::here();
    let setting_up = done == Some(Done::Begun);
    let fresh_codes = matches!(done, Some(Done::Added | Done::Passkey | Done::Codes));
    let head = match done {
        Some(Done::Added) => Some("Your authenticator app is set up. From now on it is asked for."),
        Some(Done::Passkey) => Some("Your passkey is set up. From now on it signs you in, without a password."),
        Some(Done::Removed) => Some("It is removed, and signs nobody in any more."),
        Some(Done::Ended) => Some("Signed out there."),
        Some(Done::NewPassword) => Some("Your new password is set. Everywhere else you are signed out."),
        _ => None,
    };
    view! {
        <header class="head">
            <div>
                <h1>"Sign-in and security"</h1>
                <p class="sub">"You sign in as " {security.email.clone()}</p>
            </div>
        </header>
        {head.map(|head| view! { <Notice head/> })}
        <Refused<RemoveFactor>/>
        {fresh_codes.then(|| view! { <Fetched load=move || read_recovery_codes(side) show=|codes| view! { <CodeList codes=codes.unwrap_or_default()/> }.into_any()/> })}
        {setting_up.then(|| view! {
            <Fetched load=move || read_authenticator(side) show=move |setup| setup.ok().flatten().map(|setup| view! { <SetupPanel side setup/> }).into_any()/>
        })}
        <FactorsPanel side factors=security.factors recovery_codes=security.recovery_codes setting_up passkeys_work=security.passkeys_work/>
        <PasswordPanel side email=security.email.clone()/>
        {(side == Side::Portal).then(|| view! { <AddressPanel email=security.email asked=security.asked_email/> })}
        <SessionsPanel side sessions=security.sessions/>
    }
}

/// What the address of the page says while one changes one's password.
const CHANGING: &str = "password";

#[component]
fn PasswordPanel(side: Side, email: String) -> impl IntoView {
    let here = |page: &str| routes::acting(page, acting_for());
    if asked("change").as_deref() != Some(CHANGING) {
        let change = here(&routes::in_state(routes::security(side), "change", CHANGING));
        return view! { <Panel title="Password"><div class="acts"><a class="btn quiet" href=change>"Change password"</a></div></Panel> }
            .into_any();
    }
    let purpose = PasswordUse::Change(side);
    view! {
        <Panel title="Change password">
            <WithDraft of=purpose.door() show=move |kept| {
                view! { <ShowIsland part=PasswordForm { purpose, token: String::new(), email, kept, marks: FormMarks::make() }/> }.into_any()
            }/>
            <p class="fine"><a href=routes::forgot(side)>"Forgot password"</a>" · "<a href=here(routes::security(side))>"Cancel"</a></p>
        </Panel>
    }
    .into_any()
}

#[component]
fn SetupPanel(side: Side, setup: AuthenticatorSetup) -> impl IntoView {
    view! {
        <Panel title="Set up an authenticator app">
            <SetupView setup/>
            <Form<ConfirmAuthenticator> fields=of(side)>
                <CodeField/>
                <div class="acts">
                    <button class="btn">"Confirm"</button>
                    <a class="btn plain" href=routes::acting(routes::security(side), acting_for())>"Cancel"</a>
                </div>
            </Form<ConfirmAuthenticator>>
        </Panel>
    }
}

/// Recovery codes, the one time that they are shown.
#[component]
fn CodeList(codes: Vec<String>) -> impl IntoView {
    (!codes.is_empty()).then(|| {
        view! {
            <Notice kind="warn" head="Your recovery codes: keep them where you keep what matters">
                <p>"Each opens your account once, if your phone is lost. They are shown only now."</p>
                <ul class="codes num">{codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}</ul>
                <p><button type="button" class="btn quiet small script-only" data-prints="">"Print"</button></p>
            </Notice>
        }
    })
}

#[component]
fn FactorsPanel(side: Side, factors: Vec<FactorLine>, recovery_codes: u32, setting_up: bool, passkeys_work: bool) -> impl IntoView {
    let has_any = !factors.is_empty();
    let left = match recovery_codes {
        0 => "No recovery codes are left.".to_owned(),
        1 => "1 recovery code is left.".to_owned(),
        many => format!("{many} recovery codes are left."),
    };
    view! {
        <Panel title="Second step">
            {if has_any {
                view! { <ul class="rows bare">{factors.into_iter().map(|factor| view! { <FactorRow side factor/> }).collect_view()}</ul> }.into_any()
            } else {
                view! { <p class="sub">"A code from your phone besides the password, or a passkey: your fingerprint, face or PIN. Whoever learns your password still cannot get in."</p> }.into_any()
            }}
            {has_any.then(|| view! { <p class="num">{left}</p> })}
            <div class="acts block">
                {(!setting_up).then(|| view! {
                    <PostButton<BeginAuthenticator> class="btn quiet" fields=of(side)>"Add an authenticator app"</PostButton<BeginAuthenticator>>
                })}
                {passkeys_work.then(|| view! { <PasskeyButton what=For::New side/> })}
                {has_any.then(|| view! {
                    <PostButton<NewRecoveryCodes> class="btn quiet" fields=of(side)>"Make new recovery codes"</PostButton<NewRecoveryCodes>>
                })}
            </div>
        </Panel>
    }
}

#[component]
fn FactorRow(side: Side, factor: FactorLine) -> impl IntoView {
    let mut fields = of(side);
    fields.push(("factor", factor.id.to_string()));
    let (icon, name) = match &factor.passkey {
        Some(made_with) => ("key", format!("Passkey, made with {made_with}")),
        None => ("lock", "Authenticator app".to_owned()),
    };
    let used = factor.used.map_or_else(|| "Not used yet".to_owned(), |used| format!("Used last {}", calendar().order.moment(&used)));
    view! {
        <li>
            <div class="row">
                <span class="row-icon"><Icon name=icon/></span>
                <span class="row-main">
                    <span class="row-name">{name.clone()}</span>
                    <span class="row-fact num">"Added "<When at=factor.added/>". "{used}</span>
                </span>
                <span class="row-end">
                    <PostButton<RemoveFactor> class="btn plain small" fields>"Remove"<span class="sr">" "{name}</span></PostButton<RemoveFactor>>
                </span>
            </div>
        </li>
    }
}

#[component]
fn SessionsPanel(side: Side, sessions: Vec<SessionLine>) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.this);
    view! {
        <Panel title="Where you are signed in">
            <ul class="rows bare">{sessions.into_iter().map(|session| view! { <SessionRow side session/> }).collect_view()}</ul>
            {others.then(|| view! {
                <div class="acts block">
                    <PostButton<EndOtherSessions> class="btn quiet" fields=of(side)>"Sign out everywhere else"</PostButton<EndOtherSessions>>
                </div>
            })}
        </Panel>
    }
}

#[component]
fn SessionRow(side: Side, session: SessionLine) -> impl IntoView {
    let mut fields = of(side);
    fields.push(("session", session.id.to_string()));
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name">{session.device.clone()}</span>
                    <span class="row-fact num">{session.place}", signed in "<When at=session.started/>". Last used: "<When at=session.seen recent=true/></span>
                </span>
                <span class="row-end">
                    {if session.this {
                        view! { <span class="tag ok">"This browser"</span> }.into_any()
                    } else {
                        view! {
                            <PostButton<EndSession> class="btn plain small" fields>
                                "Sign out"<span class="sr">" "{session.device}</span>
                            </PostButton<EndSession>>
                        }
                        .into_any()
                    }}
                </span>
            </div>
        </li>
    }
}

fn of(side: Side) -> Vec<(&'static str, String)> {
    vec![("side", side.name().to_owned())]
}
