//! What a page says about what was typed into it, without scripts.

use crate::{
    doors::chart_of,
    house::{Answer, House, get, post},
};

/// A browser in which somebody is signed in.
struct Browser {
    house: House,
    cookies: String,
    maya: String,
}

impl Browser {
    async fn of_staff(last_name: &str) -> Self {
        let (house, cast) = House::with_cast().await;
        let email = &cast.staff.iter().find(|member| member.name.split(',').next().unwrap().ends_with(last_name)).unwrap().email;
        let cookie = house.staff_cookie(email).await;
        Self { cookies: known(&cookie), maya: chart_of(&cast, "Maya"), house }
    }

    async fn opens(&self, page: &str) -> Answer {
        let path = page.split('#').next().unwrap_or_default();
        self.house.knock(get(path).cookie(&self.cookies)).await
    }

    /// Sends a form from a page, and says where that leads, and what stands there.
    async fn sends(&self, page: &str, door: &str, fields: &[(&str, &str)]) -> (String, String) {
        let answer = self.house.knock(post(&format!("/api/{door}"), fields).cookie(&self.cookies).from(page)).await;
        let led = answer.leads_to().to_owned();
        let text = self.opens(&led).await.text;
        (led, text)
    }
}

fn known(cookie: &str) -> String {
    format!("{cookie}; __Host-anteroom-browser={}", "A".repeat(43))
}

const DEMOGRAPHICS: &str = "staff/charts/change_demographics";

async fn clinician_of_maya(house: &House) -> String {
    house.text("SELECT hex(primary_clinician_id) FROM charts WHERE first_name = 'Maya'").await.unwrap()
}

#[tokio::test]
async fn the_older_window_is_shown_what_the_newer_one_has_saved() {
    let elena = Browser::of_staff("Reyes").await;
    let page = format!("/office/charts/{}/demographics?edit=person", elena.maya);
    let clinician = clinician_of_maya(&elena.house).await;
    let person = |version: &'static str, last_name: &'static str, preferred_name: &'static str, pronouns: &'static str| {
        [
            ("chart", elena.maya.clone()),
            ("version", version.to_owned()),
            ("last_name", last_name.to_owned()),
            ("first_name", "Maya".to_owned()),
            ("preferred_name", preferred_name.to_owned()),
            ("pronouns", pronouns.to_owned()),
            ("birth_date", "1991-03-14".to_owned()),
            ("primary_clinician", clinician.clone()),
        ]
    };
    let sends = async |fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        elena.sends(&page, DEMOGRAPHICS, &fields).await
    };
    let (led, _) = sends(&person("1", "Lindqvist", "", "they/them")).await;
    assert!(led.contains("done=saved"), "{led}");
    // Refused for another reason first: the version that was seen stays.
    let (_, text) = sends(&person("1", " ", "May", "she/her")).await;
    assert!(text.contains("Enter the last name.") && text.contains(r#"name="version" value="1""#));
    let (led, text) = sends(&person("1", "Lindqvist", "May", "she/her")).await;
    assert!(led.ends_with("refused=1"), "{led}");
    assert!(text.contains("Somebody else changed this chart while you were writing."));
    assert_eq!(text.matches("Saved now: ").count(), 2, "beside what differs only");
    for there in ["<b>they/them", r#"value="she/her""#, r#"value="May""#, "<b>nothing", r#"name="version" value="2""#] {
        assert!(text.contains(there), "{there}");
    }
    assert!(text.contains(r#"aria-describedby="pronouns-saved""#));
    let (led, _) = sends(&person("2", "Lindqvist", "May", "she/her")).await;
    assert!(led.contains("done=saved"), "{led}");
}

/// Every value of the settings that the form holds, and one of them changed.
fn settings_with<'a>(changed: (&'a str, &'a str), version: &'a str) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("name", "Harbor Street Counseling"),
        ("zone", "America/New_York"),
        ("phone", "443-555-0142"),
        ("crisis", "Call or text 988"),
        ("messages", "true"),
        ("documents", "true"),
        ("downloads", "true"),
        ("review_at", "12"),
        ("ends_at", "18"),
    ];
    let others = usual.into_iter().filter(|(name, _)| *name != changed.0);
    others.chain([changed, ("version", version)]).collect()
}

