//! Sessions: begun at sign-in, seen with each act, ended by time or by a person.

use super::table::sessions;
use crate::{actors::Origin, dates, error::Error, notices::Mail, practice::Practice, secrets::Token, stored::By};
use chrono::Duration;
use domain::{
    invites::LINK_LIFE,
    settings::PracticeSettings,
    sign_in::{Awaits, SessionKind, Side, device_in_words, half_holds, registration_holds, session_holds},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

pub(crate) type Session = sessions::Model;

/// A session's last use is written at most this often. So an idle session may end this much early, never late.
const SEEN_EVERY: Duration = Duration::seconds(10);

/// The living session behind a cookie of this side. One that still waits for a second factor is none (T18).
pub(crate) async fn session(practice: &Practice, token: Option<&Token>, side: Side, origin: &Origin) -> Result<Session, Error> {
    let row = living(practice, token, side).await?;
    if row.awaits.is_some() {
        return Err(Error::SignedOut);
    }
    let now = practice.clock.now();
    if origin.by_hand && now - row.seen_at >= SEEN_EVERY {
        let tx = practice.db.housekeeping().await?;
        sessions::seen(&*tx, &row.token_hash, now).await?;
        tx.commit().await?;
    }
    Ok(row)
}

/// The session of somebody who has given the right password, and whose second factor is still to come.
pub(crate) async fn half(practice: &Practice, token: Option<&Token>, side: Side) -> Result<Session, Error> {
    let row = living(practice, token, side).await?;
    if row.awaits.is_some() { Ok(row) } else { Err(Error::SignedOut) }
}

async fn living(practice: &Practice, token: Option<&Token>, side: Side) -> Result<Session, Error> {
    let hash = token.ok_or(Error::SignedOut)?.hash();
    let row = sessions::by_token(practice.db.read(), &hash).await?;
    let row = row.filter(|row| row.side.0 == side.into() && row.ended_at.is_none()).ok_or(Error::SignedOut)?;
    let now = practice.clock.now();
    let in_time = row.awaits.is_none() || half_holds(row.started_at, now);
    if in_time && session_holds(side, row.started_at, row.seen_at, now) {
        return Ok(row);
    }
    end_for_good(practice, &row).await?;
    Err(Error::SignedOut)
}

/// What time has ended stays ended: no clock that is set back later brings it to life again (F9).
async fn end_for_good(practice: &Practice, row: &Session) -> Result<(), Error> {
    let tx = practice.db.housekeeping().await?;
    sessions::end(&*tx, &row.token_hash, practice.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// The registration in progress behind its cookie: the identity check was passed, the password is still to come.
/// It opens nothing else.
pub(crate) async fn registration(practice: &Practice, token: Option<&Token>) -> Result<Option<Session>, Error> {
    let Some(token) = token else { return Ok(None) };
    let row = sessions::by_token(practice.db.read(), &token.hash()).await?;
    let Some(row) = row.filter(|row| row.side.0 == SessionKind::Registration && row.ended_at.is_none()) else { return Ok(None) };
    if registration_holds(row.started_at, practice.clock.now()) {
        return Ok(Some(row));
    }
    end_for_good(practice, &row).await?;
    Ok(None)
}

/// A session that is to begin.
pub(crate) struct New {
    pub side: SessionKind,
    pub account_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
    pub invite_id: Option<Uuid>,
    pub awaits: Option<Awaits>,
}

impl New {
    pub fn of(side: impl Into<SessionKind>) -> Self {
        Self { side: side.into(), account_id: None, staff_id: None, invite_id: None, awaits: None }
    }
}

/// Begins a session with a fresh secret. A secret that the browser brought along is never adopted (T9).
pub(crate) async fn begin(practice: &Practice, db: &impl ConnectionTrait, new: New, origin: &Origin) -> Result<Token, Error> {
    let token = practice.randomness.token();
    let now = practice.clock.now();
    sessions::ActiveModel {
        token_hash: Set(token.hash()),
        id: Set(practice.randomness.id()),
        side: Set(By(new.side)),
        account_id: Set(new.account_id),
        staff_id: Set(new.staff_id),
        invite_id: Set(new.invite_id),
        started_at: Set(now),
        seen_at: Set(now),
        awaits: Set(new.awaits.map(By)),
        proved_at: Set(now),
        proved_for: Set(None),
        ended_at: Set(None),
        address: Set(origin.address.clone()),
        agent: Set(origin.agent.chars().take(300).collect()),
    }
    .insert(db)
    .await?;
    Ok(token)
}

/// How long the traces of ended sessions are kept.
pub(crate) const KEPT: Duration = LINK_LIFE;

/// When, by which browser and from where somebody signed in, in one line of the mail that tells of it: the newest sign-in that had
/// begun when the mail was written. Nothing, once that session is forgotten.
pub(crate) async fn arrival_in_words(practice: &Practice, settings: &PracticeSettings, mail: &Mail) -> Result<Vec<String>, Error> {
    let (side, owner) = match (mail.account_id, mail.staff_id) {
        (Some(account), _) => (Side::Portal, account),
        (None, Some(member)) => (Side::Office, member),
        (None, None) => return Ok(Vec::new()),
    };
    let Some(row) = sessions::newest_by(practice.db.read(), side, owner, mail.written_at).await? else { return Ok(Vec::new()) };
    let at = dates::moment(row.started_at, dates::zone(&settings.zone));
    let when = format!("{}, {} {}", settings.dates.weekday(at.day()), at.clock(), at.zone);
    Ok(vec![format!("When: {when}. By: {}. From: {}.", device_in_words(&row.agent), row.address)])
}
