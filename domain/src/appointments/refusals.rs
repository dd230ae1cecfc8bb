//! Why something about appointments was refused.

use crate::settings::LinkTrouble;
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    // Booking.
    #[error("somebody else has taken that time, or the clinician is not free then")]
    JustTaken,
    #[error("somebody has changed the appointment in the meantime")]
    ChangedMeanwhile,
    #[error("the practice does not take requests through the portal")]
    SelfSchedulingOff,
    #[error("the client's account is frozen")]
    AccountFrozen,
    #[error("no type is chosen, or it cannot be booked any more")]
    TypeGone,
    #[error("the type is not offered that way")]
    KindUnfit,
    #[error("no clinician is chosen, or this one does not see this client")]
    ClinicianUnfit,
    #[error("the place is not one of the practice's")]
    SiteUnfit,
    #[error("no time is chosen, or it is none that was offered")]
    TimeMissing,
    #[error("the time has passed")]
    InThePast,
    #[error("the time is sooner than the type allows")]
    TooSoon,
    #[error("the time is further ahead than the type allows")]
    TooFar,
    #[error("no more of this type fit into that day")]
    DayFull,
    #[error("the client has as many of this type ahead as may be")]
    EnoughAhead,
    #[error("the remark is longer than 1,000 characters")]
    RemarkTooLong,
    #[error("the day cannot be read, or there is none such")]
    DayUnreadable,
    #[error("the time of day cannot be read")]
    TimeUnreadable,
    #[error("clocks skip that time on that day")]
    TimeSkipped,
    #[error("the end does not come after the start")]
    EndBeforeStart,
    #[error("the clinician or the practice is away then")]
    AwayThen,
    #[error("a series has more than 104 appointments, or fewer than 2")]
    SeriesTooLong,
    #[error("{many} of the series cannot be booked")]
    SeriesMeets { many: u16 },
    #[error("it goes another way than its series, and is moved by itself")]
    LeftSeries,
    // People without an account.
    #[error("the phone number is missing, or is none")]
    PhoneUnfit,
    #[error("the reason is missing, or longer than 1,000 characters")]
    WhyUnfit,
    #[error("as many requests of new clients wait as the practice takes")]
    NoRoomForNew,
    #[error("the chart is not chosen")]
    ChartNotChosen,
    // How it goes on.
    #[error("this cannot become of an appointment that stands as this one does")]
    StateUnfit,
    #[error("the appointment has not begun")]
    NotBegun,
    #[error("within {hours} hours of its start it is cancelled by phone")]
    WindowOver { hours: u16 },
    #[error("a change of it is asked for already")]
    AskedAlready,
    #[error("the reason is missing")]
    ReasonMissing,
    #[error("the reason is longer than 1,000 characters")]
    ReasonTooLong,
    #[error("an offered time has passed or is not free")]
    OfferUnfit,
    #[error("more than five times are offered")]
    TooManyOffers,
    #[error("the offer does not stand any more")]
    OfferGone,
    #[error("the range of days is longer than 31, or runs backwards")]
    RangeUnfit,
    #[error("more than 10,000 rows are to be exported")]
    TooManyRows,
    // What can be booked.
    #[error("the name is missing")]
    NameMissing,
    #[error("the name is longer than 80 characters")]
    NameTooLong,
    #[error("another one has this name")]
    NameTaken,
    #[error("the length is not from 5 minutes to 8 hours")]
    LengthUnfit,
    #[error("no kind of contact is chosen")]
    KindsMissing,
    #[error("the colour is none of the eight")]
    HueUnfit,
    #[error("a buffer is longer than two hours")]
    BufferUnfit,
    #[error("the notice is longer than 90 days")]
    NoticeUnfit,
    #[error("the horizon is not from 1 to 366 days")]
    HorizonUnfit,
    #[error("a limit is not from 1 to 100")]
    MostUnfit,
    #[error("the cancel window is longer than 30 days")]
    CancelWindowUnfit,
    #[error("the price is not from 0 to 100,000 dollars")]
    PriceUnfit,
    #[error("the code is longer than 20 characters")]
    CodeTooLong,
    #[error("the address is longer than 300 characters")]
    AddressTooLong,
    #[error("the zone is not an IANA zone")]
    ZoneUnknown,
    #[error("the hours are not two times of one day, the later after the earlier")]
    HoursUnfit,
    #[error("the last day comes before the first, or more than a year after it")]
    DaysUnfit,
    #[error("{many} appointments stand in that time")]
    AppointmentsThen { many: u16 },
    #[error("the link to the video cannot be used: {trouble:?}")]
    VideoUnfit { trouble: LinkTrouble },
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::JustTaken | Self::TimeMissing | Self::InThePast | Self::TooSoon | Self::TooFar | Self::DayFull => "time",
            Self::TimeUnreadable | Self::TimeSkipped | Self::AwayThen => "time",
            Self::TypeGone | Self::EnoughAhead => "kind_of",
            Self::KindUnfit => "contact",
            Self::ClinicianUnfit => "staff",
            Self::SiteUnfit => "site",
            Self::RemarkTooLong => "remark",
            Self::DayUnreadable | Self::RangeUnfit => "day",
            Self::EndBeforeStart | Self::LengthUnfit => "minutes",
            Self::SeriesTooLong | Self::SeriesMeets { .. } => "times",
            Self::ReasonMissing | Self::ReasonTooLong | Self::WhyUnfit => "reason",
            Self::LeftSeries => "part",
            Self::PhoneUnfit => "phone",
            Self::NoRoomForNew => "time",
            Self::ChartNotChosen => "chart",
            Self::OfferUnfit | Self::TooManyOffers | Self::OfferGone => "offer",
            Self::NameMissing | Self::NameTooLong | Self::NameTaken => "name",
            Self::KindsMissing => "kinds",
            Self::HueUnfit => "hue",
            Self::BufferUnfit => "before",
            Self::NoticeUnfit => "notice_hours",
            Self::HorizonUnfit => "horizon_days",
            Self::MostUnfit => "most_per_day",
            Self::CancelWindowUnfit => "cancel_hours",
            Self::PriceUnfit => "price",
            Self::CodeTooLong => "code",
            Self::AddressTooLong => "address",
            Self::ZoneUnknown => "zone",
            Self::HoursUnfit => "from",
            Self::DaysUnfit => "last_day",
            Self::AppointmentsThen { .. } => "first_day",
            Self::VideoUnfit { .. } => "video",
            Self::ChangedMeanwhile | Self::SelfSchedulingOff | Self::AccountFrozen | Self::StateUnfit | Self::NotBegun => return None,
            Self::WindowOver { .. } | Self::AskedAlready | Self::TooManyRows => return None,
        })
    }

    /// Whether somebody else was faster.
    pub fn is_conflict(self) -> bool {
        matches!(
            self,
            Self::JustTaken
                | Self::ChangedMeanwhile
                | Self::OfferGone
                | Self::AskedAlready
                | Self::AppointmentsThen { .. }
                | Self::SeriesMeets { .. }
        )
    }
}
