//! The signature below the text, and the page behind it that tells how it came about.

use super::fonts::{self, Style};
use super::ink;
use super::pages::{COLUMN, LEFT};
use super::story::{LABELS, Mark, Piece, Story, What};
use super::{Certificate, Signed, words};
use crate::dates::moment;
use chrono::Offset;
use domain::{
    dates::DateOrder,
    documents::{Frozen, Ink, Stroke},
};
use krilla::tagging::Tag as Kind;
use std::rc::Rc;

/// Size of the field that is signed.
const FIELD: f32 = 292.0;
const INK_HEIGHT: f32 = 64.0;
/// Room for the cross before the mark.
const INDENT: f32 = 22.0;
/// Width of the left column before events.
const TIMES: f32 = 172.0;

/// The sentence that was agreed to, the mark, the name and the moment: on one sheet, and never alone on it. Of several the place, counted
/// from 0, and how many there are.
pub fn signature(story: &mut Story, dates: DateOrder, signed: &Signed, (place, of): (usize, usize)) {
    let Signed { ink, certificate } = signed;
    if let Some(last) = story.pieces.last_mut() {
        last.keep = true;
    }
    let start = story.pieces.len();
    story.heading(&numbered("Signature", place, of));
    story.paragraph(&words::clean(&certificate.meaning));
    for piece in &mut story.pieces[start..] {
        piece.keep = true;
    }

    let name = words::line(&certificate.signer_name);
    let mut field = Piece { height: 0.0, before: 14.0, keep: false, fresh: false, marks: Vec::new() };
    match ink {
        Ink::Drawn(strokes) => drawn(story, &mut field, strokes, &name),
        Ink::Typed(typed) => written(story, &mut field, &words::line(typed)),
    }
    rule(story, &mut field);
    below(story, &mut field, &name, &fonts::NAME);
    below(story, &mut field, &words::capital(&words::line(&certificate.signer_role)), &fonts::QUIET_TEXT);
    below(story, &mut field, &dates.moment(&moment(certificate.signed_at, certificate.zone)), &fonts::QUIET_TEXT);
    field.height += 4.0;
    let how = if of == 1 { "The certificate on the next page tells how." } else { "The certificates on the last pages tell how." };
    below(story, &mut field, &format!("Signed electronically. {how}"), &fonts::FINE);
    story.pieces.push(field);
}

/// "Signature", and of several "Signature 2 of 3".
fn numbered(word: &str, place: usize, of: usize) -> String {
    if of == 1 { word.to_owned() } else { format!("{word} {} of {of}", place + 1) }
}

/// What the hand drew.
fn drawn(story: &mut Story, field: &mut Piece, strokes: &[Stroke], name: &str) {
    let tag = story.tags.add(Kind::Figure(Some(format!("Signature drawn by hand by {name}"))));
    if let Some(trace) = ink::trace(strokes, FIELD - 2.0 * INDENT, INK_HEIGHT) {
        let y = INK_HEIGHT - trace.height;
        field.marks.push(Mark { x: LEFT + INDENT, y, tag: Some(tag), what: What::Ink(trace) });
    }
    field.height += INK_HEIGHT + 2.0;
}

/// What was typed, in a written letter.
fn written(story: &mut Story, field: &mut Piece, typed: &str) {
    let tag = story.tags.add(Kind::P);
    let mut passage = story.letters.set(typed, &fonts::HANDS[0], FIELD - INDENT);
    for smaller in &fonts::HANDS[1..] {
        if passage.lines() > 1 {
            passage = story.letters.set(typed, smaller, FIELD - INDENT);
        }
    }
    if !passage.is_in_its_family() {
        passage = story.letters.set(typed, &fonts::PLAIN_HAND, FIELD - INDENT);
    }
    let passage = Rc::new(passage);
    field.height += 8.0;
    for line in 0..passage.lines() {
        field.marks.push(Mark { x: LEFT + INDENT, y: field.height, tag: Some(tag), what: What::Line(passage.clone(), line) });
        field.height += passage.style.leading;
    }
}

