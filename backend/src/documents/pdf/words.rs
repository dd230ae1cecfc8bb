//! Dates and numbers as people read them, and text made safe to draw.

use crate::dates::moment;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::dates::DateOrder;

/// "November 21, 2026, 5:36:12 pm EST".
pub fn exact_moment(at: DateTime<Utc>, zone: Tz, dates: DateOrder) -> String {
    let moment = moment(at, zone);
    format!("{}, {} {}", dates.day(moment.day()), moment.at.format("%-I:%M:%S %P"), moment.zone)
}

/// "2026-11-21 22:36:12 UTC".
pub fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// Enough of a hash to compare two sheets by eye.
pub fn short(digest: &[u8; 32]) -> String {
    hex::encode(&digest[..6])
}

/// One line of plain text.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a capital at the beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Lines as they stand, with the spaces before them. A space ends each: who reads by ear, or copies, finds its last word apart from
/// the next line's first.
pub fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| plain(line)).collect::<Vec<_>>().join(" \n")
}

/// Plain text: line breaks stay; control characters, and marks that would show letters in another order than they stand, go.
pub fn clean(text: &str) -> String {
    plain(text).trim().to_owned()
}

fn plain(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            _ if letter.is_control() || is_hidden_order(letter) || is_no_letter(letter) => None,
            _ => Some(letter),
        })
        .collect()
}

/// Embeddings, overrides and isolates: "a signed 001" must not print as "a signed 100".
fn is_hidden_order(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Code points that Unicode keeps for machines.
fn is_no_letter(letter: char) -> bool {
    matches!(letter, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' | '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E0FFF}')
        || u32::from(letter) & 0xFFFE == 0xFFFE
}

/// Letters that mean something only among friends; no font of ours can know them.
pub fn is_private(letter: char) -> bool {
    matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Scripts whose words nothing separates: Chinese, Japanese, Thai, Lao, Khmer and Burmese.
pub fn wants_dictionary(letter: char) -> bool {
    matches!(letter,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{19E0}'..='\u{19FF}' | '\u{A9E0}'..='\u{A9FF}'
        | '\u{AA60}'..='\u{AA7F}' | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{1B000}'..='\u{1B16F}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// What holds the parts of one picture together, and shows nothing itself.
pub fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_names_its_zone_in_summer_and_winter() {
        let exact = |text, zone| exact_moment(at(text), zone, DateOrder::MonthFirst);
        assert_eq!(exact("2026-11-21T22:36:12Z", chrono_tz::America::New_York), "November 21, 2026, 5:36:12 pm EST");
        assert_eq!(exact("2026-07-01T04:05:00Z", chrono_tz::America::New_York), "July 1, 2026, 12:05:00 am EDT");
        assert_eq!(exact("2026-07-01T04:05:09Z", chrono_tz::America::Sao_Paulo), "July 1, 2026, 1:05:09 am UTC-03:00");
        assert_eq!(utc(at("2026-11-21T22:36:12Z")), "2026-11-21 22:36:12 UTC");
    }

    #[test]
    fn control_and_order_marks_are_stripped() {
        assert_eq!(clean(" a\u{0}b\u{7}\r\nc\td\u{202E}e\u{2066}\u{FEFF}\u{1b} "), "ab\nc de");
        assert_eq!(line("Maya\n  Lindqvist\t"), "Maya Lindqvist");
    }

    #[test]
    fn lines_keep_their_places_and_their_last_words() {
        assert_eq!(lines(&["  50 mg\u{7}".to_owned(), "daily".to_owned()]), "  50 mg \ndaily");
    }
}
