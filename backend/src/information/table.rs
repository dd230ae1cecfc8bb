#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

crate::in_chart::of_chart! { insurances by Id as "information.insurance", information_changes by Id as "information.change" }

/// The client's insurances.
pub mod insurances {
    use crate::in_chart::Within;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "insurances")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub added_at: DateTimeUtc,
        pub told: Vec<u8>,
        pub ended_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Those that count, in the order in which they were added.
    pub async fn all(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
        let those = chart.of::<Entity>().filter(Column::EndedAt.is_null()).order_by_asc(Column::AddedAt).order_by_asc(Column::Id);
        those.limit(100).all(chart.db()).await
    }
}

/// What clients propose.
pub mod information_changes {
    use crate::{
        in_chart::{Change, Enters, Within},
        stored::By,
    };
    use domain::information::ChangeState;
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};
    use std::collections::HashMap;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "information_changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub account_id: Uuid,
        pub proposed_at: DateTimeUtc,
        pub state: By<ChangeState>,
        pub proposed: Vec<u8>,
        pub answered_at: Option<DateTimeUtc>,
        pub answered_by: Option<Uuid>,
        pub reason: Option<Vec<u8>>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    fn pending() -> Expr {
        Column::State.eq(By(ChangeState::Pending))
    }

    /// Those that wait, the oldest first.
    pub async fn waiting(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
        let those = chart.of::<Entity>().filter(pending()).order_by_asc(Column::ProposedAt).order_by_asc(Column::Id);
        those.limit(200).all(chart.db()).await
    }

    /// Those that were answered, the newest first.
    pub async fn answered(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
        let answered = [ChangeState::Accepted, ChangeState::Declined].map(By);
        let those = chart.of::<Entity>().filter(Column::State.is_in(answered)).order_by_desc(Column::AnsweredAt);
        those.order_by_desc(Column::Id).limit(many).all(chart.db()).await
    }

    /// How many wait, and how many of those answered last, in one act, were declined.
    pub async fn standing(chart: &impl Within) -> Result<(u32, u32), DbErr> {
        let waiting = chart.of::<Entity>().filter(pending()).count(chart.db()).await?;
        let last = answered(chart, 200).await?;
        let at = last.first().and_then(|row| row.answered_at);
        let declined = last.iter().filter(|row| row.answered_at == at && row.state.0 == ChangeState::Declined).count();
        Ok((waiting as u32, declined as u32))
    }

    /// How many wait in each of these charts.
    pub async fn count_waiting(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<HashMap<Uuid, u64>, DbErr> {
        let counted = Entity::find().select_only().column(Column::ChartId).column_as(Column::Id.count(), "changes");
        let counted = counted.filter(Column::ChartId.is_in(charts)).filter(pending()).group_by(Column::ChartId);
        let counted: Vec<(Uuid, i64)> = counted.into_tuple().all(db).await?;
        Ok(counted.into_iter().map(|(id, changes)| (id, changes.unsigned_abs())).collect())
    }

    /// Moves one that waits on. `false` where somebody was faster.
    pub async fn moved<A: Enters>(write: &Change<'_, A>, id: Uuid, to: ActiveModel) -> Result<bool, DbErr> {
        let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(pending());
        Ok(this.set(to).exec(write.db()).await?.rows_affected == 1)
    }
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(chart: &impl crate::in_chart::Within, id: uuid::Uuid) -> Result<(), sea_orm::DbErr> {
    insurances::all(chart).await?;
    information_changes::waiting(chart).await?;
    information_changes::standing(chart).await?;
    information_changes::count_waiting(chart.db(), vec![id]).await?;
    Ok(())
}
