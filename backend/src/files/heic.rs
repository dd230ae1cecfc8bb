//! HEIC (ISO/IEC 23008-12): a box of items. Those that make the picture are on a list, and every byte of data that belongs to none of
//! them is blanked: what a camera wrote of place and time, and whatever else lies between. Which way up the picture is stands elsewhere.
//! A file that is built in any other way is not understood, and so not trusted.

use std::ops::Range;

/// The picture itself: coded images, and how they are put together.
const PICTURES: [&[u8; 4]; 6] = [b"hvc1", b"hev1", b"grid", b"iden", b"iovl", b"tmap"];
const AROUND: [&[u8; 4]; 6] = [b"ftyp", b"meta", b"mdat", b"free", b"skip", b"wide"];
const WITHIN_META: [&[u8; 4]; 10] = [b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"iref", b"idat", b"dinf", b"grpl", b"free"];

/// The same file, without anything that could tell where it was made. `None` where that cannot be told for sure.
pub(super) fn without_location(file: &[u8]) -> Option<Vec<u8>> {
    let around = boxes(file, 0..file.len(), &AROUND)?;
    let meta = one(&around, b"meta")?;
    let (_, children) = full(file, meta)?;
    let within = boxes(file, children, &WITHIN_META)?;
    let idat = one(&within, b"idat");
    let mut data: Vec<Range<usize>> = around.iter().filter(|(kind, _)| kind == b"mdat").map(|(_, at)| at.clone()).collect();
    data.extend(idat.clone());
    let pictures = pictures(file, one(&within, b"iinf")?)?;
    let mut clean = file.to_vec();
    data.iter().for_each(|range| clean[range.clone()].fill(0));
    for (item, extents) in places(file, one(&within, b"iloc")?, idat)? {
        for extent in extents {
            let held = data.iter().any(|range| range.start <= extent.start && extent.end <= range.end);
            if !held {
                return None;
            }
            if pictures.contains(&item) {
                clean[extent.clone()].copy_from_slice(&file[extent]);
            }
        }
    }
    Some(clean)
}

type Boxes = Vec<([u8; 4], Range<usize>)>;

/// The boxes in that part of the file, each with where its contents are. One of another kind is not understood.
fn boxes(file: &[u8], mut rest: Range<usize>, known: &[&[u8; 4]]) -> Option<Boxes> {
    let mut found = Vec::new();
    while !rest.is_empty() {
        let mut words = Words::of(file, rest.clone())?;
        let short = words.number(4)?;
        let kind = *words.take(4)?.first_chunk()?;
        let length = match short {
            0 => rest.len(),
            1 => words.number(8)?,
            length => length,
        };
        let end = rest.start.checked_add(length)?;
        if !known.contains(&&kind) || end > rest.end || end < words.at {
            return None;
        }
        found.push((kind, words.at..end));
        rest.start = end;
    }
    Some(found)
}

/// The one box of that kind.
fn one(boxes: &Boxes, kind: &[u8; 4]) -> Option<Range<usize>> {
    let mut of_kind = boxes.iter().filter(|(found, _)| found == kind);
    let first = of_kind.next()?.1.clone();
    of_kind.next().is_none().then_some(first)
}

/// Of a box that begins with its version: the version, and where the rest is.
fn full(file: &[u8], at: Range<usize>) -> Option<(u8, Range<usize>)> {
    let mut words = Words::of(file, at.clone())?;
    let version = words.take(4)?[0];
    Some((version, words.at..at.end))
}

/// The ids of the items that make the picture.
fn pictures(file: &[u8], iinf: Range<usize>) -> Option<Vec<usize>> {
    let (version, rest) = full(file, iinf)?;
    let mut words = Words::of(file, rest.clone())?;
    words.number(if version == 0 { 2 } else { 4 })?;
    let mut pictures = Vec::new();
    for (_, at) in boxes(file, words.at..rest.end, &[b"infe"])? {
        let (version, rest) = full(file, at)?;
        let mut words = Words::of(file, rest)?;
        let id = words.number(match version {
            2 => 2,
            3 => 4,
            _ => return None,
        })?;
        words.take(2)?;
        if PICTURES.contains(&words.take(4)?.first_chunk()?) {
            pictures.push(id);
        }
    }
    Some(pictures)
}

