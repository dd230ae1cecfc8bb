//! What somebody typed into a form that was refused or interrupted: kept sealed until the form is taken, a day at most,
//! for the same browser and the same person.

pub(crate) use table::forget_before;

use crate::{
    actors::Visitor,
    db::Write,
    error::Error,
    practice::Practice,
    sealing::Place,
    secrets::{Token, sha256},
    sign_in,
};
use chrono::Duration;
use domain::{
    Typed,
    sign_in::{Side, session_holds},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// So many drafts of people who have not signed in are kept at the same time: strangers do not fill the disk.
const MOST_OF_STRANGERS: u64 = 10_000;
/// So many drafts of one person are kept at the same time, the newest.
const MOST_OF_ONE: u64 = 30;
/// A draft is no larger than this, in bytes: a long note fits, and a drawn signature.
const LARGEST: usize = 400_000;
/// How long a draft is kept.
pub(crate) const KEPT: Duration = Duration::days(1);

/// An act waits so long for the proof that it asked for.
const PROVED_WITHIN: Duration = Duration::minutes(15);

/// The name under which a form's draft is kept: which form, on which page. A hash, since a page's address can hold a token.
pub fn form_key(endpoint: &str, page: &str) -> String {
    hex::encode(sha256(format!("{endpoint} {page}").as_bytes()))
}

impl Visitor {
    /// Keeps what was typed, for this browser, and for the person whose session it was, living or ended. What nobody in
    /// particular typed is kept only of forms that are for strangers, and only so much of it.
    pub async fn keep_typed(&self, form_key: &str, session: Option<&Token>, of_strangers: bool, typed: &Typed) -> Result<(), Error> {
        let Some(browser) = self.browser_hash() else { return Ok(()) };
        let size: usize = typed.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        if size > LARGEST {
            return Ok(());
        }
        // A session that ended long ago keeps nothing for anybody.
        let recent = |row: &sign_in::Session| self.practice.clock.now() < row.started_at + KEPT;
        let row = self.session_row(session).await?.filter(recent);
        let owner = row.and_then(|row| row.account_id.or(row.staff_id));
        if owner.is_none()
            && (!of_strangers || table::count_of_strangers(self.practice.db.read(), MOST_OF_STRANGERS).await? >= MOST_OF_STRANGERS)
        {
            return Ok(());
        }
        let id = self.practice.randomness.id();
        let tx = self.practice.db.housekeeping().await?;
        table::forget(&*tx, &browser, form_key).await?;
        table::ActiveModel {
            id: Set(id),
            browser_hash: Set(browser),
            owner_id: Set(owner),
            page: Set(form_key.to_owned()),
            typed: Set(self.practice.sealer.seal_value(Place("drafts.typed", id), typed)),
            kept_at: Set(self.practice.clock.now()),
        }
        .insert(&*tx)
        .await?;
        if let Some(owner) = owner {
            table::forget_older_of(&*tx, owner, MOST_OF_ONE).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Gives back what was typed. Reading it changes nothing: a page may be rendered twice.
    pub async fn typed(&self, form_key: &str, session: Option<&Token>) -> Result<Option<Typed>, Error> {
        let Some(browser) = self.browser_hash() else { return Ok(None) };
        match table::by_form(self.practice.db.read(), &browser, form_key).await? {
            Some(row) => self.opened(&row, session).await,
            None => Ok(None),
        }
    }

    /// What was sent a moment ago and asked for proof: nothing that was refused, and nothing that somebody left.
    pub async fn typed_before_proof(&self, form_key: &str, session: Option<&Token>) -> Result<Option<Typed>, Error> {
        let Some(browser) = self.browser_hash() else { return Ok(None) };
        let recent = |row: &table::Model| self.practice.clock.now() < row.kept_at + PROVED_WITHIN;
        match table::by_form(self.practice.db.read(), &browser, form_key).await?.filter(recent) {
            Some(row) => Ok(self.opened(&row, session).await?.filter(|typed| typed.refusals.is_empty())),
            None => Ok(None),
        }
    }

    /// The same for several forms: the one of them that did not go through last, and what was typed into it.
    pub async fn last_typed(&self, form_keys: &[String], session: Option<&Token>) -> Result<Option<(usize, Typed)>, Error> {
        let Some(browser) = self.browser_hash() else { return Ok(None) };
        for row in table::newest_of_forms(self.practice.db.read(), &browser, form_keys).await? {
            if let Some(typed) = self.opened(&row, session).await? {
                return Ok(form_keys.iter().position(|key| *key == row.page).map(|form| (form, typed)));
            }
        }
        Ok(None)
    }

    /// What a draft holds, for the person whose it is, within the day.
    async fn opened(&self, row: &table::Model, session: Option<&Token>) -> Result<Option<Typed>, Error> {
        if row.owner_id.is_some() && row.owner_id != self.living_owner(session).await? {
            return Ok(None);
        }
        if self.practice.clock.now() >= row.kept_at + KEPT {
            return Ok(None);
        }
        Ok(Some(self.practice.sealer.open_value(Place("drafts.typed", row.id), &row.typed)?))
    }

    /// Forgets it: the form was sent and taken.
    pub async fn forget_typed(&self, form_key: &str) -> Result<(), Error> {
        let Some(browser) = self.browser_hash() else { return Ok(()) };
        if table::by_form(self.practice.db.read(), &browser, form_key).await?.is_none() {
            return Ok(());
        }
        let tx = self.practice.db.housekeeping().await?;
        table::forget(&*tx, &browser, form_key).await?;
        Ok(tx.commit().await?)
    }

    fn browser_hash(&self) -> Option<Vec<u8>> {
        self.origin.browser.as_ref().map(|secret| sha256(secret.as_bytes()).to_vec())
    }

    async fn session_row(&self, session: Option<&Token>) -> Result<Option<sign_in::Session>, Error> {
        let Some(token) = session else { return Ok(None) };
        Ok(sign_in::session_by_hash(self.practice.db.read(), &token.hash()).await?)
    }

    /// Whose session it is, if it still holds.
    async fn living_owner(&self, session: Option<&Token>) -> Result<Option<Uuid>, Error> {
        let Some(row) = self.session_row(session).await? else { return Ok(None) };
        let side = if row.staff_id.is_some() { Side::Office } else { Side::Portal };
        let holds = row.ended_at.is_none() && session_holds(side, row.started_at, row.seen_at, self.practice.clock.now());
        Ok(row.account_id.or(row.staff_id).filter(|_| holds))
    }
}

/// Longer than this nothing waits to be shown once.
const SHOWN_WITHIN: Duration = Duration::minutes(10);

/// Keeps a text, sealed, until this very session has been shown it: a secret that no address may carry.
pub(crate) async fn show_once(
    practice: &Practice,
    write: &Write,
    session: &[u8],
    owner: Uuid,
    name: &str,
    text: &str,
) -> Result<(), Error> {
    table::forget(&**write, session, name).await?;
    let id = practice.randomness.id();
    let typed = Typed { fields: [(name.to_owned(), text.to_owned())].into(), refusals: Vec::new() };
    table::ActiveModel {
        id: Set(id),
        browser_hash: Set(session.to_vec()),
        owner_id: Set(Some(owner)),
        page: Set(name.to_owned()),
        typed: Set(practice.sealer.seal_value(Place("drafts.typed", id), &typed)),
        kept_at: Set(practice.clock.now()),
    }
    .insert(&**write)
    .await?;
    Ok(())
}

/// Gives the text, and forgets it.
pub(crate) async fn shown_once(practice: &Practice, session: &[u8], name: &str) -> Result<Option<String>, Error> {
    let Some(row) = table::by_form(practice.db.read(), session, name).await? else { return Ok(None) };
    let tx = practice.db.housekeeping().await?;
    table::forget(&*tx, session, name).await?;
    tx.commit().await?;
    if practice.clock.now() >= row.kept_at + SHOWN_WITHIN {
        return Ok(None);
    }
    let mut typed: Typed = practice.sealer.open_value(Place("drafts.typed", row.id), &row.typed)?;
    Ok(typed.fields.remove(name))
}

mod table {
    #![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

    use sea_orm::{QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "drafts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub browser_hash: Vec<u8>,
        pub owner_id: Option<Uuid>,
        pub page: String,
        pub typed: Vec<u8>,
        pub kept_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn by_form(db: &impl ConnectionTrait, browser: &[u8], page: &str) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::BrowserHash.eq(browser.to_vec())).filter(Column::Page.eq(page)).one(db).await
    }

    pub async fn newest_of_forms(db: &impl ConnectionTrait, browser: &[u8], pages: &[String]) -> Result<Vec<Model>, DbErr> {
        let of_browser = Entity::find().filter(Column::BrowserHash.eq(browser.to_vec()));
        of_browser.filter(Column::Page.is_in(pages.to_vec())).order_by_desc(Column::KeptAt).all(db).await
    }

    /// How many nobody in particular typed, counted no further than `most`.
    pub async fn count_of_strangers(db: &impl ConnectionTrait, most: u64) -> Result<u64, DbErr> {
        let ids: Vec<Uuid> =
            Entity::find().select_only().column(Column::Id).filter(Column::OwnerId.is_null()).limit(most).into_tuple().all(db).await?;
        Ok(ids.len() as u64)
    }

    pub async fn forget(db: &impl ConnectionTrait, browser: &[u8], page: &str) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::BrowserHash.eq(browser.to_vec())).filter(Column::Page.eq(page)).exec(db).await?;
        Ok(())
    }

    /// Forgets all but the newest of somebody's.
    pub async fn forget_older_of(db: &impl ConnectionTrait, owner: Uuid, but: u64) -> Result<(), DbErr> {
        let of_owner = Entity::find().select_only().column(Column::Id).filter(Column::OwnerId.eq(owner));
        let older: Vec<Uuid> = of_owner.order_by_desc(Column::KeptAt).offset(but).limit(1_000).into_tuple().all(db).await?;
        if !older.is_empty() {
            Entity::delete_many().filter(Column::Id.is_in(older)).exec(db).await?;
        }
        Ok(())
    }

    /// Forgets what was kept before `then`, `many` at most. Returns how many.
    pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
        let old = Column::KeptAt.lt(then);
        let some = Entity::find().select_only().column(Column::Id).filter(old.clone()).limit(many).into_query();
        Ok(Entity::delete_many().filter(old).filter(Column::Id.in_subquery(some)).exec(db).await?.rows_affected)
    }
}
