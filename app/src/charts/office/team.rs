//! **Care team**: who treats the client, and who works with them besides. Who stands here reaches the chart.

use super::demographics::Editing;
use crate::{
    charts::{AddToCareTeam, RemoveFromCareTeam},
    parts::{
        EditLink, Fact, Panel,
        form::{Form, PostButton, SelectField},
    },
    routes,
};
use domain::{
    charts::Demographics,
    ids::{ChartId, StaffId},
};
use leptos::prelude::*;

#[component]
pub(super) fn CareTeamPanel(page: Demographics, editing: Editing) -> impl IntoView {
    if editing == Editing::Person {
        return ().into_any();
    }
    let (chart, changes) = (page.banner.id, editing.may_begin(&page));
    let edit = changes.then(|| view! { <EditLink page=routes::chart_demographics(chart) part="person" what="primary clinician"/> });
    let name = page.clinicians.iter().find(|(id, _)| Some(*id) == page.primary_clinician).map(|(_, name)| name.clone());
    let free = not_in_it(&page);
    view! {
        <Panel title="Care team" acts=edit.into_any()>
            <dl class="facts num"><Fact label="Primary clinician">{name.unwrap_or_else(|| "Nobody yet".into())}</Fact></dl>
            {(!page.care_team.is_empty()).then(|| view! {
                <ul class="rows bare">
                    {page.care_team.into_iter().map(|(id, name)| view! { <MemberRow chart id name changes/> }).collect_view()}
                </ul>
            })}
            {(changes && !free.is_empty()).then(|| view! { <AddForm chart free/> })}
        </Panel>
    }
    .into_any()
}

#[component]
fn MemberRow(chart: ChartId, id: StaffId, name: String, changes: bool) -> impl IntoView {
    let fields = vec![("chart", chart.to_string()), ("member", id.to_string())];
    let removed = name.clone();
    view! {
        <li>
            <div class="row">
                <span class="row-main"><span class="row-name">{name}</span></span>
                {changes.then(|| view! {
                    <span class="row-end">
                        <PostButton<RemoveFromCareTeam> class="btn plain small" fields>
                            "Remove"<span class="sr">" "{removed}" from the care team"</span>
                        </PostButton<RemoveFromCareTeam>>
                    </span>
                })}
            </div>
        </li>
    }
}

#[component]
fn AddForm(chart: ChartId, free: Vec<(StaffId, String)>) -> impl IntoView {
    let nobody = (String::new(), "Choose somebody".to_owned());
    let options = std::iter::once(nobody).chain(free.into_iter().map(|(id, name)| (id.to_string(), name))).collect();
    view! {
        <div class="block">
            <Form<AddToCareTeam> fields=vec![("chart", chart.to_string())]>
                <SelectField name="member" label="Somebody else who works with this client" options hint="They reach the chart at once."/>
                <div class="acts"><button class="btn quiet">"Add"<span class="sr">" to the care team"</span></button></div>
            </Form<AddToCareTeam>>
        </div>
    }
}

/// Who treats clients here, and does not work with this one yet.
fn not_in_it(page: &Demographics) -> Vec<(StaffId, String)> {
    let works_with_them = |id: StaffId| page.primary_clinician == Some(id) || page.care_team.iter().any(|(member, _)| *member == id);
    page.clinicians.iter().filter(|(id, _)| !works_with_them(*id)).cloned().collect()
}
