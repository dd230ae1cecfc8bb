//! Why, and until when, somebody else opens the record of a client who is of age.

use crate::parts::form::TextField;
use leptos::prelude::*;

/// Both are asked for: without them nobody but the client decides.
#[component]
pub(super) fn ReasonFields(
    /// The ids of the two fields, where other windows of the page have fields of the same names.
    #[prop(default = ("legal_basis", "ends_on"))]
    ids: (&'static str, &'static str),
    /// For whom they are needed, where that is still to be chosen.
    #[prop(default = "The client is of age. What gives somebody else the right, such as the client’s consent or a court order?")]
    hint: &'static str,
) -> impl IntoView {
    view! {
        <TextField id=ids.0 name="legal_basis" label="Reason" hint autocomplete="off"/>
        <TextField
            id=ids.1
            name="ends_on"
            label="Last day"
            kind="date"
            hint="Access ends with this day. A month before, you are asked to look at it."
            short=true
        />
    }
}
