//! Answers that need somebody, who was told of them, and what came of it.

/// An answer that needs somebody at once.
pub mod activity_alerts {
    use crate::in_chart::Within;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "activity_alerts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub assignment_id: Uuid,
        pub raised_at: DateTimeUtc,
        pub steps: i32,
        pub next_at: DateTimeUtc,
        pub ended_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Those of a chart that nobody has answered, the oldest first.
    pub async fn open(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
        let open = chart.of::<Entity>().filter(Column::EndedAt.is_null());
        open.order_by_asc(Column::RaisedAt).order_by_asc(Column::Id).limit(20).all(chart.db()).await
    }

    pub async fn of_assignment(chart: &impl Within, assignment: Uuid) -> Result<Option<Model>, DbErr> {
        chart.of::<Entity>().filter(Column::AssignmentId.eq(assignment)).one(chart.db()).await
    }

    /// Those of which the next step has come, with their charts.
    pub async fn due(db: &impl ConnectionTrait, now: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
        let these = Entity::find().select_only().columns([Column::ChartId, Column::Id]);
        let due = these.filter(Column::EndedAt.is_null()).filter(Column::NextAt.lte(now));
        due.order_by_asc(Column::NextAt).limit(many).into_tuple().all(db).await
    }
}

/// Who was told.
pub mod activity_told {
    use crate::in_chart::Within;
    use sea_orm::{QueryOrder, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "activity_told")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub alert_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub step: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub staff_id: Uuid,
        pub chart_id: Uuid,
        pub told_at: DateTimeUtc,
        pub mail_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of(chart: &impl Within, alert: Uuid) -> Result<Vec<Model>, DbErr> {
        let of = chart.of::<Entity>().filter(Column::AlertId.eq(alert));
        of.order_by_asc(Column::Step).order_by_asc(Column::StaffId).all(chart.db()).await
    }
}

/// What came of it.
pub mod activity_outcomes {
    use crate::{in_chart::Within, stored::By};
    use domain::activities::Outcome;
    use sea_orm::{QueryOrder, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "activity_outcomes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub alert_id: Uuid,
        pub outcome: By<Outcome>,
        pub note: Option<Vec<u8>>,
        pub said_at: DateTimeUtc,
        pub said_by: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn of(chart: &impl Within, alert: Uuid) -> Result<Vec<Model>, DbErr> {
        let of = chart.of::<Entity>().filter(Column::AlertId.eq(alert));
        of.order_by_asc(Column::SaidAt).order_by_asc(Column::Id).all(chart.db()).await
    }
}
