//! Words become lines: which letters stand where, in any script and direction.

use super::PdfError;
use super::fonts::{self, Style};
use super::words;
use domain::documents::Letters;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::Charmap;
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFamilyName, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap,
    StyleProperty,
};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Stands where no font has the letter.
const MISSING: char = '\u{FFFD}';
const LINE_BREAK: char = '\n';

/// Text broken into lines of one style.
pub struct Passage {
    pub style: &'static Style,
    /// As it is drawn.
    text: String,
    meant: Option<Meant>,
    layout: Layout<()>,
}

/// What a passage says, where some of its letters are drawn as [`MISSING`]. Copying and searching find this.
struct Meant {
    text: String,
    /// For each byte of the drawn text, the place of its letter in this one.
    places: Vec<usize>,
}

/// Glyphs of one font, from `x` rightward on the baseline.
pub struct Run {
    pub x: f32,
    pub font: Font,
    pub glyphs: Vec<KrillaGlyph>,
}

/// Sets passages, and remembers what the fonts could not say.
pub struct Typesetter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    faces: HashMap<u64, Font>,
    /// The letters of each font.
    lists: Vec<Charmap<'static>>,
    /// The first letters that were missing so far.
    pub missed: Vec<char>,
}

impl Typesetter {
    pub fn new() -> Result<Self, PdfError> {
        let (fonts, lists) = fonts::bundled()?;
        Ok(Self { fonts, layouts: LayoutContext::new(), faces: HashMap::new(), lists, missed: Vec::new() })
    }

    /// Breaks `text` into lines no wider than `width`; a word that is wider is broken where it must.
    pub fn set(&mut self, text: &str, style: &'static Style, width: f32) -> Passage {
        // The layout would look for a dictionary of what it cannot draw anyway, and complain that there is none.
        let mut drawn: String = text.chars().map(|letter| if self.is_foreign(letter) { MISSING } else { letter }).collect();
        let mut layout = self.lay_out(&drawn, style, width);
        let holes = holes(&layout, &drawn);
        if holes.contains(&true) {
            drawn = drawn.char_indices().map(|(at, letter)| if holes[at] { MISSING } else { letter }).collect();
            layout = self.lay_out(&drawn, style, width);
        }
        if drawn == text {
            return Passage { style, text: drawn, meant: None, layout };
        }
        self.note_missed(text, &drawn);
        Passage { style, meant: Some(Meant::new(text, &drawn)), text: drawn, layout }
    }

    fn is_foreign(&self, letter: char) -> bool {
        words::wants_dictionary(letter) && !self.lists.iter().any(|list| list.map(letter).is_some_and(|glyph| glyph != 0))
    }

    fn note_missed(&mut self, text: &str, drawn: &str) {
        for (letter, _) in text.chars().zip(drawn.chars()).filter(|(letter, drawn)| letter != drawn && !words::is_joiner(*letter)) {
            if self.missed.len() < Letters::MOST && !self.missed.contains(&letter) {
                self.missed.push(letter);
            }
        }
    }

    fn lay_out(&mut self, text: &str, style: &Style, width: f32) -> Layout<()> {
        let families: Vec<_> =
            [style.family].into_iter().chain(fonts::FALLBACKS).map(|name| FontFamilyName::Named(Cow::Borrowed(name))).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.set_base_direction(style.direction);
        builder.push_default(FontFamily::List(Cow::Borrowed(&families)));
        builder.push_default(FontWeight::new(style.weight));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(LineHeight::Absolute(style.leading));
        builder.push_default(OverflowWrap::Anywhere);
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        layout.align(Alignment::Start, AlignmentOptions::default());
        layout
    }

