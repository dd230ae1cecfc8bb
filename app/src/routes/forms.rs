//! The addresses of forms.

use super::{FORMS, PACKAGES, acting, with};
use domain::ids::{AssignmentId, ChartId, FormId, GrantId, PackageId};

/// What was sent into a chart to be filled in.
pub fn chart_forms(chart: ChartId) -> String {
    format!("/office/charts/{chart}/forms")
}

pub fn settings_form(id: FormId) -> String {
    format!("{FORMS}/{id}")
}

pub fn package(id: PackageId) -> String {
    format!("{PACKAGES}/{id}")
}

pub fn new_package() -> String {
    format!("{PACKAGES}/new")
}

/// The editor of a form, with one of its sections, or with what it is as a whole.
pub fn word_form(id: FormId, section: Option<&str>) -> String {
    let page = format!("{FORMS}/{id}/word");
    section.map_or(page.clone(), |section| with(&page, "section", section))
}

/// Where one form is sent to many clients.
pub fn send_form(id: FormId) -> String {
    format!("{FORMS}/{id}/send")
}

/// Where a PDF becomes a form.
pub const UPLOAD_FORM: &str = "/office/settings/forms/upload";
/// And where its file is sent to.
pub const FORM_FILES: &str = "/office/settings/forms/files";

/// The PDF of a form.
pub fn form_pdf(id: FormId) -> String {
    format!("{FORMS}/{id}/pdf")
}

/// The same, as it was sent to a client.
pub fn my_form_pdf(id: AssignmentId, grant: Option<GrantId>) -> String {
    acting(format!("/forms/{id}/pdf"), grant)
}
