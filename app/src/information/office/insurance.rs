//! The client's insurances, with the pictures of the cards.

use super::{edit_link, entry};
use crate::{
    files::{AttachedFiles, EnterSends, FilesOf},
    information::{
        EndInsurance, SaveInsurance,
        cards::{CardFields, CardsAttached, Waiting},
        words::words,
    },
    parts::{
        Icon,
        form::{Form, FormDraft, PostButton, TextField},
    },
    routes,
};
use domain::{
    ids::{ChartId, InsuranceId},
    information::{InsuranceLine, Part, Values},
};
use leptos::prelude::*;

#[component]
pub fn InsurancePanel(chart: ChartId, insurances: Vec<InsuranceLine>, waiting: Waiting, begins: bool, editing: bool) -> impl IntoView {
    let edited = editing.then(entry::<InsuranceId>);
    let empty = insurances.is_empty();
    let new = (edited == Some(None)).then(|| view! { <InsuranceForm chart insurance=None waiting=waiting.clone()/> });
    let row = |insurance: InsuranceLine| {
        if edited == Some(Some(insurance.id)) {
            view! { <li class="change"><InsuranceForm chart insurance=Some(insurance) waiting=waiting.clone()/></li> }.into_any()
        } else {
            view! { <InsuranceRow chart insurance begins/> }.into_any()
        }
    };
    let rows: Vec<AnyView> = insurances.into_iter().map(row).collect();
    view! {
        <section class="panel" id="insurance" aria-label="Insurance information">
            <header class="panel-head">
                <h2>"Insurance information"</h2>
                {begins.then(|| view! {
                    <div class="acts"><a class="btn quiet small" href=edit_link(chart, "insurance", None)><Icon name="plus"/>"Add"<span class="sr">" insurance"</span></a></div>
                })}
            </header>
            {if empty {
                view! { <p class="sub">"No insurance is recorded."</p> }.into_any()
            } else {
                view! { <ul class="rows bare changes">{rows}</ul> }.into_any()
            }}
            {new}
        </section>
    }
}

#[component]
fn InsuranceRow(chart: ChartId, insurance: InsuranceLine, begins: bool) -> impl IntoView {
    let InsuranceLine { id, values, cards } = insurance;
    let name = values.of(Part::Payer).to_owned();
    let facts = [Part::MemberId, Part::GroupNumber, Part::Holder];
    let facts = facts.map(|part| view! { <div><dt>{part.label()}</dt><dd>{words(part, values.of(part))}</dd></div> });
    let said = name.clone();
    view! {
        <li class="change">
            <div class="panel-head">
                <h3>{name}</h3>
                {begins.then(|| view! { <a class="btn quiet small" href=edit_link(chart, "insurance", Some(id.to_string()))>"Edit"<span class="sr">" "{said}</span></a> })}
            </div>
            <dl class="facts num">{facts.into_iter().collect_view()}</dl>
            <div class="cards"><AttachedFiles of=FilesOf::Chart(chart) files=cards/></div>
        </li>
    }
}

#[component]
fn InsuranceForm(chart: ChartId, insurance: Option<InsuranceLine>, waiting: Waiting) -> impl IntoView {
    let here = routes::chart_demographics(chart);
    let id: Option<InsuranceId> = insurance.as_ref().map(|insurance| insurance.id);
    let values = insurance.map(|insurance| insurance.values);
    let text = values.as_ref().map(Values::text).unwrap_or_default();
    let name = values.as_ref().map(|values| values.of(Part::Payer).to_owned());
    let known = values.unwrap_or_default();
    let of = move |part| known.of(part).to_owned();
    let fields: Vec<(&'static str, String)> =
        std::iter::once(("chart", chart.to_string())).chain(id.map(|id| ("insurance", id.to_string()))).collect();
    let (ending, attached) = (fields.clone(), waiting.clone());
    view! {
        <h3>{name.clone().unwrap_or_else(|| "A new insurance".to_owned())}</h3>
        <Form<SaveInsurance> fields>
            <EnterSends/>
            <input type="hidden" name="version" value=FormDraft::here().version(&text)/>
            <TextField name="payer" label="Insurance" recorded=of(Part::Payer) autocomplete="off"/>
            <div class="fields">
                <TextField name="member_id" label="Member ID" recorded=of(Part::MemberId) autocomplete="off"/>
                <TextField name="group_number" label="Group" recorded=of(Part::GroupNumber) autocomplete="off"/>
            </div>
            <TextField name="holder" label="Policy holder" recorded=of(Part::Holder) autocomplete="off"/>
            <CardFields<SaveInsurance> of=FilesOf::Chart(chart) waiting/>
            <div class="acts">
                <button class="btn">"Save"<span class="sr">" insurance"</span></button>
                <a class="btn plain" href=here>"Cancel"</a>
            </div>
        </Form<SaveInsurance>>
        <CardsAttached of=FilesOf::Chart(chart) waiting=attached/>
        {id.map(|_| view! { <PostButton<EndInsurance> class="btn plain small" fields=ending>"Remove "{name}</PostButton<EndInsurance>> })}
    }
}
