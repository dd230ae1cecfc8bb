//! In the browser: what stands on a page that is open is asked for again when something happened to it, and shown in its place. The
//! page is the server's, asked for once more; what somebody is typing beside it stays.

use super::{own_time, stream};
use domain::events::{EventKind, Told};
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
};
use web_sys::{Document, DomParser, Element, Headers, RequestInit, Response, SupportedType};

/// What a part of a page says that is asked for again, and what it is about, if it is one thing.
const FRESH: &str = "[data-fresh][id]";

/// Begins to listen, where a page has such parts.
pub(super) fn begin() {
    let Ok(Some(first)) = document().query_selector(FRESH) else { return };
    let about = first.get_attribute("data-fresh").unwrap_or_default();
    // What hangs on a conversation is a document, which is told of by its own id.
    let of_documents = |told: &Told| matches!(told.kind, Some(EventKind::DocumentTakenBack | EventKind::DocumentAnswered));
    let concerns =
        move |told: &Told| about.is_empty() || of_documents(told) || told.subject.is_none_or(|subject| subject.to_string() == about);
    // What one reads oneself stays as it was shown; the office sees what the client has read.
    let office = document().query_selector("body.office").is_ok_and(|office| office.is_some());
    let kinds: &'static [EventKind] = match first.get_attribute("data-fresh-on").as_deref() {
        Some("activities") => &[EventKind::ActivitiesChanged],
        Some("tasks") => &EventKind::OF_TASKS,
        Some("forms") => &[EventKind::FormsChanged],
        Some("billing") => &[EventKind::BillingChanged],
        Some("appointments") => &[EventKind::AppointmentsChanged],
        _ if office => &EventKind::OF_MESSAGES_OR_READING,
        _ => &EventKind::OF_MESSAGES,
    };
    stream::ask_on(kinds, concerns, || async {
        // Nobody looks: it is not read either, until somebody does.
        if !document().hidden() {
            let _ = refresh().await;
        }
    });
}

/// Asks for the page once more, and shows what is new of it.
pub async fn refresh() -> Result<(), JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "text/html")?;
    headers.set("x-by-itself", "1")?;
    let asks = RequestInit::new();
    asks.set_headers(&headers);
    let address = window().location().href()?;
    let address = address.split('#').next().unwrap_or_default();
    let answer: Response = window().fetch_with_str_and_init(address, &asks).await?.dyn_into()?;
    if !answer.ok() || answer.redirected() {
        return Ok(());
    }
    let text = answer.text()?.await?.as_string().unwrap_or_default();
    let page = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    let parts = document().query_selector_all(FRESH)?;
    for part in (0..parts.length()).filter_map(|index| parts.item(index)?.dyn_into::<Element>().ok()) {
        put(&page, &part)?;
    }
    own_time::tell();
    Ok(())
}

/// Puts the new part in place of the old one, unless it says the same, or somebody is typing in it.
fn put(page: &Document, part: &Element) -> Result<(), JsValue> {
    if part.query_selector(":is(input,select,textarea):focus")?.is_none()
        && let Some(now) = page.get_element_by_id(&part.id())
        && says(&now)? != says(part)?
    {
        part.replace_with_with_node_1(&document().adopt_node(&now)?)?;
    }
    Ok(())
}

/// What a part says, without the keys of its forms: those are new each time.
fn says(part: &Element) -> Result<String, JsValue> {
    let copy: Element = part.clone_node_with_deep(true)?.dyn_into()?;
    let keys = copy.query_selector_all("input[name=once]")?;
    (0..keys.length()).filter_map(|index| keys.item(index)?.dyn_into::<Element>().ok()).for_each(|key| key.remove());
    Ok(copy.outer_html())
}
