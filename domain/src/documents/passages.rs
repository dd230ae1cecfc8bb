//! What was typed, in passages: every line is a line, and every number is the one that was typed.
//!
//! Nothing is counted and nothing is joined. A number or a bullet only decides where a line stands, never what it says.

use crate::lines;
use serde::{Deserialize, Serialize};

/// A passage of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    // The first layout knew these three alone: lines were joined, and numbers counted anew. Nothing is written in them any more.
    Paragraph(String),
    Bulleted(Vec<String>),
    Numbered(Vec<String>),
    /// Lines as typed, with the spaces before them.
    Lines(Vec<String>),
    /// Lines that begin with a number or a bullet.
    Items(Vec<Item>),
    /// A question of a form as it was worded, and what was answered, line by line; nothing, where there is only something to read.
    Asked {
        question: String,
        answer: Vec<String>,
    },
}

/// A line that begins with a number or a bullet, and what goes on below it, further in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// So many spaces stand before it.
    pub indent: u8,
    /// As typed: "1.", "15.", "a)", "-".
    pub marker: String,
    /// One at least.
    pub lines: Vec<String>,
}

impl Block {
    /// Reads what was typed.
    pub fn read(text: &str) -> Vec<Self> {
        let mut blocks: Vec<Self> = Vec::new();
        let mut apart = true;
        for line in lines::shown(text) {
            if line.is_empty() {
                apart = true;
                continue;
            }
            let words = line.trim_start_matches(' ');
            let indent = line.len() - words.len();
            match (blocks.last_mut(), Item::begin(indent, words)) {
                (Some(Self::Items(items)), Some(item)) if !apart || items.iter().any(|other| item.is_like(other)) => items.push(item),
                (_, Some(item)) => blocks.push(Self::Items(vec![item])),
                (Some(Self::Items(items)), None) if !apart && items.last().is_some_and(|item| indent > item.indent.into()) => {
                    items.last_mut().expect("there is one, as just seen").go_on(&line);
                }
                (Some(Self::Lines(lines)), None) if !apart => lines.push(line),
                (_, None) => blocks.push(Self::Lines(vec![line])),
            }
            apart = false;
        }
        blocks
    }

    /// What somebody would type to say the same.
    pub fn text(blocks: &[Self]) -> String {
        let passage = |block: &Self| match block {
            Self::Paragraph(text) => text.clone(),
            Self::Bulleted(items) => items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"),
            Self::Numbered(items) => (1..).zip(items).map(|(number, item)| format!("{number}. {item}")).collect::<Vec<_>>().join("\n"),
            Self::Lines(lines) => lines.join("\n"),
            Self::Items(items) => items.iter().map(Item::text).collect::<Vec<_>>().join("\n"),
            Self::Asked { question, answer } => format!("{question}\n{}", answer.join("\n")),
        };
        blocks.iter().map(passage).collect::<Vec<_>>().join("\n\n")
    }

    /// Whether it was written in the first layout.
    pub fn is_of_first_layout(&self) -> bool {
        matches!(self, Self::Paragraph(_) | Self::Bulleted(_) | Self::Numbered(_))
    }
}

impl Item {
    fn begin(indent: usize, words: &str) -> Option<Self> {
        let (marker, text) = words.split_once(char::is_whitespace)?;
        let indent = u8::try_from(indent).unwrap_or(u8::MAX);
        is_marker(marker).then(|| Self { indent, marker: marker.to_owned(), lines: vec![text.trim_start().to_owned()] })
    }

    fn text(&self) -> String {
        let below = format!("\n{}", " ".repeat(self.column()));
        format!("{}{} {}", " ".repeat(self.indent.into()), self.marker, self.lines.join(&below))
    }

    /// A line below it. The spaces that lead to where its text stands are the list's, any more are the writer's.
    fn go_on(&mut self, line: &str) {
        let ours = line.bytes().take(self.column()).take_while(|byte| *byte == b' ').count();
        self.lines.push(line[ours..].to_owned());
    }

    /// Where its text begins.
    fn column(&self) -> usize {
        usize::from(self.indent) + self.marker.chars().count() + 1
    }

    /// Whether both belong to one list: "1." and "12.", "a)" and "b)", but not "1." and "-".
    fn is_like(&self, other: &Self) -> bool {
        shape(&self.marker) == shape(&other.marker)
    }
}

fn shape(marker: &str) -> String {
    let mut shape = String::new();
    for sign in marker.chars().map(|c| if c.is_ascii_alphanumeric() { if c.is_ascii_digit() { '1' } else { 'a' } } else { c }) {
        if !sign.is_alphanumeric() || !shape.ends_with(sign) {
            shape.push(sign);
        }
    }
    shape
}

const BULLETS: [&str; 6] = ["-", "–", "*", "•", "·", "+"];

