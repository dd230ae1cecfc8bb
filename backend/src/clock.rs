//! The clock, injected: tests move it, and nobody else asks the system what time it is.

use chrono::{DateTime, Duration, SubsecRound, Utc};
use std::sync::{Arc, Mutex};

/// Tells the time, in whole milliseconds.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// A clock that stands until it is moved.
    pub fn standing(at: DateTime<Utc>) -> (Self, Hands) {
        let hands = Hands(Arc::new(Mutex::new(at)));
        let face = hands.clone();
        (Self(Arc::new(move || face.time())), hands)
    }

    /// Whatever it is told to be: tests let it break down.
    pub fn telling(face: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(face))
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.0)().trunc_subsecs(3)
    }
}

/// The hands of a standing clock.
#[derive(Clone)]
pub struct Hands(Arc<Mutex<DateTime<Utc>>>);

impl Hands {
    fn time(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Moves the clock, forward or back.
    pub fn shift(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) += by;
    }
}
