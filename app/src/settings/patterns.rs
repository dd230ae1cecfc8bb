//! Settings → **Patterns**: what each would change, before it does; and the way back.

use super::{ApplyPattern, UndoPattern, read_patterns};
use crate::{
    Done,
    parts::{
        Icon, Loaded, Notice, Panel, asked, calendar,
        form::{Form, PostButton, Refused},
    },
    routes,
    shell::OfficePage,
};
use domain::{
    messages::Mode,
    settings::{Applied, Change, Fate, Pattern, PatternsPage as Found, Setting, Value},
};
use leptos::prelude::*;

#[component]
pub fn PatternsPage() -> impl IntoView {
    let done = match Done::here().filter(|_| asked("refused").is_none()) {
        Some(Done::Saved) => Some("Applied. You can take it back below."),
        Some(Done::Back) => Some("Taken back. Everything is as it was before."),
        Some(Done::Changed) => Some("Taken back, but for what somebody has changed since. That stays as it is."),
        _ => None,
    };
    let looked_at = asked("pattern").and_then(|name| Pattern::from_name(&name));
    view! {
        <OfficePage title="Patterns" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Patterns"</h1>
                    <p class="sub">"Settings as practices like yours have them. You see what would change before anything does."</p>
                </div>
            </header>
            {done.map(|head| view! { <Notice head/> })}
            <Refused<UndoPattern>/>
            <Loaded load=move || read_patterns(looked_at) show=move |found: Found| view! { <PatternsView found/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn PatternsView(found: Found) -> impl IntoView {
    let Found { looked_at, package_missing, last } = found;
    let chosen = looked_at.as_ref().map(|(pattern, ..)| *pattern);
    view! {
        {last.map(|last| view! { <LastPanel last/> })}
        {looked_at.map(|(pattern, changes, seen)| view! { <WouldChange pattern changes seen package_missing/> })}
        <Panel title="Choose one">
            <ul class="rows bare">{Pattern::ALL.map(|pattern| view! { <PatternRow pattern chosen=chosen == Some(pattern)/> })}</ul>
        </Panel>
    }
}

#[component]
fn PatternRow(pattern: Pattern, chosen: bool) -> impl IntoView {
    let (name, words) = words_of(pattern);
    view! {
        <li>
            <a class="row" href=routes::with(routes::PATTERNS, "pattern", pattern.name()) aria-current=chosen.then_some("true")>
                <span class="row-main">
                    <span class="row-name">{name}</span>
                    <span class="row-fact">{words}</span>
                </span>
                <Icon name="chevron-right"/>
            </a>
        </li>
    }
}

/// What would change, line by line, and the one button.
#[component]
fn WouldChange(pattern: Pattern, changes: Vec<Change>, seen: String, package_missing: bool) -> impl IntoView {
    let (name, words) = words_of(pattern);
    let needs = package_missing && changes.iter().any(|change| change.setting == Setting::NewClientForms);
    let fields = vec![("pattern", pattern.name().to_owned()), ("seen", seen)];
    let nothing = changes.is_empty();
    view! {
        <section class="panel" aria-label=format!("What {name} would change")>
            <header class="panel-head"><h2>{name}</h2></header>
            <p class="sub">{words}</p>
            <Refused<ApplyPattern>/>
            {if nothing {
                view! { <p class="block">"Everything is as this pattern sets it already. It would change nothing."</p> }.into_any()
            } else {
                view! {
                    <table class="table block">
                        <caption class="sr">"What would change"</caption>
                        <thead><tr><th scope="col">"Setting"</th><th scope="col">"Now"</th><th scope="col">"Then"</th></tr></thead>
                        <tbody>
                            {changes.into_iter().map(|Change { setting, from, to }| view! {
                                <tr><th scope="row">{setting_words(setting)}</th><td>{value_words(from)}</td><td><b>{value_words(to)}</b></td></tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                    <p class="fine">"Everything else stays as it is."</p>
                    {if needs {
                        view! { <p class="notice">"New clients cannot get a package yet. " <a href=routes::WORKFLOWS>"Choose one under Workflows"</a> ", and come back."</p> }.into_any()
                    } else {
                        view! { <Form<ApplyPattern> fields class="block"><div class="acts"><button class="btn">"Apply"</button></div></Form<ApplyPattern>> }.into_any()
                    }}
                }
                .into_any()
            }}
        </section>
    }
}

/// The last that was applied, and what would become of each change if it were taken back.
#[component]
fn LastPanel(last: Applied) -> impl IntoView {
    let (name, _) = words_of(last.pattern);
    let at = calendar().order.short_moment(&last.at);
    view! {
        <Panel title="Applied last">
            <p>{format!("{name}, by {}, {at}.", last.by)}</p>
            <ul class="plain block">
                {last.changes.into_iter().map(|(change, fate)| view! { <li>{fate_words(change, fate)}</li> }).collect_view()}
            </ul>
            <div class="acts block">
                <PostButton<UndoPattern> class="btn quiet" fields=vec![("id", last.id.to_string())]>"Take it back"</PostButton<UndoPattern>>
            </div>
        </Panel>
    }
}

fn fate_words(Change { setting, from, to }: Change, fate: Fate) -> String {
    let (name, from, to) = (setting_words(setting), value_words(from), value_words(to));
    match fate {
        Fate::PutBack => format!("{name}: {to}. It was {from} before."),
        Fate::Since(now) => format!("{name}: {}. Somebody has changed it since, so it stays.", value_words(now)),
    }
}

fn words_of(pattern: Pattern) -> (&'static str, &'static str) {
    match pattern {
        Pattern::Therapist => (
            "Therapist",
            "New clients are invited by themselves, read summaries after sessions, and write between sessions to whoever treats them.",
        ),
        Pattern::Physio => ("Physio", "Clients get exercise sheets, send videos, are corrected by chat, and ask for appointments."),
        Pattern::GeneralPractice => ("GP", "Clients are invited by hand, read results, and answer when you write."),
        Pattern::Coach => {
            ("Coach", "New clients are invited and get their intake at once; forms that wait are reminded of, for check-ins.")
        }
        Pattern::Group => ("Group practice", "Clients write to those who treat them, and staff to their own clients only."),
    }
}

fn setting_words(setting: Setting) -> &'static str {
    match setting {
        Setting::Invites => "Automate portal invites",
        Setting::NewClientForms => "A package of forms for new clients",
        Setting::FormReminder => "Reminders of forms",
        Setting::Mode => "Who writes to whom",
        Setting::Messages => "Messages",
        Setting::Documents => "Documents",
        Setting::Downloads => "Downloads",
        Setting::SelfScheduling => "Clients ask for appointments",
    }
}

fn value_words(value: Value) -> &'static str {
    match value {
        Value::On => "On",
        Value::Off => "Off",
        Value::Mode(Mode::ReplyOnly) => "Reply only",
        Value::Mode(Mode::NeverInitiate) => "Never initiate",
        Value::Mode(Mode::AssignedClientsOnly) => "Assigned clients only",
        Value::Mode(Mode::AllClients) => "All clients",
    }
}
