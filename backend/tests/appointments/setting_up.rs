//! What can be booked: places, types, hours, time off, and who changes them.

use super::desk::{Desk, refused};
use crate::house::House;
use backend::Error;
use chrono::{Duration, Weekday};
use domain::appointments::{BookingDraft, Closed, ContactKind, Refusal, Scheduling, Site, TimeOff, TypeRules, When, Window};

crate::on_both_databases!(
    places_and_types_are_the_administrators_and_are_never_removed,
    hours_are_ones_own_or_those_of_whom_one_manages,
    time_off_meets_what_is_booked,
    what_the_practice_decides_is_kept,
    the_demo_has_a_fortnight_behind_it_and_more_ahead,
);

async fn places_and_types_are_the_administrators_and_are_never_removed(house: House) {
    let desk = Desk::new(&house).await;
    let (vidal, reyes) = (house.staff("Vidal").await, house.staff("Reyes").await);
    let (administrator, clinician) = (vidal.appointments().await.unwrap(), reyes.appointments().await.unwrap());
    assert!(matches!(clinician.save_type(None, &desk.rules()).await, Err(Error::NotAllowed)));
    assert!(matches!(clinician.use_site(desk.site, false).await, Err(Error::NotAllowed)));
    assert_eq!(refused(administrator.save_type(None, &desk.rules()).await), Refusal::NameTaken);
    let site = |zone: &str| Site { name: " Canton ".into(), address: "1 Main Street\r\n".into(), zone: zone.into() };
    assert_eq!(refused(administrator.save_site(None, &site("America/Baltimore")).await), Refusal::ZoneUnknown);
    let canton = administrator.save_site(None, &site("America/New_York")).await.unwrap();
    administrator.use_site(canton, false).await.unwrap();
    let again = administrator.save_site(None, &site("America/New_York")).await.unwrap();
    assert_eq!(refused(administrator.use_site(canton, true).await), Refusal::NameTaken, "another has its name");
    administrator.save_type(Some(desk.type_id), &TypeRules { minutes: 45, ..desk.rules() }).await.unwrap();
    let (sites, types) = administrator.set_up().await.unwrap();
    assert_eq!(sites.iter().filter(|line| line.site.name == "Canton").map(|line| line.active).collect::<Vec<_>>().len(), 2);
    assert_eq!(sites.iter().find(|line| line.id == again).map(|line| line.site.address.as_str()), Some("1 Main Street"));
    assert_eq!((types.len(), types[0].rules.minutes), (1, 45));
}

async fn hours_are_ones_own_or_those_of_whom_one_manages(house: House) {
    let desk = Desk::new(&house).await;
    let window = Window { when: When::Weekly(Weekday::Fri), from: 540, to: 600, kinds: vec![ContactKind::Video], site: None };
    let (reyes, okafor, whitfield) = (house.staff("Reyes").await, house.staff("Okafor").await, house.staff("Whitfield").await);
    let (own, other, office) =
        (reyes.appointments().await.unwrap(), okafor.appointments().await.unwrap(), whitfield.appointments().await.unwrap());
    let id = own.add_hours(Some(desk.staff("Reyes")), &window).await.unwrap();
    own.add_hours(Some(desk.staff("Raman")), &window).await.unwrap();
    for whose in [Some(desk.staff("Okafor")), None] {
        assert!(matches!(own.add_hours(whose, &window).await, Err(Error::NotFound)));
    }
    assert!(matches!(other.remove_hours(id).await, Err(Error::NotFound)));
    office.add_hours(None, &window).await.unwrap();
    let page = own.hours(Some(desk.staff("Reyes"))).await.unwrap();
    assert_eq!((page.windows.len(), page.of_practice.len(), page.may_change_practice), (3, 1, false));
    office.remove_hours(id).await.unwrap();
    assert_eq!(own.hours(Some(desk.staff("Reyes"))).await.unwrap().windows.len(), 2);
    let wrong = Window { from: 600, ..window };
    assert_eq!(refused(own.add_hours(Some(desk.staff("Reyes")), &wrong).await), Refusal::HoursUnfit);
    assert_eq!(house.told("appointments.availability_changed").await, 2 + 4);
}

