//! Reminders of appointments: once, in the time of the place, and never when there is no reason any more.

use crate::{appointments::desk::Desk, house::House};
use backend::Practice;
use chrono::{DateTime, Duration, Utc};
use domain::{
    appointments::{BookingDraft, Scheduling, Site, State},
    ids::AppointmentId,
    workflows::{Channel, Refusal, SentAbout, WhyNot, Workflow, WorkflowKind},
};

crate::on_both_databases!(
    a_reminder_leaves_once_in_two_instances_and_over_a_clock_jump,
    nothing_leaves_once_its_reason_is_gone,
    a_moved_appointment_is_reminded_of_at_its_new_time_alone,
    it_says_day_and_time_by_the_clock_of_the_place_on_both_sides_of_the_change,
    it_names_nobody_and_where_mails_are_discreet_no_practice,
    the_practice_decides_when_and_in_which_words_and_tries_it_on_itself,
    where_nobody_is_reminded_the_page_says_why,
);

const MAYA: &str = "maya.lindqvist@example.com";

/// Books Maya with Dr. Reyes.
pub async fn book(desk: &Desk<'_>, draft: &BookingDraft) -> AppointmentId {
    let reyes = desk.house.staff("Reyes").await;
    let booked = reyes.appointments().await.unwrap().book(desk.house.chart("Maya"), draft).await.unwrap();
    send(desk.house).await;
    booked.ids[0]
}

/// The clock is at that moment.
pub fn go_to(house: &House, at: DateTime<Utc>) {
    house.hands.shift(at - house.setup.clock.now());
}

/// What waits leaves.
pub async fn send(house: &House) {
    while house.system.deliver_next().await.unwrap() {}
}

pub async fn remind(house: &House) {
    house.system.remind_of_appointments().await.unwrap();
}

async fn reminders(house: &House, state: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = 'appointment_reminder' AND state = '{state}'")).await
}

