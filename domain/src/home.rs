//! Home: what a person sees first. What needs them, then where everything is.

use crate::appointments::MyAppointment;
use crate::dates::Moment;
use crate::ids::{AppointmentId, AssignmentId, ConversationId, GrantId, ShareId};
use crate::settings::Help;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something that waits for the person, as a verb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A chart is offered to the account: its holder confirms whose it is.
    Confirm {
        grant: GrantId,
    },
    Sign {
        share: ShareId,
        title: String,
        from: String,
        shared: NaiveDate,
    },
    /// A form waits to be filled in.
    FillIn {
        form: AssignmentId,
        title: String,
        from: Option<String>,
        sent: NaiveDate,
        due: Option<NaiveDate>,
        /// After this day it is closed.
        closes: Option<NaiveDate>,
        begun: bool,
        /// Staff asked something about what was submitted.
        returned: bool,
        /// It is an activity: a measure or a worksheet.
        activity: bool,
    },
    ReadDocument {
        share: ShareId,
        title: String,
        from: String,
        shared: NaiveDate,
    },
    ReadMessages {
        conversation: Option<ConversationId>,
        unread: u32,
        from: String,
    },
    /// The next one to confirm.
    ConfirmAppointment {
        id: AppointmentId,
        at: Moment,
        clinician: String,
        /// So many besides.
        others: u32,
    },
    /// Something is open, and can be paid here.
    Pay {
        cents: i64,
    },
    /// The practice declined a request, and offers other times.
    ChooseTime {
        id: AppointmentId,
        clinician: String,
    },
}

/// One of the areas, with its live fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    Messages {
        unread: u32,
        newest: Option<(String, Moment)>,
    },
    Activities {
        to_do: u32,
    },
    Documents {
        to_fill: u32,
        to_sign: u32,
        to_read: u32,
        total: u32,
    },
    Appointments {
        upcoming: u32,
        waiting: u32,
        may_request: bool,
        next: Option<(Moment, String)>,
    },
    /// How many proposed changes wait for the practice, and how many were declined of late.
    Information {
        waiting: u32,
        declined: u32,
    },
    Account {
        balance_cents: i64,
        last_paid: Option<(i64, Moment)>,
    },
}

/// The person one acts for, and the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub practice: String,
    /// The account's holder.
    pub name: String,
    pub acting_for: Acting,
    pub others: Vec<Acting>,
    pub unread: u32,
    /// How long the session lasts if nobody does anything.
    pub session_seconds: i64,
    pub help: Help,
    /// Whether this person may see who opened the record.
    pub record: bool,
    pub messages: bool,
    /// Documents, or forms alone.
    pub documents: bool,
    /// Measures and worksheets.
    pub activities: bool,
    pub appointments: bool,
    pub account: bool,
    /// **My Information**: the Chart Owner's alone.
    pub information: bool,
}

/// One of the people in one's care.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acting {
    pub grant: GrantId,
    pub name: String,
    /// The holder's own chart.
    pub oneself: bool,
    /// How many things need this person.
    pub waits: u32,
}

/// The **Dashboard**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    pub frame: Frame,
    /// The name in the greeting.
    pub greeting: String,
    pub needs: Vec<Need>,
    /// The next appointment.
    pub next: Option<Box<MyAppointment>>,
    pub areas: Vec<Area>,
}
