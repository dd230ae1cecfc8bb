//! The only way to a row that belongs to a chart.
//!
//! Who enters a chart has been asked for the right to it, and finds nothing of another's: every lookup filters by the chart that
//! was entered. A change of it is one transaction, which holds the chart from its beginning and cannot be committed without its line
//! in the trail.
#![allow(clippy::disallowed_methods, reason = "asks for rows of the chart that was entered, and for no others")]

#[cfg(test)]
pub(crate) mod tests;

use crate::{
    actors::{Client, Staff},
    audit::{Event, Stamp},
    charts::{self, Chart, NewChart},
    db::Write,
    error::Error,
    events::Happening,
    practice::Practice,
    system::System,
};
use domain::{Act, ids::ChartId, invites::Scope, sign_in::StepUpScope};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Select, UpdateMany};
use std::ops::Deref;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// A table whose rows belong to a chart, each to one.
pub(crate) trait OfChart: EntityTrait {
    /// Where the chart stands.
    const CHART: Self::Column;
    /// What tells a row from the others of its chart.
    const ROW: Self::Column;
    /// What the trail calls a row that is not there.
    const WORD: &'static str;
}

/// Says of the tables of a room how their rows belong to a chart.
macro_rules! of_chart {
    ($($table:ident by $row:ident as $word:literal),+ $(,)?) => {
        $(impl $crate::in_chart::OfChart for $table::Entity {
            const CHART: $table::Column = $table::Column::ChartId;
            const ROW: $table::Column = $table::Column::$row;
            const WORD: &'static str = $word;
        })+

        /// These tables, for the test that walks from one chart into another.
        #[cfg(test)]
        pub(crate) fn of_chart() -> Vec<$crate::in_chart::tests::Table> {
            vec![$($crate::in_chart::tests::Table::of::<$table::Entity>()),+]
        }
    };
}
pub(crate) use of_chart;

/// What was entered: the connection to ask on, and the chart that everything is asked within.
pub(crate) trait Within: private::Entered + Sync {
    type Db: ConnectionTrait;
    fn db(&self) -> &Self::Db;
    fn chart(&self) -> Uuid;

    /// The rows of this chart.
    fn of<E: OfChart>(&self) -> Select<E> {
        E::find().filter(E::CHART.eq(self.chart()))
    }

    /// One of them, if it is there.
    fn find<E: OfChart>(&self, id: Uuid) -> impl Future<Output = Result<Option<E::Model>, DbErr>> + Send {
        self.of::<E>().filter(E::ROW.eq(id)).one(self.db())
    }
}

mod private {
    /// Nobody else hands out rows of charts.
    pub trait Entered {}
}

/// Who can enter a chart.
pub(crate) trait Enters: Sized + Sync {
    /// What is known of the chart from the moment of entering it.
    type Row: Send + Sync;
    fn practice(&self) -> &Practice;
    fn stamp(&self) -> Stamp;
    fn proved(&self, matter: StepUpScope) -> Result<(), Error>;
    /// Something of that chart is not there for them, and the trail says so.
    fn missed_in(&self, chart: Uuid, word: &'static str) -> impl Future<Output = Error> + Send;
}

/// A chart that somebody has entered.
pub(crate) struct InChart<'a, A: Enters> {
    actor: &'a A,
    chart: Uuid,
    row: A::Row,
}

/// A chart, and its care team: a page asks for several rights, and for the team once.
#[derive(Clone)]
pub(crate) struct SeenByStaff {
    chart: Chart,
    team: OnceCell<Vec<Uuid>>,
}

impl<A: Enters> Clone for InChart<'_, A>
where
    A::Row: Clone,
{
    fn clone(&self) -> Self {
        Self { actor: self.actor, chart: self.chart, row: self.row.clone() }
    }
}

