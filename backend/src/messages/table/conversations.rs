//! What is talked about.

use super::readings::Reader;
use crate::{
    in_chart::{Change, Enters, OfChart, Within},
    stored::By,
};
use domain::messages::{Audience, Closing, Purpose};
use sea_orm::{
    Order, QueryOrder, QuerySelect, QueryTrait, Set,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Query},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub audience: By<Audience>,
    pub purpose: By<Purpose>,
    pub subject: Option<Vec<u8>>,
    pub started_by_staff: Option<Uuid>,
    pub started_by_account: Option<Uuid>,
    pub started_at: DateTimeUtc,
    pub announcement_id: Option<Uuid>,
    pub assigned_to: Option<Uuid>,
    pub newest: i32,
    pub newest_of_practice: i32,
    pub newest_of_client: i32,
    pub latest_at: DateTimeUtc,
    pub latest_from: String,
    pub waiting_since: Option<DateTimeUtc>,
    pub closes_at: Option<DateTimeUtc>,
    pub warned_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub closed_why: Option<By<Closing>>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A place in a list that begins with the newest.
pub type After = Option<(DateTimeUtc, Uuid)>;

impl Model {
    pub fn place(&self) -> After {
        Some((self.latest_at, self.id))
    }
}

fn below(after: After) -> Option<Expr> {
    let (at, id) = after?;
    Some(Column::LatestAt.lt(at).or(Column::LatestAt.eq(at).and(Column::Id.lt(id))))
}

/// The newest conversations of a chart below that place.
pub async fn newest(chart: &impl Within, after: After, many: u64) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Expr::expr(Expr::value(true)).and(below(after).unwrap_or_else(|| Expr::value(true))));
    rows.order_by_desc(Column::LatestAt).order_by_desc(Column::Id).limit(many).all(chart.db()).await
}

/// Those that hold something which this reader has not read, the newest first.
pub async fn unread(chart: &impl Within, reader: Reader, many: u64) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(reader.has_unread());
    rows.order_by_desc(Column::LatestAt).order_by_desc(Column::Id).limit(many).all(chart.db()).await
}

pub async fn for_records(chart: &impl Within) -> Result<Option<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::Purpose.eq(By(Purpose::Records))).one(chart.db()).await
}

/// What a message changes of its conversation.
pub async fn went_on<A: Enters>(write: &Change<'_, A>, row: ActiveModel) -> Result<(), DbErr> {
    row.update(write.db()).await.map(drop)
}

/// Nobody has to answer any more.
pub async fn settle<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<(), DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id));
    this.col_expr(Column::WaitingSince, Expr::value(Option::<DateTimeUtc>::None)).exec(write.db()).await.map(drop)
}

pub async fn assign<A: Enters>(write: &Change<'_, A>, id: Uuid, to: Option<Uuid>) -> Result<(), DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id));
    this.col_expr(Column::AssignedTo, Expr::value(to)).exec(write.db()).await.map(drop)
}

pub async fn close<A: Enters>(write: &Change<'_, A>, row: &Model, why: Closing) -> Result<(), DbErr> {
    let closed = ActiveModel {
        id: Set(row.id),
        closed_at: Set(Some(write.at())),
        closed_why: Set(Some(By(why))),
        closes_at: Set(None),
        waiting_since: Set(None),
        ..Default::default()
    };
    closed.update(write.db()).await.map(drop)
}

pub async fn reopen<A: Enters>(write: &Change<'_, A>, row: &Model, closes: Option<DateTimeUtc>) -> Result<(), DbErr> {
    let open = ActiveModel {
        id: Set(row.id),
        closed_at: Set(None),
        closed_why: Set(None),
        closes_at: Set(closes),
        warned_at: Set(None),
        ..Default::default()
    };
    open.update(write.db()).await.map(drop)
}

/// Which of them staff look at.
pub struct Look {
    /// Within whose reach: an audience, and whose charts, or everybody's.
    pub reach: Vec<(Audience, Option<Vec<Uuid>>)>,
    pub assigned: Assigned,
    pub shown: Shown,
    /// Who looks.
    pub reader: Uuid,
}

/// It is no announcement that nobody has answered. In the words of the index that leaves those out.
fn is_talked_in() -> Expr {
    Expr::cust("(announcement_id IS NULL OR newest_of_client > 0)")
}

