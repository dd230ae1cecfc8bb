//! What somebody sends may take as long as it needs, while it comes: no slower than 1 kB/s, looked at every ten seconds (T24). Only
//! waiting for the sender counts, and never the time that we take ourselves.

use axum::{
    Error,
    body::{Body, BodyDataStream},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::{
    task::yield_now,
    time::{Instant, timeout},
};

#[derive(Clone, Copy)]
pub(super) struct Pace {
    window: Duration,
    /// So many bytes have to come in it.
    least: u64,
}

pub(super) const PACE: Pace = Pace { window: Duration::from_secs(10), least: 10 * 1024 };

/// No more is read ahead of what was taken: whoever takes the parts apart would otherwise hold whatever comes.
const MOST_AHEAD: u64 = 1024 * 1024;
/// So much is handed on at a time.
const PIECE: usize = 64 * 1024;

/// What is known of a body that is being read.
#[derive(Default)]
pub(super) struct Progress {
    slow: AtomicBool,
    ahead: AtomicU64,
}

impl Progress {
    /// Whether it was given up because it came too slowly.
    pub fn was_too_slow(&self) -> bool {
        self.slow.load(Relaxed)
    }

    /// So many bytes were taken.
    pub fn taken(&self, bytes: usize) {
        self.ahead.fetch_sub(bytes as u64, Relaxed);
    }
}

struct Reading {
    body: BodyDataStream,
    rest: Bytes,
    pace: Pace,
    waited: Duration,
    came: u64,
    progress: Arc<Progress>,
}

/// The body, as long as it keeps pace.
pub(super) fn paced(body: Body, pace: Pace, progress: Arc<Progress>) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    let reading = Reading { body: body.into_data_stream(), rest: Bytes::new(), pace, waited: Duration::ZERO, came: 0, progress };
    stream::try_unfold(reading, |mut reading| async move {
        // One piece each time that somebody asks, however much has come.
        yield_now().await;
        reading.next().await.map(|piece| piece.map(|piece| (piece, reading)))
    })
}

impl Reading {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        while self.rest.is_empty() {
            match self.in_time().await? {
                Some(bytes) => self.rest = bytes,
                None => return Ok(None),
            }
        }
        let piece = self.rest.split_to(self.rest.len().min(PIECE));
        if self.progress.ahead.fetch_add(piece.len() as u64, Relaxed) > MOST_AHEAD {
            return Err(Error::new(io::Error::from(io::ErrorKind::InvalidData)));
        }
        Ok(Some(piece))
    }

    async fn in_time(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let began = Instant::now();
            let next = timeout(self.pace.window.saturating_sub(self.waited), self.body.next()).await;
            self.waited += began.elapsed();
            if let Ok(Some(Ok(bytes))) = &next {
                self.came += bytes.len() as u64;
            }
            if self.waited >= self.pace.window {
                if self.came < self.pace.least && !matches!(next, Ok(None)) {
                    self.progress.slow.store(true, Relaxed);
                    return Err(Error::new(io::Error::from(io::ErrorKind::TimedOut)));
                }
                (self.waited, self.came) = (Duration::ZERO, 0);
            }
            if let Ok(next) = next {
                return next.transpose();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use tokio::time::sleep;

    const QUICK: Pace = Pace { window: Duration::from_millis(200), least: 1000 };

    /// So many bytes every twenty milliseconds, for a second.
    fn dripping(bytes: usize) -> Body {
        Body::from_stream(stream::unfold(0, move |times| async move {
            sleep(Duration::from_millis(20)).await;
            (times < 50).then(|| (Ok::<_, Infallible>(Bytes::from(vec![0; bytes])), times + 1))
        }))
    }

    async fn read(body: Body, takes: bool) -> (Result<usize, Error>, bool) {
        let progress = Arc::new(Progress::default());
        let mut pieces = Box::pin(paced(body, QUICK, progress.clone()));
        let mut total = 0;
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => total += piece.len(),
                Err(error) => return (Err(error), progress.was_too_slow()),
            }
            if takes {
                progress.taken(total);
                progress.ahead.store(0, Relaxed);
            }
        }
        (Ok(total), progress.was_too_slow())
    }

    #[tokio::test]
    async fn what_drips_is_given_up_and_what_flows_is_not() {
        let (slow, told) = read(dripping(10), true).await;
        assert!(slow.is_err() && told);
        let (silent, told) = read(Body::from_stream(stream::pending::<Result<Bytes, Infallible>>()), true).await;
        assert!(silent.is_err() && told);
        let (flows, told) = read(dripping(400), true).await;
        assert_eq!((flows.unwrap(), told), (50 * 400, false));
    }

    #[tokio::test]
    async fn nobody_has_us_hold_more_than_a_little() {
        let (held, told) = read(Body::from(vec![0; 3 << 20]), false).await;
        assert!(held.is_err() && !told);
        assert_eq!(read(Body::from(vec![0; 3 << 20]), true).await.0.unwrap(), 3 << 20);
    }
}
