#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod keys;

/// What is asked alike of accounts and of members of staff, who sign in by their address.
macro_rules! who_signs_in {
    () => {
        pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
            Entity::find_by_id(id).one(db).await
        }

        /// The row, held until the transaction ends: what is decided about them is decided one after the other.
        pub async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
            Entity::find_by_id(id).lock_exclusive().one(db).await
        }

        /// Whose this address is, however its capitals and its host are written.
        pub async fn by_email(db: &impl ConnectionTrait, typed: &str) -> Result<Option<Model>, DbErr> {
            let exactly = exact_key(typed);
            let found = Entity::find().filter(Column::EmailKey.is_in([&exactly, &address_key(typed)])).all(db).await?;
            Ok(found.into_iter().max_by_key(|row| row.email_key == exactly))
        }

        /// Those that share a key with another one: see `exact_key`.
        pub async fn alike(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
            Entity::find().filter(Column::EmailKey.like(" %")).order_by_asc(Column::Email).all(db).await
        }
    };
}

/// Portal logins.
pub mod accounts {
    use domain::charts::{address_key, exact_key};
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

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
        /// When the password was last set through a mail.
        pub reset_at: Option<DateTimeUtc>,
        /// For whom its holder acted last.
        pub last_grant_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// From now on its holder acts for them, until they turn to somebody else.
    pub async fn acts_for(db: &impl ConnectionTrait, account: Uuid, grant: Uuid) -> Result<(), DbErr> {
        let this = Entity::update_many().filter(Column::Id.eq(account));
        this.col_expr(Column::LastGrantId, Expr::value(grant)).exec(db).await.map(drop)
    }

    impl Model {
        pub fn full_name(&self) -> String {
            format!("{} {}", self.first_name, self.last_name)
        }
    }

    pub async fn by_ids(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Id.is_in(ids)).all(db).await
    }

    who_signs_in!();

    /// Somebody whose names are these has others from now on.
    pub async fn rename(db: &impl ConnectionTrait, id: Uuid, from: [&str; 2], to: [&str; 2]) -> Result<(), DbErr> {
        let this =
            Entity::update_many().filter(Column::Id.eq(id)).filter(Column::FirstName.eq(from[0])).filter(Column::LastName.eq(from[1]));
        let renamed = this.col_expr(Column::FirstName, Expr::value(to[0])).col_expr(Column::LastName, Expr::value(to[1]));
        renamed.exec(db).await.map(drop)
    }

    /// These, held until the transaction ends: in one order, whoever else holds several.
    pub async fn hold(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
        Entity::find().filter(Column::Id.is_in(ids.to_vec())).order_by_asc(Column::Id).lock_exclusive().all(db).await?;
        Ok(())
    }
}

/// People who work in the practice.
pub mod staff {
    use crate::stored::By;
    use domain::{
        Role,
        charts::{address_key, exact_key},
    };
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};
    use std::collections::HashSet;

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
        pub roles: By<Vec<Role>>,
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
    }

    /// By name.
    pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Id.is_in(ids)).order_by_asc(Column::LastName).order_by_asc(Column::FirstName).all(db).await
    }

    who_signs_in!();

    /// Which of these addresses are somebody's here, however their capitals and their hosts are written.
    pub async fn among(db: &impl ConnectionTrait, addresses: &[&str]) -> Result<HashSet<String>, DbErr> {
        let keys = |address: &str| [exact_key(address), address_key(address)];
        let asked = addresses.iter().flat_map(|address| keys(address));
        let known: Vec<String> =
            Entity::find().select_only().column(Column::EmailKey).filter(Column::EmailKey.is_in(asked)).into_tuple().all(db).await?;
        let is_known = |address: &&&str| keys(address).iter().any(|key| known.contains(key));
        Ok(addresses.iter().filter(is_known).map(|address| (*address).to_owned()).collect())
    }

    /// Everybody, those who have left at the end.
    pub async fn everybody(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
        let mut rows = Entity::find().order_by_asc(Column::LastName).order_by_asc(Column::FirstName).all(db).await?;
        rows.sort_by_key(|row| row.disabled_at.is_some());
        Ok(rows)
    }

    /// These, held until the transaction ends.
    pub async fn hold(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
        Entity::find().filter(Column::Id.is_in(ids.to_vec())).order_by_asc(Column::Id).lock(LockType::NoKeyUpdate).all(db).await.map(drop)
    }

    /// Everybody, held until the transaction ends.
    pub async fn everybody_held(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
        Entity::find().order_by_asc(Column::Id).lock_exclusive().all(db).await
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

    pub async fn everybody(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
        Entity::find().all(db).await
    }

    /// Whether it was so.
    pub async fn remove(db: &impl ConnectionTrait, supervisor: Uuid, supervisee: Uuid) -> Result<bool, DbErr> {
        Ok(Entity::delete_by_id((supervisor, supervisee)).exec(db).await?.rows_affected > 0)
    }
}

