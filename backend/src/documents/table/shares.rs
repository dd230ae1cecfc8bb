//! Frozen versions, as they were handed to the client.

use crate::{
    in_chart::{Change, Enters, Within},
    stored::By,
};
use domain::documents::{DocumentKind, ShareState, standing as standing_at};
use sea_orm::{
    Condition, DerivePartialModel, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shares")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub document_id: Uuid,
    pub chart_id: Uuid,
    pub version: i32,
    pub kind: By<DocumentKind>,
    pub title: String,
    pub author_name: String,
    pub frozen: Vec<u8>,
    pub frozen_sha256: Vec<u8>,
    pub state: By<ShareState>,
    pub shared_at: DateTimeUtc,
    pub shared_by: Uuid,
    pub opened_at: Option<DateTimeUtc>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub declined_at: Option<DateTimeUtc>,
    pub decline_reason: Option<Vec<u8>>,
    pub replaces: Option<Uuid>,
    pub due_on: Option<String>,
    pub expires_at: Option<DateTimeUtc>,
    pub expired_at: Option<DateTimeUtc>,
    pub edition: i32,
}

impl Model {
    /// How it stands at that moment.
    pub fn standing(&self, now: DateTimeUtc) -> ShareState {
        standing_at(self.state.0, self.expires_at, now)
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// A share without what it says.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Line {
    pub id: Uuid,
    pub document_id: Uuid,
    pub kind: By<DocumentKind>,
    pub title: String,
    pub author_name: String,
    pub state: By<ShareState>,
    pub shared_at: DateTimeUtc,
    pub opened_at: Option<DateTimeUtc>,
    pub declined_at: Option<DateTimeUtc>,
    pub due_on: Option<String>,
    pub expires_at: Option<DateTimeUtc>,
    pub edition: i32,
}

impl Line {
    /// How it stands at that moment.
    pub fn standing(&self, now: DateTimeUtc) -> ShareState {
        standing_at(self.state.0, self.expires_at, now)
    }
}

impl From<&Model> for Line {
    fn from(row: &Model) -> Self {
        Self {
            id: row.id,
            document_id: row.document_id,
            kind: row.kind,
            title: row.title.clone(),
            author_name: row.author_name.clone(),
            state: row.state,
            shared_at: row.shared_at,
            opened_at: row.opened_at,
            declined_at: row.declined_at,
            due_on: row.due_on.clone(),
            expires_at: row.expires_at,
            edition: row.edition,
        }
    }
}

fn is_live() -> Expr {
    Column::State.ne(By(ShareState::Withdrawn))
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// A share of this chart. Where it was taken back for a newer one, the newer one.
pub async fn standing(chart: &impl Within, id: Uuid) -> Result<Option<Model>, DbErr> {
    let mut found = chart.find::<Entity>(id).await?;
    while let Some(row) = &found
        && row.state.0 == ShareState::Withdrawn
    {
        found = chart.of::<Entity>().filter(Column::Replaces.eq(row.id)).one(chart.db()).await?;
    }
    Ok(found)
}

/// What lies before the client, newest first.
pub async fn live(chart: &impl Within, many: u64) -> Result<Vec<Line>, DbErr> {
    chart
        .of::<Entity>()
        .filter(is_live())
        .order_by_desc(Column::SharedAt)
        .order_by_desc(Column::Id)
        .limit(many)
        .into_partial_model::<Line>()
        .all(chart.db())
        .await
}

/// The one share of each of these documents that was not taken back.
pub async fn live_of(chart: &impl Within, documents: impl IntoIterator<Item = Uuid>) -> Result<Vec<Line>, DbErr> {
    let these = chart.of::<Entity>().filter(Column::DocumentId.is_in(documents)).filter(is_live());
    these.into_partial_model::<Line>().all(chart.db()).await
}

/// The same, of one document, with what it says.
pub async fn live_of_document(chart: &impl Within, document: Uuid) -> Result<Option<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::DocumentId.eq(document)).filter(is_live()).one(chart.db()).await
}