impl Staff {
    /// The chart, where this person's reach for that act covers it. Otherwise it is not found, and a row says who asked.
    pub(crate) async fn chart(&self, id: ChartId, act: Act) -> Result<InChart<'_, Self>, Error> {
        if let Some(row) = charts::by_id(self.practice.db.read(), id.0).await? {
            let chart = InChart::of(self, row);
            if chart.may(act).await? {
                return Ok(chart);
            }
        }
        Err(self.not_found("charts", Some(id)).await)
    }

    /// Those of these charts that this person's reach for that act covers, in the order of lists. The others are nobody's question.
    pub(crate) async fn charts_among(&self, ids: Vec<Uuid>, act: Act) -> Result<Vec<InChart<'_, Self>>, Error> {
        let mut entered = Vec::new();
        for row in charts::by_ids(self.practice.db.read(), ids).await? {
            let chart = InChart::of(self, row);
            if chart.may(act).await? {
                entered.push(chart);
            }
        }
        entered.sort_by_cached_key(|chart| (chart.row().listed_name(), chart.chart));
        Ok(entered)
    }
}

impl Client {
    /// The chart of the grant, where that opens this area of it. Otherwise the area is not found, and a row says who asked.
    pub(crate) async fn chart(&self, scope: Scope) -> Result<InChart<'_, Self>, Error> {
        if !self.grant.has_scope(scope) {
            return Err(self.not_found(scope.name()).await);
        }
        Ok(InChart { actor: self, chart: self.grant.chart_id, row: OnceCell::new() })
    }

    /// The same for what is the Chart Owner's alone, whatever areas are open to somebody else.
    pub(crate) async fn owned_chart(&self, word: &'static str) -> Result<InChart<'_, Self>, Error> {
        if self.grant.linked {
            return Err(self.not_found(word).await);
        }
        Ok(InChart { actor: self, chart: self.grant.chart_id, row: OnceCell::new() })
    }
}

impl System {
    /// Any chart: jobs have no right to be asked for.
    pub(crate) fn chart(&self, id: Uuid) -> InChart<'_, Self> {
        InChart { actor: self, chart: id, row: () }
    }
}

impl<'a, A: Enters> InChart<'a, A> {
    pub fn actor(&self) -> &'a A {
        self.actor
    }

    pub fn practice(&self) -> &'a Practice {
        self.actor.practice()
    }

    /// A row of this chart. Another chart's is not there.
    pub async fn one<E: OfChart>(&self, id: impl Into<Uuid>) -> Result<E::Model, Error> {
        match self.find::<E>(id.into()).await? {
            Some(row) => Ok(row),
            None => Err(self.not_found(E::WORD).await),
        }
    }

    /// Missing and forbidden are one answer, and leave one row.
    pub async fn not_found(&self, word: &'static str) -> Error {
        self.actor.missed_in(self.chart, word).await
    }

    /// Begins a change: fresh proof for that matter first, if there is one to prove for, then the writer, then the chart, held until
    /// the end.
    pub async fn change(&self, step_up: impl Into<Option<StepUpScope>>) -> Result<Change<'a, A>, Error> {
        if let Some(matter) = step_up.into() {
            self.actor.proved(matter)?;
        }
        let write = self.practice().db.write(self.actor.stamp()).await?;
        let row = charts::for_update(&*write, self.chart).await?.ok_or(Error::NotFound)?;
        Ok(Change { actor: self.actor, row, write })
    }
}

impl<'a> InChart<'a, Staff> {
    fn of(actor: &'a Staff, chart: Chart) -> Self {
        Self { actor, chart: chart.id, row: SeenByStaff { chart, team: OnceCell::new() } }
    }

    pub fn row(&self) -> &Chart {
        &self.row.chart
    }

    /// Whether this person's reach for that act covers the chart too.
    pub async fn may(&self, act: Act) -> Result<bool, Error> {
        let Some(people) = self.actor.clinicians_for(act) else { return Ok(true) };
        if people.is_empty() || self.row().primary_clinician_id.is_some_and(|id| people.contains(&id)) {
            return Ok(!people.is_empty());
        }
        let team = self.row.team.get_or_try_init(|| charts::in_care_team(self)).await?;
        Ok(team.iter().any(|id| people.contains(id)))
    }
}

impl InChart<'_, Client> {
    pub async fn row(&self) -> Result<&Chart, Error> {
        let load = || async { charts::by_id(self.db(), self.chart).await?.ok_or(Error::NotFound) };
        self.row.get_or_try_init(load).await
    }
}

impl<A: Enters> private::Entered for InChart<'_, A> {}

impl<A: Enters> Within for InChart<'_, A> {
    type Db = DatabaseConnection;

    fn db(&self) -> &DatabaseConnection {
        self.actor.practice().db.read()
    }

    fn chart(&self) -> Uuid {
        self.chart
    }
}

