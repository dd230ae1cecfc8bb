//! What is said of a refused file.

use domain::files::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        TooLarge => "A file can be up to 25 MB, and a video up to 100 MB. Please send a smaller or shorter one.",
        TooMany => "Up to 20 files can go along, and up to 100 can wait to be sent. Send or remove some first.",
        StillArriving => "Several of your files are still arriving. Please wait a moment, then send this one again.",
        WrongKind => "We can take PDF, photos (JPEG, PNG, WebP, GIF, HEIC), Word (docx), Excel (xlsx) and plain text (txt). Please save it as one of these.",
        Empty => "There is nothing in this file. Please choose another one.",
        CutOff => "The connection broke before the file was here. Nothing was kept of it. Please send it again.",
        Unreadable => "This picture is damaged, and cannot be opened. Please choose another one, or take a screenshot of it.",
        HeicLocated => "We could not take out of this photo where it was taken. Please send it as a JPEG, or take a screenshot and send that.",
        StoreFull => "There is no room left for files at the moment. What you wrote is kept. Please tell the practice, and try again later.",
        NothingChosen => "Choose a file first.",
    }
    .to_owned()
}
