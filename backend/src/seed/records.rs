//! What the cast asks for of their records, and the answers.

use super::{Cast, acting, talk::client_of};
use crate::{clock::Clock, error::Error, practice::Practice, sign_in};
use chrono::Duration;
use domain::records::{ReleaseDraft, RequestDraft};

/// How far one has come.
enum End {
    Received,
    /// Who works on it, and after how many days it was begun.
    InProgress(&'static str),
    /// The documents of the chart whose titles begin so, in the portal.
    Released(&'static str, &'static [&'static str]),
    Declined(&'static str, &'static str),
}
use End::{Declined, InProgress, Received, Released};

struct Asked {
    client: &'static str,
    email: &'static str,
    days_ago: i64,
    what: &'static [&'static str],
    details: &'static str,
    purpose: &'static str,
    delivery: &'static str,
    address: &'static str,
    end: End,
}

const MAYA: &str = "maya.lindqvist@example.com";
const INGRID: &str = "ingrid.sandoval@example.com";

const ALL: [Asked; 5] = [
    Asked {
        client: "Maya",
        email: MAYA,
        days_ago: 38,
        what: &["notes"],
        details: "The evaluation from the beginning is enough.",
        purpose: "For myself.",
        delivery: "portal",
        address: "",
        end: Released("Reyes", &["Intake evaluation"]),
    },
    Asked {
        client: "Noah",
        email: INGRID,
        days_ago: 33,
        what: &["whole"],
        details: "",
        purpose: "For his new pediatrician.",
        delivery: "provider",
        address: "Dr. Amara Okoye\n12 Orchard Lane\nTowson, MD 21204",
        end: Received,
    },
    Asked {
        client: "Rosa",
        email: "rosa.delgado@example.com",
        days_ago: 21,
        what: &["billing"],
        details: "All invoices of my former plan, from before I came here.",
        purpose: "Taxes.",
        delivery: "mail",
        address: "Rosa Delgado\n7 Canton Square\nBaltimore, MD 21224",
        end: Declined("Vidal", "We only have invoices from your first visit here on. Your former practice can give you the others."),
    },
    Asked {
        client: "Maya",
        email: MAYA,
        days_ago: 6,
        what: &["plans", "letter"],
        details: "A letter that says since when I come, without the details.",
        purpose: "My employer’s leave office.",
        delivery: "pick_up",
        address: "",
        end: InProgress("Whitfield"),
    },
    Asked {
        client: "Noah",
        email: INGRID,
        days_ago: 2,
        what: &["letter"],
        details: "Noah’s school asks for a letter that says he is in care here, without the details. Could you write one, please?",
        purpose: "School.",
        delivery: "portal",
        address: "",
        end: Received,
    },
];

/// Has them ask, and answered, each on its day.
pub(super) async fn ask(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let team = sign_in::team(practice.db.read()).await?;
    for asked in ALL {
        let Some(chart) = cast.charts.iter().find(|chart| chart.first_name == asked.client).map(|chart| chart.id) else { continue };
        let (clock, hands) = Clock::standing(practice.clock.now() - Duration::days(asked.days_ago));
        let then = practice.under(clock);
        let draft = RequestDraft {
            what: asked.what.iter().map(|what| (*what).to_owned()).collect(),
            details: asked.details.into(),
            purpose: asked.purpose.into(),
            delivery: asked.delivery.into(),
            address: asked.address.into(),
            ..RequestDraft::default()
        };
        let id = client_of(&then, asked.email, chart.0).await?.records().await?.ask(&draft).await?;
        let by = |name: &str| team.iter().find(|member| member.last_name == name);
        hands.shift(Duration::hours(27));
        match asked.end {
            Received => {}
            InProgress(name) => {
                let Some(member) = by(name) else { continue };
                acting(&then, member).records().await?.take(chart, id).await?;
            }
            Released(name, titles) => {
                let Some(member) = by(name) else { continue };
                // Answered lately: what it hands over has been written by then.
                hands.shift(Duration::days(asked.days_ago - 2));
                let actor = acting(&then, member);
                let records = actor.records().await?;
                let page = records.read(chart, id).await?;
                let chosen = page.documents.iter().filter(|line| titles.iter().any(|title| line.title.starts_with(title)));
                let release = ReleaseDraft {
                    documents: chosen.map(|line| line.id).collect(),
                    whom: page.request.by.clone(),
                    how: asked.delivery.into(),
                    ..ReleaseDraft::default()
                };
                records.release(chart, Some(id), &release).await?;
            }
            Declined(name, reason) => {
                let Some(member) = by(name) else { continue };
                acting(&then, member).records().await?.decline(chart, id, reason).await?;
            }
        }
    }
    Ok(())
}
