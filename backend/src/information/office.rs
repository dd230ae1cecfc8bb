//! Demographics, as far as it is about the people around the client and the insurances; and what the client proposes.

use super::{StaffInformation, apply, card_places, facts, lines, propose, table::information_changes};
use crate::{
    actors::Staff,
    audit::Event,
    charts::Keep,
    dates,
    error::Error,
    files,
    in_chart::{Change, Within},
};
use domain::{
    Act,
    audit::AuditAct,
    files::FileLine,
    ids::{ChartId, ContactId, InsuranceId},
    information::{ChartInformation, Facts, InsuranceDraft, MOST_INSURANCES, MOST_PEOPLE, PersonDraft, Proposals, Refusal, Values},
};
use uuid::Uuid;

impl StaffInformation<'_> {
    /// What the tab shows; `entry` is the insurance that is being changed there. Who opens Demographics has it on one page.
    pub async fn read(&self, entry: Option<InsuranceId>) -> Result<ChartInformation, Error> {
        let practice = &self.staff.practice;
        let zone = dates::zone(&self.staff.practice_settings().await?.zone);
        let facts = lines::with_cards(&self.chart, facts(&self.chart, practice, self.chart.row()).await?).await?;
        let rows = information_changes::waiting(&self.chart).await?;
        let (answered, more) = lines::answered(&self.chart).await?;
        let [front, back] = card_places(entry.map_or(self.chart.chart(), |id| id.0));
        Ok(ChartInformation {
            may_edit: self.chart.may(Act::EditDemographics).await?,
            proposals: Proposals {
                seen: lines::seen(practice, &rows, &facts)?,
                waiting: lines::of_changes(&self.chart, rows, &facts, zone, true).await?,
                answered: lines::of_changes(&self.chart, answered, &facts, zone, true).await?,
                more,
            },
            waiting: [(front, files::of_draft(&self.chart, front).await?), (back, files::of_draft(&self.chart, back).await?)],
            facts,
        })
    }

    /// Changes somebody around the client, or adds somebody.
    pub async fn save_person(&self, person: Option<ContactId>, draft: &PersonDraft) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        let now = match person {
            Some(id) => match facts.people.iter().find(|known| known.id == id) {
                Some(known) => Some(known.values.clone()),
                None => return Err(write.not_found("information.person").await),
            },
            None if facts.people.len() >= MOST_PEOPLE => return Err(Refusal::PeopleTooMany.into()),
            None => None,
        };
        let change = draft.read(person, &now.clone().unwrap_or_default()).map_err(Error::Refused)?;
        is_as_shown(now.as_ref(), &draft.seen)?;
        if let Some(change) = change {
            let values = change.applied(&now.unwrap_or_default());
            let id = Keep(&write).person(person.map(|id| id.0), &values).await?;
            return write.commit(Event::of(AuditAct::DemographicsChanged).subject(id).detail("related contact")).await;
        }
        Ok(())
    }

    /// Somebody is no longer around the client.
    pub async fn remove_person(&self, person: ContactId) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        let Some(known) = facts.people.iter().find(|known| known.id == person) else {
            return Err(write.not_found("information.person").await);
        };
        Keep(&write).part_with(known).await?;
        write.commit(Event::of(AuditAct::DemographicsChanged).subject(person).detail("related contact removed")).await
    }

    /// Changes an insurance, or adds one, with what was sent of its card.
    pub async fn save_insurance(&self, insurance: Option<InsuranceId>, draft: &InsuranceDraft, chosen: bool) -> Result<(), Error> {
        if chosen {
            return Err(Refusal::CardNotAttached.into());
        }
        let (write, facts) = self.begin().await?;
        let now = match insurance {
            Some(id) => match facts.insurances.iter().find(|known| known.id == id) {
                Some(known) => Some(known.values.clone()),
                None => return Err(write.not_found("information.insurance").await),
            },
            None if facts.insurances.len() >= MOST_INSURANCES => return Err(Refusal::InsurancesTooMany.into()),
            None => None,
        };
        let mut cards = [None, None];
        for (card, place) in cards.iter_mut().zip(card_places(insurance.map_or(write.chart(), |id| id.0))) {
            let sent: Vec<FileLine> = files::of_draft_in(&write, place).await?;
            *card = propose::sent_card(sent)?;
        }
        let change = draft.read(insurance, &now.clone().unwrap_or_default(), cards).map_err(Error::Refused)?;
        is_as_shown(now.as_ref(), &draft.seen)?;
        if let Some(change) = change {
            apply::keep_insurance(&write, insurance.map(|id| id.0), &change.applied(&now.unwrap_or_default()), None).await?;
            return write.commit(Event::of(AuditAct::DemographicsChanged).detail("insurance")).await;
        }
        Ok(())
    }

    /// An insurance counts no longer.
    pub async fn end_insurance(&self, insurance: InsuranceId) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        if !facts.insurances.iter().any(|known| known.id == insurance) {
            return Err(write.not_found("information.insurance").await);
        }
        apply::end_insurance(&write, insurance.0).await?;
        write.commit(Event::of(AuditAct::DemographicsChanged).subject(Uuid::from(insurance)).detail("insurance ended")).await
    }

    async fn begin(&self) -> Result<(Change<'_, Staff>, Facts), Error> {
        let entered = self.staff.chart(ChartId(self.chart.chart()), Act::EditDemographics).await?;
        let write = entered.change(None).await?;
        let facts = facts(&write, &self.staff.practice, write.row()).await?;
        Ok((write, facts))
    }
}

/// Whether what the form showed still stands. Of what is new there was nothing to show.
fn is_as_shown(now: Option<&Values>, seen: &str) -> Result<(), Error> {
    match now {
        Some(now) if *now != Values::read(seen) => Err(domain::charts::Refusal::ChangedMeanwhile.into()),
        _ => Ok(()),
    }
}
