#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

crate::in_chart::of_chart! { record_requests by Id as "records", record_releases by Id as "records.release" }

/// What was asked for.
pub mod record_requests {
    use crate::{
        in_chart::{Change, Enters, Within},
        stored::By,
    };
    use domain::records::RequestState;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_requests")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub account_id: Uuid,
        pub asked_at: DateTimeUtc,
        pub state: By<RequestState>,
        pub due_on: String,
        pub asked: Vec<u8>,
        pub conversation_id: Option<Uuid>,
        pub taken_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub answered_by: Option<Uuid>,
        pub reason: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Those of a chart, the newest first.
    pub async fn newest(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
        let all = chart.of::<Entity>().order_by_desc(Column::AskedAt).order_by_desc(Column::Id);
        all.limit(many).all(chart.db()).await
    }

    /// How many of them wait.
    pub async fn count_open(chart: &impl Within) -> Result<u64, DbErr> {
        let open = [RequestState::Received, RequestState::InProgress].map(By);
        chart.of::<Entity>().filter(Column::State.is_in(open)).count(chart.db()).await
    }

    /// Moves one on, if it still stands where it was. The loser of a race is told so.
    pub async fn moved<A: Enters>(write: &Change<'_, A>, was: &Model, change: ActiveModel) -> Result<bool, DbErr> {
        let this = write.changed::<Entity>().filter(Column::Id.eq(was.id)).filter(Column::State.eq(was.state));
        Ok(this.set(change).exec(write.db()).await?.rows_affected == 1)
    }
}

/// What left the chart.
pub mod record_releases {
    use crate::{in_chart::Within, stored::By};
    use domain::records::Delivery;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_releases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub request_id: Option<Uuid>,
        pub released_on: String,
        pub how: By<Delivery>,
        pub noted_at: DateTimeUtc,
        pub noted_by: Uuid,
        pub told: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// The log of a chart, the newest first.
    pub async fn newest(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
        let all = chart.of::<Entity>().order_by_desc(Column::ReleasedOn).order_by_desc(Column::NotedAt).order_by_desc(Column::Id);
        all.limit(many).all(chart.db()).await
    }

    /// What was released for these requests.
    pub async fn of_requests(chart: &impl Within, requests: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        let of = chart.of::<Entity>().filter(Column::RequestId.is_in(requests));
        of.order_by_desc(Column::ReleasedOn).order_by_desc(Column::NotedAt).all(chart.db()).await
    }
}
