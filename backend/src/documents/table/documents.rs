//! What a chart holds.

use crate::{
    in_chart::{Change, Enters, Within},
    stored::By,
};
use domain::documents::{DocumentKind, WrittenState};
use sea_orm::{
    Condition, DerivePartialModel, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "documents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub kind: By<DocumentKind>,
    pub title: String,
    pub author_id: Option<Uuid>,
    pub author_name: String,
    pub version: i32,
    pub content: Vec<u8>,
    pub written_at: DateTimeUtc,
    pub changed_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    pub finished_by: Option<Uuid>,
    /// The version before it.
    pub follows: Option<Uuid>,
    /// Which version of a plan it is. `version` counts the changes of its draft.
    pub edition: i32,
    /// The note below which it stands.
    pub amends: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A document without what it says.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Line {
    pub id: Uuid,
    pub kind: By<DocumentKind>,
    pub title: String,
    pub author_name: String,
    pub written_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    pub follows: Option<Uuid>,
    pub edition: i32,
    pub amends: Option<Uuid>,
}

impl From<&Model> for Line {
    fn from(row: &Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            title: row.title.clone(),
            author_name: row.author_name.clone(),
            written_at: row.written_at,
            finished_at: row.finished_at,
            follows: row.follows,
            edition: row.edition,
            amends: row.amends,
        }
    }
}

impl Line {
    pub fn written(&self) -> WrittenState {
        if self.finished_at.is_some() { WrittenState::Finished } else { WrittenState::Draft }
    }
}

/// Which of a chart's documents somebody reads.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub clinical: bool,
    pub billing: bool,
    /// Whose psychotherapy notes, among the clinical ones: one's own, or everybody's (`None`).
    pub psychotherapy_of: Option<Uuid>,
}

impl Reader {
    pub fn reads_nothing(self) -> bool {
        !self.clinical && !self.billing
    }

    pub fn reads(self, kind: DocumentKind, author: Option<Uuid>) -> bool {
        match kind {
            DocumentKind::PsychotherapyNote => self.clinical && self.psychotherapy_of.is_none_or(|own| author == Some(own)),
            kind if kind.is_billing() => self.billing || self.clinical,
            _ => self.clinical,
        }
    }

    /// The same rule, asked of the database, so that others' psychotherapy notes are not even counted.
    fn condition(self) -> Condition {
        let billing = Column::Kind.is_in(DocumentKind::ALL.into_iter().filter(|kind| kind.is_billing()).map(By));
        if !self.clinical {
            return Condition::all().add(billing).add(Expr::value(self.billing));
        }
        let psychotherapy = Column::Kind.eq(By(DocumentKind::PsychotherapyNote));
        match self.psychotherapy_of {
            None => Condition::all(),
            Some(own) => Condition::any().add(psychotherapy.not()).add(Column::AuthorId.eq(own)),
        }
    }
}

/// The newest documents of a chart, as far as this reader reads them.
pub async fn newest(chart: &impl Within, reader: Reader, many: u64) -> Result<Vec<Line>, DbErr> {
    chart
        .of::<Entity>()
        .filter(reader.condition())
        .order_by_desc(Column::WrittenAt)
        .order_by_desc(Column::Id)
        .limit(many)
        .into_partial_model::<Line>()
        .all(chart.db())
        .await
}

/// The version that follows, if it was begun.
pub async fn next_of(chart: &impl Within, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    chart.of::<Entity>().select_only().column(Column::Id).filter(Column::Follows.eq(id)).into_tuple().one(chart.db()).await
}

/// Which version follows which, of this chart's plans: the later one, and the one before.
pub async fn successions(chart: &impl Within) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let later = chart.of::<Entity>().filter(Column::Follows.is_not_null()).select_only();
    later.columns([Column::Id, Column::Follows]).into_tuple().all(chart.db()).await
}

/// What was added to a note, and signed: the oldest first.
pub async fn addenda_of(chart: &impl Within, id: Uuid) -> Result<Vec<Model>, DbErr> {
    let signed = chart.of::<Entity>().filter(Column::Amends.eq(id)).filter(Column::FinishedAt.is_not_null());
    signed.order_by_asc(Column::FinishedAt).order_by_asc(Column::Id).all(chart.db()).await
}

pub async fn titles(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<(Uuid, String)>, DbErr> {
    Entity::find().select_only().columns([Column::Id, Column::Title]).filter(Column::Id.is_in(ids)).into_tuple().all(db).await
}

/// Changes a draft, unless this version of it was changed or signed meanwhile.
pub async fn change_draft<A: Enters>(write: &Change<'_, A>, id: Uuid, version: i32, change: ActiveModel) -> Result<bool, DbErr> {
    let this = Condition::all().add(Column::Id.eq(id)).add(Column::Version.eq(version)).add(Column::FinishedAt.is_null());
    Ok(write.changed::<Entity>().set(change).filter(this).exec(write.db()).await?.rows_affected == 1)
}

/// The plan that was finished last.
pub async fn newest_plan(chart: &impl Within) -> Result<Option<Model>, DbErr> {
    let kinds: Vec<By<DocumentKind>> = DocumentKind::ALL.into_iter().filter(|kind| kind.takes_versions()).map(By).collect();
    let plans = chart.of::<Entity>().filter(Column::Kind.is_in(kinds)).filter(Column::FinishedAt.is_not_null());
    plans.order_by_desc(Column::FinishedAt).order_by_desc(Column::Id).limit(1).one(chart.db()).await
}
