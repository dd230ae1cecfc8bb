//! Charges: from a completed appointment by one click, and by hand; taken back, and taken off.

use super::{
    StaffBilling,
    books::{self, For},
    table::{charges, diagnoses, fees},
};
use crate::{
    actors::Staff,
    appointments::{self, Served},
    audit::Event,
    dates,
    error::{Error, taken},
    events::Happening,
    in_chart::{Change, Within},
    practice::Practice,
    sealing::Place,
    sign_in,
};
use chrono::{DateTime, TimeZone, Utc};
use domain::{
    Act,
    appointments::ContactKind,
    audit::AuditAct,
    billing::{Book, ChargeDraft, Diagnosis, EntryKind, Fee, Part, PlaceOfService, Refusal, may_take_off, read_amount, read_reason},
    events::EventKind,
    ids::{AppointmentId, ChargeId, ChartId, DiagnosisId, FeeId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// A service that is charged.
struct Service {
    appointment: Option<Uuid>,
    staff: Uuid,
    at: DateTime<Utc>,
    minutes: Option<u16>,
    zone: String,
    location: String,
    fee: Fee,
}

impl StaffBilling<'_> {
    /// **Charge**: a completed appointment, once, by the fee schedule or the price of its type.
    pub async fn charge_appointment(&self, chart: ChartId, id: AppointmentId) -> Result<ChargeId, Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::ChargeServices).await?;
        let zone = self.zone().await?;
        let write = chart.change(None).await?;
        let Some(served) = appointments::served_one(&write, zone, id.0).await? else {
            if !appointments::is_there(&write, id.0).await? {
                return Err(write.not_found("appointments").await);
            }
            return Err(Refusal::NotCompleted.into());
        };
        if !charges::charged(&write, vec![served.id]).await?.is_empty() {
            return Err(Refusal::ChargedAlready.into());
        }
        let fee = fee_for(&served, &fees::used(write.db()).await?).ok_or(Refusal::NoPrice)?;
        let service = Service {
            appointment: Some(served.id),
            staff: served.staff_id,
            at: served.starts_at,
            minutes: Some(served.minutes),
            zone: served.zone.name().to_owned(),
            location: location(&served),
            fee,
        };
        let id = put_in(&write, service).await?;
        commit(write, id, AuditAct::ServiceCharged).await
    }

    /// A charge by hand.
    pub async fn charge_by_hand(&self, chart: ChartId, draft: &ChargeDraft) -> Result<ChargeId, Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::ChargeServices).await?;
        let zone = self.zone().await?;
        let today = dates::today(staff.practice.clock.now(), zone);
        let fee = match draft.fee.parse::<FeeId>() {
            Ok(id) => fees::by_id(chart.db(), id.0).await?.filter(|row| row.ended_at.is_none()).map(|row| row.fee()),
            Err(_) => None,
        };
        let new = draft.read(fee.as_ref(), today)?;
        let clinician = sign_in::member(chart.db(), new.clinician.0).await?;
        if !clinician.is_some_and(|member| member.roles.0.iter().any(|role| role.treats())) {
            return Err(Refusal::ClinicianMissing.into());
        }
        let local = new.day.and_time(new.time);
        let at = zone.from_local_datetime(&local).earliest().ok_or(Refusal::DayUnfit)?.with_timezone(&Utc);
        let write = chart.change(None).await?;
        let service = Service {
            appointment: None,
            staff: new.clinician.0,
            at,
            minutes: None,
            zone: zone.name().to_owned(),
            location: new.location,
            fee: new.fee,
        };
        let id = put_in(&write, service).await?;
        commit(write, id, AuditAct::ServiceCharged).await
    }

    /// Takes a charge back that was a mistake, as long as nothing of it is paid or taken off.
    pub async fn void(&self, chart: ChartId, id: ChargeId, reason: &str) -> Result<(), Error> {
        let reason = read_reason(reason)?;
        let (write, row) = self.held(chart, id).await?;
        if row.voided_at.is_some() || row.balance_cents != row.billed_cents {
            return Err(Refusal::ChargePaid.into());
        }
        let part = Part { charge: row.id, cents: row.billed_cents };
        books::check_spoken_for(&write, &[part]).await?;
        books::enter(&write, EntryKind::Void, Book::Income, part, For { reason: Some(&reason), ..For::default() }).await?;
        charges::void(&write, row.id).await?;
        super::settle::close_paid(&write).await?;
        commit(write, row.id, AuditAct::ChargeVoided).await.map(drop)
    }

    /// Takes something off what is open of a charge: an adjustment, a write-off.
    pub async fn take_off(&self, chart: ChartId, id: ChargeId, amount: &str, reason: &str) -> Result<(), Error> {
        let (cents, reason) = match (read_amount(amount), read_reason(reason)) {
            (Ok(cents), Ok(reason)) => (cents, reason),
            (cents, reason) => return Err(cents.err().into_iter().chain(reason.err()).collect::<Vec<_>>().into()),
        };
        let (write, row) = self.held(chart, id).await?;
        may_take_off(cents, row.balance_cents, i64::MAX, 0)?;
        let part = Part { charge: row.id, cents };
        books::check_spoken_for(&write, &[part]).await?;
        books::enter(&write, EntryKind::Adjustment, Book::WriteOff, part, For { reason: Some(&reason), ..For::default() }).await?;
        super::settle::close_paid(&write).await?;
        commit(write, row.id, AuditAct::ChargeAdjusted).await.map(drop)
    }

    async fn held(&self, chart: ChartId, id: ChargeId) -> Result<(Change<'_, Staff>, charges::Model), Error> {
        let chart = self.0.chart(chart, Act::ManageBilling).await?;
        chart.change(None).await?.one::<charges::Entity>(id).await
    }

    /// Adds a diagnosis: charges from now on carry it.
    pub async fn add_diagnosis(&self, chart: ChartId, code: &str, words: &str) -> Result<(), Error> {
        let chart = self.0.chart(chart, Act::ChargeServices).await?;
        let (code, words) = Diagnosis::read(code, words)?;
        let write = chart.change(None).await?;
        if standing_diagnoses(&write, write.practice()).await?.iter().any(|known| known.code == code) {
            return Err(Refusal::DiagnosisTaken.into());
        }
        let id = write.practice().randomness.id();
        diagnoses::ActiveModel {
            id: Set(id),
            chart_id: Set(write.chart()),
            words: Set(write.practice().sealer.seal_value(Place("diagnoses.words", id), &(code, words))),
            added_at: Set(write.at()),
            added_by: Set(self.0.member.id),
            ended_at: Set(None),
        }
        .insert(write.db())
        .await?;
        write.commit(Event::of(AuditAct::DiagnosisChanged).subject(id).detail("added")).await
    }

    /// What is charged stays as it is.
    pub async fn end_diagnosis(&self, chart: ChartId, id: DiagnosisId) -> Result<(), Error> {
        let chart = self.0.chart(chart, Act::ChargeServices).await?;
        let (write, row) = chart.change(None).await?.one::<diagnoses::Entity>(id).await?;
        diagnoses::end(&write, row.id).await?;
        write.commit(Event::of(AuditAct::DiagnosisChanged).subject(id).detail("ended")).await
    }
}

