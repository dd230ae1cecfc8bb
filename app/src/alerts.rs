//! Alerts: what staff pin to a chart. The room's functions.

mod words;

pub use words::refused;
