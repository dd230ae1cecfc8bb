//! Pages, and the functions behind them: both are handed the same desk, and both tell the shell what to answer.

use crate::{
    answers,
    app_state::AppState,
    brand,
    cookies::{Cookie, FORGET},
    guards::nonced_policy,
};
use app::{Answer, NewestEvent, OneTimeKeys, Reply, actor::Desk};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    Failure,
    sign_in::{Side, side_of},
};
use leptos::{
    nonce::use_nonce,
    prelude::{expect_context, provide_context},
    server_fn::axum::get_server_fn_service,
};
use leptos_axum::{ResponseOptions, handle_server_fns_with_context, render_app_async_with_context};
use std::sync::Arc;

/// Calls a function.
pub(crate) async fn function(State(front): State<AppState>, request: Request) -> Response {
    if get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return answers::failed(&Failure::NotFound);
    }
    let (head, body) = request.into_parts();
    let desk = front.desk(&head);
    let context = move || hand_over(&front, &desk);
    handle_server_fns_with_context(context, Request::from_parts(head, body)).await.into_response()
}

/// Renders a page of the portal or the office, whole, with its status.
pub(crate) async fn page(front: &AppState, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let address = head.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let desk = front.desk(&head);
    let request = Request::from_parts(head, body);
    // A page that cannot know it says itself what is wrong.
    let visitor = front.practice.visitor(desk.origin.clone());
    let calendar = visitor.calendar().await.unwrap_or_default();
    let brand = brand::here(visitor.brand().await.unwrap_or_default());
    // Asked before the page loads anything: what happens from here on it is told.
    let newest = match (&desk.portal, &desk.office) {
        (None, None) => None,
        _ => front.practice.visitor(desk.origin.clone()).newest_event().await.ok(),
    };
    let context = {
        let (front, card_pages) = (front.clone(), front.practice.card_pages());
        move || {
            hand_over(&front, &desk);
            provide_context(calendar);
            provide_context(brand.clone());
            provide_context(NewestEvent(newest));
            if let Some(nonce) = use_nonce() {
                expect_context::<ResponseOptions>().insert_header(header::CONTENT_SECURITY_POLICY, nonced_policy(&nonce, &card_pages));
            }
        }
    };
    let assets = front.assets.clone();
    let answer = match side_of(&address) {
        Side::Portal => render_app_async_with_context(context, move || app::portal_shell(assets.clone()))(request).await,
        Side::Office => render_app_async_with_context(context, move || app::office_shell(assets.clone()))(request).await,
    };
    // Whoever is sent elsewhere needs nothing of the page that was not for them.
    if answer.status().is_redirection() { answer.map(|_| Body::empty()) } else { answer }
}

/// The page that stands for every page there is not, and for those that are somebody else's.
pub(crate) async fn missing(front: &AppState, mut head: Parts) -> Response {
    let side = side_of(head.uri.path());
    head.uri = axum::http::Uri::from_static(if side == Side::Office { "/office/missing" } else { "/missing" });
    let mut answer = page(front, Request::from_parts(head, Body::empty())).await;
    *answer.status_mut() = StatusCode::NOT_FOUND;
    answer
}

/// Puts into Leptos' context what pages and functions ask for.
fn hand_over(front: &AppState, desk: &Desk) {
    provide_context(desk.clone());
    provide_context(front.assets.clone());
    let practice = front.practice.clone();
    provide_context(OneTimeKeys(Arc::new(move || practice.one_time_key().reveal().to_owned())));
    let (cookies, answer) = (front.cookies, expect_context::<ResponseOptions>());
    let (portal, office) = (desk.portal.clone(), desk.office.clone());
    provide_context(Reply(Arc::new(move |said| {
        let set = |line| answer.append_header(header::SET_COOKIE, line);
        match said {
            Answer::Status(status) => {
                if let Ok(status) = StatusCode::from_u16(status) {
                    answer.set_status(status);
                }
            }
            Answer::GoTo(path) => {
                let to = answers::see_other(&path);
                answer.set_status(to.status());
                answer.insert_header(header::LOCATION, to.headers()[header::LOCATION].clone());
            }
            Answer::SignedIn(side, secret) => set(cookies.set(Cookie::Session(side), &secret)),
            Answer::Known(secret) => set(cookies.set(Cookie::Browser, &secret)),
            Answer::SignedOut(side) => {
                set(cookies.clear(Cookie::Session(side)));
                if let Some(left) = if side == Side::Portal { &portal } else { &office } {
                    set(cookies.set(Cookie::Left(side), left.reveal()));
                }
                answer.insert_header(FORGET.0, FORGET.1);
            }
            Answer::Registering(Some(secret)) => set(cookies.set(Cookie::Registration, &secret)),
            Answer::Registering(None) => set(cookies.clear(Cookie::Registration)),
        }
    })));
}
