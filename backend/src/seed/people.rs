//! Who is in the cast.

use super::{CLIENT_PASSWORD, CastAccount, CastChart, CastPerson, CastStaff, STAFF_PASSWORD};
use crate::{
    charts,
    db::Write,
    error::Error,
    invites,
    practice::Practice,
    settings,
    sign_in::{self, NewAccount},
    stored::By,
};
use chrono::Duration;
use domain::{
    Role,
    charts::{Owner, Phone, PhoneKind, PostalAddress, folded},
    ids::{ChartId, ContactId},
};
use std::collections::HashMap;
use uuid::Uuid;

struct Member {
    first_name: &'static str,
    last_name: &'static str,
    credentials: Option<&'static str>,
    roles: &'static [Role],
}

const TEAM: [Member; 7] = [
    Member { first_name: "Elena", last_name: "Reyes", credentials: Some("PhD"), roles: &[Role::Clinician, Role::Supervisor] },
    Member { first_name: "Samuel", last_name: "Okafor", credentials: Some("LCSW"), roles: &[Role::Clinician] },
    Member { first_name: "Priya", last_name: "Raman", credentials: None, roles: &[Role::Intern] },
    Member { first_name: "Grace", last_name: "Whitfield", credentials: None, roles: &[Role::PracticeScheduler] },
    Member { first_name: "Walter", last_name: "Brandt", credentials: None, roles: &[Role::Biller] },
    Member { first_name: "Ruth", last_name: "Abara", credentials: Some("PsyD"), roles: &[Role::ClinicalAdministrator] },
    Member { first_name: "Tomás", last_name: "Vidal", credentials: None, roles: &[Role::PracticeAdministrator] },
];

impl Member {
    fn email(&self) -> String {
        format!("{}.{}@harborstreet.example", folded(self.first_name), folded(self.last_name))
    }
}

/// How a client stands with the portal.
#[derive(Clone, Copy, PartialEq)]
enum Portal {
    None,
    Invited,
    Expired,
    Active,
    Revoked,
}

