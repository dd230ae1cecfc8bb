//! Files: what is said where one is refused, and taking away what still waits. They are sent and opened past the functions: see
//! `server/src/uploads.rs` and `downloads.rs`.

mod parts;
mod refusals;

pub use parts::{AttachField, AttachedFiles, FilesOf, PendingFiles};
pub use refusals::sentence;

use crate::{Failure, Went};
use domain::ids::{ChartId, FileId, GrantId};
use leptos::prelude::*;

/// Takes away what one attached and has not sent yet.
#[server(prefix = "/api", endpoint = "client/files/remove")]
pub async fn remove_file(grant: Option<GrantId>, file: FileId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.files().await?.remove(file).await?;
    Ok(Went::here())
}

/// The same, for staff.
#[server(prefix = "/api", endpoint = "staff/files/remove")]
pub async fn remove_chart_file(chart: ChartId, file: FileId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.files(chart).await?.remove(file).await?;
    Ok(Went::here())
}
