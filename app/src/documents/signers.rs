//! Who signs a document: asking, taking back, countersigning, and the agreement of who signs electronically.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    documents::AskingPage,
    ids::{ChartId, DocumentId, GrantId, SignerId},
};
use leptos::prelude::*;

loader! {
    /// The page on which one says who signs, in which order, and until when.
    pub async fn read_asking(chart: ChartId, document: DocumentId) -> Result<AskingPage, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.documents().await?.asking(chart, document).await?)
    }
}

/// **Share to Sign**: by these, in this order. With `invite` it is **Invite and queue**: who has no access yet gets it first.
#[server(prefix = "/api", endpoint = "staff/documents/ask")]
pub async fn ask_to_sign(
    chart: ChartId,
    document: DocumentId,
    #[server(default)] first: String,
    #[server(default)] second: String,
    #[server(default)] third: String,
    #[server(default)] fourth: String,
    #[server(default)] fifth: String,
    #[server(default)] due: String,
    #[server(default)] until: String,
    #[server(default)] invite: bool,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = domain::documents::AskingDraft { signers: vec![first, second, third, fourth, fifth], due, until };
    staff.documents().await?.ask(chart, document, &draft, invite).await?;
    Ok(Went::to(routes::chart_documents(chart)).done(Done::Asked).with("document", &document.to_string()))
}

/// Somebody who has not signed is asked no more.
#[server(prefix = "/api", endpoint = "staff/documents/take_back_signer")]
pub async fn take_back_signer(chart: ChartId, document: DocumentId, signer: SignerId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.documents().await?.take_back_signer(chart, document, signer).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Changed))
}

/// Somebody else is asked in their place.
#[server(prefix = "/api", endpoint = "staff/documents/replace_signer")]
pub async fn replace_signer(
    chart: ChartId,
    document: DocumentId,
    signer: SignerId,
    #[server(default)] instead: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.documents().await?.replace_signer(chart, document, signer, &instead).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Changed))
}

/// **Countersign**: by typing one's name, under what is shown.
#[server(prefix = "/api", endpoint = "staff/documents/countersign")]
pub async fn countersign_document(
    chart: ChartId,
    document: DocumentId,
    seen: String,
    #[server(default)] agree: bool,
    #[server(default)] typed_name: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let offer = backend::SignatureOffer { seen, agreed: agree, method: "typed".into(), typed_name, strokes: String::new() };
    staff.documents().await?.countersign(chart, document, offer).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Signed))
}

/// Takes back the agreement to sign electronically.
#[server(prefix = "/api", endpoint = "client/documents/withdraw_consent")]
pub async fn withdraw_consent(grant: Option<GrantId>) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.documents().await?.withdraw_consent().await?;
    Ok(Went::to(routes::acting(routes::DOCUMENTS, grant)).done(Done::Ended))
}
