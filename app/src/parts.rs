//! The widgets that every room shares.

pub mod form;
mod icon;
mod page;
pub mod sentences;

pub use icon::Icon;
pub use page::{Loaded, Missing, acting_for, param};
