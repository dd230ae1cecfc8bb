//! Files: what is said where one is refused, and taking away what still waits. They are sent and opened past the functions: see
//! `server/src/uploads.rs` and `downloads.rs`.

mod parts;
mod refusals;
mod sending;

pub use parts::{AttachField, AttachedFiles, EnterSends, FilesOf, PendingFiles, size};
pub use refusals::sentence;
pub use sending::send_files;

use crate::{Failure, Went};
use domain::ids::{ChartId, FileId, GrantId};
use leptos::prelude::*;

/// Takes away what one attached and has not sent yet. `kept` says that what was typed on that page waits there.
#[server(prefix = "/api", endpoint = "client/files/remove")]
pub async fn remove_file(
    grant: Option<GrantId>,
    file: FileId,
    #[server(default)] page: String,
    #[server(default)] kept: Option<String>,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.files().await?.remove(file).await?;
    Ok(back_to(page, kept))
}

/// The same, for staff.
#[server(prefix = "/api", endpoint = "staff/files/remove")]
pub async fn remove_chart_file(
    chart: ChartId,
    file: FileId,
    #[server(default)] page: String,
    #[server(default)] kept: Option<String>,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.files(chart).await?.remove(file).await?;
    Ok(back_to(page, kept))
}

#[allow(dead_code, reason = "only the server leads there")]
fn back_to(page: String, kept: Option<String>) -> Went {
    if kept.is_some() { Went::to(page).with("refused", "1") } else { Went::here() }
}
