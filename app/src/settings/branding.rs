//! Settings → **Branding**: what the practice looks like to its clients.

use super::{ChangeBranding, ReceiveLogo, RemoveLogo, look::BrandColours, read_branding};
use crate::{
    Done,
    door::Door,
    parts::{
        Icon, Loaded, Notice, Panel, ShowIsland, asked,
        form::{FieldErrors, Form, FormDraft, PostButton, TextField, described_by},
    },
    routes,
    shell::OfficePage,
};
use domain::settings::{Branding, BrandingPage as Found, OwnAddress, Rgb};
use leptos::prelude::*;

#[component]
pub fn BrandingPage() -> impl IntoView {
    let done = match Done::here().filter(|_| asked("refused").is_none()) {
        Some(Done::Saved) => Some("Saved. Clients see it from now on."),
        Some(Done::Sent) => Some("That is your logo from now on."),
        Some(Done::Removed) => Some("The logo is gone. Your name stands alone."),
        _ => None,
    };
    view! {
        <OfficePage title="Branding" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Branding"</h1>
                    <p class="sub">"What clients see of you: in the portal, in mails and on paper. No other name stands there."</p>
                </div>
            </header>
            {done.map(|words| view! { <Notice head=words/> })}
            <Loaded load=read_branding show=|found: Found| view! { <BrandingView found/> }.into_any()/>
        </OfficePage>
    }
}

/// Recorded, or as it would be: **Preview** asks for the page with what stands in the fields.
fn as_asked(name: &'static str, recorded: String) -> String {
    if asked("preview").is_some() { asked(name).unwrap_or_default() } else { recorded }
}

#[component]
fn BrandingView(found: Found) -> impl IntoView {
    let Found { name, branding, logo, reached_at, own } = found;
    let shown = logo.clone();
    let Branding { light, dark, welcome, from, signature, address, .. } = branding;
    let colour = |colour: Option<Rgb>| colour.map(|colour| colour.to_string()).unwrap_or_default();
    let line = |line: Option<String>| line.unwrap_or_default();
    let recorded = [
        ("name", name),
        ("light", colour(light)),
        ("dark", colour(dark)),
        ("line", line(welcome)),
        ("from", line(from)),
        ("signature", line(signature)),
        ("address", line(address)),
    ]
    .map(|(name, recorded)| as_asked(name, recorded));
    view! {
        <LogoPanel logo/>
        <Form<ChangeBranding>>
            <BrandFields recorded logo=shown reached_at own/>
            <div class="acts">
                <button class="btn">"Save"</button>
                <button class="btn quiet" name="preview" value="true" formmethod="get" formaction=routes::BRANDING>"Preview"</button>
            </div>
        </Form<ChangeBranding>>
    }
}

#[component]
fn BrandFields(recorded: [String; 7], logo: Option<String>, reached_at: String, own: Option<OwnAddress>) -> impl IntoView {
    let kept = FormDraft::here();
    let [name, light, dark, line, from, signature, address] = recorded;
    let wrong = |name: &str| kept.errors(name).join(" ");
    let colours = BrandColours {
        name: kept.value("name", &name),
        light: kept.value("light", &light),
        dark: kept.value("dark", &dark),
        wrong: [wrong("name"), wrong("light"), wrong("dark")],
        logo,
    };
    view! {
        <Panel title="Name and colours"><ShowIsland part=colours/></Panel>
        <Panel title="Sign-in page">
            <TextField name="line" label="A line beside the form" recorded=line longest=120 hint="On wide screens. Empty: A quiet place to keep in touch with your care" autocomplete="off"/>
        </Panel>
        <Panel title="Mails">
            <div class="form">
                <p class="sub">"They carry your name and colour. Mails to clients with discreet mails carry neither."</p>
                <TextField name="from" label="From" recorded=from longest=80 hint="Whom mails say they are from. Empty: the name of the practice" autocomplete="off"/>
                <TextField name="signature" label="Last line" recorded=signature longest=200 hint="Such as: Warmly, the team at Harbor Street" autocomplete="off"/>
            </div>
        </Panel>
        <Panel title="Your own address">
            <div class="form">
                <p>"Clients reach the portal at " <b class="num">{reached_at.clone()}</b> ". Links in mails lead there."</p>
                <TextField name="address" label="The address that you want (optional)" kind="url" recorded=address hint="Such as https://portal.example.com: a name of your own domain" autocomplete="off"/>
                {own.map(|own| view! { <OwnAddressWords own reached_at/> })}
            </div>
        </Panel>
    }
}

/// What was found out about the address, and what is still to be done. The portal answers at one address only.
#[component]
fn OwnAddressWords(own: OwnAddress, reached_at: String) -> impl IntoView {
    let words = match own {
        OwnAddress::InUse => "In use: the portal is reached there, and links in mails lead there.".to_owned(),
        OwnAddress::LeadsHere => format!(
            "The name leads to this server. The portal still answers at {reached_at} only. Ask who runs the server to set its public address to yours (ANTEROOM_PUBLIC_URL). Passkeys belong to an address: clients make new ones then."
        ),
        OwnAddress::LeadsElsewhere => format!(
            "The name leads somewhere, and not to where {reached_at} leads. If that is a proxy in front of this server, ask who runs it to set the public address (ANTEROOM_PUBLIC_URL). If not, correct the record of your domain first."
        ),
        OwnAddress::NotFound => format!(
            "No name server knows this name. Add a record at whoever manages your domain: a CNAME to the host of {reached_at}, or an A record to its address. It can take hours until it is known everywhere. Then open this page again."
        ),
    };
    view! { <p class="notice" role="status">{words}</p> }
}

#[component]
fn LogoPanel(logo: Option<String>) -> impl IntoView {
    let there = logo.is_some();
    view! {
        <Panel title="Logo">
            {logo.map(|address| view! { <p class="logo-now"><img src=address alt="Your logo now"/></p> })}
            <Form<ReceiveLogo> fields=vec![("form", Door::of::<ReceiveLogo>().name().to_owned())]>
                <LogoField/>
                <div class="acts"><button class="btn quiet" formaction=routes::LOGO_FILES formenctype="multipart/form-data">{if there { "Replace" } else { "Upload" }}</button></div>
            </Form<ReceiveLogo>>
            {there.then(|| view! { <div class="acts block"><PostButton<RemoveLogo> class="btn plain small">"Remove the logo"</PostButton<RemoveLogo>></div> })}
        </Panel>
    }
}

#[component]
fn LogoField() -> impl IntoView {
    let errors = FormDraft::here().errors("logo");
    let wrong = !errors.is_empty();
    view! {
        <div class="field">
            <label for="logo">"Picture"</label>
            <p class="hint" id="logo-hint">"PNG, JPEG or WebP, up to 5 MB. It is made anew before it is kept, so nothing else in the file stays."</p>
            <FieldErrors name="logo" errors/>
            <input
                class="input"
                id="logo"
                name="logo"
                type="file"
                accept="image/png,image/jpeg,image/webp"
                aria-describedby=described_by("logo", true, wrong)
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}