/// Subject and text of the newest reminder.
async fn newest(house: &House, to: &str) -> (String, String) {
    send(house).await;
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.into_iter().find(|mail| mail.to == to && mail.subject.starts_with("Reminder")).expect("a reminder");
    (mail.subject, mail.text)
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// T42
async fn a_reminder_leaves_once_in_two_instances_and_over_a_clock_jump(house: House) {
    let desk = Desk::new(&house).await;
    let starts_at = at("2026-11-24T15:00:00Z");
    let id = book(&desk, &desk.draft(starts_at)).await;
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    go_to(&house, starts_at - Duration::hours(24) - Duration::seconds(1));
    remind(&house).await;
    assert_eq!(reminders(&house, "queued").await, 0, "not yet");
    house.hands.shift(Duration::seconds(1));
    let both = || async {
        tokio::join!(house.system.remind_of_appointments(), there.remind_of_appointments(), house.system.remind_of_appointments())
    };
    let (one, other, again) = both().await;
    assert!(one.is_ok() && other.is_ok() && again.is_ok());
    assert_eq!(reminders(&house, "queued").await, 1);
    let link = house.newest_link(MAYA).await;
    assert!(link.starts_with(&format!("/appointments/{id}?for=")), "{link}");

    // Back, far ahead, and back again.
    for hours in [-30, 20, 25, -20, 6] {
        house.hands.shift(Duration::hours(hours));
        let _ = both().await;
        send(&house).await;
    }
    assert_eq!(
        (reminders(&house, "sent").await, house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_reminder'").await),
        (1, 1)
    );
    assert_eq!(house.told("workflows.reminded").await, 1);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn nothing_leaves_once_its_reason_is_gone(house: House) {
    let desk = Desk::new(&house).await;
    let starts_at = at("2026-11-24T15:00:00Z");
    let id = book(&desk, &desk.draft(starts_at)).await;
    // Cancelled while it waits.
    go_to(&house, starts_at - Duration::hours(24));
    remind(&house).await;
    let reyes = house.staff("Reyes").await;
    reyes.appointments().await.unwrap().set_state(id, 1, State::Cancelled).await.unwrap();
    send(&house).await;
    assert_eq!((reminders(&house, "sent").await, reminders(&house, "cancelled").await), (0, 1));

    // Past every door, so that only the look at its leaving can find it.
    let later = at("2026-12-01T15:00:00Z");
    let id = book(&desk, &desk.draft(later)).await;
    go_to(&house, later - Duration::hours(24));
    for gone in ["cancelled", "no_show"] {
        house.tamper("DELETE FROM workflow_jobs").await;
        house.tamper("UPDATE appointments SET state = 'booked' WHERE starts_at > '2026-12-01'").await;
        remind(&house).await;
        assert_eq!(reminders(&house, "queued").await, 1);
        house.tamper(&format!("UPDATE appointments SET state = '{gone}' WHERE starts_at > '2026-12-01'")).await;
        send(&house).await;
    }
    // The workflow is switched off, the access to appointments is gone, the time has come.
    let on = Workflow::usual(WorkflowKind::AppointmentReminder);
    for gone in ["off", "scope", "late"] {
        house.tamper("DELETE FROM workflow_jobs").await;
        house.tamper("UPDATE appointments SET state = 'booked' WHERE starts_at > '2026-12-01'").await;
        remind(&house).await;
        assert_eq!(reminders(&house, "queued").await, 1, "{gone}");
        match gone {
            "off" => house.staff("Vidal").await.workflows().await.unwrap().change(Workflow { on: false, ..on.clone() }).await.unwrap(),
            "scope" => house.tamper("UPDATE grants SET scopes = 'documents'").await,
            _ => go_to(&house, later),
        }
        send(&house).await;
        assert_eq!(reminders(&house, "sent").await, 0, "{gone}");
        house.staff("Vidal").await.workflows().await.unwrap().change(on.clone()).await.unwrap();
        house.tamper("UPDATE grants SET scopes = 'documents messages appointments'").await;
    }
    remind(&house).await;
    assert_eq!((reminders(&house, "sent").await, reminders(&house, "queued").await), (0, 0), "{id}");
}

async fn a_moved_appointment_is_reminded_of_at_its_new_time_alone(house: House) {
    let desk = Desk::new(&house).await;
    let (first, second) = (at("2026-11-24T15:00:00Z"), at("2026-11-26T16:00:00Z"));
    let id = book(&desk, &desk.draft(first)).await;
    go_to(&house, first - Duration::hours(24));
    remind(&house).await;
    // It waits still when the appointment is moved; confirmed or not, what stands is reminded of.
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    office.move_to(id, 1, &desk.draft(second)).await.unwrap();
    send(&house).await;
    assert_eq!(reminders(&house, "sent").await, 0);
    go_to(&house, second - Duration::hours(24));
    remind(&house).await;
    let reyes = house.staff("Reyes").await;
    reyes.appointments().await.unwrap().set_state(id, 2, State::Confirmed).await.unwrap();
    let (_, text) = newest(&house, MAYA).await;
    assert!(text.contains("Thursday, November 26, 2026 at 11:00 am EST"), "{text}");
    assert_eq!(reminders(&house, "sent").await, 1);
}

/// T42
async fn it_says_day_and_time_by_the_clock_of_the_place_on_both_sides_of_the_change(house: House) {
    let desk = Desk::new(&house).await;
    let administrator = house.staff("Vidal").await;
    let site = Site { name: "Island".into(), address: "1 Lagoon Road".into(), zone: "Australia/Lord_Howe".into() };
    let island = administrator.appointments().await.unwrap().save_site(None, &site).await.unwrap();
    let wall = |day: &str, time: &str| BookingDraft { day: day.into(), time: time.into(), anyway: true, ..desk.draft(desk.now()) };
    let at_island =
        BookingDraft { site: Some(island), kind: Some(domain::appointments::ContactKind::InPerson), ..wall("2027-04-04", "09:00") };
    for (draft, starts_at, says) in [
        // Clocks go forward that night: a day before by the clock it is 23 hours.
        (wall("2027-03-14", "09:00"), "2027-03-14T13:00:00Z", "Sunday, March 14, 2027 at 9:00 am EDT"),
        // Lord Howe moves by half an hour.
        (at_island, "2027-04-03T22:30:00Z", "Sunday, April 4, 2027 at 9:00 am UTC+10:30"),
        (wall("2027-11-07", "09:00"), "2027-11-07T14:00:00Z", "Sunday, November 7, 2027 at 9:00 am EST"),
    ] {
        let starts_at = at(starts_at);
        go_to(&house, starts_at - Duration::days(3));
        book(&desk, &draft).await;
        go_to(&house, starts_at - Duration::hours(24));
        remind(&house).await;
        remind(&house).await;
        let (_, text) = newest(&house, MAYA).await;
        assert!(text.contains(says), "{text}");
    }
    assert_eq!(reminders(&house, "sent").await, 3);
}

async fn it_names_nobody_and_where_mails_are_discreet_no_practice(house: House) {
    let desk = Desk::new(&house).await;
    let starts_at = at("2026-11-24T15:00:00Z");
    book(&desk, &desk.draft(starts_at)).await;
    go_to(&house, starts_at - Duration::hours(24));
    remind(&house).await;
    let (subject, open) = newest(&house, MAYA).await;
    assert!(
        open.contains("Harbor Street Counseling reminds you of your appointment on Tuesday, November 24, 2026 at 10:00 am EST."),
        "{open}"
    );
    house.tamper("UPDATE charts SET discreet_since = created_at").await;
    let (_, discreet) = newest(&house, MAYA).await;
    house.tamper("UPDATE charts SET discreet_since = NULL").await;
    let quiet = Scheduling { quiet_words: true, ..Scheduling::default() };
    house.staff("Vidal").await.settings().await.unwrap().change_scheduling(quiet).await.unwrap();
    let (_, quiet) = newest(&house, MAYA).await;
    for text in [&discreet, &quiet] {
        assert!(
            text.contains("You have an appointment on Tuesday, November 24, 2026 at 10:00 am EST.") && !text.contains("Harbor"),
            "{text}"
        );
    }
    for word in ["Reyes", "Elena", "ession", "ideo", "therap", "Maya"] {
        assert!([&subject, &open, &discreet, &quiet].iter().all(|text| !text.contains(word)), "{word}");
    }
}

async fn the_practice_decides_when_and_in_which_words_and_tries_it_on_itself(house: House) {
    let desk = Desk::new(&house).await;
    assert!(matches!(house.staff("Reyes").await.workflows().await.err(), Some(backend::Error::NotAllowed)));
    let vidal = house.staff("Vidal").await;
    let workflows = vidal.workflows().await.unwrap();
    let usual = workflows.all().await.unwrap().0;
    assert_eq!((usual.workflow.on, usual.workflow.hours.as_slice(), usual.texts), (true, &[24][..], true));
    assert!(usual.mail[0].contains("Sunday, November 22, 2026 at 10:00 am EST"), "{:?}", usual.mail);
    let own = Workflow { hours: vec![2, 48], mail: "See you on {day} at {time}.".into(), ..usual.workflow };
    let refused = workflows.change(Workflow { mail: "With {clinician}".into(), ..own.clone() }).await;
    assert!(matches!(refused, Err(backend::Error::Refused(all)) if all == [Refusal::MailPlaceholder.into()]));
    workflows.change(own).await.unwrap();
    assert_eq!(workflows.all().await.unwrap().0.workflow.hours, [48, 2]);
    assert!(house.with_post(workflows.send_test(WorkflowKind::AppointmentReminder)).await.unwrap());
    let (_, text) = newest(&house, "tomas.vidal@harborstreet.example").await;
    assert!(text.contains("See you on Sunday, November 22, 2026 at 10:00 am EST."), "{text}");

    let starts_at = at("2026-11-26T15:00:00Z");
    let id = book(&desk, &desk.draft(starts_at)).await;
    for before in [49, 48, 30, 3] {
        go_to(&house, starts_at - Duration::hours(before));
        remind(&house).await;
    }
    send(&house).await;
    assert_eq!(reminders(&house, "sent").await, 2, "the test, and the first");
    // Slept through until the second: one is enough.
    go_to(&house, starts_at - Duration::hours(1));
    remind(&house).await;
    remind(&house).await;
    send(&house).await;
    assert_eq!(reminders(&house, "sent").await, 3);
    let vidal = house.staff("Vidal").await;
    let sent = vidal.workflows().await.unwrap().all().await.unwrap().0.sent;
    assert_eq!(sent.len(), 2);
    assert!(
        sent.iter()
            .all(|line| line.about == SentAbout::Appointment(id) && line.client == "Lindqvist, Maya" && line.channel == Channel::Mail)
    );
}

async fn where_nobody_is_reminded_the_page_says_why(house: House) {
    let desk = Desk::new(&house).await;
    let starts_at = at("2026-11-24T15:00:00Z");
    book(&desk, &desk.draft(starts_at)).await;
    go_to(&house, starts_at - Duration::hours(24));
    house.tamper("UPDATE grants SET scopes = 'documents'").await;
    remind(&house).await;
    // And one that is made when its reminder would have been due already.
    house.tamper("UPDATE grants SET scopes = 'documents messages appointments'").await;
    house.hands.shift(Duration::minutes(1));
    book(&desk, &desk.draft(starts_at - Duration::hours(19))).await;
    remind(&house).await;
    let vidal = house.staff("Vidal").await;
    let sent = vidal.workflows().await.unwrap().all().await.unwrap().0.sent;
    let why: Vec<_> = sent.iter().map(|line| line.why_not).collect();
    assert_eq!(why, [Some(WhyNot::JustTold), Some(WhyNot::NobodyToTell)]);
    assert_eq!(reminders(&house, "queued").await, 0);
}
