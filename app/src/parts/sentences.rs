//! The sentence for each refusal: what is the matter, and what to do.

use domain::Refusal;

/// The words for a refusal, as people read them.
pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        Refusal::Charts(domain::charts::Refusal::ChartTwice { number, .. }) => {
            format!("There is a chart with this name and date of birth already: {number}.")
        }
        Refusal::Alerts(refusal) => crate::alerts::refused(refusal).to_owned(),
        Refusal::Charts(refusal) => charts(refusal).to_owned(),
        Refusal::Documents(domain::documents::Refusal::Unprintable { spot, letters }) => unprintable(spot, &letters.all()),
        Refusal::Documents(refusal) => documents(refusal).to_owned(),
        Refusal::Invites(domain::invites::Refusal::ResentTooSoon { seconds }) => {
            format!("The last e-mail left less than 5 minutes ago. You can send again in {}.", wait(seconds))
        }
        Refusal::Invites(refusal) => invites(refusal).to_owned(),
        Refusal::Notices(domain::notices::Refusal::NoteTooLong) => "A note can have up to 500 characters. Please shorten it.".to_owned(),
        Refusal::Settings(refusal) => settings(refusal).to_owned(),
        Refusal::SignIn(refusal) => sign_in(refusal),
    }
}

/// What stands above the list of what is wrong.
pub fn heading(refusals: &[Refusal]) -> String {
    use domain::{
        invites::Refusal::{IdentityMismatch, ResentTooSoon},
        sign_in::Refusal::{TooManyTries, WrongEmailOrPassword},
    };
    match refusals {
        [Refusal::SignIn(WrongEmailOrPassword)] => "We could not sign you in".to_owned(),
        [Refusal::SignIn(TooManyTries { .. }) | Refusal::Invites(ResentTooSoon { .. })] => "Please wait a moment".to_owned(),
        [Refusal::Invites(IdentityMismatch)] => "These details do not match".to_owned(),
        several => match by_field(several, Refusal::field).len() {
            1 => "Please check one thing".to_owned(),
            things => format!("Please check {things} things"),
        },
    }
}

/// What is wrong with one field is one thing to put right, whatever may be wrong with it: each field once, with its sentences.
pub fn by_field(refusals: &[Refusal], field: fn(Refusal) -> Option<&'static str>) -> Vec<(Option<&'static str>, String)> {
    let mut things: Vec<(Option<&'static str>, String)> = Vec::new();
    for refusal in refusals {
        let (field, words) = (field(*refusal), sentence(*refusal));
        match things.iter_mut().find(|(known, _)| field.is_some() && *known == field) {
            Some((_, said)) => said.push_str(&format!(" {words}")),
            None => things.push((field, words)),
        }
    }
    things
}

fn charts(refusal: domain::charts::Refusal) -> &'static str {
    use domain::charts::Refusal::*;
    match refusal {
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
        ContactTwice => "This person is already a related contact.",
        ChartTwice { .. } => "There is a chart with this name and date of birth already.",
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
}

fn documents(refusal: domain::documents::Refusal) -> &'static str {
    use domain::documents::Refusal::*;
    match refusal {
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
        AlreadyFinished => "This note is signed and does not change any more. Write an addendum as a new note.",
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
        Unprintable { .. } => "The PDF cannot show a character of this. Leave it out.",
        AlreadySigned => "You have signed this document already.",
        NothingToSign => "No signature is asked for on this document any more.",
        ChangedSinceRead => "The document changed after you opened it. Read it again, then sign.",
        ReasonMissing => "Write a few words about why you decline.",
    }
}

