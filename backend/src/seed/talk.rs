//! What the cast has written to each other.

use super::{Cast, acting, origin, session};
use crate::{
    clock::Clock,
    error::Error,
    invites,
    messages::OfficeLetter,
    practice::Practice,
    sign_in::{self, Member},
    stored::By,
};
use chrono::Duration;
use domain::{
    ids::{ChartId, ConversationId},
    messages::{Audience, Letter, Purpose},
    sign_in::SessionKind,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Who says it: somebody of the team, by last name, or the client's side.
enum Says {
    Team(&'static str),
    Client,
    /// A note among staff.
    Note(&'static str),
}
use Says::{Client, Note, Team};

struct Talk {
    client: &'static str,
    /// Where the client's side signs in.
    email: &'static str,
    purpose: Purpose,
    audience: Audience,
    subject: &'static str,
    /// What was said, and how many minutes ago.
    turns: &'static [(Says, i64, &'static str)],
    closed: bool,
}

const fn talk(client: &'static str, email: &'static str, subject: &'static str, turns: &'static [(Says, i64, &'static str)]) -> Talk {
    Talk { client, email, purpose: Purpose::Talk, audience: Audience::Clinical, subject, turns, closed: false }
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
const INGRID: &str = "ingrid.sandoval@example.com";

const TALKS: [Talk; 6] = [
    Talk {
        closed: true,
        ..talk(
            "Maya",
            "maya.lindqvist@example.com",
            "Before our first session",
            &[
                (Team("Reyes"), 46 * DAY, "Welcome, Maya. Is there anything you would like me to know before Thursday?"),
                (Client, 45 * DAY, "Only that I get lost in big buildings. Which door is it?"),
                (Team("Reyes"), 45 * DAY - HOUR, "The blue one on Harbor Street, second floor. I will leave it open for you."),
            ],
        )
    },
    talk(
        "Maya",
        "maya.lindqvist@example.com",
        "Sleep, and the new plan",
        &[
            (
                Team("Reyes"),
                5 * DAY,
                "On Friday I would like to look at your sleep diary with you, Maya. A photo of the page is fine. It does not have to be neat.",
            ),
            (Client, 4 * DAY, "Here is the week. Wednesday was hard. The other nights were better than I thought."),
            (
                Team("Reyes"),
                3 * DAY,
                "Good to see you today. Asleep within half an hour on five nights out of seven: that is real progress, and I have written it into your plan.\n\nPlease read the plan, and sign it if it is right. If something in it is not right, you can decline and tell me why.",
            ),
            (
                Note("Abara"),
                3 * DAY - 22,
                "She was moved to the Tuesday skills group. If the call at work comes up, they can practice it there.",
            ),
            (Team("Reyes"), 6 * HOUR, "One question before tomorrow: shall we begin with sleep, or with Wednesday’s team call?"),
            (Client, 3 * HOUR, "With the call, please. I wrote down what I want to say in the first minute."),
        ],
    ),
    talk(
        "Noah",
        INGRID,
        "School and home",
        &[
            (
                Team("Reyes"),
                24 * DAY,
                "What we saw at school and at home is in the evaluation now. Take your time with it; we can go through it together on Monday.",
            ),
            (Client, 23 * DAY, "Thank you. We have read it twice. He liked the part about the window seat."),
            (Team("Reyes"), 23 * DAY - 90, "So did I. See you on Monday."),
        ],
    ),
    Talk {
        purpose: Purpose::AppointmentRequest,
        audience: Audience::Administrative,
        ..talk(
            "Ida",
            INGRID,
            "",
            &[
                (Client, 8 * DAY, "Could Ida come on Fridays from January? Mondays are swimming now."),
                (Team("Whitfield"), 7 * DAY, "Fridays at 3:30 pm are free from January 8. Shall I keep that for her?"),
                (Client, 40, "Yes please. And is the week of her birthday still as it was?"),
            ],
        )
    },
    Talk {
        purpose: Purpose::BillingQuestion,
        audience: Audience::Billing,
        ..talk(
            "Rosa",
            "rosa.delgado@example.com",
            "",
            &[(Client, 5 * HOUR, "What did my plan pay of invoice 1062? I had expected to owe less.")],
        )
    },
    talk(
        "Rosa",
        "rosa.delgado@example.com",
        "Before our first group evening",
        &[(
            Team("Okafor"),
            26 * HOUR,
            "The group begins on Thursday at 6 pm. You need nothing but yourself. If you would rather sit by the door, tell me, and I keep you a chair.",
        )],
    ),
];

/// Has them write it, each at their time.
pub(super) async fn write(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let team: HashMap<String, Member> =
        sign_in::team(practice.db.read()).await?.into_iter().map(|member| (member.last_name.clone(), member)).collect();
    for Talk { client, email, purpose, audience, subject, turns, closed } in TALKS {
        let Some(chart) = cast.charts.iter().find(|chart| chart.first_name == client) else { continue };
        let chart = chart.id.0;
        let mut conversation: Option<ConversationId> = None;
        for (says, ago, words) in turns {
            let (clock, _) = Clock::standing(practice.clock.now() - Duration::minutes(*ago));
            let then = practice.under(clock);
            match (says, conversation) {
                (Client, begun) => {
                    let client = client_of(&then, email, chart).await?;
                    let messages = client.messages().await?;
                    match begun {
                        Some(id) => {
                            messages.open(id, None).await?;
                            messages.reply(id, words).await?;
                        }
                        None => conversation = Some(messages.begin(purpose, &Letter { body: (*words).into(), ..Letter::default() }).await?),
                    }
                }
                (Team(who) | Note(who), begun) => {
                    let Some(member) = team.get(*who) else { continue };
                    let actor = acting(&then, member);
                    let messages = actor.messages().await?;
                    match (says, begun) {
                        (Note(_), Some(id)) => messages.note(id, words).await?,
                        (_, Some(id)) => {
                            messages.open(id, None).await?;
                            messages.reply(id, words).await?;
                        }
                        (_, None) => {
                            let letter = OfficeLetter { audience, subject: subject.into(), body: (*words).into() };
                            conversation = Some(messages.start(ChartId(chart), &letter).await?);
                        }
                    }
                }
            }
        }
        if let (true, Some(id), Some(member)) = (closed, conversation, team.get("Reyes")) {
            let (clock, _) = Clock::standing(practice.clock.now() - Duration::days(44));
            acting(&practice.under(clock), member).messages().await?.close(id).await?;
        }
    }
    Ok(())
}

/// The client's side at home, without having signed in.
pub(super) async fn client_of(practice: &Practice, email: &str, chart: Uuid) -> Result<crate::Client, Error> {
    let db = practice.db.read();
    let account = sign_in::account_at(db, email).await?.ok_or(Error::NotFound)?;
    let grants = invites::open_of_account(db, account.id, practice.clock.now()).await?;
    let grant = grants.iter().find(|grant| grant.chart_id == chart).cloned().ok_or(Error::NotFound)?;
    let session = sign_in::Session { account_id: Some(account.id), side: By(SessionKind::Portal), ..session(practice) };
    Ok(crate::Client::at_home(practice.clone(), origin(), session, account, grant))
}
