//! What a mail says: one column, one button, no picture, no health word, in the portal's voice.

use crate::{appointments::CalendarFile, error::Error};
use askama::Template;
use domain::{
    notices::MailKind,
    settings::{PracticeSettings, Shade, WelcomeMail},
};

/// A mail in both forms.
pub(crate) struct Letter {
    /// Whom it says it is from.
    pub sender: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub link: String,
    /// What is said in it by itself: of a text, all of it.
    pub said: String,
    /// What goes along for the reader's calendar.
    pub calendar: Option<CalendarFile>,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    sender: &'a str,
    lines: &'a [&'a str],
    button: &'a str,
    link: &'a str,
    phone: Option<&'a str>,
    astray: Option<&'a str>,
    signature: Option<&'a str>,
    /// Of the button and of the line at the head.
    accent: &'a str,
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct Text<'a> {
    sender: &'a str,
    lines: &'a [&'a str],
    button: &'a str,
    link: &'a str,
    phone: Option<&'a str>,
    astray: Option<&'a str>,
    signature: Option<&'a str>,
}

impl Letter {
    /// `said` is what it says by itself, where the kind of mail does not.
    pub fn write(kind: MailKind, settings: &PracticeSettings, discreet: bool, link: &str, said: &[String]) -> Result<Self, Error> {
        let sender = if discreet { "Your online account" } else { settings.name.as_str() };
        let phone = settings.help.phone.as_deref().filter(|_| !discreet);
        // A colour, a sender and a last line tell of the practice as its name does.
        let brand = Some(&settings.branding).filter(|_| !discreet);
        let accent = brand.and_then(|brand| brand.accent(Shade::Light)).unwrap_or(Shade::Light.usual()).to_string();
        let signature = brand.and_then(|brand| brand.signature.as_deref());
        let welcome = if discreet { &WelcomeMail::discreet() } else { &settings.welcome };
        let paragraphs = welcome.paragraphs_for(sender, phone);
        let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        let booked: Vec<&str> = [PROSPECT_BOOKED[0]].into_iter().chain(said.iter().copied()).chain([PROSPECT_BOOKED[1]]).collect();
        // What happened stands behind the first line.
        let changing = |words: [&'static str; 3]| -> Vec<&str> {
            [words[0]].into_iter().chain(said.iter().copied()).chain(words[1..].iter().copied()).collect()
        };
        let arrived = changing(NEW_DEVICE);
        let [confirming, changed, left, undone] = [CONFIRM_ADDRESS, ADDRESS_CHANGED, ADDRESS_LEFT, ADDRESS_UNDONE].map(changing);
        let (subject, lines, button): (String, &[&str], &str) = match kind {
            MailKind::Invitation => (welcome.subject_for(sender, phone), &paragraphs, "Register"),
            MailKind::Offer => ("Something was added to your account".into(), &OFFER, "Sign in"),
            MailKind::Restored => ("Your account is open again".into(), &RESTORED, "Sign in"),
            MailKind::Reset | MailKind::Forgot => ("Choose a new password".into(), &NEW_PASSWORD, "Choose a password"),
            MailKind::Join => (format!("{sender}: choose your password"), &JOIN, "Choose a password"),
            MailKind::PasswordChanged => ("Your password was changed".into(), &PASSWORD_CHANGED, "Sign in"),
            MailKind::NewDevice => ("A new sign-in to your account".into(), &arrived, "It was not me"),
            MailKind::FactorsChanged => ("Your sign-in settings were changed".into(), &FACTORS_CHANGED, "Sign in"),
            MailKind::FactorLost => ("Your second step is to be removed".into(), &FACTOR_LOST, "Stop this"),
            MailKind::FactorLostReminder => ("Reminder: your second step is to be removed".into(), &FACTOR_LOST_REMINDER, "Stop this"),
            MailKind::ConfirmAddress => ("Confirm the new sign-in address".into(), &confirming, "Look at it"),
            MailKind::AddressChanged => ("Your sign-in address was changed".into(), &changed, "Sign in"),
            MailKind::AddressLeft => ("Your sign-in address was changed".into(), &left, "Take it back"),
            MailKind::AddressUndone => ("Your old sign-in address counts again".into(), &undone, "Choose a new password"),
            MailKind::GrantEnded => ("Something about your account has changed".into(), &GRANT_ENDED, "Sign in"),
            MailKind::NewMessage => {
                ("You have a new portal message".into(), &["You have a new message.", "Sign in to read it."], "Read message")
            }
            MailKind::ClientWrote => (
                "A client wrote to the practice".into(),
                &["A client wrote to you, or to those whom you stand in for.", "Sign in to read it."],
                "Open the Inbox",
            ),
            MailKind::ClosesSoon => ("A conversation closes soon".into(), &CLOSES_SOON, "Read and answer"),
            MailKind::AppointmentAsked => (
                "A client asked about an appointment".into(),
                &[
                    "A client asks for an appointment with you, or with somebody for whom you stand in, or has changed one.",
                    "Sign in to see it.",
                ],
                "Open the To-do",
            ),
            MailKind::RequestLapsed => (
                "A request for an appointment has ended".into(),
                &[
                    "A request for an appointment was not answered within two days. It has ended, and the client was told.",
                    "Sign in to see it.",
                ],
                "Open the To-do",
            ),
            MailKind::AppointmentBooked => {
                ("Your appointment is booked".into(), &["Your appointment is booked.", "Sign in to see when and where it is."], "See it")
            }
            MailKind::AppointmentDenied => ("About your request".into(), &APPOINTMENT_DENIED, "See the answer"),
            MailKind::AppointmentExpired => ("About your request".into(), &APPOINTMENT_EXPIRED, "Choose another time"),
            MailKind::AppointmentMoved => (
                "Your appointment has a new time".into(),
                &["Your appointment has a new time.", "Sign in to see when it is. If it does not suit you, you can ask for another there."],
                "See it",
            ),
            MailKind::AppointmentCancelled => (
                "Your appointment is cancelled".into(),
                &["An appointment of yours is cancelled.", "Sign in to see which, or to ask for another."],
                "See it",
            ),
            MailKind::AppointmentReminder => ("Reminder of your appointment".into(), &said, "See and confirm"),
            MailKind::ReminderText => ("A text to a telephone".into(), &said, "Open the portal"),
            MailKind::ProspectAsked => (
                "Somebody new asks for an appointment".into(),
                &[
                    "Somebody who is no client yet asks for an appointment with you, or with somebody for whom you stand in.",
                    "The time is held for two days at most. Sign in to answer.",
                ],
                "Open the request",
            ),
            MailKind::ProspectBooked => ("Your appointment is booked".into(), &booked, "Open our page"),
            MailKind::ProspectDenied => ("About your request".into(), &PROSPECT_DENIED, "Choose another time"),
            MailKind::ProspectExpired => ("About your request".into(), &PROSPECT_EXPIRED, "Choose another time"),
            MailKind::NewForm => (
                "Something waits for you to fill in".into(),
                &[
                    "The practice has sent you something to fill in.",
                    "Sign in to see it. You can stop at any time and go on later, also on another device.",
                ],
                "Open",
            ),
            MailKind::RecordsAnswered => (
                "The practice has answered your request".into(),
                &["The practice has answered a request of yours.", "Sign in to read the answer."],
                "See the answer",
            ),
            MailKind::InformationProposed => (
                "A client asks for changes".into(),
                &["A client of yours, or of those for whom you stand in, asks to change what is recorded.", "Sign in to look at it."],
                "Open the To-do",
            ),
            MailKind::InformationAnswered => (
                "The practice has looked at your changes".into(),
                &["The practice has looked at changes that you asked for.", "Sign in to see what became of them."],
                "See the answer",
            ),
            MailKind::NeedsYou => (
                "Something needs you now".into(),
                &[
                    "Something in the office needs you, or somebody for whom you stand in, now.",
                    "Sign in to see it and to say what came of it. Until somebody does, more people are told.",
                ],
                "Open it",
            ),
            MailKind::FormReminder => ("Something still waits for you to fill in".into(), &said, "Open"),
            MailKind::ToSign => (
                "It is your turn now".into(),
                &["Something that is to be signed has come to you: it is your turn now.", "Sign in to read it first."],
                "Open",
            ),
            MailKind::ToCountersign => (
                "Something is to be countersigned".into(),
                &["Something is to be countersigned by you: it is your turn now.", "Sign in to read it first."],
                "Open",
            ),
            MailKind::SigningEnded => (
                "Something will not be signed".into(),
                &[
                    "Somebody else has declined to sign something that you were asked to sign too.",
                    "You need not do anything. Sign in to see it.",
                ],
                "Open",
            ),
            MailKind::InvoiceReminder => ("Something in your account waits for you".into(), &said, "Open my account"),
            MailKind::SignatureReminder => ("Reminder: something waits for you".into(), &said, "Open"),
            MailKind::PaymentRequest => (
                "Something in your account waits for you".into(),
                &["The practice asks you to look at your account.", "Sign in to see what is open, and to pay it there if you like."],
                "Open my account",
            ),
            MailKind::NewDocument => {
                ("Something new was shared with you".into(), &["Something new was shared with you.", "Sign in to see it."], "Open")
            }
        };
        let astray = if_astray(kind);
        // What is asked for is said as it is asked.
        let told: Vec<String> = match settings.access.identity.asks_name() {
            true => Vec::new(),
            false => lines.iter().map(|line| line.replace("a last name and a date of birth", "a date of birth")).collect(),
        };
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let lines = if told.is_empty() { lines } else { told.as_slice() };
        // One line each: nobody's name can add a header (T22).
        let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let html = Html { sender, lines, button, link, phone, astray, signature, accent: &accent };
        let html = html.render().map_err(Error::unexpected)?;
        let text = Text { sender, lines, button, link, phone, astray, signature }.render().map_err(Error::unexpected)?;
        let from = brand.and_then(|brand| brand.from.as_deref()).unwrap_or(sender);
        Ok(Self { sender: from.to_owned(), subject, text, html, link: link.to_owned(), said: said.join("\n\n"), calendar: None })
    }
}

