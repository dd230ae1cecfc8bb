//! What the pages about portal access need to know.

use super::{GrantKind, IdentityRule, PortalStatus, Refusal, Scopes};
use crate::charts::{Banner, ContactLine, Owner};
use crate::dates::Moment;
use crate::ids::GrantId;
use crate::notices::{MailState, MailWait};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Chart → **Communications**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Communications {
    pub banner: Banner,
    pub access: Access,
    /// The other people who may act for this client.
    pub linked: Vec<GrantLine>,
    /// Related contacts who could be given access, and those who could become Chart Owner.
    pub contacts: Vec<ContactLine>,
    /// Who owns the chart now.
    pub owner_is: Option<Owner>,
    /// The client is of age by the practice's rule: access of somebody else needs a reason and an end.
    pub of_age: bool,
    /// What happened with this access, newest first.
    pub log: Vec<LogLine>,
}

/// The section **Client Portal**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    pub status: PortalStatus,
    pub grant: Option<GrantId>,
    /// Who holds the portal: "Maya Lindqvist", or "Ingrid Lindqvist (mother)".
    pub owner: Option<String>,
    /// Where the invitation goes, read at this moment.
    pub address: Option<String>,
    /// Those to choose from, where the owner has several: the first is where mail goes unless another is chosen.
    pub addresses: Vec<AddressChoice>,
    /// The address has an account: activating is linking.
    pub address_has_account: bool,
    /// Who was revoked comes back to the account that they had: its sign-in address.
    pub returns_to: Option<String>,
    /// The owner is a related contact, whose address is changed with the contact.
    pub owner_is_contact: bool,
    /// What still has to be set before access can be activated.
    pub missing: Vec<Refusal>,
    pub activated_at: Option<Moment>,
    pub mail: Option<MailLine>,
    pub link: Option<LinkLine>,
    pub registered_at: Option<Moment>,
    pub last_sign_in: Option<Moment>,
    pub sign_in_email: Option<String>,
    /// The account has a second step, which can be lost.
    pub has_factor: bool,
    /// The newest mail with a link to a new password.
    pub reset: Option<MailLine>,
    /// How many other charts the same account opens.
    pub other_charts: u32,
    /// Mails to this client leave out the practice's name.
    pub discreet: bool,
}

/// An address to which an invitation can go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressChoice {
    pub address: String,
    /// A member of staff has it: the client's mail goes to them.
    pub staff: bool,
}

/// A registration link, or an offer to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkLine {
    pub sent: Moment,
    pub ends: Moment,
    /// Five tries did not match.
    pub locked: bool,
    /// Seconds until a new one may be sent.
    pub resend_in: i64,
    /// It is offered to an account, whose holder confirms it after signing in.
    pub to_account: bool,
    /// Who handed it over, in person or by phone.
    pub handed_over_by: Option<String>,
}

/// Another person with access to a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantLine {
    pub id: GrantId,
    pub name: String,
    pub relationship: String,
    pub status: PortalStatus,
    /// "Appointments and Messages"
    pub scopes: String,
    /// The last day.
    pub until: Option<NaiveDate>,
    pub email: Option<String>,
}

/// One grant, as its page shows it for changing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantPage {
    pub banner: Banner,
    pub grant: GrantId,
    pub kind: GrantKind,
    pub name: String,
    pub status: PortalStatus,
    /// Ended by somebody: it does not open again, and nothing about it changes any more.
    pub revoked: bool,
    pub relationship: String,
    pub legal_basis: String,
    pub scopes: Scopes,
    /// The client is of age by the practice's rule, and this is somebody else: their access needs a reason and an end.
    pub needs_reason: bool,
    /// `YYYY-MM-DD`, the first day.
    pub starts_on: String,
    /// `YYYY-MM-DD`, the last day.
    pub ends_on: String,
    pub address: Option<String>,
    pub mail: Option<MailLine>,
    pub link: Option<LinkLine>,
    pub registered_at: Option<Moment>,
    pub last_sign_in: Option<Moment>,
    pub sign_in_email: Option<String>,
    /// The account has a second step, which can be lost.
    pub has_factor: bool,
    /// The newest mail with a link to a new password.
    pub reset: Option<MailLine>,
    /// A member of staff has the address of who is invited.
    pub staff_address: bool,
    /// Who else has access to the chart, or is invited: "Maya Lindqvist", "Ingrid Lindqvist (mother)".
    pub others: Vec<String>,
}

/// A line of the access log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    pub at: Moment,
    /// "Elena Reyes", "Maya Lindqvist", "Somebody with the link"
    pub who: String,
    /// "failed the identity check: birth date"
    pub what: String,
    /// Network address, where a person acted.
    pub from: String,
    pub failed: bool,
    /// So many times in a row, of which this is the newest.
    pub times: u32,
}

impl LogLine {
    /// What was done again and again by the same person becomes one line, with how often.
    pub fn folded(lines: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut folded: Vec<Self> = Vec::new();
        for line in lines {
            match folded.last_mut() {
                Some(last) if (&last.who, &last.what, &last.from) == (&line.who, &line.what, &line.from) => last.times += line.times,
                _ => folded.push(line),
            }
        }
        folded
    }

    /// "opened the invitation link 6 times"
    pub fn what_and_how_often(&self) -> String {
        match self.times {
            0 | 1 => self.what.clone(),
            2 => format!("{} twice", self.what),
            times => format!("{} {times} times", self.what),
        }
    }
}

/// "Who can see and who opened my record".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordAccess {
    /// "Ingrid Sandoval (mother): everything"
    pub portal: Vec<String>,
    /// "Elena Reyes, PhD, Clinician, Supervisor"
    pub practice: Vec<String>,
    /// Newest first.
    pub opened: Vec<LogLine>,
}

/// The page on which an account's holder confirms whose record was offered to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPage {
    pub practice: String,
    pub grant: GrantId,
    /// The name of the account's holder.
    pub name: String,
    /// What is asked.
    pub rule: IdentityRule,
    /// Whose record it is, once the holder has confirmed it: before that the page names nobody.
    pub confirmed: Option<String>,
}

/// What became of the newest invitation mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailLine {
    pub state: MailState,
    pub address: String,
    /// When it was handed over, or else when it was written.
    pub at: Moment,
    /// What the mail server answered, where it refused.
    pub trouble: Option<String>,
    /// Why it has not left yet, where a try has failed.
    pub waits: Option<MailWait>,
}

/// The page behind a registration link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegistrationPage {
    /// Last name and date of birth are asked. For a related contact it says whose: the client's.
    Identity { practice: String, for_contact: bool, rule: IdentityRule },
    /// The identity check is passed: a password is chosen.
    Password { practice: String, email: String },
    /// It is passed, and the address has an account already: who holds it signs in, and adds the person there.
    ///
    /// The address is named to who has passed the check, and to nobody else who has the link.
    Account { practice: String, email: Option<String>, grant: GrantId },
    /// The link opens nothing any more.
    Dead { practice: String, phone: Option<String>, reason: Refusal },
}
