//! What is said of a refused message. It says what is possible instead.

use domain::messages::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        BodyMissing => "Write your message first.",
        BodyTooLong => "A message can have up to 10,000 characters. Shorten it, or send the rest in a second one.",
        SubjectMissing => "Say in a few words what it is about.",
        SubjectTooLong => "What it is about can have up to 120 characters. Please shorten it.",
        RecipientMissing => "Choose to whom you write.",
        RecipientUnfit => "You cannot write to them here any more. Choose somebody else.",
        Closed => "This conversation was closed. Nothing was sent; what you wrote is still here. A closed conversation can be opened again by the office.",
        NotBegunByPractice => "You can answer only what the practice has written to you first. You can still ask for an appointment, for records, or about a bill.",
        NoStarting => "New conversations begin with the practice. You can still ask for an appointment, for records, or about a bill.",
        NotOnRoster => "The practice lets staff write to their own clients only. Ask somebody of the care team, or change it under Settings, Communications.",
        NoReader => "Nobody has portal access to this chart, so nobody would read it. Activate access under Communications first.",
        OpenAlready => "Somebody else has opened it again already.",
        AssigneeUnfit => "They do not read this conversation. Choose somebody else.",
        GroupNameMissing => "A group that has a name keeps one. Type its new name.",
        GroupNameTooLong => "The name of a group can have up to 80 characters. Please shorten it.",
        GroupFull => "A group can have up to 500 clients. Create another one for the rest.",
        TooManyGroups => "There are 200 groups already. Delete one that is not used any more.",
        GroupOfOthers => "Somebody else created this group, and clients are in it whose charts you may not open. Ask them to delete it.",
        OutOfReach => "You do not read these conversations of this client.",
        NobodyGetsIt => "Nobody in this group can get it. Nothing was sent.",
        ReviewAgain => "The letter, or who gets it, has changed since you looked. Nothing was sent. Look once more, then send it.",
        NothingToAnnounce => "It was sent already, maybe in another tab. Nobody gets it twice. What was sent stands under Groups.",
        NotAttached => "A file is chosen and not attached yet. Choose it again and press Attach, then send.",
        SearchTooLong => "Search for up to 100 characters.",
        QuickNameMissing => "Give it a name by which you choose it.",
        QuickNameTooLong => "The name can have up to 60 characters. Shorten it.",
        QuickWordsMissing => "Write the words first.",
        QuickWordsTooLong => "A quick text can have up to 2,000 characters. Shorten it.",
        QuickPlaceholder => "In braces only {first name} is known. Take out the others.",
        QuickTextsFull => "There are 50 quick texts here already. Remove one, or change one that is no longer needed.",
        QuickTextMissing => "Choose a quick text from the list first.",
        TooLongToFile => "More than 500 messages are too many for one document. File the ones that matter, one by one.",
        FiledAlready { .. } => "This was filed to the chart already. “Filed” beside it says when.",
    }
    .to_owned()
}
