//! The words within names, where a search looks that no name begins like: "cruz" and "la cruz" in "de la Cruz".
//!
//! They are written where a chart gets its names, and nowhere else: `charts::insert_all` and `rename`. They go with
//! `charts::remove_imported`.

use super::charts;
use crate::{
    in_chart::{Change, Enters, Within},
    stored::By,
};
use domain::charts::{NamePart, words_within};
use sea_orm::{
    ActiveValue::Set,
    Condition, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chart_words")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chart_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: By<NamePart>,
    /// The name from that word to its end, folded.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// The words of a chart whose names are these.
fn of_names(chart: Uuid, last: &str, first: &str) -> impl Iterator<Item = ActiveModel> {
    [(NamePart::Last, words_within(last)), (NamePart::First, words_within(first))].into_iter().flat_map(move |(part, words)| {
        words.into_iter().map(move |word| ActiveModel { chart_id: Set(chart), part: Set(By(part)), word: Set(word) })
    })
}

/// Writes down the words of these charts, which have none yet.
pub(super) async fn insert_of(db: &impl ConnectionTrait, charts: &[(Uuid, String, String)]) -> Result<(), DbErr> {
    let rows: Vec<ActiveModel> = charts.iter().flat_map(|(id, last, first)| of_names(*id, last, first)).collect();
    // A statement takes only so many values.
    for rows in rows.chunks(1_000) {
        Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}

pub(super) async fn remove_of(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::ChartId.is_in(charts)).exec(db).await?;
    Ok(())
}

/// The names of a chart have changed to these.
pub async fn rename<A: Enters>(change: &Change<'_, A>, chart: &charts::Model) -> Result<(), DbErr> {
    let db = change.db();
    remove_of(db, vec![change.chart()]).await?;
    insert_of(db, &[(change.chart(), chart.last_name.clone(), chart.first_name.clone())]).await
}

/// The charts in whose name (in either, or in this one) a word begins like this.
pub(super) fn charts_with(beginning: &str, part: Option<NamePart>) -> SelectStatement {
    let in_part = part.map(|part| Column::Part.eq(By(part)));
    let begins = Condition::all().add(charts::begins(Column::Word, beginning)).add_option(in_part);
    Entity::find().select_only().column(Column::ChartId).filter(begins).into_query()
}

/// The words of the chart of the question around, in this name of it, that begin like this.
pub(super) fn of_chart(beginning: &str, part: NamePart) -> SelectStatement {
    let own = Expr::col((Entity, Column::ChartId)).equals((charts::Entity, charts::Column::Id));
    charts_with(beginning, Some(part)).and_where(own).to_owned()
}
