//! Somebody without an account asks for an appointment, by links and forms alone; and the history leaves the house as a file.

use crate::{
    booking::link,
    house::{House, get, post},
    once::Sheet,
};

struct Stranger {
    house: House,
    browser: String,
}

impl Stranger {
    async fn opens(&self, page: &str) -> String {
        let answer = self.house.knock(get(page.split('#').next().unwrap_or_default()).cookie(&self.browser)).await;
        assert_eq!(answer.status, 200, "{page} leads to {}: {}", answer.header("location"), answer.text);
        answer.text
    }

    async fn sends(&self, sheet: &Sheet) -> String {
        let fields: Vec<(&str, &str)> = sheet.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.house.knock(post(&format!("/api/{}", sheet.door), &fields).cookie(&self.browser)).await.leads_to().to_owned()
    }

    async fn asked(&self) -> Option<String> {
        self.house.text("SELECT count(*) || '' FROM prospects").await
    }
}

#[tokio::test]
async fn a_stranger_asks_without_an_account_and_without_scripts() {
    let (house, cast) = House::with_cast().await;
    assert_eq!(house.knock(get("/request-appointment")).await.status, 404, "Quick Share is off");
    house.system.seed_appointments(&cast).await.expect("a fortnight of appointments");
    let stranger = Stranger { house, browser: format!("__Host-anteroom-browser={}", "A".repeat(43)) };
    let types = stranger.opens("/request-appointment").await;
    let people = stranger.opens(&link(&types, "First visit")).await;
    let times = stranger.opens(&link(&people, "First available")).await;
    let last = link(times.split("id=\"times\"").nth(1).expect("there are times"), " am");
    let who = [
        ("last_name", "Núñez"),
        ("first_name", "Ana"),
        ("birth_date", "1990-04-02"),
        ("email", "ana@example.com"),
        ("phone", "(555) 010-0199"),
        ("reason", "I sleep badly."),
    ];
    let before = stranger.asked().await;
    let form = Sheet::on(&stranger.opens(&last).await, "visitor/appointments/ask");
    let trapped = stranger.sends(&form.with(&who).with(&[("website", "https://example.com")])).await;
    assert!(trapped.contains("done=asked"), "{trapped}");
    assert_eq!(stranger.asked().await, before, "what fills in every field is thanked, and forgotten");

    let form = Sheet::on(&stranger.opens(&last).await, "visitor/appointments/ask");
    let page = stranger.opens(&stranger.sends(&form.with(&[("first_name", "Ana")])).await).await;
    assert!(page.contains("Write a phone number") && page.contains("value=\"Ana\""), "{page}");
    assert_eq!(stranger.asked().await, before);

    let form = Sheet::on(&stranger.opens(&last).await, "visitor/appointments/ask");
    let late = Sheet::on(&stranger.opens(&last).await, "visitor/appointments/ask");
    let asked = stranger.sends(&form.with(&who)).await;
    assert!(stranger.opens(&asked).await.contains("Your request is sent."), "{asked}");
    assert_ne!(stranger.asked().await, before);
    let taken =
        stranger.sends(&late.with(&who.map(|(name, value)| (name, if name == "email" { "other@example.com" } else { value })))).await;
    assert!(stranger.opens(&taken).await.contains("That time was just taken."));
    stranger.house.walks_the_trail().await;
}

#[tokio::test]
async fn the_history_is_saved_as_it_is_shown() {
    let (house, cast) = House::with_cast().await;
    house.system.seed_appointments(&cast).await.expect("a fortnight of appointments");
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let desk = house.staff_cookie("grace.whitfield@harborstreet.example").await;
    for (path, cookie, names_clients) in [("/appointments/history", &maya, false), ("/office/calendar/history", &desk, true)] {
        let page = house.knock(get(path).cookie(cookie)).await;
        assert!(page.text.contains(&format!("{path}/xlsx")), "{}", page.text);
        let csv = house.knock(get(&format!("{path}/csv")).cookie(cookie)).await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.header("content-disposition").starts_with("attachment; filename=\"appointment-history-"));
        assert!(csv.text.starts_with("\u{feff}Date,Time,") && csv.text.lines().count() > 2, "{}", csv.text);
        assert_eq!(csv.text.contains("Delgado"), names_clients, "a client's file holds their own rows");
        let narrowed = house.knock(get(&format!("{path}/csv?first=2027-01-01")).cookie(cookie)).await;
        assert_eq!(narrowed.text.lines().count(), 1, "{}", narrowed.text);
        let excel = house.knock(get(&format!("{path}/xlsx")).cookie(cookie)).await;
        assert!(excel.status == 200 && excel.text.starts_with("PK"));
        let wrong = house.knock(get(&format!("{path}/csv?first=2026-11-31")).cookie(cookie)).await;
        assert_eq!(wrong.leads_to(), format!("{path}?first=2026-11-31"));
        assert!(house.knock(get(wrong.leads_to()).cookie(cookie)).await.text.contains("Choose a day that there is."));
        assert!(house.knock(get(&format!("{path}/csv"))).await.leads_to().contains("/login?next="));
    }
}
