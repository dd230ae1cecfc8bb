//! The audit trail as a file.

use crate::{
    answers::see_other,
    app_state::AppState,
    downloads::{asked_for, hand_out, saved, see_page},
};
use app::{next, with};
use axum::{
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use backend::{Error, Sheet};
use domain::audit::TrailFilter;

/// What the page shows, all pages of it.
pub(crate) const EXPORT: &str = "/office/audit/csv";

pub(crate) async fn export(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    match sheet(&front, &head).await {
        // The page says why.
        Err(Error::Refused(_)) => see_page(&head, true),
        // And leads here again, once they have proved who they are.
        Err(Error::ProofNeeded(matter)) => {
            let page = head.uri.query().map_or_else(|| "/office/audit".to_owned(), |asked| format!("/office/audit?{asked}"));
            see_other(&next(&with("/office/prove", "matter", matter.name()), &page))
        }
        sheet => hand_out(&front, head, sheet, saved).await,
    }
}

async fn sheet(front: &AppState, head: &Parts) -> Result<Sheet, Error> {
    let desk = front.desk(head);
    let (filter, _) = TrailFilter::read(|name| asked_for(head).find(|(known, _)| known == name).map(|(_, value)| value.into_owned()));
    let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
    staff.trail().await?.export(&filter).await
}
