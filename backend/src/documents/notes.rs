//! Notes and plans, as a clinician writes them: typed sections, read into passages and lists, sealed together.

use super::{After, letters, table::documents};
use crate::{
    actors::Staff,
    error::{Error, taken},
    in_chart::{Change, Within},
    practice::Practice,
    sealing::Place,
    sign_in::Member,
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    charts::tidy,
    documents::{Block, Content, DocumentKind, MOST_PROBLEMS, NOTE_KINDS, PlanProblem, Refusal, Section, plan_sections},
    ids::DocumentId,
    lines,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const LONGEST_TITLE: usize = 200;
const LONGEST_TEXT: usize = 100_000;
const MOST_SECTIONS: usize = 100;

/// What came from the form.
#[derive(Clone, Debug, Default)]
pub struct NoteDraft {
    /// One of [`NOTE_KINDS`], by name.
    pub kind: String,
    pub title: String,
    /// Heading and text of each section, as typed.
    pub text: Vec<(String, String)>,
    /// The problems of a plan, as typed.
    pub plan: Vec<PlanProblem>,
    /// The plan of which it is the next version, or the note to which it is an addendum.
    pub follows: Option<DocumentId>,
    pub amends: Option<DocumentId>,
}

/// A draft that can be kept.
pub(super) struct Note {
    pub kind: DocumentKind,
    pub title: String,
    pub written: Written,
    /// The place of each section in the form.
    places: Vec<usize>,
}

/// What is sealed of a document: what it says, and what was typed to say it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Written {
    pub content: Content,
    pub typed: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<PlanProblem>,
}

impl NoteDraft {
    /// Reads the form, and names everything that is wrong with it.
    pub(super) fn read(self) -> Result<Note, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let kind = DocumentKind::from_name(&self.kind).filter(|kind| NOTE_KINDS.contains(kind));
        if kind.is_none() {
            refusals.push(Refusal::KindUnknown);
        }
        let title = tidy(&self.title);
        if title.is_empty() {
            refusals.push(Refusal::TitleMissing);
        } else if title.chars().count() > LONGEST_TITLE {
            refusals.push(Refusal::TitleTooLong);
        }
        let length: usize = self.text.iter().map(|(heading, text)| heading.chars().count() + text.chars().count()).sum();
        let length = length + self.plan.iter().map(PlanProblem::length).sum::<usize>();
        let typed = |part: &str| lines::trimmed(&lines::as_typed(part));
        let plan: Vec<PlanProblem> = self
            .plan
            .iter()
            .filter(|problem| !problem.is_blank())
            .map(|problem| PlanProblem {
                problem: typed(&problem.problem),
                goal: typed(&problem.goal),
                objectives: typed(&problem.objectives),
                interventions: typed(&problem.interventions),
            })
            .collect();
        // A heading without text stays, and text without a heading: a draft may be half made.
        let (places, typed): (Vec<usize>, Vec<(String, String)>) = self
            .text
            .into_iter()
            .map(|(heading, text)| (tidy(&heading), lines::as_typed(&text)))
            .enumerate()
            .filter(|(_, (heading, text))| !heading.is_empty() || !text.trim().is_empty())
            .unzip();
        let content = Content { facts: Vec::new(), sections: plan_sections(&plan).into_iter().chain(sections(&typed)).collect() };
        if length > LONGEST_TEXT || typed.len() > MOST_SECTIONS || plan.len() > MOST_PROBLEMS {
            refusals.push(Refusal::TextTooLong);
        } else if content.is_blank() {
            refusals.push(Refusal::NothingWritten);
        }
        match kind {
            Some(kind) if refusals.is_empty() => Ok(Note { kind, title, written: Written { content, typed, plan }, places }),
            _ => Err(refusals),
        }
    }
}

impl Note {
    /// Whether its PDF can show every letter of it.
    pub(super) async fn check_letters(&self) -> Result<(), Error> {
        letters::check_note(&self.title, &self.written.plan, self.places.iter().copied().zip(&self.written.typed)).await
    }
}

pub(super) fn sealed(practice: &Practice, id: Uuid, written: &Written) -> Vec<u8> {
    practice.sealer.seal_value(Place("documents.content", id), written)
}

pub(super) fn opened(practice: &Practice, row: &documents::Model) -> Result<Written, Error> {
    let written: Written = practice.sealer.open_value(Place("documents.content", row.id), &row.content)?;
    Ok(written.read_again())
}

impl Written {
    /// What its author would find in the form. What came ready-made was typed by nobody: its words are.
    pub fn as_typed(&self) -> Vec<(String, String)> {
        if self.typed.is_empty() && self.plan.is_empty() {
            return self.content.sections.iter().map(|section| (section.heading.clone(), Block::text(&section.blocks))).collect();
        }
        self.typed.clone()
    }

    /// What was written in the first layout had lost its lines and its numbers. What was typed has them: it is read again.
    fn read_again(mut self) -> Self {
        if self.content.is_of_first_layout() && !self.typed.is_empty() {
            self.content.sections = sections(&self.typed);
        }
        self
    }
}

