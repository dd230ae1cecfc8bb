//! What waits: for somebody to have access, for its day, and for the mails that tell of it.

use super::form_assignments::{Column, Entity, Model};
use crate::{
    in_chart::{Change, Enters, Within},
    invites,
};
use chrono::{Days, NaiveDate};
use sea_orm::{
    ActiveValue::Set,
    QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

/// Said as a constant: then the databases know that an index of what waits will do.
pub(super) fn is_open() -> Expr {
    Expr::cust("form_assignments.state IN ('sent', 'returned')")
}

fn is_untold() -> Expr {
    Column::ToldAt.is_null().and(Expr::cust("form_assignments.state = 'sent'"))
}

/// Charts in which something waits that nobody was told of, and that somebody may open now: after `chart`, at most `many`.
pub async fn untold(db: &impl ConnectionTrait, now: DateTimeUtc, chart: Uuid, many: u64) -> Result<Vec<Uuid>, DbErr> {
    let these = Entity::find().select_only().column(Column::ChartId).distinct().filter(is_untold()).filter(Column::ChartId.gt(chart));
    let open = these.filter(invites::somebody_has((Entity, Column::ChartId), now));
    open.order_by_asc(Column::ChartId).limit(many).into_tuple().all(db).await
}

/// Those of a chart, in the order in which they were sent.
pub async fn untold_of(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
    let these = chart.of::<Entity>().filter(is_untold());
    these.order_by_asc(Column::SentAt).order_by_asc(Column::Id).all(chart.db()).await
}

/// From now on whoever may fill them in knows of them: and what has so many days has them from now on.
pub async fn told<A: Enters>(write: &Change<'_, A>, ids: &[Uuid], today: NaiveDate) -> Result<(), DbErr> {
    for row in write.of::<Entity>().filter(Column::Id.is_in(ids.to_vec())).all(write.db()).await? {
        let days = row.due_days.and_then(|days| u64::try_from(days).ok());
        let due = row.due_on.clone().or_else(|| Some((today + Days::new(days?)).to_string()));
        let told = super::form_assignments::ActiveModel {
            told_at: Set(Some(row.told_at.unwrap_or_else(|| write.at()))),
            due_on: Set(due),
            ..Default::default()
        };
        write.changed::<Entity>().filter(Column::Id.eq(row.id)).set(told).exec(write.db()).await?;
    }
    Ok(())
}

/// They have so many days, once somebody can fill them in.
pub async fn give_days<A: Enters>(write: &Change<'_, A>, ids: &[Uuid], days: u16) -> Result<(), DbErr> {
    let these = write.changed::<Entity>().filter(Column::Id.is_in(ids.to_vec()));
    these.col_expr(Column::DueDays, Expr::value(i32::from(days))).exec(write.db()).await.map(drop)
}

/// Charts in which something that is due on one of these days waits, each with its day.
pub async fn due_between(db: &impl ConnectionTrait, first: NaiveDate, last: NaiveDate) -> Result<Vec<(Uuid, String)>, DbErr> {
    let these = Entity::find().select_only().columns([Column::ChartId, Column::DueOn]).distinct().filter(is_open());
    let due = these.filter(Column::DueOn.between(first.to_string(), last.to_string()));
    due.order_by_asc(Column::DueOn).order_by_asc(Column::ChartId).into_tuple().all(db).await
}

/// Those of a chart that are due on that day and wait.
pub async fn due_on(chart: &impl Within, day: &str) -> Result<Vec<Model>, DbErr> {
    let these = chart.of::<Entity>().filter(is_open()).filter(Column::DueOn.eq(day));
    these.order_by_asc(Column::SentAt).order_by_asc(Column::Id).all(chart.db()).await
}

/// What was due before that day and waits still, with its chart.
pub async fn due_before(db: &impl ConnectionTrait, day: NaiveDate, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    // Activities are not closed so: the next one ends the one before.
    let these = Entity::find().select_only().columns([Column::ChartId, Column::Id]).filter(is_open()).filter(Column::Activity.is_null());
    these.filter(Column::DueOn.lt(day.to_string())).order_by_asc(Column::DueOn).limit(many).into_tuple().all(db).await
}

/// Which forms a mail tells of.
pub mod form_mails {
    use super::{super::form_assignments, is_open};
    use sea_orm::{
        ActiveValue::Set,
        QuerySelect, QueryTrait,
        entity::prelude::*,
        sea_query::{Expr, ExprTrait},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_mails")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub mail_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignment_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn note(db: &impl ConnectionTrait, mail: Uuid, assignments: &[Uuid]) -> Result<(), DbErr> {
        let rows = assignments.iter().map(|id| ActiveModel { mail_id: Set(mail), assignment_id: Set(*id) });
        Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
    }

    fn one_waits() -> Expr {
        let waiting = form_assignments::Entity::find()
            .select_only()
            .column(form_assignments::Column::Id)
            .filter(Expr::col((form_assignments::Entity, form_assignments::Column::Id)).equals((Entity, Column::AssignmentId)))
            .filter(is_open());
        Expr::exists(waiting.into_query())
    }

    /// Whether one of the forms that a mail tells of waits still. A mail that tells of none is not ours to judge.
    pub async fn waits(db: &impl ConnectionTrait, mail: Uuid) -> Result<bool, DbErr> {
        let of = || Entity::find().filter(Column::MailId.eq(mail));
        if of().filter(one_waits()).one(db).await?.is_some() {
            return Ok(true);
        }
        Ok(of().one(db).await?.is_none())
    }

    /// The mails that tell of a form.
    pub async fn of(db: &impl ConnectionTrait, assignment: Uuid) -> Result<Vec<Uuid>, DbErr> {
        let of = Entity::find().filter(Column::AssignmentId.eq(assignment)).select_only().column(Column::MailId);
        of.into_tuple().all(db).await
    }
}
