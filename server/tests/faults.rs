//! F11: what breaks down is told with a number, tells nothing else, and takes nothing down with it.

use crate::house::{House, get, post};
use leptos::prelude::*;

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
