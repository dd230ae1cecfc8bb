//! In the browser: what stands in a form is saved while somebody fills it in, and what an answer brings up is shown at once.
//!
//! One save at most is on its way, and the next goes after it: each stands on what the one before has left, and nobody is told of a
//! conflict with themselves. Who types is there: a save keeps the session alive, and nothing is saved that nobody typed.

use crate::forms::KeepForm;
use domain::{Failure, Refusal, forms};
use leptos::{
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};
use web_sys::{
    Element, Event, FormData, Headers, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, RequestInit, Response,
    SubmitEvent, UrlSearchParams,
};

/// So many seconds after the last key.
const PAUSE: u64 = 1;
/// Where nothing can be reached, it is tried again after so many seconds, then after twice as many, and so on.
const FIRST_PAUSE: u64 = 2;
const LONGEST_PAUSE: u64 = 30;
/// More than this no browser sends while it goes on to another page, in bytes.
const MOST_AT_LEAVING: usize = 60_000;

thread_local! {
    static UNSAVED: Cell<bool> = const { Cell::new(false) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// The server has to say something first: nothing more is saved by itself.
    static STOPPED: Cell<bool> = const { Cell::new(false) };
    /// The form was sent, or the page left: what it says of itself is out of date if one comes back to it.
    static GONE: Cell<bool> = const { Cell::new(false) };
    static NEXT_PAUSE: Cell<u64> = const { Cell::new(FIRST_PAUSE) };
    /// Of several that wait for their time only the last one saves.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// Somebody wants to go on as soon as it is saved, by this button.
    static GOES_ON: RefCell<Option<Option<HtmlElement>>> = const { RefCell::new(None) };
}

/// A section of a form, open on the page.
#[derive(Clone)]
struct Page {
    form: HtmlFormElement,
    /// The questions on the screen, by their keys.
    shown: HtmlInputElement,
    revision: HtmlInputElement,
}

/// What became of a save.
enum Sent {
    Saved(String),
    Refused(Failure),
    /// There is no connection, or we failed.
    Lost,
}

/// Begins to listen, where a form is filled in.
pub fn keep_answers() {
    let Some(page) = Page::here() else { return };
    match page.shown.get_attribute("data-keeps-answers").as_deref() {
        Some("waits") => STOPPED.set(true),
        Some("unsaved") => UNSAVED.set(true),
        _ => {}
    }
    page.ask();
    let here = page.clone();
    page.listen("input", move |_| {
        UNSAVED.set(true);
        GONE.set(false);
        here.ask();
        here.save_in(PAUSE);
    });
    let here = page.clone();
    page.listen("change", move |_| here.save());
    let here = page.clone();
    page.listen("submit", move |event| here.hold_back(&event));
    for name in ["online", "visibilitychange"] {
        let here = page.clone();
        window_event_listener_untyped(name, move |_| {
            if name == "online" || document().hidden() {
                here.save();
            }
        });
    }
    window_event_listener_untyped("pagehide", move |_| {
        let _ = page.save_at_leaving();
    });
    window_event_listener_untyped("pageshow", |_| {
        if GONE.get() {
            let _ = window().location().reload();
        }
    });
}

impl Page {
    fn here() -> Option<Self> {
        let shown: HtmlInputElement = document().query_selector("[data-keeps-answers]").ok()??.dyn_into().ok()?;
        let form = shown.form()?;
        let revision = form.query_selector("[name=revision]").ok()??.dyn_into().ok()?;
        Some(Self { form, shown, revision })
    }

    fn listen(&self, name: &str, hear: impl FnMut(Event) + 'static) {
        let hears = Closure::<dyn FnMut(Event)>::new(hear);
        let _ = self.form.add_event_listener_with_callback(name, hears.as_ref().unchecked_ref());
        hears.forget();
    }

    /// Shows what is asked, as `domain::forms::shown` has it: what hangs on a hidden question is hidden, too. A hidden one keeps what
    /// stands in it. What hangs on other pages the server has shown or left out.
    fn ask(&self) {
        let Ok(places) = self.form.query_selector_all("[data-question]") else { return };
        let mut asked: Vec<(String, Standing)> = Vec::new();
        for place in (0..places.length()).filter_map(|index| places.item(index)?.dyn_into::<HtmlElement>().ok()) {
            let says = |name: &str| place.get_attribute(name);
            let shown = says("data-hangs-on").is_none_or(|on| {
                let above = asked.iter().find(|(key, _)| *key == on);
                above.is_some_and(|(_, standing)| standing.brings_up(says("data-values").as_deref()))
            });
            place.set_hidden(!shown);
            if let (true, Some(key)) = (shown, says("data-question")) {
                asked.push((key, Standing::of(&place)));
            }
        }
        let keys: Vec<String> = asked.into_iter().map(|(key, _)| key).collect();
        self.shown.set_value(&keys.join(" "));
    }

    fn save_in(&self, seconds: u64) {
        let (page, turn) = (self.clone(), TURN.get().wrapping_add(1));
        TURN.set(turn);
        set_timeout(
            move || {
                if TURN.get() == turn {
                    page.save();
                }
            },
            Duration::from_secs(seconds),
        );
    }

    fn save(&self) {
        if STOPPED.get() || GONE.get() || BUSY.get() || !UNSAVED.replace(false) {
            return;
        }
        BUSY.set(true);
        say("saved not", "Saving…");
        let page = self.clone();
        spawn_local(async move {
            let sent = page.send().await.unwrap_or(Sent::Lost);
            BUSY.set(false);
            page.go_on_after(sent);
        });
    }

    fn go_on_after(&self, sent: Sent) {
        match sent {
            Sent::Saved(revision) => {
                self.revision.set_value(&revision);
                NEXT_PAUSE.set(FIRST_PAUSE);
                say("saved", "Saved just now");
                if UNSAVED.get() {
                    return self.save();
                }
            }
            Sent::Refused(failure) => {
                STOPPED.set(true);
                UNSAVED.set(true);
                say("saved not", words(&failure));
            }
            Sent::Lost => {
                UNSAVED.set(true);
                say("saved not", "Not saved yet. We keep trying.");
                self.save_in(NEXT_PAUSE.get());
                NEXT_PAUSE.set((NEXT_PAUSE.get() * 2).min(LONGEST_PAUSE));
                // A page that says that there is no connection would take the place of this one. Here everything still stands.
                GOES_ON.take();
            }
        }
        if let Some(button) = GOES_ON.take() {
            let _ = self.form.request_submit_with_submitter(button.as_ref());
        }
    }

    /// What is not saved yet is saved first. Where that was refused, the page that one is led to says why.
    fn hold_back(&self, event: &Event) {
        if STOPPED.get() || !(BUSY.get() || UNSAVED.get()) {
            return GONE.set(true);
        }
        event.prevent_default();
        GOES_ON.set(Some(event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter)));
        self.save();
    }

    /// What stands in the form, without what is only for one who is led on.
    fn fields(&self) -> Result<UrlSearchParams, JsValue> {
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(&self.form)?.into())?;
        ["page", "once", "shown"].into_iter().for_each(|name| fields.delete(name));
        Ok(fields)
    }

    async fn send(&self) -> Result<Sent, JsValue> {
        let body = self.fields()?.to_string().as_string().unwrap_or_default();
        let headers = Headers::new()?;
        headers.set("accept", "application/json")?;
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        let asks = RequestInit::new();
        asks.set_method("POST");
        asks.set_headers(&headers);
        if body.len() < MOST_AT_LEAVING {
            js_sys::Reflect::set(&asks, &"keepalive".into(), &true.into())?;
        }
        asks.set_body(&body.into());
        let answer: Response = window().fetch_with_str_and_init(KeepForm::PATH, &asks).await?.dyn_into()?;
        let text = answer.text()?.await?.as_string().unwrap_or_default();
        Ok(if answer.ok() {
            let kept = js_sys::JSON::parse(&text)?;
            js_sys::Reflect::get(&kept, &"revision".into())?.as_f64().map_or(Sent::Lost, |revision| Sent::Saved(revision.to_string()))
        } else {
            match serde_json::from_str(&text) {
                Ok(Failure::Unexpected { .. } | Failure::Unreachable) | Err(_) => Sent::Lost,
                Ok(failure) => Sent::Refused(failure),
            }
        })
    }

    /// A browser that goes on to another page ends what a page has asked for, but sends this.
    fn save_at_leaving(&self) -> Option<()> {
        if STOPPED.get() || GONE.get() || !(UNSAVED.get() || BUSY.get()) {
            return None;
        }
        GONE.set(true);
        let fields = self.fields().ok()?;
        let revision: i32 = self.revision.value().parse().ok()?;
        // One that is on its way may come before it or not at all. Both hold everything: of the two sent here one is taken.
        for revision in [Some(revision), BUSY.get().then_some(revision + 1)].into_iter().flatten() {
            fields.set("revision", &revision.to_string());
            window().navigator().send_beacon_with_opt_url_search_params(KeepForm::PATH, Some(&fields)).ok()?;
        }
        Some(())
    }
}

