//! What people see: two apps, the portal and the office, and the functions behind their pages.
//!
//! Every page is whole HTML from the server and every change is a plain form; the browser's side adds what only a
//! browser can.

#[macro_use]
mod loader;

mod activities;
#[cfg(feature = "ssr")]
pub mod actor;
mod alerts;
mod appointments;
mod assets;
mod audit;
mod billing;
mod charts;
mod documents;
pub mod door;
mod failure;
mod files;
mod forms;
mod home;
mod information;
mod invites;
pub mod islands;
mod messages;
mod notices;
mod parts;
mod records;
mod reply;
mod routes;
mod settings;
mod shell;
mod sign_in;
mod went;
mod workflows;

pub use assets::{Assets, is_office, use_icons};
pub use failure::Failure;
pub use parts::{BrandHere, LogoHere, Workbench, form::OneTimeKeys, stream::NewestEvent};
pub use reply::{Answer, Reply};
pub use routes::{AUDIT, CARDS, SETTINGS, TOO_MANY, TYPE_CARD, WORKFLOWS, acting, next, pay, receipt, settings_form, with};
pub use shell::{Office, Portal, office_shell, places, portal_shell};
pub use went::{Done, Went};

/// Settings → **Branding**.
pub fn branding() -> Went {
    Went::to(routes::BRANDING)
}
