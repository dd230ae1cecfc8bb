//! Charts: the Chart Room, Demographics, and who may open which.
//!
//! Other rooms know a chart as a [`Chart`] and somebody around it as a [`Contact`]. Staff and clients enter one by
//! [`InChart`](crate::in_chart::InChart), and find there `around`, `first_email`, `text_number`, `in_care_team`. `by_id`, `by_ids`, `contact_of` and
//! `is_of_clinicians` are for lists over charts, and for links and offers, whose holder has not entered one yet.

mod care_team;
mod chart;
mod contacts;
mod demographics;
mod emails;
mod import;
mod own;
mod phones;
mod ready_made;
mod room;
mod table;

pub(crate) use care_team::{in_care_team, members as care_team, on_roster};
pub(crate) use chart::{Chart, Contact, any, by_id, by_ids, contact_of, covers, covers_all, for_update, is_of_clinicians};
pub use contacts::ContactDraft;
pub(crate) use contacts::{around, contact, ever_around, lines as contact_lines, part_with, record_contact_email};
pub use demographics::DemographicsChange;
pub(crate) use demographics::{set_account_frozen, set_discreet, set_owner};
pub(crate) use emails::{first_email, own_emails, record_email};
pub(crate) use own::{Keep, own};
pub use phones::PhonesChange;
pub(crate) use phones::{first_phone, record_phone, text_number};
pub(crate) use ready_made::{Person, ReadyMade, put_person, put_ready_made};
pub use room::{ChartDraft, NewChart, NewOwner};
#[cfg(test)]
pub(crate) use table::{of_chart, search};

use crate::{actors::Staff, error::Error};
use domain::Act;

impl Staff {
    /// The Chart Room and the charts in it.
    pub async fn charts(&self) -> Result<StaffCharts<'_>, Error> {
        self.may(Act::OpenChart, "charts").await?;
        Ok(StaffCharts(self))
    }
}

/// The Chart Room, for one member of staff.
pub struct StaffCharts<'a>(pub(crate) &'a Staff);
