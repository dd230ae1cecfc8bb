//! What the cast has to know of some clients before anything else.

use super::acting;
use crate::{clock::Clock, error::Error, practice::Practice, sign_in::Member};
use chrono::Duration;
use domain::{alerts::AlertKind, ids::ChartId};
use std::collections::HashMap;
use uuid::Uuid;

struct Pinned {
    client: &'static str,
    by: &'static str,
    days_ago: i64,
    kind: AlertKind,
    words: &'static str,
    /// For how many days, where it was taken down.
    stood: Option<i64>,
}

const PINNED: [Pinned; 4] = [
    Pinned { client: "Maya", by: "Reyes", days_ago: 61, kind: AlertKind::Other, words: "Moved; new address to follow", stood: Some(16) },
    Pinned { client: "Maya", by: "Reyes", days_ago: 43, kind: AlertKind::Allergy, words: "Penicillin: hives", stood: None },
    Pinned {
        client: "Rosa",
        by: "Okafor",
        days_ago: 37,
        kind: AlertKind::SafetyPlan,
        words: "On file since October. Call her sister Ana first: 443-555-0171",
        stood: None,
    },
    Pinned { client: "Conor", by: "Reyes", days_ago: 9, kind: AlertKind::Contact, words: "Not at work; text after 5 pm", stood: None },
];

pub(super) async fn pin(practice: &Practice, team: &HashMap<&str, Member>, charts: &HashMap<&str, Uuid>) -> Result<(), Error> {
    for Pinned { client, by, days_ago, kind, words, stood } in PINNED {
        let (Some(&chart), Some(member)) = (charts.get(client), team.get(by)) else { continue };
        let (clock, hands) = Clock::standing(practice.clock.now() - Duration::days(days_ago) - Duration::minutes(210));
        let actor = acting(&practice.under(clock), member);
        let alerts = actor.alerts().await?;
        let alert = alerts.pin(ChartId(chart), kind, words).await?;
        if let Some(days) = stood {
            hands.shift(Duration::days(days));
            alerts.take_down(ChartId(chart), alert).await?;
        }
    }
    Ok(())
}
