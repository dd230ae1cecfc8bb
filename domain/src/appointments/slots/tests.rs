use super::*;
use chrono::{NaiveTime, Offset, Timelike};
use chrono_tz::{America::New_York, Asia::Kathmandu, Australia::Lord_Howe, Tz};
use proptest::prelude::*;

const UNITED_STATES: [&str; 29] = [
    "America/Adak",
    "America/Anchorage",
    "America/Boise",
    "America/Chicago",
    "America/Denver",
    "America/Detroit",
    "America/Indiana/Indianapolis",
    "America/Indiana/Knox",
    "America/Indiana/Marengo",
    "America/Indiana/Petersburg",
    "America/Indiana/Tell_City",
    "America/Indiana/Vevay",
    "America/Indiana/Vincennes",
    "America/Indiana/Winamac",
    "America/Juneau",
    "America/Kentucky/Louisville",
    "America/Kentucky/Monticello",
    "America/Los_Angeles",
    "America/Menominee",
    "America/Metlakatla",
    "America/New_York",
    "America/Nome",
    "America/North_Dakota/Beulah",
    "America/North_Dakota/Center",
    "America/North_Dakota/New_Salem",
    "America/Phoenix",
    "America/Sitka",
    "America/Yakutat",
    "Pacific/Honolulu",
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn hours(when: When, from: u16, to: u16) -> Window {
    Window { when, from: from * 60, to: to * 60, kinds: ContactKind::ALL.to_vec(), site: None }
}

fn every_day(from: u16, to: u16) -> Vec<Window> {
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun]
        .map(|weekday| hours(When::Weekly(weekday), from, to))
        .to_vec()
}

fn own(windows: &[Window]) -> Day<'_> {
    Day { own: windows, practice: &[], own_closed: &[], practice_closed: &[] }
}

fn wanted(minutes: u16) -> Wanted {
    Wanted {
        minutes,
        before: 0,
        after: 0,
        notice: Duration::zero(),
        horizon: Duration::days(366),
        kind: ContactKind::Video,
        site: None,
        full: BTreeSet::new(),
    }
}

/// As clocks there show them.
fn clock(zone: Tz, slots: &[Slot]) -> Vec<String> {
    slots.iter().map(|slot| slot.starts_at.with_timezone(&zone).format("%H:%M").to_string()).collect()
}

fn on(zone: Tz, rules: Day<'_>, wanted: &Wanted, busy: &[Busy], date: &str) -> Vec<Slot> {
    let (date, now) = (day(date), utc("2026-09-01T00:00:00Z"));
    slots(rules, wanted, busy, |_| zone, now, (date, date))
}

#[test]
fn nobody_is_booked_at_half_past_two_when_clocks_skip_it() {
    let night = every_day(1, 4);
    let spring = on(New_York, own(&night), &wanted(30), &[], "2027-03-14");
    assert_eq!(clock(New_York, &spring), ["01:00", "01:15", "01:30", "01:45", "03:00", "03:15", "03:30"]);
    assert_eq!(spring[4].starts_at - spring[3].starts_at, Duration::minutes(15), "the hour is not there");
    // Hours that begin in the hour that is skipped begin after it.
    let skipped = [Window { from: 150, to: 240, ..hours(When::On(day("2027-03-14")), 2, 4) }];
    assert_eq!(clock(New_York, &on(New_York, own(&skipped), &wanted(60), &[], "2027-03-14")), ["03:00"]);
    let gone = [hours(When::On(day("2027-03-14")), 2, 3)];
    assert_eq!(on(New_York, own(&gone), &wanted(15), &[], "2027-03-14"), []);
}

#[test]
fn half_past_one_is_there_twice_when_clocks_are_set_back_and_each_is_its_own() {
    let autumn = on(New_York, own(&every_day(1, 2)), &wanted(30), &[], "2026-11-01");
    let half_past: Vec<&Slot> = autumn.iter().filter(|slot| slot.starts_at.with_timezone(&New_York).minute() == 30).collect();
    assert_eq!(half_past.iter().map(|slot| slot.starts_at).collect::<Vec<_>>(), [utc("2026-11-01T05:30:00Z"), utc("2026-11-01T06:30:00Z")]);
    // Taken the first time, it is free the second.
    let busy = [Span { from: utc("2026-11-01T05:30:00Z"), to: utc("2026-11-01T06:00:00Z") }];
    let left = on(New_York, own(&every_day(1, 2)), &wanted(30), &busy, "2026-11-01");
    assert!(left.iter().all(|slot| slot.starts_at != busy[0].from) && left.contains(half_past[1]));
}

