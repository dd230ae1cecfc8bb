//! Streams over real connections: what is told, from where on, and until when.
#![allow(clippy::disallowed_methods, reason = "looks at the program that is under test")]

mod wire;

use crate::{
    doors::chart_of,
    house::{House, get, post},
    process::{anteroom, end, port, serve},
};
use chrono::TimeDelta;
use std::time::{Duration, Instant};
use wire::Wire;

const MAYA: &str = "maya.lindqvist@example.com";
const ROSA: &str = "rosa.delgado@example.com";

/// What has ended is over by then.
const IN_TIME: Duration = Duration::from_secs(5);
const SOON: Duration = Duration::from_secs(2);

/// Elena hands Maya her plan, or takes it back.
async fn elena(house: &House, chart: &str, does: &str) {
    let id = house.text("SELECT hex(id) FROM documents WHERE title = 'Treatment plan, November 2026' AND chart_id = (SELECT id FROM charts WHERE first_name = 'Maya')").await.unwrap();
    let cookie = house.staff_cookie("elena.reyes@harborstreet.example").await;
    let fields = [("chart", chart), ("document", id.as_str()), ("action", "share_to_sign")];
    let answer = house.knock(post(&format!("/api/staff/documents/{does}"), &fields).cookie(&cookie).by_a_program()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn each_client_is_told_their_own_and_nothing_else() {
    let (house, cast) = House::with_cast().await;
    let at = house.over_sockets().await;
    let mut maya = Wire::open(at, "/events", &house.client_cookie(MAYA).await, "").await;
    let mut rosa = Wire::open(at, "/events", &house.client_cookie(ROSA).await, "").await;
    for wire in [&mut maya, &mut rosa] {
        assert!(wire.says("retry: 2000", SOON).await, "{}", wire.text);
        let head = wire.text.to_lowercase();
        for line in ["http/1.1 200", "content-type: text/event-stream", "cache-control: no-store", "x-accel-buffering: no", "nosniff"] {
            assert!(head.contains(line), "{line}: {head}");
        }
    }
    elena(&house, &chart_of(&cast, "Maya"), "share").await;
    assert!(maya.says("event: document_shared", SOON).await, "{}", maya.text);
    assert!(maya.says("\n\n", SOON).await);
    let data = maya.text.lines().find(|line| line.starts_with("data:") && line.contains("document_shared")).unwrap();
    let told: std::collections::BTreeMap<String, String> = serde_json::from_str(data.trim_start_matches("data:")).unwrap();
    assert_eq!(told.keys().map(String::as_str).collect::<Vec<_>>(), ["grant", "kind", "subject"]);
    assert!(!rosa.says("event:", SOON).await, "{}", rosa.text);
}

#[tokio::test]
async fn a_browser_goes_on_after_the_last_that_it_was_told() {
    let (house, cast) = House::with_cast().await;
    let (at, chart, cookie) = (house.over_sockets().await, chart_of(&cast, "Maya"), house.client_cookie(MAYA).await);
    let mark = |page: &str| page.split("data-after=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let shown = mark(&house.knock(get("/").cookie(&cookie)).await.text);
    elena(&house, &chart, "share").await;
    // What came between the page and the stream.
    let mut first = Wire::open(at, &format!("/events?after={shown}"), &cookie, "").await;
    assert!(first.says("event: document_shared", SOON).await, "{}", first.text);
    assert!(first.says("\n\n", SOON).await);
    let last = first.last_id();
    drop(first);
    elena(&house, &chart, "unshare").await;
    let mut again = Wire::open(at, &format!("/events?after={shown}"), &cookie, &format!("Last-Event-ID: {last}\r\n")).await;
    assert!(again.says("event: document_taken_back", SOON).await, "{}", again.text);
    assert!(!again.text.contains("document_shared"), "{}", again.text);
    assert_eq!(again.text.matches("document_taken_back").count(), 2, "its kind and its data, once: {}", again.text);
    let mut lost = Wire::open(at, "/events", &cookie, "Last-Event-ID: 999999\r\n").await;
    assert!(lost.says("event: reset", SOON).await, "{}", lost.text);
    let page = house.knock(get("/office").cookie(&house.staff_cookie("elena.reyes@harborstreet.example").await)).await.text;
    assert!(page.contains("data-live=\"/office/events\"") && mark(&page).parse::<i64>().is_ok());
    assert!(!house.knock(get("/login")).await.text.contains("data-live"));
}

/// T12: a page of another site is told nothing, whatever its reader's browser brings along.
#[tokio::test]
async fn other_sites_hear_nothing() {
    let (house, _) = House::with_cast().await;
    let cookie = format!("{}; {}", house.client_cookie(MAYA).await, house.staff_cookie("elena.reyes@harborstreet.example").await);
    for path in ["/events", "/office/events"] {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://portal.example.com"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
        ] {
            assert_eq!(house.knock(get(path).cookie(&cookie).header(name, value)).await.status, 403, "{path} {name}: {value}");
        }
        for (name, value) in [("origin", "https://portal.example.com"), ("sec-fetch-site", "same-origin"), ("accept", "text/event-stream")]
        {
            assert_eq!(house.knock(get(path).cookie(&cookie).header(name, value)).await.status, 200, "{path} {name}: {value}");
        }
        assert_eq!(house.knock(post(path, &[]).cookie(&cookie)).await.status, 405);
    }
    // Neither side's cookie opens the other's stream.
    let (client, staff) = cookie.split_once("; ").unwrap();
    for (path, other) in [("/office/events", client), ("/events", staff), ("/events", ""), ("/office/events", "")] {
        let answer = house.knock(get(path).cookie(other)).await;
        assert_eq!((answer.status, answer.header("content-type")), (401, "application/json"), "{path}");
    }
}

/// T10, T11
#[tokio::test]
async fn listening_and_counting_keep_no_session_alive() {
    let (house, _) = House::with_cast().await;
    let (at, maya, rosa) = (house.over_sockets().await, house.client_cookie(MAYA).await, house.client_cookie(ROSA).await);
    let mut wire = Wire::open(at, "/events", &maya, "").await;
    let mut left = Wire::open(at, "/events", &rosa, "").await;
    assert!(wire.says("id:", SOON).await && left.says("id:", SOON).await);
    let rows = house.audit_rows().await;
    house.hands.shift(TimeDelta::minutes(19));
    let counted = house.knock(post("/api/client/home/counts", &[]).cookie(&maya).by_a_program()).await;
    assert_eq!(counted.status, 200, "{}", counted.text);
    assert!(counted.text.contains("\"unread\":") && counted.text.contains("\"to_sign\":"), "{}", counted.text);
    assert_eq!(house.audit_rows().await, rows, "nobody did anything");
    house.walks_the_trail().await;
    let began = Instant::now();
    house.knock(post("/api/client/sign_out", &[]).cookie(&rosa)).await;
    house.hands.shift(TimeDelta::minutes(1));
    assert!(wire.closes(IN_TIME).await && left.closes(IN_TIME.saturating_sub(began.elapsed())).await);
    assert_eq!(house.knock(get("/events").cookie(&maya)).await.status, 401);
}

/// A supervisor waits for the process, and browsers come again to the next one.
#[test]
fn streams_end_in_good_order_when_the_process_is_told_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    assert!(anteroom(folder.path(), &["seed", "--demo"]).output().unwrap().status.success());
    let port = port();
    let child = serve(folder.path(), port);
    let (ended, stopped) = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let cookie = wire::sign_in(port, MAYA).await;
        let mut wires = Vec::new();
        for _ in 0..3 {
            let mut wire = Wire::at_port(port, "/events", &cookie, "").await;
            assert!(wire.says("id:", SOON).await, "{}", wire.text);
            wires.push(wire);
        }
        let began = Instant::now();
        let stopping = tokio::task::spawn_blocking(move || end(child));
        let mut ended = true;
        for wire in &mut wires {
            ended &= wire.closes(SOON).await && wire.text.ends_with("0\r\n\r\n");
        }
        let (fine, log) = stopping.await.unwrap();
        assert!(fine && log.trim_end().ends_with("closed") && !log.contains("did not finish"), "{log}");
        (ended, began.elapsed())
    });
    assert!(ended, "each stream is told its end");
    assert!(stopped < IN_TIME, "{stopped:?}");
}
