//! The access log: what happened with a chart's portal access, in plain words, from the audit trail itself.

use super::table::{grants, invites};
use crate::{
    actors::{Client, Staff},
    audit::{self, Event, Told},
    charts, dates,
    error::Error,
    in_chart::{InChart, Within},
    notices, sign_in,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    Act, Reach, Rights,
    audit::{
        ActorKind,
        AuditAct::{self, *},
    },
    invites::{LogLine, RecordAccess, Scope},
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many lines the log shows.
const SHOWN: u64 = 100;

/// What belongs to a chart's access.
const OF_CHART: [AuditAct; 26] = [
    AccessActivated,
    AccessOffered,
    AccessRestored,
    AccessRevoked,
    OwnerChanged,
    OwnerAssigned,
    InviteResent,
    LinkCopied,
    InviteOpened,
    DeadLinkOpened,
    IdentityFailed,
    IdentityPassed,
    InviteLocked,
    PasswordRefused,
    Registered,
    OfferOpened,
    OfferConfirmed,
    GrantChanged,
    GrantEndedByAge,
    GrantFlaggedByAge,
    DiscreetChanged,
    ResetSent,
    EmailsChanged,
    MailSent,
    MailFailed,
    MailRetried,
];

/// What belongs to the account that holds it.
const OF_ACCOUNT: [AuditAct; 14] = [
    SignedIn,
    SignInFailed,
    SignedOut,
    CodeFailed,
    KeyOpened,
    PasswordReset,
    PasswordChanged,
    FactorAdded,
    FactorRemoved,
    FactorLost,
    FactorReset,
    AddressAsked,
    AddressChanged,
    AddressUndone,
];

/// Newest first.
pub(super) async fn of_chart(chart: &InChart<'_, Staff>) -> Result<Vec<LogLine>, Error> {
    let zone = dates::zone(&chart.actor().practice_settings().await?.zone);
    // What an account does is the chart's business from when its holder has said whose record it is: an offer may have gone astray.
    let mut since: HashMap<Uuid, DateTime<Utc>> = HashMap::new();
    for (account, at) in grants::all(chart).await?.into_iter().filter_map(|grant| Some((grant.account_id?, grant.registered_at?))) {
        since.entry(account).and_modify(|first| *first = at.min(*first)).or_insert(at);
    }
    let mut rows = audit::told_of_chart(chart.db(), chart.chart(), &OF_CHART, SHOWN).await?;
    let theirs = audit::told_of_subjects(chart.db(), since.keys().copied(), &OF_ACCOUNT, SHOWN).await?;
    rows.extend(theirs.into_iter().filter(|row| row.subject.and_then(|id| since.get(&id)).is_some_and(|first| row.at >= *first)));
    rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
    rows.dedup_by_key(|row| row.seq);
    rows.truncate(SHOWN as usize);
    let subjects = Subjects::of(chart, &rows).await?;
    Ok(LogLine::folded(rows.into_iter().map(|row| line(row, zone, &subjects))))
}

/// What the ids in the log stand for.
#[derive(Default)]
struct Subjects {
    /// Of grants and links that are not the client's own: "Ingrid Lindqvist (mother)".
    people: HashMap<Uuid, String>,
    /// Of mails: what it was, and where it went.
    mails: HashMap<Uuid, String>,
}

impl Subjects {
    async fn of(chart: &InChart<'_, Staff>, rows: &[Told]) -> Result<Self, Error> {
        let db = chart.db();
        let around = charts::ever_around(chart).await?;
        let whom = |person: &charts::Contact| (person.id, format!("{} ({})", person.full_name(), person.relationship));
        let mut people: HashMap<Uuid, String> = around.iter().map(whom).collect();
        for grant in grants::all(chart).await? {
            if let Some(person) = around.iter().find(|person| Some(person.id) == grant.contact_id) {
                people.insert(grant.id, format!("{} ({})", person.full_name(), grant.relationship));
            }
        }
        for link in invites::of_grants(db, people.keys().copied().collect()).await? {
            if let Some(person) = people.get(&link.grant_id).cloned() {
                people.insert(link.id, person);
            }
        }
        let mails = rows.iter().filter(|row| row.act.starts_with("notices.mail")).filter_map(|row| row.subject).collect();
        Ok(Self { people, mails: notices::mails_in_words(db, mails).await? })
    }
}

fn line(row: Told, zone: Tz, subjects: &Subjects) -> LogLine {
    // A newer version may have written it: what is not known is shown as such.
    let act = AuditAct::from_name(&row.act);
    let failed = matches!(act, Some(DeadLinkOpened | IdentityFailed | InviteLocked | PasswordRefused | SignInFailed | MailFailed));
    let sentence = act.map_or("did something that this version does not know", AuditAct::sentence);
    // What stands there besides is a code or a count. Ids are nobody's reading.
    let said = act.is_some_and(|act| !matches!(act, SignedIn | SignedOut | GrantChanged)) && !row.detail.is_empty();
    let what = match act {
        Some(MailSent) => "handed a mail to the mail server".to_owned(),
        Some(MailFailed) => match row.detail.split(": ").last() {
            Some("queued") => "could not hand a mail over yet: it is tried again".to_owned(),
            Some("cancelled") => "did not send a mail: it was taken back, or there was nobody to send it to".to_owned(),
            Some("bounced") => "could not hand a mail over: the mail server refuses it for good".to_owned(),
            _ => "could not hand a mail over, and gave up".to_owned(),
        },
        Some(SignInFailed) => match row.detail.split_once(": ") {
            Some((_, "no access")) => "gave the right password, but has no access any more".to_owned(),
            _ => "failed to sign in: wrong password".to_owned(),
        },
        Some(GrantChanged) => format!("{sentence}: {}", row.detail.replacen(" to ", " → ", 1)),
        _ if said => format!("{sentence}: {}", row.detail),
        _ => sentence.to_owned(),
    };
    let whom = row.subject.and_then(|subject| match act {
        Some(MailSent | MailFailed | MailRetried) => subjects.mails.get(&subject).map(|mail| format!(": {mail}")),
        _ => subjects.people.get(&subject).map(|person| format!(", for {person}")),
    });
    let what = what + whom.as_deref().unwrap_or_default();
    let who = match row.actor_kind {
        ActorKind::Visitor => "Somebody".to_owned(),
        _ => row.actor_name,
    };
    LogLine { at: dates::moment(row.at, zone), who, what, from: row.address, failed, times: 1 }
}

impl Client {
    /// "Who can see and who opened my record", in plain words (T47).
    pub async fn record_access(&self) -> Result<RecordAccess, Error> {
        // Who opened what is part of the record.
        let entered = self.chart(Scope::Documents).await?;
        let zone = dates::zone(&self.practice_settings().await?.zone);
        let chart = entered.row().await?;
        let people = charts::ever_around(&entered).await?;
        let mut portal = Vec::new();
        for grant in grants::all(&entered).await?.into_iter().filter(|grant| grant.revoked_at.is_none()) {
            let name = match grant.contact_id {
                Some(id) => people.iter().find(|person| person.id == id).map(|person| person.full_name()).unwrap_or_default(),
                None => chart.full_name(),
            };
            let state = if grant.registered_at.is_some() { "" } else { ", invited" };
            portal.push(format!("{name} ({}{state}): {}", grant.relationship, grant.scopes.0.in_words()));
        }
        let team = charts::in_care_team(&entered).await?;
        let practice = sign_in::at_work(entered.db())
            .await?
            .into_iter()
            .filter(|member| {
                let own = chart.primary_clinician_id == Some(member.id) || team.contains(&member.id);
                match Rights::of(&member.roles.0).reach(Act::OpenChart) {
                    Reach::Everybody => true,
                    Reach::Nobody => false,
                    _ => own,
                }
            })
            .map(|member| {
                let roles: Vec<&str> = member.roles.0.iter().map(|role| role.label()).collect();
                format!("{}, {}", member.signed_name(), roles.join(", "))
            })
            .collect();
        let opened = audit::told_of_chart(entered.db(), chart.id, &OPENED, SHOWN).await?;
        let opened =
            LogLine::folded(opened.into_iter().map(|row| LogLine { from: String::new(), ..line(row, zone, &Subjects::default()) }));
        self.record(Event::of(AccessesOpened)).await?;
        Ok(RecordAccess { portal, practice, opened })
    }
}

/// What counts as opening the record. That something was written says what kind of thing there is, and is not told (T19).
const OPENED: [AuditAct; 9] = [
    ChartOpened,
    DemographicsOpened,
    CommunicationsOpened,
    DocumentsListed,
    DocumentOpened,
    DocumentDownloaded,
    ConversationOpened,
    DocumentShared,
    DocumentSharedToSign,
];
