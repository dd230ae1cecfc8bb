//! Chart → **Communications** → **Messaging**.

use super::{
    inbox::Pages,
    rows::{LineGroup, counted},
};
use crate::{
    charts::{ChartPage, ChartTab, CommunicationsNav, of_chart},
    messages::{list_chart_messages, sentence},
    parts::{Empty, Icon, asked},
    routes,
};
use domain::{
    ids::ChartId,
    messages::{ChartMessages, Refusal, Writing},
};
use leptos::prelude::*;

of_chart!(ChartMessages);

#[component]
pub fn ChartMessagesPage() -> impl IntoView {
    let number = asked("page").and_then(|number| number.parse().ok()).unwrap_or(1);
    view! {
        <ChartPage
            title="Messaging"
            tab=ChartTab::Communications
            load=move |chart| list_chart_messages(chart, number)
            show=move |page: ChartMessages| view! { <MessagingView page number/> }.into_any()
        />
    }
}

#[component]
fn MessagingView(page: ChartMessages, number: u32) -> impl IntoView {
    let chart = page.banner.id;
    let (waiting, others): (Vec<_>, Vec<_>) = page.conversations.into_iter().partition(|line| line.waiting.is_some());
    let empty = waiting.is_empty() && others.is_empty();
    let about = |many, order| counted(many, order);
    view! {
        <CommunicationsNav tabs=page.banner.tabs chart messaging=true/>
        <header class="head with-act">
            <h2>"Messaging"</h2>
            <ComposeLink chart writing=page.composing/>
        </header>
        <div id="conversations" data-fresh="">
            {empty.then(|| view! { <Empty drawing="draw-messages" title="No conversations yet" words="What you and this client write to each other shows here."/> })}
            <LineGroup title="Waiting for us" about=about(waiting.len(), "newest first") lines=waiting in_chart=true signal=true/>
            <LineGroup title="Conversations" about=about(others.len(), "newest first") lines=others in_chart=true/>
        </div>
        <Pages page=number more=page.more href=move |page| routes::with(&routes::chart_messages(chart), "page", &page.to_string())/>
    }
}

/// **Compose**, or why not now, and the way on.
#[component]
fn ComposeLink(chart: ChartId, writing: Writing) -> impl IntoView {
    match writing {
        Writing::Open => view! { <a class="btn" href=routes::compose(chart)><Icon name="plus"/>"Compose"</a> }.into_any(),
        Writing::No(refusal) => view! {
            <div class="cannot">
                <button type="button" class="btn" disabled aria-describedby="why-not"><Icon name="plus"/>"Compose"</button>
                <p class="sub" id="why-not">
                    {sentence(refusal)}
                    {(refusal == Refusal::NoReader).then(|| view! { " "<a class="link" href=routes::chart_communications(chart)>"Client portal access"</a> })}
                </p>
            </div>
        }
        .into_any(),
    }
}
