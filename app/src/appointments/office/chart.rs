//! Chart → **Appointments**, and the next one on the Chart Face.

use super::{doors::read_chart_appointments, lines::AppointmentGroup};
use crate::{
    Done,
    charts::{ChartPage, ChartTab, of_chart},
    parts::{Empty, Fact, Icon, Notice, Panel, calendar},
    routes,
};
use domain::{
    appointments::{ChartAppointments, NextAppointment},
    ids::ChartId,
};
use leptos::prelude::*;

of_chart!(ChartAppointments);

#[component]
pub fn ChartAppointmentsPage() -> impl IntoView {
    view! {
        <ChartPage
            title="Appointments"
            tab=ChartTab::Appointments
            load=read_chart_appointments
            show=move |page: ChartAppointments| view! { <AppointmentsView page/> }.into_any()
        />
    }
}

#[component]
fn AppointmentsView(page: ChartAppointments) -> impl IntoView {
    let chart = page.banner.id;
    let empty = page.requests.is_empty() && page.upcoming.is_empty() && page.earlier.is_empty();
    let booked = Done::here() == Some(Done::Booked);
    view! {
        <header class="head with-act">
            <h2>"Appointments"</h2>
            {page.may_manage.then(|| view! { <a class="btn" href=routes::book_for(chart)><Icon name="plus"/>"New appointment"</a> })}
        </header>
        {booked.then(|| view! { <Notice head="Booked. The series stands below."/> })}
        <div id="appointments" data-fresh="" data-fresh-on="appointments">
            {empty.then(|| view! { <Empty drawing="draw-calm" title="No appointments yet" words="What is booked for this client, and what the client asks for, shows here."/> })}
            <AppointmentGroup title="Requests to answer" lines=page.requests dated=true in_chart=true signal=true/>
            <AppointmentGroup title="Upcoming Appointments" lines=page.upcoming dated=true in_chart=true/>
            <AppointmentGroup title="Earlier" lines=page.earlier dated=true in_chart=true/>
        </div>
    }
}

/// On the **Chart Face**.
#[component]
pub fn NextPanel(chart: ChartId, next: Option<NextAppointment>) -> impl IntoView {
    let all = view! { <a class="link" href=routes::chart_appointments(chart)>"All appointments"</a> }.into_any();
    view! {
        <Panel title="Next appointment" acts=all>
            {match next {
                None => view! { <p class="sub">"Nothing is booked."</p> }.into_any(),
                Some(next) => {
                    let when = format!("{}, {} {}", calendar().order.weekday(next.at.day()), next.at.clock(), next.at.zone);
                    view! {
                        <dl class="facts num">
                            <Fact label="When"><a href=routes::office_appointment(next.id)>{when}</a></Fact>
                            <Fact label="What">{format!("{}, {}, {} minutes", next.type_name, next.kind.label().to_lowercase(), next.minutes)}</Fact>
                            <Fact label="With">{next.clinician}</Fact>
                            <Fact label="State">{next.state.label()}</Fact>
                        </dl>
                    }
                    .into_any()
                }
            }}
        </Panel>
    }
}