/// What stands in a question.
struct Standing {
    answered: bool,
    chosen: Vec<String>,
}

impl Standing {
    fn of(place: &Element) -> Self {
        let mut standing = Self { answered: false, chosen: Vec::new() };
        let Ok(fields) = place.query_selector_all("input:not([type=hidden]),textarea") else { return standing };
        for field in (0..fields.length()).filter_map(|index| fields.item(index)) {
            let (value, chooses) = match field.dyn_ref::<HtmlInputElement>() {
                Some(input) if matches!(input.type_().as_str(), "radio" | "checkbox") => {
                    (if input.checked() { input.value() } else { String::new() }, true)
                }
                Some(input) => (input.value(), false),
                None => (field.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).unwrap_or_default(), false),
            };
            if value.trim().is_empty() {
                continue;
            }
            standing.answered = true;
            if chooses {
                standing.chosen.push(value);
            }
        }
        standing
    }

    /// Whether it brings up what hangs on it: on one of these values, or on any answer.
    fn brings_up(&self, values: Option<&str>) -> bool {
        match values {
            Some(values) => self.chosen.iter().any(|chosen| values.split(' ').any(|value| value == chosen)),
            None => self.answered,
        }
    }
}

fn words(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(refusals) if matches!(refusals[..], [Refusal::Forms(forms::Refusal::ChangedMeanwhile)]) => {
            "This form was changed on another device. Choose Continue to see both."
        }
        Failure::SignedOut => "Not saved: you are signed out. Choose Continue to sign in again.",
        _ => "Not saved. Choose Continue to see why.",
    }
}

fn say(class: &str, words: &str) {
    let Some(status) = document().get_element_by_id("saved") else { return };
    status.set_class_name(class);
    if let Ok(Some(place)) = status.query_selector("span") {
        place.set_text_content(Some(words));
    }
}
