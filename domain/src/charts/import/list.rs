//! A list of clients as a whole: the names of its columns, and what its lines say.

use super::{
    ColumnTrouble, ImportedChart, LineTrouble, QuoteTrouble,
    columns::{Columns, other_separator},
    filled,
    rows::{Row, Rows},
};
use chrono::NaiveDate;

/// The lines of a list: read, or what is wrong with them. The number is the line's in the file, as an editor counts.
pub type Lines = Vec<(u64, Result<ImportedChart, Vec<LineTrouble>>)>;

/// Why nothing of a list can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListTrouble {
    /// Each letter takes two bytes, as in what spreadsheets call “Unicode text”.
    Utf16,
    /// The line that names the columns cannot be read.
    Header(LineTrouble),
    Columns(ColumnTrouble),
}

/// Reads a list. What is wrong with its first line is told by itself: without names nothing else can be understood.
pub fn read_list(list: &[u8], today: NaiveDate) -> Result<Lines, (u64, ListTrouble)> {
    if [b"\xFF\xFE", b"\xFE\xFF"].iter().any(|mark| list.starts_with(*mark)) {
        return Err((1, ListTrouble::Utf16));
    }
    let mut rows = Rows::of(list);
    let columns = columns(&mut rows)?;
    let rows: Vec<Row> = rows.collect();
    let width = width(&rows).max(columns.width());
    Ok(rows.into_iter().filter_map(|row| read_row(&columns, width, row, today)).collect())
}

/// How many fields every row has. Some programs end each row with a comma that the names do not have; where only one row has it,
/// a comma inside a text may have moved what follows into the next column. One row by itself says nothing.
fn width(rows: &[Row]) -> usize {
    let widths = || rows.iter().filter_map(|row| row.fields.as_ref().ok()).filter(|fields| filled(fields) > 0).map(Vec::len);
    if widths().nth(1).is_some() { widths().min().unwrap_or(0) } else { 0 }
}

/// From the first line with anything in it.
fn columns(rows: &mut Rows) -> Result<Columns, (u64, ListTrouble)> {
    loop {
        let ahead = rows.ahead();
        let separator = std::str::from_utf8(ahead).ok().and_then(other_separator);
        let Some(Row { line, next, fields }) = rows.next() else {
            return Columns::read(&[]).map_err(|trouble| (1, ListTrouble::Columns(trouble)));
        };
        let told = |trouble| (line, trouble);
        if let Some(sign) = separator {
            return Err(told(ListTrouble::Columns(ColumnTrouble::Separator(sign))));
        }
        match fields {
            Err(LineTrouble::NoText) => return Err(told(ListTrouble::Utf16)),
            Err(trouble) => return Err(told(ListTrouble::Header(trouble))),
            Ok(names) if next > line + 1 => return Err(told(ListTrouble::Header(goes_on(&names, next - 1)))),
            Ok(names) if filled(&names) == 0 => {}
            Ok(names) => return Columns::read(&names).map_err(|trouble| told(ListTrouble::Columns(trouble))),
        }
    }
}

/// A row of nothing is none.
fn read_row(columns: &Columns, width: usize, row: Row, today: NaiveDate) -> Option<(u64, Result<ImportedChart, Vec<LineTrouble>>)> {
    let Row { line, next, fields } = row;
    let wrong = |trouble| Some((line, Err(vec![named(columns, trouble)])));
    let fields = match fields {
        Ok(fields) => fields,
        Err(trouble) => return wrong(trouble),
    };
    if next > line + 1 {
        return wrong(goes_on(&fields, next - 1));
    }
    match (filled(&fields), fields.len()) {
        (0, _) => None,
        (fields, _) if fields > columns.count() => wrong(LineTrouble::TooManyFields { fields, columns: columns.count() }),
        (_, fields) if fields > width => wrong(LineTrouble::TooManyFields { fields, columns: width }),
        _ => Some((line, ImportedChart::read(|column| columns.of(&fields, column), today))),
    }
}

/// Every column is for one line of text.
fn goes_on(fields: &[String], until: u64) -> LineTrouble {
    let field = fields.iter().position(|text| text.contains(['\r', '\n'])).map_or(1, |at| at + 1);
    LineTrouble::Quote { trouble: QuoteTrouble::GoesOn { until }, field, column: None }
}

