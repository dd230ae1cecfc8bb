//! The fee schedule, and by which identifiers payers know the people of the practice.

use crate::stored::By;
use domain::billing::{Fee, PlaceOfService};
use sea_orm::{QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fees")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub description: String,
    pub price_cents: i64,
    pub units: i32,
    pub modifiers: String,
    pub place: Option<By<PlaceOfService>>,
    pub added_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn fee(&self) -> Fee {
        Fee {
            code: self.code.clone(),
            description: self.description.clone(),
            price_cents: self.price_cents,
            units: self.units as u8,
            modifiers: self.modifiers.clone(),
            place: self.place.map(|By(place)| place),
        }
    }
}

/// All there ever were, by code.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().order_by_asc(Column::Code).order_by_asc(Column::Modifiers).order_by_asc(Column::Id).all(db).await
}

/// What is charged by now.
pub async fn used(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Ok(all(db).await?.into_iter().filter(|row| row.ended_at.is_none()).collect())
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

pub mod providers {
    use sea_orm::{entity::prelude::*, sea_query::OnConflict};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "providers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub staff_id: Uuid,
        pub npi: String,
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
        Entity::find().all(db).await
    }

    pub async fn put(db: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
        let instead = OnConflict::column(Column::StaffId).update_columns([Column::Npi, Column::ChangedAt]).to_owned();
        Entity::insert(row).on_conflict(instead).exec_without_returning(db).await.map(drop)
    }

    pub async fn remove(db: &impl ConnectionTrait, staff: Uuid) -> Result<(), DbErr> {
        Entity::delete_by_id(staff).exec(db).await.map(drop)
    }
}
