//! Notes in two windows, with scripts off: whoever saves later loses nothing, and destroys nothing.

use crate::house::{House, get, post};
use std::cell::Cell;

struct Desk {
    house: House,
    session: String,
    /// Two windows of one browser share what is kept of a refused form; two browsers do not.
    browser: Cell<&'static str>,
    chart: String,
}

impl Desk {
    /// Dr. Reyes at the chart of Maya.
    async fn of_reyes() -> Self {
        let (house, cast) = House::with_cast().await;
        let chart = cast.charts.iter().find(|chart| chart.first_name == "Maya").unwrap().id.to_string();
        let session = house.staff_cookie(&cast.staff[0].email).await;
        Self { house, session, browser: Cell::new("A"), chart }
    }

    fn cookies(&self) -> String {
        format!("{}; __Host-anteroom-browser={}", self.session, self.browser.get().repeat(43))
    }

    /// Sends a form of the documents room, and tells where that leads.
    async fn sends(&self, door: &str, fields: &[(&str, &str)], from: &str) -> String {
        let fields: Vec<(&str, &str)> = [("chart", self.chart.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let knock = post(&format!("/api/staff/documents/{door}"), &fields).cookie(&self.cookies()).from(from);
        self.house.knock(knock).await.leads_to().to_owned()
    }

    /// Writes a draft, and tells its address.
    async fn draft(&self, title: &str, text: &str) -> String {
        let new = format!("/office/charts/{}/documents/new", self.chart);
        let fields = [("kind", "progress_note"), ("title", title), ("heading", "Session"), ("text", text)];
        self.sends("write", &fields, &new).await.split('?').next().unwrap().to_owned()
    }

    async fn saves(&self, page: &str, version: &str, title: &str, text: &str) -> String {
        let document = page.rsplit('/').next().unwrap();
        let fields = [
            ("document", document),
            ("version", version),
            ("kind", "progress_note"),
            ("title", title),
            ("heading", "Session"),
            ("text", text),
        ];
        self.sends("change", &fields, &format!("{page}?edit=note")).await
    }

    async fn reads(&self, page: &str) -> String {
        let answer = self.house.knock(get(page).cookie(&self.cookies())).await;
        assert_eq!(answer.status, 200, "{page}");
        answer.text
    }
}

fn has_version(page: &str, version: &str) -> bool {
    page.contains(&format!("name=\"version\" value=\"{version}\""))
}

#[tokio::test]
async fn two_windows_on_one_draft_destroy_nothing() {
    let desk = Desk::of_reyes().await;
    let draft = desk.draft("Call", "As it began.").await;
    assert!(desk.saves(&draft, "1", "Call", "From the first window.").await.ends_with("done=saved"));
    let refused = desk.saves(&draft, "1", "Call", "From the second window.").await;
    assert_eq!(refused, format!("{draft}?edit=note&refused=1"));
    let page = desk.reads(&refused).await;
    for words in
        ["This note was changed meanwhile", "As it is saved now", "From the first window.", "From the second window.", "Save mine instead"]
    {
        assert!(page.contains(words), "{words}");
    }
    let (saved, form) = page.split_once("What you typed<").unwrap();
    assert!(saved.contains("From the first window.") && form.contains("From the second window.") && has_version(form, "2"));
    assert!(desk.saves(&draft, "2", "Call", "From the second window.").await.ends_with("done=saved"));
    let page = desk.reads(&draft).await;
    assert!(page.contains("From the second window.") && !page.contains("From the first window."));
}

/// A form that came back for another reason replaces the version that was before its writer's eyes, and no later one.
#[tokio::test]
async fn a_form_that_comes_back_replaces_only_what_was_seen() {
    let desk = Desk::of_reyes().await;
    let draft = desk.draft("Call", "As it began.").await;
    let refused = desk.saves(&draft, "1", "", "From the first browser.").await;
    desk.browser.set("B");
    assert!(desk.saves(&draft, "1", "Call", "From the second browser.").await.ends_with("done=saved"));
    desk.browser.set("A");
    let page = desk.reads(&refused).await;
    assert!(page.contains("Give the note a title.") && !page.contains("As it is saved now") && has_version(&page, "1"));
    assert_eq!(desk.saves(&draft, "1", "Call", "From the first browser.").await, refused);
    let page = desk.reads(&refused).await;
    assert!(page.contains("From the second browser.") && page.contains("From the first browser.") && has_version(&page, "2"));
}

#[tokio::test]
async fn a_note_that_was_signed_meanwhile_gives_back_what_was_typed() {
    let desk = Desk::of_reyes().await;
    let draft = desk.draft("Call", "As it is signed.").await;
    let document = draft.rsplit('/').next().unwrap();
    assert!(desk.sends("finish", &[("document", document), ("version", "1")], &draft).await.ends_with("done=signed"));
    let refused = desk.saves(&draft, "1", "Call, longer", "From the other window.").await;
    let page = desk.reads(&refused).await;
    for words in ["This note was signed meanwhile and stays as it is.", "As it is signed.", "From the other window.", "Save as a new note"]
    {
        assert!(page.contains(words), "{words}");
    }
    let fields = [("kind", "progress_note"), ("title", "Call, longer"), ("heading", "Session"), ("text", "From the other window.")];
    let new = desk.sends("write", &fields, &refused).await;
    assert!(desk.reads(&new).await.contains("From the other window.") && desk.reads(&draft).await.contains("As it is signed."));
}

/// A heading that the form offered goes where nothing was written below it; one that somebody typed stays.
#[tokio::test]
async fn nothing_typed_into_a_note_gets_lost() {
    let desk = Desk::of_reyes().await;
    let new = format!("/office/charts/{}/documents/new", desk.chart);
    let fields = [
        ("kind", "progress_note"),
        ("title", "Call"),
        ("heading", "Subjective"),
        ("offered", "Subjective"),
        ("text", ""),
        ("heading_2", "Homework"),
        ("offered_2", "Assessment"),
        ("text_2", ""),
        ("heading_3", ""),
        ("offered_3", "Plan"),
        ("text_3", "Walks."),
    ];
    let page = desk.reads(&desk.sends("write", &fields, &new).await).await;
    assert!(page.contains("Homework") && page.contains("Walks.") && !page.contains("Subjective"));
    let refused: Vec<(&str, &str)> = fields.into_iter().filter(|(name, _)| *name != "title").chain([("title", "旅")]).collect();
    let page = desk.reads(&desk.sends("write", &refused, &new).await).await;
    assert!(page.contains("The PDF of this note cannot show 旅.") && page.contains("value=\"Homework\"") && page.contains("Walks."));
}

#[tokio::test]
async fn a_note_that_is_never_shared_does_not_speak_of_sharing() {
    let desk = Desk::of_reyes().await;
    let new = format!("/office/charts/{}/documents/new", desk.chart);
    for (kind, shareable) in [("progress_note", true), ("psychotherapy_note", false)] {
        let written = desk.sends("write", &[("kind", kind), ("title", kind), ("heading", ""), ("text", "Walks.")], &new).await;
        assert_eq!(desk.reads(&written).await.contains("can be shared"), shareable);
        let document = written.split('?').next().unwrap().rsplit('/').next().unwrap();
        let signed = desk.sends("finish", &[("document", document), ("version", "1")], &written).await;
        let page = desk.reads(&signed).await;
        assert!(page.contains("The note is signed."));
        assert_eq!((page.contains("can be shared"), page.contains("/share-to-sign\"")), (shareable, shareable), "{kind}");
    }
}

/// TN-15
#[tokio::test]
async fn who_has_no_access_can_be_invited_where_sharing_was_refused() {
    let (house, cast) = House::with_cast().await;
    let chart = cast.charts.iter().find(|chart| chart.first_name == "Jordan").unwrap().id.to_string();
    let cookies = format!("{}; __Host-anteroom-browser={}", house.staff_cookie(&cast.staff[0].email).await, "A".repeat(43));
    let hex = chart.replace('-', "").to_uppercase();
    let plan =
        house.text(&format!("SELECT hex(id) FROM documents WHERE title = 'Recovery plan' AND hex(chart_id) = '{hex}'")).await.unwrap();
    let list = format!("/office/charts/{chart}/documents");
    let fields = [("chart", chart.as_str()), ("document", plan.as_str()), ("action", "share_to_sign"), ("invite", "true")];
    let share = async |fields: &[(&str, &str)]| {
        let answer = house.knock(post("/api/staff/documents/share", fields).cookie(&cookies).from(&list)).await;
        let led = answer.leads_to().to_owned();
        let page = house.knock(get(&led).cookie(&cookies)).await.text;
        (led, page)
    };
    let (led, page) = share(&fields[..3]).await;
    assert_eq!(led, format!("{list}?refused=1"));
    assert!(page.contains("The client has no portal access yet.") && page.contains("name=\"invite\" value=\"true\""));
    assert!(page.contains(&format!("href=\"/office/charts/{chart}/communications\">Communications")), "the way there");
    let (led, page) = share(&fields).await;
    assert!(led.starts_with(&format!("{list}?done=asked&document=")), "{led}");
    assert!(page.contains("Jordan Avery has not registered yet. It waits, and appears when they register."));
}

/// What is typed is what the page, the form and the next page show: every line, every number, and the spaces before them.
#[tokio::test]
async fn a_note_stays_line_by_line_as_it_was_typed() {
    let desk = Desk::of_reyes().await;
    let typed = "\n  1. May\n\n15. June: <b>\n    at noon\nThree\n  lines\n\n- Walk\n";
    let draft = desk.draft("Call", &typed.replace('\n', "\r\n")).await;
    // Between two texts the page has a mark that nobody sees.
    let page = desk.reads(&draft).await.replace("<!>", "");
    for shown in [
        r#"<li class="as-typed in-1"><span class="marker">1. </span>May</li>"#,
        r#"<li class="as-typed"><span class="marker">15. </span>June: &lt;b&gt;<br>at noon</li>"#,
        r#"<p class="as-typed">Three<br>  lines</p>"#,
        r#"<li class="as-typed"><span class="marker">- </span>Walk</li>"#,
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    // The first line feed belongs to the tag.
    let field = format!(">\n{}</textarea>", typed.replace('<', "&lt;").replace('>', "&gt;"));
    assert!(desk.reads(&format!("{draft}?edit=note")).await.contains(&field));
    assert!(desk.saves(&draft, "1", "Call", &typed.replace('\n', "\r\n")).await.ends_with("done=saved"));
    assert!(desk.reads(&format!("{draft}?edit=note")).await.contains(&field), "and saving it again changes nothing");
}
