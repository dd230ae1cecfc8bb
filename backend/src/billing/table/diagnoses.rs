//! What clients are treated for, as payers want it named.

use crate::in_chart::{Change, Enters, Within};
use sea_orm::{QueryOrder, entity::prelude::*, sea_query::Expr};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "diagnoses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    /// Sealed.
    pub words: Vec<u8>,
    pub added_at: DateTimeUtc,
    pub added_by: Uuid,
    pub ended_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What stands now, in the order in which it was added.
pub async fn standing(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::EndedAt.is_null());
    rows.order_by_asc(Column::AddedAt).order_by_asc(Column::Id).all(chart.db()).await
}

pub async fn end<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<bool, DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::EndedAt.is_null());
    Ok(this.col_expr(Column::EndedAt, Expr::value(write.at())).exec(write.db()).await?.rows_affected == 1)
}