/// T42: each slot of a day lies within the hours, as clocks there show them, and is as long as it is.
#[test]
fn hours_are_hours_of_the_wall_clock_in_every_zone() {
    let zones = UNITED_STATES.iter().map(|zone| zone.parse().unwrap()).chain([Lord_Howe, Kathmandu]);
    for zone in zones.collect::<Vec<Tz>>() {
        let office = every_day(9, 17);
        let found = slots(own(&office), &wanted(50), &[], |_| zone, utc("2026-09-01T00:00:00Z"), (day("2026-09-05"), day("2027-08-31")));
        let mut days = BTreeSet::new();
        for slot in &found {
            let (from, to) = (slot.starts_at.with_timezone(&zone), (slot.starts_at + Duration::minutes(50)).with_timezone(&zone));
            assert!(from.time() >= NaiveTime::from_hms_opt(9, 0, 0).unwrap() && to.time() <= NaiveTime::from_hms_opt(17, 0, 0).unwrap());
            assert_eq!(from.minute() % 15, 0, "{zone} {from}");
            days.insert(from.date_naive());
        }
        assert_eq!((days.len(), found.len() / days.len()), (361, 29), "{zone}");
        // The whole day, on which clocks change too: as many slots as it has quarters of an hour.
        let whole = every_day(0, 24);
        for date in day("2026-09-05").iter_days().take(400).take_while(|date| *date < day("2027-08-31")) {
            let found = slots(own(&whole), &wanted(15), &[], |_| zone, utc("2026-09-01T00:00:00Z"), (date, date));
            let midnight = |date: NaiveDate| zone.from_local_datetime(&date.and_time(NaiveTime::MIN)).unwrap();
            let (begins, ends) = (midnight(date), midnight(date.succ_opt().unwrap()));
            let long = (ends - begins).num_minutes() / 15;
            assert_eq!(found.len() as i64, long, "{zone} {date}");
            let by_offset = 96 - i64::from(ends.offset().fix().local_minus_utc() - begins.offset().fix().local_minus_utc()) / 900;
            assert_eq!(found.len() as i64, by_offset, "{zone} {date}");
            let instants: BTreeSet<_> = found.iter().map(|slot| slot.starts_at).collect();
            assert_eq!(instants.len(), found.len(), "each is unambiguous");
        }
    }
}

#[test]
fn ones_own_hours_win_over_the_practices() {
    let (mine, practice) = ([hours(When::Weekly(Weekday::Mon), 10, 11)], every_day(9, 17));
    let rules = Day { practice: &practice, ..own(&mine) };
    assert_eq!(clock(New_York, &on(New_York, rules, &wanted(60), &[], "2026-10-05")), ["10:00"]);
    assert_eq!(on(New_York, rules, &wanted(60), &[], "2026-10-06"), [], "on Tuesdays one does not work");
    let none = Day { practice: &practice, ..own(&[]) };
    assert_eq!(on(New_York, none, &wanted(60), &[], "2026-10-06").len(), 29);

    let christmas = [Closed { first: day("2026-12-24"), last: day("2026-12-26"), hours: None }];
    let rules = Day { practice_closed: &christmas, ..none };
    assert_eq!(on(New_York, rules, &wanted(60), &[], "2026-12-25"), []);
    let once = [hours(When::On(day("2026-12-25")), 12, 13)];
    let rules = Day { own: &once, ..rules };
    assert_eq!(clock(New_York, &on(New_York, rules, &wanted(60), &[], "2026-12-25")), ["12:00"]);
    assert_eq!(on(New_York, Day { own_closed: &christmas, ..rules }, &wanted(60), &[], "2026-12-25"), [], "who is away is away");
}

