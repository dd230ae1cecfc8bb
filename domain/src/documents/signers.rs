//! Who signs a document, in which order, and until when.

use super::{Refusal, ShareState};
use crate::{
    dates::Moment,
    ids::{GrantId, SignerId, StaffId},
    named::named,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

named! {
    /// What became of one who is asked.
    pub enum SignerState {
        Waiting "waiting",
        Signed "signed",
        Declined "declined",
        /// Staff took it back, or asked somebody else in their place.
        TakenBack "taken_back",
    }
}

/// So many sign one document at most.
pub const MOST_SIGNERS: usize = 5;

/// The fields that say who signs, in their order.
pub const SIGNER_FIELDS: [&str; MOST_SIGNERS] = ["first", "second", "third", "fourth", "fifth"];

/// Who can be asked: who holds an access to the portal, or a member of staff, who countersigns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signatory {
    Holder(GrantId),
    Staff(StaffId),
}

impl fmt::Display for Signatory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holder(id) => write!(f, "holder-{id}"),
            Self::Staff(id) => write!(f, "staff-{id}"),
        }
    }
}

impl FromStr for Signatory {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let (kind, id) = text.split_once('-').ok_or(Refusal::SignerUnknown)?;
        match kind {
            "holder" => id.parse().map(Self::Holder).map_err(|_| Refusal::SignerUnknown),
            "staff" => id.parse().map(Self::Staff).map_err(|_| Refusal::SignerUnknown),
            _ => Err(Refusal::SignerUnknown),
        }
    }
}

/// What came from the form: fields that are left empty ask nobody, and set no date.
#[derive(Clone, Debug, Default)]
pub struct AskingDraft {
    pub signers: Vec<String>,
    pub due: String,
    pub until: String,
}

/// Who is asked to sign, in this order, and until when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// Nobody named: the Chart Owner alone.
    pub signers: Vec<Signatory>,
    pub due: Option<NaiveDate>,
    /// The last day on which it can be signed.
    pub until: Option<NaiveDate>,
}

impl AskingDraft {
    /// Reads it, and names everything that is wrong with it.
    pub fn read(&self, today: NaiveDate) -> Result<Asking, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut signers = Vec::new();
        for typed in self.signers.iter().map(|typed| typed.trim()).filter(|typed| !typed.is_empty()) {
            match typed.parse() {
                Ok(signer) if signers.contains(&signer) => refusals.push(Refusal::SignerTwice),
                Ok(signer) => signers.push(signer),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() && !signers.iter().any(|signer| matches!(signer, Signatory::Holder(_))) {
            refusals.push(Refusal::SignersMissing);
        }
        signers.truncate(MOST_SIGNERS);
        let mut day = |typed: &str, unfit: Refusal| match typed.trim() {
            "" => None,
            typed => match typed.parse::<NaiveDate>() {
                Ok(day) if day >= today => Some(day),
                _ => {
                    refusals.push(unfit);
                    None
                }
            },
        };
        let (due, until) = (day(&self.due, Refusal::DueUnfit), day(&self.until, Refusal::UntilUnfit));
        if due.zip(until).is_some_and(|(due, until)| until < due) {
            refusals.push(Refusal::UntilBeforeDue);
        }
        refusals.dedup();
        if refusals.is_empty() { Ok(Asking { signers, due, until }) } else { Err(refusals) }
    }
}

/// Whose turn it is, of these in their order: the first who has not answered, unless somebody declined.
pub fn turn(states: &[SignerState]) -> Option<usize> {
    if states.contains(&SignerState::Declined) {
        return None;
    }
    states.iter().position(|state| *state == SignerState::Waiting)
}

/// What a share is whose signers stand like this.
pub fn share_of_signers(states: &[SignerState]) -> ShareState {
    let any = |state| states.contains(&state);
    if any(SignerState::Declined) {
        ShareState::Declined
    } else if any(SignerState::Waiting) {
        ShareState::AwaitingSignature
    } else if any(SignerState::Signed) {
        ShareState::Signed
    } else {
        ShareState::Open
    }
}

/// How a share stands at that moment: what nobody can sign any more counts as expired.
pub fn standing(state: ShareState, expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> ShareState {
    match state {
        ShareState::AwaitingSignature if expires_at.is_some_and(|end| now >= end) => ShareState::Expired,
        state => state,
    }
}

/// Until when something should be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDay {
    pub on: NaiveDate,
    pub overdue: bool,
}

/// Somebody who is asked to sign, as both sides see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignerLine {
    pub id: SignerId,
    pub name: String,
    /// "mother of Leo Lindqvist"
    pub role: String,
    pub state: SignerState,
    pub at: Option<Moment>,
    /// It is their turn now.
    pub turn: bool,
    /// They cannot sign any more: their access, or their work here, has ended.
    pub gone: bool,
    /// It is who looks at this.
    pub own: bool,
}

