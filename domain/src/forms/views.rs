//! What the pages about forms need to know.

use super::{Answers, Fault, Form, PackageLine, Paper, Purpose, Status, Trouble, shown};
use crate::{
    charts::{Banner, ChartRoom},
    dates::Moment,
    documents::{ConsentText, Content},
    files::FileLine,
    ids::{AssignmentId, ChartId, DocumentId, FormId, ShareId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A line of Settings → **Forms**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormLine {
    pub id: FormId,
    pub title: String,
    /// It came with the program.
    pub ready: bool,
    /// The newest that was published; 0, where none was.
    pub version: i32,
    /// It is being worded anew.
    pub draft: bool,
    /// Of a PDF: what it is for.
    pub purpose: Option<Purpose>,
    pub archived: bool,
    /// Whether it is signed at its end.
    pub signed: bool,
    pub may_send: bool,
    pub changed: Moment,
    pub changed_by: Option<String>,
}

/// One form, to look at or to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPage {
    pub id: FormId,
    pub version: i32,
    pub archived: bool,
    pub may_change: bool,
    pub may_send: bool,
    /// It is being worded anew.
    pub draft: bool,
    /// Where it is a PDF.
    pub paper: Option<Paper>,
    pub faults: Vec<Fault>,
    pub form: Form,
}

/// A form that is being worded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    pub id: FormId,
    /// The newest that was published; 0, where none was.
    pub version: i32,
    /// How often something was kept since then: what is sent from its page stands on that.
    pub revision: i32,
    pub archived: bool,
    /// When something was last kept, and by whom.
    pub changed: Option<(Moment, String)>,
    pub faults: Vec<Fault>,
    pub form: Form,
}

/// One form, and to whom it could be sent at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManyCharts {
    pub page: FormPage,
    /// What was found.
    pub room: ChartRoom,
    /// Those who are chosen, and whose charts are within reach.
    pub chosen: Vec<(ChartId, String)>,
}

/// A form that was sent into a chart, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentForm {
    pub id: AssignmentId,
    pub title: String,
    /// A PDF, which comes back as files.
    pub paper: bool,
    pub status: Status,
    pub due: Option<NaiveDate>,
    /// So many days it has once somebody can fill it in.
    pub due_days: Option<u16>,
    /// After this day it is closed, if it is still open then.
    pub closes: Option<NaiveDate>,
    pub sent: Moment,
    /// Nobody, where the practice sends it by itself.
    pub sent_by: Option<String>,
    /// When something was last answered in it.
    pub saved: Option<Moment>,
    pub submitted: Option<Moment>,
    /// What was submitted, for who reads it.
    pub document: Option<DocumentId>,
    /// What staff asked about it.
    pub question: Option<String>,
    pub may_withdraw: bool,
    pub may_return: bool,
    pub may_review: bool,
    /// It was closed, and can be sent once more.
    pub again: Option<FormId>,
}

/// A chart's forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartForms {
    pub banner: Banner,
    /// Newest first.
    pub sent: Vec<SentForm>,
    /// What can be sent.
    pub forms: Vec<FormLine>,
    pub packages: Vec<PackageLine>,
    /// Who fills them in.
    pub readers: Vec<String>,
    pub today: NaiveDate,
}

/// A form that waits for a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyForm {
    pub id: AssignmentId,
    pub title: String,
    /// A PDF, which is filled in and sent back.
    pub paper: bool,
    pub status: Status,
    pub due: Option<NaiveDate>,
    /// After this day it is closed.
    pub closes: Option<NaiveDate>,
    pub sent_on: NaiveDate,
    pub from: Option<String>,
}

/// A form before its client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FillPage {
    pub id: AssignmentId,
    pub version: i32,
    /// How often something was kept in it: what is sent from this page stands on that.
    pub revision: i32,
    pub status: Status,
    pub due: Option<NaiveDate>,
    /// After this day it is closed.
    pub closes: Option<NaiveDate>,
    pub from: Option<String>,
    /// What staff ask about what was submitted.
    pub question: Option<String>,
    /// What came of it, once it is submitted.
    pub document: Option<ShareId>,
    pub saved: Option<Moment>,
    pub today: NaiveDate,
    pub phone: Option<String>,
    /// Where it is a PDF: the blank one, and what waits to be sent back.
    pub paper: Option<(Paper, Vec<FileLine>)>,
    pub form: Form,
    pub answers: Answers,
    /// It is an activity.
    pub activity: bool,
    /// Of a goal check-in: the goal.
    pub goal: Option<String>,
    /// What to do in a crisis, in the practice's words.
    pub crisis: String,
}

/// What was kept of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub revision: i32,
    /// What in that section still needs an answer or another look.
    pub troubles: Vec<Trouble>,
}

/// The last page of a form: everything that was answered, as it will be filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPage {
    pub id: AssignmentId,
    pub title: String,
    pub content: Content,
    /// SHA-256 of the canonical content, hex: what is submitted and signed.
    pub seen: String,
    /// What still needs an answer or another look, each with its section.
    pub troubles: Vec<(String, Trouble)>,
    /// Nothing was answered at all.
    pub blank: bool,
    /// The section before it.
    pub last: Option<String>,
    /// Whether it is signed.
    pub signed: bool,
    /// Who would sign, as it will be printed.
    pub signer: String,
    /// Whether the agreement to sign electronically is given, in its current version.
    pub consented: bool,
    pub consent: ConsentText,
    pub today: NaiveDate,
    /// It is an activity, which is not filed as a document.
    pub activity: bool,
    /// An answer needs somebody at once: what to do in a crisis, in the practice's words.
    pub crisis: Option<String>,
}

impl Form {
    /// The section that a trouble stands in.
    pub fn section_of(&self, trouble: &Trouble) -> Option<String> {
        let key = trouble.field.split('.').nth(1)?;
        let holds = |section: &&super::Section| section.questions.iter().any(|question| question.key == key);
        self.sections.iter().find(holds).map(|section| section.key.clone())
    }

    /// The sections that are shown as pages, by their keys: those in which there is something besides the signature.
    pub fn pages(&self, answers: &Answers) -> Vec<String> {
        let pages =
            shown(self, answers).into_iter().filter(|shown| shown.questions.iter().any(|asked| asked.kind != super::Kind::Signature));
        pages.map(|shown| shown.section.key.clone()).collect()
    }

    /// The last of them.
    pub fn last_page(&self, answers: &Answers) -> Option<String> {
        self.pages(answers).pop()
    }
}
