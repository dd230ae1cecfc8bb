//! How SQLite finds rows: what is asked all day is looked up in an index, and no table is walked through from one end to the other.

use super::{Db, Durability};
use crate::{
    drafts,
    messages::table::messages,
    notices::table::mails,
    once,
    sign_in::{
        ceremonies, devices,
        table::{sessions, throttles},
    },
};
use chrono::{DateTime, Utc};
use domain::sign_in::Side;
use migration::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement, prelude::async_trait};
use sea_orm_migration::MigratorTrait;
use std::sync::Mutex;
use uuid::Uuid;

/// Has each statement explained before it is executed.
struct Explained {
    db: DatabaseConnection,
    plan: Mutex<Vec<String>>,
}

impl Explained {
    async fn explain(&self, said: &Statement) -> Result<(), DbErr> {
        let explained = Statement { sql: format!("EXPLAIN QUERY PLAN {}", said.sql), ..said.clone() };
        for step in self.db.query_all_raw(explained).await? {
            let step: String = step.try_get("", "detail")?;
            self.plan.lock().unwrap().push(step);
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Explained {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, said: Statement) -> Result<ExecResult, DbErr> {
        self.explain(&said).await?;
        self.db.execute_raw(said).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.db.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, said: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.explain(&said).await?;
        self.db.query_one_raw(said).await
    }

    async fn query_all_raw(&self, said: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.explain(&said).await?;
        self.db.query_all_raw(said).await
    }
}

#[tokio::test]
async fn what_is_asked_all_day_walks_through_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("anteroom.db").display()), Durability::OfTests).await.unwrap();
    Migrator::up(db.writer(), None).await.unwrap();
    let explained = Explained { db: db.writer().clone(), plan: Mutex::default() };
    ask(&explained, Uuid::nil(), DateTime::UNIX_EPOCH).await.unwrap();
    let plan = explained.plan.into_inner().unwrap();
    assert!(plan.iter().any(|step| step.starts_with("SEARCH mails USING INDEX mails_chart")), "{plan:#?}");
    let walks: Vec<&String> = plan.iter().filter(|step| step.starts_with("SCAN")).collect();
    assert!(walks.is_empty(), "{walks:#?}");
}

async fn ask(db: &Explained, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    mails::of_account(db, id, "reset").await?;
    mails::of_grant(db, id, "restored").await?;
    mails::of_invite(db, id).await?;
    mails::newest_of_staff(db, id).await?;
    mails::waiting_of_chart(db, id).await?;
    for side in [Side::Portal, Side::Office] {
        sessions::living(db, side, id).await?;
        sessions::end_others(db, side, id, &[], now).await?;
    }
    sessions::end_of_account(db, id, now).await?;
    sessions::end_of_staff(db, id, now).await?;
    messages::count_unread(db, id).await?;
    messages::count_unread_of_each(db, id).await?;
    messages::unread_in(db, id, 2).await?;
    messages::unread_from(db, id, 50).await?;
    sessions::forget_before(db, now, 100).await?;
    throttles::forget_before(db, now, 100).await?;
    drafts::table::forget_before(db, now, 100).await?;
    once::table::by_key(db, &[0; 32]).await?;
    once::table::forget_before(db, now, 100).await?;
    ceremonies::forget_before(db, now, 100).await?;
    devices::forget_before(db, now, 100).await?;
    Ok(())
}
