//! Signatures: append-only, chained, one under each place of a share.

use crate::in_chart::Within;
use sea_orm::{DerivePartialModel, QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signatures")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub id: Uuid,
    pub share_id: Uuid,
    pub document_id: Uuid,
    pub chart_id: Uuid,
    /// Whose it is: somebody with a portal account, or a member of staff.
    pub account_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
    /// Who was asked. Of forms nobody was.
    pub signer_id: Option<Uuid>,
    pub place: i32,
    pub record: Vec<u8>,
    pub ink: Vec<u8>,
    pub pdf: Vec<u8>,
    pub pdf_sha256: Vec<u8>,
    pub signer_name: String,
    pub signed_at: DateTimeUtc,
    pub previous_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who signed what, and when.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Line {
    pub share_id: Uuid,
    pub signer_name: String,
    pub signed_at: DateTimeUtc,
}

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Link {
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// The mark and what is known of it, without the paper.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Mark {
    pub id: Uuid,
    pub record: Vec<u8>,
    pub ink: Vec<u8>,
    pub hash: Vec<u8>,
}

/// The signed paper.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Paper {
    pub id: Uuid,
    pub pdf: Vec<u8>,
    pub pdf_sha256: Vec<u8>,
}

pub async fn end(db: &impl ConnectionTrait) -> Result<Option<Link>, DbErr> {
    Entity::find().order_by_desc(Column::Seq).limit(1).into_partial_model::<Link>().one(db).await
}

pub async fn lines_of(chart: &impl Within, shares: impl IntoIterator<Item = Uuid>) -> Result<Vec<Line>, DbErr> {
    let of = chart.of::<Entity>().filter(Column::ShareId.is_in(shares)).order_by_asc(Column::Seq);
    of.into_partial_model::<Line>().all(chart.db()).await
}

/// Those under a share, in their order.
pub async fn marks_of(chart: &impl Within, share: Uuid) -> Result<Vec<Mark>, DbErr> {
    let of = chart.of::<Entity>().filter(Column::ShareId.eq(share)).order_by_asc(Column::Seq);
    of.into_partial_model::<Mark>().all(chart.db()).await
}

/// The paper of the last of them: it carries all.
pub async fn paper_of(chart: &impl Within, share: Uuid) -> Result<Option<Paper>, DbErr> {
    let of = chart.of::<Entity>().filter(Column::ShareId.eq(share)).order_by_desc(Column::Seq).limit(1);
    of.into_partial_model::<Paper>().one(chart.db()).await
}

/// The signature whose paper this very file is.
pub async fn by_paper(db: &impl ConnectionTrait, sha256: &[u8]) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::PdfSha256.eq(sha256.to_vec())).order_by_asc(Column::Seq).limit(1).one(db).await
}

/// The links of those under a share that were there before that one, in their order: what it was over, beside the words.
pub async fn links_before(db: &impl ConnectionTrait, share: Uuid, seq: i64) -> Result<Vec<Vec<u8>>, DbErr> {
    let before = Entity::find().filter(Column::ShareId.eq(share)).filter(Column::Seq.lt(seq)).order_by_asc(Column::Seq);
    before.select_only().column(Column::Hash).into_tuple().all(db).await
}

/// The signed papers of a share.
pub async fn papers_under(db: &impl ConnectionTrait, share: Uuid) -> Result<Vec<Paper>, DbErr> {
    Entity::find().filter(Column::ShareId.eq(share)).into_partial_model::<Paper>().all(db).await
}

/// Whether there is one under a share.
pub async fn is_under(db: &impl ConnectionTrait, share: Uuid) -> Result<bool, DbErr> {
    Ok(Entity::find().filter(Column::ShareId.eq(share)).count(db).await? > 0)
}

/// Which of those who were asked have one.
pub async fn among_signers(db: &impl ConnectionTrait, signers: Vec<Uuid>) -> Result<Vec<Option<Uuid>>, DbErr> {
    Entity::find().select_only().column(Column::SignerId).filter(Column::SignerId.is_in(signers)).into_tuple().all(db).await
}

/// The signatures after `seq`, in order, at most `many`.
pub async fn after(db: &impl ConnectionTrait, seq: i64, many: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Seq.gt(seq)).order_by_asc(Column::Seq).limit(many).all(db).await
}
