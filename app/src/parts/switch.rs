use crate::parts::form::FormDraft;
use leptos::prelude::*;

/// Something that is on or off. Off is not posted at all, as with every box that is not ticked.
#[component]
pub fn SwitchField(
    name: &'static str,
    label: &'static str,
    recorded: bool,
    hint: &'static str,
    /// Its id, where another field of the page has the same name.
    #[prop(optional)]
    id: &'static str,
) -> impl IntoView {
    let kept = FormDraft::here();
    let id = if id.is_empty() { name } else { id };
    let on = kept.ticked(name, recorded);
    let saved = (kept.was_overtaken() && on != recorded).then_some(if recorded { "on" } else { "off" });
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" id=id name=name value="true" checked=on/>
            <span>
                {label}
                <small>{hint}</small>
                {saved.map(|saved| view! { <small>"Saved now: "<b>{saved}</b></small> })}
            </span>
        </label>
    }
}
