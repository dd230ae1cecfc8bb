//! Moving in: a list of clients from elsewhere becomes charts, all of them or none.
//!
//! Nobody who works waits for it: the charts are put into their tables some at a time, unseen, and switched on by one small write
//! at the end. What a broken import leaves behind nobody sees, and the next one takes it away. It invites nobody.

mod portion;

use self::portion::Import;
use super::table::{chart_contacts, chart_emails, chart_phones, charts, imports};
use crate::{audit::Event, dates, db::breathe, error::Error, settings, sign_in, system::System};
use chrono::NaiveDate;
use domain::{
    audit::AuditAct,
    charts::{ImportedChart, LineTrouble, Lines, Refusal},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// So many are looked for, or taken away, at once.
const AT_ONCE: usize = 100;
/// The first transaction puts in so many charts, and each one after it as many as hold the writer for `HOLD` on this machine.
const AT_FIRST: usize = 50;
/// Well below what anybody notices who waits for the writer.
const HOLD: Duration = Duration::from_millis(30);
/// With fewer, the commits are most of the work.
const FEWEST: usize = 25;
/// More gain nothing, and a statement takes only so many values.
const MOST: usize = 500;

impl System {
    /// The day it is in the practice: birth dates are checked against it.
    pub async fn today(&self) -> Result<NaiveDate, Error> {
        let zone = dates::zone(&settings::load(&self.practice).await?.zone);
        Ok(dates::today(self.practice.clock.now(), zone))
    }

    /// Says of each line besides whether its clinician and its time zone are known, and whether its person is there already. Changes nothing.
    pub async fn check_import(&self, lines: Lines) -> Result<Lines, Error> {
        let db = self.practice.db.read();
        let clinicians = clinicians(db).await?;
        let others: Vec<String> = sign_in::at_work(db).await?.into_iter().map(|member| member.email_key).collect();
        let mut seen: HashMap<(String, String, NaiveDate), u64> = HashMap::new();
        let mut checked = Vec::with_capacity(lines.len());
        for portion in lines.chunks(AT_ONCE) {
            let born: Vec<String> =
                portion.iter().filter_map(|(_, line)| Some(line.as_ref().ok()?.identity.birth_date.to_string())).collect();
            let known: Vec<(String, String, String)> = charts::people_born(db, born).await?;
            for (number, line) in portion {
                let line = line.clone().and_then(|chart| {
                    let mut troubles = Vec::new();
                    if let Some(address) = chart.clinician.as_ref().filter(|address| !clinicians.contains_key(*address)) {
                        let trouble = if others.contains(address) { LineTrouble::NoClinician } else { LineTrouble::ClinicianUnknown };
                        troubles.push(trouble(address.clone()));
                    }
                    if chart.time_zone.as_ref().is_some_and(|zone| !dates::is_zone(zone)) {
                        troubles.push(LineTrouble::Field(Refusal::TimeZoneUnknown));
                    }
                    let (last, first, born) = chart.person();
                    if known.contains(&(last.clone(), first.clone(), born.to_string())) {
                        troubles.push(LineTrouble::ThereAlready);
                    }
                    match seen.get(&(last.clone(), first.clone(), born)) {
                        Some(&line) => troubles.push(LineTrouble::TwiceInFile { line }),
                        None => drop(seen.insert((last, first, born), *number)),
                    }
                    if troubles.is_empty() { Ok(chart) } else { Err(troubles) }
                });
                checked.push((*number, line));
            }
        }
        Ok(checked)
    }

    /// Creates all of these charts, or none. Returns how many.
    pub async fn import(&self, charts: &[ImportedChart]) -> Result<u64, Error> {
        let practice = &self.practice;
        self.take_broken_imports_away().await?;
        let clinicians = clinicians(practice.db.read()).await?;
        let mut import = Import::of(practice, clinicians, charts);
        let id = import.id;
        let write = practice.db.write(self.stamp()).await?;
        imports::ActiveModel { id: Set(id), began_at: Set(practice.clock.now()), switched_at: Set(None) }.insert(&*write).await?;
        write.commit(Event::of(AuditAct::ImportBegun).subject(id).detail(format!("{} charts", charts.len()))).await?;
        let (mut done, mut many) = (0, AT_FIRST);
        while done < charts.len() {
            let end = charts.len().min(done + many);
            let rows = import.portion(&charts[done..end]);
            let write = practice.db.write(self.stamp()).await?;
            let began = Instant::now();
            rows.put(&write).await?;
            done = end;
            write.commit(Event::of(AuditAct::ImportStaged).subject(id).detail(format!("{done} of {} charts", charts.len()))).await?;
            many = paced(many, began.elapsed());
            // The other half of the time belongs to those who work.
            breathe(began).await;
        }
        let write = practice.db.write(self.stamp()).await?;
        imports::switch(&*write, id, practice.clock.now()).await?;
        write.commit(Event::of(AuditAct::Imported).subject(id).detail(format!("{done} charts"))).await?;
        Ok(done as u64)
    }

    /// Takes away what an import left that was broken off before it was switched on.
    async fn take_broken_imports_away(&self) -> Result<(), Error> {
        let practice = &self.practice;
        while let Some(broken) = imports::broken(practice.db.read()).await? {
            let write = practice.db.write(self.stamp()).await?;
            let began = Instant::now();
            let charts = charts::of_import(&*write, broken.id, AT_ONCE as u64).await?;
            if charts.is_empty() {
                imports::remove(&*write, broken.id).await?;
            } else {
                chart_emails::remove_of(&*write, charts.clone()).await?;
                chart_contacts::remove_of(&*write, charts.clone()).await?;
                chart_phones::remove_of(&*write, charts.clone()).await?;
                charts::remove_imported(&*write, charts).await?;
            }
            write.commit(Event::of(AuditAct::ImportTakenAway).subject(broken.id)).await?;
            breathe(began).await;
        }
        Ok(())
    }
}

/// Who can be primary clinician, by the key of their address.
async fn clinicians(db: &impl ConnectionTrait) -> Result<HashMap<String, Uuid>, Error> {
    let treats = |member: &sign_in::Member| member.roles.0.iter().any(|role| role.treats());
    Ok(sign_in::at_work(db).await?.into_iter().filter(treats).map(|member| (member.email_key, member.id)).collect())
}

/// How many charts the next transaction puts in, after one with so many held the writer for so long.
fn paced(many: usize, held: Duration) -> usize {
    let fit = many as u128 * HOLD.as_micros() / held.as_micros().max(1);
    (fit as usize).clamp(many / 2, many * 2).clamp(FEWEST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slower_the_disk_the_fewer_charts_at_a_time() {
        let paced = |many, held| super::paced(many, Duration::from_millis(held));
        assert_eq!([paced(100, 30), paced(100, 40), paced(100, 20)], [100, 75, 150]);
        assert_eq!([paced(100, 0), paced(100, 3_000)], [200, 50], "one slow or quick commit says little");
        assert_eq!([paced(MOST, 1), paced(FEWEST, 500), paced(1, 30)], [MOST, FEWEST, FEWEST]);
    }
}
