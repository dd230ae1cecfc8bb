//! The office's side: booking, moving, series, the calendar by everybody's reach, the history.

use super::desk::{Desk, refused};
use crate::house::House;
use backend::Error;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::{
    appointments::{BookingDraft, CalendarAsk, ContactKind, Every, HistoryFilter, Refusal, RequestAnswer, State},
    ids::StaffId,
};

crate::on_both_databases!(
    nobody_is_booked_twice_and_the_next_free_times_are_named,
    mondays_at_nine_stay_mondays_at_nine,
    what_is_no_day_or_no_time_is_said,
    a_move_is_told_and_a_stale_one_is_refused,
    each_sees_the_calendars_within_reach,
    two_requests_never_share_a_time_and_each_is_answered_once,
    the_history_is_narrowed_and_exported_as_it_is_shown,
);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn week(first: &str, staff: Vec<StaffId>) -> CalendarAsk {
    CalendarAsk { first: day(first), last: day(first) + Days::new(6), staff, sites: vec![] }
}

async fn nobody_is_booked_twice_and_the_next_free_times_are_named(house: House) {
    let desk = Desk::new(&house).await;
    let desk_officer = house.staff("Whitfield").await;
    let office = desk_officer.appointments().await.unwrap();
    let two = utc("2026-11-24T19:00:00Z");
    office.book(house.chart("Maya"), &desk.draft(two)).await.unwrap();
    // 14:00–15:00 against 14:30–15:30, and into the buffer.
    for at in [two, two + Duration::minutes(30), two - Duration::minutes(30), two + Duration::minutes(50)] {
        assert_eq!(refused(office.book(house.chart("Noah"), &desk.draft(at)).await), Refusal::JustTaken, "{at}");
    }
    let next = office.next_free(house.chart("Noah"), &desk.draft(two + Duration::minutes(30)), None).await.unwrap();
    let next: Vec<String> = next.iter().map(|slot| slot.at.at.format("%a %H:%M").to_string()).collect();
    assert_eq!(next, ["Tue 15:00", "Thu 09:00", "Thu 09:15", "Thu 09:30", "Thu 09:45"]);
    // Somebody else has time.
    let other = BookingDraft { staff: Some(desk.staff("Okafor")), ..desk.draft(two) };
    office.book(house.chart("Rosa"), &other).await.unwrap();
    office.book(house.chart("Noah"), &desk.draft(two + Duration::minutes(60))).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM appointments").await, 3);
}

/// T42: wall time is kept when clocks are set back.
async fn mondays_at_nine_stay_mondays_at_nine(house: House) {
    let desk = Desk::new(&house).await;
    house.hands.shift(utc("2026-10-20T14:00:00Z") - desk.now());
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    let nine = BookingDraft { day: "2026-10-26".into(), time: "9:00 am".into(), series: Some((Every::Week, 4)), ..desk.draft(desk.now()) };
    let booked = office.book(house.chart("Maya"), &nine).await.unwrap();
    assert_eq!((booked.ids.len(), booked.left_out.len()), (4, 0));
    let shown = office.of_chart(house.chart("Maya")).await.unwrap().upcoming;
    let starts: Vec<String> = shown.iter().map(|line| line.starts_at.format("%m-%d %H:%MZ").to_string()).collect();
    assert_eq!(starts, ["10-26 13:00Z", "11-02 14:00Z", "11-09 14:00Z", "11-16 14:00Z"]);
    assert!(shown.iter().all(|line| line.at.clock() == "9:00 am" && line.series == shown[0].series && line.series.is_some()));

    // Another one meets it on one day: named, and booked without it only if that is said.
    let other = BookingDraft { day: "2026-11-09".into(), series: Some((Every::TwoWeeks, 3)), ..nine.clone() };
    let noah = house.chart("Noah");
    assert_eq!(refused(office.book(noah, &other).await), Refusal::SeriesMeets { many: 1 });
    let conflicts = office.conflicts(noah, &other).await.unwrap();
    assert_eq!(conflicts.iter().map(|one| (one.day, one.refusal)).collect::<Vec<_>>(), [(day("2026-11-09"), Refusal::JustTaken)]);
    let booked = office.book(noah, &BookingDraft { others: true, ..other }).await.unwrap();
    assert_eq!((booked.ids.len(), booked.left_out), (2, conflicts));
    let ten_years = BookingDraft { series: Some((Every::Week, 520)), ..nine };
    assert_eq!(refused(office.book(noah, &ten_years).await), Refusal::SeriesTooLong);
    assert_eq!(house.count("SELECT count(*) FROM appointments").await, 6);
}