/// What a completed appointment costs: as the schedule says of its code, or as its type does.
pub(super) fn fee_for(served: &Served, schedule: &[fees::Model]) -> Option<Fee> {
    let place = if served.kind == ContactKind::InPerson { PlaceOfService::Office } else { PlaceOfService::TelehealthAtHome };
    if let Some(row) = served.code.as_ref().and_then(|code| schedule.iter().find(|row| row.code.eq_ignore_ascii_case(code))) {
        let fee = row.fee();
        return Some(Fee { place: fee.place.or(Some(place)), ..fee });
    }
    let price_cents = served.price_cents.filter(|cents| *cents > 0)?;
    let code = served.code.clone().unwrap_or_else(|| "SERVICE".into());
    Some(Fee { code, description: served.type_name.clone(), price_cents, units: 1, modifiers: String::new(), place: Some(place) })
}

fn location(served: &Served) -> String {
    match (served.kind, &served.site) {
        (ContactKind::Video, _) => "By video".into(),
        (ContactKind::Phone, _) => "By phone".into(),
        (ContactKind::InPerson, Some(site)) => site.clone(),
        (ContactKind::InPerson, None) => "In person".into(),
    }
}

/// The charge, and its entry in the ledger. Whoever is second is told that it is charged.
async fn put_in(write: &Change<'_, Staff>, service: Service) -> Result<Uuid, Error> {
    let practice = write.practice();
    let id = practice.randomness.id();
    let standing: Vec<String> = standing_diagnoses(write, practice)
        .await?
        .into_iter()
        .map(|of| format!("{} {}", of.code, of.words).trim_end().to_owned())
        .collect();
    let fee = service.fee;
    charges::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        appointment_id: Set(service.appointment),
        invoice_id: Set(None),
        staff_id: Set(service.staff),
        served_at: Set(service.at),
        minutes: Set(service.minutes.map(Into::into)),
        zone: Set(service.zone),
        location: Set(service.location),
        code: Set(fee.code),
        description: Set(fee.description),
        modifiers: Set(fee.modifiers),
        units: Set(fee.units.into()),
        place: Set(fee.place.unwrap_or(PlaceOfService::Office).name().to_owned()),
        diagnoses: Set(practice.sealer.seal_value(Place("charges.diagnoses", id), &standing)),
        amount_cents: Set(fee.price_cents * i64::from(fee.units)),
        charged_at: Set(write.at()),
        charged_by: Set(write.actor().member.id),
        ..Default::default()
    }
    .insert(write.db())
    .await
    .map_err(taken(Refusal::ChargedAlready))?;
    let cents = fee.price_cents * i64::from(fee.units);
    books::enter(write, EntryKind::Charge, Book::Income, Part { charge: id, cents }, For::default()).await?;
    Ok(id)
}

async fn commit(write: Change<'_, Staff>, id: Uuid, act: AuditAct) -> Result<ChargeId, Error> {
    write.tell(Happening::of(EventKind::BillingChanged).subject(id));
    write.commit(Event::of(act).subject(id)).await?;
    Ok(ChargeId(id))
}

/// What the client is treated for now.
pub(super) async fn standing_diagnoses(chart: &impl Within, practice: &Practice) -> Result<Vec<Diagnosis>, Error> {
    let read = |row: diagnoses::Model| -> Result<Diagnosis, Error> {
        let (code, words) = practice.sealer.open_value(Place("diagnoses.words", row.id), &row.words)?;
        Ok(Diagnosis { id: DiagnosisId(row.id), code, words })
    };
    diagnoses::standing(chart).await?.into_iter().map(read).collect()
}

/// Those that a charge carries: "F41.1 Generalized anxiety disorder".
pub(super) fn diagnoses_of(practice: &Practice, row: &charges::Model) -> Result<Vec<String>, Error> {
    Ok(practice.sealer.open_value(Place("charges.diagnoses", row.id), &row.diagnoses)?)
}
