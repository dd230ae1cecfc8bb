//! A form before its client: opened, filled in section by section, kept with every change.

use super::{
    ClientForms,
    activities::goal_of,
    lines, papers,
    setup::version,
    table::{
        form_answers,
        form_assignments::{self, Model},
        forms,
    },
};
use crate::{audit::Event, dates, error::Error, in_chart::Within, sealing::Place, workflows};
use domain::{
    audit::AuditAct,
    files::FileLine,
    forms::{Answers, FillPage, Form, Kept, Missing, Paper, Refusal, Section, Status, Trouble, check_section, may_save},
    ids::AssignmentId,
    invites::Scope,
};
use sea_orm::ActiveValue::Set;

/// What came from one page of a form.
#[derive(Clone, Debug, Default)]
pub struct SectionDraft {
    /// The version of the form that was on the screen.
    pub version: i32,
    /// The answers that were on the screen, as they stood then.
    pub revision: i32,
    /// Which section, by its key.
    pub section: String,
    /// Fields and what stood in them.
    pub fields: Vec<(String, String)>,
}

/// A form with what was answered so far.
pub(super) struct Begun {
    pub row: Model,
    pub form: Form,
    pub answers: Answers,
    pub revision: i32,
    pub saved: Option<form_answers::Model>,
    pub status: Status,
}

impl ClientForms<'_> {
    /// Opens one, to fill it in or to see how it stands.
    pub async fn open(&self, id: AssignmentId) -> Result<FillPage, Error> {
        let begun = self.begun(id).await?;
        let page = self.page(begun).await?;
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::FormOpened).subject(id)).await?;
        }
        Ok(page)
    }

    async fn page(&self, begun: Begun) -> Result<FillPage, Error> {
        let zone = dates::zone(&self.settings.zone);
        let (practice, row) = (&self.client.practice, &begun.row);
        let from = match row.sent_by {
            Some(id) => crate::sign_in::member(practice.db.read(), id).await?.map(|member| member.signed_name()),
            None => None,
        };
        let due = lines::due(&row.due_on);
        let expiry = workflows::form_expiry(practice.db.read()).await?;
        let paper = match row.paper {
            true => self.paper_of(&begun).await?,
            false => None,
        };
        let row = &begun.row;
        let goal = match &row.goal {
            Some(sealed) => Some(goal_of(practice, row.id, sealed)?),
            None => None,
        };
        Ok(FillPage {
            id: AssignmentId(row.id),
            activity: row.activity.is_some(),
            goal,
            crisis: self.settings.help.crisis.clone(),
            paper,
            version: row.version,
            revision: begun.revision,
            status: begun.status,
            due,
            closes: due.filter(|_| row.activity.is_none()).and_then(|due| expiry.last_day(due)),
            from,
            question: lines::question(practice, row.id, &row.question)?.filter(|_| begun.status == Status::Returned),
            document: (row.activity.is_none()
                && row.submitted_at.is_some()
                && row.state.0 != Status::Returned
                && self.client.grant.has_scope(Scope::Documents))
            .then_some(domain::ids::ShareId(row.share_id)),
            saved: begun.saved.map(|saved| dates::moment(saved.saved_at, zone)),
            today: dates::today(practice.clock.now(), zone),
            phone: self.settings.help.phone.clone(),
            form: begun.form,
            answers: begun.answers,
        })
    }

    /// The PDF as it was sent, and what waits to be sent back.
    async fn paper_of(&self, begun: &Begun) -> Result<Option<(Paper, Vec<FileLine>)>, Error> {
        let practice = &self.client.practice;
        let Some(form) = forms::by_id(practice.db.read(), begun.row.form_id).await? else { return Ok(None) };
        let Some(paper) = papers::of(practice, &form, begun.row.version).await? else { return Ok(None) };
        Ok(Some((paper, self.attached(begun).await?)))
    }

    /// What is there of it. What was taken back is not there.
    pub(super) async fn begun(&self, id: AssignmentId) -> Result<Begun, Error> {
        let row = self.chart.one::<form_assignments::Entity>(id).await?;
        // By the right to forms no activity is there, and the other way round.
        if row.activity.is_some() != self.activities {
            return Err(self.chart.not_found("forms").await);
        }
        self.whole(&self.chart, row).await
    }

    /// Whether it is one of the activities of this chart.
    pub(super) async fn holds(&self, id: AssignmentId) -> Result<bool, Error> {
        Ok(self.chart.find::<form_assignments::Entity>(id.0).await?.is_some_and(|row| row.activity.is_some()))
    }

    pub(super) async fn whole(&self, chart: &impl Within, row: Model) -> Result<Begun, Error> {
        let practice = &self.client.practice;
        let form = version(chart.db(), row.form_id, row.version).await?;
        let saved = chart.find::<form_answers::Entity>(row.id).await?;
        let answers = match &saved {
            Some(saved) => practice.sealer.open_value(Place("form_answers.answers", row.id), &saved.answers)?,
            None => Answers::default(),
        };
        let status = if saved.is_some() { row.status().once_saved() } else { row.status() };
        Ok(Begun { form, answers, revision: saved.as_ref().map_or(0, |saved| saved.revision), saved, status, row })
    }

    /// Agrees to sign electronically, in the current wording.
    pub async fn consent(&self, id: AssignmentId, agreed: bool) -> Result<(), Error> {
        let begun = self.begun(id).await?;
        self.papers().agree(begun.row.share_id, agreed).await
    }

    /// Keeps what stands on a page. Nobody did anything yet, so no line tells of it. What is wrong is kept as it was typed.
    pub async fn keep(&self, id: AssignmentId, draft: &SectionDraft) -> Result<Kept, Error> {
        let begun = self.begun(id).await?;
        may_save(begun.status, draft.version, begun.row.version)?;
        let section = begun.form.section(&draft.section).ok_or(Refusal::FormChanged)?;
        let answers = begun.answers.read(section, &draft.fields)?;
        if answers == begun.answers {
            return Ok(Kept { revision: begun.revision, troubles: self.troubles(&begun.form, section, &answers) });
        }
        if begun.revision != draft.revision {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let practice = &self.client.practice;
        let row = form_answers::ActiveModel {
            assignment_id: Set(begun.row.id),
            chart_id: Set(self.chart.chart()),
            revision: Set(begun.revision + 1),
            answers: Set(practice.sealer.seal_value(Place("form_answers.answers", begun.row.id), &answers)),
            saved_at: Set(practice.clock.now()),
            saved_by: Set(self.client.account.id),
            looked_at: Set(None),
            looked_by: Set(None),
        };
        let tx = practice.db.housekeeping().await?;
        // It may have been submitted or taken back a moment ago.
        if !form_assignments::is_open(&*tx, begun.row.id, begun.row.share_id).await? {
            drop(tx);
            return Err(may_save(self.begun(id).await?.status, draft.version, begun.row.version)
                .err()
                .unwrap_or(Refusal::ChangedMeanwhile)
                .into());
        }
        if !form_answers::keep(&*tx, row, begun.revision).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        tx.commit().await?;
        Ok(Kept { revision: begun.revision + 1, troubles: self.troubles(&begun.form, section, &answers) })
    }

    /// What still needs an answer or another look in a section, if it is shown.
    fn troubles(&self, form: &Form, section: &Section, answers: &Answers) -> Vec<Trouble> {
        let today = dates::today(self.client.practice.clock.now(), dates::zone(&self.settings.zone));
        check_section(form, &section.key, answers, today, Missing::Demanded)
    }
}
