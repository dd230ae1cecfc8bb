//! What a page loads while it is rendered runs in tasks of its own. When one of them panics, nobody would tell the page,
//! which would wait for ever; here its request is told (F11). What tasks log carries the number of their request.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use std::sync::Arc;
use tokio::{sync::Notify, task_local};
use tracing::Instrument;

task_local! {
    static ALARM: Arc<Notify>;
}

/// Has Leptos' tasks watched. The first call in a process counts.
pub(crate) fn watch() {
    let _ = Executor::init_custom_executor(Watched);
}

/// Does the work of a request, unless something on the side of it breaks down.
pub(crate) async fn unless_broken<T>(work: impl Future<Output = T>) -> Option<T> {
    let alarm = Arc::new(Notify::new());
    tokio::select! {
        done = ALARM.scope(alarm.clone(), work) => Some(done),
        () = alarm.notified() => None,
    }
}

struct Watched;

impl CustomExecutor for Watched {
    fn spawn(&self, work: PinnedFuture<()>) {
        let Ok(alarm) = ALARM.try_with(Arc::clone) else {
            tokio::spawn(work);
            return;
        };
        let task = tokio::spawn(ALARM.scope(alarm.clone(), work).in_current_span());
        tokio::spawn(async move {
            if task.await.is_err_and(|ended| ended.is_panic()) {
                alarm.notify_one();
            }
        });
    }

    fn spawn_local(&self, work: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(work);
    }

    fn poll_local(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_page_is_told_when_its_side_work_breaks_down() {
        watch();
        let page = unless_broken(async {
            Executor::spawn(async { Executor::spawn(async { panic!("on purpose") }) });
            std::future::pending::<()>().await;
        });
        assert_eq!(page.await, None);
    }

    #[tokio::test]
    async fn a_page_whose_side_work_is_fine_is_not_disturbed() {
        watch();
        let page = unless_broken(async {
            let (done, told) = tokio::sync::oneshot::channel();
            Executor::spawn(async { done.send(7).unwrap() });
            told.await
        });
        assert_eq!(page.await, Some(Ok(7)));
    }
}
