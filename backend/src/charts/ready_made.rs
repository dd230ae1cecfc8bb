//! Charts that are put in ready-made: demo data.

use super::table::{chart_contacts, chart_emails, chart_phones, charts, contacts, filled};
use crate::{db::Write, error::Error, stored::By};
use chrono::{DateTime, Utc};
use domain::{
    charts::{EmailAddress, EmailKind, Owner, Phone, PostalAddress, folded},
    information::PersonKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// A chart with what belongs to it.
pub(crate) struct ReadyMade {
    pub id: Uuid,
    pub number: i64,
    pub last_name: String,
    pub first_name: String,
    pub pronouns: Option<String>,
    /// `YYYY-MM-DD`
    pub birth_date: String,
    pub clinician: Option<Uuid>,
    pub owner: Option<Owner>,
    /// Somebody around the client, and how they are related.
    pub contact: Option<(Uuid, String)>,
    pub email: Option<String>,
    pub phone: Option<Phone>,
    pub address: PostalAddress,
    pub created_at: DateTime<Utc>,
}

impl ReadyMade {
    fn row(&self) -> charts::ActiveModel {
        let owner = self.owner.map(Owner::parts);
        charts::ActiveModel {
            id: Set(self.id),
            number: Set(self.number),
            last_name: Set(self.last_name.clone()),
            first_name: Set(self.first_name.clone()),
            preferred_name: Set(None),
            pronouns: Set(self.pronouns.clone()),
            birth_date: Set(self.birth_date.clone()),
            search_last: Set(folded(&self.last_name)),
            search_first: Set(folded(&self.first_name)),
            primary_clinician_id: Set(self.clinician),
            owner_kind: Set(owner.map(|(kind, _)| By(kind))),
            owner_contact_id: Set(owner.and_then(|(_, contact)| Some(contact?.0))),
            discreet_since: Set(None),
            version: Set(1),
            created_at: Set(self.created_at),
            created_by: Set(None),
            import_id: Set(None),
            street: Set(filled(self.address.street.clone())),
            city: Set(filled(self.address.city.clone())),
            state: Set(filled(self.address.state.clone())),
            postal_code: Set(filled(self.address.postal_code.clone())),
            ..Default::default()
        }
    }
}

/// Puts them in, so many at once as a statement takes.
pub(crate) async fn put_ready_made(write: &Write, made: Vec<ReadyMade>) -> Result<(), Error> {
    let (mut emails, mut phones, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for chart in &made {
        if let Some(email) = &chart.email {
            // A chart that is made up has one address and one number, and may lend them its id.
            emails.push(chart_emails::row(chart.id, chart.id, EmailKind::Personal, &EmailAddress::lenient(email)?, write.at(), None));
        }
        phones.extend(chart.phone.clone().map(|phone| chart_phones::row(chart.id, chart.id, 0, phone)));
        links.extend(chart.contact.clone().map(|(contact, relationship)| chart_contacts::ActiveModel {
            chart_id: Set(chart.id),
            contact_id: Set(contact),
            relationship: Set(relationship),
            added_at: Set(write.at()),
            kind: Set(By(PersonKind::Family)),
            emergency: Set(false),
            removed_at: Set(None),
        }));
    }
    charts::insert_all(&**write, made.iter().map(ReadyMade::row).collect()).await?;
    chart_emails::insert_all(&**write, emails).await?;
    chart_phones::insert_all(&**write, phones).await?;
    Ok(chart_contacts::insert_all(&**write, links).await?)
}

/// Somebody around clients.
pub(crate) struct Person {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
}

pub(crate) async fn put_person(write: &Write, person: Person) -> Result<(), Error> {
    let row = contacts::ActiveModel {
        id: Set(person.id),
        search_name: Set(contacts::search_name(&person.first_name, &person.last_name)),
        first_name: Set(person.first_name),
        last_name: Set(person.last_name),
        email: Set(Some(person.email.clone())),
        email_key: Set(Some(person.email)),
        phone: Set(Some(person.phone)),
        added_at: Set(write.at()),
        organization: Set(None),
    };
    row.insert(&**write).await?;
    Ok(())
}
