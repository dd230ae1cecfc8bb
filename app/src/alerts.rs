//! Alerts: what staff pin to a chart. The room's functions.

mod refusals;

pub use refusals::sentence;
