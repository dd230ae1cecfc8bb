//! T31: requests that are not for us, or not HTTP as we understand it.

use crate::house::{House, get};

#[tokio::test]
async fn another_host_is_not_us() {
    let house = House::empty().await;
    for host in ["evil.example", "localhost", "127.0.0.1:3000", "portal.example.com:8443", "portal.example.com.evil.example", "10.0.0.5"] {
        for path in ["/", "/login", "/healthz", "/pkg/portal.0123456789ab.css", "/api/visitor/sign_in"] {
            let answer = house.knock(get(path).header("host", host)).await;
            assert_eq!(answer.status, if path.starts_with("/api/") { 405 } else { 421 }, "{host} {path}");
        }
    }
    for host in ["portal.example.com", "portal.example.com:443", "Portal.Example.Com"] {
        assert_eq!(house.knock(get("/healthz").header("host", host)).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn this_machine_answers_to_its_own_names_only() {
    let house = House::at("http://localhost:3000").await;
    for host in ["localhost:3000", "localhost:41234", "127.0.0.1:3000", "[::1]:3000", "localhost"] {
        assert_eq!(house.knock(get("/healthz").header("host", host)).await.status, 200, "{host}");
    }
    for host in ["portal.example.com", "192.168.0.7:3000", "localhost.evil.example:3000"] {
        assert_eq!(house.knock(get("/healthz").header("host", host)).await.status, 421, "{host}");
    }
}

#[tokio::test]
async fn an_ambiguous_request_is_not_guessed_at() {
    let house = House::empty().await;
    for (what, knock) in [
        ("no host", get("/login").without("host")),
        ("two hosts", get("/login").and("host", "portal.example.com").and("host", "evil.example")),
        ("two lengths", get("/login").header("transfer-encoding", "chunked").header("content-length", "4")),
        ("broken text", get("/%ff%fe")),
        ("broken text in the query", get("/login?next=%ff")),
        ("NUL", get("/messages/%00")),
        ("line break", get("/messages/%0d%0aSet-Cookie:%20a=b")),
    ] {
        assert_eq!(house.knock(knock).await.status, 400, "{what}");
    }
    let absolute = get("http://evil.example/login").header("host", "portal.example.com");
    assert_eq!(house.knock(absolute).await.status, 421);
}

#[tokio::test]
async fn headers_have_an_end() {
    let house = House::empty().await;
    let answer = house.knock(get("/login").header("x-long", &"x".repeat(100_000))).await;
    assert_eq!(answer.status, 431);
    assert!(answer.text.contains("delete the cookies"), "{}", answer.text);
}

#[tokio::test]
async fn a_trouble_page_reads_well_and_leads_on() {
    let house = House::empty().await;
    let page = house.knock(get("/office/x.css")).await;
    assert!(page.header("content-type").starts_with("text/html"));
    for part in ["<html lang=\"en\">", "<h1>There is nothing here</h1>", "href=\"/office\"", "<title>"] {
        assert!(page.text.contains(part), "{}", page.text);
    }
    let line = house.knock(get("/x.css").header("accept", "text/css")).await;
    assert_eq!((line.status, line.header("content-type")), (404, "text/plain; charset=utf-8"));
}

#[tokio::test]
async fn the_demo_mailbox_opens_on_this_machine_only() {
    let house = House::at("http://localhost:3000").await;
    let mailbox = || get("/demo/mailbox");
    assert_eq!(house.knock(mailbox()).await.status, 404, "no demo data");
    house.system.seed_demo().await.unwrap();
    assert_eq!(house.knock(mailbox()).await.status, 200);
    for header in ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "via"] {
        assert_eq!(house.knock(mailbox().header(header, "203.0.113.9")).await.status, 404, "{header}");
    }
    let (public, _) = House::with_cast().await;
    assert_eq!(public.knock(mailbox()).await.status, 404);
}
