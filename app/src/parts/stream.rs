//! In the browser: what open pages are told. One stream for all tabs of a side: the tab that holds the lock opens it and passes on what
//! it hears, and another takes over when that one closes. Each tab tells its own page by an event named `anteroom`.

use domain::events::{EventKind, Told};
use leptos::wasm_bindgen::{JsValue, closure::Closure};
use leptos::{ev, prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use serde::{Deserialize, Serialize};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use web_sys::{BroadcastChannel, CustomEvent, CustomEventInit, EventSource, MessageEvent};

/// The newest event when a page was asked for: what comes after it, the page is told.
#[derive(Clone, Copy, Debug)]
pub struct NewestEvent(pub Option<i64>);

/// Where the pages of a side listen, and from where on: nothing for who is not signed in.
pub fn after() -> Option<String> {
    use_context::<NewestEvent>()?.0.map(|seq| seq.to_string())
}

/// What the page is told by.
const NAME: &str = "anteroom";
/// Where the server takes no more, or nobody is signed in any more, so long until the next try.
const PATIENCE: Duration = Duration::from_secs(60);

thread_local! {
    /// The newest that this page knows of.
    static LAST: Cell<i64> = const { Cell::new(0) };
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
    /// The stream, where this tab holds it.
    static SOURCE: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    /// What gives the lock back.
    static RELEASE: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
    /// Whether this tab holds the stream, or waits for its turn.
    static STANDS: Cell<bool> = const { Cell::new(false) };
}

/// What tabs say to each other.
#[derive(Serialize, Deserialize)]
enum Word {
    Told(i64, Told),
    /// A tab has begun to listen.
    Hello,
    /// So far the one who holds the stream has heard.
    At(i64),
}

/// Calls `hear` whenever one of these kinds is told, or anything may have happened (`kind` is missing then): while the page was frozen,
/// say. For as long as the page stands.
pub fn on(kinds: &'static [EventKind], hear: impl Fn(&Told) + 'static) {
    let heard = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
        let Some(told) = event.detail().as_string().and_then(|text| serde_json::from_str::<Told>(&text).ok()) else { return };
        if told.kind.is_none_or(|kind| kinds.contains(&kind)) {
            hear(&told);
        }
    });
    let _ = document().add_event_listener_with_callback(NAME, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// The same for what asks the server: one question at a time, and one more after it for whatever came meanwhile.
pub fn ask_on<F: Future<Output = ()> + 'static>(
    kinds: &'static [EventKind],
    concerns: impl Fn(&Told) -> bool + 'static,
    ask: impl Fn() -> F + 'static,
) {
    let (ask, asking, again) = (Rc::new(ask), Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    on(kinds, move |told| {
        if !concerns(told) {
            return;
        }
        again.set(true);
        if asking.replace(true) {
            return;
        }
        let (ask, asking, again) = (ask.clone(), asking.clone(), again.clone());
        spawn_local(async move {
            while again.replace(false) {
                ask().await;
            }
            asking.set(false);
        });
    });
}

/// Begins to listen, where the page says so.
pub(super) fn begin() {
    let Ok(Some(mark)) = document().query_selector("[data-live][data-after]") else { return };
    let Some(after) = mark.get_attribute("data-after").and_then(|after| after.parse().ok()) else { return };
    let address = mark.get_attribute("data-live").unwrap_or_default();
    LAST.set(after);
    let channel = has("BroadcastChannel").then(|| BroadcastChannel::new(&format!("{NAME}{address}")).ok()).flatten();
    if let Some(channel) = &channel {
        let hears = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
            match event.data().as_string().and_then(|text| serde_json::from_str(&text).ok()) {
                Some(Word::Told(seq, told)) => hear(seq, &told),
                Some(Word::Hello) if SOURCE.with_borrow(Option::is_some) => say(&Word::At(LAST.get())),
                // It has passed that on before this tab listened, and after its page was made.
                Some(Word::At(seq)) if seq > LAST.get() => hear(seq, &ANYTHING),
                _ => {}
            }
        });
        channel.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        hears.forget();
    }
    CHANNEL.set(channel);
    stand(address.clone());
    say(&Word::Hello);
    let wake = move || {
        stand(address.clone());
        hear(LAST.get(), &ANYTHING);
    };
    let woken = wake.clone();
    window_event_listener(ev::online, move |_| woken());
    let woken = wake.clone();
    window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            woken();
        }
    });
    window_event_listener_untyped("pageshow", move |event| {
        if js_sys::Reflect::get(&event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy()) {
            wake();
        }
    });
    window_event_listener_untyped("pagehide", |_| step_down());
    let freezes = Closure::<dyn FnMut()>::new(step_down);
    let _ = document().add_event_listener_with_callback("freeze", freezes.as_ref().unchecked_ref());
    freezes.forget();
}

