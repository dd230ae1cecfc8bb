//! Groups of recipients, who is in them, and what somebody is writing to one.

use domain::messages::MOST_GROUPS;
use sea_orm::{
    Condition, QueryOrder, QuerySelect, Set,
    entity::prelude::*,
    sea_query::{Expr, LockType, OnConflict},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recipient_lists")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Empty for one that is only for one letter.
    pub name: String,
    pub made_by: Uuid,
    pub changed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// The same, held: nobody else changes it meanwhile.
pub async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(db).await
}

/// Those with a name, and one's own without.
pub async fn seen_by(db: &impl ConnectionTrait, member: Uuid) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Condition::any().add(Column::Name.ne("")).add(Column::MadeBy.eq(member)));
    rows.order_by_asc(Column::Name).order_by_desc(Column::ChangedAt).limit(MOST_GROUPS).all(db).await
}

pub async fn create(db: &impl ConnectionTrait, row: Model) -> Result<(), DbErr> {
    ActiveModel { id: Set(row.id), name: Set(row.name), made_by: Set(row.made_by), changed_at: Set(row.changed_at) }
        .insert(db)
        .await
        .map(drop)
}

/// It goes on living from this moment, under that name.
pub async fn change(db: &impl ConnectionTrait, id: Uuid, name: Option<String>, at: DateTimeUtc) -> Result<(), DbErr> {
    let mut row = Entity::update_many().filter(Column::Id.eq(id)).col_expr(Column::ChangedAt, Expr::value(at));
    if let Some(name) = name {
        row = row.col_expr(Column::Name, Expr::value(name));
    }
    row.exec(db).await.map(drop)
}

pub async fn delete(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<(), DbErr> {
    letters::Entity::delete_many().filter(letters::Column::ListId.is_in(ids.clone())).exec(db).await?;
    charts::Entity::delete_many().filter(charts::Column::ListId.is_in(ids.clone())).exec(db).await?;
    Entity::delete_many().filter(Column::Id.is_in(ids)).exec(db).await.map(drop)
}

/// Who is in a group.
pub async fn charts_in(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let rows = charts::Entity::find().filter(charts::Column::ListId.eq(id)).select_only().column(charts::Column::ChartId);
    rows.into_tuple().all(db).await
}

/// How many are in each of these.
pub async fn counts(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<(Uuid, i64)>, DbErr> {
    let rows = charts::Entity::find().filter(charts::Column::ListId.is_in(ids)).select_only().column(charts::Column::ListId);
    rows.column_as(charts::Column::ChartId.count(), "many").group_by(charts::Column::ListId).into_tuple().all(db).await
}

/// Who is in it already stays.
pub async fn add(db: &impl ConnectionTrait, id: Uuid, chart: Uuid) -> Result<(), DbErr> {
    let row: charts::ActiveModel = charts::Model { list_id: id, chart_id: chart }.into();
    let known = OnConflict::columns([charts::Column::ListId, charts::Column::ChartId]).do_nothing().to_owned();
    charts::Entity::insert(row).on_conflict(known).exec_without_returning(db).await.map(drop)
}

pub async fn remove(db: &impl ConnectionTrait, id: Uuid, chart: Uuid) -> Result<(), DbErr> {
    charts::Entity::delete_by_id((id, chart)).exec(db).await.map(drop)
}

/// Groups of one letter that nobody came back to.
pub async fn forget_unnamed_before(db: &impl ConnectionTrait, before: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
    let old = Entity::find().filter(Column::Name.eq("")).filter(Column::ChangedAt.lt(before));
    let old: Vec<Uuid> = old.select_only().column(Column::Id).limit(many).into_tuple().all(db).await?;
    let gone = old.len() as u64;
    delete(db, old).await?;
    Ok(gone)
}

/// Letters that nobody came back to.
pub async fn forget_letters_before(db: &impl ConnectionTrait, before: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
    let old = letters::Entity::find().filter(letters::Column::KeptAt.lt(before));
    let old: Vec<Uuid> = old.select_only().column(letters::Column::Id).limit(many).into_tuple().all(db).await?;
    Ok(letters::Entity::delete_many().filter(letters::Column::Id.is_in(old)).exec(db).await?.rows_affected)
}

mod charts {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recipient_list_charts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub list_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub chart_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What somebody is writing: one letter for each group and writer, under an id that is new each time that it is kept.
pub mod letters {
    use crate::stored::By;
    use domain::messages::Audience;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "announcement_drafts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub list_id: Uuid,
        pub staff_id: Uuid,
        pub audience: By<Audience>,
        pub typed: Vec<u8>,
        pub kept_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn find(db: &impl ConnectionTrait, list: Uuid, writer: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::ListId.eq(list)).filter(Column::StaffId.eq(writer)).one(db).await
    }

    /// In place of what was kept there.
    pub async fn keep(db: &impl ConnectionTrait, row: Model) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::ListId.eq(row.list_id)).filter(Column::StaffId.eq(row.staff_id)).exec(db).await?;
        ActiveModel::from(row).reset_all().insert(db).await.map(drop)
    }

    /// Takes it away to be sent. Whoever comes second finds it gone.
    pub async fn take(db: &impl ConnectionTrait, id: Uuid) -> Result<bool, DbErr> {
        Ok(Entity::delete_by_id(id).exec(db).await?.rows_affected == 1)
    }
}
