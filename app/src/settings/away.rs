//! Team → **Away**: who is away, from when to when, and who stands in.

use crate::{
    door::Door,
    parts::{
        Day, Panel,
        form::{Form, FormDraft, PostButton, SelectField, TextField, WithDraft},
    },
    settings::{SetAway, SetBack},
};
use domain::settings::{AbsenceLine, Team};
use leptos::prelude::*;

#[component]
pub fn AwayPanel(team: Team) -> impl IntoView {
    let people: Vec<(String, String)> =
        team.members.iter().filter(|member| member.left.is_none()).map(|member| (member.id.to_string(), member.name.clone())).collect();
    let rows = team.absences.into_iter().map(|line| view! { <AwayRow line/> }).collect_view();
    view! {
        <Panel title="Away">
            <p class="sub">"What clients write to somebody who is away goes to who stands in: conversations, and the mails about them."</p>
            <ul class="rows bare">{rows}</ul>
            <WithDraft of={Door::of::<SetAway>()} show=move |kept: FormDraft| view! {
            <details open=!kept.refusals().is_empty() || !kept.value("first_day", "").is_empty()>
                <summary>"Say who is away"</summary>
                <div class="block">
                    <Form<SetAway>>
                        <SelectField name="member" id="away-member" label="Who" options=people.clone()/>
                        <div class="fields">
                            <TextField name="first_day" label="First day" kind="date"/>
                            <TextField name="last_day" label="Last day" kind="date"/>
                        </div>
                        <SelectField name="cover" label="Who stands in" options=[(String::new(), "Choose".to_owned())].into_iter().chain(people).collect()/>
                        <div class="acts"><button class="btn">"Save"</button></div>
                    </Form<SetAway>>
                </div>
            </details>
            }.into_any()/>
        </Panel>
    }
}

#[component]
fn AwayRow(line: AbsenceLine) -> impl IntoView {
    let name = line.name.clone();
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name light">{line.name}</span>
                    <span class="row-fact num"><Day on=line.first_day/> " to " <Day on=line.last_day/> ". " {line.cover} " stands in"</span>
                </span>
                <span class="row-end"><PostButton<SetBack> class="btn plain small" fields=vec![("member", line.member.to_string())]>"Back"<span class="sr">": "{name}</span></PostButton<SetBack>></span>
            </div>
        </li>
    }
}
