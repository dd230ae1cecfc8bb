//! Appointments, and requests for them.

use super::prospects;
use crate::{charts, in_chart::Within, stored::By};
use domain::{
    appointments::{ContactKind, MOST_IN_SERIES, RequestKind, Span, State},
    ids::{AppointmentId, AppointmentTypeId, SiteId, StaffId},
};
use sea_orm::{
    Condition, FromQueryResult, QueryOrder, QuerySelect, Select,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appointments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub staff_id: Uuid,
    pub type_id: Uuid,
    pub site_id: Option<Uuid>,
    pub kind: By<ContactKind>,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub busy_from: DateTimeUtc,
    pub busy_to: DateTimeUtc,
    pub state: By<State>,
    pub request: Option<By<RequestKind>>,
    pub version: i32,
    pub sequence: i32,
    pub held_until: Option<DateTimeUtc>,
    pub series_id: Option<Uuid>,
    pub replaces_id: Option<Uuid>,
    pub texts_wanted_at: Option<DateTimeUtc>,
    pub remark: Option<Vec<u8>>,
    pub reason: Option<Vec<u8>>,
    pub video: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    pub created_by_staff: Option<Uuid>,
    pub created_by_account: Option<Uuid>,
    pub left_series_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn minutes(&self) -> u16 {
        (self.ends_at - self.starts_at).num_minutes() as u16
    }
}

/// A span with its buffers is never longer: what may meet another begins within this before its end.
pub(super) const LONGEST: chrono::Duration = chrono::Duration::hours(24);

fn in_states(states: &[State]) -> Expr {
    Column::State.is_in(states.iter().copied().map(By))
}

/// Said as a constant: then the databases know that an index of requests will do.
fn is_requested() -> Expr {
    Expr::col((Entity, Column::State)).eq(Expr::Constant(By(State::Requested).into()))
}

fn meets(span: Span) -> Condition {
    let begins = Column::BusyFrom.lt(span.to).and(Column::BusyFrom.gt(span.from - LONGEST));
    Condition::all().add(begins).add(Column::BusyTo.gt(span.from))
}

/// What ends after that moment and holds its time, or is asked for: the next one first.
pub async fn ahead(chart: &impl Within, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::StartsAt.gt(now - LONGEST)).filter(Column::EndsAt.gt(now));
    rows.filter(in_states(&State::HOLDING)).order_by_asc(Column::StartsAt).order_by_asc(Column::Id).all(chart.db()).await
}

/// What does not lie ahead any more: over, cancelled, declined. The newest first.
pub async fn over(chart: &impl Within, now: DateTimeUtc, many: u64) -> Result<Vec<Model>, DbErr> {
    let over = Condition::any().add(Column::EndsAt.lte(now)).add(in_states(&State::HOLDING).not());
    let rows = chart.of::<Entity>().filter(over).order_by_desc(Column::StartsAt).order_by_desc(Column::Id);
    rows.limit(many).all(chart.db()).await
}

/// The last that took place in that time.
pub async fn last_completed(chart: &impl Within, since: DateTimeUtc, now: DateTimeUtc) -> Result<Option<Model>, DbErr> {
    let done = chart.of::<Entity>().filter(Column::State.eq(By(State::Completed))).filter(Column::StartsAt.gt(since));
    done.filter(Column::StartsAt.lte(now)).order_by_desc(Column::StartsAt).limit(1).one(chart.db()).await
}

/// What of a series is agreed on and has not begun: the next one first.
pub async fn of_series(chart: &impl Within, series: Uuid, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::SeriesId.eq(series)).filter(Column::StartsAt.gt(now));
    rows.filter(in_states(&State::AGREED)).order_by_asc(Column::StartsAt).order_by_asc(Column::Id).all(chart.db()).await
}

/// What a calendar has of a series and has not begun, cancelled or not.
pub async fn whole_series(db: &impl ConnectionTrait, series: Uuid, now: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::SeriesId.eq(series)).filter(Column::StartsAt.gt(now));
    rows.order_by_asc(Column::StartsAt).order_by_asc(Column::Id).limit(u64::from(MOST_IN_SERIES)).all(db).await
}

/// How many of a type the client has ahead.
pub async fn count_ahead(chart: &impl Within, kind: Uuid, now: DateTimeUtc) -> Result<u64, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::StartsAt.gt(now)).filter(Column::TypeId.eq(kind));
    rows.filter(in_states(&State::AHEAD)).filter(Column::ReplacesId.is_null()).count(chart.db()).await
}

