//! The document as a row of pieces, each of which stays on one sheet.

use super::fonts::{self, Style};
use super::ink::Trace;
use super::pages::{COLUMN, LEFT};
use super::tags::{Tag, Tags};
use super::typeset::{Passage, Typesetter};
use super::{PdfError, words};
use crate::settings::Look;
use domain::{documents::Item, settings::Rgb};
use krilla::tagging::{ListNumbering, TableHeaderScope, Tag as Kind};
use std::num::NonZeroU16;
use std::{rc::Rc, sync::Arc};

/// Width of the left column before facts.
pub const LABELS: f32 = 104.0;
/// Width of the numbers left of a list.
const NUMBERS: f32 = 20.0;
/// A logo is no wider and no taller than this.
const LOGO_ROOM: (f32, f32) = (180.0, 44.0);
/// Width of a space before an item.
const SPACE: f32 = 5.0;
/// More spaces than these lead no further in.
const DEEPEST: u8 = 24;

/// Something drawn.
pub enum What {
    /// A line of a passage.
    Line(Rc<Passage>, usize),
    /// The practice's name, in its own colour.
    Name(Rc<Passage>, usize, (u8, u8, u8)),
    /// The practice's logo, so wide and so tall.
    Logo(Arc<Vec<u8>>, f32, f32),
    /// A ruled line of a width and colour.
    Rule(f32, (u8, u8, u8)),
    /// A drawn signature.
    Ink(Trace),
    /// Nothing to see: an entry of the table of contents that viewers show.
    Anchor(String),
}

/// Something drawn, with its place: within its piece at first, then on its sheet.
pub struct Mark {
    pub x: f32,
    pub y: f32,
    /// Its place in the reading order; ornaments have none.
    pub tag: Option<Tag>,
    pub what: What,
}

/// What never breaks across two sheets.
pub struct Piece {
    pub height: f32,
    /// Space before it, unless it begins a sheet.
    pub before: f32,
    /// Stays with the piece that follows.
    pub keep: bool,
    /// Begins a new sheet.
    pub fresh: bool,
    pub marks: Vec<Mark>,
}

/// The document while it is told.
pub struct Story {
    pub letters: Typesetter,
    pub tags: Tags,
    pub pieces: Vec<Piece>,
}

impl Story {
    pub fn new() -> Result<Self, PdfError> {
        Ok(Self { letters: Typesetter::new()?, tags: Tags::default(), pieces: Vec::new() })
    }

    /// The practice's logo, and its name over a line.
    pub fn letterhead(&mut self, practice: &str, look: &Look) {
        let accent = look.accent.map_or(fonts::ACCENT, |Rgb(red, green, blue)| (red, green, blue));
        if let Some((png, width, height)) = &look.logo {
            let (wide, tall) = (*width as f32, *height as f32);
            let shrunk = (LOGO_ROOM.0 / wide).min(LOGO_ROOM.1 / tall).min(1.0);
            let (wide, tall) = (wide * shrunk, tall * shrunk);
            // Its name follows in letters: for who reads by ear it is an ornament.
            let logo = Mark { x: LEFT, y: 0.0, tag: None, what: What::Logo(png.clone(), wide, tall) };
            self.pieces.push(Piece { height: tall + 6.0, before: 0.0, keep: true, fresh: false, marks: vec![logo] });
        }
        let tag = self.tags.add(Kind::P);
        let start = self.pieces.len();
        self.passage(practice, &fonts::PRACTICE, 0.0, tag);
        for mark in self.pieces[start..].iter_mut().flat_map(|piece| &mut piece.marks) {
            if let What::Line(passage, line) = &mark.what {
                mark.what = What::Name(passage.clone(), *line, accent);
            }
        }
        let rule = Mark { x: LEFT, y: 0.0, tag: None, what: What::Rule(COLUMN, accent) };
        self.pieces.push(Piece { height: 1.0, before: 7.0, keep: true, fresh: false, marks: vec![rule] });
    }

    pub fn title(&mut self, text: &str) {
        let long = self.letters.set(text, &fonts::TITLE, COLUMN).lines() > 2;
        self.headline(1, text, if long { &fonts::LONG_TITLE } else { &fonts::TITLE }, 30.0);
    }

    /// The heading of a section. It stays with what follows.
    pub fn heading(&mut self, text: &str) {
        self.headline(2, text, &fonts::HEADING, 22.0);
    }

    pub fn subheading(&mut self, text: &str) {
        self.headline(3, text, &fonts::SUBHEADING, 14.0);
    }

    fn headline(&mut self, level: u16, text: &str, style: &'static Style, before: f32) {
        if text.is_empty() {
            return;
        }
        let short: String = text.chars().take(200).collect();
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        let tag = self.tags.add(Kind::Hn(level, Some(short.clone())));
        let start = self.pieces.len();
        self.passage(text, style, before, tag);
        for piece in &mut self.pieces[start..] {
            piece.keep = true;
        }
        if let Some(piece) = self.pieces.get_mut(start).filter(|_| level.get() < 3) {
            piece.marks.push(Mark { x: 0.0, y: 0.0, tag: None, what: What::Anchor(short) });
        }
    }

    pub fn paragraph(&mut self, text: &str) {
        self.paragraph_in(text, &fonts::TEXT, 7.0);
    }

    pub fn paragraph_in(&mut self, text: &str, style: &'static Style, before: f32) {
        let tag = self.tags.add(Kind::P);
        self.passage(text, style, before, tag);
    }

