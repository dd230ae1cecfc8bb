//! What the practice looks like, on the pages of the portal.

use crate::parts::Icon;
use leptos::prelude::*;

/// What stands on every page of the portal of it: the server hands it over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrandHere {
    /// The address of its colours.
    pub sheet: Option<String>,
    pub logo: Option<LogoHere>,
    /// What stands beside the sign-in form.
    pub welcome: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoHere {
    pub address: String,
    pub width: u32,
    pub height: u32,
}

impl BrandHere {
    pub fn here() -> Self {
        use_context().unwrap_or_default()
    }
}

/// The way home: a small house, and the practice's logo where it has one. The name follows in words.
#[component]
pub fn BrandMark() -> impl IntoView {
    let logo = BrandHere::here().logo.map(|LogoHere { address, width, height }| {
        view! { <img class="logo" src=address width=width.to_string() height=height.to_string() alt=""/> }
    });
    view! {
        <span class="mark"><Icon name="home"/></span>
        {logo}
    }
}
