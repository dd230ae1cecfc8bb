use super::*;
use crate::charts::{PhoneEntry, PostalAddress, Refusal as OfChart};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn maya() -> Values {
    about_values(["Lindqvist", "Maya", "", "she/her", "1991-03-14", "", ""])
}

fn draft(seen: &Values) -> AboutDraft {
    AboutDraft {
        seen: seen.text(),
        last_name: "Lindqvist".into(),
        first_name: "Maya".into(),
        pronouns: "she/her".into(),
        birth_date: "1991-03-14".into(),
        ..AboutDraft::default()
    }
}

fn read(draft: &AboutDraft, now: &Values) -> Result<Vec<Change>, Vec<crate::Refusal>> {
    draft.read(now, day("2026-12-01"), |zone| zone == "America/Chicago")
}

#[test]
fn only_what_was_changed_is_proposed() {
    let changes = read(&AboutDraft { language: " Swedish ".into(), ..draft(&maya()) }, &maya()).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].parts, [PartChange { part: Part::Language, was: String::new(), to: "Swedish".into() }]);
}

#[test]
fn what_staff_changed_meanwhile_and_the_client_left_alone_stays() {
    let now = maya().with(Part::Pronouns, "they/them");
    assert_eq!(read(&draft(&maya()), &now), Ok(Vec::new()));
    let changes = read(&AboutDraft { language: "Swedish".into(), ..draft(&maya()) }, &now).unwrap();
    assert_eq!(changes[0].applied(&now).of(Part::Pronouns), "they/them");
}

#[test]
fn a_field_that_nobody_touched_holds_nobody_up() {
    let nameless = maya().with(Part::LastName, "");
    let draft = AboutDraft { last_name: String::new(), language: "Swedish".into(), ..draft(&nameless) };
    assert_eq!(read(&draft, &nameless).unwrap().len(), 1);
}

#[test]
fn absurd_birth_dates_and_zones_are_refused() {
    for (typed, refusal) in [
        ("2026-12-02", OfChart::BirthDateInFuture),
        ("03/14/85", OfChart::BirthDateTooLongAgo),
        ("0085-03-14", OfChart::BirthDateTooLongAgo),
        ("", OfChart::BirthDateMissing),
        ("yesterday", OfChart::BirthDateNotADate),
    ] {
        let draft = AboutDraft { birth_date: typed.into(), ..draft(&maya()) };
        assert_eq!(read(&draft, &maya()), Err(vec![refusal.into()]), "{typed}");
    }
    let draft = AboutDraft { time_zone: "Mars/Olympus".into(), ..draft(&maya()) };
    assert_eq!(read(&draft, &maya()), Err(vec![OfChart::TimeZoneUnknown.into()]));
}

#[test]
fn a_day_is_a_day_however_it_is_written() {
    let same = AboutDraft { birth_date: "03/14/1991".into(), ..draft(&maya()) };
    assert_eq!(read(&same, &maya()), Ok(Vec::new()));
    let other = AboutDraft { birth_date: "03/15/1991".into(), ..draft(&maya()) };
    assert_eq!(read(&other, &maya()).unwrap()[0].parts[0].to, "1991-03-15");
}

fn reach() -> ReachSeen {
    ReachSeen {
        address: address_values(&PostalAddress { street: "12 Elm Street".into(), ..PostalAddress::default() }, false),
        phones: vec![
            ("+14105550134".into(), phone_values("mobile", "(410) 555-0134", true, false)),
            ("+14105550177".into(), phone_values("home", "410-555-0177", false, true)),
        ],
    }
}

fn entries() -> Vec<PhoneEntry> {
    let entry = |kind: &str, number: &str, may_text, may_voicemail| PhoneEntry {
        kind: kind.into(),
        number: number.into(),
        may_text,
        may_voicemail,
    };
    vec![entry("mobile", "(410) 555-0134", true, false), entry("home", "410-555-0177", false, true), entry("work", "", false, false)]
}

fn reach_draft() -> ReachDraft {
    ReachDraft {
        seen: reach().text(),
        phones: entries(),
        address: PostalAddress { street: "12 Elm Street".into(), ..PostalAddress::default() },
        may_post: false,
    }
}

#[test]
fn each_number_and_the_address_are_changes_of_their_own() {
    assert_eq!(reach_draft().read(&reach()), Ok(Vec::new()));
    let mut draft = reach_draft();
    draft.phones[0].may_voicemail = true;
    draft.phones[1].number = String::new();
    draft.phones[2].number = "410 555 0199".into();
    draft.address.street = "7 Oak Lane".into();
    let changes = draft.read(&reach()).unwrap();
    let things: Vec<&Thing> = changes.iter().map(|change| &change.thing).collect();
    let (first, second) = (Thing::Phone(Some("+14105550134".into())), Thing::Phone(Some("+14105550177".into())));
    assert_eq!(things, [&first, &second, &Thing::Phone(None), &Thing::Address]);
    assert_eq!(changes[0].parts, [PartChange { part: Part::MayVoicemail, was: String::new(), to: "yes".into() }]);
    assert!(changes[1].removes);
}

#[test]
fn a_number_with_letters_is_refused_at_its_line() {
    let mut draft = reach_draft();
    draft.phones[2].number = "call my mother".into();
    assert_eq!(draft.read(&reach()), Err(vec![OfChart::PhoneUnreadable { place: 2 }.into()]));
    draft.phones[2].number = "(410) 555 0134".into();
    assert_eq!(draft.read(&reach()), Err(vec![OfChart::PhoneTwice { place: 2 }.into()]));
    let person = PersonDraft {
        first_name: "June".into(),
        last_name: "Ek".into(),
        relationship: "mother".into(),
        kind: "family".into(),
        phone: "ask her".into(),
        ..PersonDraft::default()
    };
    assert_eq!(person.read(None, &Values::default()), Err(vec![Refusal::PhoneUnreadable.into()]));
}

#[test]
fn two_proposals_of_one_thing_are_one() {
    let now = Values::default().with(Part::Payer, "Aetna").with(Part::MemberId, "1").with(Part::GroupNumber, "A");
    let change = |draft: InsuranceDraft| draft.read(Some(InsuranceId::default()), &now, [None, None]).unwrap().unwrap();
    let base =
        InsuranceDraft { seen: now.text(), payer: "Aetna".into(), member_id: "1".into(), group_number: "A".into(), holder: String::new() };
    let first = change(InsuranceDraft { group_number: "B".into(), ..base.clone() });
    let second = change(InsuranceDraft { payer: "Cigna".into(), group_number: "C".into(), ..base });
    let joined = first.joined(second);
    assert_eq!(joined.parts.len(), 2);
    let after = joined.applied(&now);
    assert_eq!((after.of(Part::Payer), after.of(Part::MemberId), after.of(Part::GroupNumber)), ("Cigna", "1", "C"));
    assert!(!joined.conflicts(&now));
    assert!(joined.conflicts(&now.clone().with(Part::Payer, "Humana")));
    assert!(!joined.conflicts(&now.with(Part::MemberId, "2")), "what is not proposed is no conflict");
}
