//! The **Chart Owner** box: who holds the portal for this chart, and what can be done about it.

use super::reason::ReasonFields;
use crate::{
    charts::ChildField,
    invites::ChangeOwner,
    parts::{
        CancelButton, Dialog, DialogButton, Fact, Icon, Panel,
        form::{CheckField, FieldErrors, Form, FormDraft, TextField},
    },
    routes,
};
use domain::{
    Refusal,
    charts::Owner,
    ids::{ChartId, GrantId},
    invites::{Communications, PortalStatus},
};
use leptos::prelude::*;

#[component]
pub(super) fn OwnerPanel(page: Communications) -> impl IntoView {
    let (chart, access) = (page.banner.id, page.access);
    let waits = matches!(access.status, PortalStatus::Invited | PortalStatus::Expired);
    let menu = view! { <OwnerMenu grant=access.grant.is_some() waits/> };
    let details = access.grant.map(|grant| view! { <DetailsLink chart grant/> });
    view! {
        <Panel title="Chart Owner" acts=menu.into_any()>
            <dl class="facts num"><Fact label="Owner">{access.owner.unwrap_or_else(|| "Nobody yet".into())}</Fact></dl>
            {details}
        </Panel>
    }
}

#[component]
fn DetailsLink(chart: ChartId, grant: GrantId) -> impl IntoView {
    view! { <div class="acts block"><a class="btn quiet small" href=routes::chart_grant(chart, grant)>"What they may see, and how long"</a></div> }
}

/// The three-dot menu. A popover: it opens with Enter, and without scripts.
#[component]
fn OwnerMenu(
    /// There is access to speak of.
    grant: bool,
    /// Nobody has registered yet.
    waits: bool,
) -> impl IntoView {
    view! {
        <button type="button" class="dots" popovertarget="owner-menu" aria-label="Actions for the Chart Owner"><Icon name="dots"/></button>
        <div class="menu" id="owner-menu" popover>
            <DialogButton opens="owner" class="menu-item"><Icon name="people"/><span>"Change Ownership"</span></DialogButton>
            {waits.then(|| view! { <DialogButton opens="resend" class="menu-item"><Icon name="mail"/><span>"Resend Invite"</span></DialogButton> })}
            {grant.then(|| view! {
                <hr/>
                <DialogButton opens="revoke" class="menu-item bad"><Icon name="x"/><span>"Revoke Access"</span></DialogButton>
            })}
        </div>
    }
}

/// Other windows of the page have fields of the same names.
fn field_of_owner(refusal: Refusal) -> Option<&'static str> {
    refusal.field().map(|field| match field {
        "owner" => "owner-choice",
        "email" => "owner-email",
        "legal_basis" => "owner-legal_basis",
        "ends_on" => "owner-ends_on",
        "child" => "owner-child",
        field => field,
    })
}

/// **Change Ownership** (IC-68).
#[component]
pub(super) fn OwnerDialog(page: Communications) -> impl IntoView {
    let (chart, choices, of_age) = (page.banner.id, choices(&page), page.of_age);
    let effect = match (page.access.grant, page.access.owner) {
        (Some(_), Some(owner)) => format!("{owner} loses access at once, and the new owner is invited."),
        _ => "The new owner is invited at once.".to_owned(),
    };
    view! {
        <Dialog id="owner">
            <header class="dialog-head"><h2 id="owner-head">"Change Ownership"</h2></header>
            {if choices.is_empty() {
                view! { <NobodyElse chart/> }.into_any()
            } else {
                view! {
                    <Form<ChangeOwner> class="dialog-body" field=field_of_owner fields=vec![("chart", chart.to_string())]>
                        <p>{effect}</p>
                        <OwnerFields choices of_age/>
                        <div class="acts">
                            <button class="btn">"Change owner"</button>
                            <CancelButton/>
                        </div>
                    </Form<ChangeOwner>>
                }
                .into_any()
            }}
        </Dialog>
    }
}

#[component]
fn OwnerFields(choices: Vec<(String, String)>, of_age: bool) -> impl IntoView {
    let kept = FormDraft::here();
    // With one to choose from, the choice is made.
    let only = match choices.as_slice() {
        [(value, _)] => value.clone(),
        _ => String::new(),
    };
    let chosen = kept.value("owner", &only);
    view! {
        <fieldset class="group" id="owner-choice">
            <legend>"Who holds the portal from now on?"</legend>
            {choices
                .into_iter()
                .map(|(value, words)| {
                    let checked = value == chosen;
                    view! {
                        <label class="check">
                            <input type="radio" name="owner" value=value checked=checked/>
                            <span>{words}</span>
                        </label>
                    }
                })
                .collect_view()}
            <FieldErrors name="owner-choice" errors=kept.errors("owner")/>
        </fieldset>
        <TextField
            id="owner-email"
            name="email"
            label="E-mail"
            kind="email"
            hint="Only if none is recorded for this person."
            autocomplete="off"
        />
        {of_age.then(|| view! { <ReasonFields ids=("owner-legal_basis", "owner-ends_on") hint="For somebody else than the client, who is of age: what gives them the right?"/> })}
        <ChildField id="owner-child"/>
        <CheckField id="owner-link" name="link">"The address has a portal account already: offer it to that account"</CheckField>
    }
}

#[component]
fn NobodyElse(chart: ChartId) -> impl IntoView {
    view! {
        <form class="dialog-body" method="get">
            <p>
                "There is nobody else yet. "
                <a href=routes::in_state(routes::chart_demographics(chart), "dialog", "contact")>"Add a related contact"</a>
                " under Demographics first: a parent, a guardian or a partner."
            </p>
            <div class="acts"><CancelButton/></div>
        </form>
    }
}

/// Everybody who could hold the portal instead, as the form names them, and in words.
fn choices(page: &Communications) -> Vec<(String, String)> {
    let client = (Owner::Client, "client".to_owned(), format!("The client: {}", page.banner.name));
    let contacts = page.contacts.iter().map(|contact| {
        let address = contact.email.as_deref().unwrap_or("no e-mail recorded");
        (Owner::Contact(contact.id), contact.id.to_string(), format!("{} ({}), {address}", contact.name, contact.relationship))
    });
    std::iter::once(client)
        .chain(contacts)
        .filter(|(owner, ..)| Some(*owner) != page.owner_is)
        .map(|(_, value, words)| (value, words))
        .collect()
}