fn named(columns: &Columns, trouble: LineTrouble) -> LineTrouble {
    match trouble {
        LineTrouble::Quote { trouble, field, .. } => LineTrouble::Quote { trouble, field, column: columns.name(field) },
        trouble => trouble,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: impl AsRef<[u8]>) -> Result<Lines, (u64, ListTrouble)> {
        read_list(list.as_ref(), "2026-11-21".parse().unwrap())
    }

    /// The last name of each line, or what is wrong with it.
    fn told(list: impl AsRef<[u8]>) -> Vec<(u64, Result<String, Vec<LineTrouble>>)> {
        read(list).unwrap().into_iter().map(|(line, read)| (line, read.map(|chart| chart.identity.last_name))).collect()
    }

    fn quote(trouble: QuoteTrouble, field: usize, column: &'static str) -> Result<String, Vec<LineTrouble>> {
        Err(vec![LineTrouble::Quote { trouble, field, column: Some(column) }])
    }

    const HEADER: &str = "last_name,first_name,birth_date,pronouns\n";

    /// Of three clients the list once made one.
    #[test]
    fn three_lines_with_an_unclosed_quote_are_a_wrong_line_and_two_clients() {
        let list = HEADER.to_owned() + "Roe,Jo,1990-01-02,\"she/her\nPoe,Al,1991-02-03,he/him\nDoe,Di,1992-03-04,they/them\n";
        let wrong = quote(QuoteTrouble::NotClosed, 4, "pronouns");
        assert_eq!(told(list), [(2, wrong), (3, Ok("Poe".into())), (4, Ok("Doe".into()))]);
    }

    #[test]
    fn a_text_that_goes_on_over_a_line_end_is_told_with_both_its_lines() {
        let list = HEADER.to_owned() + "Roe,Jo,1990-01-02,\"she\r\nher\"\r\nPoe,Al,1991-02-03,\"\"\r\n";
        assert_eq!(told(list), [(2, quote(QuoteTrouble::GoesOn { until: 3 }, 4, "pronouns")), (4, Ok("Poe".into()))]);
        let header = LineTrouble::Quote { trouble: QuoteTrouble::GoesOn { until: 2 }, field: 1, column: None };
        assert_eq!(read("\"last\nname\",first_name\n").unwrap_err(), (1, ListTrouble::Header(header)));
    }

    #[test]
    fn rows_and_columns_of_nothing_are_passed_over() {
        let list =
            ",,,,\n\nlast_name,first_name,birth_date,,\n,,,,\nRoe,Jo,1990-01-02,, \n \u{A0},\u{200B}\n\"\",,\nPoe,Al,1991-02-03\n,,,,,,,,";
        assert_eq!(told(list), [(5, Ok("Roe".into())), (8, Ok("Poe".into()))]);
        let more = LineTrouble::TooManyFields { fields: 4, columns: 3 };
        assert_eq!(told("last_name,first_name,birth_date,\nRoe,Jo,1990-01-02,she\n"), [(2, Err(vec![more]))]);
    }

    #[test]
    fn a_comma_at_the_end_is_passed_over_where_every_row_has_it() {
        let header = "last_name,first_name,birth_date,preferred_name,pronouns\n".to_owned();
        let every = header.clone() + "Roe,Jo,1990-01-02,,she,\nPoe,Al,1991-02-03,,he,\n";
        assert_eq!(told(every), [(2, Ok("Roe".into())), (3, Ok("Poe".into()))]);
        // Pronouns are what Jr. would be.
        let wrong = Err(vec![LineTrouble::TooManyFields { fields: 6, columns: 5 }]);
        let one = "Roe,Jo,1990-01-02,Joey, Jr.,\n";
        assert_eq!(told(header.clone() + one), [(2, wrong.clone())]);
        assert_eq!(told(header + one + "Poe,Al,1991-02-03,,he\n"), [(2, wrong), (3, Ok("Poe".into()))]);
    }

    #[test]
    fn a_list_is_read_with_every_mark_and_line_end_that_editors_write() {
        for end in ["\n", "\r\n", "\r"] {
            let list = ["\u{FEFF}\"last_name\", first_name,birth_date", "Roe,Jo,1990-01-02", "", "Poe,Al,1/2/90"].join(end);
            assert_eq!(told(list), [(2, Ok("Roe".into())), (4, Err(vec![LineTrouble::YearTooShort]))], "{end:?}");
        }
    }

    #[test]
    fn a_list_in_another_kind_of_text_is_refused_by_its_kind() {
        let utf16: Vec<u8> = "last_name".bytes().flat_map(|byte| [byte, 0]).collect();
        assert_eq!(read(&utf16).unwrap_err(), (1, ListTrouble::Utf16));
        assert_eq!(read([b"\xFF\xFE".as_slice(), &utf16].concat()).unwrap_err(), (1, ListTrouble::Utf16));
        assert_eq!(read(b"last_n\xE4me,\n").unwrap_err(), (1, ListTrouble::Header(LineTrouble::Unreadable)));
        assert_eq!(read("\nlast_name;first_name;birth_date\n").unwrap_err(), (2, ListTrouble::Columns(ColumnTrouble::Separator(';'))));
        assert!(matches!(read(""), Err((1, ListTrouble::Columns(ColumnTrouble::Missing(_))))));
    }
}
