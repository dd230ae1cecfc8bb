//! The **Chart Room**: finding charts, and creating one.

mod pages;

use self::pages::Found;
use super::{
    StaffCharts,
    chart::Chart,
    contacts::{ContactDraft, FreshContact},
    table::{chart_emails, charts, search::Place},
};
use crate::{
    actors::Staff,
    appointments,
    audit::Event,
    dates,
    db::Write,
    error::Error,
    forms::{self, NewClientPackage},
    invites, settings, sign_in,
    stored::By,
    workflows,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{Born, ChartLine, ChartRoom, EmailAddress, EmailKind, Identity, OwnerKind, Refusal, Turn, check_search, folded},
    forms::PackageLine,
    ids::{ChartId, PackageId, SiteId, StaffId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::HashMap;
use uuid::Uuid;

/// Counting stops here: nobody reads further, and a million charts stay instant.
const COUNTED: usize = 1_000;
/// What a new chart begins with.
#[derive(Clone, Debug, Default)]
pub struct ChartDraft {
    pub last_name: String,
    pub first_name: String,
    pub birth_date: String,
    /// May be empty, unless the client is to be invited.
    pub email: String,
    pub owner: NewOwner,
    pub site: Option<SiteId>,
    pub primary_clinician: Option<StaffId>,
    /// Whether the client is to be invited next.
    pub invite: bool,
    /// Whether it is known that a chart has this name and birth date already.
    pub another: bool,
    /// Whether somebody young is meant to hold their own portal.
    pub child: bool,
    /// Which **Form & Assessment Package** goes along.
    pub package: NewClientPackage,
}

/// Who holds the portal for a new chart.
#[derive(Clone, Debug, Default)]
pub enum NewOwner {
    Client,
    /// Somebody around the client, who is entered with the chart.
    Contact(ContactDraft),
    /// Nobody yet.
    #[default]
    Later,
}

impl StaffCharts<'_> {
    /// One page of the charts within reach that fit the search: the beginning of a name, a birth date, a chart number,
    /// or the beginning of an e-mail address. Where no name begins like that, a word within one may.
    pub async fn room(&self, search: &str, page: u32) -> Result<ChartRoom, Error> {
        self.room_beside(search, page, None).await
    }

    /// The same page where the list is turned from a line of it, however far down that stands.
    pub async fn room_beside(&self, search: &str, page: u32, turn: Option<Turn>) -> Result<ChartRoom, Error> {
        let staff = self.0;
        check_search(search, page)?;
        let search: String = search.trim().chars().filter(|c| !c.is_control()).collect();
        // The line is a chart like any other: who does not reach it learns nothing of where it stands.
        let turn = match turn {
            Some(turn) => Some((turn, Place::of(staff.chart(turn.chart(), Act::OpenChart).await?.row()))),
            None => None,
        };
        let found = Found::look_for(staff.practice.db.read(), staff.clinicians_for(Act::OpenChart), &search).await?;
        let shown = found.page(page, turn).await?;
        let room = ChartRoom {
            charts: lines(staff, shown.charts).await?,
            search,
            found: found.many() as u64,
            page: shown.number,
            more: shown.more,
            may_create: staff.rights.may(Act::CreateChart),
        };
        staff.record(Event::of(AuditAct::ChartsListed).detail(format!("{} found", room.found))).await?;
        Ok(room)
    }

    /// Who can be primary clinician, for whoever creates a chart.
    pub async fn clinicians_for_new(&self) -> Result<Vec<(StaffId, String)>, Error> {
        self.may_create().await?;
        self.clinicians().await
    }

    /// Where the practice sees clients, if it has said so.
    pub async fn sites_for_new(&self) -> Result<Vec<(SiteId, String)>, Error> {
        appointments::open_sites(self.0.practice.db.read()).await
    }

    /// Where a client usually comes to, as a form names it.
    pub(super) async fn site_for(&self, site: Option<SiteId>) -> Result<Result<Option<Uuid>, Refusal>, Error> {
        let Some(site) = site else { return Ok(Ok(None)) };
        let known = self.sites_for_new().await?.iter().any(|(known, _)| *known == site);
        Ok(if known { Ok(Some(site.0)) } else { Err(Refusal::SiteUnknown) })
    }

    /// The packages of forms that can go along, and the one that does by itself.
    pub async fn packages_for_new(&self) -> Result<(Vec<PackageLine>, Option<PackageId>), Error> {
        let zone = self.0.practice_settings().await?.zone;
        forms::packages_for_new(&self.0.practice, &zone).await
    }

    /// Whether the practice invites every new client with an e-mail address (**Automate portal invites**): then the box is ticked already.
    pub async fn invites_new(&self) -> Result<bool, Error> {
        Ok(self.0.practice_settings().await?.access.invites_new_clients)
    }

    async fn may_create(&self) -> Result<(), Error> {
        if self.0.rights.may(Act::CreateChart) {
            return Ok(());
        }
        self.0.record(Event::denied("charts.create")).await?;
        Err(Error::NotAllowed)
    }

    /// Who can be primary clinician.
    pub(super) async fn clinicians(&self) -> Result<Vec<(StaffId, String)>, Error> {
        let everybody = sign_in::at_work(self.0.practice.db.read()).await?;
        let treats = |row: &sign_in::Member| row.roles.0.iter().any(|role| role.treats());
        Ok(everybody.into_iter().filter(treats).map(|row| (StaffId(row.id), row.signed_name())).collect())
    }

    /// Creates a chart. Whoever sees only their own charts becomes its clinician, or it would be lost to them.
    pub async fn create(&self, draft: ChartDraft) -> Result<NewChart, Error> {
        let fresh = self.prepare(&draft).await?;
        let write = self.0.write().await?;
        let new = fresh.put_in(self.0, &write).await?;
        write.commit(Event::of(AuditAct::ChartCreated).chart(new.id)).await?;
        Ok(new)
    }

    /// Reads what a chart begins with, before anything is held.
    pub(crate) async fn prepare(&self, draft: &ChartDraft) -> Result<FreshChart, Error> {
        let staff = self.0;
        self.may_create().await?;
        let settings = settings::load(&staff.practice).await?;
        let now = staff.practice.clock.now();
        let today = dates::today(now, dates::zone(&settings.zone));
        let identity = Identity::read(&draft.last_name, &draft.first_name, &draft.birth_date, today);
        if let Ok(identity) = &identity
            && matches!(draft.owner, NewOwner::Client)
            && !draft.child
            && settings.access.ages().is_young(identity.birth_date, today)
        {
            return Err(Refusal::OwnerIsChild.into());
        }
        // Where the box was ticked by the practice's settings, nobody asked for a mail that can go nowhere.
        let needs_address = draft.invite && !settings.access.invites_new_clients;
        let email = match draft.email.trim() {
            "" if needs_address && !matches!(draft.owner, NewOwner::Contact(_)) => Err(Refusal::EmailNeededToInvite),
            "" => Ok(None),
            address => EmailAddress::read(address).map(Some),
        };
        let contact = match &draft.owner {
            NewOwner::Contact(contact) => contact.read().map(Some),
            NewOwner::Client | NewOwner::Later => Ok(None),
        };
        let contact = contact.map_err(|refusals| refusals.into_iter().map(Refusal::of_owner).collect::<Vec<_>>());
        let site = self.site_for(draft.site).await?;
        let clinicians = self.clinicians().await?;
        let clinician = match draft.primary_clinician {
            Some(id) if !clinicians.iter().any(|(known, _)| *known == id) => Err(Refusal::ClinicianUnknown),
            Some(id) => Ok(Some(id.0)),
            None => Ok(staff.clinicians_for(Act::OpenChart).map(|_| staff.member.id)),
        };
        let (identity, email, clinician, contact, site) = match (identity, email, clinician, contact, site) {
            (Ok(identity), Ok(email), Ok(clinician), Ok(contact), Ok(site)) => (identity, email, clinician, contact, site),
            (identity, email, clinician, contact, site) => {
                let mut refusals = identity.err().unwrap_or_default();
                refusals.extend(email.err());
                refusals.extend(clinician.err());
                refusals.extend(site.err());
                refusals.extend(contact.err().unwrap_or_default());
                return Err(refusals.into());
            }
        };
        let owner_is_client = matches!(draft.owner, NewOwner::Client);
        let reached = match &contact {
            Some(contact) => contact.email.is_some() || contact.is_known(),
            None => email.is_some() && owner_is_client,
        };
        let goes_somewhere = !settings.access.invites_new_clients || reached;
        Ok(FreshChart {
            identity,
            email,
            clinician,
            owner_is_client,
            contact,
            needs_address,
            site,
            another: draft.another,
            invite: draft.invite && goes_somewhere,
            missed: draft.invite && !goes_somewhere,
            child: draft.child,
            package: draft.package,
        })
    }
}

/// A chart that is not there yet.
pub(crate) struct FreshChart {
    identity: Identity,
    email: Option<EmailAddress>,
    clinician: Option<Uuid>,
    owner_is_client: bool,
    contact: Option<FreshContact>,
    /// An invitation goes to them, so they have to be reached.
    needs_address: bool,
    site: Option<Uuid>,
    another: bool,
    invite: bool,
    /// Every new client is invited by itself, and this one cannot be.
    missed: bool,
    child: bool,
    package: NewClientPackage,
}

impl FreshChart {
    /// Puts it in: the write commits it, with its line in the trail.
    pub(crate) async fn put_in(self, staff: &Staff, write: &Write) -> Result<NewChart, Error> {
        let Self { identity, email, clinician, owner_is_client, contact, needs_address, site, another, invite, missed, child, package } =
            self;
        let (id, now) = (staff.practice.randomness.id(), write.at());
        let number = settings::take_chart_number(write).await?;
        // After the number, which is given to one at a time: so a form that is sent twice makes one chart.
        if !another && let Some(chart) = charts::namesake(&**write, staff.clinicians_for(Act::OpenChart), &identity).await? {
            return Err(Refusal::ChartTwice { number: chart.number, chart: ChartId(chart.id) }.into());
        }
        let chart = charts::ActiveModel {
            id: Set(id),
            number: Set(number),
            search_last: Set(folded(&identity.last_name)),
            search_first: Set(folded(&identity.first_name)),
            last_name: Set(identity.last_name),
            first_name: Set(identity.first_name),
            preferred_name: Set(None),
            pronouns: Set(None),
            birth_date: Set(identity.birth_date.to_string()),
            primary_clinician_id: Set(clinician),
            owner_kind: Set(owner_is_client.then_some(By(OwnerKind::Client))),
            owner_contact_id: Set(None),
            discreet_since: Set(None),
            version: Set(1),
            created_at: Set(now),
            created_by: Set(Some(staff.member.id)),
            import_id: Set(None),
            site_id: Set(site),
            ..Default::default()
        };
        charts::insert_all(&**write, vec![chart]).await?;
        let known = contact.as_ref().is_some_and(FreshContact::is_known);
        if let Some(contact) = contact {
            let contact = contact.put_in(staff, write, id, needs_address).await.map_err(of_owner)?;
            let holds = charts::ActiveModel {
                id: Set(id),
                owner_kind: Set(Some(By(OwnerKind::Contact))),
                owner_contact_id: Set(Some(contact)),
                ..Default::default()
            };
            holds.update(&**write).await?;
        }
        if let Some(email) = email {
            let address = staff.practice.randomness.id();
            let row = chart_emails::row(address, id, EmailKind::Personal, &email, now, Some(staff.member.id));
            row.insert(&**write).await?;
        }
        if missed {
            workflows::not_invited(&staff.practice, write, id).await?;
        }
        forms::put_package(staff, write, id, package).await?;
        Ok(NewChart { id: ChartId(id), invite, child, known })
    }
}

/// What is wrong with somebody who is entered with a chart, as its form names it.
fn of_owner(error: Error) -> Error {
    match error {
        Error::Refused(refusals) => {
            let of_owner = |refusal| match refusal {
                domain::Refusal::Charts(refusal) => refusal.of_owner().into(),
                other => other,
            };
            Error::Refused(refusals.into_iter().map(of_owner).collect())
        }
        error => error,
    }
}

/// A chart that was just created, and whether its owner is to be invited.
#[derive(Clone, Copy, Debug)]
pub struct NewChart {
    pub(crate) id: ChartId,
    invite: bool,
    /// The client is young, and holds the portal all the same: that was asked already.
    pub(crate) child: bool,
    /// Who holds the portal is somebody who is known: an account at their address is theirs.
    pub(crate) known: bool,
}

impl NewChart {
    pub fn id(&self) -> ChartId {
        self.id
    }

    pub fn is_to_be_invited(&self) -> bool {
        self.invite
    }
}

async fn lines(staff: &Staff, found: Vec<Chart>) -> Result<Vec<ChartLine>, Error> {
    let practice = &staff.practice;
    let today = dates::today(practice.clock.now(), dates::zone(&settings::load(practice).await?.zone));
    let ids: Vec<Uuid> = found.iter().map(|chart| chart.id).collect();
    let portal = invites::statuses(practice, &ids).await?;
    let mut emails: HashMap<Uuid, String> = HashMap::new();
    for row in chart_emails::of_charts(practice.db.read(), ids).await? {
        emails.entry(row.chart_id).or_insert(row.address);
    }
    let people: HashMap<Uuid, String> =
        sign_in::at_work(practice.db.read()).await?.into_iter().map(|row| (row.id, row.signed_name())).collect();
    found
        .into_iter()
        .map(|chart| {
            Ok(ChartLine {
                id: ChartId(chart.id),
                name: chart.listed_name(),
                born: Born::seen_on(chart.born()?, today),
                email: emails.remove(&chart.id),
                clinician: chart.primary_clinician_id.and_then(|id| people.get(&id).cloned()),
                portal: portal.get(&chart.id).copied().unwrap_or(domain::invites::PortalStatus::NoPortalAccess),
            })
        })
        .collect()
}
