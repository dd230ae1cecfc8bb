//! Cards on file, and those that somebody is about to pay with. They belong to whoever pays, and to no chart.

use domain::billing::CardFace;
use sea_orm::{QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cards")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub brand: String,
    pub last4: String,
    pub month: i32,
    pub year: i32,
    /// Sealed.
    pub token: Vec<u8>,
    pub added_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn face(&self) -> CardFace {
        CardFace { brand: self.brand.clone(), last4: self.last4.clone(), month: self.month as u8, year: self.year as u16 }
    }
}

pub async fn of_account(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).order_by_asc(Column::AddedAt).order_by_asc(Column::Id).all(db).await
}

/// One of this account's.
pub async fn one(db: &impl ConnectionTrait, account: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::AccountId.eq(account)).one(db).await
}

pub async fn remove(db: &impl ConnectionTrait, account: Uuid, id: Uuid) -> Result<bool, DbErr> {
    let this = Entity::delete_many().filter(Column::AccountId.eq(account)).filter(Column::Id.eq(id));
    Ok(this.exec(db).await?.rows_affected == 1)
}

/// Which of an account's cards is its default: the database lets none be without one.
pub mod defaults {
    use sea_orm::{QuerySelect, entity::prelude::*, sea_query::OnConflict};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "card_defaults")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub card_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of(db: &impl ConnectionTrait, account: Uuid) -> Result<Option<Uuid>, DbErr> {
        Entity::find_by_id(account).select_only().column(Column::CardId).into_tuple().one(db).await
    }

    /// The same, held until the change ends.
    pub async fn held(db: &impl ConnectionTrait, account: Uuid) -> Result<Option<Uuid>, DbErr> {
        Ok(Entity::find_by_id(account).lock_exclusive().one(db).await?.map(|row| row.card_id))
    }

    pub async fn put(db: &impl ConnectionTrait, account: Uuid, card: Uuid) -> Result<(), DbErr> {
        let row = ActiveModel { account_id: sea_orm::Set(account), card_id: sea_orm::Set(card) };
        let instead = OnConflict::column(Column::AccountId).update_column(Column::CardId).to_owned();
        Entity::insert(row).on_conflict(instead).exec_without_returning(db).await.map(drop)
    }

    pub async fn remove(db: &impl ConnectionTrait, account: Uuid) -> Result<(), DbErr> {
        Entity::delete_by_id(account).exec(db).await.map(drop)
    }
}

/// A card that was chosen to pay with, and is not on file, or not yet.
pub mod new_cards {
    use domain::billing::CardFace;
    use sea_orm::{QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "new_cards")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub brand: String,
        pub last4: String,
        pub month: i32,
        pub year: i32,
        /// Sealed.
        pub token: Vec<u8>,
        pub saves: bool,
        pub becomes_default: bool,
        pub made_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn face(&self) -> CardFace {
            CardFace { brand: self.brand.clone(), last4: self.last4.clone(), month: self.month as u8, year: self.year as u16 }
        }
    }

    pub async fn one(db: &impl ConnectionTrait, account: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).filter(Column::AccountId.eq(account)).one(db).await
    }

    pub async fn remove(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
        Entity::delete_by_id(id).exec(db).await.map(drop)
    }

    /// Forgets some that nobody paid with. Says how many.
    pub async fn forget_before(db: &impl ConnectionTrait, before: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
        let old: Vec<Uuid> =
            Entity::find().filter(Column::MadeAt.lt(before)).limit(many).select_only().column(Column::Id).into_tuple().all(db).await?;
        if old.is_empty() {
            return Ok(0);
        }
        Ok(Entity::delete_many().filter(Column::Id.is_in(old)).exec(db).await?.rows_affected)
    }
}
