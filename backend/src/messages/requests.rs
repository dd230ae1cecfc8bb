//! Record requests: what the practice asks a client to read and sign comes as a message that leads to the document.

use super::table::{
    conversations::{self, RECORDS},
    messages,
};
use crate::{db::Write, error::Error, practice::Practice, sealing::Place, sign_in::table::staff};
use chrono::{DateTime, Utc};
use domain::{
    ids::{ConversationId, ShareId},
    messages::Audience,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// The one conversation of a chart that they come in.
const SUBJECT: &str = "Documents from your clinician";
/// Says nothing of the document: its title stands in the link, and goes when the document is taken back.
const BODY: &str = "Please read this document and sign it. If something in it is not right, you can decline and say why.";

/// Asks for a signature: a message in the chart's conversation for documents, which begins with the first.
pub(crate) async fn request_record(
    practice: &Practice,
    write: &Write,
    from: &staff::Model,
    chart: Uuid,
    share: ShareId,
) -> Result<ConversationId, Error> {
    let now = practice.clock.now();
    let conversation = conversation(practice, write, from, chart, now).await?;
    let id = practice.randomness.id();
    messages::ActiveModel {
        id: Set(id),
        conversation_id: Set(conversation),
        chart_id: Set(chart),
        from_staff_id: Set(Some(from.id)),
        from_account_id: Set(None),
        from_name: Set(from.signed_name()),
        body: Set(practice.sealer.seal(Place("messages.body", id), BODY.as_bytes())),
        share_id: Set(Some(share.0)),
        sent_at: Set(now),
        read_at: Set(None),
    }
    .insert(&**write)
    .await?;
    conversations::went_on(&**write, conversation, &from.signed_name(), now).await?;
    Ok(ConversationId(conversation))
}

/// The document was signed or declined: the message that asked for it counts as done.
pub(crate) async fn settle(write: &Write, share: Uuid, now: DateTime<Utc>) -> Result<(), Error> {
    Ok(messages::answered(&**write, share, now).await?)
}

async fn conversation(practice: &Practice, write: &Write, from: &staff::Model, chart: Uuid, now: DateTime<Utc>) -> Result<Uuid, Error> {
    if let Some(begun) = conversations::for_records(&**write, chart).await? {
        return Ok(begun.id);
    }
    let id = practice.randomness.id();
    let row = conversations::ActiveModel {
        id: Set(id),
        chart_id: Set(chart),
        audience: Set(Audience::Clinical.name().to_owned()),
        purpose: Set(RECORDS.to_owned()),
        subject: Set(SUBJECT.to_owned()),
        started_by: Set(from.id),
        started_at: Set(now),
        latest_at: Set(now),
        latest_from: Set(from.signed_name()),
    };
    conversations::begin_for_records(&**write, row).await?;
    let begun = conversations::for_records(&**write, chart).await?;
    Ok(begun.map_or(id, |begun| begun.id))
}
