//! Record requests: what the practice asks a client to read and sign comes as a message that leads to the document.

use super::{
    table::{conversations, messages},
    tell::tell_staff,
    write::{Author, Begun, Said, begin, say},
};
use crate::{
    actors::{Client, Staff},
    error::Error,
    in_chart::{Change, Enters, Within},
};
use domain::{
    ids::{ConversationId, ShareId},
    messages::Purpose,
};
use uuid::Uuid;

/// Says nothing of the document: its title stands in the link, and goes when the document is taken back.
const BODY: &str = "Please read this document and sign it. If something in it is not right, you can decline and say why.";

/// Asks for a signature: a message in the chart's conversation for documents, which begins with the first.
pub(crate) async fn request_record(write: &Change<'_, Staff>, share: ShareId) -> Result<ConversationId, Error> {
    let author = Author::Practice(&write.actor().member);
    let row = match conversations::for_records(write).await? {
        Some(begun) => begun,
        None => {
            let (purpose, assigned_to) = (Purpose::Records, Some(write.actor().member.id));
            begin(write, author, Begun { purpose, audience: purpose.audience(), subject: None, assigned_to, announcement: None }).await?
        }
    };
    say(write, &row, author, Said { id: write.practice().randomness.id(), body: BODY, share: Some(share), closes_at: None }).await?;
    if row.closed_at.is_some() {
        // What is asked anew can be answered.
        conversations::reopen(write, &row, None).await?;
    }
    Ok(ConversationId(row.id))
}

/// A request that a client may send in every mode: its conversation begins with what was asked for, and staff hear of it.
pub(crate) async fn begin_request(write: &Change<'_, Client>, purpose: Purpose, words: &str) -> Result<ConversationId, Error> {
    let author = Author::Client(&write.actor().account);
    let (audience, subject) = (purpose.audience(), purpose.label());
    let begun = Begun { purpose, audience, subject: Some(subject), assigned_to: None, announcement: None };
    let row = begin(write, author, begun).await?;
    say(write, &row, author, Said { id: write.practice().randomness.id(), body: words, share: None, closes_at: None }).await?;
    tell_staff(write, &row).await?;
    Ok(ConversationId(row.id))
}

/// Answers in the conversation about a request: it waits for nobody any more. By which mail the client hears of it says whoever answers.
pub(crate) async fn answer_request(write: &Change<'_, Staff>, conversation: Uuid, words: &str) -> Result<(), Error> {
    let Some(row) = write.find::<conversations::Entity>(conversation).await? else { return Ok(()) };
    let author = Author::Practice(&write.actor().member);
    say(write, &row, author, Said { id: write.practice().randomness.id(), body: words, share: None, closes_at: None }).await?;
    Ok(())
}

/// The document was signed or declined: the message that asked for it counts as done.
pub(crate) async fn settle<A: Enters>(write: &Change<'_, A>, share: Uuid) -> Result<(), Error> {
    Ok(messages::answered(write, share).await?)
}
