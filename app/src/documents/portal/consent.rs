//! Before the first signature: what signing electronically means, and the choice (15 USC 7001(c)).

use crate::{
    documents::GiveConsent,
    parts::{
        acting_for, calendar,
        form::{CheckField, Form},
    },
    routes,
    shell::OfficeLine,
};
use domain::documents::{ConsentText, DocumentPage};
use leptos::prelude::*;

#[component]
pub fn ConsentView(page: DocumentPage) -> impl IntoView {
    let share = page.document.share;
    view! {
        <header class="head">
            <h1>"Signing electronically"</h1>
            {match page.consent_withdrawn {
                None => view! { <p class="sub">"Before your first signature, please read this once. It takes a minute."</p> }.into_any(),
                Some(day) => view! {
                    <p class="sub num">
                        {format!("You took back your agreement to sign here on {}. ", calendar().order.day(day))}
                        "You can sign this on paper at the office: " <OfficeLine phone=page.practice_phone.clone()/> ". If you want to sign here after all, read this and agree again."
                    </p>
                }
                .into_any(),
            }}
        </header>
        <ConsentPaper consent=page.consent.clone()/>
        <div class="block">
            <Form<GiveConsent> grant=acting_for() fields=vec![("id", share.to_string())]>
                <CheckField name="agree">"I can open and read this page, and I agree to sign documents electronically."</CheckField>
                <div class="acts main">
                    <button class="btn">"Agree and continue"</button>
                    <a class="btn quiet" href=routes::document(share, acting_for())>"Not now"</a>
                </div>
                <p class="fine num">"Version " {page.consent.version} ". Prefer paper? " <OfficeLine phone=page.practice_phone/> "."</p>
            </Form<GiveConsent>>
        </div>
    }
}

/// What one agrees to.
#[component]
pub fn ConsentPaper(consent: ConsentText) -> impl IntoView {
    view! {
        <article class="paper">
            {consent.paragraphs.into_iter().map(|(heading, words)| view! { <h2>{heading}</h2> <p>{words}</p> }).collect_view()}
        </article>
    }
}
