//! What a file is: by its content, and by its name only where many things share a form of content. What is on no list is not taken.

use domain::files::{FileKind, ending};

/// So much of the beginning tells what it is.
pub(super) const ENOUGH: usize = 64 * 1024;

pub(super) fn kind_of(head: &[u8], name: &str) -> Option<FileKind> {
    let by_content = match infer::get(head).map(|kind| kind.mime_type()) {
        // It would look for the mark further behind as well.
        Some("application/pdf") if head.starts_with(b"%PDF-") => Some(FileKind::Pdf),
        Some("image/jpeg") => Some(FileKind::Jpeg),
        Some("image/png") => Some(FileKind::Png),
        Some("image/webp") => Some(FileKind::Webp),
        Some("image/gif") => Some(FileKind::Gif),
        Some("image/heif") => Some(FileKind::Heic),
        Some("video/mp4" | "video/x-m4v") => Some(FileKind::Mp4),
        Some("video/quicktime") => Some(FileKind::Mov),
        Some("video/webm") => Some(FileKind::Webm),
        _ => None,
    };
    by_content.or_else(|| {
        let named = |kind: &FileKind| ending(name).is_some_and(|ending| kind.endings().iter().any(|own| own.eq_ignore_ascii_case(ending)));
        let looks = |kind: &FileKind| match kind {
            FileKind::Text => is_plain(head) && !is_markup(head),
            FileKind::Docx => is_office(head, b"word/"),
            FileKind::Xlsx => is_office(head, b"xl/"),
            _ => false,
        };
        FileKind::ALL.into_iter().find(|kind| named(kind) && looks(kind))
    })
}

/// Words and lines, in whatever letters: nothing that only a program reads.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x20..=0x7E | 0x80..))
}

/// What a browser or a system could take for something to be shown or run, whatever its name says.
fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    [&b"<"[..], b"#!", b"%!PS", b"%PDF"].iter().any(|mark| head.starts_with(mark))
}

/// An archive with the folder of that program. Anything else in an archive is not taken.
fn is_office(head: &[u8], folder: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") && head.windows(folder.len()).any(|bytes| bytes == folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip_with(names: &[&str]) -> Vec<u8> {
        let entry = |name: &&str| {
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            [&b"PK\x03\x04"[..], &[0; 22], &length, &[0; 2], name.as_bytes()].concat()
        };
        names.iter().flat_map(entry).collect()
    }

    #[test]
    fn what_is_on_the_list_is_known_by_its_content() {
        let heic = [&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], &[0; 32]].concat();
        let docx = zip_with(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]);
        let xlsx = zip_with(&["_rels/.rels", "docProps/app.xml", "xl/workbook.xml"]);
        for (content, name, kind) in [
            (&b"%PDF-1.7\n"[..], "letter.pdf", FileKind::Pdf),
            (b"%PDF-1.7\n", "misnamed.jpg", FileKind::Pdf),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", "IMG_1.JPG", FileKind::Jpeg),
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "card", FileKind::Png),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "a.webp", FileKind::Webp),
            (b"GIF89a\x01\0\x01\0<script>alert(1)</script>", "a.gif", FileKind::Gif),
            (&heic, "IMG_2.heic", FileKind::Heic),
            (b"Slept badly.\r\n", "diary.TXT", FileKind::Text),
            ("Schlecht geschlafen, müde".as_bytes(), "tagebuch.txt", FileKind::Text),
            (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", "walk.mp4", FileKind::Mp4),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\0\x08wide", "IMG_3.MOV", FileKind::Mov),
            (&docx, "letter.docx", FileKind::Docx),
            (&xlsx, "log.xlsx", FileKind::Xlsx),
        ] {
            assert_eq!(kind_of(content, name), Some(kind), "{name}");
        }
    }

    /// T23
    #[test]
    fn what_could_run_or_be_shown_as_something_else_is_not_taken() {
        let docx = zip_with(&["[Content_Types].xml", "word/document.xml"]);
        for (content, name) in [
            (&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], "a.svg"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.txt"),
            (b"\xEF\xBB\xBF  <!DOCTYPE html><script>", "a.txt"),
            (b"<?xml version='1.0'?><a/>", "a.xml"),
            (b"<html>", "a.html"),
            (b"<html>", "a.pdf"),
            (b"<html>\n%PDF-1.7", "polyglot.pdf"),
            (b"alert(1)", "a.js"),
            (b"#!/bin/sh\nrm -r x", "a.txt"),
            (b"MZ\x90\0", "a.exe"),
            (b"\x7FELF\x02", "a.txt"),
            (b"PK\x03\x04 something", "a.zip"),
            (b"PK\x03\x04 something", "a.docx"),
            (&docx, "macros.docm"),
            (&docx, "a.xlsx"),
            (&docx, "a.zip"),
            (b"plain words", "a.pdf"),
            (b"plain words", "noending"),
            (b"words\0and more", "a.txt"),
            (b"", "a.txt.exe"),
            (b"BM\x46\0\0\0", "a.bmp"),
        ] {
            assert_eq!(kind_of(content, name), None, "{name}: {}", String::from_utf8_lossy(content));
        }
    }
}
