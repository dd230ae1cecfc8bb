//! Groups: those to whom one writes at once. One with a name is the practice's, one without is its maker's and for one letter. Who may
//! not open a chart is not shown that it is in a group; it stays there.

use super::{
    inbox::StaffMessages,
    table::groups::{self, letters},
};
use crate::{actors::Staff, audit::Event, dates, error::Error, in_chart::InChart};
use chrono::NaiveDate;
use domain::{
    Act,
    audit::AuditAct,
    charts::Born,
    ids::{ChartId, GroupId},
    messages::{Group, GroupLine, GroupPerson, Groups, MOST_GROUPS, MOST_RECIPIENTS, Refusal, check_group_name, may_delete_group},
};
use std::collections::HashMap;
use uuid::Uuid;

impl StaffMessages<'_> {
    /// **Groups**, and what was announced.
    pub async fn groups(&self, page: u32) -> Result<Groups, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let rows = groups::seen_by(db, staff.member.id).await?;
        let many: HashMap<Uuid, i64> = groups::counts(db, rows.iter().map(|row| row.id).collect()).await?.into_iter().collect();
        let line = |row: groups::Model| {
            let people = many.get(&row.id).copied().unwrap_or_default() as u64;
            GroupLine { id: GroupId(row.id), name: row.name, people }
        };
        let (announcements, more, page) = self.announced(page).await?;
        staff.record(Event::of(AuditAct::GroupsOpened)).await?;
        Ok(Groups { groups: rows.into_iter().map(line).collect(), announcements, more, page })
    }

    /// The row of a group that one may know of.
    pub(super) async fn group_row(&self, id: GroupId) -> Result<groups::Model, Error> {
        match groups::by_id(self.0.practice.db.read(), id.0).await? {
            Some(row) if !row.name.is_empty() || row.made_by == self.0.member.id => Ok(row),
            _ => Err(self.0.not_found("messages.group", None).await),
        }
    }

    /// Who is in it and whose charts one may open, and how many others there are.
    pub(super) async fn people_in(&self, row: &groups::Model) -> Result<(Vec<InChart<'_, Staff>>, u64), Error> {
        let charts = groups::charts_in(self.0.practice.db.read(), row.id).await?;
        let all = charts.len();
        let entered = self.0.charts_among(charts, Act::OpenChart).await?;
        let hidden = (all - entered.len()) as u64;
        Ok((entered, hidden))
    }

    /// A group, and who is in it.
    pub async fn group(&self, id: GroupId) -> Result<Group, Error> {
        let (staff, row) = (self.0, self.group_row(id).await?);
        let (entered, hidden) = self.people_in(&row).await?;
        let today = self.today().await?;
        let people = entered.iter().map(|chart| person(chart, today)).collect::<Result<_, _>>()?;
        let begun = letters::find(staff.practice.db.read(), row.id, staff.member.id).await?.is_some();
        staff.record(Event::of(AuditAct::GroupsOpened).subject(row.id)).await?;
        let may_delete = may_delete_group(row.made_by == staff.member.id, hidden).is_ok();
        Ok(Group { id, name: row.name, people, hidden, may_delete, begun })
    }

    pub(super) async fn today(&self) -> Result<NaiveDate, Error> {
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        Ok(dates::today(self.0.practice.clock.now(), zone))
    }

    /// Creates one, with a name to be kept, or without for one letter.
    pub async fn create_group(&self, name: &str) -> Result<GroupId, Error> {
        let name = check_group_name(name)?;
        let (staff, id) = (self.0, self.0.practice.randomness.id());
        let write = staff.write().await?;
        if groups::seen_by(&*write, staff.member.id).await?.len() as u64 >= MOST_GROUPS {
            return Err(Refusal::TooManyGroups.into());
        }
        groups::create(&*write, groups::Model { id, name, made_by: staff.member.id, changed_at: write.at() }).await?;
        write.commit(Event::of(AuditAct::GroupChanged).subject(id).detail("created")).await?;
        Ok(GroupId(id))
    }

    /// Gives it a name, or another one.
    pub async fn rename_group(&self, id: GroupId, name: &str) -> Result<(), Error> {
        let (row, name) = (self.group_row(id).await?, check_group_name(name)?);
        if name.is_empty() {
            return Err(Refusal::GroupNameMissing.into());
        }
        let write = self.0.write().await?;
        groups::change(&*write, row.id, Some(name), write.at()).await?;
        Ok(write.commit(Event::of(AuditAct::GroupChanged).subject(row.id).detail("renamed")).await?)
    }

    /// Takes a client in. Who is in it already stays.
    pub async fn add_to_group(&self, id: GroupId, chart: ChartId) -> Result<(), Error> {
        let row = self.group_row(id).await?;
        let write = self.0.chart(chart, Act::OpenChart).await?.change(None).await?;
        let Some(row) = groups::for_update(&**write, row.id).await? else { return Err(write.not_found("messages.group").await) };
        let known = groups::charts_in(&**write, row.id).await?;
        if known.len() as u64 >= MOST_RECIPIENTS && !known.contains(&chart.0) {
            return Err(Refusal::GroupFull.into());
        }
        groups::add(&**write, row.id, chart.0).await?;
        groups::change(&**write, row.id, None, write.at()).await?;
        write.commit(Event::of(AuditAct::GroupChanged).subject(row.id).detail("added")).await
    }

    /// Takes a client out.
    pub async fn remove_from_group(&self, id: GroupId, chart: ChartId) -> Result<(), Error> {
        let row = self.group_row(id).await?;
        let write = self.0.chart(chart, Act::OpenChart).await?.change(None).await?;
        groups::remove(&**write, row.id, chart.0).await?;
        groups::change(&**write, row.id, None, write.at()).await?;
        write.commit(Event::of(AuditAct::GroupChanged).subject(row.id).detail("removed")).await
    }

    /// Deletes it. What was announced to it stays.
    pub async fn delete_group(&self, id: GroupId) -> Result<(), Error> {
        let row = self.group_row(id).await?;
        let (_, hidden) = self.people_in(&row).await?;
        may_delete_group(row.made_by == self.0.member.id, hidden)?;
        let write = self.0.write().await?;
        groups::delete(&*write, vec![row.id]).await?;
        Ok(write.commit(Event::of(AuditAct::GroupChanged).subject(row.id).detail("deleted")).await?)
    }
}

pub(super) fn person(chart: &InChart<'_, Staff>, today: NaiveDate) -> Result<GroupPerson, Error> {
    let row = chart.row();
    Ok(GroupPerson { chart: ChartId(row.id), name: row.listed_name(), born: Born::seen_on(row.born()?, today) })
}
