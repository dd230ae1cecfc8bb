//! **Appointment History**: what became of appointments, for a client and for staff, page by page and as a whole.

use super::{
    ClientAppointments, StaffAppointments,
    lines::{Names, clients},
    sheets::{Whose, of_history},
    table::{
        appointments::{self, Model, Narrowed, Seen},
        sites, types,
    },
};
use crate::{actors::Staff, audit::Event, error::Error, in_chart::Within, sheets::Sheet, sign_in};
use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use domain::{
    Act,
    appointments::{History, HistoryFilter, HistoryLine, MOST_EXPORTED, Refusal, SheetKind},
    audit::AuditAct,
    ids::{AppointmentId, AppointmentTypeId, ChartId, SiteId, StaffId},
};
use sea_orm::{ConnectionTrait, Select};
use std::collections::HashMap;
use uuid::Uuid;

/// So many stand on a page.
const PAGE: u64 = 50;

/// How much of the history.
#[derive(Clone, Copy)]
enum Part {
    Page(Option<(DateTime<Utc>, AppointmentId)>),
    Whole,
}

impl ClientAppointments<'_> {
    /// A page of it, below a row.
    pub async fn history(&self, filter: HistoryFilter, below: Option<AppointmentId>) -> Result<History, Error> {
        let below = match below {
            Some(id) => {
                let row = self.chart.one::<appointments::Entity>(id).await?;
                Some((row.starts_at, AppointmentId(row.id)))
            }
            None => None,
        };
        let rows = self.rows(&filter, Part::Page(below)).await?;
        let history = page(self.chart.db(), (self.zone(), self.own_zone().await?), filter, rows, &HashMap::new()).await?;
        self.client.record(Event::of(AuditAct::AppointmentHistoryOpened)).await?;
        Ok(history)
    }

    /// Exactly the rows that the pages show, all of them: for CSV and Excel.
    pub async fn export(&self, filter: &HistoryFilter) -> Result<Vec<HistoryLine>, Error> {
        let rows = self.rows(filter, Part::Whole).await?;
        let names = Names::of(self.chart.db(), self.zone(), &rows).await?;
        let lines: Vec<HistoryLine> = rows.iter().map(|row| names.history_line(row, String::new())).collect();
        self.client.record(Event::of(AuditAct::AppointmentHistoryExported).detail(format!("{} rows", lines.len()))).await?;
        Ok(lines)
    }

    /// The same as a file.
    pub async fn export_as(&self, kind: SheetKind, filter: &HistoryFilter) -> Result<Sheet, Error> {
        let lines = self.export(filter).await?;
        of_history(kind, lines, Whose::Own, self.client.practice.clock.now(), self.zone()).await
    }

    async fn rows(&self, filter: &HistoryFilter, part: Part) -> Result<Vec<Model>, Error> {
        let (db, now) = (self.chart.db(), self.client.practice.clock.now());
        found(db, self.chart.of::<appointments::Entity>(), filter, self.zone(), now, part).await
    }
}

