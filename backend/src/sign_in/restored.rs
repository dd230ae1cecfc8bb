//! When time goes back, what was used, stopped or replaced since then stands open once more. All of it is ended.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Statement};

const SESSIONS: &str = "UPDATE sessions SET ended_at = $1 WHERE ended_at IS NULL";

/// Links to a new password; a second step that is about to be taken away, which its holder may have stopped; changes of an address.
const OTHERS: [&str; 3] = [
    "UPDATE keys SET replaced_at = $1 WHERE used_at IS NULL AND replaced_at IS NULL",
    "UPDATE factor_resets SET stopped_at = $1 WHERE stopped_at IS NULL AND done_at IS NULL",
    "UPDATE address_changes SET replaced_at = $1 WHERE done_at IS NULL AND replaced_at IS NULL",
];

/// Returns how many sessions were ended.
pub(crate) async fn end_everything(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let say = async |sql| {
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [now.into()]);
        Ok::<u64, DbErr>(db.execute_raw(statement).await?.rows_affected())
    };
    for sql in OTHERS {
        say(sql).await?;
    }
    say(SESSIONS).await
}
