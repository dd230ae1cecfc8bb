//! Photos: where and by what they were taken is taken out of them, without decoding them, and which way up they are stays. What is
//! kept is on a list; whatever else a camera writes, or hangs on behind the picture, is not.

use super::{gif, heic};
use bytes::{BufMut, Bytes};
use domain::files::{FileKind, Refusal};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, metadata::Orientation};
use img_parts::{ImageEXIF, png::Png, webp::WebP};
use std::io::Cursor;

/// Neither side of a preview is longer, in pixels.
const PREVIEW: u32 = 480;
/// Neither side of a picture that a preview is made of.
const LONGEST_SIDE: u32 = 16_384;
/// No more memory is taken to decode one: 13 million pixels.
const MOST_MEMORY: u64 = 40 << 20;

/// A picture without what it tells of its maker, and a small one of it, if one could be made.
pub(super) struct Looked {
    pub clean: Bytes,
    pub preview: Option<Vec<u8>>,
}

/// Looks at a picture. Takes its time.
pub(super) fn look_at(kind: FileKind, bytes: Bytes) -> Result<Looked, Refusal> {
    let preview = preview(kind, &bytes)?;
    let clean = match kind {
        FileKind::Jpeg => jpeg(&bytes).ok_or(Refusal::Unreadable)?,
        FileKind::Png => png(bytes).ok_or(Refusal::Unreadable)?,
        FileKind::Webp => webp(bytes).ok_or(Refusal::Unreadable)?,
        FileKind::Gif => gif::without_remarks(&bytes).ok_or(Refusal::Unreadable)?.into(),
        FileKind::Heic => heic::without_location(&bytes).ok_or(Refusal::HeicLocated)?.into(),
        _ => bytes,
    };
    Ok(Looked { clean, preview })
}

/// A small JPEG. Of what is too large to be decoded, or is of a form that cannot be, there is none; what is damaged is refused.
fn preview(kind: FileKind, bytes: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    let format = match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        FileKind::Gif => ImageFormat::Gif,
        _ => return Ok(None),
    };
    match small(format, bytes) {
        Ok(small) => Ok(Some(small)),
        Err(ImageError::Limits(_) | ImageError::Unsupported(_)) => Ok(None),
        Err(_) => Err(Refusal::Unreadable),
    }
}

fn small(format: ImageFormat, bytes: &[u8]) -> Result<Vec<u8>, ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // Not every decoder counts the picture itself.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut small = DynamicImage::from_decoder(decoder)?.thumbnail(PREVIEW, PREVIEW);
    small.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    small.into_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 80))?;
    Ok(jpeg)
}

/// What a camera wrote, with nothing left in it but which way up the picture is; nothing where that is as it lies.
fn orientation_only(exif: &[u8]) -> Option<Bytes> {
    let orientation = Orientation::from_exif_chunk(exif).filter(|orientation| *orientation != Orientation::NoTransforms)?;
    // TIFF 6.0: byte order, where the first directory is, one entry (orientation, SHORT, one), no further directory.
    let entry = [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation.to_exif(), 0, 0, 0];
    Some([&b"II*\0\x08\0\0\0\x01\0"[..], &entry, &[0; 4]].concat().into())
}

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const EXIF: &[u8] = b"Exif\0\0";

/// Goes from marker to marker (ITU T.81, annex B) as far as the picture's end. What stands behind it, such as a second picture with a
/// place of its own, is left.
fn jpeg(bytes: &Bytes) -> Option<Bytes> {
    let segments = jpeg_segments(bytes)?;
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend([0xFF, SOI]);
    let exif = segments.iter().find_map(|part| part.contents.strip_prefix(EXIF).filter(|_| part.marker == APP1));
    if let Some(orientation) = exif.and_then(orientation_only) {
        clean.extend([0xFF, APP1]);
        clean.put_u16(u16::try_from(2 + EXIF.len() + orientation.len()).ok()?);
        clean.extend(EXIF);
        clean.extend(orientation);
    }
    for part in segments {
        let kept = match part.marker {
            APP0 => part.contents.starts_with(b"JFIF\0"),
            APP2 => part.contents.starts_with(b"ICC_PROFILE\0"),
            APP14 => part.contents.starts_with(b"Adobe"),
            // Tables, frames, scans.
            marker => matches!(marker, 0xC0..=0xCF | SOS..=0xDD),
        };
        if kept {
            clean.extend([0xFF, part.marker]);
            clean.put_u16(u16::try_from(part.contents.len() + 2).ok()?);
            clean.extend(part.contents);
            clean.extend(part.entropy);
        }
    }
    clean.extend([0xFF, EOI]);
    Some(clean.into())
}

struct Segment<'a> {
    marker: u8,
    contents: &'a [u8],
    /// The scan that follows.
    entropy: &'a [u8],
}

fn jpeg_segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut rest = bytes.strip_prefix(&[0xFF, SOI])?;
    let mut segments = Vec::new();
    loop {
        // Any number of fill bytes may stand before a marker.
        let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
        let (&marker, behind) = rest.get(fill..)?.split_first().filter(|_| fill > 0)?;
        rest = behind;
        match marker {
            EOI => return Some(segments),
            0x01 | 0xD0..=SOI => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        let (contents, behind) = rest.split_at_checked(length)?;
        rest = behind;
        let mut entropy = &rest[..0];
        if marker == SOS {
            let is_end = |two: &[u8]| two[0] == 0xFF && !matches!(two[1], 0 | 0xD0..=0xD7 | 0xFF);
            (entropy, rest) = rest.split_at(rest.windows(2).position(is_end)?);
        }
        segments.push(Segment { marker, contents: contents.get(2..)?, entropy });
    }
}

fn png(bytes: Bytes) -> Option<Bytes> {
    const KEPT: [&[u8; 4]; 18] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
        b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut png = Png::from_bytes(bytes).ok()?;
    let exif = png.exif();
    png.chunks_mut().retain(|chunk| KEPT.contains(&&chunk.kind()));
    png.set_exif(exif.as_deref().and_then(orientation_only));
    Some(png.encoder().bytes())
}

fn webp(bytes: Bytes) -> Option<Bytes> {
    const KEPT: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    let mut webp = WebP::from_bytes(bytes).ok()?;
    let exif = webp.exif();
    webp.chunks_mut().retain(|chunk| KEPT.contains(&&chunk.id()));
    webp.set_exif(exif.as_deref().and_then(orientation_only));
    Some(webp.encoder().bytes())
}

#[cfg(test)]
mod tests;
