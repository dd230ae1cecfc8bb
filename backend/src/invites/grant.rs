//! One grant: what its holder may see and do, why, and how long. Narrowing works at once.

use super::{
    StaffInvites,
    access::{self, Held},
    given::{LONGEST_BASIS, check_reason},
    table::grants,
};
use crate::{
    audit::Event,
    band,
    charts::{self, Contact},
    dates,
    error::Error,
    events::Happening,
    in_chart::Within,
    sign_in,
    stored::By,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    Act, Stored,
    audit::AuditAct,
    charts::{LONGEST_NAME, read_date, tidy},
    events::EventKind,
    ids::{ChartId, GrantId},
    invites::{GrantKind, GrantPage, Refusal, Scopes},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// What the form of a grant holds.
#[derive(Clone, Debug, Default)]
pub struct GrantChange {
    pub relationship: String,
    pub legal_basis: String,
    pub scopes: Scopes,
    /// The first day, or nothing: from the beginning.
    pub starts_on: String,
    /// The last day, or nothing: without end.
    pub ends_on: String,
}

impl StaffInvites<'_> {
    /// One person's access, for changing it.
    pub async fn grant(&self, id: ChartId, grant: GrantId) -> Result<GrantPage, Error> {
        let staff = self.0;
        let practice = &staff.practice;
        let entered = staff.chart(id, Act::ManagePortalAccess).await?;
        let (chart, grant) = (entered.row(), entered.one::<grants::Entity>(grant).await?);
        let settings = staff.practice_settings().await?;
        let (zone, ages) = (dates::zone(&settings.zone), settings.access.ages());
        let held = Held::of(practice, Some(&grant), zone).await?;
        let contact = charts::contact(&entered, grant.contact_id).await?;
        let day = |at: Option<DateTime<Utc>>| at.map(|at| at.with_timezone(&zone).date_naive().to_string()).unwrap_or_default();
        let moment = |at| dates::moment(at, zone);
        let page = GrantPage {
            grant: GrantId(grant.id),
            kind: grant.kind.0,
            name: contact.as_ref().map_or_else(|| chart.full_name(), Contact::full_name),
            status: held.tag(&grant, practice.clock.now()),
            revoked: grant.revoked_at.is_some(),
            scopes: grant.scopes.0.clone(),
            starts_on: day(grant.starts_at),
            needs_reason: grant.contact_id.is_some() && ages.is_of_age(chart.born()?, dates::today(practice.clock.now(), zone)),
            // The end is the midnight after the last day.
            ends_on: day(grant.ends_at.map(|end| end - chrono::Duration::milliseconds(1))),
            staff_address: match contact.as_ref().and_then(|contact| contact.email.as_deref()) {
                Some(email) => !sign_in::members_among(entered.db(), &[email]).await?.is_empty(),
                None => false,
            },
            others: access::others(&entered, grant.id).await?,
            address: contact.and_then(|contact| contact.email),
            registered_at: grant.registered_at.map(moment),
            last_sign_in: held.account.as_ref().and_then(|account| account.last_sign_in_at).map(moment),
            has_factor: held.has_factor(practice).await?,
            reset: held.reset(practice, zone).await?,
            sign_in_email: held.account.map(|account| account.email),
            mail: held.mail,
            link: held.link,
            relationship: grant.relationship,
            legal_basis: grant.legal_basis.unwrap_or_default(),
            banner: band::banner(&entered).await?,
        };
        staff.record(Event::of(AuditAct::GrantOpened).chart(id).subject(page.grant)).await?;
        Ok(page)
    }

    /// Changes scopes, relationship, legal basis, start and end.
    pub async fn change_grant(&self, id: ChartId, grant: GrantId, change: GrantChange) -> Result<(), Error> {
        let staff = self.0;
        let settings = staff.practice_settings().await?;
        let zone = dates::zone(&settings.zone);
        let (starts, ends) = (day(&change.starts_on, Refusal::StartUnreadable), day(&change.ends_on, Refusal::EndUnreadable));
        let (relationship, legal_basis) = (tidy(&change.relationship), tidy(&change.legal_basis));
        let mut refusals: Vec<domain::Refusal> = Vec::new();
        if relationship.is_empty() {
            refusals.push(domain::charts::Refusal::RelationshipMissing.into());
        } else if relationship.chars().count() > LONGEST_NAME {
            refusals.push(domain::charts::Refusal::RelationshipTooLong.into());
        }
        if legal_basis.chars().count() > LONGEST_BASIS {
            refusals.push(Refusal::LegalBasisTooLong.into());
        }
        if change.scopes == Scopes::default() {
            refusals.push(Refusal::ScopeMissing.into());
        }
        refusals.extend(starts.err().map(domain::Refusal::from));
        refusals.extend(ends.err().map(domain::Refusal::from));
        if let (Ok(Some(start)), Ok(Some(end))) = (starts, ends)
            && end < start
        {
            refusals.push(Refusal::EndsBeforeStart.into());
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let (write, grant) = self.begin_with(id, grant).await?;
        let now = staff.practice.clock.now();
        let of_age = settings.access.ages().is_of_age(write.row().born()?, dates::today(now, zone));
        if grant.contact_id.is_some() && of_age {
            check_reason(&legal_basis, ends.ok().flatten())?;
        }
        let ends_at = ends.ok().flatten().and_then(|date| date.succ_opt()).map(|date| dates::begins(date, zone));
        // One that has passed may stay; to end access now there is another button.
        if ends_at.is_some_and(|end| end <= now) && ends_at != grant.ends_at {
            return Err(Refusal::EndsInThePast.into());
        }
        let (grant_id, account, before) = (grant.id, grant.account_id, grant.scopes.0.clone());
        let reviewed = (grant.kind.0 == GrantKind::Linked || grant.contact_id.is_some()).then_some(now);
        // With another end it is looked at once more, before that one.
        let reviewed = reviewed.filter(|_| !of_age || ends_at == grant.ends_at);
        let told = format!("{} to {}", before.text(), change.scopes.text());
        grants::ActiveModel {
            relationship: Set(relationship),
            legal_basis: Set(Some(legal_basis).filter(|text| !text.is_empty())),
            scopes: Set(By(change.scopes)),
            starts_at: Set(starts.ok().flatten().map(|date| dates::begins(date, zone))),
            ends_at: Set(ends_at),
            reviewed_at: Set(grant.reviewed_at.and(reviewed)),
            ..grant.into_active_model()
        }
        .update(write.db())
        .await?;
        write.tell(Happening::of(EventKind::AccessChanged).subject(grant_id).account(account));
        write.commit(Event::of(AuditAct::GrantChanged).subject(grant_id).detail(told)).await
    }

    /// Whether mails to this client leave out the practice's name.
    pub async fn set_discreet(&self, id: ChartId, discreet: bool) -> Result<(), Error> {
        let write = self.begin(id).await?;
        charts::set_discreet(&write, discreet).await?;
        write.commit(Event::of(AuditAct::DiscreetChanged).detail(if discreet { "on" } else { "off" })).await
    }
}

pub(super) fn day(text: &str, unreadable: Refusal) -> Result<Option<NaiveDate>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    // Times are compared as text on SQLite: a year of another length than four would stand in the wrong place.
    read_date(text).filter(|date| (1900..9999).contains(&date.year())).map(Some).ok_or(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_practice_is() {
        let at = |date: &str, zone: &str| dates::begins(date.parse().unwrap(), dates::zone(zone)).to_rfc3339();
        assert_eq!(at("2026-11-22", "America/New_York"), "2026-11-22T05:00:00+00:00");
        // Clocks that skip midnight.
        assert_eq!(at("2018-11-04", "America/Sao_Paulo"), "2018-11-04T03:00:00+00:00");
    }
}
