//! The office **Calendar**, and a chart's **Appointments**.

use super::{
    StaffAppointments,
    free::Diary,
    history::begins,
    lines::{Names, clients, opened, replaced},
    plan::may_book,
    setup::{site_lines, type_lines},
    table::{
        appointments::{self, Model, Seen},
        time_off,
    },
};
use crate::{
    actors::Staff,
    audit::Event,
    band, dates,
    error::Error,
    in_chart::{InChart, Within},
    sign_in::{self, Member},
};
use chrono::{Days, NaiveDate};
use domain::{
    Act,
    appointments::{CalendarAsk, CalendarLine, CalendarPerson, ChartAppointments, OfficeCalendar, OpenHours, Refusal, State, TimeOffLine},
    audit::AuditAct,
    ids::{AppointmentId, ChartId, StaffId, TimeOffId},
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many days are shown at once.
const MOST_DAYS: i64 = 31;
/// So many appointments stand on one page of the calendar.
const SHOWN: u64 = 2_000;
/// So many requests wait on it.
const WAITING: u64 = 200;
/// So many that are over stand on a chart's page.
const EARLIER: u64 = 50;

impl StaffAppointments<'_> {
    /// The **Calendar**.
    pub async fn calendar(&self, ask: CalendarAsk) -> Result<OfficeCalendar, Error> {
        if !(0..MOST_DAYS).contains(&(ask.last - ask.first).num_days()) {
            return Err(Refusal::RangeUnfit.into());
        }
        let staff = self.0;
        let (db, zone) = (staff.practice.db.read(), self.zone().await?);
        let people = self.people().await?;
        let shown = shown(staff, &people, &ask.staff);
        let seen = Seen(staff.clinicians_for(Act::SeeCalendar));
        let range = (begins(ask.first, zone), begins(ask.last + Days::new(1), zone));
        let mut rows = appointments::between(db, &seen, range, &shown, &ask.sites, SHOWN + 1).await?;
        let more = rows.len() as u64 > SHOWN;
        rows.truncate(SHOWN as usize);
        let requests = appointments::requested(db, &seen, WAITING).await?;
        let ids: Vec<Uuid> = shown.iter().map(|id| id.0).collect();
        let diary = Diary::load(db, zone, &[], (ask.first, ask.last)).await?;
        let mut hours = Vec::new();
        for id in &ids {
            hours.extend(
                diary
                    .hours(*id)
                    .into_iter()
                    .filter(|(_, site)| ask.sites.is_empty() || site.is_none_or(|site| ask.sites.contains(&site)))
                    .map(|(span, site)| {
                        let zone = diary.zone_of(site);
                        OpenHours { staff: StaffId(*id), from: dates::moment(span.from, zone), to: dates::moment(span.to, zone), site }
                    }),
            );
        }
        let calendar = OfficeCalendar {
            zone: zone.name().to_owned(),
            now: dates::moment(staff.practice.clock.now(), zone),
            people: people.iter().map(|member| person(staff, member, &shown)).collect(),
            sites: site_lines(db).await?,
            types: type_lines(db).await?,
            lines: self.lines(&rows).await?,
            more,
            hours,
            time_off: self.time_off(ask.first, ask.last, &ids).await?,
            requests: self.lines(&requests).await?,
            newcomers: self.newcomers().await?,
            may_manage: staff.rights.may(Act::ManageAppointments),
            ask,
        };
        if staff.origin.by_hand {
            staff.record(Event::of(AuditAct::CalendarOpened).detail(format!("{} shown", calendar.lines.len()))).await?;
        }
        Ok(calendar)
    }

    /// One appointment, with what was said about it.
    pub async fn one(&self, id: AppointmentId) -> Result<CalendarLine, Error> {
        let (chart, row) = self.enter(id, Act::SeeCalendar).await?;
        let line = self.whole_lines(&chart, vec![row]).await?.pop().ok_or(Error::NotFound)?;
        self.0.record(Event::of(AuditAct::AppointmentsOpened).chart(line.chart).subject(id)).await?;
        Ok(line)
    }

    /// A chart's **Appointments**.
    pub async fn of_chart(&self, id: ChartId) -> Result<ChartAppointments, Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SeeCalendar).await?;
        let (zone, now) = (self.zone().await?, staff.practice.clock.now());
        let (requests, upcoming): (Vec<Model>, Vec<Model>) =
            appointments::ahead(&chart, now).await?.into_iter().partition(|row| row.state.0 == State::Requested);
        let earlier = appointments::over(&chart, now, EARLIER).await?;
        let bookable = self.people().await?.into_iter().filter(|member| may_book(staff, member.id));
        let page = ChartAppointments {
            banner: band::banner(&chart).await?,
            requests: self.whole_lines(&chart, requests).await?,
            upcoming: self.whole_lines(&chart, upcoming).await?,
            earlier: self.whole_lines(&chart, earlier).await?,
            clinicians: bookable.map(|member| (StaffId(member.id), member.signed_name())).collect(),
            types: type_lines(chart.db()).await?,
            sites: site_lines(chart.db()).await?,
            usual_site: chart.row().site_id.map(domain::ids::SiteId),
            may_manage: chart.may(Act::ManageAppointments).await?,
            zone: zone.name().to_owned(),
            today: dates::today(now, zone),
        };
        if staff.origin.by_hand {
            staff.record(Event::of(AuditAct::AppointmentsOpened).chart(id)).await?;
        }
        Ok(page)
    }

    /// Those whose calendar this person sees: everybody who treats clients, or oneself and whom one supervises.
    pub(super) async fn people(&self) -> Result<Vec<Member>, Error> {
        let mut people = sign_in::at_work(self.0.practice.db.read()).await?;
        let reach = self.0.clinicians_for(Act::SeeCalendar);
        people.retain(|member| member.roles.0.iter().any(|role| role.treats()) && reach.is_none_or(|ids| ids.contains(&member.id)));
        Ok(people)
    }

    /// Rows of several charts. What was said about them stands on the pages of those.
    async fn lines(&self, rows: &[Model]) -> Result<Vec<CalendarLine>, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let (names, clients) = (Names::of(db, self.zone().await?, rows).await?, clients(db, rows).await?);
        let mut moved: HashMap<Uuid, Model> = HashMap::new();
        for row in rows.iter().filter(|row| row.replaces_id.is_some() && row.state.0 == State::Requested) {
            // Few, and each in a chart that one sees a request of.
            if let Ok(chart) = staff.chart(ChartId(row.chart_id), Act::SeeCalendar).await {
                moved.extend(replaced(&chart, std::slice::from_ref(row)).await?);
            }
        }
        let manages = staff.rights.may(Act::ManageAppointments);
        let line = |row: &Model| {
            let client = clients.get(&row.chart_id).cloned().unwrap_or_default();
            names.calendar_line(row, client, row.replaces_id.and_then(|id| moved.get(&id)), manages)
        };
        Ok(rows.iter().map(line).collect())
    }

    async fn whole_lines(&self, chart: &InChart<'_, Staff>, rows: Vec<Model>) -> Result<Vec<CalendarLine>, Error> {
        let practice = chart.practice();
        let names = Names::of(chart.db(), self.zone().await?, &rows).await?;
        let (moved, manages) = (replaced(chart, &rows).await?, chart.may(Act::ManageAppointments).await?);
        let line = |row: &Model| -> Result<CalendarLine, Error> {
            let moves = row.replaces_id.and_then(|id| moved.get(&id));
            Ok(CalendarLine {
                remark: opened(practice, "appointments.remark", row.id, &row.remark)?,
                reason: opened(practice, "appointments.reason", row.id, &row.reason)?,
                video: opened(practice, "appointments.video", row.id, &row.video)?,
                ..names.calendar_line(row, chart.row().listed_name(), moves, manages)
            })
        };
        rows.iter().map(line).collect()
    }

    async fn time_off(&self, first: NaiveDate, last: NaiveDate, shown: &[Uuid]) -> Result<Vec<(Option<StaffId>, TimeOffLine)>, Error> {
        let rows = time_off::from(self.0.practice.db.read(), first).await?;
        let rows = rows.into_iter().filter(|row| row.first_day <= last.to_string());
        let rows = rows.filter(|row| row.staff_id.is_none_or(|id| shown.contains(&id)));
        rows.map(|row| {
            let line = TimeOffLine { id: TimeOffId(row.id), off: row.off()?, of_practice: row.staff_id.is_none() };
            Ok((row.staff_id.map(StaffId), line))
        })
        .collect()
    }
}

/// Those who were chosen; where nobody was, oneself, or everybody for who has no calendar.
fn shown(staff: &Staff, people: &[Member], chosen: &[StaffId]) -> Vec<StaffId> {
    let all = people.iter().map(|member| StaffId(member.id));
    let me = StaffId(staff.member.id);
    match chosen {
        [] if people.iter().any(|member| member.id == me.0) => vec![me],
        [] => all.collect(),
        chosen => all.filter(|id| chosen.contains(id)).collect(),
    }
}

fn person(staff: &Staff, member: &Member, shown: &[StaffId]) -> CalendarPerson {
    let id = StaffId(member.id);
    CalendarPerson { id, name: member.signed_name(), shown: shown.contains(&id), may_book: may_book(staff, member.id) }
}