#[test]
fn a_break_is_left_out_and_what_begins_before_it_ends_before_it() {
    let (office, lunch) = (every_day(9, 15), [Closed { first: day("2026-10-05"), last: day("2026-10-09"), hours: Some((720, 780)) }]);
    let rules = Day { own_closed: &lunch, ..own(&office) };
    let found = clock(New_York, &on(New_York, rules, &wanted(60), &[], "2026-10-05"));
    assert!(found.contains(&"11:00".into()) && found.contains(&"13:00".into()) && found.contains(&"14:00".into()));
    assert!(!found.iter().any(|time| ("11:15".."13:00").contains(&time.as_str())));
    let open = open_hours(rules, |_| New_York, (day("2026-10-05"), day("2026-10-05")));
    assert_eq!(open.iter().map(|(span, _)| (span.to - span.from).num_hours()).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn buffers_notice_horizon_and_a_full_day_leave_times_out() {
    let office = every_day(9, 12);
    let busy = [Span { from: utc("2026-10-05T14:00:00Z"), to: utc("2026-10-05T15:00:00Z") }];
    let buffered = Wanted { before: 10, after: 15, ..wanted(30) };
    assert_eq!(clock(New_York, &on(New_York, own(&office), &buffered, &busy, "2026-10-05")), ["09:00", "09:15", "11:15", "11:30"]);
    let full = Wanted { full: [day("2026-10-05")].into(), ..wanted(30) };
    assert_eq!(on(New_York, own(&office), &full, &[], "2026-10-05"), []);
    let phone = [Window { kinds: vec![ContactKind::Phone], ..hours(When::Weekly(Weekday::Mon), 9, 12) }];
    assert_eq!(on(New_York, own(&phone), &wanted(30), &[], "2026-10-05"), []);
    let limited = Wanted { notice: Duration::hours(24), horizon: Duration::days(2), ..wanted(180) };
    let found = slots(own(&office), &limited, &[], |_| New_York, utc("2026-10-05T14:00:00Z"), (day("2026-10-05"), day("2026-10-12")));
    assert_eq!(found.iter().map(|slot| slot.starts_at).collect::<Vec<_>>(), [utc("2026-10-07T13:00:00Z")]);
}

#[test]
fn a_place_has_the_clock_of_its_zone() {
    let (here, there) = (SiteId::default(), SiteId(uuid::Uuid::max()));
    let office = [here, there].map(|site| Window { site: Some(site), ..hours(When::Weekly(Weekday::Mon), 9, 10) });
    let date = day("2026-10-05");
    let zone = |site| if site == Some(there) { Kathmandu } else { New_York };
    let at = |site| {
        let wanted = Wanted { site: Some(site), ..wanted(60) };
        slots(own(&office), &wanted, &[], zone, utc("2026-10-01T00:00:00Z"), (date, date))
    };
    assert_eq!(at(there), [Slot { starts_at: utc("2026-10-05T03:15:00Z"), site: Some(there) }]);
    assert_eq!(at(here), [Slot { starts_at: utc("2026-10-05T13:00:00Z"), site: Some(here) }]);
}

proptest! {
    /// Whatever is taken, no slot meets it, and every free step of the hours is one.
    #[test]
    fn a_slot_is_what_is_free(taken in prop::collection::vec((0i64..480, 5i64..120), 0..12), minutes in 5u16..120, before in 0u16..30, after in 0u16..30) {
        let nine = utc("2026-10-05T13:00:00Z");
        let busy: Vec<Busy> = taken.iter().map(|(from, long)| Span { from: nine + Duration::minutes(*from), to: nine + Duration::minutes(from + long) }).collect();
        let wanted = Wanted { before, after, ..wanted(minutes) };
        let found = on(New_York, own(&every_day(9, 17)), &wanted, &busy, "2026-10-05");
        for step in 0..32 {
            let starts_at = nine + Duration::minutes(15 * step);
            let fits = starts_at + Duration::minutes(minutes.into()) <= nine + Duration::hours(8);
            let free = !busy.iter().any(|busy| busy.meets(wanted.span(starts_at)));
            prop_assert_eq!(found.iter().any(|slot| slot.starts_at == starts_at), fits && free);
        }
    }
}

/// 50 clinicians and 60 days take at most 50 ms where it counts: `cargo test --release`. Otherwise it is only seen to end.
#[test]
fn the_slots_of_fifty_clinicians_are_found_at_once() {
    let (office, now) = (every_day(8, 18), utc("2026-10-01T00:00:00Z"));
    let busy: Vec<Busy> = (0..420).map(|n| Span { from: now + Duration::hours(n * 3), to: now + Duration::hours(n * 3 + 1) }).collect();
    let began = std::time::Instant::now();
    let found: usize =
        (0..50).map(|_| slots(own(&office), &wanted(50), &busy, |_| New_York, now, (day("2026-10-01"), day("2026-11-29"))).len()).sum();
    assert!(found > 10_000);
    if !cfg!(debug_assertions) {
        assert!(began.elapsed().as_millis() <= 50, "{:?}", began.elapsed());
    }
}
