//! Tables as files for spreadsheets: CSV, and Excel.

use crate::{dates, error::Error};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::appointments::{SheetKind, cell};
use rust_xlsxwriter::{DocProperties, Format, Workbook, XlsxError};

/// A file to be saved.
pub struct Sheet {
    pub kind: SheetKind,
    /// Plain letters: no header can break in it.
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// What stands in a cell.
#[derive(Clone)]
pub(crate) enum Cell {
    Day(NaiveDate),
    Time(NaiveTime),
    Number(i64),
    /// Cents: in the file they are what they are worth.
    Money(i64),
    /// What a spreadsheet would take for a formula is text.
    Text(String),
}

/// What is written into a file.
pub(crate) struct Table {
    /// "appointment-history", with the day behind it.
    pub file: &'static str,
    pub name: &'static str,
    /// Each head, and how wide its column is.
    pub heads: Vec<(&'static str, u8)>,
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Ten thousand rows take a moment, in which others are served.
    pub async fn write(self, kind: SheetKind, now: DateTime<Utc>, zone: Tz) -> Result<Sheet, Error> {
        let file_name = format!("{}-{}.{}", self.file, dates::day(now, zone), kind.name());
        let write = move || match kind {
            SheetKind::Csv => self.csv().map_err(Error::unexpected),
            SheetKind::Excel => self.excel(now).map_err(Error::unexpected),
        };
        let bytes = tokio::task::spawn_blocking(write).await.map_err(Error::unexpected)??;
        Ok(Sheet { kind, file_name, bytes })
    }

    /// UTF-8, which Excel believes where it is marked; lines and quotes by RFC 4180.
    fn csv(self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(self.heads.iter().map(|(head, _)| head))?;
        for row in self.rows {
            writer.write_record(row.into_iter().map(|of| match of {
                Cell::Day(day) => day.to_string(),
                Cell::Time(time) => time.format("%H:%M").to_string(),
                Cell::Number(number) => number.to_string(),
                Cell::Money(cents) => domain::billing::amount(cents),
                Cell::Text(text) => cell(&text),
            }))?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// Days, times and money are real ones, which sort and count.
    fn excel(self, now: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        book.set_properties(&DocProperties::new().set_creation_datetime(&now));
        let (bold, day, time, money) = (
            Format::new().set_bold(),
            Format::new().set_num_format("yyyy-mm-dd"),
            Format::new().set_num_format("h:mm AM/PM"),
            Format::new().set_num_format("#,##0.00"),
        );
        let sheet = book.add_worksheet().set_name(self.name)?;
        for (column, (head, width)) in (0..).zip(self.heads) {
            sheet.write_string_with_format(0, column, head, &bold)?;
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (row, cells) in (1..).zip(self.rows) {
            for (column, of) in (0..).zip(cells) {
                match of {
                    Cell::Day(on) => sheet.write_datetime_with_format(row, column, on, &day)?,
                    Cell::Time(at) => sheet.write_datetime_with_format(row, column, at, &time)?,
                    Cell::Number(number) => sheet.write_number(row, column, number as f64)?,
                    // So many cents as there can be are whole numbers of a float still.
                    Cell::Money(cents) => sheet.write_number_with_format(row, column, cents as f64 / 100.0, &money)?,
                    Cell::Text(text) => sheet.write_string(row, column, cell(&text))?,
                };
            }
        }
        book.save_to_buffer()
    }
}
