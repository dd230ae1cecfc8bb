//! Grants that are put in ready-made, with the link that was sent for each: demo data.

use super::table::{grants, invites};
use crate::{db::Write, error::Error, practice::Practice, stored::By};
use chrono::{DateTime, Duration, Utc};
use domain::invites::{GrantKind, LINK_LIFE, Scopes};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// The Chart Owner's access.
pub(crate) struct ReadyMade<'a> {
    pub chart: Uuid,
    pub contact: Option<Uuid>,
    /// Who took it up, a day after the link was sent.
    pub account: Option<Uuid>,
    pub relationship: &'a str,
    pub address: &'a str,
    pub sent_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

pub(crate) async fn put_ready_made(practice: &Practice, write: &Write, made: ReadyMade<'_>) -> Result<(), Error> {
    let grant = practice.randomness.id();
    let taken_up = made.account.map(|_| made.sent_at + Duration::days(1));
    grants::ActiveModel {
        id: Set(grant),
        chart_id: Set(made.chart),
        account_id: Set(made.account),
        contact_id: Set(made.contact),
        kind: Set(By(GrantKind::Owner)),
        relationship: Set(made.relationship.into()),
        legal_basis: Set(None),
        scopes: Set(By(Scopes::of_owner())),
        activated_at: Set(made.sent_at),
        activated_by: Set(None),
        registered_at: Set(taken_up),
        starts_at: Set(None),
        ends_at: Set(None),
        reviewed_at: Set(None),
        revoked_at: Set(made.revoked_at),
    }
    .insert(&**write)
    .await?;
    invites::ActiveModel {
        id: Set(practice.randomness.id()),
        grant_id: Set(grant),
        chart_id: Set(made.chart),
        email: Set(made.address.into()),
        // A secret that nobody was told: this link cannot be opened.
        token_hash: Set(practice.randomness.token().hash()),
        sent_at: Set(made.sent_at),
        ends_at: Set(made.sent_at + LINK_LIFE),
        used_at: Set(taken_up),
        replaced_at: Set(None),
        revoked_at: Set(None),
        locked_at: Set(None),
        failures: Set(0),
        handed_over_by: Set(None),
    }
    .insert(&**write)
    .await?;
    Ok(())
}
