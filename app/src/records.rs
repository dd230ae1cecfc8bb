//! Records: what clients ask for, the answer, and the log of what was released. The room's functions.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

mod office;
mod portal;
mod refusals;

pub use office::{ChartRecordsPage, RecordRequestPage};
pub use portal::{AskForRecordsPage, MyRecordsPage};
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{
    Failure, Went,
    parts::{Fact, Lines, calendar},
};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::records::{ReleaseDraft, RequestDraft};
use domain::{
    ids::{ChartId, DocumentId, GrantId, RecordRequestId},
    records::{Asked, ChartRecords, MyRequests, RequestPage},
};
use leptos::prelude::*;

// Portal

loader! {
    /// **Request records**: what was asked for, and what became of it.
    pub async fn list_my_requests(grant: Option<GrantId>) -> Result<MyRequests, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.records().await?.list().await?)
    }
}

loader! {
    /// The page on which one asks.
    pub async fn read_asking(grant: Option<GrantId>) -> Result<MyRequests, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.records().await?.asking().await?)
    }
}

/// Asks for records.
#[server(prefix = "/api", endpoint = "client/records/ask")]
pub async fn ask_for_records(
    grant: Option<GrantId>,
    #[server(default)] what: Vec<String>,
    #[server(default)] details: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] purpose: String,
    #[server(default)] delivery: String,
    #[server(default)] address: String,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.records().await?.ask(&RequestDraft { what, details, from, to, purpose, delivery, address }).await?;
    Ok(Went::to(routes::acting(routes::RECORDS, grant)).done(Done::Asked))
}

// Office

loader! {
    /// Chart → Documents → **Records**.
    pub async fn read_chart_records(chart: ChartId) -> Result<ChartRecords, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.records().await?.of_chart(chart).await?)
    }
}

loader! {
    /// One request, to answer it.
    pub async fn read_record_request(chart: ChartId, id: Option<RecordRequestId>) -> Result<RequestPage, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let staff = crate::actor::staff().await?;
        Ok(staff.records().await?.read(chart, id).await?)
    }
}

/// Begins to work on a request.
#[server(prefix = "/api", endpoint = "staff/records/take")]
pub async fn take_record_request(chart: ChartId, request: RecordRequestId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.records().await?.take(chart, request).await?;
    Ok(Went::to(routes::record_request(chart, request)).done(Done::Begun))
}

/// Says that records are not released, and why.
#[server(prefix = "/api", endpoint = "staff/records/decline")]
pub async fn decline_record_request(chart: ChartId, request: RecordRequestId, #[server(default)] reason: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.records().await?.decline(chart, request, &reason).await?;
    Ok(Went::to(routes::chart_records(chart)).done(Done::Returned))
}

/// Releases records for a request, and notes it in the log.
#[server(prefix = "/api", endpoint = "staff/records/release")]
pub async fn release_records(
    chart: ChartId,
    request: RecordRequestId,
    #[server(default)] document: Vec<DocumentId>,
    #[server(default)] released: String,
    #[server(default)] whom: String,
    #[server(default)] how: String,
    #[server(default)] on: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = ReleaseDraft { documents: document, released, whom, how, on };
    staff.records().await?.release(chart, Some(request), &draft).await?;
    Ok(Went::to(routes::chart_records(chart)).done(Done::Sent))
}

/// Notes a release that nobody has asked for in the portal.
#[server(prefix = "/api", endpoint = "staff/records/log")]
pub async fn log_release(
    chart: ChartId,
    #[server(default)] document: Vec<DocumentId>,
    #[server(default)] released: String,
    #[server(default)] whom: String,
    #[server(default)] how: String,
    #[server(default)] on: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.records().await?.release(chart, None, &ReleaseDraft { documents: document, released, whom, how, on }).await?;
    Ok(Went::to(routes::chart_records(chart)).done(Done::Noted))
}

/// What is asked for, in few words: "The whole record; A letter or a summary".
fn what_words(asked: &Asked) -> String {
    asked.what.iter().map(|what| what.label()).collect::<Vec<_>>().join("; ")
}

/// Everything that is said of it, in a list of facts.
#[component]
fn AskedFacts(asked: Asked) -> impl IntoView {
    let order = calendar().order;
    let time = match (asked.from, asked.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("Since {}", order.day(from))),
        (None, Some(to)) => Some(format!("Until {}", order.day(to))),
        (Some(from), Some(to)) => Some(format!("From {} to {}", order.day(from), order.day(to))),
    };
    let Asked { details, purpose, delivery, address, .. } = asked;
    view! {
        {(!details.is_empty()).then(|| view! { <Fact label="More about it"><Lines text=details/></Fact> })}
        {time.map(|words| view! { <Fact label="Of which time">{words}</Fact> })}
        {(!purpose.is_empty()).then(|| view! { <Fact label="What it is for"><Lines text=purpose/></Fact> })}
        <Fact label="Delivery">{delivery.label()}{(!address.is_empty()).then(|| view! { <Lines text=address/> })}</Fact>
    }
}
