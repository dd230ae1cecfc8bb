//! The history as a file for spreadsheets: CSV, and Excel.

use crate::{
    error::Error,
    sheets::{Cell, Sheet, Table},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::appointments::{HistoryLine, SheetKind};

/// Whether clients are named: in the portal it is known whose history it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Own,
    Clients,
}

pub(super) async fn of_history(
    kind: SheetKind,
    lines: Vec<HistoryLine>,
    whose: Whose,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Sheet, Error> {
    let rows = lines.iter().map(|line| cells(line, whose)).collect();
    Table { file: "appointment-history", name: "Appointment History", heads: heads(whose), rows }.write(kind, now, zone).await
}

fn heads(whose: Whose) -> Vec<(&'static str, u8)> {
    let all = ["Date", "Time", "Time zone", "Minutes", "Client", "Appointment type", "How", "Clinician", "Site", "Status"];
    let all = all.into_iter().filter(|head| whose == Whose::Clients || *head != "Client");
    all.map(|head| (head, if head == "Minutes" { 9 } else { 20 })).collect()
}

/// What stands under the heads, by the clock of the place.
fn cells(line: &HistoryLine, whose: Whose) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut cells = vec![Cell::Day(line.at.day()), Cell::Time(line.at.at.time()), text(&line.at.zone), Cell::Number(line.minutes.into())];
    cells.extend((whose == Whose::Clients).then(|| text(&line.client)));
    let site = line.site.as_deref().unwrap_or_default();
    cells.extend([&line.type_name, line.kind.label(), &line.clinician, site, line.state.label()].map(text));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates;
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
        let of = async |kind, whose| super::of_history(kind, lines.clone(), whose, now, chrono_tz::America::New_York).await.unwrap();
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
