//! Access granted: to the Chart Owner, to another person, to who had it before, to an account that is there already.

use super::{
    StaffInvites,
    access::{self, ChartOwner},
    end::end,
    given::{Ages, NewGrant, Reason},
    offer::{offer_to, refuse_twice},
    send::{Way, make, make_anew, refuse_account},
    table::grants,
};
use crate::{
    actors::Staff,
    audit::Event,
    charts::{self, Chart, Contact, NewChart},
    db::Write,
    drafts,
    error::Error,
    in_chart::{Change, InChart, Within},
    notices::{self, Outgoing},
    sign_in::{self, Account},
    workflows,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{EmailAddress, Owner},
    ids::{ChartId, ContactId, GrantId},
    invites::{Access, GrantKind, Refusal, Scopes, WAIT_FOR_HANDOVER, check_ready},
    notices::MailKind,
    sign_in::StepUpScope,
};
use sea_orm::ActiveModelTrait;
use uuid::Uuid;

/// How access is activated.
#[derive(Clone, Debug, Default)]
pub struct Activation {
    /// Where no address is recorded, this one is saved to the chart, or to the contact who owns it.
    pub email: Option<String>,
    /// **Link Patient to Portal Account**: the account at this address is offered the chart.
    pub link: bool,
    /// Access is granted, and the mail is sent later.
    pub hold_mail: bool,
    /// Why somebody else opens the record of a client who is of age.
    pub legal_basis: String,
    /// And until when: the last day.
    pub ends_on: String,
    /// The client is young, and holds the portal all the same.
    pub child: bool,
}

/// The name under which a copied link waits to be shown.
const COPIED: &str = "copied link";

/// What was granted, and the mail that tells of it.
struct Admitted {
    act: AuditAct,
    grant: Uuid,
    mail: Option<Uuid>,
}

