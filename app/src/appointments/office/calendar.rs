//! The **Calendar**: a day, a week or a list; whose, and where.

use super::{
    doors::{BookingForm, MoveAppointment, read_calendar},
    free::NextFree,
    grid::GridView,
    lines::AppointmentGroup,
    list::ListView,
    newcomer::Newcomers,
    shown::{Shown, View},
};
use crate::{
    Done,
    door::Door,
    parts::{
        Icon, Loaded, Notice, asked, calendar,
        form::{Form, FormDraft, RefusedNotice, WithDraft},
    },
    routes,
    shell::{Desk, OfficeMain},
};
use chrono::Days;
use domain::{
    appointments::{CalendarLine, OfficeCalendar},
    ids::AppointmentId,
};
use leptos::prelude::*;

#[component]
pub fn CalendarPage() -> impl IntoView {
    let shown = Shown::here(calendar().today);
    let ask = shown.ask();
    view! {
        <Desk title="Calendar">
            <OfficeMain>
                <Loaded load=move || read_calendar(ask) show=move |page: OfficeCalendar| view! { <CalendarView page shown/> }.into_any()/>
            </OfficeMain>
        </Desk>
    }
}

#[component]
fn CalendarView(page: OfficeCalendar, shown: Shown) -> impl IntoView {
    let moved = Done::here() == Some(Done::Moved) && asked("refused").is_none();
    let (view, requests, lines, newcomers) = (shown.view, page.requests.clone(), page.lines.clone(), page.newcomers.clone());
    let may_manage = page.may_manage;
    view! {
        <CalendarHead page=page.clone() shown=shown.clone()/>
        {moved.then(|| view! { <Notice head="Moved. The client is told."/> })}
        <WithDraft of={Door::of::<MoveAppointment>()} show=move |kept: FormDraft| view! { <NotMoved kept lines/> }.into_any()/>
        <Filter page=page.clone() shown/>
        <div id="calendar" data-fresh="" data-fresh-on="appointments">
            {page.more.then(|| view! { <Notice kind="warn" head="There is more than one page shows. Choose fewer people or days."/> })}
            {match view {
                View::List => view! { <ListView page/> }.into_any(),
                View::Day | View::Week => view! { <GridView page/> }.into_any(),
            }}
            <AppointmentGroup title="Requests to answer" id="requests" lines=requests dated=true signal=true/>
            <Newcomers lines=newcomers/>
        </div>
        // A drag fills it in and sends it. Without one, each appointment's page has a form to move it.
        {may_manage.then(|| view! {
            <div hidden data-drag>
                <Form<MoveAppointment>>
                    {["id", "version", "day", "time", "staff"].map(|name| view! { <input type="hidden" name=name autocomplete="off"/> }).collect_view()}
                    <input type="hidden" name="stays" value="true"/>
                </Form<MoveAppointment>>
            </div>
        })}
    }
}

#[component]
fn CalendarHead(page: OfficeCalendar, shown: Shown) -> impl IntoView {
    let order = calendar().order;
    let (first, last) = (page.ask.first, page.ask.last);
    let title = if first == last { order.weekday(first) } else { format!("{} to {}", order.day(first), order.day(last)) };
    let step = Days::new(shown.view.days());
    let today = shown.on(page.now.day()).href();
    let waiting = page.requests.len() + page.newcomers.len();
    let first_waiting = if page.requests.is_empty() { "#newcomers" } else { "#requests" };
    let views = View::ALL.map(|view| {
        let current = (view == shown.view).then_some("page");
        view! { <a href=shown.as_view(view).href() aria-current=current>{view.label()}</a> }
    });
    view! {
        <header class="head cal-head">
            <div>
                <h1 class="sr">"Calendar"</h1>
                <p class="cal-title num">{title}</p>
            </div>
            <nav class="acts" aria-label="Days">
                <a class="btn plain small" href=shown.on(first - step).href() data-key="ArrowLeft"><Icon name="chevron-left"/><span class="sr">"Earlier"</span></a>
                <a class="btn quiet small" href=today data-key="t">"Today"</a>
                <a class="btn plain small" href=shown.on(first + step).href() data-key="ArrowRight"><Icon name="chevron-right"/><span class="sr">"Later"</span></a>
            </nav>
            <nav class="tabs inner" aria-label="View">{views.collect_view()}</nav>
            <a class="link" href=routes::CALENDAR_HISTORY>"Appointment History"</a>
            {page.may_manage.then(|| view! { <a class="btn" href=format!("{}?day={}", routes::OFFICE_BOOK, shown.day) data-key="n"><Icon name="plus"/>"New appointment"</a> })}
            {(waiting > 0).then(|| view! {
                <a class="link signal" href=first_waiting>{if waiting == 1 { "1 request to answer".to_owned() } else { format!("{waiting} requests to answer") }}</a>
            })}
        </header>
    }
}

/// Whose calendars, and which places.
#[component]
fn Filter(page: OfficeCalendar, shown: Shown) -> impl IntoView {
    let names: Vec<String> = page.people.iter().filter(|person| person.shown).map(|person| person.name.clone()).collect();
    let whose = if names.len() > 3 { format!("{} people", names.len()) } else { names.join("; ") };
    let chosen: Vec<String> = page.sites.iter().filter(|site| shown.sites.contains(&site.id)).map(|site| site.site.name.clone()).collect();
    let place = if chosen.is_empty() { "all places".to_owned() } else { chosen.join("; ") };
    // One's own, or those of the first who is shown; the practice's where there is nobody.
    let hours = page.people.iter().find(|person| person.shown && person.may_book).map(|person| person.id);
    let may_manage = page.may_manage;
    let people = page.people.into_iter().map(|person| {
        view! { <label class="check"><input type="checkbox" name="staff" value=person.id.to_string() checked=person.shown/><span>{person.name}</span></label> }
    });
    let sites = page.sites.into_iter().filter(|site| site.active).map(|site| {
        let ticked = shown.sites.contains(&site.id);
        view! { <label class="check"><input type="checkbox" name="site" value=site.id.to_string() checked=ticked/><span>{site.site.name}</span></label> }
    });
    view! {
        <details class="cal-filter">
            <summary>{whose}", "{place}</summary>
            <form class="fields" method="get" action=routes::CALENDAR>
                <input type="hidden" name="view" value=shown.view.name()/>
                <input type="hidden" name="day" value=shown.day.to_string()/>
                <fieldset class="group"><legend>"Whose"</legend>{people.collect_view()}</fieldset>
                <fieldset class="group"><legend>"Where"</legend>{sites.collect_view()}</fieldset>
                <div class="acts"><button class="btn quiet">"Show"</button>{may_manage.then(|| view! { <a class="link" href=routes::hours_of(hours)>"Hours and time off"</a> })}</div>
            </form>
        </details>
    }
}

/// Why a drag was refused, and when it could be instead.
#[component]
fn NotMoved(kept: FormDraft, lines: Vec<CalendarLine>) -> impl IntoView {
    let typed = |name: &str| kept.value(name, "");
    let id = typed("id").parse::<AppointmentId>().ok();
    let line = lines.into_iter().find(|line| Some(line.id) == id);
    let (draft, refusals) = (BookingForm::of(typed).read().ok(), kept.refusals());
    let free = line
        .zip(draft)
        .map(|(line, draft)| view! { <NextFree chart=line.chart draft refusals=refusals.clone() moves=(line.id, line.version)/> });
    view! { <RefusedNotice refusals=kept.refusals()/> {free} }
}
