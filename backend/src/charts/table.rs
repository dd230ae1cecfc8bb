#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod charts {
    use crate::{dates, error::Error};
    use chrono::NaiveDate;
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
        /// A whole address, by its key.
        Email(String),
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
            Search::Email(key) => {
                let with_address = Query::select()
                    .column(super::chart_emails::Column::ChartId)
                    .from(super::chart_emails::Entity)
                    .and_where(super::chart_emails::Column::AddressKey.eq(key))
                    .to_owned();
                Condition::all().add(Column::Id.in_subquery(with_address))
            }
        })
    }

    /// A range instead of LIKE: the index serves it on both databases, and nothing typed is a wildcard.
    fn begins(column: Column, text: &str) -> SimpleExpr {
        column.gte(text).and(column.lt(format!("{text}\u{10FFFF}")))
    }
}

pub mod care_team {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "care_team")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chart_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub staff_id: Uuid,
        pub since: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Who is in the care team besides the primary clinician.
    pub async fn of_chart(db: &impl ConnectionTrait, chart: Uuid) -> Result<Vec<Uuid>, DbErr> {
        Ok(Entity::find().filter(Column::ChartId.eq(chart)).all(db).await?.into_iter().map(|row| row.staff_id).collect())
    }

    pub async fn has_any(db: &impl ConnectionTrait, chart: Uuid, people: &[Uuid]) -> Result<bool, DbErr> {
        let found = Entity::find().filter(Column::ChartId.eq(chart)).filter(Column::StaffId.is_in(people.to_vec())).one(db).await?;
        Ok(found.is_some())
    }

    /// Whether they were in it.
    pub async fn remove(db: &impl ConnectionTrait, chart: Uuid, member: Uuid) -> Result<bool, DbErr> {
        Ok(Entity::delete_by_id((chart, member)).exec(db).await?.rows_affected > 0)
    }
}

pub mod chart_emails {
    use sea_orm::{QueryOrder, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "chart_emails")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub kind: String,
        pub address: String,
        pub address_key: String,
        pub added_at: DateTimeUtc,
        pub added_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
        if !rows.is_empty() {
            Entity::insert_many(rows).exec_without_returning(db).await?;
        }
        Ok(())
    }

    pub async fn remove_of(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::ChartId.is_in(charts)).exec(db).await?;
        Ok(())
    }

    /// The addresses of a chart, in the order in which they were added.
    pub async fn of_chart(db: &impl ConnectionTrait, chart: Uuid) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::ChartId.eq(chart)).order_by_asc(Column::AddedAt).order_by_asc(Column::Id).all(db).await
    }

    pub async fn of_charts(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::ChartId.is_in(charts)).order_by_asc(Column::AddedAt).order_by_asc(Column::Id).all(db).await
    }

    pub async fn by_id(db: &impl ConnectionTrait, chart: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).filter(Column::ChartId.eq(chart)).one(db).await
    }
}

pub mod contacts {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contacts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub first_name: String,
        pub last_name: String,
        pub email: Option<String>,
        pub email_key: Option<String>,
        pub phone: Option<String>,
        pub added_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
        if !rows.is_empty() {
            Entity::insert_many(rows).exec_without_returning(db).await?;
        }
        Ok(())
    }

    impl Model {
        pub fn full_name(&self) -> String {
            format!("{} {}", self.first_name, self.last_name)
        }
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }
}

pub mod chart_contacts {
    use super::contacts;
    use sea_orm::{QueryOrder, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "chart_contacts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chart_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact_id: Uuid,
        pub relationship: String,
        pub added_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
        if !rows.is_empty() {
            Entity::insert_many(rows).exec_without_returning(db).await?;
        }
        Ok(())
    }

    pub async fn remove_of(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::ChartId.is_in(charts)).exec(db).await?;
        Ok(())
    }

    /// The people around a client, with how they are related.
    pub async fn of_chart(db: &impl ConnectionTrait, chart: Uuid) -> Result<Vec<(contacts::Model, String)>, DbErr> {
        let links = Entity::find().filter(Column::ChartId.eq(chart)).order_by_asc(Column::AddedAt).all(db).await?;
        let people = contacts::Entity::find()
            .filter(contacts::Column::Id.is_in(links.iter().map(|link| link.contact_id).collect::<Vec<_>>()))
            .all(db)
            .await?;
        Ok(links
            .into_iter()
            .filter_map(|link| {
                let person = people.iter().find(|person| person.id == link.contact_id)?;
                Some((person.clone(), link.relationship))
            })
            .collect())
    }
}

/// Lists of clients that were moved in.
pub mod imports {
    use sea_orm::{entity::prelude::*, sea_query::Expr};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub began_at: DateTimeUtc,
        pub switched_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// One that was broken off.
    pub async fn broken(db: &impl ConnectionTrait) -> Result<Option<Model>, DbErr> {
        Entity::find().filter(Column::SwitchedAt.is_null()).one(db).await
    }

    /// From now on everybody sees its charts.
    pub async fn switch(db: &impl ConnectionTrait, id: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        Entity::update_many().col_expr(Column::SwitchedAt, Expr::value(now)).filter(Column::Id.eq(id)).exec(db).await?;
        Ok(())
    }

    pub async fn remove(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
        Entity::delete_by_id(id).exec(db).await?;
        Ok(())
    }
}
