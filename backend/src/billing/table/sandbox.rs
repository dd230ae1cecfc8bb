//! What the sandbox remembers: the book of a card company that there is not.

use sea_orm::{
    QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sandbox_payments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub reference: String,
    pub key: String,
    pub card: String,
    pub amount_cents: i64,
    pub state: String,
    pub confirmed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::Key.eq(key)).one(db).await
}

pub async fn by_reference(db: &impl ConnectionTrait, reference: &str) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(reference.to_owned()).lock_exclusive().one(db).await
}

/// Notes one under its key, once.
pub async fn put(db: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    // Whether it is the key or the reference that is there already.
    let once = OnConflict::new().do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(db).await.map(drop)
}

pub async fn set(db: &impl ConnectionTrait, reference: &str, state: &str, at: Option<DateTimeUtc>) -> Result<(), DbErr> {
    let this = Entity::update_many().filter(Column::Reference.eq(reference));
    let change = this.col_expr(Column::State, Expr::value(state)).col_expr(Column::ConfirmedAt, Expr::value(at));
    change.exec(db).await.map(drop)
}

pub mod refunds {
    use sea_orm::{QuerySelect, entity::prelude::*, sea_query::OnConflict};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sandbox_refunds")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub reference: String,
        pub amount_cents: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn put(db: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
        let once = OnConflict::column(Column::Key).do_nothing().to_owned();
        Entity::insert(row).on_conflict(once).exec_without_returning(db).await.map(drop)
    }

    /// How much of a payment was given back, but under this key.
    pub async fn sum_besides(db: &impl ConnectionTrait, reference: &str, key: &str) -> Result<i64, DbErr> {
        let others = Entity::find().filter(Column::Reference.eq(reference)).filter(Column::Key.ne(key));
        let cents: Vec<i64> = others.select_only().column(Column::AmountCents).into_tuple().all(db).await?;
        Ok(cents.into_iter().sum())
    }
}
