//! A form that is sent twice, by a double click or from a page that somebody went back to, is done once, and both times answered
//! alike. The page gives each of its forms a key; whose key it is, for which function and with what in it is one claim, made by
//! whoever is first. Only that same form is answered so: another person's, or one in which something was changed, is another claim.

#[cfg(test)]
pub(crate) use table::by_key;
pub(crate) use table::forget_before;

use crate::{
    actors::Visitor,
    error::Error,
    practice::Practice,
    sealing::Place,
    secrets::{Token, sha256_of_parts},
};
use chrono::Duration;
use std::time;
use uuid::Uuid;

/// For so long a form is known again.
pub(crate) const KEPT: Duration = Duration::days(1);
/// A first one that took longer was lost with its process: the next one is the first.
const LOST: Duration = Duration::seconds(60);
/// Longer than this nobody waits for the first one.
const ACQUIRE_TIMEOUT: time::Duration = time::Duration::from_secs(10);
/// So often somebody who waits looks whether it is done. The first one may be with another process.
const GLANCE: time::Duration = time::Duration::from_millis(50);
/// So many forms of people who have not signed in are known at the same time: strangers do not fill the disk.
const MOST_OF_STRANGERS: u64 = 10_000;

/// A form as it was sent.
pub struct SentForm<'a> {
    /// The key that its page gave it.
    pub once: &'a Token,
    pub endpoint: &'a str,
    /// The session that it came with. Without one it is the browser's.
    pub session: Option<&'a Token>,
    /// Everything that stands in it.
    pub body: &'a [u8],
}

/// What somebody hears who wants to do a form's work.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody has: it is theirs to do.
    Ours(Claimed),
    /// It is done, and whoever did it was led there.
    Done(String),
    /// Somebody is at it, and has been for long.
    Running,
    /// Too many forms are known as it is. It is done like one without a key.
    Unknown,
}

/// The work of a form, in the hands of who was first. It is settled when it is done, or given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    key_hash: Vec<u8>,
    id: Uuid,
}

impl Practice {
    /// A key for one form on one page.
    pub fn one_time_key(&self) -> Token {
        self.randomness.token()
    }
}

