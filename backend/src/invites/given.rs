//! What a grant is made of, and what the client's age asks of it.

use super::{Activation, StaffInvites, grant::day, table::grants};
use crate::{charts::Chart, dates, error::Error, stored::By};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    charts::tidy,
    invites::{AgeRule, GrantKind, Refusal, Scopes},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// So many characters a legal basis has at most.
pub(super) const LONGEST_BASIS: usize = 200;

/// The practice's rule about ages, and the day it is there: read before a change begins, which holds the one connection it needs.
pub(super) struct Ages {
    rule: AgeRule,
    zone: Tz,
    now: DateTime<Utc>,
}

impl StaffInvites<'_> {
    pub(super) async fn ages(&self) -> Result<Ages, Error> {
        let settings = self.0.practice_settings().await?;
        Ok(Ages { rule: settings.access.ages(), zone: dates::zone(&settings.zone), now: self.0.practice.clock.now() })
    }
}

impl Ages {
    pub fn are_of_age(&self, chart: &Chart) -> Result<bool, Error> {
        Ok(self.rule.is_of_age(chart.born()?, dates::today(self.now, self.zone)))
    }

    /// What the client's age asks of a new grant: of somebody else's, for a client who is of age, why and until when; of a child's
    /// own, that it is meant.
    pub fn reason(&self, chart: &Chart, contact: Option<Uuid>, activation: &Activation) -> Result<Option<Reason>, Error> {
        let young = self.rule.is_young(chart.born()?, dates::today(self.now, self.zone));
        match contact {
            None if young && !activation.child => Err(domain::charts::Refusal::OwnerIsChild.into()),
            Some(_) if self.are_of_age(chart)? => Ok(Some(Reason::read(activation, self.zone, self.now)?)),
            _ => Ok(None),
        }
    }
}

/// A grant that is to be.
pub(super) struct NewGrant {
    pub contact: Option<Uuid>,
    pub account: Option<Uuid>,
    pub kind: GrantKind,
    pub relationship: String,
    pub scopes: Scopes,
    pub reason: Option<Reason>,
}

/// Why, and until when, somebody else opens the record of a client who is of age.
#[derive(Clone)]
pub(super) struct Reason {
    legal_basis: String,
    ends_at: DateTime<Utc>,
}

impl Reason {
    fn read(activation: &Activation, zone: Tz, now: DateTime<Utc>) -> Result<Self, Error> {
        let legal_basis = tidy(&activation.legal_basis);
        let last_day = day(&activation.ends_on, Refusal::EndUnreadable)?;
        check_reason(&legal_basis, last_day)?;
        let after = last_day.and_then(|day| day.succ_opt()).ok_or(Refusal::EndUnreadable)?;
        let ends_at = dates::begins(after, zone);
        if ends_at <= now { Err(Refusal::EndsInThePast.into()) } else { Ok(Self { legal_basis, ends_at }) }
    }
}

/// Names what is missing of a reason.
pub(super) fn check_reason(legal_basis: &str, last_day: Option<NaiveDate>) -> Result<(), Vec<Refusal>> {
    let wrong = [
        (legal_basis.is_empty(), Refusal::LegalBasisMissing),
        (legal_basis.chars().count() > LONGEST_BASIS, Refusal::LegalBasisTooLong),
        (last_day.is_none(), Refusal::EndMissing),
    ];
    let refused: Vec<Refusal> = wrong.into_iter().filter_map(|(wrong, refusal)| wrong.then_some(refusal)).collect();
    if refused.is_empty() { Ok(()) } else { Err(refused) }
}

impl NewGrant {
    pub fn row(self, id: Uuid, chart: Uuid, now: DateTime<Utc>, by: Option<Uuid>, taken_up: bool) -> grants::ActiveModel {
        grants::ActiveModel {
            id: Set(id),
            chart_id: Set(chart),
            account_id: Set(self.account),
            contact_id: Set(self.contact),
            kind: Set(By(self.kind)),
            relationship: Set(self.relationship),
            legal_basis: Set(self.reason.as_ref().map(|reason| reason.legal_basis.clone())),
            scopes: Set(By(self.scopes)),
            activated_at: Set(now),
            activated_by: Set(by),
            registered_at: Set(taken_up.then_some(now)),
            starts_at: Set(None),
            ends_at: Set(self.reason.map(|reason| reason.ends_at)),
            reviewed_at: Set(None),
            revoked_at: Set(None),
        }
    }
}
