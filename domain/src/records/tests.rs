use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn draft(what: &[&str], delivery: &str) -> RequestDraft {
    RequestDraft { what: what.iter().map(|what| (*what).to_owned()).collect(), delivery: delivery.into(), ..RequestDraft::default() }
}

#[test]
fn a_request_says_what_and_where_to() {
    let asked = RequestDraft { address: "not used".into(), ..draft(&["whole"], "portal") }.read(true).unwrap();
    assert_eq!((asked.what, asked.delivery, asked.address.as_str()), (vec![What::Whole], Delivery::Portal, ""));
    let asked = RequestDraft {
        details: " since the move\r\n".into(),
        from: "2026-01-01".into(),
        to: "2026-06-30".into(),
        purpose: "School".into(),
        address: "Dr. Okoye\n12 Main Street".into(),
        ..draft(&["notes", "plans"], "provider")
    };
    let asked = asked.read(false).unwrap();
    assert_eq!((asked.details.as_str(), asked.from, asked.to), ("since the move", Some(day("2026-01-01")), Some(day("2026-06-30"))));
    assert_eq!(asked.address, "Dr. Okoye\n12 Main Street");
}

#[test]
fn everything_that_is_wrong_with_a_request_is_said_in_the_order_of_its_form() {
    use Refusal::*;
    let all = RequestDraft {
        what: vec!["everything".into()],
        details: "x".repeat(1_001),
        from: "soon".into(),
        to: "0001-01-01".into(),
        purpose: "x".repeat(1_001),
        delivery: "pigeon".into(),
        address: "x".repeat(1_001),
    };
    let wrong = [WhatMissing, DetailsTooLong, FromUnreadable, ToUnreadable, PurposeTooLong, DeliveryMissing, AddressTooLong];
    assert_eq!(all.read(true), Err(wrong.to_vec()));
    assert_eq!(draft(&["missing"], "portal").read(false), Err(vec![DetailsMissing, PortalOff]));
    assert_eq!(draft(&["letter"], "mail").read(true), Err(vec![DetailsMissing, AddressMissing]));
    let backwards = RequestDraft { from: "2026-02-01".into(), to: "2026-01-01".into(), ..draft(&["whole"], "pick_up") };
    assert_eq!(backwards.read(true), Err(vec![Backwards]));
}

#[test]
fn a_release_says_what_to_whom_how_and_when() {
    use Refusal::*;
    let today = day("2026-11-21");
    let release = |released: &str, whom: &str, how: &str, on: &str| {
        ReleaseDraft { documents: Vec::new(), released: released.into(), whom: whom.into(), how: how.into(), on: on.into() }.read(today)
    };
    assert_eq!(release("", "", "", "soon"), Err(vec![NothingReleased, WhomMissing, HowMissing, DayUnreadable]));
    assert_eq!(release("A letter", "The school", "mail", "2026-11-22"), Err(vec![DayAhead]));
    let fine = release("A letter", "The school", "mail", "").unwrap();
    assert_eq!((fine.on, fine.how), (today, Delivery::Mail));
    let id = DocumentId(uuid::Uuid::from_u128(1));
    let twice = ReleaseDraft { documents: vec![id, id], whom: "Maya".into(), how: "portal".into(), ..ReleaseDraft::default() };
    assert_eq!(twice.read(today).unwrap().documents, [id]);
}

#[test]
fn what_was_answered_stays_answered() {
    let may = RequestState::ALL.map(|state| state.may_answer().is_ok());
    assert_eq!(may, [true, true, false, false]);
    assert_eq!(check_reason(" \n"), Err(Refusal::ReasonMissing));
    assert_eq!(check_reason(" Not ours. ").unwrap(), "Not ours.");
    assert_eq!(answered_by(day("2026-11-21"), 30), day("2026-12-21"));
}
