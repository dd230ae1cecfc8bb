//! What of a conversation was filed to the chart.

use crate::in_chart::Within;
use sea_orm::{QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub conversation_id: Uuid,
    /// Of the whole, where there is none.
    pub message_id: Option<Uuid>,
    pub up_to: i32,
    pub document_id: Uuid,
    pub filed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// Everything that was filed from a conversation, the newest first.
pub async fn of_conversation(chart: &impl Within, conversation: Uuid) -> Result<Vec<Model>, DbErr> {
    let filed = chart.of::<Entity>().filter(Column::ConversationId.eq(conversation));
    filed.order_by_desc(Column::FiledAt).all(chart.db()).await
}

/// As which a document came to be.
pub async fn of_document(chart: &impl Within, document: Uuid) -> Result<Option<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::DocumentId.eq(document)).one(chart.db()).await
}
