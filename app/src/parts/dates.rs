//! Days and moments, as the practice writes them: views carry the values, and these make words of them.

use chrono::NaiveDate;
use domain::{
    charts::Born,
    dates::{Calendar, DateOrder, Moment},
};
use leptos::prelude::*;

/// That of the page: the server says it to every page, and the page to what wakes in it.
pub fn calendar() -> Calendar {
    use_context().or_else(told_by_page).unwrap_or_default()
}

fn told_by_page() -> Option<Calendar> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    let page = document().document_element()?;
    let told = |name| page.get_attribute(name);
    Some(Calendar { order: DateOrder::from_name(&told("data-dates")?)?, today: told("data-today")?.parse().ok()? })
}

/// How much of a day is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spelled {
    /// "March 14, 1991"
    #[default]
    Out,
    /// "3/14/1991", for lists.
    Short,
    /// "Thursday, March 14, 1991"
    WithWeekday,
}

/// A day.
#[component]
pub fn Day(on: NaiveDate, #[prop(optional)] spelled: Spelled) -> impl IntoView {
    let order = calendar().order;
    let words = match spelled {
        Spelled::Out => order.day(on),
        Spelled::Short => order.short_day(on),
        Spelled::WithWeekday => order.weekday(on),
    };
    view! { <time datetime=on.to_string()>{words}</time> }
}

/// A moment: "November 21, 2026, 5:36 pm EST", or "Yesterday at 5:36 pm" where it is `recent`, and "yesterday at 5:36 pm" in the
/// `middle` of a line.
#[component]
pub fn When(at: Moment, #[prop(optional)] recent: bool, #[prop(optional)] middle: bool) -> impl IntoView {
    let Calendar { order, today } = calendar();
    let mut words = if recent { order.recent(&at, today) } else { order.moment(&at) };
    if middle && ["Today", "Yesterday"].iter().any(|day| words.starts_with(day)) {
        words[..1].make_ascii_lowercase();
    }
    view! { <time datetime=at.at.to_rfc3339()>{words}</time> }
}

/// "March 14, 1991 (35)", the age never alone on a line.
pub fn born(born: Born) -> String {
    format!("{}\u{a0}({})", calendar().order.day(born.on), born.age)
}

/// Until when something is asked for, as its client reads it: also that it is late, and when it is closed.
pub fn due_words(due: NaiveDate, closes: Option<NaiveDate>) -> String {
    let Calendar { order, today } = calendar();
    let late = |closes| match closes {
        Some(day) if day == today => "You can send it today for the last time.".to_owned(),
        Some(day) => format!("You can still send it until {}.", order.day(day)),
        None => "You can still send it.".to_owned(),
    };
    match due {
        due if due == today => "Please send it today.".to_owned(),
        due if due > today => format!("Please send it by {}.", order.weekday(due)),
        due => format!("It is late: it was asked for by {}. {}", order.day(due), late(closes)),
    }
}
