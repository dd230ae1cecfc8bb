//! A form that is sent twice, as by a double click, is done once, and its sender is led to the same success both times.

use crate::{
    doors::chart_of,
    house::{Answer, House, STAFF_PASSWORD, get, post},
};
use backend::Origin;
use chrono::Duration;
use std::{future::poll_fn, pin::pin, task::Poll};

crate::on_both_databases!(
    what_staff_send_twice_is_done_once,
    an_account_that_is_made_twice_is_made_once,
    a_signature_that_is_sent_twice_is_one,
    a_form_that_is_sent_at_the_same_moment_is_done_once,
    a_browser_that_hangs_up_on_the_first_one_is_led_by_it,
    a_key_answers_nobody_else,
    a_form_that_was_refused_can_be_sent_again,
    what_is_shown_once_is_made_again,
);

/// A form as it stands on a page: which door it is for, and its hidden fields.
pub struct Sheet {
    pub door: String,
    pub fields: Vec<(String, String)>,
}

impl Sheet {
    /// The first form of this door on a page.
    pub fn on(text: &str, door: &str) -> Self {
        let form = text.split(&format!("action=\"/api/{door}\"")).nth(1).unwrap_or_else(|| panic!("no form for {door} in {text}"));
        let form = form.split("</form>").next().unwrap_or_default();
        let plain = |text: &str| text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let fields = form.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|input| {
            let input = input.split('>').next()?;
            let (name, rest) = input.split_once('"')?;
            let value = rest.split_once(" value=\"")?.1.split('"').next()?;
            Some((name.to_owned(), plain(value)))
        });
        let sheet = Self { door: door.to_owned(), fields: fields.collect() };
        assert_eq!(sheet.get("once").len(), 43, "{door} carries a key");
        sheet
    }

    fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Filled in.
    pub fn with(mut self, typed: &[(&str, &str)]) -> Self {
        self.fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self
    }
}

struct Window {
    house: House,
    cookies: String,
}

impl Window {
    async fn of_elena() -> (Self, String) {
        let (house, cast) = House::with_cast().await;
        let cookies = known(&house.staff_cookie("elena.reyes@harborstreet.example").await);
        (Self { house, cookies }, chart_of(&cast, "Maya"))
    }

    async fn opens(&self, page: &str) -> String {
        let answer = self.house.knock(get(page.split('#').next().unwrap_or_default()).cookie(&self.cookies)).await;
        assert_eq!(answer.status, 200, "{page} leads to {}", answer.header("location"));
        answer.text
    }

    async fn sends_as(&self, cookies: &str, sheet: &Sheet) -> Answer {
        let fields: Vec<(&str, &str)> = sheet.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.house.knock(post(&format!("/api/{}", sheet.door), &fields).cookie(cookies)).await
    }

    /// Sends a form, and says where that leads.
    async fn sends(&self, sheet: &Sheet) -> String {
        self.sends_as(&self.cookies, sheet).await.leads_to().to_owned()
    }

    /// Sends it twice. Only the first time does something, and both lead to the same page, which says so.
    async fn sends_twice(&self, sheet: &Sheet, says: &str) -> String {
        let before = self.house.audit_rows().await;
        let first = self.sends(sheet).await;
        let once = self.house.audit_rows().await;
        assert!(once > before && !first.contains("refused"), "{} led to {first}", sheet.door);
        let second = self.sends(sheet).await;
        assert_eq!(self.house.audit_rows().await, once, "{} did something twice", sheet.door);
        assert_eq!(second, first, "{}", sheet.door);
        assert!(self.opens(&second).await.contains(says), "{says} does not stand on {second}");
        first
    }

    async fn counts(&self, table: &str) -> i64 {
        self.house.text(&format!("SELECT '' || count(*) FROM {table}")).await.and_then(|count| count.parse().ok()).expect("a count")
    }

    /// The sheet of this page's form, filled in.
    async fn sheet(&self, page: &str, door: &str, typed: &[(&str, &str)]) -> Sheet {
        Sheet::on(&self.opens(page).await, door).with(typed)
    }
}

fn known(cookie: &str) -> String {
    format!("{cookie}; __Host-anteroom-browser={}", "A".repeat(43))
}

const DRAFT: [(&str, &str); 4] = [("kind", "progress_note"), ("title", "Call"), ("heading", "Session"), ("text", "Walks.")];
/// Another one of this name and day is made as well: only the key tells that it is the same form.
const JO: [(&str, &str); 4] = [("last_name", "Doe"), ("first_name", "Jo"), ("birth_date", "2000-01-01"), ("another", "true")];