async fn what_is_no_day_or_no_time_is_said(house: House) {
    let desk = Desk::new(&house).await;
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    let fine = desk.draft(utc("2026-11-24T19:00:00Z"));
    let says = async |draft: BookingDraft| refused(office.book(house.chart("Maya"), &draft).await);
    assert_eq!(says(BookingDraft { day: "2026-11-31".into(), ..fine.clone() }).await, Refusal::DayUnreadable);
    assert_eq!(says(BookingDraft { time: "25:00".into(), ..fine.clone() }).await, Refusal::TimeUnreadable);
    let skipped = BookingDraft { day: "2027-03-14".into(), time: "02:30".into(), ..fine.clone() };
    assert_eq!(says(skipped).await, Refusal::TimeSkipped);
    assert_eq!(says(BookingDraft { day: "2026-11-20".into(), ..fine.clone() }).await, Refusal::InThePast);
    assert_eq!(says(BookingDraft { type_id: None, ..fine.clone() }).await, Refusal::TypeGone);
    assert_eq!(says(BookingDraft { kind: Some(ContactKind::InPerson), ..fine.clone() }).await, Refusal::SiteUnfit);
    assert_eq!(says(BookingDraft { minutes: Some(0), ..fine.clone() }).await, Refusal::LengthUnfit);
    assert_eq!(says(BookingDraft { staff: Some(desk.staff("Okafor")), ..fine.clone() }).await, Refusal::ClinicianUnfit);
    // Whoever sees nobody is booked by nobody.
    let grace = StaffId(domain::ids::StaffId::default().0);
    assert_eq!(says(BookingDraft { staff: Some(grace), ..fine.clone() }).await, Refusal::ClinicianUnfit);
    let at_site = BookingDraft { kind: Some(ContactKind::InPerson), site: Some(desk.site), ..fine };
    office.book(house.chart("Maya"), &at_site).await.unwrap();
    // When clocks are set back, half past one is said which.
    let first = BookingDraft { day: "2027-11-07".into(), time: "01:30".into(), ..at_site };
    office.book(house.chart("Maya"), &first).await.unwrap();
    office.book(house.chart("Noah"), &BookingDraft { again: true, ..first }).await.unwrap();
}

/// T41
async fn a_move_is_told_and_a_stale_one_is_refused(house: House) {
    let desk = Desk::new(&house).await;
    let whitfield = house.staff("Whitfield").await;
    let office = whitfield.appointments().await.unwrap();
    let two = utc("2026-11-24T19:00:00Z");
    let id = office.book(house.chart("Maya"), &desk.draft(two)).await.unwrap().ids[0];
    office.book(house.chart("Noah"), &desk.draft(two + Duration::hours(1))).await.unwrap();
    let to = |at| desk.draft(at);
    assert_eq!(refused(office.move_to(id, 1, &to(two + Duration::minutes(30))).await), Refusal::JustTaken);
    // Half an hour earlier meets only itself.
    office.move_to(id, 1, &to(two - Duration::minutes(30))).await.unwrap();
    assert_eq!(refused(office.move_to(id, 1, &to(two - Duration::hours(2))).await), Refusal::ChangedMeanwhile);
    assert_eq!(refused(office.set_state(id, 1, State::Cancelled).await), Refusal::ChangedMeanwhile);
    let line = office.one(id).await.unwrap();
    assert_eq!((line.starts_at, line.version, line.at.clock().as_str()), (two - Duration::minutes(30), 2, "1:30 pm"));
    // What was told of the booking is not sent any more: the move is.
    assert_eq!(house.newest_link("maya.lindqvist@example.com").await.split('?').next(), Some("/appointments"));
    let told = "SELECT count(*) FROM mails JOIN accounts ON accounts.id = account_id WHERE first_name = 'Maya' AND mails.kind =";
    assert_eq!(house.count(&format!("{told} 'appointment_moved' AND state = 'sent'")).await, 1);
    assert_eq!(house.count(&format!("{told} 'appointment_booked' AND state = 'sent'")).await, 0);
    office.set_state(id, 2, State::LateCancelled).await.unwrap();
    assert_eq!(refused(office.move_to(id, 3, &to(two)).await), Refusal::StateUnfit);
    office.book(house.chart("Noah"), &desk.draft(two - Duration::minutes(30))).await.unwrap();
    // With another clinician, who is not in one's own reach, only the desk moves it.
    let reyes = house.staff("Reyes").await;
    let own = reyes.appointments().await.unwrap();
    let away = BookingDraft { staff: Some(desk.staff("Okafor")), ..desk.draft(two) };
    let noah = own.of_chart(house.chart("Noah")).await.unwrap().upcoming.remove(0);
    assert_eq!(refused(own.move_to(noah.id, noah.version, &away).await), Refusal::ClinicianUnfit);
    office.move_to(noah.id, noah.version, &away).await.unwrap();
}

