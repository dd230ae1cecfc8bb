//! Agreements to sign electronically.

use sea_orm::{
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub version: String,
    pub text: String,
    pub text_sha256: Vec<u8>,
    pub given_at: DateTimeUtc,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub address: String,
    pub agent: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// The agreement to this version that still stands.
pub async fn standing(db: &impl ConnectionTrait, account: Uuid, version: &str) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Version.eq(version))
        .filter(Column::WithdrawnAt.is_null())
        .one(db)
        .await
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// From now on none stands.
pub async fn withdraw(db: &impl ConnectionTrait, account: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
    let standing = Entity::update_many().filter(Column::AccountId.eq(account)).filter(Column::WithdrawnAt.is_null());
    standing.col_expr(Column::WithdrawnAt, Expr::value(now)).exec(db).await.map(drop)
}

/// Notes an agreement. Where one stands already, that one stays.
pub async fn note(db: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    let standing = OnConflict::new().do_nothing().to_owned();
    Entity::insert(row).on_conflict(standing).try_insert().exec_without_returning(db).await?;
    Ok(())
}
