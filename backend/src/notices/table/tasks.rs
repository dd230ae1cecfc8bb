//! What waits for staff.

pub use super::closing::{About, Closed, close_about, close_of_cancelled, close_of_kind, close_of_mail};
use crate::{charts, stored::By};
use chrono::NaiveDate;
use domain::notices::{TaskKind, TaskShown};
use sea_orm::{
    Condition, QueryOrder, QuerySelect, Select,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, OnConflict},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: By<TaskKind>,
    pub chart_id: Option<Uuid>,
    pub document_id: Option<Uuid>,
    pub mail_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub remark: Option<Vec<u8>>,
    pub since: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
    pub done_by: Option<Uuid>,
    /// Sealed.
    pub note: Option<Vec<u8>>,
    pub grant_id: Option<Uuid>,
    pub appointment_id: Option<Uuid>,
    pub prospect_id: Option<Uuid>,
    pub assignment_id: Option<Uuid>,
    pub request_id: Option<Uuid>,
    pub payment_id: Option<Uuid>,
    pub invoice_id: Option<Uuid>,
    /// Days, as all are written: they compare as text.
    pub due_on: Option<String>,
    pub snoozed_until: Option<String>,
    pub snoozed_by: Option<Uuid>,
    pub conversation_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn due(&self) -> Option<NaiveDate> {
        self.due_on.as_deref()?.parse().ok()
    }

    /// Until when it is put off, if it is today.
    pub fn snoozed(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.snoozed_until.as_deref()?.parse().ok().filter(|until| *until > today)
    }
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Which tasks somebody sees: of these kinds, those of the charts of these clinicians, or of everybody (`None`).
pub type Reach<'a> = Vec<(Vec<TaskKind>, Option<&'a [Uuid]>)>;

fn seen(reach: &Reach<'_>) -> Condition {
    reach.iter().fold(Condition::any(), |any, (kinds, clinicians)| {
        let of_kinds = Condition::all().add(Column::Kind.is_in(kinds.iter().copied().map(By)));
        any.add(of_kinds.add_option(clinicians.map(within)))
    })
}

/// Those of their charts, and what no chart is about yet but one of them: somebody new asks for their time.
fn within(people: &[Uuid]) -> Condition {
    let own = Column::ChartId.is_null().and(Column::OwnerId.is_in(people.iter().copied()));
    // Open tasks are few, and charts are many.
    Condition::any().add(charts::is_of_clinicians(people, (Entity, Column::ChartId))).add(own)
}

/// Whose they are.
#[derive(Clone, Copy)]
pub enum Owners<'a> {
    Anybody,
    These(&'a [Uuid]),
    Nobody,
}

/// What of the list is asked for.
pub struct Asked<'a> {
    pub reach: Reach<'a>,
    pub owners: Owners<'a>,
    pub due_until: Option<NaiveDate>,
    pub shown: TaskShown,
    pub today: NaiveDate,
}

impl Asked<'_> {
    fn rows(&self) -> Select<Entity> {
        let today = self.today.to_string();
        let rows = Entity::find().filter(seen(&self.reach)).filter(match self.shown {
            TaskShown::Open => {
                let awake = Condition::any().add(Column::SnoozedUntil.is_null()).add(Column::SnoozedUntil.lte(today));
                Condition::all().add(Column::DoneAt.is_null()).add(awake)
            }
            TaskShown::Snoozed => Condition::all().add(Column::DoneAt.is_null()).add(Column::SnoozedUntil.gt(today)),
            TaskShown::Done => Condition::all().add(Column::DoneAt.is_not_null()),
        });
        let rows = match self.owners {
            Owners::Anybody => rows,
            Owners::These(people) => rows.filter(Column::OwnerId.is_in(people.iter().copied())),
            Owners::Nobody => rows.filter(Column::OwnerId.is_null()),
        };
        match self.due_until {
            Some(day) => rows.filter(Column::DueOn.lte(day.to_string())),
            None => rows,
        }
    }

    /// A page of them below that one: the oldest first, and what is done, the newest first.
    pub async fn page(&self, db: &impl ConnectionTrait, below: Option<&Model>, many: u64) -> Result<Vec<Model>, DbErr> {
        let rows = match (self.shown, below) {
            (_, None) => self.rows(),
            (TaskShown::Done, Some(row)) => {
                let at = row.done_at;
                self.rows().filter(Column::DoneAt.lt(at).or(Column::DoneAt.eq(at).and(Column::Id.lt(row.id))))
            }
            (_, Some(row)) => self.rows().filter(Column::Since.gt(row.since).or(Column::Since.eq(row.since).and(Column::Id.gt(row.id)))),
        };
        let rows = match self.shown {
            TaskShown::Done => rows.order_by_desc(Column::DoneAt).order_by_desc(Column::Id),
            _ => rows.order_by_asc(Column::Since).order_by_asc(Column::Id),
        };
        rows.limit(many).all(db).await
    }

    /// How many there are, counted no further than `most`.
    pub async fn count(&self, db: &impl ConnectionTrait, most: u64) -> Result<u64, DbErr> {
        let ids: Vec<Uuid> = self.rows().select_only().column(Column::Id).limit(most).into_tuple().all(db).await?;
        Ok(ids.len() as u64)
    }

    pub async fn count_of_chart(&self, db: &impl ConnectionTrait, chart: Uuid) -> Result<u64, DbErr> {
        self.rows().filter(Column::ChartId.eq(chart)).count(db).await
    }
}

