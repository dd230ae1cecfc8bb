#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

mod activities;
mod packages;
mod waiting;

pub use packages::{form_package_items, form_packages};
pub use waiting::form_mails;

crate::in_chart::of_chart! { form_assignments by Id as "forms", form_answers by AssignmentId as "forms.answers" }

/// What the practice asks.
pub mod forms {
    use crate::stored::By;
    use domain::{activities::ActivityKind, forms::Purpose};
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "forms")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub slug: Option<String>,
        pub title: String,
        /// The newest; 0, where none was published.
        pub version: i32,
        pub changed_at: DateTimeUtc,
        pub changed_by: Option<Uuid>,
        pub archived_at: Option<DateTimeUtc>,
        /// Of a PDF.
        pub purpose: Option<By<Purpose>>,
        /// Of what is done between sessions. The practice words none of these.
        pub activity: Option<By<ActivityKind>>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn all(db: &impl ConnectionTrait, many: u64) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Activity.is_null()).order_by_asc(Column::Title).order_by_asc(Column::Id).limit(many).all(db).await
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).filter(Column::Activity.is_null()).one(db).await
    }

    /// Those that are activities.
    pub async fn activities(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Activity.is_not_null()).order_by_asc(Column::Title).order_by_asc(Column::Id).all(db).await
    }

    pub async fn activity(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).filter(Column::Activity.is_not_null()).one(db).await
    }

    pub async fn slugs(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
        Entity::find().select_only().column(Column::Slug).filter(Column::Slug.is_not_null()).into_tuple().all(db).await
    }

    pub async fn by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::Slug.eq(slug)).one(db).await
    }

    pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Id.is_in(ids)).all(db).await
    }

    /// One that was never published.
    pub async fn forget(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
        Entity::delete_by_id(id).exec(db).await.map(drop)
    }

    /// The form, held until the change ends.
    pub async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).filter(Column::Activity.is_null()).lock_exclusive().one(db).await
    }
}

/// Each version of it, as it was worded.
pub mod form_versions {
    use sea_orm::{Condition, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub form_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        /// A `domain::forms::Form`, as JSON.
        pub body: String,
        pub made_at: DateTimeUtc,
        /// Of a PDF: the file, and how many fields are in it.
        pub file_id: Option<Uuid>,
        pub fields: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of(db: &impl ConnectionTrait, form: Uuid, version: i32) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id((form, version)).one(db).await
    }

    /// These versions, which are few.
    pub async fn these(db: &impl ConnectionTrait, form: Uuid, versions: Vec<i32>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::FormId.eq(form)).filter(Column::Version.is_in(versions)).all(db).await
    }

    /// The newest of each of these forms, which are few.
    pub async fn of_each(db: &impl ConnectionTrait, forms: &[super::forms::Model]) -> Result<Vec<Model>, DbErr> {
        if forms.is_empty() {
            return Ok(Vec::new());
        }
        let one = |form: &super::forms::Model| Condition::all().add(Column::FormId.eq(form.id)).add(Column::Version.eq(form.version));
        Entity::find().filter(forms.iter().map(one).fold(Condition::any(), Condition::add)).all(db).await
    }
}

/// A form while it is worded anew.
pub mod form_drafts {
    use sea_orm::{QuerySelect, entity::prelude::*, sea_query::OnConflict};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_drafts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub form_id: Uuid,
        pub revision: i32,
        /// A `domain::forms::Form`, as JSON.
        pub body: String,
        pub changed_at: DateTimeUtc,
        pub changed_by: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of(db: &impl ConnectionTrait, form: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(form).one(db).await
    }

    /// Which forms are being worded.
    pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Uuid>, DbErr> {
        Entity::find().select_only().column(Column::FormId).into_tuple().all(db).await
    }

