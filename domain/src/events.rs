//! What open pages are told while they stand: that something has happened, never what. A page asks for the rest, as its person.

use crate::{
    Act,
    ids::{ChartId, GrantId},
    invites::Scope,
    messages::Audience,
    named::named,
};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// So long an event is kept for who was away: a page that slept longer asks for everything again.
pub const KEPT: Duration = Duration::days(2);

named! {
    pub enum EventKind {
        /// A message was sent or read, a conversation was closed or opened again: by who reads it in the office.
        ClinicalMessages "clinical_messages",
        AdministrativeMessages "administrative_messages",
        BillingMessages "billing_messages",
        /// The client has read what the practice wrote.
        ClinicalMessagesRead "messages_read",
        AdministrativeMessagesRead "administrative_messages_read",
        BillingMessagesRead "billing_messages_read",
        /// A member of staff has read what a client wrote.
        MessagesSeen "messages_seen",
        DocumentShared "document_shared",
        DocumentTakenBack "document_taken_back",
        /// Opened for the first time, signed or declined.
        DocumentAnswered "document_answered",
        /// A form was sent, submitted, given back, taken back or reviewed.
        FormsChanged "forms_changed",
        /// A measure or a worksheet was given, submitted, reviewed or taken back; or an answer needs somebody.
        ActivitiesChanged "activities_changed",
        /// One was asked for, booked, changed, cancelled; or hours and time off were changed.
        AppointmentsChanged "appointments_changed",
        /// Something was charged, invoiced, paid, given back.
        BillingChanged "billing_changed",
        /// The To-do of those who manage access.
        AccessTasksChanged "access_tasks_changed",
        ClinicalTasksChanged "clinical_tasks_changed",
        BillingTasksChanged "billing_tasks_changed",
        /// And of those who manage the practice.
        PracticeTasksChanged "practice_tasks_changed",
        /// Somebody's access was given, changed or ended.
        AccessChanged "access_changed",
    }
}

/// Which holders of access to a chart hear of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holders {
    None,
    All,
    With(Scope),
}

impl EventKind {
    pub fn holders(self) -> Holders {
        match self {
            Self::ClinicalMessages
            | Self::AdministrativeMessages
            | Self::BillingMessages
            | Self::ClinicalMessagesRead
            | Self::AdministrativeMessagesRead
            | Self::BillingMessagesRead => Holders::With(Scope::Messages),
            Self::MessagesSeen => Holders::None,
            Self::DocumentShared | Self::DocumentTakenBack | Self::DocumentAnswered => Holders::With(Scope::Documents),
            Self::FormsChanged => Holders::With(Scope::Forms),
            Self::ActivitiesChanged => Holders::With(Scope::Measures),
            Self::AppointmentsChanged => Holders::With(Scope::Appointments),
            Self::BillingChanged => Holders::With(Scope::Billing),
            Self::AccessTasksChanged | Self::ClinicalTasksChanged | Self::BillingTasksChanged | Self::PracticeTasksChanged => Holders::None,
            Self::AccessChanged => Holders::All,
        }
    }

    /// Whose work it is to know, among staff.
    pub fn act(self) -> Act {
        match self {
            Self::ClinicalMessages | Self::ClinicalMessagesRead | Self::MessagesSeen => Act::ReadMessages,
            Self::AdministrativeMessages | Self::AdministrativeMessagesRead => Act::ReadAdministrativeMessages,
            Self::BillingMessages | Self::BillingMessagesRead => Act::ReadBillingMessages,
            Self::DocumentShared | Self::DocumentTakenBack | Self::DocumentAnswered | Self::ClinicalTasksChanged => {
                Act::ReadClinicalDocuments
            }
            Self::FormsChanged => Act::SendForms,
            Self::ActivitiesChanged => Act::SeeActivities,
            Self::AppointmentsChanged => Act::SeeCalendar,
            Self::BillingChanged => Act::SeeBilling,
            Self::BillingTasksChanged => Act::ManageBilling,
            Self::AccessTasksChanged | Self::AccessChanged => Act::ManagePortalAccess,
            Self::PracticeTasksChanged => Act::ChangeSettings,
        }
    }

    /// What is told where somebody wrote, or closed a conversation; and where a document that one may hang on was signed or taken back.
    pub const OF_MESSAGES: [Self; 5] =
        [Self::ClinicalMessages, Self::AdministrativeMessages, Self::BillingMessages, Self::DocumentTakenBack, Self::DocumentAnswered];

    /// The same, and where the client has read.
    pub const OF_MESSAGES_OR_READING: [Self; 8] = [
        Self::ClinicalMessages,
        Self::AdministrativeMessages,
        Self::BillingMessages,
        Self::DocumentTakenBack,
        Self::DocumentAnswered,
        Self::ClinicalMessagesRead,
        Self::AdministrativeMessagesRead,
        Self::BillingMessagesRead,
    ];

    /// The kind that tells that the client has read in such a conversation.
    pub fn of_reading(audience: Audience) -> Self {
        match audience {
            Audience::Clinical => Self::ClinicalMessagesRead,
            Audience::Administrative => Self::AdministrativeMessagesRead,
            Audience::Billing => Self::BillingMessagesRead,
        }
    }

    /// The kind that tells of a conversation of that audience.
    pub fn of_messages(audience: Audience) -> Self {
        match audience {
            Audience::Clinical => Self::ClinicalMessages,
            Audience::Administrative => Self::AdministrativeMessages,
            Audience::Billing => Self::BillingMessages,
        }
    }

    /// What is told where a task came, went or was changed.
    pub const OF_TASKS: [Self; 4] =
        [Self::AccessTasksChanged, Self::ClinicalTasksChanged, Self::BillingTasksChanged, Self::PracticeTasksChanged];

    /// The kind that tells of tasks of these people.
    pub fn of_tasks(act: Act) -> Self {
        match act {
            Act::ReadClinicalDocuments | Act::SeeActivities | Act::ReadMessages | Act::ShareDocuments => Self::ClinicalTasksChanged,
            Act::ManageBilling | Act::ReadBillingMessages => Self::BillingTasksChanged,
            Act::ChangeSettings => Self::PracticeTasksChanged,
            _ => Self::AccessTasksChanged,
        }
    }
}

/// What an open page is told. Beyond this nothing leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What has happened; nothing, where anything may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EventKind>,
    /// The conversation, the share, the grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
    /// In the portal: for which access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<GrantId>,
    /// In the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartId>,
}

/// How much waits for a client: what the portal's frame and its Dashboard count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCounts {
    pub unread: u32,
    pub to_fill: u32,
    /// Activities.
    pub to_do: u32,
    pub to_sign: u32,
    pub to_read: u32,
    pub documents: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_client_hears_of_the_practices_own_work() {
        for kind in EventKind::ALL {
            let own = kind == EventKind::MessagesSeen || kind.name().ends_with("tasks_changed");
            assert_eq!(kind.holders() == Holders::None, own, "{kind:?}");
        }
    }

    #[test]
    fn what_is_told_is_a_kind_and_ids() {
        let told =
            Told { kind: Some(EventKind::ClinicalMessages), subject: Some(Uuid::nil()), grant: None, chart: Some(ChartId::default()) };
        let nil = Uuid::nil();
        assert_eq!(serde_json::to_string(&told).unwrap(), format!(r#"{{"kind":"clinical_messages","subject":"{nil}","chart":"{nil}"}}"#));
    }
}
