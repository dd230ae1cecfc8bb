//! What becomes of a request of somebody new: a chart and an appointment in it, or no.

use super::{
    StaffAppointments,
    lines::{Names, sealed},
    plan::may_book,
    table::{appointments::Model, prospects},
    take, tell,
};
use crate::{
    actors::Staff,
    audit::Event,
    charts::{self, ChartDraft, NewChart, NewOwner},
    dates,
    db::Write,
    error::Error,
    events::Happening,
    forms::NewClientPackage,
    in_chart::{Change, Within},
    notices::{self, Outgoing},
    practice::Practice,
    sealing::Place,
    stored::By,
    system::System,
};
use chrono::{DateTime, Utc};
use domain::{
    Act,
    appointments::{ProspectAnswer, ProspectLine, ProspectPage, ProspectState, Prospective, Refusal, State},
    audit::AuditAct,
    charts::{ChartLine, EmailAddress, folded},
    events::EventKind,
    ids::{AppointmentId, ChartId, ProspectId, SiteId, StaffId},
    notices::MailKind,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use uuid::Uuid;

/// So many are listed.
const SHOWN: u64 = 100;
/// So many are ended in one go.
const PORTION: u64 = 100;
/// Where a mail to somebody new leads.
const PAGE: &str = "/request-appointment";

/// What an approval has led to.
pub struct Approved {
    pub appointment: AppointmentId,
    pub chart: ChartId,
    /// Where the chart was made for it.
    pub new: Option<NewChart>,
}

impl StaffAppointments<'_> {
    /// Those that wait with clinicians whose calendar is this person's to book.
    pub(super) async fn newcomers(&self) -> Result<Vec<ProspectLine>, Error> {
        let db = self.0.practice.db.read();
        let rows = prospects::waiting(db, self.0.clinicians_for(Act::ManageAppointments), SHOWN).await?;
        self.prospect_lines(&rows).await
    }

    async fn prospect_lines(&self, rows: &[prospects::Model]) -> Result<Vec<ProspectLine>, Error> {
        let practice = &self.0.practice;
        // Names are those of what they point at, whoever asks.
        let as_appointments: Vec<Model> = rows.iter().map(|row| self.appointment(row, Uuid::nil(), None)).collect();
        let names = Names::of(practice.db.read(), self.zone().await?, &as_appointments).await?;
        let line = |(row, shown): (&prospects::Model, &Model)| {
            let line = names.history_line(shown, who(practice, row)?.listed_name());
            Ok(ProspectLine {
                id: ProspectId(row.id),
                name: line.client,
                staff: StaffId(row.staff_id),
                hue: names.hue(shown),
                type_name: line.type_name,
                kind: line.kind,
                clinician: line.clinician,
                site: line.site,
                at: line.at,
                ends: names.moment(shown, row.ends_at),
                minutes: line.minutes,
                held_until: names.moment(shown, row.held_until),
                state: row.state.0,
            })
        };
        rows.iter().zip(&as_appointments).map(line).collect()
    }

    /// The page of one, with the charts that may be this person's: those of the last name, unless something else is looked for.
    pub async fn prospect(&self, id: ProspectId, search: Option<String>) -> Result<ProspectPage, Error> {
        let staff = self.0;
        let row = self.within_reach(id).await?;
        let who = who(&staff.practice, &row)?;
        let search = search.filter(|search| !search.trim().is_empty()).unwrap_or_else(|| who.last_name.clone());
        let charts = match staff.rights.may(Act::OpenChart) {
            true => staff.charts().await?.room(&search, 1).await?.charts,
            false => Vec::new(),
        };
        let named = |line: &ChartLine| folded(&line.name) == folded(&who.listed_name()) && line.born.on == who.birth_date;
        let charts = charts.into_iter().map(|line| (named(&line), line)).map(|(named, line)| (line, named)).collect();
        staff.record(Event::of(AuditAct::ProspectOpened).subject(id)).await?;
        let line = self.prospect_lines(std::slice::from_ref(&row)).await?.pop().ok_or(Error::NotFound)?;
        let invites = staff.practice_settings().await?.access.invites_new_clients;
        Ok(ProspectPage { line, who, charts, search, may_create: staff.rights.may(Act::CreateChart), invites })
    }

    async fn within_reach(&self, id: ProspectId) -> Result<prospects::Model, Error> {
        match prospects::by_id(self.0.practice.db.read(), id.0).await? {
            Some(row) if may_book(self.0, row.staff_id) => Ok(row),
            _ => Err(self.0.not_found("appointments.new", None).await),
        }
    }

    /// Answers one: with a chart, or no.
    pub async fn answer_prospect(&self, id: ProspectId, answer: ProspectAnswer) -> Result<Option<Approved>, Error> {
        let staff = self.0;
        let row = self.within_reach(id).await?;
        let who = who(&staff.practice, &row)?;
        match answer {
            ProspectAnswer::Create { another, invite } => {
                let settings = staff.practice_settings().await?;
                let today = dates::today(staff.practice.clock.now(), dates::zone(&settings.zone));
                // A child's portal is somebody else's, whom staff record first.
                let grown = !settings.access.ages().is_young(who.birth_date, today);
                let draft = ChartDraft {
                    last_name: who.last_name.clone(),
                    first_name: who.first_name.clone(),
                    birth_date: who.birth_date.to_string(),
                    email: who.email.clone(),
                    owner: if grown { NewOwner::Client } else { NewOwner::Later },
                    site: row.site_id.map(SiteId),
                    primary_clinician: Some(StaffId(row.staff_id)),
                    invite: invite && grown,
                    another,
                    child: false,
                    package: NewClientPackage::Usual,
                };
                let fresh = staff.charts().await?.prepare(&draft).await?;
                let write = staff.write().await?;
                let new = fresh.put_in(staff, &write).await?;
                let (chart, write) = (new.id(), Change::of_new(staff, write, &new).await?);
                let appointment = self.approve_prospect(write, id, &who, "in a new chart").await?;
                Ok(Some(Approved { appointment, chart, new: Some(new) }))
            }
            ProspectAnswer::Attach(chart) => {
                let write = staff.chart(chart, Act::ManageAppointments).await?.change(None).await?;
                let appointment = self.approve_prospect(write, id, &who, "in a chart").await?;
                Ok(Some(Approved { appointment, chart, new: None }))
            }
            ProspectAnswer::Deny => {
                let write = staff.write().await?;
                let row = held(&write, id.0).await?;
                settle(&staff.practice, &write, &row, (ProspectState::Denied, Some(staff.member.id)), &who, MailKind::ProspectDenied)
                    .await?;
                write.commit(Event::of(AuditAct::ProspectDenied).subject(id)).await?;
                staff.practice.ring_for_mail();
                Ok(None)
            }
        }
    }

    async fn approve_prospect(
        &self,
        write: Change<'_, Staff>,
        id: ProspectId,
        who: &Prospective,
        detail: &str,
    ) -> Result<AppointmentId, Error> {
        let practice = &self.0.practice;
        let row = held(&write, id.0).await?;
        if row.ends_at <= write.at() {
            return Err(Refusal::InThePast.into());
        }
        take::hold(&write, &[row.staff_id]).await?;
        // First the request lets go of the time, then the appointment takes it.
        answer(&write, &row, (ProspectState::Approved, Some(self.0.member.id))).await?;
        let (appointment, said) = (practice.randomness.id(), format!("{}\n{}", who.reason, who.phone));
        let remark = sealed(practice, "appointments.remark", appointment, Some(&said));
        let booked = Model { id: appointment, chart_id: write.chart(), remark, ..self.appointment(&row, appointment, Some(write.at())) };
        let booked = take::insert(&write, booked).await?;
        charts::record_phone(&write, &who.phone).await?;
        let answered = prospects::by_id(write.db(), row.id).await?.ok_or(Error::NotFound)?;
        let answered = prospects::Model { appointment_id: Some(booked.id), ..answered };
        answered.into_active_model().reset_all().update(write.db()).await?;
        tell::tell_pages(&write, &booked);
        tell::tell_clients(&write, &booked, MailKind::AppointmentBooked).await?;
        tell_newcomer(practice, &write, (&row, Some(booked.id)), who, MailKind::ProspectBooked).await?;
        write.commit(Event::of(AuditAct::ProspectApproved).subject(id).detail(detail)).await?;
        practice.ring_for_mail();
        Ok(AppointmentId(appointment))
    }

    /// The appointment that it would be.
    fn appointment(&self, row: &prospects::Model, id: Uuid, now: Option<DateTime<Utc>>) -> Model {
        Model {
            id,
            chart_id: Uuid::nil(),
            staff_id: row.staff_id,
            type_id: row.type_id,
            site_id: row.site_id,
            kind: row.kind,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            busy_from: row.busy_from,
            busy_to: row.busy_to,
            state: By(State::Booked),
            request: None,
            version: 1,
            sequence: 0,
            held_until: None,
            series_id: None,
            left_series_at: None,
            replaces_id: None,
            texts_wanted_at: None,
            remark: None,
            reason: None,
            video: None,
            created_at: now.unwrap_or(row.asked_at),
            created_by_staff: Some(self.0.member.id),
            created_by_account: None,
        }
    }
}