/// Why somebody declined, sealed.
pub async fn declined_because<A: Enters>(write: &Change<'_, A>, id: Uuid, reason: Vec<u8>) -> Result<(), DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id));
    this.col_expr(Column::DeclineReason, Expr::value(reason)).exec(write.db()).await.map(drop)
}

/// These shares, for the messages that link them.
pub async fn by_ids(chart: &impl Within, ids: impl IntoIterator<Item = Uuid>) -> Result<Vec<Line>, DbErr> {
    chart.of::<Entity>().filter(Column::Id.is_in(ids)).into_partial_model::<Line>().all(chart.db()).await
}

/// The client has it before their eyes: from now on it stays shared. `false` where it was taken back just before.
pub async fn opened<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<bool, DbErr> {
    let first = Expr::col(Column::OpenedAt).if_null(Expr::value(write.at()));
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(is_live());
    Ok(this.col_expr(Column::OpenedAt, first).exec(write.db()).await?.rows_affected == 1)
}

/// Moves a share on, if it still stands where it was. The loser of a race is told so.
pub async fn moved<A: Enters>(write: &Change<'_, A>, id: Uuid, from: ShareState, change: ActiveModel) -> Result<bool, DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::State.eq(By(from)));
    Ok(this.set(change).exec(write.db()).await?.rows_affected == 1)
}

/// Takes a share back, unless somebody opened it meanwhile.
pub async fn withdrawn_unopened<A: Enters>(write: &Change<'_, A>, id: Uuid, change: ActiveModel) -> Result<bool, DbErr> {
    let open = [ShareState::Open, ShareState::AwaitingSignature].map(By);
    let this = write.changed::<Entity>().filter(Column::Id.eq(id));
    let unopened = this.filter(Column::State.is_in(open)).filter(Column::OpenedAt.is_null());
    Ok(unopened.set(change).exec(write.db()).await?.rows_affected == 1)
}

/// The shares that count as signed, a page at a time.
pub async fn signed_after(db: &impl ConnectionTrait, id: Uuid, many: u64) -> Result<Vec<Uuid>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(By(ShareState::Signed)))
        .filter(Column::Id.gt(id))
        .order_by_asc(Column::Id)
        .limit(many)
        .into_tuple()
        .all(db)
        .await
}

/// Of what is awaited of it, it is noted once that it cannot be signed any more.
pub async fn expired<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<bool, DbErr> {
    let awaited = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::State.eq(By(ShareState::AwaitingSignature)));
    let over = awaited.filter(Column::ExpiresAt.lte(write.at())).filter(Column::ExpiredAt.is_null());
    Ok(over.col_expr(Column::ExpiredAt, Expr::value(write.at())).exec(write.db()).await?.rows_affected == 1)
}

/// Those of which that has to be noted: chart and share.
pub async fn over(db: &impl ConnectionTrait, now: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let awaited = Entity::find().filter(Column::State.eq(By(ShareState::AwaitingSignature)));
    let over = awaited.filter(Column::ExpiresAt.lte(now)).filter(Column::ExpiredAt.is_null());
    over.select_only().columns([Column::ChartId, Column::Id]).limit(many).into_tuple().all(db).await
}

/// What waits for a signature and has a due date, not past its last day: a page of it, by id.
pub async fn due(db: &impl ConnectionTrait, now: DateTimeUtc, after: Uuid, many: u64) -> Result<Vec<DueLine>, DbErr> {
    let awaited = Entity::find().filter(Column::State.eq(By(ShareState::AwaitingSignature))).filter(Column::Id.gt(after));
    let awaited = awaited.filter(Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(now)));
    awaited.filter(Column::DueOn.is_not_null()).order_by_asc(Column::Id).limit(many).into_partial_model::<DueLine>().all(db).await
}

/// Something that is due, without what it says.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct DueLine {
    pub id: Uuid,
    pub chart_id: Uuid,
    pub due_on: Option<String>,
}

/// Whether anything was shared since that moment.
pub async fn any_since(chart: &impl Within, since: DateTimeUtc) -> Result<bool, DbErr> {
    Ok(chart.of::<Entity>().filter(Column::SharedAt.gte(since)).limit(1).count(chart.db()).await? > 0)
}
