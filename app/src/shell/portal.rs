//! The portal's document and its routes.

mod entry;
mod frame;
mod help;

pub use entry::{EntryPage, PortalTrouble, RoomView};
pub use frame::{NavItem, PortalFrame, PortalPage, Step, Top};
pub use help::{CrisisWords, OfficeLine, ReachList, call};

use crate::{
    Assets,
    activities::{MyActivitiesPage, MyActivityPage},
    appointments::{BookPage, MyAppointmentPage, MyAppointmentsPage, MyHistoryPage, RequestAppointmentPage},
    assets::use_icons,
    billing::{AccountPage, CardsPage, PayPageView, ReceiptPage, ReceiptsPage},
    documents::{DeclinePage, DocumentListPage, DonePage, ReadPage, SendPage, SignPage, VerifyPage},
    forms::{FillPage, LookOverPage},
    home::{DashboardPage, MorePage},
    information::MyInformationPage,
    invites::{ConfirmOfferPage, RecordAccessPage, RegisterPage, RegisteredPage},
    messages::{BeginPage, ConversationPage, InboxPage},
    notices::DemoMailboxPage,
    parts::{BrandHere, LIVE, PRESSED, calendar},
    records::{AskForRecordsPage, MyRecordsPage},
    sign_in::{AddressLinkPage, ForgotPage, Login, NewPasswordPage, ProvePage, SecondStepPage, SecurityPage, StopPage},
};
use entry::MissingPage;
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// The whole document around the portal.
pub fn portal_shell(assets: Assets) -> impl IntoView {
    document(assets, "portal", view! { <Portal/> }.into_any())
}

/// A document of either side: styles, icons, and the bundle of that side.
pub(super) fn document(assets: Assets, side: &'static str, app: AnyView) -> impl IntoView {
    let calendar = calendar();
    // The bundle is fetched when the page is drawn with its styles and fonts, and only where something comes alive. A press that
    // only the bundle can answer is kept for it.
    let start = format!(
        "if(document.querySelector('{LIVE}')){{let early;\
        const keep=(press)=>{{early=press.target.closest('{PRESSED}')??early}};addEventListener('click',keep);\
        addEventListener('load',()=>requestAnimationFrame(()=>setTimeout(async()=>{{\
        const side=await import('{}');await side.default({{module_or_path:'{}'}});side.hydrate('{}');\
        removeEventListener('click',keep);document.documentElement.dataset.awake='';setTimeout(()=>early?.click())}},{SOON})))}}",
        assets.url(&format!("{side}.js")),
        assets.url(&format!("{side}.wasm")),
        assets.url("icons.svg")
    );
    use_icons(assets.url("icons.svg"));
    // The portal's frames say themselves which of them stands on the page.
    let brand = if side == "portal" { BrandHere::here() } else { BrandHere::default() };
    let icon = match brand.logo {
        Some(logo) => view! { <link rel="icon" href=logo.address type="image/png"/> }.into_any(),
        None => view! { <link rel="icon" href="/favicon.svg" type="image/svg+xml"/> }.into_any(),
    };
    let body = if side == "portal" { view! { <body>{app}</body> }.into_any() } else { view! { <body class=side>{app}</body> }.into_any() };
    view! {
        <!DOCTYPE html>
        <html lang="en" data-dates=calendar.order.name() data-today=calendar.today.to_string()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#faf6f0" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#13171d" media="(prefers-color-scheme: dark)"/>
                {icon}
                {FONTS.into_iter().filter_map(|font| preload(&assets, font)).collect_view()}
                <link rel="stylesheet" href=assets.url(&format!("{side}.css"))/>
                {brand.sheet.map(|sheet| view! { <link rel="stylesheet" href=sheet/> })}
                <script type="module" nonce=use_nonce() inner_html=start></script>
                <MetaTags/>
            </head>
            {body}
        </html>
    }
}

/// So many milliseconds after its first frame a page surely stands on the screen.
const SOON: u32 = 100;

