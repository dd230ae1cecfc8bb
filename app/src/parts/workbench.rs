//! The workbench: every part in every state, with made-up data and no server. `trunk serve` shows it.

use super::{
    CopyField, Countdown, DeadEnd, Dialog, DialogButton, Empty, Fact, Icon, Notice, Panel, Paper, SwitchField, Trouble,
    form::{CheckField, ErrorSummary, FormDraft, PasswordField, PostButton, SelectField, TextArea, TextField},
    live,
};
use crate::{Failure, notices::FinishTask};
use domain::{
    Refusal, Typed,
    charts::Refusal as ChartRefusal,
    documents::{Content, Ink, Point, Section},
    sign_in::{PasswordRule, Refusal as SignInRefusal},
};
use leptos::{context::Provider, prelude::*};
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

#[component]
pub fn Workbench() -> impl IntoView {
    provide_meta_context();
    Effect::new(|_| live());
    view! {
        <Router>
            <main id="main" class="page">
                <header class="head"><h1>"Workbench"</h1><p class="sub">"Every part, in every state."</p></header>
                <Buttons/>
                <Fields/>
                <Notices/>
                <Papers/>
                <Troubles/>
                <DeadEnds/>
            </main>
        </Router>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <section class="block">
            <h2>"Buttons, tags, icons"</h2>
            <div class="acts">
                <button class="btn">"Primary"</button>
                <button class="btn quiet">"Quiet"</button>
                <button class="btn plain">"Plain"</button>
                <button class="btn danger">"Danger"</button>
                <button class="btn" disabled>"Disabled"</button>
                <PostButton<FinishTask> class="btn quiet">"Posts"</PostButton<FinishTask>>
            </div>
            <p>
                <span class="tag">"Not Shared"</span> " " <span class="tag accent">"Shared"</span> " " <span class="tag ok">"Active"</span> " "
                <span class="tag due">"Pending Review"</span> " " <span class="tag bad">"Expired"</span> " " <span class="badge">"2"</span>
            </p>
            <form class="form">
                <CopyField id="workbench-link" label="Portal link" text="https://portal.example.com/register/abc".to_owned()/>
                <Countdown seconds=75/>
                <button type="button" class="btn" disabled>"Waits"</button>
            </form>
            <p><Icon name="pen"/> <Icon name="message"/> <Icon name="document"/> <Icon name="lock"/></p>
            <DialogButton opens="workbench-dialog">"Open a dialog"</DialogButton>
            <Dialog id="workbench-dialog">
                <header class="dialog-head"><h2>"Revoke Maya Lindqvist's access?"</h2></header>
                <div class="dialog-body"><p>"She is signed out everywhere now."</p></div>
            </Dialog>
        </section>
    }
}

/// A form that was refused, with everything that can be wrong with its fields.
fn refused() -> FormDraft {
    let refusals: [Refusal; 4] = [
        ChartRefusal::LastNameMissing.into(),
        ChartRefusal::EmailNotAnAddress.into(),
        ChartRefusal::ClinicianUnknown.into(),
        SignInRefusal::PasswordRuleUnmet { rule: PasswordRule::Digit }.into(),
    ];
    let fields = [("email".to_owned(), "maya@".to_owned()), ("note".to_owned(), "<b>as typed</b> & kept".to_owned())];
    FormDraft::of(Some(Typed { fields: fields.into(), refusals: refusals.to_vec() }))
}

#[component]
fn Fields() -> impl IntoView {
    let columns = [("As it comes", FormDraft::default()), ("Refused", refused()), ("Interrupted", FormDraft::of(Some(Typed::default())))];
    columns
        .into_iter()
        .map(|(title, kept)| {
            let choices = vec![(String::new(), "Nobody yet".to_owned()), ("1".to_owned(), "Elena Reyes, PhD".to_owned())];
            view! {
                <section class="block">
                    <h2>"A form: " {title}</h2>
                    <Provider value=kept><form class="form">
                        <ErrorSummary/>
                        <TextField name="last_name" label="Last name" recorded="Lindqvist"/>
                        <TextField name="email" label="Email" kind="email" hint="Mail from the practice goes here."/>
                        <PasswordField/>
                        <SelectField name="primary_clinician" label="Primary clinician" options=choices/>
                        <TextArea name="note" label="Note" recorded="A line.\nAnother one."/>
                        <CheckField name="agree">"I have read this."</CheckField>
                        <SwitchField name="messages" label="Messages" recorded=true hint="Clients can read and write messages."/>
                    </form></Provider>
                </section>
            }
        })
        .collect_view()
}

#[component]
fn Notices() -> impl IntoView {
    view! {
        <section class="block">
            <h2>"Notices, panels, empty places"</h2>
            <Notice head="Signed">"You can download it right away."</Notice>
            <Notice kind="info" head="On its way">"The mail has not left yet."</Notice>
            <Notice kind="warn" head="Soon">"You are signed out in two minutes."</Notice>
            <Notice kind="bad" head="Refused">"The mail server does not know this address."</Notice>
            <Panel title="Facts"><dl class="facts"><Fact label="Born">"March 14, 1991\u{a0}(35)"</Fact></dl></Panel>
            <Empty drawing="draw-calm" title="Nothing needs you" words="That is all for now."/>
        </section>
    }
}

#[component]
fn Papers() -> impl IntoView {
    let content = Content {
        facts: Vec::new(),
        sections: vec![Section::from_text(
            "Goals",
            "What we work on:\nday and night.\n\n3. Sleep.\n   Lights out at ten.\n  a) No phone.\n15. May: speak.\n\n- Walk\n- Rest",
        )],
    };
    let wave = (0..80).map(|i| Point { x: 80 + i * 9, y: 170 + (i % 9 - 4) * 14, t: i * 12, p: 400 + (i % 5) * 60 }).collect();
    view! {
        <section class="block">
            <h2>"Paper and ink"</h2>
            <Paper facts=vec![("For".to_owned(), "Maya Lindqvist, born March 14, 1991".to_owned())] content=content>
                <super::InkDrawing ink=Ink::Drawn(vec![wave]) signer="Maya Lindqvist"/>
                <super::InkDrawing ink=Ink::Typed("Maya Lindqvist".into()) signer="Maya Lindqvist"/>
            </Paper>
        </section>
    }
}

/// Every way a page can fail, but being signed out: that one leads away.
#[component]
fn Troubles() -> impl IntoView {
    let failures = [
        domain::Failure::NotFound,
        domain::Failure::NotAllowed,
        domain::Failure::Refused(Vec::new()),
        domain::Failure::Unexpected { incident: "4f1c09aa".into() },
        domain::Failure::Unreachable,
    ];
    failures
        .into_iter()
        .map(|failure| view! { <section class="block"><Trouble failure=Failure(failure) path="/documents".to_owned()/></section> })
        .collect_view()
}

#[component]
fn DeadEnds() -> impl IntoView {
    view! {
        <section class="block">
            <DeadEnd status=410 title="This link has expired" happened="It is older than 7 days." remedy="Ask the office for a new one.">
                <a class="btn" href="/login">"Go to sign-in"</a>
            </DeadEnd>
        </section>
    }
}
