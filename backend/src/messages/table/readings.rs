//! How far somebody has read: a line each time that they read further.

use super::{conversations, messages};
use crate::in_chart::{Change, Enters, Within};
use sea_orm::{
    JoinType, QueryOrder, QuerySelect, QueryTrait, Set,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Func},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "readings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub chart_id: Uuid,
    pub account_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
    pub number: i32,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// An account, and since when it reads along: what was said before is not news.
    Account {
        id: Uuid,
        since: Option<DateTimeUtc>,
    },
    Member {
        id: Uuid,
    },
}

impl Reader {
    fn mine(self) -> Expr {
        match self {
            Self::Account { id, .. } => Column::AccountId.eq(id),
            Self::Member { id } => Column::StaffId.eq(id),
        }
    }

    /// The number up to which they have read the conversation of the row that is asked for.
    fn place(self) -> Expr {
        let read = Entity::find()
            .select_only()
            .column_as(Column::Number.max(), "number")
            .filter(Expr::col((Entity, Column::ConversationId)).equals((conversations::Entity, conversations::Column::Id)))
            .filter(self.mine())
            .into_query();
        Func::coalesce([Expr::SubQuery(None, Box::new(read.into())), Expr::value(0)]).into()
    }

    /// A conversation holds something that they have not read. For staff, what a colleague has answered since is no news.
    pub fn has_unread(self) -> Expr {
        let column = |column: conversations::Column| Expr::col((conversations::Entity, column));
        match self {
            Self::Account { since, .. } => {
                let newer = column(conversations::Column::NewestOfPractice).gt(self.place());
                let newer = newer.and(column(conversations::Column::NewestOfPractice).gt(0));
                match since {
                    Some(since) => newer.and(column(conversations::Column::LatestAt).gte(since)),
                    None => newer,
                }
            }
            Self::Member { .. } => {
                let of_client = column(conversations::Column::NewestOfClient);
                let answered = of_client.clone().gt(column(conversations::Column::NewestOfPractice));
                answered.and(of_client.gt(self.place()))
            }
        }
    }

    /// A message of such a conversation is one of those.
    pub fn not_read(self) -> Expr {
        let column = |column: messages::Column| Expr::col((messages::Entity, column));
        let newer = column(messages::Column::Number).gt(self.place());
        match self {
            Self::Account { since, .. } => {
                let of_practice = column(messages::Column::FromStaffId).is_not_null();
                let newer = newer.and(of_practice).and(column(messages::Column::SettledAt).is_null());
                match since {
                    Some(since) => newer.and(column(messages::Column::SentAt).gte(since)),
                    None => newer,
                }
            }
            Self::Member { .. } => {
                let of_client = column(messages::Column::FromAccountId).is_not_null();
                let answered = Expr::col((conversations::Entity, conversations::Column::NewestOfPractice));
                newer.and(of_client).and(column(messages::Column::Number).gt(answered))
            }
        }
    }
}

/// Up to which number they have read a conversation.
pub async fn up_to(within: &impl Within, conversation: Uuid, reader: Reader) -> Result<i32, DbErr> {
    let rows = within.of::<Entity>().filter(Column::ConversationId.eq(conversation)).filter(reader.mine());
    let read: Option<Option<i32>> = rows.select_only().column_as(Column::Number.max(), "number").into_tuple().one(within.db()).await?;
    Ok(read.flatten().unwrap_or_default())
}

/// They have read up to there.
pub async fn read<A: Enters>(write: &Change<'_, A>, id: Uuid, conversation: Uuid, reader: Reader, number: i32) -> Result<(), DbErr> {
    let (account_id, staff_id) = match reader {
        Reader::Account { id, .. } => (Some(id), None),
        Reader::Member { id } => (None, Some(id)),
    };
    let row = ActiveModel {
        id: Set(id),
        conversation_id: Set(conversation),
        chart_id: Set(write.chart()),
        account_id: Set(account_id),
        staff_id: Set(staff_id),
        number: Set(number),
        at: Set(write.at()),
    };
    row.insert(write.db()).await.map(drop)
}

/// Who read from that number on, in the order in which they did.
pub async fn of_conversation(within: &impl Within, conversation: Uuid, from: i32) -> Result<Vec<Model>, DbErr> {
    let rows = within.of::<Entity>().filter(Column::ConversationId.eq(conversation)).filter(Column::Number.gte(from));
    rows.order_by_asc(Column::At).order_by_asc(Column::Number).limit(messages::COUNTED).all(within.db()).await
}

/// In how many conversations of each of these announcements somebody of the client's side has read.
pub async fn of_announcements(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, DbErr> {
    let whole = Entity::belongs_to(conversations::Entity).from(Column::ConversationId).to(conversations::Column::Id);
    let rows = Entity::find().join(JoinType::InnerJoin, whole.into()).filter(Column::AccountId.is_not_null());
    let rows = rows.filter(conversations::Column::AnnouncementId.is_in(ids.iter().copied())).select_only();
    let many = Expr::col((Entity, Column::ConversationId)).count_distinct();
    let rows = rows.column(conversations::Column::AnnouncementId).column_as(many, "many");
    rows.group_by(conversations::Column::AnnouncementId).into_tuple().all(db).await
}

/// Puts in what was made up, so many at once as a statement takes.
pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    for rows in rows.chunks(super::IN_A_STATEMENT) {
        Entity::insert_many(rows.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}
