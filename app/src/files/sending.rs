//! In the browser: files that are chosen, dropped on the page or pasted are sent ahead at once, one after the other, each with its
//! progress and a way to cancel it. What somebody is writing stays. Without scripts the form sends them.

use super::sentence;
use crate::parts::refresh;
use domain::{
    Failure,
    files::{LARGEST, LARGEST_VIDEO, Refusal},
};
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};
use web_sys::{
    ClipboardEvent, DragEvent, Element, Event, EventTarget, File, FileList, FormData, Headers, HtmlElement, HtmlFormElement,
    HtmlInputElement, HtmlTemplateElement, ProgressEvent, RequestInit, Response, UrlSearchParams, XmlHttpRequest,
};

/// A file on its way, and its line on the page. Where that is gone, it was cancelled.
struct Sending {
    file: File,
    row: Element,
}

thread_local! {
    static WAITING: RefCell<VecDeque<Sending>> = const { RefCell::new(VecDeque::new()) };
    /// What is sent now.
    static NOW: RefCell<Option<(Element, XmlHttpRequest)>> = const { RefCell::new(None) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Begins to listen, where files can be attached.
pub fn send_files() {
    let Some(form) = place().and_then(|place| place.closest("form").ok().flatten()) else { return };
    listen(&form, "change", |event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field.filter(|field| field.has_attribute("data-attaches")) {
            take(field.files());
            field.set_value("");
        }
    });
    listen(&form, "paste", |event| {
        let pasted = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        // Who pastes from a text program has its picture along.
        if let Some(pasted) = pasted.filter(|pasted| pasted.get_data("text/plain").is_ok_and(|text| text.is_empty()))
            && take(pasted.files())
        {
            event.prevent_default();
        }
    });
    // A file that is dropped beside would take the place of the page, and of what is written on it.
    for name in ["dragover", "dragleave", "drop"] {
        listen(&window(), name, move |event| {
            let dragged = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
            let Some(dragged) = dragged.filter(|dragged| dragged.types().includes(&"Files".into(), 0)) else { return };
            event.prevent_default();
            if let Some(place) = place() {
                let _ = place.class_list().toggle_with_force("over", name == "dragover");
            }
            if name == "drop" {
                take(dragged.files());
            }
        });
    }
    listen(&form, "click", |event| {
        let Some(clicked) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let on = |what: &str| clicked.closest(what).ok().flatten();
        if on("[data-chooses]").is_some() {
            event.prevent_default();
            with_field(HtmlElement::click);
        } else if let Some(row) = on("[data-cancels]").and_then(|button| button.closest("li").ok().flatten()) {
            cancel(&row);
        }
    });
    listen(&form, "submit", |event| {
        if BUSY.get() {
            event.prevent_default();
            say("Wait until your files have arrived, or cancel them.");
        }
    });
    listen(&document(), "submit", |event| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        if let Some(form) = form.filter(|form| form.closest("#pending").is_ok_and(|pending| pending.is_some())) {
            event.prevent_default();
            spawn_local(remove(form));
        }
    });
}

fn listen(on: &EventTarget, name: &str, hear: impl FnMut(Event) + 'static) {
    let hears = Closure::<dyn FnMut(Event)>::new(hear);
    let _ = on.add_event_listener_with_callback(name, hears.as_ref().unchecked_ref());
    hears.forget();
}

/// Where files are attached: it knows where they are sent, and for what.
fn place() -> Option<Element> {
    document().query_selector("[data-sends]").ok().flatten()
}

fn with_field(what: impl FnOnce(&HtmlElement)) {
    if let Some(field) = document().get_element_by_id("file").and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        what(&field);
    }
}

fn say(words: &str) {
    if let Some(status) = place().and_then(|place| place.query_selector("[role=status]").ok().flatten()) {
        status.set_text_content(Some(words));
    }
}

/// Each gets a line, and its turn. `false` where there are none.
fn take(files: Option<FileList>) -> bool {
    let files: Vec<File> = files.map(|files| (0..files.length()).filter_map(|index| files.get(index)).collect()).unwrap_or_default();
    let some = !files.is_empty();
    for file in files {
        let Some(row) = line(&file.name()) else { continue };
        let largest = if file.type_().starts_with("video/") { LARGEST_VIDEO } else { LARGEST };
        if file.size() > largest as f64 {
            fail(&row, &sentence(Refusal::TooLarge));
        } else {
            WAITING.with_borrow_mut(|waiting| waiting.push_back(Sending { file, row }));
        }
    }
    if WAITING.with_borrow(|waiting| !waiting.is_empty()) && !BUSY.replace(true) {
        say("");
        spawn_local(send_all());
    }
    some
}

fn line(name: &str) -> Option<Element> {
    let (place, pattern) = (place()?, document().get_element_by_id("sending")?.dyn_into::<HtmlTemplateElement>().ok()?);
    let row = pattern.content().first_element_child()?.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
    row.query_selector("[data-name]").ok()??.set_text_content(Some(name));
    row.query_selector("progress").ok()??.set_attribute("aria-label", name).ok()?;
    row.query_selector("[data-cancels] .sr").ok()??.set_text_content(Some(&format!(": {name}")));
    place.query_selector("ul").ok()??.append_child(&row).ok()?;
    Some(row)
}

