//! Letters that the PDF of a document cannot show: which, and where they stand.

use serde::{Deserialize, Serialize};

/// The fields of a note's sections that one sees: heading and text.
pub const SECTION_FIELDS: [(&str, &str); 8] = [
    ("heading", "text"),
    ("heading_2", "text_2"),
    ("heading_3", "text_3"),
    ("heading_4", "text_4"),
    ("heading_5", "text_5"),
    ("heading_6", "text_6"),
    ("heading_7", "text_7"),
    ("heading_8", "text_8"),
];

/// Where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spot {
    Title,
    /// The heading of a section, counted from 0.
    Heading(u8),
    Text(u8),
    /// Somewhere among the problems of a plan.
    Plan,
    /// Somewhere in what does not change any more.
    Document,
}

impl Spot {
    pub fn field(self) -> Option<&'static str> {
        let of_section = |section: u8| SECTION_FIELDS.get(usize::from(section));
        match self {
            Self::Title => Some("title"),
            Self::Heading(section) => of_section(section).map(|(heading, _)| *heading),
            Self::Text(section) => of_section(section).map(|(_, text)| *text),
            Self::Document | Self::Plan => None,
        }
    }
}

/// The first of them: one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters(char, [Option<char>; 2]);

impl Letters {
    /// So many are named.
    pub const MOST: usize = 3;

    /// The first three; none, where there are none.
    pub fn first_of(letters: &[char]) -> Option<Self> {
        let (first, more) = letters.split_first()?;
        Some(Self(*first, [more.first().copied(), more.get(1).copied()]))
    }

    pub fn all(self) -> Vec<char> {
        std::iter::once(self.0).chain(self.1.into_iter().flatten()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_three_are_named() {
        assert_eq!(Letters::first_of(&[]), None);
        assert_eq!(Letters::first_of(&['日']).unwrap().all(), ['日']);
        assert_eq!(Letters::first_of(&['日', '本', '語', '人']).unwrap().all(), ['日', '本', '語']);
    }
}