    /// Keeps it, if it stands as it was seen (at `revision`). The slower of two is told so.
    pub async fn keep(db: &impl ConnectionTrait, row: ActiveModel, revision: i32) -> Result<bool, DbErr> {
        if revision == 0 {
            let first = Entity::insert(row).on_conflict(OnConflict::column(Column::FormId).do_nothing().to_owned());
            return Ok(first.exec_without_returning(db).await? == 1);
        }
        let this = Entity::update_many().filter(Column::FormId.eq(row.form_id.clone().unwrap())).filter(Column::Revision.eq(revision));
        Ok(this.set(row).exec(db).await?.rows_affected == 1)
    }

    /// Takes it away, if it stands as it was seen.
    pub async fn forget(db: &impl ConnectionTrait, form: Uuid, revision: i32) -> Result<bool, DbErr> {
        let this = Entity::delete_many().filter(Column::FormId.eq(form)).filter(Column::Revision.eq(revision));
        Ok(this.exec(db).await?.rows_affected == 1)
    }
}

/// What was sent into charts.
pub mod form_assignments {
    pub use super::activities::{newest_activities, newest_of_form, open_of_form};
    pub use super::waiting::{due_before, due_between, due_on, give_days, told, untold, untold_of};
    use crate::{
        in_chart::{Change, Enters, Within},
        stored::By,
    };
    use domain::{activities::ActivityKind, forms::Status};
    use sea_orm::{DerivePartialModel, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_assignments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub form_id: Uuid,
        pub version: i32,
        pub title: String,
        pub state: By<Status>,
        pub due_on: Option<String>,
        pub sent_at: DateTimeUtc,
        pub sent_by: Option<Uuid>,
        pub document_id: Uuid,
        pub share_id: Uuid,
        pub submitted_at: Option<DateTimeUtc>,
        pub submitted_by: Option<Uuid>,
        pub question: Option<Vec<u8>>,
        pub returned_at: Option<DateTimeUtc>,
        pub reviewed_at: Option<DateTimeUtc>,
        pub reviewed_by: Option<Uuid>,
        pub withdrawn_at: Option<DateTimeUtc>,
        pub due_days: Option<i32>,
        pub told_at: Option<DateTimeUtc>,
        pub expired_at: Option<DateTimeUtc>,
        /// A PDF, which comes back as files.
        pub paper: bool,
        /// It is an activity.
        pub activity: Option<By<ActivityKind>>,
        pub goal: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        /// How it stands, whatever was answered in it. What was closed stands as withdrawn, with when.
        pub fn status(&self) -> Status {
            if self.expired_at.is_some() { Status::Expired } else { self.state.0 }
        }
    }

    /// One without its answers.
    #[derive(Clone, Debug, DerivePartialModel)]
    #[sea_orm(entity = "Entity")]
    pub struct Line {
        pub id: Uuid,
        pub title: String,
        pub state: By<Status>,
        pub due_on: Option<String>,
        pub sent_at: DateTimeUtc,
        pub sent_by: Option<Uuid>,
        pub document_id: Uuid,
        pub submitted_at: Option<DateTimeUtc>,
        pub question: Option<Vec<u8>>,
        pub form_id: Uuid,
        pub due_days: Option<i32>,
        pub expired_at: Option<DateTimeUtc>,
        pub paper: bool,
    }

    /// What was sent and not taken back, the newest first: what was closed too.
    pub async fn live(chart: &impl Within, many: u64) -> Result<Vec<Line>, DbErr> {
        let there = Column::State.ne(By(Status::Withdrawn)).or(Column::ExpiredAt.is_not_null());
        let live = chart.of::<Entity>().filter(Column::Activity.is_null()).filter(there);
        let sorted = live.order_by_desc(Column::SentAt).order_by_desc(Column::Id).limit(many);
        sorted.into_partial_model::<Line>().all(chart.db()).await
    }

    /// Those of these forms that still wait for the client: nobody is asked twice at once.
    pub async fn open_of(chart: &impl Within, form: Uuid) -> Result<bool, DbErr> {
        let open = [Status::Sent, Status::Returned].map(By);
        let of = chart.of::<Entity>().filter(Column::FormId.eq(form)).filter(Column::State.is_in(open));
        Ok(of.limit(1).one(chart.db()).await?.is_some())
    }

