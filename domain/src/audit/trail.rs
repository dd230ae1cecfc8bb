//! Looking through the trail: by person, chart, act and time.

use super::{ActorKind, AuditAct, Outcome};
use crate::{charts::Born, dates::Moment, ids::ChartId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// So many lines stand on a page.
pub const LINES_SHOWN: u64 = 50;
/// So many rows are exported at most.
pub const MOST_EXPORTED: u64 = 10_000;
/// A name that is looked for is no longer.
pub const LONGEST_WHO: usize = 120;

/// What of the trail is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailFilter {
    /// The name of somebody who works here, or the e-mail of somebody who signs in.
    pub who: String,
    pub chart: Option<ChartId>,
    pub act: Option<AuditAct>,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
}

impl TrailFilter {
    /// As an address asks for it, and whether its days can be read.
    pub fn read(asked: impl Fn(&str) -> Option<String>) -> (Self, bool) {
        let asked = |name| asked(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let day = |name| asked(name).map(|day| day.parse::<NaiveDate>()).transpose();
        let (days, fine) = match (day("first"), day("last")) {
            (Ok(Some(first)), Ok(Some(last))) if last < first => ((None, None), false),
            (Ok(first), Ok(last)) => ((first, last), true),
            _ => ((None, None), false),
        };
        let who: String = asked("who").unwrap_or_default().chars().filter(|c| !c.is_control()).take(LONGEST_WHO).collect();
        let act = asked("act").and_then(|name| AuditAct::from_name(&name));
        (Self { who, chart: asked("chart").and_then(|id| id.parse().ok()), act, first: days.0, last: days.1 }, fine)
    }

    /// The same as it stands in an address.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        let parts = [
            ("who", Some(self.who.clone()).filter(|who| !who.is_empty())),
            ("chart", self.chart.map(|id| id.to_string())),
            ("act", self.act.map(|act| act.name().to_owned())),
            ("first", self.first.map(|day| day.to_string())),
            ("last", self.last.map(|day| day.to_string())),
        ];
        parts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// A line of the trail: never what was written, only that it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailLine {
    pub seq: i64,
    pub at: Moment,
    pub outcome: Outcome,
    pub actor_kind: ActorKind,
    pub actor: String,
    /// None where a later version wrote it.
    pub act: Option<AuditAct>,
    pub chart: Option<(ChartId, String)>,
    /// A code or a count.
    pub detail: String,
    pub address: String,
    pub agent: String,
}

/// A page of the trail, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    pub filter: TrailFilter,
    pub lines: Vec<TrailLine>,
    /// The last of the page, where more follow.
    pub below: Option<i64>,
    /// The chart that it is narrowed to.
    pub chart: Option<String>,
    /// What was typed to find a chart, and those that fit.
    pub sought: Option<(String, Vec<(ChartId, String, Born)>)>,
    /// Nobody of that name or e-mail is known.
    pub nobody: bool,
    /// Who works here, or did.
    pub people: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written_and_nothing_else() {
        let filter = TrailFilter {
            who: "Elena Reyes".into(),
            chart: Some(ChartId::default()),
            act: Some(AuditAct::ChartOpened),
            first: "2026-11-01".parse().ok(),
            last: "2026-11-30".parse().ok(),
        };
        let parts = filter.parts();
        let read = TrailFilter::read(|name| parts.iter().find(|(of, _)| *of == name).map(|(_, value)| value.clone()));
        assert_eq!(read, (filter, true));
        assert_eq!(TrailFilter::read(|_| None), (TrailFilter::default(), true));
        let (wrong, fine) = TrailFilter::read(|name| (name != "who").then(|| "soon".into()));
        assert!(!fine && wrong == TrailFilter::default());
        let backwards = |name: &str| Some(if name == "first" { "2026-11-02" } else { "2026-11-01" }.to_owned()).filter(|_| name.len() < 6);
        assert!(!TrailFilter::read(backwards).1);
    }
}