/// IC-32, TN-02
async fn each_sees_the_calendars_within_reach(house: House) {
    let desk = Desk::new(&house).await;
    let whitfield = house.staff("Whitfield").await;
    let office = whitfield.appointments().await.unwrap();
    let two = utc("2026-11-24T19:00:00Z");
    office.book(house.chart("Maya"), &desk.draft(two)).await.unwrap();
    let rosa = BookingDraft { staff: Some(desk.staff("Okafor")), ..desk.draft(two) };
    let rosa = office.book(house.chart("Rosa"), &rosa).await.unwrap().ids[0];
    let all = office.calendar(week("2026-11-23", vec![])).await.unwrap();
    assert_eq!((all.lines.len(), all.people.iter().filter(|person| person.shown).count()), (2, all.people.len()));
    assert_eq!(all.hours.iter().map(|hours| hours.from.at.format("%a %H:%M").to_string()).collect::<Vec<_>>(), ["Tue 09:00", "Thu 09:00"]);
    for who in ["Abara", "Vidal"] {
        let staff = house.staff(who).await;
        let seen = staff.appointments().await.unwrap().calendar(week("2026-11-23", vec![desk.staff("Okafor")])).await.unwrap();
        assert_eq!(seen.lines.iter().map(|line| line.client.as_str()).collect::<Vec<_>>(), ["Delgado, Rosa"], "{who}");
    }
    let reyes = house.staff("Reyes").await;
    let own = reyes.appointments().await.unwrap();
    let seen = own.calendar(week("2026-11-23", vec![])).await.unwrap();
    assert_eq!(seen.lines.iter().map(|line| line.client.as_str()).collect::<Vec<_>>(), ["Lindqvist, Maya"]);
    let names: Vec<&str> = seen.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Priya Raman", "Elena Reyes, PhD"], "and whom she supervises");
    assert!(matches!(own.one(rosa).await, Err(Error::NotFound)));
    assert!(matches!(own.set_state(rosa, 1, State::Cancelled).await, Err(Error::NotFound)));
    assert!(matches!(own.of_chart(house.chart("Rosa")).await, Err(Error::NotFound)));
    assert!(matches!(own.book(house.chart("Rosa"), &desk.draft(two)).await, Err(Error::NotFound)));
    let brandt = house.staff("Brandt").await;
    assert!(matches!(brandt.appointments().await, Err(Error::NotAllowed)));
    let too_long = CalendarAsk { last: day("2026-12-24"), ..week("2026-11-23", vec![]) };
    assert_eq!(refused(own.calendar(too_long).await), Refusal::RangeUnfit);
    let face = reyes.charts().await.unwrap().face(house.chart("Maya")).await.unwrap();
    assert_eq!(face.next.map(|next| next.at.clock()).as_deref(), Some("2:00 pm"));
}

