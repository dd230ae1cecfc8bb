//! An e-mail address to read.

use leptos::prelude::*;

/// Where there is no room for it on one line, it breaks before the @ rather than inside a word.
#[component]
pub fn MailAddress(#[prop(into)] address: String) -> impl IntoView {
    match address.split_once('@') {
        Some((name, host)) => view! { {name.to_owned()}<wbr/>{format!("@{host}")} }.into_any(),
        None => address.into_any(),
    }
}
