//! **Contacts → Emails** (IC-01, IC-02): several addresses, kept as written. What is added and removed stands in the form
//! until **Save**.

use super::demographics::Editing;
use crate::{
    charts::ChangeEmails,
    door::Door,
    parts::{
        EditLink, Icon, MailAddress,
        form::{BareForm, ErrorList, FormDraft, SelectField, TextField, WithDraft},
    },
    routes,
};
use domain::{
    charts::{Demographics, EmailChanges, EmailKind, EmailLine, EmailStep, address_key},
    ids::ChartId,
};
use leptos::prelude::*;

#[component]
pub(super) fn EmailsPanel(page: Demographics, editing: Editing) -> impl IntoView {
    let chart = page.banner.id;
    let edits = editing == Editing::Emails;
    let edit = editing.may_begin(&page).then(|| {
        view! {
            <div class="acts"><EditLink page=routes::chart_demographics(chart) part="emails"/></div>
        }
    });
    let emails = page.emails;
    view! {
        <section class="panel" id="emails" aria-label="Emails">
            <header class="panel-head"><h3>"Emails"</h3>{edit}</header>
            {if edits {
                view! { <WithDraft of={Door::of::<ChangeEmails>()} show=move |kept| view! { <EmailForm chart emails kept/> }.into_any()/> }.into_any()
            } else {
                let lines: Vec<AnyView> = emails.into_iter().map(|line| view! { <EmailFact line/> }.into_any()).collect();
                view! { <EmailFacts lines/> }.into_any()
            }}
        </section>
    }
}

#[component]
fn EmailFacts(lines: Vec<AnyView>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="sub">"No e-mail address is recorded."</p> }.into_any();
    }
    view! { <dl class="facts lines num">{lines}</dl> }.into_any()
}

#[component]
fn EmailFact(line: EmailLine, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div>
            <dt>{line.kind.label()}</dt>
            <dd>
                <div class="acts"><span><MailAddress address=line.address/></span>{children.map(|children| children())}</div>
                {line.staff_address.then(|| view! { <p class="sub">"A member of staff has this address: the client’s mail goes to them."</p> })}
            </dd>
        </div>
    }
    .into_any()
}

/// What the list would be, as far as the form has come, and what is still typed in its field.
fn so_far(kept: &FormDraft) -> (EmailChanges, FormDraft) {
    let said = |name| kept.value(name, "");
    let changes = EmailChanges::read(&said("removed"), &said("added"));
    if kept.0.is_none() || !kept.refusals().is_empty() {
        return (changes, kept.clone());
    }
    let step = EmailStep::read(&said("then"));
    match changes.clone().after(&step, &said("kind"), &said("email")) {
        // What is typed in the field while another address is removed is still to be added.
        Ok(changes) if matches!(step, EmailStep::Remove(_) | EmailStep::Drop(_)) => (changes, kept.clone()),
        Ok(changes) => (changes, FormDraft::default()),
        Err(_) => (changes, kept.clone()),
    }
}

#[component]
fn EmailForm(chart: ChartId, emails: Vec<EmailLine>, kept: FormDraft) -> impl IntoView {
    let kinds: Vec<(String, String)> = EmailKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).into();
    // Whoever comes back from **Add** or **Remove** goes on where they were; from a refusal, at what is wrong.
    let (goes_on, wrong) = (kept.0.is_some() && kept.refusals().is_empty(), kept.wrong());
    let (changes, kept) = so_far(&kept);
    let unsaved = changes != EmailChanges::default();
    let known: Vec<String> =
        emails.iter().filter(|line| !changes.removed.contains(&line.id)).map(|line| address_key(&line.address)).collect();
    let fields = vec![("chart", chart.to_string()), ("removed", changes.removed_text()), ("added", changes.added_text())];
    let recorded = emails.into_iter().filter(|line| !changes.removed.contains(&line.id)).map(|line| {
        let (then, address) = (format!("remove:{}", line.id), line.address.clone());
        view! { <EmailFact line><RemoveButton then address/></EmailFact> }.into_any()
    });
    let new = changes.added.iter().enumerate().map(|(place, (kind, address))| {
        let line = EmailLine { id: Default::default(), kind: *kind, address: address.to_string(), staff_address: false };
        let state = if known.contains(&address.key()) { "On the chart already" } else { "Not saved yet" };
        let (then, address) = (format!("drop:{place}"), address.to_string());
        view! { <EmailFact line><span class="tag due">{state}</span><RemoveButton then address/></EmailFact> }.into_any()
    });
    let lines: Vec<AnyView> = recorded.chain(new).collect();
    view! {
        <BareForm to={Door::of::<ChangeEmails>()} class="form" fields kept>
            {(!wrong.is_empty()).then(|| view! { <ErrorList wrong/> })}
            <div class="fields">
                <SelectField name="kind" label="Type" options=kinds/>
                <TextField name="email" label="Address" kind="email" autocomplete="off" autofocus=goes_on/>
            </div>
            // The form's first button is the one that the Enter key presses: so the list with its buttons comes below.
            <div class="acts"><button class="btn quiet" name="then" value="add"><Icon name="plus"/>"Add"</button></div>
            <EmailFacts lines/>
            {unsaved.then(|| view! { <p class="sub" role="status">"Not saved yet: choose Save, or Cancel to leave the chart as it was."</p> })}
            <div class="acts">
                <button class="btn" name="then" value="save">"Save"</button>
                <a class="btn plain" href=routes::chart_demographics(chart)>"Cancel"</a>
            </div>
        </BareForm>
    }
}

#[component]
fn RemoveButton(then: String, address: String) -> impl IntoView {
    view! {
        <button class="btn plain small" name="then" value=then><Icon name="trash"/>"Remove"<span class="sr">" "{address}</span></button>
    }
}
