#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

/// Authenticator apps.
pub mod factors {
    use sea_orm::{ExprTrait, QueryOrder, QuerySelect, Select, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "factors")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner_id: Uuid,
        /// Sealed.
        pub secret: Vec<u8>,
        pub added_at: DateTimeUtc,
        pub confirmed_at: Option<DateTimeUtc>,
        pub last_step: i64,
        pub used_at: Option<DateTimeUtc>,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    fn of(owner: Uuid) -> Select<Entity> {
        Entity::find().filter(Column::OwnerId.eq(owner)).filter(Column::RemovedAt.is_null()).order_by_asc(Column::AddedAt)
    }

    /// Those that count: set up and not removed.
    pub async fn confirmed(db: &impl ConnectionTrait, owner: Uuid) -> Result<Vec<Model>, DbErr> {
        of(owner).filter(Column::ConfirmedAt.is_not_null()).all(db).await
    }

    pub async fn who_have_one(db: &impl ConnectionTrait, people: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
        let counts = Column::RemovedAt.is_null().and(Column::ConfirmedAt.is_not_null());
        let of = Entity::find().select_only().column(Column::OwnerId).filter(Column::OwnerId.is_in(people)).filter(counts);
        of.into_tuple().all(db).await
    }

    /// The same, held until the transaction ends: of fifty equal codes one is taken (T5).
    pub async fn for_update(db: &impl ConnectionTrait, owner: Uuid) -> Result<Vec<Model>, DbErr> {
        of(owner).filter(Column::ConfirmedAt.is_not_null()).lock_exclusive().all(db).await
    }

    /// The newest that is being set up.
    pub async fn unconfirmed(db: &impl ConnectionTrait, owner: Uuid) -> Result<Option<Model>, DbErr> {
        Ok(of(owner).filter(Column::ConfirmedAt.is_null()).lock_exclusive().all(db).await?.pop())
    }
}

/// Codes for the day when the phone is lost.
pub mod recovery_codes {
    use sea_orm::{entity::prelude::*, sea_query::Expr};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code_hash: Vec<u8>,
        pub owner_id: Uuid,
        pub made_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
        pub replaced_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn count_left(db: &impl ConnectionTrait, owner: Uuid) -> Result<u64, DbErr> {
        Entity::find()
            .filter(Column::OwnerId.eq(owner))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ReplacedAt.is_null())
            .count(db)
            .await
    }

    /// Uses a code up; `false` where there is none such, or somebody was faster.
    pub async fn use_up(db: &impl ConnectionTrait, owner: Uuid, hash: Vec<u8>, now: DateTimeUtc) -> Result<bool, DbErr> {
        let done = Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(now))
            .filter(Column::CodeHash.eq(hash))
            .filter(Column::OwnerId.eq(owner))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ReplacedAt.is_null())
            .exec(db)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// What was not used yet opens nothing any more.
    pub async fn replace(db: &impl ConnectionTrait, owner: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::ReplacedAt, Expr::value(now))
            .filter(Column::OwnerId.eq(owner))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ReplacedAt.is_null())
            .exec(db)
            .await?;
        Ok(())
    }
}

/// Browsers from which somebody has signed in.
pub mod devices {
    use sea_orm::{
        QuerySelect, QueryTrait,
        entity::prelude::*,
        sea_query::{Expr, ExprTrait},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "devices")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub browser_hash: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub owner_id: Uuid,
        pub first_at: DateTimeUtc,
        pub last_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn find(db: &impl ConnectionTrait, browser: &[u8], owner: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id((browser.to_vec(), owner)).one(db).await
    }

    pub async fn has_any(db: &impl ConnectionTrait, owner: Uuid) -> Result<bool, DbErr> {
        Ok(Entity::find().filter(Column::OwnerId.eq(owner)).one(db).await?.is_some())
    }

    /// Whether anybody has signed in from it.
    pub async fn is_known(db: &impl ConnectionTrait, browser: &[u8]) -> Result<bool, DbErr> {
        Ok(Entity::find().filter(Column::BrowserHash.eq(browser.to_vec())).one(db).await?.is_some())
    }

    /// Forgets browsers that were not seen since then, `many` at most. Returns how many.
    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
        let (key, old) = ([Column::BrowserHash, Column::OwnerId], Column::LastAt.lt(then));
        let some = Entity::find().select_only().columns(key).filter(old.clone()).limit(many).into_query();
        let these = Expr::tuple(key.map(Expr::col)).in_subquery(some);
        Ok(Entity::delete_many().filter(old).filter(these).exec(db).await?.rows_affected)
    }
}

