//! **Demographics**: who the client is, how to reach them, who holds the portal for them.

use super::{
    StaffCharts, banner, care_team, covers, reachable,
    room::insert_email,
    table::{chart_contacts, chart_emails, charts, contacts, words},
};
use crate::{actors::Staff, audit::Event, dates, db::Write, error::Error, invites, sign_in::table::staff};
use domain::{
    Act,
    audit::AuditAct,
    charts::{
        ContactLine, Demographics, EmailAddress, EmailChanges, EmailKind, EmailLine, Identity, Owner, Refusal, folded, tidy, too_long,
    },
    ids::{ChartId, ContactId, EmailId, StaffId},
    sign_in::Matter,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel, ModelTrait};
use std::collections::HashSet;
use uuid::Uuid;

/// What the form of Demographics holds.
#[derive(Clone, Debug, Default)]
pub struct DemographicsChange {
    pub last_name: String,
    pub first_name: String,
    pub preferred_name: String,
    pub pronouns: String,
    pub birth_date: String,
    pub primary_clinician: Option<StaffId>,
    /// The version that was on the screen.
    pub version: i32,
}

impl StaffCharts<'_> {
    /// Everything on the tab.
    pub async fn demographics(&self, id: ChartId) -> Result<Demographics, Error> {
        let staff = self.0;
        let chart = reachable(staff, id, Act::OpenChart).await?;
        let db = staff.practice.db.read();
        let mut emails = Vec::new();
        for row in chart_emails::of_chart(db, chart.id).await? {
            emails.push(EmailLine {
                id: EmailId(row.id),
                kind: EmailKind::from_name(&row.kind).unwrap_or(EmailKind::Personal),
                staff_address: staff::by_email(db, &row.address).await?.is_some(),
                address: row.address,
            });
        }
        let page = Demographics {
            banner: banner(staff, &chart).await?,
            emails,
            contacts: contacts(staff, chart.id).await?,
            owner: owner_of(&chart),
            primary_clinician: chart.primary_clinician_id.map(StaffId),
            care_team: care_team::members(staff, chart.id).await?,
            clinicians: self.clinicians().await?,
            may_edit: covers(staff, &chart, Act::EditDemographics).await?,
            version: chart.version,
            last_name: chart.last_name,
            first_name: chart.first_name,
            preferred_name: chart.preferred_name.unwrap_or_default(),
            pronouns: chart.pronouns.unwrap_or_default(),
            birth_date: chart.birth_date,
        };
        staff.record(Event::of(AuditAct::DemographicsOpened).chart(chart.id)).await?;
        Ok(page)
    }

    /// Changes names, birth date and clinician, unless somebody else did so meanwhile. Says whether the chart is still there for who
    /// did it: who gives it to another clinician may have lost sight of it.
    pub async fn change_demographics(&self, id: ChartId, change: DemographicsChange) -> Result<bool, Error> {
        let staff = self.0;
        reachable(staff, id, Act::EditDemographics).await?;
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let identity =
            Identity::read(&change.last_name, &change.first_name, &change.birth_date, dates::today(staff.practice.clock.now(), zone))?;
        let clinicians = self.clinicians().await?;
        if change.primary_clinician.is_some_and(|id| !clinicians.iter().any(|(known, _)| *known == id)) {
            return Err(Refusal::ClinicianUnknown.into());
        }
        let (preferred_name, pronouns) = (tidy(&change.preferred_name), tidy(&change.pronouns));
        let long = too_long(&[(&preferred_name, Refusal::PreferredNameTooLong), (&pronouns, Refusal::PronounsTooLong)]);
        if !long.is_empty() {
            return Err(long.into());
        }
        let write = staff.write().await?;
        // Read again inside the transaction: the form's version decides.
        let chart = charts::held(&*write, id.0).await?.ok_or(Error::NotFound)?;
        if chart.version != change.version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let before = chart.primary_clinician_id;
        // Another clinician is other people's access (T14).
        if before != change.primary_clinician.map(|id| id.0) {
            staff.proved(Matter::Access)?;
        }
        let chart = charts::ActiveModel {
            search_last: Set(folded(&identity.last_name)),
            search_first: Set(folded(&identity.first_name)),
            last_name: Set(identity.last_name),
            first_name: Set(identity.first_name),
            preferred_name: Set(Some(preferred_name).filter(|text| !text.is_empty())),
            pronouns: Set(Some(pronouns).filter(|text| !text.is_empty())),
            birth_date: Set(identity.birth_date.to_string()),
            primary_clinician_id: Set(change.primary_clinician.map(|id| id.0)),
            version: Set(chart.version + 1),
            ..chart.into_active_model()
        }
        .update(&*write)
        .await?;
        words::rename(&*write, &chart).await?;
        let event = Event::of(AuditAct::DemographicsChanged).chart(id);
        // Who treats the client decides who reads the record: that stays readable in the trail.
        let name = |id: Option<uuid::Uuid>| id.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
        let event = match change.primary_clinician.map(|id| id.0) {
            clinician if clinician == before => event,
            clinician => event.detail(format!("clinician {} to {}", name(before), name(clinician))),
        };
        write.commit(event).await?;
        covers(staff, &chart, Act::OpenChart).await
    }

    /// **Add**: refuses an address that the chart has already. Nothing changes before **Save**.
    pub async fn check_emails(&self, id: ChartId, changes: &EmailChanges) -> Result<(), Error> {
        let chart = reachable(self.0, id, Act::EditDemographics).await?;
        let stay = |row: &chart_emails::Model| !changes.removed.contains(&EmailId(row.id));
        let recorded = chart_emails::of_chart(self.0.practice.db.read(), chart.id).await?;
        let keys: HashSet<String> = recorded.into_iter().filter(stay).map(|row| row.address_key).collect();
        if changes.added.iter().any(|(_, email)| keys.contains(&email.key())) { Err(Refusal::EmailTwice.into()) } else { Ok(()) }
    }

    /// **Save** of the list of addresses: all of it, or nothing (IC-01). Each is kept exactly as it was written (IC-02).
    pub async fn change_emails(&self, id: ChartId, changes: &EmailChanges) -> Result<(), Error> {
        let staff = self.0;
        reachable(staff, id, Act::EditDemographics).await?;
        let write = staff.write().await?;
        // Held, so that nobody adds the same address at this moment.
        charts::held(&*write, id.0).await?.ok_or(Error::NotFound)?;
        for email in &changes.removed {
            let Some(row) = chart_emails::by_id(&*write, id.0, email.0).await? else {
                drop(write);
                return Err(staff.not_found("charts.email", Some(id)).await);
            };
            let address = row.address.clone();
            row.delete(&*write).await?;
            // An invitation on its way to the wrong person opens nothing any more.
            invites::take_back(&staff.practice, &write, id.0, &address).await?;
        }
        let mut keys: HashSet<String> = chart_emails::of_chart(&*write, id.0).await?.into_iter().map(|row| row.address_key).collect();
        for (kind, email) in &changes.added {
            if !keys.insert(email.key()) {
                return Err(Refusal::EmailTwice.into());
            }
            insert_email(staff, &write, id.0, *kind, email).await?;
        }
        let told = format!("{} added, {} removed", changes.added.len(), changes.removed.len());
        Ok(write.commit(Event::of(AuditAct::EmailsChanged).chart(id).detail(told)).await?)
    }

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
        reachable(staff, id, Act::EditDemographics).await?;
        let [first_name, last_name, relationship, phone] = [first_name, last_name, relationship, phone].map(tidy);
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
        let now = staff.practice.clock.now();
        let contact = staff.practice.randomness.id();
        let write = staff.write().await?;
        // Held, so that a form that is sent twice adds one person.
        charts::held(&*write, id.0).await?.ok_or(Error::NotFound)?;
        let names = |first: &str, last: &str| (folded(first), folded(last));
        let known = chart_contacts::of_chart(&*write, id.0).await?;
        if known.iter().any(|(person, _)| names(&person.first_name, &person.last_name) == names(&first_name, &last_name)) {
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
        }
        .insert(&*write)
        .await?;
        chart_contacts::ActiveModel { chart_id: Set(id.0), contact_id: Set(contact), relationship: Set(relationship), added_at: Set(now) }
            .insert(&*write)
            .await?;
        write.commit(Event::of(AuditAct::DemographicsChanged).chart(id).subject(contact).detail("contact added")).await?;
        Ok(ContactId(contact))
    }

    /// Assigns the **Chart Owner**. While somebody holds the portal, ownership is changed by ending their access first.
    ///
    /// `child` says that somebody young is meant to hold their own.
    pub async fn assign_owner(&self, id: ChartId, owner: Owner, child: bool) -> Result<(), Error> {
        let staff = self.0;
        reachable(staff, id, Act::EditDemographics).await?;
        let settings = staff.practice_settings().await?;
        let today = dates::today(staff.practice.clock.now(), dates::zone(&settings.zone));
        let write = staff.write().await?;
        let chart = charts::held(&*write, id.0).await?.ok_or(Error::NotFound)?;
        if owner_of(&chart) != Some(owner) && invites::open_grant(&*write, id.0).await?.is_some() {
            return Err(domain::invites::Refusal::AlreadyActivated.into());
        }
        if owner == Owner::Client && !child && settings.access.ages().is_young(chart.born()?, today) {
            return Err(Refusal::OwnerIsChild.into());
        }
        set_owner(&write, chart, owner).await?;
        Ok(write.commit(Event::of(AuditAct::OwnerAssigned).chart(id)).await?)
    }
}