fn unprintable(spot: domain::documents::Spot, letters: &[char]) -> String {
    let named: Vec<String> = letters.iter().map(|letter| named(*letter)).collect();
    let them = if named.len() == 1 { "it" } else { "them" };
    let named = match named.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    match spot {
        domain::documents::Spot::Document => {
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

fn invites(refusal: domain::invites::Refusal) -> &'static str {
    use domain::invites::Refusal::*;
    match refusal {
        EmailMissing => "Enter an e-mail address. The invitation goes there.",
        OwnerMissing => "Assign a Chart Owner under Demographics.",
        BirthDateMissing => "Enter the date of birth under Demographics.",
        AlreadyActivated => "Portal access is active already.",
        AddressHasAccount => "This address already has a portal account. Link the client to that account, or use another address.",
        LinkUnknown => "This link does not open anything.",
        LinkUsed => "This link was used already. Sign in with your e-mail and password.",
        LinkReplaced => "A newer mail was sent to you. Please use the link in that one.",
        LinkRevoked => "This link was ended by the practice. Call the office.",
        LinkLocked => "This link is locked after five tries that did not match. Call the office for a new one.",
        LinkExpired => "This link has ended: links are good for seven days. Call the office for a new one.",
        LastNameMissing => "Enter the last name.",
        LastNameTooLong => "Names can have up to 100 characters. Shorten the name.",
        BirthDateUnreadable => "Enter the date of birth as a date, like 03/14/1991.",
        OuterSpace => "There is a space before or after the last name. Take it out and try again.",
        IdentityMismatch => {
            "The last name and date of birth do not match what the practice has. Check both and try again, or call the office."
        }
        IdentityNotPassed => "That took a while. Enter last name and date of birth again.",
        ResentTooSoon { .. } => "The last e-mail left less than 5 minutes ago.",
        AlreadyRegistered => "They have registered already. If they cannot sign in, reset the password.",
        NotRegistered => "Nobody has registered yet. Send the welcome e-mail again instead.",
        NoAccountAtAddress => "No portal account has this address. Check it, or leave the box empty to send an invitation.",
        HasAccess => "This person has access to the chart already.",
        NotAllCharts => {
            "Some of these charts are not yours to change. Choose Remove Client's Access to This Patient instead, or ask your practice administrator."
        }
        StartUnreadable => "Enter the first day as a date, like 03/14/2027.",
        EndUnreadable => "Enter the last day as a date, like 03/14/2027.",
        EndsInThePast => "The last day lies in the past. Use Remove Access to end it now.",
        EndsBeforeStart => "The last day lies before the first. Check both.",
        ScopeMissing => "Tick one area or more. To take everything away, remove access instead.",
        LegalBasisMissing => "Say what gives this person access: the client is of age, and decides who sees the record.",
        EndMissing => "Choose the last day of this access: the client is of age.",
        LegalBasisTooLong => "The legal basis can have up to 200 characters. Please shorten it.",
    }
}

fn settings(refusal: domain::settings::Refusal) -> &'static str {
    use domain::settings::{LinkTrouble, Refusal::*};
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
}

fn sign_in(refusal: domain::sign_in::Refusal) -> String {
    use domain::sign_in::{PasswordRule, Refusal::*};
    match refusal {
        WrongEmailOrPassword => {
            "The e-mail or the password is not right, or your access has ended. Check both and try again. Still not in? Ask the practice."
                .into()
        }
        TooManyTries { seconds } => {
            format!("You have tried many times. Wait {}, then try again.", wait(seconds))
        }
        PasswordMissing => "Choose a password.".into(),
        CodeMissing => "Type the code.".into(),
        WrongCode => "This code is not right, or it was used already. Wait for the next one, and try again.".into(),
        PasskeyFailed => "Your device gave no passkey, or it took too long. Try again.".into(),
        PasskeyUnknown => "This passkey opens nothing here. Use your e-mail and password.".into(),
        PasskeysNotHere => "Passkeys do not work at this address. Use your e-mail and password.".into(),
        WrongPassword => "The password is not right. Try again.".into(),
        EmailNotTyped => "Enter your e-mail.".into(),
        PasswordNotTyped => "Enter your password.".into(),
        AddressAsNow => "You sign in with this address already.".into(),
        OtherAddress => "This is not the address that our mail went to. Type the e-mail address at which you found the link.".into(),
        PasswordTooNew => "Your password was set through a mail less than a week ago. Please call the practice: they can help you.".into(),
        ResetAskedAlready => "You have told us already. Look for our mail, or call the practice.".into(),
        FactorRequired => "Your practice asks for a second step. Add another first, then remove this one.".into(),
        KeyUnknown => "We do not know this link. Ask for a new one.".into(),
        KeyUsed => "This link was used already. Ask for a new one.".into(),
        KeyReplaced => "A newer mail was sent to you. Use the link in that one.".into(),
        KeyExpired => "This link has ended. Ask for a new one.".into(),
        PasswordCommon => "This password is on the list of common or stolen ones. Choose another.".into(),
        PasswordObvious => "This password holds your name, your e-mail or the practice. Choose another.".into(),
        PasswordRuleUnmet { rule } => match rule {
            PasswordRule::Length => "Use 12 characters or more.",
            PasswordRule::Upper => "Add a capital letter.",
            PasswordRule::Lower => "Add a small letter.",
            PasswordRule::Digit => "Add a number.",
            PasswordRule::Special => "Add one of ! @ # $ & ( * ) _",
            PasswordRule::NotTooLong => "Use 128 characters or fewer.",
        }
        .into(),
    }
}

/// How long to wait, in words.
fn wait(seconds: i64) -> String {
    match seconds {
        ..=1 => "a second".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60 => "a minute".to_owned(),
        61..7_200 => format!("{} minutes", (seconds + 59) / 60),
        _ => format!("{} hours", (seconds + 3_599) / 3_600),
    }
}
