//! Which letters no font of ours has: what holds them is not written, not shared and not signed.

use super::{
    fonts::{self, Style},
    in_turn,
    pages::COLUMN,
    typeset::Typesetter,
    words,
};
use crate::error::Error;

/// How a passage is going to be printed.
#[derive(Clone, Copy, Debug)]
pub enum Voice {
    Title,
    Heading,
    Text,
    /// A typed signature.
    Hand,
}

impl Voice {
    fn style(self) -> &'static Style {
        match self {
            Self::Title => &fonts::TITLE,
            Self::Heading => &fonts::HEADING,
            Self::Text => &fonts::TEXT,
            Self::Hand => &fonts::PLAIN_HAND,
        }
    }
}

/// The letters of each passage that cannot be printed, in their order; the first few of them.
pub async fn missing(passages: Vec<(Voice, String)>) -> Result<Vec<Vec<char>>, Error> {
    if passages.iter().all(|(_, text)| text.chars().all(is_usual)) {
        return Ok(vec![Vec::new(); passages.len()]);
    }
    in_turn(move || {
        let mut letters = Typesetter::new()?;
        let mut of_passage = |(voice, text): (Voice, String)| {
            letters.set(&words::clean(&text), voice.style(), COLUMN);
            std::mem::take(&mut letters.missed)
        };
        Ok(passages.into_iter().map(&mut of_passage).collect())
    })
    .await
}

/// What every font of ours has: most of what is written here, and worth no second look.
fn is_usual(letter: char) -> bool {
    matches!(letter, '\u{0}'..='\u{17F}' | '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '•')
}
