//! How the Calendar, a chart's Appointments and the search for a free time grow with what was ever booked.

use crate::{Outcome, People, Practice, free_address, growth, load, start};
use sqlx::{Connection, SqliteConnection, query, query_scalar, sqlite::SqliteConnectOptions};
use std::path::Path;
use tokio::process::Command;

/// Asked by somebody who sees every calendar.
const OFFICE: [(&str, &str); 3] = [
    ("Calendar, a week of one", "/office/calendar?view=week"),
    ("Calendar, a day as a list", "/office/calendar?view=list"),
    ("Appointment History", "/office/calendar/history"),
];
/// By a client with as much behind them as the others together.
const PORTAL: [(&str, &str); 3] = [
    ("the portal's Appointments", "/appointments"),
    ("the portal's Appointment History", "/appointments/history"),
    ("Choose a day and a time", ""),
];

pub async fn measure(program: &str, practices: &[Practice<'_>]) -> Outcome<()> {
    let mut times = Vec::new();
    for practice in practices {
        let many: u64 = practice.name.replace(',', "").parse()?;
        let step = fill(practice.data, many).await?;
        times.push(of_practice(program, practice, &step).await?);
    }
    growth::print("appointments", practices, OFFICE.iter().chain(&PORTAL).map(|(name, _)| (*name).to_owned()), &times);
    Ok(())
}

async fn of_practice(program: &str, practice: &Practice<'_>, step: &str) -> Outcome<Vec<load::Alone>> {
    let address = free_address().await?;
    let mut anteroom = Command::new(program);
    anteroom.args(["serve", "--listen", &address.to_string(), "--data"]).arg(practice.data);
    let mut running = start(anteroom, address, "/readyz").await?;
    let office = load::sign_in(address, "/api/visitor/sign_in_staff", &People::login(practice.cast, "staff", "Ruth Abara")?).await?;
    let portal = load::sign_in(address, "/api/visitor/sign_in", &People::login(practice.cast, "accounts", "Maya Lindqvist")?).await?;
    let mut times = Vec::new();
    for (lines, cookie) in [(&OFFICE[..], office), (&PORTAL[..], portal)] {
        for (_, path) in lines {
            times.push(load::alone(address, if path.is_empty() { step } else { path }, &cookie).await?);
        }
    }
    running.kill().await?;
    Ok(times)
}

/// Puts in copies of what the cast had, over some twenty years before it, until there are so many. Says where one chooses a time.
async fn fill(data: &Path, many: u64) -> Outcome<String> {
    let mut db = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(data.join("anteroom.db"))).await?;
    let there: i64 = query_scalar("SELECT count(*) FROM appointments").fetch_one(&mut db).await?;
    let copies = many.saturating_sub(there as u64).div_ceil(there as u64);
    query(
        "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ?1),
            moved AS (SELECT *, '-' || (30 + n % 7300) || ' days' AS back FROM appointments, copy WHERE replaces_id IS NULL)
         INSERT INTO appointments (id, chart_id, staff_id, type_id, site_id, kind, starts_at, ends_at, busy_from, busy_to, state,
            version, sequence, created_at, created_by_staff, created_by_account)
         SELECT randomblob(16), chart_id, staff_id, type_id, site_id, kind,
            strftime('%Y-%m-%dT%H:%M:%S+00:00', starts_at, back), strftime('%Y-%m-%dT%H:%M:%S+00:00', ends_at, back),
            strftime('%Y-%m-%dT%H:%M:%S+00:00', busy_from, back), strftime('%Y-%m-%dT%H:%M:%S+00:00', busy_to, back), 'completed',
            version, sequence, created_at, created_by_staff, created_by_account FROM moved LIMIT ?2",
    )
    .bind(copies as i64 * 2)
    .bind(many.saturating_sub(there as u64) as i64)
    .execute(&mut db)
    .await?;
    let found = query_scalar("SELECT lower(hex(id)) FROM appointment_types WHERE name LIKE 'Individual%'");
    let id: String = found.fetch_one(&mut db).await?;
    let staff = query_scalar("SELECT lower(hex(id)) FROM staff WHERE last_name = 'Reyes'");
    let staff: String = staff.fetch_one(&mut db).await?;
    db.close().await?;
    let dashed = |id: &str| [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| id[range].to_owned()).join("-");
    Ok(format!("/appointments/book?type={}&kind=video&with={}", dashed(&id), dashed(&staff)))
}