struct Person {
    first_name: &'static str,
    last_name: &'static str,
    pronouns: &'static str,
    birth_date: &'static str,
    email: Option<&'static str>,
    /// A mobile number, which may be texted and spoken to, and where they live.
    reached: Option<(&'static str, &'static str, &'static str)>,
    clinician: &'static str,
    /// First and last name of the related contact who owns the chart, and how they are related.
    contact: Option<(&'static str, &'static str, &'static str)>,
    owner: bool,
    portal: Portal,
}

const CLIENTS: [Person; 12] = [
    Person {
        reached: Some(("(410) 555-0134", "12 Harbor Street", "21201")),
        ..person("Maya", "Lindqvist", "she/her", "1991-03-14", "maya.lindqvist@example.com", "Reyes", Portal::Active)
    },
    person("Jordan", "Avery", "they/them", "1985-07-02", "jordan.avery@example.com", "Reyes", Portal::None),
    person("Rosa", "Delgado", "she/her", "1979-11-30", "rosa.delgado@example.com", "Okafor", Portal::Active),
    person("Amira", "Haddad", "she/her", "1996-05-21", "amira.haddad@example.com", "Reyes", Portal::Invited),
    person("Daniel", "Osei", "he/him", "1988-01-09", "daniel.osei@example.com", "Okafor", Portal::Expired),
    person("Peter", "Novak", "he/him", "1972-08-17", "peter.novak@example.com", "Reyes", Portal::Revoked),
    person("Zoë", "Núñez", "she/they", "2001-02-28", "zoe.nunez@example.com", "Raman", Portal::None),
    child("Noah", "2015-04-11"),
    child("Ida", "2018-09-03"),
    Person { email: None, ..person("Leo", "Marsh", "he/him", "1978-12-05", "", "Reyes", Portal::None) },
    Person {
        owner: false,
        ..person("Hannah", "de la Cruz", "she/her", "1993-06-19", "hannah.delacruz@example.com", "Okafor", Portal::None)
    },
    person("Conor", "O’Brien", "he/him", "1966-10-24", "conor.obrien@example.com", "Reyes", Portal::None),
];

const fn person(
    first_name: &'static str,
    last_name: &'static str,
    pronouns: &'static str,
    birth_date: &'static str,
    email: &'static str,
    clinician: &'static str,
    portal: Portal,
) -> Person {
    Person { first_name, last_name, pronouns, birth_date, email: Some(email), reached: None, clinician, contact: None, owner: true, portal }
}

/// The children of Ingrid Sandoval, who holds the portal for both.
const fn child(first_name: &'static str, birth_date: &'static str) -> Person {
    Person {
        email: None,
        contact: Some(("Ingrid", "Sandoval", "mother")),
        ..person(first_name, "Sandoval", "", birth_date, "", "Reyes", Portal::Active)
    }
}

const INGRID: &str = "ingrid.sandoval@example.com";

pub(super) fn told() -> Vec<CastStaff> {
    TEAM.iter()
        .map(|member| CastStaff {
            name: format!("{} {}", member.first_name, member.last_name),
            roles: member.roles.iter().map(|role| role.label().to_owned()).collect(),
            email: member.email(),
            password: STAFF_PASSWORD.into(),
        })
        .collect()
}

/// By last name.
pub(super) async fn add_team(practice: &Practice, write: &Write, hash: &str) -> Result<HashMap<&'static str, sign_in::Member>, Error> {
    let mut team = HashMap::new();
    for member in &TEAM {
        let row = sign_in::Member {
            id: practice.randomness.id(),
            first_name: member.first_name.into(),
            last_name: member.last_name.into(),
            credentials: member.credentials.map(str::to_owned),
            email: member.email(),
            email_key: member.email(),
            password_hash: hash.into(),
            roles: By(member.roles.to_vec()),
            added_at: practice.clock.now(),
            disabled_at: None,
        };
        sign_in::put_member(write, row.clone()).await?;
        team.insert(member.last_name, row);
    }
    sign_in::supervise(write, team["Reyes"].id, team["Raman"].id).await?;
    Ok(team)
}

/// Charts by first name, and the accounts that hold some of them.
pub(super) async fn add_clients(
    practice: &Practice,
    write: &Write,
    team: &HashMap<&'static str, sign_in::Member>,
    hash: &str,
) -> Result<(Vec<CastAccount>, HashMap<&'static str, Uuid>), Error> {
    let mut by_name = HashMap::new();
    let mut people: Vec<CastAccount> = Vec::new();
    let mut account_ids: HashMap<String, Uuid> = HashMap::new();
    let mut ingrid = None;
    for client in &CLIENTS {
        let id = practice.randomness.id();
        by_name.insert(client.first_name, id);
        let contact = match client.contact {
            Some((first_name, last_name, _)) if ingrid.is_none() => {
                let contact = practice.randomness.id();
                let person = charts::Person {
                    id: contact,
                    first_name: first_name.into(),
                    last_name: last_name.into(),
                    email: INGRID.into(),
                    phone: "443-555-0177".into(),
                };
                charts::put_person(write, person).await?;
                ingrid = Some(contact);
                ingrid
            }
            Some(_) => ingrid,
            None => None,
        };
        add_chart(write, client, id, contact, team[client.clinician].id).await?;
        if client.portal == Portal::None {
            continue;
        }
        let address = client.email.unwrap_or(INGRID);
        let account = match client.portal {
            Portal::Active | Portal::Revoked => Some(match account_ids.get(address) {
                Some(&known) => known,
                None => {
                    let (first_name, last_name) =
                        client.contact.map_or((client.first_name, client.last_name), |(first, last, _)| (first, last));
                    let account = NewAccount {
                        email: address.into(),
                        password_hash: hash.into(),
                        first_name: first_name.into(),
                        last_name: last_name.into(),
                    };
                    let account = sign_in::put_account(practice, write, account, write.at() - Duration::days(60)).await?;
                    account_ids.insert(address.to_owned(), account);
                    account
                }
            }),
            _ => None,
        };
        add_grant(practice, write, client, id, contact, account).await?;
        if client.portal == Portal::Active {
            let person = CastPerson {
                id: ChartId(id),
                name: format!("{} {}", client.first_name, client.last_name),
                birth_date: client.birth_date.into(),
            };
            match people.iter_mut().find(|account| account.email == address) {
                Some(account) => account.charts.push(person),
                None => {
                    let name = client.contact.map_or_else(|| person.name.clone(), |(first, last, _)| format!("{first} {last}"));
                    people.push(CastAccount { name, email: address.into(), password: CLIENT_PASSWORD.into(), charts: vec![person] });
                }
            }
        }
    }
    Ok((people, by_name))
}

async fn add_chart(write: &Write, client: &Person, id: Uuid, contact: Option<Uuid>, clinician: Uuid) -> Result<(), Error> {
    let owner = contact.map_or(Owner::Client, |id| Owner::Contact(ContactId(id)));
    let relationship = client.contact.map(|(_, _, relationship)| relationship.to_owned());
    let address = |(_, street, postal_code): (_, &str, &str)| PostalAddress {
        street: street.into(),
        city: "Baltimore".into(),
        state: "MD".into(),
        postal_code: postal_code.into(),
        ..PostalAddress::default()
    };
    let chart = charts::ReadyMade {
        id,
        number: settings::take_chart_number(write).await?,
        last_name: client.last_name.into(),
        first_name: client.first_name.into(),
        pronouns: Some(client.pronouns.to_owned()).filter(|text| !text.is_empty()),
        birth_date: client.birth_date.into(),
        clinician: Some(clinician),
        owner: client.owner.then_some(owner),
        contact: contact.zip(relationship),
        email: client.email.map(str::to_owned),
        phone: client.reached.map(|(number, ..)| Phone::read(0, PhoneKind::Mobile, number, true, true)).transpose()?,
        address: client.reached.map(address).unwrap_or_default(),
        created_at: write.at() - Duration::days(120),
    };
    charts::put_ready_made(write, vec![chart]).await
}

async fn add_grant(
    practice: &Practice,
    write: &Write,
    client: &Person,
    chart: Uuid,
    contact: Option<Uuid>,
    account: Option<Uuid>,
) -> Result<(), Error> {
    let ago = match client.portal {
        Portal::Invited => Duration::days(1),
        Portal::Expired => Duration::days(9),
        _ => Duration::days(61),
    };
    // One after the other, so that the first child of a parent comes first.
    let place = CLIENTS.iter().position(|other| other.first_name == client.first_name).unwrap_or(0);
    let grant = invites::ReadyMade {
        chart,
        contact,
        account,
        relationship: client.contact.map_or("self", |(_, _, relationship)| relationship),
        address: client.email.unwrap_or(INGRID),
        sent_at: write.at() - ago + Duration::seconds(place as i64),
        revoked_at: (client.portal == Portal::Revoked).then(|| write.at() - Duration::days(3)),
    };
    invites::put_ready_made(practice, write, grant).await
}

pub(super) async fn listed(practice: &Practice, by_name: &HashMap<&str, Uuid>) -> Result<Vec<CastChart>, Error> {
    let ids: Vec<Uuid> = by_name.values().copied().collect();
    let statuses = invites::statuses(practice, &ids).await?;
    Ok(CLIENTS
        .iter()
        .map(|client| {
            let id = by_name[client.first_name];
            let status = statuses.get(&id).copied().unwrap_or(domain::invites::PortalStatus::NoPortalAccess);
            CastChart {
                id: ChartId(id),
                last_name: client.last_name.into(),
                first_name: client.first_name.into(),
                birth_date: client.birth_date.into(),
                email: client.email.map(str::to_owned),
                portal_status: status.label().to_owned(),
            }
        })
        .collect())
}
