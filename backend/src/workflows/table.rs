#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod workflows {
    use crate::stored::By;
    use domain::workflows::{Workflow, WorkflowKind};
    use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "workflows")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: By<WorkflowKind>,
        pub off_since: Option<DateTimeUtc>,
        pub hours: String,
        pub mail: String,
        pub words: String,
        pub changed_at: DateTimeUtc,
        /// Of those that count days, with blanks between them; a dash stands for none.
        pub days: String,
        pub package_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of(db: &impl ConnectionTrait, kind: WorkflowKind) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::Kind.eq(By(kind))).one(db).await
    }

    /// As it is from now on.
    pub async fn put(db: &impl ConnectionTrait, workflow: &Workflow, now: DateTimeUtc) -> Result<(), DbErr> {
        let row = ActiveModel {
            kind: Set(By(workflow.kind)),
            off_since: Set((!workflow.on).then_some(now)),
            hours: Set(workflow.hours.iter().map(u16::to_string).collect::<Vec<_>>().join(" ")),
            mail: Set(workflow.mail.clone()),
            words: Set(workflow.text.clone()),
            changed_at: Set(now),
            days: Set(String::new()),
            package_id: Set(None),
        };
        put_row(db, row).await
    }

    /// One of those that count days.
    pub struct Counted {
        pub kind: WorkflowKind,
        pub on: bool,
        pub days: Vec<Option<u16>>,
        pub mail: String,
        pub package: Option<Uuid>,
    }

    /// As it is from now on.
    pub async fn put_counted(db: &impl ConnectionTrait, workflow: Counted, now: DateTimeUtc) -> Result<(), DbErr> {
        let days = workflow.days.iter().map(|days| days.map_or_else(|| "-".to_owned(), |days| days.to_string()));
        let row = ActiveModel {
            kind: Set(By(workflow.kind)),
            off_since: Set((!workflow.on).then_some(now)),
            hours: Set(String::new()),
            mail: Set(workflow.mail),
            words: Set(String::new()),
            changed_at: Set(now),
            days: Set(days.collect::<Vec<_>>().join(" ")),
            package_id: Set(workflow.package),
        };
        put_row(db, row).await
    }

    async fn put_row(db: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
        use Column::{ChangedAt, Days, Hours, Mail, OffSince, PackageId, Words};
        let changed = [OffSince, Hours, Mail, Words, ChangedAt, Days, PackageId];
        let over = OnConflict::column(Column::Kind).update_columns(changed).to_owned();
        Entity::insert(row).on_conflict(over).exec_without_returning(db).await.map(drop)
    }
}

/// What was done, or was not, and why.
pub mod jobs {
    use crate::stored::By;
    use domain::workflows::{Channel, WhyNot, WorkflowKind};
    use sea_orm::{ExprTrait, QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "workflow_jobs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: By<WorkflowKind>,
        pub subject_id: Uuid,
        pub moment: DateTimeUtc,
        pub step: i32,
        pub channel: By<Channel>,
        pub reader_id: Uuid,
        pub chart_id: Uuid,
        pub mail_id: Option<Uuid>,
        pub why_not: Option<By<WhyNot>>,
        pub made_at: DateTimeUtc,
        pub task_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of_mail(db: &impl ConnectionTrait, mail: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::MailId.eq(mail)).one(db).await
    }

    /// Subject, moment and step of what was done for these subjects.
    pub async fn done(db: &impl ConnectionTrait, kind: WorkflowKind, subjects: Vec<Uuid>) -> Result<Vec<(Uuid, DateTimeUtc, i32)>, DbErr> {
        let of = Entity::find().filter(Column::SubjectId.is_in(subjects)).filter(Column::Kind.eq(By(kind))).select_only();
        of.columns([Column::SubjectId, Column::Moment, Column::Step]).into_tuple().all(db).await
    }

    /// How many texts were written about one subject.
    pub async fn count_texts(db: &impl ConnectionTrait, kind: WorkflowKind, subject: Uuid) -> Result<u64, DbErr> {
        let of = Entity::find().filter(Column::SubjectId.eq(subject)).filter(Column::Kind.eq(By(kind)));
        of.filter(Column::Channel.eq(By(Channel::Text))).filter(Column::MailId.is_not_null()).count(db).await
    }

    /// A place in the list of them.
    pub type Place = (DateTimeUtc, Uuid);

    pub async fn place_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Place>, DbErr> {
        Ok(Entity::find_by_id(id).one(db).await?.map(|row| (row.made_at, row.id)))
    }

    /// The newest of a kind, below that place.
    pub async fn newest(db: &impl ConnectionTrait, kind: WorkflowKind, below: Option<Place>, many: u64) -> Result<Vec<Model>, DbErr> {
        let mut of = Entity::find().filter(Column::Kind.eq(By(kind)));
        if let Some((at, id)) = below {
            of = of.filter(Column::MadeAt.lte(at)).filter(Column::MadeAt.lt(at).or(Column::Id.lt(id)));
        }
        of.order_by_desc(Column::MadeAt).order_by_desc(Column::Id).limit(many).all(db).await
    }
}

/// Numbers to which no text goes.
pub mod stops {
    use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "text_stops")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: String,
        pub since: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn is_there(db: &impl ConnectionTrait, number: &str) -> Result<bool, DbErr> {
        Ok(Entity::find_by_id(number.to_owned()).one(db).await?.is_some())
    }

    pub async fn put(db: &impl ConnectionTrait, number: &str, now: DateTimeUtc) -> Result<(), DbErr> {
        let row = ActiveModel { number: Set(number.to_owned()), since: Set(now) };
        let there = OnConflict::new().do_nothing().to_owned();
        Entity::insert(row).on_conflict(there).exec_without_returning(db).await.map(drop)
    }

    pub async fn take_out(db: &impl ConnectionTrait, number: &str) -> Result<(), DbErr> {
        Entity::delete_by_id(number.to_owned()).exec(db).await.map(drop)
    }
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(db: &impl sea_orm::ConnectionTrait, id: uuid::Uuid) -> Result<(), sea_orm::DbErr> {
    use domain::workflows::WorkflowKind::AppointmentReminder;
    jobs::of_mail(db, id).await?;
    jobs::done(db, AppointmentReminder, vec![id]).await?;
    jobs::newest(db, AppointmentReminder, None, 20).await?;
    Ok(())
}
