//! Notices: every mail goes through one outbox, and what waits for staff stands in one list.

mod answers;
mod tries;

pub use answers::{Answer, Reply, Stage, Verdict, verdict};
pub use tries::{MOST_TRIES, MOST_TRIES_AT_SERVER, MailTrouble, MailWait, TOLD_AFTER, Tries, retry_after};

use crate::dates::Moment;
use crate::ids::{ChartId, DocumentId, GrantId, MailId, TaskId};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// Waits for its turn, or for its next try.
    Queued,
    /// Handed to the mail server.
    Sent,
    /// Given up after the last try.
    Failed,
    /// Refused for good by the mail server, because of that recipient or that message.
    Bounced,
    /// Taken back before it left.
    Cancelled,
}

impl MailState {
    pub const ALL: [Self; 5] = [Self::Queued, Self::Sent, Self::Failed, Self::Bounced, Self::Cancelled];

    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why a mail is sent. None carries anything clinical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    Invitation,
    /// A chart is offered to an account that is there already.
    Offer,
    /// Access that was ended is given back.
    Restored,
    /// Staff sent a link to a new password.
    Reset,
    /// Somebody typed this address under **Forgot password**, for the portal or the office.
    Forgot,
    /// A new member of staff chooses a password.
    Join,
    PasswordChanged,
    /// Somebody signed in from a browser that was not known.
    NewDevice,
    /// A second factor was added or removed, or new recovery codes were made.
    FactorsChanged,
    /// Somebody with the password says that the second factor is lost.
    FactorLost,
    /// The same a day later, and two days later.
    FactorLostReminder,
    /// Another sign-in address is to be confirmed.
    ConfirmAddress,
    /// To the new sign-in address: from now on it counts.
    AddressChanged,
    /// To the old one: another counts now. With the link that takes it back.
    AddressLeft,
    /// To the old one: it counts again.
    AddressUndone,
    /// A parent's access ended because the client came of age.
    GrantEnded,
    NewMessage,
    NewDocument,
}

impl MailKind {
    pub const ALL: [Self; 18] = [
        Self::Invitation,
        Self::Offer,
        Self::Restored,
        Self::Reset,
        Self::Forgot,
        Self::Join,
        Self::PasswordChanged,
        Self::NewDevice,
        Self::FactorsChanged,
        Self::FactorLost,
        Self::FactorLostReminder,
        Self::ConfirmAddress,
        Self::AddressChanged,
        Self::AddressLeft,
        Self::AddressUndone,
        Self::GrantEnded,
        Self::NewMessage,
        Self::NewDocument,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Offer => "offer",
            Self::Restored => "restored",
            Self::Reset => "reset",
            Self::Forgot => "forgot",
            Self::Join => "join",
            Self::PasswordChanged => "password_changed",
            Self::NewDevice => "new_device",
            Self::FactorsChanged => "factors_changed",
            Self::FactorLost => "factor_lost",
            Self::FactorLostReminder => "factor_lost_reminder",
            Self::ConfirmAddress => "confirm_address",
            Self::AddressChanged => "address_changed",
            Self::AddressLeft => "address_left",
            Self::AddressUndone => "address_undone",
            Self::GrantEnded => "grant_ended",
            Self::NewMessage => "new_message",
            Self::NewDocument => "new_document",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl MailKind {
    /// It goes to an address that is to count, or that counted until now: not to where the account's mail goes.
    pub fn is_about_an_address(self) -> bool {
        matches!(self, Self::ConfirmAddress | Self::AddressChanged | Self::AddressLeft | Self::AddressUndone)
    }
}

/// Why something waits for staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Five failed identity checks.
    LockedRegistration,
    /// A mail has not left after its second try, or could not be delivered.
    FailedMail,
    /// The same of a mail to a member of staff.
    FailedTeamMail,
    /// The mail server takes no mail: one task for all of it, until a mail leaves again.
    MailServer,
    SignedDocument,
    DeclinedDocument,
    /// The client has reached an age at which somebody's access has to be looked at.
    GrantToReview,
    /// A parent's or guardian's access ended, because the client came of age: the client is to be invited.
    CameOfAge,
    /// Addresses that were recorded as two turned out to be one.
    AddressesAlike,
    /// A client has lost the second factor: the practice can verify who they are, and shorten the wait.
    FactorReset,
}

impl TaskKind {
    pub const ALL: [Self; 10] = [
        Self::LockedRegistration,
        Self::FailedMail,
        Self::FailedTeamMail,
        Self::MailServer,
        Self::SignedDocument,
        Self::DeclinedDocument,
        Self::GrantToReview,
        Self::CameOfAge,
        Self::AddressesAlike,
        Self::FactorReset,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::LockedRegistration => "locked_registration",
            Self::FailedMail => "failed_mail",
            Self::FailedTeamMail => "failed_team_mail",
            Self::MailServer => "mail_server",
            Self::SignedDocument => "signed_document",
            Self::DeclinedDocument => "declined_document",
            Self::GrantToReview => "grant_to_review",
            Self::CameOfAge => "came_of_age",
            Self::AddressesAlike => "addresses_alike",
            Self::FactorReset => "factor_reset",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Why something about the To-do was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("the note is longer than 500 characters")]
    NoteTooLong,
}

/// A line of the office **To-do**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    pub id: TaskId,
    pub kind: TaskKind,
    /// None where it is about the team.
    pub chart: Option<ChartId>,
    /// The client, or the member of staff. Empty where it is about all mail.
    pub who: String,
    pub document: Option<(DocumentId, String)>,
    pub mail: Option<MailId>,
    /// The mail is not given up: it waits for its next try.
    pub waits: Option<MailWait>,
    pub grant: Option<GrantId>,
    /// Whose work it is; nobody's in particular where empty.
    pub owner: Option<String>,
    pub since: Moment,
    /// What the mail server or the client said.
    pub remark: Option<String>,
}

/// The list, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDo {
    pub tasks: Vec<TaskLine>,
}

/// The frame around every office page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeFrame {
    pub practice: String,
    /// "Elena Reyes, PhD"
    pub name: String,
    pub roles: String,
    /// How long the session lasts if nobody does anything.
    pub session_seconds: i64,
    pub tasks: u64,
    pub may_create: bool,
    pub may_change_settings: bool,
}

/// A mail in the demo mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoMail {
    pub to: String,
    pub subject: String,
    pub at: Moment,
    pub text: String,
    pub html: String,
    pub link: String,
}
