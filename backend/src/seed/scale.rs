//! Many made-up charts, the same ones every time: for benches and for trying search at size.

use super::insert;
use crate::{
    audit::Event,
    charts::table::{chart_emails, charts},
    db::Write,
    error::Error,
    secrets::Randomness,
    settings,
    sign_in::table::staff,
    system::System,
};
use chrono::{Duration, NaiveDate};
use domain::{audit::AuditAct, charts::folded};
use sea_orm::ActiveValue::Set;

const FIRST: [&str; 24] = [
    "Ada", "Amos", "Bea", "Carl", "Dina", "Eli", "Fay", "Gus", "Hana", "Ivo", "June", "Karl", "Lena", "Max", "Nora", "Otis", "Pia",
    "Quinn", "Rhea", "Saul", "Tess", "Uma", "Vera", "Wim",
];
const LAST: [&str; 32] = [
    "Abbot", "Bauer", "Castillo", "Dunn", "Eriksen", "Flores", "Grant", "Hughes", "Ivanova", "Jensen", "Kim", "Lopez", "Meyer", "Nguyen",
    "Ortega", "Park", "Quist", "Rossi", "Santos", "Tanaka", "Ueda", "Vargas", "Weber", "Xiong", "Young", "Zeller", "Almeida", "Berg",
    "Cohen", "Diaz", "Engel", "Farouk",
];

/// One transaction holds the writer this many charts long: well below 50 ms.
const AT_ONCE: u32 = 100;

pub(crate) async fn scale(system: &System, many: u32) -> Result<(), Error> {
    let practice = &system.practice;
    if !super::is_empty(practice).await? && !settings::is_demo(practice).await? {
        return Err(domain::charts::Refusal::ChangedMeanwhile.into());
    }
    let random = Randomness::repeating(u64::from(many));
    let clinicians = staff::at_work(practice.db.read()).await?;
    let born: NaiveDate = NaiveDate::from_ymd_opt(1940, 1, 1).unwrap_or_default();
    let mut done = 0;
    while done < many {
        let write = practice.db.write(system.stamp()).await?;
        for _ in 0..AT_ONCE.min(many - done) {
            let draw: [u8; 8] = random.bytes();
            let pick = |at: usize, among: usize| (usize::from(draw[at]) * 256 + usize::from(draw[at + 1])) % among;
            let (first, last) = (FIRST[pick(0, FIRST.len())], LAST[pick(2, LAST.len())]);
            let birth_date = born + Duration::days(pick(4, 25_000) as i64);
            let clinician = (!clinicians.is_empty()).then(|| clinicians[pick(6, clinicians.len())].id);
            add(system, &write, &random, first, last, birth_date, clinician).await?;
        }
        done += AT_ONCE.min(many - done);
        write.commit(Event::of(AuditAct::Seeded).detail(format!("{done} of {many} charts"))).await?;
    }
    Ok(())
}

async fn add(
    system: &System,
    write: &Write,
    random: &Randomness,
    first: &str,
    last: &str,
    birth_date: NaiveDate,
    clinician: Option<uuid::Uuid>,
) -> Result<(), Error> {
    let now = system.practice.clock.now();
    let id = random.id();
    let number = settings::take_chart_number(write).await?;
    insert(
        write,
        charts::ActiveModel {
            id: Set(id),
            number: Set(number),
            last_name: Set(last.into()),
            first_name: Set(first.into()),
            preferred_name: Set(None),
            pronouns: Set(None),
            birth_date: Set(birth_date.to_string()),
            search_last: Set(folded(last)),
            search_first: Set(folded(first)),
            primary_clinician_id: Set(clinician),
            owner_kind: Set(Some("client".into())),
            owner_contact_id: Set(None),
            discreet_since: Set(None),
            version: Set(1),
            created_at: Set(now),
            created_by: Set(None),
            import_id: Set(None),
        },
    )
    .await?;
    let address = format!("{}.{}.{number}@example.com", folded(first), folded(last));
    let email = chart_emails::ActiveModel {
        id: Set(random.id()),
        chart_id: Set(id),
        kind: Set("personal".into()),
        address_key: Set(address.clone()),
        address: Set(address),
        added_at: Set(now),
        added_by: Set(None),
    };
    insert(write, email).await
}