/// Opaque sessions.
pub mod sessions {
    use crate::stored::By;
    use domain::sign_in::{Awaits, SessionKind, Side, StepUpScope};
    use sea_orm::{
        QueryOrder, QuerySelect, QueryTrait,
        entity::prelude::*,
        sea_query::{Expr, ExprTrait, SimpleExpr},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        /// What the list of sessions names it by.
        pub id: Uuid,
        pub side: By<SessionKind>,
        pub account_id: Option<Uuid>,
        pub staff_id: Option<Uuid>,
        pub invite_id: Option<Uuid>,
        pub started_at: DateTimeUtc,
        pub seen_at: DateTimeUtc,
        /// What is still to come after the right password.
        pub awaits: Option<By<Awaits>>,
        pub proved_at: DateTimeUtc,
        /// What for. Nothing: by signing in, which holds for anything.
        pub proved_for: Option<By<StepUpScope>>,
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

    pub async fn end_of_invites(db: &impl ConnectionTrait, invites: &[Uuid], now: DateTimeUtc) -> Result<(), DbErr> {
        end_where(db, Column::InviteId.is_in(invites.to_vec()), now).await
    }

    /// Ends every session of an account.
    pub async fn end_of_account(db: &impl ConnectionTrait, account: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        end_of_accounts(db, &[account], now).await
    }

    pub async fn end_of_accounts(db: &impl ConnectionTrait, accounts: &[Uuid], now: DateTimeUtc) -> Result<(), DbErr> {
        end_where(db, Column::AccountId.is_in(accounts.to_vec()), now).await
    }

    /// Ends every session of a member of staff.
    pub async fn end_of_staff(db: &impl ConnectionTrait, member: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        end_where(db, Column::StaffId.eq(member), now).await
    }

    /// Ends every session of an account or a member of staff but this one, however many there are.
    pub async fn end_others(db: &impl ConnectionTrait, side: Side, owner: Uuid, this: &[u8], now: DateTimeUtc) -> Result<(), DbErr> {
        end_where(db, of(side, owner).and(Column::TokenHash.ne(this.to_vec())), now).await
    }

    /// Those of an account on the one side, of a member of staff on the other. One column is asked: "this or that" finds no index.
    fn of(side: Side, owner: Uuid) -> SimpleExpr {
        match side {
            Side::Portal => Column::AccountId.eq(owner),
            Side::Office => Column::StaffId.eq(owner),
        }
    }

    async fn end_where(db: &impl ConnectionTrait, which: SimpleExpr, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::EndedAt, Expr::value(now)).filter(which).filter(Column::EndedAt.is_null()).exec(db).await?;
        Ok(())
    }

    pub async fn seen(db: &impl ConnectionTrait, hash: &[u8], now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::SeenAt, Expr::value(now)).filter(Column::TokenHash.eq(hash.to_vec())).exec(db).await?;
        Ok(())
    }

    /// The newest hundred sessions of an account or a member of staff that nobody has ended. Some may be over by time.
    pub async fn living(db: &impl ConnectionTrait, side: Side, owner: Uuid) -> Result<Vec<Model>, DbErr> {
        let whole = Column::Awaits.is_null();
        Entity::find()
            .filter(of(side, owner))
            .filter(Column::EndedAt.is_null())
            .filter(whole)
            .order_by_desc(Column::SeenAt)
            .limit(100)
            .all(db)
            .await
    }

    /// The newest whole one that had begun by then, whatever became of it.
    pub async fn newest_by(db: &impl ConnectionTrait, side: Side, owner: Uuid, then: DateTimeUtc) -> Result<Option<Model>, DbErr> {
        let begun = Entity::find().filter(of(side, owner)).filter(Column::Awaits.is_null()).filter(Column::StartedAt.lte(then));
        begun.order_by_desc(Column::StartedAt).one(db).await
    }

    /// Who holds the session has proved once more who they are.
    pub async fn proved(db: &impl ConnectionTrait, hash: &[u8], matter: StepUpScope, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::ProvedAt, Expr::value(now))
            .col_expr(Column::ProvedFor, Expr::value(By(matter)))
            .filter(Column::TokenHash.eq(hash.to_vec()))
            .exec(db)
            .await?;
        Ok(())
    }

    /// Forgets sessions that began before `then`, `many` at most: they ended long ago. Returns how many.
    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
        let old = Column::StartedAt.lt(then);
        let some = Entity::find().select_only().column(Column::TokenHash).filter(old.clone()).limit(many).into_query();
        Ok(Entity::delete_many().filter(old).filter(Column::TokenHash.in_subquery(some)).exec(db).await?.rows_affected)
    }
}

/// Wrong tries in a row.
pub mod throttles {
    use sea_orm::{QuerySelect, QueryTrait, entity::prelude::*};

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

    /// Forgets counters of tries before `then`, `many` at most. Returns how many.
    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
        let old = Column::FailedAt.lt(then);
        let some = Entity::find().select_only().column(Column::KeyHash).filter(old.clone()).limit(many).into_query();
        Ok(Entity::delete_many().filter(old).filter(Column::KeyHash.in_subquery(some)).exec(db).await?.rows_affected)
    }
}
