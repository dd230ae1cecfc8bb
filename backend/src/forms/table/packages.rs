//! Forms that are sent in one act.

/// A package, by its name.
pub mod form_packages {
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_packages")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub title: String,
        pub due_days: Option<i32>,
        pub changed_at: DateTimeUtc,
        pub changed_by: Option<Uuid>,
        pub archived_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        pub fn days(&self) -> Option<u16> {
            self.due_days.and_then(|days| u16::try_from(days).ok())
        }
    }

    pub async fn all(db: &impl ConnectionTrait, many: u64) -> Result<Vec<Model>, DbErr> {
        Entity::find().order_by_asc(Column::Title).order_by_asc(Column::Id).limit(many).all(db).await
    }

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    /// The package, held until the change ends.
    pub async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).lock_exclusive().one(db).await
    }
}

/// What is in it, in its order.
pub mod form_package_items {
    use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_package_items")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub package_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub form_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// The forms of each of these packages, package and form, in their order.
    pub async fn of_each(db: &impl ConnectionTrait, packages: Vec<Uuid>) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
        let these = Entity::find().filter(Column::PackageId.is_in(packages)).order_by_asc(Column::Place);
        these.select_only().columns([Column::PackageId, Column::FormId]).into_tuple().all(db).await
    }

    pub async fn of(db: &impl ConnectionTrait, package: Uuid) -> Result<Vec<Uuid>, DbErr> {
        Ok(of_each(db, vec![package]).await?.into_iter().map(|(_, form)| form).collect())
    }

    /// These, in place of what was in it.
    pub async fn put(db: &impl ConnectionTrait, package: Uuid, forms: &[Uuid]) -> Result<(), DbErr> {
        Entity::delete_many().filter(Column::PackageId.eq(package)).exec(db).await?;
        let rows = (1..).zip(forms).map(|(place, form)| ActiveModel { package_id: Set(package), place: Set(place), form_id: Set(*form) });
        Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
    }
}
