//! **Verify**, as both sides show it: whether a PDF that one holds is one of the practice's, as it was made. It shows nothing that the file
//! does not show itself.

use crate::parts::{Icon, Notice, form::RefusedNotice};
use domain::documents::{CheckedPaper, Genuine};
use leptos::prelude::*;

/// What was found, or why nothing was.
pub type Found = Option<Result<CheckedPaper, Vec<domain::Refusal>>>;

#[component]
pub fn VerifyView(found: Found, to: &'static str) -> impl IntoView {
    let (paper, refusals) = match found {
        Some(Ok(paper)) => (Some(paper), Vec::new()),
        Some(Err(refusals)) => (None, refusals),
        None => (None, Vec::new()),
    };
    view! {
        <RefusedNotice refusals/>
        {paper.map(|paper| view! { <Verdict paper/> })}
        <form class="form block" method="post" action=to enctype="multipart/form-data">
            <div class="field">
                <label for="paper">"The PDF"</label>
                <p class="hint" id="paper-hint">"As you got it: not printed, not scanned, not saved anew. Up to 8 MB. We do not keep it."</p>
                <input class="input" id="paper" name="paper" type="file" accept="application/pdf,.pdf" required aria-describedby="paper-hint"/>
            </div>
            <div class="acts"><button class="btn"><Icon name="search"/>"Verify"</button></div>
        </form>
        <section class="block" aria-labelledby="meaning">
            <h2 id="meaning">"What the answers mean"</h2>
            <dl class="stack">
                <div><dt><b>"Genuine and unchanged"</b></dt><dd>"This practice made exactly this file. Nothing in it was changed."</dd></div>
                <div><dt><b>"Changed"</b></dt><dd>"It was made from a file of this practice, and is not as it was. Do not rely on it; ask for the original."</dd></div>
                <div><dt><b>"Unknown"</b></dt><dd>"It is none of the files that this practice has made. It can be another’s, or one that was printed and scanned, or saved anew by another program."</dd></div>
            </dl>
        </section>
    }
}

#[component]
fn Verdict(paper: CheckedPaper) -> impl IntoView {
    let (kind, head, words) = match paper.verdict {
        Genuine::Unchanged => ("ok", "Genuine and unchanged", "This practice made exactly this file, and nothing in it was changed since."),
        Genuine::Changed => (
            "bad",
            "Changed",
            "This file was made from one of this practice’s, and something in it was changed. Do not rely on it. Ask whoever gave it to you for the original.",
        ),
        Genuine::Unknown => (
            "warn",
            "Unknown",
            "This practice does not know this file. That does not mean that it is false: a printed, scanned or newly saved copy is not known either.",
        ),
    };
    view! {
        <Notice kind head>
            <p>{words}</p>
            <p class="fine">"The file that was looked at has the fingerprint (SHA-256) "<code class="num">{in_groups(&paper.sha256)}</code></p>
        </Notice>
    }
}

/// So that it can be broken into lines, and compared.
fn in_groups(hex: &str) -> String {
    hex.as_bytes().chunks(8).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join(" ")
}