impl System {
    /// Ends requests of newcomers whose time is up. Done twice, it changes nothing more.
    pub(super) async fn expire_prospects(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let now = practice.clock.now();
        for id in prospects::lapsed(practice.db.read(), now, PORTION).await? {
            let write = practice.db.write(self.stamp()).await?;
            // Somebody may have answered meanwhile.
            let row = match held(&write, id).await {
                Ok(row) => row,
                Err(Error::Refused(_)) => continue,
                Err(error) => return Err(error),
            };
            let who = who(practice, &row)?;
            settle(practice, &write, &row, (ProspectState::Expired, None), &who, MailKind::ProspectExpired).await?;
            write.commit(Event::of(AuditAct::ProspectExpired).subject(id)).await?;
        }
        Ok(())
    }
}

fn who(practice: &Practice, row: &prospects::Model) -> Result<Prospective, Error> {
    serde_json::from_slice(&practice.sealer.open(Place("prospects.about", row.id), &row.about)?).map_err(Error::unexpected)
}

/// It waits still, and nobody else answers it.
async fn held(write: &Write, id: Uuid) -> Result<prospects::Model, Error> {
    let row = prospects::for_update(&**write, id).await?;
    row.filter(|row| row.state.0 == ProspectState::Waiting).ok_or_else(|| Refusal::ChangedMeanwhile.into())
}