impl StaffAppointments<'_> {
    /// A page of it, of one chart or of everything within reach, below a row.
    pub async fn history(&self, chart: Option<ChartId>, filter: HistoryFilter, below: Option<AppointmentId>) -> Result<History, Error> {
        let below = match below {
            Some(id) => appointments::place_of(self.0.practice.db.read(), id).await?,
            None => None,
        };
        let rows = self.rows(chart, &filter, Part::Page(below)).await?;
        let db = self.0.practice.db.read();
        let history = page(db, (self.zone().await?, None), filter, rows.clone(), &clients(db, &rows).await?).await?;
        self.0.record(Event::of(AuditAct::AppointmentHistoryOpened).of_chart(chart.map(Into::into))).await?;
        Ok(history)
    }

    /// Exactly the rows that the pages show, all of them: for CSV and Excel.
    pub async fn export(&self, chart: Option<ChartId>, filter: &HistoryFilter) -> Result<Vec<HistoryLine>, Error> {
        let rows = self.rows(chart, filter, Part::Whole).await?;
        let db = self.0.practice.db.read();
        let (names, people) = (Names::of(db, self.zone().await?, &rows).await?, clients(db, &rows).await?);
        let client = |row: &Model| people.get(&row.chart_id).cloned().unwrap_or_default();
        let lines: Vec<HistoryLine> = rows.iter().map(|row| names.history_line(row, client(row))).collect();
        let event = Event::of(AuditAct::AppointmentHistoryExported).of_chart(chart.map(Into::into));
        self.0.record(event.detail(format!("{} rows", lines.len()))).await?;
        Ok(lines)
    }

    /// The same as a file.
    pub async fn export_as(&self, kind: SheetKind, chart: Option<ChartId>, filter: &HistoryFilter) -> Result<Sheet, Error> {
        let lines = self.export(chart, filter).await?;
        of_history(kind, lines, Whose::Clients, self.0.practice.clock.now(), self.zone().await?).await
    }

    async fn rows(&self, chart: Option<ChartId>, filter: &HistoryFilter, part: Part) -> Result<Vec<Model>, Error> {
        let staff: &Staff = self.0;
        let (db, zone, now) = (staff.practice.db.read(), self.zone().await?, staff.practice.clock.now());
        let of = match chart {
            Some(id) => staff.chart(id, Act::SeeCalendar).await?.of::<appointments::Entity>(),
            None => appointments::seen(&Seen(staff.clinicians_for(Act::SeeCalendar))),
        };
        found(db, of, filter, zone, now, part).await
    }
}

/// One row more than a page shows, or all.
async fn found(
    db: &impl ConnectionTrait,
    of: Select<appointments::Entity>,
    filter: &HistoryFilter,
    zone: Tz,
    now: DateTime<Utc>,
    part: Part,
) -> Result<Vec<Model>, Error> {
    if filter.first.zip(filter.last).is_some_and(|(first, last)| last < first) {
        return Err(Refusal::RangeUnfit.into());
    }
    let (below, many) = match part {
        Part::Page(below) => (below, PAGE + 1),
        Part::Whole => (None, MOST_EXPORTED as u64 + 1),
    };
    // What has not begun is no history yet.
    let before = filter.last.map(|day| begins(day + Days::new(1), zone)).map_or(now, |end| end.min(now));
    let narrowed = Narrowed {
        from: filter.first.map(|day| begins(day, zone)),
        before: Some(before),
        site: filter.site,
        staff: filter.staff,
        type_id: filter.type_id,
        below,
    };
    let rows = appointments::history(db, of, narrowed, many).await?;
    if matches!(part, Part::Whole) && rows.len() > MOST_EXPORTED { Err(Refusal::TooManyRows.into()) } else { Ok(rows) }
}

/// The first moment of a day.
pub(crate) fn begins(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let first = (0..=24).find_map(|hours| zone.from_local_datetime(&(midnight + chrono::Duration::hours(hours))).earliest());
    first.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

async fn page(
    db: &impl ConnectionTrait,
    (zone, own): (Tz, Option<Tz>),
    filter: HistoryFilter,
    mut rows: Vec<Model>,
    clients: &HashMap<Uuid, String>,
) -> Result<History, Error> {
    let more = rows.len() as u64 > PAGE;
    rows.truncate(PAGE as usize);
    let names = Names::of(db, zone, &rows).await?.read_in(own);
    let client = |row: &Model| clients.get(&row.chart_id).cloned().unwrap_or_default();
    let people = sign_in::team(db).await?.into_iter().filter(|member| member.roles.0.iter().any(|role| role.treats()));
    Ok(History {
        filter,
        below: rows.last().filter(|_| more).map(|row| AppointmentId(row.id)),
        lines: rows.iter().map(|row| names.history_line(row, client(row))).collect(),
        clinicians: people.map(|member| (StaffId(member.id), member.signed_name())).collect(),
        sites: sites::all(db).await?.into_iter().map(|row| (SiteId(row.id), row.name)).collect(),
        types: types::all(db).await?.into_iter().map(|row| (AppointmentTypeId(row.id), row.name)).collect(),
    })
}
