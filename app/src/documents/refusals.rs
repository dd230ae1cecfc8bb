//! What is the matter, and what to do: the sentence for each refusal of the room.

use domain::documents::{Refusal, Spot};

/// As people read it.
pub fn sentence(refusal: Refusal) -> String {
    use Refusal::*;
    match refusal {
        Unprintable { spot, letters } => return unprintable(spot, &letters.all()),
        NeverShared => "Psychotherapy notes are never shared.",
        NotFinished => "Sign the note first. Only signed notes and plans can be shared.",
        NotForSignature => "Only clinical notes and treatment plans can be shared to sign. Use Share instead.",
        NoAccess => {
            "The client has no portal access yet. With Invite and queue they are invited now, and the document waits until they register."
        }
        AccessWithoutDocuments => "The client’s access does not reach as far as documents. Widen it under Communications, then share.",
        DocumentsOff => "My Documents is switched off in Settings. Your practice administrator can switch it on.",
        AlreadyShared => "This document is shared already.",
        AlreadyOpened => "The client has opened or signed this document, so it stays shared.",
        NothingWritten => "Write something before you save.",
        TitleMissing => "Give the note a title.",
        TitleTooLong => "Titles can have up to 200 characters. Shorten the title.",
        ReasonTooLong => "The reason can have up to 2,000 characters. Please shorten it.",
        TextTooLong => "Notes can have up to 100,000 characters. Split this one in two.",
        ChangedMeanwhile => "This note was changed meanwhile, perhaps in another window. Look at it as it is now, then go on.",
        AlreadyFinished => "This note is signed and does not change any more. Add an addendum instead.",
        KindUnknown => "Choose the type of note.",
        NotRead => "Open and read the document first, then sign it.",
        ConsentMissing => "Agree to sign electronically first.",
        NotConfirmed => "Tick the box to confirm that you have read the document.",
        SignatureEmpty => "Add your signature: draw it, or type your name.",
        NameMissing => "Type your name: that is your signature.",
        NameOfAnother => "Type your own name, as it stands above, and not the name of somebody you act for.",
        SignatureTrivial => "That is too short for a signature. Write your name.",
        SignatureUnreadable => "We could not read that signature. Clear it and try again, or type your name.",
        SignatureInvisible => "This name holds a sign that nobody can see. Clear it and type the name yourself instead of pasting it.",
        SignatureUnprintable => {
            "This name holds a character that the signed copy cannot print. Draw it instead, or write it in Latin, Greek, Cyrillic, Hebrew or Arabic letters."
        }
        AlreadySigned => "You have signed this document already.",
        NothingToSign => "No signature is asked for on this document any more.",
        ChangedSinceRead => "The document changed after you opened it. Read it again, then sign.",
        NotAPdf => "This file is no PDF. Choose the PDF as you got it.",
        PaperTooLarge => "This file is larger than 8 MB. Documents of this practice are smaller.",
        ReasonMissing => "Write a few words about why you decline.",
        SignersMissing => "Choose at least one person who signs in the portal.",
        SignerTwice => "One person is chosen twice. Each signs once.",
        SignerUnknown => "One of those who were chosen cannot sign here any more. Choose again.",
        DueUnfit => "Choose a due date from today on, or none.",
        UntilUnfit => "Choose a last day from today on, or none.",
        UntilBeforeDue => "The last day for signing is before the due date. Choose a later one.",
        NotYourTurn => "Somebody else signs this first. We tell you by e-mail when it is your turn.",
        NotAsked => "Somebody else is asked to sign this. You can read it.",
        Expired => "The last day for signing this has passed. Please call us if you still want to sign.",
        SignerAnswered => "They have answered meanwhile. Look at how it stands now.",
        NoVersions => "Only treatment plans have versions. Add an addendum instead.",
        FollowedAlready => "The next version was begun already. Open it and go on there.",
        NoAddenda => "An addendum belongs to a signed note. Open the note, and add it there.",
        NoConsent => "You sign on paper already: there is no agreement to take back.",
        TemplateNameMissing => "Give the template a name.",
        TemplateNameTooLong => "Names of templates can have up to 100 characters. Shorten it.",
        TemplatesEnough => "There are 100 templates already. Delete one that is not used any more.",
        NothingAttached => "Attach at least one file. If you have chosen some, press Attach first.",
    }
    .to_owned()
}

fn unprintable(spot: Spot, letters: &[char]) -> String {
    let named: Vec<String> = letters.iter().map(|letter| named(*letter)).collect();
    let them = if named.len() == 1 { "it" } else { "them" };
    let named = match named.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    match spot {
        Spot::Document => {
            format!("The PDF of this document cannot show {named}. Write it once more as a new note without {them}, and share that one.")
        }
        _ => format!("The PDF of this note cannot show {named}. Leave {them} out, or write {them} in other letters."),
    }
}

/// A character as itself, or by its number where it shows nothing.
fn named(letter: char) -> String {
    match letter {
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => format!("U+{:04X}", u32::from(letter)),
        _ => letter.to_string(),
    }
}
