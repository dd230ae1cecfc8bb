//! A client books by links and forms alone, without a script.

use crate::{
    house::{Answer, House, get, post},
    once::Sheet,
};

struct Browser {
    house: House,
    cookies: String,
}

impl Browser {
    async fn of_maya() -> Self {
        let (house, cast) = House::with_cast().await;
        house.system.seed_appointments(&cast).await.expect("a fortnight of appointments");
        let cookies = format!("{}; __Host-anteroom-browser={}", house.client_cookie("maya.lindqvist@example.com").await, "A".repeat(43));
        Self { house, cookies }
    }

    async fn opens(&self, page: &str) -> String {
        let answer = self.house.knock(get(page.split('#').next().unwrap_or_default()).cookie(&self.cookies)).await;
        assert_eq!(answer.status, 200, "{page} leads to {}: {}", answer.header("location"), answer.text);
        answer.text
    }

    async fn sends(&self, sheet: &Sheet) -> Answer {
        let fields: Vec<(&str, &str)> = sheet.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.house.knock(post(&format!("/api/{}", sheet.door), &fields).cookie(&self.cookies)).await
    }

    /// From the first question to the last. One clinician treats Maya, so nobody is asked with whom.
    async fn chooses(&self) -> String {
        let types = self.opens("/appointments/book").await;
        let ways = self.opens(&link(&types, "Individual session")).await;
        let times = self.opens(&link(&ways, "Video")).await;
        assert!(times.contains("All times are New York time."), "{times}");
        link(times.split("id=\"times\"").nth(1).expect("there are times"), " am")
    }
}

/// Where the first link with these words leads.
pub fn link(text: &str, words: &str) -> String {
    let before = text.split(words).next().filter(|before| before.len() < text.len());
    let before = before.unwrap_or_else(|| panic!("no {words} in {text}"));
    let href = before.rsplit_once("href=\"").map(|(_, rest)| rest.split('"').next().unwrap_or_default());
    href.unwrap_or_default().replace("&amp;", "&")
}

#[tokio::test]
async fn a_client_asks_for_a_time_and_takes_it_back_without_scripts() {
    let maya = Browser::of_maya().await;
    assert!(maya.opens("/").await.contains("Your next appointment"));
    assert!(maya.opens("/appointments").await.contains("Upcoming Appointments"));
    let last = maya.chooses().await;
    let form =
        Sheet::on(&maya.opens(&last).await, "client/appointments/request").with(&[("texts", "true"), ("remark", "Ring the lower bell.")]);
    let asked = maya.sends(&form).await;
    assert!(asked.leads_to().contains("done=asked"), "{} {}", asked.leads_to(), asked.text);
    let page = maya.opens(asked.leads_to()).await;
    for words in ["Your request is sent", "What happens next", "Ring the lower bell.", "This time is held for you"] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let back = maya.sends(&Sheet::on(&page, "client/appointments/cancel")).await;
    assert!(maya.opens(back.leads_to()).await.contains("It is taken back"));
}

#[tokio::test]
async fn who_comes_too_late_finds_other_times_and_what_was_typed() {
    let maya = Browser::of_maya().await;
    let last = maya.chooses().await;
    let late = Sheet::on(&maya.opens(&last).await, "client/appointments/request").with(&[("remark", "Ring the lower bell.")]);
    let first = maya.sends(&Sheet::on(&maya.opens(&last).await, "client/appointments/request")).await;
    assert!(first.leads_to().contains("done=asked"), "{}", first.leads_to());
    let refused = maya.sends(&late).await;
    let page = maya.opens(refused.leads_to()).await;
    for words in ["That time was just taken.", "Ring the lower bell.", "Times that are free now", "type=\"radio\""] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let other =
        page.split("type=\"radio\"").nth(1).and_then(|radio| radio.split("value=\"").nth(1)?.split('"').next()).expect("a time").to_owned();
    let again = Sheet::on(&page, "client/appointments/request").with(&[("time", &other), ("remark", "Ring the lower bell.")]);
    assert!(maya.sends(&again).await.leads_to().contains("done=asked"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_nothing_is_booked() {
    let maya = Browser::of_maya().await;
    let before = maya.house.text("SELECT count(*) || '' FROM appointments").await;
    let last = maya.chooses().await;
    let mut form = Sheet::on(&maya.opens(&last).await, "client/appointments/request");
    form.fields.retain(|(name, _)| name != "time");
    let refused = maya.sends(&form.with(&[("time", "2027-03-14T02:30")])).await;
    assert!(maya.opens(refused.leads_to()).await.contains("Choose one of the times."));
    for page in ["/appointments/book?type=x&kind=fax&with=nobody&from=2027-02-30", "/appointments/history?first=2027-02-30"] {
        maya.opens(page).await;
    }
    assert!(maya.opens("/appointments/history?first=2026-11-31").await.contains("Choose a day that there is."));
    assert_eq!(maya.house.text("SELECT count(*) || '' FROM appointments").await, before);
}
