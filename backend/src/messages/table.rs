#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

/// What is talked about.
pub mod conversations {
    use sea_orm::{
        QueryOrder, QuerySelect,
        entity::prelude::*,
        sea_query::{Expr, OnConflict},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub audience: String,
        pub purpose: String,
        pub subject: String,
        pub started_by: Uuid,
        pub started_at: DateTimeUtc,
        pub latest_at: DateTimeUtc,
        pub latest_from: String,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// The purpose of the one conversation that carries a chart's record requests.
    pub const RECORDS: &str = "records";

    pub async fn of_client(db: &impl ConnectionTrait, chart: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).filter(Column::ChartId.eq(chart)).one(db).await
    }

    /// The newest conversations of a chart.
    pub async fn of_chart(db: &impl ConnectionTrait, chart: Uuid, many: u64) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::ChartId.eq(chart)).order_by_desc(Column::LatestAt).order_by_desc(Column::Id).limit(many).all(db).await
    }

    pub async fn for_records(db: &impl ConnectionTrait, chart: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::ChartId.eq(chart)).filter(Column::Purpose.eq(RECORDS)).one(db).await
    }

    /// Begins the conversation for record requests, unless somebody has done so in the same moment.
    pub async fn begin_for_records(db: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
        let begun = OnConflict::new().do_nothing().to_owned();
        Entity::insert(row).on_conflict(begun).try_insert().exec_without_returning(db).await?;
        Ok(())
    }

    /// Somebody wrote in it.
    pub async fn went_on(db: &impl ConnectionTrait, id: Uuid, from: &str, at: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::LatestAt, Expr::value(at))
            .col_expr(Column::LatestFrom, Expr::value(from))
            .filter(Column::Id.eq(id))
            .exec(db)
            .await?;
        Ok(())
    }
}

/// What was written.
pub mod messages {
    use sea_orm::{
        QueryOrder, QuerySelect,
        entity::prelude::*,
        sea_query::{Expr, ExprTrait},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "messages")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub conversation_id: Uuid,
        pub chart_id: Uuid,
        pub from_staff_id: Option<Uuid>,
        pub from_account_id: Option<Uuid>,
        pub from_name: String,
        pub body: Vec<u8>,
        pub share_id: Option<Uuid>,
        pub sent_at: DateTimeUtc,
        pub read_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// The newest messages of a conversation, oldest first.
    pub async fn of_conversation(db: &impl ConnectionTrait, conversation: Uuid, many: u64) -> Result<Vec<Model>, DbErr> {
        let newest = Entity::find()
            .filter(Column::ConversationId.eq(conversation))
            .order_by_desc(Column::SentAt)
            .order_by_desc(Column::Id)
            .limit(many)
            .all(db)
            .await?;
        Ok(newest.into_iter().rev().collect())
    }

    /// What staff wrote to a chart's client, who has not read it.
    fn unread(chart: Uuid) -> Select<Entity> {
        let by_staff = Entity::find().select_only().filter(Column::ChartId.eq(chart)).filter(Column::FromStaffId.is_not_null());
        by_staff.filter(Column::ReadAt.is_null())
    }

    pub async fn count_unread(db: &impl ConnectionTrait, chart: Uuid) -> Result<u32, DbErr> {
        let count: Option<i64> = unread(chart).expr(Column::Id.count()).into_tuple().one(db).await?;
        Ok(count.unwrap_or_default() as u32)
    }

    /// How many are unread in each conversation where there is one.
    pub async fn count_unread_of_each(db: &impl ConnectionTrait, chart: Uuid) -> Result<Vec<(Uuid, i64)>, DbErr> {
        let of_each = unread(chart).column(Column::ConversationId).expr(Column::Id.count()).group_by(Column::ConversationId);
        of_each.into_tuple().all(db).await
    }

    /// Conversations that hold unread ones.
    pub async fn unread_in(db: &impl ConnectionTrait, chart: Uuid, many: u64) -> Result<Vec<Uuid>, DbErr> {
        unread(chart).column(Column::ConversationId).distinct().limit(many).into_tuple().all(db).await
    }

    /// Who wrote the unread ones, each once.
    pub async fn unread_from(db: &impl ConnectionTrait, chart: Uuid, many: u64) -> Result<Vec<String>, DbErr> {
        unread(chart).column(Column::FromName).distinct().order_by_asc(Column::FromName).limit(many).into_tuple().all(db).await
    }

    /// The client has read what staff wrote of these, one conversation's newest, and what stands before them. What has come since they
    /// were read from the table is still new, whatever the clock says (F9).
    pub async fn read(db: &impl ConnectionTrait, shown: &[Model], now: DateTimeUtc) -> Result<(), DbErr> {
        let Some(oldest) = shown.first() else { return Ok(()) };
        let new = shown.iter().filter(|row| row.from_staff_id.is_some() && row.read_at.is_none()).map(|row| row.id);
        let these = Column::Id.is_in(new).or(Column::SentAt.lt(oldest.sent_at));
        let of_staff = Column::ConversationId.eq(oldest.conversation_id).and(Column::FromStaffId.is_not_null());
        mark_read(db, of_staff.and(these), now).await
    }

    /// What a message asked for was done.
    pub async fn answered(db: &impl ConnectionTrait, share: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        mark_read(db, Column::ShareId.eq(share).and(Column::FromStaffId.is_not_null()), now).await
    }

    async fn mark_read(db: &impl ConnectionTrait, which: Expr, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::ReadAt, Expr::value(now)).filter(which).filter(Column::ReadAt.is_null()).exec(db).await?;
        Ok(())
    }
}
