#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod absences;
pub mod announcements;
pub mod conversations;
pub mod drafts;
pub mod filings;
pub mod groups;
pub mod messages;
pub mod notes;
pub mod quick_texts;
pub mod readings;

crate::in_chart::of_chart! {
    conversations by Id as "messages",
    messages by Id as "messages",
    readings by Id as "messages.reading",
    notes by Id as "messages.note",
    drafts by Id as "messages.draft",
    filings by Id as "messages.filing",
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(chart: &impl crate::in_chart::Within, id: uuid::Uuid) -> Result<(), sea_orm::DbErr> {
    let client = readings::Reader::Account { id, since: None };
    messages::unread(chart, client).await?;
    conversations::newest(chart, None, 50).await?;
    conversations::unread(chart, client, 50).await?;
    messages::of_conversation(chart, id, None, 50).await?;
    readings::of_conversation(chart, id, 1).await?;
    notes::of_conversation(chart, id, 0, 50).await?;
    drafts::of_writer(chart, client).await?;
    filings::of_conversation(chart, id).await?;
    filings::of_document(chart, id).await?;
    Ok(())
}
