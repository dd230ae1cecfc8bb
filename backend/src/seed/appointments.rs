//! The practice's fortnight: what can be booked, when, and who comes. Booked weeks ago, kept or missed since, and two things asked for
//! this morning.

use super::{Cast, acting, origin, talk::client_of};
use crate::{
    clock::Clock,
    dates,
    error::Error,
    practice::Practice,
    settings,
    sign_in::{self, Member},
};
use ContactKind::{InPerson, Phone, Video};
use Weekday::{Fri, Mon, Thu, Tue, Wed};
use chrono::{Datelike, Days, Duration, NaiveTime, Weekday};
use domain::{
    appointments::{
        BookingAsk, BookingDraft, BookingWish, ChosenSlot, ClientBooking, Closed, ContactKind, Every, FirstAsk, Scheduling, Site, State,
        TimeOff, TypeRules, When, Window, series,
    },
    ids::{AppointmentId, AppointmentTypeId, SiteId, StaffId},
};
use std::collections::HashMap;
use uuid::Uuid;

struct Kind {
    name: &'static str,
    minutes: u16,
    kinds: &'static [ContactKind],
    hue: u8,
    booking: ClientBooking,
    price_cents: i64,
    code: &'static str,
}

const SESSION: &str = "Individual session";
const CALL: &str = "Check-in call";
const FAMILY: &str = "Family session";
const FIRST: &str = "First visit";

const KINDS: [Kind; 4] = [
    Kind {
        name: SESSION,
        minutes: 50,
        kinds: &[InPerson, Video],
        hue: 1,
        booking: ClientBooking::ByRequest,
        price_cents: 16_000,
        code: "90834",
    },
    Kind { name: CALL, minutes: 20, kinds: &[Phone, Video], hue: 5, booking: ClientBooking::ByRequest, price_cents: 6_000, code: "98966" },
    Kind {
        name: FAMILY,
        minutes: 60,
        kinds: &[InPerson, Video],
        hue: 3,
        booking: ClientBooking::StaffOnly,
        price_cents: 19_000,
        code: "90847",
    },
    Kind { name: FIRST, minutes: 75, kinds: &[InPerson], hue: 7, booking: ClientBooking::ByRequest, price_cents: 22_000, code: "90791" },
];

/// By last name: on these days, from this minute to that.
const HOURS: [(&str, &[Weekday], u16, u16); 6] = [
    ("Reyes", &[Mon, Tue, Wed, Thu], 9 * 60, 12 * 60),
    ("Reyes", &[Mon, Tue, Wed, Thu], 13 * 60, 17 * 60),
    ("Reyes", &[Fri], 9 * 60, 13 * 60),
    ("Okafor", &[Tue, Wed, Thu, Fri], 10 * 60, 18 * 60),
    ("Raman", &[Mon, Wed, Fri], 9 * 60, 13 * 60),
    ("Abara", &[Tue, Thu], 9 * 60, 12 * 60),
];

/// Who comes every week: client, clinician, when, for what and how.
const WEEK: [(&str, &str, Weekday, &str, &str, ContactKind); 16] = [
    ("Maya", "Reyes", Mon, "10:00", SESSION, Video),
    ("Jordan", "Reyes", Mon, "14:00", SESSION, InPerson),
    ("Ida", "Reyes", Mon, "15:30", SESSION, InPerson),
    ("Amira", "Reyes", Tue, "09:00", SESSION, InPerson),
    ("Noah", "Reyes", Tue, "15:30", SESSION, InPerson),
    ("Leo", "Reyes", Wed, "11:00", SESSION, InPerson),
    ("Jordan", "Reyes", Wed, "15:00", CALL, Phone),
    ("Maya", "Reyes", Thu, "09:00", CALL, Phone),
    ("Conor", "Reyes", Thu, "13:00", SESSION, InPerson),
    ("Noah", "Reyes", Thu, "15:30", FAMILY, InPerson),
    ("Amira", "Reyes", Fri, "09:30", CALL, Video),
    ("Rosa", "Okafor", Tue, "10:00", SESSION, Video),
    ("Daniel", "Okafor", Wed, "14:00", SESSION, InPerson),
    ("Hannah", "Okafor", Thu, "11:00", SESSION, InPerson),
    ("Rosa", "Okafor", Fri, "10:00", CALL, Phone),
    ("Zoë", "Raman", Wed, "10:00", SESSION, InPerson),
];

