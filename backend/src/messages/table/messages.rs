//! What was written.

use super::{conversations, readings::Reader};
use crate::in_chart::{Change, Enters, Within};
use sea_orm::{JoinType, QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub chart_id: Uuid,
    pub number: i32,
    pub from_staff_id: Option<Uuid>,
    pub from_account_id: Option<Uuid>,
    pub from_name: String,
    pub body: Vec<u8>,
    pub share_id: Option<Uuid>,
    pub sent_at: DateTimeUtc,
    pub settled_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// The newest messages of a conversation before that number, oldest first.
pub async fn of_conversation(chart: &impl Within, conversation: Uuid, before: Option<i32>, many: u64) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::ConversationId.eq(conversation));
    let rows = match before {
        Some(number) => rows.filter(Column::Number.lt(number)),
        None => rows,
    };
    let newest = rows.order_by_desc(Column::Number).limit(many).all(chart.db()).await?;
    Ok(newest.into_iter().rev().collect())
}

/// Everything that was written in these conversations, the newest first: of what somebody may read.
pub async fn of_these(db: &impl ConnectionTrait, conversations: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
    let these = Entity::find().filter(Column::ConversationId.is_in(conversations));
    these.order_by_asc(Column::ConversationId).order_by_desc(Column::Number).all(db).await
}

/// The message of that number.
pub async fn of_number(chart: &impl Within, conversation: Uuid, number: u32) -> Result<Option<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::ConversationId.eq(conversation));
    rows.filter(Column::Number.eq(i64::from(number))).one(chart.db()).await
}

/// What stands unread for this reader: conversation and sender of each message. It begins at the chart's conversations, which are few
/// beside its messages.
pub async fn unread(chart: &impl Within, reader: Reader) -> Result<Vec<(Uuid, String, Option<Uuid>)>, DbErr> {
    let rows = chart.of::<conversations::Entity>().select_only();
    let rows = rows.column(Column::ConversationId).column(Column::FromName).column(Column::ShareId);
    let written = conversations::Entity::belongs_to(Entity).from(conversations::Column::Id).to(Column::ConversationId);
    let rows = rows.join(JoinType::InnerJoin, written.into()).filter(reader.has_unread()).filter(reader.not_read());
    rows.order_by_asc(Column::FromName).limit(COUNTED).into_tuple().all(chart.db()).await
}

/// Nobody counts unread messages further than this.
pub const COUNTED: u64 = 1_000;

/// What a message asked for was done.
pub async fn answered<A: Enters>(write: &Change<'_, A>, share: Uuid) -> Result<(), DbErr> {
    let these = write.changed::<Entity>().filter(Column::ShareId.eq(share)).filter(Column::SettledAt.is_null());
    these.col_expr(Column::SettledAt, Expr::value(write.at())).exec(write.db()).await.map(drop)
}

/// Who of the practice has written in a conversation of late, the last one last.
pub async fn writers(chart: &impl Within, conversation: Uuid, many: usize) -> Result<Vec<String>, DbErr> {
    let rows = chart.of::<Entity>().select_only().column(Column::FromStaffId).column(Column::FromName);
    let rows = rows.filter(Column::ConversationId.eq(conversation)).order_by_desc(Column::Number).limit(OF_LATE);
    let mut names: Vec<String> = Vec::new();
    for (staff, name) in rows.into_tuple::<(Option<Uuid>, String)>().all(chart.db()).await? {
        if staff.is_some() && names.len() < many && !names.contains(&name) {
            names.push(name);
        }
    }
    names.reverse();
    Ok(names)
}

/// So many messages are looked at for that: a conversation may be of thousands.
const OF_LATE: u64 = 200;

/// Puts in what was made up, so many at once as a statement takes.
pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    for rows in rows.chunks(super::IN_A_STATEMENT) {
        Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}
