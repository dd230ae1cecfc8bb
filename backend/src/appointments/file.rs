//! An appointment as calendar programs read it (RFC 5545, RFC 5546): for mails that tell of it, and to download.
//!
//! One UID for as long as the appointment lives, and a SEQUENCE that rises with each change, so that the same event is moved and
//! cancelled. It never says with whom, or what kind of appointment it is.

use super::{
    ClientAppointments,
    table::{
        appointments::{self, Model},
        sites,
    },
};
use crate::{audit::Event, error::Error, practice::Practice};
use chrono::{DateTime, Utc};
use domain::{
    appointments::{ContactKind, State},
    audit::AuditAct,
    ids::AppointmentId,
    settings::PracticeSettings,
};
use uuid::Uuid;

/// A file for a calendar program, and what it is to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// As it stands in the file, and beside it: `REQUEST`, `PUBLISH`, `CANCEL`.
    pub method: &'static str,
    pub text: String,
}

impl ClientAppointments<'_> {
    /// **Add to calendar**: one that is agreed on, or was and is cancelled.
    pub async fn calendar_file(&self, id: AppointmentId) -> Result<CalendarFile, Error> {
        let row = self.chart.one::<appointments::Entity>(id).await?;
        let practice = &self.client.practice;
        let discreet = self.chart.row().await?.discreet_since.is_some();
        let Some(file) = write(practice, &self.settings, &row, discreet, None).await? else {
            return Err(self.chart.not_found("appointments.calendar").await);
        };
        self.client.record(Event::of(AuditAct::AppointmentsOpened).subject(id).detail("calendar file")).await?;
        Ok(file)
    }
}

/// For a mail to that address that tells of an appointment. Nothing where there is nothing to put into a calendar.
pub(crate) async fn calendar_file(
    practice: &Practice,
    settings: &PracticeSettings,
    id: Uuid,
    discreet: bool,
    address: &str,
) -> Result<Option<CalendarFile>, Error> {
    match appointments::by_id(practice.db.read(), id).await? {
        Some(row) => write(practice, settings, &row, discreet, Some(address)).await,
        None => Ok(None),
    }
}

/// The file of one appointment; in a mail about one of a series, of all of it that lies ahead. A calendar reads several events in
/// what is published alone (RFC 5546, 3.2), and knows each by its UID.
async fn write(
    practice: &Practice,
    settings: &PracticeSettings,
    row: &Model,
    discreet: bool,
    address: Option<&str>,
) -> Result<Option<CalendarFile>, Error> {
    let Some(cancelled) = is_cancelled(row) else { return Ok(None) };
    let ahead = match row.series_id.filter(|_| address.is_some()) {
        Some(series) => appointments::whole_series(practice.db.read(), series, practice.clock.now()).await?,
        None => Vec::new(),
    };
    let rows: Vec<&Model> = [row].into_iter().chain(ahead.iter().filter(|one| one.id != row.id)).collect();
    let address = address.filter(|_| rows.len() == 1);
    let method = match (cancelled, address) {
        _ if rows.len() > 1 => "PUBLISH",
        (true, _) => "CANCEL",
        (false, Some(_)) => "REQUEST",
        (false, None) => "PUBLISH",
    };
    let discreet = discreet || settings.scheduling.quiet_words;
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".into(), "PRODID:-//Client portal//Appointments//EN".into()];
    lines.push(format!("METHOD:{method}"));
    let places = sites::all(practice.db.read()).await?;
    for row in rows {
        let is_there = |site: &&sites::Model| row.kind.0 == ContactKind::InPerson && !discreet && Some(site.id) == row.site_id;
        lines.extend(event(practice, settings, row, discreet, address, places.iter().find(is_there)));
    }
    lines.push("END:VCALENDAR".into());
    Ok(Some(CalendarFile { method, text: lines.iter().map(|line| folded(line)).collect() }))
}

/// Whether it is cancelled, of what stands in a calendar at all.
fn is_cancelled(row: &Model) -> Option<bool> {
    match row.state.0 {
        State::Cancelled | State::LateCancelled => Some(true),
        state if state.may_move() => Some(false),
        _ => None,
    }
}

/// One event, line by line. Nothing where there is nothing to put into a calendar.
fn event(
    practice: &Practice,
    settings: &PracticeSettings,
    row: &Model,
    discreet: bool,
    address: Option<&str>,
    place: Option<&sites::Model>,
) -> Vec<String> {
    let Some(cancelled) = is_cancelled(row) else { return Vec::new() };
    let name = if discreet { "Your online account" } else { settings.name.as_str() };
    let summary = if discreet { "Appointment".to_owned() } else { format!("Appointment, {}", settings.name) };
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", row.id),
        format!("SEQUENCE:{}", row.sequence),
        format!("DTSTAMP:{}", utc(practice.clock.now())),
        format!("DTSTART:{}", utc(row.starts_at)),
        format!("DTEND:{}", utc(row.ends_at)),
        format!("SUMMARY:{}", text(&summary)),
        format!("STATUS:{}", if cancelled { "CANCELLED" } else { "CONFIRMED" }),
    ];
    // In a mail it is who sent that mail; a file of one's own need not name our address.
    if address.is_some() || !discreet {
        lines.push(format!("ORGANIZER;CN=\"{}\":mailto:{}", parameter(name), practice.mail.from));
    }
    lines.extend(address.map(|address| format!("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{address}")));
    lines.extend(place.filter(|place| !place.address.is_empty()).map(|place| format!("LOCATION:{}", text(&place.address))));
    lines.extend((!discreet).then(|| format!("URL:{}/appointments/{}", practice.public_url, row.id)));
    lines.push("END:VEVENT".into());
    lines
}

/// A moment that means the same in every zone.
fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as it stands behind a colon.
fn text(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text within quotation marks, where nothing can be escaped.
fn parameter(words: &str) -> String {
    words.chars().filter(|c| *c != '"' && !c.is_control()).collect()
}

/// At most 75 octets in a line and no character cut in two. What goes on begins with a space, which counts.
fn folded(line: &str) -> String {
    const LONGEST: usize = 75;
    let (mut lines, mut octets) = (String::with_capacity(line.len() + 8), 0);
    for c in line.chars() {
        if octets + c.len_utf8() > LONGEST {
            lines.push_str("\r\n ");
            octets = 1;
        }
        lines.push(c);
        octets += c.len_utf8();
    }
    lines + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_and_cut_no_character() {
        let line = format!("SUMMARY:{}", "Núñez – Straße 🌊 ".repeat(9));
        let lines = folded(&line);
        assert!(lines.ends_with("\r\n") && lines.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(lines.replace("\r\n ", ""), format!("{line}\r\n"));
        assert!(lines.split("\r\n").any(|line| line.len() > 70), "they are filled");
    }

    #[test]
    fn what_means_something_to_a_calendar_is_escaped() {
        assert_eq!(text("a;b,c\\d\r\ne\u{7}"), "a\\;b\\,c\\\\d\\ne");
        assert_eq!(parameter("The \"Harbor\": a;b\r\n"), "The Harbor: a;b");
    }
}
