//! The doors: each is knocked on as nobody, as another client, as a member of staff whose work it is not, and from elsewhere. Which
//! there are says the program itself (`list`), and who may what, the table (`doors.txt`).

mod list;
mod samples;
mod table;

pub use list::{Door, doors};
pub use samples::Things;
pub use table::line_of;

use crate::house::{Answer, House, get, post};

/// Signed out reads differently on a page and in a program.
pub fn says_signed_out(answer: &Answer) -> bool {
    answer.status == 401 || (answer.status == 303 && answer.header("location").contains("/login"))
}

/// T11, T18: without a session, and with half of one.
#[tokio::test]
async fn nobody_enters_without_a_session() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let (client, staff) = (house.client_cookie("maya.lindqvist@example.com").await, house.staff_cookie(&cast.staff[0].email).await);
    let before = house.contents().await;
    for door in doors().into_iter().filter(|door| door.actor != "visitor") {
        // The other side's session opens nothing here either.
        let (own, other) = if door.actor == "client" { ("__Host-anteroom", &staff) } else { ("__Host-anteroom-office", &client) };
        let strange = format!("{own}={}", other.split_once('=').map_or("", |(_, token)| token));
        let registering = format!("__Host-anteroom-registration={}", "A".repeat(43));
        for cookie in ["", other.as_str(), strange.as_str(), registering.as_str()] {
            let answer = house.knock(door.knock(&things).cookie(cookie)).await;
            assert!(says_signed_out(&answer), "{} answered {} to {cookie}: {}", door.path, answer.status, answer.text);
        }
    }
    assert_eq!(house.contents().await, before);
}

/// T15: another client's things are not there, in the same words as what never was.
#[tokio::test]
async fn another_clients_things_are_not_there() {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let rosa = house.client_cookie("rosa.delgado@example.com").await;
    let before = house.contents().await;
    for door in
        doors().into_iter().filter(|door| door.actor == "client" && door.names("GRANT") && !OF_NO_GRANT.contains(&door.path.as_str()))
    {
        let rows = house.audit_rows().await;
        let foreign = house.knock(door.knock(&maya).cookie(&rosa)).await;
        assert_eq!(foreign.status, 404, "{}", door.path);
        // A page asks twice: for itself, and for the frame around it.
        let told = house.audit_rows().await - rows;
        assert!(told == 1 || (told == 2 && !door.acts()), "{} leaves {told} rows", door.path);
        let nowhere = house.knock(door.knock(&maya.nowhere()).cookie(&rosa)).await;
        assert_eq!((nowhere.status, masked(&nowhere, &maya.nowhere())), (404, masked(&foreign, &maya)), "{}", door.path);
    }
    // The same things, asked for in her own name.
    let mut hers = maya.clone();
    let grant = "SELECT hex(g.id) FROM grants g JOIN accounts a ON a.id = g.account_id WHERE a.first_name = 'Rosa'";
    hers.0.insert("GRANT", house.text(grant).await.unwrap());
    for door in doors().into_iter().filter(|door| {
        door.actor == "client"
            && ["SHARE", "CONVERSATION", "FILE", "WAITS", "APPOINTMENT", "OFFER", "ASSIGNMENT", "INVOICE", "PAYMENT"]
                .iter()
                .any(|thing| door.names(thing))
    }) {
        assert_eq!(house.knock(door.knock(&hers).cookie(&rosa)).await.status, 404, "{}", door.path);
    }
    assert_eq!(house.contents().await, before);
    house.walks_the_trail().await;
}

/// These are the account's own, for whomever one acts.
const OF_NO_GRANT: [&str; 2] = ["/events", "/prove"];

/// T15: a chart out of reach is not there for staff, in the same words as what never was.
#[tokio::test]
async fn staff_reach_what_their_role_reaches() {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let samuel = &cast.staff.iter().find(|member| member.name.ends_with("Okafor")).unwrap().email;
    let samuel = house.staff_cookie(samuel).await;
    let before = house.contents().await;
    let settings = |door: &Door| ["/api/staff/settings/", "/api/staff/team/"].iter().any(|room| door.path.starts_with(room));
    for door in doors().into_iter().filter(|door| door.actor == "staff" && (door.names("CHART") || door.names("TASK")) && !settings(door)) {
        let foreign = house.knock(door.knock(&maya).cookie(&samuel)).await;
        assert_eq!(foreign.status, 404, "{} for a clinician of other charts: {}", door.path, foreign.text);
        let nowhere = house.knock(door.knock(&maya.nowhere()).cookie(&samuel)).await;
        assert_eq!((nowhere.status, masked(&nowhere, &maya.nowhere())), (404, masked(&foreign, &maya)), "{}", door.path);
    }
    assert_eq!(house.contents().await, before);
}

