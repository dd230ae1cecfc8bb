//! What a use case can answer instead of its result.

use domain::{Refusal, sign_in::StepUpScope};
use sea_orm::{DbErr, SqlErr};
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Error {
    /// There is no such thing, or it is not for this person. The caller never learns which.
    #[error("not found")]
    NotFound,
    #[error("nobody is signed in")]
    SignedOut,
    /// What was asked for wants fresh proof of who one is (T14).
    #[error("fresh proof is needed")]
    ProofNeeded(StepUpScope),
    #[error("not this person's work")]
    NotAllowed,
    #[error("refused: {0:?}")]
    Refused(Vec<Refusal>),
    #[error(transparent)]
    Unexpected(#[from] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub(crate) fn unexpected(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Unexpected(Box::new(error))
    }
}

/// Somebody else was faster, and the database holds that there is one: a refusal. Anything else is an incident.
pub(crate) fn taken(refusal: impl Into<Error>) -> impl FnOnce(DbErr) -> Error {
    |error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => refusal.into(),
        _ => error.into(),
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::unexpected(error)
    }
}

impl From<crate::sealing::Broken> for Error {
    fn from(error: crate::sealing::Broken) -> Self {
        Self::unexpected(error)
    }
}

macro_rules! from_rooms {
    ($($room:ident),+) => {$(
        impl From<domain::$room::Refusal> for Error {
            fn from(refusal: domain::$room::Refusal) -> Self {
                Self::Refused(vec![refusal.into()])
            }
        }

        impl From<Vec<domain::$room::Refusal>> for Error {
            fn from(refusals: Vec<domain::$room::Refusal>) -> Self {
                Self::Refused(refusals.into_iter().map(Into::into).collect())
            }
        }
    )+};
}
from_rooms!(alerts, charts, documents, files, invites, notices, settings, sign_in);

/// A number under which something unexpected is found in the log.
pub fn incident() -> String {
    let random: [u8; 4] = crate::secrets::Randomness::system().bytes();
    hex::encode(random)
}