/// Lets go of its time, takes it off the To-do, and tells whoever asked.
async fn settle(
    practice: &Practice,
    write: &Write,
    row: &prospects::Model,
    answer_of: (ProspectState, Option<Uuid>),
    who: &Prospective,
    mail: MailKind,
) -> Result<(), Error> {
    answer(write, row, answer_of).await?;
    tell_newcomer(practice, write, (row, None), who, mail).await
}

/// The request lets go of its time, and waits for nobody any more.
async fn answer(write: &Write, row: &prospects::Model, (state, by): (ProspectState, Option<Uuid>)) -> Result<(), Error> {
    let now = prospects::Model { state: By(state), answered_at: Some(write.at()), answered_by: by, ..row.clone() };
    now.into_active_model().reset_all().update(&**write).await?;
    notices::close_tasks(write, notices::About::Appointment(row.id)).await?;
    write.tell(Happening::of(EventKind::AppointmentsChanged));
    Ok(())
}

/// By mail: they have nothing else of ours. One that says that it is booked says when, and brings it for their calendar.
async fn tell_newcomer(
    practice: &Practice,
    write: &Write,
    (row, appointment): (&prospects::Model, Option<Uuid>),
    who: &Prospective,
    mail: MailKind,
) -> Result<(), Error> {
    let address = EmailAddress::lenient(&who.email)?;
    let out = Outgoing { prospect: Some(row.id), appointment, ..Outgoing::new(mail, &address, PAGE.into()) };
    notices::queue_to(practice, write, out).await?;
    Ok(())
}
