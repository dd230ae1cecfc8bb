//! Settings: what the practice decides about its portal. The room's functions.

mod away;
mod branding;
mod communications;
mod doors;
mod look;
mod office;
mod patterns;
mod portal;
mod refusals;
mod supervision;
mod team;
mod welcome;

pub use branding::BrandingPage;
pub use communications::CommunicationsPage;
pub use doors::*;
pub use look::BrandColours;
pub use office::{SettingsPage, zones};
pub use patterns::PatternsPage;
pub use portal::{PortalSettingsPage, SecondStepPanel};
pub use refusals::sentence;
pub use team::TeamPage;
pub use welcome::WelcomePage;

use crate::{Done, Failure, Went, routes};
use domain::{
    Role,
    dates::DateOrder,
    ids::StaffId,
    invites::IdentityRule,
    messages::Mode,
    settings::{AccessRules, Communications, Features, Help, PracticeSettings, Team, WelcomeMail},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

loader! {
    /// The practice's settings, for who may change them.
    pub async fn read_settings() -> Result<PracticeSettings, Failure> {
        let staff = crate::actor::staff().await?;
        let settings = staff.settings().await?;
        Ok(settings.read().await?)
    }
}

/// Changes all of them at once, or what one page holds.
#[server(prefix = "/api", endpoint = "staff/settings/change")]
pub async fn change_settings(#[server(flatten)] form: SettingsForm) -> Result<Went, Failure> {
    use domain::settings::SettingsPart;
    let staff = crate::actor::staff().await?;
    let part = form.part.as_deref().and_then(SettingsPart::from_name);
    staff.settings().await?.change_part(part, form.into()).await?;
    let page = match part {
        None | Some(SettingsPart::Practice) => routes::SETTINGS,
        Some(SettingsPart::Portal) => routes::PORTAL_SETTINGS,
        Some(SettingsPart::Invites) => routes::WORKFLOWS,
        Some(SettingsPart::SecondStep) => routes::TEAM,
    };
    Ok(Went::to(page).done(if part == Some(SettingsPart::SecondStep) { Done::Changed } else { Done::Saved }))
}

loader! {
    /// **Welcome Email**: its words, and the names that it should not hold.
    pub async fn read_welcome() -> Result<(WelcomeMail, Vec<String>), Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.settings().await?.welcome().await?)
    }
}

/// Changes the words of the **Welcome Email**. `told`: the words that tell too much, as
/// far as whoever sends it has read that they do.
#[server(prefix = "/api", endpoint = "staff/settings/change_welcome")]
pub async fn change_welcome(
    #[server(default)] subject: String,
    #[server(default)] welcome: String,
    #[server(default)] told: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.change_welcome(&WelcomeMail { subject, text: welcome }, &told).await?;
    Ok(Went::to(routes::WELCOME).done(Done::Saved))
}

/// Changes how clients and staff write to each other.
#[server(prefix = "/api", endpoint = "staff/settings/change_communications")]
pub async fn change_communications(
    mode: Mode,
    #[server(default)] answer: String,
    #[server(default)] away: String,
    #[server(default)] quiet_from: String,
    #[server(default)] quiet_to: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    // What is no hour is one that no day has, and is refused as such.
    let hour = |typed: &str| typed.parse().unwrap_or(u8::MAX);
    let quiet_hours = (!quiet_from.is_empty() || !quiet_to.is_empty()).then(|| (hour(&quiet_from), hour(&quiet_to)));
    let communications = Communications { mode, answer, away: Some(away), quiet_hours };
    staff.settings().await?.change_communications(communications).await?;
    Ok(Went::to(routes::COMMUNICATIONS).done(Done::Saved))
}

/// **Send Sample Welcome Email**: to oneself, with a link that opens nothing.
#[server(prefix = "/api", endpoint = "staff/settings/send_sample")]
pub async fn send_sample() -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let left = staff.settings().await?.send_sample().await?;
    Ok(Went::to(routes::WELCOME).done(if left { Done::Sample } else { Done::SampleWaits }))
}

/// What the form holds: words as typed; a switch that is off is not in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettingsForm {
    /// Which part it holds; all of it where none is named.
    part: Option<String>,
    #[serde(default)]
    version: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    zone: String,
    dates: Option<DateOrder>,
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
    information: Option<String>,
    invites_new_clients: Option<String>,
    staff_need_factor: Option<String>,
    client_signs_with_proof: Option<String>,
    #[serde(default = "usual_review")]
    review_at: String,
    #[serde(default = "usual_end")]
    ends_at: String,
    identity: Option<IdentityRule>,
}

fn usual_review() -> String {
    AccessRules::default().review_at.to_string()
}

fn usual_end() -> String {
    AccessRules::default().ends_at.to_string()
}

