//! What is the matter, and what to do: the sentence for each refusal of the room.

use domain::charts::Refusal;

/// As people read it.
pub fn sentence(refusal: Refusal) -> String {
    use Refusal::*;
    match refusal {
        ChartTwice { number, .. } => return format!("There is a chart with this name and date of birth already: {number}."),
        PersonKnown { number, .. } => {
            return format!("Somebody of this name is a related contact in chart {number}. Say below whether it is the same person.");
        }
        OwnerMissing { part } => return format!("Enter the {} of the person who holds the portal.", part.label()),
        OwnerTooLong { part } => return format!("The {} can have up to 100 characters. Shorten it.", part.label()),
        OwnerEmailNotAnAddress => "That is not an e-mail address. Write it like name@example.com.",
        SiteUnknown => "Choose one of the practice's sites.",
        LastNameMissing => "Enter the last name.",
        FirstNameMissing => "Enter the first name.",
        LastNameTooLong | FirstNameTooLong | PreferredNameTooLong => "Names can have up to 100 characters. Shorten the name.",
        PronounsTooLong => "Pronouns can have up to 100 characters. Shorten them.",
        BirthDateMissing => "Enter the date of birth.",
        BirthDateNotADate => "Enter the date of birth as a date, like 03/14/1991.",
        BirthDateInFuture => "The date of birth lies in the future. Check the year.",
        BirthDateTooLongAgo => "The date of birth lies more than 130 years back. Check the year.",
        EmailMissing => "Enter an e-mail address.",
        EmailNeededToInvite => "An e-mail address is needed to send the invitation.",
        EmailNotAnAddress => "That is not an e-mail address. Write it like name@example.com.",
        EmailLooksAlike => {
            "A letter before the @ only looks like one of another address. Type it anew on your keyboard, letters with accents in small."
        }
        EmailTwice => "This address is on the chart already.",
        EmailKindUnknown => "Choose the type of e-mail.",
        RelationshipMissing => "Say how this person is related to the client, such as mother or guardian.",
        RelationshipTooLong => "The relationship can have up to 100 characters. Shorten it.",
        PhoneTooLong => "The phone can have up to 100 characters. Shorten it.",
        PhoneUnreadable { .. } => {
            "That is not a telephone number. Write it with its area code, like (410) 555-0134, or with + and the country's code."
        }
        PhoneTwice { .. } => "This number stands above already.",
        PhoneTakesNoTexts { .. } => "A number with an extension takes no texts. Clear the box, or enter a direct number.",
        PhoneKindUnknown { .. } => "Choose the type of number.",
        PhonesTooMany => "A chart takes up to five numbers. Clear one to add another.",
        AddressTooLong { .. } => "A line of the address can have up to 100 characters. Shorten it.",
        TimeZoneUnknown => "Choose a time zone from the list.",
        ContactTwice => "This person is already a related contact.",
        OwnerUnknown => "Choose the client or one of the related contacts.",
        OwnerIsChild => {
            "This client is a young child. Should they hold the portal themselves? Say so below, or choose a related contact as Chart Owner."
        }
        ClinicianUnknown => "Choose one of the practice's clinicians.",
        CareTeamUnknown => "Choose somebody who treats clients and does not work with this one yet.",
        ChangedMeanwhile => {
            "Somebody else changed this chart while you were writing. Beside each field that differs stands what is saved now. Save again to keep what stands in the fields."
        }
        SearchTooLong => "A search can have up to 200 characters. Type a name, a date of birth or an e-mail address.",
        PageUnknown => "There is no such page. Begin at the first one.",
    }
    .to_owned()
}
