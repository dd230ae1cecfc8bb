//! Help, at once: where somebody has just said that they thought of hurting themselves.

use crate::{parts::Icon, shell::CrisisWords};
use leptos::prelude::*;

/// `crisis` is what the practice says to do.
#[component]
pub fn CrisisHelp(crisis: String) -> impl IntoView {
    view! {
        <section class="crisis-help" role="alert" aria-label="Help right now">
            <h2><Icon name="alert"/>"You do not have to be alone with this"</h2>
            <p>"If you think about hurting yourself, please talk with somebody now. It is free, day and night:"</p>
            <p class="acts">
                <a class="btn" href="tel:988"><Icon name="phone"/>"Call 988"</a>
                <a class="btn quiet" href="sms:988">"Text 988"</a>
            </p>
            <p>"Are you in danger right now? Call 911, or go to the nearest emergency room."</p>
            <p>"Your practice says: "<CrisisWords crisis/></p>
            <p class="fine">"The practice is told when you submit this, and calls when it can. It is no emergency service: please do not wait for it."</p>
        </section>
    }
}
