//! Settings → Forms → **Send to clients**: searched for, chosen, looked over, sent. Each step is a page, so none needs a script.

use crate::{
    forms::{SendFormToMany, read_many},
    parts::{
        Empty, Icon, Loaded, Panel, asked, born,
        form::{Form, TextField},
        param,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    charts::{ChartLine, LONGEST_SEARCH},
    forms::{ManyCharts, Purpose},
    ids::{ChartId, FormId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeSet;

#[component]
pub fn SendToManyPage() -> impl IntoView {
    let (id, search) = (param::<FormId>("sheet"), asked("q").unwrap_or_default());
    let chosen = use_query_map().read_untracked().get_all("c").unwrap_or_default();
    let chosen: Vec<ChartId> = chosen.iter().filter_map(|chart| chart.parse().ok()).collect();
    let over = asked("step").is_some();
    view! {
        <OfficePage title="Send a form" narrow=true>
            <Loaded load=move || read_many(id, search, chosen) show=move |page: ManyCharts| view! { <ManyView page over/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn ManyView(page: ManyCharts, over: bool) -> impl IntoView {
    let id = page.page.id;
    let over = over && !page.chosen.is_empty();
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::settings_form(id)><Icon name="chevron-left"/>"Back to the form"</a>
                <h1>"Send to clients"</h1>
                <p class="sub">{page.page.form.title.clone()}</p>
            </div>
        </header>
        {match (page.page.may_send, over) {
            (false, _) => view! { <Empty drawing="draw-documents" title="It cannot be sent now" words="It is archived, was never published, or something in it has to be put right first."/> }.into_any(),
            (true, true) => view! { <LookOver page/> }.into_any(),
            (true, false) => view! { <Choose page/> }.into_any(),
        }}
    }
}

/// One form for all of it: searching keeps who is chosen.
#[component]
fn Choose(page: ManyCharts) -> impl IntoView {
    let id = page.page.id;
    let chosen: BTreeSet<ChartId> = page.chosen.iter().map(|(chart, _)| *chart).collect();
    let many = page.chosen.len();
    let inside = page.chosen.into_iter().map(|(chart, name)| view! { <PersonBox chart name chosen=true/> }).collect_view();
    let found = page.room.charts.into_iter().filter(|line| !chosen.contains(&line.id));
    let found = found.map(|line: ChartLine| view! { <PersonBox chart=line.id name=line.name born=born(line.born)/> }).collect::<Vec<_>>();
    let nobody = found.is_empty();
    view! {
        <form class="form" method="get" action=routes::send_form(id)>
            <div class="toolbar" role="search">
                <div class="find">
                    <label class="sr" for="q">"Find clients"</label>
                    <Icon name="search"/>
                    <input class="input" id="q" name="q" type="search" value=page.room.search maxlength=LONGEST_SEARCH.to_string() placeholder="Name, birth date or chart number" autocomplete="off" autofocus/>
                </div>
                <button class="btn quiet">"Find"</button>
            </div>
            {(many > 0).then(|| view! { <fieldset class="group"><legend class="num">{format!("Chosen: {many}")}</legend>{inside}</fieldset> })}
            <fieldset class="group">
                <legend>"Clients"</legend>
                {nobody.then(|| view! { <p class="sub">"Nobody else found. Search by last name, first name, date of birth or chart number."</p> })}
                {found}
                {page.room.more.then(|| view! { <p class="fine">"There are more. Type more of the name to find them. Who is ticked stays chosen."</p> })}
            </fieldset>
            <div class="acts"><button class="btn" name="step" value="send">"Go on"</button><span class="fine">"Up to 50 at once. Nothing is sent yet."</span></div>
        </form>
    }
}

#[component]
fn PersonBox(chart: ChartId, name: String, #[prop(optional)] chosen: bool, #[prop(optional, into)] born: String) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" name="c" value=chart.to_string() checked=chosen/>
            <span>{name}{(!born.is_empty()).then(|| view! { <small class="num">{born}</small> })}</span>
        </label>
    }
}

#[component]
fn LookOver(page: ManyCharts) -> impl IntoView {
    let id = page.page.id;
    let charts: Vec<String> = page.chosen.iter().map(|(chart, _)| chart.to_string()).collect();
    let back = charts.iter().fold(routes::send_form(id), |page, chart| routes::with(&page, "c", chart));
    let many = charts.len();
    let hidden = charts.into_iter().enumerate();
    let hidden = hidden.map(|(place, chart)| view! { <input type="hidden" name=format!("chart[{place}]") value=chart/> }).collect_view();
    let names = page
        .chosen
        .into_iter()
        .map(|(_, name)| view! { <li><div class="row"><span class="row-main">{name}</span></div></li> })
        .collect_view();
    let reads = page.page.paper.is_some_and(|paper| paper.purpose == Purpose::Read);
    view! {
        <Panel title="Who gets it"><ul class="rows bare">{names}</ul><p><a class="link" href=back>"Change"</a></p></Panel>
        <Form<SendFormToMany> fields=vec![("id", id.to_string())]>
            {hidden}
            <p class="sub" id="chart" tabindex="-1">
                {if reads {
                    "It is shared with each of them at once, and stands in their My Documents."
                } else {
                    "Each gets it on their own. Where it waits already it is not sent again."
                }}
            </p>
            {(!reads).then(|| view! { <TextField name="due" label="Due (optional)" kind="date" short=true hint="It can still be submitted afterwards" autocomplete="off"/> })}
            <div class="acts"><button class="btn num">{if many == 1 { "Send to 1 client".to_owned() } else { format!("Send to {many} clients") }}</button></div>
        </Form<SendFormToMany>>
    }
}
