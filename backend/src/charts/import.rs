//! Moving in: a list of clients from elsewhere becomes charts, all of them or none.
//!
//! Nobody who works waits for it: the charts are put into their tables a hundred at a time, unseen, and switched on by one small
//! write at the end. What a broken import leaves behind nobody sees, and the next one takes it away. It invites nobody.

use super::table::{chart_contacts, chart_emails, charts, contacts, imports};
use crate::{
    audit::Event,
    dates,
    db::{Write, breathe},
    error::Error,
    practice::Practice,
    settings,
    sign_in::table::staff,
    system::System,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Role,
    audit::AuditAct,
    charts::{EmailAddress, EmailKind, ImportedChart, ImportedContact, LineTrouble, folded},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::{collections::HashMap, time::Instant};
use uuid::Uuid;

/// One transaction holds the writer this many charts long: well below 50 ms.
const AT_ONCE: usize = 100;

/// The lines of a list: read, or what is wrong with them. The number is the line's in the file.
pub type Lines = Vec<(u64, Result<ImportedChart, Vec<LineTrouble>>)>;

impl System {
    /// The day it is in the practice: birth dates are checked against it.
    pub async fn today(&self) -> Result<NaiveDate, Error> {
        let zone = dates::zone(&settings::load(&self.practice).await?.zone);
        Ok(dates::today(self.practice.clock.now(), zone))
    }

    /// Says of each line besides whether its clinician is known, and whether its person is there already. Changes nothing.
    pub async fn check_import(&self, lines: Lines) -> Result<Lines, Error> {
        let db = self.practice.db.read();
        let clinicians = clinicians(db).await?;
        let others: Vec<String> = staff::at_work(db).await?.into_iter().map(|member| member.email_key).collect();
        let mut seen: HashMap<(String, String, NaiveDate), u64> = HashMap::new();
        let mut checked = Vec::with_capacity(lines.len());
        for portion in lines.chunks(AT_ONCE) {
            let born: Vec<String> =
                portion.iter().filter_map(|(_, line)| Some(line.as_ref().ok()?.identity.birth_date.to_string())).collect();
            let known: Vec<(String, String, String)> = charts::people_born(db, born).await?;
            for (number, line) in portion {
                let line = line.clone().and_then(|chart| {
                    let mut troubles = Vec::new();
                    if let Some(address) = chart.clinician.as_ref().filter(|address| !clinicians.contains_key(*address)) {
                        let trouble = if others.contains(address) { LineTrouble::NoClinician } else { LineTrouble::ClinicianUnknown };
                        troubles.push(trouble(address.clone()));
                    }
                    let (last, first, born) = chart.person();
                    if known.contains(&(last.clone(), first.clone(), born.to_string())) {
                        troubles.push(LineTrouble::ThereAlready);
                    }
                    match seen.get(&(last.clone(), first.clone(), born)) {
                        Some(&line) => troubles.push(LineTrouble::TwiceInFile { line }),
                        None => drop(seen.insert((last, first, born), *number)),
                    }
                    if troubles.is_empty() { Ok(chart) } else { Err(troubles) }
                });
                checked.push((*number, line));
            }
        }
        Ok(checked)
    }

    /// Creates all of these charts, or none. Returns how many.
    pub async fn import(&self, charts: &[ImportedChart]) -> Result<u64, Error> {
        let practice = &self.practice;
        self.take_broken_imports_away().await?;
        let clinicians = clinicians(practice.db.read()).await?;
        let id = practice.randomness.id();
        let write = practice.db.write(self.stamp()).await?;
        imports::ActiveModel { id: Set(id), began_at: Set(practice.clock.now()), switched_at: Set(None) }.insert(&*write).await?;
        write.commit(Event::of(AuditAct::ImportBegun).subject(id).detail(format!("{} charts", charts.len()))).await?;
        let mut people: HashMap<(String, String, String), Uuid> = HashMap::new();
        let mut done = 0;
        for portion in charts.chunks(AT_ONCE) {
            let began = Instant::now();
            let write = practice.db.write(self.stamp()).await?;
            let first = settings::take_chart_numbers(&write, portion.len() as i64).await?;
            Portion::of(practice, id, first, &clinicians, &mut people, portion).put(&write).await?;
            done += portion.len();
            write.commit(Event::of(AuditAct::ImportStaged).subject(id).detail(format!("{done} of {} charts", charts.len()))).await?;
            // The other half of the time belongs to those who work.
            breathe(began).await;
        }
        let write = practice.db.write(self.stamp()).await?;
        imports::switch(&*write, id, practice.clock.now()).await?;
        write.commit(Event::of(AuditAct::Imported).subject(id).detail(format!("{done} charts"))).await?;
        Ok(done as u64)
    }

    /// Takes away what an import left that was broken off before it was switched on.
    async fn take_broken_imports_away(&self) -> Result<(), Error> {
        let practice = &self.practice;
        while let Some(broken) = imports::broken(practice.db.read()).await? {
            let write = practice.db.write(self.stamp()).await?;
            let charts = charts::of_import(&*write, broken.id, AT_ONCE as u64).await?;
            if charts.is_empty() {
                imports::remove(&*write, broken.id).await?;
            } else {
                chart_emails::remove_of(&*write, charts.clone()).await?;
                chart_contacts::remove_of(&*write, charts.clone()).await?;
                charts::remove_imported(&*write, charts).await?;
            }
            write.commit(Event::of(AuditAct::ImportTakenAway).subject(broken.id)).await?;
        }
        Ok(())
    }
}

/// Who can be primary clinician, by the key of their address.
async fn clinicians(db: &impl ConnectionTrait) -> Result<HashMap<String, Uuid>, Error> {
    let treats = |member: &staff::Model| member.roles().into_iter().any(Role::treats);
    Ok(staff::at_work(db).await?.into_iter().filter(treats).map(|member| (member.email_key, member.id)).collect())
}

/// The rows of a hundred charts, put in at once.
#[derive(Default)]
struct Portion {
    charts: Vec<charts::ActiveModel>,
    emails: Vec<chart_emails::ActiveModel>,
    contacts: Vec<contacts::ActiveModel>,
    links: Vec<chart_contacts::ActiveModel>,
}

impl Portion {
    fn of(
        practice: &Practice,
        import: Uuid,
        first_number: i64,
        clinicians: &HashMap<String, Uuid>,
        people: &mut HashMap<(String, String, String), Uuid>,
        lines: &[ImportedChart],
    ) -> Self {
        let now = practice.clock.now();
        let mut rows = Self::default();
        for (number, line) in (first_number..).zip(lines) {
            let id = practice.randomness.id();
            let contact = line.contact.as_ref().map(|contact| (rows.person(practice, people, contact, now), contact));
            let owner = contact.filter(|(_, contact)| contact.owns).map(|(id, _)| id);
            let kind = if owner.is_some() { Some("contact") } else { line.owner_is_client.then_some("client") };
            let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            rows.charts.push(charts::ActiveModel {
                id: Set(id),
                number: Set(number),
                last_name: Set(line.identity.last_name.clone()),
                first_name: Set(line.identity.first_name.clone()),
                preferred_name: Set(filled(&line.preferred_name)),
                pronouns: Set(filled(&line.pronouns)),
                birth_date: Set(line.identity.birth_date.to_string()),
                search_last: Set(folded(&line.identity.last_name)),
                search_first: Set(folded(&line.identity.first_name)),
                primary_clinician_id: Set(line.clinician.as_ref().and_then(|address| clinicians.get(address).copied())),
                owner_kind: Set(kind.map(str::to_owned)),
                owner_contact_id: Set(owner),
                discreet_since: Set(None),
                version: Set(1),
                created_at: Set(now),
                created_by: Set(None),
                import_id: Set(Some(import)),
            });
            rows.emails.extend(line.emails.iter().map(|email| chart_emails::ActiveModel {
                id: Set(practice.randomness.id()),
                chart_id: Set(id),
                kind: Set(EmailKind::Personal.name().into()),
                address: Set(email.to_string()),
                address_key: Set(email.key()),
                added_at: Set(now),
                added_by: Set(None),
            }));
            if let Some((contact_id, contact)) = contact {
                rows.links.push(chart_contacts::ActiveModel {
                    chart_id: Set(id),
                    contact_id: Set(contact_id),
                    relationship: Set(contact.relationship.clone()),
                    added_at: Set(now),
                });
            }
        }
        rows
    }

    /// A parent of three is one person: the same name and address is the same contact, throughout the list.
    fn person(
        &mut self,
        practice: &Practice,
        people: &mut HashMap<(String, String, String), Uuid>,
        contact: &ImportedContact,
        now: DateTime<Utc>,
    ) -> Uuid {
        let key = contact.email.as_ref().map(EmailAddress::key);
        let known = key.clone().map(|key| (folded(&contact.last_name), folded(&contact.first_name), key));
        if let Some(&id) = known.as_ref().and_then(|known| people.get(known)) {
            return id;
        }
        let id = practice.randomness.id();
        self.contacts.push(contacts::ActiveModel {
            id: Set(id),
            first_name: Set(contact.first_name.clone()),
            last_name: Set(contact.last_name.clone()),
            email: Set(contact.email.as_ref().map(ToString::to_string)),
            email_key: Set(key),
            phone: Set(Some(contact.phone.clone()).filter(|phone| !phone.is_empty())),
            added_at: Set(now),
        });
        if let Some(known) = known {
            people.insert(known, id);
        }
        id
    }

    async fn put(self, write: &Write) -> Result<(), Error> {
        contacts::insert_all(&**write, self.contacts).await?;
        charts::insert_all(&**write, self.charts).await?;
        chart_emails::insert_all(&**write, self.emails).await?;
        Ok(chart_contacts::insert_all(&**write, self.links).await?)
    }
}
