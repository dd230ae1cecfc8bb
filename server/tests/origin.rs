//! T12: what changes something was sent by a page of this very origin.

use crate::house::{House, Knock, get, post};

fn sign_in() -> Knock {
    post("/api/visitor/sign_in", &[("email", "maya@example.com"), ("password", "wrong"), ("next", "")])
}

#[tokio::test]
async fn foreign_pages_change_nothing() {
    let house = House::empty().await;
    let before = house.audit_rows().await;
    for door in ["/api/visitor/sign_in", "/api/visitor/sign_in_staff", "/api/staff/charts/create", "/api/client/sign_out"] {
        for origin in [
            "null",
            "https://evil.example",
            "https://sibling.example.com",
            "https://example.com",
            "http://portal.example.com",
            "https://portal.example.com:8443",
            "https://portal.example.com.evil.example",
            "https://portal.example.com/",
            "",
        ] {
            for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json"] {
                for accept in ["text/html", "application/json"] {
                    let knock = post(door, &[("email", "a"), ("password", "b"), ("next", "")]);
                    let answer = house.knock(knock.header("origin", origin).header("content-type", kind).header("accept", accept)).await;
                    assert_eq!(answer.status, 403, "{door} {origin} {kind}");
                }
            }
        }
    }
    assert_eq!(house.audit_rows().await, before);
    house.walks_the_trail().await;
}

#[tokio::test]
async fn without_an_origin_nothing_is_changed() {
    let house = House::empty().await;
    let before = house.audit_rows().await;
    assert_eq!(house.knock(sign_in().without("origin")).await.status, 403);
    assert_eq!(house.knock(sign_in().without("origin").header("sec-fetch-site", "same-origin")).await.status, 403);
    assert_eq!(house.knock(sign_in().header("sec-fetch-site", "cross-site")).await.status, 403);
    assert_eq!(house.knock(sign_in().header("sec-fetch-site", "same-site")).await.status, 403);
    assert_eq!(house.knock(sign_in().and("origin", "https://evil.example").and("origin", "https://portal.example.com")).await.status, 400);
    assert_eq!(house.audit_rows().await, before);
    house.walks_the_trail().await;
}

#[tokio::test]
async fn our_own_pages_are_heard() {
    let house = House::empty().await;
    let before = house.audit_rows().await;
    assert_eq!(house.knock(sign_in()).await.status, 303);
    assert_eq!(house.knock(sign_in().header("sec-fetch-site", "same-origin").by_a_program()).await.status, 401);
    assert!(house.audit_rows().await > before);
    house.walks_the_trail().await;
}

#[tokio::test]
async fn on_this_machine_the_origin_has_the_host_that_was_asked_for() {
    let house = House::at("http://localhost:3000").await;
    for host in ["localhost:3000", "127.0.0.1:41234", "[::1]:3000"] {
        let ours = format!("http://{host}");
        assert_eq!(house.knock(sign_in().header("host", host).header("origin", &ours)).await.status, 303, "{host}");
        assert_eq!(house.knock(sign_in().header("host", host).header("origin", "http://localhost:1")).await.status, 403, "{host}");
        assert_eq!(
            house.knock(sign_in().header("host", host).header("origin", &ours.replace("http:", "https:"))).await.status,
            403,
            "{host}"
        );
    }
}

#[tokio::test]
async fn nothing_changes_by_reading() {
    let house = House::empty().await;
    let before = house.audit_rows().await;
    let functions: Vec<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    assert!(functions.len() > 2);
    for path in functions {
        for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            let answer = house.knock(get(path).by(method)).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), "POST");
        }
    }
    assert_eq!(house.audit_rows().await, before);
    house.walks_the_trail().await;
}

#[tokio::test]
async fn pages_are_only_read() {
    let house = House::empty().await;
    for path in ["/", "/login", "/office", "/healthz", "/pkg/portal.0123456789ab.css", "/no/such/page", "/api", "/documents/1/download"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            let answer = house.knock(get(path).by(method)).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), "GET, HEAD");
        }
    }
}
