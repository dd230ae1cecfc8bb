//! T28: one is led to pages of this site, and no words of a record stand in the address.

use crate::house::{CLIENT_PASSWORD, House, get, post};

crate::on_both_databases!(
    signing_in_leads_back_to_pages_of_this_site_only,
    a_refused_form_leads_back_to_its_own_page_only,
    a_form_of_no_page_leads_to_its_own_side,
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
    for (page, led) in [
        ("/login", "/login?refused=1"),
        ("/login?next=%2Fmessages&refused=1&incident=7#errors", "/login?next=%2Fmessages&refused=1"),
        ("https://portal.example.com/login", "/?refused=1"),
        ("https://evil.example/login", "/?refused=1"),
        ("//evil.example/", "/?refused=1"),
        ("/.//evil.example/", "/?refused=1"),
        ("/\\evil.example/", "/?refused=1"),
        ("/login\r\nx: y", "/?refused=1"),
        ("nonsense", "/?refused=1"),
        ("", "/?refused=1"),
    ] {
        let answer = house.knock(post("/api/visitor/sign_in", &fields).from(page)).await;
        assert_eq!(answer.leads_to(), led, "{page}");
        assert!(!answer.text.contains("canary") && !answer.header("location").contains("canary"));
    }
}

/// What the browser says of the page is not read: some say nothing, and nobody is led by it.
async fn a_form_of_no_page_leads_to_its_own_side() {
    let house = House::empty().await;
    let fields = [("email", "canary@example.com"), ("password", "canary"), ("next", "")];
    for (door, side, led) in [
        ("visitor/sign_in", "", "/?refused=1"),
        ("visitor/sign_in_staff", "", "/office?refused=1"),
        ("visitor/password/choose", "portal", "/?refused=1"),
        ("visitor/password/choose", "office", "/office?refused=1"),
        ("staff/settings/send_sample", "", "/office/login?next=/office%3Frefused%3D1"),
        ("client/address/change", "", "/login?next=/%3Frefused%3D1"),
        ("own/security/end_session", "office", "/office/login?next=/office%3Frefused%3D1"),
    ] {
        let more = [("side", side), ("token", "x"), ("session", "77777777-7777-4777-8777-777777777777")];
        let fields: Vec<(&str, &str)> = fields.into_iter().chain(more.into_iter().filter(|(_, value)| !value.is_empty())).collect();
        for referer in ["https://portal.example.com/messages", "https://portal.example.com/office/charts", "https://evil.example/"] {
            let answer = house.knock(post(&format!("/api/{door}"), &fields).header("referer", referer)).await;
            assert_eq!(answer.leads_to(), led, "{door} {referer}");
        }
    }
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