/// Where the data of each item is.
fn places(file: &[u8], iloc: Range<usize>, idat: Option<Range<usize>>) -> Option<Vec<(usize, Vec<Range<usize>>)>> {
    let (version, rest) = full(file, iloc)?;
    let mut words = Words::of(file, rest)?;
    let sizes = words.number(2)?;
    let size = |nibble: u32| sizes >> (4 * nibble) & 0xF;
    let (of_offset, of_length, of_base, of_index) = (size(3), size(2), size(1), if version == 0 { 0 } else { size(0) });
    let of_id = match version {
        0 | 1 => 2,
        2 => 4,
        _ => return None,
    };
    let many = words.number(of_id)?;
    let mut places = Vec::new();
    for _ in 0..many {
        let id = words.number(of_id)?;
        let method = if version == 0 { 0 } else { words.number(2)? & 0xF };
        let elsewhere = words.number(2)?;
        let start = match method {
            0 => 0,
            1 => idat.clone()?.start,
            _ => return None,
        };
        let base = words.number(of_base)?.checked_add(start).filter(|_| elsewhere == 0)?;
        let mut extents = Vec::new();
        for _ in 0..words.number(2)? {
            words.number(of_index)?;
            let start = base.checked_add(words.number(of_offset)?)?;
            let length = words.number(of_length)?;
            // Nothing told means all of the file.
            let end = start.checked_add(length).filter(|end| length > 0 && *end <= file.len())?;
            extents.push(start..end);
        }
        places.push((id, extents));
    }
    Some(places)
}

/// Reads number by number.
struct Words<'a> {
    file: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Words<'a> {
    fn of(file: &'a [u8], range: Range<usize>) -> Option<Self> {
        (range.end <= file.len()).then_some(Self { file, at: range.start, end: range.end })
    }

    fn take(&mut self, many: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(many).filter(|end| *end <= self.end)?;
        let taken = &self.file[self.at..end];
        self.at = end;
        Some(taken)
    }

    /// A number of so many bytes; of none it is 0.
    fn number(&mut self, bytes: usize) -> Option<usize> {
        let fits = matches!(bytes, 0 | 2 | 4 | 8);
        let number = self.take(bytes).filter(|_| fits)?.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        usize::try_from(number).ok()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn a_box(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
        [&u32::try_from(contents.len() + 8).unwrap().to_be_bytes()[..], kind, contents].concat()
    }

    fn item(id: u8, kind: &[u8; 4]) -> Vec<u8> {
        a_box(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0][..], kind, b"\0"].concat())
    }

    /// Three items in the data, one behind the other, a gap, and what belongs to the picture in `idat`.
    pub fn heic(more_in_meta: &[u8], behind: &[u8], exif: &[u8; 4]) -> Vec<u8> {
        let items = [item(1, b"hvc1"), item(2, exif), item(3, b"hvc1"), item(4, b"grid")].concat();
        let iinf = a_box(b"iinf", &[&[0; 4][..], &[0, 4], &items].concat());
        let meta = |start: usize| {
            let place = |id: u8, method: u8, at: usize, length: u32| {
                let at = u32::try_from(at).unwrap().to_be_bytes();
                [&[0, id, 0, method, 0, 0, 0, 1][..], &at, &length.to_be_bytes()].concat()
            };
            let places = [place(1, 0, start, 8), place(2, 0, start + 8, 17), place(3, 0, start + 29, 8), place(4, 1, 0, 4)].concat();
            let iloc = a_box(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 4][..], &places].concat());
            let all = [&[0; 4][..], &a_box(b"hdlr", &[0; 12]), &iinf, &iloc, &a_box(b"idat", b"GRIDplace"), more_in_meta].concat();
            a_box(b"meta", &all)
        };
        let before = [a_box(b"ftyp", b"heic\0\0\0\0mif1heic"), meta(0)].concat().len() + 8;
        let data = a_box(b"mdat", b"PICTURE1N 39.2904 W 76.61GAP!PICTURE2");
        [&a_box(b"ftyp", b"heic\0\0\0\0mif1heic"), &meta(before)[..], &data, behind].concat()
    }

    #[test]
    fn what_belongs_to_no_picture_is_blanked() {
        let file = heic(b"", &a_box(b"free", b""), b"Exif");
        let clean = without_location(&file).unwrap();
        assert_eq!(clean.len(), file.len());
        let text = String::from_utf8_lossy(&clean);
        for kept in ["PICTURE1", "PICTURE2", "GRID", "ftypheic"] {
            assert!(text.contains(kept), "{kept}");
        }
        for gone in ["39.29", "76.61", "GAP!", "place"] {
            assert!(!text.contains(gone), "{gone}");
        }
        let of_another_kind = without_location(&heic(b"", b"", b"mime")).unwrap();
        assert!(!String::from_utf8_lossy(&of_another_kind).contains("39.29"));
    }

    #[test]
    fn what_is_built_in_another_way_is_not_trusted() {
        let fine = heic(b"", b"", b"Exif");
        assert!(without_location(&fine).is_some());
        assert!(without_location(&heic(b"", &a_box(b"moov", b"39.29"), b"Exif")).is_none());
        assert!(without_location(&heic(&a_box(b"uuid", b"39.29"), b"", b"Exif")).is_none());
        assert!(without_location(&heic(&a_box(b"iloc", &[1, 0, 0, 0, 0x44, 0, 0, 0]), b"", b"Exif")).is_none());
        for length in 0..fine.len() {
            let _ = without_location(&fine[..length]);
        }
        for at in 0..fine.len() {
            for value in [0, 1, 0x7F, 0xFF] {
                let mut changed = fine.clone();
                changed[at] = value;
                let _ = without_location(&changed);
            }
        }
    }
}