/// A change of a chart in progress. What is asked through it is asked inside it. Dropped, it never happened.
pub(crate) struct Change<'a, A: Enters> {
    actor: &'a A,
    row: Chart,
    write: Write,
}

impl<'a, A: Enters> Change<'a, A> {
    pub fn actor(&self) -> &'a A {
        self.actor
    }

    pub fn practice(&self) -> &'a Practice {
        self.actor.practice()
    }

    /// The chart as it stands, held.
    pub fn row(&self) -> &Chart {
        &self.row
    }

    /// The rows of this chart, to be changed together.
    pub fn changed<E: OfChart>(&self) -> UpdateMany<E> {
        E::update_many().filter(E::CHART.eq(self.row.id))
    }

    /// A row of this chart. Another chart's is not there, and the change ends.
    pub async fn one<E: OfChart>(self, id: impl Into<Uuid>) -> Result<(Self, E::Model), Error> {
        match self.find::<E>(id.into()).await? {
            Some(row) => Ok((self, row)),
            None => Err(self.not_found(E::WORD).await),
        }
    }

    /// Undoes it, and then records what was not there.
    pub async fn not_found(self, word: &'static str) -> Error {
        let Self { actor, row, write } = self;
        match write.rollback().await {
            Ok(()) => actor.missed_in(row.id, word).await,
            Err(error) => error.into(),
        }
    }

    /// Open pages are told of this, and of which chart, once it is committed.
    pub fn tell(&self, happening: Happening) {
        self.write.tell(happening.chart(self.row.id));
    }

    /// Commits the change and the line that tells of it.
    pub async fn commit(self, event: Event) -> Result<(), Error> {
        Ok(self.write.commit(event.chart(self.row.id)).await?)
    }
}

impl<'a> Change<'a, Staff> {
    /// Of a chart that this very change has put in, and so holds.
    pub async fn of_new(actor: &'a Staff, write: Write, chart: &NewChart) -> Result<Self, Error> {
        let row = charts::for_update(&*write, chart.id().0).await?.ok_or(Error::NotFound)?;
        Ok(Self { actor, row, write })
    }

    /// The same, and stays in the chart, as it stands then.
    pub async fn commit_and_stay(self, event: Event) -> Result<InChart<'a, Staff>, Error> {
        let (actor, chart) = (self.actor, self.row.id);
        self.commit(event).await?;
        let row = charts::by_id(actor.practice.db.read(), chart).await?.ok_or(Error::NotFound)?;
        Ok(InChart::of(actor, row))
    }
}

impl<A: Enters> private::Entered for Change<'_, A> {}

impl<A: Enters> Within for Change<'_, A> {
    type Db = DatabaseTransaction;

    fn db(&self) -> &DatabaseTransaction {
        &self.write
    }

    fn chart(&self) -> Uuid {
        self.row.id
    }
}

/// What belongs to no chart is written in the same transaction: a mail, a task, an account.
impl<A: Enters> Deref for Change<'_, A> {
    type Target = Write;
    fn deref(&self) -> &Write {
        &self.write
    }
}

/// What staff and clients answer alike.
macro_rules! by_its_request {
    () => {
        fn practice(&self) -> &Practice {
            &self.practice
        }

        fn stamp(&self) -> Stamp {
            (**self).stamp()
        }

        fn proved(&self, matter: StepUpScope) -> Result<(), Error> {
            Self::proved(self, matter)
        }
    };
}

impl Enters for Staff {
    type Row = SeenByStaff;

    by_its_request!();

    async fn missed_in(&self, chart: Uuid, word: &'static str) -> Error {
        self.not_found(word, Some(ChartId(chart))).await
    }
}

impl Enters for Client {
    type Row = OnceCell<Chart>;

    by_its_request!();

    async fn missed_in(&self, _chart: Uuid, word: &'static str) -> Error {
        self.not_found(word).await
    }
}

impl Enters for System {
    type Row = ();

    fn practice(&self) -> &Practice {
        &self.practice
    }

    fn stamp(&self) -> Stamp {
        Self::stamp(self)
    }

    fn proved(&self, _matter: StepUpScope) -> Result<(), Error> {
        Ok(())
    }

    async fn missed_in(&self, _chart: Uuid, _word: &'static str) -> Error {
        Error::NotFound
    }
}
