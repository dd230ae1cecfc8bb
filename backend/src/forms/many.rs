//! One form to many charts: into each by itself, as if somebody went from one to the next.

use super::StaffForms;
use crate::{error::Error, in_chart::Within};
use domain::{
    Act, Refusal,
    forms::{self, ManyCharts},
    ids::{ChartId, FormId},
};

/// So many at once.
pub(super) const MOST_CHARTS: usize = 50;

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentToMany {
    pub sent: usize,
    /// It waits there already.
    pub waiting: usize,
    /// Where whoever sends it does not reach.
    pub missed: usize,
}

impl StaffForms<'_> {
    /// The page on which one chooses to whom it goes.
    pub async fn many(&self, form: FormId, search: &str, chosen: &[ChartId]) -> Result<ManyCharts, Error> {
        let staff = self.0;
        staff.may(Act::SendForms, "forms").await?;
        let chosen = chosen.iter().take(MOST_CHARTS + 1).map(|chart| chart.0).collect();
        let chosen = staff.charts_among(chosen, Act::SendForms).await?;
        let chosen = chosen.iter().map(|chart| (ChartId(chart.chart()), chart.row().listed_name())).collect();
        Ok(ManyCharts { page: self.read(form).await?, room: staff.charts().await?.room(search, 1).await?, chosen })
    }

    /// Sends it to the clients of these charts. What is refused in one of them keeps it from no other.
    pub async fn send_to_many(&self, form: FormId, charts: &[ChartId], due: &str) -> Result<SentToMany, Error> {
        let mut charts = charts.to_vec();
        charts.sort();
        charts.dedup();
        match charts.len() {
            0 => return Err(forms::Refusal::NobodyChosen.into()),
            many if many > MOST_CHARTS => return Err(forms::Refusal::TooManyClients.into()),
            _ => {}
        }
        let mut became = SentToMany::default();
        for chart in charts {
            match self.send(chart, &[form], due).await {
                Ok(_) => became.sent += 1,
                Err(Error::Refused(refusals)) if refusals == [Refusal::from(forms::Refusal::AlreadySent)] => became.waiting += 1,
                Err(Error::NotFound | Error::NotAllowed) => became.missed += 1,
                Err(error) => return Err(error),
            }
        }
        // Nobody is in reach, or everybody has it already: nothing was done.
        match became {
            SentToMany { sent: 0, waiting: 0, .. } => Err(Error::NotFound),
            SentToMany { sent: 0, .. } => Err(forms::Refusal::AlreadySent.into()),
            became => Ok(became),
        }
    }
}
