//! What staff answer: each change by itself or all at once, and the chart changes with it, in one transaction with its line in the trail.

use super::{
    StaffInformation, apply, facts, lines,
    propose::counted,
    table::information_changes::{self, Model},
};
use crate::{
    actors::Staff,
    audit::Event,
    charts, dates,
    error::Error,
    in_chart::{Change, Within},
    invites,
    notices::{self, About, Outgoing},
    sealing::Place,
    sign_in,
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{EmailAddress, tidy},
    information::{AnswerEntry, ChangeState, LONGEST_REASON, Refusal, Verdict},
    notices::MailKind,
};
use sea_orm::ActiveValue::Set;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is answered, as the form says it.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Nothing: each as it was chosen. Or everything alike.
    pub all: Option<Verdict>,
    /// Why everything is declined.
    pub reason: String,
    pub each: Vec<AnswerEntry>,
    /// What was seen of what waits.
    pub seen: String,
}

impl StaffInformation<'_> {
    /// Answers what waits. What is accepted is in the chart from then on; what is declined stays as it was, and the client reads why.
    pub async fn answer(&self, answers: &Answers) -> Result<(), Error> {
        let staff = self.staff;
        let entered = staff.chart(domain::ids::ChartId(self.chart.chart()), Act::EditDemographics).await?;
        let write = entered.change(None).await?;
        let practice = write.practice();
        let rows = information_changes::waiting(&write).await?;
        if rows.is_empty() {
            return Err(Refusal::AnsweredAlready.into());
        }
        let known = facts(&write, practice, write.row()).await?;
        let (chosen, strange) = chosen(answers, &rows)?;
        if strange {
            return Err(write.not_found("information.change").await);
        }
        if lines::seen(practice, &rows, &known)? != answers.seen {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let today = dates::today(write.at(), dates::zone(&staff.practice_settings().await?.zone));
        let (mut accepted, mut accounts) = (0, BTreeSet::new());
        let many = chosen.len();
        for (row, verdict, reason) in chosen {
            if verdict == Verdict::Accept {
                // What was accepted before is in the chart by now.
                let chart = charts::by_id(write.db(), write.chart()).await?.ok_or(Error::NotFound)?;
                let now = facts(&write, practice, &chart).await?;
                apply::apply(&write, &now, &lines::proposed(practice, row)?, row.id, today).await?;
                accepted += 1;
            }
            let sealed = (!reason.is_empty()).then(|| practice.sealer.seal(Place("information_changes.reason", row.id), reason.as_bytes()));
            let state = if verdict == Verdict::Accept { ChangeState::Accepted } else { ChangeState::Declined };
            let answered = information_changes::ActiveModel {
                state: Set(By(state)),
                answered_at: Set(Some(write.at())),
                answered_by: Set(Some(staff.member.id)),
                reason: Set(sealed),
                ..Default::default()
            };
            if !information_changes::moved(&write, row.id, answered).await? {
                return Err(Refusal::AnsweredAlready.into());
            }
            accounts.insert(row.account_id);
        }
        if rows.len() == many {
            notices::close_tasks(&write, About::Information(write.chart())).await?;
        }
        tell(&write, &accounts).await?;
        let told = format!("{} accepted, {} declined", counted(accepted), many - accepted);
        write.commit(Event::of(AuditAct::InformationAnswered).detail(told)).await?;
        practice.ring_for_mail();
        Ok(())
    }
}

/// Which are answered, how and why; and whether one of them is none of these.
fn chosen<'a>(answers: &Answers, rows: &'a [Model]) -> Result<(Vec<(&'a Model, Verdict, String)>, bool), Error> {
    let why = |verdict: Verdict, reason: &str| -> Result<String, Refusal> {
        let reason = if verdict == Verdict::Decline { tidy(reason) } else { String::new() };
        match reason.chars().count() {
            0 if verdict == Verdict::Decline => Err(Refusal::ReasonMissing),
            many if many > LONGEST_REASON => Err(Refusal::ReasonTooLong),
            _ => Ok(reason),
        }
    };
    if let Some(all) = answers.all {
        let reason = why(all, &answers.reason)?;
        return Ok((rows.iter().map(|row| (row, all, reason.clone())).collect(), false));
    }
    let (mut chosen, mut strange) = (Vec::new(), false);
    for entry in &answers.each {
        let Some(verdict) = Verdict::from_name(&entry.verdict) else { continue };
        let id = entry.change.parse::<Uuid>().unwrap_or_default();
        match rows.iter().find(|row| row.id == id) {
            Some(row) => chosen.push((row, verdict, why(verdict, &entry.reason)?)),
            None => strange = true,
        }
    }
    if chosen.is_empty() && !strange {
        return Err(Refusal::NothingAnswered.into());
    }
    Ok((chosen, strange))
}

/// Whoever proposed it hears that there is an answer, as long as the chart's portal is theirs.
async fn tell(write: &Change<'_, Staff>, accounts: &BTreeSet<Uuid>) -> Result<(), Error> {
    let Some(grant) = invites::open_grant(write).await?.filter(|grant| grant.term.is_open(write.at())) else { return Ok(()) };
    let Some(account) = grant.account_id.filter(|account| accounts.contains(account)) else { return Ok(()) };
    let Some(account) = sign_in::account(write.db(), account).await? else { return Ok(()) };
    let path = format!("/information?for={}#changes", grant.id);
    let mail = Outgoing {
        chart: Some(write.chart()),
        grant: Some(grant.id),
        account: Some(account.id),
        ..Outgoing::new(MailKind::InformationAnswered, &EmailAddress::lenient(&account.email)?, path)
    };
    notices::queue_to(write.practice(), write, mail).await?;
    Ok(())
}
