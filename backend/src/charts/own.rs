//! What of a chart is its client's own to see, and how single things of it are written: for My Information, which proposes them.

use super::{
    chart::{Chart, Contact, by_id},
    contacts::around,
    phones,
    table::{chart_contacts, chart_phones, charts, contacts, filled, words},
};
use crate::{
    actors::Staff,
    error::Error,
    in_chart::{Change, Within},
    invites, sign_in,
    stored::By,
};
use chrono::NaiveDate;
use domain::{
    charts::{Identity, MOST_PHONES, Owner, Phone, PhoneKind, PostalAddress, Refusal, folded},
    ids::ContactId,
    information::{Part, PersonKind, PersonLine, Refusal as OfInformation, Values, about_values},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// What there is of it in the chart's own tables.
pub(crate) struct Own {
    pub about: Values,
    pub phones: Vec<Phone>,
    pub address: PostalAddress,
    pub may_post: bool,
    pub people: Vec<PersonLine>,
}

/// Reads it, of the chart as it stands there.
pub(crate) async fn own(entered: &impl Within, chart: &Chart) -> Result<Own, Error> {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let (preferred, pronouns, language, zone) =
        (said(&chart.preferred_name), said(&chart.pronouns), said(&chart.language), said(&chart.time_zone));
    let about = about_values([&chart.last_name, &chart.first_name, &preferred, &pronouns, &chart.birth_date, &language, &zone]);
    let around = around(entered).await?;
    let elsewhere = chart_contacts::elsewhere(entered, around.iter().map(|person| person.id).collect()).await?;
    let grants = invites::all_of(entered).await?;
    let line = |person: Contact| PersonLine {
        id: ContactId(person.id),
        values: person_values(&person),
        has_access: chart.owner == Some(Owner::Contact(ContactId(person.id)))
            || grants.iter().any(|grant| grant.contact_id == Some(person.id) && grant.term.revoked_at.is_none()),
        elsewhere: elsewhere.get(&person.id).copied().unwrap_or_default(),
    };
    Ok(Own {
        about,
        phones: phones::phones(entered).await?,
        address: chart.address.clone(),
        may_post: chart.may_post,
        people: around.into_iter().map(line).collect(),
    })
}

fn person_values(person: &Contact) -> Values {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let lines = [
        (Part::GivenName, person.first_name.clone()),
        (Part::FamilyName, person.last_name.clone()),
        (Part::Relationship, person.relationship.clone()),
        (Part::Kind, person.kind.name().to_owned()),
        (Part::Organization, said(&person.organization)),
        (Part::Phone, said(&person.phone)),
    ];
    let values = lines.into_iter().fold(Values::default(), |values, (part, line)| values.with(part, line));
    values.with_box(Part::Emergency, person.emergency)
}

/// The client has these names from now on: so has their own account, where it went by the old ones.
pub(super) async fn rename_account(write: &Change<'_, Staff>, from: [&str; 2], to: [&str; 2]) -> Result<(), Error> {
    if from == to {
        return Ok(());
    }
    for grant in invites::all_of(write).await?.into_iter().filter(|grant| !grant.linked && grant.contact_id.is_none()) {
        if let Some(account) = grant.account_id {
            sign_in::rename(write.db(), account, from, to).await?;
        }
    }
    Ok(())
}

/// Writes single things of a chart that is held. Who does so commits it, with its line in the trail.
pub(crate) struct Keep<'a, 'b>(pub &'a Change<'b, Staff>);

impl Keep<'_, '_> {
    /// The chart's own row, one version on.
    fn row(&self) -> charts::ActiveModel {
        let write = self.0;
        charts::ActiveModel { id: Set(write.chart()), version: Set(write.row().version + 1), ..Default::default() }
    }

    /// Something that stands beside the row was written: whoever shows the older version is told so.
    pub async fn touch(&self) -> Result<(), Error> {
        self.row().update(self.0.db()).await?;
        Ok(())
    }

    /// Who the client is. Their own account goes by the same names.
    pub async fn about(&self, values: &Values, today: NaiveDate) -> Result<(), Error> {
        let write = self.0;
        let of = |part| filled(values.of(part).to_owned());
        let identity = Identity::read(values.of(Part::LastName), values.of(Part::FirstName), values.of(Part::BirthDate), today)?;
        let (last, first) = (identity.last_name, identity.first_name);
        if let Some(before) = by_id(write.db(), write.chart()).await? {
            rename_account(write, [&before.first_name, &before.last_name], [&first, &last]).await?;
        }
        let row = charts::ActiveModel {
            search_last: Set(folded(&last)),
            search_first: Set(folded(&first)),
            last_name: Set(last),
            first_name: Set(first),
            preferred_name: Set(of(Part::PreferredName)),
            pronouns: Set(of(Part::Pronouns)),
            birth_date: Set(identity.birth_date.to_string()),
            language: Set(of(Part::Language)),
            time_zone: Set(of(Part::TimeZone)),
            ..self.row()
        };
        let row = row.update(write.db()).await?;
        Ok(words::rename(write, &row).await?)
    }

    pub async fn address(&self, values: &Values) -> Result<(), Error> {
        let of = |part| Set(filled(values.of(part).to_owned()));
        let row = charts::ActiveModel {
            street: of(Part::Street),
            street_2: of(Part::Street2),
            city: of(Part::City),
            state: of(Part::State),
            postal_code: of(Part::PostalCode),
            country: of(Part::Country),
            may_post: Set(values.ticked(Part::MayPost)),
            ..self.row()
        };
        row.update(self.0.db()).await?;
        Ok(())
    }

    /// The number of that key, or a new one; where there are no values, it goes.
    pub async fn phone(&self, key: Option<&str>, values: Option<&Values>) -> Result<(), Error> {
        let write = self.0;
        let mut phones = phones::phones(write).await?;
        let place = key.and_then(|key| phones.iter().position(|phone| phone.key == key));
        let new = match values {
            Some(of) => {
                let kind = PhoneKind::from_name(of.of(Part::PhoneKind)).ok_or(Refusal::PhoneKindUnknown { place: 0 })?;
                Some(Phone::read(0, kind, of.of(Part::Number), of.ticked(Part::MayText), of.ticked(Part::MayVoicemail))?)
            }
            None => None,
        };
        if let Some(new) = &new
            && phones.iter().enumerate().any(|(at, phone)| phone.key == new.key && Some(at) != place)
        {
            return Err(Refusal::PhoneTwice { place: 0 }.into());
        }
        match (place, new) {
            (Some(place), Some(new)) => phones[place] = new,
            (Some(place), None) => drop(phones.remove(place)),
            (None, Some(_)) if phones.len() == MOST_PHONES => return Err(Refusal::PhonesTooMany.into()),
            (None, Some(new)) => phones.push(new),
            (None, None) => {}
        }
        chart_phones::remove_of(write.db(), vec![write.chart()]).await?;
        let random = &write.practice().randomness;
        let rows = phones.into_iter().enumerate().map(|(place, phone)| chart_phones::row(random.id(), write.chart(), place, phone));
        chart_phones::insert_all(write.db(), rows.collect()).await?;
        self.touch().await
    }

    /// Somebody around the client, or somebody new. A person is one, however many charts name them; what they are to this client is this
    /// chart's own.
    pub async fn person(&self, id: Option<Uuid>, values: &Values) -> Result<Uuid, Error> {
        let write = self.0;
        let of = |part| values.of(part).to_owned();
        let kind = PersonKind::from_name(values.of(Part::Kind)).ok_or(OfInformation::KindUnknown)?;
        let names = |first: &str, last: &str| (folded(first), folded(last));
        let (own, around) = (names(values.of(Part::GivenName), values.of(Part::FamilyName)), around(write).await?);
        if around.iter().any(|person| names(&person.first_name, &person.last_name) == own && Some(person.id) != id) {
            return Err(Refusal::ContactTwice.into());
        }
        let person = id.unwrap_or_else(|| write.practice().randomness.id());
        let row = contacts::ActiveModel {
            id: Set(person),
            search_name: Set(contacts::search_name(values.of(Part::GivenName), values.of(Part::FamilyName))),
            first_name: Set(of(Part::GivenName)),
            last_name: Set(of(Part::FamilyName)),
            phone: Set(filled(of(Part::Phone))),
            organization: Set(filled(of(Part::Organization))),
            ..Default::default()
        };
        let link = chart_contacts::ActiveModel {
            chart_id: Set(write.chart()),
            contact_id: Set(person),
            relationship: Set(of(Part::Relationship)),
            kind: Set(By(kind)),
            emergency: Set(values.ticked(Part::Emergency)),
            ..Default::default()
        };
        if id.is_some() {
            row.update(write.db()).await?;
            link.update(write.db()).await?;
        } else {
            let new = contacts::ActiveModel { email: Set(None), email_key: Set(None), added_at: Set(write.at()), ..row };
            new.insert(write.db()).await?;
            chart_contacts::ActiveModel { added_at: Set(write.at()), removed_at: Set(None), ..link }.insert(write.db()).await?;
        }
        self.touch().await?;
        Ok(person)
    }

    /// Takes somebody off the chart, unless they hold its portal or may open it. The person stays on others.
    pub async fn part_with(&self, person: &PersonLine) -> Result<(), Error> {
        if person.has_access {
            return Err(OfInformation::PersonHoldsPortal.into());
        }
        chart_contacts::remove_one(self.0, person.id.0, self.0.at()).await?;
        self.touch().await
    }
}