/// "-", "1.", "1)", "(1)", "2.1.", "a)", "(iv)". Not "E." and not "(443)": names and telephone numbers begin so.
fn is_marker(word: &str) -> bool {
    if BULLETS.contains(&word) {
        return true;
    }
    let (inner, longest) = match word.strip_prefix('(') {
        Some(inner) => (inner.strip_suffix(')'), 2),
        None => (word.strip_suffix(['.', ')']), 4),
    };
    let Some(inner) = inner else { return false };
    let number = |part: &str| (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let roman = (1..=4).contains(&inner.len()) && inner.bytes().all(|b| b"ivxIVX".contains(&b));
    let letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_alphabetic());
    (word.ends_with(')') && (letter || roman)) || (inner.split('.').count() <= 4 && inner.split('.').all(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_can_be_typed_again() {
        let typed = "May:\n  5 mg\n\n1. Sleep\n   through\n2. Walk\n\n- Rest";
        let read = Block::read(typed);
        assert_eq!(Block::read(&Block::text(&read)), read);
    }

    use proptest::prelude::*;

    fn lines(lines: &[&str]) -> Block {
        Block::Lines(lines.iter().map(|line| (*line).to_owned()).collect())
    }

    fn item(indent: u8, marker: &str, lines: &[&str]) -> Item {
        Item { indent, marker: marker.into(), lines: lines.iter().map(|line| (*line).to_owned()).collect() }
    }

    /// The text again, from its passages.
    fn written(blocks: &[Block]) -> String {
        let below = |item: &Item, line: &str| format!("{}{line}", " ".repeat(item.column()));
        let lines = |item: &Item| {
            let first = format!("{}{} {}", " ".repeat(item.indent.into()), item.marker, item.lines[0]);
            let more = item.lines[1..].iter().map(|line| below(item, line));
            std::iter::once(first).chain(more).collect::<Vec<_>>().join("\n")
        };
        let passage = |block: &Block| match block {
            Block::Lines(lines) => lines.join("\n"),
            Block::Items(items) => items.iter().map(lines).collect::<Vec<_>>().join("\n"),
            old => panic!("{old:?} is not written any more"),
        };
        blocks.iter().map(passage).collect::<Vec<_>>().join("\n\n")
    }

    #[test]
    fn the_number_that_was_typed_is_the_one_that_stands_there() {
        let interrupted = [lines(&["And then:"]), Block::Items(vec![item(0, "2.", &["No phone."])])];
        assert_eq!(Block::read("1. Lights out.\nAnd then:\n2. No phone.")[1..], interrupted);
        let apart = vec![item(0, "1.", &["one"]), item(0, "2.", &["two"]), item(0, "7.", &["seven"])];
        assert_eq!(Block::read("1. one\n\n2. two\n\n\n7. seven"), [Block::Items(apart)]);
        assert_eq!(Block::read("15. May: first visit"), [Block::Items(vec![item(0, "15.", &["May: first visit"])])]);
        let others = vec![item(0, "1)", &["one"]), item(0, "(2)", &["two"]), item(3, "a)", &["three"]), item(0, "2.1.", &["four"])];
        assert_eq!(Block::read("1) one\n(2) two\n   a) three\n2.1. four"), [Block::Items(others)]);
    }

    #[test]
    fn three_lines_stay_three_lines() {
        let typed = "Sertraline 50 mg\r\nMelatonin 3 mg \r\n  at night\r\n\r\nIbuprofen, if needed\r\n";
        let read = [lines(&["Sertraline 50 mg", "Melatonin 3 mg", "  at night"]), lines(&["Ibuprofen, if needed"])];
        assert_eq!(Block::read(typed), read);
    }

    #[test]
    fn bullets_stay_as_typed_and_other_lists_stay_apart() {
        let mixed = vec![item(0, "-", &["Walk"]), item(0, "*", &["Swim"]), item(0, "•", &["Rest"]), item(0, "+", &["Sleep"])];
        let counted = Block::Items(vec![item(0, "1.", &["Lights out"])]);
        assert_eq!(Block::read("- Walk\n* Swim\n• Rest\n+ Sleep\n\n1. Lights out"), [Block::Items(mixed), counted]);
    }

    #[test]
    fn what_goes_on_below_an_item_belongs_to_it() {
        let read = Block::read("1. Sertraline\n   50 mg\n     with food\n  daily\n- Rest\nThat is all.");
        let items = vec![item(0, "1.", &["Sertraline", "50 mg", "  with food", "daily"]), item(0, "-", &["Rest"])];
        assert_eq!(read, [Block::Items(items), lines(&["That is all."])]);
    }

    #[test]
    fn what_only_looks_like_an_item_is_a_line() {
        for line in
            ["E. coli was ruled out", "(443) 555-0142", "1.5 mg daily", "-5 degrees", "1.", "-", "12345. Street", "Mr. Reyes", "1. "]
        {
            assert_eq!(Block::read(line), [lines(&[line.trim_end()])], "{line}");
        }
    }

    /// Lines as people type them, and as nobody does.
    fn typed() -> impl Strategy<Value = String> {
        let marker = prop_oneof![
            Just(""),
            Just("1. "),
            Just("15.  "),
            Just("a) "),
            Just("(iv)\t"),
            Just("- "),
            Just("• "),
            Just("2.1. "),
            Just("1.")
        ];
        let line =
            (" {0,5}|\t", marker, "[a-zA-Z0-9.)(\u{A0}é• -]{0,12}").prop_map(|(indent, marker, words)| format!("{indent}{marker}{words}"));
        let end = prop_oneof![3 => Just("\n"), 3 => Just("\r\n"), 1 => Just("\n\n"), 1 => Just(" \r\n\t\r\n"), 1 => Just("\u{2028}")];
        prop::collection::vec((line, end), 0..12).prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
    }

    proptest! {
        /// With its number, in its order.
        #[test]
        fn every_line_that_was_typed_is_there(text in typed()) {
            let words = |text: &str| -> Vec<String> {
                let lines = text.split(['\n', '\r', '\u{2028}']).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
                lines.filter(|line| !line.is_empty()).collect()
            };
            prop_assert_eq!(words(&written(&Block::read(&text))), words(&text));
        }

        #[test]
        fn reading_again_what_was_read_gives_the_same(text in typed()) {
            let blocks = Block::read(&text);
            prop_assert_eq!(Block::read(&written(&blocks)), blocks);
        }

        #[test]
        fn anything_can_be_read(text in any::<String>()) {
            let blocks = Block::read(&text);
            prop_assert_eq!(Block::read(&written(&blocks)), blocks);
        }
    }
}
