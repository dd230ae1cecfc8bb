use crate::{dates, error::Error};
use chrono::NaiveDate;
use domain::charts::{Identity, folded};
use sea_orm::{
    Condition, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, Query, SelectStatement, SimpleExpr},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub last_name: String,
    pub first_name: String,
    pub preferred_name: Option<String>,
    pub pronouns: Option<String>,
    /// `YYYY-MM-DD`
    pub birth_date: String,
    pub search_last: String,
    pub search_first: String,
    pub primary_clinician_id: Option<Uuid>,
    pub owner_kind: Option<String>,
    pub owner_contact_id: Option<Uuid>,
    pub discreet_since: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub created_by: Option<Uuid>,
    /// The import with which it came. Before that is switched on, nobody sees the chart.
    pub import_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// "Maya Lindqvist"
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// "Lindqvist, Maya"
    pub fn listed_name(&self) -> String {
        format!("{}, {}", self.last_name, self.first_name)
    }

    pub fn born(&self) -> Result<NaiveDate, Error> {
        dates::read(&self.birth_date)
    }
}

/// Charts that are there for people: not those of an import that is not switched on.
fn here() -> Condition {
    let switched = Query::select()
        .column(super::imports::Column::Id)
        .from(super::imports::Entity)
        .and_where(super::imports::Column::SwitchedAt.is_not_null())
        .to_owned();
    Condition::any().add(Column::ImportId.is_null()).add(Column::ImportId.in_subquery(switched))
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(here()).one(db).await
}

/// The row, held until the transaction ends: nobody else changes it meanwhile.
pub async fn held(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(here()).lock_exclusive().one(db).await
}

pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Id.is_in(ids)).filter(here()).all(db).await
}

pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Whether there is one, seen or not.
pub async fn any(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(Entity::find().one(db).await?.is_some())
}

/// Last name, first name (both folded) and birth date of everybody who was born on these days.
pub async fn people_born(db: &impl ConnectionTrait, days: Vec<String>) -> Result<Vec<(String, String, String)>, DbErr> {
    let columns = [Column::SearchLast, Column::SearchFirst, Column::BirthDate];
    Entity::find().select_only().columns(columns).filter(Column::BirthDate.is_in(days)).filter(here()).into_tuple().all(db).await
}

/// Some of what an import has put in.
pub async fn of_import(db: &impl ConnectionTrait, import: Uuid, many: u64) -> Result<Vec<Uuid>, DbErr> {
    Entity::find().select_only().column(Column::Id).filter(Column::ImportId.eq(import)).limit(many).into_tuple().all(db).await
}

/// Takes away what an import that was never switched on has put in.
pub async fn remove_imported(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<(), DbErr> {
    let unseen = Column::Id.is_in(ids).and(Column::ImportId.is_not_null());
    Entity::delete_many().filter(unseen).exec(db).await?;
    Ok(())
}

/// What is searched for.
pub enum Search {
    Everything,
    /// Beginnings of one name, or of two in either order, folded: any of these readings.
    Names(Vec<(String, Option<String>)>),
    BirthDate(String),
    Number(i64),
    /// The beginning of an address, by its key.
    Email(String),
    /// These charts, or those with an address that begins like this.
    WordOrEmail(Vec<Uuid>, String),
}

/// A chart of these clinicians (or of everybody) with this name and birth date.
pub async fn namesake(db: &impl ConnectionTrait, clinicians: Option<&[Uuid]>, who: &Identity) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::SearchLast.eq(folded(&who.last_name)))
        .filter(Column::SearchFirst.eq(folded(&who.first_name)))
        .filter(Column::BirthDate.eq(who.birth_date.to_string()))
        .filter(within(clinicians, &Search::Everything))
        .order_by_asc(Column::Number)
        .one(db)
        .await
}

