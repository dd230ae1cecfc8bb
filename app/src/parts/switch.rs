use crate::parts::form::Kept;
use leptos::prelude::*;

/// Something that is on or off. Off is not posted at all, as with every box that is not ticked.
#[component]
pub fn SwitchField(kept: Kept, name: &'static str, label: &'static str, recorded: bool, hint: &'static str) -> impl IntoView {
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" id=name name=name value="true" checked=kept.ticked(name, recorded)/>
            <span>{label}<small>{hint}</small></span>
        </label>
    }
}
