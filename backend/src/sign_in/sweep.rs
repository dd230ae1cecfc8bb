//! What is long over of signing in, and is forgotten.

use super::{factors::table::devices, passkeys::table::ceremonies, sessions, table, throttle};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbErr};

/// A browser that was not seen for so long is no longer known.
const DEVICES_KEPT: Duration = Duration::days(400);

#[derive(Clone, Copy)]
pub(crate) enum Old {
    Sessions,
    Tries,
    Ceremonies,
    Devices,
}

/// Forgets so many rows at most. Returns how many went.
pub(crate) async fn forget_some(db: &impl ConnectionTrait, old: Old, now: DateTime<Utc>, many: u64) -> Result<u64, DbErr> {
    match old {
        Old::Sessions => table::sessions::forget_before(db, now - sessions::KEPT, many).await,
        Old::Tries => table::throttles::forget_before(db, now - throttle::KEPT, many).await,
        Old::Ceremonies => ceremonies::forget_before(db, now, many).await,
        Old::Devices => devices::forget_before(db, now - DEVICES_KEPT, many).await,
    }
}

/// What is asked all day.
#[cfg(test)]
pub(crate) async fn ask_all_day(db: &impl ConnectionTrait, id: uuid::Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    use domain::sign_in::Side;
    for side in [Side::Portal, Side::Office] {
        table::sessions::living(db, side, id).await?;
        table::sessions::end_others(db, side, id, &[], now).await?;
    }
    table::sessions::end_of_account(db, id, now).await?;
    table::sessions::end_of_staff(db, id, now).await?;
    for old in [Old::Sessions, Old::Tries, Old::Ceremonies, Old::Devices] {
        forget_some(db, old, now, 100).await?;
    }
    Ok(())
}
