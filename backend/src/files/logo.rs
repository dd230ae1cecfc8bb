//! The practice's logo: a picture that everybody sees, so it is made anew. Nothing that was sent is kept but what it shows.

use super::{Laid, kinds, receive::Arrival, receive::begin_of};
use crate::{actors::Staff, error::Error, secrets::sha256};
use bytes::Bytes;
use domain::{
    files::{self as rules, FileKind},
    settings::{LARGEST_LOGO, LOGO_LEAST, LOGO_ROOM, Refusal},
};
use futures_util::{Stream, StreamExt};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, imageops::FilterType, metadata::Orientation};
use std::io::Cursor;

/// Neither side of one that is sent is longer, in pixels.
const LONGEST_SIDE: u32 = 8_192;
/// No more memory is taken to decode one.
const MOST_MEMORY: u64 = 64 << 20;

/// What it is known by, and how large it is.
pub(crate) struct Picture {
    pub print: String,
    pub width: u32,
    pub height: u32,
}

/// Takes one in, and keeps what it shows as a PNG.
pub(crate) async fn receive_logo<E>(
    staff: &Staff,
    name: &str,
    mut sent: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
) -> Result<(Laid, Picture), Error> {
    let practice = &staff.practice;
    let _arriving = practice.files.arriving(staff.member.id)?;
    if !practice.files.has_room() {
        return Err(rules::Refusal::StoreFull.into());
    }
    let mut whole = begin_of(&mut sent).await?;
    let kind = match kinds::kind_of(&whole, name) {
        Some(kind @ (FileKind::Png | FileKind::Jpeg | FileKind::Webp)) => kind,
        _ if could_run(&whole) => return Err(Refusal::LogoCouldRun.into()),
        _ => return Err(Refusal::LogoWrongKind.into()),
    };
    while let Some(bytes) = sent.next().await {
        whole.extend_from_slice(&bytes.map_err(|_| rules::Refusal::CutOff)?);
        if whole.len() > LARGEST_LOGO {
            return Err(Refusal::LogoTooLarge.into());
        }
    }
    let turn = practice.files.picture().await?;
    // It goes on, and keeps its turn, even if its sender hangs up.
    let made = tokio::task::spawn_blocking(move || make_anew(kind, &whole).map(|made| (made, turn)));
    let ((png, width, height), _turn) = made.await.map_err(Error::unexpected)??;
    let id = practice.randomness.id();
    let work = Arrival { store: &practice.files, sealer: &practice.sealer, id };
    let (sealed_sha256, data_key) = work.seal(&png).await?;
    let print = hex::encode(&sha256(&png)[..8]);
    let laid = Laid { id, kind: FileKind::Png, name: "logo.png".into(), bytes: png.len() as u64, sealed_sha256, data_key };
    Ok((laid, Picture { print, width, height }))
}

/// Whether a browser could take it for something with scripts in it: a drawing, a page, a program.
fn could_run(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let markup = start.starts_with(b"<") || start.starts_with(b"#!") || start.starts_with(b"%!");
    let named = |mark: &[u8]| head.windows(mark.len()).any(|bytes| bytes.eq_ignore_ascii_case(mark));
    markup || named(b"<svg") || named(b"<script")
}

/// Decoded within limits, turned the right way up, no larger than there is room for, and written as a PNG.
fn make_anew(kind: FileKind, bytes: &[u8]) -> Result<(Vec<u8>, u32, u32), Refusal> {
    let format = match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Webp => ImageFormat::WebP,
        _ => ImageFormat::Png,
    };
    let picture = decoded(format, bytes).map_err(|error| match error {
        ImageError::Limits(_) => Refusal::LogoTooManyPixels,
        _ => Refusal::LogoUnreadable,
    })?;
    if picture.width() < LOGO_LEAST || picture.height() < LOGO_LEAST {
        return Err(Refusal::LogoTooSmall);
    }
    let fits = picture.width() <= LOGO_ROOM.0 && picture.height() <= LOGO_ROOM.1;
    let picture = if fits { picture } else { picture.resize(LOGO_ROOM.0, LOGO_ROOM.1, FilterType::Lanczos3) };
    let (width, height) = (picture.width(), picture.height());
    let picture = if picture.color().has_alpha() { picture.into_rgba8().into() } else { DynamicImage::from(picture.into_rgb8()) };
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).map_err(|_| Refusal::LogoUnreadable)?;
    Ok((png, width, height))
}

fn decoded(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, ImageError> {
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
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbaImage::from_pixel(width, height, Rgba([31, 111, 120, 200]));
        let mut png = Vec::new();
        picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
        png
    }

    /// T23
    #[test]
    fn what_hangs_on_behind_a_picture_is_not_kept() {
        let with_script = [png(40, 20), b"<script>alert(1)</script>".to_vec()].concat();
        let (made, width, height) = make_anew(FileKind::Png, &with_script).unwrap();
        assert_eq!((width, height), (40, 20));
        assert!(!made.windows(7).any(|bytes| bytes == b"<script"));
    }

    #[test]
    fn it_is_made_as_small_as_its_room_and_keeps_its_shape() {
        let (made, width, height) = make_anew(FileKind::Png, &png(3_000, 500)).unwrap();
        assert_eq!((width, height), (720, 120));
        assert_eq!(decoded(ImageFormat::Png, &made).unwrap().width(), 720);
    }

    #[test]
    fn what_is_no_picture_is_refused_with_the_reason() {
        assert_eq!(make_anew(FileKind::Png, b"\x89PNG\r\n\x1A\n<svg onload=alert(1)>").unwrap_err(), Refusal::LogoUnreadable);
        assert_eq!(make_anew(FileKind::Png, &png(8, 200)).unwrap_err(), Refusal::LogoTooSmall);
        let bomb = {
            let mut of = png(16, 16);
            of[16..24].copy_from_slice(&[0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF]);
            of
        };
        assert!(matches!(make_anew(FileKind::Png, &bomb), Err(Refusal::LogoTooManyPixels | Refusal::LogoUnreadable)));
        for drawing in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"\xEF\xBB\xBF <?xml?>", b"GIF89a<script>", b"#!/bin/sh"] {
            assert!(could_run(drawing), "{}", String::from_utf8_lossy(drawing));
        }
        assert!(!could_run(b"plain words"));
    }
}
