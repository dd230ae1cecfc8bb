#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

crate::in_chart::of_chart! {
    conversations by Id as "messages",
    messages by Id as "messages",
}

/// What is talked about.
pub mod conversations {
    use crate::{
        in_chart::{Change, Enters, Within},
        stored::By,
    };
    use domain::messages::Audience;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub audience: By<Audience>,
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

    /// The newest conversations of a chart.
    pub async fn newest(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
        chart.of::<Entity>().order_by_desc(Column::LatestAt).order_by_desc(Column::Id).limit(many).all(chart.db()).await
    }

    pub async fn for_records(chart: &impl Within) -> Result<Option<Model>, DbErr> {
        chart.of::<Entity>().filter(Column::Purpose.eq(RECORDS)).one(chart.db()).await
    }

    /// Somebody wrote in it.
    pub async fn went_on<A: Enters>(write: &Change<'_, A>, id: Uuid, from: &str) -> Result<(), DbErr> {
        let this = write.changed::<Entity>().filter(Column::Id.eq(id));
        let said = this.col_expr(Column::LatestAt, Expr::value(write.at())).col_expr(Column::LatestFrom, Expr::value(from));
        said.exec(write.db()).await?;
        Ok(())
    }
}

/// What was written.
pub mod messages {
    use crate::in_chart::{Change, Enters, Within};
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
    pub async fn of_conversation(chart: &impl Within, conversation: Uuid, many: u64) -> Result<Vec<Model>, DbErr> {
        let newest = chart
            .of::<Entity>()
            .filter(Column::ConversationId.eq(conversation))
            .order_by_desc(Column::SentAt)
            .order_by_desc(Column::Id)
            .limit(many)
            .all(chart.db())
            .await?;
        Ok(newest.into_iter().rev().collect())
    }

    /// What staff wrote to a chart's client, who has not read it.
    fn unread(chart: &impl Within) -> Select<Entity> {
        let by_staff = chart.of::<Entity>().select_only().filter(Column::FromStaffId.is_not_null());
        by_staff.filter(Column::ReadAt.is_null())
    }

    pub async fn count_unread(chart: &impl Within) -> Result<u32, DbErr> {
        let count: Option<i64> = unread(chart).expr(Column::Id.count()).into_tuple().one(chart.db()).await?;
        Ok(count.unwrap_or_default() as u32)
    }

    /// How many are unread in each conversation where there is one.
    pub async fn count_unread_of_each(chart: &impl Within) -> Result<Vec<(Uuid, i64)>, DbErr> {
        let of_each = unread(chart).column(Column::ConversationId).expr(Column::Id.count()).group_by(Column::ConversationId);
        of_each.into_tuple().all(chart.db()).await
    }

    /// Conversations that hold unread ones.
    pub async fn unread_in(chart: &impl Within, many: u64) -> Result<Vec<Uuid>, DbErr> {
        unread(chart).column(Column::ConversationId).distinct().limit(many).into_tuple().all(chart.db()).await
    }

    /// Who wrote the unread ones, each once.
    pub async fn unread_from(chart: &impl Within, many: u64) -> Result<Vec<String>, DbErr> {
        unread(chart).column(Column::FromName).distinct().order_by_asc(Column::FromName).limit(many).into_tuple().all(chart.db()).await
    }

    /// The client has read what staff wrote of these, one conversation's newest, and what stands before them. What has come since they
    /// were read from the table is still new, whatever the clock says (F9).
    pub async fn read<A: Enters>(write: &Change<'_, A>, shown: &[Model]) -> Result<(), DbErr> {
        let Some(oldest) = shown.first() else { return Ok(()) };
        let new = shown.iter().filter(|row| row.from_staff_id.is_some() && row.read_at.is_none()).map(|row| row.id);
        let these = Column::Id.is_in(new).or(Column::SentAt.lt(oldest.sent_at));
        let of_staff = Column::ConversationId.eq(oldest.conversation_id).and(Column::FromStaffId.is_not_null());
        mark_read(write, of_staff.and(these)).await
    }

    /// What a message asked for was done.
    pub async fn answered<A: Enters>(write: &Change<'_, A>, share: Uuid) -> Result<(), DbErr> {
        mark_read(write, Column::ShareId.eq(share).and(Column::FromStaffId.is_not_null())).await
    }

    async fn mark_read<A: Enters>(write: &Change<'_, A>, which: Expr) -> Result<(), DbErr> {
        let these = write.changed::<Entity>().filter(which).filter(Column::ReadAt.is_null());
        these.col_expr(Column::ReadAt, Expr::value(write.at())).exec(write.db()).await?;
        Ok(())
    }
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(chart: &impl crate::in_chart::Within) -> Result<(), sea_orm::DbErr> {
    messages::count_unread(chart).await?;
    messages::count_unread_of_each(chart).await?;
    messages::unread_in(chart, 2).await?;
    messages::unread_from(chart, 50).await?;
    Ok(())
}
