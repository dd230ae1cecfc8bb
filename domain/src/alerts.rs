//! Alerts: what everybody who opens a chart has to know before they do anything.

use crate::{
    charts::{Banner, tidy},
    dates::Moment,
    ids::AlertId,
    named::named,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

named! {
    /// What an alert is about.
    pub enum AlertKind {
        Allergy "allergy",
        SafetyPlan "safety_plan",
        Contact "contact",
        Other "other",
    }
}

impl AlertKind {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Allergy => "Allergy",
            Self::SafetyPlan => "Safety plan",
            Self::Contact => "Do not call",
            Self::Other => "Please note",
        }
    }
}

/// More than this nobody reads before they act.
pub const MOST_ALERTS: usize = 8;
/// So many characters stand in one.
pub const LONGEST_ALERT: usize = 160;

/// An alert, as the band of the chart shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    pub kind: AlertKind,
    pub words: String,
}

/// An alert with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertLine {
    pub id: AlertId,
    pub alert: Alert,
    /// Who pinned it, and when.
    pub pinned: (String, Moment),
    /// Who took it down, and when.
    pub ended: Option<(String, Moment)>,
}

/// The page of a chart's alerts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alerts {
    pub banner: Banner,
    /// In the order in which they were pinned.
    pub standing: Vec<AlertLine>,
    /// What was taken down, the newest first, at most a hundred.
    pub earlier: Vec<AlertLine>,
    pub may_change: bool,
}

/// Why an alert was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("nothing was written")]
    WordsMissing,
    #[error("the words are longer than 160 characters")]
    WordsTooLong,
    #[error("the chart has eight alerts already")]
    TooMany,
    #[error("the same stands there already")]
    Twice,
    #[error("somebody else has taken it down already")]
    TakenDown,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::WordsMissing | Self::WordsTooLong | Self::Twice => Some("words"),
            Self::TooMany | Self::TakenDown => None,
        }
    }
}

impl Alert {
    /// Reads what was typed: one line, and not a long one.
    pub fn read(kind: AlertKind, words: &str) -> Result<Self, Refusal> {
        let words = tidy(words);
        match words.chars().count() {
            0 => Err(Refusal::WordsMissing),
            1..=LONGEST_ALERT => Ok(Self { kind, words }),
            _ => Err(Refusal::WordsTooLong),
        }
    }

    /// Whether it may stand beside these.
    pub fn fits(&self, standing: &[Self]) -> Result<(), Refusal> {
        if standing.contains(self) {
            Err(Refusal::Twice)
        } else if standing.len() >= MOST_ALERTS {
            Err(Refusal::TooMany)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(words: &str) -> Alert {
        Alert { kind: AlertKind::Allergy, words: words.into() }
    }

    #[test]
    fn an_alert_is_one_short_line() {
        assert_eq!(Alert::read(AlertKind::Allergy, " Penicillin\n").unwrap(), alert("Penicillin"));
        assert_eq!(Alert::read(AlertKind::Other, " \u{200B}\n"), Err(Refusal::WordsMissing));
        assert!(Alert::read(AlertKind::Other, &"é".repeat(160)).is_ok());
        assert_eq!(Alert::read(AlertKind::Other, &"é".repeat(161)), Err(Refusal::WordsTooLong));
    }

    #[test]
    fn the_same_stands_there_once_and_there_are_few() {
        let standing: Vec<Alert> = (1..=MOST_ALERTS).map(|number| alert(&number.to_string())).collect();
        assert_eq!(alert("1").fits(&standing), Err(Refusal::Twice));
        assert_eq!(alert("9").fits(&standing), Err(Refusal::TooMany));
        assert_eq!(Alert { kind: AlertKind::Other, ..alert("1") }.fits(&standing[..1]), Ok(()));
    }
}
