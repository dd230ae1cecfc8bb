#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

mod alerts;

pub use alerts::{activity_alerts, activity_outcomes, activity_told};

crate::in_chart::of_chart! {
    activity_series by Id as "activities.series",
    activity_times by AssignmentId as "activities.time",
    activity_shown by FormId as "activities.trend",
    activity_comments by AssignmentId as "activities.comment",
    activity_alerts by Id as "activities.alert",
    activity_told by AlertId as "activities.told",
    activity_outcomes by Id as "activities.outcome",
}

/// What comes again by itself.
pub mod activity_series {
    use crate::{in_chart::Within, stored::By};
    use domain::activities::Rhythm;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "activity_series")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub form_id: Uuid,
        pub rhythm: By<Rhythm>,
        pub title: String,
        pub goal: Option<Vec<u8>>,
        pub next_on: Option<String>,
        pub made_at: DateTimeUtc,
        pub made_by: Uuid,
        pub ended_at: Option<DateTimeUtc>,
        pub ended_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Those of a chart that go on.
    pub async fn going(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
        let going = chart.of::<Entity>().filter(Column::EndedAt.is_null());
        going.order_by_asc(Column::MadeAt).order_by_asc(Column::Id).limit(100).all(chart.db()).await
    }

    /// Weekly ones that come on that day or should have come before, with their charts.
    pub async fn due(db: &impl ConnectionTrait, day: &str, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
        let these = Entity::find().select_only().columns([Column::ChartId, Column::Id]).filter(Column::EndedAt.is_null());
        let due = these.filter(Column::Rhythm.eq(By(Rhythm::Weekly))).filter(Column::NextOn.lte(day));
        due.order_by_asc(Column::NextOn).order_by_asc(Column::Id).limit(many).into_tuple().all(db).await
    }

    /// Those of these charts that come before appointments, with their charts.
    pub async fn before_appointments(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
        let these = Entity::find().select_only().columns([Column::ChartId, Column::Id]).filter(Column::EndedAt.is_null());
        let these = these.filter(Column::Rhythm.eq(By(Rhythm::BeforeAppointments))).filter(Column::ChartId.is_in(charts));
        these.into_tuple().all(db).await
    }
}

/// Each time that it came.
pub mod activity_times {
    use crate::in_chart::Within;
    use sea_orm::{QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "activity_times")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub series_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub moment: String,
        pub chart_id: Uuid,
        pub assignment_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Whether it has come at that moment.
    pub async fn came(chart: &impl Within, series: Uuid, moment: &str) -> Result<bool, DbErr> {
        let this = chart.of::<Entity>().filter(Column::SeriesId.eq(series)).filter(Column::Moment.eq(moment));
        Ok(this.one(chart.db()).await?.is_some())
    }

    /// What it has brought.
    pub async fn brought(chart: &impl Within, series: Uuid) -> Result<Vec<Uuid>, DbErr> {
        let these = chart.of::<Entity>().filter(Column::SeriesId.eq(series)).select_only().column(Column::AssignmentId);
        these.into_tuple().all(chart.db()).await
    }

    /// Which of these have come at one of these moments.
    pub async fn those_that_came(db: &impl ConnectionTrait, series: Vec<Uuid>, moments: Vec<String>) -> Result<Vec<(Uuid, String)>, DbErr> {
        let these = Entity::find().filter(Column::SeriesId.is_in(series)).filter(Column::Moment.is_in(moments));
        these.select_only().columns([Column::SeriesId, Column::Moment]).into_tuple().all(db).await
    }
}

/// The charts of measures that a client sees.
pub mod activity_shown {
    use crate::in_chart::{Change, Enters, Within};
    use sea_orm::{QueryFilter, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "activity_shown")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chart_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub form_id: Uuid,
        pub shown_at: DateTimeUtc,
        pub shown_by: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn forms(chart: &impl Within) -> Result<Vec<Uuid>, DbErr> {
        chart.of::<Entity>().select_only().column(Column::FormId).into_tuple().all(chart.db()).await
    }

    /// It is hidden from now on.
    pub async fn hide<A: Enters>(write: &Change<'_, A>, form: Uuid) -> Result<(), DbErr> {
        let this = Entity::delete_many().filter(Column::ChartId.eq(write.chart())).filter(Column::FormId.eq(form));
        this.exec(write.db()).await.map(drop)
    }
}

/// What a clinician says about what was submitted.
pub mod activity_comments {
    use crate::in_chart::Within;
    use sea_orm::{QuerySelect, entity::prelude::*, sea_query::OnConflict};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "activity_comments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignment_id: Uuid,
        pub chart_id: Uuid,
        pub words: Vec<u8>,
        pub written_at: DateTimeUtc,
        pub written_by: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// About which of these something was said.
    pub async fn about(chart: &impl Within, ids: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
        let these = chart.of::<Entity>().filter(Column::AssignmentId.is_in(ids));
        these.select_only().column(Column::AssignmentId).into_tuple().all(chart.db()).await
    }

    /// It is said so from now on.
    pub async fn say(db: &impl ConnectionTrait, row: Model) -> Result<(), DbErr> {
        let anew =
            OnConflict::column(Column::AssignmentId).update_columns([Column::Words, Column::WrittenAt, Column::WrittenBy]).to_owned();
        Entity::insert(ActiveModel::from(row)).on_conflict(anew).exec_without_returning(db).await.map(drop)
    }
}