/// The line to sign on, with its cross.
fn rule(story: &mut Story, field: &mut Piece) {
    let cross = Rc::new(story.letters.set("\u{d7}", &fonts::LABEL, FIELD));
    field.marks.push(Mark { x: LEFT, y: field.height - cross.style.leading, tag: None, what: What::Line(cross, 0) });
    field.marks.push(Mark { x: LEFT, y: field.height, tag: None, what: What::Rule(FIELD, fonts::STRONG_LINE) });
    field.height += 7.0;
}

fn below(story: &mut Story, field: &mut Piece, text: &str, style: &'static Style) {
    let tag = story.tags.add(Kind::P);
    let passage = Rc::new(story.letters.set(text, style, COLUMN));
    for line in 0..passage.lines() {
        field.marks.push(Mark { x: LEFT, y: field.height, tag: Some(tag), what: What::Line(passage.clone(), line) });
        field.height += style.leading;
    }
}

/// The certificate, on a sheet of its own.
pub fn page(story: &mut Story, frozen: &Frozen, title: &str, certificate: &Certificate, (place, of): (usize, usize)) {
    let start = story.pieces.len();
    story.heading(&numbered("Certificate of signature", place, of));
    story.pieces[start].fresh = true;
    let practice = words::line(&frozen.practice);
    let intro =
        format!("{practice} made this page when \u{201c}{title}\u{201d} was signed electronically. It belongs to the pages before it.");
    story.paragraph_in(&intro, &fonts::QUIET_TEXT, 7.0);

    story.subheading("Who signed, and what it means");
    let at = certificate.signed_at;
    let zone = certificate.zone;
    let offset = at.with_timezone(&zone).offset().fix();
    let mut rows = vec![
        ("Signed by", words::line(&certificate.signer_name)),
        ("Role", words::capital(&words::line(&certificate.signer_role))),
        ("Meaning", words::clean(&certificate.meaning)),
        ("When", format!("{}\n{}\nTime zone {} (UTC{offset})", words::exact_moment(at, zone, frozen.dates), words::utc(at), zone.name())),
        ("Network address", words::line(&certificate.address)),
        ("Browser", words::line(&certificate.browser)),
    ];
    rows.extend(
        certificate
            .consent_version
            .iter()
            .map(|version| ("Consent", format!("Agreement to sign electronically, version {}", words::line(version)))),
    );
    rows.extend(certificate.access.iter().map(|words| ("Access", words::line(words))));
    story.facts(&rows, &fonts::DETAIL, LABELS);

    story.subheading("What was signed");
    let rows = [
        ("Document", format!("{title}, version {}", if frozen.edition > 1 { frozen.edition } else { frozen.version })),
        ("For", format!("{}, born {}", words::line(&frozen.client_name), frozen.dates.day(frozen.client_birth_date))),
        ("Share", frozen.share_id.to_string()),
        ("Content SHA-256", hex::encode(certificate.content_sha256)),
        ("Record SHA-256", hex::encode(certificate.record_sha256)),
    ];
    story.facts(&rows, &fonts::DETAIL, LABELS);

    if !certificate.events.is_empty() {
        story.subheading("What happened");
        let rows: Vec<_> =
            certificate.events.iter().map(|(at, what)| (words::exact_moment(*at, zone, frozen.dates), words::line(what))).collect();
        story.facts(&rows, &fonts::DETAIL, TIMES);
    }
    let check = "The file content.json attached to this PDF holds the exact words that were signed; its SHA-256 is the content hash above.";
    story.paragraph_in(check, &fonts::FINE, 16.0);
    if let Some(address) = &certificate.verify {
        let words = format!("Whether this file is genuine and unchanged, anybody who has it can have checked at {}", words::line(address));
        story.paragraph_in(&words, &fonts::FINE, 4.0);
    }
}
