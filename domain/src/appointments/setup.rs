//! What can be booked: places, types, hours, time off, and what the practice decides about all of it.

use super::{Closed, ContactKind, HORIZON_LONGEST, Refusal, When, Window};
use crate::{
    charts::tidy,
    ids::{AppointmentTypeId, AvailabilityId, SiteId, StaffId, TimeOffId},
    lines,
    named::named,
    settings::check_shown_address,
};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// So many characters stand in a name.
const LONGEST_NAME: usize = 80;
/// So many in a remark, and in a reason.
const LONGEST_REMARK: usize = 1_000;

/// What the practice decides about appointments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scheduling {
    /// Clients ask for appointments through the portal.
    pub self_scheduling: bool,
    /// People without an account ask for an appointment on the public page.
    pub quick_share: bool,
    /// Who takes new clients; nobody: whoever treats.
    pub takes_new: Vec<StaffId>,
    /// Reminders and calendar entries never name the practice, whoever they are for.
    pub quiet_words: bool,
    /// The practice's own room: a web address with `{appointment}` in it where each has its own.
    pub video_url: Option<String>,
}

impl Default for Scheduling {
    fn default() -> Self {
        Self { self_scheduling: true, quick_share: false, takes_new: Vec::new(), quiet_words: false, video_url: None }
    }
}

/// Stands in the practice's video address for what tells one appointment from another.
pub const VIDEO_PLACE: &str = "{appointment}";

impl Scheduling {
    pub fn check(&self) -> Result<(), Refusal> {
        match &self.video_url {
            Some(url) => check_video_link(&url.replace(VIDEO_PLACE, "x")),
            None => Ok(()),
        }
    }
}

/// Shown as a link, never fetched.
pub fn check_video_link(url: &str) -> Result<(), Refusal> {
    check_shown_address(url).map_err(|trouble| Refusal::VideoUnfit { trouble })
}

/// Where an appointment by video takes place: its own link, or the practice's room.
pub fn video_link(own: Option<String>, scheduling: &Scheduling, appointment: &str) -> Option<String> {
    own.or_else(|| scheduling.video_url.as_ref().map(|url| url.replace(VIDEO_PLACE, appointment)))
}

/// A place of the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    pub name: String,
    /// Lines, as on an envelope.
    pub address: String,
    /// IANA zone.
    pub zone: String,
}

impl Site {
    /// Reads what was typed. Whether there is such a zone is known where zones are.
    pub fn read(&self) -> Result<Self, Vec<Refusal>> {
        let site =
            Self { name: tidy(&self.name), address: lines::trimmed(&self.address).trim().to_owned(), zone: self.zone.trim().to_owned() };
        let mut refusals: Vec<Refusal> = name_trouble(&site.name).into_iter().collect();
        if site.address.chars().count() > 300 {
            refusals.push(Refusal::AddressTooLong);
        }
        if refusals.is_empty() { Ok(site) } else { Err(refusals) }
    }
}

fn name_trouble(name: &str) -> Option<Refusal> {
    match name.chars().count() {
        0 => Some(Refusal::NameMissing),
        1..=LONGEST_NAME => None,
        _ => Some(Refusal::NameTooLong),
    }
}

named! {
    /// What clients do about a type of appointment.
    #[derive(Default)]
    pub enum ClientBooking {
        /// Only staff book it.
        #[default]
        StaffOnly "staff_only",
        /// They ask for it, and staff approve.
        ByRequest "by_request",
        /// What they ask for is booked.
        AtOnce "at_once",
    }
}

/// A kind of appointment, and its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeRules {
    pub name: String,
    pub minutes: u16,
    pub kinds: Vec<ContactKind>,
    /// One of the eight colours of the calendar.
    pub hue: u8,
    pub booking: ClientBooking,
    /// Minutes that stay free before and after it.
    pub before: u16,
    pub after: u16,
    /// A client asks for it at least so many hours ahead,
    pub notice_hours: u16,
    /// and at most so many days.
    pub horizon_days: u16,
    /// So many of it in a clinician's day.
    pub most_per_day: Option<u16>,
    /// So many of it that a client has ahead at the same time.
    pub most_per_client: Option<u16>,
    /// A client cancels it by themselves until so many hours before.
    pub cancel_hours: u16,
    pub price_cents: Option<i64>,
    /// The code under which it is billed.
    pub code: Option<String>,
}

