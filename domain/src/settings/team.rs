//! Who works in the practice.

use super::Refusal;
use crate::{Role, charts::too_long, dates::Moment, ids::StaffId, notices::MailWait};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Settings → **Team**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub members: Vec<MemberLine>,
    /// Who is away now or will be.
    pub absences: Vec<AbsenceLine>,
}

/// Who is away, from the first day to the last, and who stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceLine {
    pub member: StaffId,
    pub name: String,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub cover: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLine {
    pub id: StaffId,
    /// "Elena Reyes, PhD"
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    /// Whose charts they reach as well, while they are a supervisor.
    pub supervises: Vec<(StaffId, String)>,
    pub oneself: bool,
    pub has_factor: bool,
    /// Invited, and no password chosen yet.
    pub waits_for_password: bool,
    /// What the mail server said of the newest mail to them, where it could not be delivered.
    pub undelivered: Option<String>,
    /// Why the newest mail to them has not left yet, where a try has failed.
    pub waits: Option<MailWait>,
    /// When access ended.
    pub left: Option<Moment>,
}

impl Team {
    /// Whom this member could supervise: everybody else at work who treats clients.
    pub fn supervisees_for(&self, member: &MemberLine) -> Vec<(StaffId, String)> {
        let free = |other: &&MemberLine| {
            let taken = other.id == member.id || member.supervises.iter().any(|(id, _)| *id == other.id);
            !taken && other.left.is_none() && other.roles.iter().any(|role| role.treats())
        };
        self.members.iter().filter(free).map(|other| (other.id, other.name.clone())).collect()
    }
}

/// Somebody who is to work here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamMember {
    pub first_name: String,
    pub last_name: String,
    pub credentials: String,
    pub email: String,
    pub roles: Vec<Role>,
}

/// Names everything that is wrong with it, but the address.
pub fn check_member(member: &TeamMember) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    if member.first_name.trim().is_empty() {
        refusals.push(Refusal::MemberFirstNameMissing);
    }
    if member.last_name.trim().is_empty() {
        refusals.push(Refusal::MemberLastNameMissing);
    }
    refusals.extend(too_long(&[
        (&member.first_name, Refusal::MemberFirstNameTooLong),
        (&member.last_name, Refusal::MemberLastNameTooLong),
        (&member.credentials, Refusal::CredentialsTooLong),
    ]));
    if member.roles.is_empty() {
        refusals.push(Refusal::RolesMissing);
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_has_a_name_and_a_role() {
        assert_eq!(
            check_member(&TeamMember::default()),
            Err(vec![Refusal::MemberFirstNameMissing, Refusal::MemberLastNameMissing, Refusal::RolesMissing])
        );
        let nora = TeamMember { first_name: "Nora".into(), last_name: "Lind".into(), roles: vec![Role::Biller], ..TeamMember::default() };
        assert_eq!(check_member(&nora), Ok(()));
    }
}
