//! What is said of a refused change of what is recorded.

use domain::information::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        NothingChanged => "Nothing here differs from what is recorded, so nothing was sent. Change something, or go back.",
        WaitingTooMany => "Sixty changes wait already. Please wait until the practice has looked at them, or call.",
        LanguageTooLong => "The language can have up to 100 characters. Shorten it.",
        PhoneUnreadable => {
            "That is not a telephone number. Write it with its area code, like (410) 555-0134, or with + and the country’s code."
        }
        OrganizationTooLong => "This can have up to 100 characters. Shorten it.",
        KindUnknown => "Choose whether this is family, a care provider, or somebody else.",
        PeopleTooMany => "Up to 20 people can be recorded, those that wait for review included. Remove somebody first.",
        PersonHoldsPortal => "This person has access to the portal, and stays recorded. The practice can end that access.",
        PayerMissing => "Enter the name of the insurance, as it stands on the card.",
        PayerTooLong | MemberIdTooLong | GroupTooLong | HolderTooLong => "This can have up to 100 characters. Shorten it.",
        InsurancesTooMany => "Up to six insurances can be recorded, those that wait for review included. Remove one first.",
        CardNotPicture => "A card has to be a photo, or a PDF. Remove what is attached, and attach a photo.",
        CardNotAttached => "A photo was chosen and is not attached yet. Choose it again and press “Attach photos”, or leave it out.",
        AnsweredAlready => "This was answered or taken back already. How it stands shows below.",
        ChangedMeanwhile => {
            "Something changed since you opened this page: the chart, or what the client asks for. Look at both below, then answer again."
        }
        Gone => "What one of these changes is about is no longer in the chart. Decline that one, and say why.",
        NothingAnswered => "Choose Accept or Decline for at least one change.",
        ReasonMissing => "Write why you decline. The client reads it.",
        ReasonTooLong => "A reason can have up to 500 characters. Shorten it.",
    }
    .to_owned()
}
