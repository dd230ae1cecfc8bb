//! The form layer: answers to forms without scripts, and to programs.

use crate::house::{Answer, House, STAFF_PASSWORD, get, post};
use backend::Origin;

crate::on_both_databases!(
    a_refused_form_keeps_what_was_typed_but_no_password,
    a_browser_is_told_from_the_next_only_once,
    an_expired_session_loses_nothing_that_was_typed,
    programs_get_the_true_status,
    too_many_tries_say_when_to_come_back,
    a_form_has_an_end,
    a_page_that_is_not_there_says_so,
);

fn browser(answer: &Answer) -> String {
    let line = answer.all("set-cookie").into_iter().find(|line| line.starts_with("__Host-anteroom-browser=")).expect("a browser's cookie");
    line.split(';').next().and_then(|pair| pair.split('=').nth(1)).unwrap_or_default().to_owned()
}

async fn kept(house: &House, browser: &str, endpoint: &str, page: &str) -> Option<domain::Typed> {
    let origin = Origin { browser: Some(browser.to_owned()), ..Origin::default() };
    house.practice.visitor(origin).typed(&backend::form_key(endpoint, page), None).await.unwrap()
}

async fn a_refused_form_keeps_what_was_typed_but_no_password() {
    let house = House::empty().await;
    let fields = [("email", "maya@example.com"), ("password", "canary"), ("next", "/messages")];
    let answer = house.knock(post("/api/visitor/sign_in", &fields).from("/login?next=%2Fmessages")).await;
    assert_eq!(answer.leads_to(), "/login?next=%2Fmessages&refused=1");
    let browser = browser(&answer);
    let typed = kept(&house, &browser, "visitor/sign_in", "/login").await.expect("something was kept");
    assert_eq!(typed.fields.get("email").map(String::as_str), Some("maya@example.com"));
    assert!(!typed.fields.contains_key("password") && !format!("{typed:?}").contains("canary"));
    assert_eq!(typed.refusals.len(), 1);
    assert!(kept(&house, &browser, "visitor/sign_in", "/login").await.is_some(), "a page may be rendered twice");
}

async fn a_browser_is_told_from_the_next_only_once() {
    let house = House::empty().await;
    let knock = || post("/api/visitor/sign_in", &[("email", "a"), ("password", "b"), ("next", "")]).from("/login");
    let browser = browser(&house.knock(knock()).await);
    let again = house.knock(knock().cookie(&format!("__Host-anteroom-browser={browser}"))).await;
    assert_eq!(again.all("set-cookie"), Vec::<&str>::new());
    assert!(kept(&house, &browser, "visitor/sign_in", "/login").await.is_some());
}

/// T11: it comes back to who typed it, once they have signed in again, and to nobody else.
async fn an_expired_session_loses_nothing_that_was_typed() {
    let (house, cast) = House::with_cast().await;
    let (elena, grace) = (cast.staff[0].email.as_str(), cast.staff[3].email.as_str());
    let chart = cast.charts.iter().find(|chart| chart.first_name == "Maya").unwrap().id.to_string();
    let page = format!("/office/charts/{chart}/demographics?edit=person");
    let session = house.staff_cookie(elena).await;
    house.hands.shift(chrono::Duration::minutes(16));
    let fields = [
        ("chart", chart.as_str()),
        ("version", "1"),
        ("last_name", "Lindqvist-Berg"),
        ("first_name", "Maya"),
        ("birth_date", "1991-03-14"),
    ];
    let answer = house.knock(post("/api/staff/charts/change_demographics", &fields).cookie(&session).from(&page)).await;
    let led = percent_encoding::percent_decode_str(answer.leads_to()).decode_utf8_lossy().into_owned();
    assert_eq!(led, format!("/office/login?next={page}&refused=1"));
    let browser = browser(&answer);
    assert_eq!(kept(&house, &browser, "staff/charts/change_demographics", &page).await, None, "nobody in particular gets it back");
    for (who, comes_back) in [(grace, false), (elena, true)] {
        let cookies = format!("{}; __Host-anteroom-browser={browser}", house.staff_cookie(who).await);
        let again = house.knock(get(&format!("{page}&refused=1")).cookie(&cookies)).await;
        assert_eq!(again.status, 200, "{who}");
        assert_eq!(again.text.contains("value=\"Lindqvist-Berg\""), comes_back, "{who}");
        assert_eq!(again.text.contains("value=\"Lindqvist\""), !comes_back, "{who}");
    }
}

