//! **Chart Owner**: who holds the portal for this chart.

use super::demographics::Editing;
use crate::{
    charts::AssignOwner,
    invites::PortalTag,
    parts::{
        EditLink, Fact, Panel,
        form::{CheckField, FieldErrors, Form, FormDraft, described_by},
    },
    routes,
};
use domain::charts::{Demographics, Owner, Refusal};
use leptos::prelude::*;

#[component]
pub(super) fn OwnerPanel(page: Demographics, editing: Editing) -> impl IntoView {
    let unassigned = page.owner.is_none() && editing == Editing::Nothing;
    if page.may_edit && (unassigned || editing == Editing::Owner) {
        return view! { <Panel title="Chart Owner"><OwnerForm page/></Panel> }.into_any();
    }
    let here = routes::chart_demographics(page.banner.id);
    let edit = editing.may_begin(&page).then(|| view! { <EditLink page=here part="owner" what="Chart Owner"/> });
    let name = choices(&page).into_iter().find(|(owner, _)| Some(*owner) == page.owner).map(|(_, words)| words);
    view! {
        <Panel title="Chart Owner" acts=edit.into_any()>
            <dl class="facts num">
                <Fact label="Owner">{name.unwrap_or_else(|| "Nobody yet".into())}</Fact>
                <Fact label="Portal"><PortalTag status=page.banner.portal/></Fact>
            </dl>
        </Panel>
    }
    .into_any()
}

#[component]
fn OwnerForm(page: Demographics) -> impl IntoView {
    let chart = page.banner.id;
    let cancel = page.owner.is_some().then(|| routes::chart_demographics(chart));
    let (choices, recorded) = (choices(&page), page.owner.map(value).unwrap_or_default());
    view! {
        <Form<AssignOwner> fields=vec![("chart", chart.to_string())]>
            <OwnerChoice choices recorded/>
            <ChildField/>
            <div class="acts">
                <button class="btn">"Save"<span class="sr">" Chart Owner"</span></button>
                {cancel.map(|here| view! { <a class="btn plain" href=here>"Cancel"</a> })}
            </div>
        </Form<AssignOwner>>
    }
}

#[component]
fn OwnerChoice(choices: Vec<(Owner, String)>, recorded: String) -> impl IntoView {
    let kept = FormDraft::here();
    let chosen = kept.value("owner", &recorded);
    let errors = kept.errors("owner");
    let described = described_by("owner", false, !errors.is_empty());
    view! {
        <fieldset class="group" aria-describedby=described>
            <legend>"Who holds the portal for this chart?"</legend>
            {choices
                .into_iter()
                .enumerate()
                .map(|(place, (owner, words))| {
                    // An error leads to the first one.
                    let id = (place == 0).then_some("owner");
                    let value = value(owner);
                    let checked = value == chosen;
                    view! {
                        <label class="check">
                            <input type="radio" id=id name="owner" value=value checked=checked/>
                            <span>{words}</span>
                        </label>
                    }
                })
                .collect_view()}
            <FieldErrors name="owner" errors/>
        </fieldset>
    }
}

/// The question that comes where a child is to hold their own portal: whoever means it ticks the box.
#[component]
pub fn ChildField(
    /// Its id, where another window of the page has the same field.
    #[prop(optional)]
    id: &'static str,
) -> impl IntoView {
    let kept = FormDraft::here();
    let asked = kept.refusals().contains(&Refusal::OwnerIsChild.into()) || kept.ticked("child", false);
    asked.then(|| view! { <CheckField id name="child">"Yes, the child holds the portal, and reads and signs for themselves"</CheckField> })
}

/// Everybody who can hold the portal, with their name in words.
fn choices(page: &Demographics) -> Vec<(Owner, String)> {
    let client = (Owner::Client, format!("{} {}, the client", page.first_name, page.last_name));
    let contacts = page.contacts.iter().map(|contact| (Owner::Contact(contact.id), format!("{} ({})", contact.name, contact.relationship)));
    std::iter::once(client).chain(contacts).collect()
}

/// How the form names an owner.
fn value(owner: Owner) -> String {
    match owner {
        Owner::Client => "client".into(),
        Owner::Contact(id) => id.to_string(),
    }
}
