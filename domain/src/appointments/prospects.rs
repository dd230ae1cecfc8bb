//! People without an account, who ask for a first appointment.

use super::{ChosenSlot, ContactKind, Refusal, check_remark};
use crate::{
    charts::{ChartLine, EmailAddress, Identity, tidy},
    dates::Moment,
    ids::{AppointmentTypeId, ChartId, ProspectId, StaffId},
    named::named,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

named! {
    pub enum ProspectState {
        /// Holds its time, as a request of a client does.
        Waiting "waiting",
        Approved "approved",
        Denied "denied",
        Expired "expired",
    }
}

/// Who asks, how to reach them, and why: sealed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prospective {
    pub last_name: String,
    pub first_name: String,
    pub birth_date: NaiveDate,
    pub email: String,
    pub phone: String,
    pub reason: String,
}

impl Prospective {
    /// "Lindqvist, Maya"
    pub fn listed_name(&self) -> String {
        format!("{}, {}", self.last_name, self.first_name)
    }
}

/// What is typed on **Request an appointment**.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAsk {
    pub type_id: AppointmentTypeId,
    pub kind: ContactKind,
    pub slot: ChosenSlot,
    pub last_name: String,
    pub first_name: String,
    pub birth_date: String,
    pub email: String,
    pub phone: String,
    pub reason: String,
}

impl FirstAsk {
    /// Reads who asks, and names everything that is wrong. It is never held against who is a client.
    pub fn read(&self, today: NaiveDate) -> Result<(Prospective, EmailAddress), Vec<crate::Refusal>> {
        let mut refusals: Vec<crate::Refusal> = Vec::new();
        let identity = Identity::read(&self.last_name, &self.first_name, &self.birth_date, today);
        refusals.extend(identity.as_ref().err().into_iter().flatten().map(|refusal| crate::Refusal::from(*refusal)));
        let email = EmailAddress::read(&self.email);
        refusals.extend(email.as_ref().err().map(|refusal| crate::Refusal::from(*refusal)));
        let phone = tidy(&self.phone);
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        if !(7..=20).contains(&digits) || phone.chars().count() > 40 {
            refusals.push(Refusal::PhoneUnfit.into());
        }
        let reason = check_remark(&self.reason).ok().flatten();
        if reason.is_none() {
            refusals.push(Refusal::WhyUnfit.into());
        }
        let (Ok(identity), Ok(email), Some(reason), true) = (identity, email, reason, refusals.is_empty()) else { return Err(refusals) };
        let Identity { last_name, first_name, birth_date } = identity;
        Ok((Prospective { last_name, first_name, birth_date, email: email.to_string(), phone, reason }, email))
    }
}

/// A request of somebody new, as the Calendar lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProspectLine {
    pub id: ProspectId,
    pub name: String,
    pub staff: StaffId,
    pub type_name: String,
    pub hue: u8,
    pub kind: ContactKind,
    pub clinician: String,
    pub site: Option<String>,
    pub at: Moment,
    pub ends: Moment,
    pub minutes: u16,
    pub held_until: Moment,
    pub state: ProspectState,
}

/// The page of such a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProspectPage {
    pub line: ProspectLine,
    pub who: Prospective,
    /// Charts within reach that fit what was looked for: the last name, unless something else was.
    /// Each with whether it has this name and this birth date.
    pub charts: Vec<(ChartLine, bool)>,
    pub search: String,
    pub may_create: bool,
    /// The practice invites every new client, unless the box is cleared.
    pub invites: bool,
}

/// What staff answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProspectAnswer {
    /// Yes, in a new chart. It is known that somebody else has this name and birth date, where that is `another`.
    Create {
        another: bool,
        invite: bool,
    },
    /// Yes, in a chart that is there.
    Attach(ChartId),
    Deny,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask() -> FirstAsk {
        FirstAsk {
            type_id: AppointmentTypeId(uuid::Uuid::nil()),
            kind: ContactKind::Video,
            slot: "2026-11-25T15:00:00Z".parse().unwrap(),
            last_name: " Núñez ".into(),
            first_name: "Ana".into(),
            birth_date: "1990-04-02".into(),
            email: "ana@example.com".into(),
            phone: "(555) 010-0199".into(),
            reason: "I sleep badly.".into(),
        }
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let (who, _) = ask().read(today).unwrap();
        assert_eq!((who.listed_name().as_str(), who.phone.as_str()), ("Núñez, Ana", "(555) 010-0199"));
        let nothing = String::new;
        let wrong =
            FirstAsk { last_name: nothing(), birth_date: nothing(), email: nothing(), phone: nothing(), reason: nothing(), ..ask() };
        let fields: Vec<_> = wrong.read(today).unwrap_err().into_iter().filter_map(crate::Refusal::field).collect();
        assert_eq!(fields, ["last_name", "birth_date", "email", "phone", "reason"]);
    }
}
