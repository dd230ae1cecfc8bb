//! What the server makes for each form of a page: where it stands, which is where one is led back and under which its text is kept;
//! and a key of its own, so that a form that is sent twice is done once.

use crate::parts::address_of_page;
use domain::Typed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Both of them, as they go with the form.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct FormMarks {
    page: String,
    once: String,
}

impl FormMarks {
    /// Those of a new form on the page that is rendered. A part that wakes has them beside it: its browser cannot make them.
    pub fn make() -> Self {
        let once = use_context().map(|OneTimeKeys(make)| make()).unwrap_or_default();
        Self { page: address_of_page(), once }
    }
}

/// Makes keys that are never made twice. The HTTP shell has them; in the browser there are none.
#[derive(Clone)]
pub struct OneTimeKeys(pub Arc<dyn Fn() -> String + Send + Sync>);

/// The hidden fields that every form carries which posts. A browser that loads the page anew must not put the old ones back.
#[component]
pub fn FormFields(marks: FormMarks) -> impl IntoView {
    view! {
        <input type="hidden" name=Typed::PAGE value=marks.page autocomplete="off"/>
        <input type="hidden" name=Typed::ONCE value=marks.once autocomplete="off"/>
    }
}
