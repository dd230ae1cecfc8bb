//! Settings → **Team**: who works here, and as what. The last administrator cannot lock themselves out.

use super::{StaffSettings, supervision};
use crate::{
    actors::Staff,
    audit::Event,
    dates::{self, Local},
    db::Write,
    error::Error,
    messages,
    notices::{self, Outgoing, Undelivered},
    practice::Practice,
    sign_in::{self, Member, remove_factors},
    stored::By,
    system::System,
};
use domain::{
    Role, Stored,
    audit::AuditAct,
    charts::{EmailAddress, tidy, tidy_name},
    ids::StaffId,
    invites::WAIT_FOR_HANDOVER,
    notices::MailKind,
    settings::{AbsenceLine, MemberLine, Refusal, Team, TeamMember, check_member},
    sign_in::{Side, StepUpScope, check_password},
};
use std::collections::HashMap;
use uuid::Uuid;

impl StaffSettings<'_> {
    /// Everybody, those who have left at the end.
    pub async fn team(&self) -> Result<Team, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let everybody = sign_in::team(db).await?;
        let mut supervised = supervision::everybody(staff, &everybody).await?;
        let mut members = Vec::new();
        let at = Local { now: staff.practice.clock.now(), zone };
        let ids: Vec<Uuid> = everybody.iter().map(|row| row.id).collect();
        let everybody_by_id: HashMap<Uuid, String> = everybody.iter().map(|row| (row.id, row.signed_name())).collect();
        let mut undelivered = notices::undelivered_to_each(db, ids.clone(), at).await?;
        let with_factor = sign_in::who_have_factors(db, ids).await?;
        for row in everybody {
            let (undelivered, waits) = match undelivered.remove(&row.id) {
                Some(Undelivered::Never(words)) => (Some(words), None),
                Some(Undelivered::NotYet(wait)) => (None, Some(wait)),
                None => (None, None),
            };
            members.push(MemberLine {
                id: StaffId(row.id),
                name: row.signed_name(),
                oneself: row.id == staff.member.id,
                roles: row.roles.0,
                supervises: supervised.remove(&row.id).unwrap_or_default(),
                has_factor: with_factor.contains(&row.id),
                waits_for_password: row.password_hash.is_empty(),
                left: row.disabled_at.map(|at| dates::moment(at, zone)),
                undelivered,
                waits,
                email: row.email,
            });
        }
        staff.record(Event::of(AuditAct::SettingsOpened).detail("team")).await?;
        let name = |id: Uuid| everybody_by_id.get(&id).cloned().unwrap_or_default();
        let mut absences: Vec<AbsenceLine> = messages::absences_now(&staff.practice)
            .await?
            .into_iter()
            .map(|(member, (first_day, last_day, cover))| AbsenceLine {
                member: StaffId(member),
                name: name(member),
                first_day,
                last_day,
                cover: name(cover),
            })
            .collect();
        absences.sort_by(|one, other| (one.first_day, &one.name).cmp(&(other.first_day, &other.name)));
        Ok(Team { members, absences })
    }

    /// Invites somebody by mail: they choose their password themselves.
    pub async fn add_member(&self, new: TeamMember) -> Result<(), Error> {
        let staff = self.0;
        staff.proved(StepUpScope::Team)?;
        let practice = &staff.practice;
        let member = read_member(new).map_err(Error::Refused)?;
        let write = staff.write().await?;
        let id = put_member(practice, &write, &member, String::new()).await?;
        let mail = send(staff, &write, id, &member.email, MailKind::Join).await?;
        write.commit(Event::of(AuditAct::StaffAdded).subject(id).detail(member.roles().text())).await?;
        practice.ring_for_mail();
        notices::wait_for_handover(practice, mail, WAIT_FOR_HANDOVER).await
    }

    /// Sends the mail with the link to a first password once more.
    pub async fn invite_member_again(&self, id: StaffId) -> Result<(), Error> {
        let staff = self.0;
        staff.proved(StepUpScope::Team)?;
        let (write, member) = self.begin(id).await?;
        if !member.password_hash.is_empty() || member.disabled_at.is_some() {
            drop(write);
            return Err(staff.not_found("settings.member", None).await);
        }
        let mail = send(staff, &write, member.id, &EmailAddress::lenient(&member.email)?, MailKind::Join).await?;
        write.commit(Event::of(AuditAct::StaffInvitedAgain).subject(id)).await?;
        staff.practice.ring_for_mail();
        notices::wait_for_handover(&staff.practice, mail, WAIT_FOR_HANDOVER).await
    }

    /// Changes what somebody is in the practice. They sign in anew (T10).
    pub async fn change_roles(&self, id: StaffId, roles: &[Role]) -> Result<(), Error> {
        self.0.proved(StepUpScope::Team)?;
        if roles.is_empty() {
            return Err(Refusal::RolesMissing.into());
        }
        let roles = in_order(roles);
        let (write, member) = self.begin(id).await?;
        if !roles.contains(&Role::PracticeAdministrator) {
            keep_an_administrator(&write, &member).await?;
        }
        let told = format!("{} to {}", member.roles.0.text(), roles.text());
        sign_in::end_sessions_of_member(&write, member.id).await?;
        sign_in::change_roles(&write, member, roles).await?;
        Ok(write.commit(Event::of(AuditAct::RolesChanged).subject(id).detail(told)).await?)
    }

    /// Ends somebody's access: their sessions end at once, links to a password open nothing any more, and no mail that waits still goes
    /// to them. Nothing that they wrote changes.
    pub async fn deactivate(&self, id: StaffId) -> Result<(), Error> {
        let staff = self.0;
        staff.proved(StepUpScope::Team)?;
        let (write, member) = self.begin(id).await?;
        if member.disabled_at.is_some() {
            drop(write);
            return Err(staff.not_found("settings.member", None).await);
        }
        keep_an_administrator(&write, &member).await?;
        sign_in::shut_out_member(&write, member.id).await?;
        notices::cancel_of_staff(&write, member.id).await?;
        messages::has_left(&write, member.id).await?;
        sign_in::set_left(&write, member, Some(write.at())).await?;
        Ok(write.commit(Event::of(AuditAct::StaffDeactivated).subject(id)).await?)
    }

    /// Lets somebody in again who had left.
    pub async fn reactivate(&self, id: StaffId) -> Result<(), Error> {
        self.0.proved(StepUpScope::Team)?;
        let (write, member) = self.begin(id).await?;
        if member.disabled_at.is_none() {
            drop(write);
            return Err(self.0.not_found("settings.member", None).await);
        }
        sign_in::set_left(&write, member, None).await?;
        Ok(write.commit(Event::of(AuditAct::StaffReactivated).subject(id)).await?)
    }

    /// Removes the second step of somebody whose identity was verified. They sign in anew, and set up another.
    pub async fn reset_member_factor(&self, id: StaffId) -> Result<(), Error> {
        let staff = self.0;
        staff.proved(StepUpScope::Team)?;
        let (write, member) = self.begin(id).await?;
        let email = EmailAddress::lenient(&member.email)?;
        remove_factors(&staff.practice, &write, member.id).await?;
        sign_in::end_sessions_of_member(&write, member.id).await?;
        send(staff, &write, member.id, &email, MailKind::FactorsChanged).await?;
        write.commit(Event::of(AuditAct::FactorReset).subject(id)).await?;
        staff.practice.ring_for_mail();
        Ok(())
    }

    /// Begins a change about a member: held until it is committed, and the whole team with them, so that of two who step down at
    /// once one stays.
    pub(super) async fn begin(&self, id: StaffId) -> Result<(Write, Member), Error> {
        let write = self.0.write().await?;
        let everybody = sign_in::hold_team(&*write).await?;
        match everybody.into_iter().find(|row| row.id == id.0) {
            Some(member) => Ok((write, member)),
            None => {
                drop(write);
                Err(self.0.not_found("settings.member", None).await)
            }
        }
    }
}

