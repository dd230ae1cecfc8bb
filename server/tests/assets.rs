//! What browsers load.

use crate::house::{House, get};

const CSS: &str = "/pkg/portal.0123456789ab.css";

#[tokio::test]
async fn files_come_with_their_kind() {
    let house = House::empty().await;
    for (path, kind) in [
        (CSS, "text/css"),
        ("/pkg/portal.0123456789ab.wasm", "application/wasm"),
        ("/pkg/fonts/latin.0123456789ab.woff2", "font/woff2"),
        ("/favicon.svg", "image/svg+xml"),
    ] {
        let answer = house.knock(get(path)).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").starts_with(kind), "{path}: {}", answer.header("content-type"));
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_good_and_others_not() {
    let house = House::empty().await;
    for (path, kept) in [
        (CSS, true),
        ("/pkg/fonts/latin.0123456789ab.woff2", true),
        ("/favicon.svg", false),
        ("/pkg/assets.json", false),
        ("/pkg/gone.0123456789ab.css", false),
    ] {
        let answer = house.knock(get(path)).await;
        assert_eq!(answer.header("cache-control").contains("immutable"), kept, "{path}");
    }
}

#[tokio::test]
async fn browsers_get_what_they_can_unpack() {
    let house = House::empty().await;
    for (accepted, encoding, text) in [
        ("gzip, deflate, br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("identity", "", "body { color: teal }"),
        ("", "", "body { color: teal }"),
    ] {
        let answer = house.knock(get(CSS).header("accept-encoding", accepted)).await;
        assert_eq!((answer.header("content-encoding"), answer.text.as_str()), (encoding, text), "{accepted}");
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{accepted}");
        assert!(answer.header("content-type").starts_with("text/css"));
    }
}

#[tokio::test]
async fn nothing_outside_the_folder_is_handed_out() {
    let house = House::empty().await;
    for path in [
        "/pkg/../../secret.txt",
        "/pkg/..%2f..%2fsecret.txt",
        "/pkg/%2e%2e/%2e%2e/secret.txt",
        "/../secret.txt",
        "/pkg//etc/passwd.txt",
        "/pkg/..%5c..%5csecret.txt",
        "/anteroom.db",
        "/pkg",
        "/pkg/",
        "/pkg/fonts",
        "/pkg/fonts/",
    ] {
        let answer = house.knock(get(path)).await;
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text.contains("secret"), "{path}");
    }
}

/// T29: no page can be had under a name that caches take for a file.
#[tokio::test]
async fn a_page_never_has_an_ending() {
    let house = House::empty().await;
    for path in ["/messages/x.css", "/login/x.js", "/login%2ecss", "/office/charts/x.css", "/documents/..;/x.css", "/login;x.css"] {
        assert_eq!(house.knock(get(path)).await.status, 404, "{path}");
    }
}
