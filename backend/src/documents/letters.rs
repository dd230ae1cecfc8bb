//! What the PDF of a document can show. What it cannot is refused before anybody signs it: on paper it would be a box.

use super::pdf::{Voice, missing};
use crate::error::Error;
use domain::documents::{Block, Content, Letters, PlanProblem, Refusal, Spot};

/// Whether a note can be printed; otherwise, which letters cannot, field by field. Sections come with their place in the form.
pub(super) async fn check_note<'a>(
    title: &str,
    plan: &[PlanProblem],
    sections: impl Iterator<Item = (usize, &'a (String, String))>,
) -> Result<(), Error> {
    let mut passages = vec![(Spot::Title, Voice::Title, title.to_owned())];
    for (section, (heading, text)) in sections {
        let section = u8::try_from(section).unwrap_or(u8::MAX);
        passages.push((Spot::Heading(section), Voice::Heading, heading.clone()));
        passages.push((Spot::Text(section), Voice::Text, text.clone()));
    }
    for part in plan.iter().flat_map(PlanProblem::parts) {
        passages.push((Spot::Plan, Voice::Text, part.to_owned()));
    }
    let mut refusals = unprintable(passages).await?;
    refusals.dedup();
    if refusals.is_empty() { Ok(()) } else { Err(refusals.into()) }
}

/// The same for what does not change any more.
pub(super) async fn check_finished(title: &str, content: &Content) -> Result<(), Error> {
    let facts = content.facts.iter().flat_map(|fact| [fact.label.clone(), fact.value.clone()]);
    let passages = content.sections.iter().flat_map(|section| section.blocks.iter()).flat_map(|block| match block {
        Block::Paragraph(text) => vec![text.clone()],
        Block::Bulleted(items) | Block::Numbered(items) | Block::Lines(items) => items.clone(),
        Block::Asked { question, answer } => std::iter::once(question).chain(answer).cloned().collect(),
        Block::Items(items) => items.iter().map(|item| format!("{} {}", item.marker, item.lines.join("\n"))).collect(),
    });
    let headings = content.sections.iter().map(|section| (Spot::Document, Voice::Heading, section.heading.clone()));
    let text = facts.chain(passages).map(|text| (Spot::Document, Voice::Text, text));
    let all = std::iter::once((Spot::Document, Voice::Title, title.to_owned())).chain(headings).chain(text).collect();
    match unprintable(all).await?.first() {
        Some(refusal) => Err((*refusal).into()),
        None => Ok(()),
    }
}

async fn unprintable(passages: Vec<(Spot, Voice, String)>) -> Result<Vec<Refusal>, Error> {
    let spots: Vec<Spot> = passages.iter().map(|(spot, ..)| *spot).collect();
    let letters = missing(passages.into_iter().map(|(_, voice, text)| (voice, text)).collect()).await?;
    let refusal = |(spot, letters): (Spot, Vec<char>)| Some(Refusal::Unprintable { spot, letters: Letters::first_of(&letters)? });
    Ok(spots.into_iter().zip(letters).filter_map(refusal).collect())
}