impl System {
    /// Adds a member of staff: how the first one comes in. What the office asks of a new member, and of a password, is asked here too.
    pub async fn add_staff(&self, new: TeamMember, password: &str) -> Result<StaffId, Error> {
        let practice = &self.practice;
        let about = [new.first_name.clone(), new.last_name.clone(), new.email.clone(), super::load(practice).await?.name];
        let read = read_member(new);
        let words: Vec<&str> = about.iter().map(String::as_str).collect();
        let mut refused = check_password(password, &words).err().unwrap_or_default();
        if refused.is_empty() && practice.passwords.is_common(password, &about).await {
            refused.push(domain::sign_in::Refusal::PasswordCommon);
        }
        let refused: Vec<domain::Refusal> = refused.into_iter().map(Into::into).collect();
        let member = match read {
            Ok(member) if refused.is_empty() => member,
            read => return Err(Error::Refused([read.err().unwrap_or_default(), refused].concat())),
        };
        let password_hash = practice.passwords.hash(password).await;
        let write = practice.db.write(self.stamp()).await?;
        let id = put_member(practice, &write, &member, password_hash).await?;
        write.commit(Event::of(AuditAct::StaffAdded).subject(id).detail(member.roles().text())).await?;
        Ok(StaffId(id))
    }
}

