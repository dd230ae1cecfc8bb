//! Panels and the facts in them.

use leptos::prelude::*;

/// A titled part of a page, with what one can do there at its right.
#[component]
pub fn Panel(
    title: &'static str,
    #[prop(default = "panel")] class: &'static str,
    /// Where a link to this part leads.
    #[prop(optional)]
    id: Option<&'static str>,
    #[prop(optional)] acts: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class=class id=id aria-label=title>
            <header class="panel-head">
                <h2>{title}</h2>
                {acts.map(|acts| view! { <div class="acts">{acts}</div> })}
            </header>
            {children()}
        </section>
    }
}

/// A label and what is recorded under it. Stands in a `<dl class="facts">`.
#[component]
pub fn Fact(label: &'static str, children: Children) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
