//! What staff say among themselves.

use crate::in_chart::Within;
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation_notes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub chart_id: Uuid,
    pub after_number: i32,
    pub staff_id: Uuid,
    pub from_name: String,
    pub body: Vec<u8>,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// Those that stand below messages from that number up to that one, in the order in which they were written.
pub async fn of_conversation(chart: &impl Within, conversation: Uuid, from: i32, to: i32) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::ConversationId.eq(conversation)).filter(Column::AfterNumber.between(from, to));
    rows.order_by_asc(Column::AfterNumber).order_by_asc(Column::At).limit(super::messages::COUNTED).all(chart.db()).await
}
