//! The true HTTP status of a failure, for callers that read it.

use axum::http::StatusCode;
use domain::{Failure, Refusal, charts, documents, files, invites, settings, sign_in};

pub(super) fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::SignedOut => StatusCode::UNAUTHORIZED,
        Failure::NotAllowed | Failure::ProofNeeded(_) => StatusCode::FORBIDDEN,
        Failure::Refused(refusals) => {
            refusals.iter().map(|refusal| status_of_refusal(*refusal)).max_by_key(weight).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Failure::Unexpected { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        Failure::Unreachable => StatusCode::BAD_REQUEST,
    }
}

/// How long somebody has to wait who tried too often.
pub(super) fn seconds_to_wait(failure: &Failure) -> Option<i64> {
    let Failure::Refused(refusals) = failure else { return None };
    refusals.iter().find_map(|refusal| match refusal {
        Refusal::SignIn(sign_in::Refusal::TooManyTries { seconds }) => Some(*seconds),
        _ => None,
    })
}

fn status_of_refusal(refusal: Refusal) -> StatusCode {
    use documents::Refusal::{AlreadyFinished, AlreadyOpened, AlreadyShared, AlreadySigned, ChangedMeanwhile, ChangedSinceRead};
    match refusal {
        Refusal::Documents(AlreadyFinished | AlreadyOpened | AlreadyShared | AlreadySigned | ChangedMeanwhile | ChangedSinceRead)
        | Refusal::Charts(charts::Refusal::ChangedMeanwhile)
        | Refusal::Settings(settings::Refusal::ChangedMeanwhile)
        | Refusal::Invites(invites::Refusal::AlreadyActivated) => StatusCode::CONFLICT,
        Refusal::Appointments(refusal) if refusal.is_conflict() => StatusCode::CONFLICT,
        Refusal::Files(files::Refusal::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Files(files::Refusal::WrongKind | files::Refusal::HeicLocated | files::Refusal::Unreadable) => {
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        }
        Refusal::Files(files::Refusal::StillArriving) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Files(files::Refusal::StoreFull) => StatusCode::INSUFFICIENT_STORAGE,
        Refusal::SignIn(sign_in::Refusal::WrongEmailOrPassword) => StatusCode::UNAUTHORIZED,
        Refusal::SignIn(sign_in::Refusal::TooManyTries { .. }) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Among several reasons the one counts that no correction of the form can heal.
fn weight(status: &StatusCode) -> u8 {
    match *status {
        StatusCode::UNPROCESSABLE_ENTITY => 0,
        StatusCode::CONFLICT => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_its_status() {
        let refused = |refusals: &[Refusal]| status(&Failure::Refused(refusals.to_vec())).as_u16();
        assert_eq!(status(&Failure::NotFound), 404);
        assert_eq!(status(&Failure::SignedOut), 401);
        assert_eq!(status(&Failure::NotAllowed), 403);
        assert_eq!(status(&Failure::Unexpected { incident: "7".into() }), 500);
        assert_eq!(refused(&[]), 422);
        assert_eq!(refused(&[charts::Refusal::LastNameMissing.into()]), 422);
        assert_eq!(refused(&[charts::Refusal::LastNameMissing.into(), charts::Refusal::ChangedMeanwhile.into()]), 409);
        assert_eq!(refused(&[documents::Refusal::AlreadySigned.into()]), 409);
        assert_eq!(refused(&[sign_in::Refusal::WrongEmailOrPassword.into()]), 401);
    }

    #[test]
    fn too_many_tries_say_how_long_to_wait() {
        let failure = Failure::Refused(vec![sign_in::Refusal::TooManyTries { seconds: 8 }.into()]);
        assert_eq!(status(&failure), 429);
        assert_eq!(seconds_to_wait(&failure), Some(8));
        assert_eq!(seconds_to_wait(&Failure::SignedOut), None);
    }
}
