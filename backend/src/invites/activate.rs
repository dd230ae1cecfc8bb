//! Access granted: to the Chart Owner, to another person, to who had it before, to an account that is there already.

use super::{
    StaffInvites,
    access::{self, ChartOwner},
    end::end,
    given::{Ages, NewGrant},
    offer::{offer_to, refuse_twice},
    send::{Way, make, make_anew, refuse_account},
    table::grants,
};
use crate::{
    audit::Event,
    charts::{
        self, NewChart,
        table::{charts as chart_rows, contacts},
    },
    db::Write,
    drafts,
    error::Error,
    notices::{self, Outgoing},
    sign_in::table::accounts,
};
use domain::{
    audit::AuditAct,
    charts::{EmailAddress, EmailKind, Owner},
    ids::{ChartId, ContactId, GrantId},
    invites::{Access, GrantKind, Refusal, Scopes, WAIT_FOR_HANDOVER, check_ready},
    notices::MailKind,
    sign_in::Matter,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
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
        self.0.proved(Matter::Access)?;
        self.activate_for(id, activation).await
    }

    /// The invitation that belongs to creating a chart: whoever has just created it need not prove once more who they are.
    pub async fn invite_new(&self, new: NewChart) -> Result<Access, Error> {
        self.activate_for(new.id, Activation::default()).await
    }

    async fn activate_for(&self, id: ChartId, activation: Activation) -> Result<Access, Error> {
        let ages = self.ages().await?;
        let (write, chart) = self.begin_unproved(id).await?;
        if grants::of_owner(&*write, chart.id).await?.is_some() {
            return Err(Refusal::AlreadyActivated.into());
        }
        let admitted = self.admit_owner(&write, &ages, &chart, activation).await?;
        write.commit(Event::of(admitted.act).chart(id).subject(admitted.grant)).await?;
        self.sent(id, admitted.mail).await
    }

    /// **Change Ownership**: the old owner loses access, the new one is invited; both or neither (IC-68).
    pub async fn change_owner(&self, id: ChartId, owner: Owner, activation: Activation) -> Result<Access, Error> {
        let ages = self.ages().await?;
        let (write, chart) = self.begin(id).await?;
        if charts::owner_of(&chart) == Some(owner) {
            return Err(domain::charts::Refusal::OwnerUnknown.into());
        }
        if let Some(grant) = grants::of_owner(&*write, chart.id).await? {
            end(&self.0.practice, &write, grant).await?;
        }
        // Who acts for the client already as a linked person becomes the owner, once.
        if let Owner::Contact(contact) = owner {
            let linked = grants::of_chart(&*write, chart.id).await?;
            for grant in linked.into_iter().filter(|grant| grant.contact_id == Some(contact.0) && grant.revoked_at.is_none()) {
                end(&self.0.practice, &write, grant).await?;
            }
        }
        let chart = charts::set_owner(&write, chart, owner).await?;
        let admitted = self.admit_owner(&write, &ages, &chart, activation).await?;
        write.commit(Event::of(AuditAct::OwnerChanged).chart(id).subject(admitted.grant).detail(admitted.act.name())).await?;
        self.sent(id, admitted.mail).await
    }

    /// Gives another person of the chart access: appointments only, until staff widen it.
    pub async fn admit_contact(&self, id: ChartId, contact: ContactId, activation: Activation) -> Result<GrantId, Error> {
        let ages = self.ages().await?;
        let (write, chart) = self.begin(id).await?;
        let people = charts::table::chart_contacts::of_chart(&*write, chart.id).await?;
        let Some((contact, relationship)) = people.into_iter().find(|(person, _)| person.id == contact.0) else {
            drop(write);
            return Err(self.0.not_found("invites.contact", Some(id)).await);
        };
        let all = grants::of_chart(&*write, chart.id).await?;
        if all.iter().any(|grant| grant.revoked_at.is_none() && grant.contact_id == Some(contact.id)) {
            return Err(Refusal::HasAccess.into());
        }
        let owner = ChartOwner { label: contact.full_name(), relationship, email: contact.email.clone(), contact: Some(contact) };
        let admitted = self.admit(&write, &ages, &chart, owner, GrantKind::Linked, activation).await?;
        write.commit(Event::of(admitted.act).chart(id).subject(admitted.grant)).await?;
        self.sent(id, admitted.mail).await?;
        Ok(GrantId(admitted.grant))
    }

    /// **Resend Welcome Email**: a new link with its own seven days; the old one is dead. A corrected address is recorded
    /// with it, in one step. The first one, where the mail was held back, is sent the same way.
    pub async fn resend(&self, id: ChartId, grant: GrantId, email: Option<String>) -> Result<Access, Error> {
        let practice = &self.0.practice;
        let (write, chart, grant) = self.begin_with(id, grant).await?;
        if grant.registered_at.is_some() {
            return Err(Refusal::AlreadyRegistered.into());
        }
        let address = self.address_for(&write, &chart, &grant, email).await?;
        refuse_account(&write, &grant, &address).await?;
        let made = make_anew(practice, &write, &grant, &address, Way::Mail).await?;
        write.commit(Event::of(AuditAct::InviteResent).chart(id).subject(grant.id)).await?;
        self.sent(id, made.mail).await
    }

    /// **Link**, where the address of who is invited has got an account meanwhile: instead of a link to register, that account is
    /// offered the chart.
    pub async fn link_invited(&self, id: ChartId, grant: GrantId, email: Option<String>) -> Result<Access, Error> {
        let practice = &self.0.practice;
        let (write, chart, grant) = self.begin_with(id, grant).await?;
        if grant.registered_at.is_some() {
            return Err(Refusal::AlreadyRegistered.into());
        }
        let address = self.address_for(&write, &chart, &grant, email).await?;
        let account = accounts::by_email(&*write, address.as_str()).await?.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(Refusal::NoAccountAtAddress)?;
        let grant = offer_to(practice, &write, grant, &account).await?;
        let made = make_anew(practice, &write, &grant, &read(&account.email)?, Way::Mail).await?;
        write.commit(Event::of(AuditAct::AccessOffered).chart(id).subject(grant.id)).await?;
        self.sent(id, made.mail).await
    }

    /// **Copy portal link** (CP-18): to be handed over in person or by phone. Who is registered needs no secret: it is the plain
    /// sign-in address. Otherwise it is a fresh registration link, in the place of the one before, shown once.
    pub async fn copy_link(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let staff = self.0;
        let (write, chart, grant) = self.begin_with(id, grant).await?;
        if grant.registered_at.is_some() || grant.account_id.is_some() {
            self.show_once(&write, &format!("{}/login", staff.practice.public_url)).await?;
            return Ok(write.commit(Event::of(AuditAct::LinkCopied).chart(id).subject(grant.id).detail("sign-in")).await?);
        }
        let address = self.address_for(&write, &chart, &grant, None).await?;
        refuse_account(&write, &grant, &address).await?;
        let made = make_anew(&staff.practice, &write, &grant, &address, Way::ByHand(staff.member.id)).await?;
        self.show_once(&write, &format!("{}/register/{}", staff.practice.public_url, made.token.reveal())).await?;
        Ok(write.commit(Event::of(AuditAct::LinkCopied).chart(id).subject(grant.id).detail("registration")).await?)
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

    async fn admit_owner(&self, write: &Write, ages: &Ages, chart: &chart_rows::Model, activation: Activation) -> Result<Admitted, Error> {
        let Some(owner) = access::owner(&**write, chart).await? else {
            let has_email = access::address(&**write, chart, None).await?.is_some();
            check_ready(has_email, false, !chart.birth_date.is_empty())?;
            return Err(Refusal::OwnerMissing.into());
        };
        self.admit(write, ages, chart, owner, GrantKind::Owner, activation).await
    }

    /// Makes the grant, in whichever way the person can take it up.
    async fn admit(
        &self,
        write: &Write,
        ages: &Ages,
        chart: &chart_rows::Model,
        person: ChartOwner,
        kind: GrantKind,
        activation: Activation,
    ) -> Result<Admitted, Error> {
        let practice = &self.0.practice;
        let contact = person.contact.as_ref().map(|contact| contact.id);
        let reason = ages.reason(chart, contact, &activation)?;
        let scopes = if kind == GrantKind::Owner { Scopes::of_owner() } else { Scopes::of_linked() };
        let new = |account: Option<&accounts::Model>| NewGrant {
            chart: chart.id,
            contact,
            account: account.map(|account| account.id),
            kind,
            relationship: person.relationship.clone(),
            scopes: scopes.clone(),
            reason: reason.clone(),
        };
        if let Some(account) = access::account_before(&**write, chart.id, contact).await? {
            let grant = self.insert(write, new(Some(&account)), true).await?;
            let mail = Outgoing {
                chart: Some(chart.id),
                grant: Some(grant.id),
                account: Some(account.id),
                ..Outgoing::new(MailKind::Restored, &read(&account.email)?, "/login".into())
            };
            let mail = notices::queue_to(practice, write, mail).await?;
            return Ok(Admitted { act: AuditAct::AccessRestored, grant: grant.id, mail: Some(mail) });
        }
        let given = activation.email.filter(|text| !text.trim().is_empty()).map(|text| EmailAddress::read(&text)).transpose()?;
        let recorded = person.email.as_deref().and_then(|text| EmailAddress::lenient(text).ok());
        let known = recorded.is_some();
        let address = recorded.or(given);
        check_ready(address.is_some(), true, !chart.birth_date.is_empty())?;
        let Some(address) = address else { return Err(Refusal::EmailMissing.into()) };
        let account = accounts::by_email(&**write, address.as_str()).await?.filter(|account| account.disabled_at.is_none());
        let account = match (account, activation.link) {
            (Some(account), true) => Some(account),
            (Some(_), false) => return Err(Refusal::AddressHasAccount.into()),
            (None, true) => return Err(Refusal::NoAccountAtAddress.into()),
            (None, false) => None,
        };
        if !known {
            self.record_address(write, chart.id, person.contact, None, &address).await?;
        }
        if let Some(account) = &account {
            refuse_twice(practice, write, chart.id, account.id).await?;
        }
        let address = match &account {
            Some(account) => read(&account.email)?,
            None => address,
        };
        let grant = self.insert(write, new(account.as_ref()), false).await?;
        let made = if activation.hold_mail { None } else { make(practice, write, &grant, &address, Way::Mail).await?.mail };
        let act = if account.is_some() { AuditAct::AccessOffered } else { AuditAct::AccessActivated };
        Ok(Admitted { act, grant: grant.id, mail: made })
    }

    /// Where mail for a grant goes now: to the account that it is offered to, or to what is recorded. A corrected address is
    /// recorded in the place of the one before; one that was cleared away is refused.
    async fn address_for(
        &self,
        write: &Write,
        chart: &chart_rows::Model,
        grant: &grants::Model,
        corrected: Option<String>,
    ) -> Result<EmailAddress, Error> {
        if let Some(account) = grant.account_id {
            let account = accounts::by_id(&**write, account).await?.ok_or(Error::NotFound)?;
            return read(&account.email);
        }
        let contact = match grant.contact_id {
            Some(id) => contacts::by_id(&**write, id).await?,
            None => None,
        };
        let recorded = match &contact {
            Some(contact) => contact.email.clone(),
            None => access::first_email(&**write, chart.id).await?,
        };
        let corrected = corrected.map(|text| EmailAddress::read(&text)).transpose()?;
        let address = match (corrected, &recorded) {
            (Some(address), Some(before)) if address.as_str() == before => address,
            (Some(address), _) => {
                self.record_address(write, chart.id, contact, recorded.as_deref(), &address).await?;
                address
            }
            (None, Some(recorded)) => read(recorded)?,
            (None, None) => return Err(Refusal::EmailMissing.into()),
        };
        Ok(address)
    }

    /// Records an address where mail for this person is looked up.
    async fn record_address(
        &self,
        write: &Write,
        chart: Uuid,
        contact: Option<contacts::Model>,
        before: Option<&str>,
        address: &EmailAddress,
    ) -> Result<(), Error> {
        match contact {
            Some(contact) => {
                contacts::ActiveModel {
                    email: Set(Some(address.to_string())),
                    email_key: Set(Some(address.key())),
                    ..contact.into_active_model()
                }
                .update(&**write)
                .await?;
            }
            None => match before {
                Some(before) => charts::correct_email(self.0, write, chart, before, address).await?,
                None => {
                    charts::insert_email(self.0, write, chart, EmailKind::Personal, address).await?;
                }
            },
        }
        Ok(())
    }

    async fn insert(&self, write: &Write, new: NewGrant, taken_up: bool) -> Result<grants::Model, Error> {
        Ok(new.row(self.0.practice.randomness.id(), self.0.practice.clock.now(), Some(self.0.member.id), taken_up).insert(&**write).await?)
    }

    /// After the change: the mail leaves, and the page tells how it fared.
    async fn sent(&self, id: ChartId, mail: Option<Uuid>) -> Result<Access, Error> {
        let practice = &self.0.practice;
        practice.ring_for_mail();
        if let Some(mail) = mail {
            notices::wait_for_handover(practice, mail, WAIT_FOR_HANDOVER).await?;
        }
        let chart = chart_rows::by_id(practice.db.read(), id.0).await?.ok_or(Error::NotFound)?;
        access::access(self.0, &chart).await
    }
}

fn read(address: &str) -> Result<EmailAddress, Error> {
    Ok(EmailAddress::lenient(address)?)
}
