//! What can be guessed of a password by who knows whose it is, or what passwords are made of everywhere.

use crate::sign_in::Refusal;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// So many letters of a password have to be one's own: digits and signs beside a name are a birthday and an exclamation mark.
const LEAST_OWN: usize = 6;
/// Shorter words stand in too many others.
const SHORTEST_WORD: usize = 3;

/// What passwords begin with everywhere, and the ways that fingers walk over a keyboard.
const COMMON: [&str; 52] = [
    "password",
    "passwort",
    "passphrase",
    "passcode",
    "letmein",
    "welcome",
    "iloveyou",
    "loveyou",
    "administrator",
    "admin",
    "master",
    "changeme",
    "default",
    "secret",
    "login",
    "access",
    "portal",
    "anteroom",
    "therapy",
    "football",
    "baseball",
    "basketball",
    "soccer",
    "hockey",
    "monkey",
    "dragon",
    "sunshine",
    "princess",
    "superman",
    "batman",
    "starwars",
    "pokemon",
    "whatever",
    "trustno",
    "michael",
    "jesus",
    "summer",
    "winter",
    "spring",
    "autumn",
    "qwertyuiop",
    "qwertz",
    "qwerty",
    "asdfghjkl",
    "asdf",
    "zxcvbnm",
    "zxcv",
    "abcdef",
    "qaz",
    "wsx",
    "edc",
    "rfv",
];

pub(super) fn check(password: &str, about: &[&str]) -> Result<(), Refusal> {
    let mut said = Said::of(password);
    if said.takes_out(&own_words(about)) && said.own_letters() < LEAST_OWN {
        return Err(Refusal::PasswordObvious);
    }
    if said.takes_out(&COMMON.map(str::to_owned)) && said.own_letters() < LEAST_OWN {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

/// A password as whoever guesses sees it: small letters without accents, and the digits and signs that stand for letters read as these.
struct Said(Vec<Sign>);

#[derive(Clone, Copy)]
struct Sign {
    read_as: char,
    is_letter: bool,
}

impl Said {
    fn of(password: &str) -> Self {
        let read = |c: char| Sign { read_as: read_as(c), is_letter: c.is_alphabetic() };
        let signs = plain(password).map(read).filter(|sign| sign.read_as.is_alphanumeric());
        Self(signs.collect())
    }

    /// Takes these words out, forwards and backwards, the longest first. Returns whether there was one.
    fn takes_out(&mut self, words: &[String]) -> bool {
        let mut words: Vec<Vec<char>> =
            words.iter().flat_map(|word| [word.chars().collect::<Vec<char>>(), word.chars().rev().collect()]).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut taken = false;
        for word in words {
            while let Some(at) = self.0.windows(word.len()).position(|signs| signs.iter().map(|sign| sign.read_as).eq(word.iter().copied()))
            {
                // What stood on both sides of a word does not become one.
                self.0.splice(at..at + word.len(), [Sign { read_as: '\0', is_letter: false }]);
                taken = true;
            }
        }
        taken
    }

    fn own_letters(&self) -> usize {
        self.0.iter().filter(|sign| sign.is_letter).count()
    }
}

/// The words in names and addresses, and the first two texts together: "zoenunez".
fn own_words(about: &[&str]) -> Vec<String> {
    let folded: Vec<String> = about.iter().map(|text| plain(without_last_label(text)).collect()).collect();
    let at_signs = folded.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let at_digits = folded.iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    let mut words: Vec<String> = at_signs.chain(at_digits).map(read).collect();
    if let [first, last, ..] = &folded[..] {
        words.extend([read(&format!("{first}{last}")), read(&format!("{last}{first}"))]);
    }
    words.retain(|word| word.chars().count() >= SHORTEST_WORD && word.chars().any(char::is_alphabetic));
    words
}

/// The "com" of an address says nothing of anybody.
fn without_last_label(text: &str) -> &str {
    if text.contains('@') { text.rsplit_once('.').map_or(text, |(rest, _)| rest) } else { text }
}

fn read(text: &str) -> String {
    text.chars().map(read_as).filter(|c| c.is_alphanumeric()).collect()
}

/// Small letters without accents.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
}

fn read_as(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::check_password, *};

    const HARBOR: &str = "Harbor Street Counseling";
    const ROSA: [&str; 4] = ["Rosa", "Delgado", "rosa.delgado@example.com", HARBOR];
    const MAYA: [&str; 4] = ["Maya", "Lindqvist", "maya.lindqvist@example.com", HARBOR];
    const ZOE: [&str; 4] = ["Zoë", "Núñez", "zn79@example.com", HARBOR];
    const BO: [&str; 4] = ["Bo", "Li", "bo@example.com", HARBOR];

    #[test]
    fn a_password_that_says_who_one_is_is_refused() {
        for (about, password) in [
            (MAYA, "Lindqvist123!"),
            (MAYA, "Counseling_2026"),
            (MAYA, "LindqvistMaya1!"),
            (MAYA, "maya-Lindqvist_91"),
            (MAYA, "Maya_Lindqvist_1991!"),
            (ROSA, "Delgado_19791130!"),
            (ROSA, "Delgado19791130!"),
            (ROSA, "HarborStreet_19791130!"),
            (ROSA, "odagleD_odagleD_1!"),
            (ROSA, "D3lgado_is_me_1!"),
            (ROSA, "R0s@D3lg@d0_1979"),
            (ROSA, "Ro$a_delgado_19791130_!"),
            (ZOE, "Zoë Núñez_12345"),
            (ZOE, "Zoe.Nunez_12345"),
            (ZOE, "ZOE\u{308}_nunez_12345"),
            (ZOE, "Zn79_zn79_zn79"),
            (BO, "BoLi_BoLi_1980!"),
            (BO, "LiBo_19801980!"),
        ] {
            assert_eq!(check_password(password, &about), Err(vec![Refusal::PasswordObvious]), "{password}");
        }
    }

    #[test]
    fn what_everybody_begins_with_is_refused() {
        for password in [
            "Password_123456!",
            "P@$$w0rd_123456!",
            "Admin_12345678!",
            "Letmein_2026!!",
            "Welcome_2026!!!!",
            "1qaz2wsx#EDC$RFV",
            "Qwertyuiop_12345!",
            "Iloveyou_2026!",
            "Football_12345!",
            "Anteroom_2026!!",
            "Drowssap_2026!!",
        ] {
            assert_eq!(check_password(password, &ROSA), Err(vec![Refusal::PasswordCommon]), "{password}");
        }
    }

    #[test]
    fn words_of_ones_own_are_welcome() {
        for about in [ROSA, MAYA, ZOE, BO] {
            for password in [
                "Blue_Heron_wades_4",
                "Wide-Meadow_sings4",
                "Amber-Kites_fly88",
                "Quiet-Otter_paints7",
                "Harbor-Lights_2026!",
                "Small-Harbor_rests5",
                "Plain-Paper_folds8",
                "Seven-Seals_swim7",
                "Calm-Window_opens6",
                "7 harbor seals Swim & nap",
                "xK9!vQ2#mL7@pR4",
                "8431!9027@6658aB",
                "Tiché-řeky_3plynou",
                "Summer-Rain_sings4",
            ] {
                assert_eq!(check_password(password, &about), Ok(()), "{password}");
            }
        }
    }
}
