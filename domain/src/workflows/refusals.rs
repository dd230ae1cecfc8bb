use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a workflow was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("not between 1 and 168 hours before")]
    HoursUnfit,
    #[error("not between 1 and 30 days, or neither before nor after")]
    DaysUnfit,
    #[error("the second is not after the first")]
    SecondUnfit,
    #[error("the mail says nothing")]
    MailMissing,
    #[error("the mail is too long")]
    MailTooLong,
    #[error("the mail has something in braces that is not known")]
    MailPlaceholder,
    #[error("the text says nothing")]
    TextMissing,
    #[error("the text is too long")]
    TextTooLong,
    #[error("the text has something in braces that is not known")]
    TextPlaceholder,
    #[error("no package was chosen")]
    PackageMissing,
    #[error("the days before are not a number from 1 to 365")]
    BeforeUnfit,
    #[error("the days after are not a number from 1 to 365")]
    AfterUnfit,
    #[error("neither before nor after")]
    NeverReminded,
    #[error("the mail about forms has something in braces that is not known")]
    FormMailPlaceholder,
    #[error("the mail says something clinical")]
    MailClinical,
    #[error("the text says something clinical")]
    TextClinical,
    #[error("the hours without an answer are not a number from 1 to 168")]
    AnswerHoursUnfit,
    #[error("the days for requests of records are not a number from 1 to 90")]
    RecordDaysUnfit,
}

impl Refusal {
    /// The form field that the sentence stands beside.
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::HoursUnfit => "first",
            Self::DaysUnfit => "before",
            Self::SecondUnfit => "second",
            Self::MailMissing | Self::MailTooLong | Self::MailPlaceholder | Self::FormMailPlaceholder | Self::MailClinical => "mail",
            Self::PackageMissing => "package",
            Self::BeforeUnfit | Self::NeverReminded => "before",
            Self::AfterUnfit => "after",
            Self::RecordDaysUnfit => "within",
            Self::AnswerHoursUnfit => "hours",
            Self::TextMissing | Self::TextTooLong | Self::TextPlaceholder | Self::TextClinical => "words",
        })
    }
}
