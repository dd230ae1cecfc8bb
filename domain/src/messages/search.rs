//! Searching what was written. It lies sealed, so it is opened and looked through, the newest first and a bounded number at a time.

use super::Refusal;
use crate::{charts::folded, dates::Moment, ids::ConversationId};
use serde::{Deserialize, Serialize};

/// A search is no longer than this.
pub const LONGEST_SEARCH: usize = 100;
/// So many characters of what was found are shown around it.
const AROUND: usize = 60;

/// The words that somebody looks for: all of them, in any order, whatever their capitals and accents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought(Vec<String>);

impl Sought {
    /// Nothing, where nothing was typed.
    pub fn read(typed: &str) -> Result<Option<Self>, Refusal> {
        if typed.chars().nth(LONGEST_SEARCH).is_some() {
            return Err(Refusal::SearchTooLong);
        }
        let words: Vec<String> = folded(typed).split_whitespace().map(str::to_owned).collect();
        Ok((!words.is_empty()).then_some(Self(words)))
    }

    pub fn is_in(&self, text: &str) -> bool {
        let text = folded(text);
        self.0.iter().all(|word| text.contains(word))
    }

    /// What stands around the first of the words, in one line.
    pub fn excerpt(&self, text: &str) -> String {
        let letters: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
        // Folding changes how long a letter is: so each says where it has come from.
        let (mut plain, mut places) = (String::new(), Vec::new());
        for (place, letter) in letters.iter().enumerate() {
            let letter = folded(letter.encode_utf8(&mut [0; 4]));
            places.extend(std::iter::repeat_n(place, letter.len()));
            plain.push_str(&letter);
        }
        let at = self.0.iter().filter_map(|word| plain.find(word)).min().and_then(|at| places.get(at).copied()).unwrap_or_default();
        let (from, to) = (at.saturating_sub(AROUND), (at + AROUND).min(letters.len()));
        let shown: String = letters[from..to].iter().collect();
        let (before, after) = (if from > 0 { "… " } else { "" }, if to < letters.len() { " …" } else { "" });
        format!("{before}{}{after}", shown.trim())
    }
}

/// What was found, and how far it was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<L> {
    /// What was typed.
    pub words: String,
    /// Conversations in which it stands, each with the words around it, the newest first.
    pub lines: Vec<(L, String)>,
    /// So many conversations were looked through, back to that moment.
    pub looked_through: usize,
    pub back_to: Option<Moment>,
    /// Older ones, that were not looked through yet, begin below this one.
    pub older: Option<ConversationId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(words: &str) -> Sought {
        Sought::read(words).unwrap().unwrap()
    }

    #[test]
    fn every_word_has_to_be_there_whatever_its_accents() {
        assert!(sought("NUNEZ sleep").is_in("I sleep badly, writes Núñez"));
        assert!(!sought("sleep better").is_in("I sleep badly"));
        assert_eq!(Sought::read("  "), Ok(None));
        assert_eq!(Sought::read(&"x".repeat(101)), Err(Refusal::SearchTooLong));
    }

    #[test]
    fn an_excerpt_shows_what_stands_around() {
        let long = format!("{} the ﬁrst Übung\nat night {}", "a ".repeat(100), "b ".repeat(100));
        let excerpt = sought("ubung").excerpt(&long);
        assert!(excerpt.contains("the ﬁrst Übung at night b") && excerpt.starts_with("… ") && excerpt.ends_with(" …"), "{excerpt}");
        assert_eq!(sought("yes").excerpt("oh yes"), "oh yes");
        assert_eq!(sought("x").excerpt(""), "");
    }
}
