//! Settings: what the practice decides about its portal. One row, read by everybody, changed by few.

mod branding;
mod patterns;
mod supervision;
mod table;
mod team;

pub use branding::{Brand, BrandFile};
pub(crate) use branding::{Look, look, look_of};

use crate::{
    actors::Staff,
    audit::Event,
    dates::{self, Local},
    db::Write,
    error::Error,
    notices::{self, Letter, Outgoing},
    practice::Practice,
    sealing::{Place, Sealer},
    secrets::sha256_of_parts,
    sign_in,
    stored::By,
    system::System,
};
use domain::{
    Act,
    appointments::Scheduling,
    audit::AuditAct,
    billing::BillingRules,
    charts::{EmailAddress, tidy},
    dates::{Calendar, DateOrder},
    invites::WAIT_FOR_HANDOVER,
    notices::MailKind,
    settings::{AccessRules, Communications, Features, Help, PracticeSettings, Refusal, SettingsPart, WelcomeMail, check, telling_words},
    sign_in::StepUpScope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr, IntoActiveModel};
use uuid::Uuid;

/// The number of a practice's first chart.
const FIRST_CHART: i64 = 20_001;
const FIRST_INVOICE: i64 = 1_001;
const FIRST_RECEIPT: i64 = 5_001;

impl Staff {
    pub async fn settings(&self) -> Result<StaffSettings<'_>, Error> {
        self.may(Act::ChangeSettings, "settings").await?;
        Ok(StaffSettings(self))
    }
}

/// Settings, in the hands of somebody who may change them.
pub struct StaffSettings<'a>(pub(crate) &'a Staff);

impl StaffSettings<'_> {
    pub async fn read(&self) -> Result<PracticeSettings, Error> {
        let settings = load(&self.0.practice).await?;
        self.0.record(Event::of(AuditAct::SettingsOpened)).await?;
        Ok(settings)
    }

    /// Changes all of them at once, unless somebody else did so after this version was read.
    pub async fn change(&self, settings: PracticeSettings) -> Result<(), Error> {
        self.change_part(None, settings).await
    }

    /// Changes what one form holds of them.
    pub async fn change_part(&self, part: Option<SettingsPart>, settings: PracticeSettings) -> Result<(), Error> {
        let write = self.0.write().await?;
        // Read inside the transaction: the form's version decides.
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        let now = read(row.clone())?;
        let version = settings.version.clone();
        let settings = tidied(part.map_or_else(|| settings.clone(), |part| part.put(settings.clone(), now.clone())));
        let mut refusals = check(&settings).err().unwrap_or_default();
        if settings.zone.parse::<chrono_tz::Tz>().is_err() {
            refusals.push(Refusal::ZoneUnknown);
        }
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        if !version.is_empty() && version != now.version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // Who may come in, and how, is changed by who has just proved who they are.
        if now.access != settings.access {
            self.0.proved(StepUpScope::Settings)?;
        }
        table::ActiveModel {
            name: Set(settings.name.trim().to_owned()),
            zone: Set(settings.zone),
            date_order: Set(Some(By(settings.dates))),
            help: Set(json(&settings.help)),
            features: Set(json(&settings.features)),
            access: Set(json(&settings.access)),
            ..row.into_active_model()
        }
        .update(&*write)
        .await?;
        Ok(write.commit(Event::of(AuditAct::SettingsChanged)).await?)
    }
}

impl crate::actors::Visitor {
    /// In which order the practice writes dates, and which day it is there.
    pub async fn calendar(&self) -> Result<Calendar, Error> {
        let settings = self.practice_settings().await?;
        Ok(Calendar { order: settings.dates, today: dates::today(self.practice.clock.now(), dates::zone(&settings.zone)) })
    }

    /// The practice's name and how to reach it: what stands on the pages before sign-in.
    pub async fn practice_name(&self) -> Result<(String, Help), Error> {
        let settings = load(&self.practice).await?;
        Ok((settings.name, settings.help))
    }
}

