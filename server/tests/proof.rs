//! T14: fresh proof at every door that asks for it, and no other, from `proof.txt`.

use crate::{
    doors::{Door, Things, chart_of, doors},
    house::House,
};
use std::collections::BTreeSet;

/// Which doors ask for fresh proof: method and path.
fn listed(word: &str) -> BTreeSet<String> {
    let lines = include_str!("proof.txt").lines().filter_map(|line| line.split_once(' '));
    lines.filter(|(first, _)| *first == word).map(|(_, door)| door.to_owned()).collect()
}

fn name(door: &Door) -> String {
    format!("{} {}", door.method, door.path)
}

#[test]
fn every_door_behind_sign_in_says_whether_it_asks_for_proof() {
    let (asks, free) = (listed("asks"), listed("free"));
    assert_eq!(asks.intersection(&free).collect::<Vec<_>>(), Vec::<&String>::new());
    let behind: BTreeSet<String> = doors().iter().filter(|door| door.actor != "visitor").map(name).collect();
    assert_eq!(asks.union(&free).cloned().collect::<BTreeSet<_>>(), behind, "proof.txt and doors.txt differ");
}

/// Six minutes after signing in: those that ask lead to the proof and change nothing, and lead back to where one was.
#[tokio::test]
async fn six_minutes_after_signing_in_some_doors_ask_for_proof() {
    let (house, cast) = House::with_cast().await;
    let things = Things::of_maya(&house, &chart_of(&cast, "Maya")).await;
    let client = house.client_cookie("maya.lindqvist@example.com").await;
    let (elena, tomas) =
        (house.staff_cookie("elena.reyes@harborstreet.example").await, house.staff_cookie("tomas.vidal@harborstreet.example").await);
    let asks = listed("asks");
    house.hands.shift(chrono::Duration::minutes(6));
    let before = house.contents().await;
    // Those that ask come first: what the others do is done.
    let (asking, free): (Vec<_>, Vec<_>) =
        doors().into_iter().filter(|door| door.actor != "visitor").partition(|door| asks.contains(&name(door)));
    for door in &asking {
        let (cookie, page, proof) = match (door.actor, door.act) {
            ("client", _) => (&client, "/security", "/prove?next="),
            (_, "ChangeSettings") => (&tomas, "/office/settings", "/office/prove?next="),
            _ => (&elena, "/office/charts", "/office/prove?next="),
        };
        // Where settings are changed, it is who may come in that asks.
        let knock = door.knock_with(&things, &[("staff_need_factor", "on")]).cookie(cookie).from(page);
        let answer = house.knock(knock.header("accept", "text/html")).await;
        assert!(answer.leads_to().starts_with(proof), "{} led to {}", door.path, answer.leads_to());
        let back = percent_encoding::percent_decode_str(answer.leads_to()).decode_utf8_lossy().into_owned();
        assert!(back.ends_with(&format!("{page}?refused=1")), "{} leads back to {back}", door.path);
        assert_eq!(house.contents().await, before, "{} has changed something", door.path);
        let told = house.knock(door.knock_with(&things, &[("staff_need_factor", "on")]).cookie(cookie)).await;
        assert_eq!((told.status, told.text.contains("proof-needed")), (403, true), "{}: {}", door.path, told.text);
    }
    for door in &free {
        let (cookie, page) = match (door.actor, door.act) {
            ("client", _) => (&client, "/security"),
            (_, "ChangeSettings") => (&tomas, "/office/settings"),
            _ => (&elena, "/office/charts"),
        };
        let answer = house.knock(door.knock(&things).cookie(cookie).from(page).header("accept", "text/html")).await;
        assert!(!answer.header("location").contains("/prove"), "{} asks for proof, and proof.txt says that it does not", door.path);
        assert!(answer.status < 500, "{} answered {}: {}", door.path, answer.status, answer.text);
    }
}
