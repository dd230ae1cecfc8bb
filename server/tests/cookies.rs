//! T9, T29: sessions and their cookies, on both sides.

use crate::house::{CLIENT_PASSWORD, House, get, post};
use backend::Randomness;

crate::on_both_databases!(
    a_session_s_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts,
    on_this_machine_cookies_go_without_https,
    a_cookie_that_was_never_issued_is_not_adopted,
    signing_in_again_ends_the_session_before,
    the_two_sides_of_one_browser_do_not_touch_each_other,
    a_wrong_password_sets_no_session,
);

fn sign_in<'a>(email: &'a str, password: &'a str) -> [(&'a str, &'a str); 3] {
    [("email", email), ("password", password), ("next", "")]
}

async fn a_session_s_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts() {
    let (house, cast) = House::with_cast().await;
    let answer = house.knock(post("/api/visitor/sign_in", &sign_in(&cast.accounts[0].email, CLIENT_PASSWORD))).await;
    assert_eq!(answer.leads_to(), "/");
    let [line, browser] = answer.all("set-cookie")[..] else { panic!("two cookies: {:?}", answer.all("set-cookie")) };
    // The other one says nothing about a person: by it the browser is known the next time.
    assert!(browser.starts_with("__Host-anteroom-browser=") && browser.contains("HttpOnly; SameSite=Lax; Max-Age="), "{browser}");
    let (secret, rest) = line.strip_prefix("__Host-anteroom=").and_then(|line| line.split_once(';')).expect(line);
    assert_eq!(secret.len(), 43);
    assert_eq!(rest, " Path=/; HttpOnly; SameSite=Lax; Secure");
}

async fn on_this_machine_cookies_go_without_https() {
    let (house, cast) = House::with_cast_at("http://localhost:3000").await;
    let answer = house.knock(post("/api/visitor/sign_in", &sign_in(&cast.accounts[0].email, CLIENT_PASSWORD))).await;
    let line = answer.all("set-cookie")[0];
    assert!(line.starts_with("anteroom=") && line.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{line}");
}

async fn a_cookie_that_was_never_issued_is_not_adopted() {
    let (house, cast) = House::with_cast().await;
    let planted = format!("__Host-anteroom={}", Randomness::repeating(1).token().reveal());
    let knock = post("/api/visitor/sign_in", &sign_in(&cast.accounts[0].email, CLIENT_PASSWORD)).cookie(&planted);
    let issued = house.knock(knock).await.all("set-cookie")[0].split(';').next().unwrap_or_default().to_owned();
    assert_ne!(issued, planted);
    assert!(house.knock(get("/messages").cookie(&planted)).await.leads_to().starts_with("/login?next="));
}

async fn signing_in_again_ends_the_session_before() {
    let (house, cast) = House::with_cast().await;
    let first = house.client_cookie(&cast.accounts[0].email).await;
    let knock = post("/api/visitor/sign_in", &sign_in(&cast.accounts[0].email, CLIENT_PASSWORD)).cookie(&first);
    let second = house.knock(knock).await.all("set-cookie")[0].split(';').next().unwrap_or_default().to_owned();
    assert_ne!(first, second);
    assert_eq!(house.knock(get("/messages").cookie(&first)).await.status, 303);
    assert_eq!(house.knock(get("/messages").cookie(&second)).await.status, 200);
}

async fn the_two_sides_of_one_browser_do_not_touch_each_other() {
    let (house, cast) = House::with_cast().await;
    let both = format!("{}; {}", house.client_cookie(&cast.accounts[0].email).await, house.staff_cookie(&cast.staff[0].email).await);
    let answer = house.knock(post("/api/client/sign_out", &[]).cookie(&both).from("/")).await;
    assert_eq!(answer.leads_to(), "/login?done=signed-out");
    let [line, left] = answer.all("set-cookie")[..] else { panic!("two cookies: {:?}", answer.all("set-cookie")) };
    assert!(line.starts_with("__Host-anteroom=;") && line.contains("Max-Age=0"), "{line}");
    // What is left says whose a form in another tab was, and opens nothing.
    assert!(left.starts_with("__Host-anteroom-left=") && left.contains("HttpOnly"), "{left}");
    let left = left.split(';').next().unwrap_or_default().replace("-left", "");
    assert!(house.knock(get("/messages").cookie(&left)).await.leads_to().starts_with("/login?next="));
    assert_eq!(answer.header("clear-site-data"), "\"storage\"");
    assert_eq!(house.knock(get("/messages").cookie(&both)).await.status, 303);
    assert_eq!(house.knock(get("/office").cookie(&both)).await.status, 200);
}

async fn a_wrong_password_sets_no_session() {
    let (house, cast) = House::with_cast().await;
    let answer = house.knock(post("/api/visitor/sign_in", &sign_in(&cast.accounts[0].email, "wrong")).from("/login")).await;
    assert!(answer.all("set-cookie").iter().all(|line| line.starts_with("__Host-anteroom-browser=")), "{:?}", answer.all("set-cookie"));
}