impl StaffSettings<'_> {
    /// The practice's settings, and the names that its welcome mail should not hold.
    pub async fn welcome(&self) -> Result<(WelcomeMail, Vec<String>), Error> {
        let welcome = self.read().await?.welcome;
        Ok((welcome, clinicians(&self.0.practice).await?))
    }

    /// Changes the words of the **Welcome Email**. Those that tell of health or name a clinician are kept only by who has been told (IC-07).
    pub async fn change_welcome(&self, welcome: &WelcomeMail, told: &str) -> Result<(), Error> {
        let welcome = welcome.tidied();
        welcome.check()?;
        let telling = telling_words(&welcome.whole(), &clinicians(&self.0.practice).await?);
        if telling.iter().any(|word| told.split(", ").all(|known| known != word)) {
            return Err(Refusal::WelcomeTells.into());
        }
        let write = self.0.write().await?;
        let row = table::only(&*write).await?.ok_or(Error::NotFound)?;
        table::ActiveModel { welcome: Set(json(&welcome)), ..row.into_active_model() }.update(&*write).await?;
        Ok(write.commit(Event::of(AuditAct::SettingsChanged).detail("welcome mail")).await?)
    }

    /// Changes how clients and staff write to each other.
    pub async fn change_communications(&self, communications: Communications) -> Result<(), Error> {
        let line = |line: &str| Some(tidy(line)).filter(|line| !line.is_empty());
        let communications =
            Communications { answer: tidy(&communications.answer), away: communications.away.as_deref().and_then(line), ..communications };
        communications.check()?;
        let write = self.0.write().await?;
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        table::ActiveModel { communications: Set(json(&communications)), ..row.into_active_model() }.update(&*write).await?;
        let mode = communications.mode.name();
        Ok(write.commit(Event::of(AuditAct::SettingsChanged).detail(format!("communications: {mode}"))).await?)
    }

    /// Changes what the practice decides about appointments.
    pub async fn change_scheduling(&self, scheduling: Scheduling) -> Result<(), Error> {
        let video_url = scheduling.video_url.as_deref().map(tidy).filter(|url| !url.is_empty());
        let scheduling = Scheduling { video_url, ..scheduling };
        scheduling.check()?;
        let write = self.0.write().await?;
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        table::ActiveModel { scheduling: Set(json(&scheduling)), ..row.into_active_model() }.update(&*write).await?;
        let of_clients = if scheduling.self_scheduling { "on" } else { "off" };
        Ok(write.commit(Event::of(AuditAct::SettingsChanged).detail(format!("appointments: self-scheduling {of_clients}"))).await?)
    }

    /// Changes what the practice decides about money.
    pub async fn change_billing(&self, rules: BillingRules) -> Result<(), Error> {
        let rules = rules.read()?;
        let write = self.0.write().await?;
        let row = table::for_update(&*write).await?.ok_or(Error::NotFound)?;
        table::ActiveModel { billing: Set(json(&rules)), ..row.into_active_model() }.update(&*write).await?;
        let word = |on: bool| if on { "on" } else { "off" };
        let detail = format!("billing: payments {}, cards {}", word(rules.payments), word(rules.cards));
        Ok(write.commit(Event::of(AuditAct::SettingsChanged).detail(detail)).await?)
    }

    /// **Preview Welcome Email**: as it is sent, with a link that opens nothing.
    pub async fn preview_welcome(&self) -> Result<MailPreview, Error> {
        let practice = &self.0.practice;
        let letter = Letter::write(MailKind::Invitation, &load(practice).await?, false, &sample_link(practice), &[])?;
        self.0.record(Event::of(AuditAct::SettingsOpened).detail("welcome mail")).await?;
        Ok(MailPreview { subject: letter.subject, html: letter.html, text: letter.text })
    }

    /// **Send Sample Welcome Email**: to oneself, with a link that opens nothing.
    /// Says whether it has left, or soon will as far as one knows.
    pub async fn send_sample(&self) -> Result<bool, Error> {
        let staff = self.0;
        let write = staff.write().await?;
        let address = EmailAddress::lenient(&staff.member.email)?;
        let mail = Outgoing { staff: Some(staff.member.id), ..Outgoing::new(MailKind::Invitation, &address, SAMPLE.into()) };
        let mail = notices::queue_to(&staff.practice, &write, mail).await?;
        write.commit(Event::of(AuditAct::SampleSent).subject(staff.member.id)).await?;
        staff.practice.ring_for_mail();
        notices::wait_for_handover(&staff.practice, mail, WAIT_FOR_HANDOVER).await?;
        let at = Local { now: staff.practice.clock.now(), zone: dates::zone(&load(&staff.practice).await?.zone) };
        Ok(notices::undelivered_to(staff.practice.db.read(), staff.member.id, at).await?.is_none())
    }
}

