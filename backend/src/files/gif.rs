//! A GIF without its remarks: blocks of a picture stay, and what says how often it is played. Comments and what programs add go, and
//! whatever hangs on behind its end.

/// Nothing, where it does not read as a GIF from its beginning to its end.
pub(super) fn without_remarks(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut gif = Gif { bytes, at: 0, kept: Vec::with_capacity(bytes.len()) };
    if !matches!(gif.take(6)?, b"GIF87a" | b"GIF89a") {
        return None;
    }
    let screen = gif.take(7)?;
    gif.take(colours(screen[4]))?;
    loop {
        let start = gif.kept.len();
        match gif.take(1)?[0] {
            // A picture: where it stands, its colours, how its numbers are packed, its numbers.
            0x2C => {
                let place = gif.take(9)?;
                gif.take(colours(place[8]) + 1)?;
                gif.chunks()?;
            }
            0x21 => {
                let label = gif.take(1)?[0];
                let name = gif.bytes.get(gif.at..gif.at + 12);
                gif.chunks()?;
                let played = label == 0xFF && matches!(name, Some([11, rest @ ..]) if matches!(rest, b"NETSCAPE2.0" | b"ANIMEXTS1.0"));
                if label != 0xF9 && !played {
                    gif.kept.truncate(start);
                }
            }
            0x3B => return Some(gif.kept),
            _ => return None,
        }
    }
}

struct Gif<'a> {
    bytes: &'a [u8],
    at: usize,
    kept: Vec<u8>,
}

impl<'a> Gif<'a> {
    fn take(&mut self, many: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(many)?)?;
        self.at += many;
        self.kept.extend_from_slice(taken);
        Some(taken)
    }

    /// Chunks, each after its length, to the empty one.
    fn chunks(&mut self) -> Option<()> {
        loop {
            match self.take(1)?[0] {
                0 => return Some(()),
                length => self.take(length.into())?,
            };
        }
    }
}

/// How long the table of colours is of which these flags tell.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_go_and_the_picture_stays() {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
        let played = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let frame = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        let comment = b"\x21\xfe\x0b39.2N 76.6W\0";
        let xmp = b"\x21\xff\x0bXMP DataXMP\x02ab\0";
        let whole = [&head[..], comment, played, xmp, frame, b"\x3b<script>"].concat();
        assert_eq!(without_remarks(&whole).unwrap(), [&head[..], played, frame, b"\x3b"].concat());
        for cut in 0..whole.len() - 9 {
            assert_eq!(without_remarks(&whole[..cut]), None, "cut at {cut}");
        }
        assert_eq!(without_remarks(b"GIF89a\x01\0\x01\0<script>alert(1)</script>"), None);
    }
}
