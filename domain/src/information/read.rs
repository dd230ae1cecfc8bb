//! What clients type, read: only what they changed is checked, so that nobody is held up by what they cannot answer.

use super::{Change, Part, PartChange, PersonKind, Refusal as Own, Thing, Values, changed};
use crate::{
    Refusal,
    charts::{LONGEST_NAME, Phone, PhoneEntry, PhoneKind, PostalAddress, Refusal as OfChart, read_birth_date, read_date, tidy, tidy_name},
    ids::{ContactId, InsuranceId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who the client is, as it is read and compared.
pub fn about_values([last_name, first_name, preferred_name, pronouns, birth_date, language, time_zone]: [&str; 7]) -> Values {
    let day = read_date(birth_date).map_or_else(|| tidy(birth_date), |day| day.to_string());
    let [last_name, first_name, preferred_name] = [last_name, first_name, preferred_name].map(tidy_name);
    let lines = [
        (Part::LastName, last_name.as_str()),
        (Part::FirstName, first_name.as_str()),
        (Part::PreferredName, preferred_name.as_str()),
        (Part::Pronouns, pronouns),
        (Part::Language, language),
        (Part::TimeZone, time_zone),
    ];
    lines.into_iter().fold(Values::default().with(Part::BirthDate, day), |values, (part, line)| values.with(part, tidy(line)))
}

pub fn address_values(address: &PostalAddress, may_post: bool) -> Values {
    let PostalAddress { street, street_2, city, state, postal_code, country } = address;
    let lines = [
        (Part::Street, street),
        (Part::Street2, street_2),
        (Part::City, city),
        (Part::State, state),
        (Part::PostalCode, postal_code),
        (Part::Country, country),
    ];
    lines.into_iter().fold(Values::default().with_box(Part::MayPost, may_post), |values, (part, line)| values.with(part, tidy(line)))
}

pub fn phone_values(kind: &str, number: &str, may_text: bool, may_voicemail: bool) -> Values {
    let values = Values::default().with(Part::PhoneKind, kind).with(Part::Number, tidy(number));
    values.with_box(Part::MayText, may_text).with_box(Part::MayVoicemail, may_voicemail)
}

fn long(text: &str) -> bool {
    text.chars().count() > LONGEST_NAME
}

/// The form about the client.
#[derive(Clone, Debug, Default)]
pub struct AboutDraft {
    /// What the form showed.
    pub seen: String,
    pub last_name: String,
    pub first_name: String,
    pub preferred_name: String,
    pub pronouns: String,
    pub birth_date: String,
    pub language: String,
    pub time_zone: String,
}

impl AboutDraft {
    /// One change for each field that was changed.
    pub fn read(&self, now: &Values, today: NaiveDate, is_zone: impl Fn(&str) -> bool) -> Result<Vec<Change>, Vec<Refusal>> {
        let Self { last_name, first_name, preferred_name, pronouns, birth_date, language, time_zone, .. } = self;
        let typed = about_values([last_name, first_name, preferred_name, pronouns, birth_date, language, time_zone]);
        let changes = changed(&Values::read(&self.seen), &typed, now);
        let refusals: Vec<Refusal> = changes.iter().filter_map(|change| wrong(change, today, &is_zone)).collect();
        if !refusals.is_empty() {
            return Err(refusals);
        }
        Ok(changes.into_iter().map(|part| Change { thing: Thing::About, removes: false, parts: vec![part] }).collect())
    }
}

/// What is wrong with a field about the client.
fn wrong(change: &PartChange, today: NaiveDate, is_zone: impl Fn(&str) -> bool) -> Option<Refusal> {
    let to = change.to.as_str();
    Some(match change.part {
        Part::LastName if to.is_empty() => OfChart::LastNameMissing.into(),
        Part::LastName if long(to) => OfChart::LastNameTooLong.into(),
        Part::FirstName if to.is_empty() => OfChart::FirstNameMissing.into(),
        Part::FirstName if long(to) => OfChart::FirstNameTooLong.into(),
        Part::PreferredName if long(to) => OfChart::PreferredNameTooLong.into(),
        Part::Pronouns if long(to) => OfChart::PronounsTooLong.into(),
        Part::Language if long(to) => Own::LanguageTooLong.into(),
        Part::TimeZone if !to.is_empty() && !is_zone(to) => OfChart::TimeZoneUnknown.into(),
        Part::BirthDate => read_birth_date(to, today).err()?.into(),
        _ => return None,
    })
}

/// The form about where the client is reached.
#[derive(Clone, Debug, Default)]
pub struct ReachDraft {
    /// What the form showed, of the address and of each number.
    pub seen: String,
    pub phones: Vec<PhoneEntry>,
    pub address: PostalAddress,
    pub may_post: bool,
}

/// What such a form shows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReachSeen {
    pub address: Values,
    /// By its key.
    pub phones: Vec<(String, Values)>,
}

impl ReachSeen {
    /// As the form carries it along.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl ReachDraft {
    /// One change for the address, and one for each number.
    pub fn read(&self, now: &ReachSeen) -> Result<Vec<Change>, Vec<Refusal>> {
        let seen: ReachSeen = serde_json::from_str(&self.seen).unwrap_or_default();
        let mut refusals: Vec<Refusal> = Vec::new();
        let (mut changes, mut keys) = (Vec::new(), Vec::new());
        for (place, entry) in self.phones.iter().enumerate() {
            let shown = seen.phones.get(place);
            let known = shown.and_then(|(key, _)| now.phones.iter().find(|(now, _)| now == key));
            let (thing, was) =
                known.map_or((Thing::Phone(None), Values::default()), |(key, was)| (Thing::Phone(Some(key.clone())), was.clone()));
            let typed = phone_values(&entry.kind, &entry.number, entry.may_text, entry.may_voicemail);
            if !typed.has(Part::Number) {
                if known.is_some() {
                    changes.push(Change::whole(thing, &was, &Values::default(), true));
                }
                continue;
            }
            let parts = changed(shown.map(|(_, values)| values).unwrap_or(&Values::default()), &typed, &was);
            if parts.is_empty() {
                continue;
            }
            let kind = PhoneKind::from_name(&entry.kind).ok_or(OfChart::PhoneKindUnknown { place });
            match kind.and_then(|kind| Phone::read(place, kind, &entry.number, entry.may_text, entry.may_voicemail)) {
                Ok(phone) => {
                    let own = known.is_some_and(|(key, _)| *key == phone.key);
                    if keys.contains(&phone.key) || (!own && now.phones.iter().any(|(key, _)| *key == phone.key)) {
                        refusals.push(OfChart::PhoneTwice { place }.into());
                    }
                    keys.push(phone.key);
                    changes.push(match thing {
                        Thing::Phone(None) => Change::whole(thing, &was, &typed, false),
                        thing => Change { thing, removes: false, parts },
                    });
                }
                Err(refusal) => refusals.push(refusal.into()),
            }
        }
        let typed = address_values(&self.address, self.may_post);
        let parts = changed(&seen.address, &typed, &now.address);
        if let Err(long) = self.address.clone().read() {
            refusals.extend(long.into_iter().map(Refusal::from));
        }
        if !parts.is_empty() {
            changes.push(Change { thing: Thing::Address, removes: false, parts });
        }
        if refusals.is_empty() { Ok(changes) } else { Err(refusals) }
    }
}

/// The form about somebody around the client.
#[derive(Clone, Debug, Default)]
pub struct PersonDraft {
    /// What the form showed; nothing of somebody new.
    pub seen: String,
    pub first_name: String,
    pub last_name: String,
    pub relationship: String,
    pub kind: String,
    pub organization: String,
    pub phone: String,
    pub emergency: bool,
}

impl PersonDraft {
    pub fn values(&self) -> Values {
        let kind = PersonKind::from_name(&self.kind);
        // Of a doctor it is said already what they are.
        let relationship = match (tidy(&self.relationship), kind) {
            (said, Some(PersonKind::PrimaryCare)) if said.is_empty() => "Primary care".to_owned(),
            (said, Some(PersonKind::OtherCare)) if said.is_empty() => "Care provider".to_owned(),
            (said, _) => said,
        };
        let lines = [
            (Part::GivenName, tidy_name(&self.first_name)),
            (Part::FamilyName, tidy_name(&self.last_name)),
            (Part::Relationship, relationship),
            (Part::Kind, self.kind.clone()),
            (Part::Organization, tidy(&self.organization)),
            (Part::Phone, tidy(&self.phone)),
        ];
        let values = lines.into_iter().fold(Values::default(), |values, (part, line)| values.with(part, line));
        values.with_box(Part::Emergency, self.emergency)
    }

    /// What is changed of them, checked.
    pub fn read(&self, id: Option<ContactId>, now: &Values) -> Result<Option<Change>, Vec<Refusal>> {
        let typed = self.values();
        let thing = Thing::Person(id);
        let change = match id {
            None => Change::whole(thing, &Values::default(), &typed, false),
            Some(_) => Change { thing, removes: false, parts: changed(&Values::read(&self.seen), &typed, now) },
        };
        let mut refusals: Vec<Refusal> = change.parts.iter().filter_map(wrong_of_person).collect();
        if id.is_none() {
            let missing = [
                (Part::GivenName, OfChart::FirstNameMissing),
                (Part::FamilyName, OfChart::LastNameMissing),
                (Part::Relationship, OfChart::RelationshipMissing),
            ];
            refusals.extend(missing.into_iter().filter(|(part, _)| !typed.has(*part)).map(|(_, refusal)| Refusal::from(refusal)));
            refusals.extend((!typed.has(Part::Kind)).then_some(Refusal::from(Own::KindUnknown)));
        }
        if refusals.is_empty() { Ok(Some(change).filter(|change| !change.parts.is_empty())) } else { Err(refusals) }
    }
}

fn wrong_of_person(change: &PartChange) -> Option<Refusal> {
    let to = change.to.as_str();
    Some(match change.part {
        Part::GivenName if to.is_empty() => OfChart::FirstNameMissing.into(),
        Part::GivenName if long(to) => OfChart::FirstNameTooLong.into(),
        Part::FamilyName if to.is_empty() => OfChart::LastNameMissing.into(),
        Part::FamilyName if long(to) => OfChart::LastNameTooLong.into(),
        Part::Relationship if to.is_empty() => OfChart::RelationshipMissing.into(),
        Part::Relationship if long(to) => OfChart::RelationshipTooLong.into(),
        Part::Organization if long(to) => Own::OrganizationTooLong.into(),
        Part::Kind if PersonKind::from_name(to).is_none() => Own::KindUnknown.into(),
        Part::Phone if !to.is_empty() && Phone::read(0, PhoneKind::Home, to, false, false).is_err() => Own::PhoneUnreadable.into(),
        _ => return None,
    })
}

/// The form about an insurance. The pictures of its card are sent ahead.
#[derive(Clone, Debug, Default)]
pub struct InsuranceDraft {
    /// What the form showed; nothing of a new one.
    pub seen: String,
    pub payer: String,
    pub member_id: String,
    pub group_number: String,
    pub holder: String,
}

impl InsuranceDraft {
    pub fn values(&self) -> Values {
        let lines = [
            (Part::Payer, &self.payer),
            (Part::MemberId, &self.member_id),
            (Part::GroupNumber, &self.group_number),
            (Part::Holder, &self.holder),
        ];
        lines.into_iter().fold(Values::default(), |values, (part, line)| values.with(part, tidy(line)))
    }

    /// What is changed of it, checked; with the pictures that were sent, by their ids.
    pub fn read(&self, id: Option<InsuranceId>, now: &Values, cards: [Option<String>; 2]) -> Result<Option<Change>, Vec<Refusal>> {
        let typed = self.values();
        let thing = Thing::Insurance(id);
        let mut change = match id {
            None => Change::whole(thing, &Values::default(), &typed, false),
            Some(_) => Change { thing, removes: false, parts: changed(&Values::read(&self.seen), &typed, now) },
        };
        let mut refusals: Vec<Refusal> = change.parts.iter().filter_map(wrong_of_insurance).map(Refusal::from).collect();
        if id.is_none() && !typed.has(Part::Payer) {
            refusals.push(Own::PayerMissing.into());
        }
        let sent = [Part::Front, Part::Back].into_iter().zip(cards).filter_map(|(part, card)| Some((part, card?)));
        change.parts.extend(sent.map(|(part, to)| PartChange { part, was: now.of(part).to_owned(), to }));
        if refusals.is_empty() { Ok(Some(change).filter(|change| !change.parts.is_empty())) } else { Err(refusals) }
    }
}

fn wrong_of_insurance(change: &PartChange) -> Option<Own> {
    let to = change.to.as_str();
    Some(match change.part {
        Part::Payer if to.is_empty() => Own::PayerMissing,
        Part::Payer if long(to) => Own::PayerTooLong,
        Part::MemberId if long(to) => Own::MemberIdTooLong,
        Part::GroupNumber if long(to) => Own::GroupTooLong,
        Part::Holder if long(to) => Own::HolderTooLong,
        _ => return None,
    })
}
