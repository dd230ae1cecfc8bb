//! Forms: what the practice asks, sent, filled in, submitted and read. The room's functions.

mod fields;
mod office;
mod portal;
mod refusals;
mod setup;

pub use office::{
    ChartFormsPage, FormPage, FormsPage, PackagePage as FormPackagePage, PackagesPage, SendToManyPage, UploadFormPage, WordingPage,
    keep_wording,
};
pub use portal::{FillPage, LookOverPage, keep_answers};
pub use refusals::sentence;
pub use setup::*;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    forms::{self, ChartForms, Kept, PackageLine, PackagePage, ReviewPage},
    ids::{AssignmentId, ChartId, FormId, GrantId, PackageId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands in the fields of one section, by their names.
///
/// A name that several fields share has a mark of its own behind `#`, since no two values come under one name: `q.sleep#` of radio
/// buttons, `q.symptoms#worry` of boxes. The hidden field before them has none: it comes first, and says that they were on the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerFields(pub BTreeMap<String, String>);

impl AnswerFields {
    /// As the rules read them.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let asked = self.0.iter().filter(|(name, _)| name.starts_with("q."));
        asked.map(|(name, value)| (name.split('#').next().unwrap_or(name).to_owned(), value.clone())).collect()
    }

    /// Whether a question was on the screen, as the page says in `shown`. Where it says nothing, all were.
    #[allow(dead_code, reason = "only the server asks")]
    pub fn was_on_screen(&self, key: &str) -> bool {
        self.0.get("shown").is_none_or(|shown| shown.split(' ').any(|shown| shown == key))
    }
}

// Portal

loader! {
    /// A form, with what was answered so far.
    pub async fn read_my_form(grant: Option<GrantId>, id: Option<AssignmentId>) -> Result<forms::FillPage, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let client = crate::actor::client(grant).await?;
        Ok(client.filling(id).await?.open(id).await?)
    }
}

loader! {
    /// Everything that was answered, before it is submitted.
    pub async fn look_over_form(grant: Option<GrantId>, id: Option<AssignmentId>) -> Result<ReviewPage, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let client = crate::actor::client(grant).await?;
        Ok(client.filling(id).await?.look_over(id).await?)
    }
}

/// Keeps what stands in a section while it is filled in: who types is there, so the session goes on. `version` and `revision` are those of
/// the page.
#[server(prefix = "/api", endpoint = "client/forms/keep")]
pub async fn keep_form(
    grant: Option<GrantId>,
    id: AssignmentId,
    version: i32,
    revision: i32,
    section: String,
    #[server(flatten)] answers: AnswerFields,
) -> Result<Kept, Failure> {
    let client = crate::actor::client(grant).await?;
    let draft = backend::SectionDraft { version, revision, section, fields: answers.pairs() };
    Ok(client.filling(id).await?.keep(id, &draft).await?)
}

/// Keeps a section and goes on: to the next one ("next"), where nothing in it needs another look; to the one before ("back"); to My
/// Documents ("later"); or to one more entry of a group here ("add.KEY").
///
/// Without scripts an answer may bring up questions that were not on the screen: those are asked before one goes on, and nobody is told
/// that an answer is missing which was never asked for.
#[server(prefix = "/api", endpoint = "client/forms/go_on")]
pub async fn go_on_with_form(
    grant: Option<GrantId>,
    id: AssignmentId,
    version: i32,
    revision: i32,
    section: String,
    #[server(default)] then: String,
    #[server(flatten)] answers: AnswerFields,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let draft = backend::SectionDraft { version, revision, section: section.clone(), fields: answers.pairs() };
    let kept = client.filling(id).await?.keep(id, &draft).await?;
    // Looked at by itself: nobody has opened anything yet.
    let now = crate::actor::client_by_itself(grant).await?.filling(id).await?.open(id).await?;
    let pages = now.form.pages(&now.answers);
    let here = pages.iter().position(|page| *page == section);
    let sections = forms::shown(&now.form, &now.answers).into_iter().filter(|shown| shown.section.key == section);
    let mut asked = sections.flat_map(|shown| shown.questions).filter(|question| question.kind != forms::Kind::Signature);
    let come_up = asked.find(|question| !answers.was_on_screen(&question.key));
    Ok(match (then.as_str(), here) {
        ("later", _) if now.activity => Went::to(routes::acting(routes::ACTIVITIES, grant)).done(Done::Saved),
        ("later", _) => Went::to(routes::acting(routes::DOCUMENTS, grant)).done(Done::Saved),
        ("back", Some(here)) if here > 0 => Went::to(routes::form_section(id, &pages[here - 1], grant)),
        ("back", _) => Went::to(routes::form(id, grant)),
        (add, _) if add.starts_with("add.") => {
            Went::to(routes::form_section(id, &section, grant)).at(&format!("q.{}.new", routes::encode(&add[4..])))
        }
        _ if let Some(question) = come_up => {
            Went::to(routes::form_section(id, &section, grant)).with("more", "1").at(&fields::first_field(question, &question.field()))
        }
        _ if !kept.troubles.is_empty() => Went::to(routes::form_section(id, &section, grant)).with("look", "again").at("errors"),
        (_, Some(here)) if here + 1 < pages.len() => Went::to(routes::form_section(id, &pages[here + 1], grant)),
        _ => Went::to(routes::form_review(id, grant)),
    })
}

