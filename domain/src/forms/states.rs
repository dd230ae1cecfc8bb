//! How a form that was sent goes its way, and what may be done with it on the way.

use super::{Answers, Form, Missing, check_all, is_blank};
use crate::{charts::tidy, lines, named::named};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

named! {
    /// How a form that was sent to a client stands.
    pub enum Status {
        Sent "sent",
        InProgress "in_progress",
        /// Staff asked something about what was submitted.
        Returned "returned",
        Submitted "submitted",
        Reviewed "reviewed",
        /// Staff took it back before it was submitted.
        Withdrawn "withdrawn",
        /// It was closed, because its last day went by before it was submitted.
        Expired "expired",
    }
}

impl Status {
    /// Whether it still waits for the client.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::InProgress | Self::Returned)
    }

    /// How it stands on that day. What has come in does not expire.
    pub fn seen_on(self, last_day: Option<NaiveDate>, today: NaiveDate) -> Self {
        if self.is_open() && last_day.is_some_and(|last_day| last_day < today) { Self::Expired } else { self }
    }

    /// How it stands once something was saved in it.
    pub fn once_saved(self) -> Self {
        if self == Self::Sent { Self::InProgress } else { self }
    }
}

/// Why a step with a form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("the practice has sent another version of the form meanwhile")]
    FormChanged,
    #[error("the form was changed on another device meanwhile")]
    ChangedMeanwhile,
    #[error("the answers changed after they were shown")]
    ChangedSinceShown,
    #[error("something in the form still needs an answer or another look")]
    NotAllAnswered,
    #[error("nothing was answered")]
    Blank,
    #[error("all answers together are longer than a form takes")]
    TooLong,
    #[error("the signature is missing")]
    SignatureMissing,
    #[error("submitted already")]
    AlreadySubmitted,
    #[error("reviewed already")]
    AlreadyReviewed,
    #[error("not submitted yet")]
    NotSubmitted,
    #[error("the practice has taken the form back")]
    Withdrawn,
    #[error("the last day to fill the form in has gone by")]
    Expired,
    #[error("the form is archived")]
    FormArchived,
    #[error("the form has faults that must be put right first")]
    FormFaulty,
    #[error("the form was never published")]
    NotPublished,
    #[error("it is no PDF")]
    PdfOnly,
    #[error("the PDF is locked with a password or by its maker")]
    PdfLocked,
    #[error("the PDF is made for one program alone (XFA)")]
    PdfXfa,
    #[error("the PDF is damaged")]
    PdfBroken,
    #[error("no client was chosen")]
    NobodyChosen,
    #[error("more than fifty clients at once")]
    TooManyClients,
    #[error("no file was attached")]
    NothingAttached,
    #[error("the title is longer than 120 characters, or the words below it than 5,000")]
    WordsTooLong,
    #[error("the practice has switched documents off")]
    FormsOff,
    #[error("no form was chosen")]
    NoneChosen,
    #[error("there are too many forms")]
    TooManyForms,
    #[error("one of these forms waits for the client already")]
    AlreadySent,
    #[error("the day could not be understood")]
    DueUnreadable,
    #[error("the day has gone by")]
    DuePast,
    #[error("the question is missing")]
    QuestionMissing,
    #[error("the question is longer than 1,000 characters")]
    QuestionTooLong,
    #[error("the package has no name")]
    PackageNameMissing,
    #[error("the name of the package is longer than 80 characters")]
    PackageNameTooLong,
    #[error("there is no form in the package")]
    PackageEmpty,
    #[error("a form stands in the package twice")]
    PackageTwice,
    #[error("the days are not a number from 1 to 365")]
    PackageDaysUnfit,
    #[error("there are fifty packages already")]
    TooManyPackages,
    #[error("no package was chosen")]
    NoPackage,
    #[error("the package is archived, or none of its forms can be sent")]
    PackageUnfit,
}

