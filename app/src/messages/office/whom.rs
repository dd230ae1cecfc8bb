//! **Inbox → Client icon → + Compose**: to which client.

use crate::{
    charts::list_charts,
    parts::{Empty, Fetched, Icon, Trouble, address, asked, born},
    routes,
    shell::OfficePage,
};
use domain::charts::{ChartLine, ChartRoom, LONGEST_SEARCH};
use leptos::prelude::*;

#[component]
pub fn WhomPage() -> impl IntoView {
    let (search, path) = (asked("q").unwrap_or_default(), address());
    view! {
        <OfficePage title="Compose" narrow=true>
            <header class="head">
                <a class="back" href=routes::INBOX><Icon name="chevron-left"/>"Inbox"</a>
                <h1>"Compose"</h1>
                <p class="sub">"Choose the client to whom you write. To write to many at once, "<a class="link" href=routes::GROUPS>"create a group"</a>"."</p>
            </header>
            <form class="toolbar" role="search" method="get" action=routes::COMPOSE>
                <div class="find">
                    <label class="sr" for="q">"Find a client"</label>
                    <Icon name="search"/>
                    <input class="input" id="q" name="q" type="search" value=search.clone() maxlength=LONGEST_SEARCH.to_string() placeholder="Name, birth date or chart number" autocomplete="off" autofocus data-walk/>
                </div>
                <span><button class="btn quiet">"Find"</button></span>
            </form>
            <Fetched load=move || list_charts(search, None, None, None) show=move |found| match found {
                Ok(room) => view! { <Found room/> }.into_any(),
                Err(failure) => view! { <Trouble failure path/> }.into_any(),
            }/>
        </OfficePage>
    }
}

#[component]
fn Found(room: ChartRoom) -> impl IntoView {
    if room.charts.is_empty() {
        return view! { <Empty drawing="draw-charts" title="Nobody found" words="Search by last name, first name, date of birth or chart number."/> }
            .into_any();
    }
    let row = |line: ChartLine| {
        view! {
            <li>
                <a class="row" href=routes::compose(line.id)>
                    <span class="row-main"><span class="row-name light">{line.name}</span><span class="row-fact num">{born(line.born)}</span></span>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
    };
    view! { <ul class="rows bare" data-walk>{room.charts.into_iter().map(row).collect_view()}</ul> }.into_any()
}
