//! Forms in the office: sent into charts, and set up.

use leptos::prelude::*;

#[component]
pub fn ChartFormsPage() -> impl IntoView {}

#[component]
pub fn FormsPage() -> impl IntoView {}

#[component]
pub fn FormPage() -> impl IntoView {}
