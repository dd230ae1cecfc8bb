//! The trail, looked through by who may: by person, chart, act and time; on pages, and as a file.

use super::{
    Event,
    table::{self, Asked},
};
use crate::{
    actors::Staff,
    charts::{self, Chart},
    dates,
    error::Error,
    sheets::{Cell, Sheet, Table},
    sign_in,
};
use domain::{
    Act,
    audit::{ActorKind, AuditAct, LINES_SHOWN, MOST_EXPORTED, Outcome, Trail, TrailFilter, TrailLine},
    charts::folded,
    ids::ChartId,
    sign_in::StepUpScope,
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many people of one name are looked for.
const MOST_PEOPLE: usize = 20;

impl Staff {
    /// The trail, for who may look through it.
    pub async fn trail(&self) -> Result<StaffTrail<'_>, Error> {
        self.may(Act::ReadAudit, "audit").await?;
        Ok(StaffTrail(self))
    }
}

/// The trail, in the hands of somebody who may look through it.
pub struct StaffTrail<'a>(&'a Staff);

impl StaffTrail<'_> {
    /// A page below that line; and the charts that fit what was typed to find one.
    pub async fn page(&self, filter: TrailFilter, below: Option<i64>, sought: Option<String>) -> Result<Trail, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let team = sign_in::team(db).await?;
        let below = match below {
            Some(seq) => table::by_seq(db, seq).await?.map(|row| (row.at, row.seq)),
            None => None,
        };
        let asked = self.asked(&filter, &team).await?;
        let mut rows = match &asked {
            Some(asked) => asked.page(db, below, LINES_SHOWN + 1).await?,
            None => Vec::new(),
        };
        let more = rows.len() as u64 > LINES_SHOWN;
        rows.truncate(LINES_SHOWN as usize);
        let below = rows.last().filter(|_| more).map(|row| row.seq);
        let chart = match filter.chart {
            Some(id) => charts::by_id(db, id.0).await?.map(|chart| chart.listed_name()),
            None => None,
        };
        let sought = match sought.filter(|typed| !typed.trim().is_empty()) {
            Some(typed) => {
                let found = staff.charts().await?.room(&typed, 1).await?;
                let charts = found.charts.into_iter().map(|line| (line.id, line.name, line.born)).collect();
                Some((found.search, charts))
            }
            None => None,
        };
        let nobody = asked.is_none();
        let people = team.iter().map(sign_in::Member::signed_name).collect();
        let lines = self.lines(rows).await?;
        if staff.origin.by_hand {
            let by = filter.parts().iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ");
            let event = Event::of(AuditAct::TrailOpened).detail(format!("{} lines {by}", lines.len()).trim_end().to_owned());
            staff.record(event.of_chart(filter.chart.filter(|_| chart.is_some()).map(|id| id.0))).await?;
        }
        Ok(Trail { filter, lines, below, chart, sought, nobody, people })
    }

    /// Exactly what the page with the same filter shows, all pages of it, for who has just proved who they are.
    pub async fn export(&self, filter: &TrailFilter) -> Result<Sheet, Error> {
        let staff = self.0;
        staff.proved(StepUpScope::Audit)?;
        let db = staff.practice.db.read();
        let team = sign_in::team(db).await?;
        let rows = match self.asked(filter, &team).await? {
            Some(asked) => asked.page(db, None, MOST_EXPORTED + 1).await?,
            None => Vec::new(),
        };
        if rows.len() as u64 > MOST_EXPORTED {
            return Err(domain::appointments::Refusal::TooManyRows.into());
        }
        let lines = self.lines(rows).await?;
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let event = Event::of(AuditAct::TrailExported).detail(format!("{} lines", lines.len()));
        staff.record(event.of_chart(filter.chart.map(|id| id.0))).await?;
        let heads =
            ["Number", "Date", "Time", "Time zone", "Who", "As", "What", "Outcome", "Client", "Chart", "Detail", "Address", "Browser"];
        let table = Table {
            file: "audit",
            name: "Audit",
            heads: heads.into_iter().map(|head| (head, 20)).collect(),
            rows: lines.iter().map(cells).collect(),
        };
        table.write(domain::appointments::SheetKind::Csv, staff.practice.clock.now(), zone).await
    }

    /// What is asked of the table; nothing where nobody is of that name.
    async fn asked(&self, filter: &TrailFilter, team: &[sign_in::Member]) -> Result<Option<Asked>, Error> {
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        let actors = match filter.who.is_empty() {
            true => None,
            false => Some(self.people(&filter.who, team).await?),
        };
        if actors.as_ref().is_some_and(Vec::is_empty) {
            return Ok(None);
        }
        Ok(Some(Asked {
            actors,
            chart: filter.chart.map(|id| id.0),
            act: filter.act,
            from: filter.first.map(|day| dates::begins(day, zone)),
            until: filter.last.and_then(|day| day.succ_opt()).map(|day| dates::begins(day, zone)),
        }))
    }

    /// Who is meant: somebody who works here or did, by any part of the name, or by the e-mail; or who signs in to the portal with it.
    async fn people(&self, who: &str, team: &[sign_in::Member]) -> Result<Vec<Uuid>, Error> {
        let wanted = folded(who);
        let of_team = team.iter().filter(|member| {
            let name = folded(&member.signed_name());
            name == wanted || folded(&member.email) == wanted || wanted.split(' ').all(|word| name.split([' ', ',']).any(|of| of == word))
        });
        let mut people: Vec<Uuid> = of_team.take(MOST_PEOPLE).map(|member| member.id).collect();
        if who.contains('@') {
            people.extend(sign_in::account_at(self.0.practice.db.read(), who).await?.map(|account| account.id));
        }
        Ok(people)
    }

    async fn lines(&self, rows: Vec<table::Model>) -> Result<Vec<TrailLine>, Error> {
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        let mut named: HashMap<Uuid, String> = HashMap::new();
        let mut ids: Vec<Uuid> = rows.iter().filter_map(|row| row.chart_id).collect();
        ids.sort_unstable();
        ids.dedup();
        for some in ids.chunks(500) {
            let charts = charts::by_ids(self.0.practice.db.read(), some.to_vec()).await?;
            named.extend(charts.iter().map(|chart| (chart.id, Chart::listed_name(chart))));
        }
        let line = |row: table::Model| TrailLine {
            seq: row.seq,
            at: dates::moment(row.at, zone),
            outcome: row.outcome.0,
            actor_kind: row.actor_kind.0,
            actor: row.actor_name,
            act: AuditAct::from_name(&row.act),
            chart: row.chart_id.and_then(|id| Some((ChartId(id), named.get(&id)?.clone()))),
            detail: row.detail,
            address: row.address,
            agent: row.agent,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}

fn cells(line: &TrailLine) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let kind = match line.actor_kind {
        ActorKind::Visitor => "Nobody signed in",
        ActorKind::Client => "Client",
        ActorKind::Staff => "Staff",
        ActorKind::System => "Anteroom",
    };
    let outcome = match line.outcome {
        Outcome::Done => "Done",
        Outcome::Denied => "Denied",
    };
    let (id, client) = line.chart.as_ref().map(|(id, name)| (id.to_string(), name.clone())).unwrap_or_default();
    vec![
        Cell::Number(line.seq),
        Cell::Day(line.at.day()),
        Cell::Time(line.at.at.time()),
        text(&line.at.zone),
        text(&line.actor),
        text(kind),
        text(line.act.map_or("", AuditAct::sentence)),
        text(outcome),
        text(&client),
        text(&id),
        text(&line.detail),
        text(&line.address),
        text(&line.agent),
    ]
}
