//! T14: fresh proof at every door that asks for it, for its own matter, and at no other. Which ask stands in `doors.txt`:
//!
//! * whatever changes access to a chart: `access`; the team, its roles, who supervises whom: `team`; who may come in how: `settings`;
//!   a signature of staff: `signature`; one's own factors and sign-in address: `security`.
//! * Nothing but looking is free, and what is shown once was made with fresh proof. Signing out elsewhere only ever closes; staying and
//!   proving are what proof is made of. So are a client's own papers: the identity check is the proof of an offer, and a signature asks
//!   only where the practice's setting says so. So is the daily work on a chart: nobody gets in by it before access is activated, with
//!   proof; another primary clinician asks. So are the words of mails.

use crate::{
    doors::{Door, Things, chart_of, doors, line_of},
    house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, post},
};
use domain::sign_in::StepUpScope;

/// Six minutes after signing in, and after proof for every other matter: those that ask lead to the proof and change nothing, and lead
/// back to where one was.
#[tokio::test]
async fn six_minutes_after_signing_in_some_doors_ask_for_proof() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let (elena, tomas) =
        (house.staff_cookie("elena.reyes@harborstreet.example").await, house.staff_cookie("tomas.vidal@harborstreet.example").await);
    let settings = |door: &Door| {
        ["/api/staff/settings/", "/api/staff/team/", "/api/staff/workflows/", "/office/settings"]
            .iter()
            .any(|room| door.path.starts_with(room))
    };
    let who = |door: &Door| match door.actor {
        "client" => (&maya, "/security"),
        _ if settings(door) => (&tomas, "/office/settings"),
        _ => (&elena, "/office/charts"),
    };
    // Where settings are changed, it is who may come in that asks.
    let knock = |door: &Door, cookie: &str| door.knock_with(&things, &[("staff_need_factor", "on")]).cookie(cookie);
    let asks = |door: &Door| line_of(door).and_then(|line| line.proof);
    // Those that ask come first: what the others do is done.
    let (asking, free): (Vec<_>, Vec<_>) =
        doors().into_iter().filter(|door| door.actor != "visitor").partition(|door| asks(door).is_some());
    house.hands.shift(chrono::Duration::minutes(6));
    for proved in std::iter::once(None).chain(StepUpScope::ALL.map(Some)) {
        if let Some(matter) = proved {
            for (cookie, side, password) in
                [(&maya, "portal", CLIENT_PASSWORD), (&elena, "office", STAFF_PASSWORD), (&tomas, "office", STAFF_PASSWORD)]
            {
                let fields = [("side", side), ("matter", matter.name()), ("password", password)];
                let given = house.knock(post("/api/own/proof/give", &fields).cookie(cookie)).await;
                assert!(!given.leads_to().contains("refused"), "{}", given.leads_to());
            }
        }
        let before = house.contents().await;
        for door in asking.iter().filter(|door| asks(door) != proved) {
            let matter = asks(door).expect("it asks");
            let (cookie, page) = who(door);
            let answer = house.knock(knock(door, cookie).from(page).header("accept", "text/html")).await;
            let prove = if door.actor == "client" { "/prove" } else { "/office/prove" };
            let proof = format!("{prove}?matter={}&next=", matter.name());
            assert!(answer.leads_to().starts_with(&proof), "{} led to {} after proof for {proved:?}", door.path, answer.leads_to());
            let back = percent_encoding::percent_decode_str(answer.leads_to()).decode_utf8_lossy().into_owned();
            let (_, act) = door.path.split_once("/api/").expect("it is a function");
            assert!(back.ends_with(&format!("{page}?refused=1&act={act}")), "{} leads back to {back}", door.path);
            assert_eq!(house.contents().await, before, "{} has changed something", door.path);
            let told = house.knock(knock(door, cookie)).await;
            assert_eq!((told.status, told.text.contains("proof-needed")), (403, true), "{}: {}", door.path, told.text);
        }
    }
    for door in &free {
        let (cookie, page) = who(door);
        let answer = house.knock(door.knock(&things).cookie(cookie).from(page).header("accept", "text/html")).await;
        assert!(!answer.header("location").contains("/prove"), "{} asks for proof, and doors.txt says that it does not", door.path);
        assert!(answer.status < 500, "{} answered {}: {}", door.path, answer.status, answer.text);
    }
}
