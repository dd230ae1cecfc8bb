//! What the buttons of the editor do. Each takes along what was typed.

use super::{Asks, Fields, Form, Kind, Question, Section};
use std::{collections::BTreeMap, fmt};

/// One step in wording a form. Places are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Save,
    /// One more question, of the kind that is chosen beside it.
    Add,
    Up(usize),
    Down(usize),
    Out(usize),
    /// The same once more, below it.
    Twice(usize),
    /// One more within what is repeated.
    AddInner(usize),
    UpInner(usize, usize),
    DownInner(usize, usize),
    OutInner(usize, usize),
    AddSection,
    SectionUp,
    SectionDown,
    SectionOut,
    /// To another page of the editor.
    Go(Option<String>),
    Publish,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Save => f.write_str("save"),
            Self::Add => f.write_str("add"),
            Self::Up(place) => write!(f, "up.{place}"),
            Self::Down(place) => write!(f, "down.{place}"),
            Self::Out(place) => write!(f, "out.{place}"),
            Self::Twice(place) => write!(f, "twice.{place}"),
            Self::AddInner(place) => write!(f, "in-add.{place}"),
            Self::UpInner(place, inner) => write!(f, "in-up.{place}.{inner}"),
            Self::DownInner(place, inner) => write!(f, "in-down.{place}.{inner}"),
            Self::OutInner(place, inner) => write!(f, "in-out.{place}.{inner}"),
            Self::AddSection => f.write_str("section"),
            Self::SectionUp => f.write_str("section-up"),
            Self::SectionDown => f.write_str("section-down"),
            Self::SectionOut => f.write_str("section-out"),
            Self::Go(None) => f.write_str("go"),
            Self::Go(Some(section)) => write!(f, "go.{section}"),
            Self::Publish => f.write_str("publish"),
        }
    }
}

impl Step {
    /// As its button names it. What nobody knows only saves.
    pub fn read(name: &str) -> Self {
        let mut parts = name.split('.');
        let verb = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        let number = |at: usize| rest.get(at).and_then(|number| number.parse::<usize>().ok());
        match (verb, number(0), number(1)) {
            ("add", ..) => Self::Add,
            ("up", Some(place), _) => Self::Up(place),
            ("down", Some(place), _) => Self::Down(place),
            ("out", Some(place), _) => Self::Out(place),
            ("twice", Some(place), _) => Self::Twice(place),
            ("in-add", Some(place), _) => Self::AddInner(place),
            ("in-up", Some(place), Some(inner)) => Self::UpInner(place, inner),
            ("in-down", Some(place), Some(inner)) => Self::DownInner(place, inner),
            ("in-out", Some(place), Some(inner)) => Self::OutInner(place, inner),
            ("section", ..) => Self::AddSection,
            ("section-up", ..) => Self::SectionUp,
            ("section-down", ..) => Self::SectionDown,
            ("section-out", ..) => Self::SectionOut,
            ("go", ..) => Self::Go(rest.first().map(|section| (*section).to_owned())),
            ("publish", ..) => Self::Publish,
            _ => Self::Save,
        }
    }
}

/// A form after a step, and where its editor goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    pub form: Form,
    /// The section that is on the page; none where the form as a whole is.
    pub section: Option<String>,
    /// The field that one goes on with.
    pub at: Option<String>,
}

impl Form {
    /// What a form of one's own begins with.
    pub fn begun() -> Self {
        Self { sections: vec![Section { key: "s1".into(), ..Section::default() }], ..Self::default() }
    }

    /// What stands on a page of the editor, as part of the form. A section that is gone meanwhile is there again.
    pub fn read_page(&self, section: Option<&str>, all: &BTreeMap<String, String>) -> Self {
        let (mut form, fields) = (self.clone(), Fields::of(all));
        match section {
            None => {
                form.title = fields.line("title");
                if fields.ticked("introduction") {
                    form.introduction = fields.lines("introduction");
                }
                form.sign(fields.ticked("signed"));
            }
            Some(key) => match form.sections.iter_mut().find(|section| section.key == key) {
                Some(section) => *section = section.read(&fields),
                None => form.sections.push(Section { key: key.to_owned(), ..Section::default() }.read(&fields)),
            },
        }
        form.settle();
        form
    }

    fn sign(&mut self, signed: bool) {
        let Some(last) = self.sections.last_mut() else { return };
        let at = last.questions.iter().position(|question| question.kind == Kind::Signature);
        match (at, signed) {
            (None, true) => {
                let key = self.new_key('q');
                let question = Question {
                    key,
                    label: "Your signature".into(),
                    help: String::new(),
                    required: true,
                    shown_if: None,
                    kind: Kind::Signature,
                };
                self.sections.last_mut().into_iter().for_each(|last| last.questions.push(question.clone()));
            }
            (Some(at), false) => drop(last.questions.remove(at)),
            _ => {}
        }
    }

