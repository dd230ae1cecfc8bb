//! What is the matter, and what to do: the sentence for each refusal of the room.

use domain::settings::{LinkTrouble, Refusal};

/// As people read it.
pub fn sentence(refusal: Refusal) -> String {
    use Refusal::*;
    match refusal {
        NameMissing => "Enter the name of the practice.",
        NameTooLong => "The name can have up to 80 characters.",
        ZoneUnknown => "Choose a time zone from the list.",
        PhoneNotANumber | TextNotANumber => "That is not a telephone number. Write it like 443-555-0142, or 443-555-0142 ext. 12.",
        HelpEmailNotAnAddress => "That is not an e-mail address. Write it like name@example.com.",
        ChatUnfit { trouble } | FaqUnfit { trouble } | VideoUnfit { trouble } => match trouble {
            LinkTrouble::NotHttps => "Web addresses begin with https://.",
            LinkTrouble::TooLong => "Web addresses can have up to 200 characters here. Use a shorter one.",
            LinkTrouble::Unreadable => {
                "That is not a web address. Write it like https://example.com/chat, without blanks, user names, or letters with accents."
            }
        },
        CrisisMissing => "Say what to do in an emergency, such as: Call or text 988.",
        PhoneTooLong | TextTooLong | HelpEmailTooLong | CrisisTooLong => "This line can have up to 200 characters. Shorten it.",
        ReviewAgeUnreadable => "Enter the age for the review as a number from 1 to 25.",
        EndAgeUnreadable => "Enter the age for the end as a number from 1 to 25.",
        AwayBackwards => "The last day comes before the first. Choose days in their order.",
        CoverMissing => "Choose a colleague who works here, and stands in meanwhile.",
        CoverAway => "This colleague is away on one of these days too. Choose somebody who is there.",
        StandsInThen => "They stand in for a colleague on one of these days. Choose somebody else to stand in there first.",
        CoverUnfit => "Their roles do not read the messages that come to this colleague. Choose somebody whose roles do.",
        AnswerMissing => "Say when people can expect an answer, for example “within 2 working days”.",
        AnswerTooLong => "When to expect an answer is too long. Keep it within 200 characters.",
        AwayTooLong => "Why it may take longer is too long. Keep it within 200 characters.",
        QuietHoursUnreadable => "Choose two different hours, or none.",
        ReviewAfterEnd => "The review comes after the end. Enter an age that is not above it.",
        ChangedMeanwhile => {
            "Somebody else changed the settings while you were writing. Beside each field that differs stands what is saved now. Save again to keep what stands in the fields."
        }
        SubjectMissing => "Enter a subject.",
        SubjectTooLong => "The subject can have up to 120 characters.",
        SubjectPlaceholder | WelcomePlaceholder => "In braces only {practice}, {phone} and {days} are known. Take out the others.",
        WelcomeMissing => "Write what the mail says.",
        WelcomeTooLong => "The text can have up to 2,000 characters. Shorten it.",
        MemberFirstNameMissing => "Enter the first name.",
        MemberLastNameMissing => "Enter the last name.",
        MemberFirstNameTooLong | MemberLastNameTooLong => "Names can have up to 100 characters. Shorten the name.",
        CredentialsTooLong => "Credentials can have up to 100 characters. Shorten them.",
        MemberEmailTaken => "Somebody in the team has this address already.",
        NoSupervisor => "Only a supervisor supervises. Give them the role Supervisor first.",
        SuperviseeUnknown => "Choose somebody who treats clients and is not on this list yet.",
        RolesMissing => "Choose at least one role.",
        LastAdministrator => "Nobody else administers the practice. Make somebody else Practice Administrator first.",
    }
    .to_owned()
}
