//! The office's frame: its pages, the rail at their left, and the command bar over them.

mod command;
pub mod places;
mod rail;

use super::portal::document;
use crate::{
    Answer, Assets, Failure,
    activities::{AssignedPage, ChartActivitiesPage},
    alerts::AlertsPage,
    appointments::{
        AppointmentPage, CalendarPage, ChartAppointmentsPage, ForWhomPage, HistoryPage, HoursPage, NewcomerPage, OfficeBookPage,
        SchedulingPage,
    },
    audit::AuditPage,
    billing::{BillingPage, BillingSettingsPage, ChartBillingPage},
    charts::{ChartFacePage, ChartRoomPage, DemographicsPage, NewChartPage},
    documents::{AskPage, ChartDocumentsPage, NewNotePage, NotePage, OfficeVerifyPage, PracticeTemplatesPage, TemplatesPage, UploadPage},
    forms::{ChartFormsPage, FormPackagePage, FormPage, FormsPage, PackagesPage, SendToManyPage, UploadFormPage, WordingPage},
    invites::{CommunicationsPage, GrantAccessPage},
    messages::{
        AnnouncePage, ChartMessagesPage, ComposePage, GroupPage, GroupsPage, OfficeConversationPage, OfficeInboxPage,
        PracticeQuickTextsPage, QuickTextsPage, ReviewPage, WhomPage,
    },
    notices::{ToDoPage, read_frame},
    parts::{Fetched, Incident, Leaving, Missing, ShowIsland, Trouble, address, param},
    records::{ChartRecordsPage, RecordRequestPage},
    reply::reply,
    routes,
    settings::{
        BrandingPage, CommunicationsPage as SettingsCommunicationsPage, PatternsPage, PortalSettingsPage, SettingsPage, TeamPage,
        WelcomePage,
    },
    sign_in::{OfficeForgotPage, OfficeLogin, OfficeNewPasswordPage, OfficeProvePage, OfficeSecondStepPage, OfficeSecurityPage},
    workflows::{WorkflowHistoryPage, WorkflowsPage},
};
pub use command::CommandBar;
use domain::{ids::ChartId, sign_in::Side};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};
use rail::Rail;

/// The whole document around the office.
pub fn office_shell(assets: Assets) -> impl IntoView {
    document(assets, "office", view! { <Office/> }.into_any())
}