/// Two requests for one slot, approved in two tabs: there never are two.
async fn two_requests_never_share_a_time_and_each_is_answered_once(house: House) {
    let desk = Desk::new(&house).await;
    let (maya, ingrid) = (desk.portal("Maya").await, desk.portal("Ingrid").await);
    let (one, other) = (maya.appointments().await.unwrap(), ingrid.appointments().await.unwrap());
    let slots = desk.slots(&one).await;
    let id = one.request(&desk.ask(slots[0])).await.unwrap();
    assert_eq!(refused(other.request(&desk.ask(slots[0])).await), Refusal::JustTaken);
    assert_eq!(refused(other.request(&desk.ask(slots[2])).await), Refusal::JustTaken);
    other.request(&desk.ask(slots[4])).await.unwrap();
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    assert_eq!(office.calendar(week("2026-11-23", vec![])).await.unwrap().requests.len(), 2);
    office.answer(id, 1, &RequestAnswer::Approve).await.unwrap();
    assert_eq!(refused(office.answer(id, 1, &RequestAnswer::Approve).await), Refusal::ChangedMeanwhile);
    assert_eq!(refused(office.set_state(id, 1, State::Cancelled).await), Refusal::ChangedMeanwhile);
}

/// IC-29, IC-30
async fn the_history_is_narrowed_and_exported_as_it_is_shown(house: House) {
    let desk = Desk::new(&house).await;
    let (maya, whitfield) = (house.chart("Maya"), house.staff("Whitfield").await);
    let office = whitfield.appointments().await.unwrap();
    let first = utc("2026-11-24T19:00:00Z");
    let series = BookingDraft { series: Some((Every::Week, 60)), ..desk.draft(first) };
    office.book(maya, &series).await.unwrap();
    let at_site = BookingDraft { kind: Some(ContactKind::InPerson), site: Some(desk.site), ..desk.draft(first + Duration::hours(1)) };
    office.book(house.chart("Noah"), &at_site).await.unwrap();
    house.hands.shift(Duration::weeks(80));
    let (portal, whitfield) = (desk.portal("Maya").await, house.staff("Whitfield").await);
    let (portal, office) = (portal.appointments().await.unwrap(), whitfield.appointments().await.unwrap());
    let whole = office.export(None, &HistoryFilter::default()).await.unwrap();
    assert_eq!((whole.len(), whole.last().map(|line| line.client.as_str())), (61, Some("Lindqvist, Maya")));
    let page = portal.history(HistoryFilter::default(), None).await.unwrap();
    let rest = portal.history(HistoryFilter::default(), page.below).await.unwrap();
    assert_eq!((page.lines.len(), rest.lines.len(), rest.below), (50, 10, None));
    let shown: Vec<_> = page.lines.into_iter().chain(rest.lines).collect();
    assert_eq!(portal.export(&HistoryFilter::default()).await.unwrap(), shown);
    assert!(shown.iter().all(|line| line.client.is_empty() && line.at.clock() == "2:00 pm"));

    let in_december = HistoryFilter { first: Some(day("2026-12-01")), last: Some(day("2026-12-29")), ..HistoryFilter::default() };
    assert_eq!(portal.export(&in_december).await.unwrap().len(), 5);
    let at =
        HistoryFilter { site: Some(desk.site), staff: Some(desk.staff("Reyes")), type_id: Some(desk.type_id), ..HistoryFilter::default() };
    let at_site = office.history(None, at.clone(), None).await.unwrap().lines;
    assert_eq!(at_site.iter().map(|line| line.client.as_str()).collect::<Vec<_>>(), ["Sandoval, Noah"]);
    assert_eq!(office.export(Some(maya), &at).await.unwrap(), []);
    let nobody = HistoryFilter { staff: Some(desk.staff("Okafor")), ..HistoryFilter::default() };
    assert_eq!(portal.export(&nobody).await.unwrap(), []);
    let backwards = HistoryFilter { first: Some(day("2026-12-02")), last: Some(day("2026-12-01")), ..HistoryFilter::default() };
    assert_eq!(refused(portal.history(backwards, None).await), Refusal::RangeUnfit);
    let okafor = house.staff("Okafor").await;
    assert_eq!(okafor.appointments().await.unwrap().export(None, &HistoryFilter::default()).await.unwrap(), []);
}
