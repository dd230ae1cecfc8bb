//! Forms: what the practice asks, sent into charts, filled in on a phone, submitted, and read.
//!
//! A form in progress keeps the version that was sent. Answers are kept as drafts are, until they are submitted: then they are frozen as
//! a document of the chart, as the questions were worded, and signed in the same chain as every other document.

mod activities;
mod closing;
mod fill;
mod lines;
mod many;
mod packages;
mod paper;
mod papers;
mod pdf;
mod portal;
mod send;
mod sent_back;
mod setup;
mod table;
mod wording;

pub(crate) use activities::{
    ActivityForm, Answered, Assigned, Assigning, Moved, Submitted, activity_content, activity_form, activity_forms, activity_versions,
    answered, assign, assigned, assigned_of, assigned_one, ensure_activity, form_as_sent, form_versions_of, move_activity, open_activity,
};
pub(crate) use closing::{Told, close, due_between, mail_stands, past_their_day, remind, tell_of_waiting, untold};
pub(crate) use lines::waiting;
pub use many::SentToMany;
pub use packages::NewClientPackage;
pub(crate) use packages::{can_be_sent, package_titles, packages_for_new, put_package};
pub use papers::PaperDraft;
pub use portal::SectionDraft;
pub(crate) use send::of_document;
pub(crate) use setup::{ensure_ready_forms, ready_form};
#[cfg(test)]
pub(crate) use table::{ask_all_day, of_chart};
pub use wording::{WordingDraft, WordingStep};

use crate::{
    actors::{Client, Staff},
    error::Error,
    in_chart::InChart,
};
use domain::{Act, ids::AssignmentId, invites::Scope, settings::PracticeSettings};

impl Staff {
    /// What the practice asks, and what it has sent to whom.
    pub async fn forms(&self) -> Result<StaffForms<'_>, Error> {
        if !self.rights.may(Act::ChangeSettings) {
            self.may(Act::SendForms, "forms").await?;
        }
        Ok(StaffForms(self))
    }
}

/// Forms, for one member of staff.
pub struct StaffForms<'a>(&'a Staff);

impl Client {
    /// The forms that wait for this client: unless the practice has switched documents off.
    pub async fn forms(&self) -> Result<ClientForms<'_>, Error> {
        let chart = self.chart(Scope::Forms).await?;
        let settings = self.practice_settings().await?;
        if !settings.features.documents {
            return Err(chart.not_found("forms").await);
        }
        Ok(ClientForms { client: self, chart, settings, activities: false })
    }

    /// The activities of this client: who has a right to those need have none to forms.
    pub(crate) async fn activity_forms(&self) -> Result<ClientForms<'_>, Error> {
        let chart = self.chart(Scope::Measures).await?;
        Ok(ClientForms { client: self, chart, settings: self.practice_settings().await?, activities: true })
    }

    /// What one of them is filled in with: a form by the right to forms, an activity by the right to those.
    pub async fn filling(&self, id: AssignmentId) -> Result<ClientForms<'_>, Error> {
        if self.grant.has_scope(Scope::Measures) {
            let activities = self.activity_forms().await?;
            if activities.holds(id).await? {
                return Ok(activities);
            }
        }
        self.forms().await
    }
}

/// The forms of one client.
pub struct ClientForms<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
    /// Only activities are there; otherwise only forms are.
    activities: bool,
}
