//! T11, T18: whoever is not wholly in. Sessions that are over and sessions that are not yet whole, at every door behind sign-in.

use crate::{
    doors::{Things, chart_of, doors, says_signed_out},
    house::{House, get, post},
};
use backend::Origin;

/// The trail begins with the demo practice's past, and ends now.
const NOW: &str = "(SELECT max(at) FROM audit)";
const LONG_AGO: &str = "(SELECT min(at) FROM audit)";
const NEVER: &str = "NULL";

/// How sessions stand: what they wait for, when they ended, when they began, when they were last used.
async fn make_sessions(house: &House, [awaits, ended, began, seen]: [&str; 4]) {
    let sql = format!("UPDATE sessions SET awaits = {awaits}, ended_at = {ended}, started_at = {began}, seen_at = {seen} RETURNING 'done'");
    assert_eq!(house.text(&sql).await.as_deref(), Some("done"));
}

const WHOLE: [&str; 4] = [NEVER, NEVER, NOW, NOW];

const NONE: [(&str, [&str; 4]); 5] = [
    ("the second step is still to come", ["'factor'", NEVER, NOW, NOW]),
    ("a second step has to be set up first", ["'setup'", NEVER, NOW, NOW]),
    ("it was ended", [NEVER, NOW, NOW, NOW]),
    ("it was not used for too long", [NEVER, NEVER, NOW, LONG_AGO]),
    ("it began too long ago", [NEVER, NEVER, LONG_AGO, NOW]),
];

#[tokio::test]
async fn no_door_opens_to_a_session_that_is_none() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let both = both_sides(&house).await;
    let before = house.contents().await;
    for (state, how) in NONE {
        for door in doors().into_iter().filter(|door| door.actor != "visitor") {
            // Each time anew: what time has ended is ended for good at the first door that it comes to.
            make_sessions(&house, how).await;
            let answer = house.knock(door.knock(&things).cookie(&both)).await;
            assert!(says_signed_out(&answer), "{state}: {} {} answered {}: {}", door.method, door.path, answer.status, answer.text);
        }
    }
    assert_eq!(house.contents().await, before);
    // The same cookies open what they should, once the sessions are whole.
    make_sessions(&house, WHOLE).await;
    for side in ["portal", "office"] {
        let answer = house.knock(post("/api/own/session/stay", &[("side", side)]).cookie(&both).by_a_program()).await;
        assert_eq!(answer.status, 200, "{side}: {}", answer.text);
    }
}

/// Half a session opens its own next step, and a whole one does not.
#[tokio::test]
async fn half_a_session_opens_its_next_step() {
    let (house, _) = House::with_cast().await;
    let both = both_sides(&house).await;
    for (how, status) in [(NONE[0].1, 200), (WHOLE, 303), (NONE[2].1, 303), (NONE[4].1, 303)] {
        for page in ["/login/code", "/office/login/code"] {
            make_sessions(&house, how).await;
            let answer = house.knock(get(page).cookie(&both)).await;
            assert_eq!(answer.status, status, "{page}, {how:?}: {}", answer.header("location"));
        }
    }
}

/// Sent twice, the code of the second step has let its sender in the first time.
#[tokio::test]
async fn a_code_that_is_sent_twice_leads_on() {
    let (house, _) = House::with_cast().await;
    let both = both_sides(&house).await;
    for (side, next) in [("portal", "/messages"), ("office", "/office/charts")] {
        let fields = [("side", side), ("code", "123456"), ("next", next)];
        assert_eq!(house.knock(post("/api/visitor/second_step/enter", &fields).cookie(&both)).await.leads_to(), next);
        let answer = house.knock(post("/api/visitor/second_step/enter", &fields)).await;
        assert!(answer.leads_to().contains("/login?next="), "{}", answer.leads_to());
    }
}

/// T10: sessions that nobody has ended, of people who have nothing here any more.
#[tokio::test]
async fn no_door_opens_to_who_has_left() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let both = both_sides(&house).await;
    for sql in ["UPDATE grants SET revoked_at = activated_at WHERE account_id IS NOT NULL", "UPDATE staff SET disabled_at = added_at"] {
        house.text(&format!("{sql} RETURNING 'done'")).await.unwrap();
    }
    let before = house.contents().await;
    for door in doors().into_iter().filter(|door| door.actor != "visitor") {
        let answer = house.knock(door.knock(&things).cookie(&both)).await;
        assert!(says_signed_out(&answer), "{} {} answered {}: {}", door.method, door.path, answer.status, answer.text);
    }
    assert_eq!(house.contents().await, before);
}

/// Who has passed the identity check holds a secret. As the cookie of a session it is none.
#[tokio::test]
async fn no_door_opens_to_who_is_registering() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let elena = house.staff_cookie("elena.reyes@harborstreet.example").await;
    let jordan = chart_of(&cast, "Jordan");
    let office = async |door: &str, fields: &[(&str, &str)]| house.knock(post(door, fields).cookie(&elena).by_a_program()).await;
    let activated = office("/api/staff/invites/activate", &[("chart", &jordan), ("hold", "on")]).await;
    assert_eq!(activated.status, 200, "{}", activated.text);
    let of_jordan = format!("SELECT hex(id) FROM grants WHERE hex(chart_id) = '{}'", jordan.replace('-', "").to_uppercase());
    let grant = house.text(&of_jordan).await.unwrap();
    office("/api/staff/invites/copy_link", &[("chart", &jordan), ("grant", &grant)]).await;
    let shown = house.knock(get(&format!("/office/charts/{jordan}/communications?done=copied")).cookie(&elena)).await.text;
    let link = shown.split("/register/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("no link in {shown}"));
    let pass = house.practice.visitor(Origin::default()).check_identity(link, "Avery", "1985-07-02").await.unwrap();
    let names = ["__Host-anteroom", "__Host-anteroom-office", "__Host-anteroom-registration"];
    let everywhere = names.map(|name| format!("{name}={}", pass.reveal())).join("; ");
    let before = house.contents().await;
    for door in doors().into_iter().filter(|door| door.actor != "visitor") {
        let answer = house.knock(door.knock(&things).cookie(&everywhere)).await;
        assert!(says_signed_out(&answer), "{} {} answered {}: {}", door.method, door.path, answer.status, answer.text);
    }
    assert_eq!(house.contents().await, before);
}

async fn both_sides(house: &House) -> String {
    let client = house.client_cookie("maya.lindqvist@example.com").await;
    format!("{client}; {}", house.staff_cookie("tomas.vidal@harborstreet.example").await)
}