impl Refusal {
    /// The form field that the sentence stands beside.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::SignatureMissing => Some("typed_name"),
            Self::NoneChosen | Self::TooManyForms | Self::AlreadySent => Some("form"),
            Self::DueUnreadable | Self::DuePast => Some("due"),
            Self::QuestionMissing | Self::QuestionTooLong => Some("question"),
            Self::PackageNameMissing | Self::PackageNameTooLong => Some("title"),
            Self::PackageEmpty | Self::PackageTwice => Some("form"),
            Self::PackageDaysUnfit => Some("days"),
            Self::NoPackage | Self::PackageUnfit => Some("package"),
            Self::PdfOnly | Self::PdfLocked | Self::PdfXfa | Self::PdfBroken | Self::NothingAttached => Some("file"),
            Self::WordsTooLong => Some("title"),
            Self::NobodyChosen | Self::TooManyClients => Some("chart"),
            _ => None,
        }
    }
}

/// Staff: whether a form can be sent to anybody.
pub fn may_send(form: &Form, archived: bool) -> Result<(), Refusal> {
    match (archived, form.check().is_empty()) {
        (true, _) => Err(Refusal::FormArchived),
        (_, false) => Err(Refusal::FormFaulty),
        _ => Ok(()),
    }
}

/// Client: whether answers are still taken. `page` is the version of the form that they were typed into, `version` the one that was sent.
pub fn may_save(status: Status, page: i32, version: i32) -> Result<(), Refusal> {
    match status {
        Status::Submitted | Status::Reviewed => Err(Refusal::AlreadySubmitted),
        Status::Withdrawn => Err(Refusal::Withdrawn),
        Status::Expired => Err(Refusal::Expired),
        Status::Sent | Status::InProgress | Status::Returned if page != version => Err(Refusal::FormChanged),
        Status::Sent | Status::InProgress | Status::Returned => Ok(()),
    }
}

/// Client: whether these answers are whole, and signed where that is asked. Whether the form still takes them, [`may_save`] says.
pub fn may_submit(form: &Form, answers: &Answers, today: NaiveDate, signed: bool) -> Result<(), Refusal> {
    if is_blank(form, answers) {
        return Err(Refusal::Blank);
    }
    if !check_all(form, answers, today, Missing::Demanded).is_empty() {
        return Err(Refusal::NotAllAnswered);
    }
    if form.takes_signature() && !signed { Err(Refusal::SignatureMissing) } else { Ok(()) }
}

/// Staff: whether it can be given back with a question. What was reviewed can, too: a question may come up later.
pub fn may_return(status: Status) -> Result<(), Refusal> {
    match status {
        Status::Submitted | Status::Reviewed => Ok(()),
        Status::Withdrawn => Err(Refusal::Withdrawn),
        Status::Sent | Status::InProgress | Status::Returned | Status::Expired => Err(Refusal::NotSubmitted),
    }
}

/// Staff: whether it can be marked as reviewed.
pub fn may_review(status: Status) -> Result<(), Refusal> {
    if status == Status::Reviewed { Err(Refusal::AlreadyReviewed) } else { may_return(status) }
}

/// Staff: whether it can be taken back. What came in belongs to the record.
pub fn may_withdraw(status: Status) -> Result<(), Refusal> {
    match status {
        Status::Sent | Status::InProgress | Status::Returned => Ok(()),
        Status::Submitted | Status::Reviewed => Err(Refusal::AlreadySubmitted),
        Status::Withdrawn => Err(Refusal::Withdrawn),
        Status::Expired => Err(Refusal::Expired),
    }
}

/// Reads the last day on which a form can be submitted: none, or one that has not gone by.
pub fn read_due(typed: &str, today: NaiveDate) -> Result<Option<NaiveDate>, Refusal> {
    match tidy(typed) {
        none if none.is_empty() => Ok(None),
        day => match day.parse::<NaiveDate>() {
            Ok(day) if day < today => Err(Refusal::DuePast),
            Ok(day) if day > today + Days::new(3_660) => Err(Refusal::DueUnreadable),
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(Refusal::DueUnreadable),
        },
    }
}

