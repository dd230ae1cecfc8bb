//! The audit trail, for who may look through it. The room's page.

mod office;

pub use office::AuditPage;

use crate::Failure;
use domain::audit::{Trail, TrailFilter};

loader! {
    /// A page of the trail below a line of it, and the charts that fit what was typed to find one.
    pub async fn read_trail(filter: TrailFilter, below: Option<i64>, sought: Option<String>) -> Result<Trail, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.trail().await?.page(filter, below, sought).await?)
    }
}