/// The request to move this one, if there is one.
pub async fn asked_to_move(chart: &impl Within, id: Uuid) -> Result<Option<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::ReplacesId.eq(id)).filter(is_requested()).one(chart.db()).await
}

/// Of these.
pub async fn of_ids(chart: &impl Within, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    chart.of::<Entity>().filter(Column::Id.is_in(ids)).all(chart.db()).await
}

/// Whether something of this clinician holds any of that time besides these and what is asked for in their place, or somebody new has
/// asked for it.
pub async fn taken(db: &impl ConnectionTrait, staff: Uuid, span: Span, besides: &[Uuid]) -> Result<bool, DbErr> {
    let rows = Entity::find().filter(Column::StaffId.eq(staff)).filter(meets(span)).filter(in_states(&State::HOLDING));
    let in_their_place = Column::ReplacesId.is_null().or(Column::ReplacesId.is_not_in(besides.to_vec()));
    let rows = if besides.is_empty() { rows } else { rows.filter(Column::Id.is_not_in(besides.to_vec())).filter(in_their_place) };
    let found: Option<Uuid> = rows.select_only().column(Column::Id).limit(1).into_tuple().one(db).await?;
    Ok(found.is_some() || prospects::taken(db, staff, span).await?)
}

/// Time of these clinicians that is taken, with the type and the start of what takes it.
pub async fn busy(db: &impl ConnectionTrait, staff: &[Uuid], from: DateTimeUtc, to: DateTimeUtc) -> Result<Vec<Taken>, DbErr> {
    let rows = Entity::find().filter(Column::StaffId.is_in(staff.to_vec())).filter(meets(Span { from, to }));
    let rows = rows.filter(in_states(&State::HOLDING)).order_by_asc(Column::BusyFrom).select_only();
    let columns = [Column::Id, Column::ReplacesId, Column::StaffId, Column::TypeId, Column::StartsAt, Column::BusyFrom, Column::BusyTo];
    let mut taken = rows.columns(columns).into_model::<Taken>().all(db).await?;
    taken.extend(prospects::busy(db, staff, Span { from, to }).await?);
    Ok(taken)
}

/// What takes time.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Taken {
    pub id: Uuid,
    pub replaces_id: Option<Uuid>,
    pub staff_id: Uuid,
    pub type_id: Uuid,
    pub starts_at: DateTimeUtc,
    pub busy_from: DateTimeUtc,
    pub busy_to: DateTimeUtc,
}

/// When appointments of a clinician, or of everybody, begin and end that hold a time within this.
pub async fn held_of_staff(
    db: &impl ConnectionTrait,
    staff: Option<Uuid>,
    from: DateTimeUtc,
    to: DateTimeUtc,
) -> Result<Vec<(Uuid, DateTimeUtc, DateTimeUtc)>, DbErr> {
    let rows = Entity::find().filter(Column::StartsAt.gt(from - LONGEST)).filter(Column::StartsAt.lt(to)).filter(Column::EndsAt.gt(from));
    let rows = rows.filter(in_states(&State::AHEAD)).filter(Condition::all().add_option(staff.map(|id| Column::StaffId.eq(id))));
    rows.select_only().columns([Column::StaffId, Column::StartsAt, Column::EndsAt]).into_tuple().all(db).await
}

/// Row and chart of requests whose time is up.
pub async fn lapsed(db: &impl ConnectionTrait, now: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let rows = Entity::find().filter(is_requested()).filter(Column::HeldUntil.lte(now)).order_by_asc(Column::HeldUntil).limit(many);
    rows.select_only().columns([Column::Id, Column::ChartId]).into_tuple().all(db).await
}

/// Whose appointments somebody sees: everybody's, or those of these people's charts and calendars.
pub struct Seen<'a>(pub Option<&'a [Uuid]>);

impl Seen<'_> {
    fn within(&self) -> Condition {
        Condition::all().add_option(self.0.map(|people| {
            let own = Column::StaffId.is_in(people.to_vec());
            Condition::any().add(own).add(charts::is_of_clinicians(people, (Entity, Column::ChartId)))
        }))
    }
}

/// What stands on the calendar in a range: what holds its time, and what was cancelled or missed.
pub async fn between(
    db: &impl ConnectionTrait,
    seen: &Seen<'_>,
    (from, to): (DateTimeUtc, DateTimeUtc),
    staff: &[StaffId],
    sites: &[SiteId],
    many: u64,
) -> Result<Vec<Model>, DbErr> {
    let never = [State::Denied, State::Expired, State::Moved];
    let rows = Entity::find().filter(Column::StartsAt.gt(from - LONGEST)).filter(Column::StartsAt.lt(to)).filter(Column::EndsAt.gt(from));
    let rows = rows.filter(seen.within()).filter(in_states(&never).not());
    let of_staff = (!staff.is_empty()).then(|| Column::StaffId.is_in(staff.iter().map(|id| id.0)));
    let at_sites = (!sites.is_empty()).then(|| Column::SiteId.is_in(sites.iter().map(|id| id.0)));
    let rows = rows.filter(Condition::all().add_option(of_staff).add_option(at_sites));
    rows.order_by_asc(Column::StartsAt).order_by_asc(Column::Id).limit(many).all(db).await
}