/// Writes down who owns the chart: the client, or one of the people around them.
pub(crate) async fn set_owner(write: &Write, chart: charts::Model, owner: Owner) -> Result<charts::Model, Error> {
    let (kind, contact) = match owner {
        Owner::Client => ("client", None),
        Owner::Contact(contact) => {
            let people = chart_contacts::of_chart(&**write, chart.id).await?;
            if !people.iter().any(|(person, _)| person.id == contact.0) {
                return Err(Refusal::OwnerUnknown.into());
            }
            ("contact", Some(contact.0))
        }
    };
    let change = charts::ActiveModel {
        owner_kind: Set(Some(kind.to_owned())),
        owner_contact_id: Set(contact),
        version: Set(chart.version + 1),
        ..chart.into_active_model()
    };
    Ok(change.update(&**write).await?)
}

/// Writes the right address in the place of a wrong one. Where the right one is on the chart already, the wrong one goes.
pub(crate) async fn correct_email(staff: &Staff, write: &Write, chart: Uuid, wrong: &str, right: &EmailAddress) -> Result<(), Error> {
    let rows = chart_emails::of_chart(&**write, chart).await?;
    let known = rows.iter().any(|row| row.address_key == right.key() && row.address != wrong);
    match rows.into_iter().find(|row| row.address == wrong) {
        Some(row) if known => {
            row.delete(&**write).await?;
        }
        Some(row) => {
            chart_emails::ActiveModel { address: Set(right.to_string()), address_key: Set(right.key()), ..row.into_active_model() }
                .update(&**write)
                .await?;
        }
        None => {
            insert_email(staff, write, chart, EmailKind::Personal, right).await?;
        }
    }
    Ok(())
}

/// The people around a client.
pub(crate) async fn contacts(staff: &Staff, chart: Uuid) -> Result<Vec<ContactLine>, Error> {
    let people = chart_contacts::of_chart(staff.practice.db.read(), chart).await?;
    Ok(people
        .into_iter()
        .map(|(person, relationship)| ContactLine {
            id: ContactId(person.id),
            name: person.full_name(),
            relationship,
            email: person.email,
            phone: person.phone,
        })
        .collect())
}

pub(crate) fn owner_of(chart: &charts::Model) -> Option<Owner> {
    match (chart.owner_kind.as_deref(), chart.owner_contact_id) {
        (Some("client"), _) => Some(Owner::Client),
        (Some("contact"), Some(id)) => Some(Owner::Contact(ContactId(id))),
        _ => None,
    }
}
