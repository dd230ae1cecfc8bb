//! The heads of the requests on a connection, read along as the bytes come in: hyper takes a second length out before anybody
//! else sees the request (T31).

/// As much of a line as tells a length.
const ENOUGH: usize = 64;

/// Where the reader stands, and what the head has said so far.
#[derive(Default)]
pub(super) struct Heads {
    place: Place,
    line: Vec<u8>,
    head: Head,
}

#[derive(Default)]
enum Place {
    #[default]
    Head,
    /// So many bytes are still to come.
    Body(u64),
    /// Behind a request that is the last on its connection.
    End,
}

#[derive(Default)]
struct Head {
    begun: bool,
    lengths: u32,
    length: Option<u64>,
    codings: u32,
    chunked: bool,
}

impl Heads {
    /// Reads on. Whether a head was found of which two readers could see the end of the request in different places.
    pub fn read(&mut self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            match self.place {
                Place::End => return false,
                Place::Body(missing) => {
                    let here = usize::try_from(missing).map_or(bytes.len(), |missing| missing.min(bytes.len()));
                    bytes = &bytes[here..];
                    self.place = body(missing - here as u64);
                }
                Place::Head => {
                    let end = bytes.iter().position(|byte| *byte == b'\n');
                    let part = &bytes[..end.unwrap_or(bytes.len())];
                    self.line.extend(part.iter().take(ENOUGH - self.line.len()));
                    bytes = end.map_or(&[][..], |end| &bytes[end + 1..]);
                    if end.is_some() && self.line_ends() {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn line_ends(&mut self) -> bool {
        let line = self.line.strip_suffix(b"\r").unwrap_or(&self.line);
        // Before a request blank lines are skipped.
        let ends = line.is_empty() && self.head.begun;
        if !line.is_empty() {
            self.head.take_in(line);
        }
        self.line.clear();
        if !ends {
            return false;
        }
        let head = std::mem::take(&mut self.head);
        let ambiguous = head.is_ambiguous();
        self.place = if ambiguous || head.chunked { Place::End } else { body(head.length.unwrap_or_default()) };
        ambiguous
    }
}

fn body(missing: u64) -> Place {
    if missing == 0 { Place::Head } else { Place::Body(missing) }
}

impl Head {
    fn take_in(&mut self, line: &[u8]) {
        self.begun = true;
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { return };
        let name = line[..colon].trim_ascii();
        // Nothing that tells a length plainly is so long.
        let value = if line.len() < ENOUGH { line[colon + 1..].trim_ascii() } else { b"" };
        if name.eq_ignore_ascii_case(b"content-length") {
            self.lengths += 1;
            self.length = std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok());
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.codings += 1;
            self.chunked = value.eq_ignore_ascii_case(b"chunked");
        }
    }

    fn is_ambiguous(&self) -> bool {
        match (self.lengths, self.codings) {
            (0, 0) => false,
            (1, 0) => self.length.is_none(),
            (0, 1) => !self.chunked,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However the bytes are cut on their way.
    fn is_found(bytes: &str) -> bool {
        let found = |pieces: usize| {
            let mut heads = Heads::default();
            bytes.as_bytes().chunks(pieces).any(|piece| heads.read(piece))
        };
        let whole = found(bytes.len());
        for pieces in 1..bytes.len() {
            assert_eq!(found(pieces), whole, "{pieces}: {bytes}");
        }
        whole
    }

    #[test]
    fn a_second_length_is_found() {
        for lines in [
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\ncontent-length:4\r\n",
            "Content-Length: 4\r\nContent-Length: 4\r\n",
            "Transfer-Encoding: identity, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked                                                        , chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "Content-Length: 4, 4\r\n",
            "Content-Length:\r\n",
            "X: 1\nTRANSFER-ENCODING: chunked\nContent-Length : 1\n",
        ] {
            assert!(is_found(&format!("POST / HTTP/1.1\r\n{lines}\r\n")), "{lines}");
            let before = "\r\nGET / HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n\r\n\r\nabc\r\n";
            assert!(is_found(&format!("{before}POST / HTTP/1.1\r\n{lines}\r\n")), "{lines}");
        }
    }

    #[test]
    fn one_length_is_plain_and_a_body_is_no_head() {
        let two = "X: 1\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\n";
        for bytes in [
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(),
            format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "Content-Length: 4 ".repeat(20)),
            format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{two}GET / HTTP/1.1\r\n\r\n", two.len()),
            format!("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n{:x}\r\n{two}\r\n0\r\n\r\n", two.len()),
        ] {
            assert!(!is_found(&bytes), "{bytes}");
        }
    }
}