/// So many weeks each of them was booked for, from two weeks ago.
const WEEKS: u16 = 5;

struct Practised {
    practice: Practice,
    team: HashMap<String, Member>,
    site: SiteId,
    kinds: HashMap<&'static str, AppointmentTypeId>,
}

/// Fills the calendar.
pub(super) async fn fill(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let zone = dates::zone(&settings::load(practice).await?.zone);
    let now = practice.clock.now();
    let today = dates::today(now, zone);
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()) + 14);
    let (clock, hands) = Clock::standing((monday - Days::new(3)).and_time(NaiveTime::MIN).and_utc() + Duration::hours(15));
    let then = practice.under(clock.clone());
    let people = sign_in::team(practice.db.read()).await?;
    let team: HashMap<String, Member> = people.into_iter().map(|member| (member.last_name.clone(), member)).collect();
    let all = set_up(&then, team).await?;

    let chart = |name: &str| cast.charts.iter().find(|chart| chart.first_name == name).map(|chart| chart.id);
    let mut booked = Vec::new();
    for (client, clinician, weekday, time, kind_of, kind) in WEEK {
        let (Some(chart), Some(member)) = (chart(client), all.team.get(clinician)) else { continue };
        let day = monday + Days::new(weekday.num_days_from_monday().into());
        let draft = BookingDraft {
            staff: Some(StaffId(member.id)),
            type_id: all.kinds.get(kind_of).copied(),
            kind: Some(kind),
            site: (kind == InPerson).then_some(all.site),
            day: day.to_string(),
            time: time.into(),
            series: Some((Every::Week, WEEKS)),
            texts: client == "Maya",
            ..BookingDraft::default()
        };
        let Some(desk) = all.team.get("Whitfield") else { continue };
        let ids = acting(&then, desk).appointments().await?.book(chart, &draft).await?.ids;
        let first = day.and_time(time.parse().map_err(Error::unexpected)?);
        let starts = series(&zone, first, Every::Week, WEEKS)?;
        let starts = starts.into_iter().filter_map(|one| one.starts_at);
        booked.extend(ids.into_iter().zip(starts).map(|(id, at)| (at, id, client, member)));
    }
    booked.sort_by_key(|(at, id, ..)| (*at, *id));

    for (at, id, client, member) in booked.iter().filter(|(at, ..)| *at + Duration::hours(2) < now) {
        hands.shift(*at + Duration::minutes(80) - clock.now());
        let last = booked.iter().filter(|one| one.2 == *client && one.0 + Duration::hours(2) < now).map(|one| one.0).max() == Some(*at);
        let state = match *client {
            "Daniel" if last => State::NoShow,
            "Hannah" if last => State::LateCancelled,
            _ => State::Completed,
        };
        acting(&then, member).appointments().await?.set_state(*id, 1, state).await?;
    }

    // This morning: one says that she comes, and asks for another time; somebody else asks for a call.
    hands.shift(now - Duration::hours(3) - clock.now());
    let ahead = |client: &str| booked.iter().find(|(at, _, who, _)| *who == client && *at > now + Duration::hours(30)).map(|one| one.1);
    if let (Some(id), Some(chart)) = (ahead("Maya"), chart("Maya")) {
        let maya = client_of(&then, "maya.lindqvist@example.com", chart.0).await?;
        maya.appointments().await?.confirm(id, 1).await?;
        ask(&all, "maya.lindqvist@example.com", chart.0, Some((id, 2)), (SESSION, Video), "Could we begin a little later that week?")
            .await?;
    }
    if let Some(chart) = chart("Rosa") {
        ask(&all, "rosa.delgado@example.com", chart.0, None, (CALL, Phone), "About the group evening.").await?;
    }
    newcomer(&all).await
}

