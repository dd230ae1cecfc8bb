//! Many made-up messages between clients and the team: for benches. Of 1,000 and of a million the lists are equally full.

use super::{CLIENT_PASSWORD, scale::Somebody};
use crate::{
    audit::Event,
    db::Write,
    error::Error,
    invites,
    messages::{MadeUp, Rows, Word, Writer},
    practice::Practice,
    secrets::Randomness,
    sign_in::{self, Member, NewAccount},
    system::System,
};
use chrono::Duration;
use domain::{Reach, Rights, Role, audit::AuditAct, messages::Audience};
use std::{collections::HashMap, iter};
use uuid::Uuid;

/// In whose charts most is written, as much as in a lively one in years: one can sign in as them.
const CAST: [&str; 3] = ["maya.lindqvist@example.com", "rosa.delgado@example.com", "ingrid.sandoval@example.com"];

const MOST_OF_CAST: usize = 200;

/// So many messages, or accounts, in one transaction: nobody else works in the practice meanwhile.
const AT_ONCE: usize = 20_000;
const ACCOUNTS_AT_ONCE: usize = 1_000;

/// Every so many-th conversation is long, the first one among them.
const LONG: usize = 500;

const WORDS: [&str; 12] = [
    "Thank you, that helps.",
    "Could we move Thursday to a little later?",
    "The week was better than I thought, and I slept on five nights.",
    "Please bring the sheet from last time, if you can find it.",
    "I practiced the breathing every evening.",
    "The letter for school is ready, and we send it today.",
    "There is a form from my plan that I do not understand.",
    "See you on Monday at the usual time.",
    "I wrote down what went through my mind, and it was less than it felt like.",
    "That sounds hard. Let us begin with it next time.",
    "Is parking still behind the building?",
    "We have a place on Friday, should you want it.",
];

/// A chart in which is written, who writes there, and who treats them.
struct Correspondent {
    chart: Uuid,
    client: Writer,
    clinician: Option<Uuid>,
}

pub(super) async fn write(system: &System, people: &[Somebody], many: u32) -> Result<(), Error> {
    let practice = &system.practice;
    let random = Randomness::repeating(u64::from(many));
    let lengths = lengths(&random, many);
    let cast = of_cast(practice).await?;
    // A practice that writes more has more clients who do.
    let few = lengths.len().div_ceil(8).min(people.len());
    let others = with_accounts(system, &people[..few]).await?;
    let team = Team::of(practice).await?;
    let mut talks: Vec<(&Correspondent, u32, usize)> = Vec::with_capacity(lengths.len());
    for (place, length) in lengths.into_iter().enumerate() {
        let is_of_cast = place % 3 == 0 && place / 3 < MOST_OF_CAST * cast.len();
        let among = if is_of_cast || others.is_empty() { &cast } else { &others };
        let Some(who) = among.get(if is_of_cast { place / 3 } else { place } % among.len().max(1)) else { return Ok(()) };
        talks.push((who, length, place));
    }
    // In ascending order, like charts: one by one they would fall all over the indexes.
    talks.sort_by_key(|(who, ..)| who.chart);
    let ascending = |many: usize| {
        let mut ids: Vec<Uuid> = iter::repeat_with(|| practice.randomness.id()).take(many).collect();
        ids.sort_unstable();
        ids.into_iter()
    };
    let (mut ids, mut message_ids) = (ascending(talks.len()), ascending(many as usize));
    let (mut rows, mut done) = (Rows::default(), 0);
    let mut words = || {
        let [first, second]: [u8; 2] = random.bytes();
        [first, second].map(|draw| WORDS[usize::from(draw) % WORDS.len()]).join(" ")
    };
    for (at, (who, length, place)) in talks.iter().enumerate() {
        let Some(id) = ids.next() else { break };
        let made = team.made_up(practice, &random, who, *length, *place);
        rows.add(practice, &made, id, message_ids.by_ref().take(*length as usize), &mut words);
        if rows.messages() >= AT_ONCE || at + 1 == talks.len() {
            done += rows.messages();
            let write = practice.db.write(system.stamp()).await?;
            rows.put(&write).await?;
            write.commit(Event::of(AuditAct::Seeded).detail(format!("{done} of {many} messages"))).await?;
        }
    }
    Ok(())
}