async fn programs_get_the_true_status() {
    let house = House::empty().await;
    for (path, fields, status, text) in [
        ("/api/visitor/sign_in", vec![("email", "a@example.com"), ("password", "b"), ("next", "")], 401, "wrong-email-or-password"),
        ("/api/visitor/sign_in", vec![], 422, "refused"),
        ("/api/visitor/no_such_thing", vec![], 404, "not-found"),
        ("/api/staff/charts/list", vec![("search", ""), ("page", "1")], 401, "signed-out"),
    ] {
        let answer = house.knock(post(path, &fields).by_a_program()).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert!(answer.text.contains(text), "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/json");
    }
}

async fn too_many_tries_say_when_to_come_back() {
    let house = House::empty().await;
    let knock = || post("/api/visitor/sign_in", &[("email", "maya@example.com"), ("password", "wrong"), ("next", "")]).by_a_program();
    let mut last = house.knock(knock()).await;
    for _ in 0..12 {
        last = house.knock(knock()).await;
    }
    assert_eq!(last.status, 429, "{}", last.text);
    assert!(last.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
}

async fn a_form_has_an_end() {
    let house = House::empty().await;
    let answer = house.knock(post("/api/visitor/sign_in", &[]).body(format!("email={}", "x".repeat(1 << 20)))).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text.contains("make what you wrote shorter"), "{}", answer.text);
}

async fn a_page_that_is_not_there_says_so() {
    let house = House::empty().await;
    let (portal, office) = (house.knock(get("/no/such/page")).await, house.knock(get("/office/no/such/page")).await);
    assert_eq!((portal.status, office.status), (404, 404));
    assert!(portal.header("content-type").starts_with("text/html"));
    let unknown = house.knock(get("/documents/nonsense/download")).await;
    assert!(matches!(unknown.status, 303 | 404), "{}", unknown.status);
}

