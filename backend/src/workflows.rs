//! Workflows: what the practice does by itself, when, and in which words.
//!
//! A workflow is a row, and what is done of it a job: a row under a key of workflow, subject and moment, written in the transaction that
//! puts the mail or the text into the outbox. So nothing is done twice, whichever process looks and whatever its clock does. What waits is
//! looked at once more when it leaves (`stands`), and its words are made then (`said`). Other rooms bring the subjects.

mod further;
mod history;
mod invoices;
mod paperwork;
mod remind;
mod setup;
mod signatures;
mod stops;
mod switches;
mod table;
mod waiting;

pub(crate) use further::{invited, not_invited};
pub(crate) use invoices::remind_of_invoice;
pub(crate) use paperwork::{form_expiry, new_client_package, records_within};
pub use setup::StaffWorkflows;
pub(crate) use switches::{has_package, switch_form_reminder, switch_new_clients, switches};
#[cfg(test)]
pub(crate) use table::ask_all_day;

use crate::{
    appointments, billing, charts, dates, documents, error::Error, forms, invites, notices::Mail, practice::Practice, settings, stored::By,
    system::System,
};
use chrono::{DateTime, Days, Duration, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::{
    invites::Scope,
    notices::MailKind,
    settings::PracticeSettings,
    workflows::{FormReminder, InvoiceReminder, SignatureReminder, Told, Workflow, WorkflowKind},
};
use sea_orm::ConnectionTrait;
use table::{jobs, stops as stopped, workflows};

/// As the practice has decided, or as it is from the start.
async fn load(db: &impl ConnectionTrait, kind: WorkflowKind) -> Result<Workflow, Error> {
    let Some(row) = workflows::of(db, kind).await? else { return Ok(Workflow::usual(kind)) };
    let hours = row.hours.split_whitespace().map(str::parse).collect::<Result<_, _>>().map_err(Error::unexpected)?;
    Ok(Workflow { kind, on: row.off_since.is_none(), hours, mail: row.mail, text: row.words })
}

/// Whether there is still a reason for what waits in the outbox: the workflow is on, the appointment agreed on at that time and ahead, and
/// who would be told sees it, or has that number; a form waits still. A test of one's own always stands.
pub(crate) async fn stands(practice: &Practice, system: &System, mail: &Mail) -> Result<bool, Error> {
    let db = practice.db.read();
    let Some(job) = jobs::of_mail(db, mail.id).await? else { return Ok(mail.staff_id.is_some()) };
    let By(kind) = job.kind;
    if kind == WorkflowKind::FormReminder {
        return Ok(paperwork::form_reminder(db).await?.on && forms::mail_stands(db, mail.id).await?);
    }
    let (chart, now) = (system.chart(job.chart_id), practice.clock.now());
    if kind == WorkflowKind::InvoiceReminder {
        let open = settings::load(practice).await?.billing.reminders && billing::is_open(&chart, job.subject_id).await?;
        return Ok(open && invites::readers(&chart, Scope::Billing, now).await?.iter().any(|grant| Some(grant.id) == mail.grant_id));
    }
    if kind == WorkflowKind::SignatureReminder {
        let grant = documents::waits_for(&chart, job.subject_id, job.moment.date_naive(), now).await?;
        return Ok(signatures::reminder(db).await?.on && grant.is_some_and(|grant| Some(grant.id) == mail.grant_id));
    }
    let agreed = appointments::agreed(&chart, job.subject_id).await?;
    if !load(db, kind).await?.on || !agreed.is_some_and(|agreed| agreed.starts_at == job.moment && agreed.starts_at > now) {
        return Ok(false);
    }
    if mail.kind() == Some(MailKind::ReminderText) {
        let number = charts::text_number(&chart).await?;
        return Ok(number.as_deref() == Some(&mail.address) && !stopped::is_there(db, &mail.address).await?);
    }
    Ok(invites::readers(&chart, Scope::Appointments, now).await?.iter().any(|grant| Some(grant.id) == mail.grant_id))
}

/// What a mail or a text says, paragraph by paragraph: of the moment for which it was written. Nothing where it is none of ours.
pub(crate) async fn said(practice: &Practice, settings: &PracticeSettings, discreet: bool, mail: &Mail) -> Result<Vec<String>, Error> {
    let db = practice.db.read();
    // Who has no account reads nowhere else when it is.
    if let (Some(MailKind::ProspectBooked), Some(id)) = (mail.kind(), mail.appointment_id)
        && let Some((starts_at, zone)) = appointments::starts_at(db, settings, id).await?
    {
        let Told { day, time, .. } = told(settings, starts_at, zone);
        return Ok(vec![format!("It is on {day} at {time}.")]);
    }
    let Some(kind) = mail.kind().filter(|kind| MailKind::REMINDERS.contains(kind)) else { return Ok(Vec::new()) };
    if kind == MailKind::FormReminder {
        let due = jobs::of_mail(db, mail.id).await?.map_or(practice.clock.now() + Duration::days(1), |job| job.moment);
        let words = paperwork::form_reminder(db).await?.mail;
        let words = if discreet { FormReminder::DISCREET } else { &words };
        return Ok(FormReminder::mail_for(words, &settings.name, &settings.dates.day(due.date_naive())));
    }
    if kind == MailKind::InvoiceReminder {
        let due = jobs::of_mail(db, mail.id).await?.map_or_else(|| practice.clock.now(), |job| job.moment);
        let words = further::invoice_reminder(db, settings).await?.mail;
        let words = if discreet { InvoiceReminder::DISCREET } else { &words };
        return Ok(InvoiceReminder::mail_for(words, &settings.name, &settings.dates.day(due.date_naive())));
    }
    if kind == MailKind::SignatureReminder {
        let due = jobs::of_mail(db, mail.id).await?.map_or_else(|| practice.clock.now(), |job| job.moment);
        let words = signatures::reminder(db).await?.mail;
        let words = if discreet { SignatureReminder::DISCREET } else { &words };
        return Ok(SignatureReminder::mail_for(words, &settings.name, &settings.dates.weekday(due.date_naive())));
    }
    let (of, told) = match jobs::of_mail(db, mail.id).await? {
        Some(job) => (job.kind.0, told(settings, job.moment, appointments::zone_of(db, settings, job.subject_id).await?)),
        None => (WorkflowKind::AppointmentReminder, sample(settings, practice.clock.now())),
    };
    let workflow = if discreet { Workflow::discreet(of) } else { load(db, of).await? };
    Ok(if kind.is_text() { vec![workflow.text_for(&told)] } else { workflow.mail_for(&told) })
}

/// By the clock of the place.
fn told(settings: &PracticeSettings, at: DateTime<Utc>, zone: Tz) -> Told {
    let at = dates::moment(at, zone);
    Told { practice: settings.name.clone(), day: settings.dates.weekday(at.day()), time: format!("{} {}", at.clock(), at.zone) }
}

/// Tomorrow at ten.
fn sample(settings: &PracticeSettings, now: DateTime<Utc>) -> Told {
    let zone = dates::zone(&settings.zone);
    let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
    let at = zone.from_local_datetime(&(dates::today(now, zone) + Days::new(1)).and_time(ten)).earliest();
    told(settings, at.map_or(now, |at| at.to_utc()), zone)
}
