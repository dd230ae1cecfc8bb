//! What was answered, as a document of the chart: every question that was shown, as it was worded, and every answer.

use domain::{
    dates::DateOrder,
    documents::{Block, Content, Fact, Section},
    forms::{AGREED, Answers, Form, NO_ANSWER, NOT_AGREED, Row, in_rows},
};

/// `version` and `role` stand at its head: which form, filled in by whom for whom.
pub(super) fn content(form: &Form, version: i32, role: &str, answers: &Answers, order: DateOrder) -> Content {
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    let sections = in_rows(form, answers, order)
        .into_iter()
        .map(|section| Section { heading: section.title, blocks: section.rows.into_iter().flat_map(blocks).collect() });
    Content { facts: vec![fact("Form", format!("Version {version}")), fact("Filled in by", role.to_owned())], sections: sections.collect() }
}

fn blocks(row: Row) -> Vec<Block> {
    let asked = |question: String, answer: Vec<String>| vec![Block::Asked { question, answer }];
    match row {
        Row::Answered { question, answer } => asked(question, answer),
        Row::Unanswered { question } => asked(question, vec![NO_ANSWER.to_owned()]),
        Row::Statement { heading, passages } => asked(heading, Vec::new()).into_iter().chain(passages).collect(),
        Row::Agreement { question, words, agreed } => {
            let verdict = if agreed { AGREED } else { NOT_AGREED };
            asked(question, words.lines().map(str::to_owned).chain([verdict.to_owned()]).collect())
        }
        Row::Entries { question, entries } => {
            let many = entries.len();
            let lines = entries.into_iter().enumerate().flat_map(|(place, rows)| {
                let apart = (place > 0).then(String::new);
                let head = (many > 1).then(|| format!("{} of {many}", place + 1));
                apart.into_iter().chain(head).chain(rows.into_iter().flat_map(in_lines)).collect::<Vec<_>>()
            });
            asked(question, lines.collect())
        }
    }
}

/// A question of a group, on a line of its own.
fn in_lines(row: Row) -> Vec<String> {
    match row {
        Row::Answered { question, answer } => vec![format!("{question}: {}", answer.join(", "))],
        Row::Unanswered { question } => vec![format!("{question}: {NO_ANSWER}")],
        Row::Agreement { question, agreed, .. } => vec![format!("{question}: {}", if agreed { AGREED } else { NOT_AGREED })],
        Row::Statement { .. } | Row::Entries { .. } => Vec::new(),
    }
}
