use crate::routes;
use leptos::prelude::*;

/// Turns a part of a page into its form: the same page, with `edit=PART` in its address, scrolled to the element of that id.
#[component]
pub fn EditLink(
    page: String,
    part: &'static str,
    /// What is edited, for who cannot see where the link stands.
    #[prop(default = "")]
    what: &'static str,
) -> impl IntoView {
    let what = if what.is_empty() { part } else { what };
    let form = format!("{}#{part}", routes::in_state(page, "edit", part));
    view! { <a class="btn quiet small" href=form>"Edit"<span class="sr">" "{what}</span></a> }
}
