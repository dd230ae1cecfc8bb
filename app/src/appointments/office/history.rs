//! **Appointment History** in the office: of everything within reach, with the left panel, and as a file.

use super::lines::HistoryTag;
use crate::{
    Failure,
    appointments::narrowing::{Narrowing, Troubles, asked_for, below},
    parts::{Empty, Icon, Loaded, asked, calendar},
    routes,
    shell::{Desk, OfficeMain},
};
use domain::{
    appointments::{History, HistoryFilter, HistoryLine},
    ids::AppointmentId,
};
use leptos::prelude::*;

loader! {
    /// **Appointment History**, page by page below a line of it.
    pub async fn read_history(filter: HistoryFilter, below: Option<AppointmentId>) -> Result<History, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.history(None, filter, below).await?)
    }
}

#[component]
pub fn HistoryPage() -> impl IntoView {
    let (filter, _) = asked_for();
    let from = asked("below").and_then(|id| id.parse().ok());
    view! {
        <Desk title="Appointment History">
            <OfficeMain>
                <header class="head">
                    <a class="back" href=routes::CALENDAR><Icon name="chevron-left"/>"Calendar"</a>
                    <h1>"Appointment History"</h1>
                </header>
                <Troubles/>
                <Loaded load=move || read_history(filter, from) show=|page: History| view! { <HistoryView page/> }.into_any()/>
            </OfficeMain>
        </Desk>
    }
}

#[component]
fn HistoryView(page: History) -> impl IntoView {
    let older = page.below.map(|id| below(routes::CALENDAR_HISTORY, &page.filter, id));
    let words = match page.filter == HistoryFilter::default() {
        true => "Appointments show here once they have begun.",
        false => "No appointment fits what you have chosen.",
    };
    let lines = page.lines.clone();
    view! {
        <div class="sided">
            <Narrowing page path=routes::CALENDAR_HISTORY/>
            <section aria-label="Appointments">
                {if lines.is_empty() {
                    view! { <Empty drawing="draw-calm" title="Nothing to show" words/> }.into_any()
                } else {
                    view! { <ul class="rows bare" data-walk>{lines.into_iter().map(|line| view! { <Row line/> }).collect_view()}</ul> }.into_any()
                }}
                {older.map(|href| view! { <p class="block"><a class="link" href=href>"Show older appointments"</a></p> })}
            </section>
        </div>
    }
}

#[component]
fn Row(line: HistoryLine) -> impl IntoView {
    let when = format!("{}, {} {}", calendar().order.weekday(line.at.day()), line.at.clock(), line.at.zone);
    let site = line.site.map(|name| format!(", {name}")).unwrap_or_default();
    let what = format!("{}, {} minutes, {}, {}{site}", line.type_name, line.minutes, line.kind.label().to_lowercase(), line.clinician);
    view! {
        <li>
            <a class="row" href=routes::office_appointment(line.id)>
                <span class="row-main">
                    <span class="row-name">{line.client}</span>
                    <span class="row-fact num">{when}". "{what}</span>
                </span>
                <span class="row-end"><HistoryTag state=line.state/></span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}
