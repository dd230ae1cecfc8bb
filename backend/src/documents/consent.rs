//! The agreement to sign electronically, as the law wants it told before the first signature (15 USC 7001(c)): the right
//! to paper, the right to withdraw and what follows, what it covers, how to change one's address, and what one needs.
//!
//! A new wording is a new version, and everybody is asked again.

use super::table::consents;
use crate::secrets::sha256;
use domain::{documents::ConsentText, settings::PracticeSettings};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

pub(super) const VERSION: &str = "2026-11";

/// The words, with the practice's name and how to reach it.
pub(super) fn text(settings: &PracticeSettings) -> ConsentText {
    let practice = settings.name.as_str();
    let reach = match (&settings.help.phone, &settings.help.email) {
        (Some(phone), Some(email)) => format!("call {phone} or write to {email}"),
        (Some(phone), None) => format!("call {phone}"),
        (None, Some(email)) => format!("write to {email}"),
        (None, None) => "call the office".to_owned(),
    };
    let paragraphs = [
        (
            "What you agree to",
            format!(
                "You agree to get documents from {practice} on this portal and to sign them on the screen. \
                 Your signature here counts the same as one made with a pen on paper."
            ),
        ),
        (
            "What it covers",
            format!(
                "It covers the notes, treatment plans, forms and other papers that {practice} shares with you on this portal. \
                 You still choose each time: you can read a document and decline to sign it."
            ),
        ),
        (
            "You can have paper",
            format!(
                "You can ask for a paper copy of any document, before or after you sign. To ask, {reach}. \
                 There is no fee for a paper copy of what you signed. You can also sign on paper at the office instead."
            ),
        ),
        (
            "You can change your mind",
            format!(
                "You can take this back at any time. To do so, {reach}. From then on you get paper and sign with a pen, which \
                 can take longer. Your care goes on, and there is no fee. What you have signed before stays valid."
            ),
        ),
        (
            "Keep your address up to date",
            format!("We tell you by e-mail when something is here for you. If your e-mail or phone number changes, {reach}."),
        ),
        (
            "What you need",
            "You need a phone, tablet or computer with a current version of Chrome, Edge, Firefox or Safari, a connection to the \
             internet, and an e-mail address. To keep copies, you need a program that opens PDF files and room to store them, or a \
             printer."
                .to_owned(),
        ),
    ];
    let paragraphs = paragraphs.into_iter().map(|(heading, text)| (heading.to_owned(), text)).collect();
    ConsentText { version: VERSION.to_owned(), paragraphs }
}

/// The words in one piece, as they are kept and hashed.
fn in_one_piece(text: &ConsentText) -> String {
    let passages = text.paragraphs.iter().map(|(heading, words)| format!("{heading}\n{words}\n"));
    passages.collect::<Vec<_>>().join("\n")
}

/// The row that says: this person agreed to these words.
pub(super) fn row(id: Uuid, account: Uuid, settings: &PracticeSettings, stamp: crate::audit::Stamp) -> consents::ActiveModel {
    let words = in_one_piece(&text(settings));
    consents::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        version: Set(VERSION.to_owned()),
        text_sha256: Set(sha256(words.as_bytes()).to_vec()),
        text: Set(words),
        given_at: Set(stamp.at),
        withdrawn_at: Set(None),
        address: Set(stamp.address),
        agent: Set(stamp.agent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::{Features, Help};

    fn settings(phone: Option<&str>) -> PracticeSettings {
        let help = Help { phone: phone.map(Into::into), crisis: "Call or text 988".into(), ..Default::default() };
        PracticeSettings {
            name: "Harbor Street Counseling".into(),
            zone: "America/New_York".into(),
            dates: Default::default(),
            help,
            features: Features::default(),
            access: Default::default(),
            communications: Default::default(),
            scheduling: Default::default(),
            billing: Default::default(),
            welcome: Default::default(),
            branding: Default::default(),
            version: String::new(),
        }
    }

    #[test]
    fn everything_that_the_law_wants_told_is_told() {
        let words = in_one_piece(&text(&settings(Some("443-555-0142"))));
        for must in [
            "paper copy",
            "call 443-555-0142",
            "take this back at any time",
            "stays valid",
            "covers the notes",
            "e-mail or phone number changes",
            "You need a phone",
        ] {
            assert!(words.contains(must), "{must}");
        }
    }

    #[test]
    fn without_a_phone_people_still_learn_whom_to_ask() {
        assert!(in_one_piece(&text(&settings(None))).contains("To ask, call the office."));
    }

    /// Flesch-Kincaid, with syllables counted as groups of vowels.
    #[test]
    fn it_reads_at_grade_eight_or_below() {
        let words = in_one_piece(&text(&settings(Some("443-555-0142"))));
        let sentences = words.matches(['.', ':', '?']).count() as f64;
        let list: Vec<&str> = words.split_whitespace().collect();
        let syllables: usize = list.iter().map(|word| syllables(word)).sum();
        let grade = 0.39 * list.len() as f64 / sentences + 11.8 * syllables as f64 / list.len() as f64 - 15.59;
        assert!(grade <= 8.0, "grade {grade:.1}");
    }

    fn syllables(word: &str) -> usize {
        let word = word.to_lowercase();
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        let stem = word.strip_suffix('e').filter(|stem| !stem.ends_with('l')).unwrap_or(word);
        let mut groups = 0;
        let mut in_group = false;
        for letter in stem.chars() {
            let vowel = "aeiouy".contains(letter);
            groups += usize::from(vowel && !in_group);
            in_group = vowel;
        }
        groups.max(1)
    }
}
