//! Notices: every mail goes through one outbox, and what waits for staff stands in one list.

mod answers;
mod mail_names;
mod tasks;
mod tries;

pub use answers::{Answer, Reply, Stage, Verdict, verdict};
pub use tasks::{
    LONGEST_NOTE, Refusal, TASKS_SHOWN, TaskDone, TaskDue, TaskGroup, TaskKind, TaskLine, TaskShown, ToDo, ToDoFilter, check_day,
    check_note,
};
pub use tries::{MOST_TRIES, MOST_TRIES_AT_SERVER, MailTrouble, MailWait, TOLD_AFTER, Tries, retry_after};

use crate::{Rights, dates::Moment, named::named};
use serde::{Deserialize, Serialize};

named! {
    /// How a mail stands.
    pub enum MailState {
        /// Waits for its turn, or for its next try.
        Queued "queued",
        /// Handed to the mail server.
        Sent "sent",
        /// Given up after the last try.
        Failed "failed",
        /// Refused for good by the mail server, because of that recipient or that message.
        Bounced "bounced",
        /// Taken back before it left.
        Cancelled "cancelled",
    }
}

named! {
    /// Why a mail is sent. None carries anything clinical.
    pub enum MailKind {
        Invitation "invitation",
        /// A chart is offered to an account that is there already.
        Offer "offer",
        /// Access that was ended is given back.
        Restored "restored",
        /// Staff sent a link to a new password.
        Reset "reset",
        /// Somebody typed this address under **Forgot password**, for the portal or the office.
        Forgot "forgot",
        /// A new member of staff chooses a password.
        Join "join",
        PasswordChanged "password_changed",
        /// Somebody signed in from a browser that was not known.
        NewDevice "new_device",
        /// A second factor was added or removed, or new recovery codes were made.
        FactorsChanged "factors_changed",
        /// Somebody with the password says that the second factor is lost.
        FactorLost "factor_lost",
        /// The same a day later, and two days later.
        FactorLostReminder "factor_lost_reminder",
        /// Another sign-in address is to be confirmed.
        ConfirmAddress "confirm_address",
        /// To the new sign-in address: from now on it counts.
        AddressChanged "address_changed",
        /// To the old one: another counts now. With the link that takes it back.
        AddressLeft "address_left",
        /// To the old one: it counts again.
        AddressUndone "address_undone",
        /// A parent's access ended because the client came of age.
        GrantEnded "grant_ended",
        NewMessage "new_message",
        /// To staff: a client wrote.
        ClientWrote "client_wrote",
        /// A conversation closes soon, because the client stayed quiet.
        ClosesSoon "closes_soon",
        NewDocument "new_document",
        /// It is somebody's turn to sign: a client's or a related contact's.
        ToSign "to_sign",
        /// The same of a member of staff.
        ToCountersign "to_countersign",
        /// What several were to sign was declined by one of them.
        SigningEnded "signing_ended",
        /// A document still waits for a signature.
        SignatureReminder "signature_reminder",
        /// A form waits to be filled in.
        NewForm "new_form",
        /// It still waits.
        FormReminder "form_reminder",
        /// A request for records was answered.
        RecordsAnswered "records_answered",
        /// To staff: a client proposes to change something in the chart.
        InformationProposed "information_proposed",
        /// What a client proposed was answered.
        InformationAnswered "information_answered",
        /// To staff: something in a chart needs somebody now.
        NeedsYou "needs_you",
        /// The practice asks to be paid.
        PaymentRequest "payment_request",
        /// An invoice is due, or was a week ago.
        InvoiceReminder "invoice_reminder",
        /// To staff: a client asks for an appointment, for another time, or has cancelled one.
        AppointmentAsked "appointment_asked",
        /// To staff: a request was not answered in time.
        RequestLapsed "request_lapsed",
        /// To the client, as are the others.
        AppointmentBooked "appointment_booked",
        AppointmentDenied "appointment_denied",
        AppointmentExpired "appointment_expired",
        AppointmentMoved "appointment_moved",
        AppointmentCancelled "appointment_cancelled",
        AppointmentReminder "appointment_reminder",
        /// The same to a telephone.
        ReminderText "reminder_text",
        /// To staff: somebody without an account asks for an appointment.
        ProspectAsked "prospect_asked",
        /// To whoever asked, as are the others.
        ProspectBooked "prospect_booked",
        ProspectDenied "prospect_denied",
        ProspectExpired "prospect_expired",
    }
}

impl MailKind {
    /// What reminds: it stands as long as what it tells of does, and is looked at once more when it leaves.
    pub const REMINDERS: [Self; 5] =
        [Self::AppointmentReminder, Self::ReminderText, Self::FormReminder, Self::SignatureReminder, Self::InvoiceReminder];

    /// What it says of an appointment goes along for the reader's calendar.
    pub fn brings_a_calendar_file(self) -> bool {
        matches!(self, Self::AppointmentBooked | Self::AppointmentMoved | Self::AppointmentCancelled | Self::ProspectBooked)
    }

    /// It goes to a telephone.
    pub fn is_text(self) -> bool {
        self == Self::ReminderText
    }

    /// It goes to an address that is to count, or that counted until now: not to where the account's mail goes.
    pub fn is_about_an_address(self) -> bool {
        matches!(self, Self::ConfirmAddress | Self::AddressChanged | Self::AddressLeft | Self::AddressUndone)
    }
}

/// The frame around every office page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeFrame {
    pub practice: String,
    /// Whether one reads conversations with clients, and how many of them wait unread.
    pub reads_messages: bool,
    pub unread: u64,
    /// "Elena Reyes, PhD"
    pub name: String,
    pub roles: String,
    /// How long the session lasts if nobody does anything.
    pub session_seconds: i64,
    pub tasks: u64,
    pub sees_billing: bool,
    /// What one may do here: the command bar offers no more.
    pub rights: Rights,
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
