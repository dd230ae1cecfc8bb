//! What the pages about portal access need to know.

use super::{PortalStatus, Refusal};
use crate::charts::Banner;
use crate::notices::MailState;
use serde::{Deserialize, Serialize};

/// Chart → **Communications**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Communications {
    pub banner: Banner,
    pub may_manage: bool,
    pub access: Access,
}

/// The section **Client Portal**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    pub status: PortalStatus,
    /// Who holds the portal: "Maya Lindqvist", or "Ingrid Lindqvist (mother)".
    pub owner: Option<String>,
    /// Where the invitation goes, read at this moment.
    pub address: Option<String>,
    /// The owner is a related contact, whose address is changed with the contact.
    pub owner_is_contact: bool,
    /// What still has to be set before access can be activated.
    pub missing: Vec<Refusal>,
    pub activated_at: Option<String>,
    pub mail: Option<MailLine>,
    pub link_ends: Option<String>,
    pub registered_at: Option<String>,
    pub last_sign_in: Option<String>,
    pub sign_in_email: Option<String>,
}

/// What became of the newest invitation mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailLine {
    pub state: MailState,
    pub address: String,
    /// When it was handed over, or else when it was written: "21 November 2026, 5:36 pm EST".
    pub at: String,
    /// What the mail server answered, where it refused.
    pub trouble: Option<String>,
}

/// The page behind a registration link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegistrationPage {
    /// Last name and date of birth are asked. For a related contact it says whose: the client's.
    Identity { practice: String, for_contact: bool },
    /// The identity check is passed: a password is chosen.
    Password { practice: String, email: String },
    /// The link opens nothing any more.
    Dead { practice: String, phone: Option<String>, reason: Refusal },
}
