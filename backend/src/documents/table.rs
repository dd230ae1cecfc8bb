#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod consents;
pub mod documents;
pub mod openings;
pub mod shares;
pub mod signatures;
