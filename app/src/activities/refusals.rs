//! What is said of a refused step with activities.

use domain::activities::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        NoneChosen => "Choose what you give.",
        RhythmMissing => "Choose how often it comes.",
        DueUnreadable => "Type a day like 12/31/2026, or leave it empty.",
        DuePast => "This day has gone by. Choose today or a later day.",
        AlreadyAssigned => "This measure waits for the client already, or comes again by itself. It stands in the list below.",
        OutcomeMissing => "Choose what came of it.",
        NoteMissing => "Write in a few words what came of it.",
        NoteTooLong => "A note can have up to 1,000 characters. Please shorten it.",
        AnsweredAlready => "Somebody has said already what came of it. It stands with the answers.",
        CommentMissing => "Write what the client should read.",
        CommentTooLong => "A comment can have up to 2,000 characters. Please shorten it.",
        NotSubmitted => "This is not submitted yet, or was taken back meanwhile. The list shows how it stands.",
        GoalMissing => "Choose or write the goal that the check-in is about.",
        NobodyChosen => "Choose at least one client.",
        TooMany => "Up to fifty clients at once. Choose fewer.",
    }
    .to_owned()
}
