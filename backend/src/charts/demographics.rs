//! **Demographics**: who the client is, who treats them, who holds the portal for them.

use super::{
    StaffCharts, care_team,
    chart::{Chart, covers},
    contacts, emails, own, phones,
    table::{charts, words},
};
use crate::{
    actors::Staff,
    audit::Event,
    band, dates,
    error::Error,
    in_chart::{Change, Within},
    invites,
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    Act,
    audit::AuditAct,
    charts::{Demographics, Identity, LONGEST_NAME, Owner, Refusal, folded, tidy, tidy_name, too_long},
    ids::{ChartId, SiteId, StaffId},
    sign_in::StepUpScope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// What the form of Demographics holds.
#[derive(Clone, Debug, Default)]
pub struct DemographicsChange {
    pub last_name: String,
    pub first_name: String,
    pub preferred_name: String,
    pub pronouns: String,
    pub language: String,
    pub birth_date: String,
    pub primary_clinician: Option<StaffId>,
    /// Where the client usually comes to.
    pub site: Option<SiteId>,
    /// The version that was on the screen.
    pub version: i32,
}

impl StaffCharts<'_> {
    /// Everything on the tab.
    pub async fn demographics(&self, id: ChartId) -> Result<Demographics, Error> {
        let staff = self.0;
        let entered = staff.chart(id, Act::OpenChart).await?;
        let chart = entered.row().clone();
        let page = Demographics {
            banner: band::banner(&entered).await?,
            emails: emails::lines(&entered).await?,
            phones: phones::phones(&entered).await?,
            address: chart.address,
            may_post: chart.may_post,
            language: chart.language.unwrap_or_default(),
            time_zone: chart.time_zone,
            contacts: contacts::lines(&entered).await?,
            owner: chart.owner,
            primary_clinician: chart.primary_clinician_id.map(StaffId),
            site: chart.site_id.map(SiteId),
            sites: self.sites_for_new().await?,
            care_team: care_team::members(&entered).await?,
            clinicians: self.clinicians().await?,
            may_edit: entered.may(Act::EditDemographics).await?,
            version: chart.version,
            last_name: chart.last_name,
            first_name: chart.first_name,
            preferred_name: chart.preferred_name.unwrap_or_default(),
            pronouns: chart.pronouns.unwrap_or_default(),
            birth_date: chart.birth_date,
        };
        staff.record(Event::of(AuditAct::DemographicsOpened).chart(chart.id)).await?;
        Ok(page)
    }

    /// Changes names, birth date and clinician, unless somebody else did so meanwhile. Says whether the chart is still there for who
    /// did it: who gives it to another clinician may have lost sight of it.
    pub async fn change_demographics(&self, id: ChartId, change: DemographicsChange) -> Result<bool, Error> {
        let staff = self.0;
        let entered = staff.chart(id, Act::EditDemographics).await?;
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let identity =
            Identity::read(&change.last_name, &change.first_name, &change.birth_date, dates::today(staff.practice.clock.now(), zone))?;
        let clinicians = self.clinicians().await?;
        if change.primary_clinician.is_some_and(|id| !clinicians.iter().any(|(known, _)| *known == id)) {
            return Err(Refusal::ClinicianUnknown.into());
        }
        // What is closed meanwhile stays where it was chosen.
        let site = match change.site {
            site if site.map(|site| site.0) == entered.row().site_id => entered.row().site_id,
            site => self.site_for(site).await??,
        };
        let (preferred_name, pronouns, language) = (tidy_name(&change.preferred_name), tidy(&change.pronouns), tidy(&change.language));
        let long = too_long(&[(&preferred_name, Refusal::PreferredNameTooLong), (&pronouns, Refusal::PronounsTooLong)]);
        if !long.is_empty() {
            return Err(long.into());
        }
        if language.chars().count() > LONGEST_NAME {
            return Err(domain::information::Refusal::LanguageTooLong.into());
        }
        let (before, after) = (entered.row().primary_clinician_id, change.primary_clinician.map(|id| id.0));
        // The form's version decides: here, and again of the chart that is held.
        let is_as_shown = |chart: &Chart| if chart.version == change.version { Ok(()) } else { Err(Refusal::ChangedMeanwhile) };
        is_as_shown(entered.row())?;
        // Another clinician is other people's access (T14).
        let write = entered.change((before != after).then_some(StepUpScope::Access)).await?;
        is_as_shown(write.row())?;
        let (from, to) = ([&*write.row().first_name, &*write.row().last_name], [&*identity.first_name, &*identity.last_name]);
        own::rename_account(&write, from, to).await?;
        let chart = charts::ActiveModel {
            id: Set(write.chart()),
            search_last: Set(folded(&identity.last_name)),
            search_first: Set(folded(&identity.first_name)),
            last_name: Set(identity.last_name),
            first_name: Set(identity.first_name),
            preferred_name: Set(Some(preferred_name).filter(|text| !text.is_empty())),
            pronouns: Set(Some(pronouns).filter(|text| !text.is_empty())),
            language: Set(Some(language).filter(|text| !text.is_empty())),
            birth_date: Set(identity.birth_date.to_string()),
            primary_clinician_id: Set(after),
            site_id: Set(site),
            version: Set(change.version + 1),
            ..Default::default()
        };
        let chart = chart.update(write.db()).await?;
        words::rename(&write, &chart).await?;
        let event = Event::of(AuditAct::DemographicsChanged);
        // Who treats the client decides who reads the record: that stays readable in the trail.
        let name = |id: Option<uuid::Uuid>| id.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
        let event = if after == before { event } else { event.detail(format!("clinician {} to {}", name(before), name(after))) };
        write.commit(event).await?;
        Ok(covers(staff.practice.db.read(), staff, &Chart::from(chart), Act::OpenChart).await?)
    }

    /// Assigns the **Chart Owner**. While somebody holds the portal, ownership is changed by ending their access first.
    ///
    /// `child` says that somebody young is meant to hold their own.
    pub async fn assign_owner(&self, id: ChartId, owner: Owner, child: bool) -> Result<(), Error> {
        let staff = self.0;
        let entered = staff.chart(id, Act::EditDemographics).await?;
        let settings = staff.practice_settings().await?;
        let today = dates::today(staff.practice.clock.now(), dates::zone(&settings.zone));
        let write = entered.change(None).await?;
        if write.row().owner != Some(owner) && invites::open_grant(&write).await?.is_some() {
            return Err(domain::invites::Refusal::AlreadyActivated.into());
        }
        if owner == Owner::Client && !child && settings.access.ages().is_young(write.row().born()?, today) {
            return Err(Refusal::OwnerIsChild.into());
        }
        set_owner(&write, owner).await?;
        write.commit(Event::of(AuditAct::OwnerAssigned)).await
    }
}

