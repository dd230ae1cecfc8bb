//! Every way in.

use crate::{
    answers,
    app_state::{AppState, Entrance},
    assets, bills, brand, cards, downloads, events, files, guards, health,
    http_error::{HttpError, Reader},
    pages, preview, side_work, texts, trail, verify,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::from_fn_with_state,
    response::Response,
    routing::{get, post},
};
use backend::Practice;
use domain::{Failure, sign_in::Side};
use std::any::Any;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

/// The ways in beside pages and functions: what is handed out here is told in `tests/doors.txt`.
pub const PLAIN_ROUTES: [&str; 30] = [
    "/healthz",
    "/readyz",
    downloads::SHARED,
    downloads::CHARTED,
    preview::WELCOME,
    events::PORTAL,
    events::OFFICE,
    files::OPENED[0],
    files::OPENED[1],
    files::PREVIEWS[0],
    files::PREVIEWS[1],
    downloads::CALENDAR,
    downloads::HISTORIES[0],
    downloads::HISTORIES[1],
    downloads::HISTORIES[2],
    downloads::HISTORIES[3],
    bills::OF_CLIENT[0],
    bills::OF_CLIENT[1],
    bills::OF_CHART[0],
    bills::OF_CHART[1],
    bills::EXPORTS[0],
    bills::EXPORTS[1],
    files::PDFS[0],
    files::PDFS[1],
    cards::TYPED[0],
    cards::TYPED[1],
    cards::BANK[0],
    cards::BANK[1],
    brand::FILES,
    trail::EXPORT,
];
/// And where files are sent to.
pub const UPLOAD_ROUTES: [&str; 6] =
    [files::UPLOADS[0], files::UPLOADS[1], files::UPLOADS[2], files::UPLOADS[3], verify::ROUTES[0], verify::ROUTES[1]];

/// The whole HTTP side of the practice.
pub fn router(practice: Practice, entrance: Entrance) -> Router {
    side_work::watch();
    let assets = assets::listed(entrance.site.as_deref());
    let front = AppState::new(practice, entrance, assets);
    let [alive, ready, shared, charted, welcome, portal_events, office_events, ..] = PLAIN_ROUTES;
    let functions = Router::new()
        .route("/api/{*function}", post(pages::function))
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| answers::failed(&Failure::Unexpected { incident: guards::broken() })))
        .layer(from_fn_with_state(front.clone(), answers::answer));
    let of_a_page = front.clone();
    let guards = ServiceBuilder::new()
        .layer(from_fn_with_state(front.clone(), guards::on_every_answer))
        .layer(from_fn_with_state(front.clone(), guards::record))
        .layer(CatchPanicLayer::custom(move |_: Box<dyn Any + Send>| {
            HttpError::Broken(guards::broken()).answer(&of_a_page, Reader::Page(Side::Portal))
        }))
        .layer(from_fn_with_state(front.clone(), guards::admit));
    // These take as long as they need, at a pace of their own.
    let uploads = files::UPLOADS.into_iter().fold(Router::new(), |all, route| all.route(route, post(files::take_in)));
    let histories = downloads::HISTORIES.into_iter().fold(Router::new(), |all, route| all.route(route, get(downloads::history)));
    let papers = verify::ROUTES.into_iter().fold(Router::new(), |all, route| all.route(route, post(verify::check)));
    let routes = [(bills::OF_CLIENT, get(bills::of_client)), (bills::OF_CHART, get(bills::of_chart)), (bills::EXPORTS, get(bills::export))];
    let bills = routes
        .into_iter()
        .fold(Router::new(), |all, (routes, handed)| routes.into_iter().fold(all, |all, route| all.route(route, handed.clone())));
    Router::new()
        .merge(functions)
        .merge(histories)
        .merge(bills)
        .merge(papers.layer(DefaultBodyLimit::max(verify::LARGEST)))
        .route(alive, get(health::alive))
        .route(ready, get(health::ready))
        .route(shared, get(downloads::shared))
        .route(charted, get(downloads::charted))
        .route(welcome, get(preview::welcome))
        .route(portal_events, get(events::stream))
        .route(office_events, get(events::stream))
        .route(brand::FILES, get(brand::file))
        .route(trail::EXPORT, get(trail::export))
        .route(downloads::CALENDAR, get(downloads::calendar))
        .route(cards::TYPED[0], get(cards::type_card))
        .route(cards::TYPED[1], get(cards::card_was_typed))
        .route(cards::BANK[0], get(cards::to_bank))
        .route(cards::BANK[1], get(cards::from_bank))
        .route(cards::TOLD, post(cards::told).layer(DefaultBodyLimit::max(cards::LARGEST)))
        .route(texts::INCOMING, post(texts::incoming).layer(DefaultBodyLimit::max(texts::LARGEST)))
        .route(files::OPENED[0], get(files::open))
        .route(files::OPENED[1], get(files::open))
        .route(files::PREVIEWS[0], get(files::preview))
        .route(files::PREVIEWS[1], get(files::preview))
        .route(files::PDFS[0], get(files::pdf))
        .route(files::PDFS[1], get(files::pdf))
        .fallback(file_or_page)
        .layer(from_fn_with_state(front.clone(), guards::in_time))
        .merge(uploads.layer(DefaultBodyLimit::disable()))
        .layer(guards)
        .with_state(front)
}

async fn file_or_page(State(front): State<AppState>, request: Request) -> Response {
    if assets::is_file(request.uri().path()) { assets::file(State(front), request).await } else { pages::page(&front, request).await }
}
