//! From what one begins to write: the practice's, or one's own.

use crate::stored::By;
use domain::documents::DocumentKind;
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note_templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub staff_id: Option<Uuid>,
    pub kind: By<DocumentKind>,
    pub name: String,
    /// Heading and text of each section, as JSON.
    pub sections: String,
    pub changed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

fn is_whose(owner: Option<Uuid>) -> Condition {
    Condition::all().add(owner.map_or_else(|| Column::StaffId.is_null(), |owner| Column::StaffId.eq(owner)))
}

/// One's own, or the practice's.
pub async fn of(db: &impl ConnectionTrait, owner: Option<Uuid>, many: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(is_whose(owner)).order_by_asc(Column::Name).order_by_asc(Column::Id).limit(many).all(db).await
}

/// Those from which somebody may choose: the practice's, and their own.
pub async fn for_member(db: &impl ConnectionTrait, member: Uuid, many: u64) -> Result<Vec<Model>, DbErr> {
    let theirs = Condition::any().add(is_whose(None)).add(is_whose(Some(member)));
    Entity::find().filter(theirs).order_by_asc(Column::Name).order_by_asc(Column::Id).limit(many).all(db).await
}

/// `false` where there is none of them.
pub async fn forget(db: &impl ConnectionTrait, owner: Option<Uuid>, id: Uuid) -> Result<bool, DbErr> {
    Ok(Entity::delete_many().filter(is_whose(owner)).filter(Column::Id.eq(id)).exec(db).await?.rows_affected == 1)
}
