//! **+ Compose**: to whom, in which audience, what about.

use crate::{
    charts::{ChartPage, ChartTab, CommunicationsNav, of_chart},
    door::Door,
    files::{AttachField, EnterSends, FilesOf, PendingFiles},
    messages::{
        StartConversation,
        keep::Kept,
        quick_texts::{InsertIntoLetter, QuickChooser},
        read_composing, sentence,
    },
    parts::{
        Notice,
        form::{Form, FormDraft, RefusedNotice, SelectField, TextArea, TextField, WithDraft},
    },
    routes,
};
use domain::{
    messages::{Composing, LONGEST_MESSAGE, LONGEST_SUBJECT, Writing},
    sign_in::Side,
};
use leptos::prelude::*;

of_chart!(Composing);

#[component]
pub fn ComposePage() -> impl IntoView {
    view! {
        <ChartPage title="Compose" tab=ChartTab::Communications load=read_composing show=|page: Composing| view! { <ComposeView page/> }.into_any()/>
    }
}

#[component]
fn ComposeView(page: Composing) -> impl IntoView {
    let chart = page.banner.id;
    let (draft, of) = (page.draft.unwrap_or_default(), FilesOf::Chart(chart));
    let audiences: Vec<_> = page.audiences.iter().rev().map(|audience| (audience.name().to_owned(), audience.label().to_owned())).collect();
    view! {
        <CommunicationsNav tabs=page.banner.tabs chart messaging=true/>
        <header class="head"><h2>"Compose"</h2></header>
        {match page.writing {
            Writing::No(refusal) => view! {
                <Notice kind="info" head="You cannot write to this client now">
                    <p>{sentence(refusal)}" "<a class="link" href=routes::chart_messages(chart)>"Back to Messaging"</a></p>
                </Notice>
            }
            .into_any(),
            Writing::Open => view! {
                <div class="narrow">
                    <p class="sub">"To " <b>{page.readers.join(", ")}</b> ". They get an e-mail that says only that there is a message."</p>
                    <PendingFiles of draft=chart.to_string() files=page.pending/>
                    <WithDraft of={Door::of::<InsertIntoLetter>()} show=move |kept: FormDraft| view! {
                        <RefusedNotice refusals=kept.refusals()/>
                        <Form<StartConversation> fields=vec![("chart", chart.to_string())]>
                            <EnterSends/>
                            <SelectField name="audience" label="Who reads along here" options=audiences recorded=kept.value("audience", &draft.to)/>
                            <TextField name="subject" label="What it is about" recorded=kept.value("subject", &draft.subject) longest=LONGEST_SUBJECT as u32 autocomplete="off"/>
                            <TextArea name="body" label="Message" rows=8 recorded=kept.value("body", &draft.body) longest=LONGEST_MESSAGE as u32/>
                            <Kept side=Side::Office/>
                            <QuickChooser<InsertIntoLetter> texts=page.quick kept/>
                            <AttachField<StartConversation> of draft=chart.to_string()/>
                            <ReadsHere expects=page.expects/>
                            <div class="acts"><button class="btn">"Send"</button></div>
                        </Form<StartConversation>>
                    }.into_any()/>
                </div>
            }
            .into_any(),
        }}
    }
}

/// What stands on the client's page when they answer.
#[component]
pub(super) fn ReadsHere(expects: domain::messages::Expectations) -> impl IntoView {
    view! {
        <p class="fine">
            "The client reads there: you can expect an answer " {expects.answer} ". " {expects.away.map(|away| format!("{away} "))} "In crisis: "
            {expects.crisis} "."
        </p>
    }
}
