//! What a page's address says.

use crate::routes::in_state;
use domain::ids::GrantId;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use std::str::FromStr;

/// A part of the path, such as an id. What cannot be read is not there.
pub fn param<T: FromStr>(name: &'static str) -> Option<T> {
    use_params_map().read_untracked().get(name)?.parse().ok()
}

/// A part of the query, as it was asked.
pub fn asked(name: &'static str) -> Option<String> {
    use_query_map().read_untracked().get(name)
}

/// Everything that was asked but these.
pub fn asked_besides(names: &[&str]) -> Vec<(String, String)> {
    let asked = use_query_map().get_untracked();
    let rest = asked.into_iter().filter(|(name, _)| !names.contains(&name.as_ref()));
    rest.map(|(name, value)| (name.to_string(), value)).collect()
}

/// For whom the page acts. What cannot be read is somebody who is not there, and not whoever comes first.
pub fn acting_for() -> Option<GrantId> {
    asked("for").map(|grant| grant.parse().unwrap_or_default())
}

/// Path and query of the page, without what a mishap added to it. That something typed waits for it stays: so it comes back
/// after signing in.
pub fn address() -> String {
    address_without(&["incident", "idle"])
}

/// The window that a part of the page stands in. With scripts it opens in place, when its forms are there already.
#[derive(Clone, Copy)]
pub struct InWindow(pub &'static str);

/// The page that a form stands on, and that a refused one leads back to: also without what a refusal added, and with the window open
/// that it stands in.
pub fn address_of_page() -> String {
    match use_context::<InWindow>() {
        Some(InWindow(id)) => in_state(address_without(&["refused", "incident", "idle", "done", "dialog"]), "dialog", id),
        None => address_without(&["refused", "incident", "idle"]),
    }
}

/// The page as the HTTP shell names it for what was typed on it: also without where one goes after sign-in.
pub fn address_of_forms() -> String {
    address_without(&["refused", "incident", "idle", "next"])
}

fn address_without(names: &[&str]) -> String {
    let location = use_location();
    address_of(&location.pathname.get_untracked(), &location.search.get_untracked(), names)
}

/// Path and query, without some of its parameters.
pub fn address_of(path: &str, search: &str, without: &[&str]) -> String {
    let asked: Vec<&str> = search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && !without.contains(&pair.split('=').next().unwrap_or_default()))
        .collect();
    if asked.is_empty() { path.to_owned() } else { format!("{path}?{}", asked.join("&")) }
}
