//! What is said of a workflow that was not changed.

use domain::workflows::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        HoursUnfit => "Choose between one hour and a week before.",
        DaysUnfit => "Choose between 1 and 30 days, before or after, or both.",
        SecondUnfit => "Choose another time for the second than for the first.",
        MailMissing => "Write what the mail says.",
        MailTooLong => "The mail can have up to 1,000 characters. Shorten it.",
        TextMissing => "Write what the text says.",
        TextTooLong => "The text can have up to 240 characters. Shorten it.",
        PackageMissing => "Choose which package new clients get.",
        BeforeUnfit => "Type a number of days from 1 to 365, or leave it empty.",
        AfterUnfit => "Type a number of days from 1 to 365.",
        NeverReminded => "Say how many days before or after. To remind nobody, switch it off.",
        FormMailPlaceholder => "In braces only {practice} and {day} are known. Take out the others.",
        MailClinical => "A mail may be read by others: leave out words about health, such as therapy or a diagnosis.",
        TextClinical => "A text may be read by others: leave out words about health, such as therapy or a diagnosis.",
        AnswerHoursUnfit => "Type a number of hours from 1 to 168.",
        RecordDaysUnfit => "Type a number of days from 1 to 90.",
        MailPlaceholder | TextPlaceholder => "In braces only {practice}, {day} and {time} are known. Take out the others.",
    }
    .to_owned()
}
