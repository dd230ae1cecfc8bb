//! T16, T17, T46: every role at every door, from `doors.txt`. What comes of it is checked in as `matrix.txt`.

use crate::{
    doors::{Door, Things, chart_of, doors},
    house::{Answer, House, on_postgres},
};
use std::fmt::Write;

/// Whose roles are tried, by last name: one person for each role, and the supervisor's charts are the clinician's.
const STAFF: [(&str, &str); 7] = [
    ("Okafor", "Clinician, other charts"),
    ("Reyes", "Clinician of the chart, Supervisor"),
    ("Raman", "Intern, other charts"),
    ("Whitfield", "Practice Scheduler"),
    ("Brandt", "Biller"),
    ("Abara", "Clinical Administrator"),
    ("Vidal", "Practice Administrator"),
];

const CLIENTS: [(&str, &str); 2] = [("maya.lindqvist@example.com", "her own"), ("rosa.delgado@example.com", "another client's")];

/// Fields that no form has, each with a value that stands nowhere else.
const UNASKED: [(&str, &str); 10] = [
    ("id", "77777777-7777-4777-8777-777777777777"),
    ("chart_id", "77777777-7777-4777-8777-777777777777"),
    ("account_id", "77777777-7777-4777-8777-777777777777"),
    ("author_id", "77777777-7777-4777-8777-777777777777"),
    ("role", "unasked-canary"),
    ("roles", "unasked-canary"),
    ("status", "unasked-canary"),
    ("author_name", "unasked-canary"),
    ("signed_at", "2001-02-03T04:05:06Z"),
    ("finished_at", "2001-02-03T04:05:06Z"),
];

/// How a door answered: opened, refused what was said, not there, not allowed.
fn mark(answer: &Answer) -> char {
    match answer.status {
        303 if answer.header("location").ends_with("/not-yours") => '✘',
        200 | 303 => '✔',
        409 | 422 => '…',
        403 => '✘',
        404 => '–',
        401 => '○',
        other => panic!("{other}: {}", answer.text),
    }
}

/// Everybody knocks at every door, with fields that nobody asked for. Each call that gets an answer leaves one row.
#[tokio::test]
async fn every_role_at_every_door() {
    let mut table = String::from("✔ opened   … what was said is refused   – not there   ✘ not allowed   ○ sign in first\n");
    for (name, roles) in STAFF {
        let (house, lines) = staff_at_every_door(name, roles).await;
        table.push_str(&lines);
        nothing_unasked_was_taken(&house).await;
    }
    for (client, whose) in CLIENTS {
        let (house, lines) = client_at_every_door(client, whose).await;
        table.push_str(&lines);
        nothing_unasked_was_taken(&house).await;
    }
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(golden, &table).unwrap();
    }
    assert_eq!(table, include_str!("matrix.txt"), "UPDATE_GOLDEN=1 writes it anew: read what has changed");
}

/// The people whose work most doors are: on PostgreSQL every door opens as it does on SQLite.
#[tokio::test]
async fn the_right_people_at_every_door_of_postgres() {
    on_postgres(async {
        let golden = include_str!("matrix.txt");
        for (name, roles) in STAFF.into_iter().filter(|(name, _)| ["Reyes", "Vidal"].contains(name)) {
            let (_, lines) = staff_at_every_door(name, roles).await;
            assert!(golden.contains(&lines), "not as in matrix.txt: {lines}");
        }
        let (_, lines) = client_at_every_door(CLIENTS[0].0, CLIENTS[0].1).await;
        assert!(golden.contains(&lines), "not as in matrix.txt: {lines}");
    })
    .await;
}

async fn staff_at_every_door(name: &str, roles: &str) -> (House, String) {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let email = &cast.staff.iter().find(|member| member.name.split(',').next().unwrap().ends_with(name)).unwrap().email;
    let cookie = house.staff_cookie(email).await;
    let mut lines = format!("\n{name}: {roles}\n");
    for door in doors().into_iter().filter(|door| door.actor == "staff" && !door.path.ends_with("sign_out")) {
        let answer = knock(&house, &door, &maya, &cookie).await;
        writeln!(lines, "{} {}", mark(&answer), door.path).unwrap();
    }
    house.walks_the_trail().await;
    (house, lines)
}

async fn client_at_every_door(client: &str, whose: &str) -> (House, String) {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let cookie = house.client_cookie(client).await;
    let mut lines = format!("\n{client}: {whose}\n");
    for door in doors().into_iter().filter(|door| door.actor == "client") {
        let answer = knock(&house, &door, &maya, &cookie).await;
        writeln!(lines, "{} {}", mark(&answer), door.path).unwrap();
    }
    house.walks_the_trail().await;
    (house, lines)
}

async fn knock(house: &House, door: &Door, things: &Things, cookie: &str) -> Answer {
    let rows = house.audit_rows().await;
    let answer = house.knock(door.knock_with(things, &UNASKED).cookie(cookie)).await;
    let told = house.audit_rows().await - rows;
    // What is refused for what was said did not happen, and is told by nobody.
    let refused = matches!(mark(&answer), '…');
    assert!(told == i64::from(!refused) || door.path.starts_with("/api/own/"), "{} left {told} rows after {}", door.path, answer.status);
    answer
}

async fn nothing_unasked_was_taken(house: &House) {
    let contents = house.contents().await;
    for trace in ["unasked-canary", "77777777777747778777777777777777", "2001-02-03"] {
        assert!(!contents.contains(trace), "{trace} was taken");
    }
}
