#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

mod closing;
mod of_appointments;
mod take_back;
pub mod tasks;

/// The outbox.
pub mod mails {
    pub use super::{
        of_appointments::{states, was_told},
        take_back::{Of, cancel, say_sent},
    };
    use crate::stored::By;
    use domain::notices::{MailKind, MailState, MailTrouble, Tries};
    use sea_orm::{
        Condition, QueryOrder, QuerySelect,
        entity::prelude::*,
        sea_query::{Alias, Expr, ExprTrait, Query},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mails")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Read by `kind()`.
        pub kind: String,
        pub chart_id: Option<Uuid>,
        pub invite_id: Option<Uuid>,
        pub grant_id: Option<Uuid>,
        pub account_id: Option<Uuid>,
        pub staff_id: Option<Uuid>,
        pub address: String,
        pub body: Option<Vec<u8>>,
        pub state: By<MailState>,
        pub tries: i32,
        pub next_try_at: DateTimeUtc,
        pub leased_until: Option<DateTimeUtc>,
        pub written_at: DateTimeUtc,
        pub sent_at: Option<DateTimeUtc>,
        pub trouble: Option<String>,
        /// Why the last try failed, while it waits for another.
        pub waits_for: Option<By<MailTrouble>>,
        /// How many of the tries failed because of the server.
        pub tries_at_server: i32,
        /// The share that it tells of.
        pub share_id: Option<Uuid>,
        pub conversation_id: Option<Uuid>,
        pub appointment_id: Option<Uuid>,
        pub prospect_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        /// Nothing where this version does not know it: that one mail is refused, and holds up none of the others.
        pub fn kind(&self) -> Option<MailKind> {
            MailKind::from_name(&self.kind)
        }

        /// It will not arrive, unless somebody sends it again.
        pub fn is_given_up(&self) -> bool {
            matches!(self.state.0, MailState::Failed | MailState::Bounced)
        }

        /// Why it has not left yet, where a try has failed, or there is no server to try.
        pub fn waits(&self) -> Option<MailTrouble> {
            self.waits_for.filter(|_| self.state.0 == MailState::Queued).map(|By(trouble)| trouble)
        }

        pub fn failed_tries(&self) -> Tries {
            Tries { of_mail: self.tries - self.tries_at_server, at_server: self.tries_at_server }
        }
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    /// The same, so that nobody else changes it before the end of the transaction.
    pub async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).lock_exclusive().one(db).await
    }

    pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Id.is_in(ids)).all(db).await
    }

    /// The mail that carried a registration link.
    pub async fn of_invite(db: &impl ConnectionTrait, invite: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::InviteId.eq(invite)).order_by_desc(Column::WrittenAt).one(db).await
    }

    /// The newest mail of a kind about a grant.
    pub async fn of_grant(db: &impl ConnectionTrait, grant: Uuid, kind: MailKind) -> Result<Option<Model>, DbErr> {
        let of = Entity::find().filter(Column::GrantId.eq(grant)).filter(Column::Kind.eq(By(kind)));
        of.order_by_desc(Column::WrittenAt).one(db).await
    }

    /// The newest mail of a kind to an account.
    pub async fn of_account(db: &impl ConnectionTrait, account: Uuid, kind: MailKind) -> Result<Option<Model>, DbErr> {
        let of = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::Kind.eq(By(kind)));
        of.order_by_desc(Column::WrittenAt).one(db).await
    }

    /// The newest mail that tells this person of a conversation.
    pub async fn newest_of_conversation(
        db: &impl ConnectionTrait,
        conversation: Uuid,
        grant: Option<Uuid>,
        member: Option<Uuid>,
    ) -> Result<Option<Model>, DbErr> {
        let whose = match grant {
            Some(grant) => Column::GrantId.eq(grant),
            None => Column::StaffId.eq(member),
        };
        let of = Entity::find().filter(Column::ConversationId.eq(conversation)).filter(whose);
        let of = of.filter(Column::Kind.ne(By(MailKind::ClosesSoon)));
        of.order_by_desc(Column::WrittenAt).order_by_desc(Column::NextTryAt).one(db).await
    }

    /// It leaves no earlier.
    pub async fn leave_at(db: &impl ConnectionTrait, id: Uuid, at: DateTimeUtc) -> Result<(), DbErr> {
        let this = Entity::update_many().filter(Column::Id.eq(id));
        this.col_expr(Column::NextTryAt, Expr::value(at)).exec(db).await.map(drop)
    }

    /// The newest mail to a member of staff.
    pub async fn newest_of_staff(db: &impl ConnectionTrait, member: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::StaffId.eq(member)).order_by_desc(Column::WrittenAt).one(db).await
    }

    /// The newest mail to each of them.
    pub async fn newest_of_each(db: &impl ConnectionTrait, members: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        let others = Alias::new("others");
        let newest = Query::select()
            .expr(Expr::col((others.clone(), Column::WrittenAt)).max())
            .from_as(Entity, others.clone())
            .and_where(Expr::col((others, Column::StaffId)).equals((Entity, Column::StaffId)))
            .to_owned();
        Entity::find().filter(Column::StaffId.is_in(members)).filter(Column::WrittenAt.in_subquery(newest)).all(db).await
    }

    /// Whether there is a mail of these kinds besides that one, to an account or to a member of staff, that was sent or waits for its
    /// first try.
    pub async fn has_unfailed(
        db: &impl ConnectionTrait,
        account: Option<Uuid>,
        member: Option<Uuid>,
        kinds: &[MailKind],
        besides: Uuid,
    ) -> Result<bool, DbErr> {
        let whose = match (account, member) {
            (Some(id), _) => Column::AccountId.eq(id),
            (None, member) => Column::StaffId.eq(member),
        };
        let waits = is_queued().and(Column::Tries.eq(0));
        let fine = Column::State.eq(By(MailState::Sent)).or(waits);
        let of = Entity::find().filter(whose).filter(Column::Kind.is_in(kinds.iter().copied().map(By))).filter(Column::Id.ne(besides));
        Ok(of.filter(fine).one(db).await?.is_some())
    }

    pub async fn belongs_to(
        db: &impl ConnectionTrait,
        id: Uuid,
        account: Option<Uuid>,
        member: Option<Uuid>,
        address: &str,
    ) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::AccountId, Expr::value(account))
            .col_expr(Column::StaffId, Expr::value(member))
            .col_expr(Column::Address, Expr::value(address))
            .filter(Column::Id.eq(id))
            .exec(db)
            .await?;
        Ok(())
    }

    /// Whether it waits. Said as a constant: then the databases know that an index of what waits will do.
    pub(super) fn is_queued() -> Expr {
        Expr::col((Entity, Column::State)).eq(Expr::Constant(By(MailState::Queued).into()))
    }

    /// What there is somebody to hand over to.
    #[derive(Clone, Copy)]
    pub struct Leaves {
        pub mail: bool,
        pub texts: bool,
    }

    /// The next mail whose turn has come and that nobody is sending. Locked, where the database can.
    ///
    /// The first try waits only where it was to leave later than it was written: a clock that is set back holds no mail up (F9).
    pub async fn due(db: &impl ConnectionTrait, now: DateTimeUtc, leaves: Leaves) -> Result<Option<Model>, DbErr> {
        let at_once = Column::Tries.eq(0).and(Expr::col(Column::NextTryAt).lte(Expr::col(Column::WrittenAt)));
        let not = |kind: MailKind| Column::Kind.ne(By(kind));
        let only_texts = Column::Kind.eq(By(MailKind::ReminderText));
        Entity::find()
            .filter(is_queued())
            .filter(Condition::all().add_option((!leaves.texts).then(|| not(MailKind::ReminderText))))
            .filter(Condition::all().add_option((!leaves.mail).then_some(only_texts)))
            .filter(Condition::any().add(Column::NextTryAt.lte(now)).add(at_once))
            .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
            .order_by_asc(Column::NextTryAt)
            .lock_exclusive()
            .one(db)
            .await
    }

    /// Says beside everything that waits what it waits for.
    pub async fn wait_because(db: &impl ConnectionTrait, waits_for: MailTrouble, trouble: &str) -> Result<(), DbErr> {
        Entity::update_many()
            .filter(Column::Kind.ne(By(MailKind::ReminderText)))
            .col_expr(Column::Trouble, Expr::value(trouble))
            .col_expr(Column::WaitsFor, Expr::value(By(waits_for)))
            .filter(is_queued())
            .filter(Condition::any().add(Column::WaitsFor.is_null()).add(Column::WaitsFor.ne(By(waits_for))))
            .exec(db)
            .await?;
        Ok(())
    }

    /// The newest mails whose text is still kept.
    pub async fn kept(db: &impl ConnectionTrait, many: u64) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Body.is_not_null()).order_by_desc(Column::WrittenAt).limit(many).all(db).await
    }
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(db: &impl sea_orm::ConnectionTrait, id: uuid::Uuid) -> Result<(), sea_orm::DbErr> {
    mails::of_account(db, id, domain::notices::MailKind::Reset).await?;
    mails::of_grant(db, id, domain::notices::MailKind::Restored).await?;
    mails::of_invite(db, id).await?;
    mails::newest_of_staff(db, id).await?;
    mails::newest_of_each(db, vec![id]).await?;
    mails::cancel(db, mails::Of::Share(id)).await?;
    tasks::ask_all_day(db, id).await?;
    Ok(())
}
