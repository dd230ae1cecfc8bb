//! Invoices and superbills as PDF, and what is open or came in as a file for spreadsheets.

use crate::{
    app_state::AppState,
    downloads::{acting_for, asked_for, attached, hand_out, id_at, saved, see_page},
};
use axum::{
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use backend::{Error, Pdf, Sheet};
use domain::{
    appointments::SheetKind,
    billing::{BillKind, PaidShown, Refusal},
    ids::{ChartId, InvoiceId},
};

/// A client's own.
pub(crate) const OF_CLIENT: [&str; 2] = ["/account/invoices/{invoice}/invoice", "/account/invoices/{invoice}/superbill"];
/// Of a chart.
pub(crate) const OF_CHART: [&str; 2] =
    ["/office/charts/{chart}/billing/{invoice}/invoice", "/office/charts/{chart}/billing/{invoice}/superbill"];
/// What the page of the office shows, all of it.
pub(crate) const EXPORTS: [&str; 2] = ["/office/billing/csv", "/office/billing/xlsx"];

pub(crate) async fn of_client(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let pdf = client_pdf(&front, &head).await;
    hand_out(&front, head, pdf, attached).await
}

async fn client_pdf(front: &AppState, head: &Parts) -> Result<Pdf, Error> {
    let desk = front.desk(head);
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    client.billing().await?.paper(InvoiceId(id_at(head, 3)), kind(head)?).await
}

pub(crate) async fn of_chart(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let pdf = chart_pdf(&front, &head).await;
    hand_out(&front, head, pdf, attached).await
}

async fn chart_pdf(front: &AppState, head: &Parts) -> Result<Pdf, Error> {
    let desk = front.desk(head);
    let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
    staff.billing().await?.paper(ChartId(id_at(head, 3)), InvoiceId(id_at(head, 5)), kind(head)?).await
}

fn kind(head: &Parts) -> Result<BillKind, Error> {
    head.uri.path().rsplit('/').next().and_then(BillKind::from_name).ok_or(Error::NotFound)
}

pub(crate) async fn export(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    match sheet(&front, &head).await {
        // The page says why.
        Err(Error::Refused(refusals)) => see_page(&head, refusals.contains(&Refusal::TooManyRows.into())),
        sheet => hand_out(&front, head, sheet, saved).await,
    }
}

async fn sheet(front: &AppState, head: &Parts) -> Result<Sheet, Error> {
    let desk = front.desk(head);
    let kind = head.uri.path().rsplit('/').next().and_then(SheetKind::from_name).ok_or(Error::NotFound)?;
    let asked = |name: &str| asked_for(head).find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
    let shown = asked("show").and_then(|name| PaidShown::from_name(&name)).unwrap_or_default();
    let day = |name| asked(name).and_then(|day| day.parse().ok());
    let staff = desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?;
    staff.billing().await?.export_as(kind, shown, day("first"), day("last")).await
}
