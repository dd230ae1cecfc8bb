//! What is said of a refused step with a form.

use domain::forms::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        FormChanged => "The practice has sent another version of this form meanwhile. What you answered is kept. Please open it again from My Documents.",
        ChangedMeanwhile => "This form was changed on another device, or by somebody else, while you had it open. What you typed is still here. Look at both, and go on.",
        ChangedSinceShown => "Your answers changed after this page was opened. Look it over once more, and send it again.",
        NotAllAnswered => "Something in the form still needs an answer or another look.",
        Blank => "Nothing was answered yet. Answer at least one question.",
        TooLong => "All of it together is longer than a form takes. Please shorten the longest texts.",
        SignatureMissing => "Please sign: draw your signature, or type your name.",
        AlreadySubmitted => "This form was submitted already. It stands in My Documents.",
        AlreadyReviewed => "Somebody else has marked it as reviewed already.",
        NotSubmitted => "This form was not submitted yet.",
        Withdrawn => "The practice has taken this form back. There is nothing more to do.",
        Expired => "The last day to fill in this form has gone by. Please call the practice.",
        FormArchived => "This form is archived. Use it again under Settings, Forms, to send it.",
        FormFaulty => "This form has faults. They stand under Settings, Forms, with what to do about each.",
        NotPublished => "This form was not published yet. Publish it under Settings, Forms, to send it.",
        PdfOnly => "This is no PDF. Please save it as a PDF, and upload that.",
        PdfLocked => "This PDF is locked with a password, or by the program that made it. Please save it without protection, and upload that.",
        PdfXfa => "This PDF is made for one program alone (XFA), and does not open on most phones. Please print it to a PDF, and upload that.",
        PdfBroken => "This PDF is damaged, and cannot be opened. Please save it anew, and upload that.",
        NobodyChosen => "Choose at least one client.",
        TooManyClients => "A form can go to up to 50 clients at once. Choose fewer, and send it to the others afterwards.",
        NothingAttached => "Attach the file first.",
        WordsTooLong => "A title can have up to 120 characters, and the words below it up to 5,000. Please shorten them.",
        FormsOff => "The practice has switched documents off, and forms come with them. Switch them on under Settings first.",
        NoneChosen => "Choose at least one form.",
        TooManyForms => "That is more than is possible at once. Choose fewer.",
        AlreadySent => "One of these forms waits for the client already. Take that one back first, or leave it out.",
        DueUnreadable => "Type a day like 12/31/2026, or leave it empty.",
        DuePast => "This day has gone by. Choose today or a later day.",
        QuestionMissing => "Write what you want to ask. The client reads it above the form.",
        PackageNameMissing => "Give the package a name.",
        PackageNameTooLong => "The name can have up to 80 characters. Please shorten it.",
        PackageEmpty => "Choose at least one form for the package.",
        PackageTwice => "A form stands in the package twice. Choose another in its place, or none.",
        PackageDaysUnfit => "Type a number of days from 1 to 365, or leave it empty.",
        TooManyPackages => "There are fifty packages already. Change one of those.",
        NoPackage => "Choose a package.",
        PackageUnfit => "None of the forms in this package can be sent now. See Settings, Forms, Packages.",
        QuestionTooLong => "A question can have up to 1,000 characters. Please shorten it.",
    }
    .to_owned()
}
