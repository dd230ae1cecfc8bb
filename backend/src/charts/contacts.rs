//! The people around a client.

use super::{
    StaffCharts,
    chart::Contact,
    table::{chart_contacts, charts, contacts, filled},
};
use crate::{
    actors::Staff,
    audit::Event,
    db::Write,
    error::Error,
    in_chart::{Change, InChart, Within},
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{ContactLine, EmailAddress, Owner, Refusal, tidy, tidy_name, too_long},
    ids::{ChartId, ContactId},
    information::PersonKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// Somebody around a client, as they are typed.
#[derive(Clone, Debug, Default)]
pub struct ContactDraft {
    pub first_name: String,
    pub last_name: String,
    pub relationship: String,
    pub email: String,
    pub phone: String,
    /// Which of those who are known by this name they are: an id, or `other`. Nothing, before that was asked.
    pub same: String,
}

/// How many of the same name are offered.
const MOST_KNOWN: u64 = 5;

impl StaffCharts<'_> {
    /// Records a person around the client (IC-70).
    pub async fn add_contact(&self, id: ChartId, draft: &ContactDraft) -> Result<ContactId, Error> {
        let entered = self.0.chart(id, Act::EditDemographics).await?;
        let fresh = draft.read().map_err(Error::from)?;
        // Held, so that a form that is sent twice adds one person.
        let write = entered.change(None).await?;
        let names = |first: &str, last: &str| contacts::search_name(first, last);
        let known = around(&write).await?;
        if known.iter().any(|person| names(&person.first_name, &person.last_name) == fresh.search_name()) {
            return Err(Refusal::ContactTwice.into());
        }
        let contact = fresh.put_in(self.0, &write, write.chart(), false).await?;
        write.commit(Event::of(AuditAct::DemographicsChanged).subject(contact).detail("contact added")).await?;
        Ok(ContactId(contact))
    }
}

impl ContactDraft {
    /// Everything that is wrong with it, at once.
    pub(super) fn read(&self) -> Result<FreshContact, Vec<Refusal>> {
        let [first_name, last_name] = [&self.first_name, &self.last_name].map(|name| tidy_name(name));
        let [relationship, phone] = [&self.relationship, &self.phone].map(|text| tidy(text));
        let mut refusals: Vec<Refusal> = [
            (first_name.is_empty(), Refusal::FirstNameMissing),
            (last_name.is_empty(), Refusal::LastNameMissing),
            (relationship.is_empty(), Refusal::RelationshipMissing),
        ]
        .into_iter()
        .filter_map(|(wrong, refusal)| wrong.then_some(refusal))
        .collect();
        refusals.extend(too_long(&[
            (&first_name, Refusal::FirstNameTooLong),
            (&last_name, Refusal::LastNameTooLong),
            (&relationship, Refusal::RelationshipTooLong),
            (&phone, Refusal::PhoneTooLong),
        ]));
        let email = match (!self.email.trim().is_empty()).then(|| EmailAddress::read(&self.email)).transpose() {
            Ok(email) => email,
            Err(refusal) => {
                refusals.push(refusal);
                None
            }
        };
        let same = match self.same.as_str() {
            "" => Same::NotAsked,
            "other" => Same::Other,
            id => id.parse().map_or(Same::NotAsked, Same::Known),
        };
        if refusals.is_empty() { Ok(FreshContact { first_name, last_name, relationship, email, phone, same }) } else { Err(refusals) }
    }
}

/// Who of the known ones somebody is.
enum Same {
    NotAsked,
    Other,
    Known(ContactId),
}

/// Somebody who does not stand on the chart yet.
pub(super) struct FreshContact {
    first_name: String,
    last_name: String,
    relationship: String,
    pub email: Option<EmailAddress>,
    phone: String,
    same: Same,
}

impl FreshContact {
    /// They are said to be somebody who is known already.
    pub fn is_known(&self) -> bool {
        matches!(self.same, Same::Known(_))
    }

    fn search_name(&self) -> String {
        contacts::search_name(&self.first_name, &self.last_name)
    }

