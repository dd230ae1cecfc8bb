//! CP-10: whoever looks at the portal finds the practice's name and no other, on every page, in every header, in every file; and what the
//! practice has chosen to look like.

use crate::{
    doors::{Door, Things, chart_of, doors},
    house::{Answer, House, get, post, send},
};
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A name that no practice has.
const OURS: &str = "anteroom";
/// Cookies are never shown to anybody.
const UNSEEN: &str = "set-cookie";

fn names_nobody(what: &str, answer: &Answer) {
    // Addresses of what browsers load are not read either, but are looked at all the same: but for these two, which only a tree that was
    // built without `script/build` has.
    let text = answer.text.to_lowercase().replace("/pkg/anteroom.", "/pkg/");
    let at = text.find(OURS);
    let around = at.map(|at| String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(60)..(at + 60).min(text.len())]).into_owned());
    assert_eq!(around, None, "{what} names the program");
    for (name, value) in answer.headers.iter().filter(|(name, _)| name.as_str() != UNSEEN) {
        assert!(!value.to_str().unwrap_or_default().to_lowercase().contains(OURS), "{what}: {name}: {value:?}");
    }
}

fn is_looked_at(door: &Door) -> bool {
    !door.acts() && door.actor != "staff" && !door.path.ends_with("/events") && !door.path.starts_with("/office")
}

#[tokio::test]
async fn nobody_who_looks_at_the_portal_finds_another_name() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let (mut pages, mut papers) = (0, 0);
    for door in doors().into_iter().filter(is_looked_at) {
        for cookie in ["", maya.as_str()] {
            let answer = house.knock(door.knock(&things).cookie(cookie)).await;
            names_nobody(&door.path, &answer);
            pages += usize::from(answer.header("content-type").starts_with("text/html") && answer.status == 200);
            papers += usize::from(answer.text.starts_with("%PDF-"));
        }
    }
    assert!(pages > 30 && papers > 0, "{pages} pages and {papers} papers were looked at");
    for wrong in
        [get("/nothing-here"), get("/pkg/nothing.css"), get("/%ff"), get("/").by("PUT"), get("/brand/x.css"), post("/api/none", &[])]
    {
        names_nobody("what is not there", &house.knock(wrong.cookie(&maya)).await);
    }
    names_nobody("another host", &house.knock(get("/").header("host", "elsewhere.example")).await);
}

fn logo() -> Vec<u8> {
    let mut png = Vec::new();
    RgbImage::from_pixel(120, 40, Rgb([122, 32, 72])).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
    png
}

#[tokio::test]
async fn the_brand_stands_on_every_page_of_the_portal_and_on_none_of_the_office() {
    let (house, _) = House::with_cast().await;
    let tomas = house.staff_cookie("tomas.vidal@harborstreet.example").await;
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let fields = [("name", "Lighthouse Practice"), ("light", "#7a2048"), ("dark", ""), ("line", "Come in"), ("address", "")];
    let led = house.knock(post("/api/staff/settings/change_branding", &fields).cookie(&tomas)).await;
    assert!(led.leads_to().contains("done=saved"), "{}", led.leads_to());
    let sent = send("/office/settings/branding/logo", &[], &[("logo.png", &logo())]).cookie(&tomas).from("/office/settings/branding");
    let sent = house.knock(sent).await;
    assert!(sent.leads_to().contains("done=sent"), "{} {}", sent.status, sent.text);
    let address = |text: &str, end: &str| {
        let at = text.find("/brand/").unwrap_or_else(|| panic!("no brand in {text}"));
        text[at..].split('"').find(|part| part.ends_with(end) && part.starts_with("/brand/")).map(str::to_owned)
    };
    let mut sheet = None;
    for (page, cookie) in
        [("/login", ""), ("/forgot", ""), ("/register/x", ""), ("/", maya.as_str()), ("/documents", &maya), ("/more", &maya)]
    {
        let text = house.knock(get(page).cookie(cookie)).await.text;
        assert!(text.contains("Lighthouse Practice") && text.contains(r#"class="logo""#), "{page}");
        assert!(!text.contains("style=\""), "{page} carries a style of its own");
        sheet = address(&text, ".css").or(sheet);
    }
    assert!(house.knock(get("/login")).await.text.contains("Come in"));
    let office = house.knock(get("/office/charts").cookie(&tomas)).await.text;
    assert!(!office.contains("/brand/"), "the office looks as it comes");

    let colours = house.knock(get(&sheet.expect("the colours are linked"))).await;
    assert_eq!((colours.status, colours.header("content-type")), (200, "text/css"));
    assert!(colours.header("cache-control").contains("immutable") && colours.text.contains("--accent:#7a2048"));
    let picture = address(&house.knock(get("/login")).await.text, ".png").expect("the logo is there");
    let picture = house.knock(get(&picture)).await;
    assert_eq!((picture.header("content-type"), picture.header("x-content-type-options")), ("image/png", "nosniff"));
    assert_eq!(picture.all("content-security-policy"), ["sandbox; default-src 'none'"]);
}

#[tokio::test]
async fn a_logo_that_could_run_comes_back_with_the_reason() {
    let (house, _) = House::with_cast().await;
    let tomas = house.staff_cookie("tomas.vidal@harborstreet.example").await;
    let page = "/office/settings/branding";
    let cookies = format!("{tomas}; __Host-anteroom-browser={}", "A".repeat(43));
    let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let fields = [("form", "staff/settings/receive_logo"), ("page", page)];
    let sent = house.knock(send("/office/settings/branding/logo", &fields, &[("logo.png", script)]).cookie(&cookies).from(page)).await;
    let text = house.knock(get(sent.leads_to()).cookie(&cookies)).await.text;
    assert!(text.contains("can hold scripts (SVG, HTML), whatever its name says"), "{} {text}", sent.leads_to());
    let elena = house.staff_cookie("elena.reyes@harborstreet.example").await;
    let refused = house.knock(send("/office/settings/branding/logo", &[], &[("logo.png", &logo())]).cookie(&elena).by_a_program()).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert!(!house.knock(get("/login")).await.text.contains("/brand/"));
}