impl Visitor {
    /// Asks for a form's work. Whoever comes second waits until the first has done it, or could not.
    pub async fn claim(&self, form: &SentForm<'_>) -> Result<Claim, Error> {
        let key_hash = self.key_hash(form);
        let since = time::Instant::now();
        loop {
            if let Some(claim) = self.try_to_claim(&key_hash, form.session).await? {
                return Ok(claim);
            }
            if since.elapsed() >= ACQUIRE_TIMEOUT {
                return Ok(Claim::Running);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The work is done, and leads there: so does the same form from now on.
    pub async fn settle(&self, claimed: &Claimed, led: &str) -> Result<(), Error> {
        let led = self.practice.sealer.seal(Place("sent_forms.led", claimed.id), led.as_bytes());
        let tx = self.practice.db.housekeeping().await?;
        table::settle(&*tx, &claimed.key_hash, claimed.id, led).await?;
        Ok(tx.commit().await?)
    }

    /// It was refused, or failed: sent once more, it is tried once more.
    pub async fn give_back(&self, claimed: &Claimed) -> Result<(), Error> {
        let tx = self.practice.db.housekeeping().await?;
        table::give_back(&*tx, &claimed.key_hash, claimed.id).await?;
        Ok(tx.commit().await?)
    }

    /// Nothing, while somebody else is at it.
    async fn try_to_claim(&self, key_hash: &[u8], session: Option<&Token>) -> Result<Option<Claim>, Error> {
        let now = self.practice.clock.now();
        match table::by_key(self.practice.db.read(), key_hash).await? {
            Some(table::Model { id, led: Some(led), .. }) => {
                let led = self.practice.sealer.open(Place("sent_forms.led", id), &led)?;
                return Ok(Some(Claim::Done(String::from_utf8_lossy(&led).into_owned())));
            }
            Some(row) if now < row.claimed_at + LOST => return Ok(None),
            Some(_) => {}
            None => {
                let strangers = async || table::count_of_strangers(self.practice.db.read(), MOST_OF_STRANGERS).await;
                if session.is_none() && strangers().await? >= MOST_OF_STRANGERS {
                    return Ok(Some(Claim::Unknown));
                }
            }
        }
        let claimed = Claimed { key_hash: key_hash.to_vec(), id: self.practice.randomness.id() };
        let row = table::Model {
            key_hash: key_hash.to_vec(),
            id: claimed.id,
            session_hash: session.map(Token::hash),
            claimed_at: now,
            led: None,
        };
        let tx = self.practice.db.housekeeping().await?;
        table::forget_lost(&*tx, key_hash, now - LOST).await?;
        let first = table::insert(&*tx, row).await?;
        tx.commit().await?;
        Ok(first.then_some(Claim::Ours(claimed)))
    }

    fn key_hash(&self, form: &SentForm<'_>) -> Vec<u8> {
        let browser = || self.origin.browser.as_deref().unwrap_or_default().as_bytes().to_vec();
        let (kind, whose) = form.session.map_or_else(|| ("browser", browser()), |session| ("session", session.hash()));
        sha256_of_parts(&[form.once.reveal().as_bytes(), form.endpoint.as_bytes(), kind.as_bytes(), &whose, form.body]).to_vec()
    }
}

mod table {
    #![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

    use sea_orm::{IntoActiveModel, QuerySelect, QueryTrait, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sent_forms")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key_hash: Vec<u8>,
        pub id: Uuid,
        pub session_hash: Option<Vec<u8>>,
        pub claimed_at: DateTimeUtc,
        pub led: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn by_key(db: &impl ConnectionTrait, key: &[u8]) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(key.to_vec()).one(db).await
    }

    /// Whether nobody was faster.
    pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<bool, DbErr> {
        let inserted = Entity::insert(row.into_active_model()).on_conflict_do_nothing().exec_without_returning(db).await?;
        Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(rows) if rows > 0))
    }

    pub async fn settle(db: &impl ConnectionTrait, key: &[u8], id: Uuid, led: Vec<u8>) -> Result<(), DbErr> {
        let ours = Entity::update_many().filter(Column::KeyHash.eq(key.to_vec())).filter(Column::Id.eq(id));
        ours.col_expr(Column::Led, Expr::value(led)).exec(db).await?;
        Ok(())
    }

    pub async fn give_back(db: &impl ConnectionTrait, key: &[u8], id: Uuid) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::KeyHash.eq(key.to_vec())).filter(Column::Id.eq(id)).exec(db).await?;
        Ok(())
    }

    /// Forgets a claim that nobody has settled since `then`.
    pub async fn forget_lost(db: &impl ConnectionTrait, key: &[u8], then: DateTimeUtc) -> Result<(), DbErr> {
        let unsettled = Entity::delete_many().filter(Column::KeyHash.eq(key.to_vec())).filter(Column::Led.is_null());
        unsettled.filter(Column::ClaimedAt.lte(then)).exec(db).await?;
        Ok(())
    }

    /// How many came without a session, counted no further than `most`.
    pub async fn count_of_strangers(db: &impl ConnectionTrait, most: u64) -> Result<u64, DbErr> {
        let of_strangers = Entity::find().select_only().column(Column::Id).filter(Column::SessionHash.is_null());
        let ids: Vec<Uuid> = of_strangers.limit(most).into_tuple().all(db).await?;
        Ok(ids.len() as u64)
    }

    /// Forgets what was sent before `then`, `many` at most. Returns how many.
    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
        let old = Column::ClaimedAt.lt(then);
        let some = Entity::find().select_only().column(Column::KeyHash).filter(old.clone()).limit(many).into_query();
        Ok(Entity::delete_many().filter(old).filter(Column::KeyHash.in_subquery(some)).exec(db).await?.rows_affected)
    }
}
