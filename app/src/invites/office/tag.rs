use domain::invites::PortalStatus;
use leptos::prelude::*;

/// How things stand between a chart and the portal (IC-06). `named` says also what it is that stands so.
#[component]
pub fn PortalTag(status: PortalStatus, #[prop(optional)] named: bool) -> impl IntoView {
    let class = match status {
        PortalStatus::NoPortalAccess => "tag",
        PortalStatus::Invited => "tag due",
        PortalStatus::Active => "tag ok",
        PortalStatus::Expired | PortalStatus::Revoked => "tag bad",
    };
    let named = named && status != PortalStatus::NoPortalAccess;
    view! { <span class=class>{if named { "Portal: " } else { "" }}{status.label()}</span> }
}