/// Somebody who is to work here, with everything that the practice asks of them.
struct CheckedMember {
    member: TeamMember,
    email: EmailAddress,
}

impl CheckedMember {
    fn roles(&self) -> Vec<Role> {
        in_order(&self.member.roles)
    }
}

/// Reads a new member, and names everything that is wrong.
fn read_member(new: TeamMember) -> Result<CheckedMember, Vec<domain::Refusal>> {
    let member = TeamMember {
        first_name: tidy_name(&new.first_name),
        last_name: tidy_name(&new.last_name),
        credentials: tidy(&new.credentials),
        ..new
    };
    let mut refusals: Vec<domain::Refusal> = check_member(&member).err().unwrap_or_default().into_iter().map(Into::into).collect();
    match EmailAddress::read(&member.email) {
        Ok(email) if refusals.is_empty() => Ok(CheckedMember { member, email }),
        Ok(_) => Err(refusals),
        Err(refusal) => {
            refusals.push(refusal.into());
            Err(refusals)
        }
    }
}

/// Puts a new member in. Without a hash they choose their password themselves.
async fn put_member(practice: &Practice, write: &Write, checked: &CheckedMember, password_hash: String) -> Result<Uuid, Error> {
    // Held, so that nobody adds the same person at this moment.
    sign_in::hold_team(&**write).await?;
    let CheckedMember { member, email } = checked;
    if sign_in::member_at(&**write, email.as_str()).await?.is_some() {
        return Err(Refusal::MemberEmailTaken.into());
    }
    let id = practice.randomness.id();
    let row = Member {
        id,
        first_name: member.first_name.clone(),
        last_name: member.last_name.clone(),
        credentials: Some(member.credentials.clone()).filter(|text| !text.is_empty()),
        email_key: email.key(),
        email: email.to_string(),
        password_hash,
        roles: By(checked.roles()),
        added_at: practice.clock.now(),
        disabled_at: None,
    };
    sign_in::put_member(write, row).await?;
    Ok(id)
}

async fn keep_an_administrator(write: &Write, member: &Member) -> Result<(), Error> {
    let administers =
        |row: &Member| row.disabled_at.is_none() && !row.password_hash.is_empty() && row.roles.0.contains(&Role::PracticeAdministrator);
    let others = sign_in::team(&**write).await?.iter().any(|row| row.id != member.id && administers(row));
    if administers(member) && !others { Err(Refusal::LastAdministrator.into()) } else { Ok(()) }
}

async fn send(staff: &Staff, write: &Write, member: Uuid, email: &EmailAddress, kind: MailKind) -> Result<Uuid, Error> {
    let path = if kind == MailKind::Join { Side::Office.name() } else { "/office/login" };
    notices::queue_to(&staff.practice, write, Outgoing { staff: Some(member), ..Outgoing::new(kind, email, path.into()) }).await
}

/// As they are stored: each once, as the list has them.
fn in_order(roles: &[Role]) -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| roles.contains(role)).collect()
}
