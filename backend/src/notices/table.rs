#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

/// The outbox.
pub mod mails {
    use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mails")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub chart_id: Option<Uuid>,
        pub invite_id: Option<Uuid>,
        pub address: String,
        pub body: Option<Vec<u8>>,
        pub state: String,
        pub tries: i32,
        pub next_try_at: DateTimeUtc,
        pub leased_until: Option<DateTimeUtc>,
        pub written_at: DateTimeUtc,
        pub sent_at: Option<DateTimeUtc>,
        pub trouble: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    /// The mail that carried a registration link.
    pub async fn of_invite(db: &impl ConnectionTrait, invite: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::InviteId.eq(invite)).order_by_desc(Column::WrittenAt).one(db).await
    }

    /// The next mail whose turn has come and that nobody is sending. Locked, where the database can.
    pub async fn due(db: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Option<Model>, DbErr> {
        Entity::find()
            .filter(Column::State.eq("queued"))
            .filter(Column::NextTryAt.lte(now))
            .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
            .order_by_asc(Column::NextTryAt)
            .lock_exclusive()
            .one(db)
            .await
    }

    /// The newest mails whose text is still kept.
    pub async fn kept(db: &impl ConnectionTrait, many: u64) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Body.is_not_null()).order_by_desc(Column::WrittenAt).limit(many).all(db).await
    }

    pub async fn cancel_queued(db: &impl ConnectionTrait) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::State, Expr::value("cancelled"))
            .col_expr(Column::Body, Expr::value(None::<Vec<u8>>))
            .filter(Column::State.eq("queued"))
            .exec(db)
            .await?;
        Ok(())
    }
}

/// What waits for staff.
pub mod tasks {
    use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tasks")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub chart_id: Uuid,
        pub document_id: Option<Uuid>,
        pub mail_id: Option<Uuid>,
        pub owner_id: Option<Uuid>,
        pub remark: Option<Vec<u8>>,
        pub since: DateTimeUtc,
        pub done_at: Option<DateTimeUtc>,
        pub done_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    /// Open tasks, oldest first: all of them, or those of these people and nobody's.
    pub async fn open(db: &impl ConnectionTrait, owners: Option<&[Uuid]>, many: u64) -> Result<Vec<Model>, DbErr> {
        let own = owners.map(|people| Condition::any().add(Column::OwnerId.is_in(people.to_vec())).add(Column::OwnerId.is_null()));
        Entity::find()
            .filter(Condition::all().add(Column::DoneAt.is_null()).add_option(own))
            .order_by_asc(Column::Since)
            .limit(many)
            .all(db)
            .await
    }

    pub async fn count_of_chart(db: &impl ConnectionTrait, chart: Uuid) -> Result<u64, DbErr> {
        Entity::find().filter(Column::ChartId.eq(chart)).filter(Column::DoneAt.is_null()).count(db).await
    }
}