impl Default for TypeRules {
    fn default() -> Self {
        Self {
            name: String::new(),
            minutes: 50,
            kinds: ContactKind::ALL.to_vec(),
            hue: 1,
            booking: ClientBooking::StaffOnly,
            before: 0,
            after: 10,
            notice_hours: 24,
            horizon_days: 60,
            most_per_day: None,
            most_per_client: Some(4),
            cancel_hours: 24,
            price_cents: None,
            code: None,
        }
    }
}

impl TypeRules {
    /// Reads what was typed.
    pub fn read(&self) -> Result<Self, Vec<Refusal>> {
        let code = self.code.as_deref().map(tidy).filter(|code| !code.is_empty());
        let kinds = ContactKind::ALL.into_iter().filter(|kind| self.kinds.contains(kind)).collect();
        let rules = Self { name: tidy(&self.name), code, kinds, ..self.clone() };
        let limit = |most: Option<u16>| most.is_none_or(|most| (1..=100).contains(&most));
        let wrong = [
            (!(5..=480).contains(&rules.minutes), Refusal::LengthUnfit),
            (rules.kinds.is_empty(), Refusal::KindsMissing),
            (!(1..=8).contains(&rules.hue), Refusal::HueUnfit),
            (rules.before > 120 || rules.after > 120, Refusal::BufferUnfit),
            (rules.notice_hours > 90 * 24, Refusal::NoticeUnfit),
            (!(1..=HORIZON_LONGEST).contains(&rules.horizon_days), Refusal::HorizonUnfit),
            (!limit(rules.most_per_day) || !limit(rules.most_per_client), Refusal::MostUnfit),
            (rules.cancel_hours > 30 * 24, Refusal::CancelWindowUnfit),
            (rules.price_cents.is_some_and(|cents| !(0..=10_000_000).contains(&cents)), Refusal::PriceUnfit),
            (rules.code.as_ref().is_some_and(|code| code.chars().count() > 20), Refusal::CodeTooLong),
        ];
        let mut refusals: Vec<Refusal> = name_trouble(&rules.name).into_iter().collect();
        refusals.extend(wrong.into_iter().filter(|(wrong, _)| *wrong).map(|(_, refusal)| refusal));
        if refusals.is_empty() { Ok(rules) } else { Err(refusals) }
    }
}

impl Window {
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        if self.from >= self.to || self.to > 1_440 {
            refusals.push(Refusal::HoursUnfit);
        }
        if self.kinds.is_empty() {
            refusals.push(Refusal::KindsMissing);
        }
        // Who meets in person does so somewhere.
        if self.kinds.contains(&ContactKind::InPerson) && self.site.is_none() {
            refusals.push(Refusal::SiteUnfit);
        }
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }
}

/// Days on which nobody can be booked, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOff {
    pub closed: Closed,
    /// "Thanksgiving". Clients never see it.
    pub label: String,
}

impl TimeOff {
    /// Reads what was typed.
    pub fn read(&self) -> Result<Self, Vec<Refusal>> {
        let Closed { first, last, hours } = self.closed;
        let label = tidy(&self.label);
        let mut refusals = Vec::new();
        if last < first || first.checked_add_days(Days::new(366)).is_none_or(|end| last > end) {
            refusals.push(Refusal::DaysUnfit);
        }
        if hours.is_some_and(|(from, to)| from >= to || to > 1_440) {
            refusals.push(Refusal::HoursUnfit);
        }
        if label.chars().count() > LONGEST_NAME {
            refusals.push(Refusal::NameTooLong);
        }
        if refusals.is_empty() { Ok(Self { label, ..self.clone() }) } else { Err(refusals) }
    }
}

/// Reads a remark: what a client wants to say with a request, or what staff say of a refusal. Nothing, where nothing is said.
pub fn check_remark(text: &str) -> Result<Option<String>, Refusal> {
    let text = lines::trimmed(text).trim().to_owned();
    match text.chars().count() {
        0 => Ok(None),
        1..=LONGEST_REMARK => Ok(Some(text)),
        _ => Err(Refusal::RemarkTooLong),
    }
}

/// A place, in the list of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteLine {
    pub id: SiteId,
    pub site: Site,
    /// It can be chosen for what is booked from now on.
    pub active: bool,
}