/// How long each conversation is, so that they hold so many messages together. In a practice that has written more they are longer.
fn lengths(random: &Randomness, many: u32) -> Vec<u32> {
    let (usual, long) = ((many / 500).clamp(2, 20), (many / 10).clamp(1, 1_200));
    let mut lengths = Vec::new();
    let mut left = many;
    while left > 0 {
        let [draw]: [u8; 1] = random.bytes();
        let wanted = if lengths.len().is_multiple_of(LONG) { long } else { 1 + u32::from(draw) % (2 * usual - 1) };
        let length = wanted.min(left);
        lengths.push(length);
        left -= length;
    }
    lengths
}

async fn of_cast(practice: &Practice) -> Result<Vec<Correspondent>, Error> {
    let db = practice.db.read();
    let mut found = Vec::new();
    for email in CAST {
        let Some(account) = sign_in::account_at(db, email).await? else { continue };
        let client = Writer { id: account.id, name: account.full_name() };
        for grant in invites::open_of_account(db, account.id, practice.clock.now()).await? {
            found.push(Correspondent { chart: grant.chart_id, client: client.clone(), clinician: None });
        }
    }
    Ok(found)
}

/// Gives each of them an account that holds their chart.
async fn with_accounts(system: &System, people: &[Somebody]) -> Result<Vec<Correspondent>, Error> {
    let practice = &system.practice;
    let hash = practice.passwords.hash(CLIENT_PASSWORD).await;
    let mut found = Vec::with_capacity(people.len());
    for people in people.chunks(ACCOUNTS_AT_ONCE) {
        let write = practice.db.write(system.stamp()).await?;
        for person in people {
            let account = account_of(practice, &write, person, &hash).await?;
            let client = Writer { id: account, name: format!("{} {}", person.first_name, person.last_name) };
            found.push(Correspondent { chart: person.chart, client, clinician: person.clinician });
        }
        write.commit(Event::of(AuditAct::Seeded).detail(format!("{} accounts", people.len()))).await?;
    }
    Ok(found)
}

async fn account_of(practice: &Practice, write: &Write, person: &Somebody, hash: &str) -> Result<Uuid, Error> {
    let since = write.at() - Duration::days(60);
    let new = NewAccount {
        email: person.email.clone(),
        password_hash: hash.to_owned(),
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
    };
    let account = sign_in::put_account(practice, write, new, since).await?;
    let grant = invites::ReadyMade {
        chart: person.chart,
        contact: None,
        account: Some(account),
        relationship: "self",
        address: &person.email,
        sent_at: since,
        revoked_at: None,
    };
    invites::put_ready_made(practice, write, grant).await?;
    Ok(account)
}

/// Who answers.
struct Team {
    by_id: HashMap<Uuid, (Writer, Rights)>,
    /// Reads everything.
    head: Writer,
}

impl Team {
    async fn of(practice: &Practice) -> Result<Self, Error> {
        let team = sign_in::at_work(practice.db.read()).await?;
        let writer = |member: &Member| Writer { id: member.id, name: member.signed_name() };
        let reads_all = |member: &&Member| member.roles.0.contains(&Role::ClinicalAdministrator);
        let head = team.iter().find(reads_all).map(writer).ok_or(Error::NotFound)?;
        Ok(Self { by_id: team.iter().map(|member| (member.id, (writer(member), Rights::of(&member.roles.0)))).collect(), head })
    }

    fn made_up<'a>(&'a self, practice: &Practice, random: &Randomness, who: &'a Correspondent, many: u32, place: usize) -> MadeUp<'a> {
        let [word, audience, assigned, read, days, hours]: [u8; 6] = random.bytes();
        let audience = match audience % 10 {
            _ if place == 0 => Audience::Clinical,
            0..6 => Audience::Clinical,
            6 | 7 => Audience::Administrative,
            _ => Audience::Billing,
        };
        let (word, age) = match word % 100 {
            _ if place == 0 => (Word::Client, 0),
            0..45 => (Word::Practice, i64::from(days) % 30),
            45..75 => (Word::Client, i64::from(days) % 60),
            _ => (Word::Nobody, 4 * i64::from(days)),
        };
        let treats = who.clinician.and_then(|id| self.by_id.get(&id));
        let treats = treats.filter(|(_, rights)| rights.reach(audience.act()) > Reach::Nobody).map(|(writer, _)| writer);
        let staff = if assigned % 4 == 3 { &self.head } else { treats.unwrap_or(&self.head) };
        MadeUp {
            chart: who.chart,
            client: &who.client,
            staff,
            audience,
            assigned_to: (assigned % 4 > 1).then_some(staff.id),
            word,
            many,
            ended_at: practice.clock.now() - Duration::days(age) - Duration::minutes(5 * i64::from(hours)),
            read: read % 4 > 0,
        }
    }
}
