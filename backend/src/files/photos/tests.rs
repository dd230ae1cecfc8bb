//! Pictures as cameras write them, made here.

use super::*;
use image::{ImageBuffer, Rgb};

const PLACE: &str = "39.2904N";

/// Two pixels high, red above blue, wide enough that JPEG keeps them apart.
fn picture() -> DynamicImage {
    ImageBuffer::from_fn(64, 32, |_, y| if y < 16 { Rgb([255u8, 0, 0]) } else { Rgb([0, 0, 255]) }).into()
}

fn written(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// What a camera writes: which way up, a place, a word of its own. Big-endian, as they mostly do.
fn exif(orientation: u8) -> Vec<u8> {
    let entries = [&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0][..], &[0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]].concat();
    [&b"MM\0*\0\0\0\x08\0\x02"[..], &entries, &[0; 4], PLACE.as_bytes()].concat()
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &u16::try_from(contents.len() + 2).unwrap().to_be_bytes(), contents].concat()
}

/// A JPEG with everything that a telephone hangs on it.
fn photo(orientation: u8) -> Vec<u8> {
    let plain = written(ImageFormat::Jpeg);
    let exif = segment(APP1, &[EXIF, &exif(orientation)].concat());
    let xmp = segment(APP1, format!("http://ns.adobe.com/xap/1.0/\0<x {PLACE}>").as_bytes());
    let several = segment(APP2, format!("MPF\0{PLACE}").as_bytes());
    let remark = segment(0xFE, PLACE.as_bytes());
    let second = [&[0xFF, SOI][..], &exif, &plain[2..]].concat();
    [&plain[..2], &exif, &xmp, &several, &remark, &plain[2..], &second, PLACE.as_bytes()].concat()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

fn cleaned(kind: FileKind, bytes: Vec<u8>) -> Vec<u8> {
    look_at(kind, bytes.into()).unwrap().clean.to_vec()
}

/// As a viewer shows it: its size, and whether its first corner is red.
fn shown(format: ImageFormat, bytes: &[u8]) -> ((u32, u32), bool) {
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().unwrap();
    let orientation = decoder.orientation().unwrap();
    let mut image = DynamicImage::from_decoder(decoder).unwrap();
    image.apply_orientation(orientation);
    let image = image.into_rgb8();
    (image.dimensions(), image.get_pixel(2, 2)[0] > 128)
}

#[test]
fn a_photo_loses_its_place_and_stays_the_way_up_it_was() {
    for orientation in 1..=8 {
        let before = photo(orientation);
        assert!(holds(&before, PLACE));
        let clean = cleaned(FileKind::Jpeg, before.clone());
        for gone in [PLACE, "MPF", "xap"] {
            assert!(!holds(&clean, gone), "{gone} in orientation {orientation}");
        }
        assert_eq!(shown(ImageFormat::Jpeg, &clean), shown(ImageFormat::Jpeg, &before), "orientation {orientation}");
        assert_eq!(holds(&clean, "Exif"), orientation != 1);
        assert_eq!(cleaned(FileKind::Jpeg, clean.clone()), clean, "nothing is left to be taken out");
    }
}

#[test]
fn so_do_other_forms() {
    let mut png = Png::from_bytes(written(ImageFormat::Png).into()).unwrap();
    png.set_exif(Some(exif(6).into()));
    let text = img_parts::png::PngChunk::new(*b"tEXt", Bytes::from(format!("GPS\0{PLACE}")));
    png.chunks_mut().insert(1, text);
    let png = [&png.encoder().bytes()[..], PLACE.as_bytes()].concat();
    let mut webp = WebP::from_bytes(written(ImageFormat::WebP).into()).unwrap();
    webp.set_exif(Some(exif(6).into()));
    let xmp = img_parts::riff::RiffChunk::new(*b"XMP ", img_parts::riff::RiffContent::Data(PLACE.into()));
    webp.chunks_mut().push(xmp);
    for (kind, format, before) in
        [(FileKind::Png, ImageFormat::Png, png), (FileKind::Webp, ImageFormat::WebP, webp.encoder().bytes().to_vec())]
    {
        let clean = cleaned(kind, before.clone());
        assert!(holds(&before, PLACE) && !holds(&clean, PLACE), "{kind:?}");
        assert_eq!(shown(format, &before).0, (32, 64), "{kind:?} lies on its side");
        assert_eq!(shown(format, &clean), shown(format, &before), "{kind:?}");
    }
}

#[test]
fn a_preview_is_small_and_the_right_way_up() {
    let large = DynamicImage::from(ImageBuffer::from_fn(2000, 1000, |x, _| if x < 1000 { Rgb([255u8, 0, 0]) } else { Rgb([0, 0, 255]) }));
    let mut bytes = Cursor::new(Vec::new());
    large.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let bytes = bytes.into_inner();
    let on_its_side = [&bytes[..2], &segment(APP1, &[EXIF, &exif(6)].concat()), &bytes[2..]].concat();
    for (photo, size) in [(bytes, (480, 240)), (on_its_side, (240, 480))] {
        let preview = look_at(FileKind::Jpeg, photo.into()).unwrap().preview.unwrap();
        let (shown, red) = shown(ImageFormat::Jpeg, &preview);
        assert!(shown == size && red && !holds(&preview, PLACE));
    }
}

/// T24
#[test]
fn a_bomb_has_no_preview_and_what_is_damaged_is_refused() {
    // 30,000 by 30,000 in a few bytes.
    let mut header = [&30_000u32.to_be_bytes()[..], &30_000u32.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let chunk = |kind: [u8; 4], contents: Vec<u8>| img_parts::png::PngChunk::new(kind, contents.into());
    let mut bomb = Png::from_bytes(written(ImageFormat::Png).into()).unwrap();
    bomb.chunks_mut()[0] = chunk(*b"IHDR", header.clone());
    assert!(look_at(FileKind::Png, bomb.clone().encoder().bytes()).unwrap().preview.is_none());
    // Sides that are no longer than the longest, and still too many of them.
    header[..8].copy_from_slice(&[&16_000u32.to_be_bytes()[..], &16_000u32.to_be_bytes()].concat());
    bomb.chunks_mut()[0] = chunk(*b"IHDR", header);
    assert!(look_at(FileKind::Png, bomb.encoder().bytes()).unwrap().preview.is_none());
    let jpeg = photo(1);
    for (kind, damaged) in [
        (FileKind::Jpeg, jpeg[..40].to_vec()),
        (FileKind::Jpeg, [&jpeg[..2], PLACE.as_bytes()].concat()),
        (FileKind::Png, written(ImageFormat::Png)[..30].to_vec()),
        (FileKind::Webp, written(ImageFormat::WebP)[..25].to_vec()),
        (FileKind::Gif, b"GIF89a".to_vec()),
    ] {
        assert_eq!(look_at(kind, damaged.into()).err(), Some(Refusal::Unreadable), "{kind:?}");
    }
    assert_eq!(look_at(FileKind::Heic, Bytes::from_static(b"\0\0\0\x18ftypheic")).err(), Some(Refusal::HeicLocated));
    let heic = heic::tests::heic(b"", b"", b"Exif");
    assert!(look_at(FileKind::Heic, heic.into()).unwrap().preview.is_none());
}
