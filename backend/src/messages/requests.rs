//! Record requests: what the practice asks a client to read and sign comes as a message that leads to the document.

use super::table::{
    conversations::{self, RECORDS},
    messages,
};
use crate::{
    actors::Staff,
    error::Error,
    in_chart::{Change, Enters, Within},
    sealing::Place,
    stored::By,
};
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
pub(crate) async fn request_record(write: &Change<'_, Staff>, share: ShareId) -> Result<ConversationId, Error> {
    let (practice, from) = (write.practice(), &write.actor().member);
    let conversation = conversation(write).await?;
    let id = practice.randomness.id();
    messages::ActiveModel {
        id: Set(id),
        conversation_id: Set(conversation),
        chart_id: Set(write.chart()),
        from_staff_id: Set(Some(from.id)),
        from_account_id: Set(None),
        from_name: Set(from.signed_name()),
        body: Set(practice.sealer.seal(Place("messages.body", id), BODY.as_bytes())),
        share_id: Set(Some(share.0)),
        sent_at: Set(write.at()),
        read_at: Set(None),
    }
    .insert(write.db())
    .await?;
    conversations::went_on(write, conversation, &from.signed_name()).await?;
    Ok(ConversationId(conversation))
}

/// The document was signed or declined: the message that asked for it counts as done.
pub(crate) async fn settle<A: Enters>(write: &Change<'_, A>, share: Uuid) -> Result<(), Error> {
    Ok(messages::answered(write, share).await?)
}

async fn conversation(write: &Change<'_, Staff>) -> Result<Uuid, Error> {
    if let Some(begun) = conversations::for_records(write).await? {
        return Ok(begun.id);
    }
    let (id, from) = (write.practice().randomness.id(), &write.actor().member);
    let row = conversations::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        audience: Set(By(Audience::Clinical)),
        purpose: Set(RECORDS.to_owned()),
        subject: Set(SUBJECT.to_owned()),
        started_by: Set(from.id),
        started_at: Set(write.at()),
        latest_at: Set(write.at()),
        latest_from: Set(from.signed_name()),
    };
    // The chart is held: nobody else begins one at this moment.
    row.insert(write.db()).await?;
    Ok(id)
}
