//! T14: fresh proof at every door that asks for it, for its own matter, and at no other, from `proof.txt`.

use crate::{
    doors::{Door, Things, chart_of, doors},
    house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, post},
};
use domain::sign_in::Matter;
use std::collections::{BTreeMap, BTreeSet};

/// The doors that ask for fresh proof, by method and path, and for what; and those that do not.
fn listed() -> (BTreeMap<String, Matter>, BTreeSet<String>) {
    let (mut asks, mut free) = (BTreeMap::new(), BTreeSet::new());
    for line in include_str!("proof.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.split_once(' ') {
            Some(("asks", rest)) => {
                let (matter, door) = rest.split_once(' ').expect("a matter and a door");
                asks.insert(door.trim().to_owned(), Matter::from_name(matter).expect("a matter"));
            }
            Some(("free", door)) => assert!(free.insert(door.to_owned()), "{door} stands twice"),
            _ => panic!("neither asks nor free: {line}"),
        }
    }
    (asks, free)
}

fn name(door: &Door) -> String {
    format!("{} {}", door.method, door.path)
}

#[test]
fn every_door_behind_sign_in_says_whether_it_asks_for_proof() {
    let (asks, free) = listed();
    let asks: BTreeSet<String> = asks.into_keys().collect();
    assert_eq!(asks.intersection(&free).collect::<Vec<_>>(), Vec::<&String>::new());
    let behind: BTreeSet<String> = doors().iter().filter(|door| door.actor != "visitor").map(name).collect();
    assert_eq!(asks.union(&free).cloned().collect::<BTreeSet<_>>(), behind, "proof.txt and doors.txt differ");
}

/// Six minutes after signing in, and after proof for every other matter: those that ask lead to the proof and change nothing, and lead
/// back to where one was.
#[tokio::test]
async fn six_minutes_after_signing_in_some_doors_ask_for_proof() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let maya = house.client_cookie("maya.lindqvist@example.com").await;
    let (elena, tomas) =
        (house.staff_cookie("elena.reyes@harborstreet.example").await, house.staff_cookie("tomas.vidal@harborstreet.example").await);
    let who = |door: &Door| match (door.actor, door.act) {
        ("client", _) => (&maya, "/security"),
        (_, "ChangeSettings") => (&tomas, "/office/settings"),
        _ => (&elena, "/office/charts"),
    };
    // Where settings are changed, it is who may come in that asks.
    let knock = |door: &Door, cookie: &str| door.knock_with(&things, &[("staff_need_factor", "on")]).cookie(cookie);
    let (asks, _) = listed();
    // Those that ask come first: what the others do is done.
    let (asking, free): (Vec<_>, Vec<_>) =
        doors().into_iter().filter(|door| door.actor != "visitor").partition(|door| asks.contains_key(&name(door)));
    house.hands.shift(chrono::Duration::minutes(6));
    for proved in std::iter::once(None).chain(Matter::ALL.map(Some)) {
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
        for door in asking.iter().filter(|door| Some(asks[&name(door)]) != proved) {
            let (cookie, page) = who(door);
            let answer = house.knock(knock(door, cookie).from(page).header("accept", "text/html")).await;
            let prove = if door.actor == "client" { "/prove" } else { "/office/prove" };
            let proof = format!("{prove}?matter={}&next=", asks[&name(door)].name());
            assert!(answer.leads_to().starts_with(&proof), "{} led to {} after proof for {proved:?}", door.path, answer.leads_to());
            let back = percent_encoding::percent_decode_str(answer.leads_to()).decode_utf8_lossy().into_owned();
            assert!(back.ends_with(&format!("{page}?refused=1")), "{} leads back to {back}", door.path);
            assert_eq!(house.contents().await, before, "{} has changed something", door.path);
            let told = house.knock(knock(door, cookie)).await;
            assert_eq!((told.status, told.text.contains("proof-needed")), (403, true), "{}: {}", door.path, told.text);
        }
    }
    for door in &free {
        let (cookie, page) = who(door);
        let answer = house.knock(door.knock(&things).cookie(cookie).from(page).header("accept", "text/html")).await;
        assert!(!answer.header("location").contains("/prove"), "{} asks for proof, and proof.txt says that it does not", door.path);
        assert!(answer.status < 500, "{} answered {}: {}", door.path, answer.status, answer.text);
    }
}
