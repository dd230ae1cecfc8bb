//! Settings are changed a page at a time: each form holds its part, and the rest stays as it is.

use super::{AccessRules, PracticeSettings};
use crate::named::named;

named! {
    /// What one form holds.
    pub enum SettingsPart {
        /// Name, clock, and how to reach the practice.
        Practice "practice",
        /// **Client Portal**: its areas, what is asked before a record opens, what signing asks for, ages.
        Portal "portal",
        /// **Automate portal invites**.
        Invites "invites",
        /// Whether staff need a second step.
        SecondStep "second_step",
    }
}

impl SettingsPart {
    /// What the form holds of `new`, and the rest of `now`.
    pub fn put(self, new: PracticeSettings, now: PracticeSettings) -> PracticeSettings {
        match self {
            Self::Practice => PracticeSettings { name: new.name, zone: new.zone, dates: new.dates, help: new.help, ..now },
            Self::Portal => {
                let AccessRules { invites_new_clients, staff_need_factor, .. } = now.access;
                PracticeSettings {
                    features: new.features,
                    access: AccessRules { invites_new_clients, staff_need_factor, ..new.access },
                    ..now
                }
            }
            Self::Invites => {
                PracticeSettings { access: AccessRules { invites_new_clients: new.access.invites_new_clients, ..now.access }, ..now }
            }
            Self::SecondStep => {
                PracticeSettings { access: AccessRules { staff_need_factor: new.access.staff_need_factor, ..now.access }, ..now }
            }
        }
    }
}
