//! The audit trail: who did what, for whom, when, from where, and how it ended.
//!
//! A closed list of acts, each with its sentence. A row never holds what was written, only that it was.

use crate::named::named;

macro_rules! acts {
    ($($name:ident $stored:literal $sentence:literal),+ $(,)?) => {
        named! {
            /// What was done. One row per call.
            pub enum AuditAct { $($name $stored),+ }
        }

        impl AuditAct {
            /// The sentence that people read.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence),+ }
            }
        }
    };
}

named! {
    /// How it ended.
    pub enum Outcome { Done "done", Denied "denied" }
}

named! {
    /// Who acted: somebody unknown, somebody with a portal account, somebody who works here, or the program itself.
    pub enum ActorKind { Visitor "visitor", Client "client", Staff "staff", System "system" }
}

acts! {
    PracticeOpened "practice.opened" "set up the practice",
    Seeded "practice.seeded" "filled the practice with demo data",
    ClockJumped "practice.clock_jumped" "noticed that the clock jumped",
    Restored "practice.restored" "restored the practice from a backup",
    StaffAdded "staff.added" "added a member of staff",
    StaffInvitedAgain "staff.invited_again" "invited a member of staff again",
    RolesChanged "staff.roles_changed" "changed somebody's roles",
    SupervisionChanged "staff.supervision_changed" "changed whom somebody supervises",
    StaffDeactivated "staff.deactivated" "ended a member's access",
    AbsenceChanged "staff.absence_changed" "said when somebody is away, and who stands in",
    StaffReactivated "staff.reactivated" "let a member in again",
    SignedIn "sign_in.succeeded" "signed in",
    SignInFailed "sign_in.failed" "failed to sign in",
    PasswordRight "sign_in.password_right" "gave the right password",
    CodeFailed "sign_in.code_failed" "gave a code that was not right",
    ProofGiven "sign_in.proof_given" "proved who they are once more",
    ProofFailed "sign_in.proof_failed" "failed to prove who they are",
    SecurityOpened "sign_in.security_opened" "opened their sign-in settings",
    FactorBegun "sign_in.factor_begun" "began to set up an authenticator app",
    FactorAdded "sign_in.factor_added" "set up an authenticator app",
    FactorRemoved "sign_in.factor_removed" "removed an authenticator app",
    FactorLost "sign_in.factor_lost" "reported a lost second step",
    FactorReminded "sign_in.factor_reminded" "reminded somebody of a lost second step",
    FactorResetStopped "sign_in.factor_reset_stopped" "stopped the removal of a second step",
    FactorReset "sign_in.factor_reset" "removed a lost second step",
    AddressAsked "sign_in.address_asked" "asked for another sign-in address",
    AddressConfirmed "sign_in.address_confirmed" "confirmed another sign-in address",
    AddressChanged "sign_in.address_changed" "changed the sign-in address",
    AddressUndone "sign_in.address_undone" "took back the change of the sign-in address",
    RecoveryCodesMade "sign_in.recovery_codes_made" "made new recovery codes",
    SessionEnded "sign_in.session_ended" "signed out another browser",
    SignedOut "sign_in.ended" "signed out",
    ImportBegun "charts.import_begun" "began to move charts in",
    ImportStaged "charts.import_staged" "put charts in, unseen",
    Imported "charts.imported" "moved charts in",
    ImportTakenAway "charts.import_taken_away" "took away what a broken import left",
    ChartsListed "charts.listed" "looked through the Chart Room",
    ChartCreated "charts.created" "created the chart",
    ChartOpened "charts.opened" "opened the chart",
    DemographicsOpened "charts.demographics_opened" "opened Demographics",
    DemographicsChanged "charts.demographics_changed" "changed Demographics",
    CareTeamChanged "charts.care_team_changed" "changed the care team",
    EmailsChanged "charts.emails_changed" "changed the e-mail addresses",
    OwnerAssigned "charts.owner_assigned" "assigned the Chart Owner",
    AlertsOpened "alerts.opened" "looked at the alerts",
    AlertPinned "alerts.pinned" "pinned an alert to the chart",
    AlertTakenDown "alerts.taken_down" "took an alert down",
    CommunicationsOpened "invites.opened" "opened Communications",
    AccessActivated "invites.activated" "activated portal access",
    InviteOpened "invites.link_opened" "opened the registration link",
    IdentityFailed "invites.identity_failed" "failed the identity check",
    IdentityPassed "invites.identity_passed" "passed the identity check",
    PasswordRefused "invites.password_refused" "chose a password that was refused",
    InviteLocked "invites.locked" "was locked out of the registration link",
    Registered "invites.registered" "registered",
    DeadLinkOpened "invites.dead_link_opened" "opened a link that does not work",
    InviteResent "invites.resent" "sent the invitation again",
    LinkCopied "invites.link_copied" "copied a registration link to hand it over",
    LinkShown "invites.link_shown" "was shown the copied link",
    AccessOffered "invites.offered" "offered the chart to an account",
    OfferOpened "invites.offer_opened" "opened the offer of a chart",
    OfferConfirmed "invites.offer_confirmed" "confirmed the offer of the chart",
    AccessRestored "invites.restored" "gave portal access back",
    AccessRevoked "invites.revoked" "ended portal access",
    OwnerChanged "invites.owner_changed" "changed the Chart Owner",
    GrantOpened "invites.grant_opened" "looked at somebody's access",
    GrantChanged "invites.grant_changed" "changed somebody's access",
    GrantEndedByAge "invites.grant_ended_by_age" "ended access because the client came of age",
    GrantFlaggedByAge "invites.grant_flagged_by_age" "asked staff to look at access because of the client's age",
    DiscreetChanged "invites.discreet_changed" "changed whether mails name the practice",
    AccessesOpened "invites.accesses_opened" "looked at who opened the record",
    ResetAsked "sign_in.reset_asked" "asked for a link to a new password",
    KeyMade "sign_in.key_made" "made a link to a new password",
    ResetSent "sign_in.reset_sent" "sent a link to a new password",
    KeyOpened "sign_in.key_opened" "opened a link to a new password",
    PasswordReset "sign_in.password_reset" "chose a new password",
    HomeOpened "home.opened" "opened the Dashboard",
    DocumentsListed "documents.listed" "looked through the documents",
    DocumentOpened "documents.opened" "opened a document",
    DocumentDownloaded "documents.downloaded" "downloaded a document",
    NoteWritten "documents.written" "wrote a note",
    NoteChanged "documents.changed" "changed a draft",
    NoteFinished "documents.finished" "signed a note",
    DocumentShared "documents.shared" "shared a document",
    DocumentSharedToSign "documents.shared_to_sign" "asked for a signature",
    DocumentUnshared "documents.unshared" "took back a document",
    ConsentRead "documents.consent_read" "read what signing electronically means",
    ConsentGiven "documents.consent_given" "agreed to sign electronically",
    DocumentSigned "documents.signed" "signed a document",
    DocumentDeclined "documents.declined" "declined to sign a document",
    FileReceived "files.received" "sent a file",
    FileRemoved "files.removed" "removed a file that was not sent yet",
    FileOpened "files.opened" "opened a file",
    ConversationsListed "messages.listed" "looked through the messages",
    ConversationOpened "messages.opened" "opened a conversation",
    ComposingOpened "messages.composing" "opened the page for a new message",
    ConversationStarted "messages.started" "began a conversation",
    MessagesRead "messages.read" "read new messages",
    MessageSent "messages.sent" "wrote a message",
    ConversationNoted "messages.noted" "wrote a note among staff",
    ConversationAssigned "messages.assigned" "asked somebody to answer a conversation",
    ConversationSettled "messages.settled" "noted that nothing is left to answer",
    ConversationClosed "messages.closed" "closed a conversation",
    ConversationWarned "messages.warned" "told a client that a conversation closes soon",
    ConversationReopened "messages.reopened" "opened a closed conversation again",
    MessagesSearched "messages.searched" "searched the messages",
    AppointmentsOpened "appointments.opened" "looked at the appointments",
    CalendarOpened "appointments.calendar_opened" "looked at the calendar",
    AppointmentHistoryOpened "appointments.history_opened" "looked through the appointment history",
    AppointmentHistoryExported "appointments.history_exported" "exported the appointment history",
    BookingOpened "appointments.booking_opened" "looked for a time",
    AppointmentRequested "appointments.requested" "asked for an appointment",
    AppointmentBooked "appointments.booked" "booked an appointment",
    AppointmentApproved "appointments.approved" "approved a request for an appointment",
    AppointmentDenied "appointments.denied" "declined a request for an appointment",
    AppointmentExpired "appointments.expired" "let a request for an appointment end unanswered",
    AppointmentMoved "appointments.moved" "moved an appointment",
    AppointmentConfirmed "appointments.confirmed" "confirmed an appointment",
    AppointmentCancelled "appointments.cancelled" "cancelled an appointment",
    AppointmentStateChanged "appointments.state_changed" "changed how an appointment stands",
    OfferTaken "appointments.offer_taken" "took a time that was offered",
    SiteChanged "appointments.site_changed" "changed a place of the practice",
    AppointmentTypeChanged "appointments.type_changed" "changed a type of appointment",
    AvailabilityChanged "appointments.availability_changed" "changed when somebody can be booked",
    TimeOffChanged "appointments.time_off_changed" "changed time off",
    ToDoOpened "notices.todo_opened" "opened the To-do list",
    TaskDone "notices.task_done" "finished a task",
    MailSent "notices.mail_sent" "sent a mail",
    MailFailed "notices.mail_failed" "could not send a mail",
    MailRetried "notices.mail_retried" "sent a failed mail again",
    MailboxOpened "notices.demo_mailbox_opened" "opened the demo mailbox",
    SettingsOpened "settings.opened" "opened Settings",
    SettingsChanged "settings.changed" "changed Settings",
    SampleSent "settings.sample_sent" "sent a sample of the welcome mail",
    Denied "denied" "was refused",
}