    fn passage(&mut self, text: &str, style: &'static Style, before: f32, tag: Tag) {
        let passage = self.letters.set(text, style, COLUMN);
        self.pieces.extend(lines(passage, LEFT, before, tag));
    }

    /// Items with bullets, or numbered from 1.
    pub fn list(&mut self, items: &[String], numbered: bool) {
        let list = self.tags.add(Kind::L(if numbered { ListNumbering::Decimal } else { ListNumbering::Disc }));
        for (index, item) in items.iter().enumerate() {
            let label = if numbered { format!("{}.", index + 1) } else { "\u{2022}".into() };
            let entry = self.tags.add_to(list, Kind::LI);
            let (label_tag, body_tag) = (self.tags.add_to(entry, Kind::Lbl), self.tags.add_to(entry, Kind::LBody));
            let label = self.letters.set(&label, &fonts::LABEL, 2.0 * NUMBERS);
            let indent = label.width().max(NUMBERS - 7.0) + 7.0;
            let body = self.letters.set(&words::clean(item), &fonts::TEXT, COLUMN - indent);
            let before = if index == 0 { 7.0 } else { 4.0 };
            self.pieces.extend(beside(lines(label, LEFT, before, label_tag), lines(body, LEFT + indent, before, body_tag)));
        }
    }

    /// Items with the numbers or bullets that they came with.
    pub fn items(&mut self, items: &[Item]) {
        let list = self.tags.add(Kind::L(numbering(items)));
        for (index, item) in items.iter().enumerate() {
            let entry = self.tags.add_to(list, Kind::LI);
            let (label_tag, body_tag) = (self.tags.add_to(entry, Kind::Lbl), self.tags.add_to(entry, Kind::LBody));
            let left = LEFT + f32::from(item.indent.min(DEEPEST)) * SPACE;
            let label = self.letters.set(&words::line(&item.marker), &fonts::TEXT, COLUMN / 2.0);
            let text = left + label.width().max(NUMBERS - 7.0) + 7.0;
            let body = self.letters.set(&words::lines(&item.lines), &fonts::TEXT, LEFT + COLUMN - text);
            let before = if index == 0 { 7.0 } else { 4.0 };
            self.pieces.extend(beside(lines(label, left, before, label_tag), lines(body, text, before, body_tag)));
        }
    }

    /// Labels and what they stand for, in two columns.
    pub fn facts(&mut self, rows: &[(impl AsRef<str>, String)], style: &'static Style, labels: f32) {
        let label_style = if style.size < fonts::TEXT.size { &fonts::DETAIL_LABEL } else { &fonts::LABEL };
        let table = self.tags.add(Kind::Table);
        for (index, (label, value)) in rows.iter().enumerate() {
            let row = self.tags.add_to(table, Kind::TR);
            let (head, cell) = (self.tags.add_to(row, Kind::TH(TableHeaderScope::Row)), self.tags.add_to(row, Kind::TD));
            let label = self.letters.set(label.as_ref(), label_style, labels - 12.0);
            let value = self.letters.set(value, style, COLUMN - labels);
            let before = if index == 0 { 9.0 } else { 3.0 };
            self.pieces.extend(beside(lines(label, LEFT, before, head), lines(value, LEFT + labels, before, cell)));
        }
    }

    /// A line across the column.
    pub fn rule(&mut self) {
        let rule = Mark { x: LEFT, y: 0.0, tag: None, what: What::Rule(COLUMN, fonts::LINE) };
        self.pieces.push(Piece { height: 1.0, before: 14.0, keep: false, fresh: false, marks: vec![rule] });
    }

    /// Says at the end what a replacement character stands for, if there is one.
    pub fn admit_missing_letters(&mut self) {
        if !self.letters.missed.is_empty() {
            let note =
                "The sign \u{FFFD} stands for a letter that the fonts of this PDF do not have. The attached file content.json has it.";
            self.paragraph_in(note, &fonts::FINE, 16.0);
        }
    }
}

/// How a list says that it is counted, for who reads it by ear.
fn numbering(items: &[Item]) -> ListNumbering {
    let signs = || items.first().into_iter().flat_map(|item| item.marker.chars());
    match signs().find(|sign| sign.is_alphanumeric()) {
        Some(sign) if sign.is_ascii_digit() => ListNumbering::Decimal,
        Some(sign) if sign.is_uppercase() => ListNumbering::UpperAlpha,
        Some(_) => ListNumbering::LowerAlpha,
        None => ListNumbering::Disc,
    }
}

/// One piece for each line; neither the first nor the last of a passage stands alone on a sheet.
fn lines(passage: Passage, x: f32, before: f32, tag: Tag) -> Vec<Piece> {
    let passage = Rc::new(passage);
    let count = passage.lines();
    (0..count)
        .map(|line| Piece {
            height: passage.style.leading,
            before: if line == 0 { before } else { 0.0 },
            keep: line + 1 < count && (line == 0 || line + 2 == count),
            fresh: false,
            marks: vec![Mark { x, y: 0.0, tag: Some(tag), what: What::Line(passage.clone(), line) }],
        })
        .collect()
}

/// Two passages side by side, line by line.
fn beside(left: Vec<Piece>, right: Vec<Piece>) -> Vec<Piece> {
    let (mut longer, shorter) = if left.len() > right.len() { (left, right) } else { (right, left) };
    for (piece, other) in longer.iter_mut().zip(shorter) {
        piece.height = piece.height.max(other.height);
        piece.marks.extend(other.marks);
    }
    longer
}
