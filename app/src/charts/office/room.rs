//! The **Chart Room**: every chart within reach, and the way to one of them.

use crate::{
    Done,
    charts::list_charts,
    invites::PortalTag,
    parts::{Empty, Icon, Loaded, Notice, asked, born},
    routes,
    shell::OfficePage,
};
use domain::{
    charts::{ChartLine, ChartRoom, LONGEST_SEARCH},
    ids::ChartId,
};
use leptos::prelude::*;

#[component]
pub fn ChartRoomPage() -> impl IntoView {
    let search = asked("q").unwrap_or_default();
    // What is no number is no page.
    let page: u32 = asked("page").map_or(1, |page| page.parse().unwrap_or_default());
    // Nor is it a line of one.
    let line = |name| asked(name).map(|id| id.parse().unwrap_or_default());
    let (after, before): (Option<ChartId>, Option<ChartId>) = (line("after"), line("before"));
    let gone = Done::here() == Some(Done::Gone);
    view! {
        <OfficePage title="Chart Room">
            <header class="head"><h1>"Chart Room"</h1></header>
            {gone.then(|| view! { <GoneNotice/> })}
            <Loaded
                load=move || list_charts(search, Some(page), after, before)
                show=|room: ChartRoom| view! {
                    <SearchForm search=room.search.clone() may_create=room.may_create/>
                    {if room.charts.is_empty() {
                        view! { <NoCharts room/> }.into_any()
                    } else {
                        view! { <ChartTable charts=room.charts.clone()/> <ChartPages room/> }.into_any()
                    }}
                }
                .into_any()
            />
        </OfficePage>
    }
}

/// For who has just lost sight of a chart by their own change.
#[component]
fn GoneNotice() -> impl IntoView {
    view! {
        <Notice head="The change is saved, and the chart is no longer yours.">
            <p>"You are not its primary clinician any more, and not in its care team. If that was a mistake, ask your practice administrator."</p>
        </Notice>
    }
}

#[component]
fn SearchForm(search: String, may_create: bool) -> impl IntoView {
    view! {
        <form class="toolbar" role="search" method="get" action=routes::CHART_ROOM>
            <div class="find">
                <label class="sr" for="q">"Name, date of birth or e-mail"</label>
                <Icon name="search"/>
                <input
                    class="input"
                    id="q"
                    name="q"
                    type="search"
                    value=search
                    maxlength=LONGEST_SEARCH.to_string()
                    placeholder="Name, date of birth or e-mail"
                    autocomplete="off"
                    autofocus
                    data-walk
                />
            </div>
            <span><button class="btn quiet">"Search"</button></span>
            {may_create.then(|| view! { <NewChartLink class="btn"/> })}
        </form>
    }
}

#[component]
fn NewChartLink(class: &'static str) -> impl IntoView {
    view! { <a class=class href=routes::NEW_CHART><Icon name="plus"/>"New chart"</a> }
}

#[component]
fn ChartTable(charts: Vec<ChartLine>) -> impl IntoView {
    view! {
        <table class="table" data-walk>
            <caption class="sr">"Charts"</caption>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Date of birth"</th>
                    <th scope="col">"E-mail"</th>
                    <th scope="col">"Clinician"</th>
                    <th scope="col">"Portal"</th>
                </tr>
            </thead>
            <tbody>{charts.into_iter().map(|line| view! { <ChartRow line/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn ChartRow(line: ChartLine) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><a class="table-name" href=routes::chart_face(line.id)>{line.name}</a></th>
            <td data-label="Date of birth">{born(line.born)}</td>
            <td data-label="E-mail">{line.email.unwrap_or_else(|| "None on file".into())}</td>
            <td data-label="Clinician">{line.clinician.unwrap_or_else(|| "Nobody yet".into())}</td>
            <td data-label="Portal"><PortalTag status=line.portal/></td>
        </tr>
    }
}

/// How many there are, and the way to the others.
#[component]
fn ChartPages(room: ChartRoom) -> impl IntoView {
    let page = |number: u32| format!("{}?q={}&page={number}", routes::CHART_ROOM, routes::encode(&room.search));
    // The line that a page is turned from stands in its address, and not how many are to be skipped: so the thousandth page is as
    // quick as the first, and shows what comes next even where charts came or went meanwhile.
    let next = room.charts.last().map(|line| format!("{}&after={}", page(room.page + 1), line.id));
    let previous = room.charts.first().map(|line| match room.page - 1 {
        1 => page(1),
        number => format!("{}&before={}", page(number), line.id),
    });
    let count = match room.found {
        1 => "1 chart".to_owned(),
        1000.. => "1,000 charts or more".to_owned(),
        found => format!("{found} charts"),
    };
    let several = room.more || room.page > 1;
    view! {
        <nav class="pages" aria-label="Pages">
            {(room.page > 1)
                .then(|| view! { <a href=previous rel="prev"><Icon name="chevron-left"/>"Previous"</a> })}
            <span class="num">{if several { format!("Page {}, {count}", room.page) } else { count }}</span>
            {room.more.then(|| view! { <a href=next rel="next">"Next"<Icon name="chevron-right"/></a> })}
        </nav>
    }
}

#[component]
fn NoCharts(room: ChartRoom) -> impl IntoView {
    let (title, words) = if room.page > 1 {
        ("No more charts".to_owned(), "This page lies behind the last one.")
    } else if room.search.is_empty() {
        ("No charts yet".to_owned(), "Every client gets a chart. Create the first one.")
    } else {
        (
            format!("No chart for “{}”", room.search),
            "Check the spelling. You can also search by date of birth, like 3/14/1991 or March 14, 1991, by chart number, or by the beginning of an e-mail address.",
        )
    };
    view! { <Empty drawing="draw-charts" title words>{room.may_create.then(|| view! { <NewChartLink class="btn quiet"/> })}</Empty> }
}