async fn what_staff_send_twice_is_done_once() {
    let (elena, chart) = Window::of_elena().await;
    let documents = elena.counts("documents").await;
    let new = format!("/office/charts/{chart}/documents/new");
    let draft = elena.sends_twice(&elena.sheet(&new, "staff/documents/write", &DRAFT).await, "Walks.").await;
    assert_eq!(elena.counts("documents").await, documents + 1);

    let charts = elena.counts("charts").await;
    elena.sends_twice(&elena.sheet("/office/charts/new", "staff/charts/create", &JO).await, "Doe").await;
    assert_eq!(elena.counts("charts").await, charts + 1);

    let contacts = elena.counts("contacts").await;
    let june = [("first_name", "June"), ("last_name", "Lindqvist"), ("relationship", "mother")];
    let demographics = format!("/office/charts/{chart}/demographics");
    elena.sends_twice(&elena.sheet(&demographics, "staff/charts/add_contact", &june).await, "June").await;
    assert_eq!(elena.counts("contacts").await, contacts + 1);

    let signed = elena.sends_twice(&elena.sheet(&draft, "staff/documents/finish", &[]).await, "The note is signed.").await;
    let shares = elena.counts("shares").await;
    elena.sends_twice(&elena.sheet(&signed, "staff/documents/share", &[]).await, "Shared").await;
    assert_eq!(elena.counts("shares").await, shares + 1);

    let jordan = elena.house.text("SELECT hex(id) FROM charts WHERE first_name = 'Jordan'").await.expect("Jordan");
    let communications = format!("/office/charts/{jordan}/communications");
    let invites = elena.counts("invites").await;
    elena.sends_twice(&elena.sheet(&communications, "staff/invites/activate", &[]).await, "Access is granted.").await;
    assert_eq!(elena.counts("invites").await, invites + 1);

    elena.house.hands.shift(Duration::minutes(6));
    let prove = [("side", "office"), ("matter", "access"), ("password", STAFF_PASSWORD)];
    elena.house.knock(post("/api/own/proof/give", &prove).cookie(&elena.cookies)).await;
    let email = [("email", "jordan.avery@example.com")];
    elena.sends_twice(&elena.sheet(&communications, "staff/invites/resend", &email).await, "role=\"status\"").await;
    assert_eq!(elena.counts("invites").await, invites + 2);
    elena.house.walks_the_trail().await;
}

async fn an_account_that_is_made_twice_is_made_once() {
    let (elena, _) = Window::of_elena().await;
    let jordan = elena.house.text("SELECT hex(id) FROM charts WHERE first_name = 'Jordan'").await.expect("Jordan");
    elena.sends(&elena.sheet(&format!("/office/charts/{jordan}/communications"), "staff/invites/activate", &[]).await).await;
    while elena.house.system.deliver_next().await.expect("the outbox is read") {}
    let mails = elena.house.practice.visitor(Origin { direct: true, ..Origin::default() }).demo_mailbox().await.expect("the demo mailbox");
    let link = mails.iter().find_map(|mail| mail.link.split("/register/").nth(1).map(str::to_owned)).expect("a link");
    let register = format!("/register/{link}");
    // Somebody whose browser is here for the first time.
    let visitor = Window { cookies: String::new(), ..elena };
    let identity = [("last_name", "Avery"), ("birth_date", "1985-07-02")];
    let identity = visitor.sheet(&register, "visitor/registration/check_identity", &identity).await;
    // A browser that throws the first answer away takes its pass from the second one.
    visitor.sends(&identity).await;
    let passed = visitor.sends_as("", &identity).await;
    let pass = passed.all("set-cookie").into_iter().find(|line| line.contains("registration=")).expect("a pass").split(';').next();
    let jordan = Window { cookies: pass.unwrap_or_default().to_owned(), ..visitor };
    let accounts = jordan.counts("accounts").await;
    let password = [("password", "Small-River_turns9")];
    let sheet = jordan.sheet(&register, "visitor/registration/choose_password", &password).await;
    assert_eq!(jordan.sends_twice(&sheet, "You are registered").await, "/registered");
    assert_eq!(jordan.counts("accounts").await, accounts + 1);
    // Even where the browser has heard by then that the registration is over.
    assert_eq!(jordan.sends_as("", &sheet).await.leads_to(), "/registered");
    jordan.house.walks_the_trail().await;
}

