//! What a client proposes: each section by itself, only what was changed in it, and nothing of the chart changes by it.

use super::{ClientInformation, card_places, facts, lines, table::information_changes};
use crate::{
    actors::Client,
    audit::Event,
    dates,
    error::Error,
    files,
    in_chart::{Change, Within},
    messages,
    notices::{self, Outgoing, Task},
    sealing::Place,
    sign_in,
    stored::By,
};
use domain::{
    Role,
    audit::AuditAct,
    charts::{EmailAddress, folded},
    files::{FileKind, FileLine, HeldBy},
    ids::{ContactId, InsuranceId},
    information::{
        AboutDraft, Change as Proposed, ChangeState, Facts, InsuranceDraft, MOST_INSURANCES, MOST_PEOPLE, MOST_WAITING, Part, PersonDraft,
        ReachDraft, Refusal, Thing, Values,
    },
    notices::{MailKind, TaskKind},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

impl ClientInformation<'_> {
    /// Names, birth date, language, time zone.
    pub async fn propose_about(&self, draft: &AboutDraft) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        let today = dates::today(write.at(), dates::zone(&self.settings.zone));
        let changes = draft.read(&facts.about, today, dates::is_zone).map_err(Error::Refused)?;
        self.put(write, &facts, changes, Vec::new()).await
    }

    /// Telephone numbers and the postal address, and what is safe there.
    pub async fn propose_reach(&self, draft: &ReachDraft) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        let changes = draft.read(&facts.reach()).map_err(Error::Refused)?;
        self.put(write, &facts, changes, Vec::new()).await
    }

    /// Somebody around the client, or somebody new.
    pub async fn propose_person(&self, person: Option<ContactId>, draft: &PersonDraft) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        let now = match person {
            Some(id) => match facts.people.iter().find(|known| known.id == id) {
                Some(known) => known.values.clone(),
                None => return Err(write.not_found("information.person").await),
            },
            None => Values::default(),
        };
        let change = draft.read(person, &now).map_err(Error::Refused)?;
        self.put(write, &facts, change.into_iter().collect(), Vec::new()).await
    }

    /// Somebody is no longer to be around the client.
    pub async fn propose_parting(&self, person: ContactId) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        let Some(known) = facts.people.iter().find(|known| known.id == person) else {
            return Err(write.not_found("information.person").await);
        };
        if known.has_access {
            return Err(Refusal::PersonHoldsPortal.into());
        }
        let change = Proposed::whole(Thing::Person(Some(person)), &known.values, &Values::default(), true);
        self.put(write, &facts, vec![change], Vec::new()).await
    }

    /// An insurance, or a new one, with what was sent of its card. `chosen` says that a picture was chosen and not sent.
    pub async fn propose_insurance(&self, insurance: Option<InsuranceId>, draft: &InsuranceDraft, chosen: bool) -> Result<(), Error> {
        if chosen {
            return Err(Refusal::CardNotAttached.into());
        }
        let (write, facts) = self.begin().await?;
        let now = match insurance {
            Some(id) => match facts.insurances.iter().find(|known| known.id == id) {
                Some(known) => known.values.clone(),
                None => return Err(write.not_found("information.insurance").await),
            },
            None => Values::default(),
        };
        let places = card_places(insurance.map_or(write.chart(), |id| id.0));
        let mut cards = [None, None];
        for (card, place) in cards.iter_mut().zip(places) {
            *card = sent_card(files::of_draft_in(&write, place).await?)?;
        }
        let change = draft.read(insurance, &now, cards).map_err(Error::Refused)?;
        self.put(write, &facts, change.into_iter().collect(), places.to_vec()).await
    }

    /// An insurance counts no longer.
    pub async fn propose_ending(&self, insurance: InsuranceId) -> Result<(), Error> {
        let (write, facts) = self.begin().await?;
        let Some(known) = facts.insurances.iter().find(|known| known.id == insurance) else {
            return Err(write.not_found("information.insurance").await);
        };
        let change = Proposed::whole(Thing::Insurance(Some(insurance)), &known.values, &Values::default(), true);
        self.put(write, &facts, vec![change], Vec::new()).await
    }

    /// The chart, held, and what it says by now.
    async fn begin(&self) -> Result<(Change<'_, Client>, Facts), Error> {
        let write = self.chart.change(None).await?;
        let facts = facts(&write, &self.client.practice, write.row()).await?;
        Ok((write, facts))
    }

    /// Writes down what is proposed. What waits already of the same thing is one with it; what is the same as before is nothing new.
    async fn put(&self, write: Change<'_, Client>, facts: &Facts, changes: Vec<Proposed>, places: Vec<Uuid>) -> Result<(), Error> {
        let practice = write.practice();
        if changes.is_empty() {
            return Err(Refusal::NothingChanged.into());
        }
        let waiting = information_changes::waiting(&write).await?;
        let waiting = waiting.into_iter().map(|row| Ok((lines::proposed(practice, &row)?, row))).collect::<Result<Vec<_>, Error>>()?;
        let mut new = Vec::new();
        let mut joined = 0;
        for change in changes {
            if waiting.iter().any(|(known, _)| *known == change) {
                continue;
            }
            let same = waiting.iter().find(|(known, _)| is_one(known, &change));
            match same {
                Some((known, row)) => {
                    let change = known.clone().joined(change);
                    let sealed = practice.sealer.seal_value(Place("information_changes.proposed", row.id), &change);
                    let later = information_changes::ActiveModel {
                        proposed: Set(sealed),
                        proposed_at: Set(write.at()),
                        account_id: Set(self.client.account.id),
                        ..Default::default()
                    };
                    information_changes::moved(&write, row.id, later).await?;
                    self.take_cards(&write, &places, row.id).await?;
                    joined += 1;
                }
                None => new.push(change),
            }
        }
        check_room(facts, &waiting.iter().map(|(known, _)| known).chain(&new).collect::<Vec<_>>())?;
        let proposed = joined + new.len();
        for change in new {
            let id = practice.randomness.id();
            let row = information_changes::ActiveModel {
                id: Set(id),
                chart_id: Set(write.chart()),
                account_id: Set(self.client.account.id),
                proposed_at: Set(write.at()),
                state: Set(By(ChangeState::Pending)),
                proposed: Set(practice.sealer.seal_value(Place("information_changes.proposed", id), &change)),
                answered_at: Set(None),
                answered_by: Set(None),
                reason: Set(None),
            };
            row.insert(write.db()).await?;
            self.take_cards(&write, &places, id).await?;
        }
        if proposed == 0 {
            return Ok(());
        }
        self.tell(&write).await?;
        write.commit(Event::of(AuditAct::InformationProposed).detail(counted(proposed))).await?;
        practice.ring_for_mail();
        Ok(())
    }

    async fn take_cards(&self, write: &Change<'_, Client>, places: &[Uuid], id: Uuid) -> Result<(), Error> {
        for place in places {
            files::take(write, *place, HeldBy::Proposal, id).await?;
        }
        Ok(())
    }

    /// Staff have it on their To-do, and the clinician is told by mail: once, as long as it is not answered.
    async fn tell(&self, write: &Change<'_, Client>) -> Result<(), Error> {
        let practice = write.practice();
        if notices::has_open_task(write, TaskKind::InformationProposed, write.chart()).await? {
            return Ok(());
        }
        let today = dates::today(write.at(), dates::zone(&self.settings.zone));
        let asked = match write.row().primary_clinician_id {
            Some(clinician) => Some(messages::stands_in_on(write.db(), clinician, today).await?),
            None => None,
        };
        let mut people = sign_in::at_work(write.db()).await?;
        let owner = asked.filter(|id| people.iter().any(|member| member.id == *id));
        // Where nobody treats the client, those whose work it is.
        people.retain(|member| owner.map_or_else(|| member.roles.0.contains(&Role::PracticeScheduler), |id| member.id == id));
        let task = Task { owner, ..Task::new(TaskKind::InformationProposed, write.chart()) };
        notices::add_task(practice, write, task).await?;
        for member in people {
            let address = EmailAddress::lenient(&member.email)?;
            let out = Outgoing {
                staff: Some(member.id),
                chart: Some(write.chart()),
                ..Outgoing::new(MailKind::InformationProposed, &address, "/office".into())
            };
            notices::queue_to(practice, write, out).await?;
        }
        Ok(())
    }
}

