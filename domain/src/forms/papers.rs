//! A form that is a PDF: sent to be filled in and sent back, or to be read.

use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// What a PDF of the practice is for.
    pub enum Purpose {
        /// It is downloaded, filled in, and sent back.
        Fill "fill",
        /// An information sheet. Nothing is awaited.
        Read "read",
    }
}

/// The PDF itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub purpose: Purpose,
    pub name: String,
    pub bytes: u64,
    /// How many fields can be filled in on a screen. Where there are none, it is printed.
    pub fields: u32,
}
