//! Documents: what is in a chart, what was shared, what was signed. The room's functions.

mod office;
mod pad;
mod portal;
mod refusals;
mod verify;
mod words;

pub use office::{ChartDocumentsPage, NewNotePage, NotePage, OfficeVerifyPage, SectionFields, ShareTags, UploadPage};
pub use portal::{ConsentPaper, DeclinePage, DocumentListPage, DonePage, ReadPage, SendPage, SignPage, SignatureSheet, VerifyPage};
pub use refusals::sentence;
pub use words::{author_words, kind_words, remark_words};

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    documents::{ChartDocuments, DocumentPage, MyDocuments, OfficeDocument, Sending, ShareAction, Uploading},
    ids::{ChartId, DocumentId, GrantId, ShareId},
};
use leptos::prelude::*;

loader! {
    /// What was found of a PDF that was sent from this browser: for whoever holds it, signed in or not.
    pub async fn read_checked() -> Result<verify::Found, Failure> {
        Ok(crate::actor::visitor()?.checked(routes::VERIFY).await?)
    }
}

loader! {
    /// The same from the office.
    pub async fn read_checked_in_office(looked: bool) -> Result<verify::Found, Failure> {
        crate::actor::staff().await?;
        if !looked {
            return Ok(None);
        }
        Ok(crate::actor::visitor()?.checked(routes::OFFICE_VERIFY).await?)
    }
}

// Portal

loader! {
    /// **My Documents**, newest first.
    pub async fn list_my_documents(grant: Option<GrantId>) -> Result<MyDocuments, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.documents().await?.list().await?)
    }
}

loader! {
    /// Opens a shared document, to read or to sign. What was opened stays shared, and only what was opened is signed.
    pub async fn read_my_document(grant: Option<GrantId>, id: ShareId, to_sign: bool) -> Result<DocumentPage, Failure> {
        let client = crate::actor::client(grant).await?;
        let documents = client.documents().await?;
        Ok(if to_sign { documents.open_to_sign(id).await? } else { documents.open(id).await? })
    }
}

/// Agrees to sign electronically, and leads to the signature.
#[server(prefix = "/api", endpoint = "client/documents/consent")]
pub async fn give_consent(grant: Option<GrantId>, id: ShareId, #[server(default)] agree: bool) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.documents().await?.consent(id, agree).await?;
    Ok(Went::to(routes::document_sign(id, grant)))
}

/// Takes the agreement to sign electronically back.
#[server(prefix = "/api", endpoint = "client/documents/withdraw_consent")]
pub async fn withdraw_consent(grant: Option<GrantId>) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.documents().await?.withdraw_agreement().await?;
    Ok(Went::to(routes::acting(routes::DOCUMENTS, grant)).done(Done::Revoked))
}

/// Signs exactly what was shown: `seen` is its fingerprint.
#[server(prefix = "/api", endpoint = "client/documents/sign")]
pub async fn sign_document(
    grant: Option<GrantId>,
    id: ShareId,
    seen: String,
    #[server(default)] agree: bool,
    #[server(default)] method: String,
    #[server(default)] strokes: String,
    #[server(default)] typed_name: String,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let offer = backend::SignatureOffer { seen, agreed: agree, method, strokes, typed_name };
    client.documents().await?.sign(id, offer).await?;
    Ok(Went::to(routes::document_done(id, grant)))
}

/// Declines to sign, with a reason for the staff.
#[server(prefix = "/api", endpoint = "client/documents/decline")]
pub async fn decline_document(grant: Option<GrantId>, id: ShareId, #[server(default)] reason: String) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.documents().await?.decline(id, &reason).await?;
    Ok(Went::to(routes::document_done(id, grant)))
}

loader! {
    /// The page on which one sends files to the practice.
    pub async fn read_sending(grant: Option<GrantId>) -> Result<Sending, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.documents().await?.sending().await?)
    }
}

