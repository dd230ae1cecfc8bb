//! A practice in which Dr. Reyes can be booked, by video, on Tuesdays and Thursdays.

use crate::house::{House, origin};
use backend::{Client, ClientAppointments, Error};
use chrono::{DateTime, Utc, Weekday};
use domain::{
    appointments::{BookingAsk, BookingDraft, BookingWish, ChosenSlot, ClientBooking, ContactKind, Refusal, Site, TypeRules, When, Window},
    ids::{AppointmentTypeId, SiteId, StaffId},
};

pub struct Desk<'a> {
    pub house: &'a House,
    pub type_id: AppointmentTypeId,
    pub site: SiteId,
    staff: Vec<(StaffId, String)>,
}

impl<'a> Desk<'a> {
    pub async fn new(house: &'a House) -> Self {
        let administrator = house.staff("Vidal").await;
        let office = administrator.appointments().await.unwrap();
        let type_id = office.save_type(None, &rules()).await.unwrap();
        let site = Site { name: "Harbor Street".into(), address: "12 Harbor Street".into(), zone: "America/New_York".into() };
        let site = office.save_site(None, &site).await.unwrap();
        let staff = office.hours(None).await.unwrap().people;
        let desk = Self { house, type_id, site, staff };
        for weekday in [Weekday::Tue, Weekday::Thu] {
            let window = Window { when: When::Weekly(weekday), from: 540, to: 960, kinds: vec![ContactKind::Video], site: None };
            office.add_hours(Some(desk.staff("Reyes")), &window).await.unwrap();
        }
        desk
    }

    pub fn rules(&self) -> TypeRules {
        rules()
    }

    pub fn staff(&self, last_name: &str) -> StaffId {
        self.staff.iter().find(|(_, name)| name.contains(last_name)).unwrap().0
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.house.setup.clock.now()
    }

    /// Signs a client in.
    pub async fn portal(&self, first_name: &str) -> Client {
        let token = self.house.client_token(first_name).await;
        self.house.practice.client(Some(&token), None, origin()).await.unwrap()
    }

    pub fn wish(&self) -> BookingWish {
        BookingWish { type_id: Some(self.type_id), kind: Some(ContactKind::Video), ..BookingWish::default() }
    }

    /// The times of two weeks.
    pub async fn slots(&self, portal: &ClientAppointments<'_>) -> Vec<DateTime<Utc>> {
        let days = portal.bookable(self.wish()).await.unwrap().days;
        days.into_iter().flat_map(|day| day.slots).map(|slot| slot.starts_at).collect()
    }

    pub fn ask(&self, starts_at: DateTime<Utc>) -> BookingAsk {
        BookingAsk {
            type_id: self.type_id,
            kind: ContactKind::Video,
            slot: ChosenSlot { starts_at, staff: None },
            texts: true,
            remark: "Núñez – Straße 🌊".into(),
            replaces: None,
        }
    }

    /// What staff type to book that time with Dr. Reyes.
    pub fn draft(&self, starts_at: DateTime<Utc>) -> BookingDraft {
        let at = starts_at.with_timezone(&chrono_tz::America::New_York);
        BookingDraft {
            staff: Some(self.staff("Reyes")),
            type_id: Some(self.type_id),
            kind: Some(ContactKind::Video),
            day: at.date_naive().to_string(),
            time: at.format("%H:%M").to_string(),
            ..BookingDraft::default()
        }
    }
}

fn rules() -> TypeRules {
    TypeRules {
        name: "Session".into(),
        kinds: vec![ContactKind::InPerson, ContactKind::Video],
        booking: ClientBooking::ByRequest,
        ..TypeRules::default()
    }
}

/// Why it was refused.
pub fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusals)) => match refusals[..] {
            [domain::Refusal::Appointments(refusal)] => refusal,
            _ => panic!("{refusals:?}"),
        },
        other => panic!("{other:?}"),
    }
}