fn version_on(text: &str) -> String {
    text.split(r#"name="version" value=""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_older_window_of_the_settings_is_shown_what_the_newer_one_has_saved() {
    let tomas = Browser::of_staff("Vidal").await;
    let (page, door) = ("/office/settings", "staff/settings/change");
    let seen = version_on(&tomas.opens(page).await.text);
    let (led, _) = tomas.sends(page, door, &settings_with(("phone", "443-555-0199"), &seen)).await;
    assert!(led.contains("done=saved"), "{led}");
    let (led, text) = tomas.sends(page, door, &settings_with(("name", "Harbor"), &seen)).await;
    assert!(led.ends_with("refused=1") && text.contains("Somebody else changed the settings while you were writing."), "{led}");
    assert!(text.contains("<b>443-555-0199") && text.contains(r#"value="Harbor""#));
    let now = version_on(&text);
    assert!(now != seen && !now.is_empty());
    let (led, _) = tomas.sends(page, door, &settings_with(("name", "Harbor"), &now)).await;
    assert!(led.contains("done=saved"), "{led}");
}

#[tokio::test]
async fn the_settings_name_the_field_that_is_wrong() {
    let tomas = Browser::of_staff("Vidal").await;
    let (door, long) = ("staff/settings/change", "x".repeat(300));
    let address = format!("https://example.com/{long}");
    for (field, typed, sentence) in [
        ("review_at", "", "Enter the age for the review as a number from 1 to 25."),
        ("review_at", "19", "The review comes after the end."),
        ("ends_at", "", "Enter the age for the end as a number from 1 to 25."),
        ("crisis", long.as_str(), "This line can have up to 200 characters."),
        ("chat_url", "http://example.com", "Web addresses begin with https://."),
        ("chat_url", "https://example.com/a b", "That is not a web address."),
        ("chat_url", address.as_str(), "Web addresses can have up to 200 characters here."),
    ] {
        let page = if field.ends_with("_at") { "/office/settings/portal" } else { "/office/settings" };
        let (led, text) = tomas.sends(page, door, &settings_with((field, typed), "")).await;
        assert!(led.ends_with("refused=1"), "{field} {typed}: {led}");
        assert!(text.contains(&format!(r##"<a href="#{field}">{sentence}"##)), "{field} {typed}");
        assert_eq!(text.matches("aria-invalid=\"true\"").count(), 1, "{field} {typed}");
    }
}

#[tokio::test]
async fn a_chart_that_is_there_already_is_shown_before_another_is_made() {
    let grace = Browser::of_staff("Whitfield").await;
    let (page, door) = ("/office/charts/new", "staff/charts/create");
    let maya = [("last_name", "lindqvist"), ("first_name", "Maya"), ("birth_date", "1991-03-14"), ("owner", "client")];
    let (_, text) = grace.sends(page, door, &maya).await;
    assert!(text.contains("There is a chart with this name and date of birth already: 20001."));
    assert!(text.contains(&format!("/office/charts/{}/face", grace.maya)) && text.contains("Create another one anyway"));
    assert!(!grace.opens(page).await.text.contains("Create another one anyway"));
    let (led, _) = grace.sends(page, door, &[maya.as_slice(), &[("another", "true")]].concat()).await;
    assert!(led.contains("done=created"), "{led}");
}

#[tokio::test]
async fn who_gives_a_chart_away_is_told_so_in_the_chart_room() {
    let elena = Browser::of_staff("Reyes").await;
    let page = format!("/office/charts/{}/demographics?edit=person", elena.maya);
    let fields = [
        ("chart", elena.maya.as_str()),
        ("version", "1"),
        ("last_name", "Lindqvist"),
        ("first_name", "Maya"),
        ("birth_date", "1991-03-14"),
        ("primary_clinician", ""),
    ];
    let (led, text) = elena.sends(&page, DEMOGRAPHICS, &fields).await;
    assert_eq!(led, "/office/charts?done=gone");
    assert!(text.contains("The change is saved, and the chart is no longer yours."));
}

#[tokio::test]
async fn the_list_of_addresses_keeps_what_is_typed_and_refuses_what_is_there() {
    let elena = Browser::of_staff("Reyes").await;
    let page = format!("/office/charts/{}/demographics?edit=emails", elena.maya);
    let there = elena
        .house
        .text("SELECT hex(e.id) FROM chart_emails e JOIN charts c ON c.id = e.chart_id WHERE c.first_name = 'Maya'")
        .await
        .unwrap();
    let sends = async |email: &str, then: &str| {
        let fields = [("chart", elena.maya.as_str()), ("kind", "work"), ("email", email), ("then", then)];
        elena.sends(&page, "staff/charts/change_emails", &fields).await
    };
    let field = |text: &str| {
        let at = text.find(r#"id="email" name="email""#).expect("the field");
        text[at..].split('>').next().unwrap_or_default().to_owned()
    };
    let (_, text) = sends("typed@example.com", &format!("remove:{there}")).await;
    assert!(field(&text).contains(r#"value="typed@example.com""#), "{}", field(&text));
    assert!(field(&text).contains("autofocus") && !text.contains("This was not sent yet"));
    let (_, text) = sends("New@example.com", "add").await;
    assert!(text.contains("Not saved yet") && field(&text).contains("autofocus") && field(&text).contains(r#"value="""#));
    let (_, text) = sends("MAYA.lindqvist@example.com", "add").await;
    assert!(text.contains("This address is on the chart already.") && !text.contains("Not saved yet"));
    assert!(field(&text).contains(r#"value="MAYA.lindqvist@example.com""#) && !field(&text).contains("autofocus"));
    let (led, _) = sends("new@example.com", "save").await;
    assert!(led.ends_with("done=emails#emails"), "{led}");
}

/// A cleared field is no reason to send to the address that stood in it. And what was begun in one window may be finished in another.
#[tokio::test]
async fn an_invitation_goes_nowhere_unasked_and_registers_once() {
    let elena = Browser::of_staff("Reyes").await;
    let jordan = elena.house.text("SELECT hex(id) FROM charts WHERE first_name = 'Jordan'").await.unwrap();
    let page = format!("/office/charts/{jordan}/communications");
    elena.sends(&page, "staff/invites/activate", &[("chart", jordan.as_str())]).await;
    let of_jordan = "SELECT hex(id) FROM grants WHERE chart_id = (SELECT id FROM charts WHERE first_name = 'Jordan')";
    let grant = elena.house.text(of_jordan).await.expect("a grant");
    let count = "SELECT '' || count(*) FROM mails";
    let sent = elena.house.text(count).await;
    elena.house.hands.shift(chrono::Duration::minutes(4));
    let fields = [("chart", jordan.as_str()), ("grant", grant.as_str()), ("email", " ")];
    let (led, text) = elena.sends(&format!("{page}?dialog=resend"), "staff/invites/resend", &fields).await;
    assert!(led.ends_with("refused=1") && text.contains("Enter an e-mail address."), "{led}");
    assert_eq!(elena.house.text(count).await, sent, "nothing left");

    while elena.house.system.deliver_next().await.unwrap() {}
    let mails = elena.house.practice.visitor(backend::Origin { direct: true, ..backend::Origin::default() }).demo_mailbox().await.unwrap();
    let link = mails
        .iter()
        .filter(|mail| mail.to == "jordan.avery@example.com")
        .find_map(|mail| mail.link.split("/register/").nth(1).map(str::to_owned))
        .expect("a link");
    let register = format!("/register/{link}");
    let identity = [("token", link.as_str()), ("last_name", "Avery"), ("birth_date", "1985-07-02")];
    let passed = elena.house.knock(post("/api/visitor/registration/check_identity", &identity).from(&register)).await;
    let pass = passed.all("set-cookie").into_iter().find(|line| line.contains("registration=")).expect("a pass").split(';').next().unwrap();
    let jordan = Browser { cookies: known(pass), ..elena };
    let password = |chosen: &'static str| [("token", link.clone()), ("password", chosen.to_owned())];
    let sends = async |chosen| {
        let fields = password(chosen);
        let fields = [(fields[0].0, fields[0].1.as_str()), (fields[1].0, fields[1].1.as_str())];
        jordan.sends(&register, "visitor/registration/choose_password", &fields).await
    };
    // Four lines of the rule are one field.
    let (_, text) = sends("abc").await;
    assert!(text.contains("Please check one thing") && text.matches("href=\"#password\"").count() == 1);
    let (led, _) = sends("Small-River_turns9").await;
    assert_eq!(led, "/registered");
    let (led, text) = sends("Other-River_turns8").await;
    assert!(led.ends_with("refused=1") && text.contains("Registration is finished already"), "{led}");
    assert!(text.contains("with the password chosen there"));
}

#[tokio::test]
async fn what_was_not_typed_at_all_is_no_try() {
    let (house, cast) = House::with_cast().await;
    for (page, door) in [("/login", "/api/visitor/sign_in"), ("/office/login", "/api/visitor/sign_in_staff")] {
        for email in ["", "nobody@example.com", "maya.lindqvist@example.com", cast.staff[0].email.as_str()] {
            let cookies = known("a=b");
            for _ in 0..15 {
                let answer = house.knock(post(door, &[("email", email), ("password", ""), ("next", "")]).cookie(&cookies).from(page)).await;
                assert_eq!(answer.leads_to(), format!("{page}?refused=1"));
            }
            let text = house.knock(get(&format!("{page}?refused=1")).cookie(&cookies)).await.text;
            assert!(text.contains("Enter your password."), "{page} {email}");
            assert_eq!(text.contains("Enter your e-mail."), email.is_empty(), "{page} {email}");
        }
    }
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    let prove = [("side", "office"), ("matter", "access"), ("password", ""), ("next", "/office")];
    let answer = house.knock(post("/api/own/proof/give", &prove).cookie(&elena).by_a_program()).await;
    assert!(answer.status == 422 && answer.text.contains("password-not-typed"), "{}", answer.text);
}

#[tokio::test]
async fn a_name_that_is_far_too_long_comes_back_with_the_date_beside_it() {
    let (house, _) = House::with_cast().await;
    let long = "x".repeat(10_000);
    let cookies = known("a=b");
    let fields = [("token", "unknown"), ("last_name", long.as_str()), ("birth_date", "1991-03-14")];
    let answer = house.knock(post("/api/visitor/registration/check_identity", &fields).cookie(&cookies).from("/register/unknown")).await;
    assert_eq!(answer.leads_to(), "/register/unknown?refused=1");
    let origin = backend::Origin { browser: Some("A".repeat(43)), ..backend::Origin::default() };
    let key = backend::form_key("visitor/registration/check_identity", "/register/unknown");
    let kept = house.practice.visitor(origin).typed(&key, None).await.unwrap().expect("something was kept");
    assert_eq!(kept.fields["birth_date"], "1991-03-14");
    assert_eq!(kept.fields["last_name"].len(), 1_000);
}

#[tokio::test]
async fn addresses_that_people_type_lead_to_where_they_mean() {
    let elena = Browser::of_staff("Reyes").await;
    let face = format!("/office/charts/{}/face", elena.maya);
    let leads = async |page: &str| elena.opens(page).await.leads_to().to_owned();
    assert_eq!(leads(&format!("/office/charts/{}", elena.maya)).await, face);
    assert_eq!(elena.opens("/office/charts/nonsense").await.status, 404);
    assert_eq!(leads("/office/login").await, "/office");
    assert_eq!(leads(&format!("/office/login?next={face}")).await, face);
    assert_eq!(leads("/office/login?next=//evil.example").await, "/office");
    assert_eq!(elena.opens("/office/login?done=signed-out").await.status, 200);
    assert_eq!(elena.opens("/login").await.status, 200, "the other side is another door");
    let maya = known(&elena.house.client_cookie("maya.lindqvist@example.com").await);
    let maya = Browser { cookies: maya, ..elena };
    assert_eq!(maya.opens("/login").await.leads_to(), "/");
    assert_eq!(maya.opens("/login?next=/messages").await.leads_to(), "/messages");
    let (_, text) = maya.sends("/security", "client/address/change", &[("email", "Maya.Lindqvist@example.com")]).await;
    assert!(text.contains("You sign in with this address already."));
}

#[tokio::test]
async fn a_wrong_number_is_named_in_its_line_and_the_others_stay_as_typed() {
    let elena = Browser::of_staff("Reyes").await;
    let (page, door) = (format!("/office/charts/{}/demographics?edit=phones", elena.maya), "staff/charts/change_phones");
    // As browsers send it: every line, with or without a number.
    let lines = ["410 555 0101", "", "", "LAST", ""].into_iter().enumerate();
    let lines: Vec<(String, &str)> = lines
        .flat_map(|(place, number)| [(format!("phones[{place}][kind]"), "work"), (format!("phones[{place}][number]"), number)])
        .collect();
    let with = |last: &'static str| {
        let lines = lines.iter().map(|(name, value)| (name.as_str(), if *value == "LAST" { last } else { *value }));
        let others = [("chart", elena.maya.as_str()), ("version", "1"), ("phones[0][may_text]", "true"), ("city", "Baltimore")];
        lines.chain(others).collect::<Vec<_>>()
    };
    let (led, text) = elena.sends(&page, door, &with("later")).await;
    assert!(led.ends_with("refused=1"), "{led}");
    assert!(text.contains(r##"<a href="#phones[3][number]">That is not a telephone number."##));
    assert!(text.contains(r#"value="410 555 0101""#) && text.contains(r#"value="later""#) && text.contains(r#"value="Baltimore""#));
    assert!(text.contains("<details open"), "what is wrong is in sight");
    let (led, text) = elena.sends(&page, door, &with("(410) 555-0100 x12")).await;
    assert!(led.contains("done=phones") && text.contains("The telephone numbers, address and time zone are saved."), "{led}");
    assert!(text.contains("410 555 0101") && text.contains("Texts, no voicemail") && text.contains("(410) 555-0100 x12"));
}
