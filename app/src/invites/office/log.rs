//! The access log: what happened with this access, newest first.

use crate::parts::{Icon, Panel, When};
use domain::invites::LogLine;
use leptos::prelude::*;

/// So many lines are open; the rest waits behind a click.
const AT_ONCE: usize = 8;

#[component]
pub(super) fn LogPanel(lines: Vec<LogLine>) -> impl IntoView {
    let mut lines = lines;
    let earlier = lines.split_off(lines.len().min(AT_ONCE));
    view! {
        <Panel title="Access log" class="panel whole">
            {if lines.is_empty() {
                view! { <p class="sub">"Nothing happened yet."</p> }.into_any()
            } else {
                view! { <LogLines lines/> }.into_any()
            }}
            {(!earlier.is_empty()).then(|| view! { <EarlierLines lines=earlier/> })}
        </Panel>
    }
}

#[component]
fn EarlierLines(lines: Vec<LogLine>) -> impl IntoView {
    let words = if lines.len() == 1 { "Show 1 earlier line".to_owned() } else { format!("Show {} earlier lines", lines.len()) };
    view! {
        <details>
            <summary class="btn plain small">{words}</summary>
            <LogLines lines/>
        </details>
    }
}

#[component]
fn LogLines(lines: Vec<LogLine>) -> impl IntoView {
    view! { <ol class="history num">{lines.into_iter().map(|line| view! { <LogItem line/> }).collect_view()}</ol> }
}

#[component]
fn LogItem(line: LogLine) -> impl IntoView {
    let what = line.what_and_how_often();
    let from = (!line.from.is_empty()).then(|| format!(", from {}", line.from));
    view! {
        <li>
            <When at=line.at/>
            <span>
                {line.failed.then(|| view! { <span class="tag bad"><Icon name="alert"/>"Failed"</span> " " })}
                <b>{line.who}</b> " " {what} <span class="fine">{from}</span>
            </span>
        </li>
    }
}
