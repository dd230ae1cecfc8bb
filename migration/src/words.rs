//! The words within names get a table of their own, and the charts that are there get theirs.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, QueryResult},
};
use uuid::Uuid;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261130_000021_words"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::say(manager, include_str!("tables/words.sql")).await?;
        let db = manager.get_connection();
        let mut behind = None;
        loop {
            let charts = some(db, behind).await?;
            let Some(last) = charts.last() else { return Ok(()) };
            behind = Some(last.id);
            for (part, name) in [("last", 0), ("first", 1)] {
                let words = charts.iter().flat_map(|chart| words_within(&chart.names[name]).map(|word| (chart.id, word)));
                let words: Vec<(Uuid, &str)> = words.collect();
                for words in words.chunks(AT_ONCE as usize) {
                    put(db, part, words).await?;
                }
            }
        }
    }
}

/// So many charts are read, and so many words written, at a time.
const AT_ONCE: u64 = 1_000;

struct Chart {
    id: Uuid,
    /// Last and first, as they were folded.
    names: [String; 2],
}

/// The next charts in the order of their ids, those of an import that is not switched on among them.
async fn some(db: &SchemaManagerConnection<'_>, behind: Option<Uuid>) -> Result<Vec<Chart>, DbErr> {
    let mut select = Query::select();
    select.columns(["id", "search_last", "search_first"]).from("charts").order_by("id", Order::Asc).limit(AT_ONCE);
    if let Some(id) = behind {
        select.and_where(Expr::col("id").gt(id));
    }
    let read = |row: &QueryResult| Ok(Chart { id: row.try_get_by_index(0)?, names: [row.try_get_by_index(1)?, row.try_get_by_index(2)?] });
    db.query_all(&select).await?.iter().map(read).collect()
}

async fn put(db: &SchemaManagerConnection<'_>, part: &str, words: &[(Uuid, &str)]) -> Result<(), DbErr> {
    let mut insert = Query::insert();
    insert.into_table("chart_words").columns(["chart_id", "part", "word"]);
    for (chart, word) in words {
        insert.values_panic([(*chart).into(), part.into(), (*word).into()]);
    }
    db.execute(&insert).await?;
    Ok(())
}

/// As the words were told apart by then, whatever becomes of it later.
fn words_within(name: &str) -> impl Iterator<Item = &str> {
    let starts = |at: usize, c: char| c.is_alphanumeric() && name[..at].chars().next_back().is_some_and(|before| !before.is_alphanumeric());
    name.char_indices().filter(move |(at, c)| starts(*at, *c)).map(|(at, _)| &name[at..])
}
