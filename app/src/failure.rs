//! The one error on the wire: a code, never words from a record.

use domain::Refusal;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Failure(pub domain::Failure);

impl Failure {
    /// A refusal found before the server was asked.
    pub fn refused(refusal: impl Into<Refusal>) -> Self {
        Self(domain::Failure::Refused(vec![refusal.into()]))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Failure {}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr::*;
        Self(match error {
            // The form did not hold what the function asks for.
            Args(_) | MissingArg(_) => domain::Failure::Refused(Vec::new()),
            _ => domain::Failure::Unreachable,
        })
    }
}
