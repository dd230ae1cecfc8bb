//! Sheets become a PDF: tagged, dated, with its source attached; PDF/A-3a and PDF/UA-1.

use super::fonts::{self, Style};
use super::pages::{self, COLUMN, FOOT, HEIGHT, LEFT, Sheet, WIDTH};
use super::story::{Mark, Story, What};
use super::tags::Tags;
use super::typeset::{Passage, Typesetter};
use super::{PdfError, words};
use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, BBox, ContentTag, SpanTag};
use krilla::{Document, SerializeSettings};
use std::sync::Arc;

/// What the PDF says about itself.
pub struct Imprint {
    pub title: String,
    /// Right-hand part of the foot.
    pub foot: String,
    pub author: String,
    pub practice: String,
    pub id: String,
    /// The date of the file.
    pub made_at: DateTime<Utc>,
    /// Attached as `content.json`.
    pub canonical: Vec<u8>,
}

/// What the file claims to be fit for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-3a and PDF/UA-1: for keeping it for decades, and for reading it by ear.
    Archive,
    /// No more than that viewers open it.
    Plain,
}

/// Draws a document.
pub fn paint(story: Story, imprint: &Imprint, standard: Standard) -> Result<Vec<u8>, PdfError> {
    let Story { mut letters, mut tags, pieces } = story;
    let sheets = pages::break_pages(pieces);
    let settings = SerializeSettings { configuration: configuration(standard)?, ..Default::default() };
    let mut document = Document::new_with(settings);
    let mut outline = Outline::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| PdfError::Writing("page size".into()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        draw(&mut surface, number, sheet, &mut letters, &mut tags)?;
        foot(&mut surface, &mut letters, imprint, number + 1, sheets.len())?;
        surface.finish();
        page.finish();
        for mark in sheet {
            if let What::Anchor(text) = &mark.what {
                outline.push_child(OutlineNode::new(text.clone(), XyzDestination::new(number, Point::from_xy(LEFT, mark.y))));
            }
        }
    }
    document.set_outline(outline);
    document.set_tag_tree(tags.tree());
    document.set_metadata(metadata(imprint));
    document.embed_file(attachment(imprint));
    document.finish().map_err(|error| PdfError::Writing(format!("{error:?}")))
}

fn configuration(standard: Standard) -> Result<Configuration, PdfError> {
    let builder = match standard {
        Standard::Archive => {
            ConfigurationBuilder::new().with_archival_validator(Archival::A3_A).with_accessibility_validator(Accessibility::UA1)
        }
        Standard::Plain => ConfigurationBuilder::new(),
    };
    builder.finish().map_err(|error| PdfError::Writing(format!("{error:?}")))
}

fn metadata(imprint: &Imprint) -> Metadata {
    Metadata::new()
        .title(imprint.title.clone())
        .authors(vec![imprint.author.clone()])
        .creator(imprint.practice.clone())
        .producer(imprint.practice.clone())
        .language("en".into())
        .document_id(imprint.id.clone())
        .creation_date(date(imprint.made_at))
}

fn date(at: DateTime<Utc>) -> krilla::metadata::DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    krilla::metadata::DateTime::new(u16::try_from(at.year()).unwrap_or(0))
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
}

fn attachment(imprint: &Imprint) -> EmbeddedFile {
    EmbeddedFile {
        path: "content.json".into(),
        mime_type: MimeType::new("application/json"),
        description: Some("The exact words of this document, as they were shown and hashed".into()),
        association_kind: AssociationKind::Source,
        data: imprint.canonical.clone().into(),
        modification_date: Some(date(imprint.made_at)),
        compress: Some(false),
        location: None,
    }
}