pub enum Assigned {
    To(Vec<Uuid>),
    Anybody,
    Nobody,
}

pub enum Shown {
    All,
    /// The client waits for an answer.
    Waiting,
    /// Open, and the word is not with us.
    Others,
    Unread,
    Closed,
}

impl Look {
    /// One question for each audience, and for each of those who were asked to answer: so each walks one index, and stops.
    fn parts(&self) -> Vec<Select<Entity>> {
        let mut parts = Vec::new();
        for (audience, people) in &self.reach {
            let rows = self.of_audience(*audience, people.as_deref());
            match &self.assigned {
                Assigned::To(people) => parts.extend(people.iter().map(|person| rows.clone().filter(Column::AssignedTo.eq(*person)))),
                Assigned::Anybody => parts.push(rows),
                Assigned::Nobody => parts.push(rows.filter(Column::AssignedTo.is_null())),
            }
        }
        parts
    }

    fn of_audience(&self, audience: Audience, people: Option<&[Uuid]>) -> Select<Entity> {
        let mut rows = Entity::find().filter(Column::Audience.eq(By(audience)));
        if let Some(people) = people {
            rows = rows.filter(crate::charts::is_of_clinicians(people, (Entity, Column::ChartId)));
        }
        match self.shown {
            Shown::All => rows,
            Shown::Closed => rows.filter(Column::ClosedAt.is_not_null()),
            Shown::Waiting => rows.filter(Column::ClosedAt.is_null()).filter(Column::WaitingSince.is_not_null()),
            Shown::Others => rows.filter(Column::ClosedAt.is_null()).filter(Column::WaitingSince.is_null()).filter(is_talked_in()),
            Shown::Unread => {
                let unread = Reader::Member { id: self.reader }.has_unread();
                rows.filter(Column::ClosedAt.is_null()).filter(Column::WaitingSince.is_not_null()).filter(unread)
            }
        }
    }

    /// In this order. PostgreSQL takes it from an index of what is assigned only if that is named, too.
    fn ordered(&self, mut rows: Select<Entity>, by: Column, order: &Order) -> Select<Entity> {
        if !matches!(self.assigned, Assigned::Anybody) {
            rows = rows.order_by(Column::AssignedTo, order.clone());
        }
        rows.order_by(by, order.clone()).order_by(Column::Id, order.clone())
    }

    /// The newest of them below that place.
    pub async fn newest(&self, db: &impl ConnectionTrait, after: After, many: u64) -> Result<Vec<Model>, DbErr> {
        let mut rows = Vec::new();
        for found in self.parts() {
            let found = found.filter(below(after).unwrap_or_else(|| Expr::value(true)));
            rows.extend(self.ordered(found, Column::LatestAt, &Order::Desc).limit(many).all(db).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.latest_at, row.id)));
        rows.truncate(many as usize);
        Ok(rows)
    }

    /// So many of them from that place on, in that order.
    pub async fn find(&self, db: &impl ConnectionTrait, skip: usize, many: usize, order: Order) -> Result<Vec<Model>, DbErr> {
        let waiting = matches!(self.shown, Shown::Waiting | Shown::Unread);
        let by = if waiting { Column::WaitingSince } else { Column::LatestAt };
        let mut rows = Vec::new();
        for found in self.parts() {
            rows.extend(self.ordered(found, by, &order).limit((skip + many) as u64).all(db).await?);
        }
        rows.sort_by_key(|row| (if waiting { row.waiting_since } else { Some(row.latest_at) }, row.id));
        if order == Order::Desc {
            rows.reverse();
        }
        Ok(rows.into_iter().skip(skip).take(many).collect())
    }

    /// How many there are, counted up to a limit.
    pub async fn count(&self, db: &impl ConnectionTrait, up_to: u64) -> Result<u64, DbErr> {
        let mut count = 0;
        for rows in self.parts() {
            if count >= up_to {
                break;
            }
            let some = rows.select_only().column(Column::Id).limit(up_to - count).into_query();
            let many = Expr::col(Column::Id).count();
            let counted = db.query_one(Query::select().expr(many).from_subquery(some, "some")).await?;
            count += counted.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or_default() as u64;
        }
        Ok(count)
    }
}