/// Done, by whom and when; `false` where somebody was faster.
pub async fn close(db: &impl ConnectionTrait, id: Uuid, by: Uuid, at: DateTimeUtc, note: Option<Vec<u8>>) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::Note, Expr::value(note))
        .col_expr(Column::DoneAt, Expr::value(at))
        .col_expr(Column::DoneBy, Expr::value(by))
        .filter(Column::Id.eq(id))
        .filter(Column::DoneAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Put off by somebody until a day, or not any more. `false` where it is done meanwhile.
pub async fn snooze(db: &impl ConnectionTrait, id: Uuid, until: Option<NaiveDate>, by: Uuid) -> Result<bool, DbErr> {
    let open = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::DoneAt.is_null());
    let open = open.col_expr(Column::SnoozedUntil, Expr::value(until.map(|day| day.to_string())));
    Ok(open.col_expr(Column::SnoozedBy, Expr::value(until.map(|_| by))).exec(db).await?.rows_affected == 1)
}

/// Somebody's work from now on, or nobody's in particular.
pub async fn give(db: &impl ConnectionTrait, id: Uuid, to: Option<Uuid>) -> Result<bool, DbErr> {
    let open = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::DoneAt.is_null());
    Ok(open.col_expr(Column::OwnerId, Expr::value(to)).exec(db).await?.rows_affected == 1)
}

/// Adds one, unless that is said already: of what concerns all mail there is one open task.
pub async fn add_if_new(db: &impl ConnectionTrait, task: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(task).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(db).await?;
    Ok(())
}

/// The open task of this kind says from now on what is said of this mail. `false` where there is none.
pub async fn point_at(db: &impl ConnectionTrait, kind: TaskKind, mail: Uuid) -> Result<bool, DbErr> {
    let open = Entity::update_many().filter(Column::Kind.eq(By(kind))).filter(Column::DoneAt.is_null());
    Ok(open.col_expr(Column::MailId, Expr::value(mail)).exec(db).await?.rows_affected > 0)
}

pub async fn is_open_for_mail(db: &impl ConnectionTrait, mail: Uuid) -> Result<bool, DbErr> {
    let open = Entity::find().filter(Column::MailId.eq(mail)).filter(Column::Kind.is_in(OF_ONE_MAIL)).filter(Column::DoneAt.is_null());
    Ok(open.count(db).await? > 0)
}

pub async fn is_open_for_chart(db: &impl ConnectionTrait, kind: TaskKind, chart: Uuid) -> Result<bool, DbErr> {
    let open = Entity::find().filter(Column::ChartId.eq(chart)).filter(Column::Kind.eq(By(kind))).filter(Column::DoneAt.is_null());
    Ok(open.count(db).await? > 0)
}

/// What waits for one mail.
pub(super) const OF_ONE_MAIL: [By<TaskKind>; 2] = [By(TaskKind::FailedMail), By(TaskKind::FailedTeamMail)];

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    for shown in TaskShown::ALL {
        let reach = vec![(TaskKind::ALL.to_vec(), None)];
        let asked = Asked { reach, owners: Owners::Anybody, due_until: None, shown, today: NaiveDate::MIN };
        asked.page(db, None, 50).await?;
        asked.count(db, 200).await?;
        asked.count_of_chart(db, id).await?;
    }
    Ok(())
}