async fn a_signature_that_is_sent_twice_is_one() {
    let (elena, chart) = Window::of_elena().await;
    let plan = elena.house.text("SELECT hex(id) FROM documents WHERE title = 'Treatment plan, November 2026'").await.expect("the plan");
    let share = [("chart", chart.as_str()), ("document", plan.as_str()), ("action", "share_to_sign")];
    elena.house.knock(post("/api/staff/documents/share", &share).cookie(&elena.cookies)).await;
    let share = elena.house.text("SELECT hex(id) FROM shares ORDER BY rowid DESC").await.expect("a share");
    let maya = Window { cookies: known(&elena.house.client_cookie("maya.lindqvist@example.com").await), ..elena };
    maya.opens(&format!("/documents/{share}")).await;
    let page = format!("/documents/{share}/sign");
    maya.sends_twice(&maya.sheet(&page, "client/documents/consent", &[("agree", "true")]).await, "Add Signature").await;
    let ink = [("method", "typed"), ("typed_name", "Maya Lindqvist"), ("agree", "true")];
    let signatures = maya.counts("signatures").await;
    let led = maya.sends_twice(&maya.sheet(&page, "client/documents/sign", &ink).await, "Signed").await;
    assert!(led.starts_with(&format!("/documents/{share}/done")), "{led}");
    assert_eq!(maya.counts("signatures").await, signatures + 1);
    maya.house.walks_the_trail().await;
}

async fn a_form_that_is_sent_at_the_same_moment_is_done_once() {
    let (elena, chart) = Window::of_elena().await;
    let (charts, documents) = (elena.counts("charts").await, elena.counts("documents").await);
    let create = elena.sheet("/office/charts/new", "staff/charts/create", &JO).await;
    let write = elena.sheet(&format!("/office/charts/{chart}/documents/new"), "staff/documents/write", &DRAFT).await;
    for sheet in [&create, &write] {
        let (one, two, three, four) = tokio::join!(elena.sends(sheet), elena.sends(sheet), elena.sends(sheet), elena.sends(sheet));
        assert!([&two, &three, &four].into_iter().all(|led| *led == one), "{one}, {two}, {three}, {four}");
        assert!(!one.contains("refused") && !one.contains("incident"), "{one}");
    }
    assert_eq!((elena.counts("charts").await, elena.counts("documents").await), (charts + 1, documents + 1));
}

/// As a double click does: the first one is given up, at whichever point of its way, and the second one waits for it.
async fn a_browser_that_hangs_up_on_the_first_one_is_led_by_it() {
    let (elena, _) = Window::of_elena().await;
    for steps in 1..=12 {
        let charts = elena.counts("charts").await;
        let sheet = elena.sheet("/office/charts/new", "staff/charts/create", &JO).await;
        gives_up_after(steps, elena.sends(&sheet)).await;
        let led = elena.sends(&sheet).await;
        assert!(led.ends_with("done=created"), "after {steps}: {led}");
        assert_eq!(elena.counts("charts").await, charts + 1, "after {steps}");
    }
}

/// Goes so many steps with this work, and drops it.
async fn gives_up_after(mut steps: u32, work: impl Future) {
    let mut work = pin!(work);
    poll_fn(|context| {
        if steps == 0 {
            return Poll::Ready(());
        }
        steps -= 1;
        work.as_mut().poll(context).map(|_| ())
    })
    .await;
}

/// Neither another person nor the next one at the same browser is told where the first was led; and who goes back and writes
/// something else loses none of it.
async fn a_key_answers_nobody_else() {
    let (elena, chart) = Window::of_elena().await;
    let charts = elena.counts("charts").await;
    let sheet = elena.sheet("/office/charts/new", "staff/charts/create", &JO).await;
    let first = elena.sends(&sheet).await;
    let signed_out = elena.sends_as(&known("a=b"), &sheet).await;
    assert!(signed_out.leads_to().starts_with("/office/login?next="), "{}", signed_out.leads_to());
    let grace = known(&elena.house.staff_cookie("grace.whitfield@harborstreet.example").await);
    let second = elena.sends_as(&grace, &sheet).await.leads_to().to_owned();
    assert!(second.starts_with("/office/charts/") && second != first, "{second}");
    assert_eq!(elena.counts("charts").await, charts + 2);
    // The key is that of one door.
    let elsewhere = Sheet { door: "staff/charts/add_contact".into(), fields: sheet.fields.clone() };
    assert_ne!(elena.sends(&elsewhere.with(&[("chart", &chart), ("relationship", "aunt")])).await, first);
    let jane = Sheet { fields: sheet.fields.into_iter().filter(|(name, _)| name != "first_name").collect(), ..sheet };
    let third = elena.sends(&jane.with(&[("first_name", "Jane")])).await;
    assert!(third != first && elena.opens(&third).await.contains("Jane"), "{third}");
    assert_eq!(elena.counts("charts").await, charts + 3);
}

async fn a_form_that_was_refused_can_be_sent_again() {
    let (elena, _) = Window::of_elena().await;
    let jordan = elena.house.text("SELECT hex(id) FROM charts WHERE first_name = 'Jordan'").await.expect("Jordan");
    let communications = format!("/office/charts/{jordan}/communications");
    elena.sends(&elena.sheet(&communications, "staff/invites/activate", &[]).await).await;
    let email = [("email", "jordan.avery@example.com")];
    let sheet = elena.sheet(&communications, "staff/invites/resend", &email).await;
    for _ in 0..2 {
        let led = elena.sends(&sheet).await;
        assert!(led.ends_with("refused=1"), "too soon: {led}");
    }
    elena.house.hands.shift(Duration::minutes(6));
    let led = elena.sends(&sheet).await;
    assert!(led.starts_with("/office/prove?"), "{led}");
    let prove = [("side", "office"), ("matter", "access"), ("password", STAFF_PASSWORD)];
    elena.house.knock(post("/api/own/proof/give", &prove).cookie(&elena.cookies)).await;
    assert!(elena.sends(&sheet).await.contains("done=resent"));
}