/// What whoever gets it by mistake should do. Where the mail itself says what to do if it was not you, nothing more.
fn if_astray(kind: MailKind) -> Option<&'static str> {
    use MailKind::*;
    match kind {
        Invitation | Offer => Some("Not for you? Then please delete it: the link alone opens nothing."),
        Reset | Forgot | Join => Some("Not for you? Then please delete it, and pass the link to nobody."),
        FactorLost | FactorLostReminder | ConfirmAddress | AddressLeft | AddressChanged | AddressUndone | PasswordChanged | NewDevice
        | FactorsChanged => None,
        ProspectBooked | ProspectDenied | ProspectExpired => {
            Some("Not for you? Then please delete it: somebody may have mistyped an address.")
        }
        ProspectAsked | AppointmentAsked | RequestLapsed | AppointmentBooked | AppointmentDenied | AppointmentExpired
        | AppointmentMoved | AppointmentCancelled | AppointmentReminder | ReminderText | Restored | GrantEnded | NewMessage | NeedsYou
        | NewDocument | ToSign | ToCountersign | SigningEnded | SignatureReminder | NewForm | FormReminder | RecordsAnswered
        | InformationProposed | InformationAnswered | PaymentRequest | InvoiceReminder | ClientWrote | ClosesSoon => {
            Some("Not for you? Then please delete it: nothing opens without signing in.")
        }
    }
}

