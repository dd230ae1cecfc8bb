//! A form as its client fills it in: what it is, its sections one by one, and all of it once more before it is sent.

mod cover;
mod keep;
mod paper;
mod review;
mod section;
mod summary;

pub use keep::keep_answers;
pub use review::LookOverPage;

use crate::{
    Failure,
    forms::read_my_form,
    parts::{asked, param},
    shell::{NavItem, PortalPage, Top},
};
use cover::{ClosedView, CoverView};
use domain::{forms::FillPage, ids::AssignmentId};
use leptos::prelude::*;
use paper::PaperView;
use section::SectionView;

/// A form, or one of its sections.
#[component]
pub fn FillPage() -> impl IntoView {
    let id: Option<AssignmentId> = param("assignment");
    let section: Option<String> = param("section");
    let wanted = section.clone();
    let load = move |grant| async move {
        let page = read_my_form(grant, id).await?;
        let there = wanted.is_none_or(|section| page.form.section(&section).is_some());
        if there { Ok(page) } else { Err(Failure(domain::Failure::NotFound)) }
    };
    let show = move |page: FillPage| match section.filter(|section| page.form.pages(&page.answers).contains(section)) {
        _ if page.paper.is_some() && page.status.is_open() => view! { <PaperView page/> }.into_any(),
        _ if !page.status.is_open() => view! { <ClosedView page/> }.into_any(),
        Some(section) => view! { <SectionView page section/> }.into_any(),
        // A section that is not asked any more leads to what is.
        None => view! { <CoverView page/> }.into_any(),
    };
    let top = |page: &FillPage| if page.activity { Top::Practice } else { Top::Documents(None) };
    view! { <PortalPage title place=NavItem::Documents top load show/> }
}

fn title(page: &FillPage) -> &'static str {
    match page.status.is_open() {
        true if looks_again() => "Answers need another look",
        true if page.activity => "An activity",
        true if page.paper.is_some() => "A form to send back",
        true => "Fill in a form",
        false if page.activity => "An activity",
        false => "A form",
    }
}

/// Whether one is led here because something needs another look.
fn looks_again() -> bool {
    asked("look").is_some()
}
