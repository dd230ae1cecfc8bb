#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

/// One account's access to one chart.
pub mod grants {
    use sea_orm::{Condition, QueryOrder, entity::prelude::*};

    /// What the Chart Owner may do.
    pub const ALL_SCOPES: &str = "appointments billing forms messages documents measures";

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub account_id: Option<Uuid>,
        pub contact_id: Option<Uuid>,
        pub relationship: String,
        pub scopes: String,
        pub activated_at: DateTimeUtc,
        pub activated_by: Option<Uuid>,
        pub registered_at: Option<DateTimeUtc>,
        pub revoked_at: Option<DateTimeUtc>,
        pub ends_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn has_scope(&self, scope: &str) -> bool {
            self.scopes.split(' ').any(|held| held == scope)
        }
    }

    /// The access that the chart's owner has or is invited to.
    pub async fn open_of_chart(db: &impl ConnectionTrait, chart: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::ChartId.eq(chart)).filter(Column::RevokedAt.is_null()).one(db).await
    }

    /// The newest access of each chart, revoked or not.
    pub async fn of_charts(db: &impl ConnectionTrait, charts: &[Uuid]) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::ChartId.is_in(charts.to_vec())).order_by_asc(Column::ActivatedAt).all(db).await
    }

    /// What an account may open now: granted, not revoked, not ended. In the order in which it was granted.
    pub async fn open_of_account(db: &impl ConnectionTrait, account: Uuid, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
        Entity::find()
            .filter(Column::AccountId.eq(account))
            .filter(Column::RevokedAt.is_null())
            .filter(Condition::any().add(Column::EndsAt.is_null()).add(Column::EndsAt.gt(now)))
            .order_by_asc(Column::ActivatedAt)
            .order_by_asc(Column::Id)
            .all(db)
            .await
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }
}

/// Registration links. Only the hash of the secret stands here.
pub mod invites {
    use domain::invites::LinkFacts;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invites")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub grant_id: Uuid,
        pub chart_id: Uuid,
        pub email: String,
        pub token_hash: Vec<u8>,
        pub sent_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
        pub replaced_at: Option<DateTimeUtc>,
        pub revoked_at: Option<DateTimeUtc>,
        pub locked_at: Option<DateTimeUtc>,
        pub failures: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn facts(&self) -> LinkFacts {
            LinkFacts {
                ends_at: self.ends_at,
                used: self.used_at.is_some(),
                replaced: self.replaced_at.is_some(),
                revoked: self.revoked_at.is_some(),
                locked: self.locked_at.is_some(),
            }
        }
    }

    pub async fn by_token(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).one(db).await
    }

    /// The link, held until the transaction ends: tries are counted one after the other.
    pub async fn held(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).lock_exclusive().one(db).await
    }

    /// The links of these grants, oldest first.
    pub async fn of_grants(db: &impl ConnectionTrait, grants: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::GrantId.is_in(grants)).order_by_asc(Column::SentAt).all(db).await
    }
}