/// T14: what was drawn waits with the form while its signer proves who they are. What was refused is drawn anew.
#[tokio::test]
async fn a_drawing_comes_back_after_fresh_proof_and_not_after_a_refusal() {
    let (house, cast) = House::with_cast().await;
    let chart = cast.charts.iter().find(|chart| chart.first_name == "Maya").unwrap().id.to_string();
    let plan = house.text("SELECT hex(id) FROM documents WHERE title = 'Treatment plan, November 2026'").await.unwrap();
    let fields = [("chart", chart.as_str()), ("document", plan.as_str()), ("action", "share_to_sign")];
    let elena = house.staff_cookie("elena.reyes@harborstreet.example").await;
    house.knock(post("/api/staff/documents/share", &fields).cookie(&elena)).await;
    let share = house.text("SELECT hex(id) FROM shares ORDER BY rowid DESC").await.unwrap();
    let fields = [("name", "Harbor"), ("zone", "UTC"), ("crisis", "988"), ("documents", "true"), ("client_signs_with_proof", "true")];
    let tomas = house.staff_cookie("tomas.vidal@harborstreet.example").await;
    assert!(house.knock(post("/api/staff/settings/change", &fields).cookie(&tomas)).await.leads_to().contains("done=saved"));

    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    house.knock(get(&format!("/documents/{share}")).cookie(&maya)).await;
    house.knock(post("/api/client/documents/consent", &[("id", share.as_str()), ("agree", "true")]).cookie(&maya)).await;
    let seen = house.text("SELECT lower(hex(frozen_sha256)) || ' ' FROM shares ORDER BY rowid DESC").await.unwrap();
    let points: Vec<String> = (0..20).map(|i| format!(r#"{{"x":{},"y":217,"t":{i},"p":500}}"#, 100 + i * 20)).collect();
    let drawing = format!("[[{}]]", points.join(","));
    house.hands.shift(chrono::Duration::minutes(6));
    let page = format!("/documents/{share}/sign");
    let signs = async |agree: &'static str, browser: &str| {
        let fields = [("id", share.as_str()), ("seen", seen.trim()), (agree, "true"), ("method", "drawn"), ("strokes", drawing.as_str())];
        let cookies = format!("{maya}; __Host-anteroom-browser={browser}");
        house.knock(post("/api/client/documents/sign", &fields).cookie(&cookies).from(&page)).await
    };
    let browser = "A".repeat(43);
    let asked = signs("agree", &browser).await;
    assert!(asked.leads_to().starts_with("/prove?matter=signature&next="), "{}", asked.leads_to());
    let cookies = format!("{maya}; __Host-anteroom-browser={browser}");
    let sheet = async || house.knock(get(&format!("{page}?refused=1")).cookie(&cookies)).await;
    let again = sheet().await;
    assert!(again.status == 200 && again.text.contains(":217") && again.text.contains("This was not sent yet"), "{}", again.status);
    let refused = signs("agree-not", &browser).await;
    assert!(refused.leads_to().ends_with("/sign?refused=1"), "{}", refused.leads_to());
    let again = sheet().await.text;
    assert!(!again.contains(":217"), "what was refused is drawn anew");
    assert!(again.contains("You sign as Maya Lindqvist.") && again.contains("sees it in the chart."));
    assert!(!again.contains("You can download the signed document"), "downloads are switched off");
}

/// Many forms of one kind on one page: the one that came back is open, with its boxes as they were, and says what is wrong once.
#[tokio::test]
async fn of_many_forms_only_the_last_comes_back() {
    let (house, _) = House::with_cast().await;
    let himself = house.text("SELECT hex(id) FROM staff WHERE last_name = 'Vidal'").await.unwrap();
    let session = house.staff_cookie("tomas.vidal@harborstreet.example").await;
    let cookies = format!("{session}; __Host-anteroom-browser={}", "A".repeat(43));
    let page = "/office/settings/team";
    let sends = async |door: &str, role: Option<&str>| {
        house.hands.shift(chrono::Duration::seconds(1));
        let fields: Vec<(&str, &str)> =
            [Some(("member", himself.as_str())), role.map(|role| (role, "true"))].into_iter().flatten().collect();
        let answer = house.knock(post(door, &fields).cookie(&cookies).from(page)).await;
        (answer.leads_to().to_owned(), house.knock(get(&format!("{page}?refused=1")).cookie(&cookies)).await.text)
    };
    let reason = "Nobody else administers the practice.";
    let (led, text) = sends("/api/staff/team/deactivate", None).await;
    assert!(led.ends_with("/team?refused=1") && text.matches(reason).count() == 1 && !text.contains("<details open"), "{led}");
    let (_, text) = sends("/api/staff/team/change_roles", Some("biller")).await;
    assert_eq!((text.matches(reason).count(), text.matches("role=\"alert\"").count(), text.matches("<details open").count()), (1, 1, 1));
    let his = text.split("<details open").nth(1).and_then(|rest| rest.split("</details>").next()).unwrap();
    let checked = |role: &str| his.split(&format!("name=\"{role}\"")).nth(1).unwrap().split('>').next().unwrap().contains("checked");
    assert!(checked("biller") && !checked("practice_administrator"), "{his}");
    let (_, text) = sends("/api/staff/team/change_roles", None).await;
    assert!(text.contains("href=\"#member-roles\"") && text.matches("role=\"alert\"").count() == 1);
    let ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let twice: Vec<&&str> = ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
    assert_eq!(twice, Vec::<&&str>::new(), "each id stands once");
    assert!(ids.contains(&"member-roles") && ids.contains(&"roles"));
    // Fresh proof: nothing that was ticked is lost on the way, and after it the act goes on.
    house.hands.shift(chrono::Duration::minutes(6));
    let (led, text) = sends("/api/staff/team/change_roles", Some("intern")).await;
    assert!(led.starts_with("/office/prove?matter=team&next="), "{led}");
    let his = text.split("<details open").nth(1).unwrap();
    assert!(
        his.contains("This was not sent yet.")
            && his.split("name=\"intern\"").nth(1).unwrap().split('>').next().unwrap().contains("checked")
    );
    let asked: Vec<(String, String)> = form_urlencoded::parse(led.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
    let said = |name: &str| asked.iter().find(|(said, _)| said == name).map(|(_, value)| value.as_str()).unwrap();
    assert_eq!((said("act"), said("next")), ("staff/team/change_roles", "/office/settings/team?refused=1"));
    let proves = async |password: &str, act: &str| {
        let fields = [("side", "office"), ("matter", "team"), ("password", password), ("next", said("next")), ("act", act)];
        house.knock(post("/api/own/proof/give", &fields).cookie(&cookies).from(&led)).await.leads_to().to_owned()
    };
    assert!(proves("not the one", said("act")).await.starts_with("/office/prove?"));
    // What nobody has just sent does not go on, whatever the address says.
    assert_eq!(proves(STAFF_PASSWORD, "staff/team/deactivate").await, "/office/settings/team?refused=1");
    let led_on = proves(STAFF_PASSWORD, said("act")).await;
    assert!(led_on.starts_with("/office/settings/team?refused=1"), "nobody else administers: {led_on}");
    let (_, text) = (led_on, house.knock(get(&format!("{page}?refused=1")).cookie(&cookies)).await.text);
    assert!(text.contains("Nobody else administers the practice."), "it was done, and refused for its own reason");
}

/// A name that a form says twice is one that its function does not take: what was typed would be refused without a word.
#[tokio::test]
async fn no_form_says_a_name_twice() {
    use crate::doors::{Things, chart_of, doors};
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let elena = house.staff_cookie("elena.reyes@harborstreet.example").await;
    let tomas = house.staff_cookie("tomas.vidal@harborstreet.example").await;
    let further = [
        "/information?edit=insurance&entry=INSURANCE",
        "/information?edit=reach",
        "/office/charts/CHART/demographics?edit=insurance&entry=INSURANCE",
        "/office/charts/CHART/demographics?edit=contact&entry=CONTACT",
        "/office/charts/CHART/demographics?edit=phones",
        "/office/charts/CHART/demographics?edit=emails",
    ];
    let pages = doors().into_iter().filter(|door| door.method == "GET").map(|door| door.path);
    let (mut looked, mut twice) = (0, Vec::new());
    for page in pages.chain(further.map(str::to_owned)) {
        let cookies = if page.starts_with("/office") { vec![&elena, &tomas] } else { vec![&maya] };
        for cookie in cookies {
            let answer = house.knock(get(&things.fill(&page)).cookie(cookie)).await;
            if answer.status != 200 || !answer.header("content-type").starts_with("text/html") {
                continue;
            }
            for form in answer.text.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
                looked += 1;
                let fields = form.split('<').filter(|tag| ["input", "select", "textarea"].iter().any(|kind| tag.starts_with(kind)));
                let fields = fields.filter(|tag| !["radio", "checkbox"].iter().any(|kind| tag.contains(&format!("type=\"{kind}\""))));
                let named = |tag: &str| tag.split(" name=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
                let mut names: Vec<String> = fields.filter_map(named).filter(|name| !name.contains('[')).collect();
                names.sort();
                twice.extend(names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| format!("{page}: {}", pair[0])));
            }
        }
    }
    assert!(looked > 100, "{looked} forms were looked at");
    twice.dedup();
    assert_eq!(twice, Vec::<String>::new());
}