async fn send_all() {
    let mut arrived = Vec::new();
    while let Some(next) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        let sent = send(&next).await;
        NOW.take();
        match sent {
            _ if !next.row.is_connected() => {}
            Ok(()) => {
                say(&format!("{} is attached.", next.file.name()));
                if let Ok(Some(button)) = next.row.query_selector("[data-cancels]") {
                    button.remove();
                }
                arrived.push(next.row);
            }
            Err(words) => fail(&next.row, &words),
        }
    }
    // From now on the page itself shows what goes along.
    let _ = refresh().await;
    arrived.iter().for_each(Element::remove);
    BUSY.set(false);
    if WAITING.with_borrow(|waiting| !waiting.is_empty()) && !BUSY.replace(true) {
        spawn_local(send_all());
    }
}

async fn send(next: &Sending) -> Result<(), String> {
    let broken = |_: JsValue| sentence(Refusal::CutOff);
    let said = |name: &str| place().and_then(|place| place.get_attribute(name)).unwrap_or_default();
    let form = FormData::new().map_err(broken)?;
    form.append_with_str("draft", &said("data-draft")).map_err(broken)?;
    form.append_with_blob_and_filename("file", &next.file, &next.file.name()).map_err(broken)?;
    let request = XmlHttpRequest::new().map_err(broken)?;
    request.open("POST", &said("data-sends")).map_err(broken)?;
    request.set_request_header("accept", "application/json").map_err(broken)?;
    let bar = next.row.query_selector("progress").ok().flatten();
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if let Some(bar) = bar.as_ref().filter(|_| event.length_computable()) {
            let _ = bar.set_attribute("value", &((event.loaded() / event.total() * 100.0) as u32).to_string());
        }
    });
    request.upload().map_err(broken)?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let ended = js_sys::Promise::new(&mut |ended, _| request.set_onloadend(Some(&ended)));
    NOW.set(Some((next.row.clone(), request.clone())));
    request.send_with_opt_form_data(Some(&form)).map_err(broken)?;
    ended.await.map_err(broken)?;
    match request.status().unwrap_or_default() {
        200 => Ok(()),
        0 => Err(sentence(Refusal::CutOff)),
        _ => Err(why(&request.response_text().ok().flatten().unwrap_or_default())),
    }
}

/// The server's own reason.
fn why(answer: &str) -> String {
    match serde_json::from_str(answer) {
        Ok(Failure::Refused(refusals)) => refusals.into_iter().find_map(|refusal| match refusal {
            domain::Refusal::Files(refusal) => Some(sentence(refusal)),
            _ => None,
        }),
        Ok(Failure::SignedOut) => Some("You are signed out. Sign in again in another tab, then attach it once more.".to_owned()),
        _ => None,
    }
    .unwrap_or_else(|| "This file could not be sent. Please try again in a moment.".to_owned())
}

fn fail(row: &Element, words: &str) {
    let part = |what: &str| row.query_selector(what).ok().flatten();
    if let Some(bar) = part("progress") {
        bar.remove();
    }
    if let (Some(error), Some(button)) = (part(".error"), part("[data-cancels] span")) {
        error.set_text_content(Some(words));
        let _ = error.remove_attribute("hidden");
        button.set_text_content(Some("Close"));
    }
    let name = part("[data-name]").and_then(|name| name.text_content()).unwrap_or_default();
    say(&format!("{name} was not sent."));
}

/// Cancels what is on its way or waits for its turn, or closes the line of what was refused.
fn cancel(row: &Element) {
    WAITING.with_borrow_mut(|waiting| waiting.retain(|sending| sending.row != *row));
    row.remove();
    let now = NOW.with_borrow(|now| now.as_ref().filter(|(sent, _)| sent == row).map(|(_, request)| request.clone()));
    if let Some(request) = now {
        let _ = request.abort();
        say("Cancelled.");
    }
    with_field(|field| drop(field.focus()));
}

/// Takes one away that waits, without loading the page anew. Where that fails, the form is sent.
async fn remove(form: HtmlFormElement) {
    if removed(&form).await.is_ok_and(|removed| removed) {
        let _ = refresh().await;
        say("Removed.");
        with_field(|field| drop(field.focus()));
    } else {
        let _ = form.submit();
    }
}

async fn removed(form: &HtmlFormElement) -> Result<bool, JsValue> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form)?.into())?;
    let (headers, asks) = (Headers::new()?, RequestInit::new());
    headers.set("accept", "application/json")?;
    asks.set_method("POST");
    asks.set_headers(&headers);
    asks.set_body(&fields);
    let answer: Response = window().fetch_with_str_and_init(&form.action(), &asks).await?.dyn_into()?;
    Ok(answer.ok())
}
