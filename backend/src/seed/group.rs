//! A group of the cast, one letter to all of it, and an answer.

use super::{Cast, acting, talk::client_of};
use crate::{clock::Clock, error::Error, practice::Practice, sign_in};
use chrono::Duration;
use domain::messages::{Audience, GroupLetter};

const GROUP: &str = "Thursday skills group";
/// Two hold a portal. Who does not is in the group all the same, and is named before the letter is sent.
const PEOPLE: [(&str, &str); 3] = [("Rosa", "rosa.delgado@example.com"), ("Maya", "maya.lindqvist@example.com"), ("Zoë", "")];
const SUBJECT: &str = "No group on Thanksgiving";
const BODY: &str = "Our group does not meet on November 26. We go on the Thursday after, at 6 pm, in the same room.\n\nIf you would like something to practice meanwhile, tell me, and I send you a page.";
const ANSWER: &str = "Thank you for telling us early. I will bring my page in December.";

pub(super) async fn announce(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let team = sign_in::team(practice.db.read()).await?;
    let Some(ruth) = team.iter().find(|member| member.last_name == "Abara") else { return Ok(()) };
    let (clock, hands) = Clock::standing(practice.clock.now() - Duration::days(12));
    let then = practice.under(clock);
    let actor = acting(&then, ruth);
    let messages = actor.messages().await?;
    let group = messages.create_group(GROUP).await?;
    for (name, _) in PEOPLE {
        let Some(chart) = cast.charts.iter().find(|chart| chart.first_name == name) else { continue };
        messages.add_to_group(group, chart.id).await?;
    }
    let letter = GroupLetter { audience: Audience::Clinical, subject: SUBJECT.into(), body: BODY.into() };
    messages.write_announcement(group, &letter, true).await?;
    let Some(review) = messages.review(group).await? else { return Ok(()) };
    messages.announce(group, &review.seen).await?;
    hands.shift(Duration::hours(3));
    for (name, email) in PEOPLE {
        let got = review.gets.iter().find(|person| person.name.ends_with(name));
        let Some(person) = got else { continue };
        let client = client_of(&then, email, person.chart.0).await?;
        let hers = client.messages().await?;
        let Some(line) = hers.inbox(None).await?.conversations.into_iter().find(|line| line.subject == SUBJECT) else { continue };
        hers.open(line.id, None).await?;
        if name == "Rosa" {
            hers.reply(line.id, ANSWER).await?;
            messages.open(line.id, None).await?;
            messages.settle(line.id).await?;
        }
    }
    Ok(())
}
