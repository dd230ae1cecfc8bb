//! Notices: what waits for staff, and the frame around every office page. The room's functions.

mod mailbox;
mod office;
mod refusals;

pub use mailbox::DemoMailboxPage;
pub use office::ToDoPage;
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, messages::count_inbox, routes};
use crate::{
    Failure, Went,
    parts::{set_badges, stream},
};
use domain::{
    events::EventKind,
    ids::TaskId,
    notices::{DemoMail, OfficeFrame, ToDo},
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
    pub async fn list_tasks() -> Result<ToDo, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.notices().to_do().await?)
    }
}

/// **Done**: takes a task off the list, with what was noted about it.
#[server(prefix = "/api", endpoint = "staff/notices/finish")]
pub async fn finish_task(task: TaskId, #[server(default)] note: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.notices().finish(task, &note).await?;
    Ok(Went::to(routes::TO_DO).done(Done::Finished))
}

/// Sends a failed mail once more, to the same address.
#[server(prefix = "/api", endpoint = "staff/notices/retry_mail")]
pub async fn retry_mail(task: TaskId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.notices().retry_mail(task).await?;
    Ok(Went::to(routes::TO_DO).done(Done::Sent))
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
    const COUNTED: [EventKind; 3] = [EventKind::AccessTasksChanged, EventKind::ClinicalTasksChanged, EventKind::PracticeTasksChanged];
    let ask = || async {
        if let Ok(tasks) = count_tasks().await {
            set_badges("tasks", tasks);
        }
    };
    stream::ask_on(&COUNTED, |_| true, ask);
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
