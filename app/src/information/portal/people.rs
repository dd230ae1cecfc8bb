//! **Emergency contacts** and **Related individuals**: the people around the client.

use super::{Editing, Fold, change_link, page as here};
use crate::{
    information::{ProposeParting, ProposePerson, words::words},
    parts::{
        Icon, acting_for,
        form::{CheckField, Form, FormDraft, PostButton, Refused, SelectField, TextField},
    },
};
use domain::{
    ids::ContactId,
    information::{MyInformation, Part, PersonKind, PersonLine, Values},
};
use leptos::prelude::*;

/// Whom a section is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Emergency,
    Others,
}

impl Who {
    fn id(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Others => "people",
        }
    }

    fn is(self, person: &PersonLine) -> bool {
        person.values.ticked(Part::Emergency) == (self == Self::Emergency)
    }
}

#[component]
pub(super) fn PeopleSection(who: Who, page: MyInformation, editing: Editing) -> impl IntoView {
    let people: Vec<PersonLine> = page.facts.people.into_iter().filter(|person| who.is(person)).collect();
    let edited = match editing {
        Editing::Person(id, of) if of == who => Some(id),
        _ => None,
    };
    let (title, none, add) = match who {
        Who::Emergency => ("Emergency contacts", "Nobody yet. Whom should the practice call in an emergency?", "Add an emergency contact"),
        Who::Others => {
            ("Related individuals", "Nobody yet. Family, and your doctors, such as a primary care provider (PCP).", "Add somebody")
        }
    };
    let fact = match people.len() {
        0 => "None on file".to_owned(),
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    };
    let empty = people.is_empty();
    let new = (edited == Some(None)).then(|| view! { <PersonForm person=None who/> });
    let rows = people.into_iter().map(|person| {
        if edited == Some(Some(person.id)) {
            view! { <li class="change"><PersonForm person=Some(person) who/></li> }.into_any()
        } else {
            view! { <PersonRow person who/> }.into_any()
        }
    });
    let rows: Vec<AnyView> = rows.collect();
    view! {
        <Fold id=who.id() title fact open=edited.is_some()>
            {(who == Who::Others).then(|| view! { <Refused<ProposeParting>/> })}
            {if empty { view! { <p class="sub">{none}</p> }.into_any() } else { view! { <ul class="rows bare changes">{rows}</ul> }.into_any() }}
            {new}
            {edited.is_none().then(|| view! { <div class="acts block"><a class="btn quiet" href=change_link(who.id(), None)><Icon name="plus"/>{add}</a></div> })}
        </Fold>
    }
}

#[component]
fn PersonRow(person: PersonLine, who: Who) -> impl IntoView {
    let values = person.values;
    let name = format!("{} {}", values.of(Part::GivenName), values.of(Part::FamilyName));
    let facts = [Part::Relationship, Part::Kind, Part::Organization, Part::Phone].into_iter().filter(|part| values.has(*part));
    let facts: Vec<_> = facts.map(|part| view! { <div><dt>{part.label()}</dt><dd>{words(part, values.of(part))}</dd></div> }).collect();
    let said = name.clone();
    view! {
        <li class="change">
            <div class="panel-head"><h3>{name}</h3><a class="btn quiet small" href=change_link(who.id(), Some(person.id.to_string()))>"Change"<span class="sr">" "{said}</span></a></div>
            <dl class="facts num">{facts}</dl>
        </li>
    }
}

#[component]
fn PersonForm(person: Option<PersonLine>, who: Who) -> impl IntoView {
    let grant = acting_for();
    let id: Option<ContactId> = person.as_ref().map(|person| person.id);
    let stays = person.as_ref().is_some_and(|person| person.has_access);
    let values = person.map(|person| person.values);
    let seen = values.clone().map(|values| values.text()).unwrap_or_default();
    let name = values.as_ref().map(|values| format!("{} {}", values.of(Part::GivenName), values.of(Part::FamilyName)));
    let known = values.unwrap_or_else(|| {
        Values::default()
            .with(Part::Kind, if who == Who::Emergency { PersonKind::Family.name() } else { "" })
            .with_box(Part::Emergency, who == Who::Emergency)
    });
    let emergency = known.ticked(Part::Emergency);
    let of = move |part| known.of(part).to_owned();
    let kinds: Vec<(String, String)> = std::iter::once((String::new(), "Choose one".to_owned()))
        .chain(PersonKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())))
        .collect();
    let fields = id.map(|id| ("person", id.to_string())).into_iter().collect::<Vec<_>>();
    let parting = grant.map(|grant| ("grant", grant.to_string())).into_iter().chain(fields.clone()).collect::<Vec<_>>();
    view! {
        <h3>{name.clone().unwrap_or_else(|| "Somebody new".to_owned())}</h3>
        <Form<ProposePerson> grant fields>
            <input type="hidden" name="seen" value=FormDraft::here().value("seen", &seen)/>
            <div class="fields">
                <TextField name="first_name" label="First name" recorded=of(Part::GivenName) autocomplete="off"/>
                <TextField name="last_name" label="Last name" recorded=of(Part::FamilyName) autocomplete="off"/>
            </div>
            <SelectField name="kind" label="Family or care" options=kinds recorded=of(Part::Kind)/>
            <TextField name="relationship" label="Relationship" recorded=of(Part::Relationship) hint="Such as mother, partner or neighbor. You can leave it empty for a care provider." autocomplete="off"/>
            <TextField name="organization" label="Practice or place of work (optional)" recorded=of(Part::Organization) autocomplete="off"/>
            <TextField name="phone" label="Phone (optional)" kind="tel" recorded=of(Part::Phone) autocomplete="off"/>
            <CheckField name="emergency" recorded=emergency>"Call this person in an emergency"</CheckField>
            <div class="acts main">
                <button class="btn">"Send for review"</button>
                <a class="btn plain" href=here()>"Cancel"</a>
            </div>
        </Form<ProposePerson>>
        {(id.is_some() && !stays).then(|| view! {
            <div class="acts block">
                <PostButton<ProposeParting> class="btn plain small" fields=parting><Icon name="trash"/>"Ask to remove "{name}</PostButton<ProposeParting>>
            </div>
        })}
    }
}
