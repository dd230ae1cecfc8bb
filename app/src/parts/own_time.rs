//! Times by the clock of the place. Where the reader's own clock shows another time, theirs is named beside it.

use domain::dates::{Moment, OwnClock};
use js_sys::{Array, Date, Intl::DateTimeFormat, JsString, Object, Reflect};
use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::Element;

/// Words for a time at the place, and beside them the time by the clock that the chart has for the client. Without scripts that is all.
#[component]
pub fn OwnTime(at: Moment, children: Children) -> impl IntoView {
    let own = at.own.as_ref().map(|own| view! { <time class="own" datetime=own.at.to_rfc3339()>{own_words(&at, own)}</time> });
    view! { <time datetime=at.at.to_rfc3339() data-own="">{children()}</time>{own} }
}

/// "9:00 am Chicago time", "Wednesday, 1:00 am Kiritimati time"
fn own_words(at: &Moment, own: &OwnClock) -> String {
    let day = if own.at.date_naive() == at.day() { "" } else { "%A, " };
    format!("{} {}", own.at.format(&format!("{day}%-I:%M %P")), zone_words(&own.zone))
}

/// "New York time"
pub fn zone_words(zone: &str) -> String {
    format!("{} time", zone.rsplit('/').next().unwrap_or(zone).replace('_', " "))
}

/// In the browser: names the reader's own time where it is another.
pub(super) fn tell() {
    let Ok(times) = document().query_selector_all("time[data-own]") else { return };
    for time in (0..times.length()).filter_map(|index| times.item(index)?.dyn_into::<Element>().ok()) {
        let chart_says =
            time.next_element_sibling().filter(|next| next.class_name() == "own").and_then(|own| own.get_attribute("datetime"));
        let told = time.get_attribute("datetime").and_then(|text| own(&text, chart_says.as_deref()));
        if let (Some(words), Ok(span)) = (told, document().create_element("span")) {
            span.set_class_name("own");
            span.set_text_content(Some(&words));
            let _ = time.after_with_node_1(&span);
        }
        let _ = time.remove_attribute("data-own");
    }
}

/// "9:00 am Chicago time", "Wednesday, 1:00 am Kiritimati time"; nothing, where clocks show the same here, or what is said already.
fn own(text: &str, said: Option<&str>) -> Option<String> {
    let date = Date::new(&JsString::from(text));
    let west = date.get_timezone_offset();
    let is_here = |text: &str| minutes_east(text) == Some(-west as i32);
    if west.is_nan() || is_here(text) || said.is_some_and(is_here) {
        return None;
    }
    let (hours, minutes) = (date.get_hours(), date.get_minutes());
    let half = if hours < 12 { "am" } else { "pm" };
    let there: u32 = text.get(8..10)?.parse().ok()?;
    let day = if date.get_date() == there { "" } else { DAYS.get(date.get_day() as usize)? };
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    let zone = zone.map_or_else(|| "your time".to_owned(), |zone| zone_words(&zone));
    Some(format!("{day}{}:{minutes:02} {half} {zone}", (hours + 11) % 12 + 1))
}

/// Days as the browser counts them.
const DAYS: [&str; 7] = ["Sunday, ", "Monday, ", "Tuesday, ", "Wednesday, ", "Thursday, ", "Friday, ", "Saturday, "];

/// What stands at the end of an instant: "-05:00".
fn minutes_east(text: &str) -> Option<i32> {
    let (sign, clock) = text.get(text.len().checked_sub(6)?..)?.split_at_checked(1)?;
    let (hours, minutes) = clock.split_once(':')?;
    let minutes: i32 = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    Some(if sign == "-" { -minutes } else { minutes })
}
