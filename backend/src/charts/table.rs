#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod chart_phones;
pub mod charts;
pub mod search;
pub mod words;

crate::in_chart::of_chart! {
    care_team by StaffId as "charts.care_team",
    chart_emails by Id as "charts.email",
    chart_contacts by ContactId as "invites.contact",
    chart_phones by Id as "charts.phone",
}

/// What is empty is not known.
pub fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

pub mod care_team {
    use crate::in_chart::Within;
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
    pub async fn all(chart: &impl Within) -> Result<Vec<Uuid>, DbErr> {
        Ok(chart.of::<Entity>().all(chart.db()).await?.into_iter().map(|row| row.staff_id).collect())
    }

    /// In the care team of which of these charts one of these people is.
    pub async fn with_any(db: &impl ConnectionTrait, charts: &[Uuid], people: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
        let these = Entity::find().filter(Column::ChartId.is_in(charts.to_vec())).filter(Column::StaffId.is_in(people.to_vec()));
        Ok(these.all(db).await?.into_iter().map(|row| row.chart_id).collect())
    }
}

pub mod chart_emails {
    use crate::{in_chart::Within, stored::By};
    use domain::charts::{EmailAddress, EmailKind};
    use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*, sea_query::SelectStatement};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "chart_emails")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub kind: By<EmailKind>,
        pub address: String,
        pub address_key: String,
        pub added_at: DateTimeUtc,
        pub added_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// An address, as it was written.
    pub fn row(id: Uuid, chart: Uuid, kind: EmailKind, email: &EmailAddress, added_at: DateTimeUtc, added_by: Option<Uuid>) -> ActiveModel {
        ActiveModel {
            id: Set(id),
            chart_id: Set(chart),
            kind: Set(By(kind)),
            address: Set(email.to_string()),
            address_key: Set(email.key()),
            added_at: Set(added_at),
            added_by: Set(added_by),
        }
    }

    /// A client can have many addresses, and a statement takes so many values.
    pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
        for rows in rows.chunks(1_000) {
            Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
        }
        Ok(())
    }

    pub async fn remove_of(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::ChartId.is_in(charts)).exec(db).await?;
        Ok(())
    }

    /// The charts with an address that begins like this, by its key.
    pub(super) fn charts_with(key: &str) -> SelectStatement {
        let begins = super::charts::begins(Column::AddressKey, key);
        Entity::find().select_only().column(Column::ChartId).filter(begins).into_query()
    }

    /// The addresses of a chart, in the order in which they were added.
    pub async fn all(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
        chart.of::<Entity>().order_by_asc(Column::AddedAt).order_by_asc(Column::Id).all(chart.db()).await
    }

    pub async fn of_charts(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::ChartId.is_in(charts)).order_by_asc(Column::AddedAt).order_by_asc(Column::Id).all(db).await
    }
}

pub mod contacts {
    use domain::charts::folded;
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
        pub organization: Option<String>,
        pub search_name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// By which somebody is found: last name, first name, folded.
    pub fn search_name(first_name: &str, last_name: &str) -> String {
        format!("{}, {}", folded(last_name), folded(first_name))
    }

    pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
        if !rows.is_empty() {
            Entity::insert_many(rows).exec_without_returning(db).await?;
        }
        Ok(())
    }

    pub async fn by_ids(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = Uuid>) -> Result<Vec<Model>, DbErr> {
        Entity::find().filter(Column::Id.is_in(ids)).all(db).await
    }
}

