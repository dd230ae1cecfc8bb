//! A conversation as a line: of the Inbox, or of a chart's Messaging.

use crate::{
    parts::{Icon, When},
    routes,
};
use domain::messages::OfficeLine;
use leptos::prelude::*;

/// Lines below a heading that says who has the word.
#[component]
pub fn LineGroup(
    title: &'static str,
    about: String,
    lines: Vec<OfficeLine>,
    #[prop(optional)] in_chart: bool,
    #[prop(optional)] signal: bool,
) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let rows = lines.into_iter().map(|line| view! { <ConversationRow line in_chart/> }).collect_view();
        view! {
            <section class="mail-group">
                <h2 class=if signal { "mail-head signal" } else { "mail-head" }>{title}<small>{about}</small></h2>
                <ul class="rows bare" data-walk>{rows}</ul>
            </section>
        }
    })
}

/// Lines that were found, each with the words around.
#[component]
pub fn FoundLines(lines: Vec<(OfficeLine, String)>) -> impl IntoView {
    let rows = lines.into_iter().map(|(line, excerpt)| view! { <ConversationRow line in_chart=false excerpt/> });
    (rows.len() > 0).then(|| view! { <ul class="rows bare" data-walk>{rows.collect_view()}</ul> })
}

#[component]
fn ConversationRow(line: OfficeLine, in_chart: bool, #[prop(optional)] excerpt: String) -> impl IntoView {
    let name = if in_chart { line.subject.clone() } else { line.client };
    let waits = line.waiting.clone();
    view! {
        <li class=line.unread.then_some("unread")>
            <a class="row" href=routes::office_conversation(line.id)>
                <span class="row-main">
                    <span class=if line.unread { "row-name" } else { "row-name light" }>{line.unread.then(|| view! { <span class="sr">"Unread: "</span> })}{name}</span>
                    {(!in_chart).then(|| view! { <span class="row-fact">{line.subject}</span> })}
                    {(!excerpt.is_empty()).then(|| view! { <span class="row-fact excerpt">{excerpt}</span> })}
                    <span class="row-fact fine">
                        {line.audience.label()}", "
                        {match line.assigned {
                            Some(name) => view! { {name} }.into_any(),
                            None => view! { <b class="signal">"nobody yet"</b> }.into_any(),
                        }}
                        {line.closes.map(|at| view! { ". Closes " <When at/> })}
                        {line.closed.then_some(". Closed")}
                    </span>
                </span>
                <span class="row-end fine num">
                    {match waits {
                        Some(at) => view! { <span class="signal">"since " <When at recent=true middle=true/></span> }.into_any(),
                        None => view! { <span>{line.from}", "<When at=line.at recent=true middle=true/></span> }.into_any(),
                    }}
                </span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

/// "1 conversation, longest first"
pub fn counted(many: usize, order: &str) -> String {
    format!("{many} {}, {order}", if many == 1 { "conversation" } else { "conversations" })
}
