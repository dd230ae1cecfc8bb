//! What was announced, and who still waits for it.

use crate::{
    in_chart::{Change, Enters, Within},
    stored::By,
};
use domain::messages::Audience;
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub staff_id: Uuid,
    pub from_name: String,
    pub audience: By<Audience>,
    pub subject: Vec<u8>,
    /// Subject and body, until everybody has it.
    pub letter: Option<Vec<u8>>,
    pub recipients: i32,
    pub sent_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whose announcements somebody sees: their own, and everybody's where they read everybody's conversations.
pub struct Seen {
    pub member: Uuid,
    pub audiences: Vec<Audience>,
    pub whole: Vec<Audience>,
}

/// The newest of them.
pub async fn newest(db: &impl ConnectionTrait, seen: &Seen, skip: u64, many: u64) -> Result<Vec<Model>, DbErr> {
    let among = |audiences: &[Audience]| Column::Audience.is_in(audiences.iter().map(|audience| By(*audience)));
    let own = Condition::all().add(Column::StaffId.eq(seen.member)).add(among(&seen.audiences));
    let rows = Entity::find().filter(Condition::any().add(own).add(among(&seen.whole)));
    rows.order_by_desc(Column::SentAt).order_by_desc(Column::Id).offset(skip).limit(many).all(db).await
}

/// Those of which somebody still waits, sent before then.
pub async fn under_way(db: &impl ConnectionTrait, before: DateTimeUtc, many: u64) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::Letter.is_not_null()).filter(Column::SentAt.lt(before));
    rows.order_by_asc(Column::SentAt).limit(many).all(db).await
}

/// Announces it to these.
pub async fn announce(db: &impl ConnectionTrait, row: Model, charts: impl IntoIterator<Item = Uuid>) -> Result<(), DbErr> {
    let announcement = row.id;
    ActiveModel::from(row).reset_all().insert(db).await?;
    let rows = charts.into_iter().map(|chart| waiting::Model { announcement_id: announcement, chart_id: chart }.into());
    waiting::Entity::insert_many(rows.collect::<Vec<waiting::ActiveModel>>()).exec_without_returning(db).await.map(drop)
}

/// Who waits for it.
pub async fn charts_waiting(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let rows = waiting::Entity::find().filter(waiting::Column::AnnouncementId.eq(id)).select_only().column(waiting::Column::ChartId);
    rows.into_tuple().all(db).await
}

/// Takes the chart that is held off the list. Whoever comes second finds it gone.
pub async fn take<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<bool, DbErr> {
    Ok(waiting::Entity::delete_by_id((id, write.chart())).exec(write.db()).await?.rows_affected == 1)
}

/// Everybody has it: the letter stands in their conversations, and is needed no more.
pub async fn all_have_it(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    let rows = Entity::update_many().filter(Column::Id.eq(id));
    rows.col_expr(Column::Letter, Expr::value(Option::<Vec<u8>>::None)).exec(db).await.map(drop)
}

mod waiting {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "announcement_recipients")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub announcement_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub chart_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
