//! What stands beside a note while it is written: how each measure stands.

use crate::parts::{Panel, calendar};
use chrono::NaiveDate;
use domain::activities::Beside;
use leptos::prelude::*;

#[component]
pub fn BesideNote(measures: Vec<Beside>) -> impl IntoView {
    (!measures.is_empty()).then(|| {
        let rows = measures.into_iter().map(|one| {
            let figure = |label: &str, of: Option<(i32, String, NaiveDate)>| {
                let label = label.to_owned();
                of.map(|(total, band, day)| view! { <div><dt>{label}</dt><dd class="num"><b>{total}</b>{format!(" {band}, {}", calendar().order.day(day))}</dd></div> })
            };
            let nine = one.above_zero.map(|number| view! { <p class="bad">{format!("Question {number} above zero in the latest.")}</p> });
            view! {
                <h3>{one.name}</h3>
                {nine}
                <dl class="facts num">
                    {figure("Latest", Some(one.latest))}
                    {figure("Previous", one.previous)}
                    {figure("Baseline", one.baseline)}
                </dl>
            }
        });
        view! { <Panel title="Measures">{rows.collect_view()}</Panel> }
    })
}
