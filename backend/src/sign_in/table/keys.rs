//! Links to a new password. Only the hash of the secret stands here.
#![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

use crate::stored::By;
use domain::sign_in::{KeyFacts, KeyPurpose};
use sea_orm::{Condition, QuerySelect, entity::prelude::*, sea_query::Expr};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub purpose: By<KeyPurpose>,
    pub account_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
    pub token_hash: Vec<u8>,
    pub made_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    pub replaced_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn facts(&self) -> KeyFacts {
        let (made_at, ends_at) = (self.made_at, self.ends_at);
        KeyFacts { made_at, ends_at, used: self.used_at.is_some(), replaced: self.replaced_at.is_some() }
    }
}

pub async fn by_token(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).one(db).await
}

/// The key, held until the transaction ends: of fifty that turn it at once one gets in.
pub async fn for_update(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).lock_exclusive().one(db).await
}

fn of(account: Option<Uuid>, member: Option<Uuid>) -> Condition {
    Condition::any().add_option(account.map(|id| Column::AccountId.eq(id))).add_option(member.map(|id| Column::StaffId.eq(id)))
}

/// The one key of an account or a member of staff that still stands, whether or not its time is over.
pub async fn standing(db: &impl ConnectionTrait, account: Option<Uuid>, member: Option<Uuid>) -> Result<Option<Model>, DbErr> {
    let stands = Condition::all().add(Column::UsedAt.is_null()).add(Column::ReplacedAt.is_null());
    Entity::find().filter(of(account, member)).filter(stands).one(db).await
}

/// What was sent before opens nothing any more.
pub async fn replace(db: &impl ConnectionTrait, accounts: &[Uuid], member: Option<Uuid>, now: DateTimeUtc) -> Result<(), DbErr> {
    let whose = member.map_or_else(|| Column::AccountId.is_in(accounts.to_vec()), |id| Column::StaffId.eq(id));
    Entity::update_many()
        .col_expr(Column::ReplacedAt, Expr::value(now))
        .filter(whose)
        .filter(Column::UsedAt.is_null())
        .filter(Column::ReplacedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}
