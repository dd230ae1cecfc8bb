//! T28: one is led to pages of this site, and no words of a record stand in the address.

use crate::house::{CLIENT_PASSWORD, House, get, post};

crate::on_both_databases!(
    signing_in_leads_back_to_pages_of_this_site_only,
    a_refused_form_leads_back_to_its_own_page_only,
    who_is_signed_out_is_led_to_sign_in_and_back,
);

async fn signing_in_leads_back_to_pages_of_this_site_only() {
    let (house, cast) = House::with_cast().await;
    let email = cast.accounts[0].email.as_str();
    let mut led = Vec::new();
    let long = format!("/{}", "a".repeat(400));
    for next in [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "%2f%2fevil.example",
        "/%09/evil.example",
        "https://user@evil.example",
        "/@evil.example",
        "/office",
        &long,
    ] {
        let answer = house.knock(post("/api/visitor/sign_in", &[("email", email), ("password", CLIENT_PASSWORD), ("next", next)])).await;
        led.push(answer.leads_to().to_owned());
    }
    assert_eq!(led, ["/"; 9]);
    let answer =
        house.knock(post("/api/visitor/sign_in", &[("email", email), ("password", CLIENT_PASSWORD), ("next", "/messages?for=1")])).await;
    assert_eq!(answer.leads_to(), "/messages?for=1");
}

async fn a_refused_form_leads_back_to_its_own_page_only() {
    let house = House::empty().await;
    let fields = [("email", "canary@example.com"), ("password", "canary"), ("next", "")];
    for (referer, led) in [
        ("https://portal.example.com/login", "/login?refused=1"),
        ("https://portal.example.com/login?next=%2Fmessages&refused=1&incident=7", "/login?next=%2Fmessages&refused=1"),
        ("https://evil.example/login", "/?refused=1"),
        ("https://portal.example.com.evil.example/login", "/?refused=1"),
        ("https://portal.example.com//evil.example/", "/?refused=1"),
        ("http://portal.example.com/login", "/?refused=1"),
        ("nonsense", "/?refused=1"),
    ] {
        let answer = house.knock(post("/api/visitor/sign_in", &fields).header("referer", referer)).await;
        assert_eq!(answer.leads_to(), led, "{referer}");
        assert!(!answer.text.contains("canary") && !answer.header("location").contains("canary"));
    }
    assert_eq!(house.knock(post("/api/visitor/sign_in", &fields)).await.leads_to(), "/?refused=1");
}

async fn who_is_signed_out_is_led_to_sign_in_and_back() {
    let house = House::empty().await;
    let decoded = |path: &str| percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
    for (page, login) in [
        ("/", "/login"),
        ("/messages", "/login"),
        ("/documents/0190b6a0-0000-4000-8000-000000000000/download", "/login"),
        ("/documents/nonsense/download?for=nonsense", "/login"),
        ("/office/charts", "/office/login"),
        ("/office/charts/1/documents/2/download", "/office/login"),
    ] {
        let answer = house.knock(get(page)).await;
        assert_eq!(decoded(answer.leads_to()), format!("{login}?next={page}"));
        assert_eq!(answer.text, "", "{page}: nothing of the page goes along");
    }
}