/// Agrees to sign electronically, and leads back to the form's last page.
#[server(prefix = "/api", endpoint = "client/forms/consent")]
pub async fn consent_in_form(grant: Option<GrantId>, id: AssignmentId, #[server(default)] agree: bool) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.forms().await?.consent(id, agree).await?;
    Ok(Went::to(routes::form_review(id, grant)))
}

/// Sends back a form that is a PDF: what was attached on its page.
#[server(prefix = "/api", endpoint = "client/forms/send_back")]
pub async fn send_form_back(grant: Option<GrantId>, id: AssignmentId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let share = client.forms().await?.send_back(id).await?;
    Ok(Went::to(share.map_or_else(|| routes::form(id, grant), |share| routes::document_done(share, grant))))
}

/// **Submit**: exactly what was shown, `seen` being its fingerprint; signed, where the form asks for that.
#[server(prefix = "/api", endpoint = "client/forms/submit")]
pub async fn submit_form(
    grant: Option<GrantId>,
    id: AssignmentId,
    seen: String,
    #[server(default)] agree: bool,
    #[server(default)] method: String,
    #[server(default)] strokes: String,
    #[server(default)] typed_name: String,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let offer = backend::SignatureOffer { seen, agreed: agree, method, strokes, typed_name };
    let share = client.forms().await?.submit(id, &offer).await?;
    Ok(Went::to(share.map_or_else(|| routes::form(id, grant), |share| routes::document_done(share, grant))))
}

// Office

loader! {
    /// What was sent into a chart, and what could be.
    pub async fn read_chart_forms(chart: ChartId) -> Result<ChartForms, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.forms().await?.of_chart(chart).await?)
    }
}

/// Sends forms to the client of a chart.
#[server(prefix = "/api", endpoint = "staff/forms/send")]
pub async fn send_forms(chart: ChartId, #[server(default)] form: Vec<FormId>, #[server(default)] due: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.forms().await?.send(chart, &form, &due).await?;
    Ok(Went::to(routes::chart_forms(chart)).done(Done::Sent))
}

/// Takes one back that was not submitted.
#[server(prefix = "/api", endpoint = "staff/forms/withdraw")]
pub async fn withdraw_form(chart: ChartId, assignment: AssignmentId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.forms().await?.withdraw(chart, assignment).await?;
    Ok(Went::to(routes::chart_forms(chart)).done(Done::TakenDown))
}

/// Gives back what was submitted, with a question about it.
#[server(prefix = "/api", endpoint = "staff/forms/give_back")]
pub async fn give_form_back(chart: ChartId, assignment: AssignmentId, #[server(default)] question: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.forms().await?.give_back(chart, assignment, &question).await?;
    Ok(Went::to(routes::chart_forms(chart)).done(Done::Asked))
}

/// Says that what was submitted was read.
#[server(prefix = "/api", endpoint = "staff/forms/review")]
pub async fn review_form(chart: ChartId, assignment: AssignmentId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.forms().await?.review(chart, assignment).await?;
    Ok(Went::to(routes::chart_forms(chart)).done(Done::Finished))
}

/// Sends a package of forms to the client of a chart.
#[server(prefix = "/api", endpoint = "staff/forms/send_package")]
pub async fn send_package(
    chart: ChartId,
    #[server(default)] package: Option<PackageId>,
    #[server(default)] due: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.forms().await?.send_package(chart, package, &due).await?;
    Ok(Went::to(routes::chart_forms(chart)).done(Done::Sent))
}

loader! {
    /// Settings → Forms → **Packages**, and whether one changes them.
    pub async fn list_packages() -> Result<(Vec<PackageLine>, bool), Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.forms().await?.packages().await?)
    }
}

loader! {
    /// One of them, or a new one.
    pub async fn read_package(id: Option<PackageId>, new: bool) -> Result<PackagePage, Failure> {
        let staff = crate::actor::staff().await?;
        let forms = staff.forms().await?;
        // What is no id stands for nothing there is.
        let id = id.or((!new).then(PackageId::default));
        Ok(forms.package(id).await?)
    }
}

/// A new package, or one as it is from now on. Places that were left empty are none.
#[server(prefix = "/api", endpoint = "staff/forms/save_package")]
pub async fn save_package(
    #[server(default)] id: Option<PackageId>,
    #[server(default)] title: String,
    #[server(default)] days: String,
    #[server(default)] form: Vec<String>,
) -> Result<Went, Failure> {
    let forms = form.iter().filter_map(|id| id.parse().ok()).collect();
    let staff = crate::actor::staff().await?;
    staff.forms().await?.save_package(id, &forms::PackageDraft { title, days, forms }).await?;
    Ok(Went::to(routes::PACKAGES).done(Done::Saved))
}

/// Takes a package out of use, or back into it.
#[server(prefix = "/api", endpoint = "staff/forms/archive_package")]
pub async fn archive_package(id: PackageId, #[server(default)] archived: bool) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.forms().await?.archive_package(id, archived).await?;
    Ok(Went::to(routes::PACKAGES).done(Done::Saved))
}