    /// Takes a step, with what stands on the page.
    pub fn step(&self, section: Option<&str>, all: &BTreeMap<String, String>, step: &Step) -> Worded {
        let mut form = self.read_page(section, all);
        let mut worded = Worded { form: Self::default(), section: section.map(str::to_owned), at: None };
        let here = section.and_then(|key| form.sections.iter().position(|section| section.key == key));
        let fields = Fields::of(all);
        match (step, here) {
            (Step::Go(to), _) => worded.section.clone_from(to),
            (Step::AddSection, _) => {
                let key = form.new_key('s');
                let place = here.map_or(form.sections.len(), |here| here + 1);
                form.sections.insert(place, Section { key: key.clone(), ..Section::default() });
                (worded.section, worded.at) = (Some(key), Some("f.title".into()));
            }
            (Step::SectionUp, Some(here)) if here > 0 => form.sections.swap(here, here - 1),
            (Step::SectionDown, Some(here)) if here + 1 < form.sections.len() => form.sections.swap(here, here + 1),
            (Step::SectionOut, Some(here)) if form.sections.len() > 1 => {
                let out = form.sections.remove(here);
                // A signature is the form's, and not the section's.
                let signature = out.questions.into_iter().filter(|question| question.kind == Kind::Signature);
                form.sections.last_mut().into_iter().for_each(|last| last.questions.extend(signature.clone()));
                worded.section = form.sections.get(here.min(form.sections.len() - 1)).map(|section| section.key.clone());
            }
            (step, Some(here)) => form.step_in(here, step, &fields, &mut worded),
            _ => {}
        }
        form.settle();
        worded.form = form;
        worded
    }

    /// A step within one section.
    fn step_in(&mut self, here: usize, step: &Step, fields: &Fields, worded: &mut Worded) {
        let key = self.new_key('q');
        let new = |field: &str| {
            let asks = fields.get(field).and_then(Asks::from_name).unwrap_or(Asks::ShortText);
            let kind = asks.blank();
            Question { key: key.clone(), label: String::new(), help: String::new(), required: kind.takes_answer(), shown_if: None, kind }
        };
        let sections = self.sections.len();
        let questions = &mut self.sections[here].questions;
        let signed = usize::from(questions.last().is_some_and(|question| question.kind == Kind::Signature));
        let many = questions.len() - signed;
        match *step {
            Step::Add => {
                questions.insert(many, new("new"));
                worded.at = Some(format!("f.{many}.label"));
            }
            Step::Up(0) if here > 0 && many > 0 => self.hand_on(here, 0, -1, worded),
            Step::Up(place) if place > 0 && place < many => {
                questions.swap(place, place - 1);
                worded.at = Some(format!("question-{}", place - 1));
            }
            Step::Down(place) if place + 1 == many && here + 1 < sections => self.hand_on(here, place, 1, worded),
            Step::Down(place) if place + 1 < many => {
                questions.swap(place, place + 1);
                worded.at = Some(format!("question-{}", place + 1));
            }
            Step::Out(place) if place < many => {
                questions.remove(place);
                worded.at = Some(if many > 1 { format!("question-{}", place.min(many - 2)) } else { "f.new".into() });
            }
            Step::Twice(place) if place < many => {
                let twin = Question { key: key.clone(), ..questions[place].clone() };
                questions.insert(place + 1, twin);
                worded.at = Some(format!("f.{}.label", place + 1));
            }
            Step::AddInner(place) | Step::UpInner(place, _) | Step::DownInner(place, _) | Step::OutInner(place, _) if place < many => {
                let Kind::Group { questions, .. } = &mut questions[place].kind else { return };
                let at = match *step {
                    Step::AddInner(_) => {
                        questions.push(new(&format!("{place}.new")));
                        Some(questions.len() - 1)
                    }
                    Step::UpInner(_, inner) if inner > 0 && inner < questions.len() => {
                        questions.swap(inner, inner - 1);
                        Some(inner - 1)
                    }
                    Step::DownInner(_, inner) if inner + 1 < questions.len() => {
                        questions.swap(inner, inner + 1);
                        Some(inner + 1)
                    }
                    Step::OutInner(_, inner) if inner < questions.len() => {
                        questions.remove(inner);
                        None
                    }
                    _ => None,
                };
                worded.at = Some(at.map_or(format!("question-{place}"), |inner| format!("f.{place}.in.{inner}.label")));
            }
            _ => {}
        }
    }

    /// To the section before or behind it: its editor goes along.
    fn hand_on(&mut self, here: usize, place: usize, by: isize, worded: &mut Worded) {
        let question = self.sections[here].questions.remove(place);
        let to = &mut self.sections[here.saturating_add_signed(by)];
        let at = if by > 0 { 0 } else { to.questions.len() };
        to.questions.insert(at, question);
        (worded.section, worded.at) = (Some(to.key.clone()), Some(format!("question-{at}")));
    }
}
