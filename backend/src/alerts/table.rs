#![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

crate::in_chart::of_chart! { alerts by Id as "alerts" }

/// What is pinned to charts.
pub mod alerts {
    use crate::{
        in_chart::{Change, Within},
        stored::By,
    };
    use domain::alerts::AlertKind;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "alerts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub kind: By<AlertKind>,
        pub words: Vec<u8>,
        pub pinned_at: DateTimeUtc,
        pub pinned_by: Uuid,
        pub ended_at: Option<DateTimeUtc>,
        pub ended_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// What stands now, in the order in which it was pinned.
    pub async fn standing(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
        let standing = chart.of::<Entity>().filter(Column::EndedAt.is_null());
        standing.order_by_asc(Column::PinnedAt).order_by_asc(Column::Id).all(chart.db()).await
    }

    /// What was taken down, the newest first.
    pub async fn ended(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
        let ended = chart.of::<Entity>().filter(Column::EndedAt.is_not_null());
        ended.order_by_desc(Column::EndedAt).order_by_desc(Column::Id).limit(many).all(chart.db()).await
    }

    /// Takes one down. `false` where it is down already.
    pub async fn end<A: crate::in_chart::Enters>(write: &Change<'_, A>, id: Uuid, by: Uuid) -> Result<bool, DbErr> {
        let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::EndedAt.is_null());
        let down = this.col_expr(Column::EndedAt, Expr::value(write.at())).col_expr(Column::EndedBy, Expr::value(by));
        Ok(down.exec(write.db()).await?.rows_affected == 1)
    }
}