impl System {
    /// Whether everything here is made up.
    pub async fn is_demo(&self) -> Result<bool, Error> {
        is_demo(&self.practice).await
    }
}

/// A mail as it would be sent.
pub struct MailPreview {
    pub subject: String,
    pub html: String,
    pub text: String,
}

/// Where the button of a sample leads: to the page for links that nobody knows.
const SAMPLE: &str = "/register/sample";

fn sample_link(practice: &Practice) -> String {
    format!("{}{SAMPLE}", practice.public_url)
}

/// What the practice has decided.
pub(crate) async fn load(practice: &Practice) -> Result<PracticeSettings, Error> {
    read(table::only(practice.db.read()).await?.ok_or(Error::NotFound)?)
}

fn read(row: table::Model) -> Result<PracticeSettings, Error> {
    Ok(PracticeSettings {
        version: version(&row),
        name: row.name,
        dates: row.date_order.map_or_else(|| DateOrder::usual_in(&row.zone), |By(order)| order),
        zone: row.zone,
        help: serde_json::from_str(&row.help).map_err(Error::unexpected)?,
        features: serde_json::from_str(&row.features).map_err(Error::unexpected)?,
        access: serde_json::from_str(&row.access).map_err(Error::unexpected)?,
        communications: serde_json::from_str(&row.communications).map_err(Error::unexpected)?,
        scheduling: serde_json::from_str(&row.scheduling).map_err(Error::unexpected)?,
        billing: serde_json::from_str(&row.billing).map_err(Error::unexpected)?,
        welcome: serde_json::from_str(&row.welcome).map_err(Error::unexpected)?,
        branding: serde_json::from_str(&row.branding).map_err(Error::unexpected)?,
    })
}

/// Tells one state of what stands on the settings page from any other. The words of the Welcome Email have a page of their own.
fn version(row: &table::Model) -> String {
    let order = row.date_order.map_or("", |By(order)| order.name());
    let parts = [&row.name, &row.zone, order, &row.help, &row.features, &row.access];
    hex::encode(&sha256_of_parts(&parts.map(|part| part.as_bytes()))[..8])
}

/// Those who treat clients, by name.
async fn clinicians(practice: &Practice) -> Result<Vec<String>, Error> {
    let team = sign_in::team(practice.db.read()).await?;
    Ok(team.into_iter().filter(|member| member.roles.0.iter().any(|role| role.treats())).map(|member| member.full_name()).collect())
}

/// What a workflow turns on and off.
pub(crate) enum Switch {
    Invites(bool),
    InvoiceReminders(bool),
}

/// Turns one of them, in the transaction that tells of it.
pub(crate) async fn switch(write: &Write, to: Switch) -> Result<(), Error> {
    let row = table::for_update(&**write).await?.ok_or(Error::NotFound)?;
    let mut now = read(row.clone())?;
    let mut row = row.into_active_model();
    match to {
        Switch::Invites(on) => {
            now.access.invites_new_clients = on;
            row.access = Set(json(&now.access));
        }
        Switch::InvoiceReminders(on) => {
            now.billing.reminders = on;
            row.billing = Set(json(&now.billing));
        }
    }
    row.update(&**write).await?;
    Ok(())
}

/// Whether everything here is made up.
pub(crate) async fn is_demo(practice: &Practice) -> Result<bool, Error> {
    Ok(table::only(practice.db.read()).await?.is_some_and(|row| row.demo_since.is_some()))
}

