#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

/// Passkeys.
pub mod passkeys {
    use sea_orm::{QueryOrder, QuerySelect, Select, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "passkeys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner_id: Uuid,
        pub credential_id: Vec<u8>,
        /// Sealed.
        pub credential: Vec<u8>,
        pub name: String,
        pub added_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    fn living() -> Select<Entity> {
        Entity::find().filter(Column::RemovedAt.is_null())
    }

    pub async fn of(db: &impl ConnectionTrait, owner: Uuid) -> Result<Vec<Model>, DbErr> {
        living().filter(Column::OwnerId.eq(owner)).order_by_asc(Column::AddedAt).all(db).await
    }

    pub async fn who_have_one(db: &impl ConnectionTrait, people: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
        living().select_only().column(Column::OwnerId).filter(Column::OwnerId.is_in(people)).into_tuple().all(db).await
    }

    /// The same, held until the transaction ends.
    pub async fn for_update(db: &impl ConnectionTrait, owner: Uuid) -> Result<Vec<Model>, DbErr> {
        living().filter(Column::OwnerId.eq(owner)).order_by_asc(Column::AddedAt).lock_exclusive().all(db).await
    }

    /// The one that a device answers with, held until the transaction ends.
    pub async fn by_credential(db: &impl ConnectionTrait, id: &[u8]) -> Result<Option<Model>, DbErr> {
        living().filter(Column::CredentialId.eq(id.to_vec())).lock_exclusive().one(db).await
    }

    /// Whether a device has used this name before, for anybody.
    pub async fn is_taken(db: &impl ConnectionTrait, id: &[u8]) -> Result<bool, DbErr> {
        Ok(Entity::find().filter(Column::CredentialId.eq(id.to_vec())).one(db).await?.is_some())
    }
}

/// What devices were asked to sign.
pub mod ceremonies {
    use sea_orm::{QuerySelect, QueryTrait, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ceremonies")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: Vec<u8>,
        pub owner_id: Option<Uuid>,
        /// Sealed.
        pub state: Vec<u8>,
        pub ends_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Takes it away; of fifty who try one gets it (T5).
    pub async fn take(db: &impl ConnectionTrait, token_hash: &[u8]) -> Result<Option<Model>, DbErr> {
        let Some(row) = Entity::find().filter(Column::TokenHash.eq(token_hash.to_vec())).one(db).await? else { return Ok(None) };
        let gone = Entity::delete_by_id(row.id).exec(db).await?;
        Ok(Some(row).filter(|_| gone.rows_affected == 1))
    }

    /// Forgets those that ended before `then`, `many` at most. Returns how many.
    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
        let old = Column::EndsAt.lt(then);
        let some = Entity::find().select_only().column(Column::Id).filter(old.clone()).limit(many).into_query();
        Ok(Entity::delete_many().filter(old).filter(Column::Id.in_subquery(some)).exec(db).await?.rows_affected)
    }
}
