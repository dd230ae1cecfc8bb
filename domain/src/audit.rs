//! The audit trail: who did what, for whom, when, from where, and how it ended.
//!
//! A closed list of acts, each with its sentence. A row never holds what was written, only that it was.

use serde::{Deserialize, Serialize};

macro_rules! acts {
    ($($name:ident $stored:literal $sentence:literal),+ $(,)?) => {
        /// What was done. One row per call.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum AuditAct { $($name),+ }

        impl AuditAct {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name under which the act is stored.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $stored),+ }
            }

            /// The sentence that people read.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence),+ }
            }
        }
    };
}

acts! {
    PracticeOpened "practice.opened" "set up the practice",
    Seeded "practice.seeded" "filled the practice with demo data",
    StaffAdded "staff.added" "added a member of staff",
    SignedIn "sign_in.succeeded" "signed in",
    SignInFailed "sign_in.failed" "failed to sign in",
    SignedOut "sign_in.ended" "signed out",
    ChartsListed "charts.listed" "looked through the Chart Room",
    ChartCreated "charts.created" "created the chart",
    ChartOpened "charts.opened" "opened the chart",
    DemographicsOpened "charts.demographics_opened" "opened Demographics",
    DemographicsChanged "charts.demographics_changed" "changed Demographics",
    EmailsChanged "charts.emails_changed" "changed the e-mail addresses",
    OwnerAssigned "charts.owner_assigned" "assigned the Chart Owner",
    CommunicationsOpened "invites.opened" "opened Communications",
    AccessActivated "invites.activated" "activated portal access",
    InviteOpened "invites.link_opened" "opened the registration link",
    IdentityFailed "invites.identity_failed" "failed the identity check",
    IdentityPassed "invites.identity_passed" "passed the identity check",
    PasswordRefused "invites.password_refused" "chose a password that was refused",
    InviteLocked "invites.locked" "was locked out of the registration link",
    Registered "invites.registered" "registered",
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
    ConsentGiven "documents.consent_given" "agreed to sign electronically",
    DocumentSigned "documents.signed" "signed a document",
    DocumentDeclined "documents.declined" "declined to sign a document",
    ConversationsListed "messages.listed" "looked through the messages",
    ConversationOpened "messages.opened" "opened a conversation",
    ToDoOpened "notices.todo_opened" "opened the To-do list",
    TaskDone "notices.task_done" "finished a task",
    MailSent "notices.mail_sent" "sent a mail",
    MailFailed "notices.mail_failed" "could not send a mail",
    MailRetried "notices.mail_retried" "sent a failed mail again",
    MailboxOpened "notices.demo_mailbox_opened" "opened the demo mailbox",
    SettingsOpened "settings.opened" "opened Settings",
    SettingsChanged "settings.changed" "changed Settings",
    Denied "denied" "was refused",
}

impl AuditAct {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_act_has_its_own_name() {
        let names: HashSet<_> = AuditAct::ALL.iter().map(|act| act.name()).collect();
        assert_eq!(names.len(), AuditAct::ALL.len());
    }
}