/// Gives out the next chart number.
pub(crate) async fn take_chart_number(write: &Write) -> Result<i64, Error> {
    Ok(table::take_number(&**write).await?)
}

/// Gives out so many chart numbers in a row, and tells the first.
pub(crate) async fn take_chart_numbers(write: &Write, many: i64) -> Result<i64, Error> {
    Ok(table::take_numbers(&**write, many).await?)
}

/// The number of an invoice.
pub(crate) async fn take_invoice_number(write: &Write) -> Result<i64, Error> {
    Ok(table::take_invoice_number(&**write).await?)
}

/// The number of a receipt.
pub(crate) async fn take_receipt_number(write: &Write) -> Result<i64, Error> {
    Ok(table::take_receipt_number(&**write).await?)
}

const KEY_CHECK: Place = Place("practice.key_check", Uuid::nil());

/// Whether the master key is the one that this practice was sealed with; nothing is known of a practice that is not there yet.
pub(crate) async fn key_fits(practice: &Practice) -> Result<Option<bool>, DbErr> {
    let row = table::only(practice.db.read()).await?;
    Ok(row.map(|row| opens(&practice.sealer, &row.key_check)))
}

/// What was sealed when the practice was new.
pub(crate) async fn key_check(db: &impl ConnectionTrait) -> Result<Option<Vec<u8>>, DbErr> {
    Ok(table::only(db).await?.map(|row| row.key_check))
}

/// Whether a master key opens it.
pub(crate) fn opens(sealer: &Sealer, key_check: &[u8]) -> bool {
    sealer.open(KEY_CHECK, key_check).is_ok()
}

/// Writes the one row where the practice is new.
pub(crate) async fn ensure(practice: &Practice, system: &System) -> Result<(), DbErr> {
    if table::only(practice.db.read()).await?.is_some() {
        return Ok(());
    }
    let write = practice.db.write(system.stamp()).await?;
    table::ActiveModel {
        id: Set(1),
        name: Set("Your practice".into()),
        zone: Set("America/New_York".into()),
        help: Set(json(&Help { crisis: "Call or text 988".into(), ..Help::default() })),
        features: Set(json(&Features::default())),
        next_chart_number: Set(FIRST_CHART),
        demo_since: Set(None),
        opened_at: Set(practice.clock.now()),
        access: Set(json(&AccessRules::default())),
        welcome: Set("{}".into()),
        communications: Set("{}".into()),
        scheduling: Set("{}".into()),
        billing: Set("{}".into()),
        branding: Set("{}".into()),
        next_invoice_number: Set(FIRST_INVOICE),
        next_receipt_number: Set(FIRST_RECEIPT),
        key_check: Set(practice.sealer.seal(KEY_CHECK, b"")),
        date_order: Set(None),
    }
    .insert(&*write)
    .await?;
    write.commit(Event::of(AuditAct::PracticeOpened)).await
}

/// Makes it the demo practice.
pub(crate) async fn make_demo(practice: &Practice, write: &Write, name: &str, help: &Help) -> Result<(), Error> {
    let row = table::only(&**write).await?.ok_or(Error::NotFound)?;
    table::ActiveModel {
        name: Set(name.to_owned()),
        help: Set(json(help)),
        demo_since: Set(Some(practice.clock.now())),
        // Who tries the demo has no phone to set up first.
        access: Set(json(&AccessRules { staff_need_factor: false, ..AccessRules::default() })),
        ..row.into_active_model()
    }
    .update(&**write)
    .await?;
    Ok(())
}

/// Without spaces at the ends and what cannot be seen; an empty line is none.
fn tidied(settings: PracticeSettings) -> PracticeSettings {
    let line = |line: Option<String>| line.map(|text| tidy(&text)).filter(|text| !text.is_empty());
    let help = settings.help;
    let help = Help {
        phone: line(help.phone),
        text: line(help.text),
        email: line(help.email),
        chat_url: line(help.chat_url),
        faq_url: line(help.faq_url),
        video_url: line(help.video_url),
        crisis: tidy(&help.crisis),
    };
    PracticeSettings { name: tidy(&settings.name), help, ..settings }
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data always has a JSON form")
}