    /// The form that a document of this chart came from.
    pub async fn of_document(chart: &impl Within, document: Uuid) -> Result<Option<(Uuid, By<Status>)>, DbErr> {
        let of = chart.of::<Entity>().filter(Column::DocumentId.eq(document)).select_only().columns([Column::Id, Column::State]);
        of.into_tuple().one(chart.db()).await
    }

    /// Whether it waits still, to be filed under these ids.
    pub async fn is_open(db: &impl ConnectionTrait, id: Uuid, share: Uuid) -> Result<bool, DbErr> {
        let open = [Status::Sent, Status::Returned].map(By);
        let this = Entity::find_by_id(id).filter(Column::ShareId.eq(share)).filter(Column::State.is_in(open));
        Ok(this.lock_shared().one(db).await?.is_some())
    }

    /// Moves one on, if it still stands where it was. The loser of a race is told so.
    pub async fn moved<A: Enters>(write: &Change<'_, A>, was: &Model, change: ActiveModel) -> Result<bool, DbErr> {
        let this = write.changed::<Entity>().filter(Column::Id.eq(was.id)).filter(Column::State.eq(was.state));
        Ok(this.set(change).exec(write.db()).await?.rows_affected == 1)
    }
}

/// What was answered so far.
pub mod form_answers {
    use crate::in_chart::Within;
    use sea_orm::{
        QuerySelect,
        entity::prelude::*,
        sea_query::{Expr, OnConflict},
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_answers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignment_id: Uuid,
        pub chart_id: Uuid,
        pub revision: i32,
        pub answers: Vec<u8>,
        pub saved_at: DateTimeUtc,
        pub saved_by: Uuid,
        pub looked_at: Option<DateTimeUtc>,
        pub looked_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Which of the chart's were begun, and when something was last saved in them.
    pub async fn begun(chart: &impl Within) -> Result<Vec<(Uuid, DateTimeUtc)>, DbErr> {
        chart.of::<Entity>().select_only().columns([Column::AssignmentId, Column::SavedAt]).into_tuple().all(chart.db()).await
    }

    /// What was answered in these.
    pub async fn of(chart: &impl Within, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        chart.of::<Entity>().filter(Column::AssignmentId.is_in(ids)).all(chart.db()).await
    }

    /// It was taken back or closed: nobody reads what was answered in it.
    pub async fn erase(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
        Entity::delete_by_id(id).exec(db).await.map(drop)
    }

    /// As they are once it is submitted.
    pub async fn replace(db: &impl ConnectionTrait, id: Uuid, answers: Vec<u8>) -> Result<(), DbErr> {
        let this = Entity::update_many().filter(Column::AssignmentId.eq(id));
        this.col_expr(Column::Answers, Expr::value(answers)).exec(db).await.map(drop)
    }

    /// Keeps what was answered, if it stands as it was seen (at `revision`). The slower of two is told so.
    pub async fn keep(db: &impl ConnectionTrait, row: ActiveModel, revision: i32) -> Result<bool, DbErr> {
        if revision == 0 {
            let first = Entity::insert(row).on_conflict(OnConflict::column(Column::AssignmentId).do_nothing().to_owned());
            return Ok(first.exec_without_returning(db).await? == 1);
        }
        let this =
            Entity::update_many().filter(Column::AssignmentId.eq(row.assignment_id.clone().unwrap())).filter(Column::Revision.eq(revision));
        Ok(this.set(row).exec(db).await?.rows_affected == 1)
    }
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(
    db: &impl sea_orm::ConnectionTrait,
    id: uuid::Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), sea_orm::DbErr> {
    form_assignments::untold(db, now, id, 100).await?;
    form_assignments::due_between(db, now.date_naive(), now.date_naive()).await?;
    form_assignments::due_before(db, now.date_naive(), 100).await?;
    form_mails::waits(db, id).await?;
    form_mails::of(db, id).await?;
    Ok(())
}