/// Who can be chosen to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// A [`Signatory`], as the form writes it.
    pub value: String,
    pub name: String,
    pub role: String,
    pub registered: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use SignerState::*;
    use uuid::Uuid;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn holder(n: u128) -> Signatory {
        Signatory::Holder(GrantId(Uuid::from_u128(n)))
    }

    fn asks(signers: &[Signatory]) -> AskingDraft {
        AskingDraft { signers: signers.iter().map(Signatory::to_string).collect(), ..Default::default() }
    }

    #[test]
    fn the_order_is_the_one_of_the_form_and_gaps_do_not_count() {
        let staff = Signatory::Staff(StaffId(Uuid::from_u128(9)));
        let mut draft = asks(&[holder(2), staff]);
        draft.signers.insert(1, "  ".into());
        assert_eq!(draft.read(today()).unwrap().signers, [holder(2), staff]);
    }

    #[test]
    fn nobody_is_asked_twice_and_somebody_signs_in_the_portal() {
        assert_eq!(asks(&[holder(1), holder(1)]).read(today()), Err(vec![Refusal::SignerTwice]));
        assert_eq!(asks(&[]).read(today()), Err(vec![Refusal::SignersMissing]));
        assert_eq!(asks(&[Signatory::Staff(StaffId::default())]).read(today()), Err(vec![Refusal::SignersMissing]));
        let nobody = AskingDraft { signers: vec!["maya".into(), "holder-7".into()], ..Default::default() };
        assert_eq!(nobody.read(today()), Err(vec![Refusal::SignerUnknown]));
    }

    #[test]
    fn dates_lie_ahead_and_the_last_day_is_not_before_the_due_one() {
        let dated = |due: &str, until: &str| AskingDraft { due: due.into(), until: until.into(), ..asks(&[holder(1)]) }.read(today());
        let asking = dated("2026-11-21", "2026-12-01").unwrap();
        assert_eq!((asking.due, asking.until), (Some(today()), "2026-12-01".parse().ok()));
        assert_eq!(dated("2026-11-20", "soon"), Err(vec![Refusal::DueUnfit, Refusal::UntilUnfit]));
        assert_eq!(dated("2026-12-02", "2026-12-01"), Err(vec![Refusal::UntilBeforeDue]));
        assert_eq!(dated("", "").unwrap().due, None);
    }

    #[test]
    fn the_turn_passes_along_and_ends_with_a_decline() {
        assert_eq!(turn(&[Waiting, Waiting]), Some(0));
        assert_eq!(turn(&[Signed, TakenBack, Waiting]), Some(2));
        assert_eq!(turn(&[Signed, Declined, Waiting]), None);
        assert_eq!(turn(&[Signed]), None);
    }

    #[test]
    fn a_share_is_signed_once_nobody_is_left_to_sign() {
        assert_eq!(share_of_signers(&[Signed, Waiting]), ShareState::AwaitingSignature);
        assert_eq!(share_of_signers(&[Signed, TakenBack]), ShareState::Signed);
        assert_eq!(share_of_signers(&[TakenBack]), ShareState::Open);
        assert_eq!(share_of_signers(&[Signed, Declined, Waiting]), ShareState::Declined);
    }

    #[test]
    fn what_is_past_its_last_day_is_expired_unless_it_was_answered() {
        let end: DateTime<Utc> = "2026-11-22T05:00:00Z".parse().unwrap();
        let at = |state, now: &str| standing(state, Some(end), now.parse().unwrap());
        assert_eq!(at(ShareState::AwaitingSignature, "2026-11-22T04:59:59Z"), ShareState::AwaitingSignature);
        assert_eq!(at(ShareState::AwaitingSignature, "2026-11-22T05:00:00Z"), ShareState::Expired);
        assert_eq!(at(ShareState::Signed, "2026-12-22T05:00:00Z"), ShareState::Signed);
        assert_eq!(standing(ShareState::AwaitingSignature, None, end), ShareState::AwaitingSignature);
    }
}
