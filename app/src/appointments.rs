//! Appointments. The room's functions.

mod refusals;

pub use refusals::sentence;