/// Reads the question with which staff give a form back.
pub fn check_question(typed: &str) -> Result<String, Refusal> {
    let question = lines::trimmed(typed).trim().to_owned();
    match question.chars().count() {
        0 => Err(Refusal::QuestionMissing),
        1..=1_000 => Ok(question),
        _ => Err(Refusal::QuestionTooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::*, *};
    use Status::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// In the order of the list: sent, in progress, returned, submitted, reviewed, withdrawn, expired.
    #[test]
    fn what_may_be_done_with_a_form_in_each_state() {
        let each = |may: fn(Status) -> Result<(), Refusal>| Status::ALL.map(|status| may(status).err());
        let (submitted, withdrawn, none) = (Some(Refusal::AlreadySubmitted), Some(Refusal::Withdrawn), Some(Refusal::NotSubmitted));
        let saving = each(|status| may_save(status, 2, 2));
        assert_eq!(saving, [None, None, None, submitted, submitted, withdrawn, Some(Refusal::Expired)]);
        assert_eq!(each(may_return), [none, none, none, None, None, withdrawn, none]);
        assert_eq!(each(may_review), [none, none, none, None, Some(Refusal::AlreadyReviewed), withdrawn, none]);
        assert_eq!(each(may_withdraw), [None, None, None, submitted, submitted, withdrawn, Some(Refusal::Expired)]);
    }

    #[test]
    fn answers_go_into_the_version_that_they_were_typed_into() {
        assert_eq!(may_save(InProgress, 1, 2), Err(Refusal::FormChanged));
        assert_eq!(may_save(Submitted, 1, 2), Err(Refusal::AlreadySubmitted), "what matters more is said");
    }

    #[test]
    fn a_form_waits_until_the_end_of_its_last_day() {
        let seen = |status: Status, today| status.seen_on(Some(day("2026-11-21")), day(today));
        assert_eq!(seen(InProgress, "2026-11-21"), InProgress);
        assert_eq!(
            Status::ALL.map(|status| seen(status, "2026-11-22")),
            [Expired, Expired, Expired, Submitted, Reviewed, Withdrawn, Expired]
        );
        assert_eq!(Sent.seen_on(None, day("2036-01-01")), Sent);
        assert_eq!([Sent, InProgress, Returned].map(Status::once_saved), [InProgress, InProgress, Returned]);
    }

    #[test]
    fn nothing_blank_half_or_unsigned_is_submitted() {
        let form = Form { title: "All".into(), introduction: String::new(), sections: vec![every_kind()], measure: None };
        let may = |typed: &[(&str, &str)], signed| {
            let answers = filled(&form, &Answers::default(), typed);
            may_submit(&form, &answers, day("2026-11-21"), signed)
        };
        assert_eq!(may(&[], true), Err(Refusal::Blank), "a signature alone is no answer");
        assert_eq!(may(&[("q.name", " \u{200B}")], true), Err(Refusal::Blank));
        assert_eq!(may(&[("q.story", "Sleep")], true), Err(Refusal::NotAllAnswered));
        assert_eq!(may(&[("q.name", "Maya"), ("q.card", "12")], true), Err(Refusal::NotAllAnswered));
        assert_eq!(may(&[("q.name", "Maya")], false), Err(Refusal::SignatureMissing));
        assert_eq!(may(&[("q.name", "Maya")], true), Ok(()));
    }

    #[test]
    fn only_whole_and_living_forms_are_sent() {
        let form = Form { title: "All".into(), introduction: String::new(), sections: vec![every_kind()], measure: None };
        assert_eq!(may_send(&form, false), Ok(()));
        assert_eq!(may_send(&form, true), Err(Refusal::FormArchived));
        assert_eq!(may_send(&Form::default(), false), Err(Refusal::FormFaulty));
    }

    #[test]
    fn a_last_day_lies_ahead_or_there_is_none() {
        let read = |typed| read_due(typed, day("2026-11-21"));
        assert_eq!([read(""), read(" \u{200B}")], [Ok(None), Ok(None)]);
        assert_eq!([read("2026-11-21"), read(" 2026-12-01 ")], [Ok(Some(day("2026-11-21"))), Ok(Some(day("2026-12-01")))]);
        assert_eq!([read("2026-11-20"), read("0026-11-22")], [Err(Refusal::DuePast), Err(Refusal::DuePast)]);
        assert_eq!([read("soon"), read("2026-02-30"), read("9026-01-01")], [Err(Refusal::DueUnreadable); 3]);
    }

    #[test]
    fn a_form_is_given_back_with_a_question() {
        assert_eq!(check_question(" \r\nWhich dose?\r\n").unwrap(), "Which dose?");
        assert_eq!(check_question(" \n\t"), Err(Refusal::QuestionMissing));
        assert_eq!(check_question(&"x".repeat(1_001)), Err(Refusal::QuestionTooLong));
    }
}
