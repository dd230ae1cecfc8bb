//! Chart → **Demographics**: what the client proposes, at its top; the people around the client, and the insurances.

mod insurance;
mod people;
mod proposals;

pub use insurance::InsurancePanel;
pub use people::PeoplePanel;
pub use proposals::ProposalsPanel;

use crate::{parts::asked, routes};
use domain::ids::ChartId;
use std::str::FromStr;

/// Which person or insurance the address names; a new one where it names none.
fn entry<T: FromStr>() -> Option<T> {
    asked("entry").and_then(|entry| entry.parse().ok())
}

/// The tab with that part open for changing.
fn edit_link(chart: ChartId, part: &'static str, entry: Option<String>) -> String {
    let page = routes::in_state(routes::chart_demographics(chart), "edit", part);
    let page = entry.map_or(page.clone(), |entry| routes::in_state(page, "entry", &entry));
    // Whoever changes somebody around the client goes on among those.
    format!("{page}#{}", if part == "contact" { "people" } else { part })
}