/// Whether a later change is one with an earlier one: of the same thing; of what is about the client, the same field.
fn is_one(known: &Proposed, later: &Proposed) -> bool {
    let same_field = || known.parts.first().map(|part| part.part) == later.parts.first().map(|part| part.part);
    known.thing.is_of(&later.thing) || (known.thing == Thing::About && later.thing == Thing::About && same_field())
}

/// Whether there is room for all that is proposed.
fn check_room(facts: &Facts, proposed: &[&Proposed]) -> Result<(), Error> {
    let new = |thing: &Thing| proposed.iter().filter(|change| change.thing == *thing).count();
    if proposed.len() > MOST_WAITING {
        return Err(Refusal::WaitingTooMany.into());
    }
    if new(&Thing::Person(None)) > 0 && facts.people.len() + new(&Thing::Person(None)) > MOST_PEOPLE {
        return Err(Refusal::PeopleTooMany.into());
    }
    if new(&Thing::Insurance(None)) > 0 && facts.insurances.len() + new(&Thing::Insurance(None)) > MOST_INSURANCES {
        return Err(Refusal::InsurancesTooMany.into());
    }
    let numbers = new(&Thing::Phone(None));
    if numbers > 0 && facts.phones.len() + numbers > domain::charts::MOST_PHONES {
        return Err(domain::charts::Refusal::PhonesTooMany.into());
    }
    let names = |of: &dyn Fn(Part) -> String| (folded(&of(Part::GivenName)), folded(&of(Part::FamilyName)));
    let known = facts.people.iter().map(|person| names(&|part| person.values.of(part).to_owned()));
    let added = proposed.iter().filter(|change| change.thing == Thing::Person(None));
    let added =
        added.map(|change| names(&|part| change.parts.iter().find(|of| of.part == part).map(|of| of.to.clone()).unwrap_or_default()));
    let mut seen: Vec<(String, String)> = known.collect();
    for person in added {
        if seen.contains(&person) {
            return Err(domain::charts::Refusal::ContactTwice.into());
        }
        seen.push(person);
    }
    Ok(())
}

/// The picture of one side that was sent last.
pub(super) fn sent_card(files: Vec<FileLine>) -> Result<Option<String>, Error> {
    let Some(last) = files.last() else { return Ok(None) };
    if !last.kind.is_image() && last.kind != FileKind::Pdf {
        return Err(Refusal::CardNotPicture.into());
    }
    Ok(Some(last.id.to_string()))
}

pub(super) fn counted(many: usize) -> String {
    if many == 1 { "1 change".to_owned() } else { format!("{many} changes") }
}
