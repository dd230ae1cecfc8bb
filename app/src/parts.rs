//! The widgets that every room shares.

mod address;
mod copy;
mod countdown;
mod dead_end;
mod dialog;
mod edit;
mod facts;
pub mod form;
mod icon;
pub mod ink;
mod live;
mod notice;
mod page;
mod paper;
mod rows;
pub mod sentences;
mod switch;
mod trouble;
mod wake;
mod workbench;

pub use address::{acting_for, address, address_of_forms, asked, param};
pub use copy::CopyField;
pub use countdown::Countdown;
pub use dead_end::DeadEnd;
pub use dialog::{CancelButton, Dialog, DialogButton};
pub use edit::EditLink;
pub use facts::{Fact, Panel};
pub use icon::{Drawing, Icon};
pub use live::live;
pub use notice::{Empty, Notice};
pub use page::{Fetched, Loaded};
pub use paper::{InkDrawing, Paper};
pub use switch::SwitchField;
pub use trouble::{Incident, Missing, Trouble, WithIncident, encode};
pub use wake::{Wakes, Waking};
pub use workbench::Workbench;