/// Somebody new has found the public page, and asks for a first visit next week.
async fn newcomer(all: &Practised) -> Result<(), Error> {
    let (Some(vidal), Some(okafor), Some(&type_id)) = (all.team.get("Vidal"), all.team.get("Okafor"), all.kinds.get(FIRST)) else {
        return Ok(());
    };
    let scheduling = Scheduling { quick_share: true, ..settings::load(&all.practice).await?.scheduling };
    acting(&all.practice, vidal).settings().await?.change_scheduling(scheduling).await?;
    let visitor = all.practice.visitor(origin());
    let public = visitor.first_appointments().await?;
    let staff = Some(StaffId(okafor.id));
    let wish = BookingWish { type_id: Some(type_id), kind: Some(InPerson), staff, ..BookingWish::default() };
    let days = public.bookable(wish).await?.days;
    let Some(slot) = days.iter().rev().find_map(|day| day.slots.last()) else { return Ok(()) };
    let ask = FirstAsk {
        type_id,
        kind: InPerson,
        slot: ChosenSlot { starts_at: slot.starts_at, staff },
        last_name: "Natarajan".into(),
        first_name: "Priya".into(),
        birth_date: "1994-08-19".into(),
        email: "priya.natarajan@example.com".into(),
        phone: "(410) 555-0148".into(),
        reason: "I moved here in the summer and would like to go on with therapy.".into(),
    };
    public.ask(&ask).await
}

/// Places, types, hours and days off.
async fn set_up(practice: &Practice, team: HashMap<String, Member>) -> Result<Practised, Error> {
    let administrator = acting(practice, team.get("Vidal").ok_or(Error::NotFound)?);
    let office = administrator.appointments().await?;
    let address = "12 Harbor Street, second floor\nBaltimore, MD 21231";
    let zone = settings::load(practice).await?.zone;
    let site = office.save_site(None, &Site { name: "Harbor Street".into(), address: address.into(), zone }).await?;
    let mut kinds = HashMap::new();
    for Kind { name, minutes, kinds: how, hue, booking, price_cents, code } in KINDS {
        let rules = TypeRules {
            name: name.into(),
            minutes,
            kinds: how.to_vec(),
            hue,
            booking,
            price_cents: Some(price_cents),
            code: Some(code.into()),
            ..TypeRules::default()
        };
        kinds.insert(name, office.save_type(None, &rules).await?);
    }
    for (who, days, from, to) in HOURS {
        let Some(member) = team.get(who) else { continue };
        for weekday in days {
            let window = Window { when: When::Weekly(*weekday), from, to, kinds: ContactKind::ALL.to_vec(), site: Some(site) };
            office.add_hours(Some(StaffId(member.id)), &window).await?;
        }
    }
    let today = dates::today(practice.clock.now(), dates::zone("UTC"));
    let first = today + Days::new(45);
    let off = TimeOff { closed: Closed { first, last: first + Days::new(2), hours: None }, label: "Staff retreat".into() };
    office.add_time_off(None, &off, false).await?;
    Ok(Practised { practice: practice.clone(), team, site, kinds })
}

/// Asks for the first time that is free, a week from now.
async fn ask(
    all: &Practised,
    email: &str,
    chart: Uuid,
    replaces: Option<(AppointmentId, i32)>,
    (kind_of, kind): (&str, ContactKind),
    remark: &str,
) -> Result<(), Error> {
    let client = client_of(&all.practice, email, chart).await?;
    let portal = client.appointments().await?;
    let Some(&type_id) = all.kinds.get(kind_of) else { return Ok(()) };
    let wish = BookingWish { type_id: Some(type_id), kind: Some(kind), replaces: replaces.map(|(id, _)| id), ..BookingWish::default() };
    let days = portal.bookable(wish).await?.days;
    let Some(slot) = days.iter().rev().find_map(|day| day.slots.first()) else { return Ok(()) };
    let slot = ChosenSlot { starts_at: slot.starts_at, staff: Some(slot.staff) };
    portal.request(&BookingAsk { type_id, kind, slot, texts: false, remark: remark.into(), replaces }).await?;
    Ok(())
}
