//! What the pages about charts need to know.

use super::{Born, EmailKind, Phone, PostalAddress};
use crate::alerts::Alert;
use crate::appointments::NextAppointment;
use crate::dates::Moment;
use crate::documents::DocumentLine;
use crate::ids::{ChartId, ContactId, EmailId, SiteId, StaffId};
use crate::invites::PortalStatus;
use crate::named::named;
use serde::{Deserialize, Serialize};

/// A line of the **Chart Room**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartLine {
    pub id: ChartId,
    /// "Lindqvist, Maya"
    pub name: String,
    pub born: Born,
    pub email: Option<String>,
    pub clinician: Option<String>,
    pub portal: PortalStatus,
}

/// The **Chart Room**: one page of charts, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartRoom {
    pub charts: Vec<ChartLine>,
    /// What was searched for, as understood.
    pub search: String,
    /// Counting stops at 1,000.
    pub found: u64,
    /// From 1.
    pub page: u32,
    pub more: bool,
    pub may_create: bool,
}

/// The line of a page of charts from which the list is turned: what stands behind it comes next, or what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    After(ChartId),
    Before(ChartId),
}

impl Turn {
    pub fn chart(self) -> ChartId {
        match self {
            Self::After(id) | Self::Before(id) => id,
        }
    }
}

/// The band that stays in sight on every tab of a chart, so that nobody writes into the wrong one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    pub id: ChartId,
    pub number: i64,
    pub name: String,
    pub preferred_name: Option<String>,
    pub pronouns: Option<String>,
    pub born: Born,
    pub portal: PortalStatus,
    pub alerts: Vec<Alert>,
    /// An answer in a measure waits for somebody to say what came of it.
    pub needs_you: bool,
    pub tabs: Tabs,
}

/// The tabs that this person may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tabs {
    pub communications: bool,
    /// Conversations of any audience.
    pub messages: bool,
    pub documents: bool,
    /// Forms that were sent to the client; not what was answered.
    pub forms: bool,
    /// Requests for records, and the log of releases.
    pub records: bool,
    /// Measures and what else is done between sessions.
    pub activities: bool,
    pub appointments: bool,
    pub billing: bool,
}

/// The **Chart Face**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartFace {
    pub banner: Banner,
    pub owner: Option<String>,
    pub clinician: Option<String>,
    /// Who works with the client besides the primary clinician.
    pub care_team: Vec<String>,
    /// When the owner registered, or else was invited.
    pub portal_since: Option<Moment>,
    /// Newest first, at most five; empty for who may not read them.
    pub documents: Vec<DocumentLine>,
    pub open_tasks: u64,
    /// Where texts for the client go, if they may.
    pub texts_to: Option<String>,
    /// The next appointment, for who sees those.
    pub next: Option<NextAppointment>,
    /// What is open of what was invoiced, for who sees that.
    pub balance_cents: Option<i64>,
}

/// An address on the chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailLine {
    pub id: EmailId,
    pub kind: EmailKind,
    pub address: String,
    /// It belongs to a member of staff: the client's mail goes there.
    pub staff_address: bool,
}

/// A person around the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLine {
    pub id: ContactId,
    pub name: String,
    pub relationship: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Who holds the portal for a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    Client,
    Contact(ContactId),
}

named! {
    /// The same, without who it is.
    pub enum OwnerKind { Client "client", Contact "contact" }
}

impl Owner {
    /// As it is stored: the kind, and who of the contacts.
    pub fn parts(self) -> (OwnerKind, Option<ContactId>) {
        match self {
            Self::Client => (OwnerKind::Client, None),
            Self::Contact(id) => (OwnerKind::Contact, Some(id)),
        }
    }
}

named! {
    /// One of the two names of a client.
    pub enum NamePart { Last "last", First "first" }
}

/// **Demographics**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demographics {
    pub banner: Banner,
    pub last_name: String,
    pub first_name: String,
    pub preferred_name: String,
    pub pronouns: String,
    /// `YYYY-MM-DD`
    pub birth_date: String,
    pub emails: Vec<EmailLine>,
    pub phones: Vec<Phone>,
    pub address: PostalAddress,
    /// Whether letters may go there.
    pub may_post: bool,
    pub language: String,
    /// Nothing where the client's clocks show what the practice's do.
    pub time_zone: Option<String>,
    pub contacts: Vec<ContactLine>,
    pub owner: Option<Owner>,
    pub primary_clinician: Option<StaffId>,
    /// Where the client usually comes to, and where that can be.
    pub site: Option<SiteId>,
    pub sites: Vec<(SiteId, String)>,
    /// Who works with the client besides the primary clinician.
    pub care_team: Vec<(StaffId, String)>,
    /// Everybody who treats clients here.
    pub clinicians: Vec<(StaffId, String)>,
    pub may_edit: bool,
    /// Goes back with the form: a change made meanwhile is noticed.
    pub version: i32,
}
