//! Names are kept with the signs of every keyboard, and searched in its letters: charts that are there get theirs, with the words
//! within their names. How names were folded by then is written down here, whatever becomes of it later.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, QueryResult},
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use uuid::Uuid;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261201_000052_names"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let mut behind = None;
        loop {
            let charts = some(db, "charts", &["id", "last_name", "first_name", "search_last", "search_first"], behind).await?;
            let Some(last) = charts.last() else { break };
            behind = Some(last.id);
            for chart in &charts {
                let [last, first] = [0, 1].map(|name| same_signs(&chart.names[name]));
                let [search_last, search_first] = [&last, &first].map(|name| folded(name));
                if [&last, &first, &search_last, &search_first].into_iter().ne(chart.names.iter()) {
                    rename(db, chart.id, [("last", &last), ("first", &first)], &search_last, &search_first).await?;
                }
            }
        }
        let mut behind = None;
        loop {
            let people = some(db, "contacts", &["id", "last_name", "first_name"], behind).await?;
            let Some(last) = people.last() else { return Ok(()) };
            behind = Some(last.id);
            for person in &people {
                let [last, first] = [0, 1].map(|name| same_signs(&person.names[name]));
                if [&last, &first].into_iter().ne(person.names.iter()) {
                    let names = [("last_name", last.into()), ("first_name", first.into())];
                    db.execute(Query::update().table("contacts").values(names).and_where(Expr::col("id").eq(person.id))).await?;
                }
            }
        }
    }
}

/// So many rows are read at a time.
const AT_ONCE: u64 = 1_000;

struct Row {
    id: Uuid,
    names: Vec<String>,
}

/// The next rows in the order of their ids.
async fn some(
    db: &SchemaManagerConnection<'_>,
    table: &'static str,
    columns: &[&'static str],
    behind: Option<Uuid>,
) -> Result<Vec<Row>, DbErr> {
    let mut select = Query::select();
    select.columns(columns.iter().copied()).from(table).order_by("id", Order::Asc).limit(AT_ONCE);
    if let Some(id) = behind {
        select.and_where(Expr::col("id").gt(id));
    }
    let read = |row: &QueryResult| {
        let names = (1..columns.len()).map(|column| row.try_get_by_index(column)).collect::<Result<_, _>>()?;
        Ok(Row { id: row.try_get_by_index(0)?, names })
    };
    db.query_all(&select).await?.iter().map(read).collect()
}

async fn rename(
    db: &SchemaManagerConnection<'_>,
    chart: Uuid,
    names: [(&str, &str); 2],
    search_last: &str,
    search_first: &str,
) -> Result<(), DbErr> {
    let [(_, last), (_, first)] = names;
    let values = [("last_name", last), ("first_name", first), ("search_last", search_last), ("search_first", search_first)];
    let values = values.map(|(column, value)| (column, value.into()));
    db.execute(Query::update().table("charts").values(values).and_where(Expr::col("id").eq(chart))).await?;
    db.execute(Query::delete().from_table("chart_words").and_where(Expr::col("chart_id").eq(chart))).await?;
    let mut insert = Query::insert();
    insert.into_table("chart_words").columns(["chart_id", "part", "word"]);
    let mut any = false;
    for (part, name) in names {
        for word in words_within(name) {
            insert.values_panic([chart.into(), part.into(), word.into()]);
            any = true;
        }
    }
    if any {
        db.execute(&insert).await?;
    }
    Ok(())
}

fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{2B9}' | '\u{2032}' | '\u{FF07}' | '`' | '\u{B4}' | '\u{2BB}' => '\'',
        '\u{2010}'..='\u{2012}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn same_signs(text: &str) -> String {
    let mut same = String::with_capacity(text.len());
    for c in text.chars().map(straight) {
        if !(c == ' ' && same.ends_with(' ')) {
            same.push(c);
        }
    }
    same
}

pub(super) fn folded(text: &str) -> String {
    unaccented(text).filter(|c| *c != '\'').collect()
}

fn unaccented(text: &str) -> impl Iterator<Item = char> {
    let parts = text.chars().map(straight).nfkd().map(straight);
    parts.filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).flat_map(plain_letters)
}

fn plain_letters(c: char) -> impl Iterator<Item = char> {
    let (one, other) = match c {
        'ø' => ('o', None),
        'ł' | 'ƚ' => ('l', None),
        'đ' | 'ð' | 'ɖ' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ŧ' => ('t', None),
        'ŋ' => ('n', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        c => (c, None),
    };
    std::iter::once(one).chain(other)
}

fn words_within(name: &str) -> Vec<String> {
    let name: String = unaccented(name).collect();
    let mut before = None;
    let starts = |(at, c): (usize, char)| {
        let within = before.replace(c).is_some_and(|before: char| !before.is_alphanumeric());
        (within && c.is_alphanumeric()).then_some(at)
    };
    let mut words: Vec<String> = name.char_indices().filter_map(starts).map(|at| name[at..].replace('\'', "")).collect();
    let whole = name.replace('\'', "");
    words.retain(|word| *word != whole);
    words
}
