//! What the access log calls a mail.

use super::MailKind;

impl MailKind {
    /// "the invitation": of what it was, never of what it told.
    pub fn in_words(self) -> &'static str {
        use MailKind::*;
        match self {
            Invitation => "the invitation",
            Offer => "the offer to an account",
            Restored => "that access is open again",
            Reset | Forgot => "a link to a new password",
            Join => "the invitation to the team",
            PasswordChanged => "that the password was changed",
            NewDevice => "that there was a sign-in from a new browser",
            FactorsChanged => "that the second step was changed",
            FactorLost | FactorLostReminder => "that the second step is to be removed",
            ConfirmAddress => "the question about another sign-in address",
            AddressChanged | AddressLeft => "that the sign-in address was changed",
            AddressUndone => "that the sign-in address was changed back",
            GrantEnded => "that access has ended",
            NewMessage | ClientWrote => "that there is a message",
            ClosesSoon => "that a conversation closes soon",
            NewDocument => "that something was shared",
            ToSign | ToCountersign => "that something is to be signed",
            SigningEnded => "that something will not be signed",
            SignatureReminder => "a reminder of a signature",
            NewForm => "that there is a form",
            FormReminder => "a reminder of a form",
            RecordsAnswered => "that a request for records was answered",
            InformationProposed => "that a client asks for changes",
            InformationAnswered => "the answer to changes that were asked for",
            NeedsYou => "that something needs somebody now",
            InvoiceReminder => "a reminder of an invoice",
            PaymentRequest => "a request to look at the account",
            AppointmentAsked | ProspectAsked => "that somebody asks for an appointment",
            RequestLapsed => "that a request for an appointment has ended",
            AppointmentBooked | ProspectBooked => "that an appointment is booked",
            AppointmentDenied | AppointmentExpired | ProspectDenied | ProspectExpired => "the answer to a request for an appointment",
            AppointmentMoved => "that an appointment was moved",
            AppointmentCancelled => "that an appointment was cancelled",
            AppointmentReminder | ReminderText => "a reminder of an appointment",
        }
    }
}
