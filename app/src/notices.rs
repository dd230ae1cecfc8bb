//! Notices: what waits for staff, and the frame around every office page. The room's functions.

mod mailbox;
mod office;

pub use mailbox::DemoMailboxPage;
pub use office::ToDoPage;

use crate::Failure;
use domain::{
    ids::TaskId,
    notices::{DemoMail, OfficeFrame, ToDo},
};
use leptos::prelude::*;

/// What would have been sent, in a demo without a mail server.
#[server(prefix = "/api", endpoint = "visitor/demo_mailbox/read")]
pub async fn read_demo_mailbox() -> Result<Vec<DemoMail>, Failure> {
    Ok(crate::actor::visitor()?.demo_mailbox().await?)
}

/// The **To-do** list.
#[server(prefix = "/api", endpoint = "staff/notices/list")]
pub async fn list_tasks() -> Result<ToDo, Failure> {
    let staff = crate::actor::staff().await?;
    Ok(staff.notices().to_do().await?)
}

/// **Done**: takes a task off the list, with what was noted about it.
#[server(prefix = "/api", endpoint = "staff/notices/finish")]
pub async fn finish_task(task: TaskId, #[server(default)] note: String) -> Result<(), Failure> {
    use crate::{Answer, reply::reply, routes};
    let staff = crate::actor::staff().await?;
    staff.notices().finish(task, &note).await?;
    reply(Answer::GoTo(routes::in_state(routes::TO_DO, "done", "finished")));
    Ok(())
}

/// Sends a failed mail once more, to the same address.
#[server(prefix = "/api", endpoint = "staff/notices/retry_mail")]
pub async fn retry_mail(task: TaskId) -> Result<(), Failure> {
    use crate::{Answer, reply::reply, routes};
    let staff = crate::actor::staff().await?;
    staff.notices().retry_mail(task).await?;
    reply(Answer::GoTo(routes::in_state(routes::TO_DO, "done", "sent")));
    Ok(())
}

/// Who works here, for which practice, and how much waits.
#[server(prefix = "/api", endpoint = "staff/frame/read")]
pub async fn read_frame() -> Result<OfficeFrame, Failure> {
    let staff = crate::actor::staff().await?;
    Ok(staff.notices().frame().await?)
}
