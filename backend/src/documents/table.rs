#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

crate::in_chart::of_chart! {
    documents by Id as "documents",
    kept by Id as "documents",
    shares by Id as "documents",
    signatures by Id as "documents",
    signers by Id as "documents",
}

pub mod consents;
pub mod documents;
pub mod kept;
pub mod openings;
pub mod prints;
pub mod shares;
pub mod signatures;
pub mod signers;
pub mod templates;
