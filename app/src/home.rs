//! Home: what a person sees first, and the frame around everything after it.

mod more;
mod portal;

pub use more::MorePage;
pub use portal::DashboardPage;

use crate::Failure;
use domain::{
    home::{Dashboard, Frame},
    ids::GrantId,
    settings::Help,
};

loader! {
    /// The **Dashboard**: what needs the person, and the areas with what is new in them.
    pub async fn read_home(grant: Option<GrantId>) -> Result<Dashboard, Failure> {
        Ok(crate::actor::client(grant).await?.dashboard().await?)
    }
}

loader! {
    /// What stands around every page of the portal.
    pub async fn read_frame(grant: Option<GrantId>) -> Result<Frame, Failure> {
        Ok(crate::actor::client(grant).await?.frame().await?)
    }
}

loader! {
    /// The practice's name and how to reach it, for the pages before sign-in.
    pub async fn read_practice() -> Result<(String, Help), Failure> {
        Ok(crate::actor::visitor()?.practice_name().await?)
    }
}
