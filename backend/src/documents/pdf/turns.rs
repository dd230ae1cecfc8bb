//! One paper after the other, so that several do not take every core.

use super::PdfError;
use crate::error::Error;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::spawn_blocking,
};

/// Leave to make a paper.
pub(crate) type Turn = SemaphorePermit<'static>;

/// Signatures have a turn of their own, one after the other: nobody who signs waits for what others download.
pub(crate) async fn turn_to_sign() -> Result<Turn, Error> {
    static TURN: Semaphore = Semaphore::const_new(1);
    TURN.acquire().await.map_err(Error::unexpected)
}

/// One paper after the other, off the async threads: a long one takes a core and much memory, and two would take both (T32).
pub(crate) async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T, PdfError> + Send + 'static) -> Result<T, Error> {
    static TURN: Semaphore = Semaphore::const_new(1);
    make(TURN.acquire().await.map_err(Error::unexpected)?, work).await
}

/// Makes a paper off the async threads.
pub(crate) async fn make<T: Send + 'static>(turn: Turn, work: impl FnOnce() -> Result<T, PdfError> + Send + 'static) -> Result<T, Error> {
    let done = spawn_blocking(move || {
        // Held until it is done, also when nobody waits for it any more.
        let _turn = turn;
        work()
    });
    done.await.map_err(Error::unexpected)?.map_err(Error::unexpected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_signs_waits_for_no_download() {
        let (over, lasts) = std::sync::mpsc::channel::<()>();
        let (began, begins) = tokio::sync::oneshot::channel();
        let download = tokio::spawn(in_turn(move || {
            began.send(()).unwrap();
            lasts.recv().unwrap();
            Ok(())
        }));
        begins.await.unwrap();
        let turn = turn_to_sign().await.unwrap();
        make(turn, || Ok(())).await.unwrap();
        over.send(()).unwrap();
        download.await.unwrap().unwrap();
    }
}