fn draw(surface: &mut Surface<'_>, number: usize, sheet: &Sheet, letters: &mut Typesetter, tags: &mut Tags) -> Result<(), PdfError> {
    for Mark { x, y, tag, what } in sheet {
        let content = match (tag, what) {
            (_, What::Anchor(_)) => continue,
            (Some(_), What::Line(..) | What::Name(..)) => ContentTag::Span(SpanTag::empty()),
            (Some(_), _) => ContentTag::Other,
            (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        };
        let drawn = surface.start_tagged(content);
        match what {
            What::Line(passage, line) => draw_line(surface, letters, passage, *line, *x, *y)?,
            What::Name(passage, line, colour) => draw_line_in(*colour, surface, letters, passage, *line, *x, *y)?,
            What::Logo(png, width, height) => logo(surface, png, (*x, *y), (*width, *height))?,
            What::Rule(width, colour) => rule(surface, *x, *y, *width, *colour),
            What::Ink(trace) => {
                surface.push_transform(&Transform::from_translate(*x, *y));
                shape(surface, Some(&trace.path), fonts::PEN);
                surface.pop();
                if let (Some(tag), Some(place)) = (tag, Rect::from_xywh(*x, *y, trace.width, trace.height)) {
                    tags.placed(*tag, BBox::new(number, place));
                }
            }
            What::Anchor(_) => {}
        }
        surface.end_tagged();
        if let Some(tag) = tag {
            tags.drawn(*tag, drawn);
        }
    }
    Ok(())
}

fn draw_line(surface: &mut Surface<'_>, letters: &mut Typesetter, passage: &Passage, line: usize, x: f32, y: f32) -> Result<(), PdfError> {
    draw_line_in(passage.style.colour, surface, letters, passage, line, x, y)
}

fn draw_line_in(
    colour: (u8, u8, u8),
    surface: &mut Surface<'_>,
    letters: &mut Typesetter,
    passage: &Passage,
    line: usize,
    x: f32,
    y: f32,
) -> Result<(), PdfError> {
    fill(surface, colour);
    let baseline = y + passage.baseline(line);
    for run in letters.runs(passage, line)? {
        surface.draw_glyphs(Point::from_xy(x + run.x, baseline), &run.glyphs, run.font, passage.text(), passage.style.size, false);
    }
    Ok(())
}

fn logo(surface: &mut Surface<'_>, png: &Arc<Vec<u8>>, (x, y): (f32, f32), (width, height): (f32, f32)) -> Result<(), PdfError> {
    let picture = Image::from_png(png.clone().into(), true).map_err(PdfError::Writing)?;
    let size = Size::from_wh(width, height).ok_or_else(|| PdfError::Writing("the size of the logo".into()))?;
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(picture, size);
    surface.pop();
    Ok(())
}

fn rule(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, colour: (u8, u8, u8)) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, 0.75) {
        path.push_rect(rect);
    }
    shape(surface, path.finish().as_ref(), colour);
}

fn shape(surface: &mut Surface<'_>, path: Option<&Path>, colour: (u8, u8, u8)) {
    if let Some(path) = path {
        fill(surface, colour);
        surface.draw_path(path);
    }
}

fn fill(surface: &mut Surface<'_>, colour: (u8, u8, u8)) {
    surface.set_fill(Some(Fill { paint: fonts::colour(colour).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }));
}

/// Title, page and the short hash: which document a loose sheet belongs to.
fn foot(surface: &mut Surface<'_>, letters: &mut Typesetter, imprint: &Imprint, number: usize, count: usize) -> Result<(), PdfError> {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    rule(surface, LEFT, FOOT, COLUMN, fonts::LINE);
    let y = FOOT + 8.0;
    let hash = letters.set(&imprint.foot, &fonts::FINE, COLUMN);
    draw_line(surface, letters, &hash, 0, LEFT + COLUMN - hash.width(), y)?;
    let page = letters.set(&format!("Page {number} of {count}"), &fonts::FINE, COLUMN);
    let middle = LEFT + COLUMN - hash.width() - 24.0 - page.width();
    draw_line(surface, letters, &page, 0, middle, y)?;
    let title = one_line(letters, &imprint.title, &fonts::FINE, middle - LEFT - 24.0);
    draw_line(surface, letters, &title, 0, LEFT, y)?;
    surface.end_tagged();
    Ok(())
}

/// As much of a text as one line holds.
fn one_line(letters: &mut Typesetter, text: &str, style: &'static Style, width: f32) -> Passage {
    let whole = letters.set(text, style, width);
    if whole.lines() <= 1 {
        return whole;
    }
    let first = letters.set(text, style, width - style.size);
    let short = format!("{}\u{2026}", words::line(first.line(0)));
    letters.set(&short, style, width)
}