impl From<SettingsForm> for PracticeSettings {
    fn from(form: SettingsForm) -> Self {
        // What is no number is an age that nobody has, and is refused as such.
        let age = |typed: &str| typed.trim().parse().unwrap_or_default();
        let line = |typed: String| Some(typed.trim().to_owned()).filter(|line| !line.is_empty());
        Self {
            name: form.name,
            dates: form.dates.unwrap_or_else(|| DateOrder::usual_in(&form.zone)),
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
                information: form.information.is_some(),
            },
            access: AccessRules {
                staff_need_factor: form.staff_need_factor.is_some(),
                invites_new_clients: form.invites_new_clients.is_some(),
                client_signs_with_proof: form.client_signs_with_proof.is_some(),
                review_at: age(&form.review_at),
                ends_at: age(&form.ends_at),
                identity: form.identity.unwrap_or(IdentityRule::LastNameAndBirthDate),
            },
            // They have pages of their own, and are not changed from here.
            communications: Communications::default(),
            scheduling: Default::default(),
            billing: Default::default(),
            welcome: WelcomeMail::default(),
            branding: Default::default(),
            version: form.version,
        }
    }
}

loader! {
    /// Settings → **Team**.
    pub async fn read_team() -> Result<Team, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.settings().await?.team().await?)
    }
}

/// Invites somebody by mail.
#[server(prefix = "/api", endpoint = "staff/team/add")]
pub async fn add_member(
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] credentials: String,
    #[server(default)] email: String,
    #[server(flatten)] roles: RoleBoxes,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let new = domain::settings::TeamMember { first_name, last_name, credentials, email, roles: roles.ticked() };
    staff.settings().await?.add_member(new).await?;
    team_changed(Done::Added)
}

#[server(prefix = "/api", endpoint = "staff/team/invite_again")]
pub async fn invite_member_again(member: StaffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.invite_member_again(member).await?;
    team_changed(Done::Added)
}

#[server(prefix = "/api", endpoint = "staff/team/change_roles")]
pub async fn change_roles(member: StaffId, #[server(flatten)] roles: RoleBoxes) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.change_roles(member, &roles.ticked()).await?;
    team_changed(Done::Roles)
}

/// Adds somebody whose charts a supervisor reaches.
#[server(prefix = "/api", endpoint = "staff/team/add_supervisee")]
pub async fn add_supervisee(member: StaffId, #[server(default)] supervisee: Option<StaffId>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.add_supervisee(member, supervisee).await?;
    team_changed(Done::Supervision)
}

/// Says from when to when somebody is away, and who stands in.
#[server(prefix = "/api", endpoint = "staff/team/set_away")]
pub async fn set_away(
    member: StaffId,
    #[server(default)] first_day: String,
    #[server(default)] last_day: String,
    #[server(default)] cover: Option<StaffId>,
) -> Result<Went, Failure> {
    use domain::settings::Refusal;
    let staff = crate::actor::staff().await?;
    let day = |typed: &str| typed.parse().map_err(|_| domain::Failure::Refused(vec![Refusal::AwayBackwards.into()]));
    let cover = cover.ok_or_else(|| domain::Failure::Refused(vec![Refusal::CoverMissing.into()])).map_err(Failure)?;
    let away = (day(&first_day).map_err(Failure)?, day(&last_day).map_err(Failure)?, cover);
    staff.settings().await?.set_away(member, Some(away)).await?;
    team_changed(Done::Saved)
}

/// They are back.
#[server(prefix = "/api", endpoint = "staff/team/set_back")]
pub async fn set_back(member: StaffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.set_away(member, None).await?;
    team_changed(Done::Returned)
}

/// Takes somebody's charts out of a supervisor's reach.
#[server(prefix = "/api", endpoint = "staff/team/remove_supervisee")]
pub async fn remove_supervisee(member: StaffId, supervisee: StaffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.remove_supervisee(member, supervisee).await?;
    team_changed(Done::Supervision)
}

#[server(prefix = "/api", endpoint = "staff/team/deactivate")]
pub async fn deactivate_member(member: StaffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.deactivate(member).await?;
    team_changed(Done::Left)
}

#[server(prefix = "/api", endpoint = "staff/team/reactivate")]
pub async fn reactivate_member(member: StaffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.reactivate(member).await?;
    team_changed(Done::Back)
}

#[server(prefix = "/api", endpoint = "staff/team/reset_factor")]
pub async fn reset_member_factor(member: StaffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.reset_member_factor(member).await?;
    team_changed(Done::Factor)
}

#[allow(dead_code, reason = "only the server leads there")]
fn team_changed(done: Done) -> Result<Went, Failure> {
    Ok(Went::to(routes::TEAM).done(done))
}

/// One box for each role; one that is not ticked is not posted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RoleBoxes {
    practice_administrator: Option<String>,
    clinical_administrator: Option<String>,
    clinician: Option<String>,
    intern: Option<String>,
    supervisor: Option<String>,
    practice_scheduler: Option<String>,
    biller: Option<String>,
}

impl RoleBoxes {
    #[allow(dead_code, reason = "only the server reads forms")]
    fn ticked(&self) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| self.box_of(*role).is_some()).collect()
    }

    fn box_of(&self, role: Role) -> &Option<String> {
        match role {
            Role::PracticeAdministrator => &self.practice_administrator,
            Role::ClinicalAdministrator => &self.clinical_administrator,
            Role::Clinician => &self.clinician,
            Role::Intern => &self.intern,
            Role::Supervisor => &self.supervisor,
            Role::PracticeScheduler => &self.practice_scheduler,
            Role::Biller => &self.biller,
        }
    }
}