async fn time_off_meets_what_is_booked(house: House) {
    let desk = Desk::new(&house).await;
    let whitfield = house.staff("Whitfield").await;
    let office = whitfield.appointments().await.unwrap();
    let maya = desk.portal("Maya").await;
    let slots = desk.slots(&maya.appointments().await.unwrap()).await;
    office.book(house.chart("Maya"), &desk.draft(slots[0])).await.unwrap();
    let day = |text: &str| text.parse().unwrap();
    let off = |hours| TimeOff { closed: Closed { first: day("2026-11-24"), last: day("2026-11-24"), hours }, label: "Training".into() };
    // Of a morning, or of the practice.
    let whose = Some(desk.staff("Reyes"));
    assert_eq!(refused(office.add_time_off(whose, &off(Some((480, 545))), false).await), Refusal::AppointmentsThen { many: 1 });
    assert_eq!(refused(office.add_time_off(None, &off(None), false).await), Refusal::AppointmentsThen { many: 1 });
    office.add_time_off(Some(desk.staff("Okafor")), &off(None), false).await.unwrap();
    office.add_time_off(whose, &off(Some((600, 720))), false).await.unwrap();
    let left = desk.slots(&maya.appointments().await.unwrap()).await;
    assert!(!left.contains(&slots[4]) && left.contains(&slots[12]));
    // Staff book it all the same, if they say so.
    let draft = desk.draft(slots[6]);
    assert_eq!(refused(office.book(house.chart("Noah"), &draft).await), Refusal::AwayThen);
    office.book(house.chart("Noah"), &BookingDraft { anyway: true, ..draft }).await.unwrap();
    let id = office.add_time_off(None, &off(None), true).await.unwrap();
    assert!(desk.slots(&maya.appointments().await.unwrap()).await[0] > slots[0] + Duration::days(1));
    office.remove_time_off(id).await.unwrap();
    let page = office.hours(whose).await.unwrap();
    assert_eq!(page.time_off.iter().map(|line| line.off.closed.hours).collect::<Vec<_>>(), [Some((600, 720))]);
    let reyes = house.staff("Reyes").await;
    let own = reyes.appointments().await.unwrap();
    assert!(matches!(own.add_time_off(None, &off(None), true).await, Err(Error::NotFound)));
}

async fn the_demo_has_a_fortnight_behind_it_and_more_ahead(house: House) {
    house.system.seed_appointments(&house.cast).await.unwrap();
    let states = async |states: &str| house.count(&format!("SELECT count(*) FROM appointments WHERE state IN ({states})")).await;
    assert!(states("'completed'").await >= 28 && states("'booked', 'confirmed'").await >= 30);
    assert_eq!((states("'requested'").await, states("'no_show', 'late_cancelled'").await), (2, 2));
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued'").await, 0);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
    let maya = house.client("Maya").await;
    let page = maya.appointments().await.unwrap().overview().await.unwrap();
    assert_eq!((page.upcoming.is_empty(), page.requests.len(), page.history.is_empty()), (false, 1, false));
}

async fn what_the_practice_decides_is_kept(house: House) {
    let vidal = house.staff("Vidal").await;
    let settings = vidal.settings().await.unwrap();
    let wanted = Scheduling { quick_share: true, video_url: Some("https://video.example/{appointment}".into()), ..Scheduling::default() };
    settings.change_scheduling(wanted.clone()).await.unwrap();
    assert_eq!(settings.read().await.unwrap().scheduling, wanted);
    let unsafe_one = Scheduling { video_url: Some("http://video.example".into()), ..wanted };
    assert!(matches!(refused(settings.change_scheduling(unsafe_one).await), Refusal::VideoUnfit { .. }));
    let whitfield = house.staff("Whitfield").await;
    assert!(matches!(whitfield.settings().await, Err(Error::NotAllowed)));
}