const APPOINTMENT_DENIED: [&str; 2] = [
    "The practice has answered your request for an appointment. The time that you chose is not possible.",
    "Sign in to read why. If other times are offered, you can take one there.",
];

const APPOINTMENT_EXPIRED: [&str; 2] = [
    "Nobody has answered your request for an appointment in time, and it has ended. We are sorry.",
    "Sign in to choose another time, or call the practice.",
];

const PROSPECT_BOOKED: [&str; 2] = [
    "Thank you for asking for an appointment. The time that you chose is booked for you.",
    "If you cannot come after all, please call, so that somebody else can have the time.",
];

const PROSPECT_DENIED: [&str; 2] = [
    "Thank you for asking for an appointment. We are sorry: the time that you chose is not possible.",
    "You can choose another one with the button below, or call.",
];

const PROSPECT_EXPIRED: [&str; 2] = [
    "Nobody has answered your request for an appointment in time, and it has ended. We are sorry.",
    "You can choose another time with the button below, or call.",
];

const CLOSES_SOON: [&str; 2] = [
    "A conversation in your account waits for your answer. In twelve hours it closes.",
    "You can still read it then. If you want to answer, sign in before. If not, you need not do anything.",
];

const OFFER: [&str; 3] = [
    "Somebody is to be added to your account. If you expect this, it takes a minute.",
    "Sign in as always. You will be asked for a last name and a date of birth.",
    "This offer ends after 7 days.",
];

const RESTORED: [&str; 2] = ["Your account is open again.", "Sign in as before, with your e-mail address and your password."];

const NEW_PASSWORD: [&str; 3] = [
    "Somebody asked for a new password for your account. If it was you, choose one now.",
    "The link below works once, and ends after 24 hours. If you have a second step, it is asked for as always.",
    "If it was not you, do nothing: your password stays as it is.",
];

const JOIN: [&str; 2] = [
    "You were added to the team. Choose a password, and then sign in.",
    "The link below is yours alone. It works once, and ends after 7 days.",
];

const PASSWORD_CHANGED: [&str; 2] = [
    "The password of your account was changed just now, and whoever was signed in to it elsewhere was signed out.",
    "If it was not you, call the practice at once.",
];

const GRANT_ENDED: [&str; 2] =
    ["Access to one of the people in your account has ended, because of their age.", "Questions? The practice knows what is possible now."];