impl StaffInvites<'_> {
    /// **Activate Client Portal Access**: grants access and sends the invitation. Who was revoked comes back to their account.
    ///
    /// Waits up to two seconds for the mail to be handed over, and then tells how things stand.
    pub async fn activate(&self, id: ChartId, activation: Activation) -> Result<Access, Error> {
        self.activate_for(id, activation, Some(StepUpScope::Access)).await
    }

    /// The invitation that belongs to creating a chart: whoever has just created it need not prove once more who they are.
    pub async fn invite_new(&self, new: NewChart) -> Result<Access, Error> {
        self.activate_for(new.id, Activation { child: new.child, link: new.known, ..Activation::default() }, None).await
    }

    async fn activate_for(&self, id: ChartId, activation: Activation, step_up: Option<StepUpScope>) -> Result<Access, Error> {
        let ages = self.ages().await?;
        let write = self.0.chart(id, Act::ManagePortalAccess).await?.change(step_up).await?;
        if grants::of_owner(&write).await?.is_some() {
            return Err(Refusal::AlreadyActivated.into());
        }
        let row = write.row().clone();
        let admitted = admit_owner(&write, &row, &ages, activation).await?;
        // With the chart, and without anybody's hand.
        if let (None, true, Some(mail)) = (step_up, self.0.practice_settings().await?.access.invites_new_clients, admitted.mail) {
            workflows::invited(&self.0.practice, &write, write.chart(), admitted.grant, mail).await?;
        }
        let chart = write.commit_and_stay(Event::of(admitted.act).subject(admitted.grant)).await?;
        sent(&chart, admitted.mail).await
    }

    /// **Change Ownership**: the old owner loses access, the new one is invited; both or neither (IC-68).
    pub async fn change_owner(&self, id: ChartId, owner: Owner, activation: Activation) -> Result<Access, Error> {
        let ages = self.ages().await?;
        let write = self.begin(id).await?;
        if write.row().owner == Some(owner) {
            return Err(domain::charts::Refusal::OwnerUnknown.into());
        }
        // Who acts for the client already as a linked person becomes the owner, once.
        let new = match owner {
            Owner::Contact(contact) => Some(contact.0),
            Owner::Client => None,
        };
        let gives_way = |grant: &grants::Model| {
            grant.revoked_at.is_none() && (grant.kind.0 == GrantKind::Owner || new.is_some() && grant.contact_id == new)
        };
        end(&write, grants::all(&write).await?.into_iter().filter(gives_way).collect()).await?;
        let row = charts::set_owner(&write, owner).await?;
        let admitted = admit_owner(&write, &row, &ages, activation).await?;
        let event = Event::of(AuditAct::OwnerChanged).subject(admitted.grant).detail(admitted.act.name());
        sent(&write.commit_and_stay(event).await?, admitted.mail).await
    }

    /// Gives another person of the chart access: appointments only, until staff widen it.
    pub async fn admit_contact(&self, id: ChartId, contact: ContactId, activation: Activation) -> Result<GrantId, Error> {
        let ages = self.ages().await?;
        let write = self.begin(id).await?;
        let Some(contact) = charts::around(&write).await?.into_iter().find(|person| person.id == contact.0) else {
            return Err(write.not_found("invites.contact").await);
        };
        if grants::all(&write).await?.iter().any(|grant| grant.revoked_at.is_none() && grant.contact_id == Some(contact.id)) {
            return Err(Refusal::HasAccess.into());
        }
        let owner = ChartOwner {
            label: contact.full_name(),
            relationship: contact.relationship.clone(),
            email: contact.email.clone(),
            contact: Some(contact),
        };
        let reason = ages.reason(write.row(), owner.contact.as_ref().map(|contact| contact.id), &activation)?;
        let admitted = admit(&write, owner, GrantKind::Linked, reason, activation).await?;
        let chart = write.commit_and_stay(Event::of(admitted.act).subject(admitted.grant)).await?;
        sent(&chart, admitted.mail).await?;
        Ok(GrantId(admitted.grant))
    }

    /// **Resend Welcome Email**: a new link with its own seven days; the old one is dead. A corrected address is recorded
    /// with it, in one step. The first one, where the mail was held back, is sent the same way.
    pub async fn resend(&self, id: ChartId, grant: GrantId, email: Option<String>) -> Result<Access, Error> {
        let practice = &self.0.practice;
        let (write, grant) = self.begin_with(id, grant).await?;
        if grant.registered_at.is_some() {
            return Err(Refusal::AlreadyRegistered.into());
        }
        let address = address_for(&write, &grant, email).await?;
        refuse_account(&write, &grant, &address).await?;
        let made = make_anew(practice, &write, &grant, &address, Way::Mail).await?;
        let chart = write.commit_and_stay(Event::of(AuditAct::InviteResent).subject(grant.id)).await?;
        sent(&chart, made.mail).await
    }

    /// **Link**, where the address of who is invited has got an account meanwhile: instead of a link to register, that account is
    /// offered the chart.
    pub async fn link_invited(&self, id: ChartId, grant: GrantId, email: Option<String>) -> Result<Access, Error> {
        let practice = &self.0.practice;
        let (write, grant) = self.begin_with(id, grant).await?;
        if grant.registered_at.is_some() {
            return Err(Refusal::AlreadyRegistered.into());
        }
        let address = address_for(&write, &grant, email).await?;
        let account = sign_in::account_at(write.db(), address.as_str()).await?.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(Refusal::NoAccountAtAddress)?;
        let grant = offer_to(practice, &write, grant, &account).await?;
        let made = make_anew(practice, &write, &grant, &read(&account.email)?, Way::Mail).await?;
        let chart = write.commit_and_stay(Event::of(AuditAct::AccessOffered).subject(grant.id)).await?;
        sent(&chart, made.mail).await
    }

    /// **Copy portal link** (CP-18): to be handed over in person or by phone. Who is registered needs no secret: it is the plain
    /// sign-in address. Otherwise it is a fresh registration link, in the place of the one before, shown once.
    pub async fn copy_link(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let staff = self.0;
        let (write, grant) = self.begin_with(id, grant).await?;
        let copied = Event::of(AuditAct::LinkCopied).subject(grant.id);
        if grant.registered_at.is_some() || grant.account_id.is_some() {
            self.show_once(&write, &format!("{}/login", staff.practice.public_url)).await?;
            return write.commit(copied.detail("sign-in")).await;
        }
        let address = address_for(&write, &grant, None).await?;
        refuse_account(&write, &grant, &address).await?;
        let made = make_anew(&staff.practice, &write, &grant, &address, Way::ByHand(staff.member.id)).await?;
        self.show_once(&write, &format!("{}/register/{}", staff.practice.public_url, made.token.reveal())).await?;
        write.commit(copied.detail("registration")).await
    }

    /// The link that was copied a moment ago, once.
    pub async fn copied_link(&self) -> Result<Option<String>, Error> {
        let staff = self.0;
        let link = drafts::shown_once(&staff.practice, &staff.session.token_hash, COPIED).await?;
        if link.is_some() {
            staff.record(Event::of(AuditAct::LinkShown)).await?;
        }
        Ok(link)
    }

    async fn show_once(&self, write: &Write, link: &str) -> Result<(), Error> {
        let staff = self.0;
        drafts::show_once(&staff.practice, write, &staff.session.token_hash, staff.member.id, COPIED, link).await
    }
}

async fn admit_owner(write: &Change<'_, Staff>, row: &Chart, ages: &Ages, activation: Activation) -> Result<Admitted, Error> {
    let Some(owner) = access::owner(write, row).await? else {
        let has_email = charts::first_email(write).await?.is_some();
        check_ready(has_email, false, !row.birth_date.is_empty())?;
        return Err(Refusal::OwnerMissing.into());
    };
    let reason = ages.reason(row, owner.contact.as_ref().map(|contact| contact.id), &activation)?;
    admit(write, owner, GrantKind::Owner, reason, activation).await
}

