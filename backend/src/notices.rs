//! Notices: one outbox for every mail, one list for what waits for staff.
//!
//! A mail is written in the transaction that causes it. It must never say anything clinical.

mod delivery;
mod letter;
mod mailbox;
mod outbox;
mod table;
mod tasks;
mod todo;

pub(crate) use delivery::texts_can_leave;
pub(crate) use letter::Letter;
pub(crate) use outbox::{
    Notice, Outgoing, Reader, Undelivered, belongs_to, cancel_all, cancel_invitations, cancel_of_accounts, cancel_of_appointment,
    cancel_of_closing, cancel_of_grants, cancel_of_kind, cancel_of_share, cancel_of_staff, cancel_these, has_key_mail, invitation,
    mails_in_words, newest_reset, queue, queue_one, queue_to, restoration, say_sent, states_of, tell_of_closing, tell_of_message,
    undelivered_to, undelivered_to_each, wait_for_handover, was_told_of_appointment,
};
#[cfg(test)]
pub(crate) use table::ask_all_day;
pub(crate) use table::{mails::Model as Mail, tasks::About};
pub(crate) use tasks::{Task, add_task, close_tasks, has_open_task};
pub(crate) use todo::open_tasks_of;

use crate::actors::Staff;

impl Staff {
    /// The To-do list and the frame around every page.
    pub fn notices(&self) -> StaffNotices<'_> {
        StaffNotices(self)
    }
}

/// The To-do list and the office's frame, for one member of staff.
pub struct StaffNotices<'a>(pub(crate) &'a Staff);
