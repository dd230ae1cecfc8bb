//! **Insurance information**, with the pictures of the cards.

use super::{Editing, Fold, change_link, page as here};
use crate::{
    files::{AttachedFiles, EnterSends, FilesOf},
    information::{
        ProposeEnding, ProposeInsurance,
        cards::{CardFields, CardsAttached, Waiting},
        words::words,
    },
    parts::{
        Icon, acting_for,
        form::{Form, FormDraft, PostButton, Refused, TextField},
    },
};
use domain::{
    ids::InsuranceId,
    information::{InsuranceLine, MyInformation, Part},
};
use leptos::prelude::*;

#[component]
pub(super) fn InsuranceSection(page: MyInformation, editing: Editing) -> impl IntoView {
    let insurances = page.facts.insurances;
    let edited = match editing {
        Editing::Insurance(id) => Some(id),
        _ => None,
    };
    let fact = match insurances.len() {
        0 => "None on file".to_owned(),
        1 => "1 insurance".to_owned(),
        many => format!("{many} insurances"),
    };
    let (empty, waiting) = (insurances.is_empty(), page.waiting.map(|(place, files)| (place.to_string(), files)));
    let new = (edited == Some(None)).then(|| view! { <InsuranceForm insurance=None waiting=waiting.clone()/> });
    let rows = insurances.into_iter().map(|insurance| {
        if edited == Some(Some(insurance.id)) {
            view! { <li class="change"><InsuranceForm insurance=Some(insurance) waiting=waiting.clone()/></li> }.into_any()
        } else {
            view! { <InsuranceRow insurance/> }.into_any()
        }
    });
    let rows: Vec<AnyView> = rows.collect();
    view! {
        <Fold id="insurance" title="Insurance information" fact open=edited.is_some()>
            <Refused<ProposeEnding>/>
            {if empty { view! { <p class="sub">"No insurance is recorded."</p> }.into_any() } else { view! { <ul class="rows bare changes">{rows}</ul> }.into_any() }}
            {new}
            {edited.is_none().then(|| view! { <div class="acts block"><a class="btn quiet" href=change_link("insurance", None)><Icon name="plus"/>"Add an insurance"</a></div> })}
        </Fold>
    }
}

#[component]
fn InsuranceRow(insurance: InsuranceLine) -> impl IntoView {
    let InsuranceLine { id, values, cards } = insurance;
    let name = values.of(Part::Payer).to_owned();
    let facts = [Part::MemberId, Part::GroupNumber, Part::Holder]
        .map(|part| view! { <div><dt>{part.label()}</dt><dd>{words(part, values.of(part))}</dd></div> });
    let said = name.clone();
    view! {
        <li class="change">
            <div class="panel-head"><h3>{name}</h3><a class="btn quiet small" href=change_link("insurance", Some(id.to_string()))>"Change"<span class="sr">" "{said}</span></a></div>
            <dl class="facts num">{facts.into_iter().collect_view()}</dl>
            <div class="cards"><AttachedFiles of=FilesOf::Client(acting_for()) files=cards/></div>
        </li>
    }
}

#[component]
fn InsuranceForm(insurance: Option<InsuranceLine>, waiting: Waiting) -> impl IntoView {
    let grant = acting_for();
    let id: Option<InsuranceId> = insurance.as_ref().map(|insurance| insurance.id);
    let values = insurance.map(|insurance| insurance.values);
    let seen = values.clone().map(|values| values.text()).unwrap_or_default();
    let name = values.as_ref().map(|values| values.of(Part::Payer).to_owned());
    let known = values.unwrap_or_default();
    let of = move |part| known.of(part).to_owned();
    let fields = id.map(|id| ("insurance", id.to_string())).into_iter().collect::<Vec<_>>();
    let ending = grant.map(|grant| ("grant", grant.to_string())).into_iter().chain(fields.clone()).collect::<Vec<_>>();
    let attached = waiting.clone();
    view! {
        <h3>{name.clone().unwrap_or_else(|| "A new insurance".to_owned())}</h3>
        <Form<ProposeInsurance> grant fields>
            <EnterSends/>
            <input type="hidden" name="seen" value=FormDraft::here().value("seen", &seen)/>
            <TextField name="payer" label="Insurance" recorded=of(Part::Payer) hint="The company, as it stands on the card." autocomplete="off"/>
            <div class="fields">
                <TextField name="member_id" label="Member ID" recorded=of(Part::MemberId) autocomplete="off"/>
                <TextField name="group_number" label="Group (optional)" recorded=of(Part::GroupNumber) autocomplete="off"/>
            </div>
            <TextField name="holder" label="Policy holder (optional)" recorded=of(Part::Holder) hint="If it is somebody else, such as a parent." autocomplete="off"/>
            <CardFields<ProposeInsurance> of=FilesOf::Client(grant) waiting/>
            <div class="acts main">
                <button class="btn">"Send for review"</button>
                <a class="btn plain" href=here()>"Cancel"</a>
            </div>
        </Form<ProposeInsurance>>
        <CardsAttached of=FilesOf::Client(grant) waiting=attached/>
        {id.map(|_| view! {
            <div class="acts block">
                <PostButton<ProposeEnding> class="btn plain small" fields=ending><Icon name="trash"/>"Ask to remove "{name}</PostButton<ProposeEnding>>
            </div>
        })}
    }
}