/// What the first words of every page are set in.
const FONTS: [&str; 2] = ["figtree-latin.woff2", "newsreader-latin.woff2"];

fn preload(assets: &Assets, font: &str) -> Option<impl IntoView + use<>> {
    let there = assets.files.contains_key(font);
    let address = assets.url(font);
    there.then(|| view! { <link rel="preload" href=address r#as="font" type="font/woff2" crossorigin="anonymous"/> })
}

#[component]
pub fn Portal() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=|| view! { <MissingPage/> }>
                <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async/>
                <Route path=path!("/login") view=Login ssr=SsrMode::Async/>
                <Route path=path!("/login/code") view=SecondStepPage ssr=SsrMode::Async/>
                <Route path=path!("/address/:token") view=AddressLinkPage ssr=SsrMode::Async/>
                <Route path=path!("/stop/:token") view=StopPage ssr=SsrMode::Async/>
                <Route path=path!("/prove") view=ProvePage ssr=SsrMode::Async/>
                <Route path=path!("/security") view=SecurityPage ssr=SsrMode::Async/>
                <Route path=path!("/request-appointment") view=RequestAppointmentPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot") view=ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=NewPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/register/:token") view=RegisterPage ssr=SsrMode::Async/>
                <Route path=path!("/registered") view=RegisteredPage ssr=SsrMode::Async/>
                <Route path=path!("/offers/:grant") view=ConfirmOfferPage ssr=SsrMode::Async/>
                <Route path=path!("/messages") view=InboxPage ssr=SsrMode::Async/>
                <Route path=path!("/messages/new") view=BeginPage ssr=SsrMode::Async/>
                <Route path=path!("/messages/:conversation") view=ConversationPage ssr=SsrMode::Async/>
                <Route path=path!("/appointments") view=MyAppointmentsPage ssr=SsrMode::Async/>
                <Route path=path!("/appointments/book") view=BookPage ssr=SsrMode::Async/>
                <Route path=path!("/appointments/history") view=MyHistoryPage ssr=SsrMode::Async/>
                <Route path=path!("/appointments/:appointment") view=MyAppointmentPage ssr=SsrMode::Async/>
                <Route path=path!("/documents") view=DocumentListPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/send") view=SendPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/:share") view=ReadPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/:share/sign") view=SignPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/:share/decline") view=DeclinePage ssr=SsrMode::Async/>
                <Route path=path!("/documents/:share/done") view=DonePage ssr=SsrMode::Async/>
                <Route path=path!("/forms/:assignment") view=FillPage ssr=SsrMode::Async/>
                <Route path=path!("/forms/:assignment/review") view=LookOverPage ssr=SsrMode::Async/>
                <Route path=path!("/forms/:assignment/:section") view=FillPage ssr=SsrMode::Async/>
                <Route path=path!("/information") view=MyInformationPage ssr=SsrMode::Async/>
                <Route path=path!("/activities") view=MyActivitiesPage ssr=SsrMode::Async/>
                <Route path=path!("/activities/:assignment") view=MyActivityPage ssr=SsrMode::Async/>
                <Route path=path!("/records") view=MyRecordsPage ssr=SsrMode::Async/>
                <Route path=path!("/records/new") view=AskForRecordsPage ssr=SsrMode::Async/>
                <Route path=path!("/verify") view=VerifyPage ssr=SsrMode::Async/>
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/account/pay") view=PayPageView ssr=SsrMode::Async/>
                <Route path=path!("/account/cards") view=CardsPage ssr=SsrMode::Async/>
                <Route path=path!("/account/receipts") view=ReceiptsPage ssr=SsrMode::Async/>
                <Route path=path!("/account/receipts/:payment") view=ReceiptPage ssr=SsrMode::Async/>
                <Route path=path!("/more") view=MorePage ssr=SsrMode::Async/>
                <Route path=path!("/record-access") view=RecordAccessPage ssr=SsrMode::Async/>
                <Route path=path!("/demo/mailbox") view=DemoMailboxPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
