//! Who may do what. One table; `tests/roles.txt` shows it to anybody who asks.

use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// What a person is in the practice. One person may hold several.
    #[derive(PartialOrd, Ord)]
    pub enum Role {
        PracticeAdministrator "practice_administrator",
        ClinicalAdministrator "clinical_administrator",
        Clinician "clinician",
        Intern "intern",
        Supervisor "supervisor",
        PracticeScheduler "practice_scheduler",
        Biller "biller",
    }
}

impl Role {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::PracticeAdministrator => "Practice Administrator",
            Self::ClinicalAdministrator => "Clinical Administrator",
            Self::Clinician => "Clinician",
            Self::Intern => "Intern",
            Self::Supervisor => "Supervisor",
            Self::PracticeScheduler => "Practice Scheduler",
            Self::Biller => "Biller",
        }
    }

    /// Whether who holds it treats clients: as primary clinician, in a care team, or supervised.
    pub fn treats(self) -> bool {
        matches!(self, Self::ClinicalAdministrator | Self::Clinician | Self::Intern | Self::Supervisor)
    }
}

/// Work that a role does or does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Act {
    /// See that a chart exists, its name, birth date, contacts and portal state.
    OpenChart,
    CreateChart,
    /// Change names, contacts, owner, clinician.
    EditDemographics,
    /// Activate, resend, revoke (TN-02).
    ManagePortalAccess,
    /// Notes, plans, forms, uploads.
    ReadClinicalDocuments,
    WriteNotes,
    /// **Share** and **Share to Sign** what one may read.
    ShareDocuments,
    /// Send forms to be filled in, and see how they stand; never what was answered.
    SendForms,
    /// Measures and what else is done between sessions: give it, read what was answered, answer alerts.
    SeeActivities,
    /// Answer what clients ask for of their records, and log what was released.
    ReleaseRecords,
    ReadBillingDocuments,
    /// Clinical conversations of the chart.
    ReadMessages,
    ReadAdministrativeMessages,
    ReadBillingMessages,
    /// Appointments of these charts, and one's own calendar.
    SeeCalendar,
    /// Book, approve, move and cancel them.
    ManageAppointments,
    /// What was charged and paid.
    SeeBilling,
    /// Charge what was provided, with its diagnoses.
    ChargeServices,
    /// Invoices, payments, refunds, what is taken off, frozen accounts.
    ManageBilling,
    /// Look through the audit trail.
    ReadAudit,
    ChangeSettings,
}

impl Act {
    pub const ALL: [Self; 21] = [
        Self::OpenChart,
        Self::CreateChart,
        Self::EditDemographics,
        Self::ManagePortalAccess,
        Self::ReadClinicalDocuments,
        Self::WriteNotes,
        Self::ShareDocuments,
        Self::SendForms,
        Self::SeeActivities,
        Self::ReleaseRecords,
        Self::ReadBillingDocuments,
        Self::ReadMessages,
        Self::ReadAdministrativeMessages,
        Self::ReadBillingMessages,
        Self::SeeCalendar,
        Self::ManageAppointments,
        Self::SeeBilling,
        Self::ChargeServices,
        Self::ManageBilling,
        Self::ReadAudit,
        Self::ChangeSettings,
    ];
}

impl Act {
    /// Whether who stands in for somebody away does it for their clients too.
    pub fn goes_to_cover(self) -> bool {
        matches!(self, Self::OpenChart | Self::ReadMessages | Self::SeeActivities | Self::SeeCalendar | Self::ManageAppointments)
    }
}

/// For whose charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reach {
    Nobody,
    /// Charts on which one is primary clinician or in the care team.
    OwnCharts,
    /// And those of the people whom one supervises.
    SupervisedCharts,
    Everybody,
}

impl Role {
    /// The table.
    pub fn reach(self, act: Act) -> Reach {
        use Act::*;
        use Reach::*;
        match self {
            Self::PracticeAdministrator => match act {
                OpenChart | CreateChart | EditDemographics | ManagePortalAccess | SendForms | ReadAdministrativeMessages => Everybody,
                ReleaseRecords | SeeCalendar | ManageAppointments | ReadAudit | ChangeSettings => Everybody,
                _ => Nobody,
            },
            Self::ClinicalAdministrator => match act {
                ChangeSettings => Nobody,
                _ => Everybody,
            },
            Self::Clinician | Self::Intern => match act {
                CreateChart => Everybody,
                ChangeSettings | ReadAudit | ManageBilling => Nobody,
                _ => OwnCharts,
            },
            Self::Supervisor => match act {
                CreateChart => Everybody,
                ChangeSettings | ReadAudit | ManageBilling => Nobody,
                _ => SupervisedCharts,
            },
            Self::PracticeScheduler => match act {
                OpenChart | CreateChart | EditDemographics | ManagePortalAccess | SendForms | ReadAdministrativeMessages => Everybody,
                ReleaseRecords | SeeCalendar | ManageAppointments => Everybody,
                _ => Nobody,
            },
            Self::Biller => match act {
                OpenChart | ReadBillingDocuments | ReadBillingMessages => Everybody,
                SeeBilling | ChargeServices | ManageBilling => Everybody,
                _ => Nobody,
            },
        }
    }
}

/// What one person may do, from all roles together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights(Vec<Role>);

impl Rights {
    pub fn of(roles: &[Role]) -> Self {
        Self(roles.to_vec())
    }

    pub fn roles(&self) -> &[Role] {
        &self.0
    }

    /// The widest reach that any of the roles gives.
    pub fn reach(&self, act: Act) -> Reach {
        self.0.iter().map(|role| role.reach(act)).max().unwrap_or(Reach::Nobody)
    }

    /// Whether this is the person's work at all, for whomever.
    pub fn may(&self, act: Act) -> bool {
        self.reach(act) > Reach::Nobody
    }
}
