//! T13, T29: every answer carries its headers, whoever gave it.

use crate::house::{House, Knock, PORTAL, get, post};

/// One answer of each kind.
fn every_kind() -> Vec<(&'static str, Knock, u16)> {
    vec![
        ("page", get("/login"), 200),
        ("office page", get("/office/login"), 200),
        ("page that is not there", get("/no/such/page"), 404),
        ("office page that is not there", get("/office/no/such/page"), 404),
        ("file", get("/pkg/portal.0123456789ab.css"), 200),
        ("file that is not there", get("/messages/x.css"), 404),
        ("health", get("/healthz"), 200),
        ("readiness", get("/readyz"), 200),
        ("download", get("/documents/0190b6a0-0000-4000-8000-000000000000/download"), 303),
        ("office download", get("/office/charts/1/documents/2/download"), 303),
        ("unknown function", post("/api/visitor/no_such_thing", &[]).by_a_program(), 404),
        ("refused form", post("/api/visitor/sign_in", &[]), 303),
        ("refused call", post("/api/visitor/sign_in", &[]).by_a_program(), 422),
        ("too much", post("/api/visitor/sign_in", &[]).body("x".repeat(2 << 20)), 413),
        ("wrong method", get("/login").by("DELETE"), 405),
        ("function by GET", get("/api/visitor/sign_in"), 405),
        ("unreadable address", get("/%ff"), 400),
        ("foreign page", post("/api/visitor/sign_in", &[]).header("origin", "https://evil.example"), 403),
        ("other host", get("/login").header("host", "evil.example"), 421),
        ("headers too large", get("/login").header("cookie", &"x".repeat(40_000)), 431),
    ]
}

#[tokio::test]
async fn every_answer_carries_the_guarding_headers() {
    let house = House::empty().await;
    for (kind, knock, status) in every_kind() {
        let answer = house.knock(knock).await;
        assert_eq!(answer.status, status, "{kind}: {}", answer.text);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.all(name), [value], "{kind}: {name}");
        }
        assert!(answer.header("strict-transport-security").starts_with("max-age="), "{kind}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{kind}");
        assert_eq!(answer.all("content-security-policy").len(), 1, "{kind}");
        assert!(!answer.header("x-request-id").is_empty(), "{kind}");
        assert_eq!(answer.header("server"), "", "{kind}");
    }
}

#[tokio::test]
async fn the_content_policy_knows_a_page_s_script_by_its_nonce_alone() {
    let house = House::empty().await;
    let mut nonces = Vec::new();
    for page in ["/login", "/office/login", "/no/such/page", "/login"] {
        let answer = house.knock(get(page)).await;
        let policy = answer.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect(page).to_owned();
        assert!(nonce.len() >= 22, "{nonce}");
        assert!(answer.text.contains(&format!("nonce=\"{nonce}\"")), "{page}");
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 4, "no nonce comes twice");
}

#[tokio::test]
async fn the_content_policy_lets_nothing_in_from_elsewhere() {
    let house = House::empty().await;
    for (kind, knock, _) in every_kind() {
        let answer = house.knock(knock).await;
        let policy = answer.header("content-security-policy");
        for word in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "'wasm-unsafe-eval'"] {
            assert!(policy.contains(word), "{kind}: {policy}");
        }
        for word in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
            assert!(!policy.contains(word), "{kind}: {policy}");
        }
    }
}

#[tokio::test]
async fn nothing_is_kept_by_browsers_but_hashed_files() {
    let house = House::empty().await;
    for (kind, knock, _) in every_kind() {
        let answer = house.knock(knock).await;
        let kept = if kind == "file" { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(answer.all("cache-control"), [kept], "{kind}");
    }
}

#[tokio::test]
async fn https_is_asked_for_only_where_it_is() {
    for (address, asked) in [(PORTAL, "max-age=31536000"), ("http://localhost:3000", "")] {
        let answer = House::at(address).await.knock(get("/login")).await;
        assert_eq!((answer.status, answer.header("strict-transport-security")), (200, asked), "{address}");
    }
}
