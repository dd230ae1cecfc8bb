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
        WelcomeTells => "This mail would tell whoever sees it of health, or of a clinician. Change the words that are named below, or press Save once more to keep them.",
        PatternChangesNothing => "Everything is as this pattern sets it already. Nothing was changed.",
        PatternChangedMeanwhile => "Somebody has changed a setting since you looked. Look at the list once more, and apply the pattern then.",
        PatternNeedsPackage => "Choose the package that new clients get first, under Workflows. Then apply the pattern.",
        ColourUnreadable | DarkColourUnreadable => "That is not a colour. Write # and six digits, such as #1f6f78.",
        ColourTooFaint { tenths, nearest } => {
            return format!(
                "On paper this colour reads at {}.{} to 1, and 4.5 to 1 is needed. The nearest that can be read is {nearest}.",
                tenths / 10,
                tenths % 10
            );
        }
        DarkColourTooFaint { tenths, nearest } => {
            return format!(
                "In the dark this colour reads at {}.{} to 1, and 4.5 to 1 is needed. The nearest that can be read is {nearest}.",
                tenths / 10,
                tenths % 10
            );
        }
        BrandLineTooLong => "This line can have up to 120 characters. Shorten it.",
        FromTooLong => "The sender’s name can have up to 80 characters. Shorten it.",
        FromNoName => "Write a name here, without an e-mail address and without < and >.",
        SignatureLineTooLong => "The last line can have up to 200 characters. Shorten it.",
        OwnAddressUnfit { trouble } => match trouble {
            LinkTrouble::NotHttps => "Your own address begins with https://.",
            LinkTrouble::TooLong => "Addresses can have up to 200 characters here. Use a shorter one.",
            LinkTrouble::Unreadable => "Write a name of your own domain and nothing behind it, such as https://portal.example.com.",
        },
        LogoMissing => "Choose a picture first.",
        LogoTooLarge => "This picture is larger than 5 MB. Save it smaller, and send it again.",
        LogoCouldRun => {
            "This file is a drawing or a page that can hold scripts (SVG, HTML), whatever its name says. Save your logo as PNG, JPEG or WebP, and send that."
        }
        LogoWrongKind => "This file is no PNG, JPEG or WebP, whatever its name says. Save your logo as one of these, and send that.",
        LogoUnreadable => "This picture is damaged, or not what it says that it is. Save it anew as PNG, and send that.",
        LogoTooSmall => "This picture is smaller than 16 pixels on one side. Use a larger one.",
        LogoTooManyPixels => "This picture has too many pixels. Save it no larger than 8,000 on each side, better 1,000, and send that.",
        RolesMissing => "Choose at least one role.",
        LastAdministrator => "Nobody else administers the practice. Make somebody else Practice Administrator first.",
    }
    .to_owned()
}
