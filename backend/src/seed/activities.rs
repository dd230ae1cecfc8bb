//! Two months of weekly PHQ-9 for Maya, one of them left half, one in which an answer needed somebody; and a GAD-7 that waits.

use super::{Cast, acting, talk::client_of};
use crate::{
    actors::{Client, Staff},
    clock::Clock,
    error::Error,
    forms::{self, SectionDraft},
    practice::Practice,
    sign_in,
    system::System,
};
use chrono::{DateTime, Duration, Utc};
use domain::{
    activities::AssignDraft,
    forms::Status,
    ids::{AssignmentId, ChartId, FormId},
};

const MAYA: (&str, &str) = ("Maya", "maya.lindqvist@example.com");

/// What was answered to the nine questions, week by week; of one week four. The tenth is how hard it made things.
const WEEKS: [(&[u8], u8); 8] = [
    (&[2, 2, 3, 2, 1, 2, 2, 3, 0], 2),
    (&[2, 2, 3, 2, 2, 2, 2, 2, 1], 2),
    (&[2, 2, 2, 2, 1, 2, 2, 2, 0], 2),
    (&[2, 1, 2, 2], 0),
    (&[1, 2, 2, 2, 1, 2, 2, 1, 0], 2),
    (&[1, 1, 2, 2, 1, 1, 2, 1, 0], 1),
    (&[1, 1, 1, 2, 0, 1, 1, 1, 0], 1),
    (&[1, 1, 2, 2, 0, 1, 1, 1, 0], 1),
];

/// Has them given and answered, each in its week.
pub(super) async fn live_on(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let Some(chart) = cast.charts.iter().find(|chart| chart.first_name == MAYA.0).map(|chart| chart.id) else { return Ok(()) };
    let team = sign_in::team(practice.db.read()).await?;
    let Some(elena) = team.iter().find(|member| member.last_name == "Reyes") else { return Ok(()) };
    let begun = practice.clock.now() - Duration::days(50);
    for (week, (items, hard)) in (0..).zip(WEEKS) {
        let given = begun + Duration::days(7 * week) + Duration::hours(if week == 0 { 0 } else { 10 });
        let then = at(practice, given);
        let staff: Staff = acting(&then, elena);
        if week == 0 {
            give(&staff, chart, "PHQ-9", "week", "").await?;
        } else {
            System::new(then.clone()).mind_activities().await?;
        }
        let answered = at(practice, given + Duration::minutes(95));
        let client = client_of(&answered, MAYA.1, chart.0).await?;
        let Some(id) = waits(&client).await? else { continue };
        keep(&client, id, items, hard).await?;
        if items.len() < 9 {
            continue;
        }
        let seen = client.filling(id).await?.look_over(id).await?.seen;
        client.activities().await?.submit(id, &seen).await?;
        let read = at(practice, given + Duration::hours(4));
        let staff: Staff = acting(&read, elena);
        let office = staff.activities().await?;
        for alert in office.of_chart(chart, None).await?.alerts {
            office.answer(chart, alert.id, "spoke", "Called her. No plan, no means. Her brother stays with her tonight.").await?;
        }
        // The newest waits to be reviewed.
        if week < 7 {
            office.review(chart, id).await?;
        }
        if week == 6 {
            office.comment(chart, id, "This is your lowest number so far. Let us talk about what helped.").await?;
        }
    }
    let staff: Staff = acting(&at(practice, practice.clock.now() - Duration::hours(5)), elena);
    let due = (practice.clock.now() + Duration::days(3)).date_naive().to_string();
    give(&staff, chart, "GAD-7", "once", &due).await?;
    let phq = form(&staff, "PHQ-9").await?;
    staff.activities().await?.show_trend(chart, phq, true).await
}

fn at(practice: &Practice, moment: DateTime<Utc>) -> Practice {
    practice.under(Clock::standing(moment).0)
}

async fn form(staff: &Staff, title: &str) -> Result<FormId, Error> {
    let forms = forms::activity_forms(staff.practice.db.read()).await?;
    forms.iter().find(|form| form.title == title).map(|form| form.id).ok_or(Error::NotFound)
}

async fn give(staff: &Staff, chart: ChartId, title: &str, rhythm: &str, due: &str) -> Result<(), Error> {
    let form = Some(form(staff, title).await?);
    let draft = AssignDraft { form, rhythm: rhythm.into(), due: due.into(), goal: String::new() };
    staff.activities().await?.assign(chart, &draft).await.map(drop)
}

/// The one that waits for this client.
async fn waits(client: &Client) -> Result<Option<AssignmentId>, Error> {
    let list = client.activities().await?.list().await?;
    Ok(list.to_do.iter().find(|one| one.status == Status::Sent).map(|one| one.id))
}

async fn keep(client: &Client, id: AssignmentId, items: &[u8], hard: u8) -> Result<(), Error> {
    let mut fields: Vec<(String, String)> = (1..).zip(items).map(|(item, value)| (format!("q.item-{item}"), value.to_string())).collect();
    if items.len() == 9 {
        fields.push(("q.difficulty".into(), hard.to_string()));
    }
    let filling = client.filling(id).await?;
    let page = filling.open(id).await?;
    let draft = SectionDraft { version: page.version, revision: page.revision, section: "questions".into(), fields };
    filling.keep(id, &draft).await.map(drop)
}