/// Those in whose names a word begins like one of these readings. No index helps here: it looks through the first `most` names.
pub async fn with_words(
    db: &impl ConnectionTrait,
    clinicians: Option<&[Uuid]>,
    readings: &[(String, Option<String>)],
    most: u64,
) -> Result<Vec<Uuid>, DbErr> {
    let names: Vec<(Uuid, String, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::SearchLast, Column::SearchFirst])
        .filter(within(clinicians, &Search::Everything))
        .order_by_asc(Column::SearchLast)
        .order_by_asc(Column::SearchFirst)
        .order_by_asc(Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    let fits = |last: &str, first: &str| {
        readings.iter().any(|reading| match reading {
            (one, None) => has_word(last, one) || has_word(first, one),
            (one, Some(other)) => (has_word(last, one) && has_word(first, other)) || (has_word(first, one) && has_word(last, other)),
        })
    };
    Ok(names.into_iter().filter(|(_, last, first)| fits(last, first)).map(|(id, ..)| id).take(MOST_WITH_WORD).collect())
}

/// More ids than this are in no question to the database.
const MOST_WITH_WORD: usize = 1_000;

/// Whether a word of the name begins like this: "cruz" in "de la cruz", "neil" in "o'neil".
fn has_word(name: &str, beginning: &str) -> bool {
    let starts = |at: usize| name[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    !beginning.is_empty() && name.match_indices(beginning).any(|(at, _)| starts(at))
}

/// The charts of these clinicians (or of everybody), in the order of names.
pub async fn search(
    db: &impl ConnectionTrait,
    clinicians: Option<&[Uuid]>,
    search: &Search,
    skip: u64,
    many: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(within(clinicians, search))
        .order_by_asc(Column::SearchLast)
        .order_by_asc(Column::SearchFirst)
        .order_by_asc(Column::Id)
        .offset(skip)
        .limit(many)
        .all(db)
        .await
}

/// How many there are, counted no further than `most`.
pub async fn count(db: &impl ConnectionTrait, clinicians: Option<&[Uuid]>, search: &Search, most: u64) -> Result<u64, DbErr> {
    let ids: Vec<Uuid> =
        Entity::find().select_only().column(Column::Id).filter(within(clinicians, search)).limit(most).into_tuple().all(db).await?;
    Ok(ids.len() as u64)
}

fn within(clinicians: Option<&[Uuid]>, search: &Search) -> Condition {
    Condition::all().add(here()).add_option(clinicians.map(of_clinicians)).add_option(matching(search))
}

fn of_clinicians(people: &[Uuid]) -> Condition {
    let in_team = Query::select()
        .column(super::care_team::Column::ChartId)
        .from(super::care_team::Entity)
        .and_where(super::care_team::Column::StaffId.is_in(people.to_vec()))
        .to_owned();
    Condition::any().add(Column::PrimaryClinicianId.is_in(people.to_vec())).add(Column::Id.in_subquery(in_team))
}

/// The ids of these clinicians' charts, for other tables to ask within.
pub fn ids_of_clinicians(people: &[Uuid]) -> SelectStatement {
    Query::select().column(Column::Id).from(Entity).cond_where(Condition::all().add(here()).add(of_clinicians(people))).to_owned()
}

fn matching(search: &Search) -> Option<Condition> {
    Some(match search {
        Search::Everything => return None,
        Search::Names(readings) => readings.iter().fold(Condition::any(), |any, reading| match reading {
            (one, None) => any.add(begins(Column::SearchLast, one)).add(begins(Column::SearchFirst, one)),
            (one, Some(other)) => any
                .add(begins(Column::SearchLast, one).and(begins(Column::SearchFirst, other)))
                .add(begins(Column::SearchFirst, one).and(begins(Column::SearchLast, other))),
        }),
        Search::BirthDate(date) => Condition::all().add(Column::BirthDate.eq(date)),
        Search::Number(number) => Condition::all().add(Column::Number.eq(*number)),
        Search::Email(key) => Condition::all().add(with_address(key)),
        Search::WordOrEmail(ids, key) => Condition::any().add(Column::Id.is_in(ids.clone())).add(with_address(key)),
    })
}

fn with_address(key: &str) -> SimpleExpr {
    let begins = super::chart_emails::begins(key);
    let charts =
        Query::select().column(super::chart_emails::Column::ChartId).from(super::chart_emails::Entity).and_where(begins).to_owned();
    Column::Id.in_subquery(charts)
}

/// A range instead of LIKE: the index serves it on both databases, and nothing typed is a wildcard.
pub(super) fn begins(column: impl ColumnTrait, text: &str) -> SimpleExpr {
    column.gte(text).and(column.lt(format!("{text}\u{10FFFF}")))
}
