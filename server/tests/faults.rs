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
