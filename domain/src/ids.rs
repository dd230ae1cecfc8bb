//! Identifiers. Random, never sequential: knowing one says nothing about another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A person who works in the practice.
    StaffId,
    /// The practice's record of one client.
    ChartId,
    /// A person around a client: parent, guardian, partner.
    ContactId,
    /// One e-mail address recorded on a chart.
    EmailId,
    /// One account's access to one chart.
    GrantId,
    /// A note, plan, form or file in a chart.
    DocumentId,
    /// One frozen version of a document, as it was handed to the client.
    ShareId,
    /// Somebody who is asked to sign a share.
    SignerId,
    /// From what one begins to write a note.
    TemplateId,
    /// A conversation between a client and the practice.
    ConversationId,
    /// Recipients that are written to at once.
    GroupId,
    /// Words that are written often.
    QuickTextId,
    /// A form of the practice, in all its versions.
    FormId,
    /// A form as it was sent to one client.
    AssignmentId,
    /// What comes again by itself.
    ActivitySeriesId,
    /// An answer that needs somebody at once.
    ActivityAlertId,
    /// Forms that are sent in one act.
    PackageId,
    /// What a client asks for of the record.
    RecordRequestId,
    /// One thing that a client proposes to change in the chart.
    ChangeId,
    /// An insurance of a client.
    InsuranceId,
    /// What somebody attached or uploaded.
    FileId,
    /// A pattern of settings that was applied.
    PatternId,
    /// What staff pinned to a chart.
    AlertId,
    /// An appointment, or a request for one.
    AppointmentId,
    /// Somebody new who asks for an appointment.
    ProspectId,
    /// What a workflow did once.
    JobId,
    /// What kind of appointment.
    AppointmentTypeId,
    /// A place of the practice.
    SiteId,
    /// Hours in which somebody can be booked.
    AvailabilityId,
    /// Days in which nobody can.
    TimeOffId,
    /// Appointments that were booked together.
    SeriesId,
    /// A time that is offered in place of another.
    OfferId,
    /// What a client is charged for a service.
    ChargeId,
    /// Charges that a client was sent.
    InvoiceId,
    /// A payment, from the moment at which it is begun. It is its key at the gateway, too.
    PaymentId,
    /// A card that somebody pays with.
    CardId,
    /// A line of the fee schedule.
    FeeId,
    /// A diagnosis of a chart.
    DiagnosisId,
    /// One mail waiting, sent or failed.
    MailId,
    /// One line of the office To-do.
    TaskId,
    /// One authenticator app.
    FactorId,
    /// One browser that is signed in.
    SessionId,
}
