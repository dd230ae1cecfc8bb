//! Appointments. The room's functions.

mod office;
mod refusals;

pub use office::*;
pub use refusals::sentence;
