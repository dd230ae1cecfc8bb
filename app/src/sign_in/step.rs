//! The second step after the password; and fresh proof of who one is, before what asks for it.

use super::{
    office::{OfficeEntry, PracticeName},
    passkey::{For, PasskeyButton},
};
use crate::{
    Done, Failure, Went,
    parts::{
        Loaded, Notice, Panel, asked,
        form::{Form, PasswordField, PostButton, Refused, TextField},
        param,
    },
    routes,
    shell::{EntryPage, OfficePage, RoomView},
};
use domain::sign_in::{AuthenticatorSetup, Awaits, PasskeyUse, Proof, SecondStep, Side, StepUpScope};
use leptos::prelude::*;
use leptos_meta::Title;

loader! {
    /// What is asked for after the right password.
    pub async fn read_second_step(side: Side) -> Result<SecondStep, Failure> {
        use crate::actor;
        let desk = actor::desk()?;
        Ok(actor::visitor()?.second_step(side, desk.token(side)).await?)
    }
}

/// Takes the code, and leads to where one was going.
#[server(prefix = "/api", endpoint = "visitor/second_step/enter")]
pub async fn enter_code(side: Side, #[server(default)] code: String, #[server(default)] next: String) -> Result<Went, Failure> {
    use crate::actor;
    let desk = actor::desk()?;
    match actor::visitor()?.enter_code(side, desk.token(side), &code).await {
        Ok(signed_in) => Ok(actor::arrive(&signed_in, &next)),
        // The code was sent twice, and the first time has let them in.
        Err(backend::Error::SignedOut) if actor::is_in(side).await => Ok(Went::to(routes::after_sign_in(side, &next))),
        Err(error) => Err(error.into()),
    }
}

/// **Lost your phone?** Three days of notices, and the second step is removed.
#[server(prefix = "/api", endpoint = "visitor/second_step/lost")]
pub async fn report_lost_factor() -> Result<Went, Failure> {
    use crate::actor;
    let desk = actor::desk()?;
    actor::visitor()?.report_lost_factor(desk.token(Side::Portal)).await?;
    Ok(Went::to(routes::second_step(Side::Portal)).done(Done::Lost))
}

/// **Stop this**: ends the removal of a second step.
#[server(prefix = "/api", endpoint = "visitor/second_step/stop")]
pub async fn stop_factor_reset(token: String, #[server(default)] email: String) -> Result<Went, Failure> {
    use crate::actor;
    actor::visitor()?.stop_factor_reset(&token, &email).await?;
    Ok(Went::to(routes::LOGIN).done(Done::Stopped))
}

loader! {
    /// What proving who one is asks for.
    pub async fn read_proof(side: Side) -> Result<Proof, Failure> {
        super::security::own!(side, |security| Ok(security.proof().await?))
    }
}