/// A type, in the list of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeLine {
    pub id: AppointmentTypeId,
    pub rules: TypeRules,
    pub active: bool,
}

/// Hours, in the list of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilityLine {
    pub id: AvailabilityId,
    pub window: Window,
}

/// Time off, in the list of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOffLine {
    pub id: TimeOffId,
    pub off: TimeOff,
    /// Of the whole practice.
    pub of_practice: bool,
}

/// One clinician's hours and time off, or the practice's; those of days that have passed are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilityRules {
    /// Nobody: the practice.
    pub staff: Option<(StaffId, String)>,
    /// Whose rules one may change: oneself, or everybody and the practice.
    pub people: Vec<(StaffId, String)>,
    pub may_change_practice: bool,
    pub windows: Vec<AvailabilityLine>,
    pub time_off: Vec<TimeOffLine>,
    /// The practice's own, which count where the clinician has none.
    pub of_practice: Vec<AvailabilityLine>,
    pub sites: Vec<SiteLine>,
    pub today: NaiveDate,
}

impl When {
    /// Whether it is over on that day.
    pub fn is_past(self, today: NaiveDate) -> bool {
        matches!(self, Self::On(day) if day < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    #[test]
    fn a_type_says_everything_that_is_wrong_with_it() {
        let fine = TypeRules { name: " Session ".into(), code: Some(" ".into()), ..TypeRules::default() };
        assert_eq!(fine.read().unwrap(), TypeRules { name: "Session".into(), code: None, ..fine.clone() });
        let wrong =
            TypeRules { minutes: 4, kinds: vec![], hue: 9, after: 121, horizon_days: 0, price_cents: Some(-1), ..TypeRules::default() };
        let said = [
            Refusal::NameMissing,
            Refusal::LengthUnfit,
            Refusal::KindsMissing,
            Refusal::HueUnfit,
            Refusal::BufferUnfit,
            Refusal::HorizonUnfit,
            Refusal::PriceUnfit,
        ];
        assert_eq!(wrong.read(), Err(said.to_vec()));
        let limits = TypeRules { most_per_day: Some(0), cancel_hours: 721, notice_hours: 2_161, ..fine };
        assert_eq!(limits.read(), Err(vec![Refusal::NoticeUnfit, Refusal::MostUnfit, Refusal::CancelWindowUnfit]));
    }

    #[test]
    fn hours_have_a_beginning_an_end_and_a_place() {
        let window =
            |from, to, kinds: &[ContactKind]| Window { when: When::Weekly(Weekday::Mon), from, to, kinds: kinds.to_vec(), site: None };
        assert_eq!(window(540, 1_440, &[ContactKind::Video]).check(), Ok(()));
        assert_eq!(window(540, 540, &[]).check(), Err(vec![Refusal::HoursUnfit, Refusal::KindsMissing]));
        assert_eq!(window(540, 600, &ContactKind::ALL).check(), Err(vec![Refusal::SiteUnfit]));
    }

    #[test]
    fn time_off_has_its_days_in_order_and_ends_within_a_year() {
        let off = |first: &str, last: &str, hours| TimeOff {
            closed: Closed { first: first.parse().unwrap(), last: last.parse().unwrap(), hours },
            label: " Away ".into(),
        };
        assert_eq!(off("2026-12-24", "2027-01-02", None).read().unwrap().label, "Away");
        for (first, last) in [("2026-12-24", "2026-12-23"), ("2026-12-24", "2028-12-24")] {
            assert_eq!(off(first, last, None).read(), Err(vec![Refusal::DaysUnfit]));
        }
        assert_eq!(off("2026-12-24", "2026-12-24", Some((600, 600))).read(), Err(vec![Refusal::HoursUnfit]));
    }

    #[test]
    fn a_video_address_is_one_that_can_be_shown() {
        let with = |url: &str| Scheduling { video_url: Some(url.into()), ..Scheduling::default() };
        assert_eq!(with("https://video.example/{appointment}?x=1").check(), Ok(()));
        assert!(with("http://video.example/").check().is_err() && with("https://{appointment}@evil.example/").check().is_err());
        let room = with("https://video.example/r/{appointment}");
        assert_eq!(video_link(None, &room, "7").as_deref(), Some("https://video.example/r/7"));
        assert_eq!(video_link(Some("https://own.example".into()), &room, "7").as_deref(), Some("https://own.example"));
    }
}
