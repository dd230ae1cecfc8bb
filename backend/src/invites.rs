//! Portal access: granted from the chart, taken up through a link or by an account that is there already, and ended.
//!
//! A link is good for one person's hands: nothing but what a person typed and posted uses it up (T7). An equal e-mail address
//! is never authority: whoever holds it still has to know the chart's last name and birth date.
//!
//! Other rooms know a [`Grant`], and ask by account, by grant, or within the chart that was entered (`open_grant`).

mod access;
mod activate;
mod ages;
mod end;
mod given;
mod grant;
mod known;
mod log;
mod offer;
mod ready_made;
mod registration;
mod send;
mod table;

pub(crate) use access::{access, newest, statuses};
pub use activate::Activation;
pub use grant::GrantChange;
pub(crate) use known::{
    Grant, account_of, all_of, by_ids, charts_ever_of, handed_over, invited_at, living_of_account, offered_to, open_grant, open_of_account,
    readers, somebody_has, was_invited_at,
};
pub(crate) use ready_made::{ReadyMade, put_ready_made};
pub(crate) use send::take_back;
#[cfg(test)]
pub(crate) use table::of_chart;

use crate::{actors::Staff, audit::Event, band, charts, dates, error::Error, in_chart::Change};
use domain::{
    Act,
    audit::AuditAct,
    ids::{ChartId, GrantId},
    invites::Communications,
    sign_in::StepUpScope,
};
use table::grants;

impl Staff {
    /// Portal access of a chart's owner.
    pub async fn invites(&self) -> Result<StaffInvites<'_>, Error> {
        self.may(Act::ManagePortalAccess, "invites").await?;
        Ok(StaffInvites(self))
    }
}

/// Portal access, managed by one member of staff.
pub struct StaffInvites<'a>(pub(crate) &'a Staff);

impl StaffInvites<'_> {
    /// Chart → **Communications**.
    pub async fn communications(&self, id: ChartId) -> Result<Communications, Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::ManagePortalAccess).await?;
        let settings = staff.practice_settings().await?;
        let today = dates::today(staff.practice.clock.now(), dates::zone(&settings.zone));
        let page = Communications {
            of_age: settings.access.ages().is_of_age(chart.row().born()?, today),
            banner: band::banner(&chart).await?,
            access: access(&chart).await?,
            linked: access::linked(&chart).await?,
            contacts: charts::contact_lines(&chart).await?,
            owner_is: chart.row().owner,
            log: log::of_chart(&chart).await?,
        };
        staff.record(Event::of(AuditAct::CommunicationsOpened).chart(id)).await?;
        Ok(page)
    }

    /// Begins a change of a chart's access, by who has just proved who they are.
    async fn begin(&self, id: ChartId) -> Result<Change<'_, Staff>, Error> {
        self.0.chart(id, Act::ManagePortalAccess).await?.change(StepUpScope::Access).await
    }

    /// The same, for one grant of it that is not revoked.
    async fn begin_with(&self, id: ChartId, grant: GrantId) -> Result<(Change<'_, Staff>, grants::Model), Error> {
        let (write, grant) = self.begin(id).await?.one::<grants::Entity>(grant).await?;
        if grant.revoked_at.is_some() { Err(write.not_found("invites.grant").await) } else { Ok((write, grant)) }
    }
}
