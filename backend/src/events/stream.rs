//! One stream: what one session is told, for as long as it lasts. It looks at the session and the rights behind it every few seconds, and
//! keeps neither alive: nobody does anything here.

use super::{
    hub::{BATCH, Batch, Seat},
    table::{self, Model},
};
use crate::{
    actors::{Origin, Staff},
    charts,
    error::Error,
    invites::Grant,
    practice::Practice,
    secrets::Token,
    settings,
};
use domain::{
    Act,
    events::{EventKind, Holders, Told},
    ids::{ChartId, GrantId},
    invites::Scope,
    settings::Features,
    sign_in::Side,
};
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};
use thiserror::Error;
use tokio::{
    sync::{broadcast, watch},
    time::{Instant, sleep_until},
};
use uuid::Uuid;

/// So often it is looked whether session and access last. What has ended is over within five seconds.
const LOOK: Duration = Duration::from_secs(4);
/// So often something is sent, so that nobody between takes the connection for a dead one.
const BEAT: Duration = Duration::from_secs(15);
/// Who has missed more than this asks for everything again.
const TOO_FAR: i64 = 1_000;

#[derive(Debug, Error)]
pub enum StreamRefused {
    #[error("nobody is signed in")]
    SignedOut,
    #[error("too many streams are open")]
    TooMany,
    #[error(transparent)]
    Unexpected(Error),
}

impl From<Error> for StreamRefused {
    fn from(error: Error) -> Self {
        match error {
            Error::SignedOut => Self::SignedOut,
            error => Self::Unexpected(error),
        }
    }
}

/// What comes next, and the number after which one resumes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Told(i64, Told),
    /// What was missed is not kept any more: everything is to be asked for again.
    Reset(i64),
    /// Nothing for this person, up to here.
    Beat(i64),
    /// The session is over: there is nothing to come back for.
    SignedOut,
}

/// What one session is told.
pub struct EventStream {
    practice: Practice,
    token: Token,
    listener: Listener,
    heard: broadcast::Receiver<Batch>,
    closing: watch::Receiver<bool>,
    seat: Seat,
    last: i64,
    /// There may be more in the table than was heard.
    behind: bool,
    over: bool,
    ready: VecDeque<Next>,
    look_at: Instant,
    beat_at: Instant,
}

impl Practice {
    /// What the holder of this session is told, from the first number after `after` on, or from now.
    pub async fn events(&self, side: Side, token: Option<&Token>, after: Option<i64>) -> Result<EventStream, StreamRefused> {
        let token = token.ok_or(StreamRefused::SignedOut)?.clone();
        let listener = Listener::stand(self, side, &token).await?;
        let seat = self.events.seat(token.hash())?;
        let db = self.db.read();
        let heard = self.events.listen(&self.db).await.map_err(Error::from)?;
        let newest = table::newest(db).await.map_err(Error::from)?;
        let lost = match after {
            // The number after it is kept, or is still to come.
            Some(after) => after > newest || after < newest - TOO_FAR || after < table::oldest(db).await.map_err(Error::from)? - 1,
            None => false,
        };
        let last = after.filter(|_| !lost).unwrap_or(newest);
        let first = if lost { Next::Reset(last) } else { Next::Beat(last) };
        Ok(EventStream {
            practice: self.clone(),
            token,
            listener,
            heard,
            closing: self.events.closing(),
            seat,
            last,
            behind: true,
            over: false,
            ready: VecDeque::from([first]),
            look_at: Instant::now() + LOOK,
            beat_at: Instant::now() + BEAT,
        })
    }
}

impl EventStream {
    /// What comes next; nothing when it is over.
    pub async fn next(&mut self) -> Option<Next> {
        loop {
            if let Some(next) = self.ready.pop_front() {
                self.beat_at = Instant::now() + BEAT;
                return Some(next);
            }
            if self.over {
                return None;
            }
            match self.wait().await {
                Ok(()) => {}
                Err(Error::SignedOut) => {
                    self.over = true;
                    return Some(Next::SignedOut);
                }
                Err(error) => {
                    tracing::warn!(%error, "a stream ends");
                    return None;
                }
            }
        }
    }

    async fn wait(&mut self) -> Result<(), Error> {
        if self.behind {
            let rows = table::after(self.practice.db.read(), self.last, BATCH).await?;
            self.behind = rows.len() as u64 == BATCH;
            return self.take(&rows).await;
        }
        let heard = tokio::select! {
            biased;
            () = ends(&mut self.closing) => Woken::Ended,
            () = self.seat.given_up.notified() => Woken::Ended,
            // Before what is told: a crowd of events does not put it off.
            () = sleep_until(self.look_at) => Woken::Looks,
            heard = self.heard.recv() => match heard {
                Ok(batch) => Woken::Hears(batch),
                Err(broadcast::error::RecvError::Lagged(_)) => Woken::Lags,
                Err(broadcast::error::RecvError::Closed) => Woken::Ended,
            },
            () = sleep_until(self.beat_at) => Woken::Beats,
        };
        match heard {
            Woken::Ended => self.over = true,
            Woken::Looks => self.look().await?,
            Woken::Hears(batch) => self.take(&batch).await?,
            Woken::Lags => self.behind = true,
            Woken::Beats => self.ready.push_back(Next::Beat(self.last)),
        }
        Ok(())
    }

    async fn take(&mut self, rows: &[Model]) -> Result<(), Error> {
        for row in rows {
            // From the table it may have been read already.
            if row.seq <= self.last {
                continue;
            }
            self.last = row.seq;
            if let Some(told) = self.listener.hears(&self.practice, &self.token, row).await? {
                if row.kind.0 == EventKind::AccessChanged {
                    self.look_at = Instant::now();
                }
                self.ready.push_back(Next::Told(row.seq, told));
            }
        }
        Ok(())
    }

