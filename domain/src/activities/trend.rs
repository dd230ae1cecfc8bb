//! A measure over time: what a chart is drawn of, and the table below it.

use crate::{
    dates::Moment,
    forms::{Band, Score, Status},
    ids::{AssignmentId, FormId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One time that it was answered, or begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub id: AssignmentId,
    /// When it was submitted; where it was not, when something was last answered.
    pub at: Moment,
    pub status: Status,
    pub score: Score,
    /// What one speaks of with this total.
    pub band: Option<String>,
    /// What was answered to the question that needs somebody at once: how much it counts, and in which words. Only of what was submitted.
    pub alert: Option<(i32, String)>,
    /// What was answered to what is not counted.
    pub besides: Option<String>,
    pub reviewed: Option<NaiveDate>,
}

impl Point {
    pub fn day(&self) -> NaiveDate {
        self.at.day()
    }

    pub fn total(&self) -> Option<i32> {
        self.score.total
    }

    pub fn is_above_zero(&self) -> bool {
        self.alert.as_ref().is_some_and(|(score, _)| *score > 0)
    }
}

/// One measure of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trend {
    pub form: FormId,
    /// "PHQ-9"
    pub name: String,
    pub most: i32,
    pub bands: Vec<Band>,
    /// The number of the question that needs somebody at once.
    pub alert_number: Option<usize>,
    /// The oldest first.
    pub points: Vec<Point>,
    /// So many older ones are not shown.
    pub older: u64,
    /// Days of sessions that were held, the oldest first.
    pub sessions: Vec<NaiveDate>,
    /// Whether the client sees it.
    pub shown: bool,
    pub source: String,
    pub licence: String,
}

/// What stands above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures<'a> {
    pub latest: &'a Point,
    pub previous: Option<&'a Point>,
    pub baseline: Option<&'a Point>,
}

impl Trend {
    /// Of those that have a total: the newest, the one before, and the first. The first is none beside itself.
    pub fn figures(&self) -> Option<Figures<'_>> {
        let whole: Vec<&Point> = self.points.iter().filter(|point| point.total().is_some()).collect();
        let latest = whole.last()?;
        let before = |many: usize| whole.len().checked_sub(many + 1).map(|place| whole[place]);
        let baseline = (whole.len() > 1).then(|| whole[0]);
        Some(Figures { latest, previous: before(1), baseline })
    }

    /// From which total to which a band goes.
    pub fn span(&self, place: usize) -> (i32, i32) {
        let end = self.bands.get(place + 1).map_or(self.most, |next| next.from - 1);
        (self.bands.get(place).map_or(0, |band| band.from), end)
    }
}
