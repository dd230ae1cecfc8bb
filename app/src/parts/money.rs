//! Money, as everybody reads it: "$1,250.00".

use domain::billing::money;
use leptos::prelude::*;

/// Cents. What is taken off has its sign before it.
#[component]
pub fn Money(cents: i64) -> impl IntoView {
    money(cents)
}
