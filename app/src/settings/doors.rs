//! The functions of Settings → **Branding** and **Patterns**.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::settings::BrandingDraft;
use domain::{ids::PatternId, settings::Pattern};
use leptos::prelude::*;

loader! {
    /// Settings → **Branding**.
    pub async fn read_branding() -> Result<domain::settings::BrandingPage, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.settings().await?.branding().await?)
    }
}

/// Changes what the practice looks like, all but its logo.
#[server(prefix = "/api", endpoint = "staff/settings/change_branding")]
pub async fn change_branding(
    #[server(default)] name: String,
    #[server(default)] light: String,
    #[server(default)] dark: String,
    #[server(default)] line: String,
    #[server(default)] from: String,
    #[server(default)] signature: String,
    #[server(default)] address: String,
    #[server(default)] take: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = BrandingDraft { name, light, dark, line, from, signature, address, take };
    staff.settings().await?.change_branding(draft).await?;
    Ok(Went::to(routes::BRANDING).done(Done::Saved))
}

/// A logo is sent past the functions (`/office/settings/branding/logo`). What comes here came without it.
#[server(prefix = "/api", endpoint = "staff/settings/receive_logo")]
pub async fn receive_logo() -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.receive_no_logo().await?;
    Ok(Went::to(routes::BRANDING))
}

/// The name stands alone again.
#[server(prefix = "/api", endpoint = "staff/settings/remove_logo")]
pub async fn remove_logo() -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.remove_logo().await?;
    Ok(Went::to(routes::BRANDING).done(Done::Removed))
}

loader! {
    /// Settings → **Patterns**, with what one of them would change.
    pub async fn read_patterns(looked_at: Option<Pattern>) -> Result<domain::settings::PatternsPage, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.settings().await?.patterns(looked_at).await?)
    }
}

/// Applies a pattern, as it was seen.
#[server(prefix = "/api", endpoint = "staff/settings/apply_pattern")]
pub async fn apply_pattern(pattern: Pattern, #[server(default)] seen: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.apply_pattern(pattern, &seen).await?;
    Ok(Went::to(routes::PATTERNS).done(Done::Saved))
}

/// Puts back what the last pattern changed.
#[server(prefix = "/api", endpoint = "staff/settings/undo_pattern")]
pub async fn undo_pattern(id: PatternId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let kept = staff.settings().await?.undo_pattern(id).await?;
    Ok(Went::to(routes::PATTERNS).done(if kept { Done::Changed } else { Done::Back }))
}