    /// The glyphs of a line, ready to draw.
    pub fn runs(&mut self, passage: &Passage, line: usize) -> Result<Vec<Run>, PdfError> {
        let Some(line) = passage.layout.get(line) else { return Ok(Vec::new()) };
        let mut x = line.metrics().offset;
        let mut runs = Vec::new();
        for run in line.runs() {
            let size = run.font_size();
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            // A ligature belongs to the text of all its clusters; the later ones, left of it in a right-to-left run, bring no glyph.
            let mut ligature: Option<Range<usize>> = None;
            let start = x;
            for cluster in run.visual_clusters() {
                let mut range = cluster.text_range();
                if cluster.is_ligature_continuation() {
                    match glyphs.last_mut() {
                        Some(last) if !run.is_rtl() => last.text_range.end = range.end,
                        _ => ligature = Some(ligature.map_or(range.clone(), |joined| range.start..joined.end)),
                    }
                    continue;
                }
                if let Some(joined) = ligature.take() {
                    range.end = range.end.max(joined.end);
                }
                if passage.text[range.clone()].starts_with(LINE_BREAK) {
                    continue;
                }
                let range = passage.meant.as_ref().map_or(range.clone(), |meant| meant.places[range.start]..meant.places[range.end]);
                for glyph in cluster.glyphs() {
                    let (advance, right, up) = (glyph.advance / size, glyph.x / size, -glyph.y / size);
                    glyphs.push(KrillaGlyph::new(GlyphId::new(glyph.id), advance, right, up, 0.0, range.clone(), None));
                    x += glyph.advance;
                }
            }
            if !glyphs.is_empty() {
                runs.push(Run { x: start, font: self.face(run.font())?, glyphs });
            }
        }
        Ok(runs)
    }

    fn face(&mut self, font: &parley::FontData) -> Result<Font, PdfError> {
        let (bytes, id) = font.data.clone().into_raw_parts();
        if let Some(face) = self.faces.get(&id) {
            return Ok(face.clone());
        }
        let face = Font::new(bytes.into(), font.index).ok_or(PdfError::Font)?;
        self.faces.insert(id, face.clone());
        Ok(face)
    }
}

impl Passage {
    /// The text that the ranges of its glyphs speak of.
    pub fn text(&self) -> &str {
        self.meant.as_ref().map_or(&self.text, |meant| &meant.text)
    }

    pub fn lines(&self) -> usize {
        if self.text.is_empty() { 0 } else { self.layout.len() }
    }

    /// Width of the longest line.
    pub fn width(&self) -> f32 {
        self.layout.width()
    }

    /// Whether its own family knew every letter.
    pub fn is_in_its_family(&self) -> bool {
        let mut runs = self.layout.lines().flat_map(|line| line.runs());
        runs.all(|run| fonts::family(run.font().data.as_ref()) == Some(self.style.family))
    }

    /// From the top of a line to its baseline.
    pub fn baseline(&self, line: usize) -> f32 {
        self.layout.get(line).map_or(0.0, |line| line.metrics().baseline - line.metrics().block_min_coord)
    }

    /// The text of a line as it is drawn.
    pub fn line(&self, line: usize) -> &str {
        self.layout.get(line).map_or("", |line| &self.text[line.text_range()])
    }
}

impl Meant {
    fn new(text: &str, drawn: &str) -> Self {
        // A private letter says nothing to anyone else, and PDF/A does not take it.
        let text: String = text.chars().map(|letter| if words::is_private(letter) { MISSING } else { letter }).collect();
        let starts = text.char_indices().map(|(at, _)| at);
        let mut places: Vec<usize> = starts.zip(drawn.chars()).flat_map(|(at, letter)| [at].repeat(letter.len_utf8())).collect();
        places.push(text.len());
        Self { text, places }
    }
}

/// For each byte of the text, whether no bundled font can draw its letter.
fn holes(layout: &Layout<()>, text: &str) -> Vec<bool> {
    let mut holes = vec![false; text.len()];
    for cluster in layout.lines().flat_map(|line| line.runs().flat_map(|run| run.clusters())) {
        let range = cluster.text_range();
        let letters = &text[range.clone()];
        let missing = !letters.starts_with(LINE_BREAK) && cluster.glyphs().any(|glyph| glyph.id == 0);
        if missing || letters.chars().any(words::is_private) {
            holes[range].fill(true);
        }
    }
    holes
}
