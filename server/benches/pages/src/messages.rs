//! How the Inbox, a conversation and the portal's list grow with what was ever written.

use crate::{Outcome, People, Practice, free_address, growth, load, start};
use sqlx::{Connection, SqliteConnection, query_scalar, sqlite::SqliteConnectOptions};
use std::path::Path;
use tokio::process::Command;

/// Asked by somebody who reads everything.
const OFFICE: [(&str, &str); 9] = [
    ("Inbox, mine", "/office/inbox?whose=mine&shown=open"),
    ("Inbox, team", "/office/inbox?whose=team&shown=open"),
    ("Inbox, unassigned", "/office/inbox?whose=unassigned&shown=open"),
    ("Inbox, mine, unread", "/office/inbox?whose=mine&shown=unread"),
    ("Inbox, team, unread", "/office/inbox?whose=team&shown=unread"),
    ("Inbox, mine, closed", "/office/inbox?whose=mine&shown=closed"),
    ("Inbox, team, closed", "/office/inbox?whose=team&shown=closed"),
    ("a conversation in the office", ""),
    ("a search in the Inbox (up to 2,000 messages are opened)", "/office/inbox?q=zzyzx"),
];
/// By a client who writes much.
const PORTAL: [(&str, &str); 4] = [
    ("the portal's Dashboard", "/"),
    ("the portal's Messages", "/messages"),
    ("a conversation in the portal", ""),
    ("a search in the portal (up to 2,000 messages are opened)", "/messages?q=zzyzx"),
];

pub async fn measure(program: &str, practices: &[Practice<'_>]) -> Outcome<()> {
    let mut times = Vec::new();
    for practice in practices {
        times.push(of_practice(program, practice).await?);
    }
    growth::print("messages", practices, OFFICE.iter().chain(&PORTAL).map(|(name, _)| (*name).to_owned()), &times);
    println!("\nIn brackets how large the page is: a list that is fuller takes longer to draw.");
    Ok(())
}

async fn of_practice(program: &str, practice: &Practice<'_>) -> Outcome<Vec<load::Alone>> {
    let longest = longest(practice.data).await?;
    let address = free_address().await?;
    let mut anteroom = Command::new(program);
    anteroom.args(["serve", "--listen", &address.to_string(), "--data"]).arg(practice.data);
    let mut running = start(anteroom, address, "/readyz").await?;
    let office = load::sign_in(address, "/api/visitor/sign_in_staff", &People::login(practice.cast, "staff", "Ruth Abara")?).await?;
    let portal = load::sign_in(address, "/api/visitor/sign_in", &People::login(practice.cast, "accounts", "Maya Lindqvist")?).await?;
    let mut times = Vec::new();
    for (lines, cookie, conversation) in
        [(&OFFICE[..], office, format!("/office/inbox/{longest}")), (&PORTAL[..], portal, format!("/messages/{longest}"))]
    {
        for (_, path) in lines {
            times.push(load::alone(address, if path.is_empty() { &conversation } else { path }, &cookie).await?);
        }
    }
    running.kill().await?;
    Ok(times)
}

/// The longest conversation of Maya's with who treats her: it fills its page.
pub async fn longest(data: &Path) -> Outcome<String> {
    let mut db = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(data.join("anteroom.db"))).await?;
    let found = query_scalar(
        "SELECT lower(hex(conversations.id)) FROM conversations JOIN charts ON charts.id = chart_id
            WHERE first_name = 'Maya' AND last_name = 'Lindqvist' AND audience = 'clinical' AND closed_at IS NULL ORDER BY newest DESC LIMIT 1",
    );
    let id: String = found.fetch_one(&mut db).await?;
    db.close().await?;
    let parts: Vec<&str> = [0..8, 8..12, 12..16, 16..20, 20..32].into_iter().filter_map(|range| id.get(range)).collect();
    Ok(parts.join("-"))
}
