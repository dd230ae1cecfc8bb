//! Why settings were refused.

use super::Rgb;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is the matter with a web address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkTrouble {
    NotHttps,
    TooLong,
    /// It holds a blank, or another sign that no web address has.
    Unreadable,
}

/// Why settings were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("the practice's name is missing")]
    NameMissing,
    #[error("the practice's name is longer than 80 characters")]
    NameTooLong,
    #[error("the zone is not an IANA zone")]
    ZoneUnknown,
    #[error("the phone is not a telephone number")]
    PhoneNotANumber,
    #[error("the number for texts is not a telephone number")]
    TextNotANumber,
    #[error("the help e-mail is not an address")]
    HelpEmailNotAnAddress,
    #[error("the link to the chat cannot be shown: {trouble:?}")]
    ChatUnfit { trouble: LinkTrouble },
    #[error("the link to the FAQ cannot be shown: {trouble:?}")]
    FaqUnfit { trouble: LinkTrouble },
    #[error("the link to the video cannot be shown: {trouble:?}")]
    VideoUnfit { trouble: LinkTrouble },
    #[error("the crisis line is missing")]
    CrisisMissing,
    #[error("the phone is longer than 200 characters")]
    PhoneTooLong,
    #[error("the number for texts is longer than 200 characters")]
    TextTooLong,
    #[error("the help e-mail is longer than 200 characters")]
    HelpEmailTooLong,
    #[error("the crisis line is longer than 200 characters")]
    CrisisTooLong,
    #[error("the age for the review is not a number from 1 to 25")]
    ReviewAgeUnreadable,
    #[error("the age for the end is not a number from 1 to 25")]
    EndAgeUnreadable,
    #[error("the review comes after the end")]
    ReviewAfterEnd,
    #[error("it is not said when to expect an answer")]
    AnswerMissing,
    #[error("when to expect an answer is longer than 200 characters")]
    AnswerTooLong,
    #[error("why it may take longer is longer than 200 characters")]
    AwayTooLong,
    #[error("quiet hours are not two hours of a day")]
    QuietHoursUnreadable,
    #[error("somebody else changed the settings in the meantime")]
    ChangedMeanwhile,
    #[error("the first name is missing")]
    MemberFirstNameMissing,
    #[error("the last name is missing")]
    MemberLastNameMissing,
    #[error("the first name is longer than 100 characters")]
    MemberFirstNameTooLong,
    #[error("the last name is longer than 100 characters")]
    MemberLastNameTooLong,
    #[error("the credentials are longer than 100 characters")]
    CredentialsTooLong,
    #[error("somebody works here with this address already")]
    MemberEmailTaken,
    #[error("no role is chosen")]
    RolesMissing,
    #[error("the member is no supervisor")]
    NoSupervisor,
    #[error("the person treats nobody here, or is supervised by this member already")]
    SuperviseeUnknown,
    #[error("the last day away comes before the first")]
    AwayBackwards,
    #[error("nobody stands in")]
    CoverMissing,
    #[error("who stands in does not read what the other reads")]
    CoverUnfit,
    #[error("who stands in is away on one of these days")]
    CoverAway,
    #[error("they stand in for somebody on one of these days")]
    StandsInThen,
    #[error("nobody else administers the practice")]
    LastAdministrator,
    #[error("the subject is missing")]
    SubjectMissing,
    #[error("the subject is longer than 120 characters")]
    SubjectTooLong,
    #[error("the subject holds a placeholder that there is not")]
    SubjectPlaceholder,
    #[error("the text is missing")]
    WelcomeMissing,
    #[error("the text is longer than 2,000 characters")]
    WelcomeTooLong,
    #[error("the text holds a placeholder that there is not")]
    WelcomePlaceholder,
    #[error("the words tell of health, or of a clinician")]
    WelcomeTells,
    #[error("the pattern changes nothing")]
    PatternChangesNothing,
    #[error("what the pattern changes is not what was seen")]
    PatternChangedMeanwhile,
    #[error("there is no package for new clients")]
    PatternNeedsPackage,
    #[error("the colour is none")]
    ColourUnreadable,
    #[error("the colour for the dark is none")]
    DarkColourUnreadable,
    #[error("the colour cannot be read on paper: {tenths} tenths to one")]
    ColourTooFaint { tenths: u16, nearest: Rgb },
    #[error("the colour cannot be read in the dark: {tenths} tenths to one")]
    DarkColourTooFaint { tenths: u16, nearest: Rgb },
    #[error("the line at the sign-in is longer than 120 characters")]
    BrandLineTooLong,
    #[error("the sender's name is longer than 80 characters")]
    FromTooLong,
    #[error("the sender's name holds an address")]
    FromNoName,
    #[error("the last line of mails is longer than 200 characters")]
    SignatureLineTooLong,
    #[error("the practice's own address is none: {trouble:?}")]
    OwnAddressUnfit { trouble: LinkTrouble },
    #[error("no logo was chosen")]
    LogoMissing,
    #[error("the logo is larger than 5 MB")]
    LogoTooLarge,
    #[error("the logo is a drawing that can hold scripts")]
    LogoCouldRun,
    #[error("the logo is no picture of a kind that is taken")]
    LogoWrongKind,
    #[error("the logo is damaged")]
    LogoUnreadable,
    #[error("the logo is smaller than 16 pixels")]
    LogoTooSmall,
    #[error("the logo has more pixels than are looked at")]
    LogoTooManyPixels,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::NameMissing | Self::NameTooLong => "name",
            Self::ZoneUnknown => "zone",
            Self::PhoneNotANumber | Self::PhoneTooLong => "phone",
            Self::TextNotANumber | Self::TextTooLong => "text",
            Self::HelpEmailNotAnAddress | Self::HelpEmailTooLong => "help_email",
            Self::ChatUnfit { .. } => "chat_url",
            Self::FaqUnfit { .. } => "faq_url",
            Self::VideoUnfit { .. } => "video_url",
            Self::CrisisMissing | Self::CrisisTooLong => "crisis",
            Self::ReviewAgeUnreadable | Self::ReviewAfterEnd => "review_at",
            Self::EndAgeUnreadable => "ends_at",
            Self::MemberFirstNameMissing | Self::MemberFirstNameTooLong => "first_name",
            Self::MemberLastNameMissing | Self::MemberLastNameTooLong => "last_name",
            Self::CredentialsTooLong => "credentials",
            Self::MemberEmailTaken => "email",
            Self::RolesMissing => "roles",
            Self::AwayBackwards => "last_day",
            Self::CoverMissing | Self::CoverUnfit | Self::CoverAway => "cover",
            Self::StandsInThen => "first_day",
            Self::SuperviseeUnknown => "supervisee",
            Self::NoSupervisor
            | Self::LastAdministrator
            | Self::ChangedMeanwhile
            | Self::PatternChangesNothing
            | Self::PatternChangedMeanwhile
            | Self::PatternNeedsPackage => return None,
            Self::AnswerMissing | Self::AnswerTooLong => "answer",
            Self::AwayTooLong => "away",
            Self::QuietHoursUnreadable => "quiet_from",
            Self::SubjectMissing | Self::SubjectTooLong | Self::SubjectPlaceholder => "subject",
            Self::WelcomeMissing | Self::WelcomeTooLong | Self::WelcomePlaceholder | Self::WelcomeTells => "welcome",
            Self::ColourUnreadable | Self::ColourTooFaint { .. } => "light",
            Self::DarkColourUnreadable | Self::DarkColourTooFaint { .. } => "dark",
            Self::BrandLineTooLong => "line",
            Self::FromTooLong | Self::FromNoName => "from",
            Self::SignatureLineTooLong => "signature",
            Self::OwnAddressUnfit { .. } => "address",
            Self::LogoMissing
            | Self::LogoTooLarge
            | Self::LogoCouldRun
            | Self::LogoWrongKind
            | Self::LogoUnreadable
            | Self::LogoTooSmall
            | Self::LogoTooManyPixels => "logo",
        })
    }
}
