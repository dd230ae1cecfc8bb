//! The lines of a list as spreadsheets write them (RFC 4180), read strictly. A reader that guesses where a quote ends makes one
//! client of three, and nobody hears of the two.

use super::{LineTrouble, QuoteTrouble};

/// No client needs so long a line: a longer one is no list, or a list without line ends.
const LONGEST: usize = 16_384;

/// What stands in one line, or why that cannot be told.
pub(super) struct Row {
    /// As an editor counts.
    pub line: u64,
    /// The line after it: a text in quotes can hold line ends.
    pub next: u64,
    pub fields: Result<Vec<String>, LineTrouble>,
}

/// The rows of a list. After a line that cannot be read, the next one is read as if nothing had been before it.
pub(super) struct Rows<'a> {
    rest: &'a [u8],
    line: u64,
}

impl<'a> Rows<'a> {
    pub fn of(list: &'a [u8]) -> Self {
        Self { rest: list.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(list), line: 1 }
    }

    /// The line that is read next, up to its end.
    pub fn ahead(&self) -> &'a [u8] {
        first_line(self.rest)
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.rest.is_empty() {
            return None;
        }
        let first = first_line(self.rest);
        let (fields, end) = match check(first).and_then(|()| record(self.rest)) {
            Ok((fields, end)) => (Ok(fields), end),
            Err(trouble) => (Err(trouble), first.len()),
        };
        let (read, rest) = self.rest.split_at(end);
        let line = self.line;
        self.line += line_ends(read) + 1;
        self.rest = &rest[line_end(rest)..];
        Some(Row { line, next: self.line, fields })
    }
}

fn check(line: &[u8]) -> Result<(), LineTrouble> {
    if line.len() > LONGEST {
        return Err(LineTrouble::TooLong);
    }
    if line.contains(&0) {
        return Err(LineTrouble::NoText);
    }
    let text = std::str::from_utf8(line).map_err(|_| LineTrouble::Unreadable)?;
    // A program that could not read a letter wrote this sign in its place.
    if text.contains(char::REPLACEMENT_CHARACTER) { Err(LineTrouble::LetterLost) } else { Ok(()) }
}

/// The fields of the row that begins here, and where it ends.
fn record(bytes: &[u8]) -> Result<(Vec<String>, usize), LineTrouble> {
    let mut fields = Vec::new();
    let mut broken = None;
    let mut at = 0;
    loop {
        let read = if bytes.get(at) == Some(&b'"') { quoted(bytes, at + 1) } else { bare(bytes, at) };
        let field = fields.len() + 1;
        // What is wrong after a text that went on over a line end is most likely another line's, and the quote was not to go on.
        let wrong = |trouble| match broken {
            Some(field) => LineTrouble::Quote { trouble: QuoteTrouble::NotClosed, field, column: None },
            None => LineTrouble::Quote { trouble, field, column: None },
        };
        let (text, end) = read.map_err(wrong)?;
        if line_ends(&text) > 0 {
            broken = broken.or(Some(field));
        }
        fields.push(String::from_utf8(text).map_err(|_| LineTrouble::Unreadable)?);
        if bytes.get(end) != Some(&b',') {
            return Ok((fields, end));
        }
        at = end + 1;
    }
}

/// A text whose opening quote has been read. The closing one is the first that is not doubled, and nothing may follow it.
fn quoted(bytes: &[u8], from: usize) -> Result<(Vec<u8>, usize), QuoteTrouble> {
    let mut text = Vec::new();
    let mut at = from;
    while let Some(length) = bytes[at..].iter().position(|&byte| byte == b'"') {
        text.extend_from_slice(&bytes[at..at + length]);
        let quote = at + length;
        match bytes.get(quote + 1) {
            Some(b'"') => text.push(b'"'),
            None | Some(b',' | b'\r' | b'\n') => return Ok((text, quote + 1)),
            // The opening quote of another text, lines further down.
            Some(_) if line_ends(&text) > 0 => return Err(QuoteTrouble::NotClosed),
            Some(_) => return Err(QuoteTrouble::TextAfter),
        }
        at = quote + 2;
    }
    Err(QuoteTrouble::NotClosed)
}

/// A text without quotes around it. Pairs inside it are its own, as in `Jo "Joey"`; of one alone nobody knows what it belongs to.
fn bare(bytes: &[u8], from: usize) -> Result<(Vec<u8>, usize), QuoteTrouble> {
    let rest = &bytes[from..];
    let end = rest.iter().position(|byte| matches!(byte, b',' | b'\r' | b'\n')).unwrap_or(rest.len());
    let text = &rest[..end];
    let quotes = text.iter().filter(|&&byte| byte == b'"').count();
    let doubled = text.windows(2).any(|pair| pair == b"\"\"");
    if quotes % 2 == 1 || doubled || text.trim_ascii_start().starts_with(b"\"") {
        return Err(QuoteTrouble::Inside);
    }
    Ok((text.to_vec(), from + end))
}

