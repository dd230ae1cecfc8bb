//! What is said of a refused appointment.

use domain::{
    appointments::Refusal::{self, *},
    settings::LinkTrouble,
};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        JustTaken => "That time was just taken. Please choose another one.",
        ChangedMeanwhile => "Somebody has changed this appointment in the meantime. Please look at it again.",
        SelfSchedulingOff => "The practice does not take requests here at the moment. Please call.",
        AccountFrozen => "Nothing is booked at the moment, because of what is open in the account. Please call the practice about it.",
        TypeGone => "Choose what kind of appointment it is. The one you chose may not be offered any more.",
        KindUnfit => "Choose how to meet: this appointment is not offered that way.",
        ClinicianUnfit => "Choose a clinician who sees this client.",
        SiteUnfit => "Choose where: meeting in person needs a place.",
        TimeMissing => "Choose one of the times.",
        InThePast => "That time has passed. Please choose a later one.",
        TooSoon => "That is too soon to be requested here. Choose a later time, or call.",
        TooFar => "That is too far ahead. Please choose an earlier time.",
        DayFull => "That day is full. Please choose another one.",
        EnoughAhead => "As many of these appointments lie ahead already as can be requested here. Please call to make more.",
        RemarkTooLong => "Up to 1,000 characters fit here. Please shorten it.",
        DayUnreadable => "Choose a day that there is.",
        TimeUnreadable => "Write a time of day, such as 2:30 pm.",
        TimeSkipped => "Clocks are set forward on that day and skip this time. Please choose another one.",
        EndBeforeStart => "The end has to come after the start.",
        AwayThen => "The clinician or the practice is away then. Choose another time, or book it all the same.",
        SeriesTooLong => "A series has 2 to 104 appointments.",
        SeriesMeets { many } => {
            return format!("{many} of these appointments cannot be booked. Nothing is booked yet: look at them, or book the others.");
        }
        LeftSeries => "This one was moved by itself before. Move it by itself, or open another one of the series to move them all.",
        PhoneUnfit => "Write a phone number at which the practice can reach you.",
        WhyUnfit => "Write in a few words what brings you here. Up to 1,000 characters fit.",
        NoRoomForNew => "Many requests wait at the moment, and no more can be taken here. Please call the practice.",
        ChartNotChosen => "Choose a chart, or create a new one.",
        StateUnfit => "That cannot be done with this appointment as it stands now.",
        NotBegun => "The appointment has not begun yet.",
        WindowOver { hours } => {
            return format!(
                "It starts in less than {hours} hours, so it cannot be cancelled or moved here any more. Please call the practice."
            );
        }
        AskedAlready => "Another time has been requested already. The practice will answer that first.",
        ReasonMissing => "Write why, so that the client can understand it.",
        ReasonTooLong => "Up to 1,000 characters fit here. Please shorten it.",
        OfferUnfit => "One of these times has passed or is not free.",
        TooManyOffers => "Offer up to five times.",
        OfferGone => "That time is not offered any more. Please choose another one.",
        RangeUnfit => "Choose up to 31 days, the first one first.",
        TooManyRows => "These are more than 10,000 appointments, and a file holds no more. Choose fewer days, and export again.",
        NameMissing => "Write a name.",
        NameTooLong => "A name can have up to 80 characters.",
        NameTaken => "There is one of this name already.",
        LengthUnfit => "An appointment lasts from 5 minutes to 8 hours.",
        KindsMissing => "Choose at least one: in person, by phone or by video.",
        HueUnfit => "Choose one of the colors.",
        BufferUnfit => "Up to 120 minutes can stay free before and after.",
        NoticeUnfit => "The notice can be up to 90 days.",
        HorizonUnfit => "Appointments can be requested from 1 to 366 days ahead.",
        MostUnfit => "Write a number from 1 to 100, or leave it empty.",
        CancelWindowUnfit => "The window can be up to 30 days.",
        PriceUnfit => "Write a price from $0 to $100,000.",
        CodeTooLong => "A code can have up to 20 characters.",
        AddressTooLong => "An address can have up to 300 characters.",
        ZoneUnknown => "Choose a time zone from the list.",
        HoursUnfit => "Write two times of one day, the later one after the earlier.",
        DaysUnfit => "The last day has to come after the first, and within a year.",
        AppointmentsThen { many: 1 } => "One appointment stands in that time. Move it first, or keep it and add the time off all the same.",
        AppointmentsThen { many } => {
            return format!("{many} appointments stand in that time. Move them first, or keep them and add the time off all the same.");
        }
        VideoUnfit { trouble: LinkTrouble::NotHttps } => "The link has to begin with https://.",
        VideoUnfit { trouble: LinkTrouble::TooLong } => "The link can have up to 200 characters.",
        VideoUnfit { trouble: LinkTrouble::Unreadable } => "This is not a web address that can be shown.",
    }
    .to_owned()
}
