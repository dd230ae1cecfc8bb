#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

/// Portal logins.
pub mod accounts {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub email: String,
        pub email_key: String,
        pub password_hash: String,
        pub first_name: String,
        pub last_name: String,
        pub registered_at: DateTimeUtc,
        pub last_sign_in_at: Option<DateTimeUtc>,
        pub disabled_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn full_name(&self) -> String {
            format!("{} {}", self.first_name, self.last_name)
        }
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    pub async fn by_email(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::EmailKey.eq(key)).one(db).await
    }
}

/// People who work in the practice.
pub mod staff {
    use domain::Role;
    use sea_orm::{QueryOrder, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "staff")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub first_name: String,
        pub last_name: String,
        pub credentials: Option<String>,
        pub email: String,
        pub email_key: String,
        pub password_hash: String,
        pub roles: String,
        pub added_at: DateTimeUtc,
        pub disabled_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn full_name(&self) -> String {
            format!("{} {}", self.first_name, self.last_name)
        }

        /// "Elena Reyes, PhD"
        pub fn signed_name(&self) -> String {
            match &self.credentials {
                Some(credentials) => format!("{}, {credentials}", self.full_name()),
                None => self.full_name(),
            }
        }

        pub fn roles(&self) -> Vec<Role> {
            self.roles.split(' ').filter_map(Role::from_name).collect()
        }
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    pub async fn by_email(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::EmailKey.eq(key)).one(db).await
    }

    /// Everybody who still works here.
    pub async fn at_work(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::DisabledAt.is_null()).order_by_asc(Column::LastName).order_by_asc(Column::FirstName).all(db).await
    }
}

/// Who supervises whom.
pub mod supervisions {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "supervisions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub supervisor_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub supervisee_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of(db: &impl ConnectionTrait, supervisor: Uuid) -> Result<Vec<Uuid>, DbErr> {
        let rows = Entity::find().filter(Column::SupervisorId.eq(supervisor)).all(db).await?;
        Ok(rows.into_iter().map(|row| row.supervisee_id).collect())
    }
}

/// Opaque sessions.
pub mod sessions {
    use sea_orm::{entity::prelude::*, sea_query::Expr};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        pub side: String,
        pub account_id: Option<Uuid>,
        pub staff_id: Option<Uuid>,
        pub invite_id: Option<Uuid>,
        pub started_at: DateTimeUtc,
        pub seen_at: DateTimeUtc,
        pub ended_at: Option<DateTimeUtc>,
        pub address: String,
        pub agent: String,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn by_token(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(hash.to_vec()).one(db).await
    }

    pub async fn end(db: &impl ConnectionTrait, hash: &[u8], now: DateTimeUtc) -> Result<(), DbErr> {
        end_where(db, Column::TokenHash.eq(hash.to_vec()), now).await
    }

    pub async fn end_of_invite(db: &impl ConnectionTrait, invite: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        end_where(db, Column::InviteId.eq(invite), now).await
    }

    async fn end_where(db: &impl ConnectionTrait, which: sea_orm::sea_query::SimpleExpr, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::EndedAt, Expr::value(now)).filter(which).filter(Column::EndedAt.is_null()).exec(db).await?;
        Ok(())
    }

    pub async fn seen(db: &impl ConnectionTrait, hash: &[u8], now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::SeenAt, Expr::value(now)).filter(Column::TokenHash.eq(hash.to_vec())).exec(db).await?;
        Ok(())
    }

    /// Forgets sessions that began before `then`: they ended long ago.
    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::StartedAt.lt(then)).exec(db).await?;
        Ok(())
    }
}

/// Wrong tries in a row.
pub mod throttles {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "throttles")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key_hash: Vec<u8>,
        pub failures: i32,
        pub wait_until: DateTimeUtc,
        pub failed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn by_key(db: &impl ConnectionTrait, key: &[u8]) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(key.to_vec()).one(db).await
    }

    pub async fn forget(db: &impl ConnectionTrait, key: &[u8]) -> Result<(), DbErr> {
        Entity::delete_by_id(key.to_vec()).exec(db).await?;
        Ok(())
    }

    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::FailedAt.lt(then)).exec(db).await?;
        Ok(())
    }
}
