//! The people around a client.

use super::{
    StaffCharts,
    chart::Contact,
    table::{chart_contacts, contacts},
};
use crate::{
    actors::Staff,
    audit::Event,
    error::Error,
    in_chart::{Change, InChart, Within},
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{ContactLine, EmailAddress, Refusal, folded, tidy, tidy_name, too_long},
    ids::{ChartId, ContactId},
    information::PersonKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

impl StaffCharts<'_> {
    /// Records a person around the client (IC-70).
    pub async fn add_contact(
        &self,
        id: ChartId,
        first_name: &str,
        last_name: &str,
        relationship: &str,
        email: &str,
        phone: &str,
    ) -> Result<ContactId, Error> {
        let staff = self.0;
        let entered = staff.chart(id, Act::EditDemographics).await?;
        let [first_name, last_name] = [first_name, last_name].map(tidy_name);
        let [relationship, phone] = [relationship, phone].map(tidy);
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
        let email = match (!email.trim().is_empty()).then(|| EmailAddress::read(email)).transpose() {
            Ok(email) => email,
            Err(refusal) => {
                refusals.push(refusal);
                None
            }
        };
        if !refusals.is_empty() {
            return Err(refusals.into());
        }
        // Held, so that a form that is sent twice adds one person.
        let write = entered.change(None).await?;
        let (contact, now) = (staff.practice.randomness.id(), write.at());
        let names = |first: &str, last: &str| (folded(first), folded(last));
        let known = around(&write).await?;
        if known.iter().any(|person| names(&person.first_name, &person.last_name) == names(&first_name, &last_name)) {
            return Err(Refusal::ContactTwice.into());
        }
        contacts::ActiveModel {
            id: Set(contact),
            first_name: Set(first_name),
            last_name: Set(last_name),
            email_key: Set(email.as_ref().map(EmailAddress::key)),
            email: Set(email.map(|email| email.to_string())),
            phone: Set(Some(phone).filter(|phone| !phone.is_empty())),
            added_at: Set(now),
            organization: Set(None),
        }
        .insert(write.db())
        .await?;
        let link = chart_contacts::ActiveModel {
            chart_id: Set(write.chart()),
            contact_id: Set(contact),
            relationship: Set(relationship),
            added_at: Set(now),
            kind: Set(By(PersonKind::Family)),
            emergency: Set(false),
        };
        link.insert(write.db()).await?;
        write.commit(Event::of(AuditAct::DemographicsChanged).subject(contact).detail("contact added")).await?;
        Ok(ContactId(contact))
    }
}

/// Everybody around the client, in the order in which they were added.
pub(crate) async fn around(chart: &impl Within) -> Result<Vec<Contact>, Error> {
    Ok(chart_contacts::all(chart).await?.into_iter().map(Contact::of).collect())
}

/// One of them.
pub(crate) async fn contact(chart: &impl Within, id: Option<Uuid>) -> Result<Option<Contact>, Error> {
    match id {
        Some(id) => Ok(around(chart).await?.into_iter().find(|person| person.id == id)),
        None => Ok(None),
    }
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
