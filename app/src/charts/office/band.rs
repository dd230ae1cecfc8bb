//! What every tab of a chart has in common: the band that names the client, the tabs, and the page below.

use crate::{
    Failure,
    invites::PortalTag,
    parts::{Fetched, Icon, Trouble, address, born, param},
    routes,
    shell::{Desk, OfficeMain},
};
use domain::{
    alerts::Alert,
    charts::{Banner, Tabs},
    ids::ChartId,
};
use leptos::prelude::*;

/// The tabs, in the order in which they stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ChartTab {
    Face,
    Demographics,
    Communications,
    Documents,
    Appointments,
    Activities,
    Billing,
}

/// A view that belongs to a chart, and so knows its band. A room says it of its own: `of_chart!(ChartFace, Demographics)`.
pub trait OfChart {
    fn banner(&self) -> &Banner;
}

macro_rules! of_chart {
    ($($view:ty),+) => {$(
        impl $crate::charts::OfChart for $view {
            fn banner(&self) -> &domain::charts::Banner {
                &self.banner
            }
        }
    )+};
}
pub(crate) use of_chart;

/// A page of the chart that the address names: loads it and shows it below band and tabs. One that is none of the tabs is gone to
/// from the band.
#[component]
pub fn ChartPage<T, F, Fut, V>(title: &'static str, #[prop(optional)] tab: Option<ChartTab>, load: F, show: V) -> impl IntoView
where
    T: OfChart + Send + 'static,
    F: FnOnce(ChartId) -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: FnOnce(T) -> AnyView + Send + 'static,
{
    let chart = param::<ChartId>("chart");
    let load = move || {
        let page = chart.map(load);
        async move {
            match page {
                Some(page) => page.await,
                None => Err(Failure(domain::Failure::NotFound)),
            }
        }
    };
    let path = address();
    let show = move |found: Result<T, Failure>| match found {
        Ok(page) => {
            let banner = page.banner().clone();
            let page = show(page);
            view! { <ChartFrame banner tab>{page}</ChartFrame> }.into_any()
        }
        Err(failure) => view! { <OfficeMain><Trouble failure path/></OfficeMain> }.into_any(),
    };
    view! { <Desk title><Fetched load show/></Desk> }
}

/// Band and tabs of a chart, and the page below them.
#[component]
pub fn ChartFrame(banner: Banner, tab: Option<ChartTab>, children: Children) -> impl IntoView {
    view! {
        <IdentityBand banner=banner.clone()/>
        <ChartTabs banner open=tab/>
        <OfficeMain>{children()}</OfficeMain>
    }
}

/// What **Communications** is divided into: access to the portal, and messages.
#[component]
pub fn CommunicationsNav(tabs: Tabs, chart: ChartId, #[prop(optional)] messaging: bool) -> impl IntoView {
    let current = move |here| (here == messaging).then_some("page");
    (tabs.communications && tabs.messages).then(|| {
        view! {
            <nav class="chips" aria-label="Communications">
                <a class="chip" href=routes::chart_communications(chart) aria-current=current(false)>"Client portal access"</a>
                <a class="chip" href=routes::chart_messages(chart) aria-current=current(true)>"Messaging"</a>
            </nav>
        }
    })
}

/// What **Documents** is divided into: what the chart holds, what was sent to be filled in, and what is asked for of the record.
#[component]
pub fn DocumentsNav(tabs: Tabs, chart: ChartId, #[prop(optional)] forms: bool, #[prop(optional)] records: bool) -> impl IntoView {
    let links = [
        (tabs.documents, "Documents", routes::chart_documents(chart), !forms && !records),
        (tabs.forms, "Forms", routes::chart_forms(chart), forms),
        (tabs.records, "Records", routes::chart_records(chart), records),
    ];
    let links: Vec<_> = links.into_iter().filter(|(may_open, ..)| *may_open).collect();
    (links.len() > 1).then(|| {
        let links = links
            .into_iter()
            .map(|(_, label, href, here)| view! { <a class="chip" href=href aria-current=here.then_some("page")>{label}</a> });
        view! { <nav class="chips" aria-label="Documents">{links.collect_view()}</nav> }
    })
}

/// So many letters of a name, and of the facts below it, stand on one line of the band at a desk.
const ONE_LINE: usize = 40;
const ONE_LINE_OF_FACTS: usize = 70;

/// Who the chart is about: in sight on every tab, so that nobody writes into the wrong one.
#[component]
fn IdentityBand(banner: Banner) -> impl IntoView {
    // A very long name is cut off before what tells people of one name apart.
    let facts = [
        Some(format!("born {}", born(banner.born))),
        banner.pronouns,
        banner.preferred_name.map(|name| format!("goes by {name}")),
        Some(format!("chart {}", banner.number)),
    ];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let long = banner.name.chars().count() > ONE_LINE || facts.chars().count() > ONE_LINE_OF_FACTS;
    let (name, whole) = (banner.name.clone(), format!("{}, {facts}", banner.name));
    view! {
        <section class=if long { "identity long" } else { "identity" } aria-label="Client" data-hue=hue(banner.id) title=long.then_some(whole)>
            <div class="identity-main">
                <h1>{name}</h1>
                <p class="identity-facts num">{facts}</p>
            </div>
            <div class="identity-marks">
                <AlertsLink chart=banner.id many=banner.alerts.len()/>
                <PortalTag status=banner.portal named=true/>
            </div>
        </section>
        <NeedsYou chart=banner.id needs_you=banner.needs_you/>
        <AlertStrip alerts=banner.alerts/>
    }
}

/// How many alerts there are, and the way to them: always in sight, as the band is.
#[component]
fn AlertsLink(chart: ChartId, many: usize) -> impl IntoView {
    let href = routes::chart_alerts(chart);
    match many {
        0 => view! { <a class="link" href=href>"Alerts"</a> }.into_any(),
        1 => view! { <a class="alert" href=href><Icon name="alert"/>"1 alert"</a> }.into_any(),
        many => view! { <a class="alert" href=href><Icon name="alert"/>{many}" alerts"</a> }.into_any(),
    }
}

/// An answer in a measure waits for somebody: in sight on every tab until somebody says what came of it.
#[component]
fn NeedsYou(chart: ChartId, needs_you: bool) -> impl IntoView {
    needs_you.then(|| {
        view! {
            <section aria-label="Needs somebody now" class="needs-you">
                <a href=routes::chart_activities(chart)><Icon name="alert"/>"An answer needs somebody now. Say what came of it"</a>
            </section>
        }
    })
}

/// What everybody has to know who opens the chart, below its name on every tab.
#[component]
fn AlertStrip(alerts: Vec<Alert>) -> impl IntoView {
    (!alerts.is_empty()).then(|| {
        let lines = alerts.into_iter().map(|alert| view! { <li><b>{alert.kind.label()}</b>" "{alert.words}</li> });
        view! { <section aria-label="Alerts"><ul class="alerts num">{lines.collect_view()}</ul></section> }
    })
}

/// A chart always has the same colour; neighbours on a screen mostly differ.
fn hue(id: ChartId) -> String {
    let sum: u32 = id.0.as_bytes().iter().map(|byte| u32::from(*byte)).sum();
    (sum % 6).to_string()
}

#[component]
fn ChartTabs(banner: Banner, open: Option<ChartTab>) -> impl IntoView {
    let (id, tabs) = (banner.id, banner.tabs);
    let communications = if tabs.communications { routes::chart_communications(id) } else { routes::chart_messages(id) };
    let documents = if tabs.documents { routes::chart_documents(id) } else { routes::chart_forms(id) };
    let links = [
        (ChartTab::Face, "Chart Face", routes::chart_face(id), true),
        (ChartTab::Demographics, "Demographics", routes::chart_demographics(id), true),
        (ChartTab::Communications, "Communications", communications, tabs.communications || tabs.messages),
        (ChartTab::Documents, "Documents", documents, tabs.documents || tabs.forms),
        (ChartTab::Appointments, "Appointments", routes::chart_appointments(id), tabs.appointments),
        (ChartTab::Activities, "Activities", routes::chart_activities(id), tabs.activities),
        (ChartTab::Billing, "Billing", routes::chart_billing(id), tabs.billing),
    ];
    view! {
        <nav class="tabs" aria-label="Chart">
            {links
                .into_iter()
                .filter(|(.., may_open)| *may_open)
                .map(|(tab, label, href, _)| view! { <a href=href aria-current=(Some(tab) == open).then_some("page")>{label}</a> })
                .collect_view()}
        </nav>
    }
}