/// Those of a chart which this member of staff may read, the newest first.
pub async fn of_audiences(chart: &impl Within, audiences: &[Audience], skip: u64, many: u64) -> Result<Vec<Model>, DbErr> {
    let audiences = audiences.iter().map(|audience| By(*audience));
    let rows = chart.of::<Entity>().filter(Column::Audience.is_in(audiences));
    rows.order_by_desc(Column::LatestAt).order_by_desc(Column::Id).offset(skip).limit(many).all(chart.db()).await
}

/// Of which chart a conversation is: to enter that one.
pub async fn chart_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    Entity::find_by_id(id).select_only().column(<Entity as OfChart>::CHART).into_tuple().one(db).await
}

/// Which of these hold something that this reader has not read.
pub async fn with_unread(db: &impl ConnectionTrait, ids: Vec<Uuid>, reader: Reader) -> Result<Vec<Uuid>, DbErr> {
    let these = Entity::find().filter(Column::Id.is_in(ids)).filter(reader.has_unread());
    these.select_only().column(Column::Id).into_tuple().all(db).await
}

/// Conversation and chart of those that close by then, and whose client has not been told.
pub async fn to_warn(db: &impl ConnectionTrait, by: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    closing(by).filter(Column::WarnedAt.is_null()).limit(many).into_tuple().all(db).await
}

/// Those whose time is up.
pub async fn to_close(db: &impl ConnectionTrait, now: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    closing(now).limit(many).into_tuple().all(db).await
}

fn closing(by: DateTimeUtc) -> Select<Entity> {
    let open = Entity::find().filter(Column::ClosedAt.is_null()).filter(Column::ClosesAt.is_not_null()).filter(Column::ClosesAt.lte(by));
    open.order_by_asc(Column::ClosesAt).select_only().column(Column::Id).column(Column::ChartId)
}

/// Its readers were told that it closes at that moment.
pub async fn warned<A: Enters>(write: &Change<'_, A>, id: Uuid, closes_at: DateTimeUtc) -> Result<(), DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).col_expr(Column::ClosesAt, Expr::value(closes_at));
    this.col_expr(Column::WarnedAt, Expr::value(write.at())).exec(write.db()).await.map(drop)
}

/// Nobody has them in hand any more.
pub async fn let_go(db: &impl ConnectionTrait, member: Uuid) -> Result<(), DbErr> {
    let theirs = Entity::update_many().filter(Column::Audience.is_in(Audience::ALL.map(By))).filter(Column::AssignedTo.eq(member));
    let theirs = theirs.filter(Column::ClosedAt.is_null());
    theirs.col_expr(Column::AssignedTo, Expr::value(None::<Uuid>)).exec(db).await.map(drop)
}

/// What became of announcements: to how many each was handed over, and how many of these have answered.
pub async fn of_announcements(db: &impl ConnectionTrait, ids: &[Uuid], answered: bool) -> Result<Vec<(Uuid, i64)>, DbErr> {
    let mut rows = Entity::find().filter(Column::AnnouncementId.is_in(ids.iter().copied()));
    if answered {
        rows = rows.filter(Column::NewestOfClient.gt(0));
    }
    let rows = rows.select_only().column(Column::AnnouncementId).column_as(Column::Id.count(), "many").group_by(Column::AnnouncementId);
    rows.into_tuple().all(db).await
}

/// Puts in what was made up, so many at once as a statement takes.
pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    for rows in rows.chunks(super::IN_A_STATEMENT) {
        Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Of an audience, who has waited since before that moment, behind that place; the longest first.
pub async fn unanswered(
    db: &impl ConnectionTrait,
    audience: Audience,
    before: DateTimeUtc,
    (since, id): (DateTimeUtc, Uuid),
    many: u64,
) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::Audience.eq(By(audience))).filter(Column::ClosedAt.is_null());
    let rows = rows.filter(Column::WaitingSince.is_not_null()).filter(Column::WaitingSince.lte(before));
    let rows = rows.filter(Column::WaitingSince.gte(since)).filter(Column::WaitingSince.gt(since).or(Column::Id.gt(id)));
    rows.order_by_asc(Column::WaitingSince).order_by_asc(Column::Id).limit(many).all(db).await
}
