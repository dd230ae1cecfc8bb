#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

crate::in_chart::of_chart! {
    grants by Id as "invites.grant",
    invites by Id as "invites.link",
}

/// One account's access to one chart.
pub mod grants {
    use crate::{in_chart::Within, stored::By};
    use domain::invites::{GrantKind, GrantTerm, Scopes};
    use sea_orm::{
        QueryOrder, QuerySelect, QueryTrait,
        entity::prelude::*,
        sea_query::{Expr, ExprTrait, IntoColumnRef},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub account_id: Option<Uuid>,
        pub contact_id: Option<Uuid>,
        pub kind: By<GrantKind>,
        pub relationship: String,
        pub legal_basis: Option<String>,
        pub scopes: By<Scopes>,
        pub activated_at: DateTimeUtc,
        pub activated_by: Option<Uuid>,
        pub registered_at: Option<DateTimeUtc>,
        pub starts_at: Option<DateTimeUtc>,
        pub ends_at: Option<DateTimeUtc>,
        pub reviewed_at: Option<DateTimeUtc>,
        pub revoked_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        /// What the rule decides by.
        pub fn term(&self) -> GrantTerm {
            GrantTerm {
                taken_up: self.registered_at.is_some(),
                starts_at: self.starts_at,
                ends_at: self.ends_at,
                revoked_at: self.revoked_at,
            }
        }
    }

    /// What an account holds or is offered, in the order in which it was granted, as far as the rule lets it count. The database
    /// only leaves out what was revoked, so that the rule has few to look at.
    async fn counting(db: &impl ConnectionTrait, account: Uuid, counts: impl Fn(GrantTerm) -> bool) -> Result<Vec<Model>, DbErr> {
        let these = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::RevokedAt.is_null());
        let mut grants = these.order_by_asc(Column::ActivatedAt).order_by_asc(Column::Id).all(db).await?;
        grants.retain(|grant| counts(grant.term()));
        Ok(grants)
    }

    /// The access that the Chart Owner has or is invited to.
    pub async fn of_owner(chart: &impl Within) -> Result<Option<Model>, DbErr> {
        let kind = Column::Kind.eq(By(GrantKind::Owner));
        chart.of::<Entity>().filter(kind).filter(Column::RevokedAt.is_null()).one(chart.db()).await
    }

    /// The Chart Owner's accesses to each of these charts, the newest at the end: the one that is not revoked, whatever the clock
    /// said when the others were granted (F9).
    pub async fn of_owners(db: &impl ConnectionTrait, charts: &[Uuid]) -> Result<Vec<Model>, DbErr> {
        let kind = Column::Kind.eq(By(GrantKind::Owner));
        let all = Entity::find().filter(Column::ChartId.is_in(charts.to_vec())).filter(kind).order_by_asc(Column::ActivatedAt);
        let mut grants = all.all(db).await?;
        grants.sort_by_key(|grant| grant.revoked_at.is_none());
        Ok(grants)
    }

    /// Everybody's access to a chart, revoked or not, in the order in which it was granted.
    pub async fn all(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
        chart.of::<Entity>().order_by_asc(Column::ActivatedAt).order_by_asc(Column::Id).all(chart.db()).await
    }

    /// What an account may open now: taken up, begun, not revoked, not ended.
    pub async fn open_of_account(db: &impl ConnectionTrait, account: Uuid, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
        counting(db, account, |term| term.is_open(now)).await
    }

    /// Everything that an account was ever given or offered, ended or not.
    pub async fn of_account(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::AccountId.eq(account)).all(db).await
    }

    /// What is offered to an account, whose holder has not confirmed it yet.
    pub async fn offered_to(db: &impl ConnectionTrait, account: Uuid, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
        counting(db, account, |term| term.is_offered(now)).await
    }

    /// Everything that an account holds or is offered, neither revoked nor ended.
    pub async fn living_of_account(db: &impl ConnectionTrait, account: Uuid, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
        counting(db, account, |term| term.is_living(now)).await
    }

    /// Which of these accounts hold or are offered something that is neither revoked nor ended.
    pub async fn accounts_that_live(db: &impl ConnectionTrait, accounts: &[Uuid], now: DateTimeUtc) -> Result<Vec<Uuid>, DbErr> {
        let these = Entity::find().filter(Column::AccountId.is_in(accounts.to_vec())).filter(Column::RevokedAt.is_null());
        let living = these.all(db).await?.into_iter().filter(|grant| grant.term().is_living(now));
        Ok(living.filter_map(|grant| grant.account_id).collect())
    }

    /// Grants of contacts that live, taken up or not: what the age rule looks at. After `id`, at most `many`; none when there are no
    /// more.
    pub async fn of_contacts_after(db: &impl ConnectionTrait, id: Uuid, many: u64, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
        let mut after = id;
        loop {
            let these = Entity::find().filter(Column::ContactId.is_not_null()).filter(Column::RevokedAt.is_null());
            let mut grants = these.filter(Column::Id.gt(after)).order_by_asc(Column::Id).limit(many).all(db).await?;
            let Some(last) = grants.last() else { return Ok(grants) };
            after = last.id;
            grants.retain(|grant| grant.term().is_living(now));
            if !grants.is_empty() {
                return Ok(grants);
            }
        }
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    /// Whether somebody has registered for the chart in that column, and may open it now.
    pub fn somebody_has(chart: impl IntoColumnRef, now: DateTimeUtc) -> Expr {
        let col = |column| Expr::col((Entity, column));
        let ends = col(Column::EndsAt).is_null().or(col(Column::EndsAt).gt(now));
        let starts = col(Column::StartsAt).is_null().or(col(Column::StartsAt).lte(now));
        let grants = Entity::find().select_only().column(Column::Id).filter(col(Column::ChartId).equals(chart));
        let open = grants.filter(col(Column::RegisteredAt).is_not_null()).filter(col(Column::RevokedAt).is_null());
        Expr::exists(open.filter(starts).filter(ends).into_query())
    }

    pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Id.is_in(ids)).all(db).await
    }

    /// They end now. Nothing is deleted.
    pub async fn revoke(db: &impl ConnectionTrait, ids: Vec<Uuid>, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::RevokedAt, Expr::value(now)).filter(Column::Id.is_in(ids)).exec(db).await?;
        Ok(())
    }

    /// The grant, if it is neither revoked nor ended, held until the transaction ends.
    pub async fn for_update(db: &impl ConnectionTrait, id: Uuid, now: DateTimeUtc) -> Result<Option<Model>, DbErr> {
        let grant = Entity::find_by_id(id).lock_exclusive().one(db).await?;
        Ok(grant.filter(|grant| grant.term().is_living(now)))
    }
}

