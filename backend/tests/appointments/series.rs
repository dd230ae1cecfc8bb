//! Several of a series at once: moved by the wall clock, cancelled together, and what goes its own way.

use super::desk::{Desk, refused};
use crate::house::House;
use backend::StaffAppointments;
use chrono::{DateTime, Utc};
use domain::{
    appointments::{BookingDraft, Every, Refusal, SeriesPart, State},
    ids::{AppointmentId, ChartId},
};

crate::on_both_databases!(
    a_series_moves_by_the_clock_and_what_was_moved_by_itself_stays,
    what_is_in_the_way_is_named_and_the_others_move_only_if_that_is_said,
    a_series_ends_with_one_mail,
);

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn to(day: &str, time: &str) -> BookingDraft {
    BookingDraft { day: day.into(), time: time.into(), ..BookingDraft::default() }
}

/// Mondays at nine, over the day on which clocks are set back.
async fn mondays(desk: &Desk<'_>, office: &StaffAppointments<'_>, chart: ChartId) -> Vec<AppointmentId> {
    desk.house.hands.shift(utc("2026-10-20T14:00:00Z") - desk.now());
    let draft = BookingDraft { series: Some((Every::Week, 4)), ..desk.draft(utc("2026-10-26T13:00:00Z")) };
    office.book(chart, &draft).await.unwrap().ids
}

async fn starts(office: &StaffAppointments<'_>, chart: ChartId) -> Vec<String> {
    let lines = office.of_chart(chart).await.unwrap().upcoming;
    lines.iter().map(|line| line.starts_at.format("%m-%d %H:%MZ").to_string()).collect()
}

async fn a_series_moves_by_the_clock_and_what_was_moved_by_itself_stays(house: House) {
    let desk = Desk::new(&house).await;
    let reyes = house.staff("Reyes").await;
    let (office, maya) = (reyes.appointments().await.unwrap(), house.chart("Maya"));
    let ids = mondays(&desk, &office, maya).await;
    office.move_to(ids[1], 1, &to("2026-11-03", "10:00")).await.unwrap();
    let moved = office.move_several(ids[0], 1, SeriesPart::All, &to("2026-10-27", "2:30 pm")).await.unwrap();
    assert_eq!((moved.ids.len(), moved.left_out.len()), (3, 0));
    assert_eq!(starts(&office, maya).await, ["10-27 18:30Z", "11-03 15:00Z", "11-10 19:30Z", "11-17 19:30Z"]);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_moved'").await, 2, "one each");

    let further = to("2026-11-17", "2:30 pm");
    assert_eq!(refused(office.move_several(ids[2], 1, SeriesPart::Following, &further).await), Refusal::ChangedMeanwhile);
    assert_eq!(refused(office.move_several(ids[1], 2, SeriesPart::All, &further).await), Refusal::LeftSeries);
    // Each into the time of the next one.
    office.move_several(ids[2], 2, SeriesPart::Following, &further).await.unwrap();
    assert_eq!(starts(&office, maya).await, ["10-27 18:30Z", "11-03 15:00Z", "11-17 19:30Z", "11-24 19:30Z"]);
    // And back.
    office.move_several(ids[2], 3, SeriesPart::Following, &to("2026-11-10", "2:30 pm")).await.unwrap();
    assert_eq!(starts(&office, maya).await, ["10-27 18:30Z", "11-03 15:00Z", "11-10 19:30Z", "11-17 19:30Z"]);
}

async fn what_is_in_the_way_is_named_and_the_others_move_only_if_that_is_said(house: House) {
    let desk = Desk::new(&house).await;
    let reyes = house.staff("Reyes").await;
    let (office, maya) = (reyes.appointments().await.unwrap(), house.chart("Maya"));
    let ids = mondays(&desk, &office, maya).await;
    office.book(house.chart("Noah"), &desk.draft(utc("2026-11-09T16:00:00Z"))).await.unwrap();
    let eleven = to("2026-10-26", "11:00");
    assert_eq!(refused(office.move_several(ids[0], 1, SeriesPart::All, &eleven).await), Refusal::SeriesMeets { many: 1 });
    let conflicts = office.move_conflicts(ids[0], SeriesPart::All, &eleven).await.unwrap();
    let named: Vec<_> = conflicts.iter().map(|one| (one.day.to_string(), one.refusal)).collect();
    assert_eq!(named, [("2026-11-09".to_owned(), Refusal::JustTaken)]);
    assert_eq!(starts(&office, maya).await, ["10-26 13:00Z", "11-02 14:00Z", "11-09 14:00Z", "11-16 14:00Z"], "nothing half done");
    let moved = office.move_several(ids[0], 1, SeriesPart::All, &BookingDraft { others: true, ..eleven }).await.unwrap();
    assert_eq!((moved.ids.len(), moved.left_out), (3, conflicts));
    assert_eq!(starts(&office, maya).await, ["10-26 15:00Z", "11-02 16:00Z", "11-09 14:00Z", "11-16 16:00Z"]);
    // Clocks skip that time on one of these days.
    let ids =
        office.book(maya, &BookingDraft { series: Some((Every::Week, 2)), ..desk.draft(utc("2027-03-07T17:00:00Z")) }).await.unwrap().ids;
    let skipped = office.move_conflicts(ids[0], SeriesPart::All, &to("2027-03-07", "02:30")).await.unwrap();
    assert_eq!(
        skipped.iter().map(|one| (one.day.to_string(), one.refusal)).collect::<Vec<_>>(),
        [("2027-03-14".to_owned(), Refusal::TimeSkipped)]
    );
}

async fn a_series_ends_with_one_mail(house: House) {
    let desk = Desk::new(&house).await;
    let _ = desk.portal("Maya").await;
    let reyes = house.staff("Reyes").await;
    let (office, maya) = (reyes.appointments().await.unwrap(), house.chart("Maya"));
    let ids = mondays(&desk, &office, maya).await;
    office.set_state(ids[3], 1, State::Cancelled).await.unwrap();
    office.move_to(ids[2], 1, &to("2026-11-10", "10:00")).await.unwrap();
    let before = house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_cancelled'").await;
    assert_eq!(office.cancel_several(ids[1], 1, SeriesPart::Following).await.unwrap(), 2);
    assert_eq!(starts(&office, maya).await, ["10-26 13:00Z"]);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_cancelled'").await, before + 1);
    assert_eq!(refused(office.cancel_several(ids[1], 2, SeriesPart::All).await), Refusal::StateUnfit);
    // What has begun stays.
    house.hands.shift(utc("2026-10-27T14:00:00Z") - desk.now());
    let single = office.book(maya, &desk.draft(utc("2026-10-29T14:00:00Z"))).await.unwrap().ids[0];
    assert_eq!(refused(office.cancel_several(single, 1, SeriesPart::All).await), Refusal::StateUnfit, "it is of no series");
}
