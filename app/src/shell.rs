//! The two frames: documents, routes and navigation.

mod office;
mod portal;

pub use office::{Office, OfficePage, office_shell};
pub use portal::{Entry, Portal, PortalPage, portal_shell};