const NEW_DEVICE: [&str; 3] = [
    "Somebody signed in to your account from a browser that was not used before.",
    "If it was you, you need not do anything.",
    "If it was not you, press the button below and choose a new password: that signs out everybody at once. The link works for 24 hours. Then call the practice.",
];

const FACTORS_CHANGED: [&str; 2] =
    ["What protects your account besides the password was changed just now.", "If it was not you, call the practice at once."];

const FACTOR_LOST: [&str; 3] = [
    "Somebody who knows your password says that your phone is lost. In three days the second step of your sign-in is removed.",
    "If it was you, you need not do anything. The practice can help you sooner.",
    "If it was not you, stop it with the button below, choose a new password, and call the practice.",
];

const FACTOR_LOST_REMINDER: [&str; 3] = [
    "Somebody who knows your password said that your phone is lost. Three days after that, the second step of your sign-in is removed.",
    "If it was you, you need not do anything. The practice can help you sooner.",
    "If it was not you, stop it with the button below, choose a new password, and call the practice.",
];

const CONFIRM_ADDRESS: [&str; 3] = [
    "Somebody who is signed in to an account wants to sign in with another address from now on. If it is you, confirm it with your password.",
    "The link below works for 24 hours. The other address gets a mail as well. Nothing changes before both are confirmed.",
    "If it was not you, do not confirm it. If you have an account here, choose a new password, and call the practice.",
];

const ADDRESS_CHANGED: [&str; 3] = [
    "You sign in with this address from now on.",
    "Everybody who was signed in to your account was signed out.",
    "If you did not ask for this, call the practice at once.",
];

const ADDRESS_LEFT: [&str; 3] = [
    "From now on another address is used to sign in to your account.",
    "If it was you, you need not do anything.",
    "If it was not you, take it back with the button below: that works for 7 days. Then choose a new password, and call the practice.",
];

const ADDRESS_UNDONE: [&str; 3] = [
    "The change of your sign-in address was taken back.",
    "You sign in with this address again, and everybody who was signed in was signed out.",
    "Choose a new password now. If it was not you who took it back, call the practice at once.",
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::Help;

    fn settings(welcome: WelcomeMail) -> PracticeSettings {
        PracticeSettings {
            name: "Harbor Street Counseling".into(),
            zone: "America/New_York".into(),
            dates: Default::default(),
            help: Help::default(),
            features: Default::default(),
            access: Default::default(),
            communications: Default::default(),
            scheduling: Default::default(),
            billing: Default::default(),
            welcome,
            branding: Default::default(),
            version: String::new(),
        }
    }

    #[test]
    fn the_lines_of_the_practice_stay_lines_in_both_forms() {
        let welcome = WelcomeMail { subject: "Welcome".into(), text: "Open:\n  <Monday>\n3) Tuesday\n\n\nCall us.".into() };
        let settings = settings(welcome);
        let letter = Letter::write(MailKind::Invitation, &settings, false, "https://portal.example/i/1", &[]).unwrap();
        assert!(letter.html.contains(">Open:<br>  &#60;Monday&#62;<br>3) Tuesday</p>\n<p "), "{}", letter.html);
        let text = "Harbor Street Counseling\n\nOpen:\n  <Monday>\n3) Tuesday\n\nCall us.\n\nRegister: https://portal.example/i/1\n\n";
        assert!(letter.text.starts_with(text), "{}", letter.text);
    }

    /// CP-10
    #[test]
    fn mails_carry_the_brand_and_discreet_ones_nothing_of_it() {
        let mut settings = settings(WelcomeMail::default());
        settings.branding.light = Some(domain::settings::Rgb(0x7a, 0x20, 0x48));
        settings.branding.from = Some("Harbor Street".into());
        settings.branding.signature = Some("Warmly, the team".into());
        for kind in MailKind::ALL {
            let write = |discreet| Letter::write(kind, &settings, discreet, "https://portal.example/i/1", &[]).unwrap();
            let (letter, discreet) = (write(false), write(true));
            assert!(letter.html.contains("#7a2048") && letter.sender == "Harbor Street", "{kind:?}");
            assert!(letter.html.contains("Warmly, the team") && letter.text.contains("Warmly, the team"), "{kind:?}");
            for told in ["#7a2048", "Warmly", "Harbor"] {
                assert!(!discreet.html.contains(told) && !discreet.text.contains(told) && discreet.sender != "Harbor Street", "{kind:?}");
            }
            for all in [&letter, &discreet] {
                let said = [&all.html, &all.text, &all.subject, &all.sender].map(|words| words.to_lowercase());
                assert!(said.iter().all(|words| !words.contains("anteroom")), "{kind:?}");
            }
        }
    }
}
