//! **Contacts → Emails** (IC-01, IC-02): several addresses, kept as written.

use super::demographics::Editing;
use crate::{
    parts::{
        EditLink, Icon,
        form::{Form, Kept, PostButton, Refused, SelectField, TextField},
    },
    routes,
};
use domain::{
    charts::{Demographics, EmailKind, EmailLine},
    ids::ChartId,
};
use leptos::prelude::*;

#[component]
pub(super) fn EmailsPanel(page: Demographics, editing: Editing) -> impl IntoView {
    let chart = page.banner.id;
    let edits = editing == Editing::Emails;
    let edit = (page.may_edit && !edits).then(|| {
        view! {
            <div class="acts"><EditLink page=routes::chart_demographics(chart) part="emails"/></div>
        }
    });
    view! {
        <section class="panel" id="emails" aria-label="Emails">
            <header class="panel-head"><h3>"Emails"</h3>{edit}</header>
            <div class="stack">
                {if page.emails.is_empty() {
                    view! { <p class="sub">"No e-mail address is recorded."</p> }.into_any()
                } else {
                    let lines = page.emails.into_iter().map(|line| view! { <EmailFact chart line edits/> }).collect_view();
                    view! { <dl class=if edits { "facts lines num" } else { "facts num" }>{lines}</dl> }.into_any()
                }}
                {edits.then(|| view! { <EmailForm chart/> })}
            </div>
        </section>
    }
}

#[component]
fn EmailFact(chart: ChartId, line: EmailLine, edits: bool) -> impl IntoView {
    let address = line.address.clone();
    let remove = edits.then(|| view! {
        <PostButton to="staff/charts/remove_email" class="btn plain small" fields=vec![("chart", chart.to_string()), ("email", line.id.to_string())]>
            <Icon name="trash"/>"Remove"<span class="sr">" "{address}</span>
        </PostButton>
    });
    let warning = line.staff_address.then(|| {
        view! {
            <p class="sub">"A member of staff has this address: the client’s mail goes to them."</p>
        }
    });
    view! {
        <div>
            <dt>{line.kind.label()}</dt>
            <dd>
                <div class="acts"><span>{line.address}</span>{remove}</div>
                {warning}
            </dd>
        </div>
    }
}

#[component]
fn EmailForm(chart: ChartId) -> impl IntoView {
    let kinds: Vec<(String, String)> = EmailKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).into();
    view! {
        <Refused of="staff/charts/remove_email"/>
        <Form to="staff/charts/add_email" children=move |kept: Kept| view! {
            <input type="hidden" name="chart" value=chart.to_string()/>
            <div class="fields">
                <SelectField kept=kept.clone() name="kind" label="Type" options=kinds/>
                <TextField kept name="email" label="Address" kind="email" autocomplete="off"/>
            </div>
            <div class="acts"><button class="btn quiet" name="then" value="add"><Icon name="plus"/>"Add"</button></div>
            <div class="acts">
                <button class="btn" name="then" value="save">"Save"</button>
                <a class="btn plain" href=routes::chart_demographics(chart)>"Cancel"</a>
            </div>
        }
        .into_any()/>
    }
}
