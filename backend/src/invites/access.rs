//! How things stand between a chart and the portal.

use super::{
    Grant,
    table::{grants, invites},
};
use crate::{
    actors::Staff,
    charts::{self, Chart, Contact, first_email},
    dates::{self, Local},
    error::Error,
    in_chart::{InChart, Within},
    notices,
    practice::Practice,
    sign_in::{self, Account, has_factor},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    charts::Owner,
    ids::GrantId,
    invites::{
        Access, AddressChoice, GrantFacts, GrantKind, GrantLine, LinkLine, MailLine, PortalStatus, check_ready, portal_status, resend_in,
    },
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// Who holds, or would hold, the portal for a chart.
pub(crate) struct ChartOwner {
    /// "Maya Lindqvist", "Ingrid Lindqvist (mother)"
    pub label: String,
    /// "self", "mother"
    pub relationship: String,
    pub email: Option<String>,
    pub contact: Option<Contact>,
}

pub(super) async fn owner(chart: &impl Within, row: &Chart) -> Result<Option<ChartOwner>, Error> {
    Ok(match row.owner {
        None => None,
        Some(Owner::Client) => {
            let email = first_email(chart).await?;
            Some(ChartOwner { label: row.full_name(), relationship: "self".into(), email, contact: None })
        }
        Some(Owner::Contact(id)) => charts::contact(chart, Some(id.0)).await?.map(|person| ChartOwner {
            label: format!("{} ({})", person.full_name(), person.relationship),
            relationship: person.relationship.clone(),
            email: person.email.clone(),
            contact: Some(person),
        }),
    })
}

/// Where an invitation can go: to the owner, or, while there is none yet, to what the chart has.
async fn addresses(chart: &impl Within, owner: Option<&ChartOwner>) -> Result<Vec<String>, Error> {
    match owner {
        Some(ChartOwner { contact: Some(_), email, .. }) => Ok(email.iter().cloned().collect()),
        _ => charts::own_emails(chart).await,
    }
}

/// The one of these to which the newest link of a grant went, as long as it is there: what was chosen once stays chosen.
pub(super) async fn chosen(
    db: &impl ConnectionTrait,
    grant: Option<&grants::Model>,
    addresses: &[String],
) -> Result<Option<String>, Error> {
    let sent = match grant {
        Some(grant) => invites::newest(db, grant.id).await?.map(|link| link.email),
        None => None,
    };
    Ok(sent.filter(|sent| addresses.contains(sent)).or_else(|| addresses.first().cloned()))
}

/// The account that this person had for this chart before their access was ended: they come back to it (IC-67).
pub(super) async fn account_before(chart: &impl Within, contact: Option<Uuid>) -> Result<Option<Account>, Error> {
    let ended = |grant: &grants::Model| grant.revoked_at.is_some() && grant.registered_at.is_some() && grant.contact_id == contact;
    let before = grants::all(chart).await?.into_iter().rev().find(ended);
    match before.and_then(|grant| grant.account_id) {
        Some(id) => Ok(sign_in::account(chart.db(), id).await?.filter(|account| account.disabled_at.is_none())),
        None => Ok(None),
    }
}

/// The newest access of a chart's owner, revoked or not, and the tag of the chart.
pub(crate) async fn newest(chart: &InChart<'_, Staff>) -> Result<(Option<Grant>, PortalStatus), Error> {
    let grant = grants::of_owners(chart.db(), &[chart.chart()]).await?.pop();
    let tags = tags(chart.practice(), grant.as_slice()).await?;
    Ok((grant.map(Grant::from), tags.into_values().next().unwrap_or(PortalStatus::NoPortalAccess)))
}

/// The tags of many charts, in two queries.
pub(crate) async fn statuses(practice: &Practice, charts: &[Uuid]) -> Result<HashMap<Uuid, PortalStatus>, Error> {
    tags(practice, &grants::of_owners(practice.db.read(), charts).await?).await
}

/// The tag that the last of these grants makes for each chart. Links only tell of what nobody has taken up.
async fn tags(practice: &Practice, grants: &[grants::Model]) -> Result<HashMap<Uuid, PortalStatus>, Error> {
    let newest: HashMap<Uuid, &grants::Model> = grants.iter().map(|grant| (grant.chart_id, grant)).collect();
    let invited = newest.values().filter(|grant| grant.registered_at.is_none()).map(|grant| grant.id).collect();
    let links = invites::of_grants(practice.db.read(), invited).await?;
    let ends: HashMap<Uuid, _> = links.into_iter().map(|link| (link.grant_id, link.ends_at)).collect();
    let now = practice.clock.now();
    Ok(newest.into_iter().map(|(chart, grant)| (chart, tag(grant, ends.get(&grant.id).copied(), now))).collect())
}

/// The tag of one grant, whose newest link ends then.
pub(super) fn tag(grant: &grants::Model, link_ends_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> PortalStatus {
    let facts =
        GrantFacts { granted: true, registered: grant.registered_at.is_some(), revoked: !grant.term().is_living(now), link_ends_at };
    portal_status(facts, now)
}

/// Everything in the section **Client Portal**.
pub(crate) async fn access(chart: &InChart<'_, Staff>) -> Result<Access, Error> {
    let (practice, row) = (chart.practice(), chart.row());
    let db = practice.db.read();
    let now = practice.clock.now();
    let zone = dates::zone(&chart.actor().practice_settings().await?.zone);
    let owner = owner(chart, row).await?;
    let grant = grants::of_owners(db, &[row.id]).await?.pop();
    let held = Held::of(practice, grant.as_ref(), zone).await?;
    let returns_to = match &owner {
        Some(owner) if grant.as_ref().is_none_or(|grant| grant.revoked_at.is_some()) => {
            account_before(chart, owner.contact.as_ref().map(|contact| contact.id)).await?.map(|account| account.email)
        }
        _ => None,
    };
    let addresses = addresses(chart, owner.as_ref()).await?;
    let address = match &held.account {
        // An offer goes to the account, wherever the chart's own mail goes.
        Some(account) if held.link.is_some() => Some(account.email.clone()),
        _ => chosen(db, grant.as_ref().filter(|grant| grant.revoked_at.is_none()), &addresses).await?,
    };
    let of_staff = sign_in::members_among(db, &addresses.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let addresses = addresses.into_iter().map(|address| AddressChoice { staff: of_staff.contains(&address), address }).collect();
    let address_has_account = match &address {
        Some(address) => sign_in::account_at(db, address).await?.is_some(),
        None => false,
    };
    let has_email = address.is_some() || returns_to.is_some();
    let missing = check_ready(has_email, owner.is_some(), !row.birth_date.is_empty()).err().unwrap_or_default();
    let registered = grant.as_ref().is_some_and(|grant| grant.registered_at.is_some());
    let other_charts = match &held.account {
        // Whoever has not said yes to an offer is a stranger: what else they open is nobody's business here.
        Some(account) if registered => {
            grants::living_of_account(db, account.id, now).await?.iter().filter(|grant| grant.chart_id != row.id).count()
        }
        _ => 0,
    };
    let (reset, has_factor) = (held.reset(practice, zone).await?, held.has_factor(practice).await?);
    let moment = |at| dates::moment(at, zone);
    Ok(Access {
        status: grant.as_ref().map_or(PortalStatus::NoPortalAccess, |grant| held.tag(grant, now)),
        grant: grant.as_ref().filter(|grant| grant.revoked_at.is_none()).map(|grant| GrantId(grant.id)),
        owner_is_contact: owner.as_ref().is_some_and(|owner| owner.contact.is_some()),
        owner: owner.map(|owner| owner.label),
        address,
        addresses,
        address_has_account,
        returns_to,
        missing,
        activated_at: grant.as_ref().map(|grant| moment(grant.activated_at)),
        mail: held.mail,
        link: held.link,
        // The sign-up is the account's: who comes back after a while has not signed up anew.
        registered_at: grant.as_ref().and_then(|grant| grant.registered_at).and(held.account.as_ref()).map(|a| moment(a.registered_at)),
        last_sign_in: held.account.as_ref().and_then(|account| account.last_sign_in_at).map(moment),
        reset,
        has_factor,
        sign_in_email: held.account.map(|account| account.email),
        other_charts: other_charts as u32,
        discreet: row.discreet_since.is_some(),
    })
}

/// What stands behind a grant: its account, its newest link, and what became of the mail with it.
pub(super) struct Held {
    pub account: Option<Account>,
    pub link: Option<LinkLine>,
    pub mail: Option<MailLine>,
    ends_at: Option<DateTime<Utc>>,
}

impl Held {
    pub async fn of(practice: &Practice, grant: Option<&grants::Model>, zone: Tz) -> Result<Self, Error> {
        let Some(grant) = grant else { return Ok(Self { account: None, link: None, mail: None, ends_at: None }) };
        let db = practice.db.read();
        let now = practice.clock.now();
        let account = match grant.account_id {
            Some(id) => sign_in::account(db, id).await?,
            None => None,
        };
        let newest = invites::newest(db, grant.id).await?;
        let ends_at = newest.as_ref().map(|link| link.ends_at);
        let mail = match &newest {
            Some(link) => notices::invitation(db, link.id, Local { now, zone }).await?,
            None => notices::restoration(db, grant.id, Local { now, zone }).await?,
        };
        // Once it is taken up, the link is of no interest any more.
        let link = match newest.filter(|_| grant.registered_at.is_none() && grant.revoked_at.is_none()) {
            Some(link) => {
                let by = match link.handed_over_by {
                    Some(id) => sign_in::member(db, id).await?.map(|member| member.full_name()),
                    None => None,
                };
                Some(LinkLine {
                    sent: dates::moment(link.sent_at, zone),
                    ends: dates::moment(link.ends_at, zone),
                    locked: link.locked_at.is_some(),
                    resend_in: if by.is_some() { 0 } else { resend_in(link.sent_at, now) },
                    to_account: grant.account_id.is_some(),
                    handed_over_by: by,
                })
            }
            None => None,
        };
        Ok(Self { account, link, mail, ends_at })
    }

    /// The newest mail with a link to a new password. Of an account that the chart is only offered to it is nobody's business here.
    pub async fn reset(&self, practice: &Practice, zone: Tz) -> Result<Option<MailLine>, Error> {
        match self.account.as_ref().filter(|_| self.link.is_none()) {
            Some(account) => {
                let at = Local { now: practice.clock.now(), zone };
                Ok(notices::newest_reset(practice.db.read(), account.id, at).await?)
            }
            None => Ok(None),
        }
    }

    /// Whether there is a second step that can be lost.
    pub async fn has_factor(&self, practice: &Practice) -> Result<bool, Error> {
        match self.account.as_ref().filter(|_| self.link.is_none()) {
            Some(account) => Ok(has_factor(practice.db.read(), account.id).await?),
            None => Ok(false),
        }
    }

    pub fn tag(&self, grant: &grants::Model, now: DateTime<Utc>) -> PortalStatus {
        tag(grant, self.ends_at, now)
    }
}

/// The other people who may act for the client, or are invited to. Who was removed is told of by the log.
pub(super) async fn linked(chart: &InChart<'_, Staff>) -> Result<Vec<GrantLine>, Error> {
    let practice = chart.practice();
    let zone = dates::zone(&chart.actor().practice_settings().await?.zone);
    let (db, now) = (chart.db(), practice.clock.now());
    let is_linked = |grant: &grants::Model| grant.kind.0 == GrantKind::Linked && grant.revoked_at.is_none();
    let grants: Vec<grants::Model> = grants::all(chart).await?.into_iter().filter(is_linked).collect();
    let links = invites::of_grants(db, grants.iter().map(|grant| grant.id).collect()).await?;
    // The newest of each grant comes last.
    let ends: HashMap<Uuid, DateTime<Utc>> = links.into_iter().map(|link| (link.grant_id, link.ends_at)).collect();
    let accounts = sign_in::accounts(db, grants.iter().filter_map(|grant| grant.account_id)).await?;
    let people = charts::ever_around(chart).await?;
    let line = |grant: grants::Model| {
        let contact = people.iter().find(|person| Some(person.id) == grant.contact_id);
        let account = accounts.iter().find(|account| Some(account.id) == grant.account_id);
        GrantLine {
            id: GrantId(grant.id),
            name: contact.map_or_else(String::new, Contact::full_name),
            status: tag(&grant, ends.get(&grant.id).copied(), now),
            scopes: grant.scopes.0.in_words(),
            until: grant.ends_at.map(|end| dates::last_day(end, zone)),
            email: account.map(|account| account.email.clone()).or_else(|| contact?.email.clone()),
            relationship: grant.relationship,
        }
    };
    Ok(grants.into_iter().map(line).collect())
}

/// Who else has access to the chart, or is invited to it, besides who holds this grant.
pub(super) async fn others(chart: &InChart<'_, Staff>, besides: Uuid) -> Result<Vec<String>, Error> {
    let (row, now) = (chart.row(), chart.practice().clock.now());
    let people = charts::ever_around(chart).await?;
    let living = grants::all(chart).await?.into_iter().filter(|grant| grant.id != besides && grant.term().is_living(now));
    let name = |grant: grants::Model| match people.iter().find(|person| Some(person.id) == grant.contact_id) {
        Some(person) => format!("{} ({})", person.full_name(), grant.relationship),
        None => row.full_name(),
    };
    Ok(living.map(name).collect())
}