fn first_line(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(bytes.len())]
}

/// How long the line end is with which this begins.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// LF, CR LF and CR alone each end a line.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = |at: usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    (0..bytes.len()).filter(|at| ends(*at)).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each row's line, and its fields or what is wrong with it.
    fn read(list: &[u8]) -> Vec<(u64, Result<Vec<String>, LineTrouble>)> {
        Rows::of(list).map(|row| (row.line, row.fields)).collect()
    }

    fn fields(texts: &[&str]) -> Result<Vec<String>, LineTrouble> {
        Ok(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    fn quote(trouble: QuoteTrouble, field: usize) -> Result<Vec<String>, LineTrouble> {
        Err(LineTrouble::Quote { trouble, field, column: None })
    }

    #[test]
    fn an_unclosed_quote_takes_no_other_line_with_it() {
        let read = read(b"Roe,Jo,\"she/her\nPoe,Al,\nDoe,Di,\"they, them\"\nZoe,Ed,\"\"\n");
        assert_eq!(
            read,
            [
                (1, quote(QuoteTrouble::NotClosed, 3)),
                (2, fields(&["Poe", "Al", ""])),
                (3, fields(&["Doe", "Di", "they, them"])),
                (4, fields(&["Zoe", "Ed", ""])),
            ]
        );
        assert_eq!(self::read(b"Roe,\"Jo\n\nPoe\",\"Al\"x\n")[0], (1, quote(QuoteTrouble::NotClosed, 2)));
    }

    #[test]
    fn what_follows_a_closing_quote_is_refused() {
        for line in ["\"a\"b,", "\"a\" ,b", "\"a\"\"\"b\",c"] {
            assert_eq!(read(line.as_bytes()), [(1, quote(QuoteTrouble::TextAfter, 1))], "{line}");
        }
    }

    #[test]
    fn quotes_inside_a_text_are_its_own_only_where_nothing_else_can_be_meant() {
        assert_eq!(read(b"Jo \"Joey\",Roe"), [(1, fields(&["Jo \"Joey\"", "Roe"]))]);
        for line in ["5\" shelf,Roe", "she/her\",Roe", " \"Jo\",Roe", "Jo\"\",Roe", "Jo \"Joey, Jr.\",Roe"] {
            assert_eq!(read(line.as_bytes())[0], (1, quote(QuoteTrouble::Inside, 1)), "{line}");
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let list = ["\u{FEFF}a", "", "\"b", "b\"", "c", ""].join(end);
            let lines: Vec<(u64, u64)> = Rows::of(list.as_bytes()).map(|row| (row.line, row.next)).collect();
            assert_eq!(lines, [(1, 2), (2, 3), (3, 5), (5, 6)], "{end:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_by_its_line() {
        let mut list = b"Roe\0,Jo\nZo\xEB,Al\nZo\xEF\xBF\xBD,Di\n".to_vec();
        list.extend("x".repeat(LONGEST + 1).bytes());
        let troubles: Vec<LineTrouble> = Rows::of(&list).filter_map(|row| row.fields.err()).collect();
        assert_eq!(troubles, [LineTrouble::NoText, LineTrouble::Unreadable, LineTrouble::LetterLost, LineTrouble::TooLong]);
    }

    proptest! {
        /// Whatever a program writes that knows how is read as it was meant.
        #[test]
        fn what_a_csv_writer_writes_is_read_back_the_same(
            rows in prop::collection::vec(prop::collection::vec("[a-zé\",;\r\n \t]{0,6}", 1..5), 0..6),
            always: bool,
            windows: bool,
        ) {
            let mut writer = csv::WriterBuilder::new()
                .flexible(true)
                .quote_style(if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
                .terminator(if windows { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
                .from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let read: Result<Vec<Vec<String>>, LineTrouble> = Rows::of(&writer.into_inner().unwrap()).map(|row| row.fields).collect();
            prop_assert_eq!(read.unwrap(), rows);
        }

        /// Whatever it is given, it ends, and no line is lost or told of twice.
        #[test]
        fn every_line_belongs_to_one_row(list in "[ab\",\r\n]{0,60}") {
            let rows: Vec<Row> = Rows::of(list.as_bytes()).collect();
            let mut next = 1;
            for row in &rows {
                prop_assert_eq!(row.line, next);
                prop_assert!(row.next > row.line);
                next = row.next;
            }
            let ended = list.ends_with(['\r', '\n']) || list.is_empty();
            prop_assert_eq!(next - 1, line_ends(list.as_bytes()) + u64::from(!ended));
        }
    }
}