    /// Puts them on the chart: as who they are already, where somebody of this name is known within reach and it is said to be the same
    /// person; what was not known of them yet is added. Where nobody said so, that is asked.
    pub async fn put_in(self, staff: &Staff, write: &Write, chart: Uuid, needs_address: bool) -> Result<Uuid, Error> {
        let search_name = self.search_name();
        let known = chart_contacts::known(&**write, staff.clinicians_for(Act::OpenChart), &search_name, MOST_KNOWN).await?;
        let contact = match self.same {
            Same::Known(id) if known.iter().any(|(known, ..)| *known == id.0) => id.0,
            Same::Other => staff.practice.randomness.id(),
            Same::NotAsked | Same::Known(_) if known.is_empty() => staff.practice.randomness.id(),
            Same::NotAsked | Same::Known(_) => {
                let mut asked: Vec<Refusal> = Vec::new();
                for (person, chart, number) in known {
                    let person = ContactId(person);
                    if !asked.iter().any(|refusal| matches!(refusal, Refusal::PersonKnown { person: known, .. } if *known == person)) {
                        asked.push(Refusal::PersonKnown { person, chart: ChartId(chart), number });
                    }
                }
                return Err(asked.into());
            }
        };
        let (email_key, email) = (self.email.as_ref().map(EmailAddress::key), self.email.map(|email| email.to_string()));
        let phone = filled(self.phone);
        let before = contacts::by_ids(&**write, [contact]).await?.pop();
        if needs_address && email.is_none() && before.as_ref().is_none_or(|row| row.email.is_none()) {
            return Err(Refusal::EmailMissing.into());
        }
        match before {
            Some(row) => {
                let mut more = contacts::ActiveModel { id: Set(contact), ..Default::default() };
                if row.email.is_none() && email.is_some() {
                    (more.email, more.email_key) = (Set(email), Set(email_key));
                }
                if row.phone.is_none() && phone.is_some() {
                    more.phone = Set(phone);
                }
                if more.is_changed() {
                    more.update(&**write).await?;
                }
            }
            None => {
                contacts::ActiveModel {
                    id: Set(contact),
                    search_name: Set(search_name),
                    first_name: Set(self.first_name),
                    last_name: Set(self.last_name),
                    email_key: Set(email_key),
                    email: Set(email),
                    phone: Set(phone),
                    added_at: Set(write.at()),
                    organization: Set(None),
                }
                .insert(&**write)
                .await?;
            }
        }
        let link = chart_contacts::ActiveModel {
            chart_id: Set(chart),
            contact_id: Set(contact),
            relationship: Set(self.relationship),
            added_at: Set(write.at()),
            kind: Set(By(PersonKind::Family)),
            emergency: Set(false),
            removed_at: Set(None),
        };
        chart_contacts::put(&**write, link).await?;
        Ok(contact)
    }
}

/// Everybody around the client, in the order in which they were added.
pub(crate) async fn around(chart: &impl Within) -> Result<Vec<Contact>, Error> {
    Ok(chart_contacts::all(chart).await?.into_iter().map(Contact::of).collect())
}

/// Everybody who ever was: what was signed and written goes on naming them.
pub(crate) async fn ever_around(chart: &impl Within) -> Result<Vec<Contact>, Error> {
    Ok(chart_contacts::ever(chart).await?.into_iter().map(Contact::of).collect())
}

/// One of them.
pub(crate) async fn contact(chart: &impl Within, id: Option<Uuid>) -> Result<Option<Contact>, Error> {
    match id {
        Some(id) => Ok(ever_around(chart).await?.into_iter().find(|person| person.id == id)),
        None => Ok(None),
    }
}

/// Takes somebody off the chart, whose access has ended. If they held the portal, nobody does now.
pub(crate) async fn part_with(write: &Change<'_, Staff>, contact: Uuid) -> Result<(), Error> {
    chart_contacts::remove_one(write, contact, write.at()).await?;
    let held = write.row().owner == Some(Owner::Contact(ContactId(contact)));
    let mut chart = charts::ActiveModel { id: Set(write.chart()), version: Set(write.row().version + 1), ..Default::default() };
    if held {
        (chart.owner_kind, chart.owner_contact_id) = (Set(None), Set(None));
    }
    chart.update(write.db()).await?;
    Ok(())
}

/// The list, as staff read it.
pub(crate) async fn lines(chart: &InChart<'_, Staff>) -> Result<Vec<ContactLine>, Error> {
    let line = |person: Contact| ContactLine {
        id: ContactId(person.id),
        name: person.full_name(),
        relationship: person.relationship,
        email: person.email,
        phone: person.phone,
    };
    Ok(around(chart).await?.into_iter().map(line).collect())
}

/// Records where mail for somebody around the client goes.
pub(crate) async fn record_contact_email(write: &Change<'_, Staff>, contact: &Contact, address: &EmailAddress) -> Result<(), Error> {
    let change = contacts::ActiveModel {
        id: Set(contact.id),
        email: Set(Some(address.to_string())),
        email_key: Set(Some(address.key())),
        ..Default::default()
    };
    change.update(write.db()).await?;
    Ok(())
}
