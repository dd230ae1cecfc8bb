//! Many made-up charts, the same ones every time: for benches and for trying search at size.

use crate::{
    audit::Event,
    charts::{self, ReadyMade},
    error::Error,
    secrets::Randomness,
    settings, sign_in,
    system::System,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{
    audit::AuditAct,
    charts::{Owner, folded},
};
use std::iter;
use uuid::Uuid;

const FIRST: [&str; 24] = [
    "Ada", "Amos", "Bea", "Carl", "Dina", "Eli", "Fay", "Gus", "Hana", "Ivo", "June", "Karl", "Lena", "Max", "Nora", "Otis", "Pia",
    "Quinn", "Rhea", "Saul", "Tess", "Uma", "Vera", "Wim",
];
const LAST: [&str; 32] = [
    "Abbot", "Bauer", "Castillo", "Dunn", "Eriksen", "Flores", "Grant", "Hughes", "Ivanova", "Jensen", "Kim", "Lopez", "Meyer", "Nguyen",
    "Ortega", "Park", "Quist", "Rossi", "Santos", "Tanaka", "Ueda", "Vargas", "Weber", "Xiong", "Young", "Zeller", "Almeida", "Berg",
    "Cohen", "Diaz", "Engel", "Farouk",
];

/// Every tenth has a second last name, which no name begins with.
const SECOND: [&str; 8] = ["Quillon", "Sorrel", "Thorne", "Umber", "Vance", "Wilder", "Yarrow", "Zephyr"];

/// So many in one transaction: nobody else works in the practice meanwhile. Their names and words fall all over the indexes, and a page
/// of these is written once for all of them.
const AT_ONCE: usize = 5_000;
const IN_A_STATEMENT: usize = 100;

/// Puts them in, and says who they are.
pub(super) async fn scale(system: &System, many: u32) -> Result<Vec<Somebody>, Error> {
    let practice = &system.practice;
    if !super::is_empty(practice).await? && !settings::is_demo(practice).await? {
        return Err(domain::charts::Refusal::ChangedMeanwhile.into());
    }
    let random = Randomness::repeating(u64::from(many));
    let clinicians: Vec<Uuid> = sign_in::at_work(practice.db.read()).await?.into_iter().map(|member| member.id).collect();
    // In ascending order, as an import has them. One by one they would fall all over the indexes, each into a page that is read and
    // written again for it alone: so ten thousand charts took four seconds, and forty times as many took a hundred times as long.
    let mut ids: Vec<Uuid> = iter::repeat_with(|| random.id()).take(many as usize).collect();
    ids.sort_unstable();
    let mut done = 0;
    let mut people = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let write = practice.db.write(system.stamp()).await?;
        for ids in ids.chunks(IN_A_STATEMENT) {
            let first = settings::take_chart_numbers(&write, ids.len() as i64).await?;
            let made_up = (first..).zip(ids).map(|(number, id)| made_up(&random, *id, number, &clinicians, practice.clock.now()));
            let made_up: Vec<ReadyMade> = made_up.collect();
            people.extend(made_up.iter().map(Somebody::of));
            charts::put_ready_made(&write, made_up).await?;
        }
        done += ids.len();
        write.commit(Event::of(AuditAct::Seeded).detail(format!("{done} of {many} charts"))).await?;
    }
    Ok(people)
}

/// A made-up client.
pub(super) struct Somebody {
    pub chart: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub clinician: Option<Uuid>,
}

impl Somebody {
    fn of(made: &ReadyMade) -> Self {
        Self {
            chart: made.id,
            first_name: made.first_name.clone(),
            last_name: made.last_name.clone(),
            email: made.email.clone().unwrap_or_default(),
            clinician: made.clinician,
        }
    }
}

fn made_up(random: &Randomness, id: Uuid, number: i64, clinicians: &[Uuid], now: DateTime<Utc>) -> ReadyMade {
    let draw: [u8; 10] = random.bytes();
    let pick = |at: usize, among: usize| (usize::from(draw[at]) * 256 + usize::from(draw[at + 1])) % among;
    let (first, last) = (FIRST[pick(0, FIRST.len())], LAST[pick(2, LAST.len())]);
    let last_name = SECOND.get(pick(8, 10 * SECOND.len())).map_or_else(|| last.to_owned(), |second| format!("{last}-{second}"));
    let born = NaiveDate::from_ymd_opt(1940, 1, 1).unwrap_or_default() + Duration::days(pick(4, 25_000) as i64);
    ReadyMade {
        id,
        number,
        email: Some(format!("{}.{}.{number}@example.com", folded(first), folded(last))),
        last_name,
        first_name: first.into(),
        pronouns: None,
        birth_date: born.to_string(),
        clinician: (!clinicians.is_empty()).then(|| clinicians[pick(6, clinicians.len())]),
        owner: Some(Owner::Client),
        contact: None,
        phone: None,
        address: Default::default(),
        created_at: now,
    }
}