const ANYTHING: Told = Told { kind: None, subject: None, grant: None, chart: None };

fn has(name: &str) -> bool {
    js_sys::Reflect::has(&window(), &name.into()).unwrap_or_default()
}

fn say(word: &Word) {
    CHANNEL.with_borrow(|channel| {
        if let (Some(channel), Ok(text)) = (channel, serde_json::to_string(word)) {
            let _ = channel.post_message(&text.into());
        }
    });
}

/// Waits for the turn of this tab; where browsers know no locks, each tab has a stream of its own.
fn stand(address: String) {
    if STANDS.replace(true) {
        return;
    }
    let locks = js_sys::Reflect::get(&window().navigator(), &"locks".into()).unwrap_or_default();
    let request = js_sys::Reflect::get(&locks, &"request".into()).ok().and_then(|request| request.dyn_into::<js_sys::Function>().ok());
    let Some(request) = request.filter(|_| CHANNEL.with_borrow(Option::is_some)) else { return lead(address) };
    let name = format!("{NAME}{address}");
    let holds = Closure::once_into_js(move |_: JsValue| {
        lead(address);
        js_sys::Promise::new(&mut |release, _| RELEASE.set(Some(release)))
    });
    let _ = request.call2(&locks, &name.into(), &holds);
}

/// Opens the stream, and passes on what comes.
fn lead(address: String) {
    let Ok(source) = EventSource::new(&format!("{address}?after={}", LAST.get())) else { return };
    let hears = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let told = event.data().as_string().and_then(|text| serde_json::from_str::<Told>(&text).ok());
        if let (Some(told), Ok(seq)) = (told, event.last_event_id().parse()) {
            hear(seq, &told);
            say(&Word::Told(seq, told));
        }
    });
    for kind in EventKind::ALL.map(EventKind::name).into_iter().chain(["reset"]) {
        let _ = source.add_event_listener_with_callback(kind, hears.as_ref().unchecked_ref());
    }
    hears.forget();
    let fails = Closure::<dyn FnMut()>::new(move || {
        // Otherwise the browser comes again by itself.
        if SOURCE.with_borrow(|source| source.as_ref().is_some_and(|source| source.ready_state() == EventSource::CLOSED)) {
            step_down();
            let address = address.clone();
            set_timeout(move || stand(address), PATIENCE);
        }
    });
    let ends = Closure::<dyn FnMut()>::new(step_down);
    let _ = source.add_event_listener_with_callback("signed_out", ends.as_ref().unchecked_ref());
    ends.forget();
    source.set_onerror(Some(fails.as_ref().unchecked_ref()));
    fails.forget();
    SOURCE.set(Some(source));
}

/// Leaves the stream to another tab.
fn step_down() {
    let Some(source) = SOURCE.take() else { return };
    source.close();
    if let Some(release) = RELEASE.take() {
        let _ = release.call0(&JsValue::UNDEFINED);
    }
    STANDS.set(false);
}

/// Tells the page, unless it has shown that already. What bears no number of its own is always told.
fn hear(seq: i64, told: &Told) {
    let known = seq <= LAST.get();
    if known && !matches!(told.kind, None | Some(EventKind::AccessChanged)) {
        return;
    }
    if !known || told.kind.is_none() {
        LAST.set(seq);
    }
    let init = CustomEventInit::new();
    init.set_detail(&serde_json::to_string(told).unwrap_or_default().into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict(NAME, &init) {
        let _ = document().dispatch_event(&event);
    }
}
