//! A form as its client fills it in.

use leptos::prelude::*;

#[component]
pub fn FillPage() -> impl IntoView {}

#[component]
pub fn LookOverPage() -> impl IntoView {}

/// Begins to listen.
pub fn keep_answers() {}
