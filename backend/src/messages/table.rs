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

/// So many rows are put in at once.
const IN_A_STATEMENT: usize = 100;

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

/// What the **Inbox** asks, of everybody's charts or of somebody's; and what a conversation does, however long it is.
#[cfg(test)]
pub async fn ask_inbox(
    chart: &impl crate::in_chart::Within,
    people: Option<Vec<uuid::Uuid>>,
    id: uuid::Uuid,
) -> Result<(), sea_orm::DbErr> {
    use conversations::{Assigned, Look, Shown};
    use domain::messages::Audience;
    use sea_orm::Order;
    let db = chart.db();
    let place = Some((chrono::DateTime::UNIX_EPOCH, id));
    let member = readings::Reader::Member { id };
    for whose in [|id| Assigned::To(vec![id]), |_| Assigned::Anybody, |_| Assigned::Nobody] {
        let look =
            |shown| Look { reach: Audience::ALL.map(|audience| (audience, people.clone())).into(), assigned: whose(id), shown, reader: id };
        for order in [Order::Asc, Order::Desc] {
            for shown in [Shown::Waiting, Shown::Others, Shown::Unread, Shown::Closed] {
                look(shown).find(db, 0, 51, order.clone()).await?;
            }
        }
        for shown in [Shown::Waiting, Shown::Others, Shown::Unread] {
            look(shown).count(db, 1_001).await?;
        }
    }
    let all = Look {
        reach: Audience::ALL.map(|audience| (audience, people.clone())).into(),
        assigned: Assigned::Anybody,
        shown: Shown::All,
        reader: id,
    };
    all.newest(db, None, 201).await?;
    all.newest(db, place, 201).await?;
    conversations::chart_of(db, id).await?;
    conversations::with_unread(db, vec![id], member).await?;
    conversations::newest(chart, place, 51).await?;
    conversations::of_audiences(chart, &Audience::ALL, 0, 51).await?;
    conversations::to_close(db, chrono::DateTime::UNIX_EPOCH, 100).await?;
    messages::of_these(db, vec![id, id]).await?;
    messages::of_conversation(chart, id, Some(100), 50).await?;
    messages::writers(chart, id, 6).await?;
    readings::up_to(chart, id, member).await?;
    Ok(())
}
