//! Words that are written often: the practice's, which are nobody's in particular, and one's own.

use sea_orm::{entity::prelude::*, sea_query::ExprTrait};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quick_texts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub staff_id: Option<Uuid>,
    pub title: String,
    pub words: String,
    pub changed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

fn is_of(owner: Option<Uuid>) -> Expr {
    match owner {
        Some(member) => Column::StaffId.eq(member),
        None => Column::StaffId.is_null(),
    }
}

pub async fn of(db: &impl ConnectionTrait, owner: Option<Uuid>) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(is_of(owner)).all(db).await
}

/// The practice's, and this member's own.
pub async fn for_member(db: &impl ConnectionTrait, member: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(is_of(None).or(is_of(Some(member)))).all(db).await
}

/// Takes one away, if it is there.
pub async fn forget(db: &impl ConnectionTrait, owner: Option<Uuid>, id: Uuid) -> Result<bool, DbErr> {
    let this = Entity::delete_many().filter(Column::Id.eq(id)).filter(is_of(owner));
    Ok(this.exec(db).await?.rows_affected == 1)
}