/// Writes down who owns the chart: the client, or one of the people around them.
pub(crate) async fn set_owner(write: &Change<'_, Staff>, owner: Owner) -> Result<Chart, Error> {
    let (kind, contact) = owner.parts();
    if let Some(contact) = contact
        && !contacts::around(write).await?.iter().any(|person| person.id == contact.0)
    {
        return Err(Refusal::OwnerUnknown.into());
    }
    let change = charts::ActiveModel {
        id: Set(write.chart()),
        owner_kind: Set(Some(By(kind))),
        owner_contact_id: Set(contact.map(Into::into)),
        version: Set(write.row().version + 1),
        ..Default::default()
    };
    Ok(change.update(write.db()).await?.into())
}

/// Whether mails to this client leave out the practice's name.
pub(crate) async fn set_discreet(write: &Change<'_, Staff>, discreet: bool) -> Result<(), Error> {
    let since = discreet.then(|| write.row().discreet_since.unwrap_or(write.at()));
    charts::ActiveModel { id: Set(write.chart()), discreet_since: Set(since), ..Default::default() }.update(write.db()).await?;
    Ok(())
}

/// Since when nothing is booked for this client, if so.
pub(crate) async fn set_account_frozen(write: &Change<'_, Staff>, since: Option<DateTime<Utc>>) -> Result<(), Error> {
    charts::ActiveModel { id: Set(write.chart()), account_frozen_at: Set(since), ..Default::default() }.update(write.db()).await?;
    Ok(())
}
