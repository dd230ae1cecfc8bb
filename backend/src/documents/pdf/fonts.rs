//! The letters that every PDF carries, and the voices in which it speaks.

use super::PdfError;
use krilla::color::rgb;
use parley::fontique::{Blob, Charmap, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{BaseDirection, FontContext};
use std::sync::Arc;

/// Each font with the family it serves.
const FONTS: [(&str, &[u8]); 5] = [
    ("text", include_bytes!("../../../../style/fonts/pdf/Figtree-Regular.ttf")),
    ("text", include_bytes!("../../../../style/fonts/pdf/Figtree-SemiBold.ttf")),
    ("head", include_bytes!("../../../../style/fonts/pdf/Newsreader-Regular.ttf")),
    ("hand", include_bytes!("../../../../style/fonts/pdf/Hand-Regular.ttf")),
    ("wide", include_bytes!("../../../../style/fonts/pdf/DejaVuSans.ttf")),
];

/// Where a letter is looked for when its own family lacks it, in this order.
pub const FALLBACKS: [&str; 1] = ["wide"];

/// The bundled fonts and no others, each with the list of its letters: what the machine has installed must not change a page.
pub fn bundled() -> Result<(FontContext, Vec<Charmap<'static>>), PdfError> {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
    let mut lists = Vec::new();
    for (family, bytes) in FONTS {
        let name = FontInfoOverride { family_name: Some(family), ..Default::default() };
        let faces = collection.register_fonts(Blob::new(Arc::new(bytes)), Some(name));
        if faces.is_empty() {
            return Err(PdfError::Font);
        }
        lists.extend(faces.iter().flat_map(|(_, faces)| faces).filter_map(|face| face.charmap_index().charmap(bytes)));
    }
    Ok((FontContext { collection, source_cache: SourceCache::default() }, lists))
}

/// The family that a bundled font serves.
pub fn family(font: &[u8]) -> Option<&'static str> {
    FONTS.iter().find(|(_, bytes)| std::ptr::eq(*bytes, font)).map(|(family, _)| *family)
}

/// How a passage looks. Lengths in points.
pub struct Style {
    pub family: &'static str,
    pub weight: f32,
    pub size: f32,
    pub leading: f32,
    pub colour: (u8, u8, u8),
    /// Which way a passage runs that begins with neither: what we compose is English, what people wrote decides for itself.
    pub direction: BaseDirection,
}

impl Style {
    const fn new(family: &'static str, size: f32, leading: f32, colour: (u8, u8, u8)) -> Self {
        Self { family, weight: 400.0, size, leading, colour, direction: BaseDirection::Ltr }
    }
}

pub fn colour((red, green, blue): (u8, u8, u8)) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

// The colours of style/tokens.css, in sRGB.
pub const INK: (u8, u8, u8) = (0x1e, 0x26, 0x30);
pub const QUIET: (u8, u8, u8) = (0x48, 0x51, 0x5c);
pub const FAINT: (u8, u8, u8) = (0x5c, 0x64, 0x6f);
pub const LINE: (u8, u8, u8) = (0xe0, 0xdb, 0xd2);
pub const STRONG_LINE: (u8, u8, u8) = (0xc4, 0xbd, 0xb1);
pub const ACCENT: (u8, u8, u8) = (0x00, 0x5d, 0x65);
pub const PEN: (u8, u8, u8) = (0x14, 0x26, 0x43);

pub const PRACTICE: Style = Style::new("head", 15.0, 20.0, ACCENT);
pub const TITLE: Style = Style::new("head", 27.0, 32.0, INK);
pub const LONG_TITLE: Style = Style::new("head", 20.0, 25.0, INK);
pub const HEADING: Style = Style { direction: BaseDirection::Auto, ..Style::new("head", 16.5, 21.0, INK) };
pub const SUBHEADING: Style = Style { weight: 600.0, ..Style::new("text", 10.5, 16.0, INK) };
pub const TEXT: Style = Style { direction: BaseDirection::Auto, ..Style::new("text", 10.5, 16.0, INK) };
pub const TEXT_LTR: Style = Style::new("text", 10.5, 16.0, INK);
pub const LABEL: Style = Style::new("text", 10.5, 16.0, FAINT);
pub const NAME: Style = Style { weight: 600.0, ..Style::new("text", 10.5, 15.0, INK) };
pub const QUIET_TEXT: Style = Style::new("text", 10.0, 15.0, QUIET);
pub const DETAIL: Style = Style::new("text", 9.5, 14.0, INK);
pub const DETAIL_LABEL: Style = Style::new("text", 9.5, 14.0, FAINT);
pub const FINE: Style = Style::new("text", 8.5, 12.5, FAINT);
/// A typed signature: the first in which it fits on one line.
pub const HANDS: [Style; 3] =
    [Style::new("hand", 34.0, 44.0, PEN), Style::new("hand", 27.0, 36.0, PEN), Style::new("hand", 21.0, 28.0, PEN)];
/// A typed signature in a script that the handwriting does not know.
pub const PLAIN_HAND: Style = Style::new("head", 19.0, 27.0, PEN);
