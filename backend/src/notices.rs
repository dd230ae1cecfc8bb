//! Notices: one outbox for every mail, one list for what waits for staff.
//!
//! A mail is written in the transaction that causes it. It must never say anything clinical.

mod delivery;
mod letter;
mod mailbox;
mod outbox;
mod table;
mod todo;

pub(crate) use delivery::deliver_next;
pub(crate) use letter::Letter;
pub(crate) use outbox::{Notice, cancel_all, cancel_invitation, invitation, queue, queue_to, wait_for_handover};
pub(crate) use todo::{add_task, open_tasks_of_chart};

use crate::actors::Staff;

/// The To-do list and the office's frame, for one member of staff.
pub struct StaffNotices<'a>(pub(crate) &'a Staff);