/// Makes the grant, in whichever way the person can take it up.
async fn admit(
    write: &Change<'_, Staff>,
    person: ChartOwner,
    kind: GrantKind,
    reason: Option<Reason>,
    activation: Activation,
) -> Result<Admitted, Error> {
    let practice = write.practice();
    let contact = person.contact.as_ref().map(|contact| contact.id);
    let scopes = if kind == GrantKind::Owner { Scopes::of_owner() } else { Scopes::of_linked() };
    let new = |account: Option<&Account>| NewGrant {
        contact,
        account: account.map(|account| account.id),
        kind,
        relationship: person.relationship.clone(),
        scopes: scopes.clone(),
        reason: reason.clone(),
    };
    if let Some(account) = access::account_before(write, contact).await? {
        let grant = insert(write, new(Some(&account)), true).await?;
        let mail = Outgoing {
            chart: Some(write.chart()),
            grant: Some(grant.id),
            account: Some(account.id),
            ..Outgoing::new(MailKind::Restored, &read(&account.email)?, "/login".into())
        };
        let mail = notices::queue_to(practice, write, mail).await?;
        return Ok(Admitted { act: AuditAct::AccessRestored, grant: grant.id, mail: Some(mail) });
    }
    let given = activation.email.filter(|text| !text.trim().is_empty()).map(|text| EmailAddress::read(&text)).transpose()?;
    // Of several on the chart the one that was chosen, or the first.
    let several = if person.contact.is_none() { charts::own_emails(write).await? } else { Vec::new() };
    let chosen = given.as_ref().and_then(|given| several.into_iter().find(|address| *address == given.as_str()));
    let recorded = chosen.as_deref().or(person.email.as_deref()).and_then(|text| EmailAddress::lenient(text).ok());
    let known = recorded.is_some();
    let address = recorded.or(given);
    check_ready(address.is_some(), true, !write.row().birth_date.is_empty())?;
    let Some(address) = address else { return Err(Refusal::EmailMissing.into()) };
    let account = sign_in::account_at(write.db(), address.as_str()).await?.filter(|account| account.disabled_at.is_none());
    let account = match (account, activation.link) {
        (Some(account), true) => Some(account),
        (Some(_), false) => return Err(Refusal::AddressHasAccount.into()),
        (None, true) => return Err(Refusal::NoAccountAtAddress.into()),
        (None, false) => None,
    };
    if !known {
        record_address(write, person.contact.as_ref(), None, &address).await?;
    }
    if let Some(account) = &account {
        refuse_twice(practice, write, write.chart(), account.id).await?;
    }
    let address = match &account {
        Some(account) => read(&account.email)?,
        None => address,
    };
    let grant = insert(write, new(account.as_ref()), false).await?;
    let made = if activation.hold_mail { None } else { make(practice, write, &grant, &address, Way::Mail).await?.mail };
    let act = if account.is_some() { AuditAct::AccessOffered } else { AuditAct::AccessActivated };
    Ok(Admitted { act, grant: grant.id, mail: made })
}

/// Where mail for a grant goes now: to the account that it is offered to, or to what is recorded. A corrected address is
/// recorded in the place of the one before; one that was cleared away is refused.
async fn address_for(write: &Change<'_, Staff>, grant: &grants::Model, corrected: Option<String>) -> Result<EmailAddress, Error> {
    if let Some(account) = grant.account_id {
        return read(&sign_in::account(write.db(), account).await?.ok_or(Error::NotFound)?.email);
    }
    let contact = charts::contact(write, grant.contact_id).await?;
    let recorded = match &contact {
        Some(contact) => contact.email.clone(),
        None => access::chosen(write.db(), Some(grant), &charts::own_emails(write).await?).await?,
    };
    let corrected = corrected.map(|text| EmailAddress::read(&text)).transpose()?;
    match (corrected, &recorded) {
        (Some(address), Some(before)) if address.as_str() == before => Ok(address),
        (Some(address), _) => {
            record_address(write, contact.as_ref(), recorded.as_deref(), &address).await?;
            Ok(address)
        }
        (None, Some(recorded)) => read(recorded),
        (None, None) => Err(Refusal::EmailMissing.into()),
    }
}

/// Records an address where mail for this person is looked up.
async fn record_address(
    write: &Change<'_, Staff>,
    contact: Option<&Contact>,
    before: Option<&str>,
    address: &EmailAddress,
) -> Result<(), Error> {
    match contact {
        Some(contact) => charts::record_contact_email(write, contact, address).await,
        None => charts::record_email(write, before, address).await,
    }
}

async fn insert(write: &Change<'_, Staff>, new: NewGrant, taken_up: bool) -> Result<grants::Model, Error> {
    let id = write.practice().randomness.id();
    Ok(new.row(id, write.chart(), write.at(), Some(write.actor().member.id), taken_up).insert(write.db()).await?)
}

/// After the change: the mail leaves, and the page tells how it fared.
async fn sent(chart: &InChart<'_, Staff>, mail: Option<Uuid>) -> Result<Access, Error> {
    chart.practice().ring_for_mail();
    if let Some(mail) = mail {
        notices::wait_for_handover(chart.practice(), mail, WAIT_FOR_HANDOVER).await?;
    }
    access::access(chart).await
}

fn read(address: &str) -> Result<EmailAddress, Error> {
    Ok(EmailAddress::lenient(address)?)
}
