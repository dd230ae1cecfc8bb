//! Documents: what is in a chart, what was shared, what was signed. The room's functions.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

mod office;
mod pad;
mod portal;
mod refusals;
mod signers;
mod templates;
mod verify;
mod words;

pub use office::{AskPage, ChartDocumentsPage, NewNotePage, NotePage, OfficeVerifyPage, SectionFields, ShareTags, UploadPage, keep_notes};
pub use portal::{ConsentPaper, DeclinePage, DocumentListPage, DonePage, ReadPage, SendPage, SignPage, SignatureSheet, VerifyPage};
pub use refusals::sentence;
pub use signers::*;
pub use templates::*;
pub use words::{author_words, due_words, kind_words, named, remark_words};

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    documents::{ChartDocuments, DocumentPage, MyDocuments, NoteBeginning, OfficeDocument, Sending, ShareAction, Uploading},
    ids::{ChartId, DocumentId, GrantId, ShareId, TemplateId},
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
        Ok(client.my_documents().await?)
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

loader! {
    /// The page on which one begins to write: the next version of a plan, an addendum, or something new.
    pub async fn begin_note(
        chart: ChartId,
        follows: Option<DocumentId>,
        amends: Option<DocumentId>,
        template: Option<TemplateId>,
    ) -> Result<NoteBeginning, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.documents().await?.begin(chart, follows, amends, template).await?)
    }
}

/// Writes a note as a draft.
#[server(prefix = "/api", endpoint = "staff/documents/write")]
pub async fn write_note(
    chart: ChartId,
    #[server(default)] follows: Option<DocumentId>,
    #[server(default)] amends: Option<DocumentId>,
    kind: String,
    title: String,
    #[server(flatten)] sections: SectionFields,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let plan = sections.plan();
    let draft = backend::NoteDraft { kind, title, text: sections.into(), plan, follows, amends };
    let document = staff.documents().await?.write(chart, draft).await?;
    Ok(Went::to(routes::office_document(chart, document)).done(Done::Saved))
}

/// Keeps what somebody is writing, while they write. With the document it is a draft that is changed.
#[server(prefix = "/api", endpoint = "staff/documents/keep")]
pub async fn keep_note(
    chart: ChartId,
    #[server(default)] document: Option<DocumentId>,
    #[server(default)] follows: Option<DocumentId>,
    #[server(default)] amends: Option<DocumentId>,
    #[server(default)] version: Option<i32>,
    #[server(default)] kind: String,
    #[server(default)] title: String,
    #[server(flatten)] sections: SectionFields,
) -> Result<(), Failure> {
    let staff = crate::actor::staff().await?;
    let plan = sections.plan();
    let draft = backend::NoteDraft { kind, title, text: sections.into(), plan, ..Default::default() };
    let about = domain::documents::NoteAbout::of(document, follows, amends);
    Ok(staff.documents().await?.keep(chart, about, version, draft).await?)
}

/// Forgets what was kept: what is saved counts.
#[server(prefix = "/api", endpoint = "staff/documents/forget_kept")]
pub async fn forget_kept_note(
    chart: ChartId,
    #[server(default)] document: Option<DocumentId>,
    #[server(default)] follows: Option<DocumentId>,
    #[server(default)] amends: Option<DocumentId>,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let about = domain::documents::NoteAbout::of(document, follows, amends);
    staff.documents().await?.forget_kept(chart, about).await?;
    Ok(Went::here().done(Done::Removed))
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
    let plan = sections.plan();
    let draft = backend::NoteDraft { kind, title, text: sections.into(), plan, ..Default::default() };
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