/// Sends the files that wait. Files that a browser without scripts sends along with the form do not come here.
#[server(prefix = "/api", endpoint = "client/documents/send")]
pub async fn send_documents(
    grant: Option<GrantId>,
    #[server(default)] title: String,
    #[server(default)] remark: String,
    #[server(default)] file: Vec<String>,
) -> Result<Went, Failure> {
    domain::messages::check_attached(&file).map_err(Failure::refused)?;
    let client = crate::actor::client(grant).await?;
    let share = client.documents().await?.send(&title, &remark).await?;
    Ok(Went::to(routes::document(share, grant)).done(Done::Sent))
}

// Office

loader! {
    /// The page on which files are put into a chart.
    pub async fn read_uploading(chart: ChartId) -> Result<Uploading, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.documents().await?.uploading(chart).await?)
    }
}

/// Puts the files that wait into the chart, as one document.
#[server(prefix = "/api", endpoint = "staff/documents/upload")]
pub async fn upload_document(
    chart: ChartId,
    #[server(default)] title: String,
    #[server(default)] file: Vec<String>,
) -> Result<Went, Failure> {
    domain::messages::check_attached(&file).map_err(Failure::refused)?;
    let staff = crate::actor::staff().await?;
    let document = staff.documents().await?.upload(chart, &title).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Saved))
}

/// Names what a client sent, or a colleague uploaded.
#[server(prefix = "/api", endpoint = "staff/documents/rename")]
pub async fn rename_document(chart: ChartId, document: DocumentId, #[server(default)] title: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.documents().await?.rename(chart, document, &title).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Changed))
}

loader! {
    /// The **Documents** tab of a chart.
    pub async fn list_chart_documents(chart: ChartId) -> Result<ChartDocuments, Failure> {
        let staff = crate::actor::staff().await?;
        let documents = staff.documents().await?;
        Ok(documents.list(chart).await?)
    }
}

loader! {
    /// One document of a chart.
    pub async fn read_chart_document(chart: ChartId, document: DocumentId) -> Result<OfficeDocument, Failure> {
        let staff = crate::actor::staff().await?;
        let documents = staff.documents().await?;
        Ok(documents.read(chart, document).await?)
    }
}

/// Writes a note as a draft.
#[server(prefix = "/api", endpoint = "staff/documents/write")]
pub async fn write_note(chart: ChartId, kind: String, title: String, #[server(flatten)] sections: SectionFields) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = backend::NoteDraft { kind, title, text: sections.into() };
    let document = staff.documents().await?.write(chart, draft).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Saved))
}

/// Changes a draft.
#[server(prefix = "/api", endpoint = "staff/documents/change")]
pub async fn change_note(
    chart: ChartId,
    document: DocumentId,
    version: i32,
    kind: String,
    title: String,
    #[server(flatten)] sections: SectionFields,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = backend::NoteDraft { kind, title, text: sections.into() };
    staff.documents().await?.change(chart, document, version, draft).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Saved))
}

/// **Sign note**: from now on it stays as it is, and can be shared.
#[server(prefix = "/api", endpoint = "staff/documents/finish")]
pub async fn finish_note(chart: ChartId, document: DocumentId, version: i32) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.documents().await?.finish(chart, document, version).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Signed))
}

/// **Share** and **Share to Sign**. With `invite` it is **Invite and queue**: who has no access yet gets it first.
#[server(prefix = "/api", endpoint = "staff/documents/share")]
pub async fn share_document(
    chart: ChartId,
    document: DocumentId,
    action: ShareAction,
    #[server(default)] invite: bool,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let documents = staff.documents().await?;
    if invite {
        documents.invite_and_share(chart, document, action).await?
    } else {
        documents.share(chart, document, action).await?
    }
    let done = match action {
        ShareAction::Share => Done::Shared,
        ShareAction::ShareToSign => Done::Asked,
    };
    Ok(Went::to(routes::chart_documents(chart)).done(done).with("document", &document.to_string()))
}

/// Takes a share back, while nobody has opened it.
#[server(prefix = "/api", endpoint = "staff/documents/unshare")]
pub async fn unshare_document(chart: ChartId, document: DocumentId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.documents().await?.unshare(chart, document).await?;
    Ok(Went::to(routes::chart_documents(chart)).done(Done::Unshared))
}
