//! The log, on standard error: one line for each event, and nothing in it that a person wrote (T22, T30).

use crate::config::LogForm;
use std::{io::IsTerminal, panic};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{Layer, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Begins to log. The level is fixed: what libraries tell in detail can hold what people wrote.
pub fn begin(form: LogForm) {
    let ours = ["anteroom", "server", "backend", "app"].map(|crate_name| (crate_name, LevelFilter::INFO));
    let levels = Targets::new().with_default(LevelFilter::WARN).with_targets(ours);
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = match form {
        LogForm::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogForm::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(levels)).init();
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        // Only words that stand in the source: a formatted message can hold what people wrote.
        let words = panicked.payload().downcast_ref::<&'static str>().copied().unwrap_or("the message is left out");
        tracing::error!(place, words, "panicked");
    }));
}
