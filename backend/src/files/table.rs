#![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

crate::in_chart::of_chart! { files by Id as "files" }

/// What people attached and uploaded.
pub mod files {
    use crate::{
        in_chart::{Change, Enters, Within},
        stored::By,
    };
    use domain::files::{FileKind, HeldBy};
    use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub chart_id: Uuid,
        pub kind: By<FileKind>,
        pub name: Vec<u8>,
        pub bytes: i64,
        pub sealed_sha256: Vec<u8>,
        pub data_key: Vec<u8>,
        pub preview_bytes: Option<i64>,
        pub uploaded_by_account: Option<Uuid>,
        pub uploaded_by_staff: Option<Uuid>,
        pub uploaded_at: DateTimeUtc,
        pub draft_id: Uuid,
        pub held_by: Option<By<HeldBy>>,
        pub held_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Who sent it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Uploader {
        Account(Uuid),
        Staff(Uuid),
    }

    impl Uploader {
        pub fn id(self) -> Uuid {
            match self {
                Self::Account(id) | Self::Staff(id) => id,
            }
        }

        fn is(self) -> Expr {
            match self {
                Self::Account(id) => Column::UploadedByAccount.eq(id),
                Self::Staff(id) => Column::UploadedByStaff.eq(id),
            }
        }
    }

    impl Model {
        pub fn is_of(&self, who: Uploader) -> bool {
            match who {
                Uploader::Account(id) => self.uploaded_by_account == Some(id),
                Uploader::Staff(id) => self.uploaded_by_staff == Some(id),
            }
        }
    }

    /// What waits of this person for that message or document, in the order in which it came.
    pub async fn of_draft(chart: &impl Within, draft: Uuid, who: Uploader) -> Result<Vec<Model>, DbErr> {
        let waiting = chart.of::<Entity>().filter(Column::DraftId.eq(draft)).filter(Column::HeldBy.is_null()).filter(who.is());
        waiting.order_by_asc(Column::UploadedAt).order_by_asc(Column::Id).all(chart.db()).await
    }

    /// How many wait of this person, in whatever chart.
    pub async fn count_waiting(db: &impl ConnectionTrait, who: Uploader) -> Result<i64, DbErr> {
        let waiting = Entity::find().select_only().expr(Column::Id.count()).filter(who.is()).filter(Column::HeldBy.is_null());
        Ok(waiting.into_tuple().one(db).await?.unwrap_or_default())
    }

    /// What these hold.
    pub async fn held(chart: &impl Within, by: HeldBy, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
        let held = chart.of::<Entity>().filter(Column::HeldId.is_in(ids)).filter(Column::HeldBy.eq(By(by)));
        held.order_by_asc(Column::UploadedAt).order_by_asc(Column::Id).all(chart.db()).await
    }

    /// They wait no longer.
    pub async fn take<A: Enters>(write: &Change<'_, A>, ids: Vec<Uuid>, by: HeldBy, id: Uuid) -> Result<(), DbErr> {
        let these = write.changed::<Entity>().filter(Column::Id.is_in(ids)).filter(Column::HeldBy.is_null());
        these.col_expr(Column::HeldBy, Expr::value(By(by))).col_expr(Column::HeldId, Expr::value(id)).exec(write.db()).await?;
        Ok(())
    }

    /// Others hold them from now on.
    pub async fn hand_on<A: Enters>(write: &Change<'_, A>, ids: Vec<Uuid>, from: HeldBy, by: HeldBy, id: Uuid) -> Result<(), DbErr> {
        let these = write.changed::<Entity>().filter(Column::Id.is_in(ids)).filter(Column::HeldBy.eq(By(from)));
        these.col_expr(Column::HeldBy, Expr::value(By(by))).col_expr(Column::HeldId, Expr::value(id)).exec(write.db()).await?;
        Ok(())
    }

    /// Forgets one that waits. `false` where it is gone or taken.
    pub async fn forget<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<bool, DbErr> {
        let this = Entity::delete_many().filter(Column::ChartId.eq(write.chart())).filter(Column::Id.eq(id));
        Ok(this.filter(Column::HeldBy.is_null()).exec(write.db()).await?.rows_affected == 1)
    }

    /// What has waited since before then: the charts, and the files in them.
    pub async fn waiting_since(db: &impl ConnectionTrait, before: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
        let waiting = Entity::find().select_only().columns([Column::ChartId, Column::Id]);
        let old = waiting.filter(Column::HeldBy.is_null()).filter(Column::UploadedAt.lt(before));
        old.order_by_asc(Column::UploadedAt).limit(many).into_tuple().all(db).await
    }

    /// The ids that begin with this byte, and whether each has a preview.
    pub async fn on_shelf(db: &impl ConnectionTrait, number: u8) -> Result<Vec<(Uuid, bool)>, DbErr> {
        let mut ends = [[0; 16], [0xFF; 16]];
        ends.iter_mut().for_each(|end| end[0] = number);
        let ids = Entity::find().select_only().column(Column::Id).expr(Column::PreviewBytes.is_not_null());
        let [from, to] = ends.map(Uuid::from_bytes);
        let mut found: Vec<(Uuid, bool)> = ids.filter(Column::Id.between(from, to)).into_tuple().all(db).await?;
        found.extend(super::practice_files::between(db, from, to).await?.into_iter().map(|id| (id, false)));
        Ok(found)
    }

    pub async fn is_there(db: &impl ConnectionTrait, id: Uuid) -> Result<bool, DbErr> {
        Ok(Entity::find_by_id(id).one(db).await?.is_some() || super::practice_files::by_id(db, id).await?.is_some())
    }
}

/// What belongs to the practice itself, and to no chart.
pub mod practice_files {
    use crate::stored::By;
    use domain::files::FileKind;
    use sea_orm::{QuerySelect, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "practice_files")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: By<FileKind>,
        pub name: Vec<u8>,
        pub bytes: i64,
        pub sealed_sha256: Vec<u8>,
        pub data_key: Vec<u8>,
        pub uploaded_by: Uuid,
        pub uploaded_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}

    pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
        Entity::find_by_id(id).one(db).await
    }

    pub async fn remove(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
        Entity::delete_by_id(id).exec(db).await?;
        Ok(())
    }

    pub async fn between(db: &impl ConnectionTrait, from: Uuid, to: Uuid) -> Result<Vec<Uuid>, DbErr> {
        Entity::find().select_only().column(Column::Id).filter(Column::Id.between(from, to)).into_tuple().all(db).await
    }
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(chart: &impl crate::in_chart::Within) -> Result<(), sea_orm::DbErr> {
    use files::Uploader;
    let id = chart.chart();
    for who in [Uploader::Account(id), Uploader::Staff(id)] {
        files::of_draft(chart, id, who).await?;
        files::count_waiting(chart.db(), who).await?;
    }
    files::held(chart, domain::files::HeldBy::Message, vec![id]).await?;
    files::waiting_since(chart.db(), chrono::DateTime::UNIX_EPOCH, 100).await?;
    files::on_shelf(chart.db(), 7).await?;
    Ok(())
}
