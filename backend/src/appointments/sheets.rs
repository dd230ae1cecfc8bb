//! The history as a file for spreadsheets: CSV, and Excel.

use crate::{dates, error::Error};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::appointments::{HistoryLine, SheetKind, cell};
use rust_xlsxwriter::{DocProperties, Format, Workbook, XlsxError};

/// A file to be saved.
pub struct Sheet {
    pub kind: SheetKind,
    /// Plain letters: no header can break in it.
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// Whether clients are named: in the portal it is known whose history it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Own,
    Clients,
}

enum Cell {
    Day(NaiveDate),
    Time(NaiveTime),
    Number(u16),
    Text(String),
}

impl Sheet {
    pub(super) async fn of_history(
        kind: SheetKind,
        lines: Vec<HistoryLine>,
        whose: Whose,
        now: DateTime<Utc>,
        zone: Tz,
    ) -> Result<Self, Error> {
        // Ten thousand rows take a moment, in which others are served.
        let write = move || match kind {
            SheetKind::Csv => csv(&lines, whose).map_err(Error::unexpected),
            SheetKind::Excel => excel(&lines, whose, now).map_err(Error::unexpected),
        };
        let bytes = tokio::task::spawn_blocking(write).await.map_err(Error::unexpected)??;
        Ok(Self { kind, file_name: format!("appointment-history-{}.{}", dates::day(now, zone), kind.name()), bytes })
    }
}

fn heads(whose: Whose) -> Vec<&'static str> {
    let all = ["Date", "Time", "Time zone", "Minutes", "Client", "Appointment type", "How", "Clinician", "Site", "Status"];
    all.into_iter().filter(|head| whose == Whose::Clients || *head != "Client").collect()
}

/// What stands under the heads, by the clock of the place.
fn cells(line: &HistoryLine, whose: Whose) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(cell(text));
    let mut cells = vec![Cell::Day(line.at.day()), Cell::Time(line.at.at.time()), text(&line.at.zone), Cell::Number(line.minutes)];
    cells.extend((whose == Whose::Clients).then(|| text(&line.client)));
    let site = line.site.as_deref().unwrap_or_default();
    cells.extend([&line.type_name, line.kind.label(), &line.clinician, site, line.state.label()].map(text));
    cells
}

/// UTF-8, which Excel believes where it is marked; lines and quotes by RFC 4180.
fn csv(lines: &[HistoryLine], whose: Whose) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(heads(whose))?;
    for line in lines {
        writer.write_record(cells(line, whose).into_iter().map(|cell| match cell {
            Cell::Day(day) => day.to_string(),
            Cell::Time(time) => time.format("%H:%M").to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text,
        }))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Days and times are real ones, which sort and count.
fn excel(lines: &[HistoryLine], whose: Whose, now: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&now));
    let (bold, day, time) =
        (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("h:mm AM/PM"));
    let sheet = book.add_worksheet().set_name("Appointment History")?;
    for (column, head) in (0..).zip(heads(whose)) {
        sheet.write_string_with_format(0, column, head, &bold)?;
        sheet.set_column_width(column, if head == "Minutes" { 9 } else { 20 })?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(cells(line, whose)) {
            match cell {
                Cell::Day(on) => sheet.write_datetime_with_format(row, column, on, &day)?,
                Cell::Time(at) => sheet.write_datetime_with_format(row, column, at, &time)?,
                Cell::Number(number) => sheet.write_number(row, column, number)?,
                Cell::Text(text) => sheet.write_string(row, column, text)?,
            };
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        appointments::{ContactKind, State},
        ids::AppointmentId,
    };

    fn line(client: &str, type_name: &str) -> HistoryLine {
        HistoryLine {
            id: AppointmentId(uuid::Uuid::nil()),
            client: client.into(),
            at: dates::moment("2026-11-24T15:00:00Z".parse().unwrap(), chrono_tz::America::New_York),
            minutes: 50,
            type_name: type_name.into(),
            kind: ContactKind::InPerson,
            clinician: "Elena Reyes, PhD".into(),
            site: Some("\"Main\" Street".into()),
            state: State::NoShow,
        }
    }

    #[tokio::test]
    async fn a_file_is_what_spreadsheets_read_and_never_a_formula() {
        let lines = vec![line("Núñez – Straße 🌊, Ana", "=HYPERLINK(\"http://x\")")];
        let now: DateTime<Utc> = "2026-11-25T03:00:00Z".parse().unwrap();
        let of = async |kind, whose| Sheet::of_history(kind, lines.clone(), whose, now, chrono_tz::America::New_York).await.unwrap();
        let csv = of(SheetKind::Csv, Whose::Clients).await;
        let said = "Date,Time,Time zone,Minutes,Client,Appointment type,How,Clinician,Site,Status\r\n\
            2026-11-24,10:00,EST,50,\"Núñez – Straße 🌊, Ana\",\"'=HYPERLINK(\"\"http://x\"\")\",In person,\"Elena Reyes, PhD\",\"\"\"Main\"\" Street\",No-show\r\n";
        assert_eq!(String::from_utf8(csv.bytes).unwrap(), format!("\u{feff}{said}"));
        assert_eq!(csv.file_name, "appointment-history-2026-11-24.csv");
        let own = String::from_utf8(of(SheetKind::Csv, Whose::Own).await.bytes).unwrap();
        assert!(!own.contains("Client") && !own.contains("Núñez"), "{own}");
        let excel = of(SheetKind::Excel, Whose::Clients).await;
        assert_eq!((&excel.bytes[..4], excel.file_name.as_str()), (&b"PK\x03\x04"[..], "appointment-history-2026-11-24.xlsx"));
        assert_eq!(excel.bytes, of(SheetKind::Excel, Whose::Clients).await.bytes, "the same rows are the same file");
    }
}