    /// Looks at session and rights. Who may see other things than before is told so, and begins anew.
    async fn look(&mut self) -> Result<(), Error> {
        let now = Listener::stand(&self.practice, self.listener.side(), &self.token).await?;
        self.look_at = Instant::now() + LOOK;
        if !now.sees_as(&self.listener) {
            let told = Told { kind: Some(EventKind::AccessChanged), subject: None, grant: None, chart: None };
            self.ready.push_back(Next::Told(self.last, told));
            self.over = true;
        }
        self.listener = now;
        Ok(())
    }
}

/// What a stream was waiting for.
enum Woken {
    Ended,
    Looks,
    Hears(Batch),
    Lags,
    Beats,
}

async fn ends(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

/// Who listens, as of the last look.
enum Listener {
    Holder(Holder),
    Staff { staff: Box<Staff>, reached: HashMap<(Uuid, Act), bool> },
}

struct Holder {
    account: Uuid,
    grants: Vec<Grant>,
}

impl Listener {
    async fn stand(practice: &Practice, side: Side, token: &Token) -> Result<Self, Error> {
        // Nobody's act: no session lives longer for it.
        let origin = Origin::default();
        Ok(match side {
            Side::Portal => Self::Holder(Holder::stand(practice, &origin, token).await?),
            Side::Office => {
                let staff = practice.staff(Some(token), origin).await?;
                Self::Staff { staff: Box::new(staff), reached: HashMap::new() }
            }
        })
    }

    fn side(&self) -> Side {
        match self {
            Self::Holder(_) => Side::Portal,
            Self::Staff { .. } => Side::Office,
        }
    }

    fn sees_as(&self, before: &Self) -> bool {
        let seen = |holder: &Holder| holder.grants.iter().map(|grant| (grant.id, grant.scopes.clone())).collect::<Vec<_>>();
        match (self, before) {
            (Self::Holder(now), Self::Holder(then)) => seen(now) == seen(then),
            (Self::Staff { staff: now, .. }, Self::Staff { staff: then, .. }) => {
                now.rights == then.rights && now.supervised == then.supervised && now.answering == then.answering
            }
            _ => false,
        }
    }

    /// What this person is told of a row, if anything.
    async fn hears(&mut self, practice: &Practice, token: &Token, row: &Model) -> Result<Option<Told>, Error> {
        let told = Told { kind: Some(row.kind.0), subject: row.subject_id, grant: None, chart: None };
        match self {
            Self::Holder(holder) => {
                if holder.concerned(row).is_none() {
                    return Ok(None);
                }
                // Once more, as of now: what was narrowed a moment ago is not told. What the last look saw stays what the next one
                // compares with.
                let now = Holder::stand(practice, &Origin::default(), token).await?;
                let Some(grant) = now.concerned(row) else { return Ok(None) };
                let open = is_open(&settings::load(practice).await?.features, row.kind.0);
                Ok(open.then_some(Told { grant, ..told }))
            }
            Self::Staff { staff, reached } => {
                let act = row.kind.0.act();
                let addressed = row.staff_id == Some(staff.member.id);
                if row.staff_id.is_some() && !addressed {
                    return Ok(None);
                }
                let Some(id) = row.chart_id else {
                    let may = addressed || staff.clinicians_for(act).is_none();
                    return Ok(may.then_some(told));
                };
                let within = match reached.get(&(id, act)) {
                    Some(within) => *within,
                    None => {
                        let within = reaches(practice, staff, id, act).await?;
                        reached.insert((id, act), within);
                        within
                    }
                };
                Ok(within.then_some(Told { chart: Some(ChartId(id)), ..told }))
            }
        }
    }
}

impl Holder {
    async fn stand(practice: &Practice, origin: &Origin, token: &Token) -> Result<Self, Error> {
        let (_, held) = origin.holder(practice, Some(token)).await?;
        if held.living.is_empty() {
            return Err(Error::SignedOut);
        }
        let now = practice.clock.now();
        let grants = held.living.into_iter().filter(|grant| grant.term.is_open(now)).collect();
        Ok(Self { account: held.account.id, grants })
    }

    /// Whether a row is for this account, and by which of its grants.
    fn concerned(&self, row: &Model) -> Option<Option<GrantId>> {
        let holders = row.kind.0.holders();
        if holders == Holders::None || row.staff_id.is_some() || row.account_id.is_some_and(|account| account != self.account) {
            return None;
        }
        let opens = |grant: &&Grant| match holders {
            Holders::With(scope) => grant.has_scope(scope),
            Holders::All => true,
            Holders::None => false,
        };
        let mut of_chart = self.grants.iter().filter(|grant| Some(grant.chart_id) == row.chart_id);
        match of_chart.find(opens) {
            Some(grant) => Some(Some(GrantId(grant.id))),
            // Access that has ended is told to whom it was given.
            None => (holders == Holders::All && row.account_id.is_some()).then_some(None),
        }
    }
}

/// Whether the practice has that area switched on.
fn is_open(features: &Features, kind: EventKind) -> bool {
    match kind.holders() {
        Holders::With(Scope::Messages) => features.messages,
        Holders::With(Scope::Documents) => features.documents,
        _ => true,
    }
}

async fn reaches(practice: &Practice, staff: &Staff, chart: Uuid, act: Act) -> Result<bool, Error> {
    let db = practice.db.read();
    Ok(match charts::by_id(db, chart).await? {
        Some(chart) => charts::covers(db, staff, &chart, act).await?,
        None => false,
    })
}
