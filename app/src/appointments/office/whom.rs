//! Calendar → **New appointment**: for which client.

use crate::{
    charts::list_charts,
    parts::{Empty, Fetched, Icon, Trouble, address, asked, asked_besides, born},
    routes,
    shell::OfficePage,
};
use domain::charts::{ChartLine, ChartRoom, LONGEST_SEARCH};
use leptos::prelude::*;

/// What goes along from the place that was clicked on the Calendar.
const ALONG: [&str; 3] = ["day", "time", "staff"];

#[component]
pub fn ForWhomPage() -> impl IntoView {
    let (search, path) = (asked("q").unwrap_or_default(), address());
    let along: Vec<(String, String)> = asked_besides(&[]).into_iter().filter(|(name, _)| ALONG.contains(&name.as_str())).collect();
    let kept = along.clone().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <OfficePage title="New appointment" narrow=true>
            <header class="head">
                <a class="back" href=routes::CALENDAR><Icon name="chevron-left"/>"Calendar"</a>
                <h1>"New appointment"</h1>
                <p class="sub">"Choose the client for whom you book."</p>
            </header>
            <form class="toolbar" role="search" method="get" action=routes::OFFICE_BOOK>
                {kept}
                <div class="find">
                    <label class="sr" for="q">"Find a client"</label>
                    <Icon name="search"/>
                    <input class="input" id="q" name="q" type="search" value=search.clone() maxlength=LONGEST_SEARCH.to_string() placeholder="Name, birth date or chart number" autocomplete="off" autofocus data-walk/>
                </div>
                <span><button class="btn quiet">"Find"</button></span>
            </form>
            <Fetched load=move || list_charts(search, None, None, None) show=move |found| match found {
                Ok(room) => view! { <Found room along/> }.into_any(),
                Err(failure) => view! { <Trouble failure path/> }.into_any(),
            }/>
        </OfficePage>
    }
}

#[component]
fn Found(room: ChartRoom, along: Vec<(String, String)>) -> impl IntoView {
    if room.charts.is_empty() {
        return view! { <Empty drawing="draw-charts" title="Nobody found" words="Search by last name, first name, date of birth or chart number."/> }
            .into_any();
    }
    let row = move |line: ChartLine| {
        let href = along.iter().fold(routes::book_for(line.id), |page, (name, value)| routes::with(&page, name, value));
        view! {
            <li>
                <a class="row" href=href>
                    <span class="row-main"><span class="row-name light">{line.name}</span><span class="row-fact num">{born(line.born)}</span></span>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
    };
    view! { <ul class="rows bare" data-walk>{room.charts.into_iter().map(row).collect_view()}</ul> }.into_any()
}