/// T12
#[tokio::test]
async fn no_door_opens_from_elsewhere_or_by_looking() {
    let (house, cast) = House::with_cast().await;
    let maya = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let (client, staff) = (house.client_cookie("maya.lindqvist@example.com").await, house.staff_cookie(&cast.staff[0].email).await);
    let before = house.contents().await;
    let both = format!("{client}; {staff}");
    for door in doors().into_iter().filter(Door::acts) {
        for origin in ["https://evil.example", "null", "http://portal.example.com", "https://sub.portal.example.com"] {
            let answer = house.knock(door.knock(&maya).cookie(&both).header("origin", origin)).await;
            assert_eq!(answer.status, 403, "{} from {origin}", door.path);
        }
        assert_eq!(house.knock(door.knock(&maya).cookie(&both).without("origin")).await.status, 403, "{}", door.path);
        for method in ["GET", "HEAD", "PUT", "DELETE"] {
            let answer = house.knock(door.knock(&maya).cookie(&both).by(method)).await;
            assert_eq!(answer.status, 405, "{method} {}", door.path);
        }
    }
    assert_eq!(house.contents().await, before);
}

/// T17: what a form does not have, a function does not take.
#[tokio::test]
async fn fields_that_nobody_asked_for_change_nothing() {
    let (house, cast) = House::with_cast().await;
    let chart = chart_of(&cast, "Maya");
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    let fields = [
        ("chart", chart.as_str()),
        ("version", "1"),
        ("last_name", "Lindqvist"),
        ("first_name", "Maya"),
        ("birth_date", "1991-03-14"),
        ("id", "00000000-0000-4000-8000-000000000001"),
        ("number", "1"),
        ("owner_kind", "contact"),
        ("created_by", "00000000-0000-4000-8000-000000000001"),
    ];
    let row = "SELECT number || owner_kind || hex(id) || coalesce(hex(created_by), '') FROM charts WHERE first_name = 'Maya'";
    let before = house.text(row).await;
    house.knock(post("/api/staff/charts/change_demographics", &fields).cookie(&elena).by_a_program()).await;
    assert_eq!(house.text(row).await, before);
}

/// T32: absurd values are refused, and cost nothing.
#[tokio::test]
async fn absurd_values_are_refused() {
    let (house, cast) = House::with_cast().await;
    let elena = house.staff_cookie(&cast.staff[0].email).await;
    let long = "x".repeat(10_000);
    for (page, search) in
        [("1e18", ""), ("-1", ""), ("99999999999999999999", ""), ("0", ""), ("1000001", ""), ("4294967295", ""), ("1", long.as_str())]
    {
        let fields = [("search", search), ("page", page)];
        assert_eq!(house.knock(post("/api/staff/charts/list", &fields).cookie(&elena).by_a_program()).await.status, 422, "{page}");
    }
    for (asked, sentence) in
        [(format!("q={long}"), "up to 200 characters"), ("page=1e18".into(), "no such page"), ("page=0".into(), "no such page")]
    {
        let page = house.knock(get(&format!("/office/charts?{asked}")).cookie(&elena)).await;
        assert_eq!(page.status, 422, "{sentence}");
        assert!(page.text.contains(sentence) && page.text.contains(r#"href="/office/charts""#) && page.text.contains("Begin again"));
    }
    for path in ["/documents/not-an-id", "/messages/x.css", "/office/charts/1/face", "/office/charts/%00/face"] {
        let status =
            house.knock(get(path).cookie(&format!("{elena}; {}", house.client_cookie("rosa.delgado@example.com").await))).await.status;
        assert!([400, 404].contains(&status), "{path} answered {status}");
    }
}

pub fn chart_of(cast: &backend::Cast, first_name: &str) -> String {
    cast.charts.iter().find(|chart| chart.first_name == first_name).unwrap().id.to_string()
}

/// A body without what differs between any two answers: nonces and the things that were asked for.
fn masked(answer: &Answer, things: &Things) -> String {
    let mut text = things.mask(&answer.text);
    for drawn in ["nonce=\"", "name=\"once\" value=\""] {
        while let Some(at) = text.find(drawn) {
            let end = text[at + drawn.len()..].find('"').map_or(text.len(), |end| at + drawn.len() + 1 + end);
            text.replace_range(at..end, "");
        }
    }
    text
}