/// Registration links. Only the hash of the secret stands here.
pub mod invites {
    use domain::invites::LinkFacts;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

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
        /// Who handed the link over in person or by phone; nobody where it was mailed.
        pub handed_over_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn facts(&self) -> LinkFacts {
            LinkFacts {
                sent_at: self.sent_at,
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
    pub async fn for_update(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).lock_exclusive().one(db).await
    }

    /// The newest link of a grant: the one that stands, whatever the clock said when the others were sent (F9).
    pub async fn newest(db: &impl ConnectionTrait, grant: Uuid) -> Result<Option<Model>, DbErr> {
        Ok(of_grants(db, vec![grant]).await?.pop())
    }

    /// The one link of a grant that still stands, whether or not its time is over; held until the transaction ends.
    pub async fn standing(db: &impl ConnectionTrait, grant: Uuid) -> Result<Option<Model>, DbErr> {
        Ok(standing_of(db, &[grant]).await?.pop())
    }

    /// The same, of several grants.
    pub async fn standing_of(db: &impl ConnectionTrait, grants: &[Uuid]) -> Result<Vec<Model>, DbErr> {
        Entity::find()
            .filter(Column::GrantId.is_in(grants.to_vec()))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ReplacedAt.is_null())
            .filter(Column::RevokedAt.is_null())
            .lock_exclusive()
            .all(db)
            .await
    }

    /// They open nothing any more.
    pub async fn revoke(db: &impl ConnectionTrait, ids: Vec<Uuid>, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::RevokedAt, Expr::value(now)).filter(Column::Id.is_in(ids)).exec(db).await?;
        Ok(())
    }

    /// The links of these grants, oldest first, and those that stand at the end.
    pub async fn of_grants(db: &impl ConnectionTrait, grants: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        if grants.is_empty() {
            return Ok(Vec::new());
        }
        let mut links = Entity::find().filter(Column::GrantId.is_in(grants)).order_by_asc(Column::SentAt).all(db).await?;
        links.sort_by_key(|link| link.used_at.is_none() && link.replaced_at.is_none() && link.revoked_at.is_none());
        Ok(links)
    }
}
