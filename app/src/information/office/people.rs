//! The people around the client: whom to call in an emergency, family, and those who care for them elsewhere.

use super::{edit_link, entry};
use crate::{
    information::{RemovePerson, SavePerson, words::words},
    invites::RemoveContact,
    parts::{
        CancelButton, Dialog, DialogButton,
        form::{CheckField, Form, FormDraft, PostButton, SelectField, TextField},
    },
    routes,
};
use domain::{
    charts::ContactLine,
    ids::{ChartId, ContactId},
    information::{Part, PersonKind, PersonLine},
};
use leptos::prelude::*;

/// One list of them. `begins` where one may begin to change somebody, `editing` while one does.
#[component]
pub fn PeoplePanel(
    chart: ChartId,
    people: Vec<PersonLine>,
    /// With their addresses.
    contacts: Vec<ContactLine>,
    /// Who of them is the Chart Owner.
    owner: Option<ContactId>,
    begins: bool,
    editing: bool,
) -> impl IntoView {
    let edited = entry::<ContactId>().filter(|_| editing);
    let row = |person: PersonLine| {
        let email = contacts.iter().find(|contact| contact.id == person.id).and_then(|contact| contact.email.clone());
        if edited == Some(person.id) {
            let holds = owner == Some(person.id);
            view! { <li class="change" id="contact-form"><PersonForm chart person holds/></li> }.into_any()
        } else {
            view! { <PersonRow chart person email begins/> }.into_any()
        }
    };
    let rows: Vec<AnyView> = people.into_iter().map(row).collect();
    view! { <ul class="rows bare changes">{rows}</ul> }
}

#[component]
fn PersonRow(chart: ChartId, person: PersonLine, email: Option<String>, begins: bool) -> impl IntoView {
    let values = person.values;
    let name = format!("{} {}", values.of(Part::GivenName), values.of(Part::FamilyName));
    let facts = [Part::Relationship, Part::Kind, Part::Organization, Part::Phone].into_iter().filter(|part| values.has(*part));
    let facts: Vec<_> = facts.map(|part| view! { <div><dt>{part.label()}</dt><dd>{words(part, values.of(part))}</dd></div> }).collect();
    let (said, emergency) = (name.clone(), values.ticked(Part::Emergency));
    let elsewhere = match person.elsewhere {
        0 => None,
        1 => Some("Also on 1 other chart: the name, the phone and the place of work are the same there.".to_owned()),
        many => Some(format!("Also on {many} other charts: the name, the phone and the place of work are the same there.")),
    };
    view! {
        <li class="change">
            <div class="panel-head">
                <h4>{name}</h4>
                {emergency.then(|| view! { <span class="tag accent">"Emergency contact"</span> })}
                {begins.then(|| view! { <a class="btn quiet small" href=edit_link(chart, "contact", Some(person.id.to_string()))>"Edit"<span class="sr">" "{said}</span></a> })}
            </div>
            <dl class="facts num">
                {facts}
                {email.map(|email| view! { <div><dt>"E-mail"</dt><dd>{email}</dd></div> })}
            </dl>
            {elsewhere.map(|words| view! { <p class="fine">{words}</p> })}
        </li>
    }
}

#[component]
fn PersonForm(chart: ChartId, person: PersonLine, holds: bool) -> impl IntoView {
    let here = routes::chart_demographics(chart);
    let known = person.values;
    let (contact, id, stays, text) = (person.id, person.id.to_string(), person.has_access, known.text());
    let emergency = known.ticked(Part::Emergency);
    let name = format!("{} {}", known.of(Part::GivenName), known.of(Part::FamilyName));
    let kinds: Vec<(String, String)> = PersonKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).into();
    let fields = vec![("chart", chart.to_string()), ("person", id)];
    let (said, of) = (name.clone(), move |part| known.of(part).to_owned());
    view! {
        <h4>{name.clone()}</h4>
        <Form<SavePerson> fields=fields.clone()>
            <input type="hidden" name="version" value=FormDraft::here().version(&text)/>
            <div class="fields">
                <TextField name="first_name" label="First name" recorded=of(Part::GivenName) autocomplete="off"/>
                <TextField name="last_name" label="Last name" recorded=of(Part::FamilyName) autocomplete="off"/>
            </div>
            <div class="fields">
                <TextField name="relationship" label="Relationship" recorded=of(Part::Relationship) autocomplete="off"/>
                <SelectField name="kind" label="Family or care" options=kinds recorded=of(Part::Kind)/>
            </div>
            <div class="fields">
                <TextField name="organization" label="Practice or place of work" recorded=of(Part::Organization) autocomplete="off"/>
                <TextField name="phone" label="Phone" kind="tel" recorded=of(Part::Phone) autocomplete="off"/>
            </div>
            <CheckField name="emergency" recorded=emergency>"Call in an emergency"</CheckField>
            <div class="acts">
                <button class="btn">"Save"<span class="sr">" "{said}</span></button>
                <a class="btn plain" href=here>"Cancel"</a>
            </div>
        </Form<SavePerson>>
        {if stays {
            view! { <RemoveWithAccess chart contact name holds/> }.into_any()
        } else {
            view! { <PostButton<RemovePerson> class="btn plain small" fields>"Remove "{name}</PostButton<RemovePerson>> }.into_any()
        }}
    }
}

/// Who may open the portal is taken off the chart after a question: their access ends with it.
#[component]
fn RemoveWithAccess(chart: ChartId, contact: ContactId, name: String, holds: bool) -> impl IntoView {
    let fields = vec![("chart", chart.to_string()), ("contact", contact.to_string())];
    let (asked, of) = (format!("Remove {name} from this chart?"), name.clone());
    view! {
        <DialogButton opens="remove-contact" class="btn danger quiet small">"Remove "{name}</DialogButton>
        <Dialog id="remove-contact">
            <header class="dialog-head"><h2 id="remove-contact-head">{format!("Remove {of}")}</h2></header>
            <Form<RemoveContact> class="dialog-body" fields>
                <p><b>{asked}</b>" Their access to the portal for this client ends now: they are signed out of it, and links that were sent stop working."</p>
                {holds.then(|| view! { <p>"They are the Chart Owner. Nobody is, until you choose somebody else and activate their access."</p> })}
                <p class="sub">"What they signed and wrote stays in the record. No mail tells them: call them, if they should know."</p>
                <div class="acts">
                    <button class="btn danger">"Remove, and end access"</button>
                    <CancelButton/>
                </div>
            </Form<RemoveContact>>
        </Dialog>
    }
}
