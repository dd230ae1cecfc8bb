//! The rules of the practice.
//!
//! Pure values in, verdicts out: no clock, no database, no network, no screen. The browser ticks the very
//! password rule that the server enforces, because both call it here.

pub mod activities;
pub mod alerts;
#[cfg(test)]
mod anything;
pub mod appointments;
pub mod audit;
pub mod billing;
pub mod charts;
pub mod dates;
pub mod documents;
pub mod events;
mod failure;
pub mod files;
pub mod forms;
pub mod home;
pub mod ids;
pub mod information;
pub mod invites;
pub mod lines;
pub mod messages;
mod named;
pub mod notices;
pub mod records;
mod roles;
pub mod settings;
pub mod sign_in;
mod skew;
mod slips;
pub mod workflows;

pub use failure::{Failure, Refusal, Typed};
pub use named::{Named, Stored};
pub use roles::{Act, Reach, Rights, Role};
pub use skew::{jump, lies_ahead};
pub use slips::slips;
