//! What the practice of the cast decides about forms, and what came of it: a package, a form that is late and was reminded of, one that was
//! closed.

use super::{Cast, acting, forms::begin, talk::client_of};
use crate::{
    clock::Clock,
    error::Error,
    forms::ready_form,
    practice::Practice,
    sign_in::{self, Member},
    system::System,
};
use chrono::{Duration, Timelike};
use domain::{
    forms::PackageDraft,
    workflows::{FormExpiry, NewClientForms},
};

/// Every new client gets these, in this order.
const GETTING_STARTED: [&str; 5] = ["privacy-practices", "consent-to-treatment", "intake", "emergency-contact", "card-authorization"];
const TELEHEALTH: [&str; 2] = ["telehealth-consent", "emergency-contact"];

const ROSA: (&str, &str) = ("Rosa", "rosa.delgado@example.com");

async fn administrator(practice: &Practice) -> Result<Option<Member>, Error> {
    Ok(sign_in::team(practice.db.read()).await?.into_iter().find(|member| member.last_name == "Vidal"))
}

/// Packages, and the workflows that go with them.
pub(super) async fn decide(practice: &Practice) -> Result<(), Error> {
    let Some(tomas) = administrator(practice).await? else { return Ok(()) };
    let (clock, _) = Clock::standing(practice.clock.now() - Duration::days(70));
    let then = practice.under(clock);
    let actor = acting(&then, &tomas);
    let forms = actor.forms().await?;
    let mut made = Vec::new();
    for (title, days, slugs) in [("Getting started", "10", &GETTING_STARTED[..]), ("Meeting by video", "", &TELEHEALTH[..])] {
        let mut chosen = Vec::new();
        for slug in slugs {
            chosen.extend(ready_form(then.db.read(), slug).await?);
        }
        made.push(forms.save_package(None, &PackageDraft { title: title.into(), days: days.into(), forms: chosen }).await?);
    }
    let workflows = actor.workflows().await?;
    workflows.change_new_clients(NewClientForms { on: true, package: made.first().copied() }).await?;
    workflows.change_form_expiry(FormExpiry { on: true, after: 30 }).await
}

/// One that Rosa began and has not sent, two days late: she was reminded before and after. And one that was closed a while ago.
pub(super) async fn pass_by(practice: &Practice, cast: &Cast) -> Result<(), Error> {
    let Some(chart) = cast.charts.iter().find(|chart| chart.first_name == ROSA.0).map(|chart| chart.id) else { return Ok(()) };
    let team = sign_in::team(practice.db.read()).await?;
    let Some(samuel) = team.iter().find(|member| member.last_name == "Okafor") else { return Ok(()) };
    for (slug, sent, due) in [("telehealth-consent", 60, 52), ("intake", 12, 2)] {
        let (clock, hands) = Clock::standing(practice.clock.now() - Duration::days(sent));
        let then = practice.under(clock);
        let Some(form) = ready_form(then.db.read(), slug).await? else { continue };
        let due = (practice.clock.now() - Duration::days(due)).date_naive().to_string();
        let assignments = acting(&then, samuel).forms().await?.send(chart, &[form], &due).await?;
        hands.shift(Duration::hours(30));
        begin(&client_of(&then, ROSA.1, chart.0).await?, assignments[0]).await?;
    }
    // What was done by itself on these mornings: closed, reminded, reminded once more.
    for days in [20, 5, 1] {
        let morning = practice.clock.now() - Duration::days(days);
        // Late enough for every zone of the country.
        let (clock, _) = Clock::standing(morning.with_hour(20).unwrap_or(morning));
        System::new(practice.under(clock)).mind_forms().await?;
    }
    Ok(())
}
