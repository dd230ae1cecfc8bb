//! How a page tells the HTTP shell what to answer besides its content, and a function which cookies go with it. Where a function
//! leads it returns (`Went`); a cookie's secret is not for the page, so it is said here.

use domain::sign_in::Side;
use leptos::prelude::use_context;
use std::sync::Arc;

/// What the HTTP shell does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The HTTP status of the page.
    Status(u16),
    /// A path of this site to go on to instead of the page.
    GoTo(String),
    /// A session began: its secret goes into that side's cookie.
    SignedIn(Side, String),
    /// The browser is known from now on by this secret.
    Known(String),
    /// The session of that side ended.
    SignedOut(Side),
    /// A registration passed the identity check (its secret), or is over.
    Registering(Option<String>),
}

/// The HTTP shell's ear. Absent in the browser, where nothing of this exists.
#[derive(Clone)]
pub struct Reply(pub Arc<dyn Fn(Answer) + Send + Sync>);

/// Tells the HTTP shell; does nothing in the browser.
pub fn reply(answer: Answer) {
    if let Some(Reply(tell)) = use_context() {
        tell(answer);
    }
}
