//! Filing to the chart: what was said becomes a document, word for word. Notes among staff are no part of it.

use super::{
    body,
    inbox::StaffMessages,
    subject,
    table::{conversations, filings, messages},
};
use crate::{
    actors::Staff,
    audit::Event,
    dates,
    documents::{self, Arrival, Links},
    error::Error,
    files,
    in_chart::{InChart, Within},
};
use chrono_tz::Tz;
use domain::{
    Act,
    audit::AuditAct,
    dates::DateOrder,
    documents::{Content, DocumentKind, Fact, Section},
    files::HeldBy,
    ids::{ConversationId, DocumentId},
    messages::{Filed, Refusal},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr};
use uuid::Uuid;

/// So many messages make one document.
const MOST_FILED: u64 = 500;

impl StaffMessages<'_> {
    /// Files the message of that number, or all of the conversation as it stands.
    pub async fn file(&self, id: ConversationId, number: Option<u32>) -> Result<DocumentId, Error> {
        let (chart, row) = self.enter(id).await?;
        if !chart.may(Act::WriteNotes).await? {
            return Err(chart.not_found("messages.file").await);
        }
        let settings = self.0.practice_settings().await?;
        let (zone, order) = (dates::zone(&settings.zone), settings.dates);
        let rows = match number {
            Some(number) => match messages::of_number(&chart, row.id, number).await? {
                Some(message) => vec![message],
                None => return Err(chart.not_found("messages.file").await),
            },
            None if row.newest as u64 > MOST_FILED => return Err(Refusal::TooLongToFile.into()),
            None => messages::of_conversation(&chart, row.id, None, MOST_FILED).await?,
        };
        // Made before the writer is held. What comes meanwhile is not in it, and can be filed afterwards.
        let content = content(&chart, &row, &rows, zone, order).await?;
        let last = rows.last().ok_or(Error::NotFound)?;
        let (message, up_to) = (number.map(|_| last.id), last.number);
        let write = chart.change(None).await?;
        let filed = Filings::of(&write, row.id).await?;
        if let Some(before) = if message.is_some() { filed.message(last) } else { filed.whole(up_to) } {
            return Err(Refusal::FiledAlready { document: DocumentId(before.document_id) }.into());
        }
        let day = order.day(dates::day(last.sent_at, zone));
        let arrival = Arrival {
            kind: DocumentKind::Upload,
            // Titles are not sealed: it names people and a day, and not what it is about.
            title: if message.is_some() { format!("Message from {}, {day}", last.from_name) } else { format!("Conversation, up to {day}") },
            author: Some(&self.0.member),
            office: "",
            content,
            typed: Vec::new(),
            written_at: write.at(),
            finished: true,
            plan: Vec::new(),
            after: Default::default(),
        };
        let document = documents::file(&write, arrival).await?;
        filings::ActiveModel {
            id: Set(write.practice().randomness.id()),
            chart_id: Set(write.chart()),
            conversation_id: Set(row.id),
            message_id: Set(message),
            up_to: Set(up_to),
            document_id: Set(document.0),
            filed_at: Set(write.at()),
        }
        .insert(write.db())
        .await?;
        let what = if message.is_some() { format!("message {up_to}") } else { format!("messages up to {up_to}") };
        write.commit(Event::of(AuditAct::CorrespondenceFiled).subject(document).detail(what)).await?;
        Ok(document)
    }
}

/// Who wrote what and when, and what came along, by its name.
async fn content(
    chart: &InChart<'_, Staff>,
    row: &conversations::Model,
    rows: &[messages::Model],
    zone: Tz,
    order: DateOrder,
) -> Result<Content, Error> {
    let practice = chart.practice();
    let files = files::held(chart, HeldBy::Message, rows.iter().map(|row| row.id).collect()).await?;
    let links = Links::of(chart, rows.iter().filter_map(|row| row.share_id), "", chart.practice().clock.now()).await?;
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    let mut sections = Vec::with_capacity(rows.len());
    for message in rows {
        let heading = format!("{}, {}", message.from_name, order.moment(&dates::moment(message.sent_at, zone)));
        let mut section = Section::from_text(&heading, &body(practice, message)?);
        let attached = files.get(&message.id).into_iter().flatten().map(|file| format!("Attached: {}", file.name));
        let linked = message.share_id.and_then(|share| links.documents.get(&share)).map(|about| format!("Document: {}", about.title));
        let along: Vec<String> = attached.chain(linked).collect();
        section.blocks.extend(Section::from_text("", &along.join("\n")).blocks);
        sections.push(section);
    }
    let facts = vec![fact("Conversation", subject(practice, row)?), fact("Read by", row.audience.0.label().to_owned())];
    Ok(Content { facts, sections })
}

/// What was filed from a conversation.
pub(super) struct Filings(Vec<filings::Model>);

impl Filings {
    pub async fn of(chart: &impl Within, conversation: Uuid) -> Result<Self, DbErr> {
        filings::of_conversation(chart, conversation).await.map(Self)
    }

    /// This message, by itself or with the others.
    pub fn message(&self, message: &messages::Model) -> Option<&filings::Model> {
        let alone = self.0.iter().find(|filing| filing.message_id == Some(message.id));
        alone.or_else(|| self.0.iter().find(|filing| filing.message_id.is_none() && filing.up_to >= message.number))
    }

    /// All of it up to that message.
    pub fn whole(&self, up_to: i32) -> Option<&filings::Model> {
        self.0.iter().find(|filing| filing.message_id.is_none() && filing.up_to >= up_to)
    }
}

pub(super) fn filed(filing: &filings::Model, zone: Tz) -> Filed {
    Filed { document: DocumentId(filing.document_id), at: dates::moment(filing.filed_at, zone) }
}

/// The conversation that a document was filed from, if this person reads that.
pub(crate) async fn filed_from(chart: &InChart<'_, Staff>, document: Uuid) -> Result<Option<ConversationId>, Error> {
    let Some(filing) = filings::of_document(chart, document).await? else { return Ok(None) };
    let Some(row) = chart.find::<conversations::Entity>(filing.conversation_id).await? else { return Ok(None) };
    Ok(chart.may(row.audience.0.act()).await?.then_some(ConversationId(row.id)))
}
