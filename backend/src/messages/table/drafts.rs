//! What somebody is writing.

use super::readings::Reader;
use crate::in_chart::Within;
use sea_orm::{QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub place_id: Uuid,
    pub account_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
    pub typed: Vec<u8>,
    pub kept_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

fn of(writer: Reader) -> Expr {
    match writer {
        Reader::Account { id, .. } => Column::AccountId.eq(id),
        Reader::Member { id } => Column::StaffId.eq(id),
    }
}

/// What this writer began in a place.
pub async fn find(chart: &impl Within, place: Uuid, writer: Reader) -> Result<Option<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::PlaceId.eq(place)).filter(of(writer)).one(chart.db()).await
}

/// The places of a chart where this writer began something.
pub async fn of_writer(chart: &impl Within, writer: Reader) -> Result<Vec<Uuid>, DbErr> {
    let rows = chart.of::<Entity>().filter(of(writer)).select_only().column(Column::PlaceId);
    rows.limit(super::messages::COUNTED).into_tuple().all(chart.db()).await
}

/// Takes the place of what was kept there: nobody did anything yet, so nothing tells of it.
pub async fn keep(db: &impl ConnectionTrait, row: ActiveModel, place: Uuid, writer: Reader) -> Result<(), DbErr> {
    forget(db, place, writer).await?;
    row.insert(db).await.map(drop)
}

pub async fn forget(db: &impl ConnectionTrait, place: Uuid, writer: Reader) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::PlaceId.eq(place)).filter(of(writer)).exec(db).await.map(drop)
}

/// What nobody came back to.
pub async fn forget_before(db: &impl ConnectionTrait, before: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
    let old: Vec<Uuid> =
        Entity::find().filter(Column::KeptAt.lt(before)).select_only().column(Column::Id).limit(many).into_tuple().all(db).await?;
    Ok(Entity::delete_many().filter(Column::Id.is_in(old)).exec(db).await?.rows_affected)
}
