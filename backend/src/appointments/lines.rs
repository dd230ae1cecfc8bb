//! What stands on pages: rows with the names of what they point at.

use super::table::{
    appointments::{self, Model},
    offers, sites, types,
};
use crate::{
    charts::{self, Chart},
    dates,
    error::Error,
    practice::Practice,
    sealing::Place,
    sign_in,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    appointments::{
        CalendarLine, Cancelling, ContactKind, HistoryLine, MyAppointment, NextAppointment, OfferedTime, Refusal, Scheduling, Site, State,
        Who, may_join, video_link,
    },
    dates::Moment,
    ids::{AppointmentId, AppointmentTypeId, ChartId, OfferId, SeriesId, SiteId, StaffId},
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// The names of what rows point at.
pub(super) struct Names {
    pub types: HashMap<Uuid, types::Model>,
    pub sites: HashMap<Uuid, sites::Model>,
    pub people: HashMap<Uuid, String>,
    zone: Tz,
    /// The reader's own, where it is known.
    own: Option<Tz>,
}

impl Names {
    pub async fn of(db: &impl ConnectionTrait, zone: Tz, rows: &[Model]) -> Result<Self, Error> {
        let people = sign_in::members(db, rows.iter().map(|row| row.staff_id).collect()).await?;
        Ok(Self {
            types: types::all(db).await?.into_iter().map(|row| (row.id, row)).collect(),
            sites: sites::all(db).await?.into_iter().map(|row| (row.id, row)).collect(),
            people: people.into_iter().map(|member| (member.id, member.signed_name())).collect(),
            zone,
            own: None,
        })
    }

    /// For the client of a chart, who reads their own time beside that of the place.
    pub fn read_in(self, own: Option<Tz>) -> Self {
        Self { own, ..self }
    }

    pub fn zone_of(&self, site: Option<Uuid>) -> Tz {
        site.and_then(|site| self.sites.get(&site)).map_or(self.zone, |site| dates::zone(&site.zone))
    }

    /// By the clock of its place.
    pub fn moment(&self, row: &Model, at: DateTime<Utc>) -> Moment {
        dates::moment_for(at, self.zone_of(row.site_id), self.own)
    }

    fn type_name(&self, row: &Model) -> String {
        self.types.get(&row.type_id).map(|row| row.name.clone()).unwrap_or_default()
    }

    pub fn hue(&self, row: &Model) -> u8 {
        self.types.get(&row.type_id).map_or(1, |row| row.hue as u8)
    }

    fn clinician(&self, row: &Model) -> String {
        self.people.get(&row.staff_id).cloned().unwrap_or_default()
    }

    pub fn cancel_hours(&self, row: &Model) -> u16 {
        self.types.get(&row.type_id).map_or(0, |row| row.cancel_hours as u16)
    }

    pub fn next(&self, row: &Model) -> NextAppointment {
        NextAppointment {
            id: AppointmentId(row.id),
            state: row.state.0,
            at: self.moment(row, row.starts_at),
            minutes: row.minutes(),
            kind: row.kind.0,
            type_name: self.type_name(row),
            clinician: self.clinician(row),
        }
    }

    pub fn history_line(&self, row: &Model, client: String) -> HistoryLine {
        HistoryLine {
            id: AppointmentId(row.id),
            client,
            at: self.moment(row, row.starts_at),
            minutes: row.minutes(),
            type_name: self.type_name(row),
            kind: row.kind.0,
            clinician: self.clinician(row),
            site: row.site_id.and_then(|site| self.sites.get(&site)).map(|site| site.name.clone()),
            state: row.state.0,
        }
    }

    /// As the office sees it. `manages` says whether this person changes it.
    pub fn calendar_line(&self, row: &Model, client: String, replaces: Option<&Model>, manages: bool) -> CalendarLine {
        let state = row.state.0;
        CalendarLine {
            id: AppointmentId(row.id),
            version: row.version,
            chart: ChartId(row.chart_id),
            client,
            staff: StaffId(row.staff_id),
            clinician: self.clinician(row),
            type_id: AppointmentTypeId(row.type_id),
            type_name: self.type_name(row),
            hue: self.hue(row),
            kind: row.kind.0,
            state,
            request: row.request.filter(|_| state == State::Requested).map(|kind| kind.0),
            replaces: replaces.map(|row| (AppointmentId(row.id), self.moment(row, row.starts_at))),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            at: self.moment(row, row.starts_at),
            ends: self.moment(row, row.ends_at),
            minutes: row.minutes(),
            site: row.site_id.and_then(|site| Some((SiteId(site), self.sites.get(&site)?.name.clone()))),
            series: row.series_id.map(SeriesId),
            held_until: row.held_until.map(|at| dates::moment(at, self.zone)),
            texts: row.texts_wanted_at.is_some(),
            remark: None,
            reason: None,
            video: None,
            next: if manages { state.next(Who::Staff).to_vec() } else { Vec::new() },
            may_move: manages && state.may_move(),
        }
    }

    /// As the client sees it.
    pub fn mine(
        &self,
        practice: &Practice,
        scheduling: &Scheduling,
        row: &Model,
        replaces: Option<&Model>,
        offers: &[offers::Model],
    ) -> Result<MyAppointment, Error> {
        let (state, now) = (row.state.0, practice.clock.now());
        let cancelling = match state.client_cancels(self.cancel_hours(row), row.starts_at, now) {
            Ok(()) => Cancelling::Free,
            Err(Refusal::WindowOver { hours }) => Cancelling::Call { hours },
            Err(_) => Cancelling::Over,
        };
        let site = row.site_id.filter(|_| row.kind.0 == ContactKind::InPerson).and_then(|site| self.sites.get(&site));
        let joins = row.kind.0 == ContactKind::Video && state.may_move() && may_join(row.starts_at, row.ends_at, now);
        let join = match joins {
            true => video_link(opened(practice, "appointments.video", row.id, &row.video)?, scheduling, &row.id.to_string()),
            false => None,
        };
        let own = offers.iter().filter(|offer| offer.appointment_id == row.id);
        let stand = state == State::Denied && own.clone().all(|offer| offer.taken_at.is_none());
        let offers = own.filter(|offer| stand && offer.starts_at > now);
        Ok(MyAppointment {
            id: AppointmentId(row.id),
            version: row.version,
            state,
            request: row.request.map(|kind| kind.0),
            type_id: AppointmentTypeId(row.type_id),
            type_name: self.type_name(row),
            kind: row.kind.0,
            staff: StaffId(row.staff_id),
            clinician: self.clinician(row),
            minutes: row.minutes(),
            at: self.moment(row, row.starts_at),
            ends: self.moment(row, row.ends_at),
            site: site.map(|site| Site { name: site.name.clone(), address: site.address.clone(), zone: site.zone.clone() }),
            replaces: replaces.map(|row| self.moment(row, row.starts_at)),
            held_until: row.held_until.map(|at| dates::moment(at, self.zone)),
            may_confirm: state.may_become(State::Confirmed, Who::Client, row.starts_at, now).is_ok(),
            may_move: state.may_move() && cancelling == Cancelling::Free,
            cancelling,
            join,
            texts: row.texts_wanted_at.is_some(),
            remark: opened(practice, "appointments.remark", row.id, &row.remark)?,
            reason: opened(practice, "appointments.reason", row.id, &row.reason)?,
            offers: offers.map(|offer| OfferedTime { id: OfferId(offer.id), at: self.moment(row, offer.starts_at) }).collect(),
        })
    }
}

/// What somebody wrote, if they did.
pub(super) fn opened(practice: &Practice, column: &'static str, id: Uuid, sealed: &Option<Vec<u8>>) -> Result<Option<String>, Error> {
    let Some(sealed) = sealed else { return Ok(None) };
    Ok(Some(String::from_utf8_lossy(&practice.sealer.open(Place(column, id), sealed)?).into_owned()))
}

pub(super) fn sealed(practice: &Practice, column: &'static str, id: Uuid, words: Option<&str>) -> Option<Vec<u8>> {
    words.map(|words| practice.sealer.seal(Place(column, id), words.as_bytes()))
}

/// The clients of rows, as lists name them.
pub(super) async fn clients(db: &impl ConnectionTrait, rows: &[Model]) -> Result<HashMap<Uuid, String>, Error> {
    let charts = charts::by_ids(db, rows.iter().map(|row| row.chart_id).collect()).await?;
    Ok(charts.iter().map(|chart: &Chart| (chart.id, chart.listed_name())).collect())
}

/// The appointments that these requests would move, by their ids.
pub(super) async fn replaced(chart: &impl crate::in_chart::Within, rows: &[Model]) -> Result<HashMap<Uuid, Model>, Error> {
    let ids = rows.iter().filter_map(|row| row.replaces_id).collect();
    Ok(appointments::of_ids(chart, ids).await?.into_iter().map(|row| (row.id, row)).collect())
}
