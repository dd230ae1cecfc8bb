//! The two frames: documents, routes and navigation.

mod office;
mod portal;

pub use office::places;
pub use office::{CommandBar, Desk, Office, OfficeMain, OfficePage, office_shell};
pub use portal::{
    CrisisWords, EntryPage, NavItem, OfficeLine, Portal, PortalFrame, PortalPage, PortalTrouble, ReachList, RoomView, Step, Top, call,
    portal_shell,
};
