//! One task a process reads what was told, once, and hands it to the streams. It is woken by commits of this process, by those of others
//! on the same PostgreSQL, and looks by itself every few seconds, for who writes beside the process.

use super::{CHANNEL, stream::StreamRefused, table};
use crate::db::Db;
use sea_orm::{DbBackend, DbErr};
use sqlx::postgres::{PgListener, PgPool};
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, OnceCell, broadcast, watch};

/// Rung after a commit that tells something.
pub(crate) type Bell = Arc<Notify>;
/// So many rows are read at once.
pub(super) const BATCH: u64 = 200;
/// So many batches wait for a stream that is slow; what is lost to it then, it reads from the table.
const WAITING: usize = 16;
const LOOK: Duration = Duration::from_secs(3);
/// When the database does not answer, this long until the next try.
const BREATH: Duration = Duration::from_secs(1);
/// So many streams one session has: a browser needs one.
const OF_ONE_SESSION: usize = 8;
/// And so many there are in all: each is a connection and some memory.
const IN_ALL: usize = 10_000;

/// What was read at once, in order.
pub(super) type Batch = Arc<[table::Model]>;

#[derive(Clone)]
pub(crate) struct Hub(Arc<Inner>);

struct Inner {
    told: broadcast::Sender<Batch>,
    closing: watch::Sender<bool>,
    begun: OnceCell<()>,
    open: Mutex<Open>,
    numbers: AtomicU64,
}

/// The streams that are open, by session, each with what ends it; the oldest first.
#[derive(Default)]
struct Open {
    of_sessions: HashMap<Vec<u8>, VecDeque<(u64, Arc<Notify>)>>,
    many: usize,
}

/// A stream's place among all. Dropped, it is free.
pub(super) struct Seat {
    hub: Hub,
    session: Vec<u8>,
    number: u64,
    /// Rung when a younger stream of the session needs the place.
    pub given_up: Arc<Notify>,
}

impl Hub {
    pub fn new() -> Self {
        Self(Arc::new(Inner {
            told: broadcast::Sender::new(WAITING),
            closing: watch::Sender::new(false),
            begun: OnceCell::new(),
            open: Mutex::default(),
            numbers: AtomicU64::default(),
        }))
    }

    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// What is told from now on. The first who listens sets the task to work, and everybody reads the table after it has begun.
    pub(super) async fn listen(&self, db: &Db) -> Result<broadcast::Receiver<Batch>, DbErr> {
        let begin = async || {
            self.begin(db, table::newest(db.read()).await?);
            Ok::<_, DbErr>(())
        };
        self.0.begun.get_or_try_init(begin).await?;
        Ok(self.0.told.subscribe())
    }

    fn begin(&self, db: &Db, newest: i64) {
        let mut closing = self.closing();
        tokio::spawn(hand_out(db.clone(), self.0.told.clone(), newest, closing.clone()));
        if db.read().get_database_backend() == DbBackend::Postgres {
            let (pool, bell) = (db.read().get_postgres_connection_pool().clone(), db.bell.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = hear_others(pool, bell) => {}
                    _ = closing.wait_for(|closing| *closing) => {}
                }
            });
        }
    }

    pub(super) fn seat(&self, session: Vec<u8>) -> Result<Seat, StreamRefused> {
        let mut open = self.open();
        if open.many >= IN_ALL || *self.0.closing.borrow() {
            return Err(StreamRefused::TooMany);
        }
        open.many += 1;
        let number = self.0.numbers.fetch_add(1, Ordering::Relaxed);
        let given_up = Arc::new(Notify::new());
        let its = open.of_sessions.entry(session.clone()).or_default();
        its.push_back((number, given_up.clone()));
        if its.len() > OF_ONE_SESSION
            && let Some((_, oldest)) = its.pop_front()
        {
            oldest.notify_one();
        }
        Ok(Seat { hub: self.clone(), session, number, given_up })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.hub.open();
        open.many -= 1;
        if let Some(its) = open.of_sessions.get_mut(&self.session) {
            its.retain(|(number, _)| *number != self.number);
            if its.is_empty() {
                open.of_sessions.remove(&self.session);
            }
        }
    }
}

/// Reads what is new and hands it out, until the practice closes.
async fn hand_out(db: Db, told: broadcast::Sender<Batch>, mut last: i64, mut closing: watch::Receiver<bool>) {
    loop {
        match table::after(db.read(), last, BATCH).await {
            Ok(rows) => {
                let whole = rows.len() as u64 == BATCH;
                if let Some(newest) = rows.last() {
                    last = newest.seq;
                    // Where nobody listens just now, nothing is to be handed out.
                    let _ = told.send(rows.into());
                }
                if whole {
                    continue;
                }
            }
            Err(error) => tracing::warn!(%error, "what open pages are to be told cannot be read"),
        }
        tokio::select! {
            () = db.bell.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Rings when another process has told something, or may have while the connection was lost.
async fn hear_others(pool: PgPool, bell: Bell) {
    loop {
        if let Ok(mut listener) = PgListener::connect_with(&pool).await
            && listener.listen(CHANNEL).await.is_ok()
        {
            bell.notify_one();
            while listener.try_recv().await.is_ok() {
                bell.notify_one();
            }
        }
        tokio::time::sleep(BREATH).await;
    }
}
