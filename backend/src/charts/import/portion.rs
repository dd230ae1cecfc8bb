//! The rows that come of a list, some charts at a time.

use crate::{
    charts::table::{chart_contacts, chart_emails, chart_phones, charts, contacts, filled},
    db::Write,
    error::Error,
    practice::Practice,
    settings,
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    charts::{EmailAddress, EmailKind, ImportedChart, ImportedContact, OwnerKind, folded},
    information::PersonKind,
};
use sea_orm::ActiveValue::Set;
use std::{collections::HashMap, iter::repeat_with, vec};
use uuid::Uuid;

/// An import on its way.
pub(super) struct Import<'a> {
    pub id: Uuid,
    practice: &'a Practice,
    now: DateTime<Utc>,
    clinicians: HashMap<String, Uuid>,
    /// Contacts that are put in already, by names and address.
    people: HashMap<(String, String, String), Uuid>,
    ids: vec::IntoIter<Uuid>,
}

/// The rows of some charts, put in at once.
#[derive(Default)]
pub(super) struct Portion {
    charts: Vec<charts::ActiveModel>,
    emails: Vec<chart_emails::ActiveModel>,
    phones: Vec<chart_phones::ActiveModel>,
    contacts: Vec<contacts::ActiveModel>,
    links: Vec<chart_contacts::ActiveModel>,
}

impl<'a> Import<'a> {
    /// Ids are random, as everywhere, but are drawn at once and handed out in ascending order: rows that are put in together stand
    /// together in the indexes too, and a commit writes a few of their pages instead of hundreds.
    pub fn of(practice: &'a Practice, clinicians: HashMap<String, Uuid>, charts: &[ImportedChart]) -> Self {
        let rows = charts.iter().map(|chart| 1 + chart.emails.len() + chart.phones.len() + usize::from(chart.contact.is_some())).sum();
        let mut ids: Vec<Uuid> = repeat_with(|| practice.randomness.id()).take(rows).collect();
        ids.sort_unstable();
        let (id, now) = (practice.randomness.id(), practice.clock.now());
        Self { id, practice, now, clinicians, people: HashMap::new(), ids: ids.into_iter() }
    }

    fn next_id(&mut self) -> Uuid {
        self.ids.next().unwrap_or_else(|| self.practice.randomness.id())
    }

    pub fn portion(&mut self, lines: &[ImportedChart]) -> Portion {
        let mut rows = Portion::default();
        for line in lines {
            let id = self.next_id();
            let contact = line.contact.as_ref().map(|contact| (self.person(&mut rows, contact), contact));
            let owner = contact.filter(|(_, contact)| contact.owns).map(|(id, _)| id);
            let kind = if owner.is_some() { Some(OwnerKind::Contact) } else { line.owner_is_client.then_some(OwnerKind::Client) };
            let address = line.address.clone();
            rows.charts.push(charts::ActiveModel {
                id: Set(id),
                last_name: Set(line.identity.last_name.clone()),
                first_name: Set(line.identity.first_name.clone()),
                preferred_name: Set(filled(line.preferred_name.clone())),
                pronouns: Set(filled(line.pronouns.clone())),
                birth_date: Set(line.identity.birth_date.to_string()),
                search_last: Set(folded(&line.identity.last_name)),
                search_first: Set(folded(&line.identity.first_name)),
                primary_clinician_id: Set(line.clinician.as_ref().and_then(|address| self.clinicians.get(address).copied())),
                owner_kind: Set(kind.map(By)),
                owner_contact_id: Set(owner),
                discreet_since: Set(None),
                version: Set(1),
                created_at: Set(self.now),
                created_by: Set(None),
                import_id: Set(Some(self.id)),
                street: Set(filled(address.street)),
                street_2: Set(filled(address.street_2)),
                city: Set(filled(address.city)),
                state: Set(filled(address.state)),
                postal_code: Set(filled(address.postal_code)),
                country: Set(filled(address.country)),
                time_zone: Set(line.time_zone.clone()),
                account_frozen_at: Set(None),
                ..Default::default()
            });
            rows.emails.extend(line.emails.iter().map(|email| chart_emails::ActiveModel {
                id: Set(self.next_id()),
                chart_id: Set(id),
                kind: Set(By(EmailKind::Personal)),
                address: Set(email.to_string()),
                address_key: Set(email.key()),
                added_at: Set(self.now),
                added_by: Set(None),
            }));
            let phones = line.phones.iter().cloned().enumerate();
            rows.phones.extend(phones.map(|(place, phone)| chart_phones::row(self.next_id(), id, place, phone)));
            if let Some((contact_id, contact)) = contact {
                rows.links.push(chart_contacts::ActiveModel {
                    chart_id: Set(id),
                    contact_id: Set(contact_id),
                    relationship: Set(contact.relationship.clone()),
                    added_at: Set(self.now),
                    kind: Set(By(PersonKind::Family)),
                    emergency: Set(false),
                    removed_at: Set(None),
                });
            }
        }
        rows
    }

    /// A parent of three is one person: the same name and address is the same contact, throughout the list.
    fn person(&mut self, rows: &mut Portion, contact: &ImportedContact) -> Uuid {
        let key = contact.email.as_ref().map(EmailAddress::key);
        let known = key.clone().map(|key| (folded(&contact.last_name), folded(&contact.first_name), key));
        if let Some(&id) = known.as_ref().and_then(|known| self.people.get(known)) {
            return id;
        }
        let id = self.next_id();
        rows.contacts.push(contacts::ActiveModel {
            id: Set(id),
            search_name: Set(contacts::search_name(&contact.first_name, &contact.last_name)),
            first_name: Set(contact.first_name.clone()),
            last_name: Set(contact.last_name.clone()),
            email: Set(contact.email.as_ref().map(ToString::to_string)),
            email_key: Set(key),
            phone: Set(filled(contact.phone.clone())),
            added_at: Set(self.now),
            organization: Set(None),
        });
        if let Some(known) = known {
            self.people.insert(known, id);
        }
        id
    }
}

impl Portion {
    /// Charts are numbered in the order of the list.
    pub async fn put(mut self, write: &Write) -> Result<(), Error> {
        let first = settings::take_chart_numbers(write, self.charts.len() as i64).await?;
        for (number, chart) in (first..).zip(&mut self.charts) {
            chart.number = Set(number);
        }
        contacts::insert_all(&**write, self.contacts).await?;
        charts::insert_all(&**write, self.charts).await?;
        chart_emails::insert_all(&**write, self.emails).await?;
        chart_phones::insert_all(&**write, self.phones).await?;
        Ok(chart_contacts::insert_all(&**write, self.links).await?)
    }
}
