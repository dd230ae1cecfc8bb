//! The people around clients are found by name, folded as charts are, so that who is known is offered again; and a chart has a site.

use super::names::folded;
use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, QueryResult},
};
use uuid::Uuid;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261201_000055_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::say(manager, include_str!("tables/people.sql")).await?;
        let db = manager.get_connection();
        let mut behind = None;
        loop {
            let people = some(db, behind).await?;
            let Some((last, _)) = people.last() else { return Ok(()) };
            behind = Some(*last);
            for (id, name) in &people {
                let folded = [("search_name", name.as_str().into())];
                db.execute(Query::update().table("contacts").values(folded).and_where(Expr::col("id").eq(*id))).await?;
            }
        }
    }
}

/// The next of them in the order of their ids, each with the name by which they are found.
async fn some(db: &SchemaManagerConnection<'_>, behind: Option<Uuid>) -> Result<Vec<(Uuid, String)>, DbErr> {
    let mut select = Query::select();
    select.columns(["id", "last_name", "first_name"]).from("contacts").order_by("id", Order::Asc).limit(1_000);
    if let Some(id) = behind {
        select.and_where(Expr::col("id").gt(id));
    }
    let read = |row: &QueryResult| {
        let [last, first] = [row.try_get_by_index::<String>(1)?, row.try_get_by_index(2)?].map(|name| folded(&name));
        Ok((row.try_get_by_index(0)?, format!("{last}, {first}")))
    };
    db.query_all(&select).await?.iter().map(read).collect()
}
