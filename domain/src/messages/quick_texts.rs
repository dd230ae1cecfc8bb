//! Quick texts: words that are written often, the practice's or one's own. They are chosen into a message, and can be changed there.

use super::{Refusal, check_body};
use crate::{charts::tidy, ids::QuickTextId};
use serde::{Deserialize, Serialize};

pub const LONGEST_QUICK_NAME: usize = 60;
pub const LONGEST_QUICK_TEXT: usize = 2_000;
/// So many the practice has, and so many everybody has of their own.
pub const MOST_QUICK_TEXTS: usize = 50;
/// Stands for the client's first name, or the one that they prefer.
const FIRST_NAME: &str = "{first name}";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuickText {
    pub id: QuickTextId,
    pub name: String,
    pub words: String,
}

impl QuickText {
    /// As it is written to a client.
    #[must_use]
    pub fn filled(self, first_name: &str) -> Self {
        Self { words: self.words.replace(FIRST_NAME, first_name), ..self }
    }
}

/// Reads what was typed: its name, and its words. Names everything that is wrong with them.
pub fn check_quick_text(name: &str, words: &str) -> Result<(String, String), Vec<Refusal>> {
    let name = tidy(name);
    let mut refusals = Vec::new();
    match name.chars().count() {
        0 => refusals.push(Refusal::QuickNameMissing),
        1..=LONGEST_QUICK_NAME => {}
        _ => refusals.push(Refusal::QuickNameTooLong),
    }
    let words = check_body(words).map_err(|refusal| match refusal {
        Refusal::BodyMissing => Refusal::QuickWordsMissing,
        _ => Refusal::QuickWordsTooLong,
    });
    let words = words.and_then(|words| match words.chars().count() {
        ..=LONGEST_QUICK_TEXT if words.replace(FIRST_NAME, "").contains(['{', '}']) => Err(Refusal::QuickPlaceholder),
        ..=LONGEST_QUICK_TEXT => Ok(words),
        _ => Err(Refusal::QuickWordsTooLong),
    });
    match words {
        Ok(words) if refusals.is_empty() => Ok((name, words)),
        words => {
            refusals.extend(words.err());
            Err(refusals)
        }
    }
}

/// Words below what stands there already: nothing of that is lost.
pub fn added_below(written: &str, words: &str) -> String {
    let written = written.trim_end();
    if written.is_empty() { words.to_owned() } else { format!("{written}\n\n{words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        assert_eq!(check_quick_text(" Hours ", "Mon–Fri,\r\n9 to 5\n").unwrap(), ("Hours".into(), "Mon–Fri,\n9 to 5".into()));
        assert_eq!(check_quick_text(" ", "\n"), Err(vec![Refusal::QuickNameMissing, Refusal::QuickWordsMissing]));
        let (name, words) = ("ä".repeat(LONGEST_QUICK_NAME), "ä".repeat(LONGEST_QUICK_TEXT));
        assert!(check_quick_text(&name, &words).is_ok());
        for longer in [1, 10_000] {
            let longer = check_quick_text(&format!("{name}x"), &format!("{words}{}", "x".repeat(longer)));
            assert_eq!(longer, Err(vec![Refusal::QuickNameTooLong, Refusal::QuickWordsTooLong]));
        }
    }

    #[test]
    fn the_first_name_is_filled_in_and_nothing_else() {
        let (name, words) = check_quick_text("Hello", "Dear {first name}, hello {first name}").unwrap();
        let filled = QuickText { id: QuickTextId::default(), name, words }.filled("May");
        assert_eq!(filled.words, "Dear May, hello May");
        for unknown in ["Dear {last name}", "{first name", "a } b"] {
            assert_eq!(check_quick_text("x", unknown), Err(vec![Refusal::QuickPlaceholder]), "{unknown}");
        }
    }

    #[test]
    fn what_was_written_stays_above() {
        assert_eq!(added_below(" \n", "Words"), "Words");
        assert_eq!(added_below("Dear Maya,\n", "Words"), "Dear Maya,\n\nWords");
    }
}
