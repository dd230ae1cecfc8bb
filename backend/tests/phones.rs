//! How a client is reached: numbers, the postal address, and by which clock.

use crate::{appointments::desk::Desk, house::House};
use backend::{Error, PhonesChange, Staff};
use domain::charts::{Demographics, PhoneEntry, PostalAddress, Refusal};

crate::on_both_databases!(
    numbers_stand_as_typed_and_in_their_order,
    what_is_wrong_is_named_at_its_field_and_nothing_is_kept,
    who_saves_over_somebody_else_is_told,
    a_foreign_chart_takes_no_numbers_and_who_only_reads_writes_none,
    a_client_in_another_zone_reads_their_own_time_too,
);

fn phone(kind: &str, number: &str, may_text: bool) -> PhoneEntry {
    PhoneEntry { kind: kind.into(), number: number.into(), may_text, may_voicemail: false }
}

async fn seen(elena: &Staff, house: &House) -> Demographics {
    elena.charts().await.unwrap().demographics(house.chart("Maya")).await.unwrap()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<Refusal> {
    let Err(Error::Refused(refusals)) = answer else { panic!("{answer:?}") };
    let of_room = |refusal| if let domain::Refusal::Charts(refusal) = refusal { refusal } else { panic!("{refusal:?}") };
    refusals.into_iter().map(of_room).collect()
}

async fn numbers_stand_as_typed_and_in_their_order(house: House) {
    let elena = house.staff("Reyes").await;
    let (charts, maya) = (elena.charts().await.unwrap(), house.chart("Maya"));
    let before = seen(&elena, &house).await;
    assert_eq!((before.phones[0].number.as_str(), before.address.lines().len(), before.time_zone), ("(410) 555-0134", 2, None));
    assert_eq!(charts.face(maya).await.unwrap().texts_to.as_deref(), Some("+14105550134"));
    let address =
        PostalAddress { street: " Löwengasse 41 ".into(), city: "Wien".into(), country: "Austria".into(), ..PostalAddress::default() };
    let change = PhonesChange {
        may_post: false,
        // A line in which nothing is typed is none, and one that was there may stand in another place.
        phones: vec![
            phone("work", "410.555.0100 x7", false),
            phone("home", " ", true),
            phone("mobile", "+43 660 1234567", true),
            phone("home", "410-555-0134", false),
        ],
        address,
        time_zone: "Europe/Vienna".into(),
        version: before.version,
    };
    charts.change_phones(maya, change).await.unwrap();
    let after = seen(&elena, &house).await;
    let numbers: Vec<&str> = after.phones.iter().map(|phone| phone.number.as_str()).collect();
    assert_eq!(numbers, ["410.555.0100 x7", "+43 660 1234567", "410-555-0134"]);
    assert_eq!(
        (after.address.lines().join("; ").as_str(), after.time_zone.as_deref()),
        ("Löwengasse 41; Wien; Austria", Some("Europe/Vienna"))
    );
    assert_eq!((after.version, after.phones[1].may_text, after.phones[1].may_voicemail), (before.version + 1, true, false));
    assert_eq!(charts.face(maya).await.unwrap().texts_to.as_deref(), Some("+436601234567"));
    assert_eq!(house.told("charts.demographics_changed").await, 1);
    assert_eq!(
        house.count("SELECT count(*) FROM audit WHERE detail LIKE '%555%' OR detail LIKE '%Wien%'").await,
        0,
        "the trail names no number"
    );

    charts.change_phones(maya, PhonesChange { version: after.version, ..PhonesChange::default() }).await.unwrap();
    let cleared = seen(&elena, &house).await;
    assert_eq!((cleared.phones.len(), cleared.address, cleared.time_zone), (0, PostalAddress::default(), None));
    assert_eq!(charts.face(maya).await.unwrap().texts_to, None, "nothing is texted where nothing may be");
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn what_is_wrong_is_named_at_its_field_and_nothing_is_kept(house: House) {
    let elena = house.staff("Reyes").await;
    let (charts, maya) = (elena.charts().await.unwrap(), house.chart("Maya"));
    let before = seen(&elena, &house).await;
    let change = PhonesChange {
        may_post: false,
        phones: vec![phone("mobile", "555-0134", true), phone("work", "410-555-0100 x7", true), phone("home", "410 555 0101", false)],
        address: PostalAddress { state: "x".repeat(101), ..PostalAddress::default() },
        time_zone: "America/Baltimore".into(),
        version: before.version,
    };
    let wrong = refused(charts.change_phones(maya, change).await);
    let fields: Vec<_> = wrong.iter().map(|refusal| refusal.field().unwrap()).collect();
    assert_eq!(fields, ["phones[0][number]", "phones[1][number]", "state", "time_zone"]);
    assert_eq!(seen(&elena, &house).await, before);
}

async fn who_saves_over_somebody_else_is_told(house: House) {
    let elena = house.staff("Reyes").await;
    let (charts, maya) = (elena.charts().await.unwrap(), house.chart("Maya"));
    let version = seen(&elena, &house).await.version;
    let change = |number: &str| PhonesChange { phones: vec![phone("mobile", number, false)], version, ..PhonesChange::default() };
    charts.change_phones(maya, change("410-555-0101")).await.unwrap();
    assert_eq!(refused(charts.change_phones(maya, change("410-555-0102")).await), [Refusal::ChangedMeanwhile]);
    assert_eq!(seen(&elena, &house).await.phones[0].number, "410-555-0101");
}

async fn a_foreign_chart_takes_no_numbers_and_who_only_reads_writes_none(house: House) {
    let maya = house.chart("Maya");
    for name in ["Okafor", "Brandt"] {
        let staff = house.staff(name).await;
        let charts = staff.charts().await.unwrap();
        assert!(matches!(charts.change_phones(maya, PhonesChange::default()).await, Err(Error::NotFound)), "{name}");
    }
    assert_eq!(seen(&house.staff("Reyes").await, &house).await.phones.len(), 1);
}

async fn a_client_in_another_zone_reads_their_own_time_too(house: House) {
    let desk = Desk::new(&house).await;
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let slot = portal.bookable(desk.wish()).await.unwrap().days[0].slots[0].clone();
    assert_eq!((slot.at.clock().as_str(), slot.at.own), ("9:00 am", None));
    portal.request(&desk.ask(slot.starts_at)).await.unwrap();
    let elena = house.staff("Reyes").await;
    let change = |zone: &str, version| PhonesChange { time_zone: zone.into(), version, ..PhonesChange::default() };
    elena.charts().await.unwrap().change_phones(house.chart("Maya"), change("America/Chicago", 1)).await.unwrap();
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let own = portal.overview().await.unwrap().requests[0].at.own.clone().unwrap();
    assert_eq!((own.at.format("%H:%M").to_string().as_str(), own.zone.as_str()), ("08:00", "America/Chicago"));
    let next = portal.bookable(desk.wish()).await.unwrap().days[0].slots[0].clone();
    assert!(next.at.own.is_some_and(|own| own.at == next.at.at && own.at.offset() != next.at.at.offset()));
    // Clocks in Toronto show what those in New York do.
    elena.charts().await.unwrap().change_phones(house.chart("Maya"), change("America/Toronto", 2)).await.unwrap();
    let maya = desk.portal("Maya").await;
    assert_eq!(maya.appointments().await.unwrap().overview().await.unwrap().requests[0].at.own, None);
}
