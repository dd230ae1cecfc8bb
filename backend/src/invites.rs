//! Portal access: granted from the chart, taken up through a link or by an account that is there already, and ended.
//!
//! A link is good for one person's hands: nothing but what a person typed and posted uses it up (T7). An equal e-mail address
//! is never authority: whoever holds it still has to know the chart's last name and birth date.

mod access;
mod activate;
mod ages;
mod end;
mod given;
mod grant;
mod log;
mod offer;
mod registration;
mod send;
pub(crate) mod table;

pub(crate) use access::{access, open_grant, status, statuses};
pub use activate::Activation;
pub(crate) use ages::look_at_ages;
pub use grant::GrantChange;
pub(crate) use send::take_back;

use crate::{
    actors::Staff,
    audit::Event,
    charts::{self, table::charts as chart_rows},
    dates,
    db::Write,
    error::Error,
};
use domain::{
    Act,
    audit::AuditAct,
    ids::{ChartId, GrantId},
    invites::Communications,
    sign_in::Matter,
};
use table::grants;

/// Portal access, managed by one member of staff.
pub struct StaffInvites<'a>(pub(crate) &'a Staff);

impl StaffInvites<'_> {
    /// Chart → **Communications**.
    pub async fn communications(&self, id: ChartId) -> Result<Communications, Error> {
        let staff = self.0;
        let chart = charts::reachable(staff, id, Act::ManagePortalAccess).await?;
        let settings = staff.practice_settings().await?;
        let today = dates::today(staff.practice.clock.now(), dates::zone(&settings.zone));
        let page = Communications {
            of_age: settings.access.ages().is_of_age(chart.born()?, today),
            banner: charts::banner(staff, &chart).await?,
            access: access(staff, &chart).await?,
            linked: access::linked(staff, &chart).await?,
            contacts: charts::contacts(staff, chart.id).await?,
            owner_is: charts::owner_of(&chart),
            log: log::of_chart(staff, &chart).await?,
        };
        staff.record(Event::of(AuditAct::CommunicationsOpened).chart(id)).await?;
        Ok(page)
    }

    /// Begins a change of a chart's access, by who has just proved who they are: the chart, held until the change is committed.
    async fn begin(&self, id: ChartId) -> Result<(Write, chart_rows::Model), Error> {
        let begun = self.begin_unproved(id).await?;
        self.0.proved(Matter::Access)?;
        Ok(begun)
    }

    async fn begin_unproved(&self, id: ChartId) -> Result<(Write, chart_rows::Model), Error> {
        let chart = charts::reachable(self.0, id, Act::ManagePortalAccess).await?;
        let write = self.0.write().await?;
        let chart = chart_rows::held(&*write, chart.id).await?.ok_or(Error::NotFound)?;
        Ok((write, chart))
    }

    /// The same, for one grant of it that is not revoked. Another chart's grant is not there.
    async fn begin_with(&self, id: ChartId, grant: GrantId) -> Result<(Write, chart_rows::Model, grants::Model), Error> {
        let (write, chart) = self.begin(id).await?;
        match grants::by_id(&*write, grant.0).await? {
            Some(grant) if grant.chart_id == chart.id && grant.revoked_at.is_none() => Ok((write, chart, grant)),
            _ => {
                drop(write);
                Err(self.0.not_found("invites.grant", Some(id)).await)
            }
        }
    }
}
