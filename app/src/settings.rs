//! Settings: what the practice decides about its portal. The room's functions.

mod office;

pub use office::SettingsPage;

use crate::Failure;
use domain::settings::{Features, Help, PracticeSettings};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The practice's settings, for who may change them.
#[server(prefix = "/api", endpoint = "staff/settings/read")]
pub async fn read_settings() -> Result<PracticeSettings, Failure> {
    let staff = crate::actor::staff().await?;
    let settings = staff.settings().await?;
    Ok(settings.read().await?)
}

/// Changes all of them at once.
#[server(prefix = "/api", endpoint = "staff/settings/change")]
pub async fn change_settings(#[server(flatten)] form: SettingsForm) -> Result<(), Failure> {
    use crate::{Answer, reply::reply, routes};
    let staff = crate::actor::staff().await?;
    staff.settings().await?.change(form.into()).await?;
    reply(Answer::GoTo(routes::in_state(routes::SETTINGS, "done", "saved")));
    Ok(())
}

/// What the form holds: words as typed; a switch that is off is not in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettingsForm {
    name: String,
    zone: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    help_email: String,
    #[serde(default)]
    chat_url: String,
    #[serde(default)]
    faq_url: String,
    #[serde(default)]
    video_url: String,
    #[serde(default)]
    crisis: String,
    messages: Option<String>,
    documents: Option<String>,
    downloads: Option<String>,
}

impl From<SettingsForm> for PracticeSettings {
    fn from(form: SettingsForm) -> Self {
        let line = |typed: String| Some(typed.trim().to_owned()).filter(|line| !line.is_empty());
        Self {
            name: form.name,
            zone: form.zone,
            help: Help {
                phone: line(form.phone),
                text: line(form.text),
                email: line(form.help_email),
                chat_url: line(form.chat_url),
                faq_url: line(form.faq_url),
                video_url: line(form.video_url),
                crisis: form.crisis.trim().to_owned(),
            },
            features: Features {
                messages: form.messages.is_some(),
                documents: form.documents.is_some(),
                downloads: form.downloads.is_some(),
            },
        }
    }
}