/// Requests to remove a lost second factor.
pub mod factor_resets {
    use super::stop_links;
    use domain::sign_in::FACTOR_REMINDERS;
    use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "factor_resets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub stop_hash: Vec<u8>,
        pub asked_at: DateTimeUtc,
        pub due_at: DateTimeUtc,
        pub stopped_at: Option<DateTimeUtc>,
        pub done_at: Option<DateTimeUtc>,
        /// How many reminders were sent, or missed.
        pub reminded: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}

    fn open() -> sea_orm::Select<Entity> {
        Entity::find().filter(Column::StoppedAt.is_null()).filter(Column::DoneAt.is_null())
    }

    pub async fn open_of(db: &impl ConnectionTrait, account: Uuid) -> Result<Option<Model>, DbErr> {
        open().filter(Column::AccountId.eq(account)).lock_exclusive().one(db).await
    }

    /// The next whose time has come.
    pub async fn due(db: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Option<Model>, DbErr> {
        open().filter(Column::DueAt.lte(now)).order_by_asc(Column::DueAt).lock_exclusive().one(db).await
    }

    /// The next of which its holder is to be reminded. Held: of two jobs one sends the mail.
    pub async fn to_remind(db: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Option<Model>, DbErr> {
        let come = FACTOR_REMINDERS.into_iter().zip(1..).fold(Condition::any(), |any, (after, number)| {
            any.add(Condition::all().add(Column::AskedAt.lte(now - after)).add(Column::Reminded.lt(number)))
        });
        open().filter(Column::DueAt.gt(now)).filter(come).order_by_asc(Column::AskedAt).lock_exclusive().one(db).await
    }

    /// The request that one of its links stops.
    pub async fn by_stop(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
        let any = Condition::any().add(Column::StopHash.eq(hash.to_vec())).add(Column::Id.in_subquery(stop_links::resets_of(hash)));
        Entity::find().filter(any).lock_exclusive().one(db).await
    }
}

/// The links of the reminders. That of the first mail stands with the request.
pub mod stop_links {
    use sea_orm::{
        entity::prelude::*,
        sea_query::{Query, SelectStatement},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stop_links")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        pub reset_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub(super) fn resets_of(hash: &[u8]) -> SelectStatement {
        Query::select().column(Column::ResetId).from(Entity).and_where(Column::TokenHash.eq(hash.to_vec())).to_owned()
    }
}

/// Changes of the address to sign in with.
pub mod address_changes {
    use domain::sign_in::ChangeFacts;
    use sea_orm::{
        Condition, QueryOrder, QuerySelect,
        entity::prelude::*,
        sea_query::{Expr, ExprTrait},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "address_changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub old_email: String,
        pub new_email: String,
        pub old_hash: Vec<u8>,
        pub new_hash: Vec<u8>,
        pub undo_hash: Vec<u8>,
        pub asked_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub old_confirmed_at: Option<DateTimeUtc>,
        pub new_confirmed_at: Option<DateTimeUtc>,
        pub done_at: Option<DateTimeUtc>,
        pub undo_until: Option<DateTimeUtc>,
        pub undone_at: Option<DateTimeUtc>,
        pub replaced_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn facts(&self) -> ChangeFacts {
            ChangeFacts {
                asked_at: self.asked_at,
                ends_at: self.ends_at,
                done: self.done_at.is_some(),
                replaced: self.replaced_at.is_some(),
            }
        }
    }

    /// The change that one of its links is about.
    pub async fn by_link(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
        let hash = hash.to_vec();
        let any = [Column::OldHash, Column::NewHash, Column::UndoHash];
        let any = any.into_iter().fold(Condition::any(), |any, column| any.add(column.eq(hash.clone())));
        Entity::find().filter(any).lock_exclusive().one(db).await
    }

    /// Whether a change of an account that nobody replaced is from this address, or to it.
    pub async fn has(db: &impl ConnectionTrait, account: Uuid, address: &str) -> Result<bool, DbErr> {
        let at = Column::OldEmail.eq(address).or(Column::NewEmail.eq(address));
        let these = Entity::find().filter(Column::AccountId.eq(account)).filter(at).filter(Column::ReplacedAt.is_null());
        Ok(these.one(db).await?.is_some())
    }

    /// The newest of an account.
    pub async fn newest(db: &impl ConnectionTrait, account: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::AskedAt).one(db).await
    }

    /// What was asked for before gives way.
    pub async fn replace(db: &impl ConnectionTrait, account: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::ReplacedAt, Expr::value(now))
            .filter(Column::AccountId.eq(account))
            .filter(Column::DoneAt.is_null())
            .filter(Column::ReplacedAt.is_null())
            .exec(db)
            .await?;
        Ok(())
    }
}
