//! The functions of Settings → **Forms**: what the practice asks, worded, uploaded, published, sent to many.

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    forms::{self, FormLine, ManyCharts, Wording},
    ids::{ChartId, FormId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands in the fields of the editor's page, by their names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WordingFields(pub BTreeMap<String, String>);

loader! {
    /// Settings → **Forms**.
    pub async fn list_forms() -> Result<Vec<FormLine>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.forms().await?.list().await?)
    }
}

loader! {
    /// Where a PDF becomes a form.
    pub async fn read_upload() -> Result<(), Failure> {
        Ok(crate::actor::staff().await?.forms().await?.uploading().await?)
    }
}

loader! {
    /// One of them.
    pub async fn read_form(id: Option<FormId>) -> Result<forms::FormPage, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let staff = crate::actor::staff().await?;
        Ok(staff.forms().await?.read(id).await?)
    }
}

loader! {
    /// A form that is being worded.
    pub async fn read_wording(id: Option<FormId>) -> Result<Wording, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let staff = crate::actor::staff().await?;
        Ok(staff.forms().await?.wording(id).await?)
    }
}

loader! {
    /// A form, the clients who were found, and those who are chosen.
    pub async fn read_many(id: Option<FormId>, search: String, chosen: Vec<ChartId>) -> Result<ManyCharts, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let staff = crate::actor::staff().await?;
        Ok(staff.forms().await?.many(id, &search, &chosen).await?)
    }
}

/// Begins a form: from nothing, or as another is worded.
#[server(prefix = "/api", endpoint = "staff/forms/begin")]
pub async fn begin_form(#[server(default)] like: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    // What is no id stands for nothing there is.
    let like = (!like.is_empty()).then(|| like.parse::<FormId>().unwrap_or_default());
    let id = staff.forms().await?.begin_wording(like).await?;
    Ok(Went::to(routes::word_form(id, None)))
}

/// Keeps a page of the editor, and takes the step of the button that was pressed (`then`). `version` and `revision` are those of the page.
#[server(prefix = "/api", endpoint = "staff/forms/word")]
pub async fn word_form(
    id: FormId,
    version: i32,
    revision: i32,
    #[server(default)] section: String,
    #[server(default)] then: String,
    #[server(flatten)] fields: WordingFields,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let section = (!section.is_empty()).then_some(section);
    let draft = backend::WordingDraft { version, revision, section, then, fields: fields.0 };
    let step = staff.forms().await?.word(id, &draft).await?;
    if step.published {
        return Ok(Went::to(routes::settings_form(id)).done(Done::Shared));
    }
    let to = Went::to(routes::word_form(id, step.section.as_deref()));
    Ok(match step.at {
        _ if step.faulty => to.with("look", "again"),
        Some(at) => to.at(&at),
        None => to,
    })
}

/// Throws away what was worded and not published.
#[server(prefix = "/api", endpoint = "staff/forms/discard")]
pub async fn discard_wording(id: FormId, revision: i32) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let never = staff.forms().await?.discard(id, revision).await?;
    Ok(Went::to(if never { routes::FORMS.to_owned() } else { routes::settings_form(id) }).done(Done::Gone))
}

/// A PDF is sent past the functions (`/office/settings/forms/files`). What comes here came without it.
#[server(prefix = "/api", endpoint = "staff/forms/upload")]
pub async fn upload_form() -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let id = staff.forms().await?.upload_nothing().await?;
    Ok(Went::to(routes::settings_form(id)))
}

/// Sends one form to the clients of many charts.
#[server(prefix = "/api", endpoint = "staff/forms/send_to_many")]
pub async fn send_form_to_many(
    id: FormId,
    #[server(default)] chart: Vec<ChartId>,
    #[server(default)] due: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let became = staff.forms().await?.send_to_many(id, &chart, &due).await?;
    let to = Went::to(routes::settings_form(id)).done(Done::Sent);
    let to = to.with("sent", &became.sent.to_string()).with("waiting", &became.waiting.to_string());
    Ok(to.with("missed", &became.missed.to_string()))
}

/// Takes a form out of use, or back into it.
#[server(prefix = "/api", endpoint = "staff/forms/archive")]
pub async fn archive_form(id: FormId, #[server(default)] archived: bool) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.forms().await?.archive(id, archived).await?;
    Ok(Went::to(routes::settings_form(id)).done(Done::Saved))
}