fn sections(typed: &[(String, String)]) -> Vec<Section> {
    typed.iter().map(|(heading, text)| Section::from_text(heading, text)).collect()
}

/// A document that is put into a chart ready-made: an invoice, what another program brought, demo data.
pub(crate) struct Arrival<'a> {
    pub kind: DocumentKind,
    pub title: String,
    /// Who wrote it; nobody in particular for the office's own papers.
    pub author: Option<&'a Member>,
    /// The name on it where it has no author: "Office".
    pub office: &'a str,
    pub content: Content,
    /// What its author would find in the form, if it is a draft.
    pub typed: Vec<(String, String)>,
    pub plan: Vec<PlanProblem>,
    pub written_at: DateTime<Utc>,
    pub finished: bool,
    pub after: After,
}

/// Files a document.
pub(crate) async fn file(write: &Change<'_, Staff>, arrival: Arrival<'_>) -> Result<DocumentId, Error> {
    let practice = write.practice();
    let id = practice.randomness.id();
    let author_id = arrival.author.map(|author| author.id);
    documents::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        kind: Set(By(arrival.kind)),
        title: Set(arrival.title),
        author_id: Set(author_id),
        author_name: Set(arrival.author.map_or_else(|| arrival.office.to_owned(), Member::signed_name)),
        version: Set(1),
        content: Set(sealed(practice, id, &Written { content: arrival.content, typed: arrival.typed, plan: arrival.plan })),
        written_at: Set(arrival.written_at),
        changed_at: Set(arrival.written_at),
        finished_at: Set(arrival.finished.then_some(arrival.written_at)),
        finished_by: Set(author_id.filter(|_| arrival.finished)),
        follows: Set(arrival.after.follows()),
        edition: Set(arrival.after.edition()),
        amends: Set(arrival.after.amends()),
    }
    .insert(write.db())
    .await
    .map_err(taken(Refusal::FollowedAlready))?;
    Ok(DocumentId(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(title: &str, text: &str) -> NoteDraft {
        NoteDraft { kind: "progress_note".into(), title: title.into(), text: vec![("Session".into(), text.into())], ..Default::default() }
    }

    #[test]
    fn everything_that_is_wrong_with_a_note_is_named_at_once() {
        let refusals =
            NoteDraft { kind: "invoice".into(), title: " \u{0} ".into(), text: vec![(" ".into(), "\n".into())], ..Default::default() }
                .read()
                .err();
        assert_eq!(refusals, Some(vec![Refusal::KindUnknown, Refusal::TitleMissing, Refusal::NothingWritten]));
    }

    #[test]
    fn a_heading_alone_is_nothing_written() {
        assert_eq!(draft("Session", " \n ").read().err(), Some(vec![Refusal::NothingWritten]));
    }

    #[test]
    fn half_a_section_is_kept() {
        let text = vec![("Plan".to_owned(), String::new()), (String::new(), "Slept better.".to_owned()), (" ".to_owned(), " ".to_owned())];
        let note = NoteDraft { text: text.clone(), ..draft("Session", "") }.read().ok().unwrap();
        assert_eq!(note.written.typed, text[..2]);
    }

    #[test]
    fn notes_have_an_end() {
        assert_eq!(draft(&"a".repeat(201), "text").read().err(), Some(vec![Refusal::TitleTooLong]));
        assert!(draft(&"é".repeat(200), &"é".repeat(LONGEST_TEXT - 7)).read().is_ok());
        assert_eq!(draft("Session", &"é".repeat(LONGEST_TEXT)).read().err(), Some(vec![Refusal::TextTooLong]));
    }

    #[test]
    fn what_was_written_in_the_first_layout_is_read_again() {
        let before = r#"{"content":{"facts":[{"label":"Review on","value":"May"}],"sections":[{"heading":"Goals","blocks":[{"numbered":["May"]}]}]},"typed":[["Goals","15. May\n16. June"]]}"#;
        let written = serde_json::from_str::<Written>(before).unwrap().read_again();
        assert_eq!(written.content.sections, [Section::from_text("Goals", "15. May\n16. June")]);
        assert_eq!(written.content.facts.len(), 1);
        // What came ready-made has nothing else to be read.
        let arrived = Written { typed: Vec::new(), ..serde_json::from_str(before).unwrap() };
        assert_eq!(arrived.content, arrived.clone().read_again().content);
    }

    #[test]
    fn a_line_stays_a_line_whatever_ends_it() {
        let note = draft("Session", "\r\n\r\n  1. Sertraline\r\n  2. Melatonin\u{B}3 mg\r\n").read().ok().unwrap();
        assert_eq!(note.written.typed[0].1, "\n\n  1. Sertraline\n  2. Melatonin\n3 mg\n");
    }

    #[test]
    fn what_was_typed_comes_back_to_the_form() {
        let note = draft(" Session of 20 November ", "Slept better.\u{7}\n\n- Walks\n").read().ok().unwrap();
        assert_eq!(note.title, "Session of 20 November");
        assert_eq!(note.written.typed, vec![("Session".to_owned(), "Slept better.\n\n- Walks\n".to_owned())]);
    }
}
