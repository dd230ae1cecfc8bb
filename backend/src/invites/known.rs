//! What other rooms know of grants and links.

use super::table::{grants, invites};
use crate::in_chart::Within;
use chrono::{DateTime, Utc};
use domain::invites::{GrantKind, GrantTerm, Scope, Scopes};
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Expr, IntoColumnRef},
};
use uuid::Uuid;

/// One account's access to one chart.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub id: Uuid,
    pub chart_id: Uuid,
    pub account_id: Option<Uuid>,
    pub contact_id: Option<Uuid>,
    /// It is not the owner's, but another person's.
    pub linked: bool,
    pub activated_at: DateTime<Utc>,
    pub registered_at: Option<DateTime<Utc>>,
    pub term: GrantTerm,
    pub scopes: Scopes,
}

impl From<grants::Model> for Grant {
    fn from(row: grants::Model) -> Self {
        Self {
            id: row.id,
            chart_id: row.chart_id,
            account_id: row.account_id,
            contact_id: row.contact_id,
            linked: row.kind.0 == GrantKind::Linked,
            activated_at: row.activated_at,
            registered_at: row.registered_at,
            term: row.term(),
            scopes: row.scopes.0,
        }
    }
}

impl Grant {
    pub fn has_scope(&self, scope: Scope) -> bool {
        self.scopes.has(scope)
    }
}

fn known(rows: Vec<grants::Model>) -> Vec<Grant> {
    rows.into_iter().map(Grant::from).collect()
}

/// The access that the chart's owner has or is invited to.
pub(crate) async fn open_grant(chart: &impl Within) -> Result<Option<Grant>, DbErr> {
    Ok(grants::of_owner(chart).await?.map(Grant::from))
}

/// Everybody's access to a chart, ended or not, in the order in which it was granted.
pub(crate) async fn all_of(chart: &impl Within) -> Result<Vec<Grant>, DbErr> {
    Ok(known(grants::all(chart).await?))
}

/// These, ended or not.
pub(crate) async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Grant>, DbErr> {
    Ok(known(grants::by_ids(db, ids).await?))
}

/// Who may open this area of a chart now, and has registered.
pub(crate) async fn readers(chart: &impl Within, scope: Scope, now: DateTime<Utc>) -> Result<Vec<Grant>, DbErr> {
    let mut grants = known(grants::all(chart).await?);
    grants.retain(|grant| grant.account_id.is_some() && grant.term.is_open(now) && grant.has_scope(scope));
    Ok(grants)
}

/// Whether somebody has registered for the chart in that column, and may open it now.
pub(crate) fn somebody_has(chart: impl IntoColumnRef, now: DateTime<Utc>) -> Expr {
    grants::somebody_has(chart, now)
}

/// What an account may open now: taken up, begun, not revoked, not ended.
pub(crate) async fn open_of_account(db: &impl ConnectionTrait, account: Uuid, now: DateTime<Utc>) -> Result<Vec<Grant>, DbErr> {
    Ok(known(grants::open_of_account(db, account, now).await?))
}

/// What is offered to an account, whose holder has not confirmed it yet.
pub(crate) async fn offered_to(db: &impl ConnectionTrait, account: Uuid, now: DateTime<Utc>) -> Result<Vec<Grant>, DbErr> {
    Ok(known(grants::offered_to(db, account, now).await?))
}

/// Everything that an account holds or is offered, neither revoked nor ended.
pub(crate) async fn living_of_account(db: &impl ConnectionTrait, account: Uuid, now: DateTime<Utc>) -> Result<Vec<Grant>, DbErr> {
    Ok(known(grants::living_of_account(db, account, now).await?))
}

/// The charts that an account was ever given or offered, ended or not.
pub(crate) async fn charts_ever_of(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<Uuid>, DbErr> {
    Ok(grants::of_account(db, account).await?.into_iter().map(|grant| grant.chart_id).collect())
}

/// The account that a grant is offered to, or belongs to.
pub(crate) async fn account_of(db: &impl ConnectionTrait, grant: Uuid) -> Result<Option<Uuid>, DbErr> {
    Ok(grants::by_id(db, grant).await?.and_then(|grant| grant.account_id))
}

/// Where the newest link of a grant went.
pub(crate) async fn invited_at(db: &impl ConnectionTrait, grant: Uuid) -> Result<Option<String>, DbErr> {
    Ok(invites::newest(db, grant).await?.map(|link| link.email))
}

/// Whether a link of a grant went to this address.
pub(crate) async fn was_invited_at(db: &impl ConnectionTrait, grant: Uuid, address: &str) -> Result<bool, DbErr> {
    Ok(invites::of_grants(db, vec![grant]).await?.iter().any(|link| link.email == address))
}

/// Who handed over the link with which this access was taken up, and when; nobody, if it was mailed.
pub(crate) async fn handed_over(db: &impl ConnectionTrait, grant: Uuid) -> Result<Option<(Uuid, DateTime<Utc>)>, DbErr> {
    let used = invites::of_grants(db, vec![grant]).await?.into_iter().find(|link| link.used_at.is_some());
    Ok(used.and_then(|link| Some((link.handed_over_by?, link.sent_at))))
}