/// Requests that wait, the one that lapses first at the head.
pub async fn requested(db: &impl ConnectionTrait, seen: &Seen<'_>, many: u64) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(is_requested()).filter(seen.within());
    rows.order_by_asc(Column::HeldUntil).order_by_asc(Column::Id).limit(many).all(db).await
}

/// What the history is narrowed by.
#[derive(Default)]
pub struct Narrowed {
    pub from: Option<DateTimeUtc>,
    /// Nothing that begins then or later.
    pub before: Option<DateTimeUtc>,
    pub site: Option<SiteId>,
    pub staff: Option<StaffId>,
    pub type_id: Option<AppointmentTypeId>,
    /// Below this row.
    pub below: Option<(DateTimeUtc, AppointmentId)>,
}

/// What became of appointments, the newest first: requests that came to nothing are none.
pub async fn history(db: &impl ConnectionTrait, of: Select<Entity>, by: Narrowed, many: u64) -> Result<Vec<Model>, DbErr> {
    let never = [State::Requested, State::Denied, State::Expired, State::Moved];
    let place = |(at, AppointmentId(id)): (DateTimeUtc, AppointmentId)| {
        Condition::any().add(Column::StartsAt.lt(at)).add(Column::StartsAt.eq(at).and(Column::Id.lt(id)))
    };
    let narrowed = Condition::all()
        .add_option(by.from.map(|at| Column::StartsAt.gte(at)))
        .add_option(by.before.map(|at| Column::StartsAt.lt(at)))
        .add_option(by.site.map(|id| Column::SiteId.eq(id.0)))
        .add_option(by.staff.map(|id| Column::StaffId.eq(id.0)))
        .add_option(by.type_id.map(|id| Column::TypeId.eq(id.0)))
        .add_option(by.below.map(|(at, _)| Column::StartsAt.lte(at)))
        .add_option(by.below.map(place));
    let rows = of.filter(in_states(&never).not()).filter(narrowed);
    rows.order_by_desc(Column::StartsAt).order_by_desc(Column::Id).limit(many).all(db).await
}

/// Everything that somebody sees, for `history` to narrow.
pub fn seen(seen: &Seen<'_>) -> Select<Entity> {
    Entity::find().filter(seen.within())
}

/// Agreed on, and beginning after that moment and until this one.
pub async fn agreed_between(db: &impl ConnectionTrait, after: DateTimeUtc, until: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::StartsAt.gt(after)).filter(Column::StartsAt.lte(until));
    rows.filter(in_states(&State::AGREED)).order_by_asc(Column::StartsAt).order_by_asc(Column::Id).all(db).await
}

/// What took place and began between these moments.
pub async fn completed_between(db: &impl ConnectionTrait, after: DateTimeUtc, until: DateTimeUtc) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::StartsAt.gt(after)).filter(Column::StartsAt.lte(until));
    rows.filter(in_states(&[State::Completed])).order_by_asc(Column::StartsAt).order_by_asc(Column::Id).all(db).await
}

/// What took place, the newest first.
pub async fn completed(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(in_states(&[State::Completed]));
    rows.order_by_desc(Column::StartsAt).order_by_desc(Column::Id).limit(many).all(chart.db()).await
}

/// Where it is.
pub async fn site_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    let site: Option<Option<Uuid>> = Entity::find_by_id(id).select_only().column(Column::SiteId).into_tuple().one(db).await?;
    Ok(site.flatten())
}

/// By its id, for a mail that tells of it.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// The chart of an appointment, for staff who have not entered one yet.
pub async fn chart_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    Entity::find_by_id(id).select_only().column(Column::ChartId).into_tuple().one(db).await
}

/// Where a row stands in the order of the history.
pub async fn place_of(db: &impl ConnectionTrait, id: AppointmentId) -> Result<Option<(DateTimeUtc, AppointmentId)>, DbErr> {
    let at: Option<DateTimeUtc> = Entity::find_by_id(id.0).select_only().column(Column::StartsAt).into_tuple().one(db).await?;
    Ok(at.map(|at| (at, id)))
}
