//! Notices: what waits for staff, and the frame around every office page. The room's functions.

mod mailbox;
mod office;
mod refusals;

pub use mailbox::DemoMailboxPage;
pub use office::ToDoPage;
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, messages::count_inbox};
use crate::{
    Failure, Went,
    parts::{set_badges, stream},
};
use domain::{
    events::EventKind,
    ids::{StaffId, TaskId},
    notices::{DemoMail, OfficeFrame, ToDo, ToDoFilter},
};
use leptos::prelude::*;

loader! {
    /// What would have been sent, in a demo without a mail server.
    pub async fn read_demo_mailbox() -> Result<Vec<DemoMail>, Failure> {
        Ok(crate::actor::visitor()?.demo_mailbox().await?)
    }
}

loader! {
    /// The **To-do** list.
    pub async fn list_tasks(filter: ToDoFilter, below: Option<TaskId>) -> Result<ToDo, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.notices().list(filter, below).await?)
    }
}

/// **Done**: takes a task off the list, with what was noted about it.
#[server(prefix = "/api", endpoint = "staff/notices/finish")]
pub async fn finish_task(task: TaskId, #[server(default)] note: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.notices().finish(task, &note).await?;
    Ok(Went::here().done(Done::Finished))
}

/// Puts a task off until a day; without one it comes back at once.
#[server(prefix = "/api", endpoint = "staff/notices/snooze")]
pub async fn snooze_task(task: TaskId, #[server(default)] day: Option<String>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.notices().snooze(task, day.as_deref()).await?;
    Ok(Went::here().done(if day.is_some() { Done::Later } else { Done::Back }))
}

/// Makes a task somebody's work, or nobody's in particular.
#[server(prefix = "/api", endpoint = "staff/notices/give")]
pub async fn give_task(task: TaskId, #[server(default)] owner: Option<StaffId>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.notices().give(task, owner).await?;
    Ok(Went::here().done(Done::Assigned))
}

/// Sends a failed mail once more, to the same address.
#[server(prefix = "/api", endpoint = "staff/notices/retry_mail")]
pub async fn retry_mail(task: TaskId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.notices().retry_mail(task).await?;
    Ok(Went::here().done(Done::Sent))
}

loader! {
    /// Who works here, for which practice, and how much waits.
    pub async fn read_frame() -> Result<OfficeFrame, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.notices().frame().await?)
    }
}

/// How many tasks wait, asked by a page that was told of something.
#[server(prefix = "/api", endpoint = "staff/notices/counts")]
pub async fn count_tasks() -> Result<u64, Failure> {
    Ok(crate::actor::staff_by_itself().await?.notices().counts().await?)
}

/// In the browser: what is counted on the page stays true.
pub fn keep_counts() {
    let ask = || async {
        if let Ok(tasks) = count_tasks().await {
            set_badges("tasks", tasks);
        }
    };
    stream::ask_on(&EventKind::OF_TASKS, |_| true, ask);
    let ask = || async {
        if let Ok(unread) = count_inbox().await {
            set_badges("inbox", unread);
        }
    };
    if document().query_selector("[data-counts=inbox]").is_ok_and(|badge| badge.is_some()) {
        stream::ask_on(&EventKind::OF_MESSAGES, |_| true, ask);
        stream::ask_on(&[EventKind::MessagesSeen], |_| true, ask);
    }
}
