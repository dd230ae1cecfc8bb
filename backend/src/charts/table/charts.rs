use super::words;
use crate::stored::By;
use domain::charts::{Identity, OwnerKind, folded};
use sea_orm::{
    Condition, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, IntoColumnRef, LockType, Query, SelectStatement, SimpleExpr},
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
    pub owner_kind: Option<By<OwnerKind>>,
    pub owner_contact_id: Option<Uuid>,
    pub discreet_since: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub created_by: Option<Uuid>,
    /// The import with which it came. Before that is switched on, nobody sees the chart.
    pub import_id: Option<Uuid>,
    pub street: Option<String>,
    pub street_2: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub time_zone: Option<String>,
    pub language: Option<String>,
    pub may_post: bool,
    /// While it is frozen nothing is booked for this client.
    pub account_frozen_at: Option<DateTimeUtc>,
    pub site_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Charts that are there for people: not those of an import that is not switched on.
pub(super) fn here() -> Condition {
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

/// The row, held until the transaction ends: nobody else changes it meanwhile. Rows that name the chart may still be put in, so that
/// who holds a mail or a link and adds a task does not wait for who holds the chart, and waits for that mail.
pub async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(here()).lock(LockType::NoKeyUpdate).one(db).await
}

pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Id.is_in(ids)).filter(here()).all(db).await
}

/// Charts with the words of their names: all that there is to find them by.
pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    let names = |row: &ActiveModel| (*row.id.as_ref(), row.last_name.as_ref().clone(), row.first_name.as_ref().clone());
    let named: Vec<(Uuid, String, String)> = rows.iter().map(names).collect();
    Entity::insert_many(rows).exec_without_returning(db).await?;
    words::insert_of(db, &named).await
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
    words::remove_of(db, ids.clone()).await?;
    let unseen = Column::Id.is_in(ids).and(Column::ImportId.is_not_null());
    Entity::delete_many().filter(unseen).exec(db).await?;
    Ok(())
}

/// A chart of these clinicians (or of everybody) with this name and birth date.
pub async fn namesake(db: &impl ConnectionTrait, clinicians: Option<&[Uuid]>, who: &Identity) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::SearchLast.eq(folded(&who.last_name)))
        .filter(Column::SearchFirst.eq(folded(&who.first_name)))
        .filter(Column::BirthDate.eq(who.birth_date.to_string()))
        .filter(here())
        .filter(Condition::all().add_option(clinicians.map(of_clinicians)))
        .order_by_asc(Column::Number)
        .one(db)
        .await
}

pub(super) fn of_clinicians(people: &[Uuid]) -> Condition {
    let in_team = Query::select()
        .column(super::care_team::Column::ChartId)
        .from(super::care_team::Entity)
        .and_where(super::care_team::Column::StaffId.is_in(people.to_vec()))
        .to_owned();
    Condition::any().add(Column::PrimaryClinicianId.is_in(people.to_vec())).add(Column::Id.in_subquery(in_team))
}

/// The ids of these clinicians' charts.
fn ids_of_clinicians(people: &[Uuid]) -> SelectStatement {
    Query::select().column(Column::Id).from(Entity).cond_where(Condition::all().add(here()).add(of_clinicians(people))).to_owned()
}

/// Whether the chart that a column of another table names is one of theirs: asked of each, where few are asked about.
pub fn is_of_clinicians(people: &[Uuid], chart: impl IntoColumnRef) -> SimpleExpr {
    Expr::exists(ids_of_clinicians(people).and_where(Expr::col((Entity, Column::Id)).equals(chart)).to_owned())
}

/// A range instead of LIKE: the index serves it on both databases, and nothing typed is a wildcard.
pub(super) fn begins(column: impl ColumnTrait, text: &str) -> SimpleExpr {
    column.gte(text).and(column.lt(past(text)))
}

/// Behind everything that begins like this.
pub(super) fn past(text: &str) -> String {
    format!("{text}\u{10FFFF}")
}