/// The page that shows it may have been given up together with the first answer.
async fn what_is_shown_once_is_made_again() {
    let (elena, _) = Window::of_elena().await;
    let jordan = elena.house.text("SELECT hex(id) FROM charts WHERE first_name = 'Jordan'").await.expect("Jordan");
    let communications = format!("/office/charts/{jordan}/communications");
    elena.sends(&elena.sheet(&communications, "staff/invites/activate", &[]).await).await;
    let sheet = elena.sheet(&communications, "staff/invites/copy_link", &[]).await;
    let mut shown = Vec::new();
    for _ in 0..2 {
        let text = elena.opens(&elena.sends(&sheet).await).await;
        shown.push(text.split("/register/").nth(1).expect("a link")[..43].to_owned());
    }
    assert_ne!(shown[0], shown[1]);
}

/// What the browser says of the page is not asked: some say nothing.
#[tokio::test]
async fn a_form_on_a_page_leads_back_to_it() {
    let (elena, _) = Window::of_elena().await;
    let visitor = Window { cookies: known("a=b"), ..elena };
    for (page, door) in
        [("/login", "visitor/sign_in"), ("/login?next=%2Fmessages", "visitor/sign_in"), ("/office/login", "visitor/sign_in_staff")]
    {
        let wrong = [("email", "maya.lindqvist@example.com"), ("password", "wrong")];
        let led = visitor.sends(&visitor.sheet(page, door, &wrong).await).await;
        assert_eq!(led.replace("&refused", "?refused").replace("?refused=1", ""), page);
        let text = visitor.opens(&led).await;
        assert!(text.contains("role=\"alert\"") && text.contains("value=\"maya.lindqvist@example.com\""), "{led}: {text}");
    }
    let elena = Window { cookies: known(&visitor.house.staff_cookie("elena.reyes@harborstreet.example").await), ..visitor };
    let missing = [("last_name", "Featherstonehaugh"), ("first_name", ""), ("birth_date", "2000-01-01")];
    let led = elena.sends(&elena.sheet("/office/charts/new", "staff/charts/create", &missing).await).await;
    assert_eq!(led, "/office/charts/new?refused=1");
    assert!(elena.opens(&led).await.contains("value=\"Featherstonehaugh\""));
}

/// A form in a window names the page with that window open: what is refused is seen there.
fn below_its_window(page: &str) -> &str {
    let (below, window) = page.split_once("dialog=").unwrap_or((page, ""));
    assert!(!window.contains('&'), "{page}");
    below.trim_end_matches(['?', '&'])
}

/// Every form that posts carries them, wherever it stands, and a part that wakes finds the same ones beside it.
#[tokio::test]
async fn every_form_carries_its_page_and_a_key_of_its_own() {
    let (elena, chart) = Window::of_elena().await;
    let maya = known(&elena.house.client_cookie("maya.lindqvist@example.com").await);
    let of_chart = |rest: &str| format!("/office/charts/{chart}/{rest}");
    let office = ["/office", "/office/charts/new", "/office/security"].map(str::to_owned);
    let charted = ["face", "demographics", "demographics?edit=emails", "communications", "documents", "documents/new"].map(of_chart);
    let portal = ["/login", "/", "/security", "/more"].map(str::to_owned);
    let pages = office.into_iter().chain(charted).map(|page| (page, elena.cookies.clone()));
    let mut keys = Vec::new();
    for (page, cookies) in pages.chain(portal.map(|page| (page.clone(), if page == "/login" { known("a=b") } else { maya.clone() }))) {
        let text = elena.house.knock(get(&page).cookie(&cookies)).await.text;
        let forms: Vec<&str> = text.split("<form").skip(1).filter_map(|form| form.split("</form>").next()).collect();
        for form in forms.iter().filter(|form| form.contains("method=\"post\"")) {
            let door = form.split("action=\"/api/").nth(1).and_then(|rest| rest.split('"').next()).expect("a door");
            let sheet = Sheet::on(&format!("<form{form}</form>"), door);
            assert_eq!(below_its_window(sheet.get("page")), page, "{door}");
            keys.push(sheet.get("once").to_owned());
        }
    }
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert!(all > 20 && keys.len() == all, "{all} forms, {} keys", keys.len());
}