pub mod chart_contacts {
    use super::contacts;
    use crate::{in_chart::Within, stored::By};
    use domain::information::PersonKind;
    use sea_orm::{ActiveValue::Set, Condition, JoinType, QueryOrder, QuerySelect, entity::prelude::*, sea_query::OnConflict};
    use std::collections::HashMap;

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
        pub kind: By<PersonKind>,
        pub emergency: bool,
        /// Since when they are no longer around this client. What they signed and wrote still names them.
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
        if !rows.is_empty() {
            Entity::insert_many(rows).exec_without_returning(db).await?;
        }
        Ok(())
    }

    /// Somebody is no longer around this client.
    pub async fn remove_one(chart: &impl Within, person: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
        let gone = ActiveModel { chart_id: Set(chart.chart()), contact_id: Set(person), removed_at: Set(Some(now)), ..Default::default() };
        gone.update(chart.db()).await?;
        Ok(())
    }

    /// Somebody is around this client, or is again.
    pub async fn put(db: &impl ConnectionTrait, link: ActiveModel) -> Result<(), DbErr> {
        let again = OnConflict::columns([Column::ChartId, Column::ContactId])
            .update_columns([Column::Relationship, Column::Kind, Column::Emergency, Column::AddedAt, Column::RemovedAt])
            .to_owned();
        Entity::insert(link).on_conflict(again).exec_without_returning(db).await?;
        Ok(())
    }

    /// How many other charts name each of the people of this one.
    pub async fn elsewhere(chart: &impl Within, people: Vec<Uuid>) -> Result<HashMap<Uuid, u64>, DbErr> {
        let others = Entity::find().select_only().column(Column::ContactId).column_as(Column::ChartId.count(), "charts");
        let others = others.filter(Column::ContactId.is_in(people)).filter(Column::ChartId.ne(chart.chart()));
        let others = others.filter(Column::RemovedAt.is_null()).group_by(Column::ContactId);
        let counted: Vec<(Uuid, i64)> = others.into_tuple().all(chart.db()).await?;
        Ok(counted.into_iter().map(|(id, charts)| (id, charts.unsigned_abs())).collect())
    }

    pub async fn remove_of(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::ChartId.is_in(charts)).exec(db).await?;
        Ok(())
    }

    /// The people around a client, with how they are related.
    pub async fn all(chart: &impl Within) -> Result<Vec<(contacts::Model, Model)>, DbErr> {
        let links = chart.of::<Entity>().filter(Column::RemovedAt.is_null()).order_by_asc(Column::AddedAt).all(chart.db()).await?;
        people_of(chart.db(), links).await
    }

    /// Those who ever were.
    pub async fn ever(chart: &impl Within) -> Result<Vec<(contacts::Model, Model)>, DbErr> {
        let links = chart.of::<Entity>().order_by_asc(Column::AddedAt).all(chart.db()).await?;
        people_of(chart.db(), links).await
    }

    /// Somebody of this name in other charts of these clinicians (or of everybody), each with one of those charts and its number.
    pub async fn known(
        db: &impl ConnectionTrait,
        clinicians: Option<&[Uuid]>,
        search_name: &str,
        many: u64,
    ) -> Result<Vec<(Uuid, Uuid, i64)>, DbErr> {
        use super::charts;
        Entity::find()
            .select_only()
            .column(Column::ContactId)
            .column(Column::ChartId)
            .column(charts::Column::Number)
            .join(JoinType::InnerJoin, Entity::belongs_to(contacts::Entity).from(Column::ContactId).to(contacts::Column::Id).into())
            .join(JoinType::InnerJoin, Entity::belongs_to(charts::Entity).from(Column::ChartId).to(charts::Column::Id).into())
            .filter(contacts::Column::SearchName.eq(search_name))
            .filter(Column::RemovedAt.is_null())
            .filter(charts::here())
            .filter(Condition::all().add_option(clinicians.map(charts::of_clinicians)))
            .order_by_asc(charts::Column::Number)
            .limit(many)
            .into_tuple()
            .all(db)
            .await
    }

    /// One of them, for who has not entered the chart yet.
    pub async fn one(db: &impl ConnectionTrait, chart: Uuid, contact: Uuid) -> Result<Option<(contacts::Model, Model)>, DbErr> {
        let link = Entity::find_by_id((chart, contact)).all(db).await?;
        Ok(people_of(db, link).await?.pop())
    }

    async fn people_of(db: &impl ConnectionTrait, links: Vec<Model>) -> Result<Vec<(contacts::Model, Model)>, DbErr> {
        let people = contacts::by_ids(db, links.iter().map(|link| link.contact_id)).await?;
        Ok(links
            .into_iter()
            .filter_map(|link| {
                let person = people.iter().find(|person| person.id == link.contact_id)?;
                Some((person.clone(), link))
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
