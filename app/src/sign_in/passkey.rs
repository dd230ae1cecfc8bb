//! Passkeys: made and used by the device, in the browser; what it answers is posted like any form.

use super::device;
#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{
    Failure, Went,
    door::Door,
    parts::{
        Icon,
        form::{BareForm, RefusedAt},
    },
};
use domain::sign_in::{PasskeyChallenge, PasskeyUse, Side, StepUpScope};
use js_sys::Reflect;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
};
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

/// Asks this device to make a passkey.
#[server(prefix = "/api", endpoint = "own/passkeys/begin")]
pub async fn begin_passkey(side: Side) -> Result<PasskeyChallenge, Failure> {
    super::security::own!(side, |security| Ok(security.begin_passkey().await?))
}

/// Takes the passkey that it has made.
#[server(prefix = "/api", endpoint = "own/passkeys/add")]
pub async fn add_passkey(
    side: Side,
    #[server(default)] passkey_token: String,
    #[server(default)] passkey_answer: String,
) -> Result<Went, Failure> {
    super::security::own!(side, |security| security.add_passkey(&passkey_token, &passkey_answer).await?);
    Ok(Went::to(routes::security(side)).done(Done::Passkey))
}

/// Asks a device to prove who one is.
#[server(prefix = "/api", endpoint = "own/passkeys/begin_proof")]
pub async fn begin_passkey_proof(side: Side) -> Result<PasskeyChallenge, Failure> {
    super::security::own!(side, |security| Ok(security.begin_passkey_proof().await?))
}

/// Takes that proof, and leads back to what asked for it.
#[server(prefix = "/api", endpoint = "own/passkeys/prove")]
pub async fn prove_with_passkey(
    side: Side,
    matter: StepUpScope,
    #[server(default)] passkey_token: String,
    #[server(default)] passkey_answer: String,
    #[server(default)] next: String,
) -> Result<Went, Failure> {
    super::security::own!(side, |security| security.prove_with_passkey(matter, &passkey_token, &passkey_answer).await?);
    Ok(Went::to(routes::after_sign_in(side, &next)))
}

/// Asks a device to sign in.
#[server(prefix = "/api", endpoint = "visitor/passkeys/begin")]
pub async fn begin_passkey_sign_in(side: Side, what: PasskeyUse) -> Result<PasskeyChallenge, Failure> {
    use crate::actor;
    let desk = actor::desk()?;
    Ok(actor::visitor()?.begin_passkey_sign_in(side, what, desk.token(side)).await?)
}

/// Signs in by what the device has answered, and leads to where one was going.
#[server(prefix = "/api", endpoint = "visitor/passkeys/sign_in")]
pub async fn sign_in_with_passkey(
    side: Side,
    what: PasskeyUse,
    #[server(default)] passkey_token: String,
    #[server(default)] passkey_answer: String,
    #[server(default)] next: String,
) -> Result<Went, Failure> {
    use crate::actor;
    let desk = actor::desk()?;
    let visitor = actor::visitor()?;
    let signed_in = visitor.sign_in_with_passkey(side, what, desk.token(side), &passkey_token, &passkey_answer).await?;
    Ok(actor::arrive(&signed_in, &next))
}

/// What a button asks a device for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    SignIn(PasskeyUse),
    Proof,
    New,
}

impl For {
    const ALL: [Self; 4] = [Self::SignIn(PasskeyUse::Alone), Self::SignIn(PasskeyUse::SecondStep), Self::Proof, Self::New];

    fn name(self) -> &'static str {
        match self {
            Self::SignIn(what) => what.name(),
            Self::Proof => "proof",
            Self::New => "new",
        }
    }

    fn door(self) -> Door {
        match self {
            Self::SignIn(_) => Door::of::<SignInWithPasskey>(),
            Self::Proof => Door::of::<ProveWithPasskey>(),
            Self::New => Door::of::<AddPasskey>(),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::SignIn(_) | Self::Proof => "Use a passkey",
            Self::New => "Add a passkey",
        }
    }
}

/// A button that asks the device. There is none without scripts: only a browser that runs them can talk to it.
#[component]
pub(super) fn PasskeyButton(
    what: For,
    side: Side,
    #[prop(optional)] next: String,
    #[prop(optional)] matter: Option<StepUpScope>,
    /// What asked for the proof, and goes on after it.
    #[prop(optional)]
    act: String,
) -> impl IntoView {
    let status = format!("passkey-{}", what.name());
    // Before sign-in it is as wide as the button above it.
    let class = if what == For::New { "btn quiet" } else { "btn quiet main" };
    let matter = matter.map(|matter| ("matter", matter.name().to_owned()));
    let fields = [("side", side.name().to_owned()), ("what", what.name().to_owned()), ("next", next), ("act", act)]
        .into_iter()
        .chain(matter)
        .collect();
    view! {
        <RefusedAt of=what.door()/>
        <BareForm to=what.door() class="script-only passkey" fields>
            <input type="hidden" name="passkey_token"/>
            <input type="hidden" name="passkey_answer"/>
            <button type="button" class=class data-passkey=what.name() aria-describedby=status.clone()>
                <Icon name="key"/>{what.words()}
            </button>
            <p class="sub" role="status" id=status></p>
        </BareForm>
    }
}

/// In the browser: asks the device, and posts what it answers. What the server refuses to begin is posted without an answer, so that
/// the page that follows says why.
pub fn ask(button: &Element) {
    let asked = button.get_attribute("data-passkey");
    let Some(what) = For::ALL.into_iter().find(|what| asked.as_deref() == Some(what.name())) else { return };
    let Some(form) = button.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    let side = if value(&form, "side") == Side::Office.name() { Side::Office } else { Side::Portal };
    tell(what, "");
    spawn_local(async move {
        let challenge = match what {
            For::SignIn(what) => begin_passkey_sign_in(side, what).await,
            For::Proof => begin_passkey_proof(side).await,
            For::New => begin_passkey(side).await,
        };
        if let Ok(challenge) = challenge {
            match device::answer(what, &challenge.options).await {
                Ok(answer) => {
                    fill(&form, "passkey_token", &challenge.token);
                    fill(&form, "passkey_answer", &answer);
                }
                Err(error) => return tell(what, words_for(&error)),
            }
        }
        let _ = form.request_submit();
    });
}

fn words_for(error: &JsValue) -> &'static str {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "AbortError" => "Your device did not finish. Try again, or go on without a passkey.",
        "InvalidStateError" => "This device has a passkey for you already.",
        _ => "This browser cannot use passkeys here. Go on without one.",
    }
}

fn tell(what: For, words: &str) {
    if let Some(place) = document().get_element_by_id(&format!("passkey-{}", what.name())) {
        place.set_text_content(Some(words));
    }
}

fn field(form: &HtmlFormElement, name: &str) -> Option<HtmlInputElement> {
    form.query_selector(&format!("[name={name}]")).ok().flatten()?.dyn_into().ok()
}

fn value(form: &HtmlFormElement, name: &str) -> String {
    field(form, name).map(|field| field.value()).unwrap_or_default()
}

fn fill(form: &HtmlFormElement, name: &str, value: &str) {
    if let Some(field) = field(form, name) {
        field.set_value(value);
    }
}