#[component]
pub fn Office() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router base="/office">
            <Routes fallback=MissingPage>
                <Route path=path!("/") view=ToDoPage ssr=SsrMode::Async/>
                <Route path=path!("/login") view=OfficeLogin ssr=SsrMode::Async/>
                <Route path=path!("/forgot") view=OfficeForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=OfficeNewPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/login/code") view=OfficeSecondStepPage ssr=SsrMode::Async/>
                <Route path=path!("/prove") view=OfficeProvePage ssr=SsrMode::Async/>
                <Route path=path!("/security") view=OfficeSecurityPage ssr=SsrMode::Async/>
                <Route path=path!("/inbox") view=OfficeInboxPage ssr=SsrMode::Async/>
                <Route path=path!("/inbox/new") view=WhomPage ssr=SsrMode::Async/>
                <Route path=path!("/inbox/quick-texts") view=QuickTextsPage ssr=SsrMode::Async/>
                <Route path=path!("/inbox/groups") view=GroupsPage ssr=SsrMode::Async/>
                <Route path=path!("/inbox/groups/:group") view=GroupPage ssr=SsrMode::Async/>
                <Route path=path!("/inbox/groups/:group/write") view=AnnouncePage ssr=SsrMode::Async/>
                <Route path=path!("/inbox/groups/:group/review") view=ReviewPage ssr=SsrMode::Async/>
                <Route path=path!("/inbox/:conversation") view=OfficeConversationPage ssr=SsrMode::Async/>
                <Route path=path!("/calendar") view=CalendarPage ssr=SsrMode::Async/>
                <Route path=path!("/calendar/new") view=ForWhomPage ssr=SsrMode::Async/>
                <Route path=path!("/calendar/hours") view=HoursPage ssr=SsrMode::Async/>
                <Route path=path!("/calendar/history") view=HistoryPage ssr=SsrMode::Async/>
                <Route path=path!("/calendar/new-clients/:prospect") view=NewcomerPage ssr=SsrMode::Async/>
                <Route path=path!("/calendar/:appointment") view=AppointmentPage ssr=SsrMode::Async/>
                <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async/>
                <Route path=path!("/billing") view=BillingPage ssr=SsrMode::Async/>
                <Route path=path!("/charts") view=ChartRoomPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/new") view=NewChartPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart") view=ChartDoor ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/face") view=ChartFacePage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/demographics") view=DemographicsPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/communications") view=CommunicationsPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/communications/:grant") view=GrantAccessPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/messages") view=ChartMessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/messages/new") view=ComposePage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/appointments") view=ChartAppointmentsPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/appointments/new") view=OfficeBookPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/activities") view=ChartActivitiesPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/activities/:assignment") view=AssignedPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/billing") view=ChartBillingPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/alerts") view=AlertsPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/documents") view=ChartDocumentsPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/documents/new") view=NewNotePage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/documents/upload") view=UploadPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/documents/:document") view=NotePage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/documents/:document/share-to-sign") view=AskPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/forms") view=ChartFormsPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/records") view=ChartRecordsPage ssr=SsrMode::Async/>
                <Route path=path!("/charts/:chart/records/:request") view=RecordRequestPage ssr=SsrMode::Async/>
                <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/appointments") view=SchedulingPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/branding") view=BrandingPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/billing") view=BillingSettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/patterns") view=PatternsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/portal") view=PortalSettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/communications") view=SettingsCommunicationsPage ssr=SsrMode::Async/>
                <Route path=path!("/templates") view=TemplatesPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/templates") view=PracticeTemplatesPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/quick-texts") view=PracticeQuickTextsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/forms") view=FormsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/forms/upload") view=UploadFormPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/forms/:sheet") view=FormPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/forms/:sheet/word") view=WordingPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/forms/:sheet/send") view=SendToManyPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/form-packages") view=PackagesPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/form-packages/:package") view=FormPackagePage ssr=SsrMode::Async/>
                <Route path=path!("/settings/team") view=TeamPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/welcome") view=WelcomePage ssr=SsrMode::Async/>
                <Route path=path!("/settings/workflows") view=WorkflowsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/workflows/history") view=WorkflowHistoryPage ssr=SsrMode::Async/>
                <Route path=path!("/verify") view=OfficeVerifyPage ssr=SsrMode::Async/>
                <Route path=path!("/not-yours") view=NotYoursPage ssr=SsrMode::Async/>
                <Route path=path!("/missing") view=MissingPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

/// The frame around every page: who works here, where one can go, and the room at the right.
#[component]
pub fn Desk(
    /// Static words, never a person's name: it stands in the browser's history, and Leptos does not escape it.
    title: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=format!("{title} · Anteroom")/>
        <div class="skips"><a href="#main">"Skip to content"</a></div>
        <div class="desk">
            <header class="rail">
                <Fetched load=read_frame show=|frame| frame.ok().map(|frame| view! { <Leaving side=Side::Office seconds=frame.session_seconds/> <Rail frame=frame.clone()/> <ShowIsland part=CommandBar::of(&frame)/> }).into_any()/>
            </header>
            <div class="room">{children()}</div>
        </div>
    }
}

/// A page that does not belong to one chart.
#[component]
pub fn OfficePage(
    title: &'static str,
    /// For a page that is one form.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <Desk title>
            <OfficeMain narrow>{children()}</OfficeMain>
        </Desk>
    }
}

/// What a page is about.
#[component]
pub fn OfficeMain(#[prop(optional)] narrow: bool, children: Children) -> impl IntoView {
    view! {
        <main id="main" class=if narrow { "page narrow" } else { "page" } tabindex="-1">
            <Incident side=Side::Office/>
            {children()}
        </main>
    }
}

#[component]
fn MissingPage() -> impl IntoView {
    view! { <OfficePage title="Page not found"><Missing side=Side::Office/></OfficePage> }
}

/// A chart's address without a tab leads to its **Chart Face**.
#[component]
fn ChartDoor() -> impl IntoView {
    let Some(chart) = param::<ChartId>("chart") else { return view! { <MissingPage/> }.into_any() };
    let to = routes::chart_face(chart);
    reply(Answer::GoTo(to.clone()));
    view! { <OfficePage title="Chart Face"><p class="sub"><a href=to>"Chart Face"</a></p></OfficePage> }.into_any()
}

#[component]
fn NotYoursPage() -> impl IntoView {
    let failure = Failure(domain::Failure::NotAllowed);
    view! { <OfficePage title="Not yours"><Trouble failure path=address()/></OfficePage> }
}