/// Proves once more who one is, and leads back to what asked for it.
#[server(prefix = "/api", endpoint = "own/proof/give")]
pub async fn prove(
    side: Side,
    matter: StepUpScope,
    #[server(default)] password: String,
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<Went, Failure> {
    super::security::own!(side, |security| security.prove(matter, &password, &code).await?);
    Ok(Went::to(routes::after_sign_in(side, &next)))
}

#[component]
pub fn SecondStepPage() -> impl IntoView {
    view! {
        <Title text="Second step"/>
        <EntryPage load=|| read_second_step(Side::Portal) show=|step: SecondStep| view! {
            <StepView side=Side::Portal step/>
            <RoomView/>
        }
        .into_any()/>
    }
}

#[component]
pub fn OfficeSecondStepPage() -> impl IntoView {
    view! {
        <Title text="Second step · Anteroom"/>
        <OfficeEntry>
            <PracticeName/>
            <Loaded load=|| read_second_step(Side::Office) show=|step: SecondStep| view! { <StepView side=Side::Office step/> }.into_any()/>
        </OfficeEntry>
    }
}

#[component]
fn StepView(side: Side, step: SecondStep) -> impl IntoView {
    let next = asked("next").unwrap_or_default();
    let after = next.clone();
    let (title, words) = match step.awaits {
        Awaits::Factor if !step.app => ("Your second step", "Use your passkey. Or type one of your recovery codes."),
        Awaits::Factor if step.passkey => {
            ("Your second step", "Use your passkey. Or type a code: from your authenticator app, or one of your recovery codes.")
        }
        Awaits::Factor => ("Your second step", "Open your authenticator app and type the six digits that it shows now."),
        Awaits::Setup => {
            ("Set up your second step", "Your practice asks for more than a password. It takes two minutes, and you need your phone.")
        }
    };
    let recovery = step.awaits == Awaits::Factor;
    let recovery_alone = recovery && !step.app;
    view! {
        <header class="head">
            <h1>{title}</h1>
            <p class="sub">{words}</p>
        </header>
        {step.setup.map(|setup| view! { <SetupView setup/> })}
        <Form<EnterCode> fields=vec![("side", side.name().to_owned()), ("next", next)]>
            <CodeField recovery=recovery_alone/>
            <button class="btn main">"Continue"</button>
        </Form<EnterCode>>
        {step.passkey.then(|| view! { <PasskeyButton what=For::SignIn(PasskeyUse::SecondStep) side next=after/> })}
        {(recovery && !step.passkey).then(|| view! { <p class="after">"No phone at hand? Type one of your recovery codes instead."</p> })}
        {(recovery && side == Side::Portal).then(|| view! { <LostPhone/> })}
        <p class="after"><a href=routes::login(side)>"Back to sign-in"</a></p>
    }
}

/// For a client without phone and codes: the practice helps at once, or three days pass.
#[component]
fn LostPhone() -> impl IntoView {
    if Done::here() == Some(Done::Lost) {
        return view! {
            <Notice head="We have sent you a mail.">
                <p>"In three days the second step is removed, unless somebody stops it with the link in that mail. Sooner? Call the practice: they check who you are, and remove it at once."</p>
            </Notice>
        }
        .into_any();
    }
    view! {
        <Refused<ReportLostFactor>/>
        <details class="after">
            <summary>"Phone lost, and no code left?"</summary>
            <p>"Call the practice: they check who you are, and help at once. Or remove the second step yourself: that takes three days, and you get a mail with which it can be stopped."</p>
            <PostButton<ReportLostFactor> class="btn quiet small">"Remove it in three days"</PostButton<ReportLostFactor>>
        </details>
    }
    .into_any()
}

/// Behind the link of that mail. Looking changes nothing.
#[component]
pub fn StopPage() -> impl IntoView {
    let token: String = param("token").unwrap_or_default();
    view! {
        <Title text="Stop this"/>
        <EntryPage load=|| async { Ok::<_, Failure>(()) } show=move |()| view! {
            <header class="head">
                <h1>"Was it not you?"</h1>
                <p class="sub">"Somebody who knows your password asked to remove the second step of your sign-in. Stop it here. Everybody who is signed in to your account is signed out. Then choose a new password."</p>
            </header>
            <Form<StopFactorReset> fields=vec![("token", token)]>
                <TextField name="email" label="Email" kind="email" hint="The address at which you found the link to this page." autocomplete="email"/>
                <button class="btn main">"Stop this"</button>
            </Form<StopFactorReset>>
        }
        .into_any()/>
    }
}

/// The key of a new app: as a picture for a phone's camera, and as text for everybody else.
#[component]
pub(super) fn SetupView(setup: AuthenticatorSetup) -> impl IntoView {
    view! {
        <ol class="block stack">
            <li>"Install an authenticator app on your phone, if there is none yet."</li>
            <li>
                "In the app, add an account and scan this picture."
                <p><img class="qr" src=setup.picture alt="QR code with the key below" width="200" height="200"/></p>
            </li>
            <li>"No camera? Type this key into the app instead: " <code class="keep num">{setup.key}</code></li>
            <li>"Type the six digits that the app shows now."</li>
        </ol>
    }
}

#[component]
pub(super) fn CodeField(
    /// There is no app that shows any.
    #[prop(optional)]
    recovery: bool,
) -> impl IntoView {
    view! { <TextField name="code" label={if recovery { "Recovery code" } else { "Code" }} autocomplete="one-time-code" short=true/> }
}

#[component]
pub fn ProvePage() -> impl IntoView {
    view! {
        <Title text="Is it you?"/>
        <EntryPage load=|| read_proof(Side::Portal) show=|proof| view! { <ProveView side=Side::Portal proof/> }.into_any()/>
    }
}

#[component]
pub fn OfficeProvePage() -> impl IntoView {
    view! {
        <OfficePage title="Is it you?" narrow=true>
            <Loaded load=|| read_proof(Side::Office) show=|proof| view! { <ProveView side=Side::Office proof/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn ProveView(side: Side, proof: Proof) -> impl IntoView {
    let next = asked("next").unwrap_or_default();
    let matter = asked("matter").and_then(|name| StepUpScope::from_name(&name)).unwrap_or(StepUpScope::OwnSignIn);
    let what = match matter {
        StepUpScope::Access => "Changing who may open a chart",
        StepUpScope::Team => "Changing the team",
        StepUpScope::Settings => "Changing how people come in",
        StepUpScope::Signature => "Signing",
        StepUpScope::Audit => "Exporting the audit trail",
        StepUpScope::OwnSignIn => "Changing how you sign in",
    };
    // The act that asked for it.
    let act = asked("act").unwrap_or_default();
    let (back, of_passkey) = (next.clone(), act.clone());
    view! {
        <header class="head">
            <div>
                <h1>"Is it you?"</h1>
                <p class="sub">{what} " asks for your password once more, because it matters. Then it goes on with what you typed."</p>
            </div>
        </header>
        <Panel title="Your password">
            <Form<Prove> fields=vec![("side", side.name().to_owned()), ("matter", matter.name().to_owned()), ("next", next), ("act", act)]>
                <input type="email" name="email" value=proof.email autocomplete="username" readonly hidden/>
                <PasswordField/>
                {proof.code.then(|| view! { <CodeField recovery=!proof.app/> })}
                <button class="btn">"Continue"</button>
            </Form<Prove>>
            {proof.passkey.then(|| view! { <PasskeyButton what=For::Proof side next=back matter act=of_passkey/> })}
        </Panel>
    }
}
