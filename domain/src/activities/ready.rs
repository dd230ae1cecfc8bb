//! The activities that come with the program. A practice words none of them anew: the words of a measure are what was validated, and those
//! of the others are given out again with each version.

use super::ActivityKind;
use crate::forms::Form;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// It never changes.
    pub slug: &'static str,
    /// Grows with each change of its words or of its scoring. What was assigned keeps the one that it was assigned in.
    pub version: i32,
    pub kind: ActivityKind,
    pub form: Form,
}

const READY: [(&str, i32, ActivityKind, &str); 7] = [
    ("phq-9", 1, ActivityKind::Measure, include_str!("ready/phq-9.json")),
    ("gad-7", 1, ActivityKind::Measure, include_str!("ready/gad-7.json")),
    ("phq-2", 1, ActivityKind::Measure, include_str!("ready/phq-2.json")),
    ("gad-2", 1, ActivityKind::Measure, include_str!("ready/gad-2.json")),
    ("pcl-5", 1, ActivityKind::Measure, include_str!("ready/pcl-5.json")),
    ("thought-record", 1, ActivityKind::Worksheet, include_str!("ready/thought-record.json")),
    ("goal-check-in", 1, ActivityKind::Goal, include_str!("ready/goal-check-in.json")),
];

/// All of them, in the order in which one chooses.
pub fn ready() -> Vec<Ready> {
    let read = |(slug, version, kind, json): (&'static str, i32, ActivityKind, &str)| Ready {
        slug,
        version,
        kind,
        form: serde_json::from_str(json).expect("the tests have read every one of them"),
    };
    READY.into_iter().map(read).collect()
}
