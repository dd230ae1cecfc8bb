//! Fresh proof of who one is, before what asks for it (T14).

use crate::{lies_ahead, named::named};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// So long after proving who one is one may do what asks for fresh proof.
pub const PROOF_LIFE: Duration = Duration::minutes(5);

named! {
    /// What fresh proof is asked for. Proof given for one matter opens no other.
    pub enum StepUpScope {
        /// Who may open a chart, in the portal or in the office.
        Access "access",
        /// The team, its roles, and who supervises whom.
        Team "team",
        /// The practice's settings of who may come in, and how.
        Settings "settings",
        /// A signature.
        Signature "signature",
        /// The trail of who did what, as a file.
        Audit "audit",
        /// One's own second factors and the address to sign in with.
        OwnSignIn "security",
    }
}

/// Whether the last proof holds for this matter: the one by signing in holds for any, a later one for the matter that asked for it.
pub fn proof_holds(proved_at: DateTime<Utc>, proved_for: Option<StepUpScope>, matter: StepUpScope, now: DateTime<Utc>) -> bool {
    is_fresh(proved_at, now) && proved_for.is_none_or(|given| given == matter)
}

/// One from the future, after the clock was set back, proves nothing.
fn is_fresh(proved_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    !lies_ahead(proved_at, now) && now <= proved_at + PROOF_LIFE
}

/// What proving asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Whose password: for the password manager.
    pub email: String,
    /// A code besides the password.
    pub code: bool,
    /// There is an authenticator app: without one a code is one of the recovery codes.
    pub app: bool,
    /// A passkey may be used instead.
    pub passkey: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proved() -> DateTime<Utc> {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn proof_is_fresh_for_five_minutes() {
        assert!(is_fresh(proved(), proved() + PROOF_LIFE));
        assert!(!is_fresh(proved(), proved() + PROOF_LIFE + Duration::milliseconds(1)));
        assert!(!is_fresh(proved(), proved() - Duration::hours(1)));
        assert!(!is_fresh(proved(), proved() - Duration::seconds(31)), "an old proof is not fresh once more");
        assert!(!is_fresh(proved(), proved() + Duration::days(1)));
    }

    #[test]
    fn signing_in_proves_for_anything_and_a_later_proof_for_one_matter() {
        let soon = proved() + Duration::minutes(1);
        for asked in StepUpScope::ALL {
            assert!(proof_holds(proved(), None, asked, soon));
            for given in StepUpScope::ALL {
                assert_eq!(proof_holds(proved(), Some(given), asked, soon), given == asked, "{given:?} for {asked:?}");
            }
            assert!(!proof_holds(proved(), Some(asked), asked, proved() + Duration::minutes(6)));
        }
    }
}
