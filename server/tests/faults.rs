//! F11: what breaks down is told with a number, tells nothing else, and takes nothing down with it.

use crate::house::{House, get, post};
use backend::Clock;
use leptos::prelude::*;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

#[server(prefix = "/api", endpoint = "test/break_down")]
async fn break_down(word: String) -> Result<(), app::Failure> {
    panic!("{word}")
}

const DOOR: &str = "/api/test/break_down";

#[tokio::test]
async fn a_function_that_panics_answers_with_a_number() {
    let house = House::empty().await;
    let answer = house.knock(post(DOOR, &[("word", "canary")]).by_a_program()).await;
    assert_eq!(answer.status, 500);
    assert!(answer.text.contains("\"incident\"") && !answer.text.contains("canary"), "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/json");
    assert!(!answer.header("content-security-policy").is_empty());
}

#[tokio::test]
async fn a_form_whose_function_panics_leads_back_with_a_number() {
    let house = House::empty().await;
    let answer = house.knock(post(DOOR, &[("word", "canary")]).from("/login?next=%2F")).await;
    assert!(answer.leads_to().starts_with("/login?next=%2F&incident="), "{}", answer.leads_to());
    assert!(!answer.leads_to().contains("canary"));
    assert_eq!(house.knock(get("/login")).await.status, 200, "the process lives");
}

/// Whichever part of a page it is, and in whichever of its tasks: here the clock breaks down, at each of the times that a page asks it.
#[tokio::test]
async fn a_page_that_panics_while_it_renders_is_told_with_a_number() {
    for page in ["/", "/documents", "/messages", "/office", "/office/charts", "/office/security"] {
        let mut asks = 0;
        while breaks_at(page, asks + 1).await {
            asks += 1;
        }
        assert!(asks > 0, "{page} never asks the clock");
    }
}

/// Opens a page while the clock breaks down at this of its asks. Whether there was such a one. A house of its own: what is left of a
/// request that broke down asks the same clock.
async fn breaks_at(page: &str, ask: i64) -> bool {
    let left = Arc::new(AtomicI64::new(i64::MAX));
    let counted = left.clone();
    let (house, cast) = House::under(|clock| {
        Clock::telling(move || {
            assert!(counted.fetch_sub(1, Ordering::SeqCst) != 1, "canary");
            clock.now()
        })
    })
    .await;
    let both = format!("{}; {}", house.client_cookie("maya.lindqvist@example.com").await, house.staff_cookie(&cast.staff[0].email).await);
    left.store(ask, Ordering::SeqCst);
    let answer = house.knock(get(page).cookie(&both)).await;
    let broke = left.swap(i64::MAX, Ordering::SeqCst) <= 0;
    assert_eq!(answer.status, if broke { 500 } else { 200 }, "{page}, ask {ask}: {}", answer.text);
    assert_eq!(answer.text.contains("Tell us this number"), broke, "{page}, ask {ask}: {}", answer.text);
    assert!(!answer.text.contains("canary") && !answer.header("content-security-policy").is_empty());
    // It has taken nothing along.
    assert!(house.practice.is_ready().await);
    assert_eq!(house.knock(get(page).cookie(&both)).await.status, 200, "{page} after ask {ask}");
    broke
}

/// The rail and the page beside it both note a session's last use, and there is one writer: neither may hold it while it
/// waits for the other.
#[tokio::test]
async fn the_parts_of_a_page_do_not_stand_in_each_others_way() {
    let (house, cast) = House::with_cast().await;
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    for path in ["/office", "/office/charts"].into_iter().cycle().take(12) {
        house.hands.shift(chrono::Duration::seconds(30));
        let page = house.knock(get(path).cookie(&elena)).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Logout") && page.text.contains("</main>"), "{path} came without its frame");
    }
}
